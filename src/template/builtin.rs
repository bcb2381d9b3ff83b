//! The built-in templates of posters, banners and newsletters, by name as a project's own would be under `brand/templates/`.

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
    "poster/panorama.action.svg",
    "poster/panorama.blocks.svg",
    "poster/panorama.flow.svg",
    "poster/panorama.footer.svg",
    "poster/panorama.landscape.svg",
    "poster/panorama.messages.svg",
    "poster/panorama.panel.svg",
    "poster/panorama.picture.svg",
    "poster/panorama.portrait.svg",
    "poster/panorama.square.svg",
    "poster/panorama.styles.svg",
    "poster/panorama.tab.svg",
    "poster/panorama.tall.svg",
    "poster/panorama.wide.svg",
];

/// Banners: `banner/FAMILY.CLASS.svg`.
pub const BANNER: &[(&str, &str)] = templates![
    "banner/horizon.wide.svg",
    "banner/horizon.landscape.svg",
    "banner/horizon.square.svg",
    "banner/horizon.portrait.svg",
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
