//! brand.yml: palette names followed to their colours, fonts and logos found, gaps filled.

use indexmap::IndexMap;

use super::Resolver;
use crate::{
    diagnostic::{Code, Diagnostic, Located, nearest},
    load::{
        markdown::plain_text,
        raw::{brand as raw, decode::shorten},
    },
    model::{
        Brand, FontFace, FontWeight, Logo, Typeface, Typography,
        value::{Asset, Colour, Localised},
    },
};

/// The roles that brand.yml gives to colours.
const ROLES: [&str; 11] = [
    "foreground",
    "background",
    "primary",
    "secondary",
    "tertiary",
    "success",
    "info",
    "warning",
    "danger",
    "light",
    "dark",
];

/// Palettes for projects that name no colour: primary, secondary, accent, background. Each chosen by hand.
const CURATED: [[Colour; 4]; 6] = [
    [
        Colour::new(0x17, 0x2a, 0x5a),
        Colour::new(0x2f, 0x6f, 0xd0),
        Colour::new(0xff, 0xb7, 0x4a),
        Colour::new(0xf7, 0xf9, 0xfc),
    ],
    [
        Colour::new(0x0f, 0x4c, 0x45),
        Colour::new(0x1f, 0x8a, 0x70),
        Colour::new(0xff, 0xc8, 0x57),
        Colour::new(0xf5, 0xfa, 0xf7),
    ],
    [
        Colour::new(0x3b, 0x1f, 0x5b),
        Colour::new(0x7a, 0x4f, 0xc2),
        Colour::new(0xff, 0xb3, 0x7a),
        Colour::new(0xfa, 0xf8, 0xfd),
    ],
    [
        Colour::new(0x5a, 0x16, 0x30),
        Colour::new(0xc2, 0x3b, 0x5e),
        Colour::new(0xff, 0xc2, 0x6b),
        Colour::new(0xfd, 0xf8, 0xf7),
    ],
    [
        Colour::new(0x0b, 0x3c, 0x5d),
        Colour::new(0x1b, 0x87, 0xa8),
        Colour::new(0xff, 0xb2, 0x6b),
        Colour::new(0xf5, 0xfa, 0xfc),
    ],
    [
        Colour::new(0x1e, 0x2f, 0x4d),
        Colour::new(0xd8, 0x59, 0x3f),
        Colour::new(0xf6, 0xbd, 0x4b),
        Colour::new(0xfa, 0xf8, 0xf5),
    ],
];

