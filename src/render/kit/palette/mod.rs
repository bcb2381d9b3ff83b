//! The colours for every program that takes a palette, and the brand as data.
//!
//! In: the brand. Out: CSS custom properties, design tokens (DTCG), Adobe's swatch exchange, GIMP's palette, a sheet of
//! swatches, and the whole as brand.yml.

mod ase;
mod brand_yml;
mod css;
mod gpl;
mod markdown;
mod swatches;
mod tokens;
mod yaml;

use serde_json::{Value, json};

pub use brand_yml::Place;
pub(super) use css::quoted;

use super::{KitRenderer, picture::Meta};
use crate::{model::value::Colour, render::Rendered};

/// A colour of the palette under each name that programs need.
struct Swatch {
    /// As the project names it.
    name: String,
    /// The same as CSS and design tokens take it; no other swatch has it.
    id: String,
    colour: Colour,
    /// Cyan, magenta, yellow and black, 0 to 1, where the project states them.
    cmyk: Option<[f64; 4]>,
    /// A spot ink's name.
    spot: Option<String>,
}

pub(super) fn context(kit: &KitRenderer) -> Value {
    let identity = &kit.project.identity;
    json!({
        "link": identity.link.as_ref().map(ToString::to_string),
        "print": identity.guidelines.print,
        "proportions": identity.guidelines.proportions,
        "brand_yml": kit.brand_yml(&Place::Project),
    })
}

pub(super) fn render(kit: &KitRenderer) -> Rendered {
    let mut rendered = Rendered::default();
    let mut add = |path: &str, bytes| super::add(&mut rendered, "palette", path, bytes);
    add("brand.css", Ok(kit.css().into_bytes()));
    add("brand.tokens.json", Ok(kit.tokens().into_bytes()));
    add("brand.ase", Ok(kit.ase()));
    add("brand.gpl", Ok(kit.gpl().into_bytes()));
    let title = kit.project.words.fill(
        kit.project.default_language(),
        "kit_palette_title",
        &[("name", &kit.project.identity.name)],
    );
    let said: Vec<String> = kit.swatches().iter().map(|swatch| format!("{} {}", swatch.name, swatch.colour)).collect();
    let said = said.join(", ");
    let meta = Meta { title: &title, alternative: &said, language: kit.project.default_language() };
    swatches::files(kit, &meta, &mut add);
    let document = kit.brand_yml(&Place::Kit(super::logo::images(kit)));
    super::add(&mut rendered, "", "brand.yml", Ok(document.into_bytes()));
    rendered
}

impl KitRenderer<'_> {
    /// The palette's colours, in the project's order.
    fn swatches(&self) -> Vec<Swatch> {
        let identity = &self.project.identity;
        let mut ids: Vec<String> = Vec::new();
        let swatch = |(name, colour): (&String, &Colour)| {
            let id = unique(slug(name), &ids);
            ids.push(id.clone());
            let print = identity.guidelines.print.get(name);
            let cmyk = print.and_then(|print| print.cmyk).map(|inks| inks.map(|percent| percent / 100.0));
            Swatch { name: name.clone(), id, colour: *colour, cmyk, spot: print.and_then(|print| print.spot.clone()) }
        };
        identity.brand.palette.iter().map(swatch).collect()
    }

    /// The colours that brand.yml gives a role, by its name.
    fn roles(&self) -> [(&'static str, Colour); 11] {
        brand_yml::roles(&self.project.identity.brand)
    }
}

/// A name as CSS and design tokens take it: letters and figures of any script, and hyphens.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.trim().to_lowercase().chars() {
        match character.is_alphanumeric() {
            true => slug.push(character),
            false if slug.is_empty() || slug.ends_with('-') => {}
            false => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "colour".into() } else { slug.into() }
}

/// The name, with a number where others have it already.
fn unique(name: String, taken: &[String]) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_programs() {
        assert_eq!(
            ["nuit", "Bleu Nuit", "--x_1", "群青", "…", "Ärger!"].map(slug),
            ["nuit", "bleu-nuit", "x-1", "群青", "colour", "ärger"]
        );
        assert_eq!(unique("a".into(), &["a".into(), "a-2".into()]), "a-3");
    }
}
