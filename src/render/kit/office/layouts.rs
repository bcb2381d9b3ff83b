//! The master and the layouts: where what stands, and in which type.
//!
//! In: a [`Studio`]. Out: the data of `master.xml` and `layout.xml`, and the places and sizes that text is fitted to.

use serde::Serialize;

use super::{
    art::within,
    geometry::{Frame, HEIGHT, MARGIN, WIDTH},
    paint::{Fill, Paint},
    shape::Shape,
    studio::{Studio, Type},
    text::Align,
};
use crate::model::value::Colour;

/// The layouts, in the order in which programs offer them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The first slide.
    Title,
    /// The beginning of a part.
    Section,
    /// A title and text.
    Content,
    /// A title and two texts.
    TwoColumns,
    /// A title over free space.
    TitleOnly,
    /// One sentence.
    Quote,
    /// A picture with its caption.
    Picture,
    /// The last slide.
    Closing,
    /// Nothing but the footer.
    Blank,
}

impl Kind {
    /// Every layout.
    pub const ALL: [Self; 9] = [
        Kind::Title,
        Kind::Section,
        Kind::Content,
        Kind::TwoColumns,
        Kind::TitleOnly,
        Kind::Quote,
        Kind::Picture,
        Kind::Closing,
        Kind::Blank,
    ];

    /// The word that names it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Title => "office_layout_title",
            Kind::Section => "office_layout_section",
            Kind::Content => "office_layout_content",
            Kind::TwoColumns => "office_layout_two_columns",
            Kind::TitleOnly => "office_layout_title_only",
            Kind::Quote => "office_layout_quote",
            Kind::Picture => "office_layout_picture",
            Kind::Closing => "office_layout_closing",
            Kind::Blank => "office_layout_blank",
        }
    }

    /// Its type, where files have one for it (ECMA-376, part 1, 19.7.15).
    fn written(self) -> Option<&'static str> {
        match self {
            Kind::Title => Some("title"),
            Kind::Section => Some("secHead"),
            Kind::Content => Some("obj"),
            Kind::TwoColumns => Some("twoObj"),
            Kind::TitleOnly => Some("titleOnly"),
            Kind::Picture => Some("picTx"),
            Kind::Blank => Some("blank"),
            Kind::Quote | Kind::Closing => None,
        }
    }

    /// True for a dark ground.
    fn is_dark(self) -> bool {
        matches!(self, Kind::Title | Kind::Section | Kind::Closing)
    }

    /// True for a ground of its own, on which the master's art does not stand.
    fn own_ground(self) -> bool {
        matches!(self, Kind::Title | Kind::Section | Kind::Quote | Kind::Picture | Kind::Closing)
    }
}

/// The look of a level of a placeholder's text.
#[derive(Debug, Clone, Serialize)]
pub struct Level {
    /// In hundredths of a point.
    pub size: u32,
    /// Bold.
    pub bold: bool,
    /// In the font of headlines.
    pub heading: bool,
    /// Of its text.
    pub colour: Paint,
    /// Where its lines stand.
    pub align: &'static str,
    /// Line height in thousandths of a percent.
    pub line: u32,
    /// Space before, in hundredths of a point.
    pub before: u32,
    /// The sign before it.
    pub bullet: Option<&'static str>,
    /// The sign's colour.
    pub mark: Paint,
    /// Where its lines begin.
    pub margin: i64,
    /// Where its first begins, from there.
    pub indent: i64,
}

/// A placeholder of a layout or master.
#[derive(Debug, Clone, Serialize)]
pub struct Slot {
    /// Unique in its layout.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// `title`, `body`…; none for any content.
    pub kind: Option<&'static str>,
    /// `half`, `quarter`: how much room programs think it has.
    pub size_hint: Option<&'static str>,
    /// What ties a slide's content to it.
    pub idx: Option<u32>,
    /// True where it says itself what it waits for.
    pub prompted: bool,
    /// Its place.
    pub frame: Frame,
    /// `t`, `ctr`, `b`.
    pub anchor: &'static str,
    /// The looks of its levels.
    pub levels: Vec<Level>,
    /// What programs fill it with.
    pub field: Option<&'static str>,
    /// What stands in the field until they do.
    pub prompt: String,
    /// What it waits for, a line for each level.
    pub prompts: Vec<String>,
}

