//! What a piece is called, for whoever looks for it: what it says first.

use crate::{
    model::value::Id,
    personalise::{Scope, plain},
    plan::Kind,
};

/// A newsletter's subject, the headline of a poster or banner, a guide's title, the campaign's for its calendar; in the scope's
/// language and at its site. None for what the campaign does not name: decks, the branding kit, a piece that is no more.
pub fn title(scope: &Scope<'_>, kind: Kind, id: &str) -> Option<String> {
    let campaign = scope.campaign;
    let is = |own: &Id| own.as_str() == id;
    let title = match kind {
        Kind::Newsletters => scope.plain(&campaign.newsletters.iter().find(|newsletter| is(&newsletter.id))?.subject),
        Kind::Posters => scope.plain(&campaign.posters.iter().find(|poster| is(&poster.id))?.headline),
        Kind::Banners => scope.plain(&campaign.banners.iter().find(|banner| is(&banner.id))?.headline),
        Kind::Guides => {
            let mut guides = campaign.guides.iter();
            let guide = guides.find(|guide| is(&guide.id) && guide.language == *scope.language)?;
            plain(&scope.fill_prose(&guide.title).inlines())
        }
        Kind::Calendar => scope.plain(&campaign.title),
        Kind::Decks | Kind::Brand | Kind::Gallery => return None,
    };
    Some(title).filter(|title| !title.trim().is_empty())
}
