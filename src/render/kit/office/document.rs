//! Letters and memos as a .docx: styles, header and footer, and the package around them.
//!
//! In: blocks of text. Out: the package's parts as data for their templates, then as files. Lengths are in twentieths of a
//! point, those of pictures in EMU.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    album::Album,
    art::within,
    file::{File, Properties, pictures},
    geometry::emu,
    package::{CORE, Links, Package},
    paint::Paint,
    studio::Studio,
    templates::Forms,
    text::Run,
};
use crate::{design::svg::number, diagnostic::Diagnostic, model::value::Colour, plan::paper};

/// What a document is in a package.
pub const DOCUMENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
/// What a template of one is.
pub const DOCUMENT_TEMPLATE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml";

macro_rules! part {
    ($name:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.wordprocessingml.", $name, "+xml")
    };
}

/// A sheet, in twentieths of a point.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Page {
    width: i64,
    height: i64,
    top: i64,
    bottom: i64,
    side: i64,
    header: i64,
    footer: i64,
}

impl Page {
    /// Letter where the project's pages are, else A4 (ISO 216).
    fn of(studio: &Studio<'_>) -> Self {
        let paper = paper(studio.project, [studio.campaign]);
        let (width, height) = if paper.name == "Letter" { (12_240, 15_840) } else { (11_906, 16_838) };
        Self { width, height, top: 2_440, bottom: 1_900, side: 1_360, header: 740, footer: 900 }
    }

    /// Width of the text.
    pub fn text_width(&self) -> i64 {
        self.width - 2 * self.side
    }
}

/// A colour as these files state it.
#[derive(Debug, Clone, Serialize)]
struct Ink {
    hex: String,
    theme: Option<&'static str>,
}

impl From<Paint> for Ink {
    fn from(paint: Paint) -> Self {
        // ECMA-376, part 1, 17.18.97.
        let theme = paint.scheme.map(|scheme| match scheme {
            "tx1" => "text1",
            "bg1" => "background1",
            "tx2" => "text2",
            "bg2" => "background2",
            "hlink" => "hyperlink",
            "folHlink" => "followedHyperlink",
            accent => accent,
        });
        Ink { hex: paint.hex, theme }
    }
}

/// A run of a document.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Words {
    #[serde(flatten)]
    run: Run,
    /// The tag of a field to type into, which the text asks for.
    prompt: Option<&'static str>,
    /// The field's number in the document.
    control: u32,
    /// The sequence that it counts in.
    sequence: Option<&'static str>,
    /// A link that looks like the text around it.
    quiet: bool,
    /// Of figures and Latin letters alone, which run from left to right.
    latin: bool,
}

impl From<Run> for Words {
    fn from(run: Run) -> Self {
        let latin = !run
            .text
            .chars()
            .any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'));
        Words { latin, run, ..Words::default() }
    }
}

