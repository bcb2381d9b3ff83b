//! Numbers that look like chance and are not: the same seed gives the same ones on every machine.

/// A sequence of numbers from a seed (FNV-1a of the seed, then SplitMix64).
pub(super) struct Random(u64);

impl Random {
    /// The sequence that a text stands for.
    pub fn new(seed: &str) -> Self {
        let fnv = seed
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(fnv)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `bound`, which is at least 1.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// From `low` up to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.next() >> 40) as f64 / (1u64 << 24) as f64)
    }
}

/// Gradient noise in two dimensions, about -1 to 1.
pub(super) struct Noise {
    permutation: [u8; 256],
}

impl Noise {
    pub fn new(random: &mut Random) -> Self {
        let mut permutation = [0; 256];
        for (i, value) in permutation.iter_mut().enumerate() {
            *value = i as u8;
        }
        for i in (1..256).rev() {
            permutation.swap(i, random.below(i + 1));
        }
        Self { permutation }
    }

    /// Several octaves on top of each other.
    pub fn octaves(&self, x: f64, y: f64, count: usize) -> f64 {
        let (mut sum, mut amplitude, mut frequency) = (0.0, 1.0, 1.0);
        for i in 0..count {
            let shift = i as f64;
            sum += amplitude * self.at(x * frequency + shift * 17.3, y * frequency + shift * 9.1);
            amplitude *= 0.45;
            frequency *= 2.0;
        }
        sum
    }

    /// One octave.
    pub fn at(&self, x: f64, y: f64) -> f64 {
        let (left, top) = (x.floor(), y.floor());
        let (dx, dy) = (x - left, y - top);
        let (left, top) = (left as i64, top as i64);
        let fade = |t: f64| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
        let between = |a: f64, b: f64, t: f64| a + (b - a) * t;
        let (u, v) = (fade(dx), fade(dy));
        let above = between(self.gradient(left, top, dx, dy), self.gradient(left + 1, top, dx - 1.0, dy), u);
        let below = between(
            self.gradient(left, top + 1, dx, dy - 1.0),
            self.gradient(left + 1, top + 1, dx - 1.0, dy - 1.0),
            u,
        );
        between(above, below, v) * 1.5
    }

    fn gradient(&self, x: i64, y: i64, dx: f64, dy: f64) -> f64 {
        let row = self.permutation[(x & 255) as usize];
        let value = self.permutation[((i64::from(row) + y) & 255) as usize];
        let angle = f64::from(value) / 256.0 * std::f64::consts::TAU;
        angle.cos() * dx + angle.sin() * dy
    }
}
