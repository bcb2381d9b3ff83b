//! Answers to files. Pure: the same answers give the same bytes.
//!
//! In: what was asked for, and what the project starts from. Out: the files of a project that builds at once.

use super::{
    source::Source,
    starter::{self, Starter},
};
use crate::{
    design::logo::{LogoPalette, Role},
    load::{self, IDENTITY},
    model::value::{Asset, LanguageTag},
};

/// What version control leaves out; a file of this name stays as it is.
pub const IGNORE: &str = ".gitignore";

/// What a project is made of.
#[derive(Debug)]
pub struct Answers {
    /// Its name.
    pub name: String,
    /// Its tagline.
    pub tagline: String,
    /// Its languages, the default first; one at least, each once.
    pub languages: Vec<LanguageTag>,
    /// A first campaign of its own; the built-in one serves where there is none.
    pub starter: Option<Starter>,
}

/// A file that is to be written.
#[derive(Debug, PartialEq, Eq)]
pub struct NewFile {
    /// From the project's folder.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl NewFile {
    /// A text.
    pub fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), bytes: text.into().into_bytes() }
    }

    fn asset(path: String, asset: &Asset) -> Self {
        Self { path, bytes: asset.bytes.to_vec() }
    }
}

/// The files of the project.
pub fn files(answers: &Answers, source: &Source) -> Vec<NewFile> {
    let mut files = vec![NewFile::text(IDENTITY, identity(answers, source))];
    if let Some(document) = &source.document {
        files.push(NewFile::text("brand/brand.yml", brand_document(&document.text, source)));
        files.extend(document.files.iter().map(|asset| NewFile::asset(format!("brand/{}", asset.path), asset)));
    }
    let logos = logos(source).into_iter().filter_map(|(name, asset)| Some((name, asset?)));
    files.extend(logos.map(|(name, asset)| NewFile::asset(format!("brand/{name}"), asset)));
    if let Some(starter) = &answers.starter {
        files.extend(starter::campaign(starter, &answers.name, &answers.languages));
    }
    files.push(NewFile::text(IGNORE, "/output/\n/preview/\n/.fanion/\n"));
    files
}

/// The new identity: what was asked for, what was found, and the next keys to fill in, as comments.
pub fn identity(answers: &Answers, source: &Source) -> String {
    let languages: Vec<String> = answers.languages.iter().map(ToString::to_string).collect();
    let told = match &answers.starter {
        Some(_) => {
            format!("# What every piece tells: make these texts your own.\n{}", starter::story(&answers.languages))
        }
        None => include_str!("../../builtin/init/told.yaml").to_owned(),
    };
    let text = include_str!("../../builtin/init/identity.yaml")
        .replace("@BRAND@\n", &brand(answers, source))
        .replace("@TOLD@\n", &told)
        .replace("@LANGUAGES@", &languages.join(", "))
        .replace("@FIRST@", languages.first().map_or("en", String::as_str));
    let text = match &answers.starter {
        Some(_) => text.replace(
            "# A campaign of your own goes into campaigns/NAME/campaign.yaml; until then a built-in one is used.\n",
            &format!("# The campaign is in campaigns/{}/.\n", starter::FOLDER),
        ),
        None => text,
    };
    // Last, so that a name may hold whatever it likes.
    text.replacen("@NAME@", &quoted(&answers.name), 1).replacen("@TAGLINE@", &quoted(&answers.tagline), 1)
}

/// A JSON string is a YAML text between double quotes.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text.trim()).to_string()
}

fn brand(answers: &Answers, source: &Source) -> String {
    let pattern = answers.starter.as_ref().map(|starter| starter.look.pattern());
    let guidelines = pattern.map(|pattern| format!("\nguidelines:\n  pattern: {pattern}\n")).unwrap_or_default();
    let brand = match source {
        Source { document: Some(_), .. } => "brand: brand.yml\n".to_owned(),
        Source { logo: Some(_), .. } => {
            let logo = logo_key(source, "  ");
            let colours = source.palette.as_ref().map(|palette| colours(palette, "  ")).unwrap_or_default();
            format!(
                "brand:                                  # a brand.yml document; the colours are the logo's\n{logo}{colours}"
            )
        }
        _ => include_str!("../../builtin/init/brand.yaml").to_owned(),
    };
    // What a document says of the pattern goes with it.
    match source.document {
        Some(_) => brand,
        None => brand + &guidelines,
    }
}

