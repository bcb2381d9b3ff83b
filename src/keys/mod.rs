//! The nine keys of a successful adoption: what a campaign has of each, and what it lacks.
//!
//! In: a [`Project`] and one of its campaigns, and the language of whoever reads. Out: for each key what is there, and what is
//! missing, with the YAML that makes it whole when it is pasted where the finding says. No score: a list of what to do.

mod nearness;
mod people;
mod snippet;
mod story;
mod support;

pub use snippet::{Place, Snippet};

use crate::{
    model::{
        Campaign, Project,
        value::{Id, LanguageTag, Localised, Prose},
    },
    personalise::{Scope, typographic},
    plan::{Telling, tellings},
};

/// One of the nine keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// Top management promotes, managers set the example, ambassadors accompany.
    Influencers,
    /// A project team of human resources, IT and communications.
    Team,
    /// Roles and responsibilities settled in advance.
    Roles,
    /// The brakes targeted, to lift them.
    Brakes,
    /// Training, communication, nearness.
    Support,
    /// A name, a tagline, a graphic charter of its own.
    Identity,
    /// A story told, a why repeated.
    Meaning,
    /// Close to what people need, with a way to answer.
    Nearness,
    /// Engineering, launch, daily life.
    Time,
}

impl Key {
    /// Every key, in order.
    pub const ALL: [Self; 9] = [
        Key::Influencers,
        Key::Team,
        Key::Roles,
        Key::Brakes,
        Key::Support,
        Key::Identity,
        Key::Meaning,
        Key::Nearness,
        Key::Time,
    ];

    /// Its number, 1 to 9.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// What it asks, in one line of a language.
    pub fn title(self, project: &Project, language: &LanguageTag) -> String {
        let word = match self {
            Key::Influencers => "keys_influencers",
            Key::Team => "keys_team",
            Key::Roles => "keys_roles",
            Key::Brakes => "keys_brakes",
            Key::Support => "keys_support",
            Key::Identity => "keys_identity",
            Key::Meaning => "keys_meaning",
            Key::Nearness => "keys_nearness",
            Key::Time => "keys_time",
        };
        typographic(project.words.get(language, word), language).into_owned()
    }
}

/// What a campaign has of a key, and what it lacks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The key.
    pub key: Key,
    /// What it asks, in one line.
    pub title: String,
    /// What is there, one thing a line.
    pub has: Vec<String>,
    /// What is missing.
    pub missing: Vec<Missing>,
}

/// Something that a key asks and the campaign does not have.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Missing {
    /// What, as a fact.
    pub what: String,
    /// What to write, and where.
    pub add: Snippet,
}

/// What the rules look at, and how they tell it.
struct Campaigned<'p> {
    project: &'p Project,
    campaign: &'p Campaign,
    tellings: Vec<Telling<'p>>,
    /// The language of what is found.
    language: LanguageTag,
    /// True where things are called as readers know them; by their ids, as they stand in the files, otherwise.
    titled: bool,
}

/// The nine keys of a campaign, in order, in English and by ids: for those who write the files.
pub fn keys(project: &Project, campaign: &Campaign) -> Vec<Finding> {
    let english = "en".parse().expect("a built-in language is a language");
    find(project, campaign, english, false)
}

/// The nine keys of a campaign, in order, in a language and by titles: for those who read the pieces.
pub fn keys_in(project: &Project, campaign: &Campaign, language: &LanguageTag) -> Vec<Finding> {
    find(project, campaign, language.clone(), true)
}

fn find(project: &Project, campaign: &Campaign, language: LanguageTag, titled: bool) -> Vec<Finding> {
    let seen = Campaigned { project, campaign, tellings: tellings(&project.identity, campaign), language, titled };
    let find = |key: Key| {
        let title = key.title(project, &seen.language);
        let mut finding = Finding { key, title, has: Vec::new(), missing: Vec::new() };
        match key {
            Key::Influencers => people::influencers(&seen, &mut finding),
            Key::Team => people::team(&seen, &mut finding),
            Key::Roles => people::roles(&seen, &mut finding),
            Key::Brakes => support::brakes(&seen, &mut finding),
            Key::Support => support::support(&seen, &mut finding),
            Key::Identity => story::identity(&seen, &mut finding),
            Key::Meaning => story::meaning(&seen, &mut finding),
            Key::Nearness => nearness::nearness(&seen, &mut finding),
            Key::Time => nearness::time(&seen, &mut finding),
        }
        finding
    };
    Key::ALL.into_iter().map(find).collect()
}

