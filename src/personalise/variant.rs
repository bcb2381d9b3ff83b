//! How a newsletter divides its readers: by language, by the audiences that see parts of it, and by site where it shows
//! anything of one.
//!
//! In: a newsletter and what is known of a reader. Out: the language and the [`Variant`] that this reader receives.

use super::site::depends_on_site;
use crate::model::{
    Audience, Campaign, Newsletter, Project, Site,
    value::{Id, LanguageTag},
};

/// A name of more bytes is shortened: file names end at 255 on most systems.
const LONGEST_NAME: usize = 100;

/// The readers who receive the same, but for their own values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    /// Of the audiences by which the newsletter divides its readers, those that these belong to, in the campaign's order.
    pub audiences: Vec<Id>,
    /// Their site, where the newsletter depends on it and they have one.
    pub site: Option<Id>,
    name: String,
}

impl Variant {
    /// As it stands in file names: `managers+lyon` (audiences, then the site), `all` for readers of no audience and site
    /// in particular. A site that bears an audience's name is written `@lyon`; so is anything that is called `all`.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// How one newsletter divides its readers.
#[derive(Debug, Clone)]
pub struct Division<'p> {
    campaign: &'p Campaign,
    newsletter: &'p Newsletter,
    /// The audiences that see what others do not, in the campaign's order.
    audiences: Vec<&'p Id>,
    by_site: bool,
}

impl<'p> Division<'p> {
    /// That of a newsletter.
    pub fn new(project: &Project, campaign: &'p Campaign, newsletter: &'p Newsletter) -> Self {
        let by_site = depends_on_site(project, campaign, newsletter);
        let mut division = Self { campaign, newsletter, audiences: Vec::new(), by_site };
        let limits = || newsletter.blocks.iter().map(|b| &b.only).chain(newsletter.attach.iter().map(|a| &a.only));
        let divides = |id: &&Id| limits().any(|only| !division.is_for_all(only) && only.contains(id));
        division.audiences = campaign.audiences.iter().map(|audience| &audience.id).filter(divides).collect();
        division
    }

    /// Whether what is `only` for these audiences is for every reader of the newsletter: because it names none, or
    /// everyone, or all whom the newsletter goes to.
    fn is_for_all(&self, only: &[Id]) -> bool {
        let everyone = |audience: &&Audience| {
            audience.filter.is_none() && audience.recipients.is_none() && audience.list.is_none()
        };
        let to = &self.newsletter.to;
        only.is_empty()
            || self.campaign.audiences.iter().filter(everyone).any(|audience| only.contains(&audience.id))
            || (!to.is_empty() && to.iter().all(|audience| only.contains(audience)))
    }

    /// Whether readers of a variant see what is `only` for these audiences.
    pub fn shows(&self, variant: &Variant, only: &[Id]) -> bool {
        self.is_for_all(only) || variant.audiences.iter().any(|audience| only.contains(audience))
    }

    /// The variant of a reader who belongs to some audiences and works at a site.
    pub fn variant(&self, belongs: impl Fn(&Id) -> bool, site: Option<&Id>) -> Variant {
        let audiences: Vec<Id> = self.audiences.iter().filter(|id| belongs(id)).map(|id| (*id).clone()).collect();
        let site = site.filter(|_| self.by_site).cloned();
        let name = self.name(&audiences, site.as_ref());
        Variant { audiences, site, name }
    }

    fn name(&self, audiences: &[Id], site: Option<&Id>) -> String {
        let marked = |id: &Id, clashes: bool| match clashes || id.as_str() == "all" {
            true => format!("@{id}"),
            false => id.to_string(),
        };
        let site = site.map(|site| marked(site, self.audiences.contains(&site)));
        let parts: Vec<String> = audiences.iter().map(|id| marked(id, false)).chain(site).collect();
        match parts.join("+") {
            name if name.is_empty() => "all".to_owned(),
            name if name.len() > LONGEST_NAME => {
                // Ids are ASCII, so a name may be cut anywhere.
                format!("{}+{}", &name[..LONGEST_NAME - 20], super::short_hash(name.as_bytes()))
            }
            name => name,
        }
    }

