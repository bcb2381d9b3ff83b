//! The brand as a brand.yml document (posit-dev.github.io/brand-yml), and what that format has no word for below
//! `defaults: { fanion: … }`, where Fanion finds it again.

use indexmap::IndexMap;

use super::{KitRenderer, markdown, unique, yaml::Yaml};
use crate::{
    model::{
        Brand, FontFace, FontStyle, Guidelines, LogoGuidelines, Pattern, Typeface,
        value::{Colour, Length, Localised, Millimetres, Prose},
    },
    personalise::Scope,
};

/// Where the document will lie: it names files relative to itself.
pub enum Place {
    /// In the project's `brand/` folder, beside the files that the project names.
    Project,
    /// In the kit, beside its logos (each with its name and its path) and fonts.
    Kit(Vec<(String, String)>),
}

/// The colours that brand.yml gives a role, by its name.
pub(super) fn roles(brand: &Brand) -> [(&'static str, Colour); 11] {
    [
        ("foreground", brand.foreground),
        ("background", brand.background),
        ("primary", brand.primary),
        ("secondary", brand.secondary),
        ("tertiary", brand.tertiary),
        ("success", brand.success),
        ("info", brand.info),
        ("warning", brand.warning),
        ("danger", brand.danger),
        ("light", brand.light),
        ("dark", brand.dark),
    ]
}

impl KitRenderer<'_> {
    /// The document.
    pub(in super::super) fn brand_yml(&self, place: &Place) -> String {
        let identity = &self.project.identity;
        let home = identity.link.as_ref().map(|link| Yaml::text(link.to_string()));
        let meta = Yaml::map([
            ("name", Some(Yaml::text(&identity.name))),
            ("link", home.and_then(|home| Yaml::map([("home", Some(home))]))),
        ]);
        let names = self.names(place);
        let fanion = self.guidelines(&identity.guidelines, &names);
        let document = Yaml::map([
            ("meta", meta),
            ("logo", self.logo_yaml(place)),
            ("color", Some(colours(&identity.brand, &names))),
            ("typography", Some(self.typography(place, &names))),
            ("defaults", fanion.and_then(|fanion| Yaml::map([("fanion", Some(fanion))]))),
        ]);
        document.map(|document| document.document()).unwrap_or_default()
    }

    fn logo_yaml(&self, place: &Place) -> Option<Yaml> {
        let alternative = self.logo_alternative();
        let described =
            |path: &str| Yaml::map([("path", Some(Yaml::text(path))), ("alt", Some(Yaml::text(&alternative)))]);
        let images = match place {
            Place::Kit(images) => images.clone(),
            Place::Project => {
                let logo = self.project.identity.brand.logo.as_ref()?;
                let files = [
                    ("logo-colour", Some(&logo.file)),
                    ("logo-reversed", logo.reversed.as_ref()),
                    ("symbol-colour", logo.small.as_ref()),
                    ("symbol-reversed", logo.small_reversed.as_ref()),
                ];
                let found = files.into_iter().filter_map(|(name, file)| Some((name.to_owned(), own(&file?.path))));
                found.collect()
            }
        };
        let named = |name: String| images.iter().any(|(known, _)| *known == name).then(|| Yaml::text(name));
        let size = |shapes: &[&str]| {
            let shape = shapes.iter().find(|shape| named(format!("{shape}-colour")).is_some())?;
            let [light, dark] = ["colour", "reversed"].map(|ink| named(format!("{shape}-{ink}")));
            Yaml::map([("light", light), ("dark", dark)])
        };
        let entries = images.iter().filter_map(|(name, path)| Some((name.clone(), described(path)?)));
        Yaml::map([
            ("images", Some(Yaml::Map(entries.collect()))),
            ("small", size(&["symbol"])),
            ("medium", size(&["horizontal", "logo"])),
            ("large", size(&["stacked"])),
        ])
    }

    /// The palette's names as the document has them. Fanion takes any name; the format asks for those that Sass and CSS
    /// take, which others need.
    fn names(&self, place: &Place) -> Names {
        let swatches = self.swatches();
        let mut names: Vec<String> = Vec::new();
        for swatch in &swatches {
            let name = match place {
                Place::Project => swatch.name.clone(),
                Place::Kit(_) => unique(variable(&swatch.name), &names),
            };
            names.push(name);
        }
        swatches.into_iter().map(|swatch| swatch.name).zip(names).collect()
    }

    fn typography(&self, place: &Place, names: &Names) -> Yaml {
        let typography = &self.project.identity.brand.typography;
        let typefaces = [&typography.base, &typography.headings, &typography.monospace];
        let mut fonts: Vec<(String, Yaml)> = Vec::new();
        for face in &typography.faces {
            if !fonts.iter().any(|(family, _)| *family == face.family) {
                fonts.push((face.family.clone(), own_font(&face.family, &typography.faces, place)));
            }
        }
        for Typeface { family, .. } in typefaces {
            if !fonts.iter().any(|(known, _)| known == family) {
                fonts.push((family.clone(), self.built_in_font(family)));
            }
        }
        let typeface = |typeface: &Typeface| {
            Yaml::map([
                ("family", Some(Yaml::text(&typeface.family))),
                ("weight", Some(Yaml::Number(typeface.weight.0.into()))),
                ("line-height", typeface.line_height.map(Yaml::Number)),
                ("color", typeface.colour.map(|colour| named(&self.project.identity.brand, names, colour))),
            ])
        };
        let all = Yaml::map([
            ("fonts", Some(Yaml::List(fonts.into_iter().map(|(_, font)| font).collect()))),
            ("base", typeface(&typography.base)),
            ("headings", typeface(&typography.headings)),
            ("monospace", typeface(&typography.monospace)),
        ]);
        all.unwrap_or(Yaml::Map(Vec::new()))
    }

    /// A family that comes with Fanion, all of which Google Fonts has too; any other is looked for on the machine.
    fn built_in_font(&self, family: &str) -> Yaml {
        let weights = self.fonts.weights(family);
        let italic = self.fonts.files().any(|file| file.family == family && file.style == FontStyle::Italic);
        let known = !weights.is_empty();
        let styles = ["normal", "italic"].into_iter().take(if italic { 2 } else { 1 });
        let weights = weights.into_iter().map(|weight| Yaml::Number(weight.into())).collect();
        let font = Yaml::map([
            ("family", Some(Yaml::text(family))),
            ("source", Some(Yaml::text(if known { "google" } else { "system" }))),
            ("weight", known.then_some(Yaml::List(weights))),
            ("style", known.then(|| Yaml::List(styles.map(Yaml::text).collect()))),
        ]);
        font.unwrap_or(Yaml::Map(Vec::new()))
    }

    /// What brand.yml has no word for; nothing of what is as it is by default.
    fn guidelines(&self, guidelines: &Guidelines, names: &Names) -> Option<Yaml> {
        let proportions = guidelines
            .proportions
            .iter()
            .filter_map(|part| Some((names.get(&part.colour)?.clone(), Yaml::Number(part.percent))));
        let print = guidelines.print.iter().filter_map(|(name, print)| {
            let cmyk = print.cmyk.map(|inks| Yaml::List(inks.map(Yaml::Number).into()));
            let colour = Yaml::map([("cmyk", cmyk), ("spot", print.spot.as_ref().map(Yaml::text))])?;
            Some((names.get(name)?.clone(), colour))
        });
        let some = |entries: Vec<(String, Yaml)>| (!entries.is_empty()).then_some(Yaml::Map(entries));
        let pattern = match guidelines.pattern {
            Pattern::Topography => None,
            Pattern::Tiles => Some("tiles"),
            Pattern::Halftone => Some("halftone"),
            Pattern::Waves => Some("waves"),
            Pattern::Rings => Some("rings"),
            Pattern::None => Some("none"),
        };
        let voice = &guidelines.voice;
        let words = |words: &Option<Localised<Vec<String>>>| {
            let list = |words: &Vec<String>| Yaml::List(words.iter().map(Yaml::text).collect());
            words.as_ref().map(|words| localised(words, list))
        };
        Yaml::map([
            ("proportions", some(proportions.collect())),
            ("print", some(print.collect())),
            ("logo", self.logo_guidelines(&guidelines.logo)),
            ("pattern", pattern.map(Yaml::text)),
            (
                "voice",
                Yaml::map([
                    ("we_are", self.texts(&voice.we_are)),
                    ("we_are_not", self.texts(&voice.we_are_not)),
                    ("say", words(&voice.say)),
                    ("avoid", words(&voice.avoid)),
                ]),
            ),
        ])
    }

    fn logo_guidelines(&self, logo: &LogoGuidelines) -> Option<Yaml> {
        let width = |length: Option<Length>| length.map(length_text).map(Yaml::text);
        let usual = LogoGuidelines::default().clear_space;
        let percent = format!("{}%", (logo.clear_space * 1e4).round() / 1e2);
        Yaml::map([
            ("clear_space", (logo.clear_space != usual).then(|| Yaml::text(percent))),
            (
                "minimum_width",
                Yaml::map([("print", width(logo.minimum_width_print)), ("screen", width(logo.minimum_width_screen))]),
            ),
            ("misuse", self.texts(&logo.misuse)),
        ])
    }

    fn texts(&self, texts: &[Localised<Prose>]) -> Option<Yaml> {
        let campaign = self.project.campaigns.first()?;
        let one = |text: &Localised<Prose>| {
            let mut versions = text.versions().map(|(language, prose)| {
                let scope = Scope {
                    project: self.project,
                    campaign,
                    language: language.unwrap_or(self.project.default_language()),
                    site: None,
                };
                let holds_field = format!("{prose:?}").contains("Field(");
                let filled = if holds_field { scope.fill_prose(prose) } else { prose.clone() };
                (language.map(ToString::to_string), Yaml::text(markdown::prose(&filled)))
            });
            per_language(&mut versions)
        };
        (!texts.is_empty()).then(|| Yaml::List(texts.iter().map(one).collect()))
    }
}

