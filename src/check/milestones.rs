//! What must have happened before a newsletter leaves.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{Campaign, Newsletter, Project},
    plan::appearances,
};

/// No newsletter leaves before a milestone that sending waits for, such as the consultation of a works council.
pub fn check(project: &Project) -> Diagnostics {
    let campaigns = project.campaigns.iter();
    campaigns.flat_map(|campaign| campaign.newsletters.iter().filter_map(|n| too_early(campaign, n))).collect()
}

fn too_early(campaign: &Campaign, newsletter: &Newsletter) -> Option<Diagnostic> {
    let first = appearances(campaign, newsletter).into_iter().flatten().min()?;
    let last = campaign.milestones.iter().filter(|m| m.blocks_send && first < m.on).max_by_key(|m| m.on)?;
    let (leaves, reached) = (first.strftime("%Y-%m-%d %H:%M"), last.on.strftime("%Y-%m-%d %H:%M"));
    let message = format!(
        "the newsletter `{}` leaves on {leaves}, before the milestone `{}` of {reached}",
        newsletter.id, last.id
    );
    let diagnostic = Diagnostic::new(Code::BeforeMilestone, &newsletter.span, message);
    Some(diagnostic.related(&last.span, "sending waits for this").help("let `send` be later, or move the milestone"))
}
