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
