use jiff::civil::DateTime;

use super::{
    Photo,
    value::{Asset, Format, Id, LanguageTag, Link, Localised, Millimetres, Prose, Schedule},
};
use crate::diagnostic::Span;

/// How far a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Complete in every language.
    #[default]
    Ready,
    /// Still being written: a missing language is excused.
    Draft,
}

/// One e-mail of a campaign, personal to each reader.
#[derive(Debug, Clone)]
pub struct Newsletter {
    /// Its file's name.
    pub id: Id,
    /// Where it was written.
    pub span: Span,
    /// How far it is.
    pub status: Status,
    /// True when its texts are built in and nobody has adopted them.
    pub built_in: bool,
    /// The languages it exists in.
    pub languages: Vec<LanguageTag>,
    /// The audiences that it goes to; everyone where empty.
    pub to: Vec<Id>,
    /// The person or team that it comes from.
    pub from: Option<Id>,
    /// When it leaves, as written.
    pub send: Option<Schedule>,
    /// Where that is written.
    pub send_span: Option<Span>,
    /// True where everybody receives it at the same moment, else each at their own time.
    pub same_moment: bool,
    /// True where it goes to those too who left the list, and is sent again where its fate is unknown.
    pub mandatory: bool,
    /// When it first leaves, resolved in the campaign's zone.
    pub first_send: Option<DateTime>,
    /// The subject.
    pub subject: Localised<Prose>,
    /// What inboxes show after the subject.
    pub preheader: Option<Localised<Prose>>,
    /// Guides that come with it.
    pub attach: Vec<Attachment>,
    /// Its content, in order.
    pub blocks: Vec<Block>,
}

/// A guide that comes with a newsletter.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// The guide's id.
    pub guide: Id,
    /// Where it is named.
    pub span: Span,
    /// The audiences that receive it; all where empty.
    pub only: Vec<Id>,
}

/// A part of a newsletter.
#[derive(Debug, Clone)]
pub struct Block {
    /// The audiences that see it; all where empty.
    pub only: Vec<Id>,
    /// The languages that it exists in; all where empty.
    pub languages: Vec<LanguageTag>,
    /// What it is.
    pub kind: BlockKind,
    /// Where it was written.
    pub span: Span,
}

/// What a part of a newsletter is.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "fields bear the names of their YAML keys")]
pub enum BlockKind {
    /// The opening: a title, perhaps a text and a picture.
    Hero { title: Localised<Prose>, text: Option<Localised<Prose>>, image: Option<Photo> },
    /// Paragraphs.
    Text { title: Option<Localised<Prose>>, text: Localised<Prose> },
    /// The sentence that says why.
    Why,
    /// A chapter of the story.
    Story { chapter: Id },
    /// Key messages as cards.
    Messages { title: Option<Localised<Prose>>, show: Vec<Id> },
    /// What somebody says.
    Quote { person: Id },
    /// Objections and their answers.
    Objections { title: Option<Localised<Prose>>, show: Vec<Id> },
    /// Trainings, each with the reader's site's session.
    Training { title: Option<Localised<Prose>>, show: Vec<Id> },
    /// A picture.
    Image { file: Asset, alt: Localised<String>, caption: Option<Localised<Prose>>, link: Option<Link> },
    /// A picture beside a text.
    ImageText(Box<ImageText>),
    /// Two to four figures.
    Numbers { title: Option<Localised<Prose>>, numbers: Vec<Number> },
    /// What to do, one step after the other.
    Steps { title: Option<Localised<Prose>>, steps: Vec<Step> },
    /// How many days are left until a day, which is the launch or another.
    Countdown { until: DateTime, to_launch: bool, text: Option<Localised<Prose>>, begun: Option<Localised<Prose>> },
    /// Whom to ask.
    People { title: Option<Localised<Prose>>, show: Vec<Id> },
    /// A line between parts.
    Divider,
    /// A button.
    CallToAction { label: Localised<Prose>, link: Option<Link> },
    /// The question that readers may answer.
    Feedback,
}

