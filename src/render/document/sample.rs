//! The example's campaign in full and its guide with every placeholder, in five languages, for the tests.

use indexmap::IndexMap;
use jiff::{ToSpan, civil::date};

use crate::{
    diagnostic::{Located, Source},
    model::{
        Alignment, Audience, Callout, Campaign, Chapter, Feedback, Guide, GuideBlock, GuidePlaceholder, Identity,
        JobFunction, Level, Message, Newsletter, Objection, Person, Phase, PrintColour, Project, Proportion,
        Responsibility, Session, Site, Status, Story, Training, Words,
        sample::{self, LANGUAGES, id, language as tag, prose, texts},
        value::{Asset, Inline, LanguageTag, LinkTarget, Localised},
    },
};

/// Inlines in which `**` begins and ends strong text.
pub fn inlines(text: &str) -> Vec<Inline> {
    prose(text).inlines()
}

/// One value for each of [`LANGUAGES`].
pub fn each<T: Clone>(values: [T; 5]) -> Localised<T> {
    let tags = LANGUAGES.map(tag).into_iter().zip(values.clone());
    Localised::new(values[0].clone(), tags.collect(), None)
}

/// A plain string for each of [`LANGUAGES`].
pub fn strings(values: [&str; 5]) -> Localised<String> {
    each(values.map(String::from))
}

/// The built-in words.
pub fn words() -> Words {
    let files = [
        ("fr", include_str!("../../builtin/words/fr.yaml")),
        ("en", include_str!("../../builtin/words/en.yaml")),
        ("de", include_str!("../../builtin/words/de.yaml")),
        ("ar", include_str!("../../builtin/words/ar.yaml")),
        ("ja", include_str!("../../builtin/words/ja.yaml")),
    ];
    let word = |line: &str| {
        let (key, text) = line.split_once(": ")?;
        Some((key.to_owned(), text.trim().trim_matches('"').to_owned()))
    };
    let table = |text: &str| text.lines().filter(|line| !line.starts_with('#')).filter_map(word).collect();
    Words::new(files.iter().map(|(language, text)| (tag(language), table(text))).collect::<IndexMap<_, _>>())
}

/// The example project.
pub fn project() -> Project {
    let project = sample::project();
    Project { identity: identity(project.identity), campaigns: vec![campaign()], words: words(), ..project }
}

fn identity(identity: Identity) -> Identity {
    let mut identity = Identity { story: story(), messages: messages(), ..identity };
    let proportions = [("craie", 60.0), ("nuit", 25.0), ("lagon", 10.0), ("corail", 5.0)];
    let proportion = |(colour, percent): (&str, f64)| Proportion { colour: colour.into(), percent };
    identity.guidelines.proportions = proportions.map(proportion).to_vec();
    let nuit = PrintColour {
        cmyk: Some([100.0, 85.0, 35.0, 30.0]),
        spot: Some("PANTONE 281 C".into()),
        span: sample::span("nuit"),
    };
    let corail = PrintColour { cmyk: Some([0.0, 70.0, 70.0, 0.0]), spot: None, span: sample::span("corail") };
    identity.guidelines.print = [("nuit".to_owned(), nuit), ("corail".to_owned(), corail)].into_iter().collect();
    identity
}

