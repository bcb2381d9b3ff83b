//! CSS custom properties: the palette, the roles, the leading colour's tones, type, and what changes at night.

use std::fmt::Write;

use super::KitRenderer;
use crate::{
    design::{Tones, fonts::Role},
    model::value::Colour,
};

/// What comes after the fonts of the brand's, on machines that do not have them.
const FALLBACK: [(Role, &str, &str); 3] = [
    (Role::Headings, "headings", "system-ui, sans-serif"),
    (Role::Base, "base", "system-ui, sans-serif"),
    (Role::Monospace, "monospace", "ui-monospace, monospace"),
];

impl KitRenderer<'_> {
    /// A style sheet of custom properties, by day and by night.
    ///
    /// Night is what the reader's system asks for, unless `data-theme` on the page says `light` or `dark`.
    pub(in super::super) fn css(&self) -> String {
        let mut css =
            format!("/* {}: made by Fanion of brand/identity.yaml */\n\n", comment(&self.project.identity.name));
        let mut root = String::new();
        for swatch in self.swatches() {
            property(&mut root, &format!("palette-{}", swatch.id), &swatch.colour.to_string());
        }
        root.push('\n');
        for (role, colour) in self.roles() {
            property(&mut root, &format!("color-{role}"), &colour.to_string());
        }
        root.push('\n');
        for (step, colour) in &self.theme.ramp {
            property(&mut root, &format!("primary-{step}"), &colour.to_string());
        }
        root.push('\n');
        self.type_properties(&mut root);
        let light = tones(&Tones::light(&self.theme), self.fills(), "light");
        let dark = tones(&Tones::dark(&self.theme), self.fills(), "dark");
        let _ = write!(css, ":root {{\n{root}\n{light}}}\n\n");
        let indented: String = dark.lines().map(|line| format!("  {line}\n")).collect();
        let _ = write!(
            css,
            "@media (prefers-color-scheme: dark) {{\n  :root:not([data-theme=\"light\"]) {{\n{indented}  }}\n}}\n\n"
        );
        let _ = write!(css, ":root[data-theme=\"dark\"] {{\n{dark}}}\n");
        css
    }

    fn type_properties(&self, css: &mut String) {
        let typography = &self.project.identity.brand.typography;
        let language = self.project.default_language();
        for (role, name, fallback) in FALLBACK {
            let typeface = match role {
                Role::Headings => &typography.headings,
                Role::Base => &typography.base,
                Role::Monospace => &typography.monospace,
            };
            let chain = self.fonts.chain(role, language);
            let first = chain.first().map_or(typeface.family.as_str(), String::as_str);
            property(css, &format!("font-{name}"), &format!("{}, {fallback}", quoted(first)));
            property(css, &format!("font-{name}-weight"), &typeface.weight.0.to_string());
            if let Some(height) = typeface.line_height {
                property(css, &format!("font-{name}-line-height"), &height.to_string());
            }
        }
    }

    /// Grounds for words in the brand's colours, and the words on them: the same by day and by night.
    fn fills(&self) -> [(&'static str, Colour); 8] {
        let theme = &self.theme;
        [
            ("brand", theme.brand_fill),
            ("on-brand", theme.on_brand),
            ("accent-fill", theme.accent_fill),
            ("on-accent", theme.on_accent),
            ("deep", theme.deep),
            ("on-deep", theme.on_deep),
            ("on-deep-muted", theme.on_deep_muted),
            ("highlight", theme.highlight_2),
        ]
    }
}

fn tones(tones: &Tones, fills: [(&'static str, Colour); 8], scheme: &str) -> String {
    let mut css = String::new();
    let _ = writeln!(css, "  color-scheme: {scheme};");
    for (name, colour) in named(tones) {
        property(&mut css, name, &colour.to_string());
    }
    if scheme == "light" {
        for (name, colour) in fills {
            property(&mut css, name, &colour.to_string());
        }
    }
    css
}

/// The tones by their names in CSS and in design tokens.
pub(super) fn named(tones: &Tones) -> [(&'static str, Colour); 10] {
    [
        ("page", tones.page),
        ("paper", tones.paper),
        ("panel", tones.panel),
        ("ink", tones.ink),
        ("muted", tones.muted),
        ("title", tones.title),
        ("label", tones.label),
        ("accent-text", tones.accent),
        ("link", tones.link),
        ("line", tones.line),
    ]
}

fn property(css: &mut String, name: &str, value: &str) {
    let _ = writeln!(css, "  --{name}: {value};");
}

/// A family's name as CSS writes it.
pub(in super::super) fn quoted(family: &str) -> String {
    let safe: String = family.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", safe.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text that ends no comment.
fn comment(text: &str) -> String {
    text.replace("*/", "* /")
}
