//! `campaigns/NAME/campaign.yaml`

use super::{
    decode::{Map, OneOrMany, record, text_or, words},
    scalar::{Duration, Share},
    text::Text,
};
use crate::{
    diagnostic::Located,
    model::{
        JobFunction, Level, Verify,
        value::{EmailAddress, Format, Id, LanguageTag, Link, Moment},
    },
};

record! {
    /// One campaign: when, who, where, and how often. Its pieces lie beside this file.
    Campaign {
        /// Its title; the project's name where absent. Example: `{ fr: "Lancement d'Agora", en: "Launch of Agora" }`
        title: Option<Text>,
        /// The moment that others are counted from. Example: `2027-03-09`
        launch: Option<Located<Moment>>,
        /// The zone of moments that name none; UTC where absent. Example: `Europe/Paris`
        timezone: Option<Located<String>>,
        /// Its phases: each ends where the next begins, unless `until` says otherwise.
        phases: Option<Vec<Phase>>,
        /// What must have happened by when: a works council consulted, a decision taken.
        milestones: Option<Vec<Milestone>>,
        /// Who speaks in the campaign, and who works on it.
        people: Option<Vec<Person>>,
        /// Who does what: a list of tasks.
        responsibilities: Option<Vec<Responsibility>>,
        /// One list of people for all audiences: the path of a CSV file or an Excel workbook, relative to this file,
        /// or a group of keys. Example: `audiences/staff.csv`
        recipients: Option<Recipients>,
        /// Who is written to: everybody, or some rows of the list.
        audiences: Option<Vec<Audience>>,
        /// The brakes, and what lifts them.
        objections: Option<Vec<Objection>>,
        /// What is taught, when and where.
        training: Option<Vec<Training>>,
        /// How readers answer: a question at the foot of newsletters.
        feedback: Option<Feedback>,
        /// The places of work.
        sites: Option<Vec<Site>>,
        /// Guides made from the project's data: `all`, `none`, or some of `employee`, `manager`, `ambassador`,
        /// `charter`, `faq`; all if the campaign writes no guide, else none but those attached to a newsletter, where
        /// absent. Example: `[charter, faq]`
        built_in_guides: Option<OneOrMany<Located<Id>>>,
        /// How much mail one person may receive, and when.
        rhythm: Option<Rhythm>,
        /// Who signs before anything is sent; nobody has to where absent.
        approval: Option<Approval>,
        /// How long personal data is kept.
        retention: Option<Retention>,
    }
}

record! {
    /// A phase of the campaign.
    Phase {
        /// Its id. Example: `prepare`
        id: Located<Id>,
        /// Its title. Example: `{ fr: "Préparer", en: "Prepare" }`
        title: Text,
        /// First moment in it. Example: `launch - 8 weeks`
        from: Located<Moment>,
        /// First moment after it; where the next begins where absent. Example: `launch + 6 months`
        until: Option<Located<Moment>>,
    }
}

record! {
    /// Something that must have happened by a moment.
    Milestone {
        /// Its id. Example: `works-council`
        id: Located<Id>,
        /// Its title. Example: `Works council consulted`
        title: Text,
        /// When it is reached. Example: `launch - 9 weeks`
        on: Located<Moment>,
        /// `send`: a newsletter that would leave before it is an error. Example: `send`
        blocks: Option<Located<Blocks>>,
    }
}

/// What waits for a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// Every newsletter.
    Send,
}

words!(Blocks, "what waits", { "send" => Blocks::Send });

record! {
    /// Somebody who speaks or works in the campaign.
    Person {
        /// The name by which pieces call them. Example: `pilot`
        id: Located<Id>,
        /// From where in the organisation they speak. Example: `manager`
        level: Located<Level>,
        /// Their function in the project's team. Example: `hr`
        function: Option<Located<JobFunction>>,
        /// Their name, or their role's. Example: `Claire Delorme`
        name: Text,
        /// What they do, beside their name. Example: `Head of support`
        role: Option<Text>,
        /// What they say: a sentence or two, without quotation marks.
        quote: Option<Text>,
        /// Their address. Approvers need one. Example: `hr@company.example`
        email: Option<Located<EmailAddress>>,
        /// Their portrait; their initials are shown where absent.
        photo: Option<Photo>,
    }
}

record! {
    /// A picture with what it shows.
    Photo {
        /// The picture: a path relative to this file. Example: `photos/pilot.jpg`
        file: Located<String>,
        /// What it shows, for those who do not see it. Example: `A smiling woman`
        alt: Text,
        /// What stays in view when edges are cut off: shares from the left and from the top; the middle where absent.
        /// Example: `[50%, 30%]`
        focus: Option<Vec<Located<Share>>>,
    }
}

record! {
    /// Who does a task (`r`), answers for it (`a`), is consulted (`c`), is informed (`i`): people's ids.
    Responsibility {
        /// The task. Example: `Editorial line`
        task: Text,
        /// Who does it: people's ids. Example: `[comms]`
        r: OneOrMany<Located<Id>>,
        /// Who answers for it: one person's id. Example: `board`
        a: Located<Id>,
        /// Who is consulted. Example: `[hr, it]`
        c: Option<OneOrMany<Located<Id>>>,
        /// Who is informed. Example: `[hr, it]`
        i: Option<OneOrMany<Located<Id>>>,
    }
}

text_or! {
    /// A list of recipients.
    Recipients, File, Keys(RecipientsFile)
}

