//! A newsletter with one of every block in five languages, on the shared sample project.

use jiff::{ToSpan, civil::date};

use crate::{
    model::{
        Audience, Auth, Block, BlockKind, Bounces, Chapter, Delivery, Feedback, ImageText, Images, JobFunction, Level,
        Newsletter, Number, Objection, OnUnknown, Person, Photo, Project, Side, Status, Step, Tls,
        sample::{self, LANGUAGES, id, language, span, texts},
        value::{Asset, DateStyle, Field, FieldFormat, FieldSource, Inline, Link, Localised, Prose, ProseBlock},
    },
    plan::{Artefact, Job, JobId, Need, Piece, Role},
};

/// A PNG of 1200 by 400 pixels: the header of a real one, without its content.
pub fn banner_png() -> Vec<u8> {
    let mut bytes = sample::PNG.to_vec();
    bytes[16..24].copy_from_slice(&[0, 0, 4, 176, 0, 0, 1, 144]);
    bytes
}

/// The shared project with people, objections, a story, words and a newsletter of all blocks.
pub fn project() -> Project {
    let mut project = sample::project();
    project.identity.story.chapters = vec![chapter()];
    for (message, proof) in project.identity.messages.iter_mut().zip(proofs()) {
        message.proof = Some(proof);
    }
    project.delivery = Some(delivery());
    let campaign = &mut project.campaigns[0];
    campaign.people = vec![person("direction", Level::Executive), person("dcom", Level::Team)];
    campaign.audiences = vec![audience("everyone", None), audience("managers", Some("role == \"manager\""))];
    campaign.objections = objections();
    campaign.training[0].lasts = Some(1.hour());
    campaign.feedback = Some(Feedback {
        question: texts([
            "Qu’est-ce qui vous manque ?",
            "What are you missing?",
            "Was fehlt Ihnen?",
            "ما الذي ينقصكم؟",
            "足りないものは何ですか。",
        ]),
        link: Some(link("https://agora.horizon.example/avis")),
    });
    campaign.newsletters = vec![newsletter(every_block())];
    project
}

/// A newsletter with these blocks.
pub fn newsletter(blocks: Vec<Block>) -> Newsletter {
    Newsletter {
        id: id("01-pourquoi"),
        span: span("to: [everyone]"),
        status: Status::Ready,
        built_in: false,
        languages: LANGUAGES.iter().map(|tag| language(tag)).collect(),
        to: vec![id("everyone")],
        from: Some(id("dcom")),
        send: None,
        send_span: None,
        same_moment: false,
        mandatory: false,
        first_send: Some(date(2027, 1, 26).at(9, 30, 0, 0)),
        subject: texts([
            "Et si la réponse était à deux bureaux ?",
            "What if the answer sat two desks away?",
            "Und wenn die Antwort zwei Tische weiter säße?",
            "ماذا لو كانت الإجابة على بُعد مكتبين؟",
            "答えは二つ隣の席にあるかもしれない",
        ]),
        preheader: None,
        attach: Vec::new(),
        blocks,
    }
}

/// One block of every kind.
pub fn every_block() -> Vec<Block> {
    let picture = Asset { path: "photos/equipe.png".into(), bytes: sample::PNG.to_vec().into(), named_at: None };
    let alt = Localised::one("Deux collègues devant un écran".to_owned(), None);
    let kinds = [
        BlockKind::Hero { title: hero_title(), text: Some(hero_text()), image: None },
        BlockKind::Text { title: None, text: greeting() },
        BlockKind::Why,
        BlockKind::Story { chapter: id("constat") },
        BlockKind::Messages { title: None, show: vec![id("trouver"), id("partager"), id("entraide")] },
        BlockKind::Quote { person: id("direction") },
        BlockKind::Objections { title: None, show: Vec::new() },
        BlockKind::Training { title: None, show: vec![id("premiers-pas")] },
        BlockKind::Image {
            file: picture.clone(),
            alt,
            caption: Some(hero_text()),
            link: Some(link("https://agora.horizon.example/photos")),
        },
        BlockKind::Divider,
        BlockKind::CallToAction {
            label: texts(["Découvrir Agora", "Discover Agora", "Agora entdecken", "اكتشفوا أغورا", "アゴラを見る"]),
            link: None,
        },
        BlockKind::Feedback,
        BlockKind::ImageText(Box::new(ImageText {
            image: Photo { file: picture, alt: Localised::one("Un écran".to_owned(), None), focus: None },
            side: Side::Start,
            title: Some(hero_title()),
            text: hero_text(),
            label: Some(texts(["Voir", "See", "Ansehen", "شاهدوا", "見る"])),
            link: None,
        })),
        BlockKind::Numbers {
            title: Some(hero_title()),
            numbers: [["1 200", "1,200", "1.200", "1200", "1,200"], ["2 h", "2 h", "2 Std.", "ساعتان", "2時間"]]
                .map(|value| Number {
                    value: texts(value),
                    label: texts(["de plus", "more", "mehr", "إضافية", "増加"]),
                })
                .to_vec(),
        },
        BlockKind::Steps {
            title: None,
            steps: vec![
                Step { title: hero_title(), text: Some(hero_text()) },
                Step { title: texts(["Posez", "Ask", "Fragen", "اسألوا", "尋ねる"]), text: None },
            ],
        },
        BlockKind::Countdown { until: date(2027, 3, 9).at(0, 0, 0, 0), to_launch: true, text: None, begun: None },
        BlockKind::People { title: None, show: Vec::new() },
    ];
    kinds.into_iter().map(block).collect()
}

