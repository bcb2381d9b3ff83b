//! What differs from reader to reader: variants, attachments, calendar files, pictures that are fetched.

use std::sync::Arc;

use mail_parser::MimeHeaders;

use super::*;
use crate::{
    model::{
        Attachment, Guide, Images, Session, Site, Status,
        value::{FieldSource, Localised, Prose, ProseBlock},
    },
    personalise::{Division, Segments},
    plan::Artefact,
};

/// The text of the readers of some audiences at a site.
fn text_of(project: &Project, audiences: &[&str], site: Option<&str>) -> String {
    let segments = segments_of(&rendered(project, audiences, site, &Needs::new()));
    segments.fill(|_| None).text()
}

fn rendered(project: &Project, audiences: &[&str], site: Option<&str>, needs: &Needs) -> Rendered {
    let (renderer, _) = EmailRenderer::new(project);
    let mut job = sample::job(project, "fr", false);
    job.needs.extend(needs.keys().map(|role| plan::Need { role: *role, job: plan::JobId(1), ending: "pdf" }));
    let variants: Vec<&str> = audiences.iter().copied().chain(site.map(|_| "@")).collect();
    let mut job = with_variant(job, &variants);
    if let Some(site) = site {
        let campaign = &project.campaigns[0];
        let division = Division::new(project, campaign, &campaign.newsletters[0]);
        let belongs = |id: &crate::model::value::Id| audiences.contains(&id.as_str());
        let variant = division.variant(belongs, Some(&id(site)));
        let artefact = job.artefacts.last_mut().expect("the variant's");
        *artefact = Artefact { variant: Some(variant), ..artefact.clone() };
    }
    renderer.render(&job, &renderer.context(&job), needs)
}

fn text(text: &str) -> crate::model::Block {
    sample::block(BlockKind::Text { title: None, text: texts([text; 5]) })
}

fn guide() -> Guide {
    Guide {
        id: id("manager"),
        span: crate::model::sample::span("title: …"),
        status: Status::Ready,
        built_in: false,
        language: "fr".parse().expect("a language"),
        title: Prose::plain("Le guide du manager"),
        subtitle: None,
        audiences: Vec::new(),
        format: "A4".parse().expect("a format"),
        blocks: Vec::new(),
    }
}

#[test]
fn readers_see_what_is_for_them() {
    let mut blocks = vec![text("for everybody"), text("for managers")];
    blocks[1].only = vec![id("managers")];
    let project = with_blocks(blocks);
    assert!(!text_of(&project, &[], None).contains("for managers"));
    let managers = text_of(&project, &["managers"], None);
    assert!(managers.contains("for managers") && managers.contains("for everybody"));
}

/// Whatever a newsletter shows without depending on sites is the same at each.
#[test]
fn what_does_not_depend_on_sites_is_the_same_at_each() {
    let mut project = sample::project();
    project.identity.link_tags = false;
    let blocks = &mut project.campaigns[0].newsletters[0].blocks;
    blocks.retain(|block| !matches!(block.kind, BlockKind::Training { .. }));
    let campaign = &project.campaigns[0];
    let division = Division::new(&project, campaign, &campaign.newsletters[0]);
    assert!(!division.is_by_site());
    assert_eq!(division.variant(|_| false, Some(&id("lyon"))).name(), "all");
    let with_sites = text_of(&project, &[], None);
    let mut nowhere = project.clone();
    nowhere.campaigns[0].sites.clear();
    assert_eq!(with_sites, text_of(&nowhere, &[], None));
    project.identity.link_tags = true;
    let campaign = &project.campaigns[0];
    assert!(Division::new(&project, campaign, &campaign.newsletters[0]).is_by_site());
}

