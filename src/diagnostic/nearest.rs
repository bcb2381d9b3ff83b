//! The valid name that a misspelt one most likely meant.

/// The closest of `names` to `wrong`, if any is close enough to be meant.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = fold(wrong);
    // A slip in a short name leaves little that is alike.
    let slip = |name: &str| wrong.len() > 2 && strsim::osa_distance(&wrong, name) == 1;
    names
        .into_iter()
        .map(|name| (name, fold(name)))
        .map(|(name, folded)| (strsim::jaro_winkler(&wrong, &folded).max(if slip(&folded) { 0.85 } else { 0.0 }), name))
        .filter(|(likeness, _)| *likeness >= 0.78)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// True where a name differs from another only by case, by the sign between its words or by one slip of the fingers.
pub fn is_slip(wrong: &str, name: &str) -> bool {
    strsim::osa_distance(&fold(wrong), &fold(name)) <= 1
}

fn fold(name: &str) -> String {
    name.to_lowercase().replace(['-', ' '], "_")
}

/// A help line for a wrong name: the nearest valid one, else all of them when they are few.
pub fn help<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(name) = nearest(wrong, names.clone()) {
        return Some(format!("did you mean `{name}`?"));
    }
    // `responsible` for `r`.
    if let Some(letter) = names.clone().into_iter().find(|name| name.len() == 1 && wrong.starts_with(name)) {
        return Some(format!("did you mean `{letter}`?"));
    }
    let all: Vec<_> = names.into_iter().map(|n| format!("`{n}`")).collect();
    match all.len() {
        0 => None,
        1 => Some(format!("the only one is {}", all[0])),
        2..=16 => Some(format!("known here: {}", all.join(", "))),
        _ => Some(format!("known here: {}, …", all[..16].join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_nonsense_finds_none() {
        let names = ["tagline", "languages", "minimum_width"];
        assert_eq!(nearest("taglin", names), Some("tagline"));
        assert_eq!(nearest("langauges", names), Some("languages"));
        assert_eq!(nearest("Minimum-Width", names), Some("minimum_width"));
        assert_eq!(nearest("zzz", names), None);
        assert_eq!(help("responsible", ["task", "r", "a"]).as_deref(), Some("did you mean `r`?"));
        assert_eq!(nearest("ony", ["title", "only"]), Some("only"));
    }
}
