//! Texts that try to be more than text: they come out as they are, and change nothing around them.

use proptest::prelude::*;

use super::{message, *};
use crate::{
    model::value::{Inline, Localised, Prose, ProseBlock},
    personalise::header_text,
    render::email::{
        emit_mjml::clean,
        markup::{TokenKind, tokens},
    },
};

/// What has broken renderers before, and what could.
pub(super) const FRAGMENTS: &[&str] = &[
    "<script>alert(1)</script>",
    "</mj-text>",
    "<mj-include path=\"/etc/passwd\" />",
    "<!--[if mso]>",
    "-->",
    "]]>",
    "<![CDATA[",
    "\"",
    "'",
    "`",
    "\\",
    "\\u{a0}",
    "&",
    "&amp;",
    "&#60;",
    "&nbsp;",
    "{{ 7*7 }}",
    "{% include \"x\" %}",
    "{#",
    "@@",
    "é>",
    "語>x",
    "\u{a0}",
    "\u{202f}",
    "\u{202e}",
    "\u{2067}",
    "\u{200d}",
    "👩\u{200d}🔧",
    "🏳\u{fe0f}\u{200d}🌈",
    "\u{301}",
    "\0",
    "\u{7}",
    "\u{85}",
    "\u{ffff}",
    "\r\nBcc: x@y.example",
    "\n",
    "\t",
    "=?utf-8?q?x?=",
    "cid:header",
    "src=\"cid:",
    "--=alternative",
    " ",
    "  ",
    "x",
    "مرحبا",
    "日本語。",
];

fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![4 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned), 1 => "\\PC{1,5}"];
    // No article, which initials leave out.
    prop::collection::vec(part, 1..8).prop_map(|parts| format!("q{}z", parts.concat()))
}

/// The sample project with this text in all places at once.
fn saying(text: &str) -> Project {
    let mut project = sample::project();
    let prose = || {
        let inlines =
            [Inline::Text(text.into()), Inline::Strong(vec![Inline::Text(text.into())]), Inline::Code(text.into())];
        Localised::one(Prose { blocks: vec![ProseBlock::Paragraph(inlines.to_vec())], span: None }, None)
    };
    let plain = || Localised::one(Prose::plain(text), None);
    let name = || Localised::one(text.to_owned(), None);
    project.identity.name = text.into();
    project.identity.organisation = Some(text.into());
    project.identity.tagline = plain();
    project.identity.story.why = Some(prose());
    for message in &mut project.identity.messages {
        (message.title, message.text, message.proof) = (prose(), prose(), Some(prose()));
    }
    let campaign = &mut project.campaigns[0];
    campaign.sites[0].name = name();
    for person in &mut campaign.people {
        (person.name, person.role, person.quote) = (name(), Some(name()), Some(prose()));
    }
    for objection in &mut campaign.objections {
        (objection.says, objection.answer) = (prose(), prose());
    }
    campaign.training[0].title = prose();
    campaign.training[0].sessions[0].place = Some(prose());
    let newsletter = &mut campaign.newsletters[0];
    (newsletter.subject, newsletter.preheader) = (plain(), Some(plain()));
    for block in &mut newsletter.blocks {
        match &mut block.kind {
            BlockKind::Hero { title, text, .. } => (*title, *text) = (prose(), Some(prose())),
            BlockKind::Text { text, .. } => *text = prose(),
            BlockKind::Image { alt, caption, .. } => (*alt, *caption) = (name(), Some(prose())),
            BlockKind::CallToAction { label, .. } => *label = plain(),
            BlockKind::ImageText(block) => {
                (block.title, block.text, block.label) = (Some(prose()), prose(), Some(plain()));
                block.image.alt = name();
            }
            BlockKind::Numbers { title, numbers } => {
                *title = Some(prose());
                numbers.iter_mut().for_each(|number| (number.value, number.label) = (prose(), prose()));
            }
            BlockKind::Steps { title, steps } => {
                *title = Some(prose());
                steps.iter_mut().for_each(|step| (step.title, step.text) = (prose(), Some(prose())));
            }
            BlockKind::Countdown { text, .. } => *text = Some(prose()),
            BlockKind::People { title, .. }
            | BlockKind::Messages { title, .. }
            | BlockKind::Objections { title, .. }
            | BlockKind::Training { title, .. } => *title = Some(prose()),
            _ => {}
        }
    }
    project
}

