use std::{fmt, str::FromStr};

use super::ValueError;

/// A physical length.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, serde::Serialize)]
pub struct Millimetres(pub f64);

impl Millimetres {
    /// In points of 1/72 inch, PDF's unit.
    pub fn points(self) -> f64 {
        self.0 * 72.0 / 25.4
    }
}

/// A length on paper or on a screen: `20mm`, `2cm`, `1in`, `12pt`, `96px`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// On paper.
    Physical(Millimetres),
    /// On a screen.
    Pixels(f64),
}

impl FromStr for Length {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let help = "write a number and its unit, as `20mm`, `2cm`, `1in`, `12pt` or `96px`";
        let wrong = || ValueError::new(format!("`{text}` is not a length"), help);
        let trimmed = text.trim();
        let unit_at = trimmed.find(|c: char| c.is_ascii_alphabetic()).ok_or_else(wrong)?;
        let (number, unit) = trimmed.split_at(unit_at);
        let number: f64 = number.trim().parse().map_err(|_| wrong())?;
        if !(number.is_finite() && (0.0..=100_000.0).contains(&number)) {
            return Err(wrong());
        }
        Ok(match unit {
            "mm" => Length::Physical(Millimetres(number)),
            "cm" => Length::Physical(Millimetres(number * 10.0)),
            "in" => Length::Physical(Millimetres(number * 25.4)),
            "pt" => Length::Physical(Millimetres(number * 25.4 / 72.0)),
            "px" => Length::Pixels(number),
            _ => return Err(wrong()),
        })
    }
}

/// The size of a piece: a paper size, a named screen format, or any `WxH` in `px`, or `WxHmm`.
#[derive(Debug, Clone, PartialEq)]
pub struct Format {
    /// As it is written and as it stands in file names: `A3`, `linkedin-cover`, `1200x630`.
    pub name: String,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Whether width and height are pixels (screen) or millimetres (print).
    pub unit: FormatUnit,
}

/// What a format is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FormatUnit {
    /// Print: millimetres of the trimmed sheet.
    Mm,
    /// Screen: pixels.
    Px,
}

use FormatUnit::{Mm, Px};

/// The formats that have a name (numbers of record: ISO 216, ANSI, and each service's own page).
const NAMED: &[(&str, f64, f64, FormatUnit)] = &[
    ("A5", 148.0, 210.0, Mm),
    ("A4", 210.0, 297.0, Mm),
    ("A3", 297.0, 420.0, Mm),
    ("A2", 420.0, 594.0, Mm),
    ("A1", 594.0, 841.0, Mm),
    ("A0", 841.0, 1189.0, Mm),
    ("Letter", 215.9, 279.4, Mm),
    ("Tabloid", 279.4, 431.8, Mm),
    ("rollup-85x200", 850.0, 2000.0, Mm),
    ("linkedin-cover", 1128.0, 191.0, Px),
    ("linkedin-profile-cover", 1584.0, 396.0, Px),
    ("viva-engage-cover", 1680.0, 320.0, Px),
    ("teams-background", 1920.0, 1080.0, Px),
    ("signage-1080p", 1920.0, 1080.0, Px),
    ("signage-portrait", 1080.0, 1920.0, Px),
    ("signage-4k", 3840.0, 2160.0, Px),
    ("email-header", 1200.0, 400.0, Px),
    ("slack-cover", 1600.0, 400.0, Px),
    ("open-graph", 1200.0, 630.0, Px),
    ("square", 1080.0, 1080.0, Px),
    ("signature", 600.0, 120.0, Px),
];

impl Format {
    /// The names of all named formats.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        NAMED.iter().map(|(name, ..)| *name)
    }

    /// Height over width, so 1.414 for an upright sheet of paper.
    pub fn aspect(&self) -> f64 {
        self.height / self.width
    }

    /// Whether it is printed.
    pub fn is_print(&self) -> bool {
        self.unit == Mm
    }

    /// Whether it stands on the floor by itself: narrow and taller than a person's reach.
    pub fn is_rollup(&self) -> bool {
        self.is_print() && self.height >= 1500.0 && self.aspect() >= 2.0
    }

    /// How far artwork reaches beyond the trimmed edge, so that no white shows where the cut is not exact: 3 mm, 5 mm for
    /// formats larger than A2; none on screens.
    pub fn bleed(&self) -> Millimetres {
        match self.is_print() {
            true => Millimetres(if self.is_large() { 5.0 } else { 3.0 }),
            false => Millimetres(0.0),
        }
    }

    /// How far from the trimmed edge text begins: 5 mm, 10 mm for formats larger than A2, 2.5 mm for cards and slips smaller
    /// than A5; none on screens.
    pub fn safe_zone(&self) -> Millimetres {
        Millimetres(match () {
            _ if !self.is_print() => 0.0,
            _ if self.is_large() => 10.0,
            _ if self.width.min(self.height) < 140.0 => 2.5,
            _ => 5.0,
        })
    }

    /// Whether a sheet holds it, either way round, whole or made a little smaller: a printer set to fit the page puts Letter on
    /// A4 (97 %) and A4 on Letter (94 %), and A3 and Tabloid on each other.
    pub fn fits_on(&self, sheet: &Format) -> bool {
        const SMALLEST: f64 = 0.94;
        let sorted = |f: &Format| (f.width.min(f.height), f.width.max(f.height));
        let ((short, long), (sheet_short, sheet_long)) = (sorted(self), sorted(sheet));
        short * SMALLEST <= sheet_short && long * SMALLEST <= sheet_long
    }

    fn is_large(&self) -> bool {
        self.width.max(self.height) > 594.5
    }
}