#[test]
fn a_site_s_session_comes_as_a_calendar_file() {
    let mut project = with_blocks(vec![sample::block(BlockKind::Training { title: None, show: Vec::new() })]);
    let campaign = &mut project.campaigns[0];
    campaign.sites.push(Site { id: id("paris"), ..campaign.sites[0].clone() });
    let lyon = campaign.training[0].sessions[0].clone();
    campaign.training[0].sessions.push(Session { site: Some(id("paris")), seats: Some(3), ..lyon });
    campaign.training[0].title =
        texts(["Premiers pas; à l’aise, avec\\Agora et tous ses outils de tous les jours, enfin"; 5]);
    let file = |site: &str| {
        let made = rendered(&project, &[], Some(site), &Needs::new());
        let (path, bytes) = made.extras.iter().find(|(path, _)| path.ends_with(".ics")).expect("a file");
        assert!(path.ends_with(&format!("attachments/01-pourquoi.fr.premiers-pas-{site}.ics")), "{path}");
        String::from_utf8(bytes.clone()).expect("UTF-8")
    };
    let ics = file("lyon");
    assert_eq!(ics, file("lyon"), "the same each time");
    assert!(ics.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{ics}");
    let lines: Vec<String> = ics.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect();
    for line in [
        "METHOD:PUBLISH",
        "DTSTAMP:20270126T083000Z",
        "DTSTART:20270312T090000Z",
        "DTEND:20270312T100000Z",
        "LOCATION:Salle Rhône\\, 3 quai du Rhône\\, 69007 Lyon",
        "SUMMARY:Premiers pas\\; à l’aise\\, avec\\\\Agora et tous ses outils de tous les jours\\, enfin",
        "ORGANIZER;CN=Agora:mailto:agora@horizon.example",
        "SEQUENCE:9887",
    ] {
        assert!(lines.iter().any(|other| other == line), "{line} in {lines:#?}");
    }
    let uid = |ics: &str| ics.split("UID:").nth(1).and_then(|rest| rest.split("\r\n").next()).map(str::to_owned);
    assert_ne!(uid(&ics), uid(&file("paris")));
    let mut later = project.clone();
    later.campaigns[0].training[0].sessions[0].starts = jiff::civil::date(2027, 3, 19).at(14, 0, 0, 0);
    let moved = rendered(&later, &[], Some("lyon"), &Needs::new());
    let moved = moved.extras.iter().find(|(path, _)| path.ends_with(".ics")).expect("a file").1.clone();
    assert_eq!(uid(&ics), uid(&String::from_utf8(moved).expect("UTF-8")), "a session that moves stays the same one");
    // A reader whose site is not known cannot be told which session is theirs.
    let unknown = rendered(&project, &[], None, &Needs::new());
    assert!(segments_of(&unknown).attachments.is_empty());
}

#[test]
fn guides_come_with_the_mail_of_those_whom_they_are_for() {
    let mut project = with_blocks(vec![text("bonjour")]);
    let campaign = &mut project.campaigns[0];
    campaign.guides = vec![guide()];
    let guide = campaign.guides[0].id.clone();
    campaign.newsletters[0].attach =
        vec![Attachment { guide, span: crate::model::sample::span(""), only: vec![id("managers")] }];
    let with = |bytes: usize| Needs::from([(Role::Attachment(0), Arc::from(vec![b'x'; bytes]))]);
    let made = rendered(&project, &["managers"], None, &with(1000));
    assert_eq!(said(&made), "");
    let [file] = &segments_of(&made).attachments[..] else { panic!("one guide") };
    assert_eq!((file.bytes, file.media_type.as_str()), (1000, "application/pdf"));
    assert!(file.path.starts_with("lancement/guides/") && !made.extras.contains_key(&file.path));
    assert!(segments_of(&rendered(&project, &[], None, &with(1000))).attachments.is_empty());
    let heavy = rendered(&project, &["managers"], None, &with(6_000_000));
    assert!(said(&heavy).contains("warning[email-too-large]: the files that come with this newsletter weigh 6 MB"));
    let refused = rendered(&project, &["managers"], None, &with(21_000_000));
    assert!(said(&refused).contains("error[email-too-large]") && refused.extras.is_empty());
}

#[test]
fn pictures_are_fetched_where_the_project_says_so() {
    let mut project = sample::project();
    let base = "https://intranet.horizon.example/n/";
    project.delivery.as_mut().expect("a delivery").images = Images::Link(base.parse().expect("a link"));
    let made = rendered(&project, &[], None, &Needs::new());
    assert_eq!(said(&made), "");
    let segments = segments_of(&made);
    let html = segments.fill(|_| None).html();
    assert!(!html.contains("cid:") && !html.contains("data:"));
    for picture in &segments.pictures {
        let name = picture.path.rsplit('/').next().expect("a name");
        assert!(html.contains(&format!("src=\"{base}{name}\"")), "{name}");
        assert!(made.extras.contains_key(&picture.path), "what is fetched is published");
    }
    let eml = message::parse(message::eml(&made));
    assert!(eml.parts.iter().all(|part| !part.is_content_type("image", "png")));
    let web = file_of(&made, "html");
    assert!(web.contains("src=\"data:image/png") && !web.contains(&format!("src=\"{base}")));
}

#[test]
fn segments_are_read_as_they_were_written() {
    let made = rendered(&sample::project(), &[], Some("lyon"), &Needs::new());
    let segments = segments_of(&made);
    assert_eq!(Segments::parse(&segments.to_json()), Ok(segments.clone()));
    assert_eq!(segments.variant, "lyon");
    let text = String::from_utf8(segments.to_json()).expect("UTF-8");
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    assert!(Segments::parse(newer.as_bytes()).unwrap_err().contains("version 2"));
    let wrong = text.replacen("{\"slot\":0", "{\"slot\":9", 1);
    assert!(Segments::parse(wrong.as_bytes()).unwrap_err().contains("does not list"));
    assert!(Segments::parse(b"{\"version\":1}").is_err());
}

#[test]
fn a_value_in_a_style_sheet_is_refused() {
    let own = |inner: &str| {
        let name = vec![sample::field(FieldSource::Column("first_name".into()), None)];
        let mut project = with_blocks(vec![sample::block(BlockKind::CallToAction {
            label: Localised::one(Prose { blocks: vec![ProseBlock::Paragraph(name)], span: None }, None),
            link: None,
        })]);
        let path = "email/blocks/call_to_action.mjml".to_owned();
        project.templates = vec![crate::model::value::Asset { path, bytes: inner.as_bytes().into(), named_at: None }];
        said(&render(&project, "fr", false))
    };
    let text = |inner: &str| own(&format!("<mj-text>{inner}</mj-text>"));
    assert_eq!(text("<a href=\"https://x.example/?q={{ block.label }}\" title=\"{{ block.label }}\">x</a>"), "");
    for (inner, place) in [
        ("<span style=\"color:{{ block.label }}\">x</span>", "in the attribute `style`"),
        ("{{ block.label | upper }}", "where a template changes its letters"),
    ] {
        let said = text(inner);
        assert!(said.contains("error[invalid-template]") && said.contains(place), "{inner}: {said}");
    }
}