/// The document as it stands, and below it what it does not say and the logo does.
fn brand_document(text: &str, source: &Source) -> String {
    let mut text = text.to_owned();
    if source.logo.is_none() && source.palette.is_none() {
        return text;
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str("\n# Of the logo:\n");
    text.push_str(&logo_key(source, ""));
    text.push_str(&source.palette.as_ref().map(|palette| colours(palette, "")).unwrap_or_default());
    text
}

/// True where the document still reads once the logo's part stands below it; one in braces does not.
pub fn document_reads(source: &Source) -> bool {
    source.document.as_ref().is_none_or(|document| {
        load::brand_mistakes(&brand_document(&document.text, source), "brand/brand.yml").is_empty()
    })
}

/// The logos by the names that they are to have.
fn logos(source: &Source) -> [(String, Option<&Asset>); 3] {
    let named = |name: &str, asset: &Option<Asset>| {
        let ending = asset.as_ref().map_or("svg", |asset| crate::design::svg::ending(&asset.bytes));
        format!("{name}.{ending}")
    };
    [
        (named("logo", &source.logo), source.logo.as_ref()),
        (named("logo-dark", &source.dark), source.dark.as_ref()),
        (named("logo-symbol", &source.small), source.small.as_ref()),
    ]
}

fn logo_key(source: &Source, indent: &str) -> String {
    let [(logo, has_logo), (dark, has_dark), (small, has_small)] = logos(source);
    if has_logo.is_none() {
        return String::new();
    }
    let usual = match has_dark {
        Some(_) => format!("{{ light: {logo}, dark: {dark} }}"),
        None => logo.clone(),
    };
    match (has_dark, has_small) {
        (None, None) => format!("{indent}logo: {logo}\n"),
        (_, None) => format!("{indent}logo:\n{indent}  medium: {usual}\n"),
        (_, Some(_)) => format!("{indent}logo:\n{indent}  medium: {usual}\n{indent}  small: {small}\n"),
    }
}

fn colours(palette: &LogoPalette, indent: &str) -> String {
    let mut text = format!("{indent}color:\n{indent}  palette:\n");
    for swatch in &palette.swatches {
        let from = match swatch.share {
            Some(share) => format!("{:.0} % of the logo", (share * 100.0).max(1.0)),
            None => "derived".into(),
        };
        text.push_str(&format!("{indent}    {}: \"{}\"  # {from}\n", swatch.name, swatch.colour));
    }
    for role in [Role::Primary, Role::Secondary, Role::Tertiary, Role::Background, Role::Foreground] {
        if let (Some(key), Some(swatch)) = (role.key(), palette.role(role)) {
            text.push_str(&format!("{indent}  {key}: {}\n", swatch.name));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cli::init::starter::Look, load::identity_mistakes};
    use proptest::prelude::*;

    fn answers(name: &str, languages: &[&str], starter: Option<Starter>) -> Answers {
        let languages = languages.iter().map(|language| language.parse().unwrap()).collect();
        Answers { name: name.into(), tagline: "Closer, together.".into(), languages, starter }
    }

    fn starter() -> Starter {
        Starter { look: Look::Mosaic, launch: Some("2027-03-09".parse().unwrap()), timezone: Some("Europe/Berlin") }
    }

    #[test]
    fn what_is_found_of_a_logo_stands_in_the_identity() {
        let asset = |path: &str| Asset { path: path.into(), bytes: b"<svg/>".as_slice().into(), named_at: None };
        let source = Source { logo: Some(asset("l.svg")), dark: Some(asset("d.svg")), ..Source::default() };
        let written = files(&answers("Agora", &["fr", "en"], None), &source);
        let paths: Vec<&str> = written.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [IDENTITY, "brand/logo.svg", "brand/logo-dark.svg", IGNORE]);
        let text = String::from_utf8(written[0].bytes.clone()).unwrap();
        assert!(text.contains("    medium: { light: logo.svg, dark: logo-dark.svg }\n"), "{text}");
        assert_eq!(
            identity_mistakes(&text, IDENTITY).iter().collect::<Vec<_>>(),
            Vec::<&crate::diagnostic::Diagnostic>::new()
        );
    }

    #[test]
    fn a_starter_is_a_whole_campaign_in_the_languages_asked_for() {
        let written = files(&answers("Agora", &["de", "es"], Some(starter())), &Source::default());
        let text = |path: &str| {
            let file = written.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path}"));
            String::from_utf8(file.bytes.clone()).unwrap()
        };
        let identity = text(IDENTITY);
        assert!(identity.contains("pattern: tiles") && identity.contains("es: \"Because change"), "{identity}");
        assert!(!identity.contains("Parce"), "{identity}");
        let campaign = text("campaigns/launch/campaign.yaml");
        assert!(campaign.contains("launch: 2027-03-09\ntimezone: Europe/Berlin\n"), "{campaign}");
        assert!(text("campaigns/launch/posters/announcement.yaml").contains("template: mosaic"));
        assert!(text("campaigns/launch/newsletters/01-announcement.yaml").contains("send: launch - 4 weeks"));
        assert!(text("campaigns/launch/guides/getting-started.es.md").contains("title:"));
    }

    proptest! {
        #[test]
        fn any_name_and_tagline_is_read_back(name in "\\PC{1,40}", tagline in "\\PC{1,40}") {
            let mut asked = answers(&name, &["fr"], None);
            asked.tagline = tagline;
            prop_assume!(!asked.name.trim().is_empty() && !asked.tagline.trim().is_empty());
            let text = identity(&asked, &Source::default());
            let wrong: Vec<_> = identity_mistakes(&text, IDENTITY).into_iter().filter(|d| d.code.name() == "yaml-syntax").collect();
            prop_assert!(wrong.is_empty(), "{wrong:?}");
        }
    }
}