fn story() -> Story {
    Story {
        why: Some(texts([
            "Parce que la réponse que vous cherchez, un collègue l’a déjà.",
            "Because a colleague already has the answer you are looking for.",
            "Weil jemand im Kollegium die Antwort, die Sie suchen, schon hat.",
            "لأن الإجابة التي تبحث عنها موجودة بالفعل لدى أحد زملائك.",
            "探している答えは、すでに同僚が持っているから。",
        ])),
        chapters: vec![
            Chapter {
                id: id("constat"),
                title: texts([
                    "D’où nous partons",
                    "Where we start from",
                    "Wo wir stehen",
                    "من أين ننطلق",
                    "私たちの出発点",
                ]),
                text: texts([
                    "Douze métiers, huit sites, trois fuseaux horaires. Les bonnes idées existent, mais elles restent dans un bureau, une boîte mail, une équipe. En moyenne, chacun de nous cherche une information **quatre heures par semaine**.",
                    "Twelve trades, eight sites, three time zones. Good ideas exist, but they stay in one office, one mailbox, one team. On average each of us spends **four hours a week** looking for information.",
                    "Zwölf Berufe, acht Standorte, drei Zeitzonen. Gute Ideen gibt es, doch sie bleiben in einem Büro, einem Postfach, einer Abteilung. Im Durchschnitt suchen wir **vier Stunden pro Woche** nach Informationen.",
                    "اثنتا عشرة مهنة وثمانية مواقع وثلاث مناطق زمنية. الأفكار الجيدة موجودة، لكنها تبقى في مكتب أو صندوق بريد أو فريق واحد. يقضي كل منا في المتوسط **أربع ساعات في الأسبوع** في البحث عن المعلومات.",
                    "12の職種、8つの拠点、3つのタイムゾーン。良いアイデアはあっても、一つの部署、一つのメールボックス、一つのチームに留まっています。私たちは平均して**週に4時間**を情報探しに費やしています。",
                ]),
            },
            Chapter {
                id: id("promesse"),
                title: texts(["Ce qui change", "What changes", "Was sich ändert", "ما الذي يتغير", "何が変わるのか"]),
                text: texts([
                    "Agora rassemble les équipes autour de communautés ouvertes. On pose une question, quelqu’un y répond, et la réponse reste trouvable pour tous.",
                    "Agora brings teams together in open communities. You ask, somebody answers, and the answer stays findable for everyone.",
                    "Agora bringt Teams in offenen Gemeinschaften zusammen. Man fragt, jemand antwortet, und die Antwort bleibt für alle auffindbar.",
                    "تجمع Agora الفرق حول مجتمعات مفتوحة. تطرح سؤالًا، فيجيب أحدهم، وتبقى الإجابة متاحة للجميع.",
                    "Agoraは、開かれたコミュニティを通じてチームをつなぎます。質問すれば誰かが答え、その答えは誰でも見つけられる形で残ります。",
                ]),
            },
            Chapter {
                id: id("demain"),
                title: texts([
                    "Où nous allons",
                    "Where we are going",
                    "Wohin wir gehen",
                    "إلى أين نتجه",
                    "これから目指すもの",
                ]),
                text: texts([
                    "Dans un an, aucune question ne restera sans réponse plus d’une journée.",
                    "A year from now, no question will stay unanswered for more than a day.",
                    "In einem Jahr bleibt keine Frage länger als einen Tag ohne Antwort.",
                    "بعد عام من الآن لن يبقى أي سؤال دون إجابة أكثر من يوم واحد.",
                    "1年後には、1日以上回答されない質問はなくなります。",
                ]),
            },
        ],
    }
}

fn messages() -> Vec<Message> {
    let message = |name: &str, icon: &str, title, text, proof| Message {
        id: id(name),
        icon: Some(Located::new(icon.into(), sample::span(icon))),
        title: texts(title),
        text: texts(text),
        proof: Some(texts(proof)),
        nature: Default::default(),
    };
    vec![
        message(
            "trouver",
            "search-check",
            ["Trouver qui sait", "Find who knows", "Finden, wer es weiß", "اعثر على من يعرف", "知っている人を見つける"],
            [
                "Une recherche, et l’expert du sujet est à un message de vous.",
                "One search, and the expert is one message away.",
                "Eine Suche, und die Fachperson ist nur eine Nachricht entfernt.",
                "بحث واحد، ويصبح الخبير على بعد رسالة منك.",
                "一度の検索で、専門家にメッセージ一つで届きます。",
            ],
            [
                "1 200 experts déjà référencés",
                "1,200 experts already listed",
                "1.200 Fachleute sind bereits verzeichnet",
                "أكثر من 1200 خبير مسجل بالفعل",
                "すでに1,200人の専門家が登録済み",
            ],
        ),
        message(
            "partager",
            "share-2",
            ["Partager une fois", "Share once", "Einmal teilen", "شارك مرة واحدة", "一度だけ共有する"],
            [
                "Un document, une version, visible de ceux qui en ont besoin.",
                "One document, one version, seen by those who need it.",
                "Ein Dokument, eine Version, sichtbar für alle, die sie brauchen.",
                "وثيقة واحدة ونسخة واحدة يراها من يحتاج إليها.",
                "一つの文書、一つの版を、必要な人が見られます。",
            ],
            [
                "−30 % de courriels dans les équipes pilotes",
                "30% fewer e-mails in the pilot teams",
                "30 % weniger E-Mails in den Pilotteams",
                "انخفاض بنسبة 30٪ في الرسائل لدى الفرق التجريبية",
                "パイロットチームではメールが30％減少",
            ],
        ),
        message(
            "entraide",
            "heart-handshake",
            ["S’entraider", "Help each other", "Einander helfen", "التعاون فيما بيننا", "助け合う"],
            [
                "Posez une question à toute l’entreprise, pas seulement à votre voisin de bureau.",
                "Put a question to the whole company, not only to the next desk.",
                "Fragen Sie das ganze Unternehmen, nicht nur den Nachbartisch.",
                "اطرح سؤالك على المؤسسة كلها، لا على زميل المكتب المجاور فحسب.",
                "隣の席だけでなく、会社全体に質問しましょう。",
            ],
            [
                "2 h pour une première réponse, en moyenne",
                "2 h to a first answer, on average",
                "Im Schnitt 2 Stunden bis zur ersten Antwort",
                "ساعتان في المتوسط للحصول على أول إجابة",
                "最初の回答まで平均2時間",
            ],
        ),
    ]
}

