//! Texts that anybody may read: filled without a reader, without a site, and without links, which paper does not have.

use crate::{
    model::value::{Field, FieldSource, Inline, Prose, ProseBlock},
    personalise::{Scope, plain, typographic},
};

/// A paragraph of at most this many characters may be a salutation.
const LONGEST_SALUTATION: usize = 60;
/// And one without any sign at its end is, where it opens a text and has at most this many.
const LONGEST_BARE_SALUTATION: usize = 20;

impl Scope<'_> {
    /// A text in which paragraphs and items that need a reader or a site are left out; so are salutations, which would greet
    /// nobody.
    pub(super) fn public_prose(&self, prose: &Prose) -> Prose {
        let opens = |at: usize| at == 0 && prose.blocks.len() > 1;
        let blocks = prose.blocks.iter().enumerate().filter_map(|(at, block)| match block {
            ProseBlock::Paragraph(inlines) => {
                self.public(inlines).filter(|shown| !salutes(inlines, shown, opens(at))).map(ProseBlock::Paragraph)
            }
            ProseBlock::List { ordered, items } => {
                let items: Vec<_> = items.iter().filter_map(|item| self.public(item)).collect();
                (!items.is_empty()).then_some(ProseBlock::List { ordered: *ordered, items })
            }
        });
        let mut blocks: Vec<ProseBlock> = blocks.collect();
        // After a salutation German goes on in small letters.
        if blocks.len() < prose.blocks.len()
            && let Some(ProseBlock::Paragraph(inlines)) = blocks.first_mut()
        {
            capitalise(inlines);
        }
        Prose { blocks, span: prose.span.clone() }
    }

    /// A run; none where a field in it has nothing to show.
    fn public(&self, inlines: &[Inline]) -> Option<Vec<Inline>> {
        let shown = |field: &Field| field.default.is_some() || self.known(field).is_some();
        let is_complete = fields(inlines).iter().all(|field| shown(field));
        is_complete.then(|| self.on_paper(self.fill(inlines)))
    }

    fn on_paper(&self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::new();
        for inline in inlines {
            match inline {
                Inline::Field(field) => {
                    let default = field.default.unwrap_or_default();
                    out.push(Inline::Text(typographic(&default, self.language).into_owned()));
                }
                Inline::Link { content, .. } => out.extend(self.on_paper(content)),
                Inline::Strong(content) => out.push(Inline::Strong(self.on_paper(content))),
                Inline::Emphasis(content) => out.push(Inline::Emphasis(self.on_paper(content))),
                Inline::Text(_) | Inline::Code(_) | Inline::Break => out.push(inline),
            }
        }
        out
    }
}

/// Lets a run begin with a capital letter.
fn capitalise(inlines: &mut [Inline]) {
    match inlines.first_mut() {
        Some(Inline::Text(text)) => {
            let Some(first) = text.chars().next() else { return };
            *text = first.to_uppercase().chain(text.chars().skip(1)).collect();
        }
        Some(Inline::Strong(content) | Inline::Emphasis(content)) => capitalise(content),
        _ => {}
    }
}

/// Whether a paragraph greets: it is short and has a reader's value, or it opens a text and ends as salutations do.
fn salutes(written: &[Inline], shown: &[Inline], opens: bool) -> bool {
    let of_reader = |field: &&Field| matches!(field.source, FieldSource::Column(_));
    let shown = plain(shown);
    let (shown, count) = (shown.trim_end(), shown.trim_end().chars().count());
    let greets = shown.ends_with([',', '،', '、', '，']);
    let is_bare = count <= LONGEST_BARE_SALUTATION && shown.ends_with(char::is_alphanumeric);
    count <= LONGEST_SALUTATION && (fields(written).iter().any(of_reader) || (opens && (greets || is_bare)))
}

/// Every field that a run shows; those of addresses, which paper does not have, left out.
fn fields(inlines: &[Inline]) -> Vec<&Field> {
    let mut found = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Field(field) => found.push(field),
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                found.extend(fields(content));
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
    found
}
