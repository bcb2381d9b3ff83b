//! Posters, banners and newsletters on screens: a template filled, its layout elements resolved, then pixels and PDF.
//!
//! In: jobs for [`Piece::Poster`], [`Piece::Banner`] and [`Piece::Signage`]. Out: PNG of exactly the format's pixels (screens) or of a stated
//! resolution (print), and PDF of the trimmed size with live text. One SVG is the source of both.
//!
//! `context` fills and chooses, `layout` places, `output` draws.

mod alternative;
mod context;
mod files;
mod layout;
mod output;
mod proof;
mod rules;
mod runs;
mod signage;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use proof::{Thumbnail, in_family, proofs, shapes};

use serde_json::Value;
use usvg::{Tree, fontdb};

use self::{
    context::Keyed,
    layout::{Expanded, Materials, Photo},
    runs::Text,
};
use super::{Needs, Rendered, Renderer};
use crate::{
    design::{
        Fonts, Theme,
        logo::Logos,
        picture::{Pictures, needed_resolution},
        svg::{closed_options, font_database},
        typeset::Typesetter,
    },
    diagnostic::{Code, Diagnostic, Diagnostics, Source, Span, nearest},
    model::{
        self, Project,
        value::{Direction, FormatUnit, LanguageTag, Length, Millimetres},
    },
    plan::{Job, Kind, Piece},
    template::{Templates, builtin, family},
};

/// The template families of a project's posters, banners or signage pictures, sorted; none for other kinds.
pub fn families(project: &Project, kind: Kind) -> Vec<String> {
    let (built_in, folder) = templates_of(kind);
    let own = project.templates.iter().map(|asset| asset.path.as_str());
    family::families(built_in.iter().map(|(name, _)| *name).chain(own), folder)
}

fn templates_of(kind: Kind) -> (&'static [(&'static str, &'static str)], &'static str) {
    match kind {
        Kind::Posters => (builtin::POSTER, "poster/"),
        Kind::Banners => (builtin::BANNER, "banner/"),
        Kind::Newsletters => (builtin::NOTICE, "notice/"),
        Kind::Guides | Kind::Decks | Kind::Brand | Kind::Gallery => (&[], "-"),
    }
}

/// Makes posters and banners.
pub struct GraphicRenderer<'p> {
    project: &'p Project,
    theme: Theme,
    fonts: Fonts,
    typesetter: Typesetter,
    database: Arc<fontdb::Database>,
    posters: Templates,
    banners: Templates,
    notices: Templates,
    logos: Logos,
    logos_rtl: Logos,
    pictures: Pictures,
}

impl<'p> GraphicRenderer<'p> {
    /// For one project. Reports what is wrong with its fonts, logos and templates.
    pub fn new(project: &'p Project) -> (Self, Diagnostics) {
        let identity = &project.identity;
        let brand = &identity.brand;
        let theme = Theme::new(brand);
        let (fonts, mut diagnostics) = Fonts::new(brand);
        let mut typesetter = Typesetter::new(&fonts);
        let templates = |kind| {
            let (built_in, folder) = templates_of(kind);
            Templates::new(built_in, folder, &project.templates)
        };
        let (posters, posters_met) = templates(Kind::Posters);
        let (banners, banners_met) = templates(Kind::Banners);
        let (notices, notices_met) = templates(Kind::Newsletters);
        let mut logos = |direction| Logos::new(identity, &theme, &fonts, &mut typesetter, direction);
        let (ltr, logos_met) = logos(Direction::Ltr);
        let (rtl, _) = logos(Direction::Rtl);
        diagnostics.extend(posters_met.into_iter().chain(banners_met).chain(notices_met).chain(logos_met));
        let database = font_database(&fonts);
        let (logos, logos_rtl, pictures) = (ltr, rtl, Pictures::default());
        let renderer =
            Self { project, theme, fonts, typesetter, database, posters, banners, notices, logos, logos_rtl, pictures };
        (renderer, diagnostics)
    }

