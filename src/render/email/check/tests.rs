//! What each check says, and what it lets pass.

use super::*;
use crate::{diagnostic::render::concise, model::value::Asset, render::email::tests::sample};

/// What is said of a body below this style sheet.
fn said_with(css: &str, body: &str) -> Vec<String> {
    let html =
        format!("<html><head><style>{css}</style></head><body style=\"background-color:#ffffff\">{body}</body></html>");
    said_of(&html, "Un objet", &[])
}

fn said(body: &str) -> String {
    said_with("", body).join("; ")
}

fn said_of(html: &str, subject: &str, own: &[(&str, &str)]) -> Vec<String> {
    let mut project = sample::project();
    project.identity.organisation = Some("GROUPE HORIZON".into());
    let own: Vec<Asset> = own
        .iter()
        .map(|(path, text)| Asset { path: (*path).into(), bytes: text.as_bytes().to_vec().into(), named_at: None })
        .collect();
    let (templates, _) = Templates::new(&[], "email/", &own);
    let newsletter = &project.campaigns[0].newsletters[0];
    let finished = Finished {
        project: &project,
        newsletter,
        language: &"fr".parse().expect("a language"),
        subject,
        html,
        banner: None,
        templates: &templates,
    };
    check(&finished).iter().map(concise).collect()
}

#[test]
fn subjects_that_shout() {
    for (subject, expected) in [
        ("Et si la réponse était à deux bureaux ?", ""),
        ("La DRH et l’ONU chez GROUPE HORIZON", ""),
        ("URGENT : inscrivez-vous", "`URGENT` is all capitals"),
        ("Dès ÉVÈNEMENT", "`ÉVÈNEMENT` is all capitals"),
        ("Enfin !", ""),
        ("Enfin !!!", "it has 3 exclamation marks"),
        ("もうすぐ！！", "it has 2 exclamation marks"),
        ("مرحبا بكم", ""),
        (" ", "the subject is empty in `fr`"),
    ] {
        let said = said_of("<html></html>", subject, &[]).join("; ");
        assert!(if expected.is_empty() { said.is_empty() } else { said.contains(expected) }, "{subject}: {said}");
    }
}

#[test]
fn links_lead_somewhere_and_say_where() {
    for (link, expected) in [
        ("<a href=\"https://x.example/a?b=1&amp;c=2\">ici</a>", ""),
        ("<a href=\"mailto:a@x.example\">ici</a>", ""),
        ("<a href=\"https://x.example/\"><img alt=\"Le plan\" src=\"cid:a\" /></a>", ""),
        ("<a>ici</a>", "error[invalid-link]: the link `ici` leads nowhere"),
        ("<a href=\"\">ici</a>", "the link `ici` leads nowhere"),
        ("<a href=\"#bas\">ici</a>", "leads to `#bas` within the newsletter"),
        ("<a href=\"https://x.example/{{ lien }}\">ici</a>", "still holds a placeholder"),
        ("<a href=\"https://x.example/TODO\">ici</a>", "still holds a placeholder"),
        ("<a href=\"https://x.example/…\">ici</a>", "still holds a placeholder"),
        ("<a href=\"https://x.example/a b\">ici</a>", "holds a space"),
        ("<a href=\"https://x.example/\"><img alt=\"\" src=\"cid:a\" /></a>", "shows no text"),
        (
            "<a href=\"http://intranet.example/\">ici</a>",
            "warning[invalid-link]: `http://intranet.example/` is not encrypted",
        ),
    ] {
        let said = said(&format!("<p style=\"color:#000\">{}</p>", link.replacen("<a", "<a style=\"color:#00f\"", 1)));
        assert!(if expected.is_empty() { said.is_empty() } else { said.contains(expected) }, "{link}: {said}");
    }
}

