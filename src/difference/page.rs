//! The page of a comparison.
//!
//! In: pieces made ready to be shown, dates that moved, a project's brand. Out: HTML that needs no network and no script to be
//! read, and the files beside it.

mod card;
mod dates;
mod sink;

use std::fmt::Write;

use super::{
    dates::Moved,
    reason::Reason,
    view::{Shown, Status},
};
use crate::{
    design::{
        Theme,
        fonts::{Fonts, Role},
    },
    model::{FontStyle, Project},
    personalise::push_html,
    plan::Kind,
};
pub use sink::Sink;

const STYLE: &str = include_str!("../builtin/difference/page.css");
const SCRIPT: &str = include_str!("../builtin/difference/page.js");

/// What is on the page.
pub struct Page<'a> {
    /// Today's project, in whose look the page is.
    pub project: &'a Project,
    /// What is compared with, as people call it: `the last build`, a revision.
    pub before: String,
    /// What differs.
    pub pieces: &'a [Shown],
    /// How many pieces are the same.
    pub unchanged: usize,
    /// What moved in the calendar; none where the earlier one is not known.
    pub dates: Option<&'a [Moved]>,
    /// What could not be shown.
    pub notes: &'a [String],
}

/// Text for HTML, between tags and in attributes.
fn html(text: &str) -> String {
    let mut out = String::new();
    push_html(&mut out, text);
    out
}

