//! Everything that a poster or banner depends on, as JSON: what templates read and what the build hashes.

use serde_json::{Map, Value, json};

use super::{GraphicRenderer, drawn_as, files, is_rtl, is_screen, runs::Text, signage};
use crate::{
    design::icons,
    diagnostic::Span,
    model::{
        Message, Objection, Picture, Project, Training,
        value::{DateStyle, Format, FormatUnit, Id, Link, Localised, Prose},
    },
    personalise::{Scope, format_date, format_time},
    plan::{Job, Kind, Piece},
};

/// The icon of a message that names none.
pub(super) const DEFAULT_ICON: &str = "circle-check";

/// The icon of an objection and its answer.
const OBJECTION_ICON: &str = "message-circle-question-mark";

/// The texts that a template may ask of every piece.
const KEYS: [&str; 6] = ["kicker", "headline", "subline", "call_to_action", "why", "tagline"];

/// A text of a piece.
pub(super) struct Told<'p> {
    /// As templates ask for it: `messages.0.title`.
    key: String,
    /// As its author knows it: the title of message `trouver`.
    name: String,
    text: &'p Localised<Prose>,
}

impl<'p> Told<'p> {
    pub fn new(key: &str, name: &str, text: &'p Localised<Prose>) -> Self {
        Self { key: key.to_owned(), name: name.to_owned(), text }
    }
}

/// The texts of a piece by the key that templates use.
pub(super) struct Keyed<'p> {
    texts: Vec<Told<'p>>,
    language: &'p crate::model::value::LanguageTag,
}

impl<'p> Keyed<'p> {
    pub fn new(project: &'p Project, job: &'p Job<'p>) -> Self {
        let identity = &project.identity;
        let mut texts = Vec::new();
        let mut add = |key: &str, name: &str, text: Option<&'p Localised<Prose>>| {
            texts.extend(text.map(|text| Told::new(key, name, text)));
        };
        add("tagline", "the tagline", Some(&identity.tagline));
        add("why", "the sentence that says why", identity.story.why.as_ref());
        match job.piece {
            Piece::Poster(poster) => {
                add("kicker", "the kicker", poster.kicker.as_ref());
                add("headline", "the headline", Some(&poster.headline));
                add("subline", "the subline", poster.subline.as_ref());
                add("call_to_action", "the call to action", poster.call_to_action.as_ref());
                for (i, card) in cards(project, job).into_iter().enumerate() {
                    let [title, text, proof] = card.names();
                    add(&format!("messages.{i}.title"), &title, Some(card.title));
                    add(&format!("messages.{i}.text"), &text, Some(card.text));
                    add(&format!("messages.{i}.proof"), &proof, card.proof);
                }
                if let Some(training) = training(job) {
                    add("training.title", &format!("the title of training `{}`", training.id), Some(&training.title));
                    let session = job.campaign.session(training, job.site.map(|site| &site.id));
                    let name = format!("the place of training `{}`", training.id);
                    add("session.place", &name, session.and_then(|s| s.place.as_ref()));
                }
            }
            Piece::Banner(banner) | Piece::CallBackground(banner) => {
                add("headline", "the headline", Some(&banner.headline));
                add("subline", "the subline", banner.subline.as_ref());
                add("call_to_action", "the call to action", banner.call_to_action.as_ref());
            }
            Piece::Signage(newsletter) => texts.extend(signage::texts(project, job, newsletter)),
            _ => {}
        }
        Self { texts, language: &job.language }
    }

    /// Where the text of a key was written, in the piece's language.
    pub fn span(&self, key: &str) -> Option<Span> {
        let text = self.text(key)?;
        text.get(self.language).span.clone().or_else(|| text.span.clone())
    }

    /// Every key, of the texts that the piece has and of those that it could have.
    pub fn keys(&self) -> Vec<String> {
        let own = self.texts.iter().map(|told| told.key.as_str());
        let mut keys: Vec<String> = own.chain(KEYS).map(str::to_owned).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn text(&self, key: &str) -> Option<&'p Localised<Prose>> {
        self.texts.iter().find(|told| told.key == key).map(|told| told.text)
    }

    /// How messages speak of a text: by what its author calls it, not by its key.
    pub fn name(&self, key: &str) -> String {
        let told = self.texts.iter().find(|told| told.key == key);
        told.map_or_else(|| format!("`{key}`"), |told| told.name.clone())
    }
}

