//! `fanion words LANG`
//!
//! In: the built-in words and the project's. Out: those that a language lacks as `brand/texts.yaml` has them, to be translated.

use std::io::{self, Write};

use clap::Args;

use super::{Outcome, report, session::Session};
use crate::{
    load,
    model::{Words, plural_forms, value::LanguageTag},
};

/// `fanion words`
#[derive(Debug, Args)]
pub struct Options {
    /// The language, as `it` or `pt-BR`
    #[arg(value_name = "LANG")]
    language: LanguageTag,
    /// The language to translate from
    #[arg(long, value_name = "LANG", default_value = "en")]
    from: LanguageTag,
    /// Every word, as the language has it: to say some otherwise
    #[arg(long)]
    all: bool,
}

/// Prints what brand/texts.yaml is to hold.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let (_, loaded) = session.load()?;
    let Some(project) = loaded.project else {
        report::write(&loaded.diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
        return Ok(Outcome::Problems);
    };
    let list = list(load::english_words(), &project.words, options);
    if list.words > 0 {
        let mut out = io::stdout().lock();
        let again = loaded
            .sources
            .iter()
            .any(|file| file.path() == "brand/texts.yaml" && names(file.text(), &options.language));
        out.write_all(head(options, again).as_bytes())?;
        out.write_all(list.yaml.as_bytes())?;
    }
    if !session.quiet {
        let (language, Listed { words, of, .. }) = (&options.language, list);
        match options.all {
            true => writeln!(io::stderr(), "{of} words")?,
            false if words == 0 => writeln!(io::stderr(), "`{language}` has all {of} words")?,
            false => writeln!(io::stderr(), "`{language}` lacks {words} of {of} words")?,
        }
    }
    Ok(Outcome::Clean)
}

/// Whether a file has words of the language already.
fn names(text: &str, language: &LanguageTag) -> bool {
    let head = format!("{language}:");
    text.lines().any(|line| line.replace(['"', '\''], "").starts_with(&head))
}

fn head(options: &Options, again: bool) -> String {
    let Options { language, .. } = options;
    let forms = plural_forms(language).into_iter().map(|(form, numbers)| {
        let numbers: Vec<_> = numbers.iter().map(u64::to_string).collect();
        format!("{form} ({} …)", numbers.join(", "))
    });
    let place = match again {
        true => format!("# Put these lines below `{language}:` in brand/texts.yaml, where it stands already.\n"),
        false => format!("{language}:\n"),
    };
    format!(
        "# Translate what stands between the quotation marks; leave what may stay as it is. `{{name}}` and the like are filled in:\n\
         # keep them. Forms that depend on a number stand in one text with `|` between; `{language}` has:\n\
         # {}.\n{place}",
        forms.collect::<Vec<_>>().join(" | ")
    )
}

/// Words as lines of YAML.
struct Listed {
    yaml: String,
    words: usize,
    /// How many there are.
    of: usize,
}

/// Goes through the built-in file, whose comments tell which words belong together.
fn list(built_in: &str, words: &Words, options: &Options) -> Listed {
    let mut listed = Listed { yaml: String::new(), words: 0, of: 0 };
    let mut group = None;
    // What stands above the first group is about that file.
    for line in built_in.lines().skip_while(|line| !line.is_empty()) {
        if let Some(comment) = line.strip_prefix("# ") {
            group = Some(comment);
        }
        let Some((key, _)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else { continue };
        listed.of += 1;
        let own = words.own(&options.language, key);
        if own.is_some() && !options.all {
            continue;
        }
        if let Some(group) = group.take() {
            listed.yaml += &format!("\n  # {group}\n");
        }
        let text = own.unwrap_or_else(|| words.get(&options.from, key));
        // A JSON string is a YAML text between double quotes.
        listed.yaml += &format!("  {key}: {}\n", serde_json::Value::from(text));
        listed.words += 1;
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::{language, project};

    fn listed(tag: &str, from: &str, all: bool) -> Listed {
        let options = Options { language: language(tag), from: language(from), all };
        list(load::english_words(), &project().words, &options)
    }

    #[test]
    fn a_new_language_lacks_every_word_and_a_built_in_one_none() {
        let italian = listed("it", "en", false);
        assert_eq!(italian.words, italian.of);
        assert!(italian.yaml.contains("\n  # Newsletters\n  why_label: \"Why {name}\"\n"), "{}", italian.yaml);
        assert!(listed("it", "fr", false).yaml.contains("  why_label: \"Pourquoi {name}\"\n"));
        assert_eq!(listed("de", "en", false).yaml, "");
        let german = listed("de-AT", "en", true);
        assert_eq!(german.words, german.of);
        assert!(german.yaml.contains("  why_label: \"Warum {name}\"\n"));
    }
}
