//! Any template with any text is drawn within its boxes, or refused.

use proptest::prelude::*;

use super::*;

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-zA-Zéèß]{1,12}",
        1 => "[a-z]{30,80}",
        1 => "[\u{627}-\u{64a}]{1,9}",
        1 => "[\u{3041}-\u{3096}\u{4e00}-\u{4e80}]{1,20}",
        1 => "(\u{ad}|\u{a0}|\u{202f}|–|»|\\?|。){1,3}",
    ];
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

fn attributes(of_box: bool) -> impl Strategy<Value = String> {
    let room = prop_oneof![
        Just(String::new()),
        (1..80u32).prop_map(|n| format!(r#" width="{n}%""#)),
        (1..150u32).prop_map(|n| format!(r#" max-width="{n}""#)),
        (1..60u32).prop_map(|n| format!(r#" height="{n}""#)),
        (1..4u32).prop_map(|n| format!(r#" flex="{n}""#)),
        Just(r#" position="absolute" end="2""#.to_owned()),
        Just(r#" align-self="end""#.to_owned()),
    ];
    let inside = prop_oneof![
        Just(String::new()),
        (0..20u32).prop_map(|n| format!(r#" gap="{n}""#)),
        (0..20u32).prop_map(|n| format!(r#" padding="{n} 3""#)),
        Just(r#" align="center" justify="between""#.to_owned()),
        Just(r##" fill="#eeeeee" group="g""##.to_owned()),
    ];
    (room, inside).prop_map(move |(room, inside)| if of_box { room + &inside } else { room })
}

fn element() -> impl Strategy<Value = String> {
    let words = (text(), attributes(false), 6..30u32, any::<bool>()).prop_map(|(text, room, size, balance)| {
        let wrap = if balance { r#" wrap="balance""# } else { "" };
        let text = text.replace('<', "");
        format!(r#"<f:text{room} size="{size}" min="4"{wrap}>{text}</f:text>"#)
    });
    let leaf = prop_oneof![
        4 => words,
        1 => (2..40u32).prop_map(|n| format!(r#"<f:icon name="check" size="{n}"/>"#)),
        1 => Just("<f:spacer/>".to_owned()),
        1 => attributes(false).prop_map(|room| format!(r#"<f:svg{room} viewBox="0 0 3 2"><path d="M0 0h3v2z"/></f:svg>"#)),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let kind = prop::sample::select(&["row", "column", "grid"][..]);
        (kind, attributes(true), prop::collection::vec(inner, 0..4)).prop_map(|(kind, more, children)| {
            let columns = if kind == "grid" { r#" columns="2""# } else { "" };
            format!("<f:{kind}{more}{columns}>{}</f:{kind}>", children.concat())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// That no text leaves its box is asserted where texts are painted.
    #[test]
    fn any_boxes_with_any_texts(
        children in prop::collection::vec(element(), 1..4),
        high in any::<bool>(),
        language in prop::sample::select(&["fr", "de", "ar", "ja"][..]),
    ) {
        let height = if high { r#" height="80""# } else { "" };
        let body = format!(r#"<f:column x="10" y="10" width="180"{height} gap="3">{}</f:column>"#, children.concat());
        let sheet = Sheet { language, ..SHEET };
        let (drawing, diagnostics) = sheet.expand_with(&body, "");
        prop_assert_eq!(drawing.is_none(), diagnostics.has_errors(), "{}", body);
        if let Some(drawing) = drawing {
            let options = closed_options(Arc::clone(&kit().database));
            prop_assert!(usvg::Tree::from_str(&drawing.svg, &options).is_ok(), "{}", drawing.svg);
            for (text, _, x, y) in texts(&drawing.svg) {
                let inside = (-1.0..=201.0).contains(&x) && (-1.0..=101.0).contains(&y);
                prop_assert!(inside, "{text} at {x} {y}: {body}");
            }
        }
    }
}
