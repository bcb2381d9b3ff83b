//! Pictures that must not change unnoticed: patterns, logos, and every built-in template in each of its shapes.
//!
//! Each is compared with the one of its name in `tests/golden/`; a channel may differ by 1, for the sake of other processors.
//! Where one differs, `target/golden-report/index.html` shows what was expected, what was drawn, and where they differ.
//!
//! `FANION_GOLDEN=update cargo test --test project golden` takes what was drawn as the new pictures, to be looked at before they are
//! committed. It is refused where `CI` is set.

use std::{fmt::Write, fs, io::Cursor, path::Path};

use image::{
    ImageFormat, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};

use fanion::{
    design::{
        Fonts, Theme,
        logo::{Logo, Logos},
        pattern::{self, Spec},
        typeset::Typesetter,
    },
    load,
    model::{Endorsement, Identity, Pattern, Project, value::Direction},
    plan::Kind,
    render::graphic::{GraphicRenderer, families, in_family, proofs, shapes},
};

const FOLDER: &str = "tests/golden";
const REPORT: &str = "target/golden-report";
/// The longer side of a picture.
const MOST: u32 = 400;

/// The pictures of one test, and which of them differ.
struct Golden {
    group: &'static str,
    failed: Vec<(String, String)>,
}

impl Golden {
    fn new(group: &'static str) -> Self {
        Self { group, failed: Vec::new() }
    }

    /// Compares a picture with the one that is expected.
    fn check(&mut self, name: &str, png: &[u8]) {
        let drawn = image::load_from_memory(png).expect("a picture").to_rgba8();
        assert!(drawn.width().max(drawn.height()) <= MOST, "{name} is too large for a golden picture");
        let name = format!("{}-{name}", self.group);
        let path = Path::new(FOLDER).join(format!("{name}.png"));
        if std::env::var_os("FANION_GOLDEN").is_some_and(|value| value == "update") {
            assert!(std::env::var_os("CI").is_none(), "golden pictures are not updated in CI");
            fs::create_dir_all(FOLDER).expect("a folder");
            let file = fs::File::create(path).expect("a file");
            let smallest = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive);
            let small = image::DynamicImage::from(drawn).into_rgb8();
            return small.write_with_encoder(smallest).expect("a picture");
        }
        let Ok(expected) = fs::read(&path) else {
            return self.fail(&name, "there is none of this name", &RgbaImage::new(1, 1), &drawn);
        };
        let expected = image::load_from_memory(&expected).expect("a golden picture").to_rgba8();
        if expected.dimensions() != drawn.dimensions() {
            let what = format!("{:?} instead of {:?} pixels", drawn.dimensions(), expected.dimensions());
            return self.fail(&name, &what, &expected, &drawn);
        }
        let channels = || expected.iter().zip(drawn.iter()).map(|(a, b)| a.abs_diff(*b));
        let most = channels().max().unwrap_or(0);
        if most > 1 {
            let count = expected.pixels().zip(drawn.pixels()).filter(|(a, b)| differ(a, b) > 1).count();
            self.fail(&name, &format!("{count} pixels differ, by up to {most}"), &expected, &drawn);
        }
    }

    fn fail(&mut self, name: &str, what: &str, expected: &RgbaImage, drawn: &RgbaImage) {
        fs::create_dir_all(REPORT).expect("a folder");
        // White where nothing differs, the darker the more.
        let difference = RgbaImage::from_fn(drawn.width(), drawn.height(), |x, y| {
            let other = expected.get_pixel_checked(x, y);
            let most = other.map_or(255, |other| differ(other, drawn.get_pixel(x, y)));
            let light = if most <= 1 { 255 } else { 200u8.saturating_sub(most.saturating_mul(4)) };
            image::Rgba([255, light, light, 255])
        });
        for (picture, kind) in [(expected, "expected"), (drawn, "actual"), (&difference, "difference")] {
            picture.save(Path::new(REPORT).join(format!("{name}.{kind}.png"))).expect("a picture");
        }
        self.failed.push((name.to_owned(), what.to_owned()));
    }

    /// Writes the report and fails if a picture differed.
    fn finish(self) {
        if self.failed.is_empty() {
            return;
        }
        let mut rows = String::new();
        for (name, what) in &self.failed {
            let _ = write!(rows, "<h2>{name}</h2><p>{what}</p><div>");
            for kind in ["expected", "actual", "difference"] {
                let _ = write!(rows, "<figure><img src=\"{name}.{kind}.png\"><figcaption>{kind}</figcaption></figure>");
            }
            rows.push_str("</div>");
        }
        let style = "body{font:16px sans-serif;background:#ddd}div{display:flex;gap:1em}figure{margin:0}img{image-rendering:pixelated}";
        let page =
            format!("<!doctype html><meta charset=utf-8><title>{}</title><style>{style}</style>{rows}", self.group);
        fs::write(Path::new(REPORT).join(format!("{}.html", self.group)), page).expect("a report");
        let links: String = fs::read_dir(REPORT)
            .expect("the report")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|file| file.ends_with(".html") && file != "index.html")
            .map(|file| format!("<li><a href=\"{file}\">{file}</a>"))
            .collect();
        fs::write(Path::new(REPORT).join("index.html"), format!("<!doctype html><ul>{links}</ul>")).expect("a report");
        let told: String = self.failed.iter().map(|(name, what)| format!("\n  {name}: {what}")).collect();
        panic!("{} pictures differ; see {REPORT}/index.html{told}", self.failed.len());
    }
}

