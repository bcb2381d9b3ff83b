//! The brand as drawing material: theme colours, fonts, icons, patterns and logos.
//!
//! In: the [`model`](crate::model)'s brand and what is built in under `src/builtin/`. Out: colours that can be read on
//! each other, font files and the order in which they are tried, and fragments of SVG. Pure: no file, clock or chance.

pub mod colour;
pub mod fonts;
pub mod icons;
pub mod inks;
pub mod logo;
pub mod pattern;
pub mod picture;
pub mod qr;
pub mod svg;
mod theme;
mod tones;
pub mod typeset;

pub use fonts::Fonts;
pub use theme::Theme;
pub use tones::Tones;
