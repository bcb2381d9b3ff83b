//! Template families exist.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Source, Span, nearest},
    model::{Project, value::Asset},
    template::{builtin, family},
};

/// Each poster's and banner's template family is built in or the project's own.
pub fn check(project: &Project) -> Diagnostics {
    let posters = families(project, "poster/", builtin::POSTER);
    let banners = families(project, "banner/", builtin::BANNER);
    let pieces = project.campaigns.iter().flat_map(|campaign| {
        let posters = campaign.posters.iter().map(|p| (&p.template, &p.template_span, &posters));
        let banners = campaign.banners.iter().map(|b| (&b.template, &b.template_span, &banners));
        posters.chain(banners)
    });
    let unknown = pieces.filter_map(|(template, span, known)| unknown(template, span.as_ref()?, known));
    let mut diagnostics: Diagnostics = unknown.collect();
    diagnostics.extend(project.templates.iter().filter_map(|own| unread(own, project)));
    diagnostics
}

/// A template of the project's that nothing asks for, under a name that is nearly one that is asked for.
fn unread(own: &Asset, project: &Project) -> Option<Diagnostic> {
    let built_in = [builtin::POSTER, builtin::BANNER, builtin::NOTICE, builtin::EMAIL, builtin::KIT, builtin::TIMELINE];
    let names = || built_in.iter().flat_map(|list| list.iter()).map(|(name, _)| *name);
    let path = own.path.as_str();
    // A family of the project's own, or a part that another template includes.
    let is_own = ["poster/", "banner/"].iter().any(|folder| !family::families([path].into_iter(), folder).is_empty());
    let is_included = project.templates.iter().any(|other| {
        let text = std::str::from_utf8(&other.bytes).unwrap_or_default();
        text.contains(&format!("\"{path}\"")) || text.contains(&format!("'{path}'"))
    });
    if is_own || is_included || names().any(|name| name == path) {
        return None;
    }
    let near = names().map(|name| (strsim::osa_distance(&path.to_lowercase(), name), name));
    let (distance, name) = near.min_by_key(|(distance, _)| *distance)?;
    if distance > 2 {
        return None;
    }
    let message = format!("no piece reads `brand/templates/{path}`");
    let span = Source::new(format!("brand/templates/{path}"), "").span(0, 0);
    Some(Diagnostic::new(Code::IgnoredFile, &span, message).help(format!("did you mean `{name}`?")))
}

/// The families of a kind, built in or the project's own.
fn families(project: &Project, folder: &str, built_in: &[(&str, &str)]) -> Vec<String> {
    let own = project.templates.iter().map(|asset| asset.path.as_str());
    family::families(built_in.iter().map(|(name, _)| *name).chain(own), folder)
}

fn unknown(template: &str, span: &Span, known: &[String]) -> Option<Diagnostic> {
    if known.iter().any(|name| name == template) {
        return None;
    }
    let message = format!("there is no template `{template}`");
    let help = nearest::help(template, known.iter().map(String::as_str));
    Some(Diagnostic::new(Code::UnknownReference, span, message).maybe_help(help))
}
