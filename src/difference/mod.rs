//! What an edit changes, to look at: each piece before and now side by side, and the dates that moved.
//!
//! In: the files of each piece that differ, as `build` compared them, and the calendars of both states. Out: views of each piece
//! (pictures with what changed outlined, newsletters to be framed, pages, texts word by word), and one HTML page of them in the
//! brand's look with the files beside it. Pure: no file is read or written here.

mod dates;
mod page;
mod picture;
mod reason;
mod text;
mod view;
mod words;

pub use dates::{Calendar, Moved, Occasion, from_ics, moved};
pub use page::{Page, Sink, page};
pub use reason::Reason;
pub use view::{Shown, Status, View, show};
pub use words::Run;
