//! Guides, notices, print orders and the graphic charter: paginated, tagged, accessible PDFs.
//!
//! In: a job for a guide, whose Markdown is parsed already. `compose` fills its fields, expands its placeholders and
//! makes plain data of it; `engine` has Typst set that data by the templates under `src/builtin/templates/document/`.
//! Out: one PDF/UA-1 and PDF/A-2a file, or diagnostics at the Markdown's lines.
//!
//! A user's text reaches Typst as JSON only, so that nothing in it is ever evaluated.

mod charter;
mod code;
mod compose;
mod cover;
mod data;
mod engine;
mod facsimile;
mod material;
mod notice;
mod order;
mod picture;
mod posters;
#[cfg(test)]
mod sample;
mod setter;
#[cfg(test)]
mod tests;
mod text;

use compose::{Composed, compose};
use engine::{CHARTER, Engine, GUIDE, Manuscript, NOTICE, ORDER, Refusal, Typeset};
pub use facsimile::{Facsimile, page, pages};
use material::Material;

use std::sync::OnceLock;

use crate::{
    design::{colour::FOGRA39L, inks::Inks, picture::is_in_inks},
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{COATED_INK_LIMIT, Campaign, Guide, Newsletter, Project},
    personalise::Scope,
    plan::{Job, Piece, thumbnail},
    render::{Needs, Rendered, Renderer},
};

/// A title below this size in points no longer is one.
const SMALL_TITLE: f64 = 20.0;

/// A last page that is filled less than this, as a part of its height, is nearly empty.
const NEARLY_EMPTY: f64 = 0.25;
/// How much closer than designed lines may stand, in steps of about a thirtieth, in the order in which they are tried.
const CLOSENESS: [i8; 7] = [0, 1, 2, -1, 3, -2, 4];

/// Makes guides.
pub struct DocumentRenderer<'p> {
    project: &'p Project,
    material: Material,
    engine: Engine,
    /// How the printing condition renders colours, where the charter asks.
    inks: OnceLock<Option<Inks>>,
}

impl<'p> DocumentRenderer<'p> {
    /// With a project's brand; what is wrong with its fonts or logo is said here.
    pub fn new(project: &'p Project) -> (Self, Diagnostics) {
        let (material, diagnostics) = Material::new(project);
        let engine = Engine::new(&material.fonts);
        (Self { project, material, engine, inks: OnceLock::new() }, diagnostics)
    }

    fn order(&self, job: &Job<'_>, campaign: &Campaign, context: &serde_json::Value) -> Made {
        let (order, logo) = order::compose(self.project, campaign, &job.language, &self.material);
        let manuscript = Manuscript {
            template: ORDER,
            ident: order.ident,
            date: order.date,
            data: serde_json::to_vec(context).expect("JSON is written as JSON"),
            pictures: &[logo],
        };
        self.typeset(job, &manuscript, Diagnostics::new())
    }

    /// A newsletter as a page.
    fn notice(&self, job: &Job<'_>, newsletter: &Newsletter) -> Made {
        let composed = notice::compose(self.project, job, newsletter, &self.material);
        let manuscript = Manuscript {
            template: NOTICE,
            ident: composed.page.ident.clone(),
            date: composed.page.date,
            data: serde_json::to_vec(&composed.page).expect("JSON is written as JSON"),
            pictures: &composed.pictures,
        };
        let mut made = self.typeset(job, &manuscript, composed.diagnostics.iter().cloned().collect());
        let dropped = made.typeset.as_ref().map(|typeset| typeset.dropped.as_slice()).unwrap_or_default();
        made.diagnostics.extend(composed.left_out(newsletter, dropped));
        made
    }

