//! A project for tests, built by hand: the example's Agora in five languages, with one of everything.

use indexmap::IndexMap;
use jiff::civil::date;

use super::{
    Banner, Brand, Campaign, FileKind, FontWeight, Guidelines, Identity, Message, Poster, Print, Project, Session,
    Site, SiteSelection, Status, Story, Training, Typeface, Typography, Words,
    value::{Colour, Format, Id, Inline, LanguageTag, Localised, Prose, ProseBlock},
};
use crate::diagnostic::{Located, Source, Span};

/// A picture of two pixels.
pub const PNG: [u8; 72] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x7b, 0x40, 0xe8, 0xdd, 0x00, 0x00, 0x00, 0x0f, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x10, 0x52, 0xf3, 0xff, 0x9f, 0xed, 0x05, 0x00, 0x06, 0x8a, 0x02, 0x3c, 0xbc,
    0x39, 0xf6, 0x89, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// The languages of the sample, the default first.
pub const LANGUAGES: [&str; 5] = ["fr", "en", "de", "ar", "ja"];

/// A place in a file that holds only the text.
pub fn span(text: &str) -> Span {
    Source::new("brand/identity.yaml", text).span(0, text.len())
}

/// A language by its tag.
pub fn language(tag: &str) -> LanguageTag {
    tag.parse().expect("a language")
}

/// An id.
pub fn id(text: &str) -> Id {
    text.parse().expect("an id")
}

/// Prose of one paragraph in which `**strong**` is known, at a place of its own.
pub fn prose(text: &str) -> Prose {
    let parts = text.split("**").enumerate().filter(|(_, part)| !part.is_empty());
    let inlines = parts.map(|(i, part)| match i % 2 {
        0 => Inline::Text(part.into()),
        _ => Inline::Strong(vec![Inline::Text(part.into())]),
    });
    Prose { blocks: vec![ProseBlock::Paragraph(inlines.collect())], span: Some(span(text)) }
}

/// A text in each of the five languages, in the order of [`LANGUAGES`].
pub fn texts(versions: [&str; 5]) -> Localised<Prose> {
    let by_language = LANGUAGES.iter().zip(versions).map(|(tag, text)| (language(tag), prose(text)));
    Localised::new(prose(versions[0]), by_language.collect(), Some(span(versions[0])))
}

/// The palette and typefaces of the example.
pub fn brand() -> Brand {
    let colour = |text: &str| text.parse::<Colour>().expect("a colour");
    let palette =
        [("nuit", "#12264f"), ("lagon", "#2f6fd0"), ("corail", "#ff6b4a"), ("soleil", "#ffc94d"), ("craie", "#f7f9fc")];
    let typeface = |family: &str, weight| Typeface {
        family: family.into(),
        weight: FontWeight(weight),
        line_height: None,
        colour: None,
        span: None,
    };
    Brand {
        palette: palette.iter().map(|(name, value)| ((*name).to_owned(), colour(value))).collect(),
        primary: colour("#12264f"),
        secondary: colour("#2f6fd0"),
        tertiary: colour("#ff6b4a"),
        background: colour("#f7f9fc"),
        foreground: colour("#12264f"),
        success: colour("#1a7f4b"),
        info: colour("#2f6fd0"),
        warning: colour("#b26a00"),
        danger: colour("#c0262d"),
        light: colour("#f7f9fc"),
        dark: colour("#12264f"),
        typography: Typography {
            base: typeface("Inter", 400),
            headings: typeface("Outfit", 700),
            monospace: typeface("JetBrains Mono", 400),
            faces: Vec::new(),
        },
        logo: None,
    }
}

/// The whole project.
pub fn project() -> Project {
    Project {
        identity: identity(),
        campaigns: vec![campaign()],
        call_backgrounds: Vec::new(),
        delivery: None,
        words: words(),
        templates: Vec::new(),
    }
}

/// The built-in words of the five languages: lines of `key: "text"`.
fn words() -> Words {
    let files = [
        include_str!("../builtin/words/fr.yaml"),
        include_str!("../builtin/words/en.yaml"),
        include_str!("../builtin/words/de.yaml"),
        include_str!("../builtin/words/ar.yaml"),
        include_str!("../builtin/words/ja.yaml"),
    ];
    let table = |text: &str| -> IndexMap<String, String> {
        let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
        lines.map(|(key, text)| (key.to_owned(), text.trim().trim_matches('"').to_owned())).collect()
    };
    Words::new(LANGUAGES.iter().zip(files).map(|(tag, text)| (language(tag), table(text))).collect())
}

