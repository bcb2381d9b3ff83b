//! The parts of a notice as data: how each is shown, where it stands, and how much it matters.

use serde::Serialize;

use super::super::{
    data::{Figure, Inline},
    setter::{Block, Setter, span_of},
};
use crate::{
    diagnostic::Span,
    model::{JobFunction, Level, Person, Session, Training, value::DateStyle},
    personalise::{self, Content, Line, Passage, Told, calendar_leaf, format_date, format_time, typographic},
};

/// A part.
#[derive(Debug, Serialize)]
pub(in super::super) struct Part {
    kind: &'static str,
    /// `first` and `last` are bands over the whole width; `column` flows in two columns.
    place: &'static str,
    /// The least goes first where there is no room.
    priority: i64,
    title: Vec<Inline>,
    #[serde(flatten)]
    content: Data,
}

/// What a part shows.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Data {
    Text { text: Vec<Block> },
    Items { items: Vec<Item> },
    Quote { text: Vec<Inline>, name: String, role: Option<String> },
    Day { month: String, day: String, date: String, text: Vec<Inline> },
    People { items: Vec<Face> },
    Picture { picture: Figure, text: Vec<Block>, caption: bool },
    Sessions { heads: Vec<String>, courses: Vec<Course> },
}

/// A heading and what is told below it.
#[derive(Debug, Serialize)]
struct Item {
    icon: Option<usize>,
    title: Vec<Inline>,
    text: Vec<Block>,
    proof: Vec<Inline>,
}

/// Somebody to ask.
#[derive(Debug, Serialize)]
struct Face {
    name: String,
    role: Option<String>,
}

/// A training with its sessions, a row each.
#[derive(Debug, Serialize)]
struct Course {
    title: Vec<Inline>,
    rows: Vec<[String; 4]>,
    register: Option<String>,
}

/// How much each kind of part matters on a wall: dates and what to do before what is to be read at leisure.
const fn weight(content: &Content<'_>) -> i64 {
    match content {
        Content::Day { .. } => 950,
        Content::Numbers(_) => 900,
        Content::Steps(_) => 880,
        Content::Training(_) => 850,
        Content::Text(_) => 800,
        Content::Messages(_) => 750,
        Content::Picture { text: Some(_), is_caption: false, .. } => 650,
        Content::Quote { .. } => 620,
        Content::Picture { .. } => 600,
        Content::People(_) => 550,
        Content::Objections(_) => 500,
        Content::Feedback { .. } => 200,
    }
}

/// The places of the parts that matter most, as many as may be.
pub(super) fn most_important(parts: &[personalise::Part<'_>], most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..parts.len()).collect();
    places.sort_by_key(|at| std::cmp::Reverse(priority(&parts[*at].content, *at)));
    places.truncate(most);
    places
}

/// Of two of a kind the later one matters a little less.
const fn priority(content: &Content<'_>, at: usize) -> i64 {
    weight(content) - 20 * at as i64
}

/// A part as data; none where nothing of it can be shown.
pub(super) fn part(setter: &mut Setter<'_>, part: &personalise::Part<'_>, at: usize) -> Option<Part> {
    let (kind, place, content) = content(setter, &part.content, part.span)?;
    let own = |setter: &mut Setter<'_>, line: &Line<'_>| {
        let span = span_of(line.source, setter.scope.language);
        setter.headline(&line.inlines, span)
    };
    let title = match (&part.title, &part.content) {
        (Some(line), _) => own(setter, line),
        (None, Content::Objections(_)) => Inline::text(setter.word("objections_title", &[])),
        (None, Content::Feedback { .. }) => Inline::text(setter.word("feedback_title", &[])),
        (None, Content::Training(_)) => Inline::text(setter.word("training", &[])),
        (None, Content::People(_)) => Inline::text(setter.word("people_title", &[])),
        (None, _) => Vec::new(),
    };
    Some(Part { kind, place, priority: priority(&part.content, at), title, content })
}

fn content(setter: &mut Setter<'_>, content: &Content<'_>, span: &Span) -> Option<(&'static str, &'static str, Data)> {
    Some(match content {
        Content::Text(passage) => ("text", "column", Data::Text { text: setter.blocks(&passage.prose) }),
        Content::Messages(told) => ("cards", "last", Data::Items { items: items(setter, told) }),
        Content::Numbers(told) => ("figures", "first", Data::Items { items: items(setter, told) }),
        Content::Steps(told) => ("steps", "column", Data::Items { items: items(setter, told) }),
        Content::Objections(told) => ("questions", "column", Data::Items { items: items(setter, told) }),
        Content::Quote { person, text } => {
            let Face { name, role } = face(setter, person, false);
            let text = headline(setter, text);
            ("quote", "column", Data::Quote { text, name, role })
        }
        Content::Training(trainings) => {
            let heads = ["site", "date_label", "guide_time", "where"].map(|key| setter.word(key, &[]));
            let courses: Vec<Course> = trainings.iter().filter_map(|training| course(setter, training)).collect();
            if courses.is_empty() {
                return None;
            }
            ("sessions", "last", Data::Sessions { heads: heads.into(), courses })
        }
        Content::Picture { shown, text, is_caption } => {
            let alt = shown.alt.get(setter.scope.language).clone();
            let picture = setter.figure(shown.file, &alt, span)?;
            let text = text.as_ref().map(|Passage { prose, .. }| setter.blocks(prose)).unwrap_or_default();
            ("picture", "column", Data::Picture { picture, text, caption: *is_caption })
        }
        Content::Day { at, to_launch, text } => ("day", "column", day(setter, *at, *to_launch, text.as_ref())),
        Content::People(people) => {
            let items = people.iter().map(|person| face(setter, person, true)).collect();
            ("people", "column", Data::People { items })
        }
        Content::Feedback { question, link } => {
            let title = headline(setter, question);
            let address = Inline::text(setter.whole(super::bare(link)));
            ("questions", "column", Data::Items { items: vec![Item::pair(title, address)] })
        }
    })
}

impl Item {
    fn pair(title: Vec<Inline>, text: Vec<Inline>) -> Self {
        Item { icon: None, title, text: vec![Block::paragraph(text)], proof: Vec::new() }
    }
}

fn headline(setter: &mut Setter<'_>, line: &Line<'_>) -> Vec<Inline> {
    let span = span_of(line.source, setter.scope.language);
    setter.headline(&line.inlines, span)
}

fn items(setter: &mut Setter<'_>, told: &[Told<'_>]) -> Vec<Item> {
    let ink = setter.material.theme.accent_text;
    let mut item = |told: &Told<'_>| Item {
        icon: told.icon.and_then(|name| setter.icon(name, ink)),
        title: headline(setter, &told.title),
        text: told.text.as_ref().map(|passage| setter.blocks(&passage.prose)).unwrap_or_default(),
        proof: told.proof.as_ref().map(|proof| super::line(setter, proof)).unwrap_or_default(),
    };
    told.iter().map(&mut item).collect()
}

