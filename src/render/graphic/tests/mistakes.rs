//! What users and designers get wrong is told at its line, and nothing that they write makes a panic.

use proptest::prelude::*;

use super::*;

fn with_headline(text: &str) -> Project {
    poster_of(|poster| poster.headline = Localised::one(sample::prose(text), None))
}

#[test]
fn a_text_too_long_is_told_at_its_line() {
    for (text, code) in [
        ("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller".to_owned(), Code::TextTight),
        ("wort ".repeat(400), Code::TextTooLong),
    ] {
        let project = with_headline(&text);
        let (renderer, _) = GraphicRenderer::new(&project);
        let (drawing, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "de", "A3"));
        assert_eq!(codes(&diagnostics), [code]);
        let diagnostic = diagnostics.iter().next().unwrap();
        assert!(diagnostic.message.starts_with("the headline of `annonce`, A3 (de), "), "{}", diagnostic.message);
        assert_eq!(diagnostic.span.as_ref().unwrap().text(), text);
        assert_eq!(drawing.is_none(), code == Code::TextTooLong);
    }
}

#[test]
fn a_soft_hyphen_is_shown_where_it_breaks() {
    let project = with_headline("Datenschutzgrund\u{ad}verordnungskonforme Unternehmens\u{ad}daten");
    let (renderer, _) = GraphicRenderer::new(&project);
    let (drawing, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "de", "rollup-85x200"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert!(drawing.unwrap().svg.contains(">Datenschutzgrund-<"));
}

#[test]
fn a_character_without_glyph_is_named() {
    let project = with_headline("En avant न");
    let (renderer, _) = GraphicRenderer::new(&project);
    let (drawing, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "fr", "A3"));
    assert!(drawing.is_none());
    assert_eq!(codes(&diagnostics), [Code::MissingGlyph]);
    assert!(diagnostics.iter().next().unwrap().message.contains("`न` (U+0928)"));
}

