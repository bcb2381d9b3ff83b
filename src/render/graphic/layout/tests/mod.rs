//! Small templates, looked at as drawings: where boxes lie, how large texts are, what is refused.

mod bleeding;
mod boxes;
mod checks;
mod fitting;
mod random;
mod refused;

use std::sync::{Arc, OnceLock};

use roxmltree::Document;

use super::{super::runs::Text, *};
use crate::{
    design::{
        Theme,
        svg::{closed_options, font_database},
    },
    model::{sample, value::Format},
};

/// What every test draws with: made once, since fonts take time.
struct Kit {
    fonts: Fonts,
    typesetter: Typesetter,
    logos: Logos,
    database: Arc<usvg::fontdb::Database>,
}

fn kit() -> &'static Kit {
    static KIT: OnceLock<Kit> = OnceLock::new();
    KIT.get_or_init(|| {
        let identity = sample::project().identity;
        let (fonts, _) = Fonts::new(&identity.brand);
        let mut typesetter = Typesetter::new(&fonts);
        let direction = crate::model::value::Direction::Ltr;
        let (logos, _) = Logos::new(&identity, &Theme::new(&identity.brand), &fonts, &mut typesetter, direction);
        let database = font_database(&fonts);
        Kit { fonts, typesetter, logos, database }
    })
}

/// A sheet to draw on.
#[derive(Clone, Copy)]
struct Sheet {
    width: f64,
    height: f64,
    bleed: f64,
    unit: FormatUnit,
    language: &'static str,
}

/// 200 by 100 pixels, in English.
const SHEET: Sheet = Sheet { width: 200.0, height: 100.0, bleed: 0.0, unit: FormatUnit::Px, language: "en" };

impl Sheet {
    /// Expands what stands in a drawing of this size. The texts of the piece are all `text`.
    fn expand_with(self, body: &str, text: &str) -> (Option<Expanded>, Diagnostics) {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:f=\"{NAMESPACE}\" viewBox=\"0 0 {} {}\">\n{body}\n</svg>",
            self.width, self.height
        );
        self.expand_svg(&svg, text)
    }

    /// Expands a whole drawing, which must have no fault.
    fn expand_whole(self, svg: &str) -> Option<Expanded> {
        let (drawing, diagnostics) = self.expand_svg(svg, "");
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        drawing
    }

    fn expand_svg(self, svg: &str, text: &str) -> (Option<Expanded>, Diagnostics) {
        let kit = kit();
        let source = Source::new("t.svg", svg);
        let home = Source::new("poster.yaml", "headline: …").span(0, 8);
        let colours = [Colour::BLACK];
        let materials = Materials {
            fonts: &kit.fonts,
            language: &sample::language(self.language),
            width: self.width,
            height: self.height,
            bleed: self.bleed,
            logos: &kit.logos,
            needed_resolution: 1.0,
            smallest_logo: 0.0,
            safe_zone: Format { name: "test".into(), width: self.width, height: self.height, unit: self.unit }
                .safe_zone()
                .0,
            photo: None,
            pattern: Pattern::Waves,
            seed: "Agora",
            quiet: &colours,
            vivid: &colours,
            text: &|key| ["headline", "subline"].contains(&key).then(|| Text::plain(text)),
            keys: &["headline".into(), "subline".into()],
            span: &|_| Some(home.clone()),
            name: &|key| format!("the {key}"),
            home: &home,
            piece: "`test`",
            unit: self.unit,
            tree: &|svg| usvg::Tree::from_str(svg, &closed_options(Arc::clone(&kit.database))).ok(),
        };
        expand(svg, &[&source], &materials, &mut kit.typesetter.fork())
    }

    /// The drawing of what must be without fault.
    fn draw_with(self, body: &str, text: &str) -> String {
        let (drawing, diagnostics) = self.expand_with(body, text);
        assert!(diagnostics.is_empty(), "{body}\n{diagnostics:#?}");
        drawing.unwrap().svg
    }

    fn draw(self, body: &str) -> String {
        self.draw_with(body, "Words")
    }

    /// What is wrong with a drawing: code, message and help.
    fn faults(self, body: &str, text: &str) -> Vec<(Code, String, String)> {
        let (_, diagnostics) = self.expand_with(body, text);
        diagnostics.into_iter().map(|d| (d.code, d.message, d.help.unwrap_or_default())).collect()
    }
}

/// The `<rect>` of a fill: x, y, width, height, rounded.
fn rect(svg: &str, fill: &str) -> [i64; 4] {
    let document = Document::parse(svg).unwrap();
    let found = document.descendants().find(|n| n.has_tag_name("rect") && n.attribute("fill") == Some(fill));
    let node = found.unwrap_or_else(|| panic!("{fill} in {svg}"));
    ["x", "y", "width", "height"].map(|name| node.attribute(name).unwrap_or("0").parse::<f64>().unwrap().round() as i64)
}

/// Every stretch of text with its size and its left edge and baseline.
fn texts(svg: &str) -> Vec<(String, f64, f64, f64)> {
    let document = Document::parse(svg).unwrap();
    let number = |n: &roxmltree::Node, name: &str| n.attribute(name).unwrap().parse::<f64>().unwrap();
    let shown = document.descendants().filter(|n| n.has_tag_name("text"));
    shown.map(|n| (n.text().unwrap().to_owned(), number(&n, "font-size"), number(&n, "x"), number(&n, "y"))).collect()
}

/// The size of the text that begins with these words.
fn size(svg: &str, words: &str) -> f64 {
    let texts = texts(svg);
    texts.iter().find(|(text, ..)| text.starts_with(words)).unwrap_or_else(|| panic!("{words} in {texts:?}")).1
}
