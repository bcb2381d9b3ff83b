//! Languages as people's exports name them.

use crate::model::value::{LanguageTag, fold::folded};

/// Names and three-letter codes (ISO 639-2) of languages, folded, by code; beside each the names that colleagues of other
/// languages give it.
const LANGUAGES: [(&str, &[&str]); 19] = [
    ("ar", &["arabic", "arabe", "arabisch", "العربية", "ara"]),
    ("cs", &["czech", "tcheque", "tschechisch", "cestina", "ces", "cze"]),
    ("da", &["danish", "danois", "danisch", "dansk", "dan"]),
    ("de", &["german", "allemand", "deutsch", "aleman", "tedesco", "duits", "deu", "ger"]),
    ("en", &["english", "anglais", "englisch", "ingles", "inglese", "engels", "eng"]),
    ("es", &["spanish", "espagnol", "spanisch", "espanol", "castellano", "spa"]),
    ("fi", &["finnish", "finnois", "finnisch", "suomi", "fin"]),
    ("fr", &["french", "francais", "franzosisch", "frances", "francese", "frans", "fra", "fre"]),
    ("hu", &["hungarian", "hongrois", "ungarisch", "magyar", "hun"]),
    ("it", &["italian", "italien", "italienisch", "italiano", "ita"]),
    ("ja", &["japanese", "japonais", "japanisch", "日本語", "jpn"]),
    ("nl", &["dutch", "neerlandais", "niederlandisch", "nederlands", "hollandais", "nld", "dut"]),
    ("no", &["norwegian", "norvegien", "norwegisch", "norsk", "nor"]),
    ("pl", &["polish", "polonais", "polnisch", "polski", "pol"]),
    ("pt", &["portuguese", "portugais", "portugiesisch", "portugues", "por"]),
    ("ro", &["romanian", "roumain", "rumanisch", "romana", "ron", "rum"]),
    ("sv", &["swedish", "suedois", "schwedisch", "svenska", "swe"]),
    ("tr", &["turkish", "turc", "turkisch", "turkce", "tur"]),
    ("zh", &["chinese", "chinois", "chinesisch", "中文", "zho", "chi"]),
];

/// Countries that change a language, folded, by code.
const COUNTRIES: [(&str, &[&str]); 12] = [
    ("AT", &["austria", "autriche", "osterreich"]),
    ("BE", &["belgium", "belgique", "belgien", "belgie"]),
    ("BR", &["brazil", "bresil", "brasil", "brasilien"]),
    ("CA", &["canada", "kanada"]),
    ("CH", &["switzerland", "suisse", "schweiz", "svizzera"]),
    ("DE", &["germany", "allemagne", "deutschland"]),
    ("ES", &["spain", "espagne", "spanien", "espana"]),
    ("FR", &["france", "frankreich"]),
    ("GB", &["united kingdom", "royaume-uni", "vereinigtes konigreich", "great britain", "uk"]),
    ("LU", &["luxembourg", "luxemburg"]),
    ("MX", &["mexico", "mexique", "mexiko"]),
    ("US", &["united states", "etats-unis", "vereinigte staaten", "usa"]),
];

/// The language that a value names: `fr`, `FR`, `fr_CA`, `fra`, `français`, `French (Canada)`, `English - United Kingdom`.
pub fn language(value: &str) -> Option<LanguageTag> {
    let code = value.replace('_', "-");
    // `fr-FR.UTF-8` and `fr_FR@euro` are how POSIX writes a locale.
    let code = code.split(['.', '@']).next().unwrap_or_default();
    let primary = code.split('-').next().unwrap_or_default();
    if primary.len() == 2
        && let Ok(tag) = code.parse()
    {
        return Some(tag);
    }
    let name = folded(value);
    let (name, country) = match name.split_once(" (").or_else(|| name.split_once(" - ")) {
        Some((name, country)) => (name.to_owned(), Some(country.trim_end_matches(')').trim().to_owned())),
        None => (name, None),
    };
    let found = |table: &[(&'static str, &[&str])], name: &str| {
        table.iter().find(|(_, names)| names.contains(&name)).map(|(code, _)| *code)
    };
    let language = found(&LANGUAGES, name.trim()).or_else(|| found(&LANGUAGES, primary.to_lowercase().as_str()))?;
    let country = country.and_then(|country| found(&COUNTRIES, &country));
    match country {
        Some(country) => format!("{language}-{country}").parse().ok(),
        None => language.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_code_and_by_name() {
        for (value, tag) in [
            ("fr", "fr"),
            ("FR", "fr"),
            ("fr_CA", "fr-CA"),
            ("fr-fr", "fr-FR"),
            ("fr_FR.UTF-8", "fr-FR"),
            ("fra", "fr"),
            ("Français", "fr"),
            ("FRANCAIS", "fr"),
            ("French", "fr"),
            ("français (Canada)", "fr-CA"),
            ("French (Mars)", "fr"),
            ("English - United Kingdom", "en-GB"),
            ("Deutsch", "de"),
            ("Französisch", "fr"),
            ("日本語", "ja"),
        ] {
            assert_eq!(language(value).map(|l| l.to_string()).as_deref(), Some(tag), "{value}");
        }
        for unknown in ["", "Klingon", "f", "1036", "-", "french english", "fr fr"] {
            assert_eq!(language(unknown), None, "{unknown}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}", near in "[a-z_.@() -]{0,20}") {
            let _ = (language(&text), language(&near));
        }
    }
}
