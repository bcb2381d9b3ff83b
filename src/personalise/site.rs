//! Whether a newsletter shows anything of its reader's site.

use crate::model::{
    BlockKind, Campaign, Newsletter, Project,
    value::{FieldSource, Inline, LinkTarget, Localised, Prose, ProseBlock},
};

/// True where readers of different sites receive different texts: links carry the site, a training's session is the
/// site's own, or a text has a field of either. What only some blocks show of the project counts for all of them: one
/// variant too many does no harm, one too few would.
pub(super) fn depends_on_site(project: &Project, campaign: &Campaign, newsletter: &Newsletter) -> bool {
    if campaign.sites.is_empty() {
        return false;
    }
    let identity = &project.identity;
    let mut texts = vec![&newsletter.subject, &identity.tagline];
    texts.extend(&newsletter.preheader);
    texts.extend(&identity.story.why);
    texts.extend(identity.story.chapters.iter().flat_map(|chapter| [&chapter.title, &chapter.text]));
    texts.extend(identity.messages.iter().flat_map(|m| [Some(&m.title), Some(&m.text), m.proof.as_ref()]).flatten());
    texts.extend(campaign.people.iter().filter_map(|person| person.quote.as_ref()));
    texts.extend(campaign.objections.iter().flat_map(|objection| [&objection.says, &objection.answer]));
    texts.extend(campaign.feedback.iter().map(|feedback| &feedback.question));
    texts.extend(campaign.banners.iter().map(|banner| &banner.headline));
    identity.link_tags
        || texts.into_iter().any(shows_site)
        || newsletter.blocks.iter().any(|block| block_shows_site(&block.kind))
}

fn block_shows_site(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Training { .. } => true,
        BlockKind::Hero { title, text, .. } => shows_site(title) || text.as_ref().is_some_and(shows_site),
        BlockKind::Text { title, text } => shows_site(text) || title.as_ref().is_some_and(shows_site),
        BlockKind::Image { caption, .. } => caption.as_ref().is_some_and(shows_site),
        BlockKind::ImageText(block) => {
            shows_site(&block.text) || [&block.title, &block.label].into_iter().flatten().any(shows_site)
        }
        BlockKind::Numbers { title, numbers } => {
            title.iter().chain(numbers.iter().flat_map(|number| [&number.value, &number.label])).any(shows_site)
        }
        BlockKind::Steps { title, steps } => {
            let texts = steps.iter().flat_map(|step| [Some(&step.title), step.text.as_ref()]).flatten();
            title.iter().chain(texts).any(shows_site)
        }
        BlockKind::Countdown { text, begun, .. } => [text, begun].into_iter().flatten().any(shows_site),
        // What these show besides stands in the project's own texts.
        BlockKind::Messages { title, .. } | BlockKind::Objections { title, .. } | BlockKind::People { title, .. } => {
            title.as_ref().is_some_and(shows_site)
        }
        BlockKind::CallToAction { label, .. } => shows_site(label),
        BlockKind::Why
        | BlockKind::Story { .. }
        | BlockKind::Quote { .. }
        | BlockKind::Divider
        | BlockKind::Feedback => false,
    }
}

fn shows_site(text: &Localised<Prose>) -> bool {
    text.versions().any(|(_, prose)| {
        prose.blocks.iter().any(|block| match block {
            ProseBlock::Paragraph(inlines) => inlines.iter().any(is_of_site),
            ProseBlock::List { items, .. } => items.iter().flatten().any(is_of_site),
        })
    })
}

fn is_of_site(inline: &Inline) -> bool {
    let field = match inline {
        Inline::Field(field) => Some(field),
        Inline::Link { target: LinkTarget::Field(field), .. } => Some(field),
        _ => None,
    };
    let own = field.is_some_and(|field| matches!(field.source, FieldSource::Site(_) | FieldSource::Training(..)));
    own || match inline {
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
            content.iter().any(is_of_site)
        }
        _ => false,
    }
}