/// The example's campaign.
pub fn campaign() -> Campaign {
    let launch = date(2027, 3, 9).at(0, 0, 0, 0);
    let phase = |name: &str, title, from: i32, until: Option<i32>| Phase {
        id: id(name),
        title: texts(title),
        from: launch + from.weeks(),
        until: until.map(|until| launch + until.weeks()),
    };
    Campaign {
        span: sample::span("title: Lancement"),
        id: id("lancement"),
        built_in: false,
        title: texts(["Lancement d’Agora", "Launch of Agora", "Start von Agora", "إطلاق Agora", "Agoraの立ち上げ"]),
        launch: Some(launch),
        timezone: "Europe/Paris".into(),
        phases: vec![
            phase("prepare", ["Préparer", "Prepare", "Vorbereiten", "التحضير", "準備"], -8, Some(0)),
            phase("launch", ["Lancer", "Launch", "Starten", "الإطلاق", "立ち上げ"], 0, Some(2)),
            phase("daily", ["Faire vivre", "Keep alive", "Lebendig halten", "الاستمرار", "定着"], 2, Some(26)),
        ],
        milestones: Vec::new(),
        people: people(),
        responsibilities: responsibilities(),
        audiences: audiences(),
        recipients: None,
        objections: objections(),
        training: training(launch),
        approval: None,
        feedback: Some(Feedback {
            question: texts([
                "Qu’est-ce qui vous manque ?",
                "What are you missing?",
                "Was fehlt Ihnen?",
                "ما الذي ينقصك؟",
                "足りないものは何ですか？",
            ]),
            link: "https://agora.horizon.example/avis".parse().ok(),
        }),
        rhythm: Default::default(),
        retention: Default::default(),
        sites: sites(),
        newsletters: newsletters(launch),
        posters: Vec::new(),
        banners: Vec::new(),
        guides: LANGUAGES.map(guide).to_vec(),
    }
}

fn people() -> Vec<Person> {
    let person = |name: &str, level, function, names, quote: Option<[&str; 5]>, email: Option<&str>| Person {
        id: id(name),
        level,
        function,
        name: strings(names),
        role: None,
        quote: quote.map(texts),
        email: email.map(|e| e.parse().unwrap()),
        photo: None,
    };
    vec![
        person(
            "direction",
            Level::Executive,
            None,
            ["La direction générale", "The executive board", "Die Geschäftsleitung", "الإدارة العامة", "経営陣"],
            Some([
                "Agora n’est pas un outil de plus. C’est notre façon de travailler ensemble.",
                "Agora is not one more tool. It is the way we work together.",
                "Agora ist kein weiteres Werkzeug. Es ist unsere Art zusammenzuarbeiten.",
                "Agora ليست أداة إضافية، بل هي طريقتنا في العمل معًا.",
                "Agoraは新しいツールではありません。私たちの働き方そのものです。",
            ]),
            None,
        ),
        person(
            "usine",
            Level::Manager,
            None,
            [
                "La responsable du site de Lyon",
                "The Lyon site manager",
                "Die Leiterin des Standorts Lyon",
                "مديرة موقع ليون",
                "リヨン拠点の責任者",
            ],
            Some([
                "Mon équipe y pose ses questions le matin, elle a ses réponses à midi.",
                "My team asks in the morning and has its answers by noon.",
                "Mein Team fragt am Morgen und hat mittags die Antworten.",
                "يطرح فريقي أسئلته صباحًا ويحصل على إجاباتها ظهرًا.",
                "私のチームは朝に質問し、昼には答えを得ています。",
            ]),
            None,
        ),
        person(
            "pilote",
            Level::Ambassador,
            None,
            [
                "Un ambassadeur du support",
                "An ambassador from support",
                "Ein Botschafter aus dem Support",
                "سفير من فريق الدعم",
                "サポート部門のアンバサダー",
            ],
            Some([
                "J’ai retrouvé trois collègues qui avaient déjà résolu mon problème.",
                "I found three colleagues who had already solved my problem.",
                "Ich habe drei Leute gefunden, die mein Problem schon gelöst hatten.",
                "وجدت ثلاثة زملاء سبق لهم أن حلوا مشكلتي.",
                "同じ問題をすでに解決していた同僚が3人も見つかりました。",
            ]),
            None,
        ),
        person(
            "rh",
            Level::Team,
            Some(JobFunction::Hr),
            ["L’équipe RH", "The HR team", "Das HR-Team", "فريق الموارد البشرية", "人事チーム"],
            None,
            Some("rh@horizon.example"),
        ),
        person(
            "dsi",
            Level::Team,
            Some(JobFunction::It),
            ["Systèmes d’information", "Information systems", "Informationssysteme", "نظم المعلومات", "情報システム部"],
            None,
            Some("dsi@horizon.example"),
        ),
        person(
            "dcom",
            Level::Team,
            Some(JobFunction::Communications),
            ["Communication interne", "Internal communications", "Interne Kommunikation", "الاتصال الداخلي", "社内広報"],
            None,
            Some("communication@horizon.example"),
        ),
    ]
}

