//! Where a newsletter's pictures are made: photos cropped, turned and lightened, drawings and icons as pixels.
//!
//! In: a [`Motif`]. Out: the size at which it is shown, and a PNG, JPEG or GIF with twice as many pixels for screens that
//! show them, of at most 200 kB where that can be.
//!
//! Sizes are found from headers alone, so that a newsletter whose inputs did not change is skipped without a pixel being
//! read. What was made is kept for the issue's other languages.

mod pack;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use resvg::tiny_skia::{Pixmap, Transform};
use serde_json::json;
use sha2::{Digest, Sha256};
use usvg::{Tree, fontdb};

use super::{
    palette::Colours,
    picture::{COLUMN, HEAVY, Picture, Planned, WIDTH},
};
use crate::{
    design::{
        Fonts, Theme, icons,
        logo::{Logo, Logos},
        picture as supplied,
        svg::{closed_options, font_database, number},
        typeset::Typesetter,
    },
    diagnostic::{Code, Diagnostic, Severity, Span},
    model::{
        Focus, Identity,
        value::{Asset, Colour, Direction, hex},
    },
};

/// The side of an icon's disc, in CSS pixels.
const DISC: usize = 48;
/// The side of the icon within.
const ICON: f64 = 24.0;
/// The height of the logo at the head, in CSS pixels, and the most of its width.
const LOGO: (f64, f64) = (40.0, 480.0);
/// Pixels for one CSS pixel.
const DENSITY: f64 = 2.0;
/// The most that a picture beside a text is wide, the whole column of a phone; how tall and how wide it may be: width to
/// height.
const BESIDE: (f64, f64, f64) = (327.0, 0.8, 1.5);
/// The least width to height of a picture across the whole e-mail: taller ones would push the text out of sight.
const OPENING: f64 = 16.0 / 9.0;
/// The diameter of portraits, in CSS pixels.
const PORTRAIT: f64 = 72.0;
/// In portraits, faces stand above the middle.
const FACE: Focus = Focus { x: 0.5, y: 0.38 };

/// What a picture shows.
#[derive(Debug, Clone)]
pub(super) enum Motif {
    /// A file of the project's in a frame, and where it is named.
    File(Asset, Frame, Span),
    /// An icon by its name, on a disc.
    Icon(String),
    /// The project's logo on the dark ground.
    Logo(Direction),
}

/// How a file is shown, and what must stay in view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    shape: Shape,
    focus: Focus,
}

/// What part of a picture is shown and how wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// All of it, as wide as the text at most.
    Column,
    /// Across the whole e-mail; what makes it tall is cropped.
    Opening,
    /// Beside a text: what makes it very tall or very wide is cropped.
    Beside,
    /// A disc.
    Round,
}

impl Frame {
    /// A frame in which the focus stays in view; where none is given the middle, in portraits the face.
    pub(super) fn new(shape: Shape, focus: Option<Focus>) -> Self {
        let usual = if shape == Shape::Round { FACE } else { Focus::default() };
        Self { shape, focus: focus.unwrap_or(usual) }
    }
}

impl Motif {
    /// What its file is called.
    pub(super) fn stem(&self) -> &'static str {
        match self {
            Motif::File(_, Frame { shape: Shape::Round, .. }, _) => "portrait",
            Motif::File(..) => "picture",
            Motif::Icon(_) => "icon",
            Motif::Logo(_) => "logo",
        }
    }
}

/// Makes pictures and keeps them; shared by all threads of a build.
pub(super) struct Studio {
    identity: Identity,
    theme: Theme,
    /// Behind icons and portraits, by day and by night.
    disc: Colour,
    /// Icons on the disc.
    ink: Colour,
    /// Behind the logo.
    deep: Colour,
    material: OnceLock<Material>,
    logos: OnceLock<[Logos; 2]>,
    kept: Mutex<HashMap<String, Made>>,
}

/// A picture's bytes, or why there are none.
type Made = Result<Arc<[u8]>, Box<Diagnostic>>;

/// What drawing needs, loaded with the first picture.
struct Material {
    fonts: Fonts,
    database: Arc<fontdb::Database>,
    pictures: supplied::Pictures,
}

impl fmt::Debug for Studio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Studio")
    }
}

