//! A print order as data.

use std::sync::LazyLock;

use super::*;
use crate::{
    model::{Poster, Print, SiteSelection, sample, value::Localised},
    render::document::sample::words,
};

static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let mut project = Project { words: words(), ..sample::project() };
    let paper = Some(Localised::one("Couché mat ; bâche".into(), None));
    let print = Some(Print { paper, ..Print::default() });
    let more = Poster { template: "mosaic".into(), print, sites: SiteSelection::None, ..sample::poster() };
    project.campaigns[0].posters.push(more);
    project
});

fn order_in(language: &str, project: &Project) -> Order {
    let (material, _) = Material::new(project);
    compose(project, &project.campaigns[0], &sample::language(language), &material).0
}

/// All that is said of a site's posters.
fn said(site: &SiteLines) -> String {
    serde_json::to_string(&site.posters).expect("JSON")
}

#[test]
fn each_line_says_in_the_readers_language_which_language_the_poster_has() {
    for (reader, name) in [("fr", "Anglais"), ("de", "Englisch"), ("en", "English"), ("ja", "英語")] {
        let order = order_in(reader, &PROJECT);
        let everywhere = order.sites.last().expect("posters for all sites");
        assert!(said(everywhere).contains(name), "{reader}: {}", said(everywhere));
    }
    let clerk = |language| {
        let (project, language) = (&*PROJECT, Box::leak(Box::new(sample::language(language))));
        Clerk { scope: Scope { project, campaign: &project.campaigns[0], language, site: None } }
    };
    assert_eq!(clerk("de").language(&sample::language("fr-CA")), "Französisch (CA)");
    assert_eq!(clerk("de").language(&sample::language("sk")), "sk");
}

#[test]
fn designs_are_named_where_there_are_several() {
    let order = order_in("en", &PROJECT);
    let all: String = order.sites.iter().map(said).collect();
    for word in ["Design", "horizon", "mosaic"] {
        assert!(all.contains(word), "{word}: {all}");
    }
    let order = order_in("en", &Project { words: words(), ..sample::project() });
    assert!(order.sites.iter().all(|site| !said(site).contains("Design")));
}

#[test]
fn words_and_texts_have_the_readers_typography() {
    let french = order_in("fr", &PROJECT);
    assert!(french.words.posters.ends_with("\u{a0}:"), "{:?}", french.words.posters);
    let everywhere = french.sites.last().expect("posters for all sites");
    assert!(said(everywhere).contains("Couché mat\u{202f}; bâche"), "{}", said(everywhere));
    let german = order_in("de", &PROJECT);
    assert!(german.words.posters.ends_with("insgesamt:"), "{:?}", german.words.posters);
}