/// A picture beside a text.
#[derive(Debug, Clone)]
pub struct ImageText {
    /// The picture.
    pub image: Photo,
    /// Where it stands.
    pub side: Side,
    /// A heading above the text.
    pub title: Option<Localised<Prose>>,
    /// The text.
    pub text: Localised<Prose>,
    /// What the link below the text says.
    pub label: Option<Localised<Prose>>,
    /// Where picture and link lead; the project's link where there is a label only.
    pub link: Option<Link>,
}

/// A side of a line, as its language is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// Where lines begin.
    #[default]
    Start,
    /// Where lines end.
    End,
}

/// A figure and what it counts.
#[derive(Debug, Clone)]
pub struct Number {
    /// The figure as it is shown, with its unit.
    pub value: Localised<Prose>,
    /// What it counts.
    pub label: Localised<Prose>,
}

/// One of several steps.
#[derive(Debug, Clone)]
pub struct Step {
    /// What to do.
    pub title: Localised<Prose>,
    /// How.
    pub text: Option<Localised<Prose>>,
}

/// The sites that a piece is made for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SiteSelection {
    /// One piece for all, in each of its languages.
    #[default]
    None,
    /// One for each of the campaign's sites, in its language.
    All,
    /// One for each of these.
    Some(Vec<Id>),
}

/// A poster, roll-up or flyer.
#[derive(Debug, Clone)]
pub struct Poster {
    /// Its file's name.
    pub id: Id,
    /// Where it was written.
    pub span: Span,
    /// How far it is.
    pub status: Status,
    /// True when its texts are built in.
    pub built_in: bool,
    /// The languages it exists in.
    pub languages: Vec<LanguageTag>,
    /// The template family, as `horizon`.
    pub template: String,
    /// Where the family was named.
    pub template_span: Option<Span>,
    /// A few words above the headline.
    pub kicker: Option<Localised<Prose>>,
    /// The headline.
    pub headline: Localised<Prose>,
    /// A sentence below it.
    pub subline: Option<Localised<Prose>>,
    /// Messages shown.
    pub messages: Vec<Id>,
    /// Objections shown with their answers, after the messages.
    pub objections: Vec<Id>,
    /// The training whose session is shown.
    pub training: Option<Id>,
    /// What to do.
    pub call_to_action: Option<Localised<Prose>>,
    /// Where the QR code leads; the site's link, else the project's, where absent.
    pub link: Option<Link>,
    /// A photo for templates that show one.
    pub photo: Option<Picture>,
    /// What the poster says, for those who do not see it; made from its texts where absent.
    pub alt: Option<Localised<String>>,
    /// Sizes.
    pub formats: Vec<Format>,
    /// What it is made as.
    pub files: Vec<FileKind>,
    /// Pixels per inch of PNG and JPEG; what its format needs where absent.
    pub dpi: Option<u32>,
    /// What a print shop is given; nothing where absent.
    pub print: Option<Print>,
    /// The paper of sheets to assemble that are made for every site and format larger than it; where absent, only sites
    /// whose largest printer is smaller than the poster are given sheets.
    pub tiles: Option<Format>,
    /// Sites.
    pub sites: SiteSelection,
    /// Why the campaign has it.
    pub reason: Option<Localised<Prose>>,
    /// When it goes up, resolved.
    pub from: Option<DateTime>,
}

/// A picture in a poster or banner.
#[derive(Debug, Clone)]
pub struct Picture {
    /// SVG, PNG, JPEG, WebP or GIF.
    pub file: Asset,
    /// What it shows, for those who do not see it.
    pub alt: Option<Localised<String>>,
    /// What must stay in view when its edges are cut off.
    pub focus: Focus,
    /// Where it was named.
    pub span: Span,
}

/// A place in a picture, as shares of its width from the left and of its height from the top (0 to 1).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Focus {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Default for Focus {
    /// The middle.
    fn default() -> Self {
        Self { x: 0.5, y: 0.5 }
    }
}

/// A kind of file that posters and banners are made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Pixels, without loss.
    Png,
    /// Pixels, smaller.
    Jpeg,
    /// Vectors with live text.
    Pdf,
    /// Vectors with text as outlines.
    Svg,
}

