//! Which column of a list is which.

use indexmap::IndexMap;

use super::{
    refused::shown,
    row::Row,
    synonyms::{MEANINGS, Meaning},
};
use crate::{
    diagnostic::{Code, Diagnostic, Located, Span, nearest},
    model::value::fold::snake_case,
};

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As the list calls it.
    pub header: String,
    /// As fields and conditions call it: `email`, `first_name`…, else the header in small letters with underscores. Empty
    /// where the list does not call it anything.
    pub name: String,
    /// The header in small letters with underscores, by which it can be called too.
    own: String,
}

/// The columns of a list, by the order in which they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

/// The headers that `columns:` gives, by the names that are to mean them.
pub type Given = IndexMap<String, Located<String>>;

impl Columns {
    /// From a list's first row; what is doubtful in it is added to `doubts`. `span` is where the list is named.
    ///
    /// # Errors
    /// When no column holds addresses, or it cannot be told which one does.
    pub fn new(
        header: &Row,
        given: &Given,
        span: &Span,
        doubts: &mut Vec<Diagnostic>,
    ) -> Result<Self, Box<Diagnostic>> {
        let own = |cell: &str| snake_case(cell);
        let mut columns: Vec<Column> = header
            .cells()
            .map(|cell| Column { header: cell.to_owned(), name: String::new(), own: own(cell) })
            .collect();
        for (name, header) in given {
            let wanted = own(&header.value);
            let found = columns
                .iter()
                .position(|c| c.header == header.value)
                .or_else(|| columns.iter().position(|c| !wanted.is_empty() && squashed(&c.own) == squashed(&wanted)));
            match found {
                Some(at) => columns[at].name = name.clone(),
                None => return Err(Box::new(no_such_header(header, &columns))),
            }
        }
        for meaning in &MEANINGS {
            if !given.contains_key(meaning.name)
                && let Some(at) = claim(meaning, &columns, span, doubts)?
            {
                columns[at].name = meaning.name.to_owned();
            }
        }
        let mut seen: Vec<String> = columns.iter().map(|c| c.name.clone()).filter(|n| !n.is_empty()).collect();
        for column in columns.iter_mut().filter(|c| c.name.is_empty() && !c.own.is_empty()) {
            column.name = unused(&column.own, &seen);
            seen.push(column.name.clone());
        }
        let columns = Columns(columns);
        match columns.0.iter().any(|c| c.name == "email") {
            true => Ok(columns),
            false => Err(Box::new(no_address(header, &columns, span))),
        }
    }

    /// The column that a name means: its own, its header's, or another word for it.
    pub fn find(&self, name: &str) -> Option<usize> {
        let exact = self.0.iter().position(|c| c.name == name && !name.is_empty());
        exact.or_else(|| {
            let name = squashed(&snake_case(name));
            let by = |f: &dyn Fn(&Column) -> bool| self.0.iter().position(f).filter(|_| !name.is_empty());
            let meaning = MEANINGS.iter().find(|m| m.headers.contains(&name.as_str()));
            by(&|c| squashed(&c.name) == name)
                .or_else(|| by(&|c| squashed(&c.own) == name))
                .or_else(|| by(&|c| meaning.is_some_and(|m| c.name == m.name)))
        })
    }

    /// The name of a column, as fields and conditions call it; `None` past the last.
    pub fn name(&self, index: usize) -> Option<&str> {
        self.0.get(index).map(|c| c.name.as_str())
    }