fn responsibilities() -> Vec<Responsibility> {
    let ids = |names: &[&str]| names.iter().map(|name| id(name)).collect::<Vec<_>>();
    let task = |task, r: &[&str], a: &str, c: &[&str], i: &[&str]| Responsibility {
        task: texts(task),
        responsible: ids(r),
        accountable: id(a),
        consulted: ids(c),
        informed: ids(i),
    };
    vec![
        task(
            ["Ligne éditoriale", "Editorial line", "Redaktionelle Linie", "الخط التحريري", "編集方針"],
            &["dcom"],
            "direction",
            &["rh"],
            &["dsi"],
        ),
        task(
            [
                "Gouvernance et charte",
                "Governance and charter",
                "Steuerung und Charta",
                "الحوكمة والميثاق",
                "ガバナンスと憲章",
            ],
            &["rh"],
            "direction",
            &["dcom", "dsi"],
            &["usine"],
        ),
        task(
            [
                "Intégration technique",
                "Technical integration",
                "Technische Integration",
                "التكامل التقني",
                "技術的な統合",
            ],
            &["dsi"],
            "dsi",
            &["dcom"],
            &["rh"],
        ),
        task(
            [
                "Animation des communautés",
                "Community life",
                "Betreuung der Gemeinschaften",
                "تنشيط المجتمعات",
                "コミュニティの活性化",
            ],
            &["pilote"],
            "dcom",
            &["usine"],
            &["direction"],
        ),
    ]
}

fn audiences() -> Vec<Audience> {
    let audience = |name: &str, title| Audience {
        id: id(name),
        title: texts(title),
        filter: None,
        filter_span: None,
        recipients: None,
        list: None,
        language: None,
    };
    vec![
        audience("everyone", ["Tous", "Everyone", "Alle", "الجميع", "全員"]),
        audience("managers", ["Managers", "Managers", "Führungskräfte", "المديرون", "管理職"]),
        audience("ambassadors", ["Ambassadeurs", "Ambassadors", "Botschafter", "السفراء", "アンバサダー"]),
    ]
}

fn objections() -> Vec<Objection> {
    let objection = |name: &str, says, answer| Objection { id: id(name), says: texts(says), answer: texts(answer) };
    vec![
        objection(
            "temps",
            [
                "Encore un outil, je n’ai pas le temps.",
                "One more tool. I have no time.",
                "Noch ein Werkzeug. Dafür habe ich keine Zeit.",
                "أداة أخرى؟ ليس لدي وقت.",
                "またツールですか。時間がありません。",
            ],
            [
                "Dix minutes suffisent pour commencer, et chaque réponse trouvée en fait gagner trente.",
                "Ten minutes are enough to start, and each answer found saves thirty.",
                "Zehn Minuten genügen für den Anfang, und jede gefundene Antwort spart dreißig.",
                "عشر دقائق تكفي للبدء، وكل إجابة تجدها توفر ثلاثين دقيقة.",
                "始めるには10分で十分。見つけた答えの一つひとつが30分を節約します。",
            ],
        ),
        objection(
            "controle",
            [
                "On va surveiller ce que j’écris.",
                "They will watch what I write.",
                "Man wird überwachen, was ich schreibe.",
                "سيراقبون ما أكتبه.",
                "書いたことを監視されるのでは。",
            ],
            [
                "Aucune statistique individuelle n’est produite. La charte est publique.",
                "No individual statistics are produced. The charter is public.",
                "Es werden keine persönlichen Statistiken erstellt. Die Charta ist öffentlich.",
                "لا تُنتج أي إحصاءات فردية، والميثاق متاح للجميع.",
                "個人別の統計は作成されません。憲章は公開されています。",
            ],
        ),
        objection(
            "legitimite",
            [
                "Ce n’est pas à moi de parler.",
                "It is not for me to speak.",
                "Es steht mir nicht zu, mich zu äußern.",
                "ليس من شأني أن أتكلم.",
                "私が発言する立場ではありません。",
            ],
            [
                "Toute question est légitime : les managers ouvrent la voie.",
                "Every question is legitimate: managers lead the way.",
                "Jede Frage ist berechtigt: Die Führungskräfte gehen voran.",
                "كل سؤال مشروع، والمديرون يمهدون الطريق.",
                "どんな質問も歓迎されます。管理職が率先します。",
            ],
        ),
    ]
}