    fn charter(&self, job: &Job<'_>, needs: &Needs) -> charter::Composed {
        let inks = self.inks.get_or_init(|| {
            let condition = self.project.identity.guidelines.output_condition.as_ref();
            let (profile, limit) = condition.map_or((FOGRA39L, COATED_INK_LIMIT), |c| (&c.profile.bytes, c.ink_limit));
            Inks::new(profile, limit).ok()
        });
        charter::compose(self.project, job, &self.material, inks.as_ref(), needs)
    }

    fn charter_file(&self, job: &Job<'_>, needs: &Needs) -> Made {
        let composed = self.charter(job, needs);
        let manuscript = Manuscript {
            template: CHARTER,
            ident: composed.charter.ident.clone(),
            date: composed.charter.date,
            data: serde_json::to_vec(&composed.charter).expect("JSON is written as JSON"),
            pictures: &composed.pictures,
        };
        self.typeset(job, &manuscript, composed.diagnostics)
    }

    /// A manuscript typeset, unless something is wrong with it already.
    fn typeset(&self, job: &Job<'_>, manuscript: &Manuscript<'_>, mut diagnostics: Diagnostics) -> Made {
        diagnostics.extend(in_inks(job, manuscript.pictures));
        if diagnostics.has_errors() {
            return Made { typeset: None, diagnostics };
        }
        let typeset = match self.engine.typeset(manuscript) {
            Ok(typeset) => Some(typeset),
            Err(refusals) => {
                diagnostics.extend(refusals.iter().map(|r| refused(job, r, manuscript)));
                None
            }
        };
        Made { typeset, diagnostics }
    }

    fn compose(&self, job: &Job<'_>) -> Composed {
        let scope = Scope { project: self.project, campaign: job.campaign, language: &job.language, site: job.site };
        compose(guide(job), scope, &self.material)
    }
}

impl Renderer for DocumentRenderer<'_> {
    fn name(&self) -> &'static str {
        "document"
    }

    fn context(&self, job: &Job<'_>) -> serde_json::Value {
        let data = match job.piece {
            Piece::PrintOrder(campaign) => {
                serde_json::to_value(order::compose(self.project, campaign, &job.language, &self.material).0)
            }
            Piece::Notice(newsletter) => {
                serde_json::to_value(notice::compose(self.project, job, newsletter, &self.material).page)
            }
            // The pieces that it shows are needs, which the build counts by itself.
            Piece::Brand(_) => serde_json::to_value(self.charter(job, &Needs::new()).charter),
            _ => serde_json::to_value(self.compose(job).document),
        };
        data.expect("a document is plain data")
    }

    fn render(&self, job: &Job<'_>, context: &serde_json::Value, needs: &Needs) -> Rendered {
        let Made { typeset, diagnostics } = self.made(job, context, needs);
        let mut rendered = Rendered { diagnostics, ..Rendered::default() };
        if let Some(typeset) = typeset {
            rendered.extras.extend(thumbnail(job).zip(picture::small(&typeset.pages)));
            rendered.files.push(("pdf", typeset.pdf));
        }
        rendered
    }
}

/// A document, and what was met on the way.
struct Made {
    /// None where an error was met.
    typeset: Option<Typeset>,
    diagnostics: Diagnostics,
}

impl DocumentRenderer<'_> {
    fn made(&self, job: &Job<'_>, context: &serde_json::Value, needs: &Needs) -> Made {
        match job.piece {
            Piece::PrintOrder(campaign) => self.order(job, campaign, context),
            Piece::Notice(newsletter) => self.notice(job, newsletter),
            Piece::Brand(_) => self.charter_file(job, needs),
            _ => self.guide(job, context, needs),
        }
    }

    fn guide(&self, job: &Job<'_>, context: &serde_json::Value, needs: &Needs) -> Made {
        let composed = self.compose(job);
        let mut diagnostics = composed.diagnostics;
        let mut pictures = composed.pictures;
        diagnostics.extend(in_inks(job, &pictures));
        let shown = posters::shown(guide(job), job, needs, &mut pictures, &mut diagnostics);
        if diagnostics.has_errors() {
            return Made { typeset: None, diagnostics };
        }
        let mut data = context.clone();
        data["shown"] = shown;
        data["timeline"] = posters::timeline(needs, &mut pictures);
        let manuscript = Manuscript {
            template: GUIDE,
            ident: composed.document.ident,
            date: composed.document.date,
            data: Vec::new(),
            pictures: &pictures,
        };
        match self.fitted(manuscript, data) {
            Ok(typeset) => {
                diagnostics.extend(tight(guide(job), typeset.title_size));
                Made { typeset: Some(typeset), diagnostics }
            }
            Err((refusals, manuscript)) => {
                diagnostics.extend(refusals.iter().map(|r| refused(job, r, &manuscript)));
                Made { typeset: None, diagnostics }
            }
        }
    }
}

