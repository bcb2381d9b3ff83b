//! The small grammar of `{{ source | format | default("…") }}`.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
    load::raw::decode::shorten,
    model::value::{DateStyle, Field, FieldFormat, FieldSource, Id, Inline, SiteField, TrainingField},
    recipients,
};

/// Begins the stand-in for a field; a noncharacter, which no text needs (Unicode 23.7).
pub(super) const MARK: char = '\u{fdd0}';

/// Stands for a guide's placeholder, a line of its own; `guide` puts it in after taking it out of the user's text.
pub(super) const PLACEHOLDER: char = '\u{fdd1}';

/// What fields may name at a place.
#[derive(Debug, Clone, Default)]
pub struct FieldNames {
    /// The campaign's trainings.
    pub trainings: Vec<Id>,
    /// Whether recipients' columns may be named: in newsletters.
    pub columns: Columns,
    /// True for the tagline, which cannot hold itself.
    pub in_tagline: bool,
}

/// Which recipients' columns a field may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Columns {
    /// None: this text is not for one reader.
    #[default]
    None,
    /// Any: the list is not known.
    Any,
    /// Those that each of these lists has.
    Known(Vec<ListColumns>),
}

/// A list of recipients and its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListColumns {
    /// Relative to the project.
    pub path: String,
    /// Its columns.
    pub columns: recipients::Columns,
}

/// More mistakes than this in the fields of one text are not told: what follows would only repeat them.
const MAX_MISTAKES: usize = 12;
/// The most fields of one text: their stand-ins are numbered in two figures of base 36.
const MAX_FIELDS: usize = 36 * 36;

/// The fields that every text may name.
const EVERYWHERE: [&str; 10] = [
    "name",
    "tagline",
    "organisation",
    "link",
    "contact",
    "launch",
    "site.name",
    "site.address",
    "site.contact",
    "site.link",
];

/// A text whose fields are replaced by stand-ins of the same length, so that every offset stays true.
pub(super) struct Tokenised {
    pub text: String,
    pub fields: Vec<(Field, usize)>,
}

/// Takes the fields out of a text. `place` finds the span of a byte range of the text.
pub(super) fn tokenise(
    text: &str,
    names: &FieldNames,
    place: &dyn Fn(usize, usize) -> Span,
    diagnostics: &mut Diagnostics,
) -> Tokenised {
    let mut out = String::with_capacity(text.len());
    let mut fields = Vec::new();
    let mut rest = 0;
    let mut mistakes = 0;
    while mistakes < MAX_MISTAKES
        && let Some(start) = text[rest..].find("{{").map(|i| rest + i)
    {
        push_clean(&mut out, &text[rest..start]);
        let Some(end) = field_end(&text[start..]).map(|i| start + i) else {
            let diagnostic = Diagnostic::new(Code::InvalidField, &place(start, start + 2), "this field is not closed");
            diagnostics.push(diagnostic.help("write `{{ name }}`, with two closing braces on the same line"));
            out.push_str("  ");
            rest = start + 2;
            mistakes += 1;
            continue;
        };
        let span = place(start, end);
        match parse(&text[start + 2..end - 2], names, &span) {
            Ok(field) if fields.len() < MAX_FIELDS => {
                push_stand_in(&mut out, fields.len(), end - start);
                fields.push((field, end - start));
            }
            Ok(_) => {
                let diagnostic = Diagnostic::new(Code::InvalidField, &span, "there are too many fields in this text");
                diagnostics.push(diagnostic.help(format!("a text holds at most {MAX_FIELDS}: divide it")));
                out.extend(std::iter::repeat_n('x', end - start));
                mistakes = MAX_MISTAKES;
            }
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                out.extend(std::iter::repeat_n('x', end - start));
                mistakes += 1;
            }
        }
        rest = end;
    }
    push_clean(&mut out, &text[rest..]);
    if mistakes == 0 {
        diagnostics.extend(stray(&out, place));
    }
    Tokenised { text: out, fields }
}

/// What belongs to templates or to a field that is none, and would be read as it stands.
fn stray(text: &str, place: &dyn Fn(usize, usize) -> Span) -> Option<Diagnostic> {
    if let Some(start) = text.find("{%").filter(|start| text[*start..].contains("%}")) {
        let end = text[start..].find("%}").map_or(text.len(), |length| start + length + 2);
        let message = "this belongs to a template: readers would see it as it stands";
        let help = "texts know fields alone, as `{{ name }}`; what is for some readers goes into a block with `only:`";
        return Some(Diagnostic::new(Code::InvalidField, &place(start, end), message).help(help));
    }
    let start = text.find("}}")?;
    let help = "write a field with two braces on both sides, as `{{ name }}`";
    let diagnostic = Diagnostic::new(Code::SuspiciousText, &place(start, start + 2), "this closes no field");
    Some(diagnostic.help(help))
}