fn training(launch: jiff::civil::DateTime) -> Vec<Training> {
    let session = |site: Option<&str>, days: i32, hour: i32, zone: &str, place: Option<[&str; 5]>, seats| Session {
        site: site.map(id),
        starts: launch + days.days() + hour.hours(),
        timezone: zone.into(),
        place: place.map(texts),
        seats,
        link: site.is_none().then(|| "https://visio.horizon.example/animer".parse().unwrap()),
    };
    let rhone = ["Salle Rhône", "Rhône room", "Saal Rhône", "قاعة الرون", "ローヌ会議室"];
    let auditorium = ["Auditorium", "Auditorium", "Auditorium", "القاعة الكبرى", "講堂"];
    vec![
        Training {
            id: id("premiers-pas"),
            title: texts(["Premiers pas", "First steps", "Erste Schritte", "الخطوات الأولى", "はじめの一歩"]),
            lasts: Some(1.hour()),
            register: "https://agora.horizon.example/premiers-pas".parse().ok(),
            audiences: Vec::new(),
            sessions: vec![
                session(Some("paris"), 2, 10, "Europe/Paris", Some(auditorium), Some(60)),
                session(Some("lyon"), 3, 10, "Europe/Paris", Some(rhone), Some(20)),
                session(Some("montreal"), 4, 9, "America/Toronto", None, Some(15)),
                session(Some("london"), 4, 10, "Europe/London", None, Some(15)),
            ],
        },
        Training {
            id: id("animer"),
            title: texts([
                "Animer une communauté",
                "Running a community",
                "Eine Gemeinschaft betreuen",
                "إدارة مجتمع",
                "コミュニティを運営する",
            ]),
            lasts: Some(90.minutes()),
            register: None,
            audiences: vec![id("ambassadors")],
            sessions: vec![session(None, -14, 14, "Europe/Paris", None, None)],
        },
    ]
}

fn sites() -> Vec<Site> {
    let site = |name: &str, names, language: &str, zone: &str, address: &str, link: &str, contact: Option<&str>| Site {
        id: id(name),
        name: strings(names),
        language: tag(language),
        timezone: zone.into(),
        country: None,
        address: Some(Localised::one(address.into(), None)),
        link: link.parse().ok(),
        contact: contact.map(|c| c.parse().unwrap()),
        largest_printer: None,
        posters: IndexMap::new(),
    };
    vec![
        site(
            "paris",
            ["Paris", "Paris", "Paris", "باريس", "パリ"],
            "fr",
            "Europe/Paris",
            "12 rue de la Paix, 75002 Paris",
            "https://agora.horizon.example/p",
            None,
        ),
        site(
            "lyon",
            ["Lyon", "Lyon", "Lyon", "ليون", "リヨン"],
            "fr",
            "Europe/Paris",
            "3 quai du Rhône, 69007 Lyon",
            "https://agora.horizon.example/l",
            Some("accueil-lyon@horizon.example"),
        ),
        site(
            "montreal",
            ["Montréal", "Montreal", "Montréal", "مونتريال", "モントリオール"],
            "fr-CA",
            "America/Toronto",
            "400 rue Sherbrooke, Montréal",
            "https://agora.horizon.example/m",
            None,
        ),
        site(
            "london",
            ["Londres", "London", "London", "لندن", "ロンドン"],
            "en",
            "Europe/London",
            "8 Fleet Street, London",
            "https://agora.horizon.example/u",
            None,
        ),
    ]
}

fn newsletters(launch: jiff::civil::DateTime) -> Vec<Newsletter> {
    let newsletter = |name: &str, weeks: i32, to: &[&str], subject| Newsletter {
        id: id(name),
        span: sample::span(name),
        status: Status::Ready,
        built_in: false,
        languages: LANGUAGES.map(tag).to_vec(),
        to: to.iter().map(|name| id(name)).collect(),
        from: None,
        send: None,
        send_span: None,
        same_moment: false,
        mandatory: false,
        first_send: Some(launch + weeks.weeks() + 9.hours()),
        subject: texts(subject),
        preheader: None,
        attach: Vec::new(),
        blocks: Vec::new(),
    };
    vec![
        newsletter(
            "pourquoi",
            -6,
            &[],
            [
                "Pourquoi Agora arrive chez nous",
                "Why Agora is coming",
                "Warum Agora zu uns kommt",
                "لماذا تصل Agora إلينا",
                "Agoraを導入する理由",
            ],
        ),
        newsletter(
            "ambassadeurs",
            -2,
            &["ambassadors", "managers"],
            [
                "Votre rôle d’ambassadeur commence",
                "Your part as an ambassador begins",
                "Ihre Aufgabe als Botschafter beginnt",
                "يبدأ دورك سفيرًا",
                "アンバサダーとしての役割が始まります",
            ],
        ),
        newsletter(
            "jour-j",
            0,
            &[],
            ["Agora est ouvert", "Agora is open", "Agora ist offen", "Agora متاحة الآن", "Agora、始動"],
        ),
    ]
}

