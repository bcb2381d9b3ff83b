//! Lists of recipients, and which of their rows an audience is.

use crate::{
    diagnostic::{Code, Diagnostic, Located, Span, nearest},
    load::{
        markdown::{Columns, ListColumns},
        raw::{campaign as raw, decode::Map},
    },
    model::{
        Audience, RecipientsFile,
        value::{
            Condition, Id,
            condition::{Named, parse},
            fold::snake_case,
        },
    },
    recipients,
};

use super::Resolver;

/// The lists that a campaign names, each read as far as its first row.
#[derive(Debug, Clone, Default)]
pub struct Lists(Vec<(RecipientsFile, Option<recipients::Columns>)>);

impl Lists {
    fn columns(&self, file: &RecipientsFile) -> Option<&recipients::Columns> {
        self.0.iter().find(|(other, _)| other.is_same(file)).and_then(|(_, columns)| columns.as_ref())
    }

    /// What fields may name in a newsletter to some audiences, or to all of them where none is named.
    pub fn fields(&self, shared: Option<&RecipientsFile>, audiences: &[Audience], to: &[Id]) -> Columns {
        let addressed = audiences.iter().filter(|a| (to.is_empty() || to.contains(&a.id)) && a.list.is_none());
        let mut files: Vec<&RecipientsFile> = Vec::new();
        for file in addressed.filter_map(|audience| audience.recipients.as_ref().or(shared)) {
            if !files.iter().any(|other| other.is_same(file)) {
                files.push(file);
            }
        }
        let files = if audiences.is_empty() { shared.into_iter().collect() } else { files };
        let read = files
            .iter()
            .filter_map(|file| Some(ListColumns { path: file.path.clone(), columns: self.columns(file)?.clone() }));
        let read: Vec<ListColumns> = read.collect();
        // Where a list cannot be read, which is reported, nobody knows its columns.
        if read.is_empty() || read.len() < files.len() { Columns::Any } else { Columns::Known(read) }
    }
}

impl Resolver<'_> {
    /// A recipients' list, which must lie in the project.
    pub(super) fn list(&mut self, raw: &raw::Recipients, lists: &mut Lists) -> Option<RecipientsFile> {
        let (path, sheet, columns) = match raw {
            raw::Recipients::File(path) => (path, None, None),
            raw::Recipients::Keys(keys) => (&keys.file, keys.sheet.clone(), keys.columns.as_ref()),
        };
        let file = RecipientsFile {
            path: self.files.find(path, &path.span, &mut self.diagnostics)?,
            span: path.span.clone(),
            sheet,
            columns: columns.map(|columns| self.given(columns)).unwrap_or_default(),
        };
        if !lists.0.iter().any(|(other, _)| other.is_same(&file)) {
            let columns = match recipients::columns(self.files.root(), &file) {
                Ok((columns, doubts)) => {
                    self.diagnostics.extend(doubts);
                    Some(columns)
                }
                Err(error) => {
                    self.diagnostics.push(error.diagnostic());
                    None
                }
            };
            lists.0.push((file.clone(), columns));
        }
        Some(file)
    }

    /// `columns:`, by the names that are to mean them.
    fn given(&mut self, raw: &Map<Located<String>>) -> indexmap::IndexMap<String, Located<String>> {
        let mut given = indexmap::IndexMap::new();
        for (key, header) in &raw.0 {
            let name = recipients::canonical(&key.value);
            let (code, message, help) = match given.get(&name) {
                None if !name.is_empty() => {
                    given.insert(name, header.clone());
                    continue;
                }
                None => (
                    Code::InvalidValue,
                    "this is no name for a column".to_owned(),
                    "write small letters, figures and underscores, as `cost_center`",
                ),
                Some(_) => (Code::DuplicateKey, format!("`{name}` is said of two columns"), "remove one of the two"),
            };
            self.diagnostics.push(Diagnostic::new(code, &key.span, message).help(help));
        }
        given
    }

    /// `where:`, its columns found in the list that it is about.
    pub(super) fn condition(
        &mut self,
        raw: &Located<String>,
        file: Option<&RecipientsFile>,
        lists: &Lists,
    ) -> Option<Condition> {
        let parsed = match parse(&raw.value) {
            Ok(parsed) => parsed,
            Err(error) => {
                let span = place(raw, error.start, error.end);
                self.diagnostics.push(Diagnostic::new(Code::InvalidCondition, &span, error.message).help(error.help));
                return None;
            }
        };
        let columns = file.and_then(|file| lists.columns(file));
        let resolved: Result<Condition, ()> = parsed.try_map(&mut |named: Named| {
            let Some(columns) = columns else { return Ok(snake_case(&named.name)) };
            let found = columns.find(&named.name).and_then(|at| columns.name(at));
            found.map(str::to_owned).ok_or_else(|| {
                let path = file.map_or("", |file| &file.path);
                let message = format!("`{path}` has no column `{}`", named.name);
                let help = nearest::help(&named.name, columns.names().collect::<Vec<_>>());
                let span = place(raw, named.start, named.end);
                self.diagnostics.push(Diagnostic::new(Code::UnknownColumn, &span, message).maybe_help(help));
            })
        });
        resolved.ok()
    }
}