/// The palette's names in a document, by the project's.
type Names = IndexMap<String, String>;

/// A name that Sass and CSS take: letters, figures, hyphens and lines of ASCII.
fn variable(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut out = String::new();
    for character in name.chars() {
        match fits(character) {
            true => out.push(character),
            false if out.is_empty() || out.ends_with('-') => {}
            false => out.push('-'),
        }
    }
    let out = out.trim_matches('-');
    match out.chars().next() {
        None => "colour".into(),
        Some(first) if first.is_ascii_digit() => format!("_{out}"),
        Some(_) => out.into(),
    }
}

fn colours(brand: &Brand, names: &Names) -> Yaml {
    let palette = brand.palette.iter().filter_map(|(name, colour)| {
        let name = names.get(name)?.clone();
        Some((name, Yaml::text(colour.to_string())))
    });
    let mut entries = vec![("palette".to_owned(), Yaml::Map(palette.collect()))];
    for (role, colour) in roles(brand) {
        // A role that the palette names itself is that colour already.
        if !names.values().any(|name| name == role) {
            entries.push((role.to_owned(), named(brand, names, colour)));
        }
    }
    Yaml::Map(entries)
}

/// A colour by the palette's name for it, else by its value.
fn named(brand: &Brand, names: &Names, colour: Colour) -> Yaml {
    let name = brand.palette.iter().find(|(_, value)| **value == colour).and_then(|(name, _)| names.get(name));
    Yaml::text(name.cloned().unwrap_or_else(|| colour.to_string()))
}

