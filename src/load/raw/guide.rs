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
        /// On the cover.
        title: Located<String>,
        /// Below the title.
        subtitle: Option<Located<String>>,
        /// The audiences it is for.
        audiences = "for": Option<OneOrMany<Located<Id>>>,
        /// A4 or Letter; A4 where absent.
        format: Option<Located<Format>>,
        /// ready or draft.
        status: Option<Located<Status>>,
    }
}

impl FrontMatter {
    /// A text of it as every text is held, so that one function reads them all.
    pub fn text(located: &Located<String>) -> super::text::Text {
        PerLanguage { versions: vec![(None, located.clone())], span: located.span.clone() }
    }
}
