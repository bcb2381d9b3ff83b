//! Keys 8 and 9: everybody is reached and can answer, and the campaign lasts.

use super::{Campaigned, Finding, Place, Snippet, support::listed};
use crate::{
    model::{Newsletter, Poster, Site, SiteSelection, value::Id},
    plan::{Channel, Told, appearances},
};

/// Feedback in every newsletter; no audience without a newsletter, no site without a poster.
pub fn nearness(seen: &Campaigned<'_>, finding: &mut Finding) {
    feedback(seen, finding);
    let campaign = seen.campaign;
    let (reached, missed): (Vec<&Id>, Vec<&Id>) =
        campaign.audiences.iter().map(|audience| &audience.id).partition(|id| is_written_to(seen, id));
    if !reached.is_empty() {
        finding.has(format!("newsletters for: {}", listed(&reached)));
    }
    if !missed.is_empty() {
        let subject = seen.text("News for you");
        let to = listed(&missed);
        let text = seen.text("What changes for you.");
        let head = format!("to: [{to}]\nsubject: {subject}\n");
        let add = seen.newsletter("news", &head, &format!("{{ type: text, text: {text} }}"));
        finding.lacks(format!("no newsletter goes to: {to}"), add);
    }
    let (shown, bare): (Vec<&Site>, Vec<&Site>) =
        campaign.sites.iter().partition(|site| campaign.posters.iter().any(|poster| hangs_at(poster, site)));
    if !shown.is_empty() {
        finding.has(format!("posters for: {}", listed(&ids(&shown))));
    }
    if !bare.is_empty() {
        let names = listed(&ids(&bare));
        let id = seen.free("sites", campaign.posters.iter().map(|p| &p.id));
        let yaml = format!("headline: {}\nformats: [A4]\nsites: [{names}]\n", seen.text("What changes here"));
        let path = format!("campaigns/{}/posters/{id}.yaml", campaign.id);
        finding.lacks(format!("no poster for: {names}"), Snippet::file(path, yaml));
    }
}

fn feedback(seen: &Campaigned<'_>, finding: &mut Finding) {
    let campaign = seen.campaign;
    if campaign.feedback.is_none() {
        let lines = format!("question: {}\n", seen.text("What are you missing?"));
        let add = Snippet::part(&campaign.span.source, "feedback", &lines);
        finding.lacks("no question that readers may answer", add);
    }
    let asks = |newsletter: &&Newsletter| {
        let of = seen.tellings.iter().filter(|t| t.channel == Channel::Newsletter && *t.piece == newsletter.id);
        of.into_iter().any(|telling| telling.told == Told::Feedback)
    };
    let (asking, silent): (Vec<&Newsletter>, Vec<&Newsletter>) = campaign.newsletters.iter().partition(asks);
    if !asking.is_empty() {
        finding.has(format!("a way to answer in {} newsletters", asking.len()));
    }
    for newsletter in silent {
        let what = format!("the newsletter `{}` has no way to answer", newsletter.id);
        finding.lacks(what, Snippet::item(&newsletter.span.source, "blocks", "- { type: feedback }\n"));
    }
    if campaign.newsletters.is_empty() {
        let subject = seen.text("What are you missing?");
        let block = format!("{{ type: text, text: {} }}", seen.text("Tell us."));
        let add = seen.newsletter("feedback", &format!("subject: {subject}\n"), &block);
        finding.lacks("no newsletter", add);
    }
}

/// True where a newsletter goes to the audience, or to everybody.
fn is_written_to(seen: &Campaigned<'_>, audience: &Id) -> bool {
    let all = |id: &Id| seen.campaign.audiences.iter().any(|a| a.id == *id && a.filter.is_none() && a.list.is_none());
    let is_list = seen.campaign.audiences.iter().any(|a| a.id == *audience && a.list.is_some());
    let mut newsletters = seen.campaign.newsletters.iter();
    newsletters.any(|n| n.to.contains(audience) || (!is_list && (n.to.is_empty() || n.to.iter().any(all))))
}

