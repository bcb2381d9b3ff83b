//! `fanion build`
use clap::Args;
use super::{Outcome, session::Session};
/// `fanion build`
#[derive(Debug, Args)]
pub struct Options {}
/// Until the renderers are there.
pub fn run(_: &Session, _: &Options) -> anyhow::Result<Outcome> { Ok(Outcome::Clean) }
