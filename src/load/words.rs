//! What people write in `brand/texts.yaml` in place of a built-in text.
//!
//! In: their text and the built-in one. Out: what is wrong with the places that are filled in.

use crate::{
    diagnostic::{Code, Diagnostic, Located, Severity, nearest},
    model::places,
};

/// Checks that a text has no place that the built-in one does not have, and shows the number that it shows.
pub fn check(own: &Located<String>, built_in: &str) -> Option<Diagnostic> {
    let known: Vec<&str> = places(built_in).collect();
    if own.value.contains("{{") {
        let help = match known.is_empty() {
            true => "nothing is filled in here: write the text as it is to be read".to_owned(),
            false => {
                format!("write {}", known.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(", "))
            }
        };
        let message = "what is filled into a built-in text stands between single braces";
        return Some(Diagnostic::new(Code::InvalidField, &own.span, message).help(help));
    }
    if let Some(unknown) = places(&own.value).find(|name| !known.contains(name)) {
        let message = format!("nothing is filled in for `{{{unknown}}}` in this text");
        let help = nearest::help(unknown, known.iter().copied());
        return Some(Diagnostic::new(Code::InvalidField, &own.span, message).maybe_help(help));
    }
    if known.contains(&"count") && !places(&own.value).any(|name| name == "count") {
        let message = "this text does not show its number";
        let help = format!("write `{{count}}` where it is to stand, as in `{built_in}`");
        let silent = Diagnostic::new(Code::InvalidField, &own.span, message).help(help);
        return Some(Diagnostic { severity: Severity::Warning, ..silent });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn told(own: &str, built_in: &str) -> Option<String> {
        let source = Source::new("brand/texts.yaml", own);
        let own = Located::new(own.to_owned(), source.span(0, own.len()));
        check(&own, built_in).map(|diagnostic| diagnostic.message)
    }

    #[test]
    fn places_are_those_of_the_built_in_text() {
        assert_eq!(told("Perché {name}", "Why {name}"), None);
        assert_eq!(told("Perché", "Why {name}"), None, "a text may do without");
        assert_eq!(told("{count} posto|{count} posti", "{count} seat|{count} seats"), None);
        assert_eq!(told("un posto|{count} posti", "{count} seat|{count} seats"), None);
        assert_eq!(told("posti", "{count} seat").as_deref(), Some("this text does not show its number"));
        assert_eq!(
            told("Perché {nome}", "Why {name}").as_deref(),
            Some("nothing is filled in for `{nome}` in this text")
        );
        assert!(told("Perché {{ name }}", "Why {name}").is_some_and(|told| told.contains("single braces")));
        assert_eq!(told("{ } {a b} {", "Why"), None, "braces that name nothing are text");
    }
}
