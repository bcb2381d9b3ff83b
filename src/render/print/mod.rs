//! Files for the print shop and sheets for the office printer.
//!
//! In: the PDF of a poster. Out: a PDF/X-4 in ink ([`file`]).

pub mod calculator;
pub mod content;
pub mod error;
pub mod file;
pub mod functions;
pub mod image;
pub mod inks;
pub mod intent;
pub mod objects;
pub mod operators;
pub mod pass;
pub mod shading;
pub mod sheet;
pub mod swatches;
#[cfg(test)]
mod tests;
pub mod tiles;
