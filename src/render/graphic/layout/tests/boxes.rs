//! Where boxes lie.

use super::*;

#[test]
fn rows_columns_and_spacers_share_the_room() {
    let svg = SHEET.draw(
        r##"<f:column x="10" y="0" width="180" height="100" padding="10 20" gap="10" fill="#a00">
          <f:row height="20" fill="#b00"/>
          <f:row flex="1" gap="4" fill="#c00">
            <f:column flex="1" fill="#c10"/><f:column flex="2" fill="#c20"/><f:column width="20" fill="#c30"/>
          </f:row>
          <f:spacer height="5"/>
          <f:row height="10" width="50%" align-self="end" fill="#d00"/>
        </f:column>"##,
    );
    assert_eq!(rect(&svg, "#a00"), [10, 0, 180, 100]);
    assert_eq!(rect(&svg, "#b00"), [30, 10, 140, 20]);
    assert_eq!(rect(&svg, "#c00"), [30, 40, 140, 15]);
    // 140 without two gaps and the fixed 20 is 112: a third, and two.
    assert_eq!(rect(&svg, "#c10"), [30, 40, 37, 15]);
    assert_eq!(rect(&svg, "#c20"), [71, 40, 75, 15]);
    assert_eq!(rect(&svg, "#c30"), [150, 40, 20, 15]);
    assert_eq!(rect(&svg, "#d00"), [100, 80, 70, 10]);
}

#[test]
fn padding_counts_as_in_css_and_justify_distributes() {
    let svg = SHEET.draw(
        r##"<f:row x="0" y="0" width="200" height="100" padding="1 2 3 40" justify="between" align="end" fill="#a00">
          <f:column width="10" height="10" fill="#b00"/><f:column width="10" height="20" fill="#c00"/>
          <f:column width="10" height="30" align-self="start" fill="#d00"/>
        </f:row>"##,
    );
    assert_eq!(rect(&svg, "#b00"), [40, 87, 10, 10]);
    assert_eq!(rect(&svg, "#c00"), [114, 77, 10, 20]);
    assert_eq!(rect(&svg, "#d00"), [188, 1, 10, 30]);
}

