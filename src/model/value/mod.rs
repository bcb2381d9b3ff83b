//! Values that say what they are: colours, lengths, languages, texts, fields, moments, addresses, conditions.
//!
//! In: strings as the user wrote them. Out: values that need no further check, or a [`ValueError`] that says what is
//! wrong and what to write.

mod address;
mod colour;
pub mod condition;
mod country;
pub mod fold;
mod id;
mod image;
mod language;
mod length;
mod moment;
mod text;
mod zone;

pub use address::{EmailAddress, Link};
pub use colour::Colour;
pub use condition::Condition;
pub use country::Country;
pub use id::Id;
pub use image::{Asset, MAX_PICTURE_PIXELS, hex};
pub use language::{Direction, LanguageTag};
pub use length::{Format, FormatUnit, Length, Millimetres};
pub use moment::{Clock, Day, Moment, Recurrence, Schedule};
pub(crate) use moment::{clock_time, weekday};
pub use text::{
    DateStyle, Field, FieldFormat, FieldSource, Inline, LinkTarget, Localised, Prose, ProseBlock, SiteField,
    TrainingField,
};
pub use zone::no_zone;

/// Why a string is not the value that was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ValueError {
    /// A lowercase fact.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl ValueError {
    /// A fact and what to write instead.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}
