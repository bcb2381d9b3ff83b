//! A reader's mail.
