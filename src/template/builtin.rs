//! The built-in templates of posters, banners and newsletters, by name as a project's own would be under `brand/templates/`.

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../builtin/templates/", $name)))),+]
    };
}

/// Posters: `poster/FAMILY.CLASS.svg`, and parts that several of a family include.
pub const POSTER: &[(&str, &str)] = templates![
    "poster/horizon.cards.svg",
    "poster/horizon.defs.svg",
    "poster/horizon.footer.svg",
    "poster/horizon.kicker.svg",
    "poster/horizon.landscape.svg",
    "poster/horizon.panel.svg",
    "poster/horizon.portrait.svg",
    "poster/horizon.sky.svg",
    "poster/horizon.square.svg",
    "poster/horizon.sun.svg",
    "poster/horizon.tall.svg",
    "poster/horizon.waves.svg",
    "poster/horizon.why.svg",
    "poster/horizon.wide.svg",
    "poster/manifesto.band.svg",
    "poster/manifesto.defs.svg",
    "poster/manifesto.footer.svg",
    "poster/manifesto.head.svg",
    "poster/manifesto.headline.svg",
    "poster/manifesto.landscape.svg",
    "poster/manifesto.messages.svg",
    "poster/manifesto.portrait.svg",
    "poster/manifesto.sign.svg",
    "poster/manifesto.square.svg",
    "poster/manifesto.tall.svg",
    "poster/manifesto.why.svg",
    "poster/manifesto.wide.svg",
    "poster/manifesto.words.svg",
];

/// Banners: `banner/FAMILY.CLASS.svg`.
pub const BANNER: &[(&str, &str)] = templates![
    "banner/horizon.defs.svg",
    "banner/horizon.group.svg",
    "banner/horizon.hills.svg",
    "banner/horizon.landscape.svg",
    "banner/horizon.portrait.svg",
    "banner/horizon.signature.svg",
    "banner/horizon.square.svg",
    "banner/horizon.sun.svg",
    "banner/horizon.teams-background.svg",
    "banner/horizon.wide.svg",
    "banner/horizon.words.svg",
    "banner/manifesto.defs.svg",
    "banner/manifesto.group.svg",
    "banner/manifesto.landscape.svg",
    "banner/manifesto.portrait.svg",
    "banner/manifesto.sheet.svg",
    "banner/manifesto.sign.svg",
    "banner/manifesto.signature.svg",
    "banner/manifesto.square.svg",
    "banner/manifesto.teams-background.svg",
    "banner/manifesto.wide.svg",
    "banner/manifesto.words.svg",
];

/// Newsletters: the whole, its parts, and `email/blocks/KIND.mjml` for each kind of block.
pub const EMAIL: &[(&str, &str)] = templates![
    "email/newsletter.mjml",
    "email/head.mjml",
    "email/header.mjml",
    "email/bar.mjml",
    "email/footer.mjml",
    "email/blocks/hero.mjml",
    "email/blocks/text.mjml",
    "email/blocks/why.mjml",
    "email/blocks/story.mjml",
    "email/blocks/messages.mjml",
    "email/blocks/quote.mjml",
    "email/blocks/objections.mjml",
    "email/blocks/training.mjml",
    "email/blocks/image.mjml",
    "email/blocks/divider.mjml",
    "email/blocks/call_to_action.mjml",
    "email/blocks/feedback.mjml",
];
