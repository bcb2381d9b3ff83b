use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, RgbImage, RgbaImage, codecs::jpeg::JpegEncoder,
};
use proptest::prelude::*;

use super::*;
use crate::{
    design::colour::FOGRA39L,
    diagnostic::{Severity, Source},
    model::{Focus, sample, value::Format},
};

/// Six patches of 16 by 16: cyan, magenta, yellow above; black, half black, paper below.
const CMYK: &[u8] = include_bytes!("../../../tests/pictures/cmyk.jpg");
/// The same, stored as brightness and colour differences (Adobe's transform 2).
const YCCK: &[u8] = include_bytes!("../../../tests/pictures/ycck.jpg");

fn span() -> Span {
    Source::new("campaigns/a/posters/b.yaml", "photo: team.jpg").span(7, 15)
}

fn opened(bytes: &[u8]) -> Result<Picture, Box<Diagnostic>> {
    let (fonts, _) = Fonts::new(&sample::brand());
    Pictures::default().open(
        &Asset { path: "team.jpg".into(), bytes: bytes.into(), named_at: None },
        Some(&span()),
        &fonts,
    )
}

fn place(width: f64, height: f64) -> Place {
    let focus = Focus::default();
    Place { x: 0.0, y: 0.0, width, height, radius: 0.0, fit: Fit::Cover, focus, pixels_per_unit: 1.0 }
}

/// The picture that stands in a place, as pixels.
fn shown(picture: &Picture, place: &Place) -> RgbaImage {
    let svg = picture.draw(place, "p").expect("a drawing");
    let document = roxmltree::Document::parse(&svg).unwrap_or_else(|e| panic!("{e}: {}", &svg[..200]));
    let href = document.root_element().attribute("href").expect("one picture");
    image::load_from_memory(&of_address(href)).expect("a picture").to_rgba8()
}

fn of_address(href: &str) -> Vec<u8> {
    use base64::Engine;
    let (_, data) = href.split_once(";base64,").expect("data");
    base64::engine::general_purpose::STANDARD.decode(data).expect("base64")
}

fn near(a: [u8; 4], b: [u8; 4], most: u8) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= most)
}

/// Red above left, green above right, blue below left, white below right.
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => image::Rgb([220, 30, 30]),
        (false, true) => image::Rgb([30, 200, 30]),
        (true, false) => image::Rgb([30, 30, 220]),
        (false, false) => image::Rgb([250, 250, 250]),
    })
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.into().write_to(&mut Cursor::new(&mut bytes), format).expect("encoded");
    bytes
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).expect("encoded");
    bytes
}

/// A JPEG's marker segment, put right behind its start.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a segment").to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, content, &jpeg[2..]].concat()
}

/// Exif that says nothing but how the camera was held.
fn exif(orientation: u8) -> Vec<u8> {
    let mut bytes = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    bytes.extend([orientation, 0, 0, 0, 0, 0, 0]);
    bytes
}

#[test]
fn a_camera_held_in_any_way_gives_an_upright_picture() {
    // How the corners of an upright picture lie in the file (Exif 2.32, tag 274).
    let upright = quarters(64, 48);
    for orientation in 1..=8u8 {
        let stored = DynamicImage::from(upright.clone());
        let stored = match orientation {
            2 => stored.fliph(),
            3 => stored.rotate180(),
            4 => stored.flipv(),
            5 => stored.rotate90().fliph(),
            6 => stored.rotate270(),
            7 => stored.rotate270().fliph(),
            8 => stored.rotate90(),
            _ => stored,
        };
        let bytes = with_segment(&jpeg(&stored.to_rgb8()), 0xe1, &exif(orientation));
        let picture = opened(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (64.0, 48.0), "{orientation}");
        let shown = shown(&picture, &place(64.0, 48.0));
        for (x, y) in [(10, 10), (50, 10), (10, 40), (50, 40)] {
            let [r, g, b] = upright.get_pixel(x, y).0;
            assert!(
                near(shown.get_pixel(x, y).0, [r, g, b, 255], 12),
                "{orientation} {x} {y}: {:?}",
                shown.get_pixel(x, y)
            );
        }
    }
}

