//! Every text of a project, one after the other.

use crate::{
    diagnostic::Span,
    model::{
        BlockKind, GuideBlock, Project,
        value::{Inline, LanguageTag, Localised, Prose},
    },
    personalise::plain,
};

/// A text as readers see it, in the languages that it serves.
pub struct Seen {
    /// Without markup; fields show nothing.
    pub text: String,
    /// Its language; `None` for one text that serves all.
    pub language: Option<LanguageTag>,
    /// Where it was written.
    pub span: Span,
    /// The campaign that it belongs to has a launch, or it belongs to the identity.
    pub dated: bool,
}

/// Every text that pieces are made of, the built-in ones left out.
pub fn all(project: &Project) -> Vec<Seen> {
    let mut out = Vec::new();
    let identity = &project.identity;
    let launched = project.campaigns.iter().any(|c| c.launch.is_some());
    let mut texts: Vec<&Localised<Prose>> = vec![&identity.tagline];
    texts.extend(&identity.story.why);
    texts.extend(identity.story.chapters.iter().flat_map(|c| [&c.title, &c.text]));
    texts.extend(identity.messages.iter().flat_map(|m| [Some(&m.title), Some(&m.text), m.proof.as_ref()]).flatten());
    texts.iter().for_each(|text| see(text, launched, &mut out));
    for campaign in project.campaigns.iter().filter(|campaign| !campaign.built_in) {
        let mut texts: Vec<&Localised<Prose>> = vec![&campaign.title];
        texts.extend(campaign.milestones.iter().map(|m| &m.title));
        texts.extend(campaign.people.iter().filter_map(|p| p.quote.as_ref()));
        texts.extend(campaign.objections.iter().flat_map(|o| [&o.says, &o.answer]));
        texts.extend(campaign.training.iter().map(|t| &t.title));
        texts.extend(campaign.feedback.iter().map(|f| &f.question));
        texts.extend(campaign.responsibilities.iter().map(|r| &r.task));
        texts.extend(campaign.phases.iter().map(|p| &p.title));
        for newsletter in &campaign.newsletters {
            texts.push(&newsletter.subject);
            texts.extend(&newsletter.preheader);
            texts.extend(newsletter.blocks.iter().flat_map(|block| of_block(&block.kind)));
        }
        for poster in &campaign.posters {
            let optional = [&poster.kicker, &poster.subline, &poster.call_to_action];
            texts.push(&poster.headline);
            texts.extend(optional.into_iter().flatten());
        }
        for banner in &campaign.banners {
            texts.push(&banner.headline);
            texts.extend([&banner.subline, &banner.call_to_action].into_iter().flatten());
        }
        texts.iter().for_each(|text| see(text, campaign.launch.is_some(), &mut out));
        for guide in &campaign.guides {
            let mut runs = vec![guide.title.inlines()];
            runs.extend(guide.subtitle.iter().map(Prose::inlines));
            guide.blocks.iter().for_each(|block| of_guide(block, &mut runs));
            let seen = runs.iter().map(|run| Seen {
                text: plain(run),
                language: Some(guide.language.clone()),
                span: guide.span.source.span(0, guide.span.source.text().len()),
                dated: campaign.launch.is_some(),
            });
            out.extend(seen);
        }
    }
    // A headline that is the tagline is one text.
    out.sort_by(|a, b| (a.span.source.path(), a.span.start).cmp(&(b.span.source.path(), b.span.start)));
    out.dedup_by(|a, b| a.span == b.span && a.text == b.text);
    out
}

fn see(text: &Localised<Prose>, dated: bool, out: &mut Vec<Seen>) {
    for (language, prose) in text.versions() {
        let Some(span) = prose.span.as_ref().filter(|span| !span.source.path().starts_with("built-in/")) else {
            continue;
        };
        let (language, span) = (language.cloned(), span.clone());
        out.push(Seen { text: plain(&prose.inlines()), language, span, dated });
    }
}

fn of_block(kind: &BlockKind) -> Vec<&Localised<Prose>> {
    match kind {
        BlockKind::Hero { title, text, .. } => [Some(title), text.as_ref()].into_iter().flatten().collect(),
        BlockKind::Text { title, text } => [title.as_ref(), Some(text)].into_iter().flatten().collect(),
        BlockKind::Image { caption, .. } => caption.iter().collect(),
        BlockKind::ImageText(block) => {
            [block.title.as_ref(), Some(&block.text), block.label.as_ref()].into_iter().flatten().collect()
        }
        BlockKind::Numbers { title, numbers } => {
            title.iter().chain(numbers.iter().flat_map(|number| [&number.value, &number.label])).collect()
        }
        BlockKind::Steps { title, steps } => title
            .iter()
            .chain(steps.iter().flat_map(|step| [Some(&step.title), step.text.as_ref()]).flatten())
            .collect(),
        BlockKind::Countdown { text, begun, .. } => [text, begun].into_iter().flatten().collect(),
        BlockKind::People { title, .. }
        | BlockKind::Messages { title, .. }
        | BlockKind::Objections { title, .. }
        | BlockKind::Training { title, .. } => title.iter().collect(),
        BlockKind::CallToAction { label, .. } => vec![label],
        _ => Vec::new(),
    }
}

fn of_guide(block: &GuideBlock, out: &mut Vec<Vec<Inline>>) {
    match block {
        GuideBlock::Heading { content, .. } | GuideBlock::Paragraph(content) => out.push(content.clone()),
        GuideBlock::Table { head, rows, .. } => out.extend(head.iter().chain(rows.iter().flatten()).cloned()),
        other => other.children().into_iter().for_each(|block| of_guide(block, out)),
    }
}

/// The place of some words of a text, as far as they stand in the source as they are shown.
pub fn place(seen: &Seen, words: &str) -> Span {
    match seen.span.text().find(words) {
        Some(at) => seen.span.part(at, at + words.len()),
        None => seen.span.clone(),
    }
}
