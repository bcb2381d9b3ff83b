//! What is approved, by whom, and whether it still is.
//!
//! In: an issue as it was built, the signatures in the campaign's folder, codes that were mailed. Out: whether it may leave,
//! and why not. Requests and signatures stand below `campaigns/NAME/approvals/`, so that they travel with the project; codes,
//! as keyed hashes, below `.fanion/`.

mod code;
mod folder;
mod issue;
mod post;
mod signature;
mod summary;

pub use code::{Codes, Refusal};
pub use folder::Folder;
pub use issue::{Issue, Letter, Request, clear, keep};
pub use post::Post;
pub use signature::{Signature, Standing, within};
pub use summary::{Summary, changed_lines};