/// Where some bytes of a text stand in its file, in which quotes are escaped or doubled and lines are folded: each letter is
/// looked for after the one before it.
fn place(raw: &Located<String>, start: usize, end: usize) -> Span {
    let written = raw.span.text();
    let opening = usize::from(written.starts_with(['"', '\'']) && !raw.value.starts_with(['"', '\'']));
    let mut at = opening;
    let mut found = (None, written.len());
    for (offset, c) in raw.value.char_indices() {
        let same = |w: char| w == c || (w.is_whitespace() && c.is_whitespace());
        let Some(next) = written.get(at..).and_then(|rest| rest.char_indices().find(|(_, w)| same(*w))) else {
            return raw.span.clone();
        };
        let here = at + next.0;
        if offset == start {
            found.0 = Some(here);
        }
        at = here + next.1.len_utf8();
        if offset < end {
            found.1 = at;
        }
    }
    match found {
        (Some(from), to) if to >= from => raw.span.part(from, to),
        _ => raw.span.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::diagnostic::{Source, render::concise};

    /// What loading tells of a project with these lists, this end of its campaign.yaml and this text in a newsletter.
    fn told(lists: &[(&str, &str)], campaign: &str, text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("brand/identity.yaml", "name: Agora\ntagline: Ask\nlanguages: [en]\n");
        lists.iter().for_each(|(path, text)| write(&format!("campaigns/c/{path}"), text));
        write("campaigns/c/campaign.yaml", campaign);
        let newsletter = format!("subject: S\nto: [all, board]\nblocks:\n  - {{ type: text, text: '{text}' }}\n");
        write("campaigns/c/newsletters/n.yaml", &newsletter);
        let loaded = crate::load::load(folder.path()).unwrap();
        let tell = |d: &Diagnostic| format!("{} ({})", concise(d), d.help.as_deref().unwrap_or_default());
        loaded.diagnostics.iter().map(tell).collect()
    }

    const STAFF: (&str, &str) = ("staff.csv", "Courriel;Prénom;Centre de coûts\na@b.example;A;1\n");
    const BOARD: (&str, &str) = ("board.csv", "mail,firstname,rank\n");

    fn campaign(condition: &str) -> String {
        format!(
            "recipients: staff.csv\naudiences:\n  - id: all\n    where: {condition}\n  - {{ id: board, recipients: board.csv }}\n"
        )
    }

    #[test]
    fn conditions_and_fields_name_columns_of_their_lists() {
        let fine = campaign("centre_de_couts > 3 and prénom != \"\"");
        assert_eq!(told(&[STAFF, BOARD], &fine, "Dear {{ first_name }}"), Vec::<String>::new());
        let wrong = told(&[STAFF, BOARD], &campaign("'first_nam == \"A\"'"), "");
        assert!(wrong[0].starts_with("campaigns/c/campaign.yaml:4:13: error[unknown-column]"), "{wrong:?}");
        assert!(wrong[0].ends_with("(did you mean `first_name`?)"), "{wrong:?}");
        let wrong = told(&[STAFF, BOARD], &campaign("prenom = \"A\""), "");
        assert!(wrong[0].starts_with("campaigns/c/campaign.yaml:4:19: error[invalid-condition]"), "{wrong:?}");
    }

    #[test]
    fn a_field_is_a_column_of_every_list_that_it_goes_to() {
        let wrong = told(&[STAFF, BOARD], &campaign("prenom != \"\""), "{{ rank }}");
        assert!(
            wrong[0].contains("`campaigns/c/staff.csv`, to which this goes too, has no column `rank`"),
            "{wrong:?}"
        );
        let wrong = told(&[STAFF, BOARD], &campaign("prenom != \"\""), "{{ first_nmae }}");
        assert!(wrong[0].contains("there is no field") && wrong[0].contains("`first_name`"), "{wrong:?}");
        // A list that cannot be read is one mistake, not one for each field.
        let wrong = told(&[STAFF, ("board.csv", "a,b\n")], &campaign("prenom != \"\""), "{{ rank }}");
        assert!(wrong.len() == 1 && wrong[0].contains("invalid-list"), "{wrong:?}");
    }

    #[test]
    fn columns_are_named_where_the_list_is() {
        let keys = "recipients:\n  file: staff.csv\n  columns: { mail: Adresse, Kst: Code }\naudiences:\n  - id: all\n    \
                    where: kst == \"1\"\n  - { id: board, recipients: board.csv }\n";
        let list = ("staff.csv", "Email;Adresse;Code;firstname\n");
        assert_eq!(told(&[list, BOARD], keys, "{{ first_name }}"), Vec::<String>::new());
        let twice = keys.replace("Kst: Code", "courriel: Code");
        let wrong = told(&[list, BOARD], &twice, "");
        assert!(wrong[0].contains("campaign.yaml:3:29: error[duplicate-key]"), "{wrong:?}");
        let wrong = told(&[list, BOARD], &keys.replace("Adresse", "Adrese"), "");
        assert!(wrong[0].contains("3:20: error[unknown-column]") && wrong[0].contains("`Adresse`"), "{wrong:?}");
    }

    #[test]
    fn a_part_is_found_whatever_quotes_stand_around() {
        for (yaml, value) in [
            (r#"where: role == "boss""#, r#"role == "boss""#),
            (r#"where: 'role == "boss"'"#, r#"role == "boss""#),
            (r#"where: "role == \"boss\"""#, r#"role == "boss""#),
            ("where: 'role == ''boss'''", "role == 'boss'"),
            ("where: >\n  role ==\n  'boss'", "role == 'boss'"),
        ] {
            let source = Source::new("campaign.yaml", yaml);
            let raw = Located::new(value.to_owned(), source.span(7, yaml.len()));
            let at = value.find("boss").unwrap();
            assert_eq!(place(&raw, at, at + 4).text(), "boss", "{yaml}");
            assert_eq!(place(&raw, 0, 4).text(), "role", "{yaml}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(written in ".{0,30}", value in ".{0,30}", start in 0usize..40, end in 0usize..40) {
            let source = Source::new("campaign.yaml", written);
            let raw = Located::new(value, source.span(0, usize::MAX));
            let _ = place(&raw, start, end);
        }
    }
}
