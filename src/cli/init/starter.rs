//! A first campaign: the built-in one as files that the project may change, in its languages, with its look and its launch.
//!
//! In: the choices. Out: texts. Pure.

use jiff::civil::Date;

use super::files::NewFile;
use crate::{load, model::value::LanguageTag};

/// The folder of the campaign.
pub const FOLDER: &str = "launch";

/// The languages that built-in texts are written in.
const SPOKEN: [&str; 5] = ["fr", "en", "de", "ar", "ja"];

/// What the first campaign is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// How its pieces look.
    pub look: Look,
    /// The day of the launch, where it is known.
    pub launch: Option<Date>,
    /// The zone of its moments, where the user's locale tells it.
    pub timezone: Option<&'static str>,
}

/// A family of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A sky above a page.
    Horizon,
    /// Words alone.
    Manifesto,
    /// Coloured tiles.
    Mosaic,
    /// A landscape or a photo.
    Panorama,
    /// A sober sheet.
    Charter,
}

impl Look {
    /// In the order in which they are offered.
    pub const ALL: [Self; 5] = [Look::Horizon, Look::Mosaic, Look::Manifesto, Look::Panorama, Look::Charter];

    /// The family's name.
    pub fn template(self) -> &'static str {
        match self {
            Look::Horizon => "horizon",
            Look::Manifesto => "manifesto",
            Look::Mosaic => "mosaic",
            Look::Panorama => "panorama",
            Look::Charter => "charter",
        }
    }

    /// The pattern that goes with it.
    pub fn pattern(self) -> &'static str {
        match self {
            Look::Horizon => "topography",
            Look::Manifesto => "halftone",
            Look::Mosaic => "tiles",
            Look::Panorama => "waves",
            Look::Charter => "rings",
        }
    }
}

/// The files of the campaign of the project `name`.
pub fn campaign(starter: &Starter, name: &str, languages: &[LanguageTag]) -> Vec<NewFile> {
    let (files, _) = load::starter(name);
    let texts = files.iter().filter(|(path, _)| !path.starts_with("guides/"));
    let mut written: Vec<NewFile> = texts
        .map(|(path, text)| {
            let text = spoken(without_head(text), languages);
            let text = text.replace("template: horizon", &template(starter));
            let text = format!("{}{}", head(path, starter), without_button(&text));
            NewFile::text(format!("campaigns/{FOLDER}/{path}"), text)
        })
        .collect();
    for language in languages {
        let of = |wanted: &str| files.iter().find(|(path, _)| *path == format!("guides/getting-started.{wanted}.md"));
        if let Some((_, text)) = of(language.primary()).or_else(|| of("en")) {
            written
                .push(NewFile::text(format!("campaigns/{FOLDER}/guides/getting-started.{language}.md"), text.as_ref()));
        }
    }
    written
}

/// The why and the messages.
pub fn story(languages: &[LanguageTag]) -> String {
    spoken(without_head(load::starter("").1), languages)
}

fn template(starter: &Starter) -> String {
    format!("template: {}", starter.look.template())
}

/// What stands above a file's built-in part: when it happens.
fn head(path: &str, starter: &Starter) -> String {
    let when = |moment: &str| match starter.launch {
        Some(_) => format!("{moment}\n"),
        None => format!("# {moment}        # once campaign.yaml says `launch`\n"),
    };
    match path {
        "campaign.yaml" => {
            let launch = match starter.launch {
                Some(date) => format!("launch: {date}\n"),
                None => "# launch: 2030-01-15                  # what other moments are counted from\n".into(),
            };
            let zone = match starter.timezone {
                Some(zone) => format!("timezone: {zone}\n"),
                None => "# timezone: Europe/Paris\n".into(),
            };
            let sites = "# sites:                               # the places of work: posters and QR codes of their own\n\
                         #   - { id: lyon, name: Lyon, language: fr, country: FR, timezone: Europe/Paris }\n\n";
            format!(
                "# The campaign: when, who, where. docs/reference/campaign.md tells every key.\n{launch}{zone}{sites}"
            )
        }
        path if path.starts_with("newsletters/01") => when("send: launch - 4 weeks at 09:30"),
        path if path.starts_with("newsletters/") => when("send: launch at 09:30"),
        // The built-in poster shows the first three messages without a word; one of a project's own names them.
        path if path.starts_with("posters/") => {
            format!("{}messages: [direction, support, voice]\n", when("from: launch - 3 weeks"))
        }
        _ => String::new(),
    }
}