/// Whoever is asked needs a role: their own, else that of their trade or level.
fn face(setter: &mut Setter<'_>, person: &Person, needs_role: bool) -> Face {
    let language = setter.scope.language;
    let name = typographic(person.name.get(language), language).into_owned();
    let role = match &person.role {
        Some(role) => Some(setter.text(&typographic(role.get(language), language))),
        None => needs_role.then(|| setter.word(trade(person), &[])),
    };
    let name = setter.text(&name);
    Face { role: role.filter(|role| *role != name), name }
}

fn trade(person: &Person) -> &'static str {
    match (person.function, person.level) {
        (Some(JobFunction::Hr), _) => "function_hr",
        (Some(JobFunction::It), _) => "function_it",
        (Some(JobFunction::Communications), _) => "function_communications",
        (None, Level::Executive) => "level_executive",
        (None, Level::Manager) => "level_manager",
        (None, Level::Ambassador) => "level_ambassador",
        (None, Level::Team) => "level_team",
    }
}

/// A day and what it brings. On a wall nobody counts the days that are left: the day itself is told.
fn day(setter: &mut Setter<'_>, at: jiff::civil::DateTime, to_launch: bool, text: Option<&Line<'_>>) -> Data {
    let (language, project) = (setter.scope.language, setter.scope.project);
    let leaf = calendar_leaf(at.date(), language);
    // A notice hangs before that day and after it.
    let text = match text {
        Some(line) => headline(setter, line),
        None if to_launch => Inline::text(typographic(&project.identity.name, language).into_owned()),
        None => Vec::new(),
    };
    Data::Day { month: leaf.month, day: leaf.day, date: format_date(at.date(), language, DateStyle::Long), text }
}

fn course(setter: &mut Setter<'_>, training: &Training) -> Option<Course> {
    let rows: Vec<[String; 4]> = training.sessions.iter().map(|session| row(setter, session)).collect();
    if rows.is_empty() {
        return None;
    }
    let title = setter.scope.inlines(&training.title);
    let register = training.register.as_ref().map(|link| {
        let address = setter.whole(super::bare(link));
        setter.word("notice_register", &[("link", &address)])
    });
    let span = span_of(&training.title, setter.scope.language);
    Some(Course { title: setter.headline(&title, span), rows, register })
}

fn row(setter: &mut Setter<'_>, session: &Session) -> [String; 4] {
    let scope = setter.scope;
    let site = session.site.as_ref().and_then(|id| scope.campaign.site(id));
    let site = match site {
        Some(site) => setter.whole(site.name.get(scope.language)),
        None => setter.word("all_sites", &[]),
    };
    let place = match &session.place {
        Some(place) => setter.plain(place),
        None if session.link.is_some() => setter.word("online", &[]),
        None => String::new(),
    };
    let date = format_date(session.starts.date(), scope.language, DateStyle::Long);
    [site, date, format_time(session.starts.time(), scope.language), place]
}