#[test]
fn a_template_of_the_projects_own_is_used_and_its_mistakes_are_told_at_its_lines() {
    let cases = [
        (
            r##"<rect x="9" y="9" width="9" height="9" fill="#fff"/><f:text content="headline" x="9" y="9" width="200" height="90" size="20" fill="#000"/>"##,
            None,
        ),
        (r#"<f:txt size="9"/>"#, Some((Code::InvalidMarkup, "`f:txt`"))),
        (r#"<f:text content="headline" width="200" heigth="50" size="9"/>"#, Some((Code::InvalidMarkup, "`heigth`"))),
        (
            r#"<f:text content="headline" width="200" height="90" size="large"/>"#,
            Some((Code::InvalidMarkup, "`size=\"large\"`")),
        ),
        (
            r#"<f:text content="headline" style="h1" width="200" height="90" size="9"/>"#,
            Some((Code::InvalidMarkup, "`h1`")),
        ),
        (
            r#"<f:text content="headlin" width="200" height="90" size="9"/>"#,
            Some((Code::InvalidMarkup, "did you mean `headline`?")),
        ),
        (r#"<f:icon name="rockett" size="20"/>"#, Some((Code::InvalidMarkup, "`rockett`"))),
        (r#"<f:column width="9" height="9"><rect/></f:column>"#, Some((Code::InvalidMarkup, "`rect`"))),
        (
            r#"<f:text content="headline" x="250" width="200" height="90" size="20"/>"#,
            Some((Code::InvalidMarkup, "beyond")),
        ),
        (r#"<image href="/etc/passwd" width="9" height="9"/>"#, Some((Code::RemoteReference, "/etc/passwd"))),
        (r#"<image href="https://x.example/a.png" width="9" height="9"/>"#, Some((Code::RemoteReference, "x.example"))),
        (r#"<rect style="fill:url(a.svg#b)" width="9" height="9"/>"#, Some((Code::RemoteReference, "a.svg"))),
        ("<g>", Some((Code::InvalidTemplate, "well-formed"))),
        ("{{ nothing }}", Some((Code::InvalidTemplate, "nothing"))),
        ("{{ name | upperr }}", Some((Code::InvalidTemplate, "upperr"))),
    ];
    for (body, expected) in cases {
        let project = with_template(&own_template(body));
        let (renderer, mut diagnostics) = GraphicRenderer::new(&project);
        let job = job(&project, poster(&project), "fr", "A3");
        // A template that does not parse is reported at once, and nothing is drawn with it.
        if diagnostics.is_empty() {
            let rendered = renderer.render(&job, &renderer.context(&job), &Needs::default());
            assert_eq!(rendered.files.is_empty(), expected.is_some(), "{body} {:?}", rendered.diagnostics);
            diagnostics.extend(rendered.diagnostics);
        }
        let Some((code, words)) = expected else {
            assert_eq!(codes(&diagnostics), [Code::WhyMissing], "{body}");
            continue;
        };
        let diagnostic = diagnostics.iter().next().unwrap_or_else(|| panic!("{body}"));
        assert_eq!(diagnostic.code, code, "{body} {diagnostics:?}");
        let told = crate::diagnostic::render::concise(diagnostic);
        assert!(told.contains(words) && told.starts_with("brand/templates/poster/ours.portrait.svg:"), "{told}");
        if code != Code::InvalidTemplate {
            assert!(told.starts_with("brand/templates/poster/ours.portrait.svg:2:"), "{told}");
        }
    }
}

#[test]
fn an_unknown_family_names_the_known_ones() {
    let mut project = poster_of(|poster| poster.template = "horizn".into());
    assert!(families(&project, Kind::Posters).contains(&"horizon".to_owned()));
    let (renderer, _) = GraphicRenderer::new(&project);
    let (_, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "fr", "A3"));
    assert_eq!(codes(&diagnostics), [Code::UnknownReference]);
    assert_eq!(diagnostics.iter().next().unwrap().help.as_deref(), Some("did you mean `horizon`?"));
    project.templates.push(Asset { path: "poster/ours.tall.svg".into(), bytes: (*b"<svg/>").into(), named_at: None });
    assert!(families(&project, Kind::Posters).contains(&"ours".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is written, it is drawn inside its box or refused; nothing panics.
    #[test]
    fn absurd_texts(
        words in prop::collection::vec(
            prop_oneof![
                "[a-zA-Zéèß]{1,12}",
                "[a-zA-Z]{60,90}",
                "https://[a-z]{5,40}\\.example/[a-z/?=&]{0,60}",
                "[\u{627}-\u{64a}]{1,9}",
                "[\u{3041}-\u{3096}\u{4e00}-\u{4e80}]{1,30}",
                "[\u{0}-\u{20}<>&\"'{}%#]{1,9}",
                "(न|👩🏽‍💻|\u{200f}|\u{202e}|\u{ad}|e\u{301}{1,20}|\u{a0}){1,6}",
            ],
            0..40,
        ),
        strong in any::<prop::sample::Index>(),
        language in prop::sample::select(&sample::LANGUAGES[..]),
        format in prop::sample::select(&["A4", "linkedin-cover", "rollup-85x200", "square"][..]),
    ) {
        let mut words = words;
        if !words.is_empty() {
            let at = strong.index(words.len());
            words[at] = format!("**{}**", words[at]);
        }
        let text = Localised::one(sample::prose(&words.join(" ")), None);
        let mut project = sample::project();
        project.campaigns[0].banners[0].headline = text.clone();
        let poster_piece = &mut project.campaigns[0].posters[0];
        (poster_piece.headline, poster_piece.kicker) = (text.clone(), Some(text.clone()));
        project.identity.messages[0].title = text;
        let (renderer, _) = GraphicRenderer::new(&project);
        let is_banner = matches!(format, "linkedin-cover" | "square");
        let piece = if is_banner { banner(&project) } else { poster(&project) };
        let job = job(&project, piece, language, format);
        let (drawing, diagnostics) = drawn(&renderer, &job);
        prop_assert_eq!(drawing.is_none(), diagnostics.has_errors());
        if let Some(drawing) = drawing {
            prop_assert!(renderer.tree(&drawing.svg).is_ok());
        }
    }
}

#[test]
fn a_photo_and_tiles_that_do_nothing_are_told() {
    let photo = || {
        let picture = Asset { path: "photos/a.png".into(), bytes: sample::PNG.as_slice().into(), named_at: None };
        Picture { file: picture, alt: None, focus: Focus::default(), span: sample::span("photo: photos/a.png") }
    };
    for (template, told) in [("horizon", vec![Code::PhotoIgnored]), ("panorama", vec![])] {
        let project = poster_of(|poster| {
            poster.photo = Some(photo());
            poster.template = template.into();
        });
        let (renderer, _) = GraphicRenderer::new(&project);
        let (_, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "en", "100x140mm"));
        let found: Vec<Code> = codes(&diagnostics).into_iter().filter(|code| *code == Code::PhotoIgnored).collect();
        assert_eq!(found, told, "{template}");
    }
}

#[test]
fn tiles_of_which_nothing_comes_are_told_with_their_reason() {
    for (formats, reason) in [
        (vec!["rollup-85x200"], Some("nobody assembles `rollup-85x200`, a roll-up, from sheets")),
        (vec!["Letter"], Some("`Letter` fits on A4 whole")),
        (vec!["rollup-85x200", "A3"], None),
    ] {
        let project = poster_of(|poster| {
            poster.tiles = Some("A4".parse().unwrap());
            poster.formats = formats.iter().map(|format| format.parse().unwrap()).collect();
        });
        let (renderer, _) = GraphicRenderer::new(&project);
        let (_, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "en", formats[0]));
        let told = diagnostics.iter().find(|diagnostic| diagnostic.code == Code::TilesIgnored);
        assert_eq!(told.is_some(), reason.is_some(), "{formats:?}");
        if let (Some(told), Some(reason)) = (told, reason) {
            assert!(told.message.ends_with(reason), "{}", told.message);
        }
    }
}

#[test]
fn the_code_leads_to_the_site_or_to_the_registration_of_the_training_shown() {
    let mut project = sample::project();
    let short = |project: &Project| {
        let (renderer, _) = GraphicRenderer::new(project);
        let context = renderer.context(&job(project, poster(project), "fr", "A3"));
        context["link"]["short"].as_str().unwrap().to_owned()
    };
    assert_eq!(short(&project), "agora.horizon.example/l");
    project.campaigns[0].sites.iter_mut().for_each(|site| site.link = None);
    assert_eq!(short(&project), "agora.horizon.example/premiers-pas");
    project.campaigns[0].posters[0].training = None;
    assert_eq!(short(&project), "agora.horizon.example");
    let own = poster_of(|poster| poster.link = Some("https://own.example/a".parse().unwrap()));
    assert_eq!(short(&own), "own.example/a");
}
