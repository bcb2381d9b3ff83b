//! The brand's pattern as sheets: for screens, for squares, for A4; lively, and quiet enough to lie under text.

use super::{
    KitRenderer,
    picture::{self, Meta},
};
use crate::{
    design::{
        pattern::{self, Spec},
        svg::number,
    },
    model::{Pattern, value::Colour},
    render::Rendered,
};

/// A sheet's name, its size as it is drawn, and its pixels.
struct Sheet {
    name: &'static str,
    size: (f64, f64),
    pixels: (u32, u32),
}

const SHEETS: [Sheet; 3] = [
    Sheet { name: "screen", size: (1920.0, 1080.0), pixels: (3840, 2160) },
    Sheet { name: "square", size: (1200.0, 1200.0), pixels: (2400, 2400) },
    // A4 at 300 to the inch.
    Sheet { name: "a4", size: (1240.0, 1754.0), pixels: (2480, 3508) },
];

/// The size of the pattern's motifs on every sheet.
const SCALE: f64 = 300.0;

pub(super) fn render(kit: &KitRenderer) -> Rendered {
    let mut rendered = Rendered::default();
    let name = &kit.project.identity.name;
    let meta = Meta { title: name, alternative: name, language: kit.project.default_language() };
    for Sheet { name, size, pixels } in &SHEETS {
        for lively in [true, false] {
            let (svg, ground) = kit.pattern_sheet(*size, lively);
            let stem = format!("{name}-{}", if lively { "colour" } else { "quiet" });
            let tree = picture::tree(&svg, None);
            let (drawn, pixels) = match &tree {
                Ok(tree) => (Ok(picture::svg(tree, size.1, &meta)), picture::png(tree, *pixels, Some(ground))),
                Err(error) => (Err(error.clone()), Err(error.clone())),
            };
            super::add(&mut rendered, "pattern", &format!("{stem}.svg"), drawn);
            super::add(&mut rendered, "pattern", &format!("{stem}.png"), pixels);
        }
    }
    rendered
}

impl KitRenderer<'_> {
    /// A whole sheet and its ground. Lively: the whole palette, where no text stands; quiet: tones of the dark ground.
    fn pattern_sheet(&self, (width, height): (f64, f64), lively: bool) -> (String, Colour) {
        let kind = self.project.identity.guidelines.pattern;
        let colours = if lively { self.theme.vivid() } else { self.theme.quiet() };
        let dark = colours.first().copied().unwrap_or(self.theme.deep);
        let lines = matches!(kind, Pattern::Topography | Pattern::Halftone | Pattern::Rings);
        let ground = if lively && !lines { self.theme.tint } else { self.theme.deep };
        let quiet_dots = kind == Pattern::Halftone && !lively;
        // On the dark ground lines are a light tone of the brand, as on posters; dots fill half of it and stay dark.
        let quiet_ink = if quiet_dots { colours.last().copied().unwrap_or(dark) } else { self.theme.step(300) };
        let spec = Spec {
            width,
            height,
            seed: &self.project.identity.name,
            scale: SCALE,
            stroke: if lively { 2.4 } else { 1.6 },
            opacity: match (lively, quiet_dots) {
                (true, _) => 0.9,
                (false, true) => 0.8,
                (false, false) => 0.26,
            },
            ink: if lively { self.theme.highlight_2 } else { quiet_ink },
            colours: &colours,
        };
        let (w, h) = (number(width), number(height));
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{w}" height="{h}" viewBox="0 0 {w} {h}"><rect width="{w}" height="{h}" fill="{ground}"/>{}</svg>"#,
            pattern::draw(kind, &spec)
        );
        (svg, ground)
    }
}