/// A block for everyone.
pub fn block(kind: BlockKind) -> Block {
    Block { only: Vec::new(), languages: Vec::new(), kind, span: span("type: …") }
}

/// A job for the project's first newsletter in a language.
pub fn job<'p>(project: &'p Project, tag: &str, with_header: bool) -> Job<'p> {
    let campaign = &project.campaigns[0];
    let newsletter = &campaign.newsletters[0];
    let artefact = |ending: &'static str| {
        Artefact::new(format!("{}/newsletters/{}.{tag}.{ending}", campaign.id, newsletter.id), ending)
    };
    Job {
        piece: Piece::Newsletter(newsletter),
        campaign,
        language: language(tag),
        site: None,
        format: None,
        artefacts: ["html", "txt", "eml"].map(artefact).to_vec(),
        needs: with_header.then_some(Need { role: Role::Header, job: JobId(0), ending: "png" }).into_iter().collect(),
    }
}

fn link(text: &str) -> Link {
    text.parse().expect("a link")
}

fn delivery() -> Delivery {
    Delivery {
        from_name: Localised::one("L’équipe Agora".into(), None),
        from_address: "agora@horizon.example".parse().expect("an address"),
        reply_to: Some("communication@horizon.example".parse().expect("an address")),
        relay: "file:sent".into(),
        connections: 1,
        daily_limit: None,
        rate: None,
        list_id: None,
        images: Images::Embed,
        unsubscribe: Some(link("mailto:communication@horizon.example")),
        on_unknown: OnUnknown::Hold,
        max_lateness: jiff::SignedDuration::from_hours(12),
        outbox: ".fanion/outbox.db".into(),
        password_file: None,
        auth: Auth::Password,
        tls: Tls::Required,
        ca_file: None,
        dkim: None,
        bounces: Bounces::Sender,
    }
}

fn audience(name: &str, filter: Option<&str>) -> Audience {
    Audience {
        id: id(name),
        title: texts([name; 5]),
        filter: filter.map(|filter| filter.parse().expect("a condition")),
        filter_span: None,
        recipients: None,
        list: None,
        language: None,
    }
}

fn person(name: &str, level: Level) -> Person {
    let names = match level {
        Level::Executive => {
            ["La direction générale", "The executive board", "Die Geschäftsführung", "الإدارة العامة", "経営陣"]
        }
        _ => {
            ["Communication interne", "Internal communications", "Interne Kommunikation", "التواصل الداخلي", "社内広報"]
        }
    };
    let quote = texts([
        "Agora n’est pas un outil de plus. C’est notre façon de travailler ensemble.",
        "Agora is not one more tool. It is the way we work together.",
        "Agora ist kein weiteres Werkzeug. Es ist die Art, wie wir zusammenarbeiten.",
        "أغورا ليست أداة إضافية، بل هي طريقتنا في العمل معًا.",
        "アゴラは新しい道具ではありません。私たちの働き方そのものです。",
    ]);
    Person {
        id: id(name),
        level,
        function: (level == Level::Team).then_some(JobFunction::Communications),
        name: localised(names),
        role: None,
        quote: (level == Level::Executive).then_some(quote),
        email: Some("communication@horizon.example".parse().expect("an address")),
        photo: None,
    }
}

fn localised(versions: [&str; 5]) -> Localised<String> {
    let by_language = LANGUAGES.iter().zip(versions).map(|(tag, text)| (language(tag), text.to_owned()));
    Localised::new(versions[0].to_owned(), by_language.collect(), None)
}

fn chapter() -> Chapter {
    Chapter {
        id: id("constat"),
        title: texts(["D’où nous partons", "Where we start from", "Wo wir stehen", "من أين ننطلق", "私たちの出発点"]),
        text: texts([
            "Douze métiers, huit sites, trois fuseaux horaires. Les bonnes idées existent, mais elles restent dans un bureau, une boîte mail, une équipe. En moyenne, chacun de nous cherche une information **quatre heures par semaine**.",
            "Twelve trades, eight sites, three time zones. Good ideas exist, but they stay in one office, one mailbox, one team. On average each of us spends **four hours a week** looking for information.",
            "Zwölf Berufe, acht Standorte, drei Zeitzonen. Gute Ideen gibt es, doch sie bleiben in einem Büro, einem Postfach, einem Team. Im Schnitt sucht jeder von uns **vier Stunden pro Woche** nach Informationen.",
            "اثنتا عشرة مهنة، وثمانية مواقع، وثلاث مناطق زمنية. الأفكار الجيدة موجودة، لكنها تبقى في مكتب واحد أو بريد واحد أو فريق واحد. يبحث كل منا في المتوسط عن معلومة **أربع ساعات في الأسبوع**.",
            "十二の職種、八つの拠点、三つの時間帯。良いアイデアはあるのに、ひとつの部屋、ひとつの受信箱、ひとつのチームにとどまっています。私たちは平均して**週に四時間**、情報を探しています。",
        ]),
    }
}

