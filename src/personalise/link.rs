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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;

    #[test]
    fn channel_and_site_are_added_and_nothing_else_changes() {
        let mut project = sample::project();
        let language = sample::language("fr");
        let tagged = |project: &crate::model::Project, link: &str| {
            let campaign = &project.campaigns[0];
            let scope = Scope { project, campaign, language: &language, site: Some(&campaign.sites[0]) };
            scope.tagged(&link.parse().unwrap(), "newsletter").to_string()
        };
        project.identity.link_tags = true;
        let found = tagged(&project, "https://x.example/p?a=%C3%A9&b#part");
        assert_eq!(found, "https://x.example/p?a=%C3%A9&b&via=newsletter&site=lyon#part");
        assert_eq!(tagged(&project, "mailto:a@x.example"), "mailto:a@x.example");
        project.identity.link_tags = false;
        assert_eq!(tagged(&project, "https://x.example/"), "https://x.example/");
    }
}
