//! Inline text as HTML inside MJML: the one place where a newsletter's texts become markup.
//!
//! In: texts whose fields are filled. Out: fragments of HTML in which every text stands escaped; links carry their colour
//! with them, since mail readers strip style sheets.

use super::hyphens::hyphenated;
use crate::{
    model::value::{Colour, Inline, LanguageTag, LinkTarget, Prose, ProseBlock},
    personalise,
};

/// How text is written on one kind of ground.
#[derive(Debug, Clone)]
pub(super) struct Pen<'a> {
    /// Colour of links.
    pub(super) link: Colour,
    /// The class by which the style sheet finds links again (dark mode).
    pub(super) link_class: &'static str,
    /// Colour of strong text where it is not the text's own, and the class by which the style sheet finds it again.
    pub(super) strong: Option<(Colour, &'static str)>,
    /// `left` or `right`: the side that lists are indented from.
    pub(super) start: &'static str,
    /// Whose rules say where long words may be broken.
    pub(super) language: &'a LanguageTag,
}

impl Pen<'_> {
    /// One run of text, for a headline or a table cell.
    pub(super) fn inlines(&self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        for inline in inlines {
            self.push(&mut out, inline);
        }
        out
    }

    /// Paragraphs and lists, the last without space below.
    pub(super) fn prose(&self, prose: &Prose) -> String {
        let mut out = String::new();
        for (i, block) in prose.blocks.iter().enumerate() {
            let below = if i + 1 < prose.blocks.len() { "16px" } else { "0" };
            match block {
                ProseBlock::Paragraph(inlines) => {
                    out.push_str(&format!("<p style=\"margin:0 0 {below}\">{}</p>", self.inlines(inlines)));
                }
                ProseBlock::List { ordered, items } => {
                    let name = if *ordered { "ol" } else { "ul" };
                    let style = format!("margin:0 0 {below};padding:0;padding-{}:24px", self.start);
                    out.push_str(&format!("<{name} style=\"{style}\">"));
                    for item in items {
                        out.push_str(&format!("<li style=\"margin:0 0 6px\">{}</li>", self.inlines(item)));
                    }
                    out.push_str(&format!("</{name}>"));
                }
            }
        }
        out
    }

    fn push(&self, out: &mut String, inline: &Inline) {
        match inline {
            Inline::Text(text) => out.push_str(&escape(&hyphenated(text, self.language))),
            Inline::Strong(content) => {
                let style = self.strong.map(|(colour, class)| format!(" class=\"{class}\" style=\"color:{colour}\""));
                let style = style.unwrap_or_default();
                out.push_str(&format!("<strong{style}>{}</strong>", self.inlines(content)));
            }
            Inline::Emphasis(content) => out.push_str(&format!("<em>{}</em>", self.inlines(content))),
            Inline::Code(text) => {
                let style = "font-family:Consolas,Menlo,monospace;font-size:90%";
                out.push_str(&format!("<code style=\"{style}\">{}</code>", escape(text)));
            }
            Inline::Link { target: LinkTarget::Link(link), content } => out.push_str(&format!(
                "<a href=\"{}\" class=\"{}\" style=\"color:{};text-decoration:underline\">{}</a>",
                escape(link.as_str()),
                self.link_class,
                self.link,
                self.inlines(content)
            )),
            // A link whose address nobody knows shows its text; the issue has reported it.
            Inline::Link { content, .. } => out.push_str(&self.inlines(content)),
            Inline::Break => out.push_str("<br />"),
            Inline::Field(field) => out.push_str(&escape(field.default.as_deref().unwrap_or_default())),
        }
    }
}

/// A text as it stands between tags or between an attribute's double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    personalise::push_html(&mut out, &personalise::clean(text));
    out
}

/// A text without what neither HTML nor mail can hold.
pub(super) fn clean(text: &str) -> String {
    personalise::clean(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inlines(inlines: &[Inline]) -> String {
        let language = "fr".parse().unwrap();
        Pen { link: Colour::BLACK, link_class: "link", strong: None, start: "left", language: &language }
            .inlines(inlines)
    }

    fn prose_html(prose: &Prose) -> String {
        let language = "fr".parse().unwrap();
        Pen { link: Colour::BLACK, link_class: "link", strong: None, start: "left", language: &language }.prose(prose)
    }

    #[test]
    fn hostile_text_stays_text() {
        let text = "<script>alert('x')</script> \"q\" {{ x }} {% y %} @@ &amp;\0\u{202e}\u{a0}👩\u{200d}🔧";
        assert_eq!(
            inlines(&[Inline::Text(text.into())]),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;q&quot; {{ x }} {% y %} @@ &amp;amp;\u{202e}\u{a0}👩\u{200d}🔧"
        );
    }

    #[test]
    fn every_kind_of_inline() {
        let link = Inline::Link {
            target: LinkTarget::Link("https://x.example/?a=1&b=2'".parse().unwrap()),
            content: vec![Inline::Emphasis(vec![Inline::Text("there".into())])],
        };
        let prose = Prose {
            blocks: vec![
                ProseBlock::Paragraph(vec![
                    Inline::Strong(vec![Inline::Text("a".into())]),
                    Inline::Break,
                    Inline::Code("<b>".into()),
                ]),
                ProseBlock::List { ordered: false, items: vec![vec![link]] },
            ],
            span: None,
        };
        insta::assert_snapshot!(prose_html(&prose), @r#"<p style="margin:0 0 16px"><strong>a</strong><br /><code style="font-family:Consolas,Menlo,monospace;font-size:90%">&lt;b&gt;</code></p><ul style="margin:0 0 0;padding:0;padding-left:24px"><li style="margin:0 0 6px"><a href="https://x.example/?a=1&amp;b=2%27" class="link" style="color:#000000;text-decoration:underline"><em>there</em></a></li></ul>"#);
    }
}