impl Resolver<'_> {
    /// The brand of a document; the curated one for `name` where there is none.
    pub fn brand(&mut self, raw: Option<&raw::Brand>, name: &str) -> Brand {
        let mut colours = Colours::new(raw.and_then(|b| b.color.as_ref()));
        let palette = colours.palette(self);
        let roles: IndexMap<&str, Colour> =
            ROLES.iter().filter_map(|role| Some((*role, colours.role(role, self)?))).collect();
        let typography = raw.and_then(|b| b.typography.as_ref());
        let typography = self.typography(typography, &mut colours);
        let logo = raw.and_then(|b| b.logo.as_ref()).and_then(|logo| self.logo(logo, name));
        complete(palette, &roles, typography, logo, name)
    }

    fn typography(&mut self, raw: Option<&raw::Typography>, colours: &mut Colours<'_>) -> Typography {
        let base =
            Typeface { family: "Inter".into(), weight: FontWeight(400), line_height: None, colour: None, span: None };
        let headings = Typeface { family: "Outfit".into(), weight: FontWeight(700), ..base.clone() };
        let monospace = Typeface { family: "JetBrains Mono".into(), ..base.clone() };
        let Some(raw) = raw else { return Typography { base, headings, monospace, faces: Vec::new() } };
        let mut face = |role: Option<&raw::FontRole>, default: Typeface, resolver: &mut Self| match role {
            None => default,
            Some(raw::FontRole::Family(family)) => {
                Typeface { family: plain_text(family), span: Some(family.span.clone()), ..default }
            }
            Some(raw::FontRole::Settings(settings)) => Typeface {
                family: settings.family.as_ref().map_or(default.family, |f| plain_text(f)),
                weight: settings.weight.as_ref().map_or(default.weight, |w| w.value),
                line_height: settings.line_height.as_ref().map(|h| h.value).filter(|h| (0.8..=3.0).contains(h)),
                colour: settings.color.as_ref().and_then(|c| colours.value(c, resolver)),
                span: settings.family.as_ref().map(|family| family.span.clone()).or(default.span),
            },
        };
        let base = face(raw.base.as_ref(), base, self);
        // Headlines follow the base family where the brand names no other.
        let headings = match &raw.base {
            Some(_) => Typeface { family: base.family.clone(), span: base.span.clone(), ..headings },
            None => headings,
        };
        let headings = face(raw.headings.as_ref(), headings, self);
        let monospace = face(raw.monospace.as_ref(), monospace, self);
        let fonts = raw.fonts.as_deref().unwrap_or_default();
        let faces = fonts.iter().flat_map(|font| self.font_files(font)).collect();
        Typography { base, headings, monospace, faces }
    }

    fn font_files(&mut self, font: &raw::Font) -> Vec<FontFace> {
        let is_file = font.source.as_ref().is_some_and(|s| s.value == raw::FontSource::File);
        let files = font.files.as_deref().unwrap_or_default();
        if is_file && files.is_empty() {
            let diagnostic = Diagnostic::new(Code::MissingKey, &font.family.span, "`source: file` needs `files:`");
            self.diagnostics.push(diagnostic.help("add `files: [{ path: fonts/Name-Regular.ttf, weight: 400 }]`"));
        }
        let paths = files.iter().map(|file| match file {
            raw::FontFile::Path(path) => path,
            raw::FontFile::Described(described) => &described.path,
        });
        paths
            .filter_map(|path| {
                let file = self.files.asset(path, &path.span, &mut self.diagnostics)?;
                Some(FontFace { family: plain_text(&font.family), file })
            })
            .collect()
    }

    /// The best file for usual places, medium, then large, then small; and the small one beside it.
    fn logo(&mut self, raw: &raw::Logo, name: &str) -> Option<Logo> {
        let files = match raw {
            raw::Logo::Path(path) => {
                let file = self.files.image(path, &path.span, &mut self.diagnostics)?;
                let alt = Localised::one(name.to_owned(), None);
                return Some(Logo { file, reversed: None, small: None, small_reversed: None, alt });
            }
            raw::Logo::Files(files) => files,
        };
        let images = files.images.as_ref().map_or(&[][..], |m| &m.0);
        let usual = files.medium.as_ref().or(files.large.as_ref());
        let (light, dark) = match usual.or(files.small.as_ref()) {
            None => (images.first().and_then(|(_, image)| self.logo_image(image, images)), None),
            Some(size) => self.logo_size(size, images).into(),
        };
        let small = files.small.as_ref().filter(|_| usual.is_some());
        let (small, small_reversed) = small.map_or((None, None), |size| self.logo_size(size, images).into());
        let (file, alt) = light.or_else(|| dark.clone())?;
        let only = |image: Option<(Asset, Option<String>)>| image.map(|(file, _)| file);
        // One that is only for dark grounds serves no others.
        let small_reversed = small_reversed.filter(|_| small.is_some());
        Some(Logo {
            file,
            reversed: only(dark),
            small: only(small),
            small_reversed: only(small_reversed),
            alt: Localised::one(alt.unwrap_or_else(|| name.to_owned()), None),
        })
    }

    /// A size's pictures for light and for dark grounds.
    fn logo_size(&mut self, size: &raw::LogoSize, images: &[(Located<String>, raw::LogoImage)]) -> [LogoFile; 2] {
        match size {
            raw::LogoSize::Path(path) => [self.logo_image(&raw::LogoImage::Path(path.clone()), images), None],
            raw::LogoSize::Variants(variants) => {
                let single = variants.path.clone().map(raw::LogoImage::Path);
                let dark = variants.dark.as_ref().and_then(|image| self.logo_image(image, images));
                let light = variants.light.as_ref().or(single.as_ref());
                [light.and_then(|image| self.logo_image(image, images)), dark]
            }
        }
    }

    /// A picture by its path, or by its name under `images`.
    fn logo_image(&mut self, image: &raw::LogoImage, images: &[(Located<String>, raw::LogoImage)]) -> LogoFile {
        let path = match image {
            raw::LogoImage::Path(path) => path,
            raw::LogoImage::Described(described) => &described.path,
        };
        let named = images.iter().find(|(name, _)| name.value == path.value).map(|(_, image)| image);
        let (path, alt) = match named.unwrap_or(image) {
            raw::LogoImage::Path(path) => (path, None),
            raw::LogoImage::Described(described) => (&described.path, described.alt.as_ref()),
        };
        let file = self.files.image(path, &path.span, &mut self.diagnostics)?;
        Some((file, alt.map(|a| plain_text(a))))
    }
}

