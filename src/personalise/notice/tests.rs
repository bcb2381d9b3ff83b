//! Nothing of a reader's hangs on a wall.

use proptest::prelude::*;

use super::*;
use crate::model::{
    Audience, ImageText, Number, Side, Status, Step,
    sample::{self, PNG, id, language, span},
    value::{Field, FieldSource, LinkTarget, ProseBlock, SiteField},
};

/// What a reader's value would be, and what stands for it.
const SECRET: &str = "Zuzanna";

fn field(source: FieldSource, default: Option<&str>) -> Inline {
    Inline::Field(Field { source, format: None, default: default.map(str::to_owned), span: None })
}

fn column(default: Option<&str>) -> Inline {
    field(FieldSource::Column("first_name".into()), default)
}

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

fn one(blocks: Vec<ProseBlock>) -> Localised<Prose> {
    Localised::one(Prose { blocks, span: None }, Some(span("text")))
}

fn paragraph(inlines: Vec<Inline>) -> Localised<Prose> {
    one(vec![ProseBlock::Paragraph(inlines)])
}

fn block(only: &[&str], kind: BlockKind) -> Block {
    Block { only: only.iter().map(|id| sample::id(id)).collect(), languages: Vec::new(), kind, span: span("type: x") }
}

fn newsletter(subject: Localised<Prose>, blocks: Vec<Block>) -> Newsletter {
    Newsletter {
        id: id("une"),
        span: span("subject: x"),
        status: Status::Ready,
        built_in: false,
        languages: vec![language("fr")],
        to: vec![id("everyone")],
        from: None,
        send: None,
        send_span: None,
        same_moment: false,
        mandatory: false,
        first_send: None,
        subject,
        preheader: None,
        attach: Vec::new(),
        blocks,
    }
}

fn project() -> Project {
    let mut project = sample::project();
    let audience = |name: &str, filter: Option<&str>| Audience {
        id: id(name),
        title: sample::texts([name; 5]),
        filter: filter.map(|filter| filter.parse().expect("a condition")),
        filter_span: None,
        recipients: None,
        list: None,
        language: None,
    };
    project.campaigns[0].audiences =
        vec![audience("everyone", None), audience("managers", Some("role == \"manager\""))];
    project
}

/// Everything that a notice shows, and whether a field is left anywhere.
fn shown(notice: &Notice<'_>) -> String {
    format!("{notice:?}")
        .split("source: Localised")
        .map(|part| match part.find("inlines: [").or(part.find("prose: Prose")) {
            Some(at) => &part[at..],
            None => "",
        })
        .collect()
}

