//! All texts of a drawing set: each group fitted, drawn, and what had to give way told.

use super::{
    Area,
    drawing::Plate,
    expander::Expander,
    fit::{self, Block, Scale},
    lines::Grain,
    pen, places,
};
use crate::diagnostic::{Code, Diagnostic, Span};

/// A block with how it is framed.
pub(super) struct Framed {
    pub block: Block,
    pub plate: Option<Plate>,
    /// Its place in the template.
    pub place: Span,
}

/// A text, or several below each other, where it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// The keys of its texts in the context; empty for a template's own words.
    pub keys: String,
    /// The box that it takes.
    pub ink: Area,
    /// Its place in the template.
    pub place: Span,
}

impl Expander<'_, '_> {
    /// Fits and draws each group: the drawing of each block, and the keys of the texts that are shown.
    pub fn set_blocks(&mut self) -> (Vec<String>, Vec<String>) {
        let framed = std::mem::take(&mut self.blocks);
        let typography = self.typography();
        let mut drawings = vec![String::new(); framed.len()];
        let mut done = vec![false; framed.len()];
        let mut texts = Vec::new();
        for first in 0..framed.len() {
            if done[first] {
                continue;
            }
            let group = &framed[first].block.group;
            let together = |i: &usize| *i == first || (group.is_some() && framed[*i].block.group == *group);
            let members: Vec<usize> = (first..framed.len()).filter(together).collect();
            let blocks: Vec<&Block> = members.iter().map(|i| &framed[*i].block).collect();
            let scale = fit::fit(&blocks);
            self.report(scale, &blocks);
            members.iter().for_each(|i| done[*i] = true);
            let drawn = pen::draw(&blocks, scale, &typography, self.typesetter);
            for (i, drawn) in members.into_iter().zip(drawn).filter(|(_, drawn)| !drawn.svg.is_empty()) {
                let Framed { block, plate, place } = &framed[i];
                let keys: Vec<&str> = block.items.iter().filter_map(|item| item.content.as_deref()).collect();
                texts.push(Placed { keys: keys.join(" "), ink: drawn.ink, place: place.clone() });
                let plate = plate.as_ref().map(|plate| plate.draw(drawn.ink)).unwrap_or_default();
                drawings[i] = format!("<g>{plate}{}</g>", drawn.svg);
            }
        }
        self.diagnostics.extend(places::check(&texts, self.materials.width, self.materials.height));
        let shown = texts.iter().flat_map(|text| text.keys.split(' ')).map(str::to_owned).collect();
        (drawings, shown)
    }

    /// Says at its YAML line which text had to give way.
    fn report(&mut self, scale: Scale, blocks: &[&Block]) {
        let (code, what) = match scale {
            Scale::Usual(..) => return,
            Scale::Tight(_, Grain::Letter) => (Code::TextTight, "fits only broken inside a word".to_owned()),
            Scale::Tight(share, _) => {
                (Code::TextTight, format!("fits only at {:.0} % of its smallest good size", share * 100.0))
            }
            Scale::TooLong => (Code::TextTooLong, "does not fit even below its smallest size".to_owned()),
        };
        // Of texts that share a scale, those are to blame that would not do better alone.
        let guilty = blocks.iter().filter(|block| !matches!(fit::fit(&[block]), Scale::Usual(..)));
        for block in guilty {
            let Some(item) = block.items.iter().max_by_key(|item| item.text().chars().count()) else { continue };
            let name = item.content.as_deref().unwrap_or("text");
            let letters = item.text().chars().count();
            let message = format!("`{name}` of {}, {letters} characters, {what}", self.materials.piece);
            let place = item.content.as_deref().and_then(self.materials.span);
            let diagnostic = match &place {
                Some(place) => Diagnostic::new(code, place, message),
                None => Diagnostic::global(code, message),
            };
            self.diagnostics.push(diagnostic.help("write it shorter"));
        }
    }
}
