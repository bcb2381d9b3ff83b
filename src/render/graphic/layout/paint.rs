//! Elements that have their areas, as drawing.
//!
//! In: a solved forest. Out: SVG in the order of the document, and where each text stands. Areas are mirrored here for
//! languages that run from right to left.

use super::{
    Area, Materials,
    art::Art,
    bleed,
    element::{Element, Kind, Root, Words},
    expander::{Placed, Solid},
    fit::Scale,
    frame::Ground,
    locate::Locator,
    pen,
    solve::Solver,
};
use crate::{
    design::{
        svg::{escape, number},
        typeset::Typesetter,
    },
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::value::Direction,
};

/// A drawing twice: as it is, and without its texts, to see what lies below them.
#[derive(Default)]
pub(super) struct Layers {
    pub all: String,
    pub ground: String,
}

impl Layers {
    fn push(&mut self, svg: &str) {
        self.all.push_str(svg);
        self.ground.push_str(svg);
    }
}

pub(super) struct Painter<'p, 'f, 'a> {
    solver: &'p Solver<'f, 'a>,
    scales: &'p [Scale],
    materials: &'p Materials<'a>,
    typesetter: &'p mut Typesetter,
    locator: &'p Locator<'p>,
    /// True where areas are mirrored.
    mirrored: bool,
    pub texts: Vec<Placed>,
    pub solids: Vec<Solid>,
    pub diagnostics: Diagnostics,
}

impl<'p, 'f, 'a> Painter<'p, 'f, 'a> {
    pub fn new(
        solver: &'p Solver<'f, 'a>,
        scales: &'p [Scale],
        materials: &'p Materials<'a>,
        typesetter: &'p mut Typesetter,
        locator: &'p Locator<'p>,
    ) -> Self {
        let (texts, solids, diagnostics) = (Vec::new(), Vec::new(), Diagnostics::new());
        Self { solver, scales, materials, typesetter, locator, mirrored: false, texts, solids, diagnostics }
    }

    /// A root with all that stands in it.
    pub fn root(&mut self, root: &Root) -> Layers {
        let mut out = Layers::default();
        let Some(index) = root.element else { return out };
        // A group that the template mirrors is not mirrored again.
        self.mirrored = self.materials.language.direction() == Direction::Rtl && !root.turned;
        let (x, y) = self.solver.forest.elements[index].origin;
        self.element(index, x, y, &mut out);
        out
    }

    /// An element whose box has this corner, in a drawing that is not yet mirrored.
    fn element(&mut self, index: usize, x: f64, y: f64, out: &mut Layers) {
        let element = &self.solver.forest.elements[index];
        let area = self.solver.area(index);
        let area = Area { x, y, ..area };
        match &element.kind {
            Kind::Box => {
                if let Some(ground) = &element.ground {
                    out.push(&self.ground(ground, self.reach(element, area)));
                }
            }
            Kind::Text(words) => {
                let content = self.solver.content(index).moved(x, y);
                self.text(element, words, content, out);
            }
            Kind::Art(art) => {
                if area.width <= 0.0 || area.height <= 0.0 {
                    self.no_room(element, area);
                } else {
                    self.art(element, art, self.reach(element, area), out);
                }
            }
        }
        for child in &element.children {
            let Area { x: across, y: down, .. } = self.solver.area(*child);
            self.element(*child, x + across, y + down, out);
        }
    }

    /// Where an area lies in the end: mirrored, and grown into the bleed.
    fn reach(&self, element: &Element, area: Area) -> Area {
        let area = self.turned(area);
        if element.bleed { bleed::grown(area, self.materials) } else { area }
    }

    fn turned(&self, area: Area) -> Area {
        if self.mirrored { area.mirrored(self.materials.width) } else { area }
    }

    fn art(&mut self, element: &Element, art: &Art, area: Area, out: &mut Layers) {
        let drawn = art.draw(area, self.mirrored, self.materials, &mut self.diagnostics);
        out.all.push_str(&drawn);
        match art {
            // A photo of all its pixels would take long to look at.
            Art::Photo { photo, fit, radius } => out.ground.push_str(&photo.small(area, *fit, *radius)),
            _ => out.ground.push_str(&drawn),
        }
        if let Some(area) = art.solid(area, self.mirrored) {
            self.solids.push(Solid { name: element.name.clone(), area, range: element.range.clone() });
        }
    }

    fn text(&mut self, element: &Element, words: &Words, content: Area, out: &mut Layers) {
        let content = self.turned(content);
        let (scale, typography) = (self.scales[element.group], self.materials.typography());
        let drawn = pen::draw(words, content, scale, &typography, self.typesetter);
        if drawn.svg.is_empty() {
            return;
        }
        out.all.push_str(&drawn.svg);
        let (key, range) = (words.item.content.clone(), element.range.clone());
        self.texts.push(Placed { key, ink: drawn.ink, stretches: drawn.stretches, range });
    }

    fn ground(&self, ground: &Ground, area: Area) -> String {
        let Ground { fill, stroke, stroke_width, radius, opacity } = ground;
        let mut more = String::new();
        if *radius > 0.0 {
            let radius = radius.min(area.width / 2.0).min(area.height / 2.0).max(0.0);
            more += &format!(r#" rx="{}""#, number(radius));
        }
        if stroke != "none" {
            more += &format!(r#" stroke="{}" stroke-width="{}""#, escape(stroke), number(*stroke_width));
        }
        if *opacity < 1.0 {
            more += &format!(r#" opacity="{}""#, number(*opacity));
        }
        let rect = format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{more}/>"#,
            number(area.x),
            number(area.y),
            number(area.width),
            number(area.height),
            escape(fill),
        );
        // Gradients run from the side where reading begins.
        if self.mirrored && fill.starts_with("url(") { area.turn(&rect) } else { rect }
    }

    fn no_room(&mut self, element: &Element, area: Area) {
        let missing = if area.width <= 0.0 { "width" } else { "height" };
        let message = format!("`f:{}` has no {missing}", element.name);
        let help = format!("give it `{missing}`, `flex`, or `position=\"absolute\"` to cover its box");
        let place = self.locator.range(element.range.clone());
        self.diagnostics.push(Diagnostic::new(Code::InvalidMarkup, &place, message).help(help));
    }
}
