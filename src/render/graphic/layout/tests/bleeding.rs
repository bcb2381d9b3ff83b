//! What reaches beyond the edge.

use super::*;

const PRINT: Sheet = Sheet { bleed: 3.0, ..SHEET };

#[test]
fn marked_sides_on_the_edge_grow() {
    let svg = PRINT.draw(
        r##"<f:column x="0" y="0" width="200" height="100" fill="#a00" bleed="true">
          <f:column height="40" fill="#b00" bleed="true"/><f:column height="20" fill="#c00"/>
          <f:column height="20" width="50" fill="#d00" bleed="true"/>
        </f:column>
        <f:column x="10" y="10" width="20" height="10" fill="#e00" bleed="true"/>"##,
    );
    assert_eq!(rect(&svg, "#a00"), [-3, -3, 206, 106]);
    assert_eq!(rect(&svg, "#b00"), [-3, -3, 206, 43]);
    assert_eq!(rect(&svg, "#c00"), [0, 40, 200, 20]);
    assert_eq!(rect(&svg, "#d00"), [-3, 60, 53, 20]);
    assert_eq!(rect(&svg, "#e00"), [10, 10, 20, 10]);
    let arabic = Sheet { language: "ar", ..PRINT };
    let svg = arabic.draw(r##"<f:column x="0" y="0" width="50" height="20" fill="#a00" bleed="true"/>"##);
    assert_eq!(rect(&svg, "#a00"), [150, -3, 53, 23]);
}

#[test]
fn art_is_drawn_larger() {
    let svg = PRINT.draw(
        r##"<f:svg x="0" y="0" width="200" height="50" viewBox="0 0 4 1" fit="cover" bleed="true"><path d="M0 0h1"/></f:svg>
        <f:pattern x="0" y="50" width="200" height="50" bleed="true"/>"##,
    );
    assert!(svg.contains(r#"<svg x="-3" y="-3" width="206" height="53" viewBox="0 0 4 1""#), "{svg}");
    assert!(svg.contains(r#"<svg x="-3" y="50" width="206" height="53""#), "{svg}");
}

#[test]
fn plain_rectangles_and_pictures_grow_too() {
    let svg = PRINT.draw(
        r##"<g transform="translate(0 0)"><rect f:bleed="true" width="100%" height="40" fill="#a00"/></g>
        <rect f:bleed="true" x="150" y="60" width="50" height="40" fill="#b00"/><rect f:bleed="false" width="5" height="5" fill="#c00"/>"##,
    );
    assert_eq!(rect(&svg, "#a00"), [-3, -3, 206, 43]);
    assert_eq!(rect(&svg, "#b00"), [150, 60, 53, 43]);
    assert_eq!(rect(&svg, "#c00"), [0, 0, 5, 5]);
    assert!(!svg.contains("f:bleed"));
    for (wrong, words) in [
        (r#"<circle r="5" f:bleed="true"/>"#, "not for `circle`"),
        (r#"<rect width="5" height="5" f:bleed="yes"/>"#, "never `yes`"),
        (r#"<rect width="5" height="5" f:bled="true"/>"#, "no attribute `f:bled`"),
        (r#"<rect width="5mm" height="5" f:bleed="true"/>"#, "`5mm`"),
        (r#"<g transform="scale(2)"><rect width="5" height="5" f:bleed="true"/></g>"#, "moved by a `transform`"),
    ] {
        let [(code, message, _)] = &PRINT.faults(wrong, "")[..] else { panic!("{wrong}") };
        assert!(*code == Code::InvalidMarkup && message.contains(words), "{message}");
    }
}