impl FromStr for Format {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        if let Some((name, width, height, unit)) = NAMED.iter().find(|(name, ..)| *name == text) {
            return Ok(Format { name: (*name).into(), width: *width, height: *height, unit: *unit });
        }
        let unknown = || {
            let nearest = crate::diagnostic::nearest::nearest(text, Format::names());
            let help = match nearest {
                Some(name) => format!("did you mean `{name}`?"),
                None => "take `A5` to `A0`, `Letter`, a named screen format such as `linkedin-cover`, or a size as `1200x630` (px) or `100x70mm`".into(),
            };
            ValueError::new(format!("`{text}` is not a format"), help)
        };
        let (size, unit) = match text.strip_suffix("mm") {
            Some(size) => (size, Mm),
            None => (text.strip_suffix("px").unwrap_or(text), Px),
        };
        let (width, height) = size.split_once('x').ok_or_else(unknown)?;
        let digits = |s: &str| !s.is_empty() && s.len() <= 7 && s.chars().all(|c| c.is_ascii_digit() || c == '.');
        let (Ok(width), Ok(height)) = (width.parse::<f64>(), height.parse::<f64>()) else { return Err(unknown()) };
        if !size.split('x').all(digits) || (unit == Px && (width.fract() != 0.0 || height.fract() != 0.0)) {
            return Err(unknown());
        }
        let (least, most) = if unit == Px { (32.0, 10_000.0) } else { (20.0, 5_000.0) };
        if ![width, height].iter().all(|side| (least..=most).contains(side)) {
            let range = if unit == Px { "32 and 10000 px" } else { "20 and 5000 mm" };
            return Err(ValueError::new(
                format!("`{text}` is not a size that can be made"),
                format!("each side lies between {range}"),
            ));
        }
        if width / height > 12.0 || height / width > 12.0 {
            return Err(ValueError::new(format!("`{text}` is too narrow"), "one side is at most 12 times the other"));
        }
        Ok(Format { name: text.into(), width, height, unit })
    }
}

impl serde::Serialize for Format {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!("2cm".parse(), Ok(Length::Physical(Millimetres(20.0))));
        assert_eq!("96px".parse(), Ok(Length::Pixels(96.0)));
        for wrong in ["", "20", "mm", "-1mm", "1e99mm", "20 miles", "NaNmm"] {
            assert!(wrong.parse::<Length>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_printer_fits_the_page() {
        let fits = |a: &str, b: &str| a.parse::<Format>().unwrap().fits_on(&b.parse().unwrap());
        assert!(fits("A4", "A4") && fits("Letter", "A4") && fits("A4", "Letter") && fits("A3", "Tabloid"));
        assert!(fits("210x297mm", "A3") && fits("297x210mm", "A4"));
        assert!(!fits("A3", "A4") && !fits("Tabloid", "A4") && !fits("240x320mm", "A4"));
    }

    #[test]
    fn formats() {
        let a3: Format = "A3".parse().unwrap();
        assert_eq!((a3.width, a3.height, a3.unit), (297.0, 420.0, Mm));
        assert_eq!("1200x630".parse::<Format>().unwrap().unit, Px);
        assert_eq!("100.5x70mm".parse::<Format>().unwrap().width, 100.5);
        assert!("linkedin-covr".parse::<Format>().unwrap_err().help.unwrap().contains("`linkedin-cover`"));
        for wrong in ["", "x", "1x1", "99999x10", "100x100in", "1200.5x600", "a3/../..", "5000x100"] {
            assert!(wrong.parse::<Format>().is_err(), "{wrong}");
        }
    }
}
