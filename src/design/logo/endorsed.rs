//! The group's logo, alone and beside the project's.

use super::{
    Endorsement, Logo,
    outlines::{Letterer, Lettering},
    symbol::SIDE,
};
use crate::{
    design::{Theme, svg::number},
    model::value::{Colour, Direction},
};

/// Space on each side of the rule between two logos, as a share of their height.
const GAP: f64 = 0.3;
/// The rule's width and height, as shares of the same.
const RULE: (f64, f64) = (0.016, 0.86);
/// A logo so wide for its height looks as heavy as ours at this share of our height.
const LIKE_OURS: (f64, f64) = (3.0, 0.62);

/// The name of a group that gives no logo, in the letters of headlines.
pub(super) fn wordmark(name: &str, ink: Colour, letterer: &mut Letterer) -> Logo {
    let lettering = Lettering { size: SIDE, weight: 600, tracking: -0.005 };
    let line = letterer.outlines(name, lettering, (0.0, 0.0));
    let (above, below) = (line.above.max(SIDE * 0.7), line.below.max(0.0));
    let svg = format!(r#"<path transform="translate(0 {})" d="{}" fill="{ink}"/>"#, number(above), line.path);
    Logo { svg, width: line.width.max(1.0), height: above + below, raster: false }
}

/// The group's logo for both grounds, alone and beside ours.
pub(super) fn endorsement(
    own: [&Logo; 2],
    group: [Logo; 2],
    plated: bool,
    theme: &Theme,
    direction: Direction,
) -> Endorsement {
    let [light, dark] = group;
    let beside = together(own[0], &light, theme.muted, direction);
    let beside_reversed = match plated {
        // One plate for both, not one for each.
        true => super::supplied::on_plate(&beside),
        false => together(own[1], &dark, theme.on_deep_muted, direction),
    };
    Endorsement { alone: light, alone_reversed: dark, beside, beside_reversed }
}

/// Ours, a thin rule, and theirs, which looks as large as ours: the wider a logo is, the less high it need be.
fn together(own: &Logo, group: &Logo, rule: Colour, direction: Direction) -> Logo {
    let height = own.height;
    let aspect = group.width / group.height.max(f64::EPSILON);
    let share = (LIKE_OURS.1 * (LIKE_OURS.0 / aspect.max(0.1)).sqrt()).clamp(0.34, 1.0);
    let (group_height, gap) = (height * share, height * GAP);
    let scale = group_height / group.height;
    let group_width = group.width * scale;
    let (rule_width, rule_height) = (height * RULE.0, height * RULE.1);
    let width = own.width + 2.0 * gap + rule_width + group_width;
    let places = [(0.0, own.width), (own.width + gap, rule_width), (own.width + 2.0 * gap + rule_width, group_width)];
    let [own_x, rule_x, group_x] = places.map(|(x, own)| if direction == Direction::Rtl { width - x - own } else { x });
    let svg = format!(
        r#"<g transform="translate({} 0)">{}</g><rect x="{}" y="{}" width="{}" height="{}" fill="{rule}"/><g transform="translate({} {}) scale({scale:.5})">{}</g>"#,
        number(own_x),
        own.svg,
        number(rule_x),
        number((height - rule_height) / 2.0),
        number(rule_width),
        number(rule_height),
        number(group_x),
        number((height - group_height) / 2.0),
        group.svg,
    );
    Logo { svg, width, height, raster: own.raster || group.raster }
}
