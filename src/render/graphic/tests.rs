//! Pieces as a whole: every language, short and long, with and without what is optional.
//!
//! With `FANION_PICTURES=FOLDER` the pictures that the tests make are also written there, to be looked at.

use proptest::prelude::*;

use super::*;
use crate::{
    model::{
        Banner, Poster, Project, sample,
        value::{Format, Localised},
    },
    plan::Artefact,
};

/// A job for a piece of the project's first campaign.
fn job<'p>(project: &'p Project, piece: Piece<'p>, language: &str, format: &str) -> Job<'p> {
    let campaign = &project.campaigns[0];
    let endings: &[&str] = if matches!(piece, Piece::Poster(_)) { &["png", "pdf"] } else { &["png"] };
    Job {
        piece,
        campaign,
        language: sample::language(language),
        site: campaign.sites.first(),
        format: Some(format.parse::<Format>().unwrap()),
        artefacts: endings.iter().map(|ending| Artefact { path: format!("x.{ending}"), ending }).collect(),
        needs: Vec::new(),
    }
}

/// The drawing of a job, with what was met. That texts keep to their boxes and the sheet, and off each other, the layout
/// sees to itself.
fn drawn(renderer: &GraphicRenderer, job: &Job) -> (Option<Expanded>, Diagnostics) {
    let context = renderer.context(job);
    let mut diagnostics = Diagnostics::new();
    let drawing = renderer.drawing(job, &context, &mut diagnostics);
    (drawing, diagnostics)
}

/// Writes a picture of about 700 pixels for whoever wants to look.
fn show(renderer: &GraphicRenderer, drawing: &Expanded, job: &Job, name: &str) {
    let Some(folder) = std::env::var_os("FANION_PICTURES") else { return };
    let format = job.format.as_ref().unwrap();
    let dpi = match format.unit {
        FormatUnit::Px => 96.0,
        FormatUnit::Mm => 900.0 * 25.4 / format.width.max(format.height),
    };
    let png = output::png(&renderer.tree(&drawing.svg).unwrap(), format, dpi).unwrap();
    let path = std::path::Path::new(&folder).join(format!("{name}-{format}.{}.png", job.language));
    std::fs::write(path, png).unwrap();
}

fn poster_of(change: impl FnOnce(&mut Poster)) -> Project {
    let mut project = sample::project();
    change(&mut project.campaigns[0].posters[0]);
    project
}

fn banner_of(change: impl FnOnce(&mut Banner)) -> Project {
    let mut project = sample::project();
    change(&mut project.campaigns[0].banners[0]);
    project
}

fn poster(project: &Project) -> Piece<'_> {
    Piece::Poster(&project.campaigns[0].posters[0])
}

fn banner(project: &Project) -> Piece<'_> {
    Piece::Banner(&project.campaigns[0].banners[0])
}

fn errors(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics
        .iter()
        .filter(|d| d.severity == crate::diagnostic::Severity::Error)
        .map(crate::diagnostic::render::concise)
        .collect()
}

const POSTER_FORMATS: [&str; 4] = ["A4", "420x297mm", "rollup-85x200", "signage-1080p"];
const BANNER_FORMATS: [&str; 6] =
    ["linkedin-cover", "email-header", "teams-background", "open-graph", "square", "signage-portrait"];

#[test]
fn posters_in_five_languages_short_and_long() {
    for (name, long) in [("short", false), ("long", true)] {
        let project = poster_of(|poster| {
            if long {
                poster.headline = sample::long_headline();
            }
        });
        let (renderer, diagnostics) = GraphicRenderer::new(&project);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        for language in sample::LANGUAGES {
            for format in POSTER_FORMATS {
                let job = job(&project, poster(&project), language, format);
                let (drawing, diagnostics) = drawn(&renderer, &job);
                assert!(errors(&diagnostics).is_empty(), "{:#?}", errors(&diagnostics));
                show(&renderer, &drawing.unwrap(), &job, &format!("poster-{name}"));
            }
        }
    }
}