impl Finding {
    fn has(&mut self, what: impl Into<String>) {
        self.has.push(what.into());
    }

    fn lacks(&mut self, what: impl Into<String>, add: Snippet) {
        self.missing.push(Missing { what: what.into(), add });
    }
}

impl Campaigned<'_> {
    /// What is found, in the language of whoever reads; `key` is that of a word without its `keys_`.
    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let said = self.project.words.fill(&self.language, &format!("keys_{key}"), values);
        typographic(&said, &self.language).into_owned()
    }

    /// What is found, with a number in it.
    fn count(&self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        let words = &self.project.words;
        let said = words.count_and_fill(&self.language, &format!("keys_{key}"), count as u64, values);
        typographic(&said, &self.language).into_owned()
    }

    /// What is found of something: the word that names it, and a list.
    fn list(&self, word: &str, items: &[String]) -> String {
        let what = self.project.words.get(&self.language, word);
        self.say("list", &[("what", what), ("list", &self.listed(items))])
    }

    /// Some things with commas between.
    fn listed(&self, items: &[String]) -> String {
        items.join(self.project.words.get(&self.language, "keys_comma"))
    }

    /// What something is called: its title, else its id.
    fn name(&self, id: &Id, title: &Localised<Prose>) -> String {
        match self.titled {
            true => self.plain(title),
            false => id.to_string(),
        }
    }

    /// A text of the project as whoever reads knows it.
    fn plain(&self, text: &Localised<Prose>) -> String {
        let scope = Scope { project: self.project, campaign: self.campaign, language: &self.language, site: None };
        scope.plain(text)
    }

    /// A placeholder for a text, in each of the project's languages; `key` is that of a word without its `keys_add_`.
    fn text(&self, key: &str) -> String {
        let words = &self.project.words;
        let key = format!("keys_add_{key}");
        let quoted = |language| format!("\"{}\"", words.get(language, &key).replace('\\', "\\\\").replace('"', "\\\""));
        match &self.project.identity.languages[..] {
            [only] => quoted(only),
            languages => {
                let versions: Vec<String> =
                    languages.iter().map(|language| format!("{language}: {}", quoted(language))).collect();
                format!("{{ {} }}", versions.join(", "))
            }
        }
    }

    /// An id that is not taken: `wanted`, else with a number.
    fn free<'i>(&self, wanted: &str, taken: impl Iterator<Item = &'i Id> + Clone) -> String {
        let is_free = |name: &String| taken.clone().all(|id| id.as_str() != name);
        let numbered = (2..).map(|n| format!("{wanted}-{n}"));
        std::iter::once(wanted.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
    }

    /// A newsletter in a file of its own; `head` is what stands above its blocks. It asks for feedback where the campaign has a
    /// question.
    fn newsletter(&self, wanted: &str, head: &str, block: &str) -> Snippet {
        let campaign = self.campaign;
        let id = self.free(wanted, campaign.newsletters.iter().map(|newsletter| &newsletter.id));
        let question = if campaign.feedback.is_some() { "  - { type: feedback }\n" } else { "" };
        let path = format!("campaigns/{}/newsletters/{id}.yaml", campaign.id);
        Snippet::file(path, format!("{head}blocks:\n  - {block}\n{question}"))
    }

    /// Adds to a list of `campaign.yaml`.
    fn to_campaign(&self, list: &str, items: &str) -> Snippet {
        Snippet::part(&self.campaign.span.source, list, items)
    }
}

/// Ids as they stand in a file, with commas between.
fn ids(ids: &[&Id]) -> String {
    ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ")
}
