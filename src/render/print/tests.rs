use super::{file::*, intent::*, swatches::*};
use crate::model::value::Millimetres;

#[test]
#[ignore]
fn explore() {
    let intent = Intent::coated().unwrap();
    let palette = [
        Swatch { rgb: [0x12, 0x26, 0x4f], cmyk: Some([100.0, 85.0, 35.0, 30.0]), spot: Some("PANTONE 281 C".into()) },
        Swatch { rgb: [0xff, 0x6b, 0x4a], cmyk: Some([0.0, 70.0, 70.0, 0.0]), spot: None },
    ];
    let t = std::time::Instant::now();
    let swatches = Swatches::new(&palette, &intent.inks);
    println!("inks {:?}", t.elapsed());
    let pdf = std::fs::read(std::env::var("IN").unwrap()).unwrap();
    let t = std::time::Instant::now();
    let order =
        PrintFile { bleed: Millimetres(3.0), marks: true, intent: &intent, swatches: &swatches, date: [2027, 3, 9] };
    let printed = print(&pdf, &order).unwrap();
    println!("print {:?} {} {:?}", t.elapsed(), printed.bytes.len(), printed.spots);
    std::fs::write(std::env::var("OUT").unwrap(), &printed.bytes).unwrap();
}

#[test]
#[ignore]
fn explore_tiles() {
    use super::tiles;
    use crate::{design::*, model::*};
    let brand = sample::brand();
    let (fonts, _) = Fonts::new(&brand);
    let theme = Theme::new(&brand);
    let words = Words::new(crate::load::built_in::words());
    let pdf = std::fs::read(std::env::var("IN").unwrap()).unwrap();
    for (language, paper, format) in
        [("fr", "A4", "A3"), ("ar", "Letter", "A2"), ("ja", "A3", "A1"), ("de", "A5", "A3")]
    {
        let s = tiles::Sheets {
            format: &format.parse().unwrap(),
            paper: &paper.parse().unwrap(),
            file: "annonce-lyon-A3.fr",
            language: &language.parse().unwrap(),
            theme: &theme,
            fonts: &fonts,
            database: svg::font_database(&fonts),
            words: &words,
        };
        let t = std::time::Instant::now();
        let bytes = tiles::sheets(&pdf, &s, typeset::Typesetter::new(&fonts)).unwrap();
        println!("{language} {:?} {}", t.elapsed(), bytes.len());
        std::fs::write(format!("/tmp/tiles-{language}.pdf"), bytes).unwrap();
    }
}
