use super::{Piece, for_print, posters};
use crate::model::{
    Campaign, Poster, Print, Project, Site,
    value::{Format, LanguageTag},
};

/// What is printed of one poster for one site in one format.
#[derive(Debug, Clone)]
pub struct OrderLine<'p> {
    /// The poster.
    pub poster: &'p Poster,
    /// How it is printed.
    pub print: &'p Print,
    /// Where it goes; everywhere where absent.
    pub site: Option<&'p Site>,
    /// Its language.
    pub language: LanguageTag,
    /// Its size.
    pub format: Format,
    /// How many.
    pub quantity: u32,
    /// The file that the print shop is given, by its path below `output/`.
    pub file: String,
}

/// The campaign's print order: a line for each print file, in the plan's order.
///
/// The quantity is what the site says for the format, else what the poster says, else one.
pub fn order<'p>(project: &Project, campaign: &'p Campaign) -> Vec<OrderLine<'p>> {
    let lines = for_print(project, campaign, &posters(campaign), 0).into_iter().filter_map(|job| {
        let Piece::PrintFile(poster, print) = job.piece else { return None };
        let (format, file) = (job.format?, job.artefacts.into_iter().next()?.path);
        let asked = job.site.and_then(|site| site.posters.get(&format.name).copied());
        let quantity = asked.or(print.quantity).unwrap_or(1);
        Some(OrderLine { poster, print, site: job.site, language: job.language, format, quantity, file })
    });
    lines.filter(|line| line.quantity > 0).collect()
}
