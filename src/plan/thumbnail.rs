//! Where the small pictures lie by which the gallery shows pieces.

use super::Job;

/// The folder, beside the pieces.
const FOLDER: &str = "thumbnails";

/// The path of a piece's small picture below the output folder: `lancement/posters/thumbnails/annonce-A3.fr.jpg`. It comes of
/// the same work as the piece, and is listed with its first artefact.
pub fn thumbnail(job: &Job<'_>) -> Option<String> {
    let (folder, name) = job.artefacts.first()?.path.rsplit_once('/')?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Some(format!("{folder}/{FOLDER}/{stem}.jpg"))
}

/// True for the path of such a picture: no piece, and nothing to hand on.
pub fn is_thumbnail(path: &str) -> bool {
    path.rsplit('/').nth(1) == Some(FOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::sample,
        plan::{Filter, plan},
    };

    #[test]
    fn each_piece_has_its_own_and_no_piece_is_taken_for_one() {
        let project = sample::project();
        let (plan, _) = plan(&project, &Filter::default());
        let mut paths: Vec<String> = plan.jobs.iter().filter_map(thumbnail).collect();
        assert!(!paths.is_empty() && paths.iter().all(|path| is_thumbnail(path)), "{paths:?}");
        let count = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), count);
        assert!(!plan.jobs.iter().flat_map(|job| &job.artefacts).any(|artefact| is_thumbnail(&artefact.path)));
    }
}
