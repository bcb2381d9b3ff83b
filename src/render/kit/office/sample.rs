//! The .pptx template: a slide of each layout, so that whoever opens it sees what there is.

use super::{
    layouts::{Kind, idx},
    presentation::Presentation,
    studio::Studio,
    text::{Paragraph, Run},
};

/// The presentation with its sample slides.
pub fn compose(mut studio: Studio<'_>) -> Presentation {
    let title = studio.fill_word("office_presentation", &[("name", &studio.project.identity.name)]);
    let mut out = Presentation::new(&mut studio, &title);
    for kind in Kind::ALL {
        let mut shapes = Vec::new();
        for (at, paragraphs) in content(&studio, kind) {
            shapes.extend(out.filled(&mut studio, kind, at, paragraphs));
        }
        let feet = {
            out.slide(kind).add(shapes);
            out.feet(&studio, kind)
        };
        let notes = vec![studio.word("office_sample_notes")];
        out.last().add(feet).note(notes);
    }
    out.album = studio.album;
    out
}

/// What a layout's placeholders hold, by their `idx`.
fn content(studio: &Studio<'_>, kind: Kind) -> Vec<(Option<u32>, Vec<Paragraph>)> {
    let identity = &studio.project.identity;
    let line = |text: String| vec![Paragraph::plain(text)];
    let runs = |runs: Vec<Run>| vec![Paragraph { runs, ..Paragraph::default() }];
    let word = |key: &str| line(studio.word(key));
    let tips =
        || ["office_tip_1", "office_tip_2", "office_tip_3"].map(|key| Paragraph::plain(studio.word(key))).to_vec();
    let kicker = (Some(idx::KICKER), line(identity.name.clone()));
    let title = (None, word(kind.word()));
    match kind {
        Kind::Title => vec![
            (None, line(identity.name.clone())),
            (Some(idx::BODY), runs(studio.runs(&identity.tagline))),
            (Some(idx::WHEN), word("office_when")),
        ],
        Kind::Section => vec![title, (Some(idx::BODY), word("office_section_text")), kicker],
        Kind::Content => vec![title, kicker, (Some(idx::BODY), tips())],
        Kind::TwoColumns => vec![title, kicker, (Some(idx::BODY), tips()), (Some(idx::SECOND), tips())],
        Kind::TitleOnly => vec![title, kicker],
        Kind::Quote => {
            let quote = identity.story.why.as_ref().map(|why| runs(studio.runs(why)));
            let quote = quote.unwrap_or_else(|| word("office_quote"));
            vec![(None, quote), (Some(idx::SECOND), word("office_quote_by")), kicker]
        }
        // The picture's place stays empty, so that it asks for one.
        Kind::Picture => vec![title, (Some(idx::SECOND), word("office_caption"))],
        Kind::Closing => vec![(None, word("office_closing")), (Some(idx::BODY), word("office_closing_text"))],
        Kind::Blank => Vec::new(),
    }
}
