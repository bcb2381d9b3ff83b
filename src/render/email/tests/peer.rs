//! What another renderer of MJML is given to judge ours by: `tests/external/mail/same.mjs`.

use std::{env, fs, path::PathBuf};

use super::*;
use crate::{
    load,
    plan::{self, Filter},
};

/// `FANION_MJML` names the folder that the MJML of each newsletter is written to, with the HTML that we make of it.
#[test]
#[ignore = "writes files for `.ci/run`"]
fn the_mjml_of_every_newsletter() {
    let folder = PathBuf::from(env::var_os("FANION_MJML").expect("FANION_MJML names a folder"));
    fs::create_dir_all(&folder).expect("a folder");
    let mut written = 0;
    for root in [".", "tests/mail/kitchen-sink"].map(PathBuf::from).iter().filter(|root| root.exists()) {
        let project = load::load(root).expect("a project").project.expect("a sound project");
        let (renderer, found) = EmailRenderer::new(&project);
        assert!(found.is_empty(), "{found:?}");
        let (plan, _) = plan::plan(&project, &Filter::default());
        for job in plan.jobs.iter().filter(|job| matches!(job.piece, Piece::Newsletter(_))) {
            let context = renderer.context(job);
            let mjml =
                renderer.templates.render("email/newsletter.mjml", &context["editions"][0]["issue"]).expect("MJML");
            let mut said = Diagnostics::new();
            let html = html::html(&mjml, &renderer.templates, &mut said).expect("HTML");
            let Piece::Newsletter(newsletter) = job.piece else { continue };
            let name = format!("{}-{}.{}", job.campaign.id, newsletter.id, job.language);
            fs::write(folder.join(format!("{name}.mjml")), mjml).expect("a file");
            fs::write(folder.join(format!("{name}.html")), html).expect("a file");
            written += 1;
        }
    }
    assert!(written > 0, "no newsletter was found");
}
