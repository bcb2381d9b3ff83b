//! A guide and the project's data to a document of plain data.
//!
//! In: a [`Guide`](crate::model::Guide) with its scope, and the brand's [`Material`]. Out: a [`Document`] in which fields
//! are filled and placeholders expanded, the pictures that it shows, and what is wrong with it: characters that no font
//! has, and what PDF/UA-1 would refuse.

mod back;
mod blocks;
mod brand;
mod calendar;
mod campaign;
mod characters;
mod inline;
mod keys;
mod sections;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    data::{self, Cover, Document, Figure, Node, Paper},
    material::{Material, icon, sha256},
    text::{clean, longest_word, phrases},
};
use crate::{
    design::fonts::Role,
    diagnostic::{Diagnostics, Span},
    model::{
        Guide,
        value::{Colour, DateStyle, FormatUnit},
    },
    personalise::{Scope, document_day, format_date, plain},
};
use characters::Characters;

/// What a PDF viewer shows in its title bar is cut after so many characters.
const METADATA_LENGTH: usize = 200;

/// A document with what it needs and what is wrong with it.
pub struct Composed {
    /// The document.
    pub document: Document,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
}

/// A picture that a document shows.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// How its format is called: `svg`, `png`, `jpg`, `webp`, `gif`.
    pub format: &'static str,
    /// Where it was named; `None` for the program's own.
    pub span: Option<Span>,
}

/// Composes a guide.
pub fn compose(guide: &Guide, scope: Scope<'_>, material: &Material) -> Composed {
    let mut composer = Composer::new(guide, scope, material);
    let blocks = composer.guide_blocks(&guide.blocks);
    let document = composer.document(blocks);
    let Composer { pictures, mut diagnostics, characters, .. } = composer;
    diagnostics.extend(characters.missing(&material.fonts, scope.language, guide));
    Composed { document, pictures, diagnostics }
}

/// What is gathered while a guide is composed.
struct Composer<'a> {
    guide: &'a Guide,
    scope: Scope<'a>,
    material: &'a Material,
    /// Every character that is shown, by role.
    characters: Characters,
    pictures: Vec<Picture>,
    /// Icons that are among the pictures already.
    icons: Vec<(String, usize)>,
    diagnostics: Diagnostics,
    /// The role of the text that is being composed.
    role: Role,
    /// Where the text that is being composed was written.
    place: Option<Span>,
    /// The level of the guide's own last heading, 0 before the first.
    level: u8,
    /// The level of the last heading, be it the guide's or a placeholder's.
    last_level: u8,
    /// Its text.
    last_heading: String,
    /// The notes of the guide by their names, and those that were referred to.
    notes: HashMap<String, Vec<crate::model::value::Inline>>,
    noted: HashSet<String>,
    /// The names by which links lead to headings.
    anchors: HashSet<String>,
    /// How many posters were shown.
    posters: usize,
}

impl<'a> Composer<'a> {
    fn new(guide: &'a Guide, scope: Scope<'a>, material: &'a Material) -> Self {
        Self {
            guide,
            scope,
            material,
            characters: Characters::default(),
            pictures: Vec::new(),
            icons: Vec::new(),
            diagnostics: Diagnostics::new(),
            role: Role::Base,
            place: None,
            level: 0,
            last_level: 0,
            last_heading: String::new(),
            notes: HashMap::new(),
            noted: HashSet::new(),
            anchors: HashSet::new(),
            posters: 0,
        }
    }

    /// A built-in word in the guide's language.
    fn word(&mut self, key: &str) -> String {
        let word = self.scope.project.words.get(self.scope.language, key).to_owned();
        self.text(&word)
    }

    /// A built-in word with its placeholders filled.
    fn fill(&mut self, key: &str, values: &[(&str, &str)]) -> String {
        let word = self.scope.project.words.fill(self.scope.language, key, values);
        self.text(&word)
    }

