//! Type: the typefaces and the scale.

use serde::Serialize;

use super::super::setter::Setter;
use crate::{
    design::{fonts::Role, svg::number},
    model::value::{Localised, Prose},
};

/// The longest sample of the largest size, in characters.
const LONGEST_DISPLAY: usize = 60;

/// Type.
#[derive(Debug, Serialize)]
pub(super) struct Letters {
    families: Vec<Family>,
    scale: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Family {
    /// Its role in the fonts of the document: `headings` or `base`.
    role: &'static str,
    family: String,
    weight: u16,
    /// Two letters that show its character.
    letters: &'static str,
    text: String,
    notes: Vec<String>,
    weights: Vec<Weight>,
    alphabet: &'static str,
    figures: &'static str,
    /// The page's heading, where it is not the chapter's.
    title: String,
}

#[derive(Debug, Serialize)]
struct Weight {
    name: String,
    value: u16,
}

#[derive(Debug, Serialize)]
struct Step {
    name: String,
    measure: String,
    role: &'static str,
    weight: u16,
    /// In points.
    size: f64,
    /// Height of its lines, as a multiple of the size.
    line: f64,
    sample: String,
}

pub(super) fn letters(setter: &mut Setter<'_>) -> Letters {
    let headings = family(setter, Role::Headings);
    let base = family(setter, Role::Base);
    Letters { scale: scale(setter, headings.weight, base.weight), families: vec![headings, base] }
}

fn family(setter: &mut Setter<'_>, role: Role) -> Family {
    let (language, material) = (setter.scope.language, setter.material);
    let typography = &setter.scope.project.identity.brand.typography;
    let (key, name, weight) = match role {
        Role::Headings => ("charter_type_headings", "headings", typography.headings.weight.0),
        _ => ("charter_type_base", "base", typography.base.weight.0),
    };
    let family = material.fonts.chain(role, language).into_iter().next().unwrap_or_default();
    let files = material.fonts.files().filter(|file| file.family == family);
    let mut weights: Vec<u16> =
        files.filter(|file| file.style == crate::model::FontStyle::Normal).map(|file| file.weight).collect();
    weights.sort_unstable();
    weights.dedup();
    weights.truncate(5);
    let weights = weights.into_iter().map(|value| {
        let key = format!("charter_weight_{value}");
        let name = setter.word(&key, &[]);
        let other = name == key;
        let name = if other { setter.word("charter_weight_other", &[("weight", &value.to_string())]) } else { name };
        Weight { name, value }
    });
    let weights = weights.collect();
    let (letters, alphabet, figures) = sample(language.primary());
    for text in [letters, alphabet, figures] {
        setter.text(text);
    }
    let own = typography.faces.iter().any(|face| face.family == family);
    Family {
        role: name,
        text: setter.word(key, &[("family", &family)]),
        notes: if own { Vec::new() } else { vec![setter.word("charter_type_note", &[])] },
        title: setter.word("charter_type_base_title", &[]),
        family,
        weight,
        letters,
        weights,
        alphabet,
        figures,
    }
}

/// Two letters, the alphabet, figures and signs of a language's script.
fn sample(language: &str) -> (&'static str, &'static str, &'static str) {
    const LATIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz";
    const SIGNS: &str = "0123456789 & @ € % ( ) ! ? “ ”";
    match language {
        "ar" | "fa" | "ur" => {
            ("أب", "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي", "٠١٢٣٤٥٦٧٨٩ 0123456789 ؟ ، ؛ « » %")
        }
        "ja" => {
            ("あア", "あいうえおかきくけこさしすせそ アイウエオカキクケコ 日本語組版見本", "0123456789 、。「」！？％")
        }
        "fr" => ("Aa", LATIN, "àâçéèêëîïôùûüÿœ 0123456789 & @ € % « » ! ?"),
        "de" => ("Aa", LATIN, "ÄÖÜ äöü ß 0123456789 & @ € % „ “ ! ?"),
        _ => ("Aa", LATIN, SIGNS),
    }
}

fn scale(setter: &mut Setter<'_>, headings: u16, base: u16) -> Vec<Step> {
    let identity = &setter.scope.project.identity;
    let message = identity.messages.first();
    let text_of = |setter: &mut Setter<'_>, text: Option<&Localised<Prose>>| match text {
        Some(text) => setter.plain(text),
        None => setter.plain(&identity.tagline),
    };
    let all: Vec<String> = identity.messages.iter().take(3).map(|message| setter.plain(&message.text)).collect();
    // The largest sample is a headline: a tagline that is a sentence is none.
    let tagline = text_of(setter, Some(&identity.tagline));
    let is_short = tagline.chars().count() <= LONGEST_DISPLAY;
    let samples = [
        if is_short { tagline } else { setter.text(&identity.name) },
        text_of(setter, message.map(|message| &message.title)),
        text_of(setter, identity.story.why.as_ref()),
        if all.is_empty() { text_of(setter, None) } else { all.join(" ") },
        text_of(setter, message.and_then(|message| message.proof.as_ref())),
    ];
    let steps = [
        ("display", "headings", headings, 40.0, 1.05),
        ("title", "headings", headings, 22.0, 1.15),
        ("lead", "base", base, 14.0, 1.4),
        ("body", "base", base, 10.5, 1.5),
        ("small", "base", base, 8.0, 1.4),
    ];
    let steps = steps.into_iter().zip(samples).map(|((key, role, weight, size, line), sample)| Step {
        name: setter.word(&format!("charter_scale_{key}"), &[]),
        measure: setter.word(
            "charter_scale_measure",
            &[("size", &number(size)), ("line", &number((size * line * 2.0_f64).round() / 2.0))],
        ),
        role,
        weight,
        size,
        line,
        sample: shortened(&sample),
    });
    steps.collect()
}

/// A sample is a sample, however long the project's sentences are.
fn shortened(text: &str) -> String {
    const MOST: usize = 260;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