/// The ambassador's guide in a language, with every placeholder.
pub fn guide(language: &str) -> Guide {
    let at = LANGUAGES.iter().position(|l| *l == language).unwrap_or(1);
    let mut page = Page::new(language, at);
    page.opening();
    page.role();
    page.rest();
    page.finish()
}

/// A guide that is being written together with the Markdown that it would have been read from.
struct Page {
    language: LanguageTag,
    at: usize,
    blocks: Vec<(GuideBlock, usize)>,
    text: String,
}

impl Page {
    fn new(language: &str, at: usize) -> Self {
        Self { language: tag(language), at, blocks: Vec::new(), text: "---\ntitle: …\n---\n".into() }
    }

    fn line(&mut self, text: &str) -> usize {
        self.text.push_str(text);
        self.text.push('\n');
        self.text.len() - text.len() - 1
    }

    fn heading(&mut self, level: u8, texts: [&str; 5]) {
        let text = texts[self.at];
        let start = self.line(&format!("{} {text}", "#".repeat(level.into())));
        self.blocks.push((GuideBlock::Heading { level, content: inlines(text), span: sample::span("") }, start));
    }

    fn paragraph(&mut self, texts: [&str; 5]) {
        self.line(texts[self.at]);
        self.blocks.push((GuideBlock::Paragraph(inlines(texts[self.at])), 0));
    }

    fn placeholder(&mut self, name: &str) {
        let (_, kind) = GuidePlaceholder::ALL.iter().find(|(n, _)| *n == name).unwrap();
        let start = self.line(&format!("{{{{ {name}() }}}}"));
        self.blocks.push((GuideBlock::Placeholder { kind: *kind, span: sample::span("") }, start));
    }

    fn block(&mut self, block: GuideBlock) {
        self.blocks.push((block, 0));
    }

    fn opening(&mut self) {
        self.heading(1, ["Pourquoi Agora", "Why Agora", "Warum Agora", "لماذا Agora", "なぜAgoraなのか"]);
        self.placeholder("why");
        self.placeholder("story");
    }

    fn role(&mut self) {
        self.heading(1, ["Votre rôle", "Your part", "Ihre Aufgabe", "دورك", "あなたの役割"]);
        self.paragraph([
            "Un ambassadeur **montre**, **aide** et **écoute**. Il n’est ni le support technique, ni la police de la charte.",
            "An ambassador **shows**, **helps** and **listens**. They are neither the help desk nor the charter’s police.",
            "Eine Botschafterin oder ein Botschafter **zeigt**, **hilft** und **hört zu**. Sie sind weder der technische Support noch die Polizei der Unternehmenskommunikationsrichtlinien.",
            "السفير **يُري** و**يساعد** و**يُصغي**. فهو ليس الدعم التقني ولا شرطة الميثاق.",
            "アンバサダーは**見せ**、**助け**、**耳を傾けます**。テクニカルサポートでも、憲章の取締り役でもありません。",
        ]);
        let rows: [[[&str; 3]; 4]; 5] = [
            [
                ["Moment", "Ce que vous faites", "Combien de temps"],
                ["Avant", "Vous complétez votre profil", "10 min"],
                ["Pendant", "Vous répondez à une question par jour", "5 min"],
                ["Après", "Vous racontez une réussite", "15 min"],
            ],
            [
                ["When", "What you do", "How long"],
                ["Before", "You complete your profile", "10 min"],
                ["During", "You answer one question a day", "5 min"],
                ["After", "You tell of a success", "15 min"],
            ],
            [
                ["Zeitpunkt", "Was Sie tun", "Wie lange"],
                ["Vorher", "Sie füllen Ihr Profil aus", "10 Min."],
                ["Währenddessen", "Sie beantworten eine Frage pro Tag", "5 Min."],
                ["Nachher", "Sie erzählen von einem Erfolg", "15 Min."],
            ],
            [
                ["متى", "ماذا تفعل", "المدة"],
                ["قبل", "تكمل ملفك الشخصي", "10 دقائق"],
                ["أثناء", "تجيب عن سؤال واحد في اليوم", "5 دقائق"],
                ["بعد", "تروي قصة نجاح", "15 دقيقة"],
            ],
            [
                ["時期", "すること", "所要時間"],
                ["前", "プロフィールを完成させる", "10分"],
                ["期間中", "1日に1つの質問に答える", "5分"],
                ["後", "成功体験を語る", "15分"],
            ],
        ];
        let [head, body @ ..] = rows[self.at];
        self.block(GuideBlock::Table {
            alignment: vec![Alignment::Start, Alignment::Start, Alignment::End],
            head: head.map(inlines).to_vec(),
            rows: body.map(|row| row.map(inlines).to_vec()).to_vec(),
        });
        let tip = [
            "Une réponse imparfaite le jour même vaut mieux qu’une réponse parfaite la semaine suivante.",
            "An imperfect answer today is worth more than a perfect one next week.",
            "Eine unvollkommene Antwort am selben Tag ist mehr wert als eine vollkommene in der nächsten Woche.",
            "إجابة غير كاملة في اليوم نفسه خير من إجابة كاملة في الأسبوع التالي.",
            "来週の完璧な答えより、今日の不完全な答えのほうが価値があります。",
        ];
        let blocks = vec![GuideBlock::Paragraph(inlines(tip[self.at]))];
        self.block(GuideBlock::Callout { kind: Callout::Tip, blocks });
        self.heading(2, ["Chaque semaine", "Every week", "Jede Woche", "كل أسبوع", "毎週"]);
        let items: [[&str; 3]; 5] = [
            [
                "Lire les questions **sans réponse**.",
                "En prendre une, même difficile.",
                "Remercier ceux qui ont répondu.",
            ],
            ["Read the questions **without answer**.", "Take one, even a hard one.", "Thank those who answered."],
            [
                "Die **unbeantworteten** Fragen lesen.",
                "Eine davon übernehmen, auch eine schwierige.",
                "Allen danken, die geantwortet haben.",
            ],
            ["اقرأ الأسئلة **التي بلا إجابة**.", "خذ أحدها ولو كان صعبًا.", "اشكر من أجابوا."],
            ["**未回答**の質問を読む。", "難しくても一つ引き受ける。", "答えてくれた人に感謝する。"],
        ];
        let items = items[self.at].map(|item| vec![GuideBlock::Paragraph(inlines(item))]).to_vec();
        self.block(GuideBlock::List { ordered: true, start: 1, items });
    }

