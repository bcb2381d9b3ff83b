//! Which readers a project has, as far as its pieces differ by them.

use std::collections::BTreeMap;

use crate::{
    model::value::{Id, LanguageTag},
    personalise::Variant,
};

/// How many readers receive each newsletter in which language and variant. Counted by whoever reads the lists, so that
/// planning needs none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readership {
    by_newsletter: BTreeMap<(Id, Id), BTreeMap<(LanguageTag, Variant), u64>>,
}

impl Readership {
    /// Counts so many readers of a campaign's newsletter.
    pub fn add(&mut self, campaign: &Id, newsletter: &Id, language: &LanguageTag, variant: Variant, count: u64) {
        let issues = self.by_newsletter.entry((campaign.clone(), newsletter.clone())).or_default();
        *issues.entry((language.clone(), variant)).or_default() += count;
    }

    /// The variants of a newsletter in a language, in the order of their audiences and sites, each with how many read it.
    pub fn variants<'r>(
        &'r self,
        campaign: &Id,
        newsletter: &Id,
        language: &'r LanguageTag,
    ) -> impl Iterator<Item = (&'r Variant, u64)> {
        let issues = self.by_newsletter.get(&(campaign.clone(), newsletter.clone())).into_iter().flatten();
        issues.filter(move |((spoken, _), _)| spoken == language).map(|((_, variant), count)| (variant, *count))
    }
}
