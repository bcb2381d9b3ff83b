//! What each piece of a campaign tells, to whom, through which channel, and when.
//!
//! In: a campaign and the identity that it tells. Out: a [`Telling`] for each thing that a piece says: the plan as data that
//! can be counted. A piece counts once, however many sites, languages and formats it is made for.

use jiff::civil::DateTime;

use crate::model::{
    BlockKind, Campaign, Guide, GuidePlaceholder, Identity, Newsletter, Poster, SiteSelection,
    value::{Id, Schedule},
};

/// The way by which a piece reaches people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// An e-mail.
    Newsletter,
    /// A poster.
    Poster,
    /// A guide.
    Guide,
}

impl Channel {
    /// `newsletter`, `poster`, `guide`.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Newsletter => "newsletter",
            Channel::Poster => "poster",
            Channel::Guide => "guide",
        }
    }
}

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(tag = "kind", content = "id", rename_all = "lowercase")]
pub enum Told<'p> {
    /// The sentence that says why.
    Why,
    /// A chapter of the story.
    Chapter(&'p Id),
    /// A key message.
    Message(&'p Id),
    /// The answer to an objection.
    Objection(&'p Id),
    /// A training.
    Training(&'p Id),
    /// What somebody says in their own name.
    Voice(&'p Id),
    /// A way to answer.
    Feedback,
}

/// One thing that one piece tells, each time that the piece appears.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling<'p> {
    /// What.
    pub told: Told<'p>,
    /// The piece's id.
    pub piece: &'p Id,
    /// How it reaches people.
    pub channel: Channel,
    /// When, in the campaign's zone; not known of what has no date.
    pub at: Option<DateTime>,
    /// To these audiences; to everyone where empty.
    pub audiences: Vec<&'p Id>,
    /// At these sites; at all where empty.
    pub sites: Vec<&'p Id>,
    /// The person or team that the piece comes from.
    pub from: Option<&'p Id>,
}

/// When a piece reaches whom.
struct Appearance<'p> {
    piece: &'p Id,
    channel: Channel,
    at: Option<DateTime>,
    audiences: Vec<&'p Id>,
    sites: Vec<&'p Id>,
    from: Option<&'p Id>,
}

impl<'p> Appearance<'p> {
    fn tells(&self, told: Told<'p>) -> Telling<'p> {
        Telling {
            told,
            piece: self.piece,
            channel: self.channel,
            at: self.at,
            audiences: self.audiences.clone(),
            sites: self.sites.clone(),
            from: self.from,
        }
    }
}

/// Everything that a campaign tells, in the order of its pieces.
pub fn tellings<'p>(identity: &'p Identity, campaign: &'p Campaign) -> Vec<Telling<'p>> {
    let mut out = Vec::new();
    for newsletter in &campaign.newsletters {
        for at in appearances(campaign, newsletter) {
            of_newsletter(identity, newsletter, at, &mut out);
        }
    }
    for poster in &campaign.posters {
        of_poster(identity, campaign, poster, &mut out);
    }
    let mut guides: Vec<&Id> = Vec::new();
    for guide in &campaign.guides {
        // The languages of a guide are one guide.
        if !guides.contains(&&guide.id) {
            guides.push(&guide.id);
            of_guide(identity, campaign, guide, &mut out);
        }
    }
    out
}

/// When a newsletter leaves: each occurrence, or once without a date.
pub fn appearances(campaign: &Campaign, newsletter: &Newsletter) -> Vec<Option<DateTime>> {
    match &newsletter.send {
        Some(Schedule::Every(recurrence)) => recurrence.occurrences(campaign).into_iter().map(Some).collect(),
        _ => vec![newsletter.first_send],
    }
}

fn of_newsletter<'p>(
    identity: &'p Identity,
    newsletter: &'p Newsletter,
    at: Option<DateTime>,
    out: &mut Vec<Telling<'p>>,
) {
    let (sites, from) = (Vec::new(), newsletter.from.as_ref());
    let whole = Appearance {
        piece: &newsletter.id,
        channel: Channel::Newsletter,
        at,
        audiences: newsletter.to.iter().collect(),
        sites,
        from,
    };
    // The footer repeats the why.
    out.extend(identity.story.why.as_ref().map(|_| whole.tells(Told::Why)));
    for block in &newsletter.blocks {
        let audiences = if block.only.is_empty() { whole.audiences.clone() } else { block.only.iter().collect() };
        let part = Appearance { audiences, sites: Vec::new(), ..whole };
        let all = |ids: &'p [Id], told: fn(&'p Id) -> Told<'p>, out: &mut Vec<Telling<'p>>| {
            out.extend(ids.iter().map(|id| part.tells(told(id))));
        };
        match &block.kind {
            BlockKind::Story { chapter } => out.push(part.tells(Told::Chapter(chapter))),
            BlockKind::Messages { show, .. } => all(show, Told::Message, out),
            BlockKind::Objections { show, .. } => all(show, Told::Objection, out),
            BlockKind::Training { show, .. } => all(show, Told::Training, out),
            BlockKind::Quote { person } => out.push(part.tells(Told::Voice(person))),
            BlockKind::Feedback => out.push(part.tells(Told::Feedback)),
            _ => {}
        }
    }
}

fn of_poster<'p>(identity: &'p Identity, campaign: &'p Campaign, poster: &'p Poster, out: &mut Vec<Telling<'p>>) {
    let sites = match &poster.sites {
        SiteSelection::None | SiteSelection::All => Vec::new(),
        SiteSelection::Some(ids) => ids.iter().collect(),
    };
    let (audiences, from) = (Vec::new(), None);
    // Without a date of its own a poster goes up for the launch.
    let at = poster.from.or(campaign.launch);
    let whole = Appearance { piece: &poster.id, channel: Channel::Poster, at, audiences, sites, from };
    out.extend(identity.story.why.as_ref().map(|_| whole.tells(Told::Why)));
    out.extend(poster.messages.iter().map(|id| whole.tells(Told::Message(id))));
    out.extend(poster.objections.iter().map(|id| whole.tells(Told::Objection(id))));
    out.extend(poster.training.iter().map(|id| whole.tells(Told::Training(id))));
}

