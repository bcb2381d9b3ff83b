//! The team briefing: a manager tells their team why, what changes, and asks what they need.

use super::{
    super::{
        layouts::{Kind, idx},
        text::{Paragraph, Run},
    },
    Deck,
    cards::{Body, Card, Mark},
};

impl Deck<'_> {
    /// Every slide of the team briefing.
    pub(super) fn briefing(&mut self) {
        self.cover();
        self.note(&["office_note_briefing", "office_note_cover"]);
        self.why();
        self.chapters();
        self.messages(&["office_note_messages"]);
        self.phases(&["office_note_dates"]);
        self.sessions(&["office_note_training"]);
        self.objections(&["office_note_objections"]);
        self.question();
        let title = self.studio.word("office_next");
        let first = vec![Run { bold: true, ..Run::new(self.studio.word("office_next_team")) }];
        self.closing(&title, vec![Paragraph { runs: first, ..Paragraph::default() }]);
        self.note(&["office_note_next"]);
    }

    /// What changes: the story's chapters, numbered.
    fn chapters(&mut self) {
        let chapters = self.studio.project.identity.story.chapters.iter().enumerate();
        let cards: Vec<_> = chapters
            .map(|(i, chapter)| Card {
                mark: Mark::Figure((i + 1).to_string()),
                title: self.studio.runs(&chapter.title),
                body: vec![Body::text(self.studio.runs(&chapter.text))],
                proof: Vec::new(),
            })
            .collect();
        let (kicker, title) = (self.studio.word("our_story"), self.studio.word("office_change_title"));
        self.cards(&kicker, &title, cards, 3, &["office_note_change"]);
    }

    /// The key messages with their icons.
    pub(super) fn messages(&mut self, notes: &[&str]) {
        let messages = self.studio.project.identity.messages.iter().enumerate();
        let cards: Vec<_> = messages
            .map(|(i, message)| Card {
                mark: match &message.icon {
                    Some(icon) => Mark::Icon(icon.value.clone()),
                    None => Mark::Figure((i + 1).to_string()),
                },
                title: self.studio.runs(&message.title),
                body: vec![Body::text(self.studio.runs(&message.text))],
                proof: message.proof.as_ref().map(|proof| self.studio.runs(proof)).unwrap_or_default(),
            })
            .collect();
        let (kicker, title) = (self.studio.word("key_messages"), self.studio.word("office_messages_title"));
        self.cards(&kicker, &title, cards, 3, notes);
    }

    /// What people say against it, and the answers.
    pub(super) fn objections(&mut self, notes: &[&str]) {
        let cards: Vec<_> = self
            .studio
            .campaign
            .objections
            .iter()
            .map(|objection| Card {
                mark: Mark::Icon("message-circle-question".into()),
                title: self.quoted(self.studio.runs(&objection.says)),
                body: vec![Body::text(self.studio.runs(&objection.answer))],
                proof: Vec::new(),
            })
            .collect();
        let (kicker, title) = (self.studio.word("objections_title"), self.studio.word("office_objections_title"));
        self.cards(&kicker, &title, cards, 3, notes);
    }

    /// The question that the team is asked.
    fn question(&mut self) {
        let feedback = self.studio.campaign.feedback.as_ref();
        let question = match feedback {
            Some(feedback) => self.studio.runs(&feedback.question),
            None => vec![Run::new(self.studio.word("office_question"))],
        };
        let kicker = self.studio.word("office_your_turn");
        self.slide(Kind::Section, &kicker, question, (0, 1));
        let mut text = vec![Paragraph::plain(self.studio.word("office_question_text"))];
        if let Some(link) = feedback.and_then(|feedback| feedback.link.as_ref()) {
            text.push(super::leading(link.short(), link.as_str()));
        }
        self.fill(Kind::Section, idx::BODY, text);
        self.note(&["office_note_question"]);
    }
}