/// Without the comment at its head, which speaks of a built-in file.
fn without_head(text: &str) -> &str {
    let comment: usize = text.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
    &text[comment..]
}

/// Texts by language, in the project's languages: those that there are, English under the code of those that there are not.
fn spoken(text: &str, languages: &[LanguageTag]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((indent, _)) = version(lines[at]) else {
            out.push_str(lines[at]);
            out.push('\n');
            at += 1;
            continue;
        };
        let mut versions: Vec<(&str, &[&str])> = Vec::new();
        while let Some((_, language)) = lines.get(at).and_then(|line| version(line)).filter(|(i, _)| *i == indent) {
            let end = end(&lines, at, indent);
            versions.push((language, &lines[at..end]));
            at = end;
        }
        languages.iter().for_each(|language| tell(&mut out, &versions, language, indent));
    }
    out
}

/// One version of a text, under its language.
fn tell(out: &mut String, versions: &[(&str, &[&str])], language: &LanguageTag, indent: usize) {
    let of = |wanted: &str| versions.iter().find(|(spoken, _)| *spoken == wanted);
    let Some((spoken, lines)) = of(language.primary()).or_else(|| of("en")) else { return };
    for (number, line) in lines.iter().enumerate() {
        match number {
            0 => out.push_str(&format!("{}{language}{}", " ".repeat(indent), &line[indent + spoken.len()..])),
            _ => out.push_str(line),
        }
        out.push('\n');
    }
}

/// A newsletter whose button, which would lead nowhere until the project has a link, is a comment.
fn without_button(text: &str) -> String {
    let mut out = String::new();
    let mut is_button = false;
    for line in text.lines() {
        if line.starts_with("  - ") {
            is_button = line == "  - type: call_to_action";
            if is_button {
                out.push_str("# A button, once brand/identity.yaml says `link`:\n");
            }
        }
        out.push_str(if is_button { "# " } else { "" });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The indent and the language of a line that begins a version of a text.
fn version(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start();
    let (key, after) = rest.split_once(':')?;
    let is_version = SPOKEN.contains(&key) && (after.is_empty() || after.starts_with(' '));
    is_version.then_some((line.len() - rest.len(), key))
}

/// The line after a version: deeper lines are its own, and empty ones between them.
fn end(lines: &[&str], start: usize, indent: usize) -> usize {
    let is_deeper = |line: &&str| line.len() - line.trim_start().len() > indent && !line.trim().is_empty();
    let mut end = start + 1;
    let mut look = end;
    while let Some(line) = lines.get(look).filter(|line| line.trim().is_empty() || is_deeper(line)) {
        look += 1;
        if !line.trim().is_empty() {
            end = look;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_without_a_link_waits_in_a_comment() {
        let text = "blocks:\n  - type: why\n  - type: call_to_action\n    label:\n      en: Go\n  - type: feedback\n";
        let waiting = "# A button, once brand/identity.yaml says `link`:\n#   - type: call_to_action\n#     label:\n#       en: Go\n";
        assert_eq!(without_button(text), format!("blocks:\n  - type: why\n{waiting}  - type: feedback\n"));
    }

    #[test]
    fn texts_are_kept_in_the_languages_asked_for() {
        let text = "title:\n  fr: \"Un\"\n  en: |\n    One\n\n    two\n  de: Eins\nid: x\n";
        let languages = |codes: &[&str]| codes.iter().map(|code| code.parse().unwrap()).collect::<Vec<LanguageTag>>();
        assert_eq!(spoken(text, &languages(&["en"])), "title:\n  en: |\n    One\n\n    two\nid: x\n");
        assert_eq!(
            spoken(text, &languages(&["fr-CA", "it"])),
            "title:\n  fr-CA: \"Un\"\n  it: |\n    One\n\n    two\nid: x\n"
        );
    }
}
