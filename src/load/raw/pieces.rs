//! Newsletters, posters and banners.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{
    decode::{Decode, Decoder, OneOrMany, record, text_or, words},
    node::{Node, NodeKind},
    scalar::Share,
    text::Text,
};
use crate::{
    diagnostic::{Code, Diagnostic, Located, Span, nearest},
    model::{
        FileKind, Marks, Side, Status,
        value::{Format, Id, LanguageTag, Length, Link, Moment, Schedule},
    },
};

record! {
    /// A newsletter: `campaigns/NAME/newsletters/NAME.yaml`.
    Newsletter {
        /// A draft may lack languages, and is not sent; ready where absent. Example: `draft`
        status: Option<Located<Status>>,
        /// The languages that it exists in; the project's where absent. Example: `[fr]`
        languages: Option<OneOrMany<Located<LanguageTag>>>,
        /// The audiences that it goes to; everyone where absent. Example: `[managers]`
        to: Option<OneOrMany<Located<Id>>>,
        /// The person or team that it comes from: an id of `people`; the sender of delivery.yaml where absent.
        /// Example: `comms`
        from: Option<Located<Id>>,
        /// When it leaves, by each reader's own clock. Example: `launch - 6 weeks at 09:30`
        send: Option<Located<Schedule>>,
        /// `campaign`: everybody at the same moment; `reader`: each at their own time; reader where absent. Example:
        /// `campaign`
        timezone: Option<Located<String>>,
        /// `true`: it goes to those too who left the list, and is sent again where its fate is unknown; false where
        /// absent. Example: `true`
        mandatory: Option<Located<bool>>,
        /// The subject, 50 characters at most. Example: `{ fr: "Et si… ?", en: "What if…?" }`
        subject: Text,
        /// What inboxes show after the subject, 99 characters at most.
        preheader: Option<Text>,
        /// Guides that come with it. Example: `[{ guide: manager, only: [managers] }]`
        attach: Option<Vec<Attachment>>,
        /// Its content, in order: each begins with `- type:`.
        blocks: Vec<Block>,
    }
}

record! {
    /// A guide that comes with a newsletter.
    Attachment {
        /// The guide's id: its file's name without language. Example: `manager`
        guide: Located<Id>,
        /// The audiences that receive it; all readers where absent. Example: `[managers]`
        only: Option<OneOrMany<Located<Id>>>,
    }
}

