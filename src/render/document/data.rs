//! What the templates are given: the whole document as data.
//!
//! In: nothing; `compose` fills these types. Out: JSON that the Typst templates walk. Texts are plain
//! strings in it and are never evaluated. Lengths are in millimetres.

use serde::Serialize;

use crate::{
    design::Theme,
    model::{Alignment, Callout, value::Colour},
};

/// A document.
#[derive(Debug, Serialize)]
pub struct Document {
    /// What tells it from every other document; the file's identifier is a hash of it.
    pub ident: String,
    /// Its title without markup.
    pub title: String,
    /// The project's name.
    pub name: String,
    /// The organisation behind the project.
    pub organisation: Option<String>,
    /// The tagline without markup.
    pub tagline: String,
    /// ISO 639 code.
    pub language: String,
    /// ISO 3166-1 code.
    pub region: Option<String>,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// How pages are numbered, as Typst writes numbering patterns.
    pub numbering: &'static str,
    /// Year, month and day of the document, from the project.
    pub date: [i16; 3],
    /// The sheet.
    pub paper: Paper,
    /// The brand's colours by what they do.
    pub theme: Theme,
    /// The colours of the five kinds of callouts.
    pub callouts: Callouts,
    /// Families in the order in which they are tried.
    pub fonts: FontChains,
    /// The front.
    pub cover: Cover,
    /// The back.
    pub back: Back,
    /// The heading of the contents.
    pub contents: String,
    /// What stands before and after the number of a page that is referred to.
    pub page: [String; 2],
    /// Its content.
    pub blocks: Vec<Node>,
    /// The pictures' hashes.
    pub pictures: Vec<String>,
    /// Hash of the templates, and what distinguishes the fonts.
    pub fingerprint: [String; 2],
}

/// A sheet.
#[derive(Debug, Serialize)]
pub struct Paper {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
}

/// The colours of callouts by kind.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Callouts {
    pub note: CalloutColours,
    pub tip: CalloutColours,
    pub important: CalloutColours,
    pub warning: CalloutColours,
    pub caution: CalloutColours,
}

/// The colours of one kind of callout.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CalloutColours {
    /// Of the box.
    pub ground: Colour,
    /// Of the bar at its side.
    pub bar: Colour,
    /// Of its label and sign, readable on the ground.
    pub label: Colour,
}

/// Families in the order in which they are tried, by role.
#[derive(Debug, Serialize)]
pub struct FontChains {
    /// Headlines.
    pub headings: Vec<String>,
    /// Weight of headlines, 100 to 900.
    pub headings_weight: u16,
    /// Running text.
    pub base: Vec<String>,
    /// Code.
    pub monospace: Vec<String>,
}

/// The front of a document.
#[derive(Debug, Serialize)]
pub struct Cover {
    /// The title.
    pub title: Vec<Inline>,
    /// Pieces of the title that a line must hold whole, the longest first.
    pub words: Vec<String>,
    /// Below the title.
    pub subtitle: Vec<Inline>,
    /// The tagline.
    pub tagline: Vec<Inline>,
    /// The artwork's place among the pictures; it is as large as the sheet.
    pub art: Option<usize>,
    /// How much of the sheet, from its head, is sky; all where there is no horizon.
    pub horizon: Option<f64>,
    /// The logo for the dark ground.
    pub logo: Figure,
}

/// A picture file with what it shows.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// Its place among the pictures.
    pub file: usize,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// A part of the content.
#[derive(Debug, Serialize)]
#[serde(tag = "node", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each field is a part of what its variant says")]
pub enum Node {
    /// A heading; `listed` ones stand in the contents.
    Heading { level: u8, content: Vec<Inline>, listed: bool, hyphenate: bool, anchor: Option<String> },
    /// A paragraph.
    Paragraph { content: Vec<Inline> },
    /// A quieter line with facts about what follows.
    Facts { facts: Vec<Vec<Inline>> },
    /// A list; `tight` when no item has more than a paragraph.
    List { ordered: bool, start: u64, tight: bool, items: Vec<Vec<Node>> },
    /// Things to do, each with its box.
    Tasks { items: Vec<Task> },
    /// A quotation.
    Quote { blocks: Vec<Node> },
    /// Words set large, and who says them.
    PullQuote { blocks: Vec<Node>, by: Vec<Inline> },
    /// Blocks side by side.
    Columns { columns: Vec<Vec<Node>> },
    /// What follows begins on a new page.
    PageBreak,
    /// The poster at this place among those that the guide shows.
    Poster { shown: usize },
    /// A box that stands out; `kind` chooses its colour and sign.
    Callout { kind: Callout, label: String, icon: Option<usize>, blocks: Vec<Node> },
    /// A table with a head.
    Table(Table),
    /// Code as written.
    Code { text: String },
    /// A line across.
    Rule,
    /// A picture with an optional caption.
    Picture { picture: Figure, caption: Option<String> },
    /// The sentence that says why.
    Why { label: Option<String>, content: Vec<Inline> },
    /// Key messages, each with its icon.
    Cards { cards: Vec<Card> },
    /// Objections and answers.
    Questions { questions: Vec<Question> },
    /// Who does what: a table whose head has the letters R, A, C, I, and what they stand for.
    Responsibilities { table: Table, legend: Vec<(&'static str, String)> },
    /// Those who speak.
    People { people: Vec<Person> },
    /// The palette.
    Palette { swatches: Vec<Swatch> },
    /// The nine keys: what is there, and what is missing.
    Keys { keys: Vec<Key>, labels: KeyLabels },
}

/// A thing to do.
#[derive(Debug, Serialize)]
pub struct Task {
    /// Whether it is done; nothing where it has no box.
    pub done: Option<bool>,
    /// What it says.
    pub blocks: Vec<Node>,
}

/// The back of a document.
#[derive(Debug, Serialize)]
pub struct Back {
    /// What the reader may ask.
    pub title: String,
    /// Who answers: what they are called, and where they are reached.
    pub contacts: Vec<Contact>,
    /// The project's own address on the web, and as it is shown.
    pub link: Option<[String; 2]>,
    /// It as a code to scan.
    pub code: Option<Figure>,
    /// What the code is for.
    pub scan: String,
    /// The tagline.
    pub tagline: Vec<Inline>,
    /// The organisation behind the project, as a sentence.
    pub organisation: Option<String>,
    /// That the texts are built in, where they are.
    pub built_in: Option<String>,
}

/// Somebody who answers.
#[derive(Debug, Serialize)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A table with a head.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// The cells of the head.
    pub head: Vec<Vec<Inline>>,
    /// The other rows.
    pub rows: Vec<Row>,
    /// True when it is short enough to stay on one page.
    pub whole: bool,
}

/// A table's column.
#[derive(Debug, Serialize)]
pub struct Column {
    /// How its cells are set.
    pub alignment: Alignment,
    /// The longest of its words, which it should hold whole.
    pub word: String,
    /// Its part of the width, in relation to the other columns' parts; as wide as what it holds where absent.
    pub share: Option<f64>,
}

/// A row of a table.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Vec<Inline>>,
    /// True when it is short enough to stay on one page.
    pub whole: bool,
}