impl DocumentRenderer<'_> {
    /// Typesets a guide so that its last page is not nearly empty: as it is designed, else a little closer or a little wider.
    fn fitted<'m>(
        &self,
        manuscript: Manuscript<'m>,
        mut data: serde_json::Value,
    ) -> Result<Typeset, (Vec<Refusal>, Manuscript<'m>)> {
        let mut manuscript = manuscript;
        let mut best: Option<Typeset> = None;
        for closeness in CLOSENESS {
            data["closeness"] = closeness.into();
            manuscript.data = serde_json::to_vec(&data).expect("JSON is written as JSON");
            let typeset = match self.engine.typeset(&manuscript) {
                Ok(typeset) => typeset,
                Err(refusals) => return Err((refusals, manuscript)),
            };
            let fill = |typeset: &Typeset| typeset.last_fill.unwrap_or(1.0);
            if best.as_ref().is_none_or(|best| fill(&typeset) > fill(best)) {
                best = Some(typeset);
            }
            if best.as_ref().is_some_and(|best| fill(best) >= NEARLY_EMPTY) {
                break;
            }
        }
        Ok(best.expect("it was typeset at least once"))
    }
}

/// The guide of a job.
///
/// # Panics
/// Where the job is for another kind of piece, which the plan never asks of this renderer.
fn guide<'a>(job: &Job<'a>) -> &'a Guide {
    match job.piece {
        Piece::Guide(guide) => guide,
        _ => unreachable!("only guides are planned for the document renderer"),
    }
}

fn tight(guide: &Guide, size: Option<f64>) -> Option<Diagnostic> {
    let size = size.filter(|size| *size < SMALL_TITLE)?;
    let place = guide.title.span.as_ref().unwrap_or(&guide.span);
    let message = format!("the title fits the cover only at {size:.0} pt, below {SMALL_TITLE:.0} pt");
    Some(Diagnostic::new(Code::TextTight, place, message).help("shorten it; the subtitle can say the rest"))
}

/// Pictures that no document for screens can hold, each where it is named.
fn in_inks<'p>(job: &'p Job<'_>, pictures: &'p [compose::Picture]) -> impl Iterator<Item = Diagnostic> + 'p {
    let in_inks = pictures.iter().filter(|picture| picture.format == "jpg" && is_in_inks(&picture.bytes));
    in_inks.map(|picture| {
        let place = picture.span.as_ref().unwrap_or(job.span());
        let message = "this picture is in the inks of print (CMYK), which a document for screens cannot hold";
        Diagnostic::new(Code::InvalidImage, place, message).help("save it in RGB, as JPEG or PNG")
    })
}

fn refused(job: &Job<'_>, refusal: &Refusal, manuscript: &Manuscript<'_>) -> Diagnostic {
    let picture = refusal.picture.and_then(|picture| manuscript.pictures.get(picture)?.span.as_ref());
    let message = format!("the document cannot be made: {}", refusal.message.trim_end_matches('.'));
    Diagnostic::new(Code::DocumentRefused, picture.unwrap_or(job.span()), message).maybe_help(refusal.hints.clone())
}