fn with<T>(newsletter: &Newsletter, look: impl FnOnce(&Notice<'_>) -> T) -> T {
    let project = project();
    let language = language("fr");
    look(&Notice::new(&project, &project.campaigns[0], newsletter, &language))
}

fn paragraphs(newsletter: &Newsletter) -> Vec<String> {
    with(newsletter, |notice| {
        let texts = notice.parts.iter().filter_map(|part| match &part.content {
            Content::Text(passage) => Some(&passage.prose),
            _ => None,
        });
        let lines = texts.flat_map(|prose| &prose.blocks).flat_map(|block| match block {
            ProseBlock::Paragraph(inlines) => vec![super::super::plain(inlines)],
            ProseBlock::List { items, .. } => items.iter().map(|item| super::super::plain(item)).collect(),
        });
        lines.collect()
    })
}

#[test]
fn salutations_go_and_what_needs_a_reader_or_a_site_goes() {
    let site = |part, default| field(FieldSource::Site(part), default);
    let long = "nous avons pensé à vous et à toute votre équipe, et voici ce que cela change cette semaine.";
    let blocks = vec![
        ProseBlock::Paragraph(vec![text("Bonjour "), column(Some("à toutes et à tous")), text(",")]),
        ProseBlock::Paragraph(vec![text("Bonjour "), column(None), text(",")]),
        ProseBlock::Paragraph(vec![text("Chère "), column(Some("équipe")), text(", "), text(long)]),
        ProseBlock::Paragraph(vec![column(None), text(" le sait : "), text(long)]),
        ProseBlock::Paragraph(vec![text("Rendez-vous à "), site(SiteField::Name, None), text(".")]),
        ProseBlock::Paragraph(vec![text("Rendez-vous "), site(SiteField::Name, Some("sur place")), text(".")]),
        ProseBlock::List { ordered: false, items: vec![vec![column(None)], vec![text("un point")]] },
        ProseBlock::Paragraph(vec![Inline::Strong(vec![text("Pour "), column(None), text(" seul.")])]),
        ProseBlock::Paragraph(vec![text("À demain.")]),
    ];
    let letter = newsletter(
        paragraph(vec![text("Sujet")]),
        vec![block(&[], BlockKind::Text { title: None, text: one(blocks) })],
    );
    let found = paragraphs(&letter);
    let kept = format!("Chère équipe, {long}");
    assert_eq!(found, [kept.as_str(), "Rendez-vous sur place.", "un point", "À demain."]);
}

#[test]
fn a_salutation_without_a_name_goes_where_it_opens_a_text() {
    let said = |lines: &[&str]| {
        let blocks = lines.iter().map(|line| ProseBlock::Paragraph(vec![text(line)])).collect();
        let kind = BlockKind::Text { title: None, text: one(blocks) };
        paragraphs(&newsletter(paragraph(vec![text("Sujet")]), vec![block(&[], kind)]))
    };
    for salutation in ["Bonjour à toutes et à tous,", "تحية طيبة للجميع،", "皆さま", "Hello everyone,"]
    {
        assert_eq!(said(&[salutation, "Un texte."]), ["Un texte."], "{salutation}");
        // Alone it is all that there is to say.
        assert_eq!(said(&[salutation]), [salutation]);
    }
    assert_eq!(said(&["Guten Tag,", "bei uns beginnt etwas."]), ["Bei uns beginnt etwas."]);
    assert_eq!(said(&["Merci.", "À demain,"]), ["Merci.", "À demain,"]);
}

#[test]
fn blocks_for_some_are_not_for_all() {
    let say =
        |only: &[&str], said: &str| block(only, BlockKind::Text { title: None, text: paragraph(vec![text(said)]) });
    let letter = newsletter(
        paragraph(vec![text("Sujet")]),
        vec![say(&["managers"], "Managers seulement"), say(&[], "Tous"), say(&["everyone"], "Tous aussi")],
    );
    assert_eq!(paragraphs(&letter), ["Tous", "Tous aussi"]);
}

#[test]
fn a_headline_that_needs_a_reader_is_not_one() {
    let personal = || paragraph(vec![column(None), text(", à vous !")]);
    let hero = |title| BlockKind::Hero { title, text: Some(personal()), image: None };
    let headline = |letter: &Newsletter| with(letter, |notice| super::super::plain(&notice.headline.inlines));
    let letter = newsletter(paragraph(vec![text("Le sujet")]), vec![block(&[], hero(personal()))]);
    assert_eq!(headline(&letter), "Le sujet");
    let letter = newsletter(personal(), vec![block(&[], hero(personal()))]);
    assert_eq!(headline(&letter), "Ensemble, plus proches.");
    assert!(with(&letter, |notice| notice.lead.is_none()));
}

#[test]
fn the_code_leads_to_the_letter_else_to_its_action_else_to_the_project() {
    let mut project = project();
    project.identity.link_tags = false;
    let action = BlockKind::CallToAction {
        label: paragraph(vec![text("Oser")]),
        link: Some("https://agora.example/question".parse().unwrap()),
    };
    let letter = newsletter(paragraph(vec![text("Sujet")]), vec![block(&[], action)]);
    let plain = newsletter(paragraph(vec![text("Sujet")]), Vec::new());
    let language = language("fr");
    let link = |project: &Project, letter: &Newsletter| {
        let notice = Notice::new(project, &project.campaigns[0], letter, &language);
        (notice.link.map(|link| link.to_string()).unwrap_or_default(), notice.is_whole_behind_link)
    };
    assert_eq!(link(&project, &letter), ("https://agora.example/question".into(), false));
    let own = project.identity.link.clone().map(|link| link.to_string()).unwrap_or_default();
    assert_eq!(link(&project, &plain), (own, false));
    project.identity.published_at = Some("https://intranet.example/agora/".parse().unwrap());
    let expected = "https://intranet.example/agora/lancement/newsletters/une.fr.html";
    assert_eq!(link(&project, &letter), (expected.into(), true));
    project.identity.published_at = None;
    project.identity.link = None;
    assert_eq!(link(&project, &plain), (String::new(), false));
}

/// A run in which a reader's column stands anywhere, with or without a default.
fn run() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        "[a-zé ]{1,40}".prop_map(Inline::Text),
        Just(column(None)),
        Just(column(Some("chacun"))),
        Just(Inline::Break),
    ];
    let inline = leaf.prop_recursive(3, 8, 3, |inner| {
        let content = prop::collection::vec(inner, 0..3);
        prop_oneof![
            content.clone().prop_map(Inline::Strong),
            content.clone().prop_map(Inline::Emphasis),
            content.prop_map(|content| Inline::Link {
                target: LinkTarget::Field(Field {
                    source: FieldSource::Column("link".into()),
                    format: None,
                    default: None,
                    span: None,
                }),
                content,
            }),
        ]
    });
    prop::collection::vec(inline, 0..5)
}

proptest! {
    #[test]
    fn no_field_is_left_and_no_address_of_a_reader(a in run(), b in run(), c in run(), d in run()) {
        let photo = || crate::model::Photo {
            file: crate::model::value::Asset { path: "a.png".into(), bytes: PNG.as_slice().into(), named_at: None },
            alt: Localised::one("Deux points".into(), None),
            focus: None,
        };
        let both = ImageText {
            image: photo(), side: Side::Start, title: Some(paragraph(b.clone())), text: paragraph(a.clone()),
            label: None, link: None,
        };
        let kinds = vec![
            BlockKind::Hero { title: paragraph(a.clone()), text: Some(paragraph(b.clone())), image: Some(photo()) },
            BlockKind::Text { title: Some(paragraph(c.clone())), text: one(vec![
                ProseBlock::Paragraph(a.clone()), ProseBlock::List { ordered: true, items: vec![b.clone(), d.clone()] },
            ]) },
            BlockKind::ImageText(Box::new(both)),
            BlockKind::Numbers { title: None, numbers: vec![Number { value: paragraph(c.clone()), label: paragraph(d.clone()) }] },
            BlockKind::Steps { title: None, steps: vec![Step { title: paragraph(d.clone()), text: Some(paragraph(c)) }] },
            BlockKind::CallToAction { label: paragraph(d.clone()), link: None },
        ];
        let secret = block(&["managers"], BlockKind::Text { title: None, text: paragraph(vec![text(SECRET)]) });
        let blocks = kinds.into_iter().map(|kind| block(&[], kind)).chain([secret]).collect();
        let letter = newsletter(paragraph(d), blocks);
        let all = with(&letter, shown);
        prop_assert!(!all.contains("Field(") && !all.contains("Link {"), "{all}");
        prop_assert!(!all.contains(SECRET));
    }
}