/// A part of a newsletter.
#[derive(Debug, Clone)]
pub struct Block {
    /// The audiences that see it.
    pub only: Option<OneOrMany<Located<Id>>>,
    /// The languages that it exists in.
    pub languages: Option<OneOrMany<Located<LanguageTag>>>,
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// Defines the kinds of block: a raw type for each, the enumeration over them, its decoder and its schema.
macro_rules! blocks {
    ($($(#[$meta:meta])* $variant:ident = $word:literal as $record:ident {
        $($(#[$field_meta:meta])* $field:ident : $type:ty,)*
    })+) => {
        $(record! { $(#[$meta])* $record { $($(#[$field_meta])* $field: $type,)* } })+

        /// What a part of a newsletter is.
        #[derive(Debug, Clone)]
        pub enum BlockKind {
            $($(#[$meta])* $variant($record),)+
        }

        impl BlockKind {
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn decode(word: &str, node: &Node, decoder: &mut Decoder) -> Option<Self> {
                match word {
                    $($word => $record::decode(node, decoder).map(Self::$variant),)+
                    _ => None,
                }
            }

            fn schemas(generator: &mut SchemaGenerator) -> Vec<Schema> {
                vec![$({
                    let mut schema = <$record as JsonSchema>::json_schema(generator);
                    let common = [
                        ("type", json_schema!({ "const": $word })),
                        ("only", generator.subschema_for::<Option<OneOrMany<Located<Id>>>>()),
                        ("languages", generator.subschema_for::<Option<OneOrMany<Located<LanguageTag>>>>()),
                    ];
                    let object = schema.ensure_object();
                    let properties = object.entry("properties").or_insert_with(|| serde_json::json!({}));
                    for (key, value) in common {
                        properties[key] = value.into();
                    }
                    let required = object.entry("required").or_insert_with(|| serde_json::json!([]));
                    if let Some(required) = required.as_array_mut() {
                        required.push("type".into());
                    }
                    schema
                }),+]
            }
        }
    };
}

blocks! {
    /// The opening: a title, perhaps a text and a picture.
    Hero = "hero" as HeroBlock {
        /// A few strong words; `**strong**` is in the accent colour. Example: `Start **simply**`
        title: Text,
        /// A sentence below.
        text: Option<Text>,
        /// A picture below.
        image: Option<super::campaign::Photo>,
    }
    /// Paragraphs.
    Text = "text" as TextBlock {
        /// A heading above.
        title: Option<Text>,
        /// The paragraphs, in Markdown.
        text: Text,
    }
    /// The sentence that says why.
    Why = "why" as WhyBlock {}
    /// A chapter of the story.
    Story = "story" as StoryBlock {
        /// The chapter's id. Example: `today`
        chapter: Located<Id>,
    }
    /// Key messages as cards.
    Messages = "messages" as MessagesBlock {
        /// A heading above, instead of the usual one.
        title: Option<Text>,
        /// Their ids; all where absent. Example: `[find, share]`
        show: Option<OneOrMany<Located<Id>>>,
    }
    /// What somebody says.
    Quote = "quote" as QuoteBlock {
        /// The person's id. Example: `pilot`
        person: Located<Id>,
    }
    /// Objections and their answers.
    Objections = "objections" as ObjectionsBlock {
        /// A heading above, instead of the usual one.
        title: Option<Text>,
        /// Their ids; all where absent. Example: `[time]`
        show: Option<OneOrMany<Located<Id>>>,
    }
    /// Trainings, with the reader's site's session.
    Training = "training" as TrainingBlock {
        /// A heading above, instead of the usual one.
        title: Option<Text>,
        /// Their ids; all where absent. Example: `[first-steps]`
        show: Option<OneOrMany<Located<Id>>>,
    }
    /// A picture.
    Image = "image" as ImageBlock {
        /// The picture: a path relative to this file. Example: `photos/team.jpg`
        file: Located<String>,
        /// What it shows, for those who do not see it.
        alt: Text,
        /// A line below.
        caption: Option<Text>,
        /// Where it leads.
        link: Option<Located<Link>>,
    }
    /// A picture beside a text; on a phone the picture stands above it.
    ImageText = "image_text" as ImageTextBlock {
        /// The picture.
        image: super::campaign::Photo,
        /// The side that the picture stands on, as the language is read; start where absent. Example: `end`
        side: Option<Located<Side>>,
        /// A heading.
        title: Option<Text>,
        /// The paragraphs, in Markdown.
        text: Text,
        /// What the link below says.
        label: Option<Text>,
        /// Where picture and link lead; the project's link where there is a label only.
        link: Option<Located<Link>>,
    }
    /// Two to four figures that say much.
    Numbers = "numbers" as NumbersBlock {
        /// A heading above.
        title: Option<Text>,
        /// Two to four figures. Example: `[{ value: "2 h", label: "to an answer" }]`
        numbers: Vec<Number>,
    }
    /// What to do, one step after the other.
    Steps = "steps" as StepsBlock {
        /// A heading above.
        title: Option<Text>,
        /// The steps, nine at most; they are numbered. Example: `[{ title: "Open the app" }]`
        steps: Vec<Step>,
    }
    /// How many days are left, counted from the day on which the newsletter leaves.
    Countdown = "countdown" as CountdownBlock {
        /// The day that is waited for; the launch where absent. Example: `launch + 2 weeks`
        until: Option<Located<Moment>>,
        /// What is waited for. Example: `until Agora opens`
        text: Option<Text>,
        /// What is said from that day on. Example: `Agora is open`
        begun: Option<Text>,
    }
    /// Whom to ask: people with their portraits or initials, their roles and their addresses.
    People = "people" as PeopleBlock {
        /// A heading above.
        title: Option<Text>,
        /// Their ids; all where absent. Example: `[pilot, hr]`
        show: Option<OneOrMany<Located<Id>>>,
    }
    /// A line between parts.
    Divider = "divider" as DividerBlock {}
    /// A button.
    CallToAction = "call_to_action" as CallToActionBlock {
        /// What it says. Example: `Discover`
        label: Text,
        /// Where it leads; the project's link where absent. Example: `https://agora.example/join`
        link: Option<Located<Link>>,
    }
    /// The question that readers may answer.
    Feedback = "feedback" as FeedbackBlock {}
}

record! {
    /// A figure and what it counts.
    Number {
        /// The figure as it is shown. Example: `"1 200"`
        value: Text,
        /// What it counts. Example: `experts`
        label: Text,
    }
}

record! {
    /// One of several steps.
    Step {
        /// What to do, in a few words. Example: `Open the app`
        title: Text,
        /// How, in a sentence or two.
        text: Option<Text>,
    }
}

words!(Side, "a side", { "start" => Side::Start, "end" => Side::End });

impl Decode for Block {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        let NodeKind::Mapping(entries) = &node.kind else {
            match node.text().filter(|word| BlockKind::WORDS.contains(word)) {
                Some(word) => untyped(word, node, decoder),
                None => decoder.wrong_type(node, "a block: a group of keys with a `type`"),
            }
            return None;
        };
        let Some(kind) = node.get("type") else {
            let first = entries.first().map_or("", |(key, _)| key.value.as_str());
            untyped(first, node, decoder);
            return None;
        };
        let Some(word) = kind.text().filter(|word| BlockKind::WORDS.contains(word)) else {
            let word = kind.text().unwrap_or_default();
            let message = format!("`{}` is not a type of block", super::decode::shorten(word));
            let help = nearest::help(word, BlockKind::WORDS.iter().copied());
            decoder.diagnostics.push(Diagnostic::new(Code::InvalidValue, &kind.span, message).maybe_help(help));
            return None;
        };
        const COMMON: &[&str] = &["type", "only", "languages"];
        let only = node.get("only").map_or(Some(None), |n| Option::decode(n, decoder));
        let languages = node.get("languages").map_or(Some(None), |n| Option::decode(n, decoder));
        let rest = entries.iter().filter(|(key, _)| !COMMON.contains(&key.value.as_str())).cloned().collect();
        let rest = Node { kind: NodeKind::Mapping(rest), span: node.span.clone() };
        decoder.besides = COMMON;
        let kind = BlockKind::decode(word, &rest, decoder)?;
        Some(Self { only: only?, languages: languages?, kind, span: node.span.clone() })
    }
}

/// Reports a block that does not say what it is; its first word may be the type that was meant.
fn untyped(word: &str, node: &Node, decoder: &mut Decoder) {
    // `text` and `numbers` are keys of blocks too: only of a group below them is it sure that they name the type.
    let group = |node: &Node| matches!(node.kind, NodeKind::Mapping(_) | NodeKind::Null);
    let meant = BlockKind::WORDS.contains(&word) && (node.text().is_some() || node.get(word).is_some_and(group));
    let misspelt = nearest::nearest(word, ["type"]).filter(|_| node.get(word).and_then(Node::text).is_some());
    let help = match meant {
        _ if misspelt.is_some() => format!("write `type` instead of `{word}`"),
        true if node.text().is_some() => format!("write `- type: {word}`"),
        true => format!("write `- type: {word}`, and its other keys exactly below `type`"),
        false => format!("write one of these after `- type: `: {}", BlockKind::WORDS.join(", ")),
    };
    let diagnostic = Diagnostic::new(Code::MissingKey, &node.span, "this block has no `type`").help(help);
    decoder.diagnostics.push(diagnostic);
}

impl JsonSchema for Block {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Block".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds = BlockKind::schemas(generator);
        json_schema!({ "oneOf": kinds })
    }
}

record! {
    /// A poster: `campaigns/NAME/posters/NAME.yaml`.
    Poster {
        /// A draft may lack languages; ready where absent. Example: `draft`
        status: Option<Located<Status>>,
        /// The languages that it exists in; the project's where absent. Example: `[fr]`
        languages: Option<OneOrMany<Located<LanguageTag>>>,
        /// A template family: `horizon`, `manifesto`, `mosaic`, `panorama`, `charter`, or your own in
        /// brand/templates/poster/; horizon where absent. Example: `manifesto`
        template: Option<Located<String>>,
        /// A few words above the headline. Example: `Opens {{ launch | date }}`
        kicker: Option<Text>,
        /// The headline; `**strong**` is in the accent colour; the tagline where absent. Example: `Ask. **We
        /// answer.**`
        headline: Option<Text>,
        /// A sentence below it.
        subline: Option<Text>,
        /// Messages shown, by id; three at most read well. Example: `[find, share]`
        messages: Option<OneOrMany<Located<Id>>>,
        /// Objections shown with their answers, by id, after the messages. Example: `[time]`
        objections: Option<OneOrMany<Located<Id>>>,
        /// The training whose session is shown, each site its own. Example: `first-steps`
        training: Option<Located<Id>>,
        /// What to do. Example: `Join us`
        call_to_action: Option<Text>,
        /// Where the QR code leads; the site's link, else the training's registration, else the project's where
        /// absent. Example: `https://agora.example/join`
        link: Option<Located<Link>>,
        /// A photo, for templates that show one, as `panorama`. Example: `photos/team.jpg`
        photo: Option<Picture>,
        /// What the poster says, for those who do not see it; made from its texts where absent.
        alt: Option<Text>,
        /// Sizes: a file for each; A3 where absent. Example: `[A3, A4, rollup-85x200]`
        formats: Option<Vec<Located<Format>>>,
        /// Kinds of file; png and pdf where absent. Example: `[png, pdf, svg]`
        files: Option<OneOrMany<Located<FileKind>>>,
        /// Pixels per inch of png and jpeg, 36 to 600; 300 up to Tabloid, 150 up to A0, 100 beyond where absent.
        /// Example: `300`
        dpi: Option<Located<u32>>,
        /// What a print shop is given, or `none`; a print file with the usual bleed and marks where absent. Example:
        /// `{ paper: "170 g/m² matt", quantity: 40 }`
        print: Option<Print>,
        /// The paper of sheets to assemble; only for sites whose `largest_printer` is too small where absent.
        /// Example: `A4`
        tiles: Option<Located<Format>>,
        /// `all`, or ids of sites: one poster for each; one for everybody where absent. Example: `all`
        sites: Option<Sites>,
        /// Why the campaign has it: a note for your team.
        reason: Option<Text>,
        /// When it goes up. Example: `launch - 2 weeks`
        from: Option<Located<Moment>>,
    }
}

text_or!(
    /// A picture by path, or with what it shows and what must stay in view.
    Picture, Path, Described(DescribedPicture)
);

record! {
    /// A picture with what it shows and what must stay in view.
    DescribedPicture {
        /// The picture: a path relative to this file. Example: `photos/team.jpg`
        file: Located<String>,
        /// What it shows, for those who do not see it. Example: `Three colleagues at a table`
        alt: Option<Text>,
        /// What stays in view when edges are cut off: shares from the left and from the top; the middle where absent.
        /// Example: `[50%, 30%]`
        focus: Option<Focus>,
    }
}

/// What stays in view: shares from the left and from the top.
#[derive(Debug, Clone)]
pub struct Focus {
    /// One of each, if rightly written.
    pub shares: Vec<Located<Share>>,
}

impl Decode for Focus {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        if let Some(word) = node.text() {
            let message = format!("`{}` is not a place in the picture", super::decode::shorten(word));
            let help =
                "write two shares, from the left and from the top: `focus: [20%, 50%]` is at the left, halfway down";
            decoder.diagnostics.push(Diagnostic::new(Code::InvalidValue, &node.span, message).help(help));
            return None;
        }
        Vec::decode(node, decoder).map(|shares| Self { shares })
    }
}

impl JsonSchema for Focus {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Focus".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let shares = generator.subschema_for::<Located<Share>>();
        json_schema!({ "type": "array", "items": shares, "minItems": 2, "maxItems": 2 })
    }
}

words!(FileKind, "a kind of file", {
    "png" => FileKind::Png, "jpeg" => FileKind::Jpeg, "pdf" => FileKind::Pdf, "svg" => FileKind::Svg,
});

words!(Marks, "a kind of marks", { "crop" => Marks::Crop, "none" => Marks::None });

/// `none`, or what a print shop is given.
#[derive(Debug, Clone)]
pub enum Print {
    /// No print file.
    None,
    /// A print file, and how it is printed.
    Asked(PrintSettings),
}

record! {
    /// How a print shop prints a poster.
    PrintSettings {
        /// How far the artwork reaches beyond the edge; 3mm, 5mm above A2, where absent. Example: `3mm`
        bleed: Option<Located<Length>>,
        /// Crop marks; crop where absent. Example: `none`
        marks: Option<Located<Marks>>,
        /// The paper. Example: `170 g/m² matt`
        paper: Option<Text>,
        /// What is done after printing. Example: `laminated`
        finishing: Option<Text>,
        /// How many for a site that does not say. Example: `2`
        quantity: Option<Located<u32>>,
    }
}

impl Decode for Print {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        match node.text() {
            Some("none") => Some(Self::None),
            Some(word) => {
                let message = format!("`{}` does not say what a print shop is given", super::decode::shorten(word));
                let help = "remove the key for the usual print file, or write `none`, or settings: `{ quantity: 40 }`";
                decoder.diagnostics.push(Diagnostic::new(Code::InvalidValue, &node.span, message).help(help));
                None
            }
            None => PrintSettings::decode(node, decoder).map(Self::Asked),
        }
    }
}

impl JsonSchema for Print {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Print".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let settings = generator.subschema_for::<PrintSettings>();
        json_schema!({ "anyOf": [{ "const": "none" }, settings] })
    }
}

/// `all`, or ids.
#[derive(Debug, Clone)]
pub enum Sites {
    /// Every site of the campaign.
    All,
    /// These.
    Some(Vec<Located<Id>>),
}

impl Decode for Sites {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        match node.text() {
            Some("all") => Some(Self::All),
            _ => OneOrMany::decode(node, decoder).map(|OneOrMany(ids)| Self::Some(ids)),
        }
    }
}

impl JsonSchema for Sites {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Sites".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<OneOrMany<Located<Id>>>()
    }
}

