//! Inline Markdown of one YAML text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::fields::{FieldNames, MARK, PLACEHOLDER, Tokenised, tokenise};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    model::value::{Inline, Link, LinkTarget, Prose, ProseBlock},
};

/// Longer texts, in bytes, are no part of a piece; a guide is a file of its own.
const LONGEST: usize = 40_000;

/// Reads a text. `span` is where it stands, quotes and all.
pub fn prose(text: &str, span: &Span, names: &FieldNames, diagnostics: &mut Diagnostics) -> Prose {
    if text.len() > LONGEST {
        let message = format!("this text has {} characters", text.chars().count());
        let help = "shorten it to a few pages, or make a guide of it: a file `guides/NAME.fr.md`";
        diagnostics.push(Diagnostic::new(Code::TextTooLong, span, message).help(help));
        return Prose { blocks: Vec::new(), span: Some(span.clone()) };
    }
    let place = |start: usize, end: usize| find(span, &text[start..end]);
    let single_line = !text.trim().contains('\n');
    let text = if single_line { text.trim() } else { text };
    if single_line && is_tag(text) {
        let end = text.find('>').map_or(text.len(), |at| at + 1);
        diagnostics.push(html(&text[..end], &find(span, &text[..end])));
    }
    let text = if single_line { escape_block_start(text) } else { text.to_owned() };
    let text = text.replace(PLACEHOLDER, " ");
    let place_in = |start: usize, end: usize| match text.get(start..end) {
        Some(part) => find(span, part),
        None => place(0, 0),
    };
    let tokens = tokenise(&text, names, &place_in, diagnostics);
    let mut reader =
        Reader { tokens: &tokens, span, diagnostics, blocks: Vec::new(), lists: Vec::new(), stack: vec![] };
    for event in Parser::new_ext(&tokens.text, Options::empty()) {
        reader.event(event);
    }
    reader.finish_paragraph();
    Prose { blocks: reader.blocks, span: Some(span.clone()) }
}

/// A text that takes neither Markdown nor fields: a name, an address. Control characters and line breaks go.
pub fn plain_text(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect()
}

/// Where a part of a text stands in its span, which may hold escapes and indentation that the text does not.
fn find(span: &Span, part: &str) -> Span {
    match span.text().find(part) {
        Some(at) if !part.is_empty() => span.part(at, at + part.len()),
        _ => span.clone(),
    }
}

/// True for a text that begins with an element of HTML.
fn is_tag(text: &str) -> bool {
    text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains('>'))
}

/// A headline that begins like a list, heading or quotation is still a headline: "1. Trouver", "- 30 %", "# 1".
fn escape_block_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    let rule = text.len() >= 3 && text.chars().all(|c| matches!(c, '*' | '_' | ' '));
    let starts = ["#", "-", "+", ">", "* ", "```", "~~~", "<", "["];
    let link = text.starts_with('[') && !text.contains("]:");
    match !link && (rule || starts.iter().any(|s| text.starts_with(s))) {
        true => format!("\\{text}"),
        false => text.to_owned(),
    }
}

/// Emphasis nested deeper than this shows as its text, so that what reads it later need not go as deep.
pub(super) const MAX_INLINE_DEPTH: usize = 8;

