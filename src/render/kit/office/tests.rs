//! Office files taken apart again: every part well formed, led to and of a stated kind; text where it fits.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use roxmltree::Document;

use super::{
    geometry::Frame,
    layouts::BODY,
    ruler::Ruler,
    studio::{Studio, Type},
    text::{Paragraph, Run, clean, office_language},
};
use crate::{
    model::{
        Objection, Project, Responsibility,
        sample::{self, LANGUAGES, id, language, project, texts},
    },
    plan::{BrandPart, Deck, Filter, Piece, plan},
    render::{Needs, Renderer, kit::KitRenderer},
};

/// Every office file of a project by its path.
fn made(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let (kit, _) = KitRenderer::new(project);
    let (plan, _) = plan(project, &Filter::default());
    let office = |piece: &Piece<'_>| matches!(piece, Piece::Deck(_) | Piece::Brand(BrandPart::Office));
    let mut files = BTreeMap::new();
    for job in plan.jobs.iter().filter(|job| office(&job.piece)) {
        let rendered = kit.render(job, &kit.context(job), &Needs::new());
        assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
        assert_eq!(rendered.files.len(), job.artefacts.len(), "{}", job.id());
        for (ending, bytes) in rendered.files {
            files.insert(job.artefact(ending).expect("a planned file").path.clone(), bytes);
        }
    }
    files
}

/// A package's parts in their order.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).expect("a part");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            (file.name().to_owned(), bytes)
        })
        .collect()
}

