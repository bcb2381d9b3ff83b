//! The page that a pack is begun with: what is in it, what to do with it, in which order and by when, whom to ask.

use std::fmt::Write;

use super::{Content, File, Pack, Part, called};
use crate::{
    design::{
        Theme, Tones,
        svg::{data_url, escape},
    },
    model::{Level, Project},
    personalise::{Scope, typographic},
};

/// Files of a part that are listed one by one; of more, the folder stands for the others.
const LISTED: usize = 12;

const STYLE: &str = include_str!("../builtin/pack/page.css");

/// The page, with a picture of the logo for dark grounds where there is one.
pub fn readme(project: &Project, pack: &Pack<'_>, logo: Option<&[u8]>) -> String {
    let scope = Scope { project, campaign: pack.campaign, language: &pack.language, site: pack.who.site() };
    let identity = &project.identity;
    let who = called(&scope, pack.who);
    let word = |key: &str| {
        let filled = project.words.fill(&pack.language, key, &[("name", &identity.name), ("who", &who)]);
        typographic(&filled, &pack.language).into_owned()
    };
    let (title, language) = (word("pack_title"), pack.language.to_string());
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{} – {}</title>\n<style>{}</style>\n</head>\n<body>\n<header><div class=\"in\">\n",
        escape(&language),
        pack.language.direction().as_str(),
        escape(&title),
        escape(&identity.name),
        style(project),
    );
    if let Some(logo) = logo {
        let alt = project.words.fill(&pack.language, "logo_alt", &[("name", &identity.name)]);
        let _ = writeln!(html, "<img src=\"{}\" alt=\"{}\">", data_url("image/png", logo), escape(&alt));
    }
    let _ = write!(html, "<h1>{}</h1>\n<p>{}</p>\n", escape(&title), escape(&word("pack_intro")));
    html.push_str("</div></header>\n<main><div class=\"in\">\n<ol>\n");
    for part in &pack.parts {
        step(&mut html, &scope, part, &word);
    }
    html.push_str("</ol>\n");
    ask(&mut html, &scope, &word);
    html.push_str("</div></main>\n</body>\n</html>\n");
    html
}

/// The style sheet: the brand's colours by day and by night, and its letters where the reader's computer has them.
fn style(project: &Project) -> String {
    let brand = &project.identity.brand;
    let theme = Theme::new(brand);
    let family = |family: &str| format!("'{}'", family.replace(['\'', '\\', '<', '>', '{', '}', ';'], ""));
    let fixed = [
        ("deep", theme.deep.to_string()),
        ("deep-2", theme.deep_2.to_string()),
        ("on-deep", theme.on_deep.to_string()),
        ("base", family(&brand.typography.base.family)),
        ("headings", family(&brand.typography.headings.family)),
    ];
    let fixed: String = fixed.iter().map(|(name, value)| format!("--{name}:{value};")).collect();
    let (light, dark) = (tones(&Tones::light(&theme)), tones(&Tones::dark(&theme)));
    format!(
        ":root{{color-scheme:light dark;{fixed}{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{STYLE}"
    )
}

fn tones(tones: &Tones) -> String {
    let values = [
        ("page", tones.page),
        ("paper", tones.paper),
        ("panel", tones.panel),
        ("ink", tones.ink),
        ("muted", tones.muted),
        ("title", tones.title),
        ("label", tones.label),
        ("link", tones.link),
        ("line", tones.line),
    ];
    values.iter().map(|(name, colour)| format!("--{name}:{colour};")).collect()
}

fn step(html: &mut String, scope: &Scope<'_>, part: &Part, word: &dyn Fn(&str) -> String) {
    let kind = part.kind;
    let _ = write!(html, "<li class=\"step\">\n<div class=\"top\"><h2>{}</h2>", escape(&word(&format!("pack_{kind}"))));
    if let Some(by) = &part.by {
        let by = scope.project.words.fill(scope.language, "pack_by", &[("date", by)]);
        let _ = write!(html, "<span class=\"by\">{}</span>", escape(&by));
    }
    let _ = write!(html, "</div>\n<p>{}</p>\n<ul>\n", escape(&word(&format!("pack_{kind}_do"))));
    let shown = if part.files.len() > LISTED + 2 { LISTED } else { part.files.len() };
    part.files[..shown].iter().for_each(|file| listed(html, file));
    if shown < part.files.len() {
        let folder = part.files[0].path.split('/').next().unwrap_or_default();
        let more = scope.project.words.fill(scope.language, "pack_more", &[("folder", folder)]);
        let _ = writeln!(html, "<li>{}</li>", escape(&more));
    }
    html.push_str("</ul>\n</li>\n");
}

fn listed(html: &mut String, file: &File) {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    // A long name breaks between its parts.
    let name = escape(name).replace('.', "<wbr>.").replace('_', "_<wbr>");
    let _ = write!(html, "<li><a href=\"{}\"><bdi>{name}</bdi></a>", escape(&file.path));
    if let Some(note) = &file.note {
        let _ = write!(html, " <small>({})</small>", escape(note));
    }
    html.push_str("</li>\n");
}

/// Whom to ask: the site's own address, the project's, the team.
fn ask(html: &mut String, scope: &Scope<'_>, word: &dyn Fn(&str) -> String) {
    let identity = &scope.project.identity;
    let mut contacts: Vec<(String, String)> = Vec::new();
    if let Some(site) = scope.site
        && let Some(contact) = &site.contact
    {
        contacts.push((site.name.get(scope.language).clone(), contact.to_string()));
    }
    contacts.extend(identity.contact.iter().map(|contact| (identity.name.clone(), contact.to_string())));
    let team = scope.campaign.people.iter().filter(|person| person.level == Level::Team);
    contacts.extend(team.filter_map(|p| Some((p.name.get(scope.language).clone(), p.email.as_ref()?.to_string()))));
    if contacts.is_empty() {
        return;
    }
    let _ = write!(html, "<section class=\"ask\"><h2>{}</h2>\n<ul>\n", escape(&word("pack_ask")));
    for (name, address) in contacts {
        let (name, address) = (escape(&name), escape(&address));
        let _ = writeln!(html, "<li>{name} – <a href=\"mailto:{address}\"><bdi>{address}</bdi></a></li>");
    }
    html.push_str("</ul></section>\n");
}

/// The logo for dark grounds among a pack's files, by its path in the output folder.
pub fn logo_of<'k>(pack: &'k Pack<'_>) -> Option<&'k str> {
    let reversed = |path: &str| path.ends_with(".png") && path.contains("-reversed-");
    pack.files().find_map(|file| match &file.content {
        Content::Output(path) if reversed(path) => Some(path.as_str()),
        _ => None,
    })
}
