//! A finished drawing as the files that its job asks for.

use serde_json::Value;
use usvg::Tree;

use super::{GraphicRenderer, alternative::alternative, context::is_printed, layout::Expanded, output, piece_name};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::value::Format,
    plan::{Job, Piece, thumbnail},
    render::Rendered,
};

/// Screens have no bleed; so that no hairline shows at their edge, art that reaches beyond it is kept for this share of the
/// longer side.
const LEAST_AROUND: f64 = 0.01;

/// Makes each of the job's files of a plain drawing.
pub(super) fn make(
    renderer: &GraphicRenderer,
    job: &Job,
    context: &Value,
    drawing: &Expanded,
    rendered: &mut Rendered,
) {
    let Some(format) = &job.format else { return };
    let trees = Trees { renderer, svg: &drawing.svg, job, format };
    let (title, alternative) = (title(context), alternative(context, drawing.shows_photo));
    let meta = output::Meta { title: &title, alternative: &alternative, language: &job.language };
    let dpi = resolution(job, format);
    let trimmed = match trees.trimmed() {
        Ok(tree) => tree,
        Err(diagnostic) => return rendered.diagnostics.push(*diagnostic),
    };
    let small = thumbnail(job).zip(output::small(&trimmed).ok());
    rendered.extras.extend(small);
    for artefact in &job.artefacts {
        let made = match artefact.ending {
            "png" => output::png(&trimmed, format, dpi),
            "jpg" => output::jpeg(&trimmed, format, dpi),
            "svg" => Ok(output::svg(&trimmed, format, &meta)),
            "txt" => Ok(format!("{alternative}\n").into_bytes()),
            "pdf" => trees.widened(rendered).and_then(|(tree, around)| output::pdf(&tree, format, around, &meta)),
            _ => continue,
        };
        match made {
            Ok(bytes) => rendered.files.push((artefact.ending, bytes)),
            Err(error) => {
                let message = format!("`{}` could not be drawn: {error}", artefact.path);
                rendered.diagnostics.push(Diagnostic::new(Code::RendererFailed, job.span(), message));
            }
        }
    }
}

/// Pixels per inch: what the poster asks for, else what its format has.
pub(super) fn resolution(job: &Job, format: &Format) -> f64 {
    match job.piece {
        Piece::Poster(poster) if format.is_print() => poster.dpi.map_or(output::dpi(format), f64::from),
        _ => output::dpi(format),
    }
}

/// The drawing, read for one use or the other.
struct Trees<'a> {
    renderer: &'a GraphicRenderer<'a>,
    svg: &'a str,
    job: &'a Job<'a>,
    format: &'a Format,
}

impl Trees<'_> {
    /// As large as the finished piece.
    fn trimmed(&self) -> Result<Tree, Box<Diagnostic>> {
        self.renderer.tree(self.svg)
    }

    /// With what reaches beyond the edge, and how far that is kept. Where the piece is printed, art that stops at the edge is
    /// an error.
    fn widened(&self, rendered: &mut Rendered) -> Result<(Tree, f64), output::Failed> {
        let bleed = self.job.bleed().0;
        let around = bleed.max(self.format.width.max(self.format.height) * LEAST_AROUND);
        let svg = output::widened(self.svg, around).ok_or("the drawing has no size")?;
        let tree = self.renderer.tree(&svg).map_err(|diagnostic| diagnostic.message.clone())?;
        if is_printed(self.job)
            && let Some(share) = output::gap(&tree, around, bleed)
        {
            let message = format!(
                "{} has no art in {:.0} % of its bleed: where the cut is not exact, an edge of white paper will show",
                piece_name(self.job),
                (share * 100.0).max(1.0)
            );
            let place = match self.job.piece {
                Piece::Poster(poster) => poster.template_span.as_ref().unwrap_or(&poster.span),
                _ => self.job.span(),
            };
            let template = self.renderer.template(self.job).unwrap_or_default();
            let help = format!(
                "in `{template}`, let what touches the sheet's edge reach {bleed} mm beyond it: `bleed=\"true\"` on layout elements, `f:bleed=\"true\"` on `rect` and `image`"
            );
            rendered.diagnostics.push(Diagnostic::new(Code::BleedGap, place, message).help(help));
        }
        Ok((tree, around))
    }
}

fn title(context: &Value) -> String {
    let text =
        |key: &str| context[key].as_str().or_else(|| context[key]["plain"].as_str()).unwrap_or_default().to_owned();
    format!("{} – {}", text("name"), text("headline"))
}