impl Row {
    /// The number of characters in its longest cell.
    pub fn longest(&self) -> usize {
        self.cells.iter().map(|cell| plain(cell).chars().count()).max().unwrap_or_default()
    }
}

/// A key message.
#[derive(Debug, Serialize)]
pub struct Card {
    /// Its icon's place among the pictures.
    pub icon: Option<usize>,
    /// A few words.
    pub title: Vec<Inline>,
    /// A sentence or two.
    pub blocks: Vec<Node>,
    /// The fact that bears it out.
    pub proof: Vec<Inline>,
}

/// An objection and its answer.
#[derive(Debug, Serialize)]
pub struct Question {
    /// What people say.
    pub says: Vec<Inline>,
    /// The answer.
    pub answer: Vec<Node>,
}

/// Somebody who speaks.
#[derive(Debug, Serialize)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// The letters that stand for them where they have no portrait.
    pub initials: String,
    /// The place of the sign among the pictures that stands for those whose name is what they do.
    pub sign: Option<usize>,
    /// What they do.
    pub function: Option<String>,
    /// What they say.
    pub quote: Vec<Inline>,
    /// Their address.
    pub email: Option<String>,
    /// Their portrait.
    pub photo: Option<Figure>,
}

/// One of the nine keys.
#[derive(Debug, Serialize)]
pub struct Key {
    /// Its number, in the language's figures.
    pub number: String,
    /// What it asks.
    pub title: Vec<Inline>,
    /// What is there.
    pub has: Vec<Vec<Inline>>,
    /// What is missing.
    pub missing: Vec<Vec<Inline>>,
}

/// What stands above what is there and what is missing, and the place of the icon of each among the pictures.
#[derive(Debug, Serialize)]
pub struct KeyLabels {
    /// Above what is there.
    pub there: String,
    /// Above what is missing.
    pub missing: String,
    /// Beside what is there.
    pub there_icon: Option<usize>,
    /// Beside what is missing.
    pub missing_icon: Option<usize>,
}

/// A colour of the palette.
#[derive(Debug, Serialize)]
pub struct Swatch {
    /// The palette's name for it.
    pub name: String,
    /// The colour.
    pub colour: Colour,
    /// It as it is written.
    pub hex: String,
    /// Its values on screens and in print, a line each.
    pub values: Vec<String>,
    /// How much of a piece it takes, in percent.
    pub share: Option<String>,
}

/// A piece of inline text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "inline", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each field is a part of what its variant says")]
pub enum Inline {
    /// Plain text.
    Text { text: String },
    /// Strong text.
    Strong { content: Vec<Inline> },
    /// Emphasis.
    Emphasis { content: Vec<Inline> },
    /// Code.
    Code { text: String },
    /// A link.
    Link { to: String, content: Vec<Inline> },
    /// A link to a heading of the document.
    Reference { to: String, content: Vec<Inline> },
    /// A note at the foot of the page; `again` where it was written before.
    Note { id: String, content: Vec<Inline>, again: bool },
    /// Text that stays on one line.
    Phrase { text: String },
    /// A line break.
    Break,
}

impl Inline {
    /// Plain text as a run of its own.
    pub fn text(text: impl Into<String>) -> Vec<Inline> {
        let text = text.into();
        if text.is_empty() { Vec::new() } else { vec![Inline::Text { text }] }
    }
}

/// The text of a run without its markup.
pub fn plain(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        match inline {
            Inline::Text { text } | Inline::Code { text } | Inline::Phrase { text } => out.push_str(text),
            Inline::Note { .. } => {}
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Reference { content, .. }
            | Inline::Link { content, .. } => {
                out.push_str(&plain(content));
            }
            Inline::Break => out.push(' '),
        }
    }
    out
}
