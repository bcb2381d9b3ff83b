//! A project as the rest of the program sees it: every default, reference, language and unit resolved.
//!
//! In: nothing; `load` fills these types. Out: plain data that `check`, `plan` and the renderers read. Files are
//! [`Asset`]s, read once; nothing here touches the file system, the clock or the network.

mod brand;
mod campaign;
mod delivery;
mod identity;
mod pieces;
mod rhythm;
#[cfg(test)]
pub mod sample;
pub mod value;
mod words;

pub use brand::{Brand, FontFace, FontStyle, FontWeight, Logo, Typeface, Typography};
pub use campaign::{
    Approval, Audience, Campaign, Feedback, JobFunction, Level, Milestone, Objection, Person, Phase, Photo,
    RecipientsFile, Responsibility, Session, Site, Training, Verify,
};
pub use delivery::{Auth, Bounces, Delivery, Dkim, Images, OnUnknown, Rate, Tls};
pub use identity::{
    COATED_INK_LIMIT, Chapter, Endorsement, Guidelines, Identity, LogoGuidelines, Message, Nature, OutputCondition,
    Pattern, PrintColour, Proportion, Story, Voice,
};
pub use pieces::{
    Alignment, Attachment, Banner, Block, BlockKind, Callout, FileKind, Focus, Guide, GuideBlock, GuidePlaceholder,
    ImageText, Marks, Newsletter, Number, Picture, Poster, Print, Side, SiteSelection, Status, Step,
};
pub use rhythm::{AtMost, Quiet, QuietHours, Retention, Rhythm};
pub use words::{Words, places, plural_forms};

use value::{Asset, LanguageTag};

/// A whole project, loaded and checked for everything that one file or reference can say.
#[derive(Debug, Clone)]
pub struct Project {
    /// Who it is, how it looks, what it tells.
    pub identity: Identity,
    /// Its campaigns, by folder name; one undated built-in campaign where the project has none.
    pub campaigns: Vec<Campaign>,
    /// Grounds for video calls, one for each template family: of the branding kit, not of a campaign.
    pub call_backgrounds: Vec<Banner>,
    /// How its mail leaves.
    pub delivery: Option<Delivery>,
    /// Buttons, labels and footers in every language.
    pub words: Words,
    /// Templates of the project's own under `brand/templates/`, by path below that folder (`poster/ours.portrait.svg`).
    pub templates: Vec<Asset>,
}

impl Project {
    /// The language of a reader, site or piece that names none: the project's first.
    pub fn default_language(&self) -> &LanguageTag {
        &self.identity.languages[0]
    }
}