    /// The language that a reader receives: their own, else their site's, else the newsletter's first; `fr` serves
    /// `fr-CA`, and `fr-CA` serves `fr` where there is no better.
    pub fn language(&self, own: Option<&LanguageTag>, site: Option<&Site>) -> Option<&'p LanguageTag> {
        let written = &self.newsletter.languages;
        let spoken = |wanted: &LanguageTag| {
            let same = written.iter().find(|language| *language == wanted);
            let plain = || written.iter().find(|language| **language == wanted.without_region());
            let near = || written.iter().find(|language| language.primary() == wanted.primary());
            same.or_else(plain).or_else(near)
        };
        own.and_then(spoken).or_else(|| site.and_then(|site| spoken(&site.language))).or_else(|| written.first())
    }

    /// Whether readers of different sites receive different texts.
    pub fn is_by_site(&self) -> bool {
        self.by_site
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Attachment, Block, BlockKind, Status,
        sample::{self, id, language, span, texts},
    };

    fn newsletter(only: &[&[&str]]) -> Newsletter {
        let block = |only: &&[&str]| Block {
            only: only.iter().map(|audience| id(audience)).collect(),
            languages: Vec::new(),
            kind: BlockKind::Divider,
            span: span("type: divider"),
        };
        Newsletter {
            id: id("un"),
            span: span("to: [everyone]"),
            status: Status::Ready,
            built_in: false,
            languages: vec![language("fr"), language("en")],
            to: vec![id("everyone")],
            from: None,
            send: None,
            send_span: None,
            same_moment: false,
            mandatory: false,
            first_send: None,
            subject: texts(["Bonjour"; 5]),
            preheader: None,
            attach: Vec::new(),
            blocks: only.iter().map(block).collect(),
        }
    }

    fn project() -> Project {
        let mut project = sample::project();
        project.identity.link_tags = false;
        let audience = |name: &str, filter: Option<&str>| Audience {
            id: id(name),
            title: texts([name; 5]),
            filter: filter.map(|filter| filter.parse().expect("a condition")),
            filter_span: None,
            recipients: None,
            list: None,
            language: None,
        };
        let some = Some("x == \"y\"");
        project.campaigns[0].audiences =
            vec![audience("everyone", None), audience("managers", some), audience("lyon", some), audience("all", some)];
        project
    }

    fn name(project: &Project, newsletter: &Newsletter, audiences: &[&str], site: Option<&str>) -> String {
        let division = Division::new(project, &project.campaigns[0], newsletter);
        let belongs = |id: &Id| audiences.contains(&id.as_str());
        division.variant(belongs, site.map(id).as_ref()).name().to_owned()
    }

    #[test]
    fn only_what_divides_readers_stands_in_the_name() {
        let project = project();
        let plain = newsletter(&[&[]]);
        assert_eq!(name(&project, &plain, &["managers", "lyon"], Some("lyon")), "all");
        let mut managers = newsletter(&[&["managers"], &["everyone", "lyon"]]);
        assert_eq!(name(&project, &managers, &["lyon", "managers"], Some("lyon")), "managers");
        assert_eq!(name(&project, &managers, &["lyon", "everyone"], None), "all");
        managers.to = vec![id("managers")];
        assert_eq!(name(&project, &managers, &["managers"], None), "all", "it goes to them alone");
        managers.to = vec![id("everyone")];
        managers.attach =
            vec![Attachment { guide: id("guide"), span: crate::model::sample::span(""), only: vec![id("lyon")] }];
        assert_eq!(name(&project, &managers, &["lyon", "managers"], None), "managers+lyon");
    }

    #[test]
    fn sites_and_audiences_of_one_name_are_told_apart() {
        let mut project = project();
        project.identity.link_tags = true;
        let lyon = newsletter(&[&["lyon", "all"]]);
        assert_eq!(name(&project, &lyon, &["lyon"], None), "lyon");
        assert_eq!(name(&project, &lyon, &[], Some("lyon")), "@lyon");
        assert_eq!(name(&project, &lyon, &["lyon"], Some("lyon")), "lyon+@lyon");
        assert_eq!(name(&project, &lyon, &["all"], None), "@all");
        assert_eq!(name(&project, &lyon, &[], None), "all");
    }

    #[test]
    fn long_names_are_shortened_and_stay_different() {
        let mut project = project();
        let names: Vec<String> = (0..20).map(|n| format!("a-rather-long-name-of-an-audience-{n}")).collect();
        let audience = project.campaigns[0].audiences[1].clone();
        let ids: Vec<&str> = names.iter().map(String::as_str).collect();
        project.campaigns[0].audiences = ids.iter().map(|name| Audience { id: id(name), ..audience.clone() }).collect();
        let many = newsletter(&[&ids]);
        let (all, most) = (name(&project, &many, &ids, None), name(&project, &many, &ids[..19], None));
        assert!(all.len() <= LONGEST_NAME && all != most, "{all}");
    }

    #[test]
    fn languages_fall_back() {
        let project = project();
        let newsletter = newsletter(&[]);
        let division = Division::new(&project, &project.campaigns[0], &newsletter);
        let site = Site { language: language("en"), ..project.campaigns[0].sites[0].clone() };
        let of = |own: Option<&str>, site: Option<&Site>| {
            division.language(own.map(language).as_ref(), site).map(ToString::to_string).unwrap_or_default()
        };
        assert_eq!(of(Some("fr-CA"), Some(&site)), "fr");
        assert_eq!(of(Some("en-GB"), None), "en");
        assert_eq!(of(Some("de"), Some(&site)), "en", "the site's");
        assert_eq!(of(None, Some(&site)), "en");
        assert_eq!(of(None, None), "fr", "the first");
    }
}
