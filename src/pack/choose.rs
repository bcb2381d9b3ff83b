//! Which files a pack holds, in which order, and by when each is wanted.

use jiff::civil::{Date, DateTime};

use super::{Content, File, Part, Who, is_for, texts};
use crate::{
    model::{
        Level,
        value::{DateStyle, LanguageTag},
    },
    output::Entry,
    personalise::{Scope, format_date},
    plan::{Kind, is_thumbnail, order, print_deadline},
};

/// The parts of a pack; those that nothing was built for are empty.
pub(super) fn parts(scope: &Scope<'_>, who: Who<'_>, entries: &[&Entry]) -> Vec<Part> {
    let shelf = Shelf { scope, who, entries };
    let launch = scope.campaign.launch.map(|at| at.date());
    let first = scope.campaign.phases.first().map(|phase| phase.from.date()).or(launch);
    let part = |kind, by: Option<Date>, files| Part { kind, by: by.map(|day| shelf.day(day)), files };
    let mut parts = vec![part("guide", first, shelf.guides()), part("talking_points", first, shelf.talking_points())];
    parts.push(part("calendar", first, shelf.calendar()));
    parts.push(part("slides", launch, shelf.slides()));
    if who.site().is_some() {
        parts.push(part("print", shelf.print_by(), shelf.posters(&["print.pdf"])));
        parts.push(part("order", shelf.print_by(), shelf.order()));
        parts.push(part("posters", shelf.posters_by(), shelf.posters(&["pdf", "txt"])));
        parts.push(part("sheets", shelf.posters_by(), shelf.posters(&["tiles.pdf"])));
        parts.push(part("notices", None, shelf.notices()));
    } else {
        parts.push(part("posters", shelf.posters_by(), shelf.shared_posters()));
    }
    parts.push(part("messages", launch, texts::messages(scope)));
    parts.push(part("banners", launch, shelf.banners()));
    parts.push(part("signatures", launch, shelf.signatures()));
    parts.push(part("logo", None, shelf.logo()));
    parts
}

/// True of what is in a language, with or without its region.
fn is_in(entry: &Entry, language: &LanguageTag) -> bool {
    entry.language == language.to_string() || entry.language == language.without_region().to_string()
}

/// What was built, looked at for one pack.
struct Shelf<'a> {
    scope: &'a Scope<'a>,
    who: Who<'a>,
    entries: &'a [&'a Entry],
}