fn of_guide<'p>(identity: &'p Identity, campaign: &'p Campaign, guide: &'p Guide, out: &mut Vec<Telling<'p>>) {
    let carries = |newsletter: &&Newsletter| newsletter.attach.iter().any(|a| a.guide == guide.id);
    // A guide is read when a newsletter brings it.
    let at = campaign.newsletters.iter().filter(carries).filter_map(|newsletter| newsletter.first_send).min();
    let audiences = guide.audiences.iter().collect();
    let (sites, from) = (Vec::new(), None);
    let whole = Appearance { piece: &guide.id, channel: Channel::Guide, at, audiences, sites, from };
    let mut tells = |told| out.push(whole.tells(told));
    for placeholder in guide.placeholders() {
        match placeholder {
            GuidePlaceholder::Why if identity.story.why.is_some() => tells(Told::Why),
            GuidePlaceholder::Story => identity.story.chapters.iter().for_each(|c| tells(Told::Chapter(&c.id))),
            GuidePlaceholder::Messages => identity.messages.iter().for_each(|m| tells(Told::Message(&m.id))),
            GuidePlaceholder::Objections => campaign.objections.iter().for_each(|o| tells(Told::Objection(&o.id))),
            GuidePlaceholder::Training => campaign.training.iter().for_each(|t| tells(Told::Training(&t.id))),
            GuidePlaceholder::People => {
                campaign.people.iter().filter(|p| p.quote.is_some()).for_each(|p| tells(Told::Voice(&p.id)));
            }
            _ => {}
        }
    }
}