    fn templates(&self, kind: Kind) -> &Templates {
        match kind {
            Kind::Banners => &self.banners,
            Kind::Newsletters => &self.notices,
            _ => &self.posters,
        }
    }

    /// The job's drawing as plain SVG, at the scale of its format: millimetres or pixels.
    fn drawing(&self, job: &Job, context: &Value, diagnostics: &mut Diagnostics) -> Option<Expanded> {
        let templates = self.templates(drawn_as(job));
        let name = self.template(job).map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()?;
        let svg = templates.render(&name, context).map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()?;
        let sources = sources(templates, &name);
        let photo = self.photo(job, diagnostics);
        let text = |key: &str| text_at(context, key);
        let keyed = Keyed::new(self.project, job);
        let keys = keyed.keys();
        let span = |key: &str| -> Option<Span> { keyed.span(key).or_else(|| Some(job.span().clone())) };
        let (piece, name) = (piece_name(job), |key: &str| keyed.name(key));
        let tree = |svg: &str| self.tree(svg).ok();
        let (quiet, vivid) = (self.theme.quiet(), self.theme.vivid());
        let materials = Materials {
            fonts: &self.fonts,
            language: &job.language,
            width: context["width"].as_f64().unwrap_or(1.0),
            height: context["height"].as_f64().unwrap_or(1.0),
            bleed: context["bleed"].as_f64().unwrap_or(0.0),
            logos: if job.language.direction() == Direction::Rtl { &self.logos_rtl } else { &self.logos },
            needed_resolution: job.format.as_ref().map_or(1.0, needed_resolution),
            smallest_logo: self.smallest_logo(job),
            photo: photo.as_ref(),
            pattern: self.project.identity.guidelines.pattern,
            seed: &self.project.identity.name,
            quiet: &quiet,
            vivid: &vivid,
            text: &text,
            keys: &keys,
            span: &span,
            name: &name,
            home: job.span(),
            piece: &piece,
            safe_zone: job.format.as_ref().map_or(0.0, |format| format.safe_zone().0),
            unit: job.format.as_ref().map_or(FormatUnit::Px, |format| format.unit),
            tree: &tree,
        };
        let (expanded, met) = layout::expand(&svg, &sources, &materials, &mut self.typesetter.fork());
        diagnostics.extend(met);
        if let Some(drawing) = &expanded {
            diagnostics.extend(rules::check(job, context, &keyed, drawing));
        }
        expanded
    }

    /// The least width that the brand allows its logo, in the units of the job's format.
    fn smallest_logo(&self, job: &Job) -> f64 {
        let rules = &self.project.identity.guidelines.logo;
        let (asked, screen) = match is_screen(job) {
            true => (rules.minimum_width_screen, true),
            false => (rules.minimum_width_print, false),
        };
        match asked {
            Some(Length::Physical(Millimetres(width))) => {
                if screen {
                    width / 25.4 * 96.0
                } else {
                    width
                }
            }
            Some(Length::Pixels(width)) => {
                if screen {
                    width
                } else {
                    width / 96.0 * 25.4
                }
            }
            None => 0.0,
        }
    }

    /// The name of the template that suits the job's format.
    fn template(&self, job: &Job) -> Result<String, Box<Diagnostic>> {
        let (family, place) = match job.piece {
            Piece::Poster(p) => (p.template.as_str(), &p.template_span),
            Piece::Banner(b) | Piece::CallBackground(b) => (b.template.as_str(), &b.template_span),
            Piece::Signage(_) => (signage::FAMILY, &None),
            _ => ("", &None),
        };
        let kind = drawn_as(job);
        let (_, folder) = templates_of(kind);
        let names = || self.templates(kind).names();
        job.format.as_ref().and_then(|format| family::choose(names(), folder, family, format)).ok_or_else(|| {
            let known = families(self.project, kind);
            let message = format!("no template is called `{family}`");
            let place = place.as_ref().unwrap_or_else(|| job.span());
            let help = nearest::help(family, known.iter().map(String::as_str));
            Box::new(Diagnostic::new(Code::UnknownReference, place, message).maybe_help(help))
        })
    }

