//! The pictures of an office file: drawings as PNG for every program, and as SVG beside it for those that know it.
//!
//! In: SVG made by `design`. Out: files for the package.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use serde::Serialize;
use usvg::{Tree, fontdb};

use crate::{design::svg::closed_options, model::value::hex};

/// A drawing.
#[derive(Debug, Clone, Serialize)]
pub struct Picture {
    /// Its files' name without ending.
    pub name: String,
    /// The whole SVG document; its hash stands in a job's context.
    #[serde(serialize_with = "hashed")]
    pub svg: String,
    /// Size of the PNG in pixels.
    pub pixels: (u32, u32),
    /// Whether the SVG comes along.
    pub vector: bool,
}

fn hashed<S: serde::Serializer>(svg: &str, serializer: S) -> Result<S::Ok, S::Error> {
    use sha2::Digest;
    serializer.serialize_str(&hex(sha2::Sha256::digest(svg)))
}

/// The pictures of one file, each once.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Album {
    pictures: Vec<Picture>,
}

impl Album {
    /// Adds a drawing, or finds the one of its name; `height` of its PNG in pixels.
    pub fn add(&mut self, name: &str, svg: &str, aspect: f64, height: u32, vector: bool) -> usize {
        if let Some(known) = self.pictures.iter().position(|picture| picture.name == name) {
            return known;
        }
        let width = (f64::from(height) * aspect).round().clamp(1.0, 4000.0) as u32;
        let pixels = (width, height);
        self.pictures.push(Picture { name: name.to_owned(), svg: svg.to_owned(), pixels, vector });
        self.pictures.len() - 1
    }

    /// A picture by its place.
    pub fn get(&self, index: usize) -> Option<&Picture> {
        self.pictures.get(index)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Picture> {
        self.pictures.iter()
    }
}

impl Picture {
    /// The PNG; `None` for a drawing without size.
    pub fn png(&self) -> Option<Vec<u8>> {
        // The drawings' words are outlines: no font is needed.
        let options = closed_options(Arc::new(fontdb::Database::new()));
        let tree = Tree::from_str(&self.svg, &options).ok()?;
        let (width, height) = self.pixels;
        let mut pixels = Pixmap::new(width, height)?;
        let scale = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
        resvg::render(&tree, Transform::from_scale(scale.0, scale.1), &mut pixels.as_mut());
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_source_srgb(png::SrgbRenderingIntent::RelativeColorimetric);
        let straight: Vec<u8> = pixels
            .pixels()
            .iter()
            .flat_map(|pixel| {
                let colour = pixel.demultiply();
                [colour.red(), colour.green(), colour.blue(), colour.alpha()]
            })
            .collect();
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&straight).ok()?;
        writer.finish().ok()?;
        Some(bytes)
    }
}
