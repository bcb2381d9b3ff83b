//! One piece on the page.

use std::fmt::Write;

use super::{Sink, html};
use crate::{
    difference::{
        picture::Picture,
        reason::Reason,
        view::{Shown, Status, View},
        words::Run,
    },
    model::Project,
    output::Entry,
    personalise::Scope,
    plan::{self, Kind},
};

/// Of a long unchanged part of a text only so many letters on either side are shown.
const AROUND: usize = 90;

pub(super) fn card(piece: &Shown, project: &Project, sink: &mut Sink, out: &mut String) {
    let about = &piece.about;
    let reasons: Vec<&str> = piece.reasons.iter().map(|reason| reason.label()).collect();
    let wide = matches!(about.kind, Kind::Newsletters | Kind::Guides);
    let _ = write!(
        out,
        "<article class=\"card{}\" data-kind=\"{}\" data-why=\"{}\" data-language=\"{}\"><header><h3>{}</h3><p \
         class=\"chips\">",
        if wide { " across" } else { "" },
        about.kind.folder(),
        html(&reasons.join("|")),
        html(&about.language),
        title(about, project),
    );
    let mut chip = |class: &str, text: &str| {
        let _ = write!(out, "<span class=\"{class}\">{}</span> ", html(text));
    };
    match piece.status {
        Status::Changed => reasons.iter().for_each(|reason| chip("why", reason)),
        Status::Added => chip("added", Status::Added.label()),
        Status::Removed => chip("removed", Status::Removed.label()),
    }
    chip("quiet", &about.language);
    about.site.iter().chain(&about.format).for_each(|part| chip("quiet", part));
    out.push_str("</p></header>");
    if piece.reasons == [Reason::Parts] {
        out.push_str(
            "<p class=\"note\">The same words and look; a piece that is part of it or attached to it changed.</p>",
        );
    }
    piece.views.iter().for_each(|view| shown(view, piece, sink, out));
    files(piece, out);
    out.push_str("</article>");
}

/// What it is called, and under which names it lies in the project.
fn title(about: &Entry, project: &Project) -> String {
    let makes = match about.path.rsplit('/').next().unwrap_or_default() {
        name if name.contains("-print.") => ", print file",
        name if name.contains("-tiles-") => ", sheets to assemble",
        name if name.contains("notice") && about.kind == Kind::Newsletters => ", notice",
        name if name.contains("signage") && about.kind == Kind::Newsletters => ", for screens",
        _ => "",
    };
    let ids: Vec<&str> = about.campaign.iter().map(String::as_str).chain([about.id.as_str()]).collect();
    let ids = html(&ids.join(" / "));
    match called(about, project) {
        Some(title) => format!("{}{makes} <span>{ids}</span>", html(&title)),
        None => format!("{ids}{makes}"),
    }
}

/// The title that its campaign gives it today.
fn called(about: &Entry, project: &Project) -> Option<String> {
    let campaign = about.campaign.as_deref()?;
    let campaign = project.campaigns.iter().find(|own| own.id.as_str() == campaign)?;
    let language = about.language.parse().ok()?;
    let site = about.site.as_deref().and_then(|id| campaign.sites.iter().find(|site| site.id.as_str() == id));
    plan::title(&Scope { project, campaign, language: &language, site }, about.kind, &about.id)
}

