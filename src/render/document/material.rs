//! The brand as documents use it, made once for all of a project's guides.
//!
//! In: a project. Out: its theme, fonts and logos, the colours of callouts, and drawings as whole SVG files.

use sha2::{Digest, Sha256};

use super::{
    cover::{self, Front, Sketch},
    data::{CalloutColours, Callouts, FontChains, Paper},
    engine,
};
use crate::{
    design::{
        Fonts, Theme,
        colour::{ensure, mix},
        fonts::Role,
        icons,
        logo::Logos,
        typeset::Typesetter,
    },
    diagnostic::Diagnostics,
    model::{
        Brand, Project,
        value::{Colour, Direction, LanguageTag, hex},
    },
    personalise::Scope,
};

/// The least ratio of contrast between text and ground (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;

/// The brand as documents use it.
pub struct Material {
    /// Colours by what they do.
    pub theme: Theme,
    /// All fonts.
    pub fonts: Fonts,
    /// The colours of callouts.
    pub callouts: Callouts,
    /// Hash of the templates, and what distinguishes the fonts.
    pub fingerprint: [String; 2],
    logos: [(Direction, Logos); 2],
    headings_weight: u16,
}

impl Material {
    /// The material of a project.
    pub fn new(project: &Project) -> (Self, Diagnostics) {
        let identity = &project.identity;
        let brand = &identity.brand;
        let theme = Theme::new(brand);
        let (fonts, mut diagnostics) = Fonts::new(brand);
        let mut typesetter = Typesetter::new(&fonts);
        let mut found = Diagnostics::new();
        let logos = [Direction::Ltr, Direction::Rtl].map(|direction| {
            let (logos, met) = Logos::new(identity, &theme, &fonts, &mut typesetter, direction);
            found = met;
            (direction, logos)
        });
        diagnostics.extend(found);
        let material = Self {
            callouts: callouts(brand, &theme),
            fingerprint: [engine::template_fingerprint(), fonts.fingerprint()],
            headings_weight: brand.typography.headings.weight.0,
            theme,
            fonts,
            logos,
        };
        (material, diagnostics)
    }

    /// The families that a language is set in.
    pub fn chains(&self, language: &LanguageTag) -> FontChains {
        FontChains {
            headings: self.fonts.chain(Role::Headings, language),
            headings_weight: self.headings_weight,
            base: self.fonts.chain(Role::Base, language),
            monospace: self.fonts.chain(Role::Monospace, language),
        }
    }

    /// The logos as they stand in pieces of a direction.
    pub fn logos(&self, direction: Direction) -> &Logos {
        let (_, logos) = self.logos.iter().find(|(d, _)| *d == direction).unwrap_or(&self.logos[0]);
        logos
    }

    /// The logo for dark grounds.
    pub fn logo(&self, direction: Direction) -> String {
        self.logos(direction).reversed.document(LOGO_HEIGHT)
    }

    /// The artwork of a front, that of the campaign's first poster.
    pub fn front(&self, scope: Scope<'_>, paper: &Paper) -> Front {
        let family = scope.campaign.posters.first().map_or("horizon", |poster| poster.template.as_str());
        cover::front(family, &self.sketch(scope, paper))
    }

    /// The brand's pattern as large as a sheet, for the dark ground; `None` for a brand without one.
    pub fn pattern(&self, scope: Scope<'_>, paper: &Paper) -> Option<String> {
        cover::pattern(&self.sketch(scope, paper))
    }

    fn sketch<'s>(&'s self, scope: Scope<'s>, paper: &'s Paper) -> Sketch<'s> {
        let identity = &scope.project.identity;
        Sketch {
            paper,
            theme: &self.theme,
            pattern: identity.guidelines.pattern,
            seed: &identity.name,
            direction: scope.language.direction(),
        }
    }
}

/// The logo's size is set on the page: any does for the file.
const LOGO_HEIGHT: f64 = 100.0;

/// The hash of a file.
pub fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

/// An icon as a file of its own, in a colour.
pub fn icon(name: &str, colour: Colour) -> Option<String> {
    let drawing = icons::icon(name)?;
    Some(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><g fill="none" stroke="{colour}" color="{colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{drawing}</g></svg>"#
    ))
}

fn callouts(brand: &Brand, theme: &Theme) -> Callouts {
    let colours = |bar: Colour| {
        let ground = mix(theme.paper, bar, 0.08);
        CalloutColours { ground, bar, label: ensure(bar, &[ground], READABLE) }
    };
    Callouts {
        note: colours(brand.info),
        tip: colours(brand.success),
        important: colours(theme.brand),
        warning: colours(brand.warning),
        caution: colours(brand.danger),
    }
}