impl FileKind {
    /// What its files' names end with.
    pub fn ending(self) -> &'static str {
        match self {
            FileKind::Png => "png",
            FileKind::Jpeg => "jpg",
            FileKind::Pdf => "pdf",
            FileKind::Svg => "svg",
        }
    }
}

/// What a print shop is given.
#[derive(Debug, Clone, Default)]
pub struct Print {
    /// How far the artwork reaches beyond the trimmed edge; the format's own where absent.
    pub bleed: Option<Millimetres>,
    /// Marks beside the picture.
    pub marks: Marks,
    /// The paper asked for, as `170 g/m² matt`.
    pub paper: Option<Localised<String>>,
    /// What is done after printing, as `laminated`.
    pub finishing: Option<Localised<String>>,
    /// How many for a site that does not say.
    pub quantity: Option<u32>,
}

/// Marks beside a picture for the print shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marks {
    /// Where to cut.
    #[default]
    Crop,
    /// None: the print shop adds its own.
    None,
}

/// A banner for screens.
#[derive(Debug, Clone)]
pub struct Banner {
    /// Its id.
    pub id: Id,
    /// Where it was written.
    pub span: Span,
    /// How far it is.
    pub status: Status,
    /// True when its texts are built in.
    pub built_in: bool,
    /// The languages it exists in.
    pub languages: Vec<LanguageTag>,
    /// The template family.
    pub template: String,
    /// Where the family was named.
    pub template_span: Option<Span>,
    /// The headline; the tagline where absent.
    pub headline: Localised<Prose>,
    /// A sentence below it.
    pub subline: Option<Localised<Prose>>,
    /// What to do.
    pub call_to_action: Option<Localised<Prose>>,
    /// A photo for templates that show one.
    pub photo: Option<Picture>,
    /// What the banner says, for those who do not see it; made from its texts where absent.
    pub alt: Option<Localised<String>>,
    /// Sizes.
    pub formats: Vec<Format>,
    /// What it is made as.
    pub files: Vec<FileKind>,
}

/// A guide in one language.
#[derive(Debug, Clone)]
pub struct Guide {
    /// Its file's name without language.
    pub id: Id,
    /// Its front matter.
    pub span: Span,
    /// How far it is.
    pub status: Status,
    /// True when its texts are built in.
    pub built_in: bool,
    /// Its language.
    pub language: LanguageTag,
    /// On the cover.
    pub title: Prose,
    /// Below the title.
    pub subtitle: Option<Prose>,
    /// The audiences it is for.
    pub audiences: Vec<Id>,
    /// Its paper.
    pub format: Format,
    /// Its content, in order.
    pub blocks: Vec<GuideBlock>,
}

/// A part of a guide.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields bear the names of Markdown's own parts")]
pub enum GuideBlock {
    /// A heading, level 1 to 6.
    Heading { level: u8, content: Vec<super::value::Inline>, span: Span },
    /// A paragraph.
    Paragraph(Vec<super::value::Inline>),
    /// A list; each item holds blocks.
    List { ordered: bool, start: u64, items: Vec<Vec<GuideBlock>> },
    /// A list of things to do; `true` where an item is done, nothing where it has no box.
    Tasks(Vec<(Option<bool>, Vec<GuideBlock>)>),
    /// A quotation.
    Quote(Vec<GuideBlock>),
    /// `> [!QUOTE]`: words taken out of the text and set large.
    PullQuote(Vec<GuideBlock>),
    /// `{{ columns() }}` to `{{ end_columns() }}`: blocks side by side.
    Columns(Vec<Vec<GuideBlock>>),
    /// `{{ page_break() }}`
    PageBreak,
    /// `[^name]: …`: what stands at the foot of the page that refers to it.
    Note { name: String, blocks: Vec<GuideBlock> },
    /// `{{ poster("annonce") }}`: one of the campaign's posters, small.
    Poster { id: Id, span: Span },
    /// `> [!TIP]` and its kin.
    Callout { kind: Callout, blocks: Vec<GuideBlock> },
    /// A table with a head.
    Table { alignment: Vec<Alignment>, head: Vec<Vec<super::value::Inline>>, rows: Vec<Vec<Vec<super::value::Inline>>> },
    /// Code, as written.
    Code(String),
    /// A line across.
    Rule,
    /// A picture on a line of its own.
    Image { file: Asset, alt: String, caption: Option<String>, span: Span },
    /// `{{ messages() }}` and its kin, filled from the project's data.
    Placeholder { kind: GuidePlaceholder, span: Span },
}

