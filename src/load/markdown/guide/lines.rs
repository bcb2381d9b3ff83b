//! Lines of a guide that Markdown itself does not know: `{{ messages() }}`, `{{ poster("annonce") }}`, `> [!QUOTE]`.
//!
//! In: the body of a guide. Out: its text with a stand-in of the same length for each such line, so that every offset
//! stays true, and what each stands for.

use super::super::fields::PLACEHOLDER;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
    load::raw::decode::shorten,
    model::{GuidePlaceholder, value::Id},
};

/// What a line that is only `{{ name() }}` asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Call {
    Fill(GuidePlaceholder),
    Poster(Id),
    PageBreak,
    Columns(Side),
}

/// Where a line stands in what is set side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Begin,
    Next,
    End,
}

/// The lines that shape the page, by name.
const SHAPES: [(&str, Call); 4] = [
    ("page_break", Call::PageBreak),
    ("columns", Call::Columns(Side::Begin)),
    ("next_column", Call::Columns(Side::Next)),
    ("end_columns", Call::Columns(Side::End)),
];

/// The one that takes a name between its parentheses.
const POSTER: &str = "poster";

/// The callouts that `> [!NAME]` may ask for, and the pull quote.
const CALLOUTS: [&str; 6] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", QUOTE];
const QUOTE: &str = "QUOTE";

/// A guide's text without the lines of its own.
pub(super) struct Lines {
    /// As long as before.
    pub text: String,
    /// What each stand-in stands for, by where it begins.
    pub calls: Vec<(usize, Call)>,
    /// Where pull quotes begin.
    pub quotes: Vec<usize>,
}

/// Takes the lines of its own out of a guide.
pub(super) fn take(body: &Span, posters: &[Id], diagnostics: &mut Diagnostics) -> Lines {
    let mut taken = Lines { text: String::with_capacity(body.text().len()), calls: Vec::new(), quotes: Vec::new() };
    let lines: Vec<&str> = body.text().split_inclusive('\n').collect();
    let mut fence: Option<(&str, Span)> = None;
    for (i, line) in lines.iter().enumerate() {
        let start = taken.text.len();
        let (content, end) = line.split_at(line.trim_end().len());
        match &fence {
            Some((mark, _)) if closes(content, mark) => fence = None,
            Some(_) => {}
            None => fence = opens(content).map(|mark| (mark, body.part(start, start + content.len()))),
        }
        if fence.is_some() {
            taken.text.push_str(&line.replace(PLACEHOLDER, "   "));
            continue;
        }
        let span = body.part(start, start + content.len());
        let apart = |line: Option<&&str>| line.is_none_or(|l| l.trim().is_empty() || l.starts_with('#'));
        let alone = apart(i.checked_sub(1).and_then(|i| lines.get(i))) && apart(lines.get(i + 1));
        let stands_in = match (call(content), callout(content)) {
            (Some((name, _)), _) if !alone || line.starts_with([' ', '\t']) => {
                let message = format!("the block `{}()` stands amid other text", shorten(name));
                let help = "put it at the start of a line of its own, with an empty line above and below";
                diagnostics.push(Diagnostic::new(Code::InvalidField, &span, message).help(help));
                " ".repeat(content.len())
            }
            (Some((name, argument)), _) => match read(name, argument, posters) {
                Ok(call) => {
                    taken.calls.push((start, call));
                    let rest = content.len() - PLACEHOLDER.len_utf8();
                    std::iter::once(PLACEHOLDER).chain(std::iter::repeat_n('x', rest)).collect()
                }
                Err((code, message, help)) => {
                    diagnostics.push(Diagnostic::new(code, &span, message).maybe_help(help));
                    " ".repeat(content.len())
                }
            },
            (None, Some(kind)) if kind.eq_ignore_ascii_case(QUOTE) => {
                taken.quotes.push(start);
                let sign = content.find('>').map_or(0, |at| at + 1);
                format!("{}{}", &content[..sign], " ".repeat(content.len() - sign))
            }
            (None, kind) => {
                diagnostics.extend(kind.and_then(|kind| unknown_callout(kind, &span)));
                content.replace(PLACEHOLDER, "   ")
            }
        };
        taken.text.push_str(&stands_in);
        taken.text.push_str(end);
    }
    if let Some((mark, span)) = fence {
        let message = "this block of code is not closed: all that follows is in it";
        let diagnostic = Diagnostic::new(Code::UnsupportedMarkdown, &span, message);
        diagnostics.push(diagnostic.help(format!("write a line `{mark}` where it ends, or remove this one")));
    }
    taken
}

