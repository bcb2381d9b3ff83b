//! The brand as the page wears it: colours by day and by night, letters, logo, pattern.

use serde_json::{Value, json};

use super::files::href;
use crate::{
    design::{
        Fonts, Theme, Tones,
        fonts::Role,
        logo::Logos,
        pattern::{self, Spec},
        typeset::Typesetter,
    },
    model::{
        Project,
        value::{Direction, LanguageTag},
    },
    output::Manifest,
};

/// How high the logo stands in the head, in pixels.
const LOGO: f64 = 44.0;
/// The style sheet of the kit's fonts.
const FONTS: &str = "brand/fonts/fonts.css";

/// The brand as the page wears it.
pub(super) struct Look {
    theme: Theme,
    fonts: Fonts,
    logos: [Logos; 2],
    pattern: String,
    colours: Vec<String>,
}

impl Look {
    /// Of a project; what is wrong with its fonts and logo was said where pieces are made of them.
    pub fn new(project: &Project) -> Self {
        let identity = &project.identity;
        let theme = Theme::new(&identity.brand);
        let (fonts, _) = Fonts::new(&identity.brand);
        let mut typesetter = Typesetter::new(&fonts);
        let logos = [Direction::Ltr, Direction::Rtl]
            .map(|direction| Logos::new(identity, &theme, &fonts, &mut typesetter, direction).0);
        let quiet = theme.quiet();
        let spec = Spec {
            width: 1600.0,
            height: 360.0,
            seed: &identity.name,
            scale: 420.0,
            stroke: 1.0,
            opacity: 0.5,
            ink: theme.step(500),
            colours: &quiet,
        };
        let pattern = pattern::draw(identity.guidelines.pattern, &spec);
        let colours = theme.vivid().iter().map(ToString::to_string).collect();
        Self { theme, fonts, logos, pattern, colours }
    }

    /// The brand's colours, dark to light.
    pub fn colours(&self) -> &[String] {
        &self.colours
    }

    /// The families of headlines and of running text in a language.
    pub fn families(&self, language: &LanguageTag) -> [String; 2] {
        [Role::Headings, Role::Base]
            .map(|role| self.fonts.chain(role, language).into_iter().next().unwrap_or_else(|| "sans-serif".into()))
    }

    /// What the template needs of it.
    pub fn context(&self, language: &LanguageTag, manifest: &Manifest) -> Value {
        let [headings, base] = self.families(language).map(|family| quoted(&family));
        let logos = &self.logos[usize::from(language.direction() == Direction::Rtl)];
        let theme = &self.theme;
        json!({
            "light": Tones::light(theme),
            "dark": Tones::dark(theme),
            "theme": theme,
            "colours": self.colours,
            "headings": headings,
            "base": base,
            // Only what is there is asked for.
            "fonts": manifest.get(FONTS).map(|entry| href(&entry.path)),
            "logo": logos.reversed.document(LOGO),
            "pattern": self.pattern,
        })
    }
}

/// A family's name as CSS writes it, whatever it holds.
fn quoted(family: &str) -> String {
    let safe: String = family.chars().filter(|c| !c.is_control() && !"<>&".contains(*c)).collect();
    format!("\"{}\"", safe.replace('\\', "\\\\").replace('"', "\\\""))
}
