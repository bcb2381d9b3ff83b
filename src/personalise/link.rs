//! Links that tell which channel and site brought a visit.

use super::Scope;
use crate::model::value::Link;

impl Scope<'_> {
    /// A link as a piece carries it: where the project counts visits (`link_tags`), with the piece's channel
    /// (`newsletter`, `poster`) and site as query parameters, so that sites can be compared; never anything personal.
    pub fn tagged(&self, link: &Link, channel: &str) -> Link {
        if !self.project.identity.link_tags || !link.as_str().starts_with("http") {
            return link.clone();
        }
        let Ok(mut url) = url::Url::parse(link.as_str()) else { return link.clone() };
        url.query_pairs_mut().append_pair("via", channel);
        if let Some(site) = self.site {
            url.query_pairs_mut().append_pair("site", site.id.as_str());
        }
        url.as_str().parse().unwrap_or_else(|_| link.clone())
    }
}
