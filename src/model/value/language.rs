use std::{fmt, str::FromStr};

use icu_locale_core::LanguageIdentifier;

use super::ValueError;

/// A language, with its region where one matters: `fr`, `fr-CA` (BCP 47).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LanguageTag(LanguageIdentifier);

/// The way a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left: Arabic, Hebrew, Persian, Urdu.
    Rtl,
}

impl Direction {
    /// `ltr` or `rtl`, as HTML's `dir` takes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

impl LanguageTag {
    /// The language without its region: `fr` of `fr-CA`.
    pub fn primary(&self) -> &str {
        self.0.language.as_str()
    }

    /// The region, where one is given: `CA` of `fr-CA`.
    pub fn region(&self) -> Option<String> {
        self.0.region.map(|r| r.as_str().to_owned())
    }

    /// The same language without its region.
    pub fn without_region(&self) -> LanguageTag {
        Self(LanguageIdentifier::from(self.0.language))
    }

    /// The way its script runs.
    pub fn direction(&self) -> Direction {
        match self.primary() {
            "ar" | "he" | "fa" | "ur" | "ps" | "yi" | "dv" | "ug" | "ckb" | "sd" => Direction::Rtl,
            _ => Direction::Ltr,
        }
    }

    /// For the libraries that format dates and cut words.
    pub fn identifier(&self) -> &LanguageIdentifier {
        &self.0
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl PartialOrd for LanguageTag {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LanguageTag {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl serde::Serialize for LanguageTag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for LanguageTag {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let help = "write its code, as `fr`, `en`, `de` or `fr-CA`";
        let tag = text.parse::<LanguageIdentifier>();
        match tag {
            // "french" is five letters or more, which BCP 47 registers for no language so far.
            Ok(tag) if tag.language.as_str().len() <= 3 && !tag.language.is_unknown() => Ok(Self(tag)),
            _ => Err(ValueError::new(format!("`{text}` is not a language"), help)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let tag: LanguageTag = "fr-ca".parse().unwrap();
        assert_eq!((tag.to_string().as_str(), tag.primary()), ("fr-CA", "fr"));
        assert_eq!(tag.without_region(), "fr".parse().unwrap());
        assert_eq!("ar".parse::<LanguageTag>().unwrap().direction(), Direction::Rtl);
        for wrong in ["", "french", "français", "f", "und", "../x"] {
            assert!(wrong.parse::<LanguageTag>().is_err(), "{wrong}");
        }
    }
}