/// The context of a job. Texts that the piece does not have are `null`.
pub(super) fn context(renderer: &GraphicRenderer, job: &Job) -> Value {
    let project = renderer.project;
    let scope = Scope { project, campaign: job.campaign, language: &job.language, site: job.site };
    let keyed = Keyed::new(project, job);
    let text = |key: &str| keyed.text(key).map(|t| Text::new(&scope.inlines(t))).filter(|t| !t.is_empty());
    let mut context = frame(renderer, job);
    for key in KEYS {
        context.insert(key.into(), json!(text(key)));
    }
    // A text is told once: where the headline is the tagline, the tagline below it would be an echo.
    let same = context["headline"]["plain"] == context["tagline"]["plain"];
    context.insert("headline_is_tagline".into(), json!(same));
    let cards = cards(project, job).into_iter().enumerate().map(|(i, card)| {
        json!({
            "icon": card.icon,
            "objection": card.objection,
            "title": text(&format!("messages.{i}.title")).map(|title| match card.objection {
                true => title.spoken(&job.language),
                false => title,
            }),
            "text": text(&format!("messages.{i}.text")),
            "proof": text(&format!("messages.{i}.proof")),
        })
    });
    context.insert("messages".into(), Value::Array(cards.collect()));
    context.insert("training".into(), json!(training(job).map(|_| json!({ "title": text("training.title") }))));
    context.insert("session".into(), session(job, text("session.place")));
    context.insert("link".into(), link(job, &scope));
    let photo = photo(job);
    context.insert("photo".into(), json!(photo.map(|photo| (&photo.file, photo.focus))));
    let plain = |text: Option<&Localised<String>>| text.map(|text| text.get(&job.language).clone());
    context.insert("photo_alt".into(), json!(plain(photo.and_then(|photo| photo.alt.as_ref()))));
    let alt = match job.piece {
        Piece::Poster(poster) => poster.alt.as_ref(),
        Piece::Banner(banner) | Piece::CallBackground(banner) => banner.alt.as_ref(),
        _ => None,
    };
    context.insert("alt".into(), json!(plain(alt)));
    if let Piece::Signage(newsletter) = job.piece {
        signage::fill(&mut context, &scope, &renderer.fonts, job, newsletter);
    }
    Value::Object(context)
}

/// The photo that a piece is given.
pub(super) fn photo<'p>(job: &Job<'p>) -> Option<&'p Picture> {
    match job.piece {
        Piece::Poster(poster) => poster.photo.as_ref(),
        Piece::Banner(banner) | Piece::CallBackground(banner) => banner.photo.as_ref(),
        _ => None,
    }
}

/// Whether a print shop gets a file of it, so that its art has to reach beyond the edge.
pub(super) fn is_printed(job: &Job) -> bool {
    let asked = matches!(job.piece, Piece::Poster(poster) if poster.print.is_some());
    asked && job.format.as_ref().is_some_and(Format::is_print)
}

