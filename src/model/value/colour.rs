use std::{fmt, str::FromStr};

use super::ValueError;

/// An opaque sRGB colour, 8 bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Colour {
    /// `#ffffff`
    pub const WHITE: Colour = Colour::new(255, 255, 255);
    /// `#000000`
    pub const BLACK: Colour = Colour::new(0, 0, 0);

    /// From its channels, 0 to 255 each.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }
}

/// `#rrggbb`
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl serde::Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Any CSS colour without transparency: `#12264f`, `#abc`, `rgb(18, 38, 79)`, `hsl(220, 63%, 19%)`, `navy`.
impl FromStr for Colour {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let wrong = |help: &str| ValueError::new(format!("`{text}` is not a colour"), help);
        let usual = "write it in hexadecimal between quotes, as \"#12264f\"";
        let trimmed = text.trim();
        let colour = svgtypes::Color::from_str(trimmed).map_err(|_| {
            let digits = trimmed.trim_start_matches('#');
            match digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()) {
                true => wrong(&format!("a `#` is missing: write \"#{digits}\"")),
                false => wrong(usual),
            }
        })?;
        match colour.alpha {
            255 => Ok(Self::new(colour.red, colour.green, colour.blue)),
            _ => Err(wrong("a brand's colours are opaque: write it without transparency, as \"#12264f\"")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations() {
        for text in ["#12264f", "#12264F", "rgb(18, 38, 79)", " #12264f "] {
            assert_eq!(text.parse(), Ok(Colour::new(0x12, 0x26, 0x4f)), "{text}");
        }
        assert_eq!("#fff".parse(), Ok(Colour::WHITE));
        assert_eq!(Colour::new(1, 2, 255).to_string(), "#0102ff");
        assert!("12264f".parse::<Colour>().unwrap_err().help.unwrap().contains("\"#12264f\""));
        assert!("#12264f80".parse::<Colour>().is_err());
        assert!("bleu nuit".parse::<Colour>().is_err());
    }
}
