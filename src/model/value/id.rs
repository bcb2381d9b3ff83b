use std::{fmt, str::FromStr};

use super::ValueError;

/// A name by which other parts of the project refer to a thing: `[a-z0-9-]+`, at most 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Id(String);

impl Id {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id that is nearest to a text which is none.
    pub fn nearest(text: &str) -> Option<Self> {
        suggest(text).parse().ok()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Id {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !text.is_empty() && text.len() <= 64 && text.chars().all(valid) && !WINDOWS_DEVICES.contains(&text) {
            return Ok(Self(text.into()));
        }
        let suggestion = suggest(text);
        let help = match suggestion.is_empty() {
            true => "an id has only small letters, digits and hyphens, as `first-steps`".into(),
            false => format!("an id has only small letters, digits and hyphens: write `{suggestion}`"),
        };
        Err(ValueError::new(format!("`{text}` is not a valid id"), help))
    }
}

/// Names that Windows keeps for devices, so that no file may bear them.
const WINDOWS_DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The valid id that is nearest to a text: accents dropped, other signs made hyphens.
fn suggest(text: &str) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        let plain = match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'í' => 'i',
            'ô' | 'ö' | 'ó' | 'õ' => 'o',
            'û' | 'ü' | 'ù' | 'ú' => 'u',
            'ç' => 'c',
            c => c,
        };
        match plain.is_ascii_alphanumeric() {
            true => out.push(plain),
            false if !out.ends_with('-') && !out.is_empty() => out.push('-'),
            false => {}
        }
    }
    let out: String = out.trim_matches('-').chars().take(64).collect();
    if WINDOWS_DEVICES.contains(&out.as_str()) { format!("{out}-1") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        assert!("premiers-pas".parse::<Id>().is_ok());
        for wrong in ["", "A", "é", "a b", "../x", "a/b", "con", &"x".repeat(65)] {
            assert!(wrong.parse::<Id>().is_err(), "{wrong}");
        }
        assert!("Été à Lyon".parse::<Id>().unwrap_err().help.unwrap().contains("`ete-a-lyon`"));
    }
}
