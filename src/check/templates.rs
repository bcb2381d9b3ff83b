//! Template families exist.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
    model::Project,
    template::builtin,
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

/// The families of a kind: the part before the first dot of each template that is made for an aspect.
fn families(project: &Project, folder: &str, built_in: &[(&str, &str)]) -> BTreeSet<String> {
    let own = project.templates.iter().map(|asset| asset.path.as_str());
    let names = built_in.iter().map(|(name, _)| *name).chain(own);
    names
        .filter_map(|name| name.strip_prefix(folder)?.strip_suffix(".svg")?.split_once('.'))
        .filter(|(_, class)| builtin::ASPECTS.contains(class))
        .map(|(family, _)| family.to_owned())
        .collect()
}

fn unknown(template: &str, span: &Span, known: &BTreeSet<String>) -> Option<Diagnostic> {
    if known.contains(template) {
        return None;
    }
    let message = format!("there is no template `{template}`");
    let help = nearest::help(template, known.iter().map(String::as_str));
    Some(Diagnostic::new(Code::UnknownReference, span, message).maybe_help(help))
}
