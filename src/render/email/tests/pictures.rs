//! Pictures as mail carries them: light, cropped, of kinds that mail readers show.

use mail_parser::MimeHeaders;

use super::*;
use crate::model::value::Localised;

#[test]
fn photos_and_drawings_become_what_mail_shows() {
    let image = |path: &str, bytes: &[u8]| {
        let file = Asset { path: path.into(), bytes: bytes.to_vec().into(), named_at: None };
        let alt = Localised::one("Un toit".to_owned(), None);
        let rendered = render(
            &with_blocks(vec![sample::block(BlockKind::Image { file, alt, caption: None, link: None })]),
            "fr",
            false,
        );
        assert_eq!(said(&rendered), "");
        let message = message::parse(message::eml(&rendered));
        let parts = message.parts.iter().filter(|part| part.content_id().is_some_and(|id| id.starts_with("picture-")));
        let sizes: Vec<_> = parts
            .map(|part| (part.contents().to_vec(), part.content_type().unwrap().subtype().unwrap().to_owned()))
            .collect();
        let html = file_of(&rendered, "html");
        let width =
            html.split("alt=\"Un toit\"").nth(1).and_then(|rest| rest.split("width=\"").nth(1)).expect("a width");
        (sizes[0].clone(), width.split('"').next().unwrap().to_owned())
    };
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 300\"><path d=\"M0 300L450 0l450 300z\" fill=\"#12264f\"/></svg>";
    let ((drawing, kind), width) = image("toit.svg", svg.as_bytes());
    let size = imagesize::blob_size(&drawing).expect("a picture");
    assert_eq!((kind.as_str(), width.as_str(), size.width, size.height), ("png", "520", 1040, 346));
    // A noisy photo of 3000 by 2000 pixels, as PNG 18 MB: nothing packs worse.
    let noise = image::RgbImage::from_fn(3000, 2000, |x, y| {
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)) >> 13;
        image::Rgb([grain as u8, (grain >> 5) as u8, (x / 12) as u8])
    });
    let mut photo = std::io::Cursor::new(Vec::new());
    noise.write_to(&mut photo, image::ImageFormat::Png).expect("a PNG");
    let ((light, kind), width) = image("photo.png", photo.get_ref());
    assert_eq!((kind.as_str(), width.as_str()), ("jpeg", "520"));
    assert!(light.len() <= picture::HEAVY, "{} bytes", light.len());
}

#[test]
fn portraits_are_discs_whatever_their_shape() {
    let studio = |svg: &str| {
        let project = sample::project();
        let theme = Theme::new(&project.identity.brand);
        let studio = Studio::new(&project.identity, theme.clone(), &Colours::new(&theme));
        let file = Asset { path: "p.svg".into(), bytes: svg.as_bytes().to_vec().into(), named_at: None };
        let frame = studio::Frame::new(studio::Shape::Round, None);
        let mut pictures = picture::Pictures::new(&studio, "x".into());
        let planned = pictures.add(studio::Motif::File(file, frame, crate::model::sample::span("p.svg")));
        let planned = planned.expect("it is sound").expect("there is one");
        assert_eq!((planned.width, planned.height), (72, 72));
        let (picture, _) = studio.make(&planned).expect("it is made");
        image::load_from_memory(&picture.bytes).expect("a PNG").to_rgba8()
    };
    for content in ["<rect width=\"40\" height=\"400\"/>", "<circle cx=\"20\" cy=\"20\" r=\"3\"/>"] {
        let pixels =
            studio(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 400\">{content}</svg>"));
        assert_eq!(pixels.dimensions(), (144, 144));
        assert_eq!(pixels.get_pixel(2, 2)[3], 0, "corners are clear");
        for (x, y) in [(72, 2), (2, 72), (141, 72), (72, 141), (72, 72)] {
            assert_eq!(pixels.get_pixel(x, y)[3], 255, "the disc is whole");
        }
    }
}

#[test]
fn pictures_that_nobody_can_show() {
    let image = |path: &str, bytes: &[u8]| {
        let file = Asset { path: path.into(), bytes: bytes.to_vec().into(), named_at: None };
        let alt = Localised::one("Un logo".to_owned(), None);
        render(
            &with_blocks(vec![sample::block(BlockKind::Image { file, alt, caption: None, link: None })]),
            "fr",
            false,
        )
    };
    let svg = image("logo.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    assert!(said(&svg).contains("error[invalid-image]: `logo.svg` cannot be used as a picture"), "{}", said(&svg));
    assert!(svg.files.is_empty());
    assert_eq!(svg.diagnostics.iter().len(), 1, "that it leaves nothing to show is no second mistake");
}