    /// Composes something in another role.
    fn with_role<T>(&mut self, role: Role, compose: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.role, role);
        let composed = compose(self);
        self.role = before;
        composed
    }

    /// Composes something that was written elsewhere.
    fn at<T>(&mut self, place: Option<Span>, compose: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.place, place);
        let composed = compose(self);
        self.place = before;
        composed
    }

    fn document(&mut self, blocks: Vec<Node>) -> Document {
        let (scope, material, language) = (self.scope, self.material, self.scope.language);
        let identity = &scope.project.identity;
        let title = self.title();
        let format = &self.guide.format;
        // A guide is paper: a screen format lends it its proportions only.
        let unit = if format.unit == FormatUnit::Mm { 1.0 } else { 210.0 / format.width };
        let paper = Paper { width: format.width * unit, height: format.height * unit };
        let cover = self.cover(&paper);
        let back = self.back();
        let contents = self.with_role(Role::Headings, |composer| composer.word("contents"));
        Document {
            ident: format!("{}/{}/{}.{language}", identity.name, scope.campaign.id, self.guide.id),
            title: self.text(&title),
            name: self.text(&identity.name),
            organisation: identity.organisation.as_ref().map(|name| self.text(name)),
            tagline: metadata(&scope.plain(&identity.tagline)),
            language: language.primary().to_owned(),
            region: language.region().filter(|region| region.len() == 2),
            direction: language.direction().as_str(),
            numbering: self.numbering(),
            date: document_day(scope.campaign),
            paper,
            theme: material.theme.clone(),
            callouts: material.callouts,
            fonts: material.chains(language),
            cover,
            back,
            contents,
            page: self.page_word(),
            blocks,
            pictures: self.pictures.iter().map(|picture| sha256(&picture.bytes)).collect(),
            fingerprint: material.fingerprint.clone(),
        }
    }

    /// The title without markup; the project's name where it shows nothing.
    fn title(&self) -> String {
        let title = metadata(&plain(&self.scope.fill(&self.guide.title.inlines())));
        if title.is_empty() { metadata(&self.scope.project.identity.name) } else { title }
    }

    fn cover(&mut self, paper: &Paper) -> Cover {
        let identity = &self.scope.project.identity;
        let guide = self.guide;
        let mut title = self.with_role(Role::Headings, |composer| composer.headline(&guide.title.inlines()));
        if data::plain(&title).trim().is_empty() {
            title = self.with_role(Role::Headings, |composer| composer.headline_text(&identity.name));
        }
        let words = self.whole_words(&data::plain(&title));
        let title = after_colon(title);
        let subtitle = guide.subtitle.as_ref().map(|subtitle| self.fill_inlines(&subtitle.inlines()));
        let tagline = self.localised(&identity.tagline);
        let front = self.material.front(self.scope, paper);
        let art = front.svg.map(|svg| self.add_svg(svg));
        let logo = self.add_svg(self.material.logo(self.scope.language.direction()));
        let alt = match &identity.brand.logo {
            Some(logo) => logo.alt.get(self.scope.language).clone(),
            None => self.fill("logo_alt", &[("name", &identity.name)]),
        };
        Cover {
            title,
            words,
            subtitle: subtitle.unwrap_or_default(),
            tagline,
            art,
            horizon: front.horizon,
            logo: Figure { file: logo, alt: clean(&alt) },
        }
    }

    /// The words of a title that a line must hold whole: those that may be the widest.
    fn whole_words(&self, title: &str) -> Vec<String> {
        let whole = phrases(title, self.scope.language);
        let words = whole.unwrap_or_else(|| title.split(' ').map(longest_word).collect());
        let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.truncate(6);
        words
    }

    /// The pattern by which pages are numbered: in the digits in which the language writes its dates.
    fn numbering(&self) -> &'static str {
        let sample = format_date(jiff::civil::date(2011, 1, 1), self.scope.language, DateStyle::Medium);
        let digit = |range: std::ops::RangeInclusive<char>| sample.chars().any(|c| range.contains(&c));
        if digit('\u{660}'..='\u{669}') {
            "١"
        } else if digit('\u{6f0}'..='\u{6f9}') {
            "۱"
        } else {
            "1"
        }
    }

    fn add_svg(&mut self, svg: impl Into<String>) -> usize {
        self.pictures.push(Picture { bytes: svg.into().into_bytes().into(), format: "svg", span: None });
        self.pictures.len() - 1
    }

    /// The place of an icon among the pictures; `None` where no icon bears the name.
    fn icon(&mut self, name: &str, colour: Colour) -> Option<usize> {
        let key = format!("{name}{colour}");
        if let Some((_, file)) = self.icons.iter().find(|(known, _)| *known == key) {
            return Some(*file);
        }
        let file = icon(name, colour).map(|svg| self.add_svg(svg))?;
        self.icons.push((key, file));
        Some(file)
    }
}

