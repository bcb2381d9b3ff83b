//! Messages are told often enough to stay, and not so often that they tire.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::Project,
    plan::{CHANNELS, REPETITIONS, matrix},
};

/// Each key message is told 5 to 7 times over a campaign that is planned in phases, through two channels or more.
pub fn check(project: &Project) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let planned = |c: &&crate::model::Campaign| !c.built_in && c.launch.is_some() && !c.phases.is_empty();
    for campaign in project.campaigns.iter().filter(planned) {
        let counts = matrix(project, campaign).counts;
        for message in &project.identity.messages {
            let of = counts.iter().find(|count| count.kind == "message" && count.id == message.id.as_str());
            let Some(count) = of else { continue };
            let (times, channels) = (count.times, count.channels.len());
            if REPETITIONS.contains(&times) && channels >= CHANNELS {
                continue;
            }
            let through = if channels == 1 { "channel" } else { "channels" };
            let told = match times {
                0 => "never told".to_owned(),
                1 => format!("told once, through {channels} {through},"),
                _ => format!("told {times} times through {channels} {through}"),
            };
            let message = format!("the message `{}` is {told} in `{}`", message.id, campaign.id);
            let (least, most) = (REPETITIONS.start(), REPETITIONS.end());
            let help = format!(
                "tell it {least} to {most} times, through {CHANNELS} channels or more; `fanion matrix {}` lists where",
                campaign.id
            );
            diagnostics.push(Diagnostic::new(Code::MessageRepetition, &campaign.span, message).help(help));
        }
    }
    diagnostics
}
