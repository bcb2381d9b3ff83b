//! What every part of an office file is made with: a project's brand and words in one language, measured by its fonts.

use super::{
    album::Album,
    geometry::{Frame, emu},
    paint::{Fill, Paint, Scheme},
    ruler::Ruler,
    shape::{Drawn, Shape},
    text::{Align, Paragraph, Run, Style, Text, clean, office_language, runs},
};
use crate::{
    design::{Fonts, Theme, logo::Logos},
    model::{
        Campaign, Project,
        value::{Colour, Direction, LanguageTag, Localised, Prose},
    },
    personalise::{Scope, typographic},
    render::kit::KitRenderer,
};

/// Material for one office file.
pub struct Studio<'a> {
    /// The project.
    pub project: &'a Project,
    /// The campaign whose data fill it.
    pub campaign: &'a Campaign,
    /// Its language.
    pub language: LanguageTag,
    /// That, with a region.
    pub lang: String,
    /// From right to left.
    pub rtl: bool,
    /// Colours by what they do.
    pub theme: &'a Theme,
    /// The same as an office theme.
    pub scheme: Scheme,
    /// All fonts.
    pub fonts: &'a Fonts,
    /// What measures text.
    pub ruler: Ruler,
    /// Logos of the language's direction.
    pub logos: Logos,
    /// Pictures.
    pub album: Album,
}

/// How a text in a shape of its own is set.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// In points.
    pub size: f64,
    /// Bold.
    pub bold: bool,
    /// In the font of headlines.
    pub heading: bool,
    /// Its colour.
    pub colour: Colour,
    /// Where its lines stand.
    pub align: Align,
    /// Space before it in points.
    pub before: f64,
}

impl Type {
    /// Running text.
    pub fn text(size: f64, colour: Colour) -> Self {
        Self { size, bold: false, heading: false, colour, align: Align::Start, before: 0.0 }
    }

    /// The same, bold.
    pub fn strong(self) -> Self {
        Self { bold: true, ..self }
    }

    /// In the font of headlines, bold.
    pub fn heading(size: f64, colour: Colour) -> Self {
        Self { bold: true, heading: true, ..Self::text(size, colour) }
    }

    /// With space before it.
    pub fn after(self, before: f64) -> Self {
        Self { before, ..self }
    }

    /// Aligned otherwise.
    pub fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// At another size.
    pub fn sized(self, size: f64) -> Self {
        Self { size, ..self }
    }
}

impl<'a> Studio<'a> {
    /// For one file.
    pub fn new(kit: &'a KitRenderer<'_>, campaign: &'a Campaign, language: &LanguageTag) -> Self {
        let project = kit.project;
        let direction = language.direction();
        let mut typesetter = kit.typesetter.fork();
        // What is wrong with a logo is told once, where the renderer is made.
        let (logos, _) = Logos::new(&project.identity, &kit.theme, &kit.fonts, &mut typesetter, direction);
        Self {
            project,
            campaign,
            language: language.clone(),
            lang: office_language(language),
            rtl: direction == Direction::Rtl,
            theme: &kit.theme,
            scheme: Scheme::new(&kit.theme, &project.identity.brand),
            fonts: &kit.fonts,
            ruler: Ruler::new(&kit.fonts, typesetter, language),
            logos,
            album: Album::default(),
        }
    }

    /// A built-in word, as the language prints it.
    pub fn word(&self, key: &str) -> String {
        typographic(self.project.words.get(&self.language, key), &self.language).into_owned()
    }

    /// A built-in word with its placeholders filled.
    pub fn fill_word(&self, key: &str, values: &[(&str, &str)]) -> String {
        let filled = self.project.words.fill(&self.language, key, values);
        typographic(&filled, &self.language).into_owned()
    }

    /// What fields are filled from.
    pub fn scope(&self) -> Scope<'_> {
        Scope { project: self.project, campaign: self.campaign, language: &self.language, site: None }
    }

    /// A text of the project's as runs.
    pub fn runs(&self, text: &Localised<Prose>) -> Vec<Run> {
        runs(&self.scope().inlines(text))
    }

    /// A text of the project's without markup.
    pub fn plain_text(&self, text: &Localised<Prose>) -> String {
        clean(&self.scope().plain(text))
    }

    /// A text of the project's without markup and without a full stop at its end.
    pub fn title_text(&self, text: &Localised<Prose>) -> String {
        self.plain_text(text).trim().to_owned()
    }

    /// A name or role.
    pub fn string(&self, text: &Localised<String>) -> String {
        clean(&typographic(text.get(&self.language), &self.language))
    }

    /// A style.
    pub fn style(&self, set: Type) -> Style {
        Style {
            size: Some((set.size * 100.0).round() as u32),
            bold: set.bold,
            heading: set.heading,
            colour: Some(self.scheme.paint(set.colour)),
            align: Some(set.align.written(self.rtl)),
            line: Some(self.ruler.line(set.heading)),
            before: Some((set.before * 100.0).round() as u32),
            bullet: false,
        }
    }

    /// A paragraph.
    pub fn paragraph(&self, runs: Vec<Run>, set: Type) -> Paragraph {
        Paragraph { style: self.style(set), runs }
    }

    /// A paragraph of plain text.
    pub fn line(&self, text: impl AsRef<str>, set: Type) -> Paragraph {
        self.paragraph(vec![Run::new(text)], set)
    }

    /// Paragraphs for a shape of their own.
    pub fn text(&self, paragraphs: Vec<Paragraph>, anchor: &'static str, insets: f64) -> Text {
        Text {
            paragraphs,
            anchor: Some(anchor),
            insets: Some([emu(insets); 4]),
            scale: None,
            rtl: self.rtl,
            lang: self.lang.clone(),
        }
    }

    /// Text with nothing around it.
    pub fn label(&self, frame: Frame, paragraphs: Vec<Paragraph>, anchor: &'static str) -> Shape {
        let text = Some(self.text(paragraphs, anchor, 0.0));
        self.speaking(Drawn::Box { frame, geometry: "rect", adjust: None, fill: None, line: None, text })
    }

    /// A rounded card; `radius` in points.
    pub fn card(&self, frame: Frame, fill: impl Into<Fill>, line: Option<Paint>, radius: f64) -> Shape {
        let adjust = (radius / frame.width.min(frame.height).max(1.0) * 100_000.0).round().clamp(0.0, 50_000.0);
        self.decorative(Drawn::Box {
            frame,
            geometry: "roundRect",
            adjust: Some(adjust as i64),
            fill: Some(fill.into()),
            line: line.map(Fill::from),
            text: None,
        })
    }

    /// A shape that shows nothing; its id and name come when it is placed.
    pub fn decorative(&self, kind: Drawn) -> Shape {
        Shape { id: 0, name: String::new(), alt: None, decorative: true, kind }
    }

    /// A shape that says something.
    pub fn speaking(&self, kind: Drawn) -> Shape {
        Shape { decorative: false, ..self.decorative(kind) }
    }

    /// The place on a slide of this direction.
    pub fn at(&self, frame: Frame) -> Frame {
        if self.rtl { frame.mirrored() } else { frame }
    }

    /// Places side by side in reading order.
    pub fn columns(&self, frame: Frame, count: usize, gap: f64) -> Vec<Frame> {
        let mut columns = frame.columns(count, gap);
        if self.rtl {
            columns.reverse();
        }
        columns
    }
}
