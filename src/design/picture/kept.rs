//! What was made of pictures, kept for the next piece that shows the same part at the same size.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    decode::{self, Header, Refused},
    fit::{Made, View},
    scale,
};

/// Bytes of made pictures that are kept; beyond, all are let go and made again when asked for.
const MOST: usize = 96 << 20;

/// The picture by the place of its bytes, the part in thousandths of a pixel, and the size.
type Key = (usize, [u64; 4], (u32, u32));

#[derive(Default)]
pub(super) struct Kept(Mutex<Inside>);

/// What was made, with the picture's bytes: as long as they are held, no other picture can lie where they do.
type Entry = (Arc<[u8]>, Result<Arc<Made>, Refused>);

#[derive(Default)]
struct Inside {
    made: HashMap<Key, Entry>,
    bytes: usize,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

impl Kept {
    /// A part of a picture at a size. Only one thread at a time reads pixels: a camera's picture takes up to 400 MB.
    pub fn get(&self, bytes: &Arc<[u8]>, header: &Header, view: &View) -> Result<Arc<Made>, Refused> {
        let key = (bytes.as_ptr() as usize, view.part.map(|length| (length * 1000.0).round() as u64), view.size);
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = inside.made.get(&key) {
            return made.clone();
        }
        let made = decode::pixels(bytes, header).and_then(|pixels| scale::make(pixels, header, view)).map(Arc::new);
        let size = made.as_ref().map_or(0, |made| made.stripes.iter().map(|stripe| stripe.href.len()).sum());
        if inside.bytes + size > MOST {
            *inside = Inside::default();
        }
        inside.bytes += size;
        inside.made.insert(key, (Arc::clone(bytes), made.clone()));
        made
    }
}
