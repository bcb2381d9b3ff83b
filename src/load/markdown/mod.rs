//! Markdown with `{{ fields }}` to inlines and blocks.
//!
//! In: a text as the user wrote it and what fields may name there. Out: [`Prose`](crate::model::value::Prose) or guide
//! blocks, and diagnostics. Fields are taken out before Markdown is read, so that neither can disturb the other; a text
//! is never a template and never HTML: `<b>` is shown as it was typed.

mod fields;
mod guide;
mod prose;

pub use fields::{Columns, FieldNames, ListColumns};
pub use guide::guide;
pub use prose::{plain_text, prose};
