//! The steering committee: where the campaign stands, what it risks, what is to be decided.

use super::{
    super::text::{Paragraph, Run},
    Deck,
    cards::{Body, Card, Mark},
};
use crate::model::{JobFunction, Level, value::DateStyle};

/// The levels in the order in which people are shown, with their words and icons.
const LEVELS: [(Level, &str, &str); 4] = [
    (Level::Executive, "level_executive", "megaphone"),
    (Level::Manager, "level_manager", "compass"),
    (Level::Ambassador, "level_ambassador", "handshake"),
    (Level::Team, "level_team", "users"),
];

/// The trades that a project's team needs, with their words.
const FUNCTIONS: [(JobFunction, &str); 3] = [
    (JobFunction::Hr, "function_hr"),
    (JobFunction::It, "function_it"),
    (JobFunction::Communications, "function_communications"),
];

impl Deck<'_> {
    /// Every slide of the steering committee.
    pub(super) fn committee(&mut self) {
        self.cover();
        self.note(&["office_note_committee"]);
        self.why();
        self.messages(&["office_note_messages_committee"]);
        self.phases(&["office_note_phases"]);
        self.responsibilities();
        self.people();
        self.objections(&["office_note_objections_committee"]);
        self.risks_and_decisions();
        self.calendar(&["office_note_calendar"]);
        let title = self.studio.word("office_next");
        let first = vec![Run { bold: true, ..Run::new(self.studio.word("office_next_committee")) }];
        self.closing(&title, vec![Paragraph { runs: first, ..Paragraph::default() }]);
        self.note(&["office_note_next_committee"]);
    }

    /// Who promotes, sets the example, accompanies and works.
    fn people(&mut self) {
        let mut cards = Vec::new();
        for (level, word, icon) in LEVELS {
            let people = self.studio.campaign.people.iter().filter(|person| person.level == level);
            let mut body = Vec::new();
            for person in people {
                let mut runs = vec![Run { bold: true, ..Run::new(self.studio.string(&person.name)) }];
                let role = person.role.as_ref().map(|role| self.studio.string(role));
                if let Some(role) = role.or_else(|| person.function.map(|function| self.function(function))) {
                    runs.extend([Run { line_break: true, ..Run::default() }, Run::new(role)]);
                }
                body.push(Body::text(runs));
            }
            if !body.is_empty() {
                let title = vec![Run::new(self.studio.word(word))];
                cards.push(Card { mark: Mark::Icon(icon.into()), title, body, proof: Vec::new() });
            }
        }
        let (kicker, title) = (self.studio.word("office_people"), self.studio.word("office_people_title"));
        self.cards(&kicker, &title, cards, 4, &["office_note_people"]);
    }

    fn function(&self, function: JobFunction) -> String {
        let found = FUNCTIONS.iter().find(|(known, _)| *known == function);
        found.map(|(_, word)| self.studio.word(word)).unwrap_or_default()
    }

    /// What the plan lacks, and what is asked of the committee.
    fn risks_and_decisions(&mut self) {
        let card = |icon: &str, title: String, lines: Vec<String>| Card {
            mark: Mark::Icon(icon.into()),
            title: vec![Run::new(title)],
            body: lines.into_iter().map(Body::item).collect(),
            proof: Vec::new(),
        };
        let cards = vec![
            card("triangle-alert", self.studio.word("office_risks"), self.risks()),
            card("gavel", self.studio.word("office_decisions"), self.decisions()),
        ];
        let (kicker, title) = (self.studio.word("office_decide"), self.studio.word("office_decide_title"));
        self.cards(&kicker, &title, cards, 2, &["office_note_decide"]);
    }

    fn risks(&self) -> Vec<String> {
        let (studio, campaign) = (&self.studio, self.studio.campaign);
        let mut risks = Vec::new();
        if campaign.launch.is_none() {
            risks.push(studio.word("office_risk_date"));
        }
        let without =
            |words: Vec<&str>| words.iter().map(|word| studio.word(word)).collect::<Vec<_>>().join(self.comma());
        let levels = LEVELS.iter().filter(|(level, ..)| campaign.people.iter().all(|person| person.level != *level));
        let levels: Vec<_> = levels.map(|(_, word, _)| *word).collect();
        if !levels.is_empty() {
            risks.push(studio.fill_word("office_risk_levels", &[("levels", &without(levels))]));
        }
        let missing = |function: JobFunction| campaign.people.iter().all(|person| person.function != Some(function));
        let functions: Vec<_> = FUNCTIONS.iter().filter(|(f, _)| missing(*f)).map(|(_, word)| *word).collect();
        if !functions.is_empty() {
            risks.push(studio.fill_word("office_risk_functions", &[("functions", &without(functions))]));
        }
        let taught = |site: &&crate::model::Site| {
            !campaign.training.iter().any(|training| campaign.session(training, Some(&site.id)).is_some())
        };
        let sites: Vec<_> = campaign.sites.iter().filter(taught).map(|site| studio.string(&site.name)).collect();
        if !sites.is_empty() {
            risks.push(studio.fill_word("office_risk_sites", &[("sites", &sites.join(self.comma()))]));
        }
        if let Some(launch) = campaign.launch
            && !campaign.newsletters.iter().filter_map(|n| n.first_send).any(|at| at > launch)
        {
            risks.push(studio.word("office_risk_after"));
        }
        if campaign.objections.is_empty() {
            risks.push(studio.word("office_risk_objections_none"));
        } else {
            let count = campaign.objections.len() as u64;
            risks.push(self.printed(&studio.project.words.count(&studio.language, "office_risk_objections", count)));
        }
        risks
    }

    fn decisions(&self) -> Vec<String> {
        let (studio, campaign) = (&self.studio, self.studio.campaign);
        let words = &studio.project.words;
        let counted = |key: &str, count: usize| self.printed(&words.count(&studio.language, key, count as u64));
        let date = match campaign.launch {
            Some(launch) => studio.fill_word("office_decide_date", &[("date", &self.day(launch, DateStyle::Medium))]),
            None => studio.word("office_decide_date_none"),
        };
        let voice = campaign.people.iter().find(|person| person.level == Level::Executive);
        let voice = match voice {
            Some(person) => studio.fill_word("office_decide_voice", &[("name", &studio.string(&person.name))]),
            None => studio.word("office_decide_voice_none"),
        };
        let roles = match campaign.responsibilities.len() {
            0 => studio.word("office_decide_roles_none"),
            count => counted("office_decide_roles", count),
        };
        let sessions: usize = campaign.training.iter().map(|training| training.sessions.len()).sum();
        let time = (sessions > 0).then(|| counted("office_decide_time", sessions));
        [Some(date), Some(roles), Some(voice), time].into_iter().flatten().collect()
    }
}