    fn rest(&mut self) {
        let parts: [([&str; 5], &str); 9] = [
            (
                [
                    "Les messages à répéter",
                    "The messages to repeat",
                    "Die Botschaften zum Wiederholen",
                    "الرسائل التي نكررها",
                    "繰り返し伝えるメッセージ",
                ],
                "messages",
            ),
            (
                [
                    "Répondre aux objections",
                    "Answering objections",
                    "Auf Einwände antworten",
                    "الرد على الاعتراضات",
                    "反対意見に答える",
                ],
                "objections",
            ),
            (["Qui fait quoi", "Who does what", "Wer macht was", "من يفعل ماذا", "誰が何をするか"], "responsibilities"),
            (["Se former", "Training", "Schulungen", "التدريب", "研修"], "training"),
            (
                [
                    "Les visages du projet",
                    "The faces of the project",
                    "Die Gesichter des Projekts",
                    "وجوه المشروع",
                    "プロジェクトの顔",
                ],
                "people",
            ),
            (["Le calendrier", "The calendar", "Der Kalender", "الجدول الزمني", "スケジュール"], "calendar"),
            (["Nos couleurs", "Our colours", "Unsere Farben", "ألواننا", "カラー"], "palette"),
            (["Nos sites", "Our sites", "Unsere Standorte", "مواقعنا", "拠点"], "sites"),
            (["Vos contacts", "Your contacts", "Ihre Ansprechpartner", "جهات الاتصال", "連絡先"], "contacts"),
        ];
        for (title, placeholder) in parts {
            self.heading(1, title);
            self.placeholder(placeholder);
        }
    }

    fn finish(self) -> Guide {
        let source = Source::new(format!("campaigns/lancement/guides/ambassadeur.{}.md", self.language), self.text);
        let blocks = self.blocks.into_iter().map(|(block, start)| {
            let here = source.span(start, start + source.text()[start..].find('\n').unwrap_or(0));
            match block {
                GuideBlock::Heading { level, content, .. } => GuideBlock::Heading { level, content, span: here },
                GuideBlock::Placeholder { kind, .. } => GuideBlock::Placeholder { kind, span: here },
                other => other,
            }
        });
        let title = [
            "Le guide de l’ambassadeur",
            "The ambassador’s guide",
            "Der Leitfaden für Botschafterinnen und Botschafter",
            "دليل السفير",
            "アンバサダーガイド",
        ];
        let subtitle = [
            "Faire vivre Agora dans votre équipe",
            "Bringing Agora to life in your team",
            "Agora im eigenen Team zum Leben bringen",
            "إحياء Agora في فريقك",
            "あなたのチームでAgoraを活かすために",
        ];
        Guide {
            id: id("ambassadeur"),
            span: source.span(0, 3),
            status: Status::Ready,
            built_in: false,
            language: self.language,
            title: prose(title[self.at]),
            subtitle: Some(prose(subtitle[self.at])),
            audiences: vec![id("ambassadors")],
            format: "A4".parse().unwrap(),
            blocks: blocks.collect(),
        }
    }
}