/// A logo's file and what it shows.
type LogoFile = Option<(Asset, Option<String>)>;

/// Colours by name, each followed to its value.
struct Colours<'r> {
    named: IndexMap<&'r str, &'r Located<String>>,
    palette_size: usize,
    reported: Vec<&'r str>,
}

impl<'r> Colours<'r> {
    fn new(raw: Option<&'r raw::Colour>) -> Self {
        let mut named = IndexMap::new();
        let Some(raw) = raw else { return Self { named, palette_size: 0, reported: Vec::new() } };
        for (name, value) in raw.palette.as_ref().map_or(&[][..], |m| &m.0) {
            named.insert(name.value.as_str(), value);
        }
        let palette_size = named.len();
        let roles = [
            &raw.foreground,
            &raw.background,
            &raw.primary,
            &raw.secondary,
            &raw.tertiary,
            &raw.success,
            &raw.info,
            &raw.warning,
            &raw.danger,
            &raw.light,
            &raw.dark,
        ];
        for (role, value) in ROLES.iter().zip(roles) {
            // A role of the same name as a palette colour means that colour.
            if let (Some(value), false) = (value, named.contains_key(role)) {
                named.insert(role, value);
            }
        }
        Self { named, palette_size, reported: Vec::new() }
    }

    fn palette(&mut self, resolver: &mut Resolver<'_>) -> IndexMap<String, Colour> {
        let names: Vec<&str> = self.named.keys().take(self.palette_size).copied().collect();
        let mut palette = IndexMap::new();
        for name in names {
            match self.follow(name, resolver) {
                Some(colour) => drop(palette.insert(name.to_owned(), colour)),
                None => drop(resolver.broken_ids.insert(name.to_owned())),
            }
        }
        palette
    }

    fn role(&mut self, role: &str, resolver: &mut Resolver<'_>) -> Option<Colour> {
        let name = self.named.get_key_value(role).map(|(name, _)| *name)?;
        self.follow(name, resolver)
    }

    /// A colour that is written somewhere else: by name or by value.
    fn value(&mut self, written: &Located<String>, resolver: &mut Resolver<'_>) -> Option<Colour> {
        match self.named.get_key_value(written.value.as_str()).map(|(name, _)| *name) {
            Some(name) => self.follow(name, resolver),
            None => self.parse(written, resolver),
        }
    }

    fn follow(&mut self, name: &'r str, resolver: &mut Resolver<'_>) -> Option<Colour> {
        let mut path = vec![name];
        loop {
            let here = *path.last()?;
            let written = *self.named.get(here)?;
            // `primary: primary` in brand.yml means the palette's colour of that name, which is in `named` already.
            let Some(next) = self.named.get_key_value(written.value.as_str()).map(|(next, _)| *next) else {
                return self.parse(written, resolver).or_else(|| {
                    self.reported.extend(path.iter().copied());
                    None
                });
            };
            if path.contains(&next) {
                if !path.iter().any(|p| self.reported.contains(p)) {
                    let message = format!("the colour `{next}` leads back to itself: {} → {next}", path.join(" → "));
                    let diagnostic = Diagnostic::new(Code::ColourCycle, &written.span, message);
                    resolver.diagnostics.push(diagnostic.help("give one of them a value, as \"#12264f\""));
                }
                self.reported.extend(path);
                return None;
            }
            path.push(next);
        }
    }

