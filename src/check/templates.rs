//! Template families exist.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
    model::Project,
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
    pieces.filter_map(|(template, span, known)| span.as_ref().and_then(|span| unknown(template, span, known))).collect()
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
