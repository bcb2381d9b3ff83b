//! The one place where inline text becomes text of a drawing.
//!
//! In: inlines with their fields filled. Out: runs of plain text, each with its look, as they stand in a job's context
//! and as the layout sets them. Nothing here is markup, so nothing needs escaping until it is drawn.

use serde::{Deserialize, Serialize};

use crate::{
    model::value::{Inline, LanguageTag},
    personalise::quotation_marks,
};

/// A stretch of text in one look. A `\n` in it ends the line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct TextRun {
    pub text: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub strong: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub emphasis: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub code: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// A text of the piece, for templates: `{% if headline %}`, `{{ headline.plain }}`, `<f:text content="headline"/>`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Text {
    /// Without its looks.
    pub plain: String,
    /// With them.
    pub runs: Vec<TextRun>,
}

impl Text {
    /// Of inlines; a link shows its text, a reader's column its default.
    pub fn new(inlines: &[Inline]) -> Self {
        let mut runs = Vec::new();
        collect(inlines, &TextRun::default(), &mut runs);
        Self::from_runs(runs)
    }

    /// Of plain text.
    pub fn plain(text: &str) -> Self {
        Self::from_runs(vec![TextRun { text: text.into(), ..TextRun::default() }])
    }

    /// Of runs, in which white space counts once, as in Markdown.
    pub fn from_runs(runs: Vec<TextRun>) -> Self {
        let runs = tidy(runs);
        let plain = runs.iter().map(|run| run.text.as_str()).collect::<String>().replace('\n', " ");
        Self { plain, runs }
    }

    /// In the quotation marks of its language, so that it reads as what somebody says; as it is where it has some.
    pub fn spoken(mut self, language: &LanguageTag) -> Self {
        const MARKS: [char; 9] = ['«', '»', '“', '”', '„', '"', '‘', '「', '『'];
        let (open, close) = quotation_marks(language);
        if self.plain.is_empty() || self.plain.starts_with(MARKS) {
            return self;
        }
        if let Some(first) = self.runs.first_mut() {
            first.text.insert_str(0, open);
        }
        if let Some(last) = self.runs.last_mut() {
            last.text.push_str(close);
        }
        self.plain = format!("{open}{}{close}", self.plain);
        self
    }

    /// True when nothing would be seen.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

fn collect(inlines: &[Inline], look: &TextRun, runs: &mut Vec<TextRun>) {
    for inline in inlines {
        let mut push = |text: &str, code: bool| {
            runs.push(TextRun { text: text.into(), code: look.code || code, ..look.clone() });
        };
        match inline {
            Inline::Text(text) => push(text, false),
            Inline::Code(text) => push(text, true),
            Inline::Break => push("\n", false),
            Inline::Field(field) => push(field.default.as_deref().unwrap_or_default(), false),
            Inline::Strong(content) => collect(content, &TextRun { strong: true, ..look.clone() }, runs),
            Inline::Emphasis(content) => collect(content, &TextRun { emphasis: true, ..look.clone() }, runs),
            Inline::Link { content, .. } => collect(content, look, runs),
        }
    }
}

/// One space for several, none at a line's start or end; runs of one look joined. No-break spaces stay as they are.
fn tidy(runs: Vec<TextRun>) -> Vec<TextRun> {
    let mut out: Vec<TextRun> = Vec::new();
    let mut last = '\n';
    for run in runs {
        let mut text = String::new();
        for c in run.text.chars() {
            let c =
                if c == '\n' || !matches!(c, ' ' | '\t' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') { c } else { ' ' };
            match (last, c) {
                (' ' | '\n', ' ') => continue,
                // The space before a line break may stand in the run before.
                (' ', '\n') if text.pop().is_none() => {
                    out.last_mut().map(|run| run.text.pop());
                }
                _ => {}
            }
            text.push(c);
            last = c;
        }
        match out.last_mut() {
            Some(before) if same_look(before, &run) => before.text.push_str(&text),
            _ => out.push(TextRun { text, ..run }),
        }
    }
    while let Some(run) = out.last_mut() {
        run.text.truncate(run.text.trim_end_matches([' ', '\n']).len());
        if !run.text.is_empty() {
            break;
        }
        out.pop();
    }
    out.retain(|run| !run.text.is_empty());
    out
}

fn same_look(a: &TextRun, b: &TextRun) -> bool {
    (a.strong, a.emphasis, a.code) == (b.strong, b.emphasis, b.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_says_stands_in_the_quotation_marks_of_the_language() {
        let spoken = |text: &str, language: &str| Text::plain(text).spoken(&language.parse().unwrap()).plain;
        assert_eq!(spoken("Je n’ai pas le temps.", "fr-CA"), "«\u{a0}Je n’ai pas le temps.\u{a0}»");
        assert_eq!(spoken("Ich habe keine Zeit.", "de"), "„Ich habe keine Zeit.“");
        assert_eq!(spoken("時間がない。", "ja"), "「時間がない。」");
        assert_eq!(spoken("“I have no time.”", "en"), "“I have no time.”");
        assert_eq!(spoken("", "en"), "");
        let looks = Text::new(&[Inline::Text("No ".into()), Inline::Strong(vec![Inline::Text("time.".into())])]);
        let looks = looks.spoken(&"en".parse().unwrap());
        assert_eq!(looks.runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>(), ["“No ", "time.”"]);
    }

    #[test]
    fn looks_nest_and_white_space_counts_once() {
        let inlines = [
            Inline::Text("  Posez \n".into()),
            Inline::Strong(vec![Inline::Text(" la  ".into()), Inline::Emphasis(vec![Inline::Text("question".into())])]),
            Inline::Break,
            Inline::Text(" ici\u{202f}? ".into()),
        ];
        let text = Text::new(&inlines);
        assert_eq!(text.plain, "Posez la question ici\u{202f}?");
        let looks: Vec<_> = text.runs.iter().map(|r| (r.text.as_str(), r.strong, r.emphasis)).collect();
        assert_eq!(
            looks,
            [
                ("Posez\n", false, false),
                ("la ", true, false),
                ("question", true, true),
                ("\nici\u{202f}?", false, false)
            ]
        );
        assert!(Text::plain(" \n ").is_empty());
    }
}
