//! Six questions on a terminal.
//!
//! In: a terminal. Out: a project, its first pieces, and the result opened. Ctrl-C before the last answer leaves nothing behind.

use std::{
    env,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use dialoguer::{
    Input, Select,
    console::Term,
    theme::{ColorfulTheme, SimpleTheme, Theme},
};
use jiff::civil::Date;

use super::{
    Options,
    files::{self, Answers},
    read,
    source::Source,
    speech::{Speech, speech, timezone},
    starter::{Look, Starter},
    write,
};
use crate::{
    cli::{Outcome, make, preview, progress::Bar, report, session::Session},
    diagnostic::{Diagnostics, Severity},
    load::{self, IDENTITY},
    model::value::LanguageTag,
    plan::Filter,
};

/// True as long as nothing has been written.
static ASKING: AtomicBool = AtomicBool::new(true);

/// What the terminal answers to.
struct Questions<'s> {
    speech: &'s Speech,
    theme: &'s dyn Theme,
    term: Term,
}

/// Asks, writes, builds, opens.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let locale = locale();
    let speech = speech(&locale);
    restore_cursor_when_interrupted(speech);
    let (colourful, simple) = (ColorfulTheme::default(), SimpleTheme);
    let theme: &dyn Theme = if session.colour { &colourful } else { &simple };
    let questions = Questions { speech, theme, term: Term::stderr() };
    writeln!(io::stderr(), "{}\n", speech.welcome)?;
    let asked = match questions.ask(session, options, timezone(&locale)) {
        Ok(asked) => asked,
        Err(error) if is_interrupted(&error) => cancelled(speech),
        Err(error) => return Err(error),
    };
    let Some((answers, source)) = asked else { return Ok(Outcome::Problems) };
    ASKING.store(false, Ordering::SeqCst);
    writeln!(io::stderr())?;
    write(session, &options.folder, &files::files(&answers, &source))?;
    writeln!(io::stderr(), "{}\n\n{}", speech.own_texts, speech.building)?;
    let outcome = build(session, &options.folder)?;
    let first = first_result(&options.folder);
    if let Some(first) = first.filter(|_| outcome == Outcome::Clean) {
        writeln!(io::stderr(), "{}", first.display())?;
        // A choice, since a question that takes `y` and `n` would not take the first letter of another language's yes.
        let choice = Select::with_theme(theme).with_prompt(speech.open).items(speech.yes_no).default(0);
        if choice.interact_on_opt(&questions.term)? == Some(0) {
            preview::open(&first)?;
        }
    }
    Ok(outcome)
}

impl Questions<'_> {
    /// The six answers; nothing where what was named on the command line cannot be used.
    fn ask(
        &self,
        session: &Session,
        options: &Options,
        timezone: Option<&'static str>,
    ) -> anyhow::Result<Option<(Answers, Source)>> {
        let speech = self.speech;
        let named = match options.from.is_empty() {
            true => None,
            false => match read(session, &options.from, &super::languages(&options.languages, &options.from))? {
                Some(source) => Some(source),
                None => return Ok(None),
            },
        };
        let name = self.text(speech.name, named.as_ref().and_then(Source::name), &name_mistake)?;
        let tagline = self.text(speech.tagline, options.tagline.clone(), &|text| name_mistake(text))?;
        let known = match options.languages.is_empty() {
            true => Source::languages(&options.from),
            false => options.languages.clone(),
        };
        let usual = match known.is_empty() {
            true => speech.usual_languages.to_owned(),
            false => known.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        };
        let typed = self.text(speech.languages, Some(usual), &|text| languages(text).err())?;
        let languages = languages(&typed).map_err(anyhow::Error::msg)?;
        let source = match named {
            Some(source) => source,
            None => self.source(session, &languages)?,
        };
        let look = Select::with_theme(self.theme).with_prompt(speech.look).items(speech.looks).default(0);
        let look = Look::ALL[look.interact_on(&self.term)?.min(Look::ALL.len() - 1)];
        let launch = self.optional(speech.launch, &|text| date(text).is_none().then(|| speech.no_date.to_owned()))?;
        let starter = Starter { look, launch: date(&launch).flatten(), timezone };
        Ok(Some((Answers { name, tagline, languages, starter: Some(starter) }, source)))
    }

    /// A text that is needed.
    fn text(
        &self,
        prompt: &str,
        default: Option<String>,
        mistake: &dyn Fn(&str) -> Option<String>,
    ) -> anyhow::Result<String> {
        let empty = self.speech.empty;
        let input = Input::<String>::with_theme(self.theme).with_prompt(prompt).allow_empty(true);
        let input = match default {
            Some(default) => input.default(default),
            None => input,
        };
        let input = input.validate_with(|text: &String| match text.trim().is_empty() {
            true => Err(empty.to_owned()),
            false => mistake(text).map_or(Ok(()), Err),
        });
        Ok(input.interact_text_on(&self.term)?.trim().to_owned())
    }

    /// A text that may be left out.
    fn optional(&self, prompt: &str, mistake: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<String> {
        let input = Input::<String>::with_theme(self.theme).with_prompt(prompt).allow_empty(true);
        let input = input.validate_with(|text: &String| mistake(text).map_or(Ok(()), Err));
        Ok(input.interact_text_on(&self.term)?.trim().to_owned())
    }

    /// A logo or a brand that is there. What cannot be used is told as always, and asked for again.
    fn source(&self, session: &Session, languages: &[LanguageTag]) -> anyhow::Result<Source> {
        loop {
            let path = self.optional(self.speech.from, &|text| {
                let path = typed_path(text);
                let is_there = text.trim().is_empty() || path.is_file();
                (!is_there).then(|| self.speech.no_file.replace("{path}", &path.display().to_string()))
            })?;
            if path.is_empty() {
                return Ok(Source::default());
            }
            if let Some(source) = read(session, &[typed_path(&path)], languages)? {
                return Ok(source);
            }
        }
    }
}