fn hangs_at(poster: &Poster, site: &Site) -> bool {
    let spoken =
        poster.languages.contains(&site.language) || poster.languages.contains(&site.language.without_region());
    match &poster.sites {
        SiteSelection::None | SiteSelection::All => spoken,
        SiteSelection::Some(sites) => spoken && sites.contains(&site.id),
    }
}

fn ids<'s>(sites: &[&'s Site]) -> Vec<&'s Id> {
    sites.iter().map(|site| &site.id).collect()
}

/// Something happens in every phase, one of which is daily life after the launch.
pub fn time(seen: &Campaigned<'_>, finding: &mut Finding) {
    let campaign = seen.campaign;
    let source = &campaign.span.source;
    let Some(launch) = campaign.launch else {
        let add = Snippet { file: source.path().into(), place: Place::End, yaml: "launch: 2030-01-15\n".into() };
        finding.lacks("no launch from which the phases are counted", add);
        return;
    };
    let moments = || {
        let newsletters = campaign.newsletters.iter().flat_map(|n| appearances(campaign, n)).flatten();
        let posters = campaign.posters.iter().filter_map(|poster| poster.from);
        newsletters.chain(posters).chain(campaign.training.iter().flat_map(|t| &t.sessions).map(|s| s.starts))
    };
    for phase in &campaign.phases {
        let count = moments().filter(|at| *at >= phase.from && phase.until.is_none_or(|until| *at < until)).count();
        match count {
            0 => finding.lacks(
                format!("nothing happens in the phase `{}`", phase.id),
                news(seen, &phase.id, phase.from, launch),
            ),
            1 => finding.has(format!("{}: 1 event", phase.id)),
            many => finding.has(format!("{}: {many} events", phase.id)),
        }
    }
    if !campaign.phases.iter().any(|phase| phase.from > launch) {
        let id = seen.free("daily", campaign.phases.iter().map(|phase| &phase.id));
        let items = format!("- id: {id}\n  title: {}\n  from: launch + 2 weeks\n", seen.text("Daily life"));
        finding.lacks("no phase after the launch: daily life", after(seen, &items));
    }
    if !campaign.phases.iter().any(|phase| phase.from < launch) {
        let id = seen.free("prepare", campaign.phases.iter().map(|phase| &phase.id));
        let items = format!("- id: {id}\n  title: {}\n  from: launch - 8 weeks\n", seen.text("Prepare"));
        finding.lacks("no phase before the launch", seen.to_campaign("phases", &items));
    }
}

/// A phase after the others: phases are listed in order.
fn after(seen: &Campaigned<'_>, items: &str) -> Snippet {
    let first = seen.to_campaign("phases", items);
    let source = &seen.campaign.span.source;
    let Place::Below(line) = first.place else { return first };
    // The list ends before the next line that stands at the margin and is no item of it.
    let inside = |l: &&str| l.is_empty() || l.starts_with([' ', '#', '\t']) || l.starts_with("- ");
    let lines: Vec<&str> = source.text().lines().skip(line).take_while(inside).collect();
    let used = lines.iter().rposition(|l| l.starts_with([' ', '-']) && !l.trim().is_empty()).map_or(0, |at| at + 1);
    Snippet { place: Place::Below(line + used), ..first }
}

/// A newsletter in a phase.
fn news(seen: &Campaigned<'_>, phase: &Id, from: jiff::civil::DateTime, launch: jiff::civil::DateTime) -> Snippet {
    let days = (from.date() - launch.date()).get_days() + 1;
    let moment = match days {
        0.. => format!("launch + {days} days at 10:00"),
        _ => format!("launch - {} days at 10:00", -days),
    };
    let (subject, text) = (seen.text("News of the project"), seen.text("What has happened."));
    let head = format!("send: {moment}\nsubject: {subject}\n");
    seen.newsletter(&format!("news-{phase}"), &head, &format!("{{ type: text, text: {text} }}"))
}