fn differ(a: &image::Rgba<u8>, b: &image::Rgba<u8>) -> u8 {
    (0..4).map(|channel| a.0[channel].abs_diff(b.0[channel])).max().unwrap_or(0)
}

/// SVG elements on a ground, as PNG.
fn drawn(width: u32, height: u32, ground: &str, elements: &str) -> Vec<u8> {
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="{width}" height="{height}" fill="{ground}"/>{elements}</svg>"#
    );
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).expect("a drawing");
    let mut pixels = resvg::tiny_skia::Pixmap::new(width, height).expect("a size");
    resvg::render(&tree, resvg::tiny_skia::Transform::default(), &mut pixels.as_mut());
    let opaque: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|pixel| pixel[..3].to_vec()).collect();
    let mut png = Vec::new();
    let picture = image::RgbImage::from_raw(width, height, opaque).expect("as many pixels");
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).expect("a picture");
    png
}

fn example() -> Project {
    load::load(Path::new(".")).expect("the example").project.expect("a project")
}

#[test]
fn patterns() {
    let mut golden = Golden::new("pattern");
    let theme = Theme::new(&example().identity.brand);
    let (width, height) = (300, 200);
    for (kind, name) in [
        (Pattern::Topography, "topography"),
        (Pattern::Tiles, "tiles"),
        (Pattern::Halftone, "halftone"),
        (Pattern::Waves, "waves"),
        (Pattern::Rings, "rings"),
    ] {
        let filled = matches!(kind, Pattern::Tiles | Pattern::Waves);
        for (colours, tones) in [(theme.vivid(), "vivid"), (theme.quiet(), "quiet")] {
            if tones == "quiet" && !filled {
                continue;
            }
            let spec = Spec {
                width: width.into(),
                height: height.into(),
                seed: "Agora",
                scale: 120.0,
                stroke: 0.8,
                opacity: 0.6,
                ink: theme.highlight_2,
                colours: &colours,
            };
            golden.check(
                &format!("{name}-{tones}"),
                &drawn(width, height, &theme.deep.to_string(), &pattern::draw(kind, &spec)),
            );
        }
    }
    golden.finish();
}

/// A logo's elements in a box.
fn placed(logo: &Logo, x: f64, y: f64, width: f64, height: f64) -> String {
    let scale = (width / logo.width).min(height / logo.height);
    format!(r#"<g transform="translate({x} {y}) scale({scale})">{}</g>"#, logo.svg)
}

#[test]
fn logos() {
    let mut golden = Golden::new("logo");
    let project = example();
    let theme = Theme::new(&project.identity.brand);
    let (fonts, _) = Fonts::new(&project.identity.brand);
    let mut typesetter = Typesetter::new(&fonts);
    for (file, name, direction) in [
        ("short", "Agora", Direction::Ltr),
        ("two-words", "Nova HR", Direction::Ltr),
        ("long", "Transformation numérique des achats", Direction::Ltr),
        ("arabic", "أغورا", Direction::Rtl),
        ("japanese", "デジタル改革推進プロジェクト", Direction::Ltr),
    ] {
        let endorsed_by = Some(Endorsement { name: "Groupe Horizon".into(), logo: None });
        let identity = Identity { name: name.into(), endorsed_by, ..project.identity.clone() };
        let (logos, found) = Logos::new(&identity, &theme, &fonts, &mut typesetter, direction);
        assert!(found.is_empty(), "{found:?}");
        let group = logos.endorsement.as_ref().expect("a group");
        let mut rows = String::new();
        for (row, (dark, logo)) in [
            (false, &logos.colour),
            (true, &logos.reversed),
            (false, &logos.black),
            (true, &logos.white),
            (false, &group.beside),
            (true, &group.beside_reversed),
        ]
        .into_iter()
        .enumerate()
        {
            let ground = if dark { theme.deep } else { theme.surface };
            let y = row as f64 * 50.0;
            let _ = write!(rows, r#"<rect y="{y}" width="400" height="50" fill="{ground}"/>"#);
            rows += &placed(logo, 12.0, y + 9.0, 376.0, 32.0);
        }
        golden.check(file, &drawn(400, 300, "#ffffff", &rows));
    }
    golden.finish();
}

/// Each family and shape with short texts in French; the first shape in Arabic and Japanese too.
#[test]
fn templates() {
    let mut golden = Golden::new("template");
    let base = load::proof(Path::new("."), &example()).expect("the example's folder");
    for (kind, folder) in [(Kind::Posters, "poster"), (Kind::Banners, "banner")] {
        for family in families(&base, kind) {
            let project = in_family(&base, &family);
            let (renderer, found) = GraphicRenderer::new(&project);
            assert!(found.is_empty(), "{found:?}");
            let mut first = None;
            for job in proofs(&project, kind, &shapes(kind)).into_iter().flatten().filter(|job| job.id() == "short") {
                let (format, language) = (job.format.as_ref().expect("a format"), job.language.to_string());
                let is_first = first.get_or_insert_with(|| format.clone()) == format;
                if language == "fr" || is_first && matches!(language.as_str(), "ar" | "ja") {
                    let (png, ..) = renderer.thumbnail(&job, 240.0).picture.expect("a picture");
                    golden.check(&format!("{folder}-{family}-{format}.{language}"), &png);
                }
            }
        }
    }
    golden.finish();
}