record! {
    /// A banner: an item of `campaigns/NAME/banners.yaml`.
    Banner {
        /// Its id, the name of its files. Example: `cover`
        id: Located<Id>,
        /// A draft may lack languages; ready where absent. Example: `draft`
        status: Option<Located<Status>>,
        /// The languages that it exists in; the project's where absent. Example: `[fr]`
        languages: Option<OneOrMany<Located<LanguageTag>>>,
        /// A template family: `horizon`, `manifesto`, `mosaic`, `panorama`, `charter`, or your own in
        /// brand/templates/banner/; horizon where absent. Example: `mosaic`
        template: Option<Located<String>>,
        /// The headline; the tagline where absent.
        headline: Option<Text>,
        /// A sentence below it.
        subline: Option<Text>,
        /// What to do. Example: `Join us`
        call_to_action: Option<Text>,
        /// A photo, for templates that show one, as `panorama`. Example: `photos/team.jpg`
        photo: Option<Picture>,
        /// What the banner says, for those who do not see it; made from its texts where absent.
        alt: Option<Text>,
        /// Sizes: a file for each. One of format `email-header` stands at the head of newsletters. Example:
        /// `[linkedin-cover, email-header, 1200x630]`
        formats: Vec<Located<Format>>,
        /// Kinds of file; png where absent. Example: `[png, jpeg]`
        files: Option<OneOrMany<Located<FileKind>>>,
    }
}