    /// The names of all columns that have one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|c| c.name.as_str()).filter(|name| !name.is_empty())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Column> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The name that a word is for a column: `email` for `courriel`, `cost_center` for `Cost center`.
pub fn canonical(word: &str) -> String {
    let name = snake_case(word);
    let meaning = MEANINGS.iter().find(|m| m.headers.contains(&squashed(&name).as_str()));
    meaning.map_or(name, |meaning| meaning.name.to_owned())
}

/// True for a header that means an address.
pub(super) fn names_address(header: &str) -> bool {
    let name = squashed(&snake_case(header));
    MEANINGS[0].headers.contains(&name.as_str()) || MEANINGS[0].weak.contains(&name.as_str())
}

/// Without underscores: `costcenter` is meant where `cost_center` is written.
fn squashed(name: &str) -> String {
    name.replace('_', "")
}

fn unused(name: &str, seen: &[String]) -> String {
    let taken = |name: &String| seen.contains(name);
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// The column that has a meaning; a doubt where several could.
fn claim(
    meaning: &Meaning,
    columns: &[Column],
    span: &Span,
    doubts: &mut Vec<Diagnostic>,
) -> Result<Option<usize>, Box<Diagnostic>> {
    let among = |words: &[&str]| -> Vec<usize> {
        let named = |c: &Column| c.name.is_empty() && words.contains(&squashed(&c.own).as_str());
        (0..columns.len()).filter(|at| named(&columns[*at])).collect()
    };
    let mut found = among(meaning.headers);
    if found.is_empty() {
        found = among(meaning.weak);
    }
    let Some(first) = found.first().copied() else { return Ok(None) };
    if found.len() > 1 {
        let headers: Vec<String> = found.iter().map(|at| format!("`{}`", shown(&columns[*at].header))).collect();
        let last = headers.len() - 1;
        let message = format!(
            "the columns {} and {} may both be meant by `{}`",
            headers[..last].join(", "),
            headers[last],
            meaning.name
        );
        let help = say_which(meaning.name, &columns[first].header);
        let mut doubt = Diagnostic::new(Code::AmbiguousColumn, span, message);
        if meaning.name == "email" {
            return Err(Box::new(Diagnostic { severity: crate::diagnostic::Severity::Error, ..doubt.help(help) }));
        }
        doubt = doubt.help(format!("the first is taken; {help}"));
        doubts.push(doubt);
    }
    Ok(Some(first))
}

fn say_which(name: &str, header: &str) -> String {
    format!("say which it is below `recipients:`, as `columns: {{ {name}: \"{}\" }}`", shown(header))
}

fn no_such_header(header: &Located<String>, columns: &[Column]) -> Diagnostic {
    let message = format!("the list has no column `{}`", header.value);
    let known = columns.iter().map(|c| c.header.as_str()).filter(|h| !h.is_empty());
    Diagnostic::new(Code::UnknownColumn, &header.span, message).maybe_help(nearest::help(&header.value, known))
}

fn no_address(header: &Row, columns: &Columns, span: &Span) -> Diagnostic {
    if header.cells().any(|cell| cell.contains('@')) {
        return Diagnostic::new(
            Code::InvalidList,
            span,
            "the first row of the list holds an address, not names of columns",
        )
        .help("add a row above it that names each column, as `email;first_name;last_name`");
    }
    let message = "the list has no column that is known to hold addresses";
    let headers: Vec<String> = columns.iter().map(|c| shown(&c.header)).filter(|h| !h.is_empty()).take(12).collect();
    let help = match headers.first() {
        Some(first) => {
            format!("name it `email` in the list, or {}; it has {}", say_which("email", first), headers.join(", "))
        }
        None => "its first row must name the columns, as `email;first_name;last_name`".into(),
    };
    Diagnostic::new(Code::InvalidList, span, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn read(headers: &[&str], given: &[(&str, &str)]) -> (Result<Columns, Box<Diagnostic>>, Vec<Diagnostic>) {
        let span = Source::new("campaign.yaml", "recipients: staff.csv").span(12, 21);
        let mut row = Row::default();
        headers.iter().for_each(|h| row.push(h));
        let given = given.iter().map(|(n, h)| ((*n).to_owned(), Located::new((*h).to_owned(), span.clone()))).collect();
        let mut doubts = Vec::new();
        let columns = Columns::new(&row, &given, &span, &mut doubts);
        (columns, doubts)
    }

    fn names(headers: &[&str], given: &[(&str, &str)]) -> Vec<String> {
        let (columns, doubts) = read(headers, given);
        assert_eq!(doubts, [], "{headers:?}");
        columns.unwrap().iter().map(|c| c.name.clone()).collect()
    }

    #[test]
    fn headers_are_known_in_three_languages() {
        for (headers, expected) in [
            (
                vec!["Courriel", "Prénom", "NOM", "Langue", "Établissement"],
                ["email", "first_name", "last_name", "language", "site"],
            ),
            (
                vec!["E-Mail", "Vorname", "Nachname", "Sprache", "Standort"],
                ["email", "first_name", "last_name", "language", "site"],
            ),
            (
                vec!["mail", "givenName", "sn", "preferredLanguage", "physicalDeliveryOfficeName"],
                ["email", "first_name", "last_name", "language", "site"],
            ),
            (
                vec![
                    "Email Address [Required]",
                    "First Name [Required]",
                    "Last Name [Required]",
                    "Work Location",
                    "Cost Center",
                ],
                ["email", "first_name", "last_name", "site", "cost_center"],
            ),
            (
                vec!["adresse e-mail", "prenom", "nom de famille", "name", "Site (code)"],
                ["email", "first_name", "last_name", "full_name", "site_code"],
            ),
        ] {
            assert_eq!(names(&headers, &[]), expected);
        }
    }

    #[test]
    fn columns_given_go_before_columns_guessed() {
        assert_eq!(
            names(&["Mail perso", "mail", "Adresse pro"], &[("email", "adresse pro")])[..],
            ["mail_perso", "mail", "email"]
        );
        assert_eq!(names(&["userPrincipalName", "mail"], &[]), ["user_principal_name", "email"]);
        assert_eq!(names(&["userPrincipalName", "x"], &[]), ["email", "x"]);
        assert_eq!(names(&["email", "A b", "a-b", "", "a_b"], &[]), ["email", "a_b", "a_b_2", "", "a_b_3"]);
    }

    #[test]
    fn a_column_is_found_by_its_names() {
        let columns = read(&["Courriel", "Prénom", "Centre de coûts"], &[]).0.unwrap();
        for (name, at) in
            [("email", 0), ("courriel", 0), ("mail", 0), ("first_name", 1), ("prénom", 1), ("centre_de_couts", 2)]
        {
            assert_eq!(columns.find(name), Some(at), "{name}");
        }
        for name in ["", "_", "centre", "site"] {
            assert_eq!(columns.find(name), None, "{name}");
        }
    }

    #[test]
    fn doubts_are_told_with_what_to_write() {
        let told = |headers: &[&str], given: &[(&str, &str)]| {
            let error = read(headers, given).0.unwrap_err();
            format!("{}: {}", error.message, error.help.unwrap_or_default())
        };
        assert!(told(&["Email", "Courriel"], &[]).contains("`Email` and `Courriel`"));
        assert!(told(&["a@b.example", "x"], &[]).contains("holds an address"));
        assert!(told(&["Nom", "Adresse pro"], &[]).contains("columns: { email: \"Nom\" }"));
        assert!(told(&["Nom", "Adresse pro"], &[("email", "Adress pro")]).contains("did you mean `Adresse pro`?"));
        assert!(told(&[], &[]).contains("first row"));
        let (columns, doubts) = read(&["email", "Langue", "Language"], &[]);
        assert_eq!(columns.unwrap().names().collect::<Vec<_>>(), ["email", "language", "language_2"]);
        assert!(doubts[0].help.as_ref().unwrap().contains("columns: { language: \"Langue\" }"));
    }

    proptest::proptest! {
        #[test]
        fn no_header_makes_it_panic(headers in proptest::collection::vec(".{0,12}", 0..8), name in ".{0,12}") {
            let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
            if let Ok(columns) = read(&headers, &[]).0 {
                let mut names: Vec<_> = columns.names().collect();
                let count = names.len();
                names.sort_unstable();
                names.dedup();
                proptest::prop_assert_eq!(names.len(), count);
                let _ = columns.find(&name);
            }
        }
    }
}