#[test]
fn banners_in_five_languages_short_and_long() {
    for (name, long) in [("short", false), ("long", true)] {
        let project = banner_of(|banner| {
            if long {
                banner.headline = sample::long_headline();
            }
        });
        let (renderer, _) = GraphicRenderer::new(&project);
        for language in sample::LANGUAGES {
            for format in BANNER_FORMATS {
                let job = job(&project, banner(&project), language, format);
                let (drawing, diagnostics) = drawn(&renderer, &job);
                assert!(errors(&diagnostics).is_empty(), "{:#?}", errors(&diagnostics));
                show(&renderer, &drawing.unwrap(), &job, &format!("banner-{name}"));
            }
        }
    }
}

#[test]
fn every_optional_part_may_be_missing() {
    type Change = fn(&mut Project);
    let bare: [(&str, Change); 8] = [
        ("no-messages", |p| p.campaigns[0].posters[0].messages.clear()),
        ("two-messages", |p| p.campaigns[0].posters[0].messages.truncate(2)),
        ("one-message", |p| p.campaigns[0].posters[0].messages.truncate(1)),
        ("no-training", |p| p.campaigns[0].posters[0].training = None),
        ("no-link", |p| {
            p.identity.link = None;
            p.campaigns[0].sites.clear();
        }),
        ("no-panel", |p| {
            p.identity.link = None;
            p.campaigns[0].sites.clear();
            let poster = &mut p.campaigns[0].posters[0];
            (poster.training, poster.call_to_action) = (None, None);
        }),
        ("only-headline", |p| {
            p.identity.link = None;
            p.identity.organisation = None;
            p.campaigns[0].sites.clear();
            let poster = &mut p.campaigns[0].posters[0];
            poster.messages.clear();
            (poster.training, poster.call_to_action, poster.kicker) = (None, None, None);
        }),
        ("nothing", |p| {
            p.identity.link = None;
            p.identity.story.why = None;
            p.campaigns[0].sites.clear();
            p.campaigns[0].posters[0].headline = p.identity.tagline.clone();
            let poster = &mut p.campaigns[0].posters[0];
            poster.messages.clear();
            (poster.training, poster.call_to_action, poster.kicker) = (None, None, None);
        }),
    ];
    for (name, change) in bare {
        let mut project = sample::project();
        change(&mut project);
        let (renderer, _) = GraphicRenderer::new(&project);
        for format in ["A3", "420x297mm", "rollup-85x200"] {
            let job = job(&project, poster(&project), "fr", format);
            let (drawing, diagnostics) = drawn(&renderer, &job);
            assert!(diagnostics.is_empty(), "{name} {format} {diagnostics:#?}");
            let drawing = drawing.unwrap();
            let why = drawing.shown.iter().any(|key| key == "why");
            assert_eq!(why, project.identity.story.why.is_some(), "{name} {format}: every poster carries the why");
            show(&renderer, &drawing, &job, &format!("poster-{name}"));
        }
    }
}

#[test]
fn more_messages_and_a_banner_with_everything() {
    let mut project = sample::project();
    let messages = project.identity.messages.clone();
    for (i, message) in messages.iter().enumerate() {
        let id = sample::id(&format!("again-{i}"));
        project.identity.messages.push(crate::model::Message { id, ..message.clone() });
    }
    let ids: Vec<_> = project.identity.messages.iter().map(|m| m.id.clone()).collect();
    project.campaigns[0].banners[0].call_to_action = project.campaigns[0].posters[0].call_to_action.clone();
    project.campaigns[0].banners[0].subline = project.identity.story.why.clone();
    project.campaigns[0].posters[0].subline = Some(project.identity.tagline.clone());
    for count in [4, 6] {
        project.campaigns[0].posters[0].messages = ids[..count].to_vec();
        let (renderer, _) = GraphicRenderer::new(&project);
        for format in ["A3", "420x297mm", "rollup-85x200"] {
            let job = job(&project, poster(&project), "de", format);
            let (drawing, diagnostics) = drawn(&renderer, &job);
            assert!(errors(&diagnostics).is_empty(), "{count} {format} {diagnostics:#?}");
            show(&renderer, &drawing.unwrap(), &job, &format!("poster-{count}-messages"));
        }
    }
    let (renderer, _) = GraphicRenderer::new(&project);
    for format in BANNER_FORMATS {
        let job = job(&project, banner(&project), "de", format);
        let (drawing, diagnostics) = drawn(&renderer, &job);
        assert!(errors(&diagnostics).is_empty(), "{format} {:#?}", errors(&diagnostics));
        show(&renderer, &drawing.unwrap(), &job, "banner-full");
    }
}

