//! Sheets of an office printer's paper, to be assembled to a poster.
//!
//! In: the PDF of a poster and the paper. Out: a PDF whose first page says what to do and shows which sheet lies where; then
//! the sheets. The poster is in it once, however many sheets show a part of it.

mod assemble;
mod drawing;
mod grid;
mod text;

use krilla::{
    Document, SerializeSettings,
    geom::Size,
    metadata::{Metadata, TextDirection},
    page::PageSettings,
};
use krilla_svg::{SurfaceExt, SvgSettings};
use usvg::Tree;

use self::{
    assemble::{Placed, assembled},
    drawing::Draughtsman,
    grid::{Area, Grid},
    text::Setter,
};
use super::{error::Unprintable, file::Poster};
use crate::{
    design::{Fonts, Theme, svg::closed_options, typeset::Typesetter},
    model::{
        Words,
        value::{Direction, Format, LanguageTag, Millimetres},
    },
};

/// What a set of sheets is made with.
pub struct Sheets<'a> {
    /// The poster's format.
    pub format: &'a Format,
    /// The paper.
    pub paper: &'a Format,
    /// The poster's file, as it stands on every sheet.
    pub file: &'a str,
    /// The language of what the sheets say.
    pub language: &'a LanguageTag,
    /// The brand's colours.
    pub theme: &'a Theme,
    /// The project's fonts.
    pub fonts: &'a Fonts,
    /// The same for drawings.
    pub database: std::sync::Arc<usvg::fontdb::Database>,
    /// Built-in words.
    pub words: &'a Words,
}

/// Why there are no sheets.
#[derive(Debug, thiserror::Error)]
pub enum NoSheets {
    /// The poster's PDF cannot be used.
    #[error(transparent)]
    Poster(#[from] Unprintable),
    /// The paper holds too little of it.
    #[error("sheets of this paper are too small for this poster")]
    Paper,
    /// What stands beside the picture could not be drawn.
    #[error("its sheets could not be drawn: {0}")]
    Drawing(String),
}

/// Makes the sheets of a poster's PDF.
///
/// # Errors
/// Where the PDF cannot be used or the paper is too small.
pub fn sheets(pdf: &[u8], sheets: &Sheets<'_>, typesetter: Typesetter) -> Result<Vec<u8>, NoSheets> {
    let poster = Poster::read(pdf)?;
    let millimetres = |points: f64| points * 25.4 / 72.0;
    let paper = [sheets.paper.width, sheets.paper.height];
    let grid = Grid::new(poster.size().map(millimetres), paper).ok_or(NoSheets::Paper)?;
    let title = poster.title();
    let setter = Setter { fonts: sheets.fonts, typesetter, language: sheets.language };
    let mut draughtsman = Draughtsman {
        grid,
        format: sheets.format,
        paper: sheets.paper,
        title: &title,
        file: sheets.file,
        theme: sheets.theme,
        words: sheets.words,
        setter,
    };
    let upright = [paper[0].min(paper[1]), paper[0].max(paper[1])];
    let (guide, shown) = draughtsman.guide(upright);
    let mut pages = vec![(upright, guide)];
    let whole = Area { x: 0.0, y: 0.0, width: grid.poster[0], height: grid.poster[1] };
    let mut placed = vec![Placed { page: upright, part: whole, place: shown }];
    for (row, column) in grid.places() {
        pages.push((grid.sheet, draughtsman.sheet(row, column)));
        placed.push(Placed { page: grid.sheet, part: grid.of_poster(row, column), place: grid.on_sheet() });
    }
    let around = drawn(&pages, &title, sheets).map_err(NoSheets::Drawing)?;
    Ok(assembled(&around, poster, &placed)?)
}

/// The pages without the picture.
fn drawn(pages: &[([f64; 2], String)], title: &str, sheets: &Sheets<'_>) -> Result<Vec<u8>, String> {
    let mut document = Document::new_with(SerializeSettings::default());
    let direction = match sheets.language.direction() {
        Direction::Ltr => TextDirection::LeftToRight,
        Direction::Rtl => TextDirection::RightToLeft,
    };
    let metadata = Metadata::new().title(title.to_owned()).language(sheets.language.to_string());
    document.set_metadata(metadata.creator("Fanion".to_owned()).text_direction(direction));
    for (size, svg) in pages {
        let [width, height] = size.map(|side| Millimetres(side).points() as f32);
        let options = closed_options(std::sync::Arc::clone(&sheets.database));
        let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
        let settings = PageSettings::from_wh(width, height).ok_or("a page has no size")?;
        let size = Size::from_wh(width, height).ok_or("a page has no size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.draw_svg(&tree, size, SvgSettings::default()).ok_or("a page has no size")?;
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| format!("{error:?}"))
}
