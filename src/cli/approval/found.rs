//! The approvals that stand in the campaigns' folders, for the gallery to show.

use std::path::Path;

use crate::{
    delivery::{
        IssueKey,
        approval::{Folder, Request},
        schedule::departures,
    },
    gallery::Approval,
    model::Project,
};

/// Every request, with the signatures that came for it.
pub fn found(root: &Path, project: &Project) -> anyhow::Result<Vec<Approval>> {
    let mut found = Vec::new();
    for campaign in project.campaigns.iter().filter(|campaign| campaign.approval.is_some()) {
        for newsletter in &campaign.newsletters {
            for departure in departures(campaign, newsletter) {
                let (campaign, newsletter) = (campaign.id.clone(), newsletter.id.clone());
                let key = IssueKey { campaign, newsletter, occurrence: departure.occurrence };
                let folder = Folder::new(root, &key);
                // What cannot be read is told by `fanion approval status`; it stops no build.
                if let Ok(Some(request)) = folder.request() {
                    found.extend(approval(key, request, &folder));
                }
            }
        }
    }
    Ok(found)
}

fn approval(key: IssueKey, request: Request, folder: &Folder) -> anyhow::Result<Approval> {
    let digest = request.issue.digest();
    let mut signatures = Vec::new();
    for person in &request.issue.approvers {
        let signature = folder.signature(person)?.filter(|s| s.person == *person && s.digest == digest);
        // In UTC, so that the page does not depend on where it is made.
        let day = |at: jiff::Timestamp| jiff::tz::TimeZone::UTC.to_datetime(at).date();
        signatures.extend(signature.map(|signature| (person.clone(), day(signature.at))));
    }
    Ok(Approval {
        campaign: key.campaign.to_string(),
        newsletter: key.newsletter.to_string(),
        occurrence: key.occurrence,
        approvers: request.issue.approvers,
        letters: request.issue.letters.into_iter().map(|(variant, letter)| (variant, letter.segments)).collect(),
        signatures,
    })
}