/// A path relative to a part's folder.
fn resolved(part: &str, target: &str) -> String {
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

fn assert_sound(name: &str, bytes: &[u8]) {
    let parts = parts(bytes);
    assert_eq!(parts[0].0, "[Content_Types].xml", "{name}");
    let known: BTreeMap<&str, &[u8]> = parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    assert_eq!(known.len(), parts.len(), "{name}: a part twice");
    let text = |path: &str| std::str::from_utf8(known[path]).unwrap_or_else(|_| panic!("{name}: {path}"));
    let types = Document::parse(text("[Content_Types].xml")).expect("content types");
    let stated: BTreeSet<&str> = types.descendants().filter_map(|n| n.attribute("PartName")).collect();
    let endings: BTreeSet<&str> = types.descendants().filter_map(|n| n.attribute("Extension")).collect();
    let mut reached = BTreeSet::from(["[Content_Types].xml".to_owned()]);
    for (path, _) in &parts {
        let ending = path.rsplit('.').next().unwrap_or_default();
        assert!(stated.contains(format!("/{path}").as_str()) || endings.contains(ending), "{name}: {path}");
        if !matches!(ending, "xml" | "rels") {
            continue;
        }
        let xml = Document::parse(text(path)).unwrap_or_else(|error| panic!("{name}: {path}: {error}"));
        if ending == "rels" {
            reached.insert(path.clone());
            let owner = path.replace("_rels/", "");
            for link in xml.root_element().children().filter(|n| n.attribute("TargetMode").is_none()) {
                let Some(target) = link.attribute("Target") else { continue };
                let target = resolved(&owner, target);
                assert!(known.contains_key(target.as_str()), "{name}: {path} leads to {target}");
                reached.insert(target);
            }
            continue;
        }
        let shapes: Vec<_> = xml
            .descendants()
            .filter(|n| n.has_tag_name(("http://schemas.openxmlformats.org/presentationml/2006/main", "cNvPr")))
            .collect();
        let ids: BTreeSet<_> = shapes.iter().filter_map(|shape| shape.attribute("id")).collect();
        assert_eq!(ids.len(), shapes.len(), "{name}: {path}: an id twice");
    }
    for (path, _) in &parts {
        assert!(reached.contains(path), "{name}: nothing leads to {path}");
    }
}

#[test]
fn every_file_is_a_sound_package_in_every_language() {
    let project = project();
    let files = made(&project);
    assert_eq!(files.len(), LANGUAGES.len() * (6 + Deck::ALL.len()));
    for (name, bytes) in &files {
        assert_sound(name, bytes);
    }
    let again = made(&project);
    assert!(files == again, "the same project makes the same bytes");
}

/// Every text of a deck's slides.
fn slides(bytes: &[u8]) -> Vec<String> {
    let slides = parts(bytes).into_iter().filter(|(path, _)| path.starts_with("ppt/slides/slide"));
    let text = |bytes: Vec<u8>| {
        let xml = String::from_utf8(bytes).expect("UTF-8");
        let document = Document::parse(&xml).expect("XML");
        let texts = document.descendants().filter(|n| n.tag_name().name() == "t").filter_map(|n| n.text());
        texts.collect::<Vec<_>>().join("|")
    };
    slides.map(|(_, bytes)| text(bytes)).collect()
}

#[test]
fn nothing_that_a_text_holds_is_markup() {
    let mut project = project();
    project.identity.name = "A<b>&\"'{{ name }}\u{1}\u{ffff}".into();
    project.identity.story.why = Some(texts(["</a:t>&amp;{% raw %}"; 5]));
    for (name, bytes) in &made(&project) {
        assert_sound(name, bytes);
        if name.ends_with("team-briefing.fr.pptx") {
            let all = slides(bytes).join("\n");
            assert!(all.contains("A<b>&\"'{{ name }}") && all.contains("</a:t>&amp;{% raw %}"), "{all}");
        }
    }
}

#[test]
fn what_is_too_long_goes_on_and_none_of_it_is_lost() {
    let mut project = project();
    let words: Vec<String> = (0..900).map(|n| format!("mot{n}")).collect();
    let long = words.join(" ");
    let campaign = &mut project.campaigns[0];
    campaign.objections =
        vec![Objection { id: id("long"), says: texts(["Non"; 5]), answer: texts([long.as_str(); 5]) }];
    campaign.responsibilities = vec![Responsibility {
        task: texts([long.as_str(); 5]),
        responsible: vec![id("a")],
        accountable: id("b"),
        consulted: Vec::new(),
        informed: Vec::new(),
    }];
    let files = made(&project);
    let deck = &files[&format!("{}/decks/steering-committee.fr.pptx", project.campaigns[0].id)];
    assert_sound("long", deck);
    let slides = slides(deck);
    for title in ["Ce qu’on nous dit", "Qui fait quoi"] {
        let of: Vec<_> = slides.iter().filter(|slide| slide.contains(title)).collect();
        assert!(of.len() > 1, "{title}");
        let said = of.iter().map(|slide| slide.as_str()).collect::<Vec<_>>().join(" ");
        let said: BTreeSet<&str> = said.split(|c: char| !c.is_alphanumeric()).collect();
        assert!(words.iter().all(|word| said.contains(word.as_str())), "{title}");
    }
}

#[test]
fn a_project_of_a_name_alone_has_decks_too() {
    let mut project = project();
    let campaign = &mut project.campaigns[0];
    (campaign.launch, campaign.feedback) = (None, None);
    campaign.phases.clear();
    campaign.people.clear();
    campaign.training.clear();
    campaign.newsletters.clear();
    campaign.posters.clear();
    campaign.sites.clear();
    project.identity.messages.clear();
    project.identity.story = crate::model::Story::default();
    (project.identity.link, project.identity.contact) = (None, None);
    for (name, bytes) in &made(&project) {
        assert_sound(name, bytes);
    }
}

#[test]
fn text_is_fitted_by_the_fonts_that_show_it() {
    let project = project();
    let (kit, _) = KitRenderer::new(&project);
    for tag in LANGUAGES {
        let language = language(tag);
        let studio = Studio::new(&kit, &project.campaigns[0], &language);
        let mut ruler = Ruler::new(&kit.fonts, kit.typesetter.fork(), &language);
        let text = studio.word("office_note_briefing").repeat(4);
        let paragraph =
            vec![Paragraph { runs: vec![Run::new(&text)], ..studio.line("", Type::text(20.0, kit.theme.ink)) }];
        let (one, narrow) = (ruler.height(&paragraph, 800.0, 1.0), ruler.height(&paragraph, 200.0, 1.0));
        assert!(narrow > 3.0 * one && one > 0.0, "{tag}: {one} {narrow}");
        let scale = f64::from(ruler.fit(&paragraph, 400.0, one)) / 100_000.0;
        assert!(scale < 1.0 && ruler.height(&paragraph, 400.0, scale) <= one, "{tag}: {scale}");
        let parts = ruler.parts(&text, &paragraph[0].style, 400.0, 100.0);
        let whole: String = parts.concat();
        let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(solid(&whole), solid(&text), "{tag}");
        for part in &parts {
            let paragraph = vec![Paragraph { runs: vec![Run::new(part)], ..paragraph[0].clone() }];
            assert!(ruler.height(&paragraph, 400.0, 1.0) <= 100.0, "{tag}: {part}");
        }
    }
}

#[test]
fn places_are_mirrored_and_languages_have_a_region() {
    assert_eq!(Frame::new(54.0, 0.0, 100.0, 10.0).mirrored().x, 806.0);
    assert_eq!(BODY.columns(2, 20.0)[1].x, BODY.x + (BODY.width - 20.0) / 2.0 + 20.0);
    assert_eq!(
        ["fr", "fr-CA", "ar", "xx"].map(|tag| office_language(&language(tag))),
        ["fr-FR", "fr-CA", "ar-SA", "xx"]
    );
    assert_eq!(clean("a\u{b}\t\nb\u{0}\u{fffe}"), "a b");
    assert_eq!(sample::LANGUAGES.len(), 5);
}
