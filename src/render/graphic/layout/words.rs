//! The texts of a template's elements.
//!
//! In: an `f:text`. Out: its [`Words`], measured: one of the piece's texts, or those that stand in the element.

use roxmltree::Node;

use super::{attributes::Attributes, element::Words, item::Item, reader::Reader, style::Style};
use crate::{
    diagnostic::{Code, Diagnostic, nearest},
    render::graphic::runs::{Text, TextRun},
};

/// The longest text that is laid out: several pages of a book.
const MOST_LETTERS: usize = 5000;

impl Reader<'_, '_> {
    /// The text that an element shows: one of the piece's by its key, else what stands in the element. `None` where
    /// there is nothing to show.
    pub fn words(&mut self, node: &Node, attributes: &Attributes) -> Option<Words> {
        let key = attributes.text("content").map(str::to_owned);
        let style = Style::read(attributes)?;
        let valign = attributes.valign();
        let runs: Vec<TextRun> = match &key {
            Some(key) => self.piece_text(key, attributes).runs,
            None => {
                let mut runs = Vec::new();
                self.own_runs(node, &TextRun::default(), &mut runs);
                Text::from_runs(runs).runs
            }
        };
        if self.too_many_letters(node, key.as_deref(), &runs) {
            return None;
        }
        let item = Item::new(key, &runs, style, &self.materials.typography(), self.typesetter);
        self.missing_glyphs(node, &item);
        (!item.is_empty()).then_some(Words { item, valign })
    }

    /// Refuses a text that nobody reads on one sheet, before it is measured.
    fn too_many_letters(&mut self, node: &Node, key: Option<&str>, runs: &[TextRun]) -> bool {
        let count: usize = runs.iter().map(|run| run.text.chars().count()).sum();
        if count <= MOST_LETTERS {
            return false;
        }
        let (name, place) = self.materials.author(key);
        let message = format!("{name} of {} has {count} characters; {MOST_LETTERS} are the most", self.materials.piece);
        let diagnostic = Diagnostic::new(Code::TextTooLong, &place, message);
        let set_here = self.locator.range(node.range());
        self.diagnostics.push(
            diagnostic.help("write it much shorter: a sheet holds a few sentences").related(&set_here, "set here"),
        );
        true
    }

    /// One diagnostic for all of a text's characters that no font has.
    fn missing_glyphs(&mut self, node: &Node, item: &Item) {
        let missing = item.missing(self.materials.fonts);
        let named = missing.iter().map(|c| format!("`{c}` (U+{:04X})", u32::from(*c)));
        let listed = named.collect::<Vec<_>>().join(", ");
        if missing.is_empty() {
            return;
        }
        let own = item.content.as_deref().and_then(self.materials.span);
        let place = own.unwrap_or_else(|| self.locator.range(node.range()));
        let (character, it) = if missing.len() == 1 { ("character", "it") } else { ("characters", "them") };
        let help = format!("remove the {character}, or add a font that has {it} under `typography.fonts`");
        let message = format!("no font at hand has a glyph for {listed}");
        self.diagnostics.push(Diagnostic::new(Code::MissingGlyph, &place, message).help(help));
    }

    fn piece_text(&self, key: &str, attributes: &Attributes) -> Text {
        (self.materials.text)(key).unwrap_or_else(|| {
            let diagnostic = attributes.wrong(format!("no text is called `{key}`"));
            let known = self.materials.keys.iter().map(String::as_str);
            attributes.push(diagnostic.maybe_help(nearest::help(key, known)));
            Text::default()
        })
    }

    /// Text written in the template, with `f:strong`, `f:em` and `f:br` in it.
    fn own_runs(&mut self, node: &Node, look: &TextRun, runs: &mut Vec<TextRun>) {
        for child in node.children() {
            let look = look.clone();
            match child.tag_name().name() {
                _ if child.is_text() => {
                    let text = child.text().unwrap_or_default().replace('\n', " ");
                    runs.push(TextRun { text, ..look });
                }
                "strong" => self.own_runs(&child, &TextRun { strong: true, ..look }, runs),
                "em" => self.own_runs(&child, &TextRun { emphasis: true, ..look }, runs),
                "br" => runs.push(TextRun { text: "\n".into(), ..look }),
                _ if child.is_comment() => {}
                other => {
                    let message = format!("`{other}` cannot stand in a text");
                    let place = self.locator.range(child.range());
                    let diagnostic = Diagnostic::new(Code::InvalidMarkup, &place, message);
                    self.diagnostics.push(diagnostic.help("a text holds words, `f:strong`, `f:em` and `f:br`"));
                }
            }
        }
    }
}
