//! Each mistake of a template is told with what to write instead.

use super::*;

#[test]
fn mistakes_name_the_element_the_line_and_the_nearest_name() {
    let cases = [
        (r#"<f:colum x="0" y="0" width="9"/>"#, "unknown element `f:colum`", "`column`"),
        (r#"<f:row x="0" y="0" width="9" widht="3"/>"#, "`f:row` has no attribute `widht`", "`width`"),
        (r#"<f:row x="0" y="0"/>"#, "`f:row` needs `width`", ""),
        (r#"<f:row x="0" y="0" width="-9"/>"#, "less than nothing", ""),
        (r#"<f:row x="0" y="0" width="0"/>"#, "more than 0", ""),
        (r#"<f:row x="0" y="0" width="9" flex="1"/>"#, "`flex` means nothing for `f:row` here", "`x`, `y`"),
        (r#"<f:row width="9"><f:column x="3"/></f:row>"#, "`x` means nothing for `f:column` here", "absolute"),
        (r#"<f:row width="9"><f:column top="3"/></f:row>"#, "`top` means nothing", "position"),
        (r#"<f:row width="9" align="middle"/>"#, "`align` is never `middle`", "`center`"),
        (r#"<f:row width="9" justify="strech"/>"#, "`justify` is never `strech`", "`start`"),
        (r#"<f:row width="9" padding="1 2 3 4 5"/>"#, "is not 1 to 4 numbers", ""),
        (r#"<f:grid width="9" columns="a b"/>"#, "says no columns", "`2fr 1fr`"),
        (r#"<f:grid width="9" columns="0"/>"#, "says no columns", "`3`"),
        (r#"<f:row width="9"><f:column width="9em"/></f:row>"#, "is no length", "`50%`"),
        (r#"<f:row width="9"><f:column width="-5%"/></f:row>"#, "less than nothing", ""),
        (r#"<f:row width="9" bleed="yes"/>"#, "`bleed` is never `yes`", "`true`"),
        (r#"<f:row width="9">words</f:row>"#, "a word cannot stand in `f:row` by itself", "`f:text`"),
        (r#"<f:row width="9"><rect/></f:row>"#, "`rect` cannot stand in `f:row` by itself", "`f:svg`"),
        (r#"<f:strong>x</f:strong>"#, "`f:strong` stands in no text", "`f:text`"),
        (r#"<f:text width="9" size="9"><f:icon/></f:text>"#, "`icon` cannot stand in a text", "`f:strong`"),
        (r#"<f:text width="9">x</f:text>"#, "`f:text` needs `size`", ""),
        (r#"<f:svg width="9" height="9"/>"#, "`f:svg` needs `viewBox`", "`<svg>`"),
        (r#"<f:svg width="9" height="9" viewBox="0 0 0 1"/>"#, "has no area", ""),
        (
            r#"<f:svg width="9" viewBox="0 0 1 1"><f:text size="9">x</f:text></f:svg>"#,
            "cannot stand in `f:svg`",
            "absolute",
        ),
        (r#"<f:row width="90" height="20"><f:pattern width="10"/></f:row>"#, "", ""),
        (r#"<f:column width="90" height="20"><f:pattern/></f:column>"#, "`f:pattern` has no height", "`flex`"),
        (
            r#"<f:row width="90" height="20" align="start"><f:pattern height="5"/></f:row>"#,
            "`f:pattern` has no width",
            "",
        ),
        (
            r#"<f:row width="90" height="20"><f:column width="60"/><f:column width="60"/></f:row>"#,
            "`f:row` has no room for its `f:column`: without any text it needs a width of 120.0 and has 90.0",
            "larger",
        ),
        (
            r#"<f:row width="90" height="20" justify="end"><f:column width="60"/><f:column width="60"/></f:row>"#,
            "it needs a width of 120.0 and has 90.0",
            "larger",
        ),
        (r#"<f:qr size="40" data=""/>"#, "", ""),
    ];
    for (body, message, help) in cases {
        let faults = SHEET.faults(body, "Words");
        if message.is_empty() {
            assert!(faults.is_empty(), "{body} {faults:?}");
            continue;
        }
        let [(code, told, helped), ..] = &faults[..] else { panic!("{body}") };
        assert_eq!(*code, Code::InvalidMarkup, "{body}");
        assert!(told.contains(message) && helped.contains(help), "{body}\n{told}\n{helped}");
        let (_, diagnostics) = SHEET.expand_with(body, "Words");
        assert_eq!(diagnostics.iter().next().unwrap().span.as_ref().unwrap().position().0, 2, "{body}");
    }
}

#[test]
fn a_view_box_of_its_own_is_refused() {
    let (drawing, diagnostics) = Sheet { width: 200.0, ..SHEET }.expand_with("", "");
    assert!(drawing.is_some() && diagnostics.is_empty());
    let wrong = r#"</svg><svg viewBox="0 0 1 1">"#;
    assert_eq!(SHEET.faults(wrong, "")[0].0, Code::InvalidTemplate, "two roots are no drawing");
}

#[test]
fn what_a_template_mirrors_is_not_mirrored_twice() {
    let arabic = Sheet { language: "ar", ..SHEET };
    let group = |body: &str| format!(r#"<g transform="translate(200 0) scale(-1 1)">{body}</g>"#);
    let svg = arabic.draw(&group(r##"<f:column x="10" y="0" width="20" height="5" fill="#a00"/>"##));
    assert_eq!(rect(&svg, "#a00"), [10, 0, 20, 5]);
    let [(_, message, help)] = &arabic.faults(&group(r#"<f:text width="90" size="9">x</f:text>"#), "")[..] else {
        panic!()
    };
    assert!(message.contains("mirrors it") && help.contains("mirror"), "{message}");
}

#[test]
fn one_diagnostic_for_all_missing_characters() {
    let [(code, message, _)] = &SHEET.faults(r#"<f:text width="90" size="9">a ꙮ b 𓀀 c ꙮ</f:text>"#, "")[..]
    else {
        panic!()
    };
    assert_eq!(*code, Code::MissingGlyph);
    assert!(message.contains("`ꙮ` (U+A66E), `𓀀` (U+13000)"), "{message}");
}

#[test]
fn the_reference_names_every_element_and_attribute() {
    let reference = include_str!("../../../../../docs/templates.md");
    for element in vocabulary::elements() {
        assert!(reference.contains(&format!("`f:{element}`")), "f:{element}");
        for attribute in vocabulary::attributes(element) {
            assert!(reference.contains(&format!("`{attribute}`")), "f:{element} {attribute}");
        }
    }
}

#[test]
fn endless_texts_and_templates_of_too_many_groups_are_refused_before_they_are_laid_out() {
    let text = r#"<f:text content="headline" x="9" y="9" width="180" height="80" size="9"/>"#;
    let faults = SHEET.faults(text, &"word ".repeat(1001));
    let [(Code::TextTooLong, message, _)] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!(message, "the headline of `test` has 5004 characters; 5000 are the most");
    let many: String = (0..65)
        .map(|i| format!(r#"<f:text x="{}" y="{}" width="9" height="9" size="2">a</f:text>"#, i % 10 * 20, i / 10 * 12))
        .collect();
    let faults = SHEET.faults(&many, "");
    let [(Code::InvalidMarkup, message, _)] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!(message, "the drawing has texts in more than 64 groups");
}

#[test]
fn a_document_type_is_read_over() {
    let svg = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" [\n<!ENTITY s \"http://www.w3.org/2000/svg\">\n]>\n<svg xmlns=\"&s;\" viewBox=\"0 0 20 10\"><rect width=\"20\" height=\"10\"/></svg>";
    let drawing = SHEET.expand_whole(svg).expect("a drawing");
    assert!(drawing.svg.contains("<rect") && !drawing.svg.contains("DOCTYPE"), "{}", drawing.svg);
}
