//! Adobe Swatch Exchange: colour libraries of Illustrator, InDesign, Photoshop and Affinity.
//!
//! A file of big-endian blocks, of which Adobe publishes no description; this follows what those programs write: signature,
//! version 1.0, groups of colours, names in UTF-16 that end in a zero.

use super::{KitRenderer, Swatch};
use crate::model::value::Colour;

const GROUP_START: u16 = 0xc001;
const GROUP_END: u16 = 0xc002;
const COLOUR: u16 = 0x0001;

/// What a colour is in a document (the last field of its block).
#[derive(Clone, Copy)]
enum Kind {
    /// Changing the swatch changes what is drawn in it.
    Global = 0,
    /// A spot ink.
    Spot = 1,
    /// A value that is copied.
    Process = 2,
}

impl KitRenderer<'_> {
    /// The palette on screens, and where the project states printed values the same for paper.
    pub(in super::super) fn ase(&self) -> Vec<u8> {
        let name = &self.project.identity.name;
        let swatches = self.swatches();
        let mut blocks = vec![group(name)];
        blocks.extend(swatches.iter().map(|swatch| rgb(&swatch.name, swatch.colour, Kind::Global)));
        blocks.push(block(GROUP_END, &[]));
        let tones = &self.theme.ramp;
        blocks.push(group(&format!("{name} – 50–950")));
        blocks.extend(tones.iter().map(|(step, colour)| rgb(&format!("primary {step}"), *colour, Kind::Process)));
        blocks.push(block(GROUP_END, &[]));
        let printed: Vec<Vec<u8>> = swatches.iter().filter_map(cmyk).collect();
        if !printed.is_empty() {
            blocks.push(group(&format!("{name} – CMYK")));
            blocks.extend(printed);
            blocks.push(block(GROUP_END, &[]));
        }
        let mut file = b"ASEF\x00\x01\x00\x00".to_vec();
        file.extend((blocks.len() as u32).to_be_bytes());
        file.extend(blocks.concat());
        file
    }
}

fn group(name: &str) -> Vec<u8> {
    block(GROUP_START, &text(name))
}

fn rgb(name: &str, colour: Colour, kind: Kind) -> Vec<u8> {
    let channels = [colour.red, colour.green, colour.blue].map(|channel| f32::from(channel) / 255.0);
    coloured(name, b"RGB ", &channels, kind)
}

/// A swatch's printed value; a spot ink under its own name.
fn cmyk(swatch: &Swatch) -> Option<Vec<u8>> {
    let inks = swatch.cmyk?.map(|ink| ink as f32);
    let (name, kind) = match &swatch.spot {
        Some(spot) => (spot.as_str(), Kind::Spot),
        None => (swatch.name.as_str(), Kind::Global),
    };
    Some(coloured(name, b"CMYK", &inks, kind))
}

fn coloured(name: &str, model: &[u8; 4], values: &[f32], kind: Kind) -> Vec<u8> {
    let mut content = text(name);
    content.extend(model);
    content.extend(values.iter().flat_map(|value| value.to_be_bytes()));
    content.extend((kind as u16).to_be_bytes());
    block(COLOUR, &content)
}

fn block(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut block = kind.to_be_bytes().to_vec();
    block.extend((content.len() as u32).to_be_bytes());
    block.extend(content);
    block
}

/// A name with its length, the zero at its end included. Longer ones than programs show are cut.
fn text(name: &str) -> Vec<u8> {
    let units: Vec<u16> = name.chars().take(120).collect::<String>().encode_utf16().chain([0]).collect();
    let length = units.len() as u16;
    length.to_be_bytes().into_iter().chain(units.iter().flat_map(|unit| unit.to_be_bytes())).collect()
}
