//! Dots on a turned grid that grow towards an upper corner.

use std::fmt::Write;

use super::{
    Spec,
    noise::{Noise, Random},
};

pub(super) fn draw(spec: &Spec, mut random: Random) -> String {
    let noise = Noise::new(&mut random);
    let (width, height) = (spec.width, spec.height);
    let angle = random.between(0.35, 0.75);
    let (centre_x, centre_y) = (width * random.between(0.75, 1.0), height * random.between(0.0, 0.3));
    let diagonal = width.hypot(height);
    let step = (spec.scale * 0.07).max(diagonal / 110.0);
    let reach = (diagonal / step) as i32 / 2 + 2;
    let mut path = String::new();
    for row in -reach * 2..reach * 2 {
        for column in -reach..reach {
            let shift = if row & 1 == 0 { 0.0 } else { 0.5 };
            let (u, v) = ((f64::from(column) + shift) * step, f64::from(row) * step * 0.866);
            let x = width / 2.0 + u * angle.cos() - v * angle.sin();
            let y = height / 2.0 + u * angle.sin() + v * angle.cos();
            if x < -step || y < -step || x > width + step || y > height + step {
                continue;
            }
            let distance = (x - centre_x).hypot(y - centre_y) / diagonal;
            let ripple = 0.30 * noise.at(x / diagonal * 4.0, y / diagonal * 4.0);
            let radius = step * 0.5 * (1.05 - distance * 1.75 + ripple).clamp(0.0, 1.0);
            if radius < step * 0.04 {
                continue;
            }
            let (left, turn) = (x - radius, radius * 2.0);
            let _ = write!(path, "M{left:.3} {y:.3}a{radius:.3} {radius:.3} 0 1 0 {turn:.3} 0");
            let _ = write!(path, "a{radius:.3} {radius:.3} 0 1 0 {:.3} 0", -turn);
        }
    }
    format!(r#"<path d="{path}" fill="{}" fill-opacity="{:.2}"/>"#, spec.ink, spec.opacity)
}
