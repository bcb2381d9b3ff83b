//! The stable names of everything that can be wrong, each with the text of `fanion explain`.

use std::{fmt, str::FromStr};

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The kind of a diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            /// Its kebab-case name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// How much it matters unless a diagnostic says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// What it means and how to put it right.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc, "\n"),+),)+ }
            }
        }
    };
}

codes! {
    /// The file is not valid YAML, so its meaning cannot be known. The message says what was met and the help what is
    /// usually meant. Texts that hold a colon, a comma between braces, `#`, or that begin with `*`, `{`, `@` or `` ` ``
    /// are safest between double quotes: `title: "Why: because"`.
    YamlSyntax = "yaml-syntax", Error;
    /// A tab stands where YAML wants spaces. Indent with two spaces for each level.
    YamlTab = "yaml-tab", Error;
    /// The same key stands twice in one place; only one of the two can be meant. Remove one.
    DuplicateKey = "duplicate-key", Error;
    /// In YAML, ` #` begins a comment, so the rest of the line is not part of the text. Put the text between double
    /// quotes to keep it, or move the comment to a line of its own.
    CutByComment = "cut-by-comment", Warning;
    /// The file is not UTF-8; accents would come out wrong. Save it again with the encoding UTF-8 (in Notepad: Save as,
    /// Encoding, UTF-8).
    NotUtf8 = "not-utf8", Error;
    /// A key that this place does not know. Keys are spelt in lower case with underscores.
    UnknownKey = "unknown-key", Error;
    /// A key that must be given is not.
    MissingKey = "missing-key", Error;
    /// The value is of another kind than this key takes: a list where one text is expected, for instance.
    WrongType = "wrong-type", Error;
    /// The value cannot be read as what this key takes: a colour, a length, a date, an address…
    InvalidValue = "invalid-value", Error;
    /// A date or time that cannot be read or does not exist.
    InvalidMoment = "invalid-moment", Error;
    /// Times between 02:00 and 03:00 do not exist, or exist twice, on the days when clocks change. Take another time.
    UnsafeTime = "unsafe-time", Error;
    /// A reference to something that the project does not define.
    UnknownReference = "unknown-reference", Error;
    /// Two things bear the same id; ids must be unique among their kind, whatever the case of their letters.
    DuplicateId = "duplicate-id", Error;
    /// A text has no version for one of the project's languages. Add it, write one plain text that serves every
    /// language, or mark the piece `status: draft` or `languages: […]`.
    MissingLanguage = "missing-language", Error;
    /// A text has a version in a language that the project does not list under `languages`.
    UnknownLanguage = "unknown-language", Error;
    /// A colour refers to itself through other names, so it has no value.
    ColourCycle = "colour-cycle", Error;
    /// A `{{ field }}` that does not exist here, or cannot be read. Fields are `{{ name }}`, `{{ tagline }}`,
    /// `{{ organisation }}`, `{{ link }}`, `{{ contact }}`, `{{ launch | date }}`, `{{ launch | date("long") }}`,
    /// `{{ site.name }}`, `{{ training.ID.starts | time }}`, and in newsletters the columns of the recipients' list, as
    /// `{{ first_name | default("all") }}`.
    InvalidField = "invalid-field", Error;
    /// Markdown that has no meaning in this text: an HTML tag, a picture inside a headline…
    UnsupportedMarkdown = "unsupported-markdown", Error;
    /// A link that is not an absolute https, http, mailto or tel address; in newsletters also one that leads nowhere, shows no
    /// text, or still holds a placeholder such as `TODO` or `…`.
    InvalidLink = "invalid-link", Error;
    /// A file that the project names does not exist.
    FileNotFound = "file-not-found", Error;
    /// A file that sending needs is not on this machine. It may be on the one that sends: `build --strict` passes it over,
    /// `check --strict` does not.
    NeededToSend = "needed-to-send", Warning;
    /// A path that leads out of the project: absolute, with `..` above the project, or through a symbolic link. Nothing
    /// outside the project's folder is ever read. Copy the file into the project.
    PathOutsideProject = "path-outside-project", Error;
    /// A picture or template refers to a web address or a `file:` address. Nothing is fetched while pieces are made:
    /// save the picture in the project and name it by its path.
    RemoteReference = "remote-reference", Error;
    /// A picture that cannot be read, or is of a kind that is not supported (PNG, JPEG, WebP, GIF, SVG are); in newsletters also
    /// one that has no `alt`, or the name of its file for one.
    InvalidImage = "invalid-image", Error;
    /// A file that could not be read.
    UnreadableFile = "unreadable-file", Error;
    /// A file or folder lies where Fanion looks, but has a name or ending that nothing reads; the help says what it was probably
    /// meant to be.
    IgnoredFile = "ignored-file", Warning;
    /// A template does not parse or does not render; the line is the template's own.
    InvalidTemplate = "invalid-template", Error;
    /// An element or attribute that a template may not use.
    InvalidMarkup = "invalid-markup", Error;
    /// The text does not fit its place on the piece even at the smallest size. Shorten it.
    TextTooLong = "text-too-long", Error;
    /// The text fits only below its usual smallest size, or broken inside a word. Shorten it if you can.
    TextTight = "text-tight", Warning;
    /// No font at hand has a glyph for a character of this text, or the weight that is asked for.
    MissingGlyph = "missing-glyph", Error;
    /// The brand asks for a font that is neither built in nor a file of the project; the nearest built-in one is used.
    UnknownFont = "unknown-font", Warning;
    /// The typesetter or the PDF standard refuses the document.
    DocumentRefused = "document-refused", Error;
    /// A subject longer than 50 characters or a preheader longer than 99 is cut in most inboxes.
    SubjectTooLong = "subject-too-long", Warning;
    /// The e-mail is so heavy that Gmail may cut it (over 102 kB of HTML).
    EmailTooLarge = "email-too-large", Warning;
    /// Phases must follow each other and not overlap.
    PhaseOrder = "phase-order", Error;
    /// A date is typed into a text; a field such as `{{ launch | date }}` would follow the launch if it moves.
    TypedDate = "typed-date", Warning;
    /// A word that the brand's voice avoids (`guidelines.voice.avoid`).
    AvoidedWord = "avoided-word", Warning;
    /// Two pieces would be written to the same file.
    PathCollision = "path-collision", Error;
    /// A filter such as `--language` or `--site` names nothing of this project.
    UnknownFilter = "unknown-filter", Error;
    /// The project's languages include one for which no built-in words or pieces exist; English ones are used. Add words in
    /// `brand/texts.yaml`, pieces in `campaigns/`.
    UntranslatedWords = "untranslated-words", Warning;
    /// The sentence that says why (`story.why`) does not stand on the poster, and every piece should repeat it. Take a
    /// template that has a place for it, or give yours one.
    WhyMissing = "why-missing", Warning;
    /// A renderer failed in a way that it should not have. Please report it with the project that shows it.
    RendererFailed = "renderer-failed", Error;
    /// A picture has fewer pixels than the size it is shown at needs: 300 to the inch in print, 150 on sheets from A2 up, as
    /// many as a screen shows. It would look soft; with less than half of them it would look broken, which is an error.
    LowResolution = "low-resolution", Warning;
    /// The art of a poster for the print shop stops at the edge where the sheet is cut. No cut is exact to a hair: an edge of
    /// white paper would show. What touches the edge must go on beyond it, by 3 mm, or 5 mm on formats larger than A2.
    BleedGap = "bleed-gap", Error;
    /// The logo is smaller on a piece than the brand allows (`guidelines.logo.minimum_width`).
    LogoTooSmall = "logo-too-small", Warning;
    /// The palette's printed values contradict each other: two colours of one hex value that print differently, one spot ink
    /// with two compositions, or black and white printed as anything but black ink and paper.
    PrintColours = "print-colours", Error;
    /// A colour takes more ink than the paper: the sum of its four inks is above the limit (300 % on coated paper). It would
    /// not dry. Ask the print shop for a mixture within the limit.
    TooMuchInk = "too-much-ink", Error;
    /// The file is not the ICC profile of a printing condition in cyan, magenta, yellow and black.
    InvalidProfile = "invalid-profile", Error;
    /// A text stands so near to the edge of a printed sheet that it may be cut off, or looks as if it were: 5 mm stay free, 10
    /// mm on formats larger than A2. The template has to move it inwards.
    OutsideSafeZone = "outside-safe-zone", Error;
    /// A text does not stand out enough from what lies below it, measured on the pixels under its letters: text needs a
    /// contrast of 4.5:1 (WCAG 2.2) and Lc 60 (APCA), large text (18 points, or 14 in bold) 3:1 and Lc 45. Take a colour of the
    /// theme that belongs to its ground, or calm what lies below: a plain box, a veil over a photo, a quieter pattern. In
    /// newsletters the ratio counts, of the colours that the HTML gives each text and its ground, by day and in dark mode; large
    /// is 24 pixels, or 19 in bold.
    LowContrast = "low-contrast", Error;
    /// A poster's headline cannot be read well from where people stand: its capitals should be 3.3 mm high for each metre, so
    /// 10 mm on A3, which is read from 3 m. A shorter headline is set larger; so is one with fewer messages beside it.
    SmallHeadline = "small-headline", Warning;
    /// The piece is given a photo, but its template family shows none in this shape. Take a family that does, as `panorama`, or
    /// take the photo away.
    PhotoIgnored = "photo-ignored", Warning;
    /// `tiles` asks for sheets to assemble, but none of the poster's formats needs any: it fits the paper whole, it is shown on
    /// screens, or it is a roll-up, which nobody assembles from sheets.
    TilesIgnored = "tiles-ignored", Warning;
    /// None of a newsletter's blocks has anything to show in a language: they are for other languages or other audiences,
    /// or what they would show is nowhere in the project. Nobody should receive an empty message.
    EmptyNewsletter = "empty-newsletter", Error;
    /// A list of recipients cannot be read: it is of another kind than CSV or XLSX, it is damaged, or nothing says which of
    /// its columns holds addresses. `fanion recipients check FILE` tells more; docs/recipients.md says what can be read.
    InvalidList = "invalid-list", Error;
    /// Rows of a list cannot be used: their people receive nothing. `fanion recipients check FILE` shows each row and why.
    RefusedRows = "refused-rows", Warning;
    /// Nobody in the lists is in an audience, so that what is for it reaches nobody: a name in its `where:` is probably spelt
    /// as in no row. `fanion recipients check FILE` shows the sites, roles and languages that the list has.
    EmptyAudience = "empty-audience", Warning;
    /// Several columns of a list may be meant by one name. Say which is: `recipients: { file: staff.csv, columns: { email:
    /// "Adresse pro" } }`.
    AmbiguousColumn = "ambiguous-column", Warning;
    /// A column that a list does not have is named in `where:` or `columns:`.
    UnknownColumn = "unknown-column", Error;
    /// A condition (`where:`) cannot be understood. It compares columns with values and joins comparisons: `role == "manager"
    /// and site in ["lyon", "paris"]`, with `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `and`, `or`, `not` and parentheses. Texts
    /// stand in quotes; numbers and dates, as 2027-03-09, need none.
    InvalidCondition = "invalid-condition", Error;
    /// A subject in capitals or with several exclamation marks. Readers take it for advertising, and so do mail filters, which
    /// count both against a message. Write it as within a sentence; a name that is all capitals is the project's `name` or
    /// `organisation`.
    ShoutingSubject = "shouting-subject", Warning;
    /// A template of the project's own asks for what some mail programs do not know, so that the layout falls apart there or a
    /// part is not shown. The programs are Gmail, Outlook, Apple Mail, Yahoo Mail, Thunderbird and Samsung Email, by the tests
    /// of caniemail.com; what only looks plainer without, such as rounded corners, is not reported. Rules within `@media` are
    /// left alone: programs that do not know them pass over them.
    UnsupportedInMail = "unsupported-in-mail", Warning;
    /// A key message is told too seldom to stay, or so often that it tires: 5 to 7 times over a campaign is right, through two
    /// channels or more. Newsletters and posters count each time that they appear; a guide counts as a channel. `fanion matrix`
    /// lists where each message is told.
    MessageRepetition = "message-repetition", Warning;
    /// A newsletter would leave before a milestone with `blocks: send`: the consultation of a works council, a decision that
    /// must come first. Let it leave later, or move the milestone.
    BeforeMilestone = "before-milestone", Error;
    /// The public holidays of a site's country are not known, so that newsletters would leave on them. List the days under
    /// `rhythm.quiet.dates`; docs/format.md names the countries whose holidays are computed.
    UnknownCountry = "unknown-country", Warning;
    /// A newsletter cannot reach all of its readers while it may leave: before the end of its day by the readers' own clock,
    /// before quiet hours begin, and before it is later than `max_lateness`. Send it earlier in the day, ask the provider for a
    /// higher `rate`, or divide its readers.
    SendTooSlow = "send-too-slow", Error;
    /// A newsletter would leave for nobody of a place on its day, because it is quiet there: quiet hours or days, or a public
    /// holiday. It leaves at the next moment that is open. `fanion plan` shows when.
    QuietMoment = "quiet-moment", Warning;
    /// Some readers of a newsletter would receive more than `rhythm.at_most` allows, newsletters of all campaigns counted: they
    /// are held. Move it to another week, or send it to those whom it concerns. What is `mandatory: true` leaves in any case.
    OverRhythm = "over-rhythm", Warning;
    /// A newsletter's page for notice boards does not hold all that the newsletter says: the least important parts are left out,
    /// and nothing on the page leads to them. Shorten the newsletter, or write in identity.yaml where its web version is
    /// published (`published_at`), so that the code on the page leads there.
    NoticeShortened = "notice-shortened", Warning;
    /// Nobody of the right level is heard saying something. People want the organisation's reasons from its executives and what
    /// changes for themselves from their managers. Somebody is heard in a newsletter that comes `from` them or quotes them;
    /// managers also by the guide `manager`, from which they brief their teams. The why is the organisation's reason; a message
    /// says what changes for each reader unless its `nature` is `business`, or `any` where it does not matter who says it.
    /// `fanion matrix` lists who says what.
    WrongVoice = "wrong-voice", Warning;
    /// The text holds what its readers are hardly meant to see: letters of a wrong encoding (`Ã©` for `é`), quotation marks of a
    /// word processor around a whole value, a stray `}}`, an HTML tag, a statement of a template. It is shown as it was typed.
    SuspiciousText = "suspicious-text", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        Code::ALL.iter().copied().find(|code| code.name() == name).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = Code::ALL.iter().map(|c| c.name()).collect();
        assert!(names.iter().all(|n| n.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