/// The names of all tags and attributes, in order: what a text must not change.
pub(super) fn structure(html: &str) -> Vec<String> {
    let name = |kind: TokenKind<'_>| match kind {
        TokenKind::Open { name, attributes, .. } => {
            Some(attributes.iter().fold(name.to_owned(), |all, attribute| all + " " + attribute.name))
        }
        TokenKind::Close { name } => Some(format!("/{name}")),
        TokenKind::Condition | TokenKind::Stray | TokenKind::Comment => Some("!".to_owned()),
        TokenKind::Text(_) => None,
    };
    tokens(html).into_iter().filter_map(|token| name(token.kind)).collect()
}

/// A text with its entities read as a browser reads them.
fn decoded(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        let end = start + rest[start..].find(';').expect("every `&` begins an entity");
        let entity = &rest[start + 1..end];
        let number =
            entity.strip_prefix('#').map(|n| n.strip_prefix('x').map_or(n.parse(), |x| u32::from_str_radix(x, 16)));
        out.push(match (entity, number) {
            ("amp", _) => '&',
            ("lt", _) => '<',
            ("gt", _) => '>',
            ("quot", _) => '"',
            ("zwnj", _) => '\u{200c}',
            ("nbsp", _) => '\u{a0}',
            (_, Some(Ok(number))) => char::from_u32(number).expect("a character"),
            _ => panic!("`&{entity};`"),
        });
        rest = &rest[end + 1..];
    }
    out + rest
}

/// The decoded texts and attribute values of HTML.
pub(super) fn texts_of(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    for token in tokens(html) {
        match token.kind {
            TokenKind::Text(text) => out.push(decoded(text)),
            TokenKind::Open { attributes, .. } => out.extend(attributes.iter().map(|a| decoded(a.value))),
            _ => {}
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn hostile_texts_come_out_as_text(text in hostile(), right_to_left in any::<bool>()) {
        // Languages whose typography leaves every sign as it is.
        let tag = if right_to_left { "ar" } else { "de" };
        let project = saying(&text);
        let rendered = render(&project, tag, true);
        prop_assert!(!rendered.diagnostics.has_errors(), "{}", said(&rendered));

        let html = file_of(&rendered, "html");
        let calm = file_of(&render(&saying("calm"), tag, true), "html");
        prop_assert_eq!(structure(&html), structure(&calm));
        let expected = clean(&text);
        // Long words hold soft hyphens, which are no part of the text.
        let bare = |text: &str| text.replace('\u{ad}', "");
        let found = texts_of(&html).iter().filter(|found| bare(found) == bare(&expected)).count();
        prop_assert!(found >= 60, "{found} of {expected:?}");

        let bytes = message::eml(&rendered);
        let mail = message::parse(bytes);
        let line = header_text(&text);
        prop_assert_eq!(mail.subject(), Some(line.as_str()));
        let from = mail.from().and_then(|from| from.first()).and_then(|from| from.name());
        prop_assert_eq!(from, Some(line.as_str()));
        prop_assert_eq!(mail.headers().len(), 9, "{:?}", mail.headers());
        let body = mail.body_text(0).expect("a text part").replace("\r\n", "\n");
        let written = file_of(&rendered, "txt");
        prop_assert_eq!(body.trim_end_matches('\n'), written.trim_end_matches('\n'));
        let mailed = mail.body_html(0).expect("an HTML part").replace("\r\n", "\n");
        prop_assert_eq!(structure(&mailed), structure(&calm));
    }
}
