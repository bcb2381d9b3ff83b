//! The logo's files: for each form SVG without fonts, PDF, and PNG in three sizes; icons for sites and telephones.
//!
//! Of a supplied logo what can be had of it without guessing, and a note that says what cannot and whom to ask.

use usvg::Tree;

use super::{
    KitRenderer, note,
    picture::{self, Add, Failed, Meta},
};
use crate::{
    design::logo::{Form, Ink, Logo, Shape, forms, icon},
    render::Rendered,
};

/// A PNG's height in pixels where the logo is as high as its symbol.
const SIZES: [(&str, f64); 3] = [("small", 64.0), ("medium", 256.0), ("large", 1024.0)];
/// The height of a drawn logo's symbol in the drawing's units.
const SYMBOL: f64 = 100.0;
/// Points of a PDF for each unit of a drawing: a symbol is 50 mm high.
const POINTS: f64 = 50.0 / 25.4 * 72.0 / SYMBOL;
/// The sides of the pictures in `favicon.ico`: of tabs, of task bars, of desktops.
const FAVICON: [u32; 3] = [16, 32, 48];
/// Sides of icons: Apple's for home screens, and the two of a web app's manifest.
const ICONS: [(&str, u32); 3] = [("apple-touch-icon", 180), ("icon-192", 192), ("icon-512", 512)];

pub(super) fn render(kit: &KitRenderer) -> Rendered {
    let mut rendered = Rendered::default();
    let forms = kit.forms();
    let mut add = |path: &str, bytes: Result<Vec<u8>, Failed>| super::add(&mut rendered, "logo", path, bytes);
    for form in &forms {
        files(kit, form, &mut add);
    }
    icons(kit, &forms, &mut add);
    add("README.txt", Ok(about(kit, &forms)));
    rendered
}

/// A form's files.
fn files(kit: &KitRenderer, form: &Form, add: &mut Add) {
    let name = file_name(form);
    let logo = &form.logo;
    let tree = match tree(logo) {
        Ok(tree) => tree,
        Err(error) => return add(&format!("svg/{name}.svg"), Err(error)),
    };
    let alternative = kit.logo_alternative();
    let meta = Meta { title: &alternative, alternative: &alternative, language: kit.project.default_language() };
    for (size, height) in SIZES {
        let height = if kit.logos.drawn { height * logo.height / SYMBOL } else { height };
        if let Some(pixels) = pixels(logo, (size, height)) {
            add(&format!("png/{name}-{size}.png"), picture::png(&tree, pixels, None));
        }
    }
    if !logo.raster {
        add(&format!("svg/{name}.svg"), Ok(picture::svg(&tree, logo.height, &meta)));
        let scale = POINTS * if kit.logos.drawn { 1.0 } else { SYMBOL / logo.height };
        add(&format!("pdf/{name}.pdf"), picture::pdf(&tree, (logo.width * scale, logo.height * scale), &meta));
    }
}

/// As it stands in paths: `horizontal-colour`.
pub(super) fn file_name(form: &Form) -> String {
    format!("{}-{}", form.shape.id(), form.ink.id())
}

/// The best picture of each form in colour, by its name and its path below the kit's folder.
pub(super) fn images(kit: &KitRenderer) -> Vec<(String, String)> {
    let coloured = kit.forms().into_iter().filter(|form| matches!(form.ink, Ink::Colour | Ink::Reversed));
    coloured
        .map(|form| {
            let name = file_name(&form);
            let largest = SIZES.iter().rev().find(|size| pixels(&form.logo, **size).is_some());
            let path = match form.logo.raster {
                true => format!("logo/png/{name}-{}.png", largest.unwrap_or(&SIZES[0]).0),
                false => format!("logo/svg/{name}.svg"),
            };
            (name, path)
        })
        .collect()
}

/// A picture's pixels in a size. A supplied picture is never enlarged: its large one is itself, and those that would be
/// larger are left out.
fn pixels(logo: &Logo, (size, height): (&str, f64)) -> Option<(u32, u32)> {
    /// No picture is wider.
    const WIDEST: f64 = 8192.0;
    let height = match (logo.raster, size) {
        (true, "large") => logo.height,
        (true, "small") => height.min(logo.height),
        (true, _) if height >= logo.height => return None,
        _ => height,
    };
    let height = height.min(WIDEST * logo.height / logo.width);
    let side = |length: f64| length.round().max(1.0) as u32;
    Some((side(height * logo.width / logo.height), side(height)))
}