/// Builds blocks from Markdown's events.
struct Reader<'a> {
    tokens: &'a Tokenised,
    span: &'a Span,
    diagnostics: &'a mut Diagnostics,
    blocks: Vec<ProseBlock>,
    /// The list being read: numbered or not, its items.
    lists: Vec<(bool, Vec<Vec<Inline>>)>,
    /// Open inline elements, the paragraph itself first.
    stack: Vec<(Option<Tag<'a>>, Vec<Inline>)>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>) {
        let is_html = matches!(event, Event::InlineHtml(_) | Event::Html(_));
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                if is_html {
                    self.html(&text);
                }
                let inlines = self.tokens.inlines(&text);
                self.push(inlines);
            }
            Event::Code(text) => {
                let inlines = self.tokens.inlines(&text).into_iter().map(|inline| match inline {
                    Inline::Text(text) => Inline::Code(text),
                    other => other,
                });
                self.push(inlines.collect());
            }
            Event::SoftBreak => self.push(vec![Inline::Text(" ".into())]),
            Event::HardBreak => self.push(vec![Inline::Break]),
            Event::Rule => self.refuse("a line across", "use a block of `type: divider`"),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock | Tag::Item => self.finish_paragraph(),
            Tag::List(start) => {
                self.finish_paragraph();
                self.lists.push((start.is_some(), Vec::new()));
            }
            Tag::Heading { .. } => {
                self.finish_paragraph();
                self.refuse("a heading", "put it in the key `title:`, or make it **strong**");
            }
            Tag::BlockQuote(_) => self.refuse("a quotation", "use a block of `type: quote`, or quotation marks"),
            Tag::CodeBlock(_) => {
                self.finish_paragraph();
                self.refuse("a block of code", "remove the spaces before the line, or use `code` within it");
            }
            Tag::Image { .. } => {
                self.refuse("a picture", "use a block of `type: image`");
                self.stack.push((Some(tag), Vec::new()));
            }
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } => self.stack.push((Some(tag), Vec::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                let Some((Some(tag), content)) = self.stack.pop() else { return };
                let made = match tag {
                    _ if self.stack.len() > MAX_INLINE_DEPTH => content,
                    Tag::Emphasis => vec![Inline::Emphasis(content)],
                    Tag::Strong => vec![Inline::Strong(content)],
                    Tag::Link { dest_url, .. } => match self.target(&dest_url) {
                        Some(target) => vec![Inline::Link { target, content }],
                        None => content,
                    },
                    _ => content,
                };
                self.push(made);
            }
            TagEnd::Item => self.finish_paragraph(),
            TagEnd::List(_) => {
                self.finish_paragraph();
                let Some((ordered, items)) = self.lists.pop() else { return };
                match self.lists.last_mut() {
                    Some((_, outer)) => outer.extend(items),
                    None => self.blocks.push(ProseBlock::List { ordered, items }),
                }
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock | TagEnd::CodeBlock => self.finish_paragraph(),
            _ => {}
        }
    }

    fn push(&mut self, inlines: Vec<Inline>) {
        if self.stack.is_empty() {
            self.stack.push((None, Vec::new()));
        }
        if let Some((_, open)) = self.stack.last_mut() {
            for inline in inlines {
                match (open.last_mut(), inline) {
                    (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
                    (_, inline) => open.push(inline),
                }
            }
        }
    }

    fn finish_paragraph(&mut self) {
        // Markdown closes inline elements before their paragraph, so that at most the paragraph is open.
        let mut content = self.stack.drain(..).flat_map(|(_, inlines)| inlines).collect::<Vec<_>>();
        while matches!(content.last(), Some(Inline::Break)) {
            content.pop();
        }
        trim(&mut content);
        if content.is_empty() {
            return;
        }
        match self.lists.last_mut() {
            Some((_, items)) => items.push(content),
            None => self.blocks.push(ProseBlock::Paragraph(content)),
        }
    }

    fn target(&mut self, destination: &str) -> Option<LinkTarget> {
        target(self.tokens, destination, &find(self.span, destination), self.diagnostics)
    }

    /// HTML is shown as it was typed, which few mean. An element is told once, where it opens.
    fn html(&mut self, text: &str) {
        let tag = text.trim();
        if tag.starts_with('<') && !tag.starts_with("</") {
            self.diagnostics.push(html(tag, &find(self.span, tag)));
        }
    }

    fn refuse(&mut self, what: &str, help: &str) {
        let message = format!("{what} has no place in this text");
        self.diagnostics.push(Diagnostic::new(Code::UnsupportedMarkdown, self.span, message).help(help));
    }
}

fn html(tag: &str, span: &Span) -> Diagnostic {
    let help = match tag.trim_start_matches('<').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
    {
        "b" | "strong" => "write `**strong**`",
        "i" | "em" => "write `*emphasis*`",
        "br" => "end the line with a backslash, or leave an empty line for a new paragraph",
        "a" => "write `[text](https://…)`",
        _ => "write it in Markdown, or between backquotes where it is meant to be read",
    };
    Diagnostic::new(Code::SuspiciousText, span, "HTML is shown as it was typed").help(help)
}

/// Where a link leads: an address, or a field.
pub(super) fn target(
    tokens: &Tokenised,
    destination: &str,
    span: &Span,
    diagnostics: &mut Diagnostics,
) -> Option<LinkTarget> {
    if let Some((field, _)) = tokens.stand_in(destination) {
        return Some(LinkTarget::Field(field.clone()));
    }
    if destination.contains(MARK) {
        let diagnostic = Diagnostic::new(Code::InvalidLink, span, "a field stands within an address");
        let help = "a field can only be a whole address, as `[text]({{ link }})`; else write the address itself";
        diagnostics.push(diagnostic.help(help));
        return None;
    }
    match destination.parse::<Link>() {
        Ok(link) => Some(LinkTarget::Link(link)),
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::InvalidLink, span, error.message).maybe_help(error.help));
            None
        }
    }
}

