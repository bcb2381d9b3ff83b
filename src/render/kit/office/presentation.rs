//! Slides as a .pptx: master, layouts, slides and notes, and the package around them.
//!
//! In: slides of shapes. Out: the package's parts as data for their templates, then as files.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    album::Album,
    file::{File, Properties},
    geometry::Frame,
    layouts::{Kind, Layout, idx, number},
    package::{CORE, Links, Package},
    shape::{Drawn, Shape},
    studio::Studio,
    templates::Forms,
    text::{Paragraph, Style, Text},
};
use crate::diagnostic::Diagnostic;

/// What a presentation is in a package.
pub const PRESENTATION: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
/// What a template of one is.
pub const PRESENTATION_TEMPLATE: &str =
    "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml";

macro_rules! part {
    ($name:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.presentationml.", $name, "+xml")
    };
}

/// A slide.
#[derive(Debug, Clone, Serialize)]
pub struct Slide {
    /// The place of its layout in [`Kind::ALL`].
    layout: usize,
    /// What stands on it.
    shapes: Vec<Shape>,
    /// What to say to it, a paragraph each.
    notes: Vec<String>,
}

/// Slides in the making.
#[derive(Debug, Serialize)]
pub struct Presentation {
    master: Layout,
    layouts: Vec<Layout>,
    slides: Vec<Slide>,
    /// Pictures.
    pub album: Album,
    properties: Properties,
    words: [(&'static str, String); 3],
}

impl Presentation {
    /// Without slides yet.
    pub fn new(studio: &mut Studio<'_>, title: &str) -> Self {
        Self {
            master: studio.master(),
            layouts: studio.layouts(),
            slides: Vec::new(),
            album: Album::default(),
            properties: Properties::new(studio, title),
            words: [("slide", "office_slide"), ("notes", "office_notes"), ("number", "office_number")]
                .map(|(name, key)| (name, studio.word(key))),
        }
    }

    /// Adds a slide of a layout and returns it.
    pub fn slide(&mut self, kind: Kind) -> &mut Slide {
        let layout = Kind::ALL.iter().position(|other| *other == kind).unwrap_or_default();
        self.slides.push(Slide { layout, shapes: Vec::new(), notes: Vec::new() });
        self.last()
    }

    /// The slide that was added last.
    ///
    /// # Panics
    /// Before the first.
    pub fn last(&mut self) -> &mut Slide {
        self.slides.last_mut().expect("a slide was added")
    }

    /// A layout's placeholder, by its `idx`; its title without one.
    fn slot(&self, kind: Kind, at: Option<u32>) -> Option<&super::layouts::Slot> {
        let layout = Kind::ALL.iter().position(|other| *other == kind)?;
        self.layouts.get(layout)?.slots.iter().find(|slot| slot.idx == at)
    }

    /// Paragraphs for a placeholder of a layout, fitted to it.
    pub fn filled(
        &self,
        studio: &mut Studio<'_>,
        kind: Kind,
        at: Option<u32>,
        paragraphs: Vec<Paragraph>,
    ) -> Vec<Shape> {
        let Some(slot) = self.slot(kind, at) else { return Vec::new() };
        let Some(level) = slot.levels.first() else { return Vec::new() };
        let as_set = |paragraph: &Paragraph| Paragraph {
            style: Style {
                size: Some(level.size),
                bold: level.bold,
                heading: level.heading,
                before: Some(level.before),
                bullet: level.bullet.is_some(),
                ..Style::default()
            },
            runs: paragraph.runs.clone(),
        };
        let measured: Vec<_> = paragraphs.iter().map(as_set).collect();
        let scale = studio.ruler.fit(&measured, slot.frame.width, slot.frame.height);
        let text = Text {
            paragraphs,
            scale: (scale < 100_000).then_some(scale),
            rtl: studio.rtl,
            lang: studio.lang.clone(),
            ..Text::default()
        };
        let shape = studio.speaking(Drawn::Placeholder { kind: slot.kind, idx: slot.idx, text });
        vec![Shape { name: slot.name.clone(), ..shape }]
    }

    /// The line at the foot and the slide's number, where a layout has them.
    pub fn feet(&self, studio: &Studio<'_>, kind: Kind) -> Vec<Shape> {
        let fill = |at: u32, paragraph: Paragraph| {
            let slot = self.slot(kind, Some(at))?;
            let text =
                Text { paragraphs: vec![paragraph], rtl: studio.rtl, lang: studio.lang.clone(), ..Text::default() };
            let shape = studio.speaking(Drawn::Placeholder { kind: slot.kind, idx: slot.idx, text });
            Some(Shape { name: slot.name.clone(), ..shape })
        };
        let mut figure = Paragraph::plain((self.slides.len()).to_string());
        figure.runs.iter_mut().for_each(|run| run.field = Some("slidenum"));
        let footer = fill(idx::FOOTER, Paragraph::plain(studio.footer()));
        footer.into_iter().chain(fill(idx::NUMBER, figure)).collect()
    }

    /// The place of a layout's placeholder.
    pub fn place(&self, kind: Kind, at: Option<u32>) -> Option<Frame> {
        self.slot(kind, at).map(|slot| slot.frame)
    }

    /// The package.
    ///
    /// # Errors
    /// Where a template cannot be filled.
    pub fn pack(&self, forms: &Forms) -> Result<Package, Box<Diagnostic>> {
        let mut package = Package::default();
        let mut presentation = Links::default();
        let master = presentation.to("slideMaster", "slideMasters/slideMaster1.xml");
        let notes_master = presentation.to("notesMaster", "notesMasters/notesMaster1.xml");
        let slides: Vec<_> = (1..=self.slides.len())
            .map(|n| json!({ "id": 255 + n, "link": presentation.to("slide", format!("slides/slide{n}.xml")) }))
            .collect();
        for (kind, file) in [
            ("presProps", "presProps.xml"),
            ("viewProps", "viewProps.xml"),
            ("theme", "theme/theme1.xml"),
            ("tableStyles", "tableStyles.xml"),
        ] {
            presentation.to(kind, file);
        }
        let (rtl, lang) = (self.master.rtl, &self.master.lang);
        let data =
            json!({ "master": master, "notes_master": notes_master, "slides": slides, "rtl": rtl, "lang": lang });
        package.links.to("officeDocument", "ppt/presentation.xml");
        package.links.to(CORE, "docProps/core.xml");
        package.links.to("extended-properties", "docProps/app.xml");
        let text = forms.fill("presentation/presentation.xml", &data)?;
        package.add("ppt/presentation.xml", Some(PRESENTATION), text, presentation);
        self.masters(forms, &mut package)?;
        for (index, slide) in self.slides.iter().enumerate() {
            self.pack_slide(forms, slide, index + 1, &mut package)?;
        }
        self.rest(forms, &mut package)?;
        Ok(package)
    }

    fn masters(&self, forms: &Forms, package: &mut Package) -> Result<(), Box<Diagnostic>> {
        let mut links = Links::default();
        let layouts: Vec<_> = (1..=self.layouts.len())
            .map(|n| {
                let link = links.to("slideLayout", format!("../slideLayouts/slideLayout{n}.xml"));
                json!({ "id": 2_147_483_648_u64 + n as u64, "link": link })
            })
            .collect();
        links.to("theme", "../theme/theme1.xml");
        let mut master = self.master.clone();
        self.link(&mut master.shapes, &mut links);
        let mut data = to_value(&master);
        let title = master.slots.first().and_then(|slot| slot.levels.first());
        let levels = master.slots.get(1).map(|slot| &slot.levels);
        let other = master.slots.get(2).and_then(|slot| slot.levels.first());
        let more = json!({ "layouts": layouts, "title": title, "levels": levels, "other": other });
        extend(&mut data, more);
        let text = forms.fill("presentation/master.xml", &data)?;
        package.add("ppt/slideMasters/slideMaster1.xml", Some(part!("slideMaster")), text, links);
        for (layout, n) in self.layouts.iter().zip(1..) {
            let mut links = Links::default();
            links.to("slideMaster", "../slideMasters/slideMaster1.xml");
            let mut layout = layout.clone();
            self.link(&mut layout.shapes, &mut links);
            let text = forms.fill("presentation/layout.xml", &to_value(&layout))?;
            package.add(format!("ppt/slideLayouts/slideLayout{n}.xml"), Some(part!("slideLayout")), text, links);
        }
        let mut links = Links::default();
        links.to("theme", "../theme/theme2.xml");
        let text = forms.fill("presentation/notes-master.xml", &self.notes_data(&[]))?;
        package.add("ppt/notesMasters/notesMaster1.xml", Some(part!("notesMaster")), text, links);
        Ok(())
    }

    fn notes_data(&self, notes: &[String]) -> Value {
        let words: serde_json::Map<_, _> =
            self.words.iter().map(|(name, word)| ((*name).to_owned(), json!(word))).collect();
        json!({ "words": words, "rtl": self.master.rtl, "lang": self.master.lang, "notes": notes })
    }

    fn pack_slide(&self, forms: &Forms, slide: &Slide, n: usize, package: &mut Package) -> Result<(), Box<Diagnostic>> {
        let mut links = Links::default();
        links.to("slideLayout", format!("../slideLayouts/slideLayout{}.xml", slide.layout + 1));
        if !slide.notes.is_empty() {
            links.to("notesSlide", format!("../notesSlides/notesSlide{n}.xml"));
        }
        let mut shapes = slide.shapes.clone();
        number(&mut shapes, 2);
        self.link(&mut shapes, &mut links);
        let text = forms
            .fill("presentation/slide.xml", &json!({ "shapes": shapes, "links": self.layouts[slide.layout].links }))?;
        package.add(format!("ppt/slides/slide{n}.xml"), Some(part!("slide")), text, links);
        if !slide.notes.is_empty() {
            let mut links = Links::default();
            links.to("notesMaster", "../notesMasters/notesMaster1.xml");
            links.to("slide", format!("../slides/slide{n}.xml"));
            let text = forms.fill("presentation/notes-slide.xml", &self.notes_data(&slide.notes))?;
            package.add(format!("ppt/notesSlides/notesSlide{n}.xml"), Some(part!("notesSlide")), text, links);
        }
        Ok(())
    }

    /// Themes, properties and pictures.
    fn rest(&self, forms: &Forms, package: &mut Package) -> Result<(), Box<Diagnostic>> {
        const THEME: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
        let theme = forms.fill("package/theme.xml", &to_value(&self.properties))?;
        for n in [1, 2] {
            package.add(format!("ppt/theme/theme{n}.xml"), Some(THEME), theme.clone(), Links::default());
        }
        for (path, content, form) in [
            ("ppt/presProps.xml", part!("presProps"), "presentation/properties.xml"),
            ("ppt/viewProps.xml", part!("viewProps"), "presentation/view.xml"),
            ("ppt/tableStyles.xml", part!("tableStyles"), "presentation/table-styles.xml"),
        ] {
            package.add(path, Some(content), forms.fill(form, &json!({}))?, Links::default());
        }
        self.properties.pack(forms, package)?;
        super::file::pictures(&self.album, "ppt/media", package);
        Ok(())
    }

    /// Gives pictures and links their relationships.
    fn link(&self, shapes: &mut [Shape], links: &mut Links) {
        for shape in shapes {
            if let Drawn::Picture { picture, png, svg, .. } = &mut shape.kind
                && let Some(file) = self.album.get(*picture)
            {
                *png = links.to("image", format!("../media/{}.png", file.name));
                *svg = file.vector.then(|| links.to("image", format!("../media/{}.svg", file.name)));
            }
            for text in shape.texts_mut() {
                for run in text.paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.runs) {
                    run.link = run.url.as_ref().map(|url| links.out(url));
                }
            }
        }
    }
}

impl Slide {
    /// Adds shapes.
    pub fn add(&mut self, shapes: impl IntoIterator<Item = Shape>) -> &mut Self {
        self.shapes.extend(shapes);
        self
    }

    /// Says what to say to it.
    pub fn note(&mut self, notes: impl IntoIterator<Item = String>) -> &mut Self {
        self.notes.extend(notes.into_iter().filter(|note| !note.is_empty()));
        self
    }
}

impl File for Presentation {
    fn package(&self, forms: &Forms) -> Result<Package, Box<Diagnostic>> {
        self.pack(forms)
    }
}

fn to_value(data: &impl Serialize) -> Value {
    serde_json::to_value(data).expect("plain data")
}

fn extend(data: &mut Value, more: Value) {
    if let (Value::Object(data), Value::Object(more)) = (data, more) {
        data.extend(more);
    }
}