/// The signs with which a line begins a block of code.
fn opens(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let (mark, rest) = line.split_at(line.len() - line.trim_start_matches(sign).len());
    (mark.len() > 2 && !(sign == '`' && rest.contains('`'))).then_some(mark)
}

/// True for a line that ends the block of code that some signs began.
fn closes(line: &str, mark: &str) -> bool {
    let line = line.trim();
    line.starts_with(mark) && line.trim_start_matches(&mark[..1]).is_empty()
}

/// The name and the argument of a line that is only `{{ name(argument) }}`.
fn call(line: &str) -> Option<(&str, &str)> {
    let call = line.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let (name, argument) = call.strip_suffix(')')?.split_once('(')?;
    Some((name.trim(), argument.trim()))
}

/// The name in a line that is only `> [!NAME]`.
fn callout(line: &str) -> Option<&str> {
    let name = line.trim_start().strip_prefix('>')?.trim().strip_prefix("[!")?.strip_suffix(']')?;
    name.chars().all(|c| c.is_ascii_alphabetic()).then_some(name)
}

fn unknown_callout(kind: &str, span: &Span) -> Option<Diagnostic> {
    if CALLOUTS.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
        return None;
    }
    let message = format!("there is no callout `{}`", shorten(kind));
    let help = nearest::help(&kind.to_uppercase(), CALLOUTS);
    Some(Diagnostic::new(Code::UnsupportedMarkdown, span, message).maybe_help(help))
}

/// What a call asks for, or what is wrong with it.
fn read(name: &str, argument: &str, posters: &[Id]) -> Result<Call, (Code, String, Option<String>)> {
    if name == POSTER {
        return poster(argument, posters);
    }
    let fill = GuidePlaceholder::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| Call::Fill(*kind));
    let shape = || SHAPES.iter().find(|(known, _)| *known == name).map(|(_, call)| call.clone());
    match fill.or_else(shape) {
        Some(call) if argument.is_empty() => Ok(call),
        Some(_) => Err((Code::InvalidField, format!("`{name}` takes nothing between its parentheses"), None)),
        None => {
            let fills = GuidePlaceholder::ALL.iter().map(|(name, _)| *name);
            let known: Vec<&str> = fills.chain(SHAPES.iter().map(|(name, _)| *name)).chain([POSTER]).collect();
            let message = format!("there is no block `{}()`", shorten(name));
            Err((Code::InvalidField, message, nearest::help(name, known)))
        }
    }
}

fn poster(argument: &str, posters: &[Id]) -> Result<Call, (Code, String, Option<String>)> {
    let quoted = argument.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let Some(name) = quoted.filter(|name| !name.trim().is_empty()) else {
        let help = "write the poster's id in quotes, as `{{ poster(\"announcement\") }}`".to_owned();
        return Err((Code::InvalidField, "`poster` needs the id of a poster".into(), Some(help)));
    };
    match posters.iter().find(|id| id.as_str() == name.trim()) {
        Some(id) => Ok(Call::Poster(id.clone())),
        None => {
            let help = match posters.is_empty() {
                true => Some("the campaign has no poster".to_owned()),
                false => nearest::help(name, posters.iter().map(Id::as_str)),
            };
            Err((Code::UnknownReference, format!("there is no poster `{}`", shorten(name)), help))
        }
    }
}
