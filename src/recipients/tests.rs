use std::io::Cursor;

use indexmap::IndexMap;

use super::{testing::sheet, *};
use crate::{
    diagnostic::{Located, Source},
    model::{
        Audience, Campaign, RecipientsFile, sample,
        value::{Id, Localised, Prose},
    },
};

fn file(path: &str, sheet: Option<&str>, columns: &[(&str, &str)]) -> RecipientsFile {
    let span = Source::new("campaign.yaml", format!("recipients: {path}")).span(12, usize::MAX);
    let located = |text: &str| Located::new(text.to_owned(), span.clone());
    RecipientsFile {
        path: path.to_owned(),
        sheet: sheet.map(located),
        columns: columns.iter().map(|(name, header)| ((*name).to_owned(), located(header))).collect(),
        span: span.clone(),
    }
}

fn open(bytes: &[u8], sheet: Option<&str>) -> Result<List, ListError> {
    List::read(Cursor::new(bytes.to_vec()), &file("list", sheet, &[]), &known())
}

fn known() -> Known {
    Known::new(&["fr", "en", "de"].map(|l| l.parse().unwrap()), &sites())
}

fn sites() -> Vec<crate::model::Site> {
    let site = sample::project().campaigns[0].sites[0].clone();
    let named = |(id, name): (&str, &str)| crate::model::Site {
        id: id.parse().unwrap(),
        name: Localised::one(name.to_owned(), None),
        ..site.clone()
    };
    [("paris", "Paris"), ("lyon", "Lyon"), ("montreal", "Montréal"), ("london", "London")].map(named).to_vec()
}

/// Who is taken, as address, language and site, and what is refused or noted, as line and reason.
fn taken(list: List) -> (Vec<String>, Vec<String>) {
    let (mut people, mut problems) = (Vec::new(), Vec::new());
    for row in list {
        match row {
            Ok(r) => {
                let language = r.language.as_ref().map_or("-".into(), ToString::to_string);
                people.push(format!("{} {language} {}", r.address, r.site.as_ref().map_or("-", Id::as_str)));
                problems.extend(r.notes.iter().map(|note| format!("{} {note}", r.line)));
            }
            Err(refused) => problems.push(format!("{} {}", refused.line, refused.reason)),
        }
    }
    (people, problems)
}

macro_rules! export {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/recipients/", $name))
    };
}