#[test]
fn grids_have_equal_columns_or_their_own() {
    let cells = r##"<f:column fill="#a00" height="10"/><f:column fill="#b00"/><f:column fill="#c00" height="20"/>
        <f:column fill="#d00" height="5"/>"##;
    let grid = |columns: &str| {
        format!(r#"<f:grid x="0" y="0" width="200" columns="{columns}" row-gap="2" column-gap="10">{cells}</f:grid>"#)
    };
    let svg = SHEET.draw(&grid("3"));
    assert_eq!(rect(&svg, "#a00"), [0, 0, 60, 10]);
    assert_eq!(rect(&svg, "#b00"), [70, 0, 60, 20]);
    assert_eq!(rect(&svg, "#d00"), [0, 22, 60, 5]);
    let svg = SHEET.draw(&grid("20 1fr 25%"));
    assert_eq!(rect(&svg, "#a00")[2], 20);
    assert_eq!(rect(&svg, "#b00"), [30, 0, 110, 20]);
    assert_eq!(rect(&svg, "#c00"), [150, 0, 50, 20]);
}

#[test]
fn absolute_children_stand_where_they_say() {
    let svg = SHEET.draw(
        r##"<f:column x="20" y="10" width="100" height="80" padding="10">
          <f:column position="absolute" fill="#a00"/>
          <f:column position="absolute" end="5" bottom="25%" width="10" height="10" fill="#b00"/>
          <f:column position="absolute" start="5" top="-4" bottom="0" width="10" fill="#c00"/>
          <f:column height="30" fill="#d00"/>
        </f:column>"##,
    );
    assert_eq!(rect(&svg, "#a00"), [20, 10, 100, 80]);
    assert_eq!(rect(&svg, "#b00"), [105, 60, 10, 10]);
    assert_eq!(rect(&svg, "#c00"), [25, 6, 10, 84]);
    assert_eq!(rect(&svg, "#d00"), [30, 20, 80, 30]);
    let order: Vec<usize> = ["#a00", "#b00", "#c00", "#d00"].iter().map(|fill| svg.find(fill).unwrap()).collect();
    assert!(order.is_sorted(), "drawn in the order of the document");
}

#[test]
fn right_to_left_everything_is_mirrored() {
    let body = r##"<f:row x="10" y="0" width="150" height="40" padding="0 0 0 20" gap="5">
          <f:column width="30" fill="#a00"/><f:column position="absolute" start="0" width="7" fill="#b00"/>
          <f:icon name="check" size="20"/>
        </f:row>"##;
    let (ltr, rtl) = (SHEET.draw(body), Sheet { language: "ar", ..SHEET }.draw(body));
    assert_eq!(rect(&ltr, "#a00"), [30, 0, 30, 40]);
    assert_eq!(rect(&rtl, "#a00"), [140, 0, 30, 40]);
    assert_eq!(rect(&rtl, "#b00"), [183, 0, 7, 40]);
    // Icons change sides and are not turned.
    assert!(ltr.contains("translate(65 0) scale(0.8333)") && rtl.contains("translate(115 0) scale(0.8333)"), "{rtl}");
}

#[test]
fn text_in_a_row_takes_what_is_left_and_its_plate_hugs_it() {
    let svg = SHEET.draw_with(
        r##"<f:column x="0" y="0" width="120" height="100" align="start">
          <f:row fill="#a00" padding="2 4" gap="4"><f:icon name="check" size="10"/>
            <f:text content="headline" size="10" min="10" wrap="balance" fill="#fff"/></f:row>
        </f:column>"##,
        "some words that take two lines",
    );
    let lines = texts(&svg);
    assert_eq!(lines.len(), 2, "{lines:?}");
    let [x, _, width, height] = rect(&svg, "#a00");
    assert!(x == 0 && width < 110 && height == 31, "{:?}", rect(&svg, "#a00"));
    assert!((lines[0].2 - 18.0).abs() < 0.01, "{lines:?}");
}

#[test]
fn logos_take_their_shape_and_empty_texts_no_room() {
    let svg = SHEET.draw_with(
        r##"<f:column x="0" y="0" width="200" gap="10">
          <f:row><f:logo height="10" max-width="20"/><f:column flex="1" fill="#a00" height="5"/></f:row>
          <f:text content="headline" size="20"/>
          <f:column fill="#b00" height="5"/>
        </f:column>"##,
        "",
    );
    assert_eq!(rect(&svg, "#a00"), [20, 0, 180, 5]);
    assert_eq!(rect(&svg, "#b00")[1], 20, "one gap, not two");
}

#[test]
fn nested_svg_is_fitted_clipped_and_mirrored() {
    let body = |more: &str| {
        format!(
            r##"<defs><g id="x"/></defs><f:svg x="20" y="0" width="100" height="50" viewBox="0 0 10 20" {more}><path d="M0 0h1"/><use href="#x"/></f:svg>"##
        )
    };
    let svg = SHEET.draw(&body(r#"align="end-bottom""#));
    assert!(svg.contains(r##"x="20" y="0" width="100" height="50" viewBox="0 0 10 20" preserveAspectRatio="xMaxYMax meet" overflow="hidden"><path d="M0 0h1"/><use href="#x"/></svg>"##), "{svg}");
    let arabic = Sheet { language: "ar", ..SHEET };
    assert!(arabic.draw(&body("")).contains(r#"<g transform="translate(260 0) scale(-1 1)"><svg x="80""#));
    let kept = arabic.draw(&body(r#"mirror="none" align="start" fit="cover" overflow="visible""#));
    assert!(kept.contains(r#"preserveAspectRatio="xMaxYMid slice" overflow="visible""#) && !kept.contains("scale(-1"));
    let shaped = r##"<f:column x="0" y="0" width="200"><f:svg width="40" viewBox="0 0 10 20"/><f:column fill="#a00" height="5"/></f:column>"##;
    assert_eq!(rect(&SHEET.draw(shaped), "#a00")[1], 80, "its height follows from its width");
}

#[test]
fn styles_serve_boxes_too() {
    let svg = SHEET.draw(
        r##"<f:style name="pill" fill="#a00" padding="4" radius="99"/><f:row x="0" y="0" width="50" height="20" style="pill"/>"##,
    );
    assert_eq!(rect(&svg, "#a00"), [0, 0, 50, 20]);
    assert!(svg.contains(r#"rx="10""#));
}