fn proofs() -> [Localised<Prose>; 3] {
    [
        texts([
            "1 200 experts déjà référencés",
            "1,200 experts already listed",
            "1.200 Fachleute bereits erfasst",
            "1200 خبير مسجّل بالفعل",
            "すでに1,200名の専門家が登録",
        ]),
        texts([
            "−30 % de courriels dans les équipes pilotes",
            "30% fewer e-mails in the pilot teams",
            "30 % weniger E-Mails in den Pilotteams",
            "رسائل أقل بنسبة 30% في الفرق التجريبية",
            "試行チームではメールが30%減少",
        ]),
        texts([
            "2 h pour une première réponse, en moyenne",
            "2 h to a first answer, on average",
            "Im Schnitt 2 Stunden bis zur ersten Antwort",
            "ساعتان في المتوسط لأول إجابة",
            "最初の回答まで平均2時間",
        ]),
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
                "Noch ein Werkzeug. Ich habe keine Zeit.",
                "أداة أخرى، ليس لدي وقت.",
                "また新しいツール。時間がありません。",
            ],
            [
                "Dix minutes suffisent pour commencer, et chaque réponse trouvée en fait gagner trente.",
                "Ten minutes are enough to start, and each answer found saves thirty.",
                "Zehn Minuten genügen für den Anfang, und jede gefundene Antwort spart dreißig.",
                "عشر دقائق تكفي للبدء، وكل إجابة تجدونها توفر ثلاثين.",
                "始めるのは十分で足ります。答えがひとつ見つかるたびに、三十分が浮きます。",
            ],
        ),
        objection(
            "controle",
            [
                "On va surveiller ce que j’écris.",
                "They will watch what I write.",
                "Man wird überwachen, was ich schreibe.",
                "سيراقبون ما أكتبه.",
                "書いたことが監視されるのでは。",
            ],
            [
                "Aucune statistique individuelle n’est produite. La charte est publique.",
                "No individual statistics are produced. The charter is public.",
                "Es gibt keine persönlichen Statistiken. Die Charta ist öffentlich.",
                "لا تُنتَج أي إحصاءات فردية، والميثاق متاح للجميع.",
                "個人の統計は取りません。利用規約は公開されています。",
            ],
        ),
    ]
}

fn hero_title() -> Localised<Prose> {
    texts([
        "Ensemble, **plus proches**",
        "Closer, **together**",
        "Gemeinsam **näher dran**",
        "معًا، **أقرب**",
        "ともに、**もっと近くに**",
    ])
}

fn hero_text() -> Localised<Prose> {
    texts([
        "Notre réseau social arrive le 9\u{a0}mars 2027.",
        "Our social network arrives on 9 March 2027.",
        "Unser soziales Netzwerk kommt am 9. März 2027.",
        "شبكتنا الاجتماعية تصل في 9 مارس 2027.",
        "私たちの社内ネットワークが2027年3月9日に始まります。",
    ])
}

/// Two paragraphs; the first greets by a column of the list, the second names the launch.
fn greeting() -> Localised<Prose> {
    let versions = [
        ("Bonjour", "Vous avez déjà cherché, longtemps, une information qu’un collègue avait sous la main."),
        ("Hello", "You too have looked for something that a colleague had at hand all along."),
        ("Guten Tag", "Auch Sie haben schon lange gesucht, was ein Kollege längst zur Hand hatte."),
        ("مرحبًا", "لا بد أنكم بحثتم طويلًا عن معلومة كانت في متناول أحد الزملاء."),
        ("こんにちは、", "同僚の手元にあった情報を、長い間探したことがありませんか。"),
    ];
    let prose = |(hello, text): &(&str, &str)| Prose {
        blocks: vec![
            ProseBlock::Paragraph(vec![
                Inline::Text(format!("{hello} ")),
                field(FieldSource::Column("first_name".into()), None),
                Inline::Text(",".into()),
            ]),
            ProseBlock::Paragraph(vec![Inline::Text((*text).into())]),
            ProseBlock::List {
                ordered: false,
                items: vec![vec![field(FieldSource::Launch, Some(FieldFormat::Date(DateStyle::Long)))]],
            },
        ],
        span: None,
    };
    let by_language = LANGUAGES.iter().zip(&versions).map(|(tag, version)| (language(tag), prose(version)));
    Localised::new(prose(&versions[0]), by_language.collect(), None)
}

/// A field.
pub fn field(source: FieldSource, format: Option<FieldFormat>) -> Inline {
    Inline::Field(Field { source, format, default: None, span: None })
}
