//! Projects and what is made of them, through the program and the library.
//!
//! One program for all of these, and one for `tests/delivery`: each links the engines, which takes longer than most tests.

mod architecture;
mod brand;
mod cli;
mod commands;
mod diagnostics;
mod edits;
mod golden;
mod keys;
mod mutations;
mod outside;
mod packs;
mod preview;
mod reference;
mod regressions;
mod start;
mod templates;
