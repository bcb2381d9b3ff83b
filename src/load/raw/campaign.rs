//! `campaigns/NAME/campaign.yaml`

use super::{
    decode::{Map, OneOrMany, record, text_or, words},
    scalar::{Duration, Share},
    text::Text,
};
use crate::{
    diagnostic::Located,
    model::{
        JobFunction, Level,
        value::{EmailAddress, Format, Id, LanguageTag, Link, Moment},
    },
};

record! {
    /// One campaign: when, who, where, and how often. Its pieces lie beside this file.
    Campaign {
        /// Its title.
        title: Option<Text>,
        /// The moment that others are counted from.
        launch: Option<Located<Moment>>,
        /// The zone of moments that name none, as Europe/Paris.
        timezone: Option<Located<String>>,
        /// Its phases, half-open: each ends where the next begins unless `until` says otherwise.
        phases: Option<Vec<Phase>>,
        /// What must have happened by when: a consultation, a decision.
        milestones: Option<Vec<Milestone>>,
        /// Who speaks and who works.
        people: Option<Vec<Person>>,
        /// Who does what.
        responsibilities: Option<Vec<Responsibility>>,
        /// One list for all audiences: a path relative to this file, or a group of keys.
        recipients: Option<Recipients>,
        /// Who is written to.
        audiences: Option<Vec<Audience>>,
        /// The brakes, and what lifts them.
        objections: Option<Vec<Objection>>,
        /// What is taught, when and where.
        training: Option<Vec<Training>>,
        /// How readers answer.
        feedback: Option<Feedback>,
        /// The places of work.
        sites: Option<Vec<Site>>,
        /// How much mail one person may receive, and when.
        rhythm: Option<Rhythm>,
        /// Who signs before anything is sent.
        approval: Option<Approval>,
        /// How long personal data is kept.
        retention: Option<Retention>,
    }
}

record! {
    /// A phase of the campaign.
    Phase {
        /// Its id.
        id: Located<Id>,
        /// Its title.
        title: Text,
        /// First moment in it.
        from: Located<Moment>,
        /// First moment after it.
        until: Option<Located<Moment>>,
    }
}

record! {
    /// Something that must have happened by a moment.
    Milestone {
        /// Its id.
        id: Located<Id>,
        /// Its title.
        title: Text,
        /// When it is reached.
        on: Located<Moment>,
        /// `send`: no newsletter may leave before it.
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
        /// The name by which pieces call them.
        id: Located<Id>,
        /// executive, manager, ambassador or team.
        level: Located<Level>,
        /// hr, it or communications, in the project's team.
        function: Option<Located<JobFunction>>,
        /// Their name, or their role's.
        name: Text,
        /// What they do, beside their name: Head of support.
        role: Option<Text>,
        /// What they say.
        quote: Option<Text>,
        /// Their address.
        email: Option<Located<EmailAddress>>,
        /// Their portrait.
        photo: Option<Photo>,
    }
}

record! {
    /// A picture with what it shows.
    Photo {
        /// Relative to this file.
        file: Located<String>,
        /// What it shows, for those who do not see it.
        alt: Text,
        /// What stays in view when edges are cut off: from the left and from the top, as [50%, 30%].
        focus: Option<Vec<Located<Share>>>,
    }
}

record! {
    /// Who does a task (`r`), answers for it (`a`), is consulted (`c`), is informed (`i`): people's ids.
    Responsibility {
        /// The task.
        task: Text,
        /// They do it.
        r: OneOrMany<Located<Id>>,
        /// Answers for it: one person.
        a: Located<Id>,
        /// Are consulted.
        c: Option<OneOrMany<Located<Id>>>,
        /// Are informed.
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
        /// A path relative to this file: CSV or an Excel workbook (.xlsx).
        file: Located<String>,
        /// The sheet of a workbook; the first where absent.
        sheet: Option<Located<String>>,
        /// Which of its columns is which, as email: Adresse pro.
        columns: Option<Map<Located<String>>>,
    }
}

record! {
    /// Some of the recipients.
    Audience {
        /// The name by which pieces call it.
        id: Located<Id>,
        /// What it is called.
        title: Option<Text>,
        /// Which rows of the list: role == "manager" and site in ["lyon", "paris"].
        filter = "where": Option<Located<String>>,
        /// A list of its own: a path relative to this file, or a group of keys.
        recipients: Option<Recipients>,
        /// One list address instead: one mail, nothing personal in it.
        list: Option<Located<EmailAddress>>,
        /// The language of mail to a list address.
        language: Option<Located<LanguageTag>>,
    }
}

record! {
    /// A brake and what lifts it.
    Objection {
        /// The name by which pieces call it.
        id: Located<Id>,
        /// What people say.
        says: Text,
        /// The answer.
        answer: Text,
    }
}

record! {
    /// Something taught.
    Training {
        /// The name by which pieces call it.
        id: Located<Id>,
        /// What it is called.
        title: Text,
        /// How long a session lasts: 1h, 90 min.
        lasts: Option<Located<Duration>>,
        /// Where to register.
        register: Option<Located<Link>>,
        /// The audiences that it is for; everyone where absent.
        audiences = "for": Option<OneOrMany<Located<Id>>>,
        /// When and where.
        sessions: Option<Vec<Session>>,
    }
}

record! {
    /// One session of a training.
    Session {
        /// The site that it is for; every site where absent.
        site: Option<Located<Id>>,
        /// When it starts, in the site's time zone.
        starts: Located<Moment>,
        /// The room.
        place: Option<Text>,
        /// How many can come.
        seats: Option<Located<u32>>,
        /// The link of a session held online.
        link: Option<Located<Link>>,
    }
}

record! {
    /// How readers answer.
    Feedback {
        /// What they are asked.
        question: Text,
        /// Where they answer.
        link: Option<Located<Link>>,
    }
}

record! {
    /// A place of work.
    Site {
        /// The name by which pieces call it.
        id: Located<Id>,
        /// Its name.
        name: Text,
        /// The language of its posters and of readers who name none.
        language: Option<Located<LanguageTag>>,
        /// Its time zone, as Europe/Paris.
        timezone: Option<Located<String>>,
        /// Its country's code; public holidays are kept.
        country: Option<Located<String>>,
        /// Its postal address.
        address: Option<Text>,
        /// Its own link, for QR codes.
        link: Option<Located<Link>>,
        /// Whom to write to there.
        contact: Option<Located<EmailAddress>>,
        /// The largest paper of its own printer; bigger posters come as sheets to assemble.
        largest_printer: Option<Located<Format>>,
        /// How many posters of each format it needs.
        posters: Option<Map<Located<u32>>>,
    }
}

record! {
    /// How much mail one person may receive, and when.
    Rhythm {
        /// As `2 per week`.
        at_most: Option<Located<String>>,
        /// When nothing leaves.
        quiet: Option<Quiet>,
    }
}

record! {
    /// When nothing leaves.
    Quiet {
        /// As "19:00-08:00".
        hours: Option<Located<String>>,
        /// Days of the week, in English.
        days: Option<Vec<Located<String>>>,
        /// Single dates.
        dates: Option<Vec<Located<Moment>>>,
    }
}

record! {
    /// Who signs before anything is sent.
    Approval {
        /// People's ids; all of them sign.
        by: Vec<Located<Id>>,
        /// How far the number of readers may move after they signed.
        tolerance: Option<Located<Share>>,
    }
}

record! {
    /// How long personal data is kept.
    Retention {
        /// The lists as they were sent to.
        recipients: Option<Located<Duration>>,
        /// Who was sent what.
        log: Option<Located<Duration>>,
    }
}