/// A guide with everything that Markdown has, in English.
pub fn everything() -> Guide {
    let text = "---\ntitle: Everything\n---\n# Everything\n";
    let source = Source::new("campaigns/lancement/guides/everything.en.md", text);
    let paragraph = |text: &str| GuideBlock::Paragraph(inlines(text));
    let heading = |level, text: &str| {
        let here = source.span(source.text().len() - 13, source.text().len() - 1);
        GuideBlock::Heading { level, content: inlines(text), span: here }
    };
    let sentence = "Free software gives every person the **freedom** to run, study, share and improve the program. ";
    let long = sentence.repeat(3);
    let item =
        |text: &str, inner: Option<GuideBlock>| std::iter::once(paragraph(text)).chain(inner).collect::<Vec<_>>();
    let nested = GuideBlock::List {
        ordered: false,
        start: 1,
        items: vec![item("nested", None), item("and nested again", None)],
    };
    let list = |ordered, start| GuideBlock::List {
        ordered,
        start,
        items: vec![item("one", None), item(&long, Some(nested.clone())), item("three", None)],
    };
    let callouts = [Callout::Note, Callout::Tip, Callout::Important, Callout::Warning, Callout::Caution];
    let callout = |kind| GuideBlock::Callout { kind, blocks: vec![paragraph(sentence)] };
    let row = |i: usize| vec![inlines(&format!("Step {i}")), inlines(&long), inlines("10"), inlines("yes")];
    let picture = |path: &str, svg: &str, caption: Option<&str>| GuideBlock::Image {
        file: Asset { path: path.into(), bytes: svg.as_bytes().into(), named_at: None },
        alt: "A rising line".into(),
        caption: caption.map(str::to_owned),
        span: source.span(4, 9),
    };
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400" width="800" height="400"><rect width="800" height="400" fill="#e8eef8"/><path d="M40 360 L300 240 L500 280 L760 60" fill="none" stroke="#2f6fd0" stroke-width="12"/></svg>"##;
    let link = Inline::Link {
        target: LinkTarget::Link("https://agora.horizon.example/a/page".parse().unwrap()),
        content: inlines("a link"),
    };
    let mixed = vec![
        Inline::Text("With ".into()),
        link,
        Inline::Text(", ".into()),
        Inline::Code("code --with options".into()),
        Inline::Text(", ".into()),
        Inline::Emphasis(inlines("emphasis and **strong in it**")),
        Inline::Text(", a break".into()),
        Inline::Break,
        Inline::Text("and the rest.".into()),
    ];
    let mut blocks = vec![heading(1, "Everything that Markdown has"), paragraph(&long), GuideBlock::Paragraph(mixed)];
    blocks.extend([
        list(false, 1),
        heading(2, "A second level"),
        list(true, 3),
        heading(3, "A third"),
        paragraph(&long),
    ]);
    blocks.extend([heading(4, "A fourth"), paragraph(sentence), GuideBlock::Quote(vec![paragraph(&long)])]);
    blocks.extend(callouts.map(callout));
    blocks.push(GuideBlock::Code("fn main() {\n    println!(\"#eval and $x$ and @ref\");\n}\n".into()));
    blocks.extend([GuideBlock::Rule, picture("a.svg", svg, Some("What became of it")), picture("b.svg", svg, None)]);
    blocks.push(GuideBlock::Tasks(vec![
        (Some(true), vec![paragraph("done")]),
        (Some(false), vec![paragraph(&long)]),
        (None, vec![paragraph("no box")]),
    ]));
    blocks.push(GuideBlock::PullQuote(vec![paragraph(sentence), paragraph("— Somebody")]));
    let side = || vec![heading(2, "A side"), paragraph(&long), callout(Callout::Tip)];
    blocks.push(GuideBlock::Columns(vec![side(), side()]));
    let lead = |target, text: &str| Inline::Link { target, content: inlines(text) };
    let note = |name: &str| lead(LinkTarget::Note(name.into()), "");
    blocks.push(GuideBlock::Paragraph(vec![
        Inline::Text("A note".into()),
        note("n"),
        Inline::Text(", again".into()),
        note("n"),
        lead(LinkTarget::Heading("everything".into()), "and a heading"),
    ]));
    blocks.push(GuideBlock::Note { name: "n".into(), blocks: vec![paragraph(sentence)] });
    blocks.push(GuideBlock::PageBreak);
    blocks.push(heading(1, "A long table"));
    blocks.push(GuideBlock::Table {
        alignment: vec![Alignment::Start, Alignment::Start, Alignment::End, Alignment::Center],
        head: ["Step", "What happens", "Minutes", "Done"].map(inlines).to_vec(),
        rows: (1..24).map(row).collect(),
    });
    Guide {
        id: id("everything"),
        language: tag("en"),
        title: prose("Everything that a guide may hold, and a title that is rather long"),
        subtitle: None,
        format: "Letter".parse().unwrap(),
        span: source.span(0, 3),
        blocks,
        ..guide("en")
    }
}