fn identity() -> Identity {
    Identity {
        name: "Agora".into(),
        name_span: span("Agora"),
        tagline: texts([
            "Ensemble, plus proches.",
            "Closer, together.",
            "Gemeinsam näher dran.",
            "معًا، أقرب.",
            "ともに、もっと近くに。",
        ]),
        organisation: Some("Groupe Horizon".into()),
        endorsed_by: None,
        languages: LANGUAGES.iter().map(|tag| language(tag)).collect(),
        link: Some("https://agora.horizon.example".parse().expect("a link")),
        contact: Some("agora@horizon.example".parse().expect("an address")),
        published_at: None,
        paper: None,
        brand: brand(),
        guidelines: Guidelines::default(),
        story: Story {
            why: Some(texts([
                "Parce que la réponse que vous cherchez, un collègue l’a déjà.",
                "Because a colleague already has the answer you are looking for.",
                "Weil ein Kollege die Antwort, die Sie suchen, schon hat.",
                "لأن الإجابة التي تبحثون عنها موجودة لدى زميل لكم.",
                "あなたが探している答えは、もう同僚が知っているから。",
            ])),
            chapters: Vec::new(),
        },
        messages: messages(),
        link_tags: true,
    }
}

fn messages() -> Vec<Message> {
    let message = |name: &str, icon: &str, title, text| Message {
        id: id(name),
        icon: Some(Located::new(icon.into(), span(icon))),
        title: texts(title),
        text: texts(text),
        proof: None,
        nature: Default::default(),
    };
    vec![
        message(
            "trouver",
            "search-check",
            ["Trouver qui sait", "Find who knows", "Finden, wer es weiß", "اعثر على من يعرف", "知る人を見つける"],
            [
                "Une recherche, et l’expert du sujet est à un message de vous.",
                "One search, and the expert is one message away.",
                "Eine Suche, und die Fachleute sind nur eine Nachricht entfernt.",
                "بحث واحد، ويصبح الخبير على بُعد رسالة منك.",
                "ひとつの検索で、専門家はメッセージひとつの距離に。",
            ],
        ),
        message(
            "partager",
            "share-2",
            ["Partager une fois", "Share once", "Einmal teilen", "شارك مرة واحدة", "共有は一度だけ"],
            [
                "Un document, une version, visible de ceux qui en ont besoin.",
                "One document, one version, seen by those who need it.",
                "Ein Dokument, eine Fassung, sichtbar für alle, die sie brauchen.",
                "مستند واحد، نسخة واحدة، يراها من يحتاج إليها.",
                "ひとつの文書、ひとつの版を、必要な人へ。",
            ],
        ),
        message(
            "entraide",
            "heart-handshake",
            ["S’entraider", "Help each other", "Einander helfen", "نساعد بعضنا", "助け合う"],
            [
                "Posez une question à toute l’entreprise, pas seulement à votre voisin de bureau.",
                "Put a question to the whole company, not only to the next desk.",
                "Stellen Sie Ihre Frage dem ganzen Unternehmen, nicht nur dem Nachbartisch.",
                "اطرح سؤالك على الشركة كلها، لا على زميل المكتب المجاور فقط.",
                "隣の席だけでなく、全社に質問してみましょう。",
            ],
        ),
    ]
}

fn campaign() -> Campaign {
    Campaign {
        span: span("title: Lancement"),
        id: id("lancement"),
        built_in: false,
        title: texts(["Lancement", "Launch", "Start", "الإطلاق", "開始"]),
        launch: Some(date(2027, 3, 9).at(9, 0, 0, 0)),
        timezone: "Europe/Paris".into(),
        phases: Vec::new(),
        milestones: Vec::new(),
        people: Vec::new(),
        responsibilities: Vec::new(),
        audiences: Vec::new(),
        recipients: None,
        objections: Vec::new(),
        training: vec![Training {
            id: id("premiers-pas"),
            title: texts(["Premiers pas", "First steps", "Erste Schritte", "الخطوات الأولى", "はじめの一歩"]),
            lasts: None,
            register: Some("https://agora.horizon.example/premiers-pas".parse().expect("a link")),
            audiences: Vec::new(),
            sessions: vec![Session {
                site: Some(id("lyon")),
                starts: date(2027, 3, 12).at(10, 0, 0, 0),
                timezone: "Europe/Paris".into(),
                place: Some(texts(["Salle Rhône", "Rhône room", "Raum Rhône", "قاعة الرون", "ローヌ会議室"])),
                seats: Some(20),
                link: None,
            }],
        }],
        feedback: None,
        approval: None,
        rhythm: Default::default(),
        retention: Default::default(),
        sites: vec![Site {
            id: id("lyon"),
            name: Localised::one("Lyon".into(), None),
            language: language("fr"),
            timezone: "Europe/Paris".into(),
            country: "FR".parse().ok(),
            address: Some(Localised::one("3 quai du Rhône, 69007 Lyon".into(), None)),
            link: Some("https://agora.horizon.example/l".parse().expect("a link")),
            contact: None,
            largest_printer: None,
            posters: IndexMap::new(),
        }],
        newsletters: Vec::new(),
        posters: vec![poster()],
        banners: vec![banner()],
        guides: Vec::new(),
    }
}