fn shown(view: &View, piece: &Shown, sink: &mut Sink, out: &mut String) {
    match view {
        View::Pictures { name, before, now, outlines } => {
            let mut boxes = String::new();
            for [left, top, width, height] in outlines {
                let part = |part: &f64| part * 100.0;
                let [left, top, width, height] = [left, top, width, height].map(part);
                let _ = write!(
                    boxes,
                    "<i style=\"left:{left:.2}%;top:{top:.2}%;width:{width:.2}%;height:{height:.2}%\"></i>"
                );
            }
            let _ = write!(out, "<div class=\"pair\" role=\"group\" aria-label=\"{}\">", html(name));
            let says = format!("{} {name}", piece.about.id);
            picture("Before", before.as_ref(), &boxes, &says, piece.status == Status::Added, sink, out);
            picture("Now", now.as_ref(), &boxes, &says, piece.status == Status::Removed, sink, out);
            let _ = write!(out, "<p class=\"name\">{}</p></div>", html(name));
        }
        View::Frames { before, now } => {
            out.push_str("<div class=\"pair frames\" role=\"group\" aria-label=\"The newsletter\">");
            for (label, page) in [("Before", before), ("Now", now)] {
                let Some(page) = page else { continue };
                let (frame, id) = (sink.frame(page), html(&piece.about.id));
                let _ = write!(
                    out,
                    "<figure><figcaption>{label}</figcaption><div class=\"frame\"><iframe {frame} sandbox=\"\" \
                     loading=\"lazy\" title=\"{label}: {id}, {}\"></iframe></div></figure>",
                    html(&piece.about.language)
                );
            }
            out.push_str("</div>");
        }
        View::Words { name, runs } => words(name, runs, &piece.about.language, out),
        View::More(count) => {
            let _ = write!(out, "<p class=\"name\">and {count} more</p>");
        }
    }
}

fn picture(
    label: &str,
    picture: Option<&Picture>,
    boxes: &str,
    says: &str,
    absent: bool,
    sink: &mut Sink,
    out: &mut String,
) {
    let Some(picture) = picture else {
        // A new piece needs no empty frame beside it.
        if !absent {
            let _ = write!(out, "<figure><figcaption>{label}</figcaption><p class=\"absent\">not there</p></figure>");
        }
        return;
    };
    let url = sink.put(&picture.bytes, picture.ending);
    let size = match (picture.width, picture.height) {
        (0, _) | (_, 0) => String::new(),
        (width, height) => format!(" width=\"{width}\" height=\"{height}\""),
    };
    let _ = write!(
        out,
        "<figure><figcaption>{label}</figcaption><a class=\"picture\" href=\"{url}\"><img src=\"{url}\"{size} \
         loading=\"lazy\" alt=\"{label}: {}\">{boxes}</a></figure>",
        html(says)
    );
}

fn words(name: &str, runs: &[Run], language: &str, out: &mut String) {
    let _ = write!(
        out,
        "<figure class=\"words\"><figcaption>{}</figcaption><div class=\"text\" lang=\"{}\" dir=\"auto\" tabindex=\"0\" \
         role=\"region\" aria-label=\"Words that changed in {}\">",
        html(name),
        html(language),
        html(name)
    );
    let last = runs.len().saturating_sub(1);
    for (i, run) in runs.iter().enumerate() {
        match run {
            Run::Same(text) => out.push_str(&shortened(text, i == 0, i == last)),
            Run::Gone(text) => out.push_str(&format!("<del>{}</del>", html(text))),
            Run::New(text) => out.push_str(&format!("<ins>{}</ins>", html(text))),
        }
    }
    out.push_str("</div></figure>");
}

/// A part that is the same, as far as it helps to understand the changes beside it.
fn shortened(text: &str, first: bool, last: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = (if first { 0 } else { AROUND }, if last { 0 } else { AROUND });
    if letters.len() <= head + tail + 20 {
        return html(text);
    }
    let part = |letters: &[char]| html(&letters.iter().collect::<String>());
    // Between words.
    let head = (0..=head).rev().find(|i| letters[*i].is_whitespace()).unwrap_or(head);
    let from = letters.len() - tail;
    let from = (from..letters.len()).find(|i| letters[*i].is_whitespace()).unwrap_or(from);
    let skipped = "<span class=\"skipped\" aria-label=\"unchanged text left out\">…</span>";
    format!("{}{skipped}{}", part(&letters[..head]), part(&letters[from..]))
}

fn files(piece: &Shown, out: &mut String) {
    let count = piece.files.len();
    let label = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let _ = write!(out, "<details class=\"files\"><summary>{label}</summary><ul>");
    for path in &piece.files {
        let _ = write!(out, "<li><code>{}</code></li>", html(path));
    }
    out.push_str("</ul></details>");
}