/// Cuts spaces from both ends of a run.
fn trim(content: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = content.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text(text)) = content.last_mut() {
        *text = text.trim_end().to_owned();
    }
    content.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Source, load::markdown::Columns, personalise::plain};

    fn read(text: &str) -> (Prose, Vec<Code>) {
        let source = Source::new("a.yaml", text);
        let names =
            FieldNames { trainings: vec!["premiers-pas".parse().unwrap()], columns: Columns::Any, in_tagline: false };
        let mut diagnostics = Diagnostics::new();
        let prose = prose(text, &source.span(0, text.len()), &names, &mut diagnostics);
        (prose, diagnostics.iter().map(|d| d.code).collect())
    }

    #[test]
    fn headlines_stay_headlines() {
        for text in ["1. Trouver", "- 30 %", "# 1 chez nous", "> tout", "[a]: b", "***", "+ proche", "2030. On y va"] {
            let (prose, codes) = read(text);
            assert_eq!((plain(&prose.inlines()).as_str(), codes.len(), prose.blocks.len()), (text, 0, 1), "{prose:?}");
        }
    }

    #[test]
    fn html_is_shown_as_it_was_typed_and_told_where_it_opens() {
        for text in ["<script>alert(1)</script>", "un <b>mot</b> fort", "ligne<br>suivante"] {
            let (prose, codes) = read(text);
            assert_eq!((plain(&prose.inlines()).as_str(), &codes[..]), (text, &[Code::SuspiciousText][..]));
        }
        assert_eq!(read("`<b>` met en gras; 3 < 4 > 2").1, []);
    }

    #[test]
    fn what_belongs_to_templates_is_told() {
        assert_eq!(read("{% if site %}Lyon{% endif %}").1, [Code::InvalidField]);
        assert_eq!(read("Bonjour name }} !").1, [Code::SuspiciousText]);
        assert_eq!(read("100 % {de} sûr, {{ name }}").1, []);
    }

    /// What many programs write at once, and what takes a second look at each letter that follows.
    #[test]
    fn mistakes_without_number_are_told_a_few_times_and_quickly() {
        let (_, codes) = read(&"{{ x".repeat(9_000));
        assert!(codes.len() < 20, "{}", codes.len());
        let (_, codes) = read(&"{{ nme }} ".repeat(3_900));
        assert!(codes.len() < 20, "{}", codes.len());
        assert_eq!(read(&"x".repeat(50_000)).1, [Code::TextTooLong]);
    }

    #[test]
    fn emphasis_links_and_fields() {
        let (prose, codes) = read(
            "Le **{{ launch | date(\"long\") }}**, [ici](https://x.example/{{ name }}) {{ first_name | default(\"à tous\") }}",
        );
        assert!(codes.is_empty() || codes == [Code::InvalidLink], "{codes:?}");
        let inlines = prose.inlines();
        assert!(matches!(&inlines[1], Inline::Strong(c) if matches!(c[0], Inline::Field(_))), "{inlines:?}");
        assert!(plain(&inlines).ends_with("à tous"));
    }

    /// YAML's own quotes around a text leave authors the other kind, and word processors make both round.
    #[test]
    fn a_default_stands_in_any_quotes() {
        for field in [
            "{{ first_name | default(\"l'équipe | x }} y\") }}",
            "{{ first_name | default('l\"équipe | x }} y') }}",
            "{{ first_name | default( “l'équipe | x }} y” ) }}",
            "{{ first_name | default(‘l\"équipe | x }} y’) }}",
        ] {
            let (prose, codes) = read(&format!("L'un {field} l'autre"));
            assert!(codes.is_empty(), "{field}: {codes:?}");
            let shown = plain(&prose.inlines()).replace('"', "'");
            assert_eq!(shown, "L'un l'équipe | x }} y l'autre", "{field}");
        }
        for field in
            ["{{ first_name | default(x) }}", "{{ first_name | default('x\") }} }}", "{{ first_name | default() }}"]
        {
            assert_eq!(read(field).1, [Code::InvalidField], "{field}");
        }
    }

    #[test]
    fn wrong_fields_and_links_are_named() {
        assert_eq!(read("{{ nam }").1, [Code::InvalidField]);
        assert_eq!(read("{{ site.nme }}").1, [Code::InvalidField]);
        assert_eq!(read("{{ training.premier-pas.starts | date }}").1, [Code::InvalidField]);
        assert_eq!(read("{{ name | date }}").1, [Code::InvalidField]);
        assert_eq!(read("{{ launch | dat }}").1, [Code::InvalidField]);
        assert_eq!(read("[x](javascript:alert(1))").1, [Code::InvalidLink]);
        assert_eq!(read("![x](/etc/passwd)").1, [Code::UnsupportedMarkdown]);
    }

    #[test]
    fn paragraphs_and_lists() {
        let (prose, codes) = read("Bonjour\nà tous\n\n- un\n- deux\n\nFin");
        assert!(codes.is_empty());
        assert_eq!(prose.blocks.len(), 3);
        assert!(matches!(&prose.blocks[1], ProseBlock::List { ordered: false, items } if items.len() == 2));
        assert_eq!(plain(&prose.inlines()), "Bonjour à tous un deux Fin");
    }

    #[test]
    fn emphasis_nested_without_end_is_read_as_text() {
        let text = format!("{}c{}", "*a **b ".repeat(2_000), " b** a*".repeat(2_000));
        let (prose, _) = read(&text);
        assert!(plain(&prose.inlines()).contains('c'));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[\\PC\\n\\t*_`\\[\\](){}|<>#\"\u{fdd0}\u{0}-]{0,80}") {
            read(&text);
        }
    }
}
