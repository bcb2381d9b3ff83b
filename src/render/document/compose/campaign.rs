//! What the campaign knows: objections, responsibilities, people, sites, contacts.

use super::{
    super::{
        data::{Inline, Node, Person, Question},
        text::clean,
    },
    Composer,
    inline::ColumnStyle,
};
use crate::model::{
    self, Alignment, GuidePlaceholder, JobFunction, Level,
    value::{EmailAddress, Id, Link},
};

/// The levels in the order in which people are shown, with their words.
const LEVELS: [(Level, &str); 4] = [
    (Level::Executive, "level_executive"),
    (Level::Manager, "level_manager"),
    (Level::Ambassador, "level_ambassador"),
    (Level::Team, "level_team"),
];

impl Composer<'_> {
    /// Whether a placeholder has anything to show.
    pub(super) fn shows(&self, kind: GuidePlaceholder) -> bool {
        let (identity, campaign) = (&self.scope.project.identity, self.scope.campaign);
        match kind {
            GuidePlaceholder::Why => identity.story.why.is_some(),
            GuidePlaceholder::Story => !identity.story.chapters.is_empty(),
            GuidePlaceholder::Messages => !identity.messages.is_empty(),
            GuidePlaceholder::Objections => !campaign.objections.is_empty(),
            GuidePlaceholder::Responsibilities => !campaign.responsibilities.is_empty(),
            GuidePlaceholder::Training => !campaign.training.is_empty(),
            GuidePlaceholder::People => !campaign.people.is_empty(),
            GuidePlaceholder::Timeline => crate::plan::has_dates(campaign),
            GuidePlaceholder::Calendar => !campaign.phases.is_empty() || self.has_dates(),
            GuidePlaceholder::Palette => !identity.brand.palette.is_empty(),
            GuidePlaceholder::Sites => !campaign.sites.is_empty(),
            GuidePlaceholder::Keys => !campaign.built_in,
            GuidePlaceholder::Contacts => {
                let sites = campaign.sites.iter().any(|site| site.contact.is_some());
                identity.contact.is_some() || sites || campaign.people.iter().any(|person| person.email.is_some())
            }
        }
    }

    pub(super) fn objections(&mut self) -> Vec<Node> {
        let mut questions = Vec::new();
        for objection in &self.scope.campaign.objections {
            let says = self.localised(&objection.says);
            let mut answer = self.paragraphs(&objection.answer);
            // The label stands within the answer's first line.
            let label = vec![Inline::Strong { content: Inline::text(self.word("objection_answer")) }];
            let label = [label, Inline::text(" ")].concat();
            match answer.first_mut() {
                Some(Node::Paragraph { content }) => content.splice(0..0, label).for_each(drop),
                _ => answer.insert(0, Node::Paragraph { content: label }),
            }
            questions.push(Question { says, answer });
        }
        if questions.is_empty() { Vec::new() } else { vec![Node::Questions { questions }] }
    }

    pub(super) fn responsibilities(&mut self) -> Vec<Node> {
        let mut rows = Vec::new();
        for task in &self.scope.campaign.responsibilities {
            rows.push(vec![
                self.localised(&task.task),
                self.names(&task.responsible),
                self.names(std::slice::from_ref(&task.accountable)),
                self.names(&task.consulted),
                self.names(&task.informed),
            ]);
        }
        if rows.is_empty() {
            return Vec::new();
        }
        let heads = ["task", "raci_responsible", "raci_accountable", "raci_consulted", "raci_informed"];
        let plain = ColumnStyle::aligned(Alignment::Start);
        let columns = heads.map(|key| (plain, Inline::text(self.word(key)))).to_vec();
        let legend = [
            ("R", "guide_raci_responsible"),
            ("A", "guide_raci_accountable"),
            ("C", "guide_raci_consulted"),
            ("I", "guide_raci_informed"),
        ];
        let legend = legend.map(|(letter, key)| (letter, self.word(key))).to_vec();
        vec![Node::Responsibilities { table: self.table(columns, rows), legend }]
    }

    /// The names of people, a line each.
    fn names(&mut self, ids: &[Id]) -> Vec<Inline> {
        let mut out = Vec::new();
        for id in ids {
            let person = self.scope.campaign.people.iter().find(|person| person.id == *id);
            let name = person.map_or_else(|| id.as_str().to_owned(), |person| self.string(&person.name));
            if !out.is_empty() {
                out.push(Inline::Break);
            }
            out.extend(Inline::text(name));
        }
        out
    }

    pub(super) fn people(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (level, key) in LEVELS {
            let group = self.scope.campaign.people.iter().filter(|person| person.level == level);
            let people: Vec<Person> = group.map(|person| self.person(person)).collect();
            if !people.is_empty() {
                let label = self.word_as_heading(key);
                nodes.push(self.part(label, false));
                nodes.push(Node::People { people });
            }
        }
        nodes
    }

    fn person(&mut self, person: &model::Person) -> Person {
        let photo = person.photo.as_ref().and_then(|photo| {
            let place = photo.alt.span.clone();
            self.figure(&photo.file, photo.alt.get(self.scope.language), place)
        });
        let own_initials = initials(person.name.get(self.scope.language)).filter(|_| person.level != Level::Team);
        let sign = match person.level {
            _ if own_initials.is_some() || photo.is_some() => None,
            Level::Team => Some("users-round"),
            _ => Some("user-round"),
        };
        let colour = self.material.theme.on_tint;
        Person {
            name: self.string(&person.name),
            initials: own_initials.unwrap_or_default(),
            sign: sign.and_then(|sign| self.icon(sign, colour)),
            function: match &person.role {
                Some(role) => Some(self.string(role)),
                None => person.function.map(|function| self.word(function_key(function))),
            },
            quote: person.quote.as_ref().map(|quote| self.localised(quote)).unwrap_or_default(),
            email: person.email.as_ref().map(|email| email.as_str().to_owned()),
            photo,
        }
    }

    pub(super) fn sites(&mut self) -> Vec<Node> {
        let mut rows = Vec::new();
        for site in &self.scope.campaign.sites {
            rows.push(vec![
                vec![Inline::Strong { content: Inline::text(self.string(&site.name)) }],
                site.address.as_ref().map(|address| Inline::text(self.string(address))).unwrap_or_default(),
                [site.contact.as_ref().map(mail), site.link.as_ref().map(web)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(&Inline::Break),
            ]);
        }
        self.directory([("site", 2.0), ("address", 3.5), ("contact", 3.5)], rows)
    }

    pub(super) fn contacts(&mut self) -> Vec<Node> {
        let identity = &self.scope.project.identity;
        let campaign = self.scope.campaign;
        let mut rows = Vec::new();
        if let Some(contact) = &identity.contact {
            rows.push(vec![self.strong(&identity.name), Vec::new(), mail(contact)]);
        }
        for person in &campaign.people {
            let Some(email) = &person.email else { continue };
            let name = self.string(&person.name);
            let role = match &person.role {
                Some(role) => Some(Inline::text(self.string(role))),
                None => person.function.map(|function| Inline::text(self.word(function_key(function)))),
            };
            rows.push(vec![self.strong(&name), role.unwrap_or_default(), mail(email)]);
        }
        for site in &campaign.sites {
            let Some(contact) = &site.contact else { continue };
            let name = self.string(&site.name);
            rows.push(vec![self.strong(&name), Inline::text(self.word("site")), mail(contact)]);
        }
        if let Some(feedback) = &campaign.feedback
            && let Some(link) = feedback.link.as_ref().or(identity.link.as_ref())
        {
            let title = self.word("feedback_title");
            rows.push(vec![self.strong(&title), self.localised(&feedback.question), web(link)]);
        }
        self.directory([("name_label", 3.0), ("role_label", 3.0), ("contact", 3.5)], rows)
    }

    fn strong(&mut self, text: &str) -> Vec<Inline> {
        vec![Inline::Strong { content: self.run(text) }]
    }

    /// A table of labelled columns, each with its part of the width, without those that are empty; nothing without rows.
    pub(super) fn directory<const N: usize>(
        &mut self,
        heads: [(&str, f64); N],
        rows: Vec<Vec<Vec<Inline>>>,
    ) -> Vec<Node> {
        if rows.is_empty() {
            return Vec::new();
        }
        let columns = heads.map(|(key, share)| (ColumnStyle::share(share), Inline::text(self.word(key)))).to_vec();
        vec![Node::Table(self.compact_table(columns, rows))]
    }
}

