//! What takes place when: trainings with their sessions, phases with what is sent in them.

use jiff::{ToSpan, civil::DateTime};

use super::{
    super::data::{Inline, Node, plain},
    Composer,
};
use crate::{
    model::{
        Phase, Session, Training,
        value::{DateStyle, Id, LanguageTag, Schedule},
    },
    personalise::{format_date, format_time},
};

/// Something that takes place at a moment.
struct Entry {
    at: DateTime,
    what: Vec<Inline>,
    kind: String,
    audience: Vec<Inline>,
}

impl Composer<'_> {
    pub(super) fn training(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        for training in &self.scope.campaign.training {
            let title = self.title_of(&training.title);
            nodes.push(self.part(title, true));
            let facts = self.training_facts(training);
            nodes.push(Node::Facts { facts });
            let mut sessions: Vec<&Session> = training.sessions.iter().collect();
            sessions.sort_by_key(|session| session.starts);
            let rows: Vec<_> = sessions.iter().map(|session| self.session(session)).collect();
            if rows.is_empty() {
                nodes.push(Node::Paragraph { content: Inline::text(self.word("guide_no_session")) });
            }
            let columns =
                [("site", 2.2), ("date_label", 3.6), ("guide_time", 1.4), ("where", 2.6), ("guide_seats", 1.2)];
            nodes.extend(self.directory(columns, rows));
        }
        nodes
    }

    fn training_facts(&mut self, training: &Training) -> Vec<Vec<Inline>> {
        let mut facts = Vec::new();
        if let Some(lasts) = training.lasts {
            let minutes = (i64::from(lasts.get_days()) * 24 + i64::from(lasts.get_hours())) * 60 + lasts.get_minutes();
            facts.extend(self.duration(minutes).map(Inline::text));
        }
        if !training.audiences.is_empty() {
            let audience = plain(&self.audience(&training.audiences));
            facts.push(Inline::text(self.fill("for_audience", &[("audience", &audience)])));
        }
        if let Some(register) = &training.register {
            let content = Inline::text(self.word("register"));
            facts.push(vec![Inline::Link { to: register.as_str().to_owned(), content }]);
        }
        facts
    }

    fn duration(&mut self, minutes: i64) -> Option<String> {
        let (hours, rest) = ((minutes / 60).to_string(), (minutes % 60).to_string());
        match (minutes / 60, minutes % 60) {
            (..=0, ..=0) => None,
            (0, _) => Some(self.fill("duration_minutes", &[("minutes", &rest)])),
            (_, 0) => Some(self.fill("duration_hours", &[("hours", &hours)])),
            _ => Some(self.fill("duration_hours_minutes", &[("hours", &hours), ("minutes", &rest)])),
        }
    }

    fn session(&mut self, session: &Session) -> Vec<Vec<Inline>> {
        let campaign = self.scope.campaign;
        let site = match session.site.as_ref().map(|id| (id, campaign.site(id))) {
            None => self.word("all_sites"),
            Some((_, Some(site))) => self.string(&site.name),
            Some((id, None)) => id.as_str().to_owned(),
        };
        let mut place = session.place.as_ref().map(|place| self.localised(place)).unwrap_or_default();
        if let Some(link) = &session.link {
            if !place.is_empty() {
                place.push(Inline::Break);
            }
            place.push(Inline::Link { to: link.as_str().to_owned(), content: Inline::text(self.word("online")) });
        }
        vec![
            vec![Inline::Strong { content: Inline::text(site) }],
            self.day(session.starts, DateStyle::Long),
            self.run(&format_time(session.starts.time(), self.scope.language)),
            place,
            session.seats.map(|seats| Inline::text(seats.to_string())).unwrap_or_default(),
        ]
    }

    pub(super) fn calendar(&mut self) -> Vec<Node> {
        let mut entries = self.entries();
        entries.sort_by_key(|entry| entry.at);
        let mut nodes = Vec::new();
        for phase in &self.scope.campaign.phases {
            let inside = |entry: &mut Entry| phase.from <= entry.at && phase.until.is_none_or(|until| entry.at < until);
            let own: Vec<Entry> = entries.extract_if(.., inside).collect();
            let title = self.title_of(&phase.title);
            nodes.push(self.part(title, false));
            let period = self.period(phase);
            nodes.push(Node::Facts { facts: vec![period] });
            nodes.extend(self.entry_table(own));
        }
        if !entries.is_empty() && !nodes.is_empty() {
            let title = self.word_as_heading("guide_other_dates");
            nodes.push(self.part(title, false));
        }
        nodes.extend(self.entry_table(entries));
        if nodes.is_empty() {
            nodes.push(Node::Paragraph { content: Inline::text(self.word("guide_no_date")) });
        }
        nodes
    }

    /// Whether anything has a date.
    pub(super) fn has_dates(&self) -> bool {
        let campaign = self.scope.campaign;
        campaign.launch.is_some()
            || campaign.newsletters.iter().any(|newsletter| newsletter.first_send.is_some())
            || campaign.posters.iter().any(|poster| poster.from.is_some())
            || campaign.training.iter().any(|training| !training.sessions.is_empty())
    }

    fn entries(&mut self) -> Vec<Entry> {
        let campaign = self.scope.campaign;
        let mut entries = Vec::new();
        if let Some(at) = campaign.launch {
            let what = self.fill("guide_launch", &[("name", &self.scope.project.identity.name)]);
            let audience = Inline::text(self.word("guide_everyone"));
            entries.push(Entry { at, what: Inline::text(what), kind: String::new(), audience });
        }
        entries.extend(campaign.training.iter().flat_map(|training| self.training_days(training)).collect::<Vec<_>>());
        for newsletter in &campaign.newsletters {
            let Some(at) = newsletter.first_send else { continue };
            let mut kind = self.word("guide_newsletter");
            if matches!(newsletter.send, Some(Schedule::Every(_))) {
                kind = format!("{kind}, {}", self.word("guide_weekly"));
            }
            let (what, audience) = (self.localised(&newsletter.subject), self.audience(&newsletter.to));
            entries.push(Entry { at, what, kind, audience });
        }
        for poster in &campaign.posters {
            let Some(at) = poster.from else { continue };
            let audience = Inline::text(self.word("guide_everyone"));
            entries.push(Entry {
                at,
                what: self.localised(&poster.headline),
                kind: self.word("guide_poster"),
                audience,
            });
        }
        entries
    }

    /// A training's days, each with the sites where it is held.
    fn training_days(&mut self, training: &Training) -> Vec<Entry> {
        let mut days: Vec<(DateTime, Vec<String>)> = Vec::new();
        let mut sessions: Vec<&Session> = training.sessions.iter().collect();
        sessions.sort_by_key(|session| session.starts);
        for session in sessions {
            let site = session.site.as_ref().and_then(|id| self.scope.campaign.site(id));
            let site = match site {
                Some(site) => self.string(&site.name),
                None => self.word("all_sites"),
            };
            match days.iter_mut().find(|(at, _)| at.date() == session.starts.date()) {
                Some((_, sites)) if sites.contains(&site) => {}
                Some((_, sites)) => sites.push(site),
                None => days.push((session.starts, vec![site])),
            }
        }
        let comma = comma(self.scope.language);
        let entry = |(at, sites): (DateTime, Vec<String>)| Entry {
            at,
            what: self.localised(&training.title),
            kind: format!("{}{comma}{}", self.word("guide_session"), sites.join(comma)),
            audience: self.audience(&training.audiences),
        };
        days.into_iter().map(entry).collect()
    }

    fn entry_table(&mut self, entries: Vec<Entry>) -> Vec<Node> {
        let row = |entry: Entry| {
            let mut what = vec![Inline::Strong { content: entry.what }];
            if !entry.kind.is_empty() {
                what.push(Inline::Break);
                what.extend(Inline::text(entry.kind));
            }
            vec![self.day(entry.at, DateStyle::Medium), what, entry.audience]
        };
        let rows = entries.into_iter().map(row).collect();
        self.directory([("date_label", 2.2), ("guide_what", 5.0), ("guide_for_whom", 2.6)], rows)
    }

    /// The titles of audiences, or everyone.
    fn audience(&mut self, ids: &[Id]) -> Vec<Inline> {
        if ids.is_empty() {
            return Inline::text(self.word("guide_everyone"));
        }
        let mut out = Vec::new();
        for id in ids {
            if !out.is_empty() {
                out.extend(Inline::text(comma(self.scope.language)));
            }
            let audience = self.scope.campaign.audiences.iter().find(|audience| audience.id == *id);
            out.extend(audience.map_or_else(|| Inline::text(id.as_str()), |audience| self.localised(&audience.title)));
        }
        out
    }

    fn day(&mut self, at: DateTime, style: DateStyle) -> Vec<Inline> {
        let day = format_date(at.date(), self.scope.language, style);
        vec![Inline::Phrase { text: self.text(&day) }]
    }

    /// From the first to the last day of a phase.
    fn period(&mut self, phase: &Phase) -> Vec<Inline> {
        let format = |at: DateTime| format_date(at.date(), self.scope.language, DateStyle::Medium);
        let from = format(phase.from);
        // Half-open: the moment before its end is the last that belongs to it.
        let last = phase.until.and_then(|until| until.checked_sub(1.nanosecond()).ok()).map(format);
        Inline::text(match last {
            Some(until) => self.fill("guide_from_until", &[("from", &from), ("until", &until)]),
            None => self.fill("from_date", &[("date", &from)]),
        })
    }
}

/// What parts the items of an enumeration.
fn comma(language: &LanguageTag) -> &'static str {
    match language.primary() {
        "ja" | "zh" => "、",
        "ar" | "fa" | "ur" => "، ",
        _ => ", ",
    }
}
