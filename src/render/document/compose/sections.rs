//! The sections of a built-in guide, which is written for any project: those that this one has nothing for are left out.
//!
//! In: the guide's blocks. Out: nodes without the sections whose placeholders all show nothing, and without headings that
//! nothing follows.

use super::{super::data::Node, Composer};
use crate::model::GuideBlock;

impl Composer<'_> {
    /// Composes a guide section by section: a heading and what follows it up to the next one.
    pub(super) fn sections(&mut self, blocks: &[GuideBlock]) -> Vec<Node> {
        let mut sections = Vec::new();
        for block in blocks {
            if sections.is_empty() || matches!(block, GuideBlock::Heading { .. }) {
                sections.push(Vec::new());
            }
            sections.last_mut().expect("one was pushed").push(block);
        }
        let told = sections.into_iter().filter(|section| self.has_something(section));
        let told: Vec<_> = told.collect::<Vec<_>>().into_iter().flatten().collect();
        let kept = without_empty_headings(told);
        kept.into_iter().flat_map(|block| self.blocks(std::slice::from_ref(block), 0)).collect()
    }

    /// True unless all placeholders of a section that has any show nothing.
    fn has_something(&self, section: &[&GuideBlock]) -> bool {
        let mut any = false;
        for block in section {
            if let GuideBlock::Placeholder { kind, .. } = block {
                any = true;
                if self.shows(*kind) {
                    return true;
                }
            }
        }
        !any
    }
}

/// The blocks without the headings that no text and no deeper heading with text follows.
fn without_empty_headings(blocks: Vec<&GuideBlock>) -> Vec<&GuideBlock> {
    let level = |block: &GuideBlock| match block {
        GuideBlock::Heading { level, .. } => Some(*level),
        _ => None,
    };
    let mut kept: Vec<&GuideBlock> = Vec::new();
    for block in blocks.into_iter().rev() {
        // Read from the end: what was kept last follows it.
        let next = kept.last().map(|next| level(next));
        let empty = match (level(block), next) {
            (Some(own), Some(Some(next))) => next <= own,
            (Some(_), None) => true,
            _ => false,
        };
        if !empty {
            kept.push(block);
        }
    }
    kept.reverse();
    kept
}
