//! The back of a guide: whom to ask, and the code that leads to the project.

use super::{
    super::data::{Back, Contact, Figure},
    Composer,
};
use crate::{design::qr, model::Level};

/// As many addresses as are read at a glance.
const MOST_CONTACTS: usize = 4;

impl Composer<'_> {
    /// The back cover.
    pub(super) fn back(&mut self) -> Back {
        let identity = &self.scope.project.identity;
        let link = identity.link.as_ref();
        let code = link.and_then(|link| qr::svg(link.as_str())).map(|svg| self.add_svg(svg));
        let shown = link.map(|link| self.text(link.short()));
        let alt = shown.as_ref().map(|shown| self.fill("guide_code_alt", &[("link", shown)]));
        Back {
            title: self.word_in_headings("guide_questions"),
            contacts: self.back_contacts(),
            link: link.map(|link| link.as_str().to_owned()).zip(shown).map(|(link, shown)| [link, shown]),
            code: code.zip(alt).map(|(file, alt)| Figure { file, alt }),
            scan: self.word("scan_to_learn_more"),
            tagline: self.localised(&identity.tagline),
            organisation: identity
                .organisation
                .as_ref()
                .map(|name| self.fill("by_organisation", &[("organisation", name)])),
            built_in: self.guide.built_in.then(|| self.fill("guide_built_in", &[("name", &identity.name)])),
        }
    }

    /// The project's address, then the team's.
    fn back_contacts(&mut self) -> Vec<Contact> {
        let (identity, campaign) = (&self.scope.project.identity, self.scope.campaign);
        let mut contacts = Vec::new();
        if let Some(email) = &identity.contact {
            contacts.push(Contact { name: self.text(&identity.name), email: email.as_str().to_owned() });
        }
        for person in campaign.people.iter().filter(|person| person.level == Level::Team) {
            let Some(email) = &person.email else { continue };
            contacts.push(Contact { name: self.string(&person.name), email: email.as_str().to_owned() });
        }
        contacts.truncate(MOST_CONTACTS);
        contacts
    }

    /// What stands before and after the number of a page that is referred to.
    pub(super) fn page_word(&mut self) -> [String; 2] {
        let word = self.scope.project.words.get(self.scope.language, "guide_page").to_owned();
        let (before, after) = word.split_once("{page}").unwrap_or((&word, ""));
        // A space at the end is part of it.
        [before, after].map(|part| {
            self.text(part);
            part.to_owned()
        })
    }

    fn word_in_headings(&mut self, key: &str) -> String {
        self.with_role(crate::design::fonts::Role::Headings, |composer| composer.word(key))
    }
}