#[test]
fn exports_of_many_programs_are_read_as_they_are() {
    type Case<'c> = (&'c [u8], &'c str, &'c [&'c str], &'c [&'c str], &'c [&'c str]);
    let cases: [Case<'_>; 7] = [
        (
            export!("excel-fr.csv"),
            "CSV in Windows-1252, values parted by semicolons",
            &["matricule", "last_name", "first_name", "email", "site", "language", "date_d_arrivee", "adresse"],
            &["Zoe.Lefevre@horizon.example fr lyon", "aicha.ndiaye@horizon.example fr-CA montreal"],
            &[
                "5 `jürgen@horizon.example`: `ü` before the `@`: relays accept plain letters only (no SMTPUTF8)",
                "6 `œdipe@horizon.example`: `œ` before the `@`: relays accept plain letters only (no SMTPUTF8)",
                "8 `ZOE.LEFEVRE@horizon.example` stands on line 2 already",
                "9 no address",
            ],
        ),
        (
            export!("libreoffice.csv"),
            "CSV in UTF-8, values parted by commas",
            &["email", "first_name", "last_name", "language", "site", "kostenstelle"],
            &["anna@xn--mller-kva.example de london", "bob@horizon.example en-GB london"],
            &[],
        ),
        (
            export!("google.csv"),
            "CSV in UTF-8, values parted by commas",
            &[
                "first_name",
                "last_name",
                "email",
                "status_read_only",
                "recovery_email",
                "work_secondary_email",
                "employee_title",
                "department",
                "cost_center",
            ],
            &["ada@horizon.example - -", "grace@horizon.example - -"],
            &[],
        ),
        (
            export!("active-directory.tsv"),
            "CSV in UTF-16, values parted by tabs",
            &["first_name", "last_name", "email", "user_principal_name", "language", "site", "department"],
            &["eloise.petit@horizon.example fr-FR paris", "tim.o'neil@horizon.example en-GB london"],
            &["5 no address"],
        ),
        (
            export!("stated.csv"),
            "CSV in UTF-8, values parted by bars (by its `sep=` line)",
            &["email", "role_kind"],
            &["a@horizon.example - -"],
            &[],
        ),
        (
            export!("macintosh.csv"),
            "CSV in UTF-8, values parted by semicolons",
            &["email", "full_name"],
            &["a@horizon.example - -", "b@horizon.example - -"],
            &[],
        ),
        (
            export!("staff.xlsx"),
            "Excel workbook, sheet `Effectif`",
            &["first_name", "last_name", "email", "site", "arrivee", "temps", "telephone", "cadre", "heure"],
            &["zoe@horizon.example - lyon", "bob@horizon.example - london"],
            &["7 `eve at horizon.example`: no `@` in it", "8 `ZOE@horizon.example` stands on line 4 already"],
        ),
    ];
    for (bytes, form, columns, people, problems) in cases {
        let list = open(bytes, None).unwrap();
        assert_eq!(list.form().to_string(), form);
        assert_eq!(list.columns().names().collect::<Vec<_>>(), columns, "{form}");
        let (found, told) = taken(list);
        assert_eq!(found, people, "{form}");
        assert_eq!(told, problems, "{form}");
    }
}

#[test]
fn values_are_as_people_see_them() {
    let first = |bytes: &[u8]| open(bytes, None).unwrap().find_map(Result::ok).unwrap();
    let zoe = first(export!("excel-fr.csv"));
    assert_eq!(zoe.value("matricule"), Some("00012"));
    assert_eq!(zoe.value("adresse"), Some("3 quai du Rhône\n69007 Lyon"));
    assert_eq!(zoe.value("prénom"), Some("Zoé"));
    assert_eq!(zoe.value("email"), Some("Zoe.Lefevre@horizon.example"));
    assert_eq!(zoe.value("nothing"), None);
    let zoe = first(export!("staff.xlsx"));
    let values: Vec<_> = zoe.values().collect();
    let expected = [
        ("first_name", "Zoé"),
        ("last_name", "Lefèvre"),
        ("email", "zoe@horizon.example"),
        ("site", "Lyon"),
        ("arrivee", "2019-03-09"),
        ("temps", "0.8"),
        ("telephone", "33612345678"),
        ("cadre", "true"),
        ("heure", "08:30"),
    ];
    assert_eq!(values, expected);
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let list = open(export!("staff.xlsx"), Some("ambassadeurs")).unwrap();
    assert_eq!(list.columns().names().collect::<Vec<_>>(), ["email", "equipe"]);
    assert_eq!(taken(list).0.len(), 1);
    let told = |sheet| open(export!("staff.xlsx"), Some(sheet)).err().unwrap().diagnostic();
    assert_eq!(told("Ambassadeur").help.as_deref(), Some("did you mean `Ambassadeurs`?"));
    let error = open(b"email\n", Some("Ambassadeurs")).err().unwrap();
    assert!(error.to_string().contains("no workbook"));
}

#[test]
fn what_is_no_list_is_told() {
    for (bytes, message) in [
        (&b""[..], "empty"),
        (b"\n ; \n", "empty"),
        (b"name;site\nA;B\n", "no column"),
        (b"a@b.example;A\n", "holds an address"),
        (b"email\0;x\n", "NUL"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04 damaged", "damaged"),
    ] {
        let error = open(bytes, None).err().unwrap();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn rows_that_are_not_right_are_told_and_the_rest_is_read() {
    let text = "email;first_name;language;site\n\
        a@x.example;A;fr\n\
        b@x.example;B;xx-klingon;lyon;more\n\
        c@x.example;C;es;atlantis;;\n\
        d@x.example;\"D\nd@x.example;D;fr;lyon\ne@x.example;E;fr;lyon\n\
        f@x.example;\"F\";fr;lyon\n\
        g\0@x.example;G;fr;lyon\n\
        h@x.example;H;FR;Lyon\n\
        H@X.example;H;FR;Lyon\n\
        h@x.EXAMPLE;H;FR;Lyon\n";
    let (people, problems) = taken(open(text.as_bytes(), None).unwrap());
    assert_eq!(people, ["a@x.example fr -", "b@x.example - lyon", "c@x.example - -", "h@x.example fr lyon"]);
    let expected = [
        "2 3 cells, where the first row has 4",
        "3 5 cells, where the first row has 4",
        "3 `xx-klingon` is not one of the project's languages",
        "4 `es` is not one of the project's languages",
        "4 there is no site `atlantis`",
        "5 this row goes on over 4 lines: a quotation mark in it is probably not closed",
        "9 a NUL stands in this row: the file is damaged, or no text",
        "11 `H@x.example` stands on line 10 already",
        "12 `h@x.example` stands on line 10 already",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn a_list_that_breaks_off_says_so() {
    let text = format!("email;name\na@x.example;\"A\n{}", "x@y.example;somebody\n".repeat(100_000));
    let rows: Vec<_> = open(text.as_bytes(), None).unwrap().collect();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].as_ref().unwrap_err().reason.ends_list());
    let broken = sheet(
        b"<sst/>",
        b"<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>email</t></is></c></row>\
          <row r='2'><c r='A2' t='inlineStr'><is><t>a@x.example</t></is></c></row><row r='3'><c r='A3' t='inlineStr'>\
          <is><t>b@x.example</t></is></c></row><row r='4'><c r='A4'><v>",
    );
    let rows: Vec<_> = open(&broken, None).unwrap().collect();
    assert!(rows[0].is_ok() && rows[1].as_ref().unwrap_err().reason.ends_list(), "{rows:?}");
}

#[test]
fn sheets_that_are_too_wide_or_hold_next_to_nothing_are_refused() {
    let cell = |at: &str| format!("<c r='{at}' t='inlineStr'><is><t>email</t></is></c>");
    let one = |rows: &str| sheet(b"<sst/>", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes());
    let wide = one(&format!("<row r='1'>{}{}</row>", cell("A1"), cell("XFD1")));
    assert!(open(&wide, None).err().unwrap().to_string().contains("more than 1000 columns"));
    let hollow =
        one(&format!("<row r='1'>{}</row><row r='2'>{}</row>{}", cell("A1"), cell("A2"), "<row/>".repeat(200_000)));
    let rows: Vec<_> = open(&hollow, None).unwrap().collect();
    let refused = rows[0].as_ref().unwrap_err();
    assert!(refused.reason.ends_list() && refused.to_string().contains("empty rows"), "{refused}");
}

fn audience(id: &str, filter: Option<&str>, list: Option<RecipientsFile>) -> Audience {
    Audience {
        id: id.parse().unwrap(),
        title: Localised::one(Prose::plain(id), None),
        filter: filter.map(|f| f.parse().unwrap()),
        filter_span: None,
        recipients: list,
        list: None,
        language: None,
    }
}

fn walked(campaign: &Campaign, folder: &Dir, to: &[&str]) -> (Vec<String>, usize) {
    let ids: Vec<Id> = to.iter().map(|id| id.parse().unwrap()).collect();
    let known = known();
    let walk = Walk::open(folder, campaign, &known, &ids).unwrap();
    let (mut people, mut refused) = (Vec::new(), 0);
    for reader in walk {
        let Ok(reader) = reader else {
            refused += 1;
            continue;
        };
        let audiences: Vec<&str> = reader.audiences.ids(campaign).map(Id::as_str).collect();
        let notes = if reader.recipient.notes.is_empty() { "" } else { " !" };
        people.push(format!("{} {}{notes}", reader.recipient.address, audiences.join("+")));
    }
    (people, refused)
}

#[test]
fn readers_come_once_with_all_their_audiences() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "staff.csv",
        "email;role;site;language;age\na@x.example;manager;Lyon;Français;31\nb@x.example;employee;PARIS;en;old\n\
         A@x.example;employee;Paris;en;2\nc@x.example;manager;Paris;de;60\nnobody;manager;Paris;de;60\n",
    );
    write("board.csv", "mail,rank\nC@x.example,1\nd@x.example,2\nd@x.example,1\n");
    let mut campaign = sample::project().campaigns[0].clone();
    campaign.sites = sites();
    campaign.recipients = Some(file("staff.csv", None, &[]));
    let board = || Some(file("board.csv", None, &[]));
    campaign.audiences = vec![
        audience("everyone", None, None),
        audience("managers", Some("role == 'Manager'"), None),
        audience("lyon", Some("site == 'lyon' and language in ['fr']"), None),
        audience("old", Some("age > 50"), None),
        audience("board", None, board()),
        audience("chair", Some("rank == 1"), board()),
        Audience { list: "committee@x.example".parse().ok(), ..audience("committee", None, None) },
    ];
    let root = super::folder(folder.path()).unwrap();
    let see = |to: &[&str]| walked(&campaign, &root, to);
    let people = |list: &[&str]| list.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        see(&["everyone"]),
        (
            people(&[
                "a@x.example everyone+managers+lyon",
                "b@x.example everyone !",
                "c@x.example everyone+managers+old+board+chair"
            ]),
            2
        )
    );
    assert_eq!(see(&["lyon"]).0, ["a@x.example everyone+managers+lyon"]);
    let (board_first, refused) = see(&["board", "committee"]);
    let expected =
        ["C@x.example everyone+managers+old+board+chair", "d@x.example board", "committee@x.example committee"];
    assert_eq!((board_first, refused), (people(&expected), 1));
    // Whoever stands in two lists comes with the row of the first that matters here.
    assert_eq!(see(&["chair", "old"]).0, ["c@x.example everyone+managers+old+board+chair"]);
    assert_eq!(see(&[]).0, people(&[]));
    campaign.audiences.truncate(4);
    assert_eq!(walked(&campaign, &root, &["old"]), (people(&["c@x.example everyone+managers+old"]), 2));
}

#[test]
fn a_list_address_is_one_reader_of_whom_nothing_is_known() {
    let mut campaign = sample::project().campaigns[0].clone();
    let french = "fr".parse().ok();
    campaign.audiences =
        vec![Audience { list: "all@x.example".parse().ok(), language: french, ..audience("everyone", None, None) }];
    let folder = tempfile::tempdir().unwrap();
    let (root, known) = (super::folder(folder.path()).unwrap(), known());
    let ids: Vec<Id> = vec!["everyone".parse().unwrap()];
    let readers: Vec<_> = Walk::open(&root, &campaign, &known, &ids).unwrap().collect();
    let [Ok(reader)] = &readers[..] else { panic!("{readers:?}") };
    assert!(reader.impersonal && reader.recipient.value("email").is_none());
    assert_eq!(reader.recipient.language.as_ref().map(ToString::to_string).as_deref(), Some("fr"));
}

#[test]
fn a_summary_counts_and_names_the_first() {
    let mut text = String::from(
        "email;language\na@x.example;fr\nA@x.example;fr\na@X.example;fr\nb@x.example;en\nc@x.example;fr\n",
    );
    text.push_str(&"nobody;fr\n".repeat(30));
    let mut summary = Summary::default();
    for row in open(text.as_bytes(), None).unwrap() {
        match row {
            Ok(recipient) => summary.accept(&recipient),
            Err(refused) => summary.refuse(&refused),
        }
    }
    summary.sort();
    assert_eq!((summary.rows(), summary.accepted, summary.refused_rows()), (35, 3, 30));
    assert_eq!((summary.duplicates.count, summary.duplicates.first.len()), (2, 1));
    let group = &summary.refused["no `@` in it"];
    assert_eq!((group.count, group.first.len(), group.first[0].0), (30, 20, 7));
    let languages: IndexMap<String, u64> = [("fr".to_owned(), 2), ("en".to_owned(), 1)].into();
    assert_eq!(summary.languages, languages);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_make_it_panic(
        text in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..120),
        at: proptest::sample::Index,
        byte: u8,
        xml in "(<row r='[0-9]{1,9}'>|</row>|<c r='[A-Z]{1,3}[0-9]{1,8}'( t='(s|n|d|b|e|str|inlineStr)')?( s='9')?>|</c>|<v>|</v>|[0-9.e-]{1,9}|<is><t>|email|</t></is>|<f>|</f>){0,12}",
    ) {
        let mut list = b"email;name\n".to_vec();
        list.extend(&text);
        let mut book = export!("staff.xlsx").to_vec();
        let at = at.index(book.len());
        book[at] = byte;
        let made = sheet(b"<sst/>", format!("<worksheet><sheetData>{xml}</sheetData></worksheet>").as_bytes());
        for bytes in [text, list, book, made] {
            if let Ok(list) = open(&bytes, None) {
                let _ = taken(list);
            }
        }
    }
}
