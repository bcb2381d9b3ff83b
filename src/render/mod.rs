//! A job and its needs to bytes and diagnostics.
//!
//! In: a [`Job`], the context that its renderer makes of it, and the bytes of the jobs that it needs. Out: a file's bytes
//! for each of the job's artefacts, and diagnostics. No renderer knows another, touches the file system, the clock or the
//! network, or keeps anything between jobs but templates and fonts.

pub mod document;
pub mod email;
pub mod graphic;
pub mod kit;
pub mod print;

use std::collections::{BTreeMap, HashMap};

use self::{
    document::DocumentRenderer, email::EmailRenderer, graphic::GraphicRenderer, kit::KitRenderer, print::PrintRenderer,
};
use crate::{
    diagnostic::Diagnostics,
    model::Project,
    plan::{Job, Role},
};

/// Every renderer, with a project's templates and fonts.
pub struct Atelier<'p> {
    /// Of newsletters.
    pub email: EmailRenderer,
    /// Of posters, banners and pictures for screens.
    pub graphic: GraphicRenderer<'p>,
    /// Of guides, notices, print orders and the graphic charter.
    pub document: DocumentRenderer<'p>,
    /// Of what print shops and office printers are given.
    pub print: PrintRenderer<'p>,
    /// Of the branding kit and of slides.
    pub kit: KitRenderer<'p>,
}

impl<'p> Atelier<'p> {
    /// For one project. Reports what is wrong with its fonts, logos and templates.
    pub fn new(project: &'p Project) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let mut keep = |found: Diagnostics| diagnostics.extend(found);
        let (email, found) = EmailRenderer::new(project);
        keep(found);
        let (graphic, found) = GraphicRenderer::new(project);
        keep(found);
        let (document, found) = DocumentRenderer::new(project);
        keep(found);
        let (print, found) = PrintRenderer::new(project);
        keep(found);
        let (kit, found) = KitRenderer::new(project);
        keep(found);
        (Self { email, graphic, document, print, kit }, diagnostics)
    }
}

/// Makes the pieces of one or more kinds.
pub trait Renderer: Send + Sync {
    /// Its name, as it stands in the manifest: `email`, `graphic`, `document`.
    fn name(&self) -> &'static str;

    /// Everything that the job's bytes depend on besides its needs and the program itself: texts filled, colours,
    /// formats, and the hashes of templates, fonts and assets. Two jobs with equal contexts and needs have equal bytes.
    fn context(&self, job: &Job<'_>) -> serde_json::Value;

    /// Makes the job's files from its context and needs.
    fn render(&self, job: &Job<'_>, context: &serde_json::Value, needs: &Needs) -> Rendered;
}

/// What a renderer made.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Each artefact's bytes by its ending; empty where an error was met.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// Bytes by path below the output folder: of artefacts that the plan names by path, and of files whose names come
    /// from their content, which no plan can know.
    pub extras: BTreeMap<String, Vec<u8>>,
    /// What was met on the way.
    pub diagnostics: Diagnostics,
}

/// The bytes of the files that a job needs, by role.
pub type Needs = HashMap<Role, std::sync::Arc<[u8]>>;