    fn parse(&self, written: &Located<String>, resolver: &mut Resolver<'_>) -> Option<Colour> {
        // A colour of the palette whose own value is wrong was told there.
        if resolver.broken_ids.contains(&written.value) {
            return None;
        }
        match written.value.parse::<Colour>() {
            Ok(colour) => Some(colour),
            Err(error) => {
                let reported = resolver.diagnostics.iter().any(|d| d.span.as_ref() == Some(&written.span));
                if !reported {
                    let looks_like_name = written.value.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
                    let near = nearest::nearest(&written.value, self.named.keys().copied());
                    let (message, help) = match near.filter(|_| looks_like_name) {
                        Some(near) => (
                            format!("there is no colour `{}`", shorten(&written.value)),
                            Some(format!("did you mean `{near}`?")),
                        ),
                        None => (error.message, error.help),
                    };
                    resolver
                        .diagnostics
                        .push(Diagnostic::new(Code::InvalidValue, &written.span, message).maybe_help(help));
                }
                None
            }
        }
    }
}

/// Fills the roles that a brand leaves open: from its own colours, else from a curated palette.
fn complete(
    mut palette: IndexMap<String, Colour>,
    roles: &IndexMap<&str, Colour>,
    typography: Typography,
    logo: Option<Logo>,
    name: &str,
) -> Brand {
    // The same name gives the same palette on every machine (FNV-1a).
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let [first, second, accent, ground] = CURATED[(hash % CURATED.len() as u64) as usize];
    let role = |name: &str| roles.get(name).copied();
    let own = role("primary").or_else(|| palette.values().next().copied());
    let primary = own.unwrap_or(first);
    let unused = |taken: &[Colour]| palette.values().copied().find(|c| !taken.contains(c));
    let secondary = role("secondary").or_else(|| if own.is_some() { unused(&[primary]) } else { Some(second) });
    let secondary = secondary.unwrap_or(primary);
    let tertiary = role("tertiary").unwrap_or(if own.is_some() { companion(primary) } else { accent });
    let background = role("background").unwrap_or(if own.is_some() { Colour::WHITE } else { ground });
    let foreground = role("foreground").unwrap_or(if own.is_some() { Colour::new(0x1b, 0x20, 0x2b) } else { first });
    if palette.is_empty() {
        let theme =
            [("primary", primary), ("secondary", secondary), ("tertiary", tertiary), ("background", background)];
        palette.extend(theme.map(|(name, colour)| (name.to_owned(), colour)));
    }
    Brand {
        palette,
        primary,
        secondary,
        tertiary,
        background,
        foreground,
        success: role("success").unwrap_or(Colour::new(0x1f, 0x7a, 0x4d)),
        info: role("info").unwrap_or(secondary),
        warning: role("warning").unwrap_or(Colour::new(0xb4, 0x6a, 0x00)),
        danger: role("danger").unwrap_or(Colour::new(0xb3, 0x26, 0x1e)),
        light: role("light").unwrap_or(Colour::new(0xf4, 0xf5, 0xf7)),
        dark: role("dark").unwrap_or(Colour::new(0x1b, 0x20, 0x2b)),
        typography,
        logo,
    }
}

/// The accent for a brand that names one colour only: gold beside cold ones and reds, cold beside yellows and oranges.
fn companion(colour: Colour) -> Colour {
    let warm = u16::from(colour.red) > u16::from(colour.blue) + 24 && colour.green > 0x48;
    if warm { Colour::new(0x2b, 0xb3, 0xc0) } else { Colour::new(0xff, 0xb7, 0x4a) }
}
