//! Those who speak and those who may be asked.

use super::{Writer, chosen};
use crate::{
    diagnostic::Span,
    model::{
        JobFunction, Level, Person,
        value::{Id, Localised, Prose},
    },
    personalise::typographic,
    render::email::{
        issue::{Face, Part},
        studio::Shape,
    },
};

/// Words before a name that its initials leave out.
const BEFORE_NAMES: &[&str] = &[
    "a", "an", "the", "la", "le", "les", "un", "une", "der", "die", "das", "ein", "eine", "dr", "dr.", "m.", "mme",
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "herr", "frau",
];

impl Writer<'_> {
    pub(super) fn quote(&mut self, person: &Id, span: &Span) -> Option<Part> {
        let person = self.reader.scope.campaign.people.iter().find(|p| p.id == *person)?;
        let text = self.reader.inlines(person.quote.as_ref()?);
        let speaker = self.face(person, span);
        Some(Part::Quote { text, speaker })
    }

    pub(super) fn people(&mut self, title: Option<&Localised<Prose>>, show: &[Id], span: &Span) -> Option<Part> {
        let title = self.title(title);
        let found = chosen(&self.reader.scope.campaign.people, show, |p| &p.id);
        let people: Vec<Face> = found
            .into_iter()
            .map(|person| {
                let mut face = self.face(person, span);
                // Whoever is asked needs a role: that of their trade, else that of their level.
                let words = |key| self.reader.scope.project.words.get(self.reader.scope.language, key).to_owned();
                let role = face.role.take().unwrap_or_else(|| words(trade(person)));
                face.role = (role != face.name).then_some(role);
                face
            })
            .collect();
        (!people.is_empty()).then_some(Part::People { title, people })
    }

    fn face(&mut self, person: &Person, span: &Span) -> Face {
        let language = self.reader.scope.language;
        let name = typographic(person.name.get(language), language).into_owned();
        Face {
            initials: initials(&name),
            role: person.role.as_ref().map(|role| typographic(role.get(language), language).into_owned()),
            email: person.email.clone(),
            portrait: person.photo.as_ref().and_then(|photo| self.photo(photo, Shape::Round, span)),
            name,
        }
    }
}

/// The word for somebody's trade in the project, else for their level.
fn trade(person: &Person) -> &'static str {
    match (person.function, person.level) {
        (Some(JobFunction::Hr), _) => "function_hr",
        (Some(JobFunction::It), _) => "function_it",
        (Some(JobFunction::Communications), _) => "function_communications",
        (None, Level::Executive) => "level_executive",
        (None, Level::Manager) => "level_manager",
        (None, Level::Ambassador) => "level_ambassador",
        (None, Level::Team) => "level_team",
    }
}

/// The first letters of a name: of its first word, and of its last where both are capitals, as in the names of people.
///
/// Scripts without capitals give one letter: two of them side by side would join or read as a word.
fn initials(name: &str) -> String {
    let mut words: Vec<&str> = name.split([' ', '\u{a0}', '-']).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && BEFORE_NAMES.contains(&words[0].to_lowercase().as_str()) {
        words.remove(0);
    }
    let letter = |word: &&str| first_letter(word);
    let otherwise = || name.chars().find(|c| c.is_alphanumeric());
    let Some(first) = words.first().and_then(letter).or_else(otherwise) else { return "•".into() };
    let last = words.last().filter(|_| words.len() > 1).and_then(letter);
    let last = last.filter(|last| last.is_uppercase() && first.is_uppercase());
    first.to_uppercase().chain(last).collect()
}

/// The first letter of a word, behind an article that is written together with it.
fn first_letter(word: &str) -> Option<char> {
    // D’Amico and O’Neill are names; an article stands before a small letter, or before É of `L’Équipe`.
    let name = |article: &str, rest: &str| article.starts_with(['D', 'O', 'd']) && rest.starts_with(char::is_uppercase);
    let elided =
        word.split_once(['’', '\'']).filter(|(article, rest)| article.chars().count() == 1 && !name(article, rest));
    let word = elided.map_or(word, |(_, word)| word);
    let word = word.strip_prefix("ال").filter(|rest| !rest.is_empty()).unwrap_or(word);
    word.chars().find(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_people_and_of_roles() {
        for (name, expected) in [
            ("Claire Martin", "CM"),
            ("Jean-Luc de La Tour", "JT"),
            ("Dr. Ngozi Okafor", "NO"),
            ("Sinéad O’Neill", "SO"),
            ("Niccolò D'Amico", "ND"),
            ("La direction générale", "D"),
            ("L’équipe RH", "É"),
            ("The HR team", "H"),
            ("Madonna", "M"),
            ("الإدارة العامة", "إ"),
            ("経営陣", "経"),
            ("山田 太郎", "山"),
            ("the -> x", "T"),
            ("👩‍🔧", "•"),
            ("", "•"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