/// Text without the control and non-characters that no piece can show, each replaced by as many spaces.
fn push_clean(out: &mut String, text: &str) {
    for c in text.chars() {
        let mark = ('\u{fdd0}'..='\u{fdef}').contains(&c) && c != PLACEHOLDER;
        let bad = (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || mark;
        if bad || c == '\r' {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
}

/// The end of the field that begins a text: after the first `}}` that stands in no quotes, on the same line.
fn field_end(text: &str) -> Option<usize> {
    let mut quotes = Quotes::default();
    for (i, c) in text.char_indices().skip(2) {
        let within = quotes.pass(c);
        match c {
            '\n' => return None,
            '}' if !within && text[i + 1..].starts_with('}') && i > 2 => return Some(i + 2),
            _ => {}
        }
    }
    None
}

/// The quotes that a filter's text may stand in: single ones too, since double ones often surround the whole text in YAML,
/// and the round ones that word processors make of both.
const QUOTES: &[(char, char)] = &[('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];

/// Whether a character stands within quotes, told one after the other.
#[derive(Default)]
struct Quotes {
    /// What closes the text that is open.
    closing: Option<char>,
    /// The last character but spaces: only after `(` do quotes open, so that an apostrophe elsewhere is one.
    before: Option<char>,
}

impl Quotes {
    fn pass(&mut self, c: char) -> bool {
        match self.closing {
            Some(closing) if closing == c => self.closing = None,
            Some(_) => {}
            None if c == '"' || self.before == Some('(') => {
                self.closing = QUOTES.iter().find(|(open, _)| *open == c).map(|(_, closing)| *closing);
            }
            None => {}
        }
        if !c.is_whitespace() {
            self.before = Some(c);
        }
        self.closing.is_some()
    }
}

/// MARK, the index in two figures of base 36, then letters up to the length.
fn push_stand_in(out: &mut String, index: usize, length: usize) {
    let figure = |n: usize| char::from_digit(n as u32, 36).unwrap_or('z');
    out.push(MARK);
    out.push(figure(index / 36));
    out.push(figure(index % 36));
    out.extend(std::iter::repeat_n('x', length.saturating_sub(MARK.len_utf8() + 2)));
}

impl Tokenised {
    /// Text and fields of a piece of the tokenised text.
    pub fn inlines(&self, text: &str) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(MARK) {
            if at > 0 {
                out.push(Inline::Text(rest[..at].to_owned()));
            }
            match self.stand_in(&rest[at..]) {
                Some((field, length)) => {
                    out.push(Inline::Field(field.clone()));
                    rest = rest.get(at + length..).unwrap_or_default();
                }
                None => rest = &rest[at + MARK.len_utf8()..],
            }
        }
        if !rest.is_empty() {
            out.push(Inline::Text(rest.to_owned()));
        }
        out
    }

    /// The field whose stand-in begins a text.
    pub fn stand_in(&self, text: &str) -> Option<(&Field, usize)> {
        let index = usize::from_str_radix(text.strip_prefix(MARK)?.get(..2)?, 36).ok()?;
        self.fields.get(index).map(|(field, length)| (field, *length))
    }
}

/// What stands between the braces.
fn parse(text: &str, names: &FieldNames, span: &Span) -> Result<Field, Box<Diagnostic>> {
    let wrong = |message: String, help: Option<String>| {
        Box::new(Diagnostic::new(Code::InvalidField, span, message).maybe_help(help))
    };
    let mut parts = split_filters(text).into_iter();
    let name = parts.next().unwrap_or_default();
    let source = source(name.trim(), names).map_err(|(message, help)| wrong(message, help))?;
    let mut field = Field { source, format: None, default: None, span: Some(span.clone()) };
    for filter in parts {
        let filter = filter.trim();
        let (filter_name, argument) = match filter.split_once('(') {
            Some((name, rest)) => {
                let within = rest.strip_suffix(')').map(str::trim);
                let argument = within.and_then(unquoted).ok_or_else(|| {
                    let fault = if within.is_some() { "holds no text in quotes" } else { "is not closed" };
                    wrong(format!("`{}` {fault}", shorten(filter)), Some(format!("write `{name}('…')`")))
                })?;
                (name.trim(), Some(argument))
            }
            None => (filter, None),
        };
        match (filter_name, argument) {
            ("date", None) => field.format = Some(FieldFormat::Date(DateStyle::Medium)),
            ("date", Some("short")) => field.format = Some(FieldFormat::Date(DateStyle::Short)),
            ("date", Some("medium")) => field.format = Some(FieldFormat::Date(DateStyle::Medium)),
            ("date", Some("long")) => field.format = Some(FieldFormat::Date(DateStyle::Long)),
            ("time", None) => field.format = Some(FieldFormat::Time),
            ("default", Some(text)) => field.default = Some(text.to_owned()),
            ("date", Some(other)) => {
                let help = nearest::help(other, ["short", "medium", "long"]);
                return Err(wrong(format!("`{}` is not a way to write a date", shorten(other)), help));
            }
            (other, _) => {
                let help = nearest::help(other, ["date", "time", "default"]);
                return Err(wrong(format!("`{}` is not a filter", shorten(other)), help));
            }
        }
    }
    let dated = matches!(field.source, FieldSource::Launch | FieldSource::Training(_, TrainingField::Starts));
    if field.format.is_some() && !dated {
        return Err(wrong(
            "this field is not a date".into(),
            Some("`date` and `time` go with `launch` and `training.ID.starts`".into()),
        ));
    }
    Ok(field)
}

/// A text without the quotes around it.
fn unquoted(text: &str) -> Option<&str> {
    QUOTES.iter().find_map(|(open, closing)| text.strip_prefix(*open)?.strip_suffix(*closing))
}

/// The parts between `|`, those within quotes left whole.
fn split_filters(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quotes) = (0, Quotes::default());
    for (i, c) in text.char_indices() {
        if !quotes.pass(c) && c == '|' {
            parts.push(&text[start..i]);
            start = i + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

fn source(name: &str, names: &FieldNames) -> Result<FieldSource, (String, Option<String>)> {
    if name.ends_with(')') {
        let message = format!("the block `{}` stands amid other text", shorten(name));
        return Err((
            message,
            Some("in a guide, put it on a line of its own, with an empty line above and below".into()),
        ));
    }
    let unknown = |known: Vec<String>| {
        let message = match name.is_empty() {
            true => "this field names nothing".to_owned(),
            false => format!("there is no field `{}` here", shorten(name)),
        };
        (message, nearest::help(name, known.iter().map(String::as_str)))
    };
    Ok(match name {
        "name" => FieldSource::Name,
        "tagline" if !names.in_tagline => FieldSource::Tagline,
        "organisation" => FieldSource::Organisation,
        "link" => FieldSource::Link,
        "contact" => FieldSource::Contact,
        "launch" => FieldSource::Launch,
        "site.name" => FieldSource::Site(SiteField::Name),
        "site.address" => FieldSource::Site(SiteField::Address),
        "site.contact" => FieldSource::Site(SiteField::Contact),
        "site.link" => FieldSource::Site(SiteField::Link),
        _ => match name.strip_prefix("training.").and_then(|rest| rest.rsplit_once('.')) {
            Some((id, part)) => {
                let known = || names.trainings.iter().map(|t| format!("training.{t}.{part}")).collect::<Vec<_>>();
                let wrong = || match names.trainings.is_empty() {
                    true => {
                        (unknown(Vec::new()).0, Some("the campaign has no `training:`; name it there first".into()))
                    }
                    false => unknown(known()),
                };
                let id = names.trainings.iter().find(|t| t.as_str() == id).ok_or_else(wrong)?.clone();
                let part = match part {
                    "title" => TrainingField::Title,
                    "starts" => TrainingField::Starts,
                    "place" => TrainingField::Place,
                    "register" => TrainingField::Register,
                    _ => {
                        let parts = ["title", "starts", "place", "register"];
                        return Err(unknown(parts.iter().map(|p| format!("training.{id}.{p}")).collect()));
                    }
                };
                FieldSource::Training(id, part)
            }
            None => column(name, names)?.ok_or_else(|| unknown(known_names(names)))?,
        },
    })
}

/// The column that a field names in every list that its newsletter goes to; `None` where no list has it.
fn column(name: &str, names: &FieldNames) -> Result<Option<FieldSource>, (String, Option<String>)> {
    let well_formed = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_') && name.len() <= 64;
    let lists = match &names.columns {
        Columns::None => return Ok(None),
        Columns::Any => return Ok(well_formed.then(|| FieldSource::Column(recipients::canonical(name)))),
        Columns::Known(lists) => lists,
    };
    let found = lists.iter().find_map(|list| list.columns.name(list.columns.find(name)?));
    let Some(canonical) = found else { return Ok(None) };
    match lists.iter().find(|list| list.columns.find(canonical).is_none()) {
        None => Ok(Some(FieldSource::Column(canonical.to_owned()))),
        Some(list) => {
            let message = format!("`{}`, to which this goes too, has no column `{}`", list.path, shorten(name));
            Err((message, nearest::help(name, list.columns.names().collect::<Vec<_>>())))
        }
    }
}

fn known_names(names: &FieldNames) -> Vec<String> {
    let columns = match &names.columns {
        Columns::Known(lists) => lists.iter().flat_map(|list| list.columns.names()).map(str::to_owned).collect(),
        Columns::Any => vec!["first_name".into(), "last_name".into(), "email".into()],
        Columns::None => Vec::new(),
    };
    let fixed = EVERYWHERE.iter().filter(|s| !names.in_tagline || **s != "tagline").map(|s| (*s).to_owned());
    let trainings = names.trainings.iter().map(|t| format!("training.{t}.starts"));
    columns.into_iter().chain(fixed).chain(trainings).collect()
}
