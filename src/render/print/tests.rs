//! Whole print files and sheets, walked object by object.

use std::collections::HashSet;

use krilla::{
    Document as Krilla, SerializeSettings,
    geom::{Size, Transform},
    metadata::Metadata,
    page::PageSettings,
};
use krilla_svg::{SurfaceExt, SvgSettings};
use lopdf::{Dictionary, Document, Object, ObjectId};
use proptest::prelude::*;

use super::{
    PrintRenderer,
    error::Unprintable,
    file::{PrintFile, print},
    intent::Intent,
    swatches::{Swatch, Swatches},
    tiles::{Sheets, sheets},
};
use crate::{
    design::{Fonts, Theme, svg, typeset::Typesetter},
    diagnostic::Code,
    model::{
        Marks, OutputCondition, PrintColour, Project, sample,
        value::{Asset, Millimetres},
    },
    plan::{self, Piece},
    render::{Needs, Renderer},
};

const BLEED: f64 = 3.0;

/// Everything that a drawing may hold: flat colours, swatches, blends that are flat, grey, coloured and that repeat, soft
/// masks, opacities, pictures of every kind, a pattern, blend modes, type.
const ART: &str = r##"
  <defs>
    <linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="#12264f"/><stop offset=".4" stop-color="#2f6fd0"/><stop offset=".4" stop-color="#fff"/><stop offset="1" stop-color="#ff6b4a"/></linearGradient>
    <linearGradient id="fade"><stop offset="0" stop-color="#12264f"/><stop offset="1" stop-color="#12264f" stop-opacity="0"/></linearGradient>
    <radialGradient id="grey"><stop offset="0" stop-color="#eee"/><stop offset="1" stop-color="#333"/></radialGradient>
    <linearGradient id="again" spreadMethod="reflect" x2=".2"><stop offset="0" stop-color="#0a0"/><stop offset="1" stop-color="#fa0"/></linearGradient>
    <pattern id="dots" width="4" height="4" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1" fill="#ff6b4a"/></pattern>
    <mask id="veil"><rect x="20" y="80" width="60" height="20" fill="#c00"/></mask>
  </defs>
  <rect x="-3" y="-3" width="111" height="154" fill="#f7f9fc"/>
  <rect x="-3" y="-3" width="111" height="40" fill="url(#sky)"/>
  <rect x="10" y="40" width="30" height="10" fill="url(#fade)"/>
  <rect x="45" y="40" width="20" height="10" fill="url(#grey)"/>
  <rect x="70" y="40" width="20" height="10" fill="url(#again)"/>
  <rect x="10" y="55" width="20" height="10" fill="url(#dots)" stroke="#12264f"/>
  <g opacity=".5"><rect x="40" y="55" width="20" height="10" fill="#12264f"/><rect x="50" y="58" width="20" height="10" fill="#ff6b4a"/></g>
  <rect x="75" y="55" width="15" height="10" fill="#0af" style="mix-blend-mode:multiply"/>
  <g mask="url(#veil)"><rect x="20" y="80" width="60" height="20" fill="#0b6"/></g>
  <text x="10" y="110" font-family="Inter" font-size="8" fill="#000">Encre</text>
  <text x="50" y="110" font-family="Inter" font-size="8" fill="#777">Gris</text>
  <rect x="10" y="120" width="10" height="10" fill="#000"/>
"##;

/// A poster's PDF as the graphic renderer makes it: a page of the trimmed size whose drawing reaches beyond it.
fn poster(body: &str, width: f64, height: f64) -> Vec<u8> {
    let (w, h) = (width + 2.0 * BLEED, height + 2.0 * BLEED);
    let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3 -3 {w} {h}">{body}</svg>"#);
    let (fonts, _) = Fonts::new(&sample::brand());
    let tree = usvg::Tree::from_str(&svg, &svg::closed_options(svg::font_database(&fonts))).unwrap();
    let points = |length| Millimetres(length).points() as f32;
    let mut document = Krilla::new_with(SerializeSettings::default());
    document.set_metadata(Metadata::new().title("Agora – l’affiche".to_owned()).language("fr".to_owned()));
    let mut page = document.start_page_with(PageSettings::from_wh(points(width), points(height)).unwrap());
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_translate(-points(BLEED), -points(BLEED)));
    surface.draw_svg(&tree, Size::from_wh(points(w), points(h)).unwrap(), SvgSettings::default()).unwrap();
    surface.pop();
    surface.finish();
    page.finish();
    document.finish().unwrap()
}

