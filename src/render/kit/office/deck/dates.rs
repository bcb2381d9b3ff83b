//! When what happens: phases on a line, sessions and mailings in tables.

use jiff::{ToSpan, civil::DateTime};

use super::{
    super::{
        geometry::Frame,
        layouts::{BODY, Kind},
        shape::Shape,
        studio::Type,
        text::{Align, Run},
    },
    Deck,
    table::{Cell, Table},
};
use crate::{
    model::{
        Phase, Session, Training,
        value::{DateStyle, Id},
    },
    personalise::format_time,
};

/// Phases that one slide has room for.
const MOST: usize = 4;
/// Where the line is.
const AXIS: f64 = 214.0;
/// Sizes of a phase's text, the one that is wanted first.
const SIZES: [f64; 7] = [19.0, 17.5, 16.0, 15.0, 14.0, 13.0, 12.0];

impl Deck<'_> {
    /// The phases as a line, with the launch on it.
    pub(super) fn phases(&mut self, notes: &[&str]) {
        let phases = &self.studio.campaign.phases;
        let pages: Vec<&[Phase]> =
            phases.chunks(phases.len().div_ceil(phases.len().div_ceil(MOST).max(1)).max(1)).collect();
        let (kicker, title) = (self.studio.word("office_phases"), self.studio.word("office_phases_title"));
        let count = pages.len();
        for (i, phases) in pages.into_iter().enumerate() {
            let shapes = self.line_of(phases);
            self.slide(Kind::TitleOnly, &kicker, vec![Run::new(&title)], (i, count)).add(shapes);
            self.note(notes);
        }
    }

    fn line_of(&mut self, phases: &[Phase]) -> Vec<Shape> {
        let theme = self.studio.theme;
        let columns = self.studio.columns(BODY, phases.len(), 24.0);
        let line = self.studio.scheme.paint(theme.step(300)).into();
        let axis = self.studio.plain("rect", Frame::new(BODY.x, AXIS - 1.5, BODY.width, 3.0), line);
        let mut shapes = vec![axis];
        let size = SIZES.into_iter().find(|size| {
            phases.iter().zip(&columns).all(|(phase, column)| {
                let text = self.phase_text(phase, *size);
                self.studio.ruler.height(&text, column.width, 1.0) <= BODY.bottom() - AXIS - 26.0
            })
        });
        for (phase, column) in phases.iter().zip(columns) {
            shapes.extend(self.phase(phase, column, size.unwrap_or(SIZES[SIZES.len() - 1])));
        }
        shapes
    }

    fn phase(&mut self, phase: &Phase, column: Frame, size: f64) -> Vec<Shape> {
        let theme = self.studio.theme;
        let launch = self
            .studio
            .campaign
            .launch
            .filter(|launch| phase.from <= *launch && phase.until.is_none_or(|until| *launch < until));
        let colour = if launch.is_some() { theme.accent } else { theme.brand };
        let start = |width: f64| if self.studio.rtl { column.x + column.width - width } else { column.x };
        let (ring, dot) = (
            Frame::new(start(22.0), AXIS - 11.0, 22.0, 22.0),
            Frame::new(start(22.0), AXIS - 11.0, 22.0, 22.0).inset(5.0, 5.0),
        );
        let (paint, paper) = (self.studio.scheme.paint(colour), self.studio.scheme.paint(theme.surface));
        let mut shapes =
            vec![self.studio.plain("ellipse", ring, paint.into()), self.studio.plain("ellipse", dot, paper.into())];
        if let Some(launch) = launch {
            let day = self.day(launch, DateStyle::Medium);
            let text = self.studio.fill_word("office_launch_on", &[("date", &day)]);
            let width = (self.studio.ruler.width(&text, false, true, 13.0) + 30.0).min(column.width);
            let pill = Frame::new(start(width), AXIS - 58.0, width, 30.0);
            let fill = self.studio.scheme.paint(theme.highlight_2);
            shapes.push(self.studio.card(pill, fill, None, 15.0));
            let set = Type::text(13.0, theme.on_highlight_2).strong().aligned(Align::Centre);
            shapes.push(self.studio.label(pill, vec![self.studio.line(text, set)], "ctr"));
        }
        let text = self.phase_text(phase, size);
        let frame = Frame { y: AXIS + 26.0, height: BODY.bottom() - AXIS - 26.0, ..column };
        shapes.push(self.studio.label(frame, text, "t"));
        shapes
    }

    fn phase_text(&self, phase: &Phase, size: f64) -> Vec<super::super::text::Paragraph> {
        let theme = self.studio.theme;
        let mut out = vec![
            self.studio.paragraph(self.studio.runs(&phase.title), Type::heading(size * 1.4, theme.ink)),
            self.studio.line(self.period(phase), Type::text(size * 0.85, theme.accent_text).strong().after(4.0)),
        ];
        for (i, line) in self.content(phase).into_iter().enumerate() {
            let before = if i == 0 { 12.0 } else { 4.0 };
            out.push(self.studio.line(line, Type::text(size, theme.muted).after(before)));
        }
        out
    }

    /// From the first to the last day of a phase.
    fn period(&self, phase: &Phase) -> String {
        let from = self.day(phase.from, DateStyle::Medium);
        // Half-open: the moment before its end is the last that belongs to it.
        let last = phase.until.and_then(|until| until.checked_sub(1.nanosecond()).ok());
        match last.map(|last| self.day(last, DateStyle::Medium)) {
            Some(until) => self.studio.fill_word("guide_from_until", &[("from", &from), ("until", &until)]),
            None => self.studio.fill_word("from_date", &[("date", &from)]),
        }
    }

    /// How much of what a phase holds.
    fn content(&self, phase: &Phase) -> Vec<String> {
        let campaign = self.studio.campaign;
        let inside = |at: DateTime| phase.from <= at && phase.until.is_none_or(|until| at < until);
        let newsletters = campaign.newsletters.iter().filter_map(|n| n.first_send).filter(|at| inside(*at)).count();
        let posters = campaign.posters.iter().filter_map(|p| p.from).filter(|at| inside(*at)).count();
        let sessions = campaign.training.iter().flat_map(|t| &t.sessions).filter(|s| inside(s.starts)).count();
        let counts = [("office_newsletters", newsletters), ("office_posters", posters), ("office_sessions", sessions)];
        let words = &self.studio.project.words;
        let some = counts.into_iter().filter(|(_, count)| *count > 0);
        some.map(|(key, count)| self.printed(&words.count(&self.studio.language, key, count as u64))).collect()
    }

    /// Sessions by site.
    pub(super) fn sessions(&mut self, notes: &[&str]) {
        let campaign = self.studio.campaign;
        let mut sessions: Vec<(&Training, &Session)> = campaign
            .training
            .iter()
            .flat_map(|training| training.sessions.iter().map(move |s| (training, s)))
            .collect();
        sessions.sort_by_key(|(_, session)| session.starts);
        let rows = sessions.into_iter().map(|(training, session)| {
            let place = session.place.as_ref().map(|place| self.studio.runs(place));
            let online = || {
                session
                    .link
                    .as_ref()
                    .map(|link| vec![Run { url: Some(link.as_str().into()), ..Run::new(self.studio.word("online")) }])
            };
            let day = self.day(session.starts, DateStyle::Long);
            vec![
                Cell::text(self.site(session.site.as_ref())).strong(),
                Cell::runs(self.studio.runs(&training.title)),
                Cell::text(day),
                Cell::text(self.printed(&format_time(session.starts.time(), &self.studio.language))),
                Cell::runs(place.or_else(online).unwrap_or_default()),
                Cell::text(self.audience(&training.audiences)),
            ]
        });
        let rows = rows.collect();
        let heads = ["site", "training", "date_label", "guide_time", "where", "guide_for_whom"];
        let shares = [1.3, 2.2, 2.2, 0.8, 1.6, 1.4];
        let columns = heads.into_iter().zip(shares).map(|(key, share)| (Cell::text(self.studio.word(key)), share));
        let table = Table { columns: columns.collect(), rows, legend: None };
        let (kicker, title) = (self.studio.word("training"), self.studio.word("office_training_title"));
        self.table(&kicker, &title, table, notes);
    }

    fn site(&self, id: Option<&Id>) -> String {
        match id.map(|id| (id, self.studio.campaign.site(id))) {
            None => self.studio.word("all_sites"),
            Some((_, Some(site))) => self.studio.string(&site.name),
            Some((id, None)) => id.as_str().to_owned(),
        }
    }

    /// The titles of audiences, or everyone.
    fn audience(&self, ids: &[Id]) -> String {
        if ids.is_empty() {
            return self.studio.word("guide_everyone");
        }
        let title = |id: &Id| {
            let audience = self.studio.campaign.audiences.iter().find(|audience| audience.id == *id);
            audience.map_or_else(|| id.as_str().to_owned(), |audience| self.studio.plain_text(&audience.title))
        };
        ids.iter().map(title).collect::<Vec<_>>().join(self.comma())
    }

    /// What parts the items of an enumeration.
    pub(super) fn comma(&self) -> &'static str {
        match self.studio.language.primary() {
            "ja" | "zh" => "、",
            "ar" | "fa" | "ur" => "، ",
            _ => ", ",
        }
    }

    /// What is sent and put up, and when.
    pub(super) fn calendar(&mut self, notes: &[&str]) {
        let campaign = self.studio.campaign;
        let newsletters = campaign.newsletters.iter().filter_map(|newsletter| {
            let at = newsletter.first_send?;
            Some((at, self.studio.runs(&newsletter.subject), "guide_newsletter", self.audience(&newsletter.to)))
        });
        let posters = campaign.posters.iter().filter_map(|poster| {
            Some((poster.from?, self.studio.runs(&poster.headline), "guide_poster", self.studio.word("guide_everyone")))
        });
        let trainings = campaign.training.iter().filter_map(|training| {
            let first = training.sessions.iter().map(|session| session.starts).min()?;
            Some((first, self.studio.runs(&training.title), "training", self.audience(&training.audiences)))
        });
        let mut entries: Vec<_> = newsletters.chain(posters).chain(trainings).collect();
        entries.sort_by_key(|(at, ..)| *at);
        let rows = entries.into_iter().map(|(at, what, kind, whom)| {
            vec![
                Cell::text(self.day(at, DateStyle::Medium)).strong(),
                Cell::text(self.studio.word(kind)),
                Cell::runs(what),
                Cell::text(whom),
            ]
        });
        let rows = rows.collect();
        let heads = [("date_label", 1.3), ("office_kind", 1.1), ("guide_what", 3.2), ("guide_for_whom", 1.6)];
        let columns = heads.map(|(key, share)| (Cell::text(self.studio.word(key)), share)).to_vec();
        let (kicker, title) = (self.studio.word("office_calendar"), self.studio.word("office_calendar_title"));
        self.table(&kicker, &title, Table { columns, rows, legend: None }, notes);
    }
}
