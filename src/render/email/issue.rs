//! One issue of a newsletter for the readers of one variant: what the templates, the text part and the headers are made of.
//!
//! In: what [`fill`](super::fill) made of a job. Out: an [`Issue`], in which every text is filled and every reference
//! resolved.

use super::{cut::Marks, picture::Planned};
use crate::{
    diagnostic::Diagnostics,
    model::value::{EmailAddress, Inline, Link, Prose},
    personalise::Leaf,
};

/// A newsletter, filled.
pub(super) struct Issue {
    /// Its subject.
    pub(super) subject: String,
    /// The project's tagline.
    pub tagline: String,
    /// What inboxes show after it; the tagline where the newsletter has none.
    pub(super) preheader: String,
    /// What the banner at its head shows, where it has one.
    pub(super) header: Option<Header>,
    /// The project's logo, where it has none.
    pub(super) logo: Option<Shown>,
    /// Its content, in order.
    pub(super) parts: Vec<Part>,
    /// What stands at its end.
    pub(super) footer: Footer,
    /// The pictures of its parts.
    pub(super) pictures: Vec<Planned>,
    /// The readers' values that it shows, marked in its texts.
    pub(super) marks: Marks,
    /// What was met on the way.
    pub(super) diagnostics: Diagnostics,
}

/// The banner at the head.
pub(super) struct Header {
    /// Its Content-ID.
    pub(super) id: String,
    /// What it shows, for those who do not see it.
    pub(super) alt: String,
}

/// A picture, what it shows, and where.
pub(super) struct Shown {
    /// The picture.
    pub(super) picture: Planned,
    /// What it shows, for those who do not see it.
    pub(super) alt: String,
}

/// A part of an issue: a block of the newsletter with nothing left to look up.
pub(super) enum Part {
    Hero { title: Vec<Inline>, text: Option<Prose>, image: Option<Shown> },
    Text { title: Option<Vec<Inline>>, text: Prose },
    Why { text: Vec<Inline> },
    Story { title: Vec<Inline>, text: Prose },
    Messages { title: Option<Vec<Inline>>, messages: Vec<Message> },
    Quote { text: Vec<Inline>, speaker: Face },
    Objections { title: Option<Vec<Inline>>, objections: Vec<Objection> },
    Training { title: Option<Vec<Inline>>, courses: Vec<Course> },
    Image { image: Shown, caption: Option<Vec<Inline>>, link: Option<Link> },
    ImageText(Box<ImageText>),
    Numbers { title: Option<Vec<Inline>>, numbers: Vec<Figure> },
    Steps { title: Option<Vec<Inline>>, steps: Vec<Stage> },
    Countdown(Countdown),
    People { title: Option<Vec<Inline>>, people: Vec<Face> },
    Divider,
    CallToAction { label: String, link: Link },
    Feedback { question: Vec<Inline>, link: Option<Link> },
}

impl Part {
    /// Whether it says something by itself.
    pub(super) fn speaks(&self) -> bool {
        !matches!(self, Part::Divider)
    }
}

/// A key message.
pub(super) struct Message {
    pub(super) icon: Option<Shown>,
    pub(super) title: Vec<Inline>,
    pub(super) text: Prose,
    pub(super) proof: Option<Vec<Inline>>,
}

/// What people say and the answer.
pub(super) struct Objection {
    pub(super) says: Vec<Inline>,
    pub(super) answer: Prose,
}

/// A picture beside a text.
pub(super) struct ImageText {
    pub(super) image: Shown,
    /// Whether the picture stands where lines end.
    pub(super) at_end: bool,
    pub(super) title: Option<Vec<Inline>>,
    pub(super) text: Prose,
    /// The link below the text.
    pub(super) action: Option<(String, Link)>,
    /// Where the picture leads.
    pub(super) link: Option<Link>,
}

/// A figure and what it counts.
pub(super) struct Figure {
    pub(super) value: Vec<Inline>,
    pub(super) label: Vec<Inline>,
}

/// One of several steps.
pub(super) struct Stage {
    pub(super) title: Vec<Inline>,
    pub(super) text: Option<Prose>,
}

/// The days that are left, or what has begun.
pub(super) struct Countdown {
    /// How many, and the word for days; nothing from the day itself on.
    pub(super) left: Option<(String, String)>,
    /// Whether it is the day itself.
    pub(super) today: bool,
    /// What is waited for, or what has begun.
    pub(super) text: Vec<Inline>,
    /// All of it as one line.
    pub(super) line: String,
    /// The day, written out.
    pub(super) date: String,
}

/// Somebody who speaks or may be asked.
pub(super) struct Face {
    pub(super) name: String,
    /// What they do.
    pub(super) role: Option<String>,
    /// Their address.
    pub(super) email: Option<EmailAddress>,
    /// A round portrait.
    pub(super) portrait: Option<Shown>,
    /// What stands in for a portrait: the first letters of their name.
    pub(super) initials: String,
}

/// A training with the sessions that the reader may attend.
pub(super) struct Course {
    /// What it is called.
    pub(super) title: Vec<Inline>,
    /// Its sessions.
    pub(super) sessions: Vec<Meeting>,
    /// Where to register.
    pub(super) register: Option<Link>,
    /// Whether a calendar file with its sessions comes with the issue.
    pub(super) invites: bool,
}

/// A session, written out.
pub(super) struct Meeting {
    /// The site that it is for, where the reader's own is not the only one listed.
    pub(super) site: Option<String>,
    /// The leaf of the calendar.
    pub(super) leaf: Leaf,
    /// Its date.
    pub(super) date: String,
    /// From when to when.
    pub(super) time: String,
    /// Its date and times in one line.
    pub(super) when: String,
    /// Where, and how many can come.
    pub(super) details: Vec<String>,
    /// The link of a session that is held online.
    pub(super) link: Option<Link>,
}

/// What stands at the end of every issue.
pub(super) struct Footer {
    /// The sentence that says why, where no part carries it.
    pub(super) why: Option<Vec<Inline>>,
    /// Why the reader gets this.
    pub(super) reason: String,
    /// Whom to write to: a sentence before and after the address, and the address.
    pub(super) contact: Option<(String, String, String)>,
    /// The project's own pages.
    pub(super) link: Option<Link>,
    /// How to leave the list.
    pub(super) unsubscribe: Option<Link>,
}
