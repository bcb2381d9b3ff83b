//! Text to glyphs: which font shows each character, how wide it is, where lines may end.
//!
//! In: text, a chain of families, weights. Out: measured [`Cluster`]s for those who break lines themselves, and
//! [`Run`]s in drawing order with the exact font that each was shaped with. Shaping is parley's; only the project's
//! [`Fonts`] are known to it.

use std::{collections::HashMap, ops::Range, sync::Arc};

use parley::{
    BaseDirection, FontContext, FontFamily, FontFamilyName, FontFeatures, FontStyle as ParleyStyle, FontWeight, Layout,
    LayoutContext, PositionedLayoutItem, StyleProperty,
    fontique::{Blob, Collection, CollectionOptions, SourceCache},
    layout::BreakReason,
};

use super::fonts::{FontFile, Fonts};
use crate::model::{
    FontStyle,
    value::{Direction, LanguageTag},
};

/// How a text is set.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// Families in the order in which they are tried.
    pub chain: &'a [String],
    /// Weight of what no span sets otherwise.
    pub weight: u16,
    /// Space added between letters, in em; none is added in scripts that join or have no words.
    pub tracking: f32,
    /// Chooses the shapes that a language prefers.
    pub language: &'a LanguageTag,
}

impl Setting<'_> {
    /// The space between letters that the language bears: Arabic letters join, Japanese has its own measure.
    pub fn effective_tracking(&self) -> f32 {
        let joined = self.language.direction() == Direction::Rtl;
        if joined || matches!(self.language.primary(), "ja" | "zh" | "ko") { 0.0 } else { self.tracking }
    }
}

/// A part of a text with a look of its own. Spans stand in the text's order and do not overlap.
#[derive(Debug, Clone)]
pub struct Span {
    /// Byte range.
    pub range: Range<usize>,
    /// Weight.
    pub weight: u16,
    /// Italic where the family has it.
    pub italic: bool,
    /// Other families for this part.
    pub chain: Option<Vec<String>>,
}

/// The smallest piece of text that has a width of its own, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Byte range.
    pub range: Range<usize>,
    /// Width at size 1.
    pub advance: f32,
    /// White space, which hangs at a line's end.
    pub blank: bool,
    /// Whether a line may end after it.
    pub line_end: LineEnd,
}

/// Whether a line may end at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// Not here.
    No,
    /// It may (Unicode line breaking algorithm, UAX #14).
    Allowed,
    /// It must.
    Forced,
}

/// A stretch of a line in one font and one look, drawn from left to right.
#[derive(Debug, Clone)]
pub struct Run {
    /// Byte range of its text.
    pub range: Range<usize>,
    /// The span that it belongs to: its index, or `None` for text that no span covers.
    pub span: Option<usize>,
    /// Left edge from the line's start.
    pub x: f32,
    /// Width.
    pub advance: f32,
    /// Index of its font file in [`Fonts::files`].
    pub file: usize,
    /// True when it reads from right to left.
    pub rtl: bool,
    /// Glyph ids of that file with their places from the line's start on the baseline.
    pub glyphs: Vec<(u32, f32, f32)>,
}

/// A line of text, shaped.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// From left to right.
    pub runs: Vec<Run>,
    /// Width without the space that tracking leaves after the last letter.
    pub width: f32,
}

/// The size at which clusters are measured: large, so that nothing is rounded.
const MEASURE: f32 = 1000.0;

/// Shapes text with a project's fonts.
pub struct Typesetter {
    fonts: FontContext,
    layout: LayoutContext<usize>,
    files: Arc<HashMap<u64, usize>>,
}

