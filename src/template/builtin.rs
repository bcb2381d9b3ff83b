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
    "poster/mosaic.action.svg",
    "poster/mosaic.brand.svg",
    "poster/mosaic.cards.svg",
    "poster/mosaic.details.svg",
    "poster/mosaic.footer.svg",
    "poster/mosaic.landscape.svg",
    "poster/mosaic.portrait.svg",
    "poster/mosaic.sheet.svg",
    "poster/mosaic.square.svg",
    "poster/mosaic.styles.svg",
    "poster/mosaic.tall.svg",
    "poster/mosaic.why.svg",
    "poster/mosaic.wide.svg",
    "poster/mosaic.words.svg",
    "poster/charter.details.svg",
    "poster/charter.field.svg",
    "poster/charter.footer.svg",
    "poster/charter.landscape.svg",
    "poster/charter.masthead.svg",
    "poster/charter.portrait.svg",
    "poster/charter.rows.svg",
    "poster/charter.sheet.svg",
    "poster/charter.square.svg",
    "poster/charter.styles.svg",
    "poster/charter.tall.svg",
    "poster/charter.wide.svg",
    "poster/charter.words.svg",
];

/// Banners: `banner/FAMILY.CLASS.svg`.
pub const BANNER: &[(&str, &str)] = templates![
    "banner/horizon.wide.svg",
    "banner/horizon.landscape.svg",
    "banner/horizon.square.svg",
    "banner/horizon.portrait.svg",
    "banner/charter.action.svg",
    "banner/charter.landscape.svg",
    "banner/charter.masthead.svg",
    "banner/charter.portrait.svg",
    "banner/charter.screen.svg",
    "banner/charter.signature.svg",
    "banner/charter.square.svg",
    "banner/charter.styles.svg",
    "banner/charter.teams-background.svg",
    "banner/charter.wide.svg",
    "banner/charter.words.svg",
    "banner/mosaic.action.svg",
    "banner/mosaic.brand.svg",
    "banner/mosaic.landscape.svg",
    "banner/mosaic.portrait.svg",
    "banner/mosaic.signature.svg",
    "banner/mosaic.square.svg",
    "banner/mosaic.stair.svg",
    "banner/mosaic.styles.svg",
    "banner/mosaic.teams-background.svg",
    "banner/mosaic.wide.svg",
    "banner/mosaic.words.svg",
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