/// A title whose first part ends with a colon, as `Agora: your questions, our answers`: that part has a line of its own.
fn after_colon(title: Vec<data::Inline>) -> Vec<data::Inline> {
    let parted = title.iter().enumerate().find_map(|(i, inline)| {
        let data::Inline::Text { text } = inline else { return None };
        let (name, rest) = text.split_once(": ").filter(|(_, rest)| !rest.trim().is_empty())?;
        Some((i, format!("{name}:"), rest.to_owned()))
    });
    let Some((i, name, rest)) = parted else { return title };
    let parts = [data::Inline::text(name), vec![data::Inline::Break], data::Inline::text(rest)].concat();
    [&title[..i], &parts[..], &title[i + 1..]].concat()
}

/// A text for the file's properties, which take no long ones.
fn metadata(text: &str) -> String {
    let text = clean(text);
    let text = text.replace('\u{200b}', "");
    let text = text.trim();
    match text.char_indices().nth(METADATA_LENGTH) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Campaign, GuideBlock, GuidePlaceholder, sample::language},
        render::document::{
            data::{Inline, Table},
            sample,
        },
    };

    fn composed(guide: &Guide, change: impl FnOnce(&mut Campaign)) -> Document {
        let mut project = sample::project();
        change(&mut project.campaigns[0]);
        let (material, _) = Material::new(&project);
        let language = guide.language.clone();
        let scope = Scope { project: &project, campaign: &project.campaigns[0], language: &language, site: None };
        let composed = compose(guide, scope, &material);
        assert!(composed.diagnostics.is_empty(), "{:?}", composed.diagnostics);
        composed.document
    }

    /// What a placeholder below a heading of level 1 becomes.
    fn placed(kind: GuidePlaceholder, tag: &str) -> Vec<Node> {
        let guide = sample::guide(tag);
        let span = guide.span.clone();
        let heading = GuideBlock::Heading { level: 1, content: sample::inlines("Title"), span: span.clone() };
        let blocks = vec![heading, GuideBlock::Placeholder { kind, span }];
        let mut blocks = composed(&Guide { blocks, ..guide }, |_| {}).blocks;
        blocks.split_off(1)
    }

    fn cells(table: &Table, row: usize) -> Vec<String> {
        table.rows[row].cells.iter().map(|cell| data::plain(cell)).collect()
    }

    #[test]
    fn chapters_of_the_story_are_listed_below_the_heading() {
        let nodes = placed(GuidePlaceholder::Story, "en");
        let Node::Heading { level: 2, content, listed: true, .. } = &nodes[0] else { panic!("{nodes:?}") };
        assert_eq!(data::plain(content), "Where we start from");
        assert_eq!(nodes.len(), 6);
    }

    #[test]
    fn responsibilities_name_people() {
        let nodes = placed(GuidePlaceholder::Responsibilities, "en");
        let [Node::Responsibilities { table, legend }] = &nodes[..] else { panic!("{nodes:?}") };
        let charter = ["Governance and charter", "The HR team", "The executive board"];
        assert_eq!(cells(table, 1)[..3], charter);
        assert_eq!(cells(table, 1)[3], "Internal communications Information systems");
        assert_eq!(legend.iter().map(|(letter, _)| *letter).collect::<String>(), "RACI");
    }

    #[test]
    fn sessions_are_in_order_and_empty_columns_are_left_out() {
        let nodes = placed(GuidePlaceholder::Training, "fr");
        let tables: Vec<&Table> =
            nodes.iter().filter_map(|node| if let Node::Table(table) = node { Some(table) } else { None }).collect();
        let first = ["Paris", "jeudi 11\u{a0}mars 2027", "10\u{a0}h", "Auditorium", "60"];
        assert_eq!(cells(tables[0], 0), first);
        assert_eq!(tables[0].rows.len(), 4);
        // The online session has a place, the link, but no number of seats.
        assert_eq!(tables[1].columns.len(), 4);
        let place = &tables[1].rows[0].cells[3];
        assert!(matches!(&place[..], [Inline::Link { to, .. }] if to.starts_with("https://visio.")), "{place:?}");
    }

    #[test]
    fn phases_end_on_the_day_before_the_next() {
        let nodes = placed(GuidePlaceholder::Calendar, "en");
        let Node::Facts { facts } = &nodes[1] else { panic!("{nodes:?}") };
        assert_eq!(data::plain(&facts[0]), "12\u{a0}January 2027 to 8\u{a0}March 2027");
        let Node::Table(table) = &nodes[2] else { panic!("{nodes:?}") };
        assert_eq!(cells(table, 1)[2], "Ambassadors, Managers");
    }

    #[test]
    fn the_date_is_the_launch_and_never_today() {
        let guide = sample::guide("fr");
        assert_eq!(composed(&guide, |_| {}).date, [2027, 3, 9]);
        assert_eq!(composed(&guide, |campaign| campaign.launch = None).date, [2025, 1, 1]);
    }

    #[test]
    fn a_text_that_reads_from_left_to_right_stays_whole_in_arabic() {
        let nodes = placed(GuidePlaceholder::Sites, "ar");
        let Node::Table(table) = &nodes[0] else { panic!("{nodes:?}") };
        assert_eq!(cells(table, 0)[1], "\u{2066}12 rue de la Paix, 75002 Paris\u{2069}");
        assert_eq!(composed(&sample::guide("ar"), |_| {}).direction, "rtl");
    }

    #[test]
    fn the_calendar_tells_the_launch_and_the_trainings() {
        let nodes = placed(GuidePlaceholder::Calendar, "en");
        let tables = nodes.iter().filter_map(|node| if let Node::Table(table) = node { Some(table) } else { None });
        let told: Vec<String> =
            tables.flat_map(|table| (0..table.rows.len()).map(|row| cells(table, row)[1].clone())).collect();
        assert!(told.contains(&"Agora begins".to_owned()), "{told:?}");
        assert!(told.contains(&"First steps Training, Montreal, London".to_owned()), "{told:?}");
    }

    #[test]
    fn a_built_in_guide_leaves_out_what_the_project_has_nothing_for() {
        let source = crate::diagnostic::Source::new("built-in/guides/x.en.md", "# Training\n## Dates\n");
        let span = source.span(0, 10);
        let heading = |level| GuideBlock::Heading { level, content: sample::inlines("Title"), span: span.clone() };
        let placeholder = |kind| GuideBlock::Placeholder { kind, span: span.clone() };
        let intro = GuideBlock::Paragraph(sample::inlines("Come."));
        let blocks = vec![
            heading(1),
            heading(2),
            intro.clone(),
            placeholder(GuidePlaceholder::Training),
            heading(1),
            intro,
            placeholder(GuidePlaceholder::Why),
        ];
        let guide = Guide { built_in: true, blocks, ..sample::guide("en") };
        let headings = |document: &Document| {
            document.blocks.iter().filter(|node| matches!(node, Node::Heading { listed: true, .. })).count()
        };
        let without = composed(&guide, |campaign| campaign.training.clear());
        assert_eq!(headings(&without), 1);
        assert!(headings(&composed(&guide, |_| {})) > 3);
        assert!(without.back.built_in.is_some_and(|text| text.contains("Fanion")));
    }

    #[test]
    fn a_note_is_written_once_and_a_link_leads_to_its_heading() {
        use crate::model::value::{self, LinkTarget};
        let link = |target| value::Inline::Link { target, content: sample::inlines("there") };
        let note = GuideBlock::Note { name: "n".into(), blocks: vec![GuideBlock::Paragraph(sample::inlines("Why."))] };
        let text = vec![
            link(LinkTarget::Note("n".into())),
            link(LinkTarget::Note("n".into())),
            link(LinkTarget::Heading("a".into())),
        ];
        let guide = Guide { blocks: vec![GuideBlock::Paragraph(text), note], ..sample::guide("en") };
        let blocks = composed(&guide, |_| {}).blocks;
        let [Node::Paragraph { content }] = &blocks[..] else { panic!("{blocks:?}") };
        let [Inline::Note { again: false, .. }, Inline::Note { again: true, .. }, Inline::Reference { to, .. }] =
            &content[..]
        else {
            panic!("{content:?}")
        };
        assert_eq!(to, "a");
    }

    #[test]
    fn a_screen_format_lends_a_guide_its_proportions() {
        let guide = Guide { format: "1920x1080".parse().unwrap(), ..sample::guide("fr") };
        let paper = composed(&guide, |_| {}).paper;
        assert_eq!((paper.width, paper.height), (210.0, 118.125));
        assert_eq!(language("fr"), guide.language);
    }
}