/// The first letters of a person's name: two or three words, each with a capital. Nothing for a name that says what
/// somebody does, as `The HR team`, or in scripts that do not shorten names so.
fn initials(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = |word: &&str| word.chars().next().filter(|c| c.is_uppercase());
    let capitals: Option<String> = words.iter().map(first).collect();
    // D’Amico is a name, l’équipe is none.
    let elides =
        |word: &&str| word.split_once(['\'', '’']).is_some_and(|(_, rest)| !rest.starts_with(char::is_uppercase));
    let spelt = words.iter().all(|word| word.chars().skip(1).any(char::is_lowercase) && !elides(word));
    let capitals = capitals.filter(|_| spelt && (2..=3).contains(&words.len()))?;
    Some(capitals.chars().take(1).chain(capitals.chars().last()).collect())
}

fn function_key(function: JobFunction) -> &'static str {
    match function {
        JobFunction::Hr => "function_hr",
        JobFunction::It => "function_it",
        JobFunction::Communications => "function_communications",
    }
}

/// An address that opens a message.
pub(super) fn mail(address: &EmailAddress) -> Vec<Inline> {
    let content = Inline::text(clean(address.as_str()));
    vec![Inline::Link { to: format!("mailto:{address}"), content }]
}

/// A link that shows where it leads.
pub(super) fn web(link: &Link) -> Vec<Inline> {
    let content = Inline::text(clean(link.short()));
    vec![Inline::Link { to: link.as_str().to_owned(), content }]
}
