//! What the finished drawing is looked at for.

use super::*;

const PRINT: Sheet = Sheet { unit: FormatUnit::Mm, bleed: 3.0, ..SHEET };

#[test]
fn texts_keep_away_from_each_other_from_drawings_and_from_the_edge() {
    let text =
        |x: i32, y: i32| format!(r#"<f:text x="{x}" y="{y}" width="100" size="12" line-height="1">Words</f:text>"#);
    let told = |body: &str| SHEET.faults(body, "").into_iter().map(|(_, message, _)| message).collect::<Vec<_>>();
    assert!(told(&(text(10, 10) + &text(10, 30))).is_empty());
    assert!(told(&(text(10, 10) + &text(10, 14)))[0].contains("stands on a text of the template"));
    assert!(told(&text(190, 10))[0].contains("reaches beyond the sheet"));
    for solid in [
        r#"<f:qr data="x" x="20" y="10" size="20"/>"#,
        r#"<f:icon name="check" x="20" y="10" size="20"/>"#,
        r#"<f:logo x="0" y="10" width="100" height="20"/>"#,
    ] {
        assert!(told(&(text(10, 12) + solid))[0].contains("stands on an `f:"), "{solid}");
    }
    let near = PRINT.faults(&text(2, 40), "");
    assert_eq!(near[0].0, Code::OutsideSafeZone);
    assert!(near[0].1.contains("2.0 mm from the edge of `test`"), "{near:?}");
    assert!(PRINT.faults(&text(6, 40), "").is_empty());
    let large = Sheet { width: 900.0, height: 300.0, ..PRINT };
    assert_eq!(large.faults(&text(6, 40), "")[0].0, Code::OutsideSafeZone);
}

#[test]
fn texts_stand_out_from_what_lies_below_them() {
    let on = |ground: &str, fill: &str, size: u32| {
        let body = format!(
            r##"{ground}<f:text content="headline" x="10" y="10" width="180" height="80" size="{size}" fill="{fill}"/>"##
        );
        SHEET.faults(&body, "Words")
    };
    let plain = |colour: &str| format!(r#"<rect width="200" height="100" fill="{colour}"/>"#);
    assert!(on("", "#000000", 20).is_empty());
    assert!(on(&plain("#000"), "white", 20).is_empty());
    let weak = on(&plain("#ffffff"), "#999999", 20);
    assert_eq!(weak[0].0, Code::LowContrast);
    assert!(weak[0].1.contains("2.8:1 and Lc 5") && weak[0].1.contains("4.5:1 and Lc 60 are needed"), "{weak:?}");
    assert!(weak[0].1.starts_with("the headline of `test`"));
    // 3.5:1 is enough for 24 pixels, and not for 20.
    assert_eq!(on(&plain("#ffffff"), "#868686", 20).len(), 1);
    assert!(on(&plain("#ffffff"), "#868686", 25).is_empty());
    // A picture that is dark on one side only hides half of the words.
    let half = r##"<rect width="30" height="100" fill="#000"/>"##;
    assert_eq!(on(half, "#000000", 30).len(), 1);
    // Thin lines count as the mixture that is seen.
    let lines: String =
        (0..40).map(|i| format!(r##"<path d="M0 {}h200" stroke="#000" stroke-width="0.2"/>"##, i * 3)).collect();
    assert!(on(&lines, "#000000", 20).is_empty());
    // A text whose colour is a gradient is art.
    assert!(on("", "url(#g)", 20).is_empty());
}

#[test]
fn a_text_in_a_box_stands_on_the_box() {
    let body = r##"<rect width="200" height="100" fill="#fff"/><f:row x="10" y="10" width="180" padding="10" fill="#12264f"><f:text size="12" fill="#ffffff">Words</f:text></f:row>"##;
    assert!(SHEET.faults(body, "").is_empty());
}
