//! The built-in templates of posters and banners, by name as a project's own would be under `brand/templates/`.

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../builtin/templates/", $name)))),+]
    };
}

/// Posters: `poster/FAMILY.CLASS.svg`, and parts that several of a family include.
pub const POSTER: &[(&str, &str)] = templates![
    "poster/horizon.portrait.svg",
    "poster/horizon.landscape.svg",
    "poster/horizon.tall.svg",
    "poster/horizon.panel.svg",
];

/// Banners: `banner/FAMILY.CLASS.svg`.
pub const BANNER: &[(&str, &str)] = templates![
    "banner/horizon.wide.svg",
    "banner/horizon.landscape.svg",
    "banner/horizon.square.svg",
    "banner/horizon.portrait.svg",
];

/// The classes of aspect that a template is made for: the part of its name after the family's.
pub const ASPECTS: [&str; 5] = ["portrait", "landscape", "tall", "wide", "square"];