/// Pictures as SVG elements: JPEG, PNG with and without transparency, grey, 16 bits.
fn pictures() -> String {
    let pixels = |channels: usize| (0..40 * 30 * channels).map(|i| (i * 7 % 256) as u8).collect::<Vec<_>>();
    let mut jpeg = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new(&mut jpeg);
    image::ImageEncoder::write_image(encoder, &pixels(3), 40, 30, image::ExtendedColorType::Rgb8).unwrap();
    let png = |colour, depth, bytes: Vec<u8>| {
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, 40, 30);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
        ("image/png", png)
    };
    let kinds = [
        ("image/jpeg", jpeg),
        png(png::ColorType::Rgb, png::BitDepth::Eight, pixels(3)),
        png(png::ColorType::Rgba, png::BitDepth::Eight, pixels(4)),
        png(png::ColorType::Grayscale, png::BitDepth::Eight, pixels(1)),
        png(png::ColorType::Rgb, png::BitDepth::Sixteen, pixels(6)),
    ];
    let image = |(i, (kind, bytes)): (usize, &(&str, Vec<u8>))| {
        let (x, data) = (5 + i * 20, svg::data_url(kind, bytes));
        format!(r#"<image x="{x}" y="130" width="16" height="12" href="{data}"/>"#)
    };
    kinds.iter().enumerate().map(image).collect()
}

fn everything() -> Vec<u8> {
    poster(&format!("{ART}{}", pictures()), 105.0, 148.0)
}

fn palette() -> [Swatch; 2] {
    let nuit = Some([100.0, 85.0, 35.0, 30.0]);
    [
        Swatch { rgb: [0x12, 0x26, 0x4f], cmyk: nuit, spot: Some("PANTONE 281 C".into()) },
        Swatch { rgb: [0xff, 0x6b, 0x4a], cmyk: Some([0.0, 70.0, 70.0, 0.0]), spot: None },
    ]
}

fn printed(pdf: &[u8], marks: bool) -> Result<Vec<u8>, Unprintable> {
    thread_local! {
        static PRESS: (Intent, Swatches) = {
            let intent = Intent::coated().unwrap();
            let swatches = Swatches::new(&palette(), &intent.inks);
            (intent, swatches)
        };
    }
    PRESS.with(|(intent, swatches)| {
        print(pdf, &PrintFile { bleed: Millimetres(BLEED), marks, intent, swatches, date: [2027, 3, 9] })
    })
}

fn numbers(object: &Object) -> Vec<f64> {
    object.as_array().unwrap().iter().map(|n| f64::from(n.as_float().unwrap())).collect()
}

/// Every name, string and operator of a document, with the dictionary key that it stands at.
fn walk(
    document: &Document,
    object: &Object,
    key: &[u8],
    seen: &mut HashSet<ObjectId>,
    out: &mut Vec<(String, String)>,
) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match object {
        Object::Reference(id) if seen.insert(*id) => {
            walk(document, document.get_object(*id).unwrap(), key, seen, out);
        }
        Object::Name(name) => out.push((text(key), text(name))),
        Object::Array(items) => items.iter().for_each(|item| walk(document, item, key, seen, out)),
        Object::Dictionary(dictionary) => {
            for (key, value) in dictionary {
                walk(document, value, key, seen, out);
            }
        }
        Object::Stream(stream) => {
            walk(document, &Object::Dictionary(stream.dict.clone()), key, seen, out);
            let is_content = stream.dict.has(b"Resources") || key == b"Contents";
            if is_content {
                for operation in
                    lopdf::content::Content::decode_strict(&stream.get_plain_content().unwrap()).unwrap().operations
                {
                    out.push(("operator".into(), operation.operator));
                }
            }
        }
        _ => {}
    }
}