/// A part of a document.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "block", rename_all = "lowercase")]
#[allow(missing_docs, reason = "each field is a part of what its variant says")]
pub enum Block {
    /// A paragraph of a style; `keep` with the next.
    Paragraph { style: &'static str, runs: Vec<Words>, keep: bool },
    /// A table; with a head, its first row is it.
    Table { style: &'static str, width: i64, columns: Vec<i64>, head: bool, rows: Vec<Vec<Vec<Words>>> },
}

/// A style of paragraphs.
#[derive(Debug, Clone, Serialize)]
struct Style {
    id: &'static str,
    name: &'static str,
    custom: bool,
    next: Option<&'static str>,
    priority: u8,
    level: Option<u8>,
    together: bool,
    number: Option<u8>,
    border: Option<&'static str>,
    bar: Ink,
    tab: Option<i64>,
    before: u32,
    after: u32,
    line: u32,
    indent: Option<u32>,
    tight: bool,
    heading: bool,
    bold: bool,
    colour: Ink,
    /// In half points.
    size: u32,
}

/// A picture in a header or footer.
#[derive(Debug, Clone, Serialize)]
struct Placed {
    id: u32,
    name: &'static str,
    alt: Option<String>,
    picture: usize,
    width: i64,
    height: i64,
    y: i64,
    png: String,
    svg: Option<String>,
}

/// A font and what stands in for it where it is not installed.
#[derive(Debug, Clone, Serialize)]
struct Font {
    name: String,
    instead: Option<&'static str>,
    charset: &'static str,
}

/// A document in the making.
#[derive(Debug, Serialize)]
pub struct Document {
    blocks: Vec<Block>,
    page: Page,
    rtl: bool,
    lang: String,
    latin_lang: String,
    east_asian: bool,
    decimal: &'static str,
    styles: Vec<Style>,
    colours: serde_json::Map<String, Value>,
    fonts: Vec<Font>,
    logo: Placed,
    small_logo: Placed,
    waves: Placed,
    aside: Vec<Words>,
    following: Vec<Words>,
    line: Vec<Words>,
    album: Album,
    properties: Properties,
    controls: u32,
}

impl Document {
    /// Without content yet; the title also stands at the head of later pages.
    pub fn new(studio: &mut Studio<'_>, title: &str) -> Self {
        let page = Page::of(studio);
        let identity = &studio.project.identity;
        let aside = identity.organisation.as_deref().unwrap_or(&identity.name);
        let (logo, small_logo) = (placed_logo(studio, 1, 34.0), placed_logo(studio, 2, 20.0));
        let waves = waves(studio, page);
        let theme = studio.theme;
        let ink = |colour: Colour| json!(Ink::from(studio.scheme.paint(colour)));
        let colours = [
            ("accent", theme.accent_text),
            ("link", theme.brand_text),
            ("muted", theme.muted),
            ("line", theme.line),
            ("deep", theme.deep),
            ("on_deep", theme.on_deep),
        ];
        let colours = colours.map(|(name, colour)| (name.to_owned(), ink(colour))).into_iter().collect();
        let primary = studio.language.primary().to_owned();
        let east_asian = matches!(primary.as_str(), "ja" | "zh" | "ko");
        let properties = Properties::new(studio, title);
        Self {
            blocks: Vec::new(),
            page,
            rtl: studio.rtl,
            lang: studio.lang.clone(),
            latin_lang: if studio.rtl || east_asian { "en-GB".into() } else { studio.lang.clone() },
            east_asian,
            decimal: if matches!(primary.as_str(), "en" | "ja" | "zh" | "ko" | "ar") { "." } else { "," },
            styles: styles(studio, page),
            colours,
            fonts: fonts(&properties),
            logo,
            small_logo,
            waves,
            aside: vec![Run::new(aside).into()],
            following: vec![Run::new(title).into()],
            line: line(studio),
            album: studio.album.clone(),
            properties,
            controls: 0,
        }
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, style: &'static str, runs: Vec<Run>) {
        let keep = matches!(style, "Caption");
        let runs = runs.into_iter().map(Words::from).collect();
        self.blocks.push(Block::Paragraph { style, runs, keep });
    }

    /// A field to type into, which asks for something.
    pub fn field(&mut self, tag: &'static str, asks: &str) -> Words {
        self.controls += 1;
        Words { prompt: Some(tag), control: self.controls, ..Run::new(asks).into() }
    }

    /// Adds a paragraph with a field to type into.
    pub fn ask(&mut self, style: &'static str, tag: &'static str, asks: &str) {
        let runs = vec![self.field(tag, asks)];
        self.blocks.push(Block::Paragraph { style, runs, keep: false });
    }

    /// Adds a numbered caption.
    pub fn caption(&mut self, word: &str, text: &str) {
        let figure = Words { sequence: Some("Table"), ..Run::new("1").into() };
        let runs = vec![Run::new(format!("{word}\u{a0}")).into(), figure, Run::new(format!(" – {text}")).into()];
        self.blocks.push(Block::Paragraph { style: "Caption", runs, keep: true });
    }

    /// Adds a table whose columns have these parts of the width.
    pub fn table(&mut self, shares: &[f64], head: bool, rows: Vec<Vec<Vec<Words>>>) {
        let width = self.page.text_width();
        let all: f64 = shares.iter().sum();
        let columns = shares.iter().map(|share| (share / all * width as f64).floor() as i64).collect();
        self.blocks.push(Block::Table { style: "TableGrid", width, columns, head, rows });
    }

    fn body(&self, links: &mut Links) -> Vec<Block> {
        let mut blocks = self.blocks.clone();
        for block in &mut blocks {
            let runs: Vec<&mut Words> = match block {
                Block::Paragraph { runs, .. } => runs.iter_mut().collect(),
                Block::Table { rows, .. } => rows.iter_mut().flatten().flatten().collect(),
            };
            runs.into_iter().for_each(|words| words.link(links));
        }
        blocks
    }

    fn header(&self, forms: &Forms, package: &mut Package, n: u8) -> Result<(), Box<Diagnostic>> {
        let mut links = Links::default();
        let first = n == 1;
        let logo = if first { &self.logo } else { &self.small_logo };
        let logo = self.placed(logo, &mut links);
        let aside = if first { &self.aside } else { &self.following };
        let data = json!({ "logo": logo, "aside": aside, "rtl": self.rtl, "first": first });
        package.add(
            format!("word/header{n}.xml"),
            Some(part!("header")),
            forms.fill("document/header.xml", &data)?,
            links,
        );
        Ok(())
    }

    fn footer(&self, forms: &Forms, package: &mut Package) -> Result<(), Box<Diagnostic>> {
        let mut links = Links::default();
        let waves = self.placed(&self.waves, &mut links);
        let mut line = self.line.clone();
        line.iter_mut().for_each(|words| words.link(&mut links));
        let data = json!({ "waves": waves, "line": line, "rtl": self.rtl });
        package.add("word/footer1.xml", Some(part!("footer")), forms.fill("document/footer.xml", &data)?, links);
        Ok(())
    }

    fn placed(&self, placed: &Placed, links: &mut Links) -> Placed {
        let mut placed = placed.clone();
        if let Some(picture) = self.album.get(placed.picture) {
            placed.png = links.to("image", format!("media/{}.png", picture.name));
            placed.svg = picture.vector.then(|| links.to("image", format!("media/{}.svg", picture.name)));
        }
        placed
    }
}

impl Words {
    fn link(&mut self, links: &mut Links) {
        self.run.link = self.run.url.as_ref().map(|url| links.out(url));
    }
}

impl File for Document {
    fn package(&self, forms: &Forms) -> Result<Package, Box<Diagnostic>> {
        let mut package = Package::default();
        package.links.to("officeDocument", "word/document.xml");
        package.links.to(CORE, "docProps/core.xml");
        package.links.to("extended-properties", "docProps/app.xml");
        let mut links = Links::default();
        let blocks = self.body(&mut links);
        let data = json!({
            "blocks": blocks,
            "page": self.page,
            "rtl": self.rtl,
            "links": {
                "first_header": links.to("header", "header1.xml"),
                "header": links.to("header", "header2.xml"),
                "footer": links.to("footer", "footer1.xml"),
            },
        });
        for (kind, file) in [
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
            ("theme", "theme/theme1.xml"),
        ] {
            links.to(kind, file);
        }
        package.add("word/document.xml", Some(DOCUMENT), forms.fill("document/document.xml", &data)?, links);
        let all = serde_json::to_value(self).expect("plain data");
        for (path, content, form) in [
            ("word/styles.xml", part!("styles"), "document/styles.xml"),
            ("word/numbering.xml", part!("numbering"), "document/numbering.xml"),
            ("word/settings.xml", part!("settings"), "document/settings.xml"),
            ("word/fontTable.xml", part!("fontTable"), "document/fonts.xml"),
        ] {
            package.add(path, Some(content), forms.fill(form, &all)?, Links::default());
        }
        self.header(forms, &mut package, 1)?;
        self.header(forms, &mut package, 2)?;
        self.footer(forms, &mut package)?;
        let theme = serde_json::to_value(&self.properties).expect("plain data");
        let theme = forms.fill("package/theme.xml", &theme)?;
        package.add(
            "word/theme/theme1.xml",
            Some("application/vnd.openxmlformats-officedocument.theme+xml"),
            theme,
            Links::default(),
        );
        self.properties.pack(forms, &mut package)?;
        pictures(&self.album, "word/media", &mut package);
        Ok(package)
    }
}

/// The logo as high as this, in points.
fn placed_logo(studio: &mut Studio<'_>, id: u32, height: f64) -> Placed {
    let logo = studio.logos.colour.clone();
    let aspect = logo.width / logo.height;
    let (width, height) = within(aspect, 200.0, height);
    let picture = studio.album.add("logo", &logo.document(200.0), aspect, 240, !logo.raster);
    let alt = Some(studio.alternative());
    placed(id, "Logo", alt, picture, width, height, 0.0)
}

fn placed(id: u32, name: &'static str, alt: Option<String>, picture: usize, width: f64, height: f64, y: f64) -> Placed {
    Placed { id, name, alt, picture, width: emu(width), height: emu(height), y: emu(y), png: String::new(), svg: None }
}

/// Waves at the foot of the page, in points.
fn waves(studio: &mut Studio<'_>, page: Page) -> Placed {
    let (width, high) = (page.width as f64 / 20.0, 42.0);
    let theme = studio.theme;
    let flip =
        if studio.rtl { format!(r#" transform="translate({} 0) scale(-1 1)""#, number(width)) } else { String::new() };
    let wave = |colour: Colour, start: f64, dip: f64| {
        let at = |x: f64, y: f64| format!("{} {}", number(x * width), number(y * high));
        format!(
            r#"<path fill="{colour}" d="M{}C{} {} {}S{} {}L{} {}Z"/>"#,
            at(0.0, start),
            at(0.18, start - 0.3),
            at(0.36, start - 0.1),
            at(0.55, start + dip),
            at(0.86, start + dip),
            at(1.0, start - 0.15),
            at(1.0, 1.0),
            at(0.0, 1.0)
        )
    };
    let drawing =
        [wave(theme.step(200), 0.34, 0.2), wave(theme.step(400), 0.52, 0.2), wave(theme.deep, 0.7, 0.18)].concat();
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}"><g{flip}>{drawing}</g></svg>"#,
        number(width),
        number(high)
    );
    let picture = studio.album.add("waves", &svg, width / high, 175, true);
    placed(3, "Waves", None, picture, width, high, page.height as f64 / 20.0 - high)
}

/// The project's name, contact and site.
fn line(studio: &Studio<'_>) -> Vec<Words> {
    let identity = &studio.project.identity;
    let mut runs = vec![Run { bold: true, ..Run::new(&identity.name) }];
    let mut add = |shown: &str, url: String| {
        runs.push(Run::new("   "));
        runs.push(Run { url: Some(url), ..Run::new(shown) });
    };
    if let Some(contact) = &identity.contact {
        add(contact.as_str(), format!("mailto:{contact}"));
    }
    if let Some(link) = &identity.link {
        add(link.short(), link.as_str().to_owned());
    }
    runs.into_iter().map(|run| Words { quiet: true, ..Words::from(run) }).collect()
}

fn styles(studio: &Studio<'_>, page: Page) -> Vec<Style> {
    let theme = studio.theme;
    let ink = |colour: Colour| Ink::from(studio.scheme.paint(colour));
    // Line heights in 240ths of a line, as the script reads well.
    let line = if studio.rtl { 264 } else { 288 };
    let normal = Style {
        id: "Normal",
        name: "Normal",
        custom: false,
        next: None,
        priority: 1,
        level: None,
        together: false,
        number: None,
        border: None,
        bar: ink(theme.accent),
        tab: None,
        before: 40,
        after: 120,
        line,
        indent: None,
        tight: false,
        heading: false,
        bold: false,
        colour: ink(theme.ink),
        size: 21,
    };
    let of = |id, name, size| Style { id, name, size, ..normal.clone() };
    let heading = |id, name, size, level, before, colour| Style {
        level: Some(level),
        heading: true,
        bold: true,
        next: Some("Normal"),
        priority: 9,
        before,
        after: 100,
        line: 252,
        colour: ink(colour),
        ..of(id, name, size)
    };
    let list = |id, name, number| Style { number: Some(number), after: 100, priority: 12, ..of(id, name, 21) };
    let foot = Style {
        colour: ink(theme.muted),
        tab: Some(page.text_width()),
        after: 0,
        line: 240,
        priority: 99,
        ..of("Footer", "footer", 17)
    };
    vec![
        Style {
            priority: 10,
            level: None,
            heading: true,
            bold: true,
            next: Some("Normal"),
            after: 200,
            line: 240,
            before: 200,
            ..of("Title", "Title", 56)
        },
        Style { priority: 11, colour: ink(theme.muted), after: 320, ..of("Subtitle", "Subtitle", 26) },
        heading("Heading1", "heading 1", 34, 0, 400, theme.ink),
        heading("Heading2", "heading 2", 26, 1, 300, theme.brand_text),
        heading("Heading3", "heading 3", 22, 2, 240, theme.accent_text),
        list("ListBullet", "List Bullet", 1),
        list("ListNumber", "List Number", 2),
        Style {
            priority: 29,
            border: Some("start"),
            indent: Some(300),
            before: 200,
            after: 260,
            heading: true,
            line: 276,
            colour: ink(theme.brand_text),
            together: true,
            ..of("Quote", "Quote", 27)
        },
        Style { priority: 35, colour: ink(theme.muted), before: 200, after: 120, ..of("Caption", "caption", 18) },
        Style { after: 0, line: 260, priority: 40, ..of("TableText", "Table Text", 19) }.own(),
        Style {
            after: 0,
            line: 260,
            priority: 41,
            bold: true,
            colour: ink(theme.on_deep),
            ..of("TableHead", "Table Head", 18)
        }
        .own(),
        Style { after: 0, ..of("Address", "Address", 21) }.own(),
        Style { before: 240, after: 360, colour: ink(theme.muted), priority: 5, ..of("Date", "Date", 21) },
        Style { before: 360, after: 0, ..of("Closing", "Closing", 21) },
        Style { before: 900, after: 0, bold: true, ..of("Signature", "Signature", 21) },
        Style { id: "Header", name: "header", size: 17, ..foot.clone() },
        Style { border: None, ..foot },
        normal,
    ]
    .into_iter()
    .rev()
    .collect()
}

impl Style {
    fn own(self) -> Self {
        Style { custom: true, ..self }
    }
}

fn fonts(properties: &Properties) -> Vec<Font> {
    let mut fonts: Vec<Font> = Vec::new();
    for slot in &properties.scheme.fonts {
        // What every office program has for the script.
        let wanted =
            [(&slot.latin, "Segoe UI", "00"), (&slot.east_asian, "Yu Gothic", "80"), (&slot.complex, "Segoe UI", "B2")];
        for (name, instead, charset) in wanted {
            if fonts.iter().all(|font| font.name != *name) {
                fonts.push(Font { name: name.clone(), instead: (name != instead).then_some(instead), charset });
            }
        }
    }
    fonts
}