#[test]
fn pictures_say_what_they_show() {
    assert_eq!(said("<img alt=\"L’équipe devant l’atelier\" src=\"cid:a\" /><img alt=\"\" src=\"cid:b\" />"), "");
    assert!(said("<img src=\"cid:a\" />").contains("error[invalid-image]: a picture has no `alt`"));
    for name in ["equipe.jpg", "IMG_2034"] {
        let said = said(&format!("<img alt=\"{name}\" src=\"cid:a\" />"));
        assert!(said.contains("warning[invalid-image]") && said.contains("is the name of a file"), "{said}");
    }
}

#[test]
fn texts_stand_out_by_day_and_by_night() {
    let night = "@media (prefers-color-scheme: dark) { body { background-color:#101010 !important } .ink, .ink p { color:#eee !important } }";
    assert_eq!(said_with(night, "<div class=\"ink\" style=\"color:#222\"><p>Bonjour</p></div>"), Vec::<String>::new());
    let weak = said_with(night, "<div style=\"color:#222222\">Bonjour</div>").join("; ");
    assert!(
        weak.contains("error[low-contrast]: `Bonjour` has a contrast of 1.1:1 in dark mode, #222222 on #101010"),
        "{weak}"
    );
    assert_eq!(weak.matches("low-contrast").count(), 1, "{weak}");
    let grey = |style: &str| said(&format!("<p style=\"color:#8a8a8a;{style}\">Bonjour</p>"));
    assert!(grey("").contains("3.4:1, #8a8a8a on #ffffff; 4.5:1 are needed"), "{}", grey(""));
    assert_eq!(grey("font-size:24px"), "");
    assert_eq!(grey("font-size:19px;font-weight:bold"), "");
    assert_eq!(grey("display:none"), "");
    assert_eq!(grey("font-size:0px"), "");
    let inside = "<td style=\"font-size:0px\"><div style=\"font-family:&#39;Inter&#39;,Arial;font-size:16px;color:#999\">Bonjour</div></td>";
    assert!(said(inside).contains("#999999 on #ffffff"), "{}", said(inside));
    assert_eq!(grey("background:rgba(0,0,0,.5)"), "", "a mixture cannot be judged");
    assert!(said("<td bgcolor=\"#000000\"><a href=\"https://x.example/\">ici</a></td>").contains("#0000ee on #000000"));
    assert_eq!(said("<!--[if mso]><p style=\"color:#fff\">Outlook</p><![endif]-->"), "");
}

/// A check that sees nothing passes everything: each text of a whole newsletter must be seen, by day and by night.
#[test]
fn every_text_of_a_newsletter_is_compared() {
    let project = sample::project();
    let (renderer, _) = crate::render::email::EmailRenderer::new(&project);
    let job = sample::job(&project, "fr", false);
    let context = crate::render::Renderer::context(&renderer, &job);
    let mjml = renderer.templates.render("email/newsletter.mjml", &context["editions"][0]["issue"]).expect("MJML");
    let html = super::super::html::html(&mjml, &renderer.templates, &mut Diagnostics::new()).expect("HTML");
    let page = Page::new(&html);
    for scheme in [style::Scheme::Light, style::Scheme::Dark] {
        let compared: Vec<&str> = contrast::pairs(&page, scheme).iter().map(|(text, ..)| *text).collect();
        let missed: Vec<&str> =
            page.texts.iter().map(|(_, text)| *text).filter(|text| !compared.contains(text)).collect();
        // The preheader is not displayed.
        assert_eq!(missed.len(), 1, "{missed:?}");
        assert!(compared.len() > 40, "{compared:?}");
    }
}

