//! What stands side by side, and what a guide's links lead to.
//!
//! In: a guide's blocks as they follow each other, and where its lines of columns stand among them. Out: the same blocks
//! with columns made of what is between those lines; diagnostics for lines and links that lead nowhere.

use super::lines::Side;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
    load::raw::decode::shorten,
    model::GuideBlock,
};

/// A line of columns: the number of blocks before it, and its place.
pub(super) type Mark = (usize, Side, Span);

/// More columns than this are too narrow to read on a page.
const MOST_COLUMNS: usize = 3;

/// Puts the blocks between `{{ columns() }}` and `{{ end_columns() }}` side by side.
pub(super) fn columns(blocks: Vec<GuideBlock>, marks: Vec<Mark>, diagnostics: &mut Diagnostics) -> Vec<GuideBlock> {
    let mut out = Vec::new();
    let mut open: Option<(Vec<Vec<GuideBlock>>, Span)> = None;
    let mut marks = marks.into_iter().peekable();
    let count = blocks.len();
    let mut blocks = blocks.into_iter();
    for at in 0..=count {
        while let Some((_, side, span)) = marks.next_if(|(before, ..)| *before <= at) {
            match (side, open.take()) {
                (Side::Begin, None) => open = Some((vec![Vec::new()], span)),
                (Side::Next, Some((mut columns, begin))) => {
                    columns.push(Vec::new());
                    open = Some((columns, begin));
                }
                (Side::End, Some((columns, begin))) => out.extend(set_aside(columns, &begin, diagnostics)),
                (side, before) => {
                    diagnostics.push(misplaced(side, &span));
                    open = before;
                }
            }
        }
        let Some(block) = blocks.next() else { continue };
        match open.as_mut().and_then(|(columns, _)| columns.last_mut()) {
            Some(column) => column.push(block),
            None => out.push(block),
        }
    }
    if let Some((columns, begin)) = open {
        let diagnostic = Diagnostic::new(Code::InvalidField, &begin, "these columns are not closed");
        diagnostics.push(diagnostic.help("write `{{ end_columns() }}` on a line of its own where they end"));
        out.extend(columns.into_iter().flatten());
    }
    out
}

fn set_aside(columns: Vec<Vec<GuideBlock>>, begin: &Span, diagnostics: &mut Diagnostics) -> Vec<GuideBlock> {
    let fault = |message: String, help: &str| Diagnostic::new(Code::InvalidField, begin, message).help(help);
    match columns.len() {
        1 => {
            let help = "write `{{ next_column() }}` between what stands side by side";
            diagnostics.push(fault("these columns are only one".into(), help));
        }
        many if many > MOST_COLUMNS => {
            let help = "take at most three, or a table";
            diagnostics.push(fault(format!("{many} columns are too narrow to read"), help));
        }
        _ => return vec![GuideBlock::Columns(columns)],
    }
    columns.into_iter().flatten().collect()
}

fn misplaced(side: Side, span: &Span) -> Diagnostic {
    let (message, help) = match side {
        Side::Begin => ("columns begin within columns", "close the first with `{{ end_columns() }}`"),
        Side::Next | Side::End => ("no columns are open here", "write `{{ columns() }}` where they begin"),
    };
    Diagnostic::new(Code::InvalidField, span, message).help(help)
}

/// Every link within the guide leads to a heading.
pub(super) fn leads(references: &[Reference], blocks: &[GuideBlock], diagnostics: &mut Diagnostics) {
    let mut anchors = Vec::new();
    let mut waiting: Vec<&GuideBlock> = blocks.iter().collect();
    while let Some(block) = waiting.pop() {
        if let GuideBlock::Heading { span, .. } = block {
            anchors.push(GuideBlock::anchor(span.text()));
        }
        waiting.extend(block.children());
    }
    anchors.sort();
    for reference in references.iter().filter(|reference| !anchors.contains(&reference.name)) {
        let message = format!("this guide has no heading `{}`", shorten(&reference.name));
        let help = match anchors.is_empty() {
            true => Some("it has no heading at all".to_owned()),
            false => nearest::help(&reference.name, anchors.iter().map(String::as_str)),
        };
        diagnostics.push(Diagnostic::new(Code::InvalidLink, &reference.span, message).maybe_help(help));
    }
}

/// A link within a guide.
pub(super) struct Reference {
    pub name: String,
    pub span: Span,
}