impl Studio {
    /// For one project, in its colours.
    pub(super) fn new(identity: &Identity, theme: Theme, colours: &Colours) -> Self {
        Self {
            identity: identity.clone(),
            theme,
            disc: colours.disc,
            ink: colours.on_disc,
            deep: colours.deep,
            material: OnceLock::new(),
            logos: OnceLock::new(),
            kept: Mutex::default(),
        }
    }

    fn material(&self) -> &Material {
        self.material.get_or_init(|| {
            // What is wrong with fonts and logos is reported by whoever draws posters with them.
            let (fonts, _) = Fonts::new(&self.identity.brand);
            let database = font_database(&fonts);
            Material { fonts, database, pictures: supplied::Pictures::default() }
        })
    }

    fn logo(&self, direction: Direction) -> &Logo {
        let logos = self.logos.get_or_init(|| {
            let fonts = &self.material().fonts;
            let mut typesetter = Typesetter::new(fonts);
            let mut made = |d| Logos::new(&self.identity, &self.theme, fonts, &mut typesetter, d).0;
            [made(Direction::Ltr), made(Direction::Rtl)]
        });
        &logos[usize::from(direction == Direction::Rtl)].reversed
    }

    fn open(&self, asset: &Asset, named_at: &Span) -> Result<supplied::Picture, Box<Diagnostic>> {
        let material = self.material();
        material.pictures.open(asset, Some(named_at), &material.fonts)
    }

    /// The size at which a picture is shown, in CSS pixels; nothing for an icon that does not exist.
    pub(super) fn size(&self, motif: &Motif) -> Result<Option<(usize, usize)>, Box<Diagnostic>> {
        let (width, height) = match motif {
            Motif::Icon(name) => return Ok(icons::icon(name).map(|_| (DISC, DISC))),
            Motif::Logo(direction) => {
                let logo = self.logo(*direction);
                let scale = (LOGO.0 / logo.height).min(LOGO.1 / logo.width);
                (logo.width * scale, logo.height * scale)
            }
            Motif::File(asset, frame, named_at) => {
                let picture = self.open(asset, named_at)?;
                framed(picture.width(), picture.height(), frame.shape)
            }
        };
        let whole = |length: f64| (length.round() as usize).max(1);
        Ok(Some((whole(width), whole(height))))
    }

    /// Stands for all that a picture's bytes depend on.
    pub(super) fn fingerprint(&self, motif: &Motif) -> String {
        let content = match motif {
            Motif::File(asset, frame, _) => json!([asset, format!("{frame:?}"), self.disc]),
            Motif::Icon(name) => json!([name, self.disc, self.ink]),
            Motif::Logo(direction) => {
                let logo = self.logo(*direction);
                json!([hex(Sha256::digest(&logo.svg)), self.deep])
            }
        };
        hex(Sha256::digest(content.to_string()))
    }