/// A master or a layout.
#[derive(Debug, Clone, Serialize)]
pub struct Layout {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Option<&'static str>,
    /// True where the master's art does not show.
    pub own_ground: bool,
    /// Its ground, where it has its own.
    pub ground: Option<Fill>,
    /// Its art.
    pub shapes: Vec<Shape>,
    /// Its placeholders.
    pub slots: Vec<Slot>,
    /// What links are coloured with, by its name in the theme, where the theme's own colour does not read.
    pub links: Option<&'static str>,
    /// From right to left.
    pub rtl: bool,
    /// Its language.
    pub lang: String,
}

/// The places that decks fill, as `idx` of their placeholders.
pub mod idx {
    /// What a slide is about, above its title.
    pub const KICKER: u32 = 13;
    /// A date.
    pub const DATE: u32 = 10;
    /// The line at the foot.
    pub const FOOTER: u32 = 11;
    /// The slide's number.
    pub const NUMBER: u32 = 12;
    /// The first text.
    pub const BODY: u32 = 1;
    /// The second text, or who is quoted.
    pub const SECOND: u32 = 2;
    /// The picture.
    pub const PICTURE: u32 = 14;
    /// When, on the first slide.
    pub const WHEN: u32 = 15;
}

/// The room between title and footer.
pub const BODY: Frame = Frame::new(MARGIN, 128.0, WIDTH - 2.0 * MARGIN, 352.0);
const TITLE: Frame = Frame::new(MARGIN, 56.0, WIDTH - 2.0 * MARGIN, 58.0);
const KICKER: Frame = Frame::new(MARGIN, 28.0, 560.0, 22.0);

/// What a placeholder is for.
struct Want<'w> {
    word: &'w str,
    kind: Option<&'static str>,
    idx: Option<u32>,
    frame: Frame,
    set: Type,
    anchor: &'static str,
}

