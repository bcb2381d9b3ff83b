//! Plain names for colours.

use crate::{design::colour::Lch, model::value::Colour};

/// A name that none of `taken` is: `blue`, else `blue-2`.
pub(super) fn name<'t>(colour: Colour, taken: impl Iterator<Item = &'t str> + Clone) -> String {
    let plain = plain(colour);
    let is_free = |name: &String| taken.clone().all(|other| other != name);
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    std::iter::once(plain.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// What people call it.
fn plain(colour: Colour) -> &'static str {
    let Lch { lightness, chroma, hue } = Lch::from(colour);
    if chroma < 0.022 {
        return match lightness {
            0.96.. => "paper",
            0.85.. => "light-grey",
            0.42.. => "grey",
            0.2.. => "charcoal",
            _ => "black",
        };
    }
    let dark = lightness < 0.36;
    match hue {
        0.0..20.0 | 350.0.. => {
            if dark {
                "burgundy"
            } else if lightness > 0.72 {
                "pink"
            } else {
                "crimson"
            }
        }
        20.0..40.0 => {
            if dark {
                "maroon"
            } else if lightness > 0.7 {
                "coral"
            } else {
                "red"
            }
        }
        40.0..72.0 => {
            if lightness < 0.52 {
                "brown"
            } else {
                "orange"
            }
        }
        72.0..81.0 => {
            if lightness < 0.6 {
                "bronze"
            } else {
                "amber"
            }
        }
        81.0..115.0 => {
            if lightness < 0.6 {
                "olive"
            } else {
                "yellow"
            }
        }
        115.0..135.0 => {
            if lightness < 0.5 {
                "moss"
            } else {
                "lime"
            }
        }
        135.0..165.0 => {
            if dark {
                "forest"
            } else {
                "green"
            }
        }
        165.0..205.0 => {
            if dark {
                "pine"
            } else {
                "teal"
            }
        }
        205.0..240.0 => {
            if dark {
                "petrol"
            } else if lightness > 0.68 {
                "sky"
            } else {
                "azure"
            }
        }
        240.0..278.0 => {
            if dark {
                "navy"
            } else if lightness > 0.7 {
                "sky"
            } else {
                "blue"
            }
        }
        278.0..300.0 => {
            if dark {
                "indigo"
            } else {
                "violet"
            }
        }
        300.0..328.0 => {
            if dark {
                "plum"
            } else {
                "purple"
            }
        }
        _ => {
            if dark {
                "aubergine"
            } else {
                "magenta"
            }
        }
    }
}