    /// Makes a picture; its weight is a warning where it cannot be made light.
    pub(super) fn make(&self, planned: &Planned) -> Result<(Picture, Option<Diagnostic>), Box<Diagnostic>> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().get(&planned.fingerprint).cloned();
        let bytes = known.unwrap_or_else(|| {
            let made = self.bytes(planned);
            kept().insert(planned.fingerprint.clone(), made.clone());
            made
        })?;
        let picture = Picture::new(planned.id.clone(), &bytes).map_err(|why| {
            Box::new(Diagnostic::global(Code::RendererFailed, format!("a newsletter's picture {why}")))
        })?;
        Ok((picture, heavy(planned, bytes.len())))
    }

    fn bytes(&self, planned: &Planned) -> Made {
        let size = (planned.width as f64, planned.height as f64);
        match &planned.motif {
            Motif::File(asset, frame, _) if frame.shape == Shape::Column && pack::passes(&asset.bytes, COLUMN) => {
                Ok(Arc::clone(&asset.bytes))
            }
            Motif::File(asset, frame, named_at) => self.file(asset, *frame, named_at, size),
            Motif::Icon(name) => {
                let elements = self.icon(name);
                self.drawn(&elements, size, DENSITY).map(|pixels| pack::png(&pixels).into())
            }
            Motif::Logo(direction) => {
                let logo = self.logo(*direction);
                let elements = format!(
                    r#"<rect width="100%" height="100%" fill="{}"/><g transform="scale({})">{}</g>"#,
                    self.deep,
                    size.1 / logo.height,
                    logo.svg
                );
                self.drawn(&elements, size, DENSITY).map(|pixels| pack::png(&pixels).into())
            }
        }
    }

    /// A file in its frame, made lighter by steps until mail may carry it.
    fn file(
        &self,
        asset: &Asset,
        frame: Frame,
        named_at: &Span,
        (width, height): (f64, f64),
    ) -> Result<Arc<[u8]>, Box<Diagnostic>> {
        let picture = self.open(asset, named_at)?;
        let own = (picture.width() / width).min(picture.height() / height);
        let most = if picture.has_pixels() { own.clamp(1.0, DENSITY) } else { DENSITY };
        let round = frame.shape == Shape::Round;
        let mut made: Arc<[u8]> = Arc::default();
        for density in [most, most.min(1.5), 1.0] {
            let place = supplied::Place {
                x: 0.0,
                y: 0.0,
                width,
                height,
                radius: if round { width / 2.0 } else { 0.0 },
                fit: supplied::Fit::Cover,
                focus: frame.focus,
                pixels_per_unit: density,
            };
            let shown = picture.draw(&place, "shown")?;
            let ground = if round { disc(width, self.disc) } else { String::new() };
            let pixels = self.drawn(&format!("{ground}{shown}"), (width, height), density)?;
            made = pack::lightest(&pixels, picture.has_pixels() && !pack::is_lossless(&asset.bytes)).into();
            if made.len() <= HEAVY {
                break;
            }
        }
        Ok(made)
    }

    fn icon(&self, name: &str) -> String {
        let side = DISC as f64;
        let inset = (side - ICON) / 2.0;
        format!(
            r#"{}<g transform="translate({inset} {inset}) scale({})" fill="none" stroke="{ink}" color="{ink}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</g>"#,
            disc(side, self.disc),
            ICON / 24.0,
            icons::icon(name).unwrap_or_default(),
            ink = self.ink,
        )
    }

    /// SVG elements as pixels.
    fn drawn(&self, elements: &str, (width, height): (f64, f64), density: f64) -> Result<Pixmap, Box<Diagnostic>> {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{w}" height="{h}" viewBox="0 0 {w} {h}">{elements}</svg>"#,
            w = number(width),
            h = number(height),
        );
        let failed = |why: String| {
            Box::new(Diagnostic::global(Code::RendererFailed, format!("a newsletter's picture cannot be drawn: {why}")))
        };
        let options = closed_options(Arc::clone(&self.material().database));
        let tree = Tree::from_str(&svg, &options).map_err(|error| failed(error.to_string()))?;
        let side = |length: f64| (length * density).round().max(1.0) as u32;
        let (columns, rows) = (side(width), side(height));
        let mut pixels = Pixmap::new(columns, rows).ok_or_else(|| failed("it is too large".into()))?;
        let scale = (columns as f32 / tree.size().width(), rows as f32 / tree.size().height());
        resvg::render(&tree, Transform::from_scale(scale.0, scale.1), &mut pixels.as_mut());
        Ok(pixels)
    }
}

fn disc(side: f64, colour: Colour) -> String {
    let radius = side / 2.0;
    format!(r#"<circle cx="{radius}" cy="{radius}" r="{radius}" fill="{colour}"/>"#)
}

/// The size of a picture in its frame.
fn framed(width: f64, height: f64, shape: Shape) -> (f64, f64) {
    let ratio = (width / height.max(1.0)).max(0.01);
    let (most, ratio) = match shape {
        Shape::Column => (COLUMN as f64, ratio),
        Shape::Opening => (WIDTH as f64, ratio.max(OPENING)),
        Shape::Beside => (BESIDE.0, ratio.clamp(BESIDE.1, BESIDE.2)),
        Shape::Round => return (PORTRAIT, PORTRAIT),
    };
    let width = width.min(most);
    (width, width / ratio)
}

/// What is to be said of a picture that stays heavy.
fn heavy(planned: &Planned, bytes: usize) -> Option<Diagnostic> {
    let Motif::File(asset, _, named_at) = &planned.motif else { return None };
    let message = || {
        let (path, kilobytes) = (&asset.path, bytes / 1000);
        format!("`{path}` weighs {kilobytes} kB in the newsletter, more than the 200 kB that a picture should")
    };
    (bytes > HEAVY).then(|| Diagnostic {
        severity: Severity::Warning,
        ..Diagnostic::new(Code::EmailTooLarge, named_at, message()).help("save it as JPEG, or without transparency")
    })
}