fn walked(document: &Document) -> Vec<(String, String)> {
    let mut out = Vec::new();
    walk(document, &Object::Dictionary(document.trailer.clone()), b"trailer", &mut HashSet::new(), &mut out);
    out
}

#[test]
fn nothing_but_inks_is_in_a_print_file() {
    let document = Document::load_mem(&printed(&everything(), true).unwrap()).unwrap();
    let found = walked(&document);
    let has = |key: &str, value: &str| found.iter().any(|(k, v)| k == key && v == value);
    for forbidden in [
        "DeviceRGB",
        "CalRGB",
        "CalGray",
        "ICCBased",
        "Lab",
        "Indexed",
        "Annots",
        "JavaScript",
        "LZWDecode",
        "DCTDecode",
    ] {
        assert!(!found.iter().any(|(key, value)| key == forbidden || value == forbidden), "{forbidden}");
    }
    let operators = ["rg", "RG", "BDC", "BMC", "BI", "ri"];
    assert!(!operators.iter().any(|operator| has("operator", operator)), "{operators:?}");
    // Grey is in soft masks only, whose groups say so.
    assert!(has("CS", "DeviceCMYK") && has("CS", "DeviceGray") && has("S", "Luminosity"));
    assert!(has("operator", "k") && has("operator", "scn") && has("operator", "sh"));
    for key in ["StructTreeRoot", "OpenAction", "AA", "TR", "TR2", "HT", "OP", "op", "OPM", "Encrypt", "MarkInfo"] {
        assert!(!found.iter().any(|(k, _)| k == key), "{key}");
    }
    let spots: HashSet<&str> = found.iter().filter(|(k, _)| k == "Ink0").map(|(_, v)| v.as_str()).collect();
    assert_eq!(spots, HashSet::from(["Separation", "PANTONE 281 C", "DeviceCMYK"]));
    let registration: Vec<&str> = found.iter().filter(|(k, _)| k == "Registration").map(|(_, v)| v.as_str()).collect();
    assert_eq!(registration, ["Separation", "All", "DeviceCMYK"]);
}

#[test]
fn boxes_are_exact_and_marks_stand_outside_of_the_bleed() {
    let pdf = everything();
    let page = |marks: bool| {
        let document = Document::load_mem(&printed(&pdf, marks).unwrap()).unwrap();
        let id = document.page_iter().next().unwrap();
        (document.get_page_content(id), document.get_dictionary(id).unwrap().clone())
    };
    let points = |length: f64| Millimetres(length).points();
    let close = |page: &Dictionary, key: &str, expected: [f64; 4]| {
        let found = numbers(page.get(key.as_bytes()).unwrap());
        assert!((0..4).all(|i| (found[i] - expected[i]).abs() < 0.01), "{key}: {found:?}, not {expected:?}");
    };
    let around = |margin: f64, reach: f64| {
        let (from, to) = (points(margin - reach), points(margin + reach));
        [from, from, to + points(105.0), to + points(148.0)]
    };
    let (content, marked) = page(true);
    close(&marked, "TrimBox", around(9.0, 0.0));
    close(&marked, "BleedBox", around(9.0, 3.0));
    close(&marked, "MediaBox", around(9.0, 9.0));
    let operations = lopdf::content::Content::decode(&content).unwrap().operations;
    let ends = operations.iter().filter(|o| matches!(o.operator.as_str(), "m" | "l"));
    let [left, bottom, right, top] = around(9.0, 3.0);
    let mut count = 0;
    for end in ends {
        let place = [end.operands[0].as_float().unwrap(), end.operands[1].as_float().unwrap()].map(f64::from);
        let inside =
            place[0] > left + 0.01 && place[0] < right - 0.01 && place[1] > bottom + 0.01 && place[1] < top - 0.01;
        assert!(!inside, "{place:?}");
        count += 1;
    }
    assert_eq!(count, 16);
    let (content, plain) = page(false);
    close(&plain, "MediaBox", around(3.0, 3.0));
    close(&plain, "BleedBox", around(3.0, 3.0));
    assert_eq!(content.trim_ascii_end(), b"/Art Do");
}