/// What is the same for every piece of one format and language.
pub(super) fn frame(renderer: &GraphicRenderer, job: &Job) -> Map<String, Value> {
    let (project, identity) = (renderer.project, &renderer.project.identity);
    let format = job.format.as_ref();
    let (width, height) = format.map_or((1.0, 1.0), |f| (f.width, f.height));
    let rtl = is_rtl(&job.language);
    let mirror = if rtl { format!("translate({width} 0) scale(-1 1)") } else { "translate(0 0)".into() };
    let mut words = project.words.table(&job.language);
    let organisation = identity.organisation.as_deref();
    if let Some(organisation) = organisation {
        let filled = project.words.fill(&job.language, "by_organisation", &[("organisation", organisation)]);
        words.insert("by_organisation".into(), filled);
    }
    let typography = &identity.brand.typography;
    let value = json!({
        "name": identity.name,
        "organisation": organisation,
        "endorsement": identity.endorsed_by.as_ref().map(|e| json!({ "name": e.name, "logo": e.logo })),
        "language": job.language,
        "rtl": rtl,
        "mirror": mirror,
        "width": width,
        "height": height,
        "format": format.map(|f| json!({ "name": f.name, "unit": f.unit })),
        "screen": is_screen(job),
        "dpi": format.map(|format| files::resolution(job, format)),
        "bleed": job.bleed().0,
        "safe_zone": format.map_or(0.0, |f| f.safe_zone().0),
        "qr_size": format.map(qr_size),
        "site": job.site.map(|site| json!({ "name": site.name.get(&job.language) })),
        "theme": renderer.theme,
        "heading_weight": typography.headings.weight,
        "pattern": identity.guidelines.pattern,
        "logo_rules": (identity.guidelines.logo.clear_space, renderer.smallest_logo(job)),
        "logo": identity.brand.logo.as_ref().map(|l| json!([l.file, l.reversed, l.small, l.small_reversed])),
        "words": words,
        "fonts": renderer.fonts.fingerprint(),
        "template": renderer.template(job).ok(),
        "templates": renderer.templates(drawn_as(job)).fingerprint(),
        "printed": is_printed(job),
    });
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The side of a QR code with its quiet zone: a tenth of the distance it is scanned from, and at least 40 mm on A3.
///
/// On A4 0.4 m, on upright A3 0.6 m, on larger sheets and roll-ups 1 m; smaller sheets take what a quarter of their width gives.
fn qr_size(format: &Format) -> f64 {
    // A symbol of 33 modules has 41 with its quiet zone.
    const WITH_QUIET_ZONE: f64 = 41.0 / 33.0;
    let short = format.width.min(format.height);
    match format.unit {
        FormatUnit::Px => short * 0.16,
        FormatUnit::Mm => {
            let distance = match format.width.max(format.height) {
                long if long <= 310.0 => 400.0,
                // Lying, the words stand beside the code and need the room.
                long if long <= 432.0 && format.height > format.width => 600.0,
                long if long <= 432.0 => 400.0,
                _ => 1000.0,
            };
            let symbol = (distance / 10.0_f64).max(short * 0.135);
            (symbol * WITH_QUIET_ZONE).min(short * 0.32)
        }
    }
}

/// When and where the site's people are taught.
fn session(job: &Job, place: Option<Text>) -> Value {
    let Some(training) = training(job) else { return Value::Null };
    let Some(session) = job.campaign.session(training, job.site.map(|site| &site.id)) else { return Value::Null };
    json!({
        "date": format_date(session.starts.date(), &job.language, DateStyle::Long),
        "time": format_time(session.starts.time(), &job.language),
        "place": place,
        "online": session.place.is_none() && session.link.is_some(),
    })
}

/// Where the QR code leads and how the link is written for people: the piece's own link, the site's, where one registers
/// for its training, the project's. A banner is on a screen already.
fn link(job: &Job, scope: &Scope) -> Value {
    if drawn_as(job) == Kind::Banners {
        return Value::Null;
    }
    let own = match job.piece {
        Piece::Poster(poster) => poster.link.as_ref(),
        _ => None,
    };
    let register = training(job).and_then(|training| training.register.as_ref());
    let site = job.site.and_then(|site| site.link.as_ref());
    let Some(link) = own.or(site).or(register).or(scope.project.identity.link.as_ref()) else { return Value::Null };
    json!({ "href": scope.tagged(link, "poster"), "short": Link::short(link) })
}

fn training<'p>(job: &Job<'p>) -> Option<&'p Training> {
    let Piece::Poster(poster) = job.piece else { return None };
    let id = poster.training.as_ref()?;
    job.campaign.training.iter().find(|training| training.id == *id)
}

/// What a poster tells in a box of its own: a key message, or an objection with its answer.
struct Card<'p> {
    id: &'p Id,
    objection: bool,
    icon: &'p str,
    title: &'p Localised<Prose>,
    text: &'p Localised<Prose>,
    proof: Option<&'p Localised<Prose>>,
}

impl Card<'_> {
    /// What its title, its text and its proof are called.
    fn names(&self) -> [String; 3] {
        let id = self.id;
        if self.objection {
            return [format!("objection `{id}`"), format!("the answer to objection `{id}`"), String::new()];
        }
        ["title", "text", "proof"].map(|part| format!("the {part} of message `{id}`"))
    }
}

/// The messages and objections that a poster shows, in its order.
fn cards<'p>(project: &'p Project, job: &Job<'p>) -> Vec<Card<'p>> {
    let Piece::Poster(poster) = job.piece else { return Vec::new() };
    let message = |id: &Id| {
        let message = project.identity.messages.iter().find(|message| message.id == *id)?;
        let icon = message.icon.as_ref().map(|icon| icon.value.as_str()).filter(|name| icons::icon(name).is_some());
        let icon = icon.unwrap_or(DEFAULT_ICON);
        let Message { id, title, text, proof, .. } = message;
        Some(Card { id, objection: false, icon, title, text, proof: proof.as_ref() })
    };
    let objection = |id: &Id| {
        let objection = job.campaign.objections.iter().find(|objection| objection.id == *id)?;
        let Objection { id, says, answer, .. } = objection;
        Some(Card { id, objection: true, icon: OBJECTION_ICON, title: says, text: answer, proof: None })
    };
    poster.messages.iter().filter_map(message).chain(poster.objections.iter().filter_map(objection)).collect()
}