impl Studio<'_> {
    fn level(&self, set: Type, bullet: Option<&'static str>, margin: i64) -> Level {
        Level {
            size: (set.size * 100.0).round() as u32,
            bold: set.bold,
            heading: set.heading,
            colour: self.scheme.paint(set.colour),
            align: set.align.written(self.rtl),
            line: self.ruler.line(set.heading),
            before: (set.before * 100.0).round() as u32,
            bullet,
            mark: self.scheme.paint(self.theme.accent),
            margin,
            indent: if bullet.is_some() { -228_600 } else { 0 },
        }
    }

    /// The levels of running text: points, then dashes.
    pub fn levels(&self, size: f64, ink: Colour) -> Vec<Level> {
        let set = Type::text(size, ink);
        vec![
            self.level(set.after(size * 0.55), Some("•"), 228_600),
            self.level(set.sized(size * 0.84).after(size * 0.3), Some("–"), 457_200),
            self.level(set.sized(size * 0.76).after(size * 0.25), Some("–"), 685_800),
        ]
    }

    fn slot(&self, want: Want<'_>) -> Slot {
        let prompt = self.word(want.word);
        Slot {
            id: 0,
            name: prompt.clone(),
            kind: want.kind,
            size_hint: None,
            idx: want.idx,
            prompted: true,
            frame: self.at(want.frame),
            anchor: want.anchor,
            levels: vec![self.level(want.set, None, 0)],
            field: None,
            prompts: vec![prompt.clone()],
            prompt,
        }
    }

    fn kicker(&self, colour: Colour) -> Slot {
        let set = Type::text(12.0, colour).strong();
        self.slot(Want {
            word: "office_kicker",
            kind: Some("body"),
            idx: Some(idx::KICKER),
            frame: KICKER,
            set,
            anchor: "ctr",
        })
    }

    fn title(&self, frame: Frame, size: f64, colour: Colour, anchor: &'static str) -> Slot {
        let set = Type::heading(size, colour);
        self.slot(Want { word: "office_slide_title", kind: Some("title"), idx: None, frame, set, anchor })
    }

    fn body(&self, at: u32, frame: Frame) -> Slot {
        let set = Type::text(20.0, self.theme.ink);
        let slot = self.slot(Want { word: "office_text", kind: None, idx: Some(at), frame, set, anchor: "t" });
        let prompts = ["office_text", "office_text_2", "office_text_3"].map(|key| self.word(key)).to_vec();
        Slot { levels: self.levels(20.0, self.theme.ink), prompts, ..slot }
    }

    /// Date, footer and number, in a colour.
    fn feet(&self, colour: Colour, narrow: bool) -> Vec<Slot> {
        let set = Type::text(9.5, colour);
        let at = |x: f64, width: f64| Frame::new(x, 490.0, width, 22.0);
        let last = WIDTH - MARGIN;
        let (footer, date, number) = match narrow {
            true => (at(MARGIN, 240.0), at(MARGIN + 250.0, 96.0), at(MARGIN + 356.0, 40.0)),
            false => (at(MARGIN, 470.0), at(last - 260.0, 200.0), at(last - 50.0, 50.0)),
        };
        let want = |word, kind, idx, frame, align| Want {
            word,
            kind: Some(kind),
            idx: Some(idx),
            frame,
            set: set.aligned(align),
            anchor: "ctr",
        };
        let plain = |slot: Slot| Slot { prompted: false, size_hint: Some("quarter"), prompts: Vec::new(), ..slot };
        let date =
            Slot { size_hint: Some("half"), ..plain(self.slot(want("date_label", "dt", idx::DATE, date, Align::End))) };
        let footer = self.slot(want("office_footer", "ftr", idx::FOOTER, footer, Align::Start));
        let footer = Slot { prompts: vec![self.footer()], ..plain(footer) };
        let number = plain(self.slot(want("office_number", "sldNum", idx::NUMBER, number, Align::End)));
        vec![date, footer, Slot { field: Some("slidenum"), prompt: "‹#›".into(), ..number }]
    }

    /// The line at a slide's foot.
    pub fn footer(&self) -> String {
        let identity = &self.project.identity;
        let name = super::text::clean(&identity.name);
        let line = format!("{name} – {}", self.title_text(&identity.tagline));
        // A tagline that is a paragraph is none here.
        if line.chars().count() <= 90 { line } else { name.chars().take(90).collect() }
    }

    /// The master.
    pub fn master(&mut self) -> Layout {
        let theme = self.theme;
        let mut shapes = self.waves_of(HEIGHT - 26.0, [theme.step(200), theme.step(400), theme.deep]);
        shapes.push(self.logo(false, 26.0, 24.0, true));
        let title = Slot { prompted: false, ..self.title(TITLE, 32.0, theme.ink, "t") };
        let body = Slot { kind: Some("body"), prompted: false, ..self.body(1, BODY) };
        let mut slots = vec![title, body];
        slots.extend(self.feet(theme.muted, false));
        for (slot, idx) in slots.iter_mut().skip(2).zip(2..) {
            slot.idx = Some(idx);
        }
        let ground = Some(self.scheme.paint(theme.surface).into());
        self.layout(self.project.identity.name.clone(), None, ground, shapes, slots)
    }

    fn layout(
        &self,
        name: String,
        kind: Option<Kind>,
        ground: Option<Fill>,
        shapes: Vec<Shape>,
        mut slots: Vec<Slot>,
    ) -> Layout {
        let mut shapes = shapes;
        number(&mut shapes, 2);
        for (slot, id) in slots.iter_mut().zip(2 + shapes.len() as u32..) {
            slot.id = id;
        }
        Layout {
            name: super::text::clean(&name),
            kind: kind.and_then(Kind::written),
            own_ground: kind.is_some_and(Kind::own_ground),
            ground,
            shapes,
            slots,
            links: kind.filter(|kind| kind.is_dark()).map(|_| {
                let bright = self.scheme.paint(self.theme.highlight_2).scheme;
                bright.filter(|name| name.starts_with("accent")).unwrap_or("lt1")
            }),
            rtl: self.rtl,
            lang: self.lang.clone(),
        }
    }

    /// Every layout, in the order of [`Kind::ALL`].
    pub fn layouts(&mut self) -> Vec<Layout> {
        Kind::ALL
            .map(|kind| {
                let (ground, shapes, slots) = match kind {
                    Kind::Title => self.title_layout(),
                    Kind::Section => self.section_layout(),
                    Kind::Quote => self.quote_layout(),
                    Kind::Picture => self.picture_layout(),
                    Kind::Closing => self.closing_layout(),
                    Kind::Content | Kind::TwoColumns | Kind::TitleOnly | Kind::Blank => {
                        (None, Vec::new(), self.light_slots(kind))
                    }
                };
                self.layout(self.word(kind.word()), Some(kind), ground, shapes, slots)
            })
            .to_vec()
    }

    fn light_slots(&self, kind: Kind) -> Vec<Slot> {
        let theme = self.theme;
        let mut slots = Vec::new();
        if kind != Kind::Blank {
            slots.push(self.title(TITLE, 32.0, theme.ink, "t"));
            slots.push(self.kicker(theme.accent_text));
        }
        match kind {
            Kind::Content => slots.push(self.body(idx::BODY, BODY)),
            Kind::TwoColumns => {
                let columns = BODY.columns(2, 32.0);
                slots.extend(
                    [idx::BODY, idx::SECOND]
                        .into_iter()
                        .zip(columns)
                        .map(|(at, frame)| Slot { size_hint: Some("half"), ..self.body(at, frame) }),
                );
            }
            _ => {}
        }
        slots.extend(self.feet(theme.muted, false));
        slots
    }

    fn dark(&mut self) -> (Option<Fill>, Vec<Shape>) {
        let shapes = self.pattern(Frame::SLIDE).into_iter().collect();
        (Some(self.deep()), shapes)
    }

    fn title_layout(&mut self) -> (Option<Fill>, Vec<Shape>, Vec<Slot>) {
        let theme = self.theme;
        let (ground, mut shapes) = self.dark();
        shapes.extend(self.sun(760.0, 404.0, 96.0));
        shapes.extend(self.waves(380.0, theme.surface));
        shapes.push(self.logo(true, 44.0, 40.0, false));
        let title = self.slot(Want {
            word: "office_title",
            kind: Some("ctrTitle"),
            idx: None,
            frame: Frame::new(MARGIN, 118.0, 640.0, 148.0),
            set: Type::heading(50.0, theme.on_deep),
            anchor: "b",
        });
        let subtitle = self.slot(Want {
            word: "office_subtitle",
            kind: Some("subTitle"),
            idx: Some(idx::BODY),
            frame: Frame::new(MARGIN, 280.0, 540.0, 62.0),
            set: Type::text(20.0, theme.on_deep_muted),
            anchor: "t",
        });
        let when = self.slot(Want {
            word: "office_when",
            kind: Some("body"),
            idx: Some(idx::WHEN),
            frame: Frame::new(MARGIN, 347.0, 420.0, 30.0),
            set: Type::text(15.0, theme.highlight_2).strong(),
            anchor: "ctr",
        });
        (ground, shapes, vec![title, subtitle, when])
    }

    fn section_layout(&mut self) -> (Option<Fill>, Vec<Shape>, Vec<Slot>) {
        let theme = self.theme;
        let (ground, mut shapes) = self.dark();
        let bar = self.at(Frame::new(MARGIN, 286.0, 56.0, 5.0));
        let accent = self.scheme.paint(theme.highlight_2).into();
        shapes.push(self.plain("rect", bar, accent));
        shapes.extend(self.waves_of(446.0, [theme.deep_2, theme.step(700), theme.step(500)]));
        shapes.push(self.logo(true, 32.0, 24.0, true));
        let title = self.title(Frame::new(MARGIN, 108.0, 760.0, 160.0), 46.0, theme.on_deep, "b");
        let text = self.slot(Want {
            word: "office_section_text",
            kind: Some("body"),
            idx: Some(idx::BODY),
            frame: Frame::new(MARGIN, 312.0, 640.0, 112.0),
            set: Type::text(20.0, theme.on_deep_muted),
            anchor: "t",
        });
        let kicker = self.kicker(theme.highlight_2);
        (ground, shapes, vec![title, text, kicker])
    }

    fn quote_layout(&mut self) -> (Option<Fill>, Vec<Shape>, Vec<Slot>) {
        let theme = self.theme;
        let band = self.at(Frame::new(0.0, 0.0, 264.0, HEIGHT));
        let deep = self.deep();
        let mut shapes = vec![self.plain("rect", band, deep)];
        shapes.extend(self.pattern(band));
        let mark = self.quotation_mark(self.at(Frame::new(88.0, 216.0, 88.0, 88.0)));
        shapes.push(mark);
        shapes.push(self.logo(false, 26.0, 24.0, true));
        let text = Frame::new(318.0, 76.0, WIDTH - MARGIN - 318.0, 240.0);
        let title = self.title(text, 34.0, theme.brand_text, "b");
        let title = Slot { prompt: self.word("office_quote"), prompts: vec![self.word("office_quote")], ..title };
        let by = self.slot(Want {
            word: "office_quote_by",
            kind: Some("body"),
            idx: Some(idx::SECOND),
            frame: Frame::new(318.0, 338.0, WIDTH - MARGIN - 318.0, 72.0),
            set: Type::text(16.0, theme.muted),
            anchor: "t",
        });
        let mut kicker = self.kicker(theme.accent_text);
        kicker.frame = self.at(Frame::new(318.0, 28.0, 300.0, 22.0));
        let ground = Some(self.scheme.paint(theme.surface).into());
        (ground, shapes, vec![title, by, kicker])
    }

    /// Two commas turned round, as a drawing of its own, so that no font is needed for it.
    fn quotation_mark(&mut self, frame: Frame) -> Shape {
        let colour = self.theme.highlight_2;
        let comma = r#"<path d="M18 0C8 0 0 8 0 18s8 18 18 18c1.5 0 3-.2 4.3-.5C20 44 13 51 4 54l3 8c20-6 31-22 31-42C38 8 29 0 18 0z"/>"#;
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="88" height="88" viewBox="0 -13 88 88"><g fill="{colour}" transform="rotate(180 43 31)">{comma}<g transform="translate(48 0)">{comma}</g></g></svg>"#
        );
        let picture = self.album.add("quote", &svg, 1.0, 264, true);
        self.picture(picture, frame, None)
    }

    fn picture_layout(&mut self) -> (Option<Fill>, Vec<Shape>, Vec<Slot>) {
        let theme = self.theme;
        let title = self.title(Frame::new(MARGIN, 84.0, 396.0, 130.0), 30.0, theme.ink, "b");
        let caption = self.slot(Want {
            word: "office_caption",
            kind: Some("body"),
            idx: Some(idx::SECOND),
            frame: Frame::new(MARGIN, 230.0, 396.0, 230.0),
            set: Type::text(17.0, theme.muted),
            anchor: "t",
        });
        let picture = self.slot(Want {
            word: "office_picture",
            kind: Some("pic"),
            idx: Some(idx::PICTURE),
            frame: Frame::new(504.0, 0.0, WIDTH - 504.0, HEIGHT),
            set: Type::text(14.0, theme.on_deep_muted),
            anchor: "ctr",
        });
        // Until a picture is there, the brand's ground is.
        let place = picture.frame;
        let deep = self.deep();
        let mut shapes = vec![self.plain("rect", place, deep)];
        shapes.extend(self.pattern(place));
        let (width, height) = within(self.logos.colour.width / self.logos.colour.height, 300.0, 24.0);
        let mut logo = self.logo(false, 26.0, height, false);
        if let super::shape::Drawn::Picture { frame, .. } = &mut logo.kind {
            *frame = self.at(Frame::new(MARGIN, 26.0, width, height));
        }
        let mut slots = vec![title, picture, caption];
        slots.extend(self.feet(theme.muted, true));
        shapes.push(logo);
        (Some(self.scheme.paint(theme.surface).into()), shapes, slots)
    }

    fn closing_layout(&mut self) -> (Option<Fill>, Vec<Shape>, Vec<Slot>) {
        let theme = self.theme;
        let (ground, mut shapes) = self.dark();
        shapes.extend(self.sun(760.0, 430.0, 120.0));
        shapes.extend(self.waves(420.0, theme.surface));
        shapes.push(self.logo(true, 44.0, 40.0, false));
        let title = self.title(Frame::new(MARGIN, 124.0, 640.0, 104.0), 44.0, theme.on_deep, "b");
        let title = Slot { prompt: self.word("office_closing"), prompts: vec![self.word("office_closing")], ..title };
        let text = self.slot(Want {
            word: "office_closing_text",
            kind: Some("body"),
            idx: Some(idx::BODY),
            frame: Frame::new(MARGIN, 244.0, 560.0, 148.0),
            set: Type::text(19.0, theme.on_deep_muted).after(8.0),
            anchor: "t",
        });
        (ground, shapes, vec![title, text])
    }
}

/// Gives shapes their ids, from `first` on, and their names.
pub fn number(shapes: &mut [Shape], first: u32) {
    use super::shape::Drawn;
    for (shape, id) in shapes.iter_mut().zip(first..) {
        shape.id = id;
        if shape.name.is_empty() {
            let kind = match &shape.kind {
                Drawn::Placeholder { .. } => "Placeholder",
                Drawn::Box { text: Some(_), .. } => "Text",
                Drawn::Box { .. } | Drawn::Curve { .. } => "Shape",
                Drawn::Picture { .. } => "Picture",
                Drawn::Table { .. } => "Table",
            };
            shape.name = format!("{kind} {id}");
        }
    }
}
