//! Rings around a point at the lower right, fading outwards.

use std::fmt::Write;

use super::Spec;
use crate::design::svg::number;

pub(super) fn draw(spec: &Spec) -> String {
    let (x, y) = (spec.width * 0.86, spec.height);
    let reach = spec.height.max(spec.width * 0.6) * 1.2;
    let step = (spec.scale * 0.1).max(reach / 80.0);
    let count = (reach / step) as usize;
    let mut out = String::new();
    for i in 1..=count {
        let fade = 1.0 - i as f64 / (count + 1) as f64;
        let _ = write!(
            out,
            r#"<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="{}" stroke-opacity="{:.2}"/>"#,
            number(x),
            number(y),
            number(step * i as f64),
            spec.ink,
            number(spec.stroke * 1.4),
            spec.opacity * fade
        );
    }
    out
}