#[test]
fn a_print_file_says_what_it_is() {
    let bytes = printed(&everything(), true).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.6"));
    let document = Document::load_mem(&bytes).unwrap();
    let catalogue = document.catalog().unwrap();
    let intent = document.dereference(&catalogue.get(b"OutputIntents").unwrap().as_array().unwrap()[0]).unwrap().1;
    let intent = intent.as_dict().unwrap();
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFX");
    assert_eq!(intent.get(b"OutputConditionIdentifier").unwrap().as_str().unwrap(), b"FOGRA39");
    assert_eq!(intent.get(b"RegistryName").unwrap().as_str().unwrap(), b"http://www.color.org");
    let profile = document.dereference(intent.get(b"DestOutputProfile").unwrap()).unwrap().1.as_stream().unwrap();
    assert_eq!(profile.get_plain_content().unwrap(), crate::design::colour::FOGRA39L);
    let xmp = document.dereference(catalogue.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    for line in
        ["<pdfxid:GTS_PDFXVersion>PDF/X-4<", "<pdf:Trapped>False<", "2027-03-09T00:00:00Z", "Agora – l’affiche<"]
    {
        assert!(xmp.contains(line), "{line}");
    }
    roxmltree::Document::parse(xmp.trim_start_matches(|c| c != '<')).unwrap();
    assert_eq!(document.trailer.get(b"ID").unwrap().as_array().unwrap().len(), 2);
    assert_eq!(catalogue.get(b"Lang").unwrap().as_str().unwrap(), b"fr");
    // The same input is the same file, to the byte; another drawing is another document.
    assert_eq!(bytes, printed(&everything(), true).unwrap());
    let other = Document::load_mem(&printed(&poster(ART, 105.0, 148.0), true).unwrap()).unwrap();
    assert_ne!(other.trailer.get(b"ID").unwrap(), document.trailer.get(b"ID").unwrap());
}

#[test]
fn what_is_no_poster_is_refused() {
    assert!(matches!(printed(b"%PDF-1.7\nnothing", true), Err(Unprintable::Unreadable(_))));
    let two = {
        let mut document = Krilla::new();
        document.start_page_with(PageSettings::from_wh(100.0, 100.0).unwrap()).finish();
        document.start_page_with(PageSettings::from_wh(100.0, 100.0).unwrap()).finish();
        document.finish().unwrap()
    };
    assert!(matches!(printed(&two, true), Err(Unprintable::Damaged(_))));
}

fn tiled(pdf: &[u8], format: &str, paper: &str) -> Result<Vec<u8>, super::tiles::NoSheets> {
    let (fonts, _) = Fonts::new(&sample::brand());
    let project = sample::project();
    let order = Sheets {
        format: &format.parse().unwrap(),
        paper: &paper.parse().unwrap(),
        file: "annonce-lyon-A6.fr",
        language: &"ar".parse().unwrap(),
        theme: &Theme::new(&sample::brand()),
        fonts: &fonts,
        database: svg::font_database(&fonts),
        words: &project.words,
    };
    sheets(pdf, &order, Typesetter::new(&fonts))
}

#[test]
fn sheets_hold_the_poster_once() {
    let pdf = poster(ART, 297.0, 420.0);
    let bytes = tiled(&pdf, "A3", "A4").unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    assert_eq!(document.page_iter().count(), 1 + 4);
    let mut posters = HashSet::new();
    for page in document.page_iter() {
        let page = document.get_dictionary(page).unwrap();
        let size = numbers(page.get(b"MediaBox").unwrap());
        assert!((size[2] - 595.28).abs() < 0.01 && (size[3] - 841.89).abs() < 0.01, "{size:?}");
        let resources = document.dereference(page.get(b"Resources").unwrap()).unwrap().1.as_dict().unwrap();
        let forms = document.dereference(resources.get(b"XObject").unwrap()).unwrap().1.as_dict().unwrap();
        posters.insert(forms.get(b"Poster").unwrap().as_reference().unwrap());
    }
    assert_eq!(posters.len(), 1);
    assert!(bytes.len() < 2 * pdf.len() + 60_000, "{} {}", bytes.len(), pdf.len());
    assert_eq!(bytes, tiled(&pdf, "A3", "A4").unwrap());
    assert!(tiled(&pdf, "A3", "50x50mm").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damaged_pdfs_are_refused_and_stop_nothing(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        thread_local!(static PDF: Vec<u8> = everything());
        let mut pdf = PDF.with(Clone::clone);
        for (place, byte) in changes {
            let place = place.index(pdf.len());
            pdf[place] = byte;
        }
        if is_cut {
            pdf.truncate(cut.index(pdf.len()));
        }
        let _ = printed(&pdf, true);
        let _ = tiled(&pdf, "A5", "A4");
    }
}

#[test]
fn the_renderer_makes_what_is_planned() {
    let mut project = sample::project();
    project.campaigns[0].posters[0].tiles = Some("A5".parse().unwrap());
    let (renderer, diagnostics) = PrintRenderer::new(&project);
    assert!(diagnostics.is_empty());
    let (plan, _) = plan::plan(&project, &plan::Filter::default());
    let pdf: std::sync::Arc<[u8]> = poster(ART, 297.0, 420.0).into();
    let needs = Needs::from([(plan::Role::Poster, pdf)]);
    let mut made = HashSet::new();
    for job in plan.jobs.iter().filter(|job| matches!(job.piece, Piece::PrintFile(..) | Piece::Tiles(..))) {
        let rendered = renderer.render(job, &renderer.context(job), &needs);
        assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
        assert!(
            rendered
                .files
                .iter()
                .all(|(ending, bytes)| *ending == job.artefacts[0].ending && bytes.starts_with(b"%PDF"))
        );
        made.extend(rendered.files.into_iter().map(|(ending, _)| ending));
    }
    assert_eq!(made, HashSet::from(["print.pdf", "tiles.pdf"]));
}

#[test]
fn what_a_print_file_depends_on_is_in_its_context() {
    let project = sample::project();
    let contexts = |project: &Project| {
        let (renderer, _) = PrintRenderer::new(project);
        let (plan, _) = plan::plan(project, &plan::Filter::default());
        let job = plan.jobs.iter().find(|job| matches!(job.piece, Piece::PrintFile(..))).unwrap();
        renderer.context(job)
    };
    let changed = |change: &dyn Fn(&mut Project)| {
        let mut other = project.clone();
        change(&mut other);
        assert_ne!(contexts(&project), contexts(&other));
    };
    let nuit = PrintColour { cmyk: Some([0.0; 4]), spot: None, span: sample::span("nuit") };
    changed(&|project| {
        let name = project.identity.brand.palette.keys().next().unwrap().clone();
        project.identity.guidelines.print.insert(name, nuit.clone());
    });
    changed(&|project| project.campaigns[0].launch = None);
    changed(&|project| project.campaigns[0].posters[0].print.as_mut().unwrap().marks = Marks::None);
    changed(&|project| project.campaigns[0].posters[0].print.as_mut().unwrap().bleed = Some(Millimetres(4.0)));
}

#[test]
fn a_profile_that_is_none_is_told_at_its_line() {
    let mut project = sample::project();
    let profile = Asset { path: "brand/screen.icc".into(), bytes: b"no profile".as_slice().into(), named_at: None };
    let span = sample::span("profile: screen.icc");
    let condition = OutputCondition { profile, identifier: "FOGRA51".into(), ink_limit: 300.0, span };
    project.identity.guidelines.output_condition = Some(condition);
    let (_, diagnostics) = PrintRenderer::new(&project);
    let found: Vec<_> = diagnostics.iter().map(|d| (d.code, d.message.as_str())).collect();
    let message = "`brand/screen.icc` is no profile for printing: it is not an ICC profile that can be read";
    assert_eq!(found, [(Code::InvalidProfile, message)]);
}