impl Shelf<'_> {
    fn day(&self, day: Date) -> String {
        format_date(day, self.scope.language, DateStyle::Medium)
    }

    fn named(&self, at: DateTime) -> String {
        self.day(at.date())
    }

    /// True of what is in the pack's language, with or without its region.
    fn speaks(&self, entry: &Entry) -> bool {
        is_in(entry, self.scope.language)
    }

    /// The campaign's entries of a kind that a test holds for, in the pack's folder of a name.
    fn take(&self, kind: Kind, folder: &str, holds: impl Fn(&Entry) -> bool) -> Vec<File> {
        let campaign = self.scope.campaign.id.as_str();
        let own = |entry: &&&Entry| entry.campaign.as_deref().is_none_or(|own| own == campaign);
        let found = self.entries.iter().filter(|entry| entry.kind == kind && !is_thumbnail(&entry.path));
        let found = found.filter(own).filter(|entry| holds(entry));
        found.map(|entry| file(folder, entry)).collect()
    }

    /// The guides that are for these readers, in their language; where it has none, in the first of the project's languages that
    /// has, which is told.
    fn guides(&self) -> Vec<File> {
        let own = self.guides_in(self.scope.language);
        if !own.is_empty() {
            return own;
        }
        let project = self.scope.project;
        let others = project.identity.languages.iter().map(|language| (language, self.guides_in(language)));
        let Some((language, found)) = others.into_iter().find(|(_, found)| !found.is_empty()) else { return own };
        let key = format!("language_{}", language.primary());
        let name = project.words.get(self.scope.language, &key);
        found.into_iter().map(|file| File { note: Some(name.to_owned()), ..file }).collect()
    }

    /// The guides that are for these readers in a language; the one for everybody where there is none.
    fn guides_in(&self, language: &LanguageTag) -> Vec<File> {
        let guides = &self.scope.campaign.guides;
        let singular = match self.who.level() {
            Some(Level::Ambassador) => "ambassador",
            Some(Level::Manager) => "manager",
            _ => "",
        };
        let mine =
            |id: &str| guides.iter().any(|g| g.id.as_str() == id && (is_for(self.who, &g.audiences) || id == singular));
        let take = |chosen: &dyn Fn(&str) -> bool| {
            self.take(Kind::Guides, "guide", |entry| is_in(entry, language) && chosen(&entry.id))
        };
        let mut found = take(&mine);
        if found.is_empty() {
            found = take(&|id| id == "employee" || id == "getting-started");
        }
        found.extend(take(&|id| id == "faq" || (id == "charter" && self.who.level() == Some(Level::Executive))));
        found
    }

    fn talking_points(&self) -> Vec<File> {
        if self.who.site().is_some() {
            return Vec::new();
        }
        texts::talking_points(self.scope, self.who.level()).into_iter().collect()
    }

    fn slides(&self) -> Vec<File> {
        let deck = match self.who.level() {
            Some(Level::Executive) => "steering-committee",
            Some(Level::Manager) => "team-briefing",
            _ => return Vec::new(),
        };
        self.take(Kind::Decks, "slides", |entry| entry.id == deck && self.speaks(entry))
    }

    /// Of the site, and of no site in its language.
    fn posters(&self, endings: &[&str]) -> Vec<File> {
        let site = self.who.site().map(|site| site.id.as_str());
        self.take(Kind::Posters, "posters", |entry| {
            let here = entry.site.as_deref() == site || (entry.site.is_none() && self.speaks(entry));
            here && entry.format.is_some() && endings.contains(&poster_ending(&entry.path))
        })
    }

    /// Posters that no site has of its own, to print in an office.
    fn shared_posters(&self) -> Vec<File> {
        self.take(Kind::Posters, "posters", |entry| {
            let sheet = matches!(entry.format.as_deref(), Some("A4" | "A3" | "Letter"));
            let office = matches!(poster_ending(&entry.path), "pdf" | "txt");
            entry.site.is_none() && sheet && office && self.speaks(entry)
        })
    }

    fn posters_by(&self) -> Option<Date> {
        let campaign = self.scope.campaign;
        campaign.posters.iter().filter_map(|poster| poster.from).min().or(campaign.launch).map(|at| at.date())
    }

    fn print_by(&self) -> Option<Date> {
        let campaign = self.scope.campaign;
        campaign.posters.iter().filter_map(|poster| print_deadline(campaign, poster)).min().map(|at| at.date())
    }

    /// The site's part of the print order, for a spreadsheet.
    fn order(&self) -> Vec<File> {
        let Some(site) = self.who.site() else { return Vec::new() };
        let (words, language) = (&self.scope.project.words, self.scope.language);
        let head = ["order_poster", "order_format", "order_quantity", "order_paper", "order_finishing", "order_file"];
        let mut rows = vec![head.map(|key| words.get(language, key).to_owned())];
        for line in order(self.scope.project, self.scope.campaign) {
            if line.site.is_some_and(|other| other.id != site.id) || (line.site.is_none() && line.language != *language)
            {
                continue;
            }
            let text = |text: &Option<crate::model::value::Localised<String>>| {
                text.as_ref().map(|text| text.get(language).clone()).unwrap_or_default()
            };
            rows.push([
                self.scope.plain(&line.poster.headline),
                line.format.to_string(),
                line.quantity.to_string(),
                text(&line.print.paper),
                text(&line.print.finishing),
                line.file.rsplit('/').next().unwrap_or(&line.file).to_owned(),
            ]);
        }
        if rows.len() == 1 {
            return Vec::new();
        }
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        // With its mark at the head Excel reads UTF-8.
        let lines = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(";") + "\r\n");
        let text = format!("\u{feff}{}", lines.collect::<String>());
        vec![File { path: "posters/print-order.csv".into(), content: Content::Text(text), note: None }]
    }

    /// Newsletters as pages to hang and as pictures for screens, with the day on which each leaves.
    fn notices(&self) -> Vec<File> {
        let shown = |entry: &Entry| {
            let page = entry.path.contains("-notice.") && entry.path.ends_with(".pdf");
            self.speaks(entry) && (page || (entry.path.contains("-signage-") && entry.path.ends_with(".png")))
        };
        let mut files = Vec::new();
        for newsletter in &self.scope.campaign.newsletters {
            let own = |entry: &Entry| entry.id == newsletter.id.as_str() && shown(entry);
            let note = newsletter.first_send.map(|at| self.named(at));
            let found = self.take(Kind::Newsletters, "notices", own);
            files.extend(found.into_iter().map(|file| File { note: note.clone(), ..file }));
        }
        files
    }

    fn banners(&self) -> Vec<File> {
        self.take(Kind::Banners, "banners", |entry| self.speaks(entry))
    }

    /// The page to copy them from; it holds all.
    fn signatures(&self) -> Vec<File> {
        let page = format!("/copy.{}.html", base(self.scope));
        self.take(Kind::Brand, "signatures", |entry| entry.id == "signatures" && entry.path.ends_with(&page))
    }

    fn calendar(&self) -> Vec<File> {
        let one = self.scope.project.identity.languages.len() == 1;
        self.take(Kind::Calendar, "calendar", |entry| {
            let wanted = entry.path.ends_with(".ics") || entry.path.ends_with(".png") || entry.path.ends_with(".txt");
            wanted && (one || self.speaks(entry))
        })
    }

    /// What fits anywhere: in colour, reversed, as pixels and as PDF.
    fn logo(&self) -> Vec<File> {
        self.take(Kind::Brand, "logo", |entry| {
            let name = entry.path.rsplit('/').next().unwrap_or_default();
            let whole = name.starts_with("horizontal-") || name.starts_with("logo-");
            let ink = name.contains("colour") || name.contains("reversed");
            entry.id == "logo"
                && whole
                && ink
                && (name.contains("-medium.") || name.contains("-small.") || name.ends_with(".svg"))
        })
    }
}

fn base(scope: &Scope<'_>) -> LanguageTag {
    let languages = &scope.project.identity.languages;
    let same = languages.iter().find(|language| *language == scope.language);
    same.cloned().unwrap_or_else(|| scope.language.without_region())
}

fn poster_ending(path: &str) -> &str {
    match path {
        _ if path.ends_with("-print.pdf") => "print.pdf",
        _ if path.contains("-tiles-") => "tiles.pdf",
        _ => path.rsplit('.').next().unwrap_or_default(),
    }
}

fn file(folder: &str, entry: &Entry) -> File {
    let name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
    File { path: format!("{folder}/{name}"), content: Content::Output(entry.path.clone()), note: None }
}