impl GuideBlock {
    /// The blocks that stand within it, in order.
    pub fn children(&self) -> Vec<&GuideBlock> {
        match self {
            GuideBlock::List { items, .. } | GuideBlock::Columns(items) => items.iter().flatten().collect(),
            GuideBlock::Tasks(items) => items.iter().flat_map(|(_, blocks)| blocks).collect(),
            GuideBlock::Quote(blocks)
            | GuideBlock::PullQuote(blocks)
            | GuideBlock::Callout { blocks, .. }
            | GuideBlock::Note { blocks, .. } => blocks.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The name by which `[text](#name)` leads to a heading: the one that it states, `# Title {#name}`, else its words in
    /// small letters with hyphens between.
    pub fn anchor(source: &str) -> String {
        let title = source.trim().trim_start_matches('#').trim_end_matches('#').trim();
        if let Some((_, name)) = Self::stated_anchor(title) {
            return name.to_lowercase();
        }
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-").to_lowercase()
    }

    /// A heading's text before `{#name}`, and the name.
    pub fn stated_anchor(text: &str) -> Option<(&str, &str)> {
        let (before, name) = text.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
        let sound = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        sound.then_some((before.trim_end(), name))
    }
}

impl Guide {
    /// The placeholders that it holds, in order, wherever they stand.
    pub fn placeholders(&self) -> Vec<GuidePlaceholder> {
        fn walk(block: &GuideBlock, out: &mut Vec<GuidePlaceholder>) {
            if let GuideBlock::Placeholder { kind, .. } = block {
                out.push(*kind);
            }
            block.children().into_iter().for_each(|block| walk(block, out));
        }
        let mut found = Vec::new();
        self.blocks.iter().for_each(|block| walk(block, &mut found));
        found
    }

    /// The posters that it shows, in order.
    pub fn posters(&self) -> Vec<&Id> {
        fn walk<'a>(block: &'a GuideBlock, out: &mut Vec<&'a Id>) {
            if let GuideBlock::Poster { id, .. } = block {
                out.push(id);
            }
            block.children().into_iter().for_each(|block| walk(block, out));
        }
        let mut found = Vec::new();
        self.blocks.iter().for_each(|block| walk(block, &mut found));
        found
    }
}

/// The five kinds of callout that GitHub's Markdown has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Callout {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

/// How a table's column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alignment {
    /// At the start of the line.
    Start,
    /// Centred.
    Center,
    /// At the end of the line.
    End,
}

/// What a guide takes from the project's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GuidePlaceholder {
    /// `{{ why() }}`
    Why,
    /// `{{ story() }}`
    Story,
    /// `{{ messages() }}`
    Messages,
    /// `{{ objections() }}`
    Objections,
    /// `{{ responsibilities() }}`
    Responsibilities,
    /// `{{ training() }}`
    Training,
    /// `{{ people() }}`
    People,
    /// `{{ calendar() }}`
    Calendar,
    /// `{{ timeline() }}`
    Timeline,
    /// `{{ palette() }}`
    Palette,
    /// `{{ sites() }}`
    Sites,
    /// `{{ contacts() }}`
    Contacts,
    /// `{{ keys() }}`
    Keys,
}

impl GuidePlaceholder {
    /// Every placeholder by the name that stands before `()`.
    pub const ALL: &[(&str, GuidePlaceholder)] = &[
        ("why", Self::Why),
        ("story", Self::Story),
        ("messages", Self::Messages),
        ("objections", Self::Objections),
        ("responsibilities", Self::Responsibilities),
        ("training", Self::Training),
        ("people", Self::People),
        ("calendar", Self::Calendar),
        ("timeline", Self::Timeline),
        ("palette", Self::Palette),
        ("sites", Self::Sites),
        ("contacts", Self::Contacts),
        ("keys", Self::Keys),
    ];
}
