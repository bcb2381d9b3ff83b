use proptest::prelude::*;

use super::*;

const ROW: [(&str, &str); 6] = [
    ("role", "Manager"),
    ("site", "saint-étienne"),
    ("seniority", "12,5"),
    ("hired", "2019-04-01"),
    ("team", ""),
    ("grade", "B"),
];

fn holds(text: &str) -> (bool, Vec<String>) {
    let condition = parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    let mut odd = Vec::new();
    let cell = |column: &Named| ROW.iter().find(|(name, _)| *name == column.name).map_or("", |(_, cell)| cell);
    let held = condition.holds(&cell, &mut |column| odd.push(column.name.clone()));
    (held, odd)
}

#[test]
fn rows_are_judged() {
    for text in [
        r#"role == "manager""#,
        r#"site == 'Saint-Etienne'"#,
        r#"role != "employee" AND site in ["lyon", "SAINT-ÉTIENNE"]"#,
        r#"role not in ("employee", "external")"#,
        "not role in ('employee')",
        "seniority > 12 and seniority <= 12.5",
        r#"seniority < "13""#,
        "hired < 2020-01-01",
        r#"hired >= "2019-04-01""#,
        "hired == 2019-04-01",
        r#"team == """#,
        r#"not (team != "") and (role == "x" or role == "manager")"#,
        r#"grade >= "A" and grade < "c""#,
        r#"role == "x" or role == "y" or not not role == "manager""#,
        "seniority != 3",
    ] {
        assert_eq!(holds(text), (true, vec![]), "{text}");
    }
    for text in [
        r#"role == "man""#,
        "team < 3",
        r#"team > "a""#,
        r#"team in ["a"]"#,
        r#"role == "x" and role == "manager" or team == "x""#,
        "role == 3",
    ] {
        assert_eq!(holds(text), (false, vec![]), "{text}");
    }
}

#[test]
fn what_cannot_be_compared_is_told() {
    assert_eq!(holds("role > 3"), (false, vec!["role".into()]));
    assert_eq!(holds("role == 2027-03-09"), (false, vec!["role".into()]));
    assert_eq!(holds("role != 2027-03-09"), (true, vec!["role".into()]));
}

#[test]
fn every_mistake_has_its_place() {
    let cases = [
        ("", 0, "empty", "remove the key"),
        ("role = \"a\"", 5, "`=`", "`==`"),
        ("role == manager", 8, "`manager` stands in no quotes", "`\"manager\"`"),
        ("role == \"manager", 8, "never closed", "`\"`"),
        ("(role == \"a\"", 0, "never closed", "`)`"),
        ("role == \"a\")", 11, "closes nothing", "remove it"),
        ("role == \"a\" site == \"b\"", 12, "`and` or `or` is missing", "and"),
        ("role == \"a\" && site == \"b\"", 12, "`&&`", "`and`"),
        ("18 <= age", 0, "expected a column, found `18`", "begin with the name"),
        ("age >= 18 < 65", 10, "second comparison", "`and`"),
        ("role in []", 8, "empty", "values"),
        ("role in \"a\"", 8, "a list in brackets", "["),
        ("role in [\"a\" \"b\"]", 13, "a comma", "["),
        ("role", 0, "nothing is said", "=="),
        ("role ==", 6, "ends where a value", "quotes"),
        ("role == “manager”", 8, "`“`", "straight"),
        ("hired < 2027-02-30", 8, "neither", "2027-03-09"),
        ("role <> \"a\"", 5, "`<>`", "`!=`"),
        ("é == \"a\" ! b", 10, "`!`", "not"),
    ];
    for (text, start, message, help) in cases {
        let error = parse(text).unwrap_err();
        assert_eq!(error.start, start, "{text}: {error:?}");
        assert!(error.message.contains(message) && error.help.contains(help), "{text}: {error:?}");
    }
}

#[test]
fn depth_and_length_are_limited() {
    let deep = |n: usize| format!("{}a == 1{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&deep(32)).is_ok());
    assert!(parse(&deep(33)).unwrap_err().message.contains("nested too deep"));
    assert!(parse(&"not ".repeat(2000)).unwrap_err().message.contains("nested too deep"));
    assert!(parse(&"a == 1 or ".repeat(2000)).unwrap_err().message.contains("too long"));
}

#[test]
fn columns_are_renamed_all_or_none() {
    let condition = parse("a == 1 and b == 2 and c == 3").unwrap();
    let mut asked = 0;
    let failed = condition.try_map(&mut |column| {
        asked += 1;
        if column.name == "a" { Err(column.start) } else { Ok(column.name) }
    });
    assert_eq!((failed, asked), (Err(0), 3));
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        "[^\\s\\PC]{0,8}( [a-z\"']{1,5})?".prop_map(|t| Literal::text(t.trim())),
        (-1e9f64..1e9).prop_map(Literal::Number),
        (1i16..9999, 1i8..13, 1i8..29).prop_map(|(y, m, d)| Literal::Date(jiff::civil::date(y, m, d))),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let column =
        "[a-zé_][a-z0-9_]{0,6}".prop_filter("no keyword", |w| !["and", "or", "not", "in"].contains(&w.as_str()));
    let operator =
        prop_oneof![Just(Operator::Equal), Just(Operator::Unequal), Just(Operator::Less), Just(Operator::AtLeast)];
    let leaf = prop_oneof![
        (column.clone(), operator, literal()).prop_map(|(column, operator, value)| {
            let text = matches!(value, Literal::Text { .. });
            let operator = if text && operator.orders() { Operator::Equal } else { operator };
            Condition::Compare { column, operator, value }
        }),
        (column, prop::collection::vec(literal(), 1..4))
            .prop_map(|(column, values)| Condition::OneOf { column, values }),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::Any),
            inner.prop_map(|c| Condition::Not(Box::new(c))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_as_the_same(condition in condition()) {
        let printed = condition.to_string();
        let read = parse(&printed).map_err(|e| TestCaseError::fail(format!("{printed}: {e}")))?;
        let read: Result<Condition, ()> = read.try_map(&mut |named: Named| Ok(named.name));
        prop_assert_eq!(read, Ok(condition), "{}", printed);
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}", near in "(a|and|or|not |in|==|<|\\[|\\]|\\(|\\)|\"|'|,| |é|1|-|2027-03-09){0,30}") {
        for text in [text, near] {
            if let Err(error) = parse(&text) {
                prop_assert!(error.start <= error.end && error.end <= text.len());
                prop_assert!(text.is_char_boundary(error.start) && text.is_char_boundary(error.end));
            }
        }
    }
}
