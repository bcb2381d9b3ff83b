//! Design tokens as the Design Tokens Community Group's format has them (version 2025.10: Format Module and Color Module).

use serde_json::{Map, Value, json};

use super::{KitRenderer, css::named};
use crate::{
    design::{Tones, fonts::Role},
    model::{Typeface, value::Colour},
};

/// Where what the format has no word for stands (Format Module, "Extensions").
const EXTENSION: &str = "org.fanion.print";

impl KitRenderer<'_> {
    /// Palette, roles, tones by day and by night, and type.
    pub(in super::super) fn tokens(&self) -> String {
        let swatches = self.swatches();
        let mut palette = group("color");
        for swatch in &swatches {
            let mut token = colour(swatch.colour);
            if swatch.name != swatch.id {
                token["$description"] = json!(swatch.name);
            }
            if swatch.cmyk.is_some() || swatch.spot.is_some() {
                let cmyk = swatch.cmyk.map(|inks| inks.map(|ink| rounded(ink * 100.0)));
                token["$extensions"] = json!({ EXTENSION: { "cmyk": cmyk, "spot": swatch.spot } });
            }
            palette.insert(swatch.id.clone(), token);
        }
        let named_colour = |value: Colour| match swatches.iter().find(|swatch| swatch.colour == value) {
            Some(swatch) => json!({ "$value": format!("{{palette.{}}}", swatch.id) }),
            None => colour(value),
        };
        let mut roles = group("color");
        roles.extend(self.roles().map(|(role, value)| (role.to_owned(), named_colour(value))));
        let mut ramp = group("color");
        ramp.extend(self.theme.ramp.iter().map(|(step, value)| (step.to_string(), colour(*value))));
        let tones = |tones: Tones| {
            let mut tokens = group("color");
            tokens.extend(named(&tones).map(|(name, value)| (name.to_owned(), colour(value))));
            Value::Object(tokens)
        };
        let document = json!({
            "$description": self.project.identity.name,
            "palette": palette,
            "color": roles,
            "primary": ramp,
            "light": tones(Tones::light(&self.theme)),
            "dark": tones(Tones::dark(&self.theme)),
            "font": self.font_tokens(),
        });
        let text = serde_json::to_string_pretty(&document).expect("a document of texts and numbers");
        format!("{text}\n")
    }

    fn font_tokens(&self) -> Value {
        let typography = &self.project.identity.brand.typography;
        let token = |role: Role, typeface: &Typeface| {
            let chain = self.fonts.chain(role, self.project.default_language());
            let family = chain.first().unwrap_or(&typeface.family);
            let generic = if role == Role::Monospace { "monospace" } else { "sans-serif" };
            json!({
                "family": { "$type": "fontFamily", "$value": [family, generic] },
                "weight": { "$type": "fontWeight", "$value": typeface.weight.0 },
            })
        };
        json!({
            "headings": token(Role::Headings, &typography.headings),
            "base": token(Role::Base, &typography.base),
            "monospace": token(Role::Monospace, &typography.monospace),
        })
    }
}

/// A group whose tokens are all of one type.
fn group(of: &str) -> Map<String, Value> {
    [("$type".to_owned(), json!(of))].into_iter().collect()
}

/// A colour token's value: sRGB, 0 to 1, with the hexadecimal notation as fallback (Color Module, "Color type").
fn colour(colour: Colour) -> Value {
    let components = [colour.red, colour.green, colour.blue].map(|channel| rounded(f64::from(channel) / 255.0));
    json!({ "$value": { "colorSpace": "srgb", "components": components, "alpha": 1, "hex": colour } })
}

/// To five decimals, from which a byte is found again.
fn rounded(value: f64) -> f64 {
    (value * 100_000.0).round() / 100_000.0
}
