//! Newsletters on screens: drawn whatever their texts, and with a code that leads on.

use super::*;
use crate::model::{
    Block, BlockKind, Newsletter, Number, Status, Step,
    sample::{LANGUAGES, id, prose, span},
    value::Prose,
};

fn one(text: &str) -> Localised<Prose> {
    Localised::one(prose(text), Some(span(text)))
}

/// A newsletter whose opening and points are made of a word, so many times.
fn letter(word: &str, times: usize, points: &str) -> Newsletter {
    let long = vec![word; times].join(" ");
    let text = || one(&long);
    let points = match points {
        "figures" => {
            let numbers = (0..4).map(|_| Number { value: one("1 200 %"), label: text() }).collect();
            BlockKind::Numbers { title: None, numbers }
        }
        "steps" => {
            BlockKind::Steps { title: None, steps: (0..5).map(|_| Step { title: text(), text: None }).collect() }
        }
        "messages" => BlockKind::Messages { title: None, show: Vec::new() },
        _ => BlockKind::Divider,
    };
    let link = Some("https://agora.example/question".parse().unwrap());
    let kinds = [
        BlockKind::Hero { title: text(), text: Some(text()), image: None },
        points,
        BlockKind::CallToAction { label: text(), link },
    ];
    let block = |kind| Block { only: Vec::new(), languages: Vec::new(), kind, span: span("type: x") };
    Newsletter {
        id: id("une"),
        span: span("subject: x"),
        status: Status::Ready,
        built_in: false,
        languages: LANGUAGES.map(sample::language).into(),
        to: Vec::new(),
        from: None,
        send: None,
        send_span: None,
        same_moment: false,
        mandatory: false,
        first_send: Some(jiff::civil::date(2027, 1, 26).at(9, 30, 0, 0)),
        subject: text(),
        preheader: None,
        attach: Vec::new(),
        blocks: kinds.map(block).into(),
    }
}

#[test]
fn screens_in_five_languages_short_long_and_absurd() {
    let project = sample::project();
    let (renderer, _) = GraphicRenderer::new(&project);
    let words = ["mot", "word", "Donaudampfschifffahrt", "كلمة", "言葉を伝える"];
    for (language, word) in LANGUAGES.into_iter().zip(words) {
        for (times, points) in
            [(1, "figures"), (4, "steps"), (12, "messages"), (150, "figures"), (150, "steps"), (40, "")]
        {
            let letter = letter(word, times, points);
            for format in ["signage-1080p", "signage-portrait"] {
                let job = job(&project, Piece::Signage(&letter), language, format);
                let (drawing, diagnostics) = drawn(&renderer, &job);
                assert!(
                    errors(&diagnostics).is_empty(),
                    "{language} {times} {points} {format}: {:?}",
                    errors(&diagnostics)
                );
                show(&renderer, &drawing.unwrap(), &job, &format!("signage-{times}-{points}"));
            }
        }
        let endless = letter(&"x".repeat(500), 3, "steps");
        let job = job(&project, Piece::Signage(&endless), language, "signage-portrait");
        let (_, diagnostics) = drawn(&renderer, &job);
        assert!(errors(&diagnostics).is_empty(), "{language}: {:?}", errors(&diagnostics));
    }
}

#[test]
fn the_code_on_a_screen_leads_to_the_letter() {
    let mut project = sample::project();
    project.identity.published_at = Some("https://intranet.example/agora".parse().unwrap());
    let letter = letter("mot", 2, "messages");
    let (renderer, _) = GraphicRenderer::new(&project);
    for format in ["signage-1080p", "signage-portrait"] {
        let job = job(&project, Piece::Signage(&letter), "fr", format);
        let rendered = renderer.render(&job, &renderer.context(&job), &Needs::new());
        assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
        let picture = image::load_from_memory(&rendered.files[0].1).unwrap().into_luma8();
        let (width, height) = picture.dimensions();
        let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            picture.get_pixel(x as u32, y as u32).0[0]
        });
        let codes: Vec<String> = seen.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect();
        let [code] = &codes[..] else { panic!("{format}: {codes:?}") };
        assert!(code.starts_with("https://intranet.example/agora/lancement/newsletters/une.fr.html"), "{code}");
    }
}
