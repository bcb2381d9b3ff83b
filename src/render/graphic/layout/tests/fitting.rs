//! How large texts become.

use super::*;

const LONG: &str = "a text of a few words that is rather long for where it stands";

#[test]
fn a_text_is_as_large_as_its_box_allows() {
    let text = |height: u32| {
        format!(r#"<f:text content="headline" x="0" y="0" width="200" height="{height}" size="20" min="10"/>"#)
    };
    assert_eq!(size(&SHEET.draw_with(&text(90), "a few words"), "a few"), 20.0);
    let fitted = size(&SHEET.draw_with(&text(60), LONG), "a text");
    assert!(fitted > 10.0 && fitted < 20.0, "{fitted}");
}

#[test]
fn a_group_has_one_scale_wherever_it_stands() {
    let body = |long: &str| {
        format!(
            r#"<f:style name="s" size="20" min="5"/>
            <f:column x="0" y="0" width="90" height="60" group="cards"><f:text style="s">{long}</f:text><f:text style="s" size="10">tiny</f:text></f:column>
            <f:column x="100" y="0" width="90" height="60" group="cards"><f:text style="s">short</f:text></f:column>
            <f:text style="s" x="0" y="70" width="90" height="30">alone</f:text>"#
        )
    };
    let svg = SHEET.draw(&body("words that need to be much smaller than usual"));
    let (large, small) = (size(&svg, "short"), size(&svg, "tiny"));
    assert!(large < 18.0 && size(&svg, "words") == large, "{large}");
    let share = (large - 5.0) / 15.0;
    assert!((small - (5.0 + 5.0 * share)).abs() < 0.01, "{small} {large}");
    assert_eq!(size(&svg, "alone"), 20.0, "another group is not concerned");
}

#[test]
fn groups_grow_by_themselves_where_there_is_room() {
    let svg = SHEET.draw_with(
        r#"<f:row x="0" y="0" width="200" height="60" gap="10">
          <f:column flex="1" group="a"><f:text content="headline" size="20" min="4"/></f:column>
          <f:column flex="1" group="b"><f:text size="20" min="4">short</f:text></f:column>
        </f:row>"#,
        "a text that is very long for half of a row so that it must become very small to have room",
    );
    assert_eq!(size(&svg, "short"), 20.0);
    assert!(size(&svg, "a text") < 15.0);
}

#[test]
fn words_are_hyphenated_before_they_become_small_and_never_in_headlines() {
    let german = Sheet { language: "de", ..SHEET };
    let text = |more: &str| {
        format!(r#"<f:text content="headline" x="0" y="0" width="60" height="100" size="12" min="4" {more}/>"#)
    };
    let body = german.draw_with(&text(""), "Unternehmensdatenbereitstellung");
    assert!(size(&body, "Untern") > 8.0 && body.contains("-</text>"), "{body}");
    let whole = german.draw_with(&text(r#"wrap="balance""#), "Unternehmensdaten");
    assert!(!whole.contains("-</text>") && size(&whole, "Unternehmensdaten") < 9.0);
    let asked = german.draw_with(&text(r#"wrap="balance" hyphens="auto""#), "Unternehmensdatenbereitstellung");
    assert!(asked.contains("-</text>"));
}

#[test]
fn each_step_down_is_told() {
    let german = Sheet { language: "de", ..SHEET };
    let text = r#"<f:text content="headline" x="0" y="0" width="60" height="60" size="12" min="8" wrap="balance"/>"#;
    let faults = |words: &str| german.faults(text, words);
    assert!(faults("kurz").is_empty());
    let [(code, message, help)] = &faults("Unternehmensdaten")[..] else { panic!() };
    assert!(*code == Code::TextTight && message.contains("17 characters, fits only at 7"), "{message}");
    assert!(help.contains("`Unternehmensdaten` has 17 letters where about 1"), "{help}");
    let [(_, message, _)] = &faults("Unternehmensdatenbereitstellung")[..] else { panic!() };
    assert!(message.contains("with a word hyphenated"), "{message}");
    let [(_, message, _)] = &faults(&"x".repeat(40))[..] else { panic!() };
    assert!(message.contains("broken inside a word"), "{message}");
    let [(code, message, help)] = &faults(&"wort ".repeat(40))[..] else { panic!() };
    assert!(*code == Code::TextTooLong && message.starts_with("the headline of `test`, 199 characters"), "{message}");
    assert!(help.contains("about ") && help.contains(" characters would fit"), "{help}");
}

#[test]
fn too_many_parts_are_told_as_that() {
    let body = r#"<f:column x="0" y="0" width="100" height="12"><f:text content="headline" size="12" min="8"/><f:text content="subline" size="12" min="8"/></f:column>"#;
    let [(code, _, help)] = &SHEET.faults(body, LONG)[..] else { panic!() };
    assert_eq!(*code, Code::TextTooLong);
    assert!(help.contains("show fewer parts") && help.contains("the headline (61), the subline (61)"), "{help}");
}

#[test]
fn lines_end_where_the_sense_does_if_that_costs_little() {
    let headline = |words: &str| {
        let body = format!(
            r#"<f:text x="0" y="0" width="190" height="100" size="24" min="10" wrap="balance">{words}</f:text>"#
        );
        texts(&SHEET.draw(&body)).into_iter().map(|(text, ..)| text).collect::<Vec<_>>()
    };
    assert_eq!(headline("Ask a question. Somebody knows."), ["Ask a question.", "Somebody knows."]);
    // An emphasised word alone would leave a hole.
    let lines = headline("Erst <f:strong>hinsehen und dann gemeinsam</f:strong> entscheiden");
    assert!(lines[0] != "Erst " || lines.len() > 3, "{lines:?}");
}

#[test]
fn capitals_are_for_scripts_that_have_them() {
    let text = r#"<f:text x="0" y="0" width="200" height="50" size="12" case="upper">größer app</f:text>"#;
    assert_eq!(texts(&Sheet { language: "de", ..SHEET }.draw(text))[0].0, "GRÖSSER APP");
    assert_eq!(texts(&Sheet { language: "ja", ..SHEET }.draw(text))[0].0, "größer app");
}

#[test]
fn max_lines_holds() {
    let text = r#"<f:text content="headline" x="0" y="0" width="200" height="90" size="20" min="5" max-lines="1"/>"#;
    let svg = SHEET.draw_with(text, "a text of a few words on a line");
    assert_eq!(texts(&svg).len(), 1);
    assert!(size(&svg, "a text") < 20.0);
}
