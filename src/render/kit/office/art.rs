//! The artwork of slides: the brand's ground and pattern, a sun and waves, its logos and icons.

use super::{
    geometry::{Frame, HEIGHT, MARGIN, WIDTH, emu},
    paint::Fill,
    shape::{Drawn, Shape, Step},
    studio::Studio,
};
use crate::{
    design::{icons, pattern, svg::number},
    model::{Pattern, value::Colour},
};

/// A point of the waves' outline: two points that draw the curve towards it, and itself, as shares of the width and of the
/// waves' height.
type Wave = [[f64; 2]; 3];

/// The hindmost, the middle and the foremost wave; each begins at the left edge at its first number.
const WAVES: [(f64, [Wave; 2]); 3] = [
    (0.30, [[[0.16, -0.06], [0.34, 0.02], [0.52, 0.26]], [[0.68, 0.46], [0.86, 0.40], [1.0, 0.10]]]),
    (0.46, [[[0.18, 0.12], [0.36, 0.18], [0.56, 0.42]], [[0.72, 0.60], [0.88, 0.54], [1.0, 0.26]]]),
    (0.60, [[[0.20, 0.30], [0.38, 0.36], [0.58, 0.58]], [[0.74, 0.74], [0.90, 0.68], [1.0, 0.42]]]),
];

impl Studio<'_> {
    /// The dark ground.
    pub fn deep(&self) -> Fill {
        self.scheme.gradient(self.theme.deep, self.theme.deep_2, 60)
    }

    /// The brand's pattern over a place on the dark ground, of which it shows what the place would show of a whole slide.
    pub fn pattern(&mut self, frame: Frame) -> Option<Shape> {
        let identity = &self.project.identity;
        let kind = identity.guidelines.pattern;
        if kind == Pattern::None {
            return None;
        }
        let drawing = pattern::draw(
            kind,
            &pattern::Spec {
                width: WIDTH,
                height: HEIGHT,
                seed: &identity.name,
                scale: 210.0,
                stroke: 0.9,
                opacity: 0.22,
                ink: self.theme.highlight_2,
                colours: &self.theme.quiet(),
            },
        );
        let (width, height) = (number(WIDTH), number(HEIGHT));
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{drawing}</svg>"#
        );
        let picture = self.album.add("pattern", &svg, WIDTH / HEIGHT, 1080, false);
        let share = |part: f64, whole: f64| (part / whole * 100_000.0).round().max(0.0) as u32;
        let right = WIDTH - frame.x - frame.width;
        let crop = [
            share(frame.x, WIDTH),
            share(frame.y, HEIGHT),
            share(right, WIDTH),
            share(HEIGHT - frame.bottom(), HEIGHT),
        ];
        let crop = (crop != [0; 4]).then_some(crop);
        Some(self.decorative(Drawn::Picture { frame, picture, png: String::new(), svg: None, crop }))
    }

    /// Waves over the slide's whole width from `y` to its lower edge; the foremost in `front`.
    pub fn waves(&mut self, y: f64, front: Colour) -> Vec<Shape> {
        self.waves_of(y, [self.theme.step(600), self.theme.step(300), front])
    }

    /// Waves in three colours, the hindmost first.
    pub fn waves_of(&mut self, y: f64, colours: [Colour; 3]) -> Vec<Shape> {
        let frame = Frame::new(0.0, y, WIDTH, HEIGHT - y);
        let flip = self.rtl;
        let point = |[x, y]: [f64; 2]| [emu(x * frame.width), emu(y * frame.height)];
        let wave = |(start, curves): &(f64, [Wave; 2])| {
            let mut path = vec![Step { points: vec![point([0.0, *start])] }];
            path.extend(curves.iter().map(|curve| Step { points: curve.iter().map(|at| point(*at)).collect() }));
            path.extend([[1.0, 1.0], [0.0, 1.0]].map(|at| Step { points: vec![point(at)] }));
            path
        };
        let fills = colours.map(|colour| Some(Fill::from(self.scheme.paint(colour))));
        WAVES
            .iter()
            .zip(fills)
            .map(|(of, fill)| self.decorative(Drawn::Curve { frame, path: wave(of), fill, flip }))
            .collect()
    }

    /// A sun with its halo around a point.
    pub fn sun(&mut self, x: f64, y: f64, radius: f64) -> Vec<Shape> {
        let x = if self.rtl { WIDTH - x } else { x };
        let colour = self.theme.highlight_2;
        let halo = [1.42, 1.2].map(|share| (share, Fill::from(self.scheme.glaze(colour, 0.12))));
        let core = (1.0, Fill::from(self.scheme.paint(colour)));
        halo.into_iter()
            .chain([core])
            .map(|(share, fill)| {
                let r = radius * share;
                let frame = Frame::new(x - r, y - r, 2.0 * r, 2.0 * r);
                self.plain("ellipse", frame, fill)
            })
            .collect()
    }

    /// A shape without text.
    pub fn plain(&self, geometry: &'static str, frame: Frame, fill: Fill) -> Shape {
        let drawn = Drawn::Box { frame, geometry, adjust: None, fill: Some(fill), line: None, text: None };
        self.decorative(drawn)
    }

    /// The logo where reading starts, or ends, at a height; no wider than a third of the slide.
    pub fn logo(&mut self, reversed: bool, y: f64, height: f64, at_end: bool) -> Shape {
        let logo = if reversed { &self.logos.reversed } else { &self.logos.colour };
        let (name, logo) = (if reversed { "logo-reversed" } else { "logo" }, logo.clone());
        let aspect = logo.width / logo.height;
        let (width, height) = within(aspect, WIDTH / 3.0, height);
        let x = if at_end == self.rtl { MARGIN } else { WIDTH - MARGIN - width };
        let picture = self.album.add(name, &logo.document(200.0), aspect, 240, !logo.raster);
        let alt = self.alternative();
        self.picture(picture, Frame::new(x, y, width, height), Some(alt))
    }

    /// What the logo shows, for those who do not see it.
    pub fn alternative(&self) -> String {
        let identity = &self.project.identity;
        let alternative = match &identity.brand.logo {
            Some(logo) => logo.alt.get(&self.language).clone(),
            None => self.fill_word("logo_alt", &[("name", &identity.name)]),
        };
        super::text::clean(&alternative)
    }

    /// An icon as a picture in a colour.
    pub fn icon(&mut self, name: &str, colour: Colour, frame: Frame) -> Option<Shape> {
        let drawing = icons::icon(name)?;
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><g fill="none" stroke="{colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</g></svg>"#,
            drawing.replace("currentColor", &colour.to_string())
        );
        let picture = self.album.add(&format!("icon-{name}-{}", super::paint::hex(colour)), &svg, 1.0, 144, true);
        Some(self.picture(picture, frame, None))
    }

    /// A picture; decorative where nothing is said of it.
    pub fn picture(&mut self, picture: usize, frame: Frame, alt: Option<String>) -> Shape {
        let drawn = Drawn::Picture { frame, picture, png: String::new(), svg: None, crop: None };
        let mut shape = self.decorative(drawn);
        shape.decorative = alt.is_none();
        shape.alt = alt;
        shape
    }
}

/// The largest size of an aspect within a width and a height.
pub fn within(aspect: f64, width: f64, height: f64) -> (f64, f64) {
    let own = height * aspect;
    if own <= width { (own, height) } else { (width, width / aspect) }
}
