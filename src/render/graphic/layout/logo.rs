//! The project's logo in its box.

use std::borrow::Cow;

use taffy::{Style, style_helpers::length};

use super::{
    Area, Materials,
    art::Art,
    attributes::{Attributes, Extent},
    style::{Align, VerticalAlign},
    translate,
};
use crate::{
    design::logo::{Endorsement, Logo},
    diagnostic::{Code, Diagnostic},
};

/// As large as its box allows; its own shape where the box has only a height or a width. The endorser's logo shows
/// nothing where there is none.
pub(super) fn read<'a>(attributes: &Attributes, materials: &Materials<'a>, style: &mut Style) -> Option<Art<'a>> {
    let logos = materials.logos;
    let group = |pick: fn(&Endorsement) -> &Logo| logos.endorsement.as_ref().map(pick);
    let variants = [
        ("colour", Some(&logos.colour)),
        ("reversed", Some(&logos.reversed)),
        ("black", Some(&logos.black)),
        ("white", Some(&logos.white)),
        ("symbol", Some(&logos.symbol)),
        ("symbol-reversed", Some(&logos.symbol_reversed)),
        ("endorsement", group(|group| &group.alone)),
        ("endorsement-reversed", group(|group| &group.alone_reversed)),
        // A project without a group shows its own logo in the same place.
        ("endorsed", group(|group| &group.beside).or(Some(&logos.colour))),
        ("endorsed-reversed", group(|group| &group.beside_reversed).or(Some(&logos.reversed))),
    ];
    let (align, valign) = (attributes.align(), attributes.valign());
    let logo = attributes.choice("variant", &variants)?;
    let variant = attributes.text("variant").unwrap_or("colour");
    let is_whole = !variant.starts_with("symbol") && !variant.starts_with("endorse");
    let own_width = logo.width;
    let logo = match attributes.choice("clear", &[("false", false), ("true", true)]) {
        true => Cow::Owned(logo.in_clear_space(logos.clear_space)),
        false => Cow::Borrowed(logo),
    };
    let whole = is_whole.then_some(own_width / logo.width.max(f64::EPSILON));
    let ratio = logo.width / logo.height.max(f64::EPSILON);
    match (attributes.size("width"), attributes.size("height")) {
        (None, Some(Extent::Units(height))) => {
            let most = match attributes.size("max-width") {
                Some(Extent::Units(most)) => most,
                _ => f64::MAX,
            };
            style.size.width = length((height * ratio).min(most));
        }
        (Some(Extent::Units(width)), None) => style.size.height = length(width / ratio),
        (Some(_), None) | (None, Some(_)) => style.aspect_ratio = Some(ratio as f32),
        _ => {}
    }
    Some(Art::Logo { logo, whole, align, valign })
}

pub(super) fn draw(logo: &Logo, align: Align, valign: VerticalAlign, area: Area, mirrored: bool) -> String {
    let Area { x, y, width, .. } = self::area(logo, align, valign, area, mirrored);
    format!(r#"<g transform="{} scale({:.5})">{}</g>"#, translate(x, y), width / logo.width, logo.svg)
}

/// Where a logo stands in its box, as large as it can be.
pub(super) fn area(logo: &Logo, align: Align, valign: VerticalAlign, area: Area, mirrored: bool) -> Area {
    let scale = (area.width / logo.width).min(area.height / logo.height);
    let (width, height) = (logo.width * scale, logo.height * scale);
    let (free_x, free_y) = (area.width - width, area.height - height);
    let x = match (align, mirrored) {
        (Align::Center, _) => free_x / 2.0,
        (Align::Start, false) | (Align::End, true) => 0.0,
        (Align::End, false) | (Align::Start, true) => free_x,
    };
    let y = match valign {
        VerticalAlign::Top => 0.0,
        VerticalAlign::Middle => free_y / 2.0,
        VerticalAlign::Bottom => free_y,
    };
    Area { x: area.x + x, y: area.y + y, width, height }
}

/// The brand's rule on how small its logo may be.
pub(super) fn too_small(width: f64, materials: &Materials) -> Option<Diagnostic> {
    let least = materials.smallest_logo;
    (width < least * 0.99).then(|| {
        let message = format!(
            "the logo of {} is {width:.1} wide, less than the {least:.1} of `guidelines.logo.minimum_width`",
            materials.piece
        );
        let help = "take a template or a format with more room for it, or one that shows the symbol alone";
        Diagnostic::global(Code::LogoTooSmall, message).help(help)
    })
}

/// A logo of pixels that are too few for its size.
pub(super) fn too_coarse(logo: &Logo, width: f64, materials: &Materials) -> Option<Diagnostic> {
    let share = logo.width / (width * materials.needed_resolution);
    (logo.raster && share < 0.99).then(|| {
        let message = format!(
            "the logo of {} has {:.0} % of the pixels that its size needs: it will look soft",
            materials.piece,
            share * 100.0
        );
        let help = "give it as SVG, or as a picture with more pixels";
        Diagnostic::global(Code::LowResolution, message).help(help)
    })
}
