//! Keys 8 and 9: everybody is reached and can answer, and the campaign lasts.

use super::{Campaigned, Finding, Place, Snippet, ids};
use crate::{
    model::{Audience, Newsletter, Poster, Site, SiteSelection, value::Id},
    plan::{Channel, Told, appearances},
};

/// Feedback in every newsletter; no audience without a newsletter, no site without a poster.
pub fn nearness(seen: &Campaigned<'_>, finding: &mut Finding) {
    feedback(seen, finding);
    audiences(seen, finding);
    sites(seen, finding);
}

fn audiences(seen: &Campaigned<'_>, finding: &mut Finding) {
    let campaign = seen.campaign;
    let is_reached = |audience: &&Audience| campaign.newsletters.iter().any(|n| campaign.reaches(n, audience));
    let (reached, missed): (Vec<&Audience>, Vec<&Audience>) = campaign.audiences.iter().partition(is_reached);
    let names = |audiences: &[&Audience]| {
        let names: Vec<String> = audiences.iter().map(|audience| seen.name(&audience.id, &audience.title)).collect();
        seen.listed(&names)
    };
    if !reached.is_empty() {
        finding.has(seen.say("reached", &[("list", &names(&reached))]));
    }
    if !missed.is_empty() {
        let to = ids(&missed.iter().map(|audience| &audience.id).collect::<Vec<_>>());
        let head = format!("to: [{to}]\nsubject: {}\n", seen.text("news"));
        let block = format!("{{ type: text, text: {} }}", seen.text("news_text"));
        let what = seen.say("unreached", &[("list", &names(&missed))]);
        finding.lacks(what, seen.newsletter("news", &head, &block));
    }
}

fn sites(seen: &Campaigned<'_>, finding: &mut Finding) {
    let campaign = seen.campaign;
    let (shown, bare): (Vec<&Site>, Vec<&Site>) =
        campaign.sites.iter().partition(|site| campaign.posters.iter().any(|poster| hangs_at(poster, site)));
    let names = |sites: &[&Site]| {
        let name = |site: &&Site| match seen.titled {
            true => site.name.get(&seen.language).clone(),
            false => site.id.to_string(),
        };
        seen.listed(&sites.iter().map(name).collect::<Vec<_>>())
    };
    if !shown.is_empty() {
        finding.has(seen.say("shown", &[("list", &names(&shown))]));
    }
    if !bare.is_empty() {
        let at = ids(&bare.iter().map(|site| &site.id).collect::<Vec<_>>());
        let id = seen.free("sites", campaign.posters.iter().map(|p| &p.id));
        let yaml = format!("headline: {}\nformats: [A4]\nsites: [{at}]\n", seen.text("poster"));
        let path = format!("campaigns/{}/posters/{id}.yaml", campaign.id);
        finding.lacks(seen.say("bare", &[("list", &names(&bare))]), Snippet::file(path, yaml));
    }
}

fn feedback(seen: &Campaigned<'_>, finding: &mut Finding) {
    let campaign = seen.campaign;
    if campaign.feedback.is_none() {
        let lines = format!("question: {}\n", seen.text("question"));
        let add = Snippet::part(&campaign.span.source, "feedback", &lines);
        finding.lacks(seen.say("no_question", &[]), add);
    }
    let asks = |newsletter: &&Newsletter| {
        let mut of = seen.tellings.iter().filter(|t| t.channel == Channel::Newsletter && *t.piece == newsletter.id);
        of.any(|telling| telling.told == Told::Feedback)
    };
    let (asking, silent): (Vec<&Newsletter>, Vec<&Newsletter>) = campaign.newsletters.iter().partition(asks);
    if !asking.is_empty() {
        finding.has(seen.count("asking", asking.len(), &[]));
    }
    for newsletter in silent {
        let what = seen.say("silent", &[("newsletter", newsletter.id.as_str())]);
        finding.lacks(what, Snippet::part(&newsletter.span.source, "blocks", "- { type: feedback }\n"));
    }
    if campaign.newsletters.is_empty() {
        let head = format!("subject: {}\n", seen.text("question"));
        let block = format!("{{ type: text, text: {} }}", seen.text("feedback_text"));
        finding.lacks(seen.say("no_newsletter", &[]), seen.newsletter("feedback", &head, &block));
    }
}

fn hangs_at(poster: &Poster, site: &Site) -> bool {
    let spoken =
        poster.languages.contains(&site.language) || poster.languages.contains(&site.language.without_region());
    match &poster.sites {
        SiteSelection::None | SiteSelection::All => spoken,
        SiteSelection::Some(sites) => spoken && sites.contains(&site.id),
    }
}

/// Something happens in every phase, one of which is daily life after the launch.
pub fn time(seen: &Campaigned<'_>, finding: &mut Finding) {
    let campaign = seen.campaign;
    let source = &campaign.span.source;
    let Some(launch) = campaign.launch else {
        let add = Snippet { file: source.path().into(), place: Place::End, yaml: "launch: 2030-01-15\n".into() };
        finding.lacks(seen.say("no_launch", &[]), add);
        return;
    };
    let moments = || {
        let newsletters = campaign.newsletters.iter().flat_map(|n| appearances(campaign, n)).flatten();
        let posters = campaign.posters.iter().filter_map(|poster| poster.from);
        newsletters.chain(posters).chain(campaign.training.iter().flat_map(|t| &t.sessions).map(|s| s.starts))
    };
    for phase in &campaign.phases {
        let count = moments().filter(|at| *at >= phase.from && phase.until.is_none_or(|until| *at < until)).count();
        let name = seen.name(&phase.id, &phase.title);
        match count {
            0 => {
                let what = seen.say("empty_phase", &[("phase", &name)]);
                finding.lacks(what, news(seen, &phase.id, phase.from, launch));
            }
            count => finding.has(seen.count("events", count, &[("phase", &name)])),
        }
    }
    if !campaign.phases.iter().any(|phase| phase.from > launch) {
        let id = seen.free("daily", campaign.phases.iter().map(|phase| &phase.id));
        let items = format!("- id: {id}\n  title: {}\n  from: launch + 2 weeks\n", seen.text("daily"));
        finding.lacks(seen.say("no_daily", &[]), after(seen, &items));
    }
    if !campaign.phases.iter().any(|phase| phase.from < launch) {
        let id = seen.free("prepare", campaign.phases.iter().map(|phase| &phase.id));
        let items = format!("- id: {id}\n  title: {}\n  from: launch - 8 weeks\n", seen.text("prepare"));
        finding.lacks(seen.say("no_before", &[]), seen.to_campaign("phases", &items));
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
    let (subject, text) = (seen.text("phase_news"), seen.text("phase_text"));
    let head = format!("send: {moment}\nsubject: {subject}\n");
    seen.newsletter(&format!("news-{phase}"), &head, &format!("{{ type: text, text: {text} }}"))
}