/// Writes the page; pictures and frames go to the sink.
pub fn page(page: &Page<'_>, sink: &mut Sink) -> String {
    let name = html(&page.project.identity.name);
    let before = html(&page.before);
    let mut body = String::new();
    header(page, &name, &before, &mut body);
    bar(page, &mut body);
    body.push_str("<main id=\"pieces\" tabindex=\"-1\">");
    notes(page.notes, &mut body);
    page.dates.filter(|dates| !dates.is_empty()).iter().for_each(|moved| dates::section(moved, &mut body));
    if page.pieces.is_empty() {
        body.push_str("<p class=\"none\">Every piece is what it was.</p>");
    }
    for kind in Kind::ALL {
        section(page, kind, sink, &mut body);
    }
    body.push_str("<p class=\"none\" id=\"nothing\" hidden>No piece is of that kind.</p></main>");
    let style = format!("{}{STYLE}", look(page.project, sink));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{name}: what changes since {before}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

/// The brand's colours and fonts as the style sheet names them.
fn look(project: &Project, sink: &mut Sink) -> String {
    let brand = &project.identity.brand;
    let theme = Theme::new(brand);
    let mut css = String::from(":root {\n");
    let colours = [
        ("surface", theme.surface),
        ("paper", theme.paper),
        ("ink", theme.ink),
        ("muted", theme.muted),
        ("line", theme.line),
        ("tint", theme.tint),
        ("on-tint", theme.on_tint),
        ("brand-text", theme.brand_text),
        ("brand-fill", theme.brand_fill),
        ("on-brand", theme.on_brand),
        ("deep", theme.deep),
        ("deep-2", theme.deep_2),
        ("on-deep", theme.on_deep),
        ("on-deep-muted", theme.on_deep_muted),
        ("highlight", theme.highlight),
        ("on-highlight", theme.on_highlight),
    ];
    for (name, colour) in colours {
        let _ = writeln!(css, "  --{name}: {colour};");
    }
    let (fonts, _) = Fonts::new(brand);
    let language = project.default_language();
    let mut faces = String::new();
    let heading = brand.typography.headings.weight.0;
    for (name, role, wanted) in [("headings", Role::Headings, vec![heading]), ("base", Role::Base, vec![400, 600])] {
        let chain = fonts.chain(role, language);
        let families: Vec<String> =
            chain.iter().take(2).map(|family| format!("\"{}\"", family.replace('"', ""))).collect();
        let _ = writeln!(css, "  --{name}: {}, system-ui, sans-serif;", families.join(", "));
        for file in fonts.files().filter(|file| chain.first() == Some(&file.family) && wanted.contains(&file.weight)) {
            if file.style == FontStyle::Normal {
                let url = sink.put(file.data.as_ref(), "ttf");
                let _ = writeln!(
                    faces,
                    "@font-face {{ font-family: \"{}\"; font-weight: {}; src: url(\"{url}\"); font-display: swap; }}",
                    file.family.replace('"', ""),
                    file.weight
                );
            }
        }
    }
    format!("{faces}{css}  --heading-weight: {heading};\n}}\n")
}

fn count(page: &Page<'_>, status: Status) -> usize {
    page.pieces.iter().filter(|piece| piece.status == status).count()
}

fn header(page: &Page<'_>, name: &str, before: &str, out: &mut String) {
    let figures = [
        (count(page, Status::Changed), "changed"),
        (count(page, Status::Added), "new"),
        (count(page, Status::Removed), "no longer made"),
        (page.unchanged, "unchanged"),
    ];
    let figure = |(count, label): &(usize, &str)| format!("<div><dt>{label}</dt><dd>{count}</dd></div>");
    // What there is none of is left out, but for what everybody looks for.
    let told = |(count, label): &&(usize, &str)| *count > 0 || matches!(*label, "changed" | "unchanged");
    let figures: String = figures.iter().filter(told).map(figure).collect();
    let _ = write!(
        out,
        "<a class=\"skip\" href=\"#pieces\">To the pieces</a>\n<header class=\"head\"><div class=\"wide\">\
         <p class=\"project\">{name}</p><h1>What changes</h1><p class=\"since\">Compared with {before}</p>\
         <dl class=\"figures\">{figures}</dl></div></header>"
    );
}

/// The filters; without a script all is shown and they do nothing.
fn bar(page: &Page<'_>, out: &mut String) {
    if page.pieces.is_empty() {
        return;
    }
    out.push_str("<nav class=\"bar\" aria-label=\"What is shown\" hidden><div class=\"wide\">");
    let mut group = |label: &str, key: &str, all: &str, values: Vec<(&str, String)>| {
        if values.len() < 2 {
            return;
        }
        let _ = write!(out, "<div class=\"group\" role=\"group\" aria-label=\"{label}\" data-filter=\"{key}\">");
        let all = ("", all.to_owned());
        for (value, text) in std::iter::once(all).chain(values) {
            let pressed = value.is_empty();
            let _ = write!(
                out,
                "<button type=\"button\" aria-pressed=\"{pressed}\" data-value=\"{value}\">{text}</button>"
            );
        }
        out.push_str("</div>");
    };
    let of_kind = |kind: Kind| page.pieces.iter().filter(|piece| piece.about.kind == kind).count();
    let kinds = Kind::ALL.iter().filter(|kind| of_kind(**kind) > 0);
    let kinds =
        kinds.map(|kind| (kind.folder(), format!("{} <span>{}</span>", heading(*kind), of_kind(*kind)))).collect();
    group("Kind", "kind", "Everything", kinds);
    let why = |reason: &Reason| page.pieces.iter().filter(|piece| piece.reasons.contains(reason)).count();
    let reasons = Reason::ALL.iter().filter(|reason| why(reason) > 0);
    let reasons = reasons
        .map(|reason| (reason.label(), format!("{} <span>{}</span>", capital(reason.label()), why(reason))))
        .collect();
    group("What changed", "why", "Any change", reasons);
    let mut languages: Vec<&str> = page.pieces.iter().map(|piece| piece.about.language.as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    let languages: Vec<(&str, String)> = languages.into_iter().map(|language| (language, html(language))).collect();
    group("Language", "language", "All languages", languages);
    out.push_str(
        "<div class=\"group\" role=\"group\" aria-label=\"View\"><button type=\"button\" aria-pressed=\"true\" \
         data-toggle=\"outlines\">Outlines</button><button type=\"button\" aria-pressed=\"false\" \
         data-toggle=\"phone\">Newsletters on a phone</button></div></div></nav>",
    );
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a kind is called above its pieces.
fn heading(kind: Kind) -> String {
    match kind {
        Kind::Brand => "Branding kit".into(),
        other => capital(other.folder()),
    }
}

fn notes(notes: &[String], out: &mut String) {
    if notes.is_empty() {
        return;
    }
    out.push_str("<section class=\"notes wide\" aria-label=\"Notes\"><ul>");
    notes.iter().for_each(|note| {
        let text = html(note);
        // What stands between back quotes is a name.
        let parts: Vec<String> = text
            .split('`')
            .enumerate()
            .map(|(i, part)| if i % 2 == 1 { format!("<code>{part}</code>") } else { part.into() })
            .collect();
        let _ = write!(out, "<li>{}</li>", parts.concat());
    });
    out.push_str("</ul></section>");
}

fn section(page: &Page<'_>, kind: Kind, sink: &mut Sink, out: &mut String) {
    let pieces: Vec<&Shown> = page.pieces.iter().filter(|piece| piece.about.kind == kind).collect();
    if pieces.is_empty() {
        return;
    }
    let (folder, heading, number) = (kind.folder(), heading(kind), pieces.len());
    let _ = write!(
        out,
        "<section class=\"wide kind\" data-section aria-labelledby=\"kind-{folder}\"><h2 id=\"kind-{folder}\">{heading} \
         <span class=\"number\">{number}</span></h2><div class=\"cards\">"
    );
    pieces.iter().for_each(|piece| card::card(piece, page.project, sink, out));
    out.push_str("</div></section>");
}
