//! How the palette is printed.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{COATED_INK_LIMIT, PrintColour, Project, value::Colour},
};

/// Printed values agree: one colour prints in one way, one spot ink has one composition, black is black ink and white is
/// paper, and no colour takes more ink than the paper.
pub fn check(project: &Project) -> Diagnostics {
    let guidelines = &project.identity.guidelines;
    let palette = &project.identity.brand.palette;
    let inks: Vec<(&str, Colour, &PrintColour)> = guidelines
        .print
        .iter()
        .filter_map(|(name, ink)| Some((name.as_str(), *palette.get(name)?, ink)))
        .filter(|(_, _, ink)| ink.cmyk.is_some() || ink.spot.is_some())
        .collect();
    let limit = guidelines.output_condition.as_ref().map_or(COATED_INK_LIMIT, |condition| condition.ink_limit);
    let mut diagnostics = Diagnostics::new();
    for (i, (name, colour, ink)) in inks.iter().enumerate() {
        let before = &inks[..i];
        diagnostics.extend(too_much(name, ink, limit));
        diagnostics.extend(reserved(name, ink));
        diagnostics.extend(not_itself(name, *colour, ink));
        let twin = before.iter().find(|(_, other, print)| other == colour && !alike(print, ink));
        diagnostics.extend(twin.map(|(other, ..)| {
            let message = format!("`{name}` and `{other}` are both {colour} on screens, but print differently");
            let help = "give them one printed value, or make one a hair different: what is printed is told by its screen colour";
            wrong(ink, message, help)
        }));
        let same_ink =
            before.iter().find(|(_, _, other)| ink.spot.is_some() && other.spot == ink.spot && other.cmyk != ink.cmyk);
        diagnostics.extend(same_ink.map(|(other, ..)| {
            let spot = ink.spot.as_deref().unwrap_or_default();
            let message = format!("the ink `{spot}` is mixed otherwise in `{name}` than in `{other}`");
            wrong(ink, message, "a spot ink has one composition: give both the same `cmyk`")
        }));
    }
    diagnostics
}

fn alike(a: &PrintColour, b: &PrintColour) -> bool {
    a.cmyk == b.cmyk && a.spot == b.spot
}

fn wrong(ink: &PrintColour, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(Code::PrintColours, &ink.span, message).help(help)
}

/// Names that PDF keeps for the process inks, for all plates and for none (ISO 32000-1, 8.6.6.4).
const RESERVED: [&str; 6] = ["All", "None", "Cyan", "Magenta", "Yellow", "Black"];

fn reserved(name: &str, ink: &PrintColour) -> Option<Diagnostic> {
    let spot = ink.spot.as_deref()?.trim();
    let taken = spot.is_empty() || RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(spot));
    taken.then(|| {
        let message = format!("`{spot}` is no spot ink that `{name}` could be printed in");
        wrong(ink, message, "write the ink's name as the print shop knows it, as `PANTONE 281 C`, or only `cmyk`")
    })
}

fn too_much(name: &str, ink: &PrintColour, limit: f64) -> Option<Diagnostic> {
    let sum: f64 = ink.cmyk?.iter().sum();
    (sum > limit).then(|| {
        let message = format!("`{name}` takes {sum} % of ink, more than the {limit} % that the paper takes");
        Diagnostic::new(Code::TooMuchInk, &ink.span, message).help("take less cyan, magenta and yellow, and more black")
    })
}

/// Black text and QR codes are of `#000000`, and print in black ink alone; white is what the paper is.
fn not_itself(name: &str, colour: Colour, ink: &PrintColour) -> Option<Diagnostic> {
    let (as_what, alone, near) = match colour {
        Colour::BLACK => ("black ink alone", [0.0, 0.0, 0.0, 100.0], "#010101"),
        Colour::WHITE => ("no ink", [0.0; 4], "#fefefe"),
        _ => return None,
    };
    (ink.spot.is_some() || ink.cmyk != Some(alone)).then(|| {
        let message = format!("`{name}` is {colour}, which is printed as {as_what}");
        let help = format!("for other inks give it a colour of its own on screens, as `{near}`");
        wrong(ink, message, &help)
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::{
        diagnostic::Code,
        model::{PrintColour, sample},
    };

    /// A name, its colour on screens, its process inks, its spot ink.
    type Swatch<'a> = (&'a str, &'a str, Option<[f64; 4]>, Option<&'a str>);

    fn codes(inks: &[Swatch]) -> Vec<Code> {
        let mut project = sample::project();
        for (name, colour, cmyk, spot) in inks {
            project.identity.brand.palette.insert((*name).into(), colour.parse().unwrap());
            let span = sample::span(name);
            let ink = PrintColour { cmyk: *cmyk, spot: spot.map(str::to_owned), span };
            project.identity.guidelines.print.insert((*name).into(), ink);
        }
        check(&project).iter().map(|d| d.code).collect()
    }

    const NAVY: Option<[f64; 4]> = Some([100.0, 85.0, 35.0, 30.0]);
    const CORAL: Option<[f64; 4]> = Some([0.0, 70.0, 70.0, 0.0]);

    #[test]
    fn values_that_agree() {
        let inks = [
            ("nuit", "#12264f", NAVY, Some("P 281")),
            ("encre", "#12264f", NAVY, Some("P 281")),
            ("corail", "#ff6b4a", CORAL, None),
            ("noir", "#000000", Some([0.0, 0.0, 0.0, 100.0]), None),
            ("blanc", "#ffffff", Some([0.0; 4]), None),
        ];
        assert_eq!(codes(&inks), []);
    }

    #[test]
    fn values_that_do_not() {
        let one_colour = [("nuit", "#12264f", NAVY, None), ("encre", "#12264f", CORAL, None)];
        assert_eq!(codes(&one_colour), [Code::PrintColours]);
        let one_ink = [("nuit", "#12264f", NAVY, Some("P 281")), ("corail", "#ff6b4a", CORAL, Some("P 281"))];
        assert_eq!(codes(&one_ink), [Code::PrintColours]);
        assert_eq!(codes(&[("noir", "#000000", Some([60.0, 40.0, 40.0, 100.0]), None)]), [Code::PrintColours]);
        assert_eq!(codes(&[("blanc", "#ffffff", None, Some("White"))]), [Code::PrintColours]);
        assert_eq!(codes(&[("nuit", "#12264f", Some([100.0, 100.0, 60.0, 50.0]), None)]), [Code::TooMuchInk]);
    }
}
