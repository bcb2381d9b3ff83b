//! Rings around a point at the lower right, every fourth one stronger, fading outwards from a filled middle.

use std::fmt::Write;

use super::Spec;
use crate::design::svg::number;

pub(super) fn draw(spec: &Spec) -> String {
    let (x, y) = (number(spec.width * 0.86), number(spec.height));
    let reach = spec.height.max(spec.width * 0.6) * 1.2;
    let step = (spec.scale * 0.1).max(reach / 80.0);
    let count = (reach / step) as usize;
    let mut out = format!(
        r#"<circle cx="{x}" cy="{y}" r="{}" fill="{}" fill-opacity="{:.2}"/>"#,
        number(step * 1.5),
        spec.ink,
        spec.opacity
    );
    for i in 2..=count {
        // The sight of a ring fades as the square of the way: near ones lead the eye, far ones are texture.
        let fade = (1.0 - i as f64 / (count + 1) as f64).powf(1.4);
        let width = if i % 4 == 0 { spec.stroke * 2.6 } else { spec.stroke * 1.2 };
        let _ = write!(
            out,
            r#"<circle cx="{x}" cy="{y}" r="{}" fill="none" stroke="{}" stroke-width="{width:.3}" stroke-opacity="{:.3}"/>"#,
            number(step * i as f64),
            spec.ink,
            spec.opacity * fade
        );
    }
    out
}
