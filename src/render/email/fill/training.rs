//! Trainings: the reader's site's sessions, written out.

use super::{Writer, chosen};
use crate::{
    model::{
        Session, Training,
        value::{DateStyle, Id, Localised, Prose},
    },
    personalise::{calendar_leaf, format_date, format_time},
    render::email::issue::{Course, Meeting, Part},
};

impl<'p> Writer<'p> {
    pub(super) fn trainings(&mut self, title: Option<&Localised<Prose>>, show: &[Id]) -> Option<Part> {
        let title = self.title(title);
        let found = chosen(&self.reader.scope.campaign.training, show, |t| &t.id);
        let courses: Vec<_> = found.into_iter().map(|training| self.course(training)).collect();
        (!courses.is_empty()).then_some(Part::Training { title, courses })
    }

    /// A training with the session of the reader's site; with all of them where the site has none.
    fn course(&mut self, training: &'p Training) -> Course {
        let own = self.reader.session(training);
        let sessions: Vec<&Session> = own.map_or_else(|| training.sessions.iter().collect(), |own| vec![own]);
        Course {
            title: self.reader.inlines(&training.title),
            sessions: sessions.into_iter().map(|session| self.meeting(training, session, own.is_none())).collect(),
            register: training.register.as_ref().map(|link| self.reader.link(link)),
            invites: self.reader.session(training).is_some(),
        }
    }

    fn meeting(&mut self, training: &Training, session: &Session, name_site: bool) -> Meeting {
        let scope = self.reader.scope;
        let (words, language) = (&scope.project.words, scope.language);
        let site = session.site.as_ref().and_then(|id| scope.campaign.site(id));
        let site_name = match site {
            Some(site) => site.name.get(language).clone(),
            None => words.get(language, "all_sites").to_owned(),
        };
        let time = match training.lasts.and_then(|lasts| session.starts.checked_add(lasts).ok()) {
            Some(end) if end.date() == session.starts.date() => words.fill(
                language,
                "email_time_range",
                &[("from", &format_time(session.starts.time(), language)), ("to", &format_time(end.time(), language))],
            ),
            _ => format_time(session.starts.time(), language),
        };
        let date = format_date(session.starts.date(), language, DateStyle::Long);
        let place = session.place.as_ref().map(|place| self.reader.plain(place));
        let online = session.link.is_some().then(|| words.get(language, "online").to_owned());
        let seats = session.seats.map(|seats| words.count(language, "seats", seats.into()));
        Meeting {
            site: name_site.then_some(site_name),
            leaf: calendar_leaf(session.starts.date(), language),
            when: words.fill(language, "email_date_time", &[("date", &date), ("time", &time)]),
            date,
            time,
            details: place.or(online).into_iter().chain(seats).collect(),
            link: session.link.clone(),
        }
    }
}