#[test]
fn a_place_gets_the_pixels_that_it_shows_and_the_part_around_the_focus() {
    let picture = opened(&encoded(quarters(400, 200), ImageFormat::Png)).unwrap();
    let whole = shown(&picture, &place(100.0, 50.0));
    assert_eq!(whole.dimensions(), (100, 50));
    // Never more than there are.
    assert_eq!(shown(&picture, &place(4000.0, 2000.0)).dimensions(), (400, 200));
    // A square of the left edge is red above blue, of the right edge green above white.
    for (x, above, below) in
        [(0.0, [220, 30, 30, 255], [30, 30, 220, 255]), (1.0, [30, 200, 30, 255], [250, 250, 250, 255])]
    {
        let square = shown(&picture, &Place { focus: Focus { x, y: 0.5 }, ..place(100.0, 100.0) });
        assert_eq!(square.dimensions(), (100, 100));
        assert!(near(square.get_pixel(20, 20).0, above, 2) && near(square.get_pixel(80, 80).0, below, 2), "{x}");
    }
    let svg = picture.draw(&Place { fit: Fit::Contain, ..place(100.0, 100.0) }, "p").unwrap();
    assert!(svg.contains(r#"x="0" y="25" width="100" height="50""#), "{}", &svg[..120]);
    let rounded = picture.draw(&Place { radius: 5.0, ..place(100.0, 100.0) }, "p").unwrap();
    assert!(rounded.starts_with(r#"<clipPath id="p">"#));
    assert_eq!(picture.draw(&place(0.0, 10.0), "p").unwrap(), "");
    assert_eq!(picture.draw(&place(f64::NAN, 10.0), "p").unwrap(), "");
}

#[test]
fn scaling_keeps_the_amount_of_light() {
    // Lines of black and white, one pixel each, are half the light: 188 in sRGB, not 128.
    let lines = RgbImage::from_fn(240, 240, |x, _| image::Rgb([if x % 2 == 0 { 255 } else { 0 }; 3]));
    let shown = shown(&opened(&encoded(lines, ImageFormat::Png)).unwrap(), &place(30.0, 30.0));
    assert!(near(shown.get_pixel(15, 15).0, [188, 188, 188, 255], 3), "{:?}", shown.get_pixel(15, 15));
}

#[test]
fn every_kind_of_file_shows_its_colours() {
    let red = [200, 40, 60];
    let rgb = RgbImage::from_pixel(40, 30, image::Rgb(red));
    let deep = image::ImageBuffer::from_pixel(40, 30, image::Rgb(red.map(|c| u16::from(c) * 257)));
    let files = [
        ("png", encoded(rgb.clone(), ImageFormat::Png)),
        ("16 bits", encoded(DynamicImage::ImageRgb16(deep), ImageFormat::Png)),
        ("jpeg", jpeg(&rgb)),
        ("webp", encoded(rgb.clone(), ImageFormat::WebP)),
        ("gif", GIF.to_vec()),
    ];
    for (name, bytes) in files {
        let shown = shown(&opened(&bytes).unwrap(), &place(40.0, 30.0));
        let pixel = shown.get_pixel(shown.width() / 2, shown.height() / 2).0;
        assert!(near(pixel, [200, 40, 60, 255], 4), "{name}: {pixel:?}");
    }
    let grey = encoded(image::GrayImage::from_pixel(8, 8, image::Luma([99])), ImageFormat::Png);
    assert!(near(shown(&opened(&grey).unwrap(), &place(8.0, 8.0)).get_pixel(4, 4).0, [99, 99, 99, 255], 1));
}

/// 4 by 4 pixels of 200, 40, 60, with a second frame of black that is not shown.
const GIF: &[u8] = b"GIF89a\x04\0\x04\0\x80\0\0\xc8\x28\x3c\0\0\0\x21\xf9\x04\x04\x0a\0\0\0\x2c\0\0\0\0\x04\0\x04\0\0\x02\x04\x84\x8f\x09\x05\0\x21\xf9\x04\x04\x0a\0\0\0\x2c\0\0\0\0\x04\0\x04\0\0\x02\x04\x8c\x8f\x19\x05\0\x3b";

#[test]
fn transparency_stays_and_edges_keep_their_colour() {
    let half =
        RgbaImage::from_fn(
            80,
            80,
            |x, _| if x < 40 { image::Rgba([255, 0, 0, 255]) } else { image::Rgba([0, 0, 0, 0]) },
        );
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let shown = shown(&opened(&encoded(half.clone(), format)).unwrap(), &place(21.0, 21.0));
        assert_eq!(shown.get_pixel(2, 10).0, [255, 0, 0, 255]);
        assert_eq!(shown.get_pixel(19, 10).0[3], 0);
        let edge = shown.pixels().filter(|p| (1..255).contains(&p.0[3])).collect::<Vec<_>>();
        assert!(!edge.is_empty() && edge.iter().all(|p| p.0[0] > 250), "{edge:?}");
    }
}

#[test]
fn profiles_of_files_are_heeded() {
    // Full green of Adobe RGB lies outside sRGB; its half-saturated red is stronger than the same numbers in sRGB.
    let colour = RgbImage::from_pixel(16, 16, image::Rgb([180, 90, 90]));
    for (profile, expected) in [
        (moxcms::ColorProfile::new_adobe_rgb(), [203, 88, 90, 255]),
        (moxcms::ColorProfile::new_display_p3(), [193, 83, 86, 255]),
        (moxcms::ColorProfile::new_srgb(), [180, 90, 90, 255]),
    ] {
        let icc = profile.encode().unwrap();
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        encoder.set_icc_profile(icc.clone()).unwrap();
        encoder.write_image(&colour, 16, 16, ExtendedColorType::Rgb8).unwrap();
        let segment = [b"ICC_PROFILE\0\x01\x01".as_slice(), &icc].concat();
        for bytes in [bytes, with_segment(&jpeg(&colour), 0xe2, &segment)] {
            let pixel = shown(&opened(&bytes).unwrap(), &place(16.0, 16.0)).get_pixel(8, 8).0;
            assert!(near(pixel, expected, 4), "{pixel:?}, expected {expected:?}");
        }
    }
    // A profile that is none, or not for these samples, is as good as none.
    for profile in [&b"nonsense"[..], &FOGRA39L[..60_000]] {
        let segment = [b"ICC_PROFILE\0\x01\x01".as_slice(), profile].concat();
        let pixel = shown(&opened(&with_segment(&jpeg(&colour), 0xe2, &segment)).unwrap(), &place(16.0, 16.0));
        assert!(near(pixel.get_pixel(8, 8).0, [180, 90, 90, 255], 4));
    }
}

#[test]
fn what_is_damaged_is_refused_where_it_is_named() {
    let photo = jpeg(&quarters(300, 200));
    let png = encoded(quarters(300, 200), ImageFormat::Png);
    let webp = encoded(quarters(300, 200), ImageFormat::WebP);
    let huge = {
        let mut bytes = png.clone();
        bytes[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        bytes
    };
    let no_size = {
        let mut bytes = png.clone();
        bytes[16..20].copy_from_slice(&[0; 4]);
        bytes
    };
    let cut = |bytes: &[u8]| bytes[..bytes.len() * 2 / 3].to_vec();
    for (name, bytes) in [
        ("half a jpeg", cut(&photo)),
        ("half a png", cut(&png)),
        ("half a webp", cut(&webp)),
        ("a header", photo[..4].to_vec()),
        ("a huge png", huge),
        ("no size", no_size),
        ("text", b"hello".to_vec()),
        ("nothing", Vec::new()),
        ("an empty drawing", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
    ] {
        let refused = opened(&bytes).and_then(|picture| picture.draw(&place(50.0, 50.0), "p"));
        let diagnostic = refused.expect_err(name);
        assert_eq!((diagnostic.code, diagnostic.severity), (Code::InvalidImage, Severity::Error), "{name}");
        assert_eq!(diagnostic.span, Some(span()), "{name}");
        assert!(diagnostic.message.contains("team.jpg") && diagnostic.help.is_some(), "{name}: {}", diagnostic.message);
    }
}

/// The patches in sRGB as lcms makes them of the same profile, relative to paper and with black point compensation.
const PATCHES: [[u8; 4]; 6] = [
    [0, 159, 227, 255],
    [230, 0, 126, 255],
    [255, 237, 0, 255],
    [31, 30, 29, 255],
    [157, 157, 157, 255],
    [255, 255, 255, 255],
];

#[test]
fn four_inks_look_as_they_print() {
    let chunks = FOGRA39L.chunks(60_000);
    let count = chunks.len() as u8;
    let own = chunks.enumerate().rev().fold(CMYK.to_vec(), |jpeg, (i, chunk)| {
        with_segment(&jpeg, 0xe2, &[b"ICC_PROFILE\0".as_slice(), &[i as u8 + 1, count], chunk].concat())
    });
    for (name, bytes) in [("cmyk", CMYK), ("ycck", YCCK), ("its own profile", &own)] {
        let shown = shown(&opened(bytes).unwrap(), &place(48.0, 32.0));
        for (i, expected) in PATCHES.iter().enumerate() {
            let pixel = shown.get_pixel(16 * (i as u32 % 3) + 8, 16 * (i as u32 / 3) + 8).0;
            assert!(near(pixel, *expected, 12), "{name} {i}: {pixel:?}, expected {expected:?}");
        }
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    // 20,000 × 20,000 grey pixels of one colour are a file of a few kilobytes.
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 20_000, 20_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().unwrap().write_image_data(&vec![0; 2500 * 20_000]).unwrap();
    assert!(bytes.len() < 100_000);
    let diagnostic = opened(&bytes).unwrap_err();
    assert!(diagnostic.message.contains("20000 × 20000"), "{}", diagnostic.message);
}

#[test]
fn large_pictures_come_in_stripes_that_overlap() {
    let picture =
        RgbImage::from_fn(3000, 5000, |x, y| image::Rgb([(x / 12) as u8, (y / 20) as u8, ((x ^ y) & 255) as u8]));
    let opened = opened(&jpeg(&picture)).unwrap();
    let svg = format!("<g>{}</g>", opened.draw(&place(3000.0, 5000.0), "p").unwrap());
    let document = roxmltree::Document::parse(&svg).unwrap();
    let stripes: Vec<_> = document.descendants().filter(|n| n.has_tag_name("image")).collect();
    assert!(stripes.len() > 1, "{}", stripes.len());
    let number = |node: &roxmltree::Node, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    for pair in stripes.windows(2) {
        let bottom = number(&pair[0], "y") + number(&pair[0], "height");
        assert!((bottom - number(&pair[1], "y") - 2.0).abs() < 0.01);
    }
    let last = stripes.last().unwrap();
    assert!((number(last, "y") + number(last, "height") - 5000.0).abs() < 0.01);
}

#[test]
fn too_few_pixels_are_told_by_the_size_in_print() {
    let picture = opened(&encoded(quarters(1000, 500), ImageFormat::Png)).unwrap();
    let told = |width: f64, format: &str| {
        let format: Format = format.parse().unwrap();
        placed_resolution(&picture, &place(width, width / 2.0), &format, "`annonce`").map(|d| d.severity)
    };
    // 1000 pixels are 84.7 mm at 300 to the inch.
    assert_eq!(told(84.0, "A3"), None);
    assert_eq!(told(90.0, "A3"), Some(Severity::Warning));
    assert_eq!(told(175.0, "A3"), Some(Severity::Error));
    assert_eq!(told(160.0, "A2"), None);
    assert_eq!(told(175.0, "A2"), Some(Severity::Warning));
    assert_eq!(told(1000.0, "square"), None);
    assert_eq!(told(1080.0, "square"), Some(Severity::Warning));
    assert_eq!(told(9000.0, "square"), Some(Severity::Warning));
    // Only what is shown counts: a square of it is 500 pixels wide.
    let square = place(50.0, 50.0);
    let told = placed_resolution(&picture, &square, &"A3".parse().unwrap(), "`annonce` A3").unwrap();
    assert!(told.message.contains("254 pixels to the inch, 300 are needed"), "{}", told.message);
    assert!(told.help.unwrap().contains("1182 × 591"), "the help names the size that is enough");
    assert_eq!(told.span, Some(span()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn no_damage_to_a_file_ends_the_program(
        which in 0usize..6, changes in prop::collection::vec((0usize..4000, any::<u8>()), 1..8), keep in 0.1f64..=1.0,
    ) {
        let small = quarters(24, 16);
        let profile = [b"ICC_PROFILE\0\x01\x01".as_slice(), &moxcms::ColorProfile::new_adobe_rgb().encode().unwrap()].concat();
        let mut bytes = match which {
            0 => with_segment(&with_segment(&jpeg(&small), 0xe1, &exif(6)), 0xe2, &profile),
            1 => encoded(small, ImageFormat::Png),
            2 => encoded(small, ImageFormat::WebP),
            3 => GIF.to_vec(),
            4 => CMYK.to_vec(),
            _ => YCCK.to_vec(),
        };
        bytes.truncate((bytes.len() as f64 * keep) as usize);
        let length = bytes.len().max(1);
        for (at, value) in changes {
            if let Some(byte) = bytes.get_mut(at % length) { *byte = value; }
        }
        if let Ok(picture) = opened(&bytes) {
            let _ = picture.draw(&place(20.0, 20.0), "p");
        }
    }
}