impl Typesetter {
    /// With all fonts of a project.
    pub fn new(fonts: &Fonts) -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        let mut files = HashMap::new();
        for (index, FontFile { data, .. }) in fonts.files().enumerate() {
            let blob = Blob::new(Arc::new(data.clone()));
            files.insert(blob.id(), index);
            collection.register_fonts(blob, None);
        }
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        Self { fonts, layout: LayoutContext::new(), files: Arc::new(files) }
    }

    /// Another one with the same fonts, for another thread.
    pub fn fork(&self) -> Self {
        Self { fonts: self.fonts.clone(), layout: LayoutContext::new(), files: Arc::clone(&self.files) }
    }

    /// A text's clusters in reading order, measured at size 1, tracking included.
    pub fn measure(&mut self, text: &str, spans: &[Span], setting: &Setting) -> Vec<Cluster> {
        let mut layout = self.build(text, spans, setting, MEASURE);
        // With no room at all a line ends wherever it may.
        layout.break_all_lines(Some(0.0));
        let mut clusters = Vec::new();
        for line in layout.lines() {
            let first = clusters.len();
            for cluster in line.runs().flat_map(|run| run.clusters().collect::<Vec<_>>()) {
                let range = cluster.text_range();
                let blank = text[range.clone()].chars().all(|c| c.is_whitespace() && !is_no_break(c));
                clusters.push(Cluster { advance: cluster.advance() / MEASURE, range, blank, line_end: LineEnd::No });
            }
            clusters[first..].sort_by_key(|c: &Cluster| c.range.start);
            if let Some(last) = clusters[first..].last_mut() {
                last.line_end = match line.break_reason() {
                    BreakReason::Explicit => LineEnd::Forced,
                    _ => LineEnd::Allowed,
                };
            }
        }
        clusters
    }

    /// A text on one line at a size. A line break in it is drawn as a space.
    pub fn line(&mut self, text: &str, spans: &[Span], setting: &Setting, size: f32) -> Line {
        let text = text.replace(['\n', '\r'], " ");
        let mut layout = self.build(&text, spans, setting, size);
        layout.break_all_lines(None);
        let mut runs = Vec::new();
        for item in layout.lines().flat_map(|line| line.items().collect::<Vec<_>>()) {
            let PositionedLayoutItem::GlyphRun(glyphs) = item else { continue };
            let run = glyphs.run();
            let look = glyphs.style().brush;
            let ranges = run.clusters().filter(|c| c.style().brush == look).map(|c| c.text_range());
            let range = ranges.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0);
            let Some(file) = self.files.get(&run.font().data.id()) else { continue };
            runs.push(Run {
                range,
                span: (look % 2 == 1).then_some(look / 2),
                x: glyphs.offset(),
                advance: glyphs.advance(),
                file: *file,
                rtl: run.is_rtl(),
                glyphs: glyphs.positioned_glyphs().map(|g| (g.id, g.x, g.y - glyphs.baseline())).collect(),
            });
        }
        let width = layout.full_width() - setting.effective_tracking() * size;
        Line { runs, width: width.max(0.0) }
    }

    fn build(&mut self, text: &str, spans: &[Span], setting: &Setting, size: f32) -> Layout<usize> {
        let tracking = setting.effective_tracking();
        let mut builder = self.layout.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.set_base_direction(match setting.language.direction() {
            Direction::Rtl => BaseDirection::Rtl,
            Direction::Ltr => BaseDirection::Ltr,
        });
        builder.push_default(family(setting.chain));
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(setting.weight.into())));
        builder.push_default(StyleProperty::LetterSpacing(tracking * size));
        if tracking != 0.0 {
            // Parley drops ligatures where letters are spaced, which usvg does not.
            builder.push_default(StyleProperty::FontFeatures(FontFeatures::Source("\"liga\" 1, \"clig\" 1".into())));
        }
        let locale = parley::fontique::Language::parse(&setting.language.to_string()).ok();
        builder.push_default(StyleProperty::Locale(locale));
        for (index, span) in spans.iter().enumerate().filter(|(_, s)| !s.range.is_empty()) {
            let range = span.range.clone();
            builder.push(StyleProperty::FontWeight(FontWeight::new(span.weight.into())), range.clone());
            if span.italic {
                builder.push(StyleProperty::FontStyle(ParleyStyle::Italic), range.clone());
            }
            if let Some(chain) = &span.chain {
                builder.push(family(chain), range.clone());
            }
            // A number for each span and for each gap between spans, so that no stretch of glyphs spans two of them.
            builder.push(StyleProperty::Brush(2 * index + 1), range.clone());
            builder.push(StyleProperty::Brush(2 * index + 2), range.end..text.len());
        }
        builder.build(text)
    }
}

fn family(chain: &[String]) -> StyleProperty<'_, usize> {
    let names: Vec<FontFamilyName<'_>> = chain.iter().map(|name| FontFamilyName::named(name)).collect();
    StyleProperty::FontFamily(FontFamily::List(names.into()))
}

fn is_no_break(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Where a font file's family, weight and style are known, so that a drawing can name them.
pub fn css_style(file: &FontFile) -> &'static str {
    match file.style {
        FontStyle::Normal => "normal",
        FontStyle::Italic => "italic",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{design::fonts::Role, model::sample};

    fn with<T>(language: &str, f: impl FnOnce(&mut Typesetter, &Fonts, Setting) -> T) -> T {
        let (fonts, _) = Fonts::new(&sample::brand());
        let language = language.parse().unwrap();
        let chain = fonts.chain(Role::Headings, &language);
        let setting = Setting { chain: &chain, weight: 700, tracking: -0.02, language: &language };
        f(&mut Typesetter::new(&fonts), &fonts, setting)
    }

    fn pieces(language: &str, text: &str) -> Vec<String> {
        with(language, |typesetter, _, setting| {
            let clusters = typesetter.measure(text, &[], &setting);
            let mut pieces = vec![String::new()];
            for cluster in clusters {
                pieces.last_mut().unwrap().push_str(&text[cluster.range]);
                if cluster.line_end != LineEnd::No {
                    pieces.push(String::new());
                }
            }
            pieces.retain(|p| !p.is_empty());
            pieces
        })
    }

    #[test]
    fn lines_may_end_where_unicode_says() {
        assert_eq!(pieces("fr", "Posez la question\u{202f}?"), ["Posez ", "la ", "question\u{202f}?"]);
        assert_eq!(pieces("ja", "社内の、データ。"), ["社", "内", "の、", "デー", "タ。"]);
        assert_eq!(pieces("ar", "جمع كل بيانات").len(), 3);
        assert_eq!(pieces("en", "one\ntwo"), ["one\n", "two"]);
    }

    #[test]
    fn a_line_is_as_wide_as_its_clusters() {
        for (language, text) in
            [("fr", "Œuvre efficace — fi"), ("ar", "معًا وفي كل مكان Agora!"), ("ja", "データを、もっと")]
        {
            with(language, |typesetter, fonts, setting| {
                let sum: f32 = typesetter.measure(text, &[], &setting).iter().map(|c| c.advance * 50.0).sum();
                let line = typesetter.line(text, &[], &setting, 50.0);
                let expected = sum - setting.effective_tracking() * 50.0;
                assert!((line.width - expected).abs() < 0.5, "{language}: {} {expected}", line.width);
                assert!(line.runs.iter().all(|run| run.file < fonts.files().count()));
            });
        }
    }
}