/// What is wrong with a name, as a project's check would tell it.
fn name_mistake(text: &str) -> Option<String> {
    let identity = format!("name: {0}\ntagline: {0}\n", files::quoted(text));
    first_mistake(&load::identity_mistakes(&identity, IDENTITY))
}

fn first_mistake(diagnostics: &Diagnostics) -> Option<String> {
    let first = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error)?;
    Some(match &first.help {
        Some(help) => format!("{}: {help}", first.message),
        None => first.message.clone(),
    })
}

/// `fr, en` or `fr en`.
fn languages(text: &str) -> Result<Vec<LanguageTag>, String> {
    let parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
    let languages: Result<Vec<LanguageTag>, String> = parts.map(super::language).collect();
    languages.map(|languages| super::languages(&languages, &[]))
}

/// A day as programs or people write it; the day before the month. `Some(None)` where there is nothing.
fn date(text: &str) -> Option<Option<Date>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    if let Ok(date) = text.parse::<Date>() {
        return Some(Some(date));
    }
    let parts: Vec<i16> = text.split(['/', '.']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [day, month, year @ (1970..)] = parts[..] else { return None };
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok().map(Some)
}

/// A path as it is typed, or as a terminal writes it when a file is dropped on it: in quotes, or with `\ ` for a blank.
fn typed_path(text: &str) -> PathBuf {
    let text = text.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    match quoted {
        Some(path) => path.into(),
        None => text.replace("\\ ", " ").into(),
    }
}

fn build(session: &Session, folder: &Path) -> anyhow::Result<Outcome> {
    let loaded = load::load(folder)?;
    let bar = Bar::new(session.quiet);
    let work = make::Work {
        root: folder.to_path_buf(),
        filter: Filter::default(),
        output: folder.join("output"),
        threads: make::threads(None),
        publish: true,
        force: false,
        live: false,
    };
    let (diagnostics, _) = make::make(loaded, &work, &bar)?;
    bar.clear();
    report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
    Ok(report::outcome(&diagnostics, false))
}

/// The gallery of everything, else the first poster.
fn first_result(folder: &Path) -> Option<PathBuf> {
    let output = folder.join("output");
    let gallery = output.join("index.html");
    let poster = output.join(super::starter::FOLDER).join("posters");
    let names = ["announcement-A4", "announcement-A3"];
    let posters = load::load(folder)
        .ok()?
        .project?
        .identity
        .languages
        .into_iter()
        .flat_map(|language| names.map(|name| poster.join(format!("{name}.{language}.png"))));
    std::iter::once(gallery).chain(posters).find(|path| path.is_file())
}

/// The user's locale, as `de_AT.UTF-8`; nothing where none is set.
fn locale() -> String {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| env::var(name).ok());
    set.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
}

fn is_interrupted(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<dialoguer::Error>();
    cause.is_some_and(|dialoguer::Error::IO(error)| error.kind() == io::ErrorKind::Interrupted)
}

/// A list of choices hides the cursor, and the system ends a program at Ctrl-C without asking it to show it again.
fn restore_cursor_when_interrupted(speech: &'static Speech) {
    thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            cancelled(speech);
        }
    });
}

/// Ends the program as Ctrl-C does, with the cursor shown. The one place beside `main` that does so: the question that waits for
/// an answer cannot be called back.
fn cancelled(speech: &Speech) -> ! {
    let _ = Term::stderr().show_cursor();
    if ASKING.swap(false, Ordering::SeqCst) {
        let _ = writeln!(io::stderr(), "\n{}", speech.cancelled);
    }
    std::process::exit(130)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_paths_and_languages_as_people_type_them() {
        let day = |text| date(text).map(|date| date.map(|date| date.to_string()));
        assert_eq!(day(" 2027-03-09 "), Some(Some("2027-03-09".into())));
        assert_eq!(day("9.3.2027"), Some(Some("2027-03-09".into())));
        assert_eq!(day("09/03/2027"), Some(Some("2027-03-09".into())));
        assert_eq!(day(""), Some(None));
        for wrong in ["soon", "2027-02-30", "31/31/2027", "9.3.27", "9.3"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
        assert_eq!(typed_path("'my logo.svg' "), Path::new("my logo.svg"));
        assert_eq!(typed_path(r"my\ logo.svg"), Path::new("my logo.svg"));
        assert_eq!(languages("de; en de").unwrap().len(), 2);
        assert!(languages("klingonisch!").is_err());
    }

    #[test]
    fn a_name_is_judged_as_a_check_would() {
        assert_eq!(name_mistake("Cap \"2030\": l'été"), None);
    }
}