#[test]
fn the_cascade_decides_which_colour_counts() {
    for (css, body, reads) in [
        // Inline before the sheet, but for what is important.
        ("p { color:#fff }", "<p style=\"color:#000\">x</p>", true),
        ("p { color:#fff !important }", "<p style=\"color:#000\">x</p>", false),
        // The more specific, then the later.
        ("p.a { color:#000 } p { color:#fff }", "<p class=\"b a\">x</p>", true),
        ("p { color:#000 } p { color:#fff }", "<p>x</p>", false),
        ("#a { color:#000 } .a.b { color:#fff }", "<p id=\"a\" class=\"a b\">x</p>", true),
        // Descendants and children.
        ("div p { color:#fff }", "<div><b><p>x</p></b></div>", false),
        ("div>p { color:#fff }", "<div><b><p>x</p></b></div>", true),
        ("div > b > p { color:#fff }", "<div><b><p>x</p></b></div>", false),
        // What is for phones, for others, or not understood.
        ("@media (max-width:480px) { p { color:#fff } }", "<p>x</p>", true),
        ("p:hover, [data-ogsc] p { color:#fff } /* p { color:#fff } */", "<p>x</p>", true),
        ("@media screen { p { color:#fff } }", "<p>x</p>", false),
        ("td { background:#000; } .plain { background: transparent !important }", "<td class=\"plain\">x</td>", true),
    ] {
        let said = said_with(css, body);
        assert_eq!(said.is_empty(), reads, "{css} {body}: {said:?}");
    }
}

#[test]
fn what_programs_do_not_know_is_said_at_the_templates_line() {
    let own = |text: &str| said_of("<html></html>", "Un objet", &[("email/blocks/why.mjml", text)]).join("; ");
    for (template, expected) in [
        (
            "<mj-text>\n<p style=\"display: flex\">x</p></mj-text>",
            "why.mjml:2:11: warning[unsupported-in-mail]: `display: flex` is not known to Outlook for Windows",
        ),
        (
            "<mj-style>\n.a { color: red; width: calc(1px + 2px) }</mj-style>",
            "why.mjml:2:18: warning[unsupported-in-mail]: `calc()`",
        ),
        ("<mj-style>.a::before { content: 'x' }</mj-style>", "`::before`"),
        ("<mj-style>@import url(x.css);</mj-style>", "`@import`"),
        ("<mj-text><p style=\"width:50vw\">x</p></mj-text>", "`vw`"),
        ("<mj-text><a href=\"#a\">x</a></mj-text>", "`#…`"),
        ("<mj-text><img srcset=\"a 2x\" /></mj-text>", "`srcset`"),
        (
            "<mj-text><p style=\"color:{{ colours.light.ink }};position:absolute\">x</p></mj-text>",
            "`position: absolute`",
        ),
    ] {
        assert!(own(template).contains(expected), "{template}: {}", own(template));
    }
    for sound in [
        "<mj-text><p style=\"border-radius:4px;margin:0 auto;color:{{ colours.light.ink }}\">min( flex 3vw</p></mj-text>",
        "<mj-style>@media (min-width:480px) { .a { display:flex } } .b { color:{{ x }} }</mj-style>",
        "{# display:flex, calc(1px) #}<mj-text css-class=\"grid\">x</mj-text>",
    ] {
        assert_eq!(own(sound), "", "{sound}");
    }
}

#[test]
fn what_is_wrong_is_shown_where_the_project_wrote_it() {
    let html = "<html><body><a href=\"https://x.example/TODO?utm=1\">ici</a></body></html>";
    let template =
        ("email/blocks/text.mjml", "{# ours #}\n<mj-text><a href=\"https://x.example/TODO\">ici</a></mj-text>");
    let said = said_of(html, "Un objet", &[template]);
    assert!(said[0].starts_with("brand/templates/email/blocks/text.mjml:2:19: error[invalid-link]"), "{said:?}");
}

proptest::proptest! {
    #[test]
    fn no_markup_makes_the_checks_panic(body in "(<(a|p|td|style|img|b)( (style|class|href|alt)=\"[#a-f0-9:;(!.é& ]{0,12}\")?>|</(a|p|style|td)>|[{}@:;,>.#a-zé&/*<! -]){0,24}") {
        let own = [("email/blocks/why.mjml", body.as_str())];
        said_of(&body, &body, &own);
    }
}
