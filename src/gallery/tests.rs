//! The page of small manifests.

#[test]
fn the_messages_and_the_nine_keys_stand_in_tables_and_lists_that_say_what_they_are() {
    let project = sample::project();
    let manifest = manifest(&project);
    let pages = pages(&Gallery::new(&project, Vec::new(), Vec::new()), &manifest);
    for (name, (_, page)) in &pages {
        assert!(page.contains(r#"<section id="messages""#) && page.contains(r#"<section id="keys""#), "{name}");
        let tables = page.matches("<table").count();
        assert!(tables >= 2, "{name}: {tables} tables");
        assert_eq!(page.matches("<caption id=").count(), tables, "{name}");
        assert_eq!(page.matches(r#"<div class="wide" tabindex="0" role="region" aria-labelledby="#).count(), tables);
        assert_eq!(page.matches(r#"<h4><b aria-hidden="true">"#).count(), 9, "{name}");
    }
    assert!(pages["index.de.html"].1.contains("Wer was sagt") && pages["index.ja.html"].1.contains("誰が何を語るか"));
}
