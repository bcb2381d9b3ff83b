//! The questions in the user's language: English, French or German.

/// Everything that a guided start says.
#[derive(Debug)]
pub struct Speech {
    /// Before the first question.
    pub welcome: &'static str,
    /// What the project is called.
    pub name: &'static str,
    /// Its tagline.
    pub tagline: &'static str,
    /// Its languages.
    pub languages: &'static str,
    /// The logo or the brand.yml that is there.
    pub from: &'static str,
    /// The family of templates.
    pub look: &'static str,
    /// The day of the launch.
    pub launch: &'static str,
    /// What each look is like, in the order of `Look::ALL`.
    pub looks: [&'static str; 5],
    /// The languages that are offered, the first one first.
    pub usual_languages: &'static str,
    /// Told where a needed text is missing.
    pub empty: &'static str,
    /// Told where a day cannot be read.
    pub no_date: &'static str,
    /// Told where a path leads to no file, with `{path}` in it.
    pub no_file: &'static str,
    /// While the first pieces are made.
    pub building: &'static str,
    /// Whether to open the result.
    pub open: &'static str,
    /// Yes and no, as answers to that.
    pub yes_no: [&'static str; 2],
    /// After Ctrl-C.
    pub cancelled: &'static str,
    /// What to do with the texts that were written.
    pub own_texts: &'static str,
}

const ENGLISH: Speech = Speech {
    welcome: "A new project in six questions. Enter takes what stands between brackets; Ctrl-C ends, and nothing is written.",
    name: "What is the project called?",
    tagline: "Its tagline, in a few words",
    languages: "Its languages, the first one first",
    from: "Your logo or brand.yml (a path; empty: a logo is drawn)",
    look: "How should it look?",
    launch: "The day of the launch, as 2027-03-09 (empty: not known yet)",
    looks: [
        "horizon: a wide sky, calm and confident",
        "mosaic: bright tiles, lively",
        "manifesto: large words, nothing else",
        "panorama: a landscape, or your own photo",
        "charter: sober, for rules and answers",
    ],
    usual_languages: "en",
    empty: "write a few words",
    no_date: "write a day as 2027-03-09, or nothing",
    no_file: "there is no file `{path}`",
    building: "Making the first pieces; this takes a moment.",
    open: "Open the result?",
    yes_no: ["Yes", "No"],
    cancelled: "Cancelled: nothing was written.",
    own_texts: "The texts are a beginning: make them your own in brand/identity.yaml and campaigns/launch/.",
};

const FRENCH: Speech = Speech {
    welcome: "Un nouveau projet en six questions. Entrée prend ce qui est entre crochets ; Ctrl-C arrête, et rien n'est écrit.",
    name: "Comment s'appelle le projet ?",
    tagline: "Sa signature, en quelques mots",
    languages: "Ses langues, la principale d'abord",
    from: "Votre logo ou brand.yml (un chemin ; vide : un logo est dessiné)",
    look: "Quel style lui donner ?",
    launch: "Le jour du lancement, comme 2027-03-09 (vide : pas encore connu)",
    looks: [
        "horizon : un grand ciel, calme et confiant",
        "mosaic : des carreaux vifs, joyeux",
        "manifesto : de grands mots, rien d'autre",
        "panorama : un paysage, ou votre photo",
        "charter : sobre, pour les règles et les réponses",
    ],
    usual_languages: "fr,en",
    empty: "écrivez quelques mots",
    no_date: "écrivez un jour comme 2027-03-09, ou rien",
    no_file: "il n'y a pas de fichier `{path}`",
    building: "Les premières pièces se préparent ; un instant.",
    open: "Ouvrir le résultat ?",
    yes_no: ["Oui", "Non"],
    cancelled: "Annulé : rien n'a été écrit.",
    own_texts: "Les textes sont un début : faites-les vôtres dans brand/identity.yaml et campaigns/launch/.",
};

const GERMAN: Speech = Speech {
    welcome: "Ein neues Projekt in sechs Fragen. Die Eingabetaste übernimmt, was in Klammern steht; Strg-C bricht ab, ohne etwas zu schreiben.",
    name: "Wie heißt das Projekt?",
    tagline: "Sein Leitsatz, in wenigen Worten",
    languages: "Seine Sprachen, die wichtigste zuerst",
    from: "Ihr Logo oder brand.yml (ein Pfad; leer: ein Logo wird gezeichnet)",
    look: "Wie soll es aussehen?",
    launch: "Der Tag des Starts, zum Beispiel 2027-03-09 (leer: noch offen)",
    looks: [
        "horizon: ein weiter Himmel, ruhig und zuversichtlich",
        "mosaic: bunte Kacheln, lebendig",
        "manifesto: große Worte, sonst nichts",
        "panorama: eine Landschaft oder Ihr eigenes Foto",
        "charter: sachlich, für Regeln und Antworten",
    ],
    usual_languages: "de,en",
    empty: "schreiben Sie ein paar Worte",
    no_date: "schreiben Sie einen Tag wie 2027-03-09, oder nichts",
    no_file: "es gibt keine Datei `{path}`",
    building: "Die ersten Stücke entstehen; einen Augenblick.",
    open: "Das Ergebnis öffnen?",
    yes_no: ["Ja", "Nein"],
    cancelled: "Abgebrochen: Es wurde nichts geschrieben.",
    own_texts: "Die Texte sind ein Anfang: Machen Sie sie in brand/identity.yaml und campaigns/launch/ zu Ihren eigenen.",
};

/// The questions for a locale, as `de_AT.UTF-8`: English where they are not written in its language.
pub fn speech(locale: &str) -> &'static Speech {
    match locale.get(..2).filter(|_| !locale[2..].starts_with(|c: char| c.is_ascii_alphabetic())) {
        Some("fr") => &FRENCH,
        Some("de") => &GERMAN,
        _ => &ENGLISH,
    }
}

/// The time zone of a locale's country, where it has only one that matters.
pub fn timezone(locale: &str) -> Option<&'static str> {
    let country = locale.split(['_', '-']).nth(1)?.get(..2)?;
    Some(match country {
        "FR" => "Europe/Paris",
        "DE" => "Europe/Berlin",
        "AT" => "Europe/Vienna",
        "CH" => "Europe/Zurich",
        "BE" => "Europe/Brussels",
        "LU" => "Europe/Luxembourg",
        "GB" => "Europe/London",
        "IE" => "Europe/Dublin",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_chooses() {
        assert_eq!(speech("fr_CA.UTF-8").empty, FRENCH.empty);
        assert_eq!(speech("de").empty, GERMAN.empty);
        for other in ["", "C", "C.UTF-8", "es_ES", "dez", "é", "fra"] {
            assert_eq!(speech(other).empty, ENGLISH.empty, "{other}");
        }
        assert_eq!(timezone("de_AT.UTF-8"), Some("Europe/Vienna"));
        assert_eq!(timezone("en_US.UTF-8"), None);
        assert_eq!(timezone("C"), None);
    }
}