    fn photo(&self, job: &Job, diagnostics: &mut Diagnostics) -> Option<Photo> {
        let model::Picture { file, focus, span, .. } = context::photo(job)?;
        let format = job.format.clone()?;
        let dpi = files::resolution(job, &format);
        let shown = f64::from(output::pixels(&format, dpi).0) / format.width;
        // The PDF may be printed better than the PNG is drawn.
        let pixels_per_unit = shown.max(needed_resolution(&format));
        match self.pictures.open(file, Some(span), &self.fonts) {
            Ok(picture) => Some(Photo { picture, focus: *focus, format, pixels_per_unit }),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                None
            }
        }
    }

    fn tree(&self, svg: &str) -> Result<Tree, Box<Diagnostic>> {
        Tree::from_str(svg, &closed_options(Arc::clone(&self.database))).map_err(|error| {
            let message = format!("the drawing cannot be read: {error}");
            let help = "check the template's plain SVG elements";
            Box::new(Diagnostic::global(Code::InvalidTemplate, message).help(help))
        })
    }
}

impl Renderer for GraphicRenderer<'_> {
    fn name(&self) -> &'static str {
        "graphic"
    }

    fn context(&self, job: &Job<'_>) -> Value {
        context::context(self, job)
    }

    fn render(&self, job: &Job<'_>, context: &Value, _needs: &Needs) -> Rendered {
        let mut rendered = Rendered::default();
        let Some(drawing) = self.drawing(job, context, &mut rendered.diagnostics) else { return rendered };
        files::make(self, job, context, &drawing, &mut rendered);
        if rendered.diagnostics.has_errors() {
            rendered.files.clear();
        }
        rendered
    }
}

/// A template and all that it includes, directly or not.
fn sources<'t>(templates: &'t Templates, name: &str) -> Vec<&'t Arc<Source>> {
    let mut names = vec![name];
    let mut next = 0;
    while let Some(source) = names.get(next).and_then(|name| templates.source(name)) {
        let named = |other: &str| source.text().contains(&format!("\"{other}\""));
        let found: Vec<&str> = templates.names().into_iter().filter(|other| named(other)).collect();
        names.extend(found.into_iter().filter(|found| !names.contains(found)).collect::<Vec<_>>());
        next += 1;
    }
    names.into_iter().filter_map(|name| templates.source(name)).collect()
}

/// A text of the context by its key: `headline`, `messages.0.title`.
fn text_at(context: &Value, key: &str) -> Option<Text> {
    let pointer = format!("/{}", key.replace('.', "/"));
    match context.pointer(&pointer)? {
        Value::Null => Some(Text::default()),
        Value::String(plain) => Some(Text::plain(plain)),
        value => serde_json::from_value(value.clone()).ok(),
    }
}

/// As messages name it: `annonce`, A3 (fr)
fn piece_name(job: &Job) -> String {
    let format = job.format.as_ref().map(|f| format!(", {f}")).unwrap_or_default();
    format!("`{}`{format} ({})", job.id(), job.language)
}

/// The kind whose templates a piece is drawn with.
fn drawn_as(job: &Job) -> Kind {
    if matches!(job.piece, Piece::CallBackground(_)) { Kind::Banners } else { job.kind() }
}

/// True when a format is for screens.
fn is_screen(job: &Job) -> bool {
    job.format.as_ref().is_some_and(|format| format.unit == FormatUnit::Px)
}

/// The language as the typesetter knows it.
fn is_rtl(language: &LanguageTag) -> bool {
    language.direction() == Direction::Rtl
}
