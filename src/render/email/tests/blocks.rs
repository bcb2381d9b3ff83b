//! Blocks: which are shown, to whom, and what they say when there is nothing to say.

use super::*;

#[test]
fn a_newsletter_with_nothing_to_show_is_an_error() {
    for kinds in [vec![], vec![BlockKind::Divider], vec![BlockKind::Quote { person: id("dcom") }]] {
        let rendered = render(&with_blocks(kinds.into_iter().map(sample::block).collect()), "fr", false);
        assert!(said(&rendered).contains("error[empty-newsletter]: this newsletter has nothing to show in `fr`"));
        assert!(rendered.files.is_empty());
    }
}

#[test]
fn days_are_counted_until_the_day_and_then_no_more() {
    let on = |month: i8, day: i8, tag: &str| {
        let until = jiff::civil::date(2027, 3, 9).at(0, 0, 0, 0);
        let kind = BlockKind::Countdown { until, to_launch: true, text: None, begun: None };
        let mut project = with_blocks(vec![sample::block(kind)]);
        project.campaigns[0].newsletters[0].first_send = Some(jiff::civil::date(2027, month, day).at(9, 30, 0, 0));
        let text = file_of(&render(&project, tag, false), "txt");
        text.lines().find_map(|line| line.strip_prefix(">> ")).expect("the line").to_owned()
    };
    assert_eq!(on(2, 25, "fr"), "12 jours avant Agora");
    assert_eq!(on(3, 8, "en"), "1 day until Agora begins");
    assert_eq!(on(3, 9, "de"), "Heute ist es so weit: Agora ist da.");
    assert_eq!(on(3, 10, "ar"), "انطلق Agora.");
    assert_eq!(on(3, 2, "ja"), "Agoraの開始まであと7日");
}

#[test]
fn a_reader_without_a_site_sees_every_session() {
    let mut project = with_blocks(vec![sample::block(BlockKind::Training { title: None, show: Vec::new() })]);
    let own = project.campaigns[0].training[0].sessions[0].clone();
    project.campaigns[0].training[0].sessions.push(crate::model::Session { site: None, ..own });
    let french = file_of(&render(&project, "fr", false), "txt");
    assert_eq!(french.matches("12\u{a0}mars 2027").count(), 1, "{french}");
    let german = file_of(&render(&project, "de", false), "txt");
    assert!(german.contains("Lyon\n") && german.matches("12.\u{a0}März 2027, 10:00–11:00").count() == 2, "{german}");
}

#[test]
fn a_call_to_action_without_any_address_is_left_out() {
    let button = |built_in: bool| {
        let kind = BlockKind::CallToAction { label: texts(["Découvrir"; 5]), link: None };
        let mut project = with_blocks(vec![sample::block(kind)]);
        project.identity.link = None;
        project.identity.contact = None;
        project.campaigns[0].newsletters[0].built_in = built_in;
        render(&project, "fr", false)
    };
    assert!(said(&button(false)).contains("warning[invalid-link]: this call to action leads nowhere"));
    assert!(
        said(&button(true)).starts_with("brand/identity.yaml:1:1: error[empty-newsletter]"),
        "{}",
        said(&button(true))
    );
}

#[test]
fn blocks_for_some_are_left_out_of_the_sample() {
    let text = |text: &str| sample::block(BlockKind::Text { title: None, text: texts([text; 5]) });
    let mut blocks = vec![text("everybody"), text("managers only"), text("everyone only"), text("german only")];
    blocks[1].only = vec![id("managers")];
    blocks[2].only = vec![id("everyone")];
    blocks[3].languages = vec!["de".parse().unwrap()];
    let mut project = with_blocks(blocks);
    let shown = file_of(&render(&project, "fr", false), "txt");
    assert!(shown.contains("everybody") && shown.contains("everyone only"), "{shown}");
    assert!(!shown.contains("managers only") && !shown.contains("german only"), "{shown}");
    assert!(file_of(&render(&project, "de", false), "txt").contains("german only"));
    project.campaigns[0].newsletters[0].to = vec![id("managers")];
    assert!(file_of(&render(&project, "fr", false), "txt").contains("managers only"), "it goes to managers alone");
}

#[test]
fn the_why_stands_in_every_newsletter_once() {
    let why = "Parce que la réponse que vous cherchez, un collègue l’a déjà.";
    let text = sample::block(BlockKind::Text { title: None, text: texts(["Bonjour"; 5]) });
    for blocks in [vec![text.clone()], vec![text, sample::block(BlockKind::Why)]] {
        let rendered = render(&with_blocks(blocks), "fr", false);
        assert_eq!(file_of(&rendered, "html").matches(why).count(), 1);
        assert_eq!(file_of(&rendered, "txt").matches(why).count(), 1);
    }
}