fn icons(kit: &KitRenderer, forms: &[Form], add: &mut Add) {
    let Some(icon) = icon(&kit.logos, forms, &kit.theme) else { return };
    let alone = kit.alone(forms);
    add("web/favicon.ico", tree(&alone).and_then(|tree| picture::ico(&tree, &FAVICON)));
    let (name, language) = (kit.logo_alternative(), kit.project.default_language());
    if !alone.raster {
        let meta = Meta { title: &name, alternative: &name, language };
        add("web/icon.svg", tree(&alone).map(|tree| picture::svg(&tree, 100.0, &meta)));
    }
    for (file, side) in ICONS {
        let ground = Some(kit.theme.surface);
        let drawn = tree(&icon).and_then(|tree| picture::png(&tree, (side, side), ground));
        add(&format!("web/{file}.png"), drawn);
    }
}

fn tree(logo: &Logo) -> Result<Tree, Failed> {
    picture::tree(&logo.document(logo.height), None)
}

/// In the middle of a square.
fn squared(logo: &Logo) -> Logo {
    let side = logo.width.max(logo.height);
    let (x, y) = ((side - logo.width) / 2.0, (side - logo.height) / 2.0);
    let svg = format!(r#"<g transform="translate({x:.3} {y:.3})">{}</g>"#, logo.svg);
    Logo { svg, width: side, height: side, raster: logo.raster }
}

/// What stands in the folder, how it is used, and what is not there.
fn about(kit: &KitRenderer, forms: &[Form]) -> Vec<u8> {
    let identity = &kit.project.identity;
    let percent = format!("{:.0}", identity.guidelines.logo.clear_space * 100.0);
    let mut text = note::Note::new(kit, "kit_logo_title");
    text.paragraph("kit_logo_choose", &[]);
    text.paragraph("kit_logo_folders", &[]);
    text.paragraph("kit_logo_space", &[("percent", &percent)]);
    if let Some(supplied) = identity.brand.logo.as_ref().filter(|_| !kit.logos.drawn) {
        text.paragraph("kit_logo_parts", &[]);
        if supplied.reversed.is_none() {
            text.paragraph("kit_logo_plate", &[]);
        }
        if kit.logos.colour.raster {
            text.paragraph("kit_logo_pixels", &[]);
        }
        if !forms.iter().any(|form| form.shape == Shape::Whole && form.ink == Ink::Black) {
            text.paragraph("kit_logo_one_colour", &[]);
        }
        if icon(&kit.logos, forms, &kit.theme).is_none() {
            text.paragraph("kit_logo_icon", &[]);
        }
    }
    text.bytes()
}

impl KitRenderer<'_> {
    /// Every form of the logo.
    pub(super) fn forms(&self) -> Vec<Form> {
        forms(&self.project.identity, &self.logos, &self.theme, &self.fonts, &mut self.typesetter.fork())
    }

    /// The symbol on a square without a ground, or a logo that is nearly one.
    fn alone(&self, forms: &[Form]) -> Logo {
        let symbol = forms.iter().find(|form| form.shape == Shape::Symbol && form.ink == Ink::Colour);
        squared(symbol.map_or(&self.logos.colour, |form| &form.logo))
    }

    /// The icon of a site; none of a logo too wide to be one.
    pub(super) fn favicon(&self) -> Result<Option<Vec<u8>>, Failed> {
        let forms = self.forms();
        if icon(&self.logos, &forms, &self.theme).is_none() {
            return Ok(None);
        }
        picture::ico(&tree(&self.alone(&forms))?, &FAVICON).map(Some)
    }

    /// What the logo shows, in the project's first language.
    pub(super) fn logo_alternative(&self) -> String {
        let (identity, language) = (&self.project.identity, self.project.default_language());
        match &identity.brand.logo {
            Some(logo) if !self.logos.drawn => logo.alt.get(language).clone(),
            _ => self.project.words.fill(language, "logo_alt", &[("name", &identity.name)]),
        }
    }
}
