//! The `.eml`, read back by another library.

use mail_parser::{Message, MessageParser, MimeHeaders};

use super::*;

pub(super) fn parse(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("a message")
}

pub(super) fn eml(rendered: &Rendered) -> &[u8] {
    &rendered.files.iter().find(|(ending, _)| *ending == "eml").expect("the draft was made").1
}

#[test]
fn a_draft_with_both_parts_and_its_pictures() {
    let project = sample::project();
    let rendered = render(&project, "fr", true);
    let message = parse(eml(&rendered));
    assert_eq!(message.subject(), Some("Et si la réponse était à deux bureaux\u{202f}?"));
    let from = message.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!((from.name(), from.address()), (Some("Communication interne"), Some("agora@horizon.example")));
    assert_eq!(message.to(), None, "a draft is to nobody yet");
    assert_eq!(message.header("X-Unsent").and_then(|h| h.as_text()), Some("1"));
    assert_eq!(message.date().map(|d| d.to_rfc3339()), Some("2027-01-26T08:30:00Z".into()), "09:30 in Paris");
    assert!(message.message_id().is_some_and(|id| id.ends_with("@horizon.example")));
    let reply_to = message.reply_to().and_then(|to| to.first()).and_then(|to| to.address());
    assert_eq!(reply_to, Some("communication@horizon.example"));

    let text = message.body_text(0).expect("a text part").replace("\r\n", "\n");
    assert_eq!(text.trim_end(), file_of(&rendered, "txt").trim_end());
    let html = message.body_html(0).expect("an HTML part");
    let pictures: Vec<_> = message.parts.iter().filter(|part| part.is_content_type("image", "png")).collect();
    assert_eq!(pictures.len(), 6, "the banner, a photo in two frames, three icons");
    for picture in pictures {
        let id = picture.content_id().expect("a Content-ID");
        assert!(html.contains(&format!("src=\"cid:{id}\"")), "{id}");
    }
    let kinds: Vec<_> = message.parts.iter().filter_map(|part| part.content_type()?.subtype()).collect();
    assert_eq!(kinds[..5], ["mixed", "related", "alternative", "plain", "html"]);
    assert_eq!((&kinds[5..11], &kinds[11..]), (&["png"; 6][..], &["calendar"][..]));
    let invitation = message.attachments().last().expect("the site's session");
    assert_eq!(invitation.attachment_name(), Some("Premiers pas.ics"));
}

#[test]
fn no_line_is_longer_than_mail_allows() {
    for tag in crate::model::sample::LANGUAGES {
        let rendered = render(&sample::project(), tag, true);
        let message = String::from_utf8(eml(&rendered).to_vec()).expect("a draft is ASCII");
        assert!(message.is_ascii(), "{tag}");
        for line in message.split("\r\n") {
            assert!(line.len() <= 78 && !line.contains(['\n', '\r']), "{tag}: {line}");
        }
    }
}

#[test]
fn a_project_that_names_nobody_still_has_a_sender_and_a_date() {
    let mut project = sample::project();
    project.delivery = None;
    project.identity.contact = None;
    let newsletter = &mut project.campaigns[0].newsletters[0];
    (newsletter.from, newsletter.first_send) = (None, None);
    let rendered = render(&project, "fr", false);
    let message = parse(eml(&rendered));
    let from = message.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!((from.name(), from.address()), (Some("Agora"), Some("noreply@example.invalid")));
    assert_eq!(message.date().map(|d| d.to_rfc3339()), Some("2000-01-01T00:00:00Z".into()));
}