#[test]
fn ugly_palettes_and_every_pattern() {
    use crate::model::Pattern;
    let palettes = [
        ("yellow", ["#ffd800", "#ffd800", "#ffee88"], Pattern::Waves),
        ("grey", ["#808080", "#999999", "#777777"], Pattern::Rings),
        ("black", ["#000000", "#000000", "#000000"], Pattern::Halftone),
        ("red", ["#c8102e", "#00a3e0", "#c8102e"], Pattern::Tiles),
        ("pastel", ["#b5ead7", "#c7ceea", "#ffdac1"], Pattern::None),
        ("loud", ["#00ff00", "#ff00ff", "#00ffff"], Pattern::Topography),
        ("green", ["#1f7a4d", "#f2b84b", "#e4572e"], Pattern::Topography),
        ("violet", ["#7b2d8b", "#2fb5a8", "#f2994a"], Pattern::Topography),
    ];
    for (name, colours, pattern) in palettes {
        let mut project = sample::project();
        let [primary, secondary, tertiary] = colours.map(|c| c.parse().unwrap());
        let brand = &mut project.identity.brand;
        (brand.primary, brand.secondary, brand.tertiary) = (primary, secondary, tertiary);
        (brand.palette, brand.background, brand.foreground) = (Default::default(), Colour::WHITE, primary);
        project.identity.guidelines.pattern = pattern;
        let (renderer, _) = GraphicRenderer::new(&project);
        let pieces =
            [(poster(&project), "A3"), (banner(&project), "viva-engage-cover"), (banner(&project), "open-graph")];
        for (piece, format) in pieces {
            let job = job(&project, piece, "en", format);
            let (drawing, diagnostics) = drawn(&renderer, &job);
            assert!(diagnostics.is_empty(), "{name} {diagnostics:#?}");
            show(&renderer, &drawing.unwrap(), &job, &format!("palette-{name}"));
        }
    }
}

fn codes(diagnostics: &Diagnostics) -> Vec<Code> {
    diagnostics.iter().map(|d| d.code).collect()
}

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
        assert!(
            diagnostic.message.contains("`headline") && diagnostic.message.contains("A3"),
            "{}",
            diagnostic.message
        );
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
    let project = with_headline("En avant 🚀");
    let (renderer, _) = GraphicRenderer::new(&project);
    let (drawing, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "fr", "A3"));
    assert!(drawing.is_none());
    assert_eq!(codes(&diagnostics), [Code::MissingGlyph]);
    assert!(diagnostics.iter().next().unwrap().message.contains("`🚀` (U+1F680)"));
}

/// A project whose poster has a template of its own.
fn with_template(svg: &str) -> Project {
    let mut project = poster_of(|poster| poster.template = "ours".into());
    let path = "poster/ours.portrait.svg".to_owned();
    project.templates.push(Asset { path, bytes: svg.as_bytes().into() });
    project
}

fn own_template(body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:f=\"{}\" viewBox=\"0 0 {{{{ width }}}} {{{{ height }}}}\">\n{body}\n</svg>",
        layout::NAMESPACE
    )
}

