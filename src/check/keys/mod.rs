//! The nine keys of a successful adoption: what a campaign has of each, and what it lacks.
//!
//! In: a [`Project`] and one of its campaigns. Out: for each key what is there, and what is missing, with the YAML that
//! makes it whole when it is pasted where the finding says. No score: a list of what to do.

mod nearness;
mod people;
mod snippet;
mod story;
mod support;

pub use snippet::{Place, Snippet};

use crate::{
    model::{Campaign, Project},
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

    /// What it asks, in one line.
    pub fn title(self) -> &'static str {
        match self {
            Key::Influencers => "Influencers at every level",
            Key::Team => "A project team of HR, IT and communications",
            Key::Roles => "Roles and responsibilities settled in advance",
            Key::Brakes => "The brakes targeted, to lift them",
            Key::Support => "Support for change",
            Key::Identity => "An identity of its own",
            Key::Meaning => "Meaning: the story told, the why repeated",
            Key::Nearness => "Close to what people need",
            Key::Time => "Time taken: before, at and after the launch",
        }
    }
}

/// What a campaign has of a key, and what it lacks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The key.
    pub key: Key,
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

/// What the rules look at.
struct Campaigned<'p> {
    project: &'p Project,
    campaign: &'p Campaign,
    tellings: Vec<Telling<'p>>,
}

/// The nine keys of a campaign, in order.
pub fn keys(project: &Project, campaign: &Campaign) -> Vec<Finding> {
    let seen = Campaigned { project, campaign, tellings: tellings(&project.identity, campaign) };
    let find = |key: Key| {
        let mut finding = Finding { key, has: Vec::new(), missing: Vec::new() };
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
    /// A placeholder for a text, in each of the project's languages.
    fn text(&self, text: &str) -> String {
        let quoted = format!("\"{text}\"");
        match &self.project.identity.languages[..] {
            [_] => quoted,
            languages => {
                let versions: Vec<String> = languages.iter().map(|language| format!("{language}: {quoted}")).collect();
                format!("{{ {} }}", versions.join(", "))
            }
        }
    }

    /// An id that is not taken: `wanted`, else with a number.
    fn free<'i>(&self, wanted: &str, taken: impl Iterator<Item = &'i crate::model::value::Id> + Clone) -> String {
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
        Snippet::item(&self.campaign.span.source, list, items)
    }
}