record! {
    /// A list of recipients, and what it needs to be read right.
    RecipientsFile {
        /// The list: a path relative to this file, CSV or an Excel workbook (.xlsx). Example: `audiences/staff.xlsx`
        file: Located<String>,
        /// The sheet of a workbook; the first where absent. Example: `Staff`
        sheet: Option<Located<String>>,
        /// Columns that cannot be known by their headers. Example: `{ email: Work address }`
        columns: Option<Map<Located<String>>>,
    }
}

record! {
    /// Some of the recipients.
    Audience {
        /// The name by which pieces call it. Example: `managers`
        id: Located<Id>,
        /// What it is called; its id where absent. Example: `Managers`
        title: Option<Text>,
        /// Which rows of the list; all where absent. Example: `role == "manager" and site in ["lyon", "paris"]`
        filter = "where": Option<Located<String>>,
        /// A list of its own, written as the campaign's; the campaign's where absent. Example: `audiences/board.csv`
        recipients: Option<Recipients>,
        /// The address of a mailing list instead: one mail, nothing personal in it. Example: `board@company.example`
        list: Option<Located<EmailAddress>>,
        /// The language of mail to a list address; the project's first where absent. Example: `fr`
        language: Option<Located<LanguageTag>>,
    }
}

record! {
    /// A brake and what lifts it.
    Objection {
        /// The name by which pieces call it. Example: `time`
        id: Located<Id>,
        /// What people say. Example: `One more tool. I have no time.`
        says: Text,
        /// The answer. Example: `Ten minutes are enough to start.`
        answer: Text,
    }
}

record! {
    /// Something taught.
    Training {
        /// The name by which pieces call it. Example: `first-steps`
        id: Located<Id>,
        /// What it is called. Example: `First steps`
        title: Text,
        /// How long a session lasts. Example: `90 min`
        lasts: Option<Located<Duration>>,
        /// Where to register. Example: `https://agora.example/first-steps`
        register: Option<Located<Link>>,
        /// The audiences that it is for; everyone where absent. Example: `[managers]`
        audiences = "for": Option<OneOrMany<Located<Id>>>,
        /// When and where: one session for each site, or one for all.
        sessions: Option<Vec<Session>>,
    }
}

record! {
    /// One session of a training.
    Session {
        /// The site that it is for; every site where absent. Example: `lyon`
        site: Option<Located<Id>>,
        /// When it starts, in the site's time zone. Example: `launch + 3 days at 10:00`
        starts: Located<Moment>,
        /// The room. Example: `Rhône room`
        place: Option<Text>,
        /// How many can come. Example: `20`
        seats: Option<Located<u32>>,
        /// The link of a session held online. Example: `https://meet.example/agora`
        link: Option<Located<Link>>,
    }
}

record! {
    /// How readers answer.
    Feedback {
        /// What they are asked. Example: `Did you find what you were looking for?`
        question: Text,
        /// Where they answer; by a reply to the mail where absent. Example: `https://agora.example/feedback`
        link: Option<Located<Link>>,
    }
}

record! {
    /// A place of work.
    Site {
        /// The name by which pieces, lists and file names call it. Example: `lyon`
        id: Located<Id>,
        /// Its name. Example: `Lyon`
        name: Text,
        /// The language of its posters and of readers who name none; the project's first where absent. Example: `fr`
        language: Option<Located<LanguageTag>>,
        /// Its time zone; the campaign's where absent. Example: `Europe/Paris`
        timezone: Option<Located<String>>,
        /// Its country's code, or that of a part of one: its public holidays are kept. Example: `DE-BY`
        country: Option<Located<String>>,
        /// Its postal address. Example: `12 rue des Tanneurs, Lyon`
        address: Option<Text>,
        /// Its own link, for QR codes; the project's where absent. Example: `https://agora.example/lyon`
        link: Option<Located<Link>>,
        /// Whom to write to there; the project's contact where absent. Example: `lyon@company.example`
        contact: Option<Located<EmailAddress>>,
        /// The largest paper of its own printer: bigger posters come as sheets to assemble. Example: `A4`
        largest_printer: Option<Located<Format>>,
        /// How many posters of each size it needs, for the print order. Example: `{ A3: 12, rollup-85x200: 1 }`
        posters: Option<Map<Located<u32>>>,
    }
}

record! {
    /// How much mail one person may receive, and when.
    Rhythm {
        /// How many newsletters one person may receive, over all campaigns: per day, week (seven days) or month
        /// (thirty). Example: `2 per week`
        at_most: Option<Located<String>>,
        /// When nothing leaves, by each reader's clock.
        quiet: Option<Quiet>,
    }
}

record! {
    /// When nothing leaves.
    Quiet {
        /// From when to when, between double quotes. Example: `"19:00-08:00"`
        hours: Option<Located<String>>,
        /// Days of the week, in English. Example: `[saturday, sunday]`
        days: Option<Vec<Located<String>>>,
        /// Single dates. Example: `[2027-05-14]`
        dates: Option<Vec<Located<Moment>>>,
    }
}

record! {
    /// Who signs before anything is sent.
    Approval {
        /// Ids of people; all of them sign. Example: `[hr, it, comms]`
        by: Vec<Located<Id>>,
        /// How far the number of readers may move after they signed; not at all where absent. Example: `5%`
        tolerance: Option<Located<Share>>,
        /// `code`: a signature needs the code that only the person's mailbox shows; `none`: whoever works with the
        /// project may attest that somebody agreed; code where absent. Example: `none`
        verify: Option<Located<Verify>>,
    }
}

words!(Verify, "`code` or `none`", { "code" => Verify::Code, "none" => Verify::None });

record! {
    /// How long personal data is kept.
    Retention {
        /// The lists as they were sent to. Example: `30 days`
        recipients: Option<Located<Duration>>,
        /// Who was sent what. Example: `1 year`
        log: Option<Located<Duration>>,
    }
}