/// A font of the project's own, with its files.
fn own_font(family: &str, faces: &[FontFace], place: &Place) -> Yaml {
    let files = faces.iter().filter(|face| face.family == family).map(|face| {
        let path = match place {
            Place::Project => own(&face.file.path),
            Place::Kit(_) => format!("fonts/{}", super::super::fonts::own_file_name(face)),
        };
        Yaml::Map(vec![("path".into(), Yaml::text(path))])
    });
    Yaml::Map(vec![
        ("family".into(), Yaml::text(family)),
        ("source".into(), Yaml::text("file")),
        ("files".into(), Yaml::List(files.collect())),
    ])
}

/// A path of the project's as a document in `brand/` names it.
fn own(path: &str) -> String {
    path.strip_prefix("brand/").unwrap_or(path).to_owned()
}

fn localised<T>(value: &Localised<T>, write: impl Fn(&T) -> Yaml) -> Yaml {
    per_language(&mut value.versions().map(|(language, value)| (language.map(ToString::to_string), write(value))))
}

fn per_language(versions: &mut dyn Iterator<Item = (Option<String>, Yaml)>) -> Yaml {
    let mut by_language = Vec::new();
    for (language, value) in versions {
        match language {
            Some(language) => by_language.push((language, value)),
            None => return value,
        }
    }
    Yaml::Map(by_language)
}

fn length_text(length: Length) -> String {
    match length {
        Length::Physical(Millimetres(length)) => format!("{length}mm"),
        Length::Pixels(length) => format!("{length}px"),
    }
}
