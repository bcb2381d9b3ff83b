//! The front matter of a guide.

use super::{
    decode::{OneOrMany, record},
    text::PerLanguage,
};
use crate::{
    diagnostic::Located,
    model::{
        Status,
        value::{Format, Id},
    },
};

record! {
    /// The front matter of a guide: `campaigns/NAME/guides/NAME.LANG.md`.
    FrontMatter {
        /// On the cover. Example: `The ambassador's guide`
        title: Located<String>,
        /// Below the title. Example: `Keep Agora alive in your team`
        subtitle: Option<Located<String>>,
        /// The audiences that it is for; everyone where absent. Example: `[ambassadors]`
        audiences = "for": Option<OneOrMany<Located<Id>>>,
        /// A4 or Letter; A4 where absent. Example: `Letter`
        format: Option<Located<Format>>,
        /// A draft may lack languages; ready where absent. Example: `draft`
        status: Option<Located<Status>>,
    }
}

impl FrontMatter {
    /// A text of it as every text is held, so that one function reads them all.
    pub fn text(located: &Located<String>) -> super::text::Text {
        PerLanguage { versions: vec![(None, located.clone())], span: located.span.clone() }
    }
}