/// A newsletter to everyone that says nothing.
pub fn newsletter() -> super::Newsletter {
    super::Newsletter {
        id: id("annonce"),
        span: span("subject: Bonjour"),
        status: Status::Ready,
        built_in: false,
        languages: LANGUAGES.iter().map(|tag| language(tag)).collect(),
        to: Vec::new(),
        from: None,
        send: None,
        send_span: None,
        same_moment: false,
        mandatory: false,
        first_send: None,
        subject: texts(["Bonjour"; 5]),
        preheader: None,
        attach: Vec::new(),
        blocks: Vec::new(),
    }
}

/// The announcement poster of the example.
pub fn poster() -> Poster {
    Poster {
        id: id("annonce"),
        span: span("template: horizon"),
        status: Status::Ready,
        built_in: false,
        languages: LANGUAGES.iter().map(|tag| language(tag)).collect(),
        template: "horizon".into(),
        template_span: None,
        kicker: Some(texts(["Le 9\u{a0}mars 2027", "9 March 2027", "Am 9. März 2027", "9 مارس 2027", "2027年3月9日"])),
        headline: headline(),
        subline: None,
        messages: vec![id("trouver"), id("partager"), id("entraide")],
        objections: Vec::new(),
        training: Some(id("premiers-pas")),
        call_to_action: Some(texts([
            "Rejoignez Agora",
            "Join Agora",
            "Machen Sie mit bei Agora",
            "انضموا إلى أغورا",
            "アゴラに参加しよう",
        ])),
        link: None,
        photo: None,
        alt: None,
        files: vec![FileKind::Png, FileKind::Pdf],
        dpi: None,
        print: Some(Print::default()),
        tiles: None,
        formats: ["A3", "A4", "rollup-85x200"].iter().map(|f| f.parse::<Format>().expect("a format")).collect(),
        sites: SiteSelection::All,
        reason: None,
        from: None,
    }
}

/// The cover of the example.
pub fn banner() -> Banner {
    Banner {
        id: id("couverture"),
        span: span("template: horizon"),
        status: Status::Ready,
        built_in: false,
        languages: LANGUAGES.iter().map(|tag| language(tag)).collect(),
        template: "horizon".into(),
        template_span: None,
        headline: headline(),
        subline: None,
        call_to_action: None,
        photo: None,
        alt: None,
        files: vec![FileKind::Png],
        formats: ["linkedin-cover", "email-header", "1200x630"]
            .iter()
            .map(|f| f.parse::<Format>().expect("a format"))
            .collect(),
    }
}

/// The short headline of the example.
pub fn headline() -> Localised<Prose> {
    texts([
        "Posez la question. **Quelqu’un sait.**",
        "Ask. **Somebody knows.**",
        "Fragen Sie. **Jemand weiß es.**",
        "اطرح السؤال. **هناك من يعرف.**",
        "聞いてみよう。**誰かが知っている。**",
    ])
}

/// A headline as long as headlines get.
pub fn long_headline() -> Localised<Prose> {
    texts([
        "Rassembler toutes les données de l’entreprise pour décider plus vite, plus juste et plus sereinement, **partout et ensemble**",
        "Bringing every piece of company data together so that all of us can decide faster, with more confidence, **everywhere and together**",
        "Datenschutzgrundverordnungskonforme Unternehmensdatenbereitstellung für alle Geschäftsbereiche – **schneller und nachvollziehbarer entscheiden**",
        "جمع كل بيانات المؤسسة في مكان واحد لاتخاذ قرارات أسرع وأدق وبثقة أكبر عبر منصة Agora، **معًا وفي كل مكان!**",
        "社内のあらゆるデータを一か所に集め、すべての部門がより速く、より正確に、安心して意思決定できる環境を**みんなでつくりましょう。**",
    ])
}