#[test]
fn a_template_of_the_projects_own_is_used_and_its_mistakes_are_told_at_its_lines() {
    let cases = [
        (
            r##"<rect width="9" height="9"/><f:text content="headline" x="9" y="9" width="200" height="90" size="20" fill="#000"/>"##,
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
        (r#"<f:icon name="rockett" size="20"/>"#, Some((Code::InvalidMarkup, "`rockett`"))),
        (r#"<f:stack width="9" height="9"><rect/></f:stack>"#, Some((Code::InvalidMarkup, "`rect`"))),
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
            assert_eq!(rendered.files.is_empty(), expected.is_some(), "{body}");
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
    assert_eq!(families(&project, Kind::Posters), ["horizon"]);
    let (renderer, _) = GraphicRenderer::new(&project);
    let (_, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "fr", "A3"));
    assert_eq!(codes(&diagnostics), [Code::UnknownReference]);
    assert_eq!(diagnostics.iter().next().unwrap().help.as_deref(), Some("did you mean `horizon`?"));
    project.templates.push(Asset { path: "poster/ours.tall.svg".into(), bytes: (*b"<svg/>").into() });
    assert_eq!(families(&project, Kind::Posters), ["horizon", "ours"]);
}

#[test]
fn files_have_the_size_the_resolution_and_the_colour_space_that_they_state() {
    let mut project = sample::project();
    project.campaigns[0].posters[0].formats = vec!["A5".parse().unwrap()];
    let (renderer, _) = GraphicRenderer::new(&project);
    for (piece, format, dpi, pixels) in [
        (banner(&project), "linkedin-cover", 96.0, (1128, 191)),
        (banner(&project), "square", 96.0, (1080, 1080)),
        (poster(&project), "100x142mm", 300.0, (1181, 1677)),
    ] {
        let job = job(&project, piece, "fr", format);
        let context = renderer.context(&job);
        let rendered = renderer.render(&job, &context, &Needs::default());
        assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
        let again = renderer.render(&job, &context, &Needs::default());
        assert_eq!(rendered.files, again.files, "{format}: equal inputs, equal bytes");
        for (ending, bytes) in rendered.files {
            match ending {
                "png" => {
                    let reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
                    let info = reader.info();
                    assert_eq!((info.width, info.height), pixels, "{format}");
                    let per_metre = (dpi / 0.0254_f64).round() as u32;
                    assert_eq!(info.pixel_dims.unwrap().xppu, per_metre);
                    assert!(info.srgb.is_some());
                }
                _ => {
                    assert!(bytes.starts_with(b"%PDF-"));
                    let text = String::from_utf8_lossy(&bytes);
                    assert!(text.contains("/MediaBox[0 0 283.4") && text.contains("/Lang(fr)"), "{}", &text[..2000]);
                    assert!(text.contains("Outfit") && !text.contains("CreationDate"));
                }
            }
        }
    }
    assert_eq!(output::dpi(&"A2".parse().unwrap()), 150.0);
    assert_eq!(output::dpi(&"rollup-85x200".parse().unwrap()), 100.0);
}

#[test]
fn a_supplied_logo_an_endorsement_and_a_photo_are_drawn() {
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h90v30z" fill="#c8102e"/></svg>"##;
    let asset = |path: &str, bytes: &[u8]| Asset { path: path.into(), bytes: bytes.into() };
    let mut project = with_template(&own_template(
        r#"<f:logo width="90" height="30"/><f:logo variant="endorsement" y="50" width="90" height="30"/><f:photo y="90" width="90" height="90"/>"#,
    ));
    let alt = Localised::one("Agora".to_owned(), None);
    project.identity.brand.logo = Some(crate::model::Logo { file: asset("brand/logo.svg", svg), reversed: None, alt });
    let logo = Some(asset("brand/group.png", &sample::PNG));
    project.identity.endorsed_by = Some(crate::model::Endorsement { name: "Horizon".into(), logo });
    project.campaigns[0].posters[0].photo = Some(asset("brand/photo.png", &sample::PNG));
    let (renderer, diagnostics) = GraphicRenderer::new(&project);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let (drawing, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "fr", "A3"));
    assert_eq!(codes(&diagnostics), [Code::WhyMissing]);
    let svg = drawing.unwrap().svg;
    assert!(svg.contains("#c8102e") && svg.matches("data:image/png").count() == 2, "{svg}");
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
                "(🚀|👩🏽‍💻|\u{200f}|\u{202e}|\u{ad}|e\u{301}{1,20}|\u{a0}){1,6}",
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
