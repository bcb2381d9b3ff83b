//! The functions that shadings are coloured by (ISO 32000-1, 7.10).
//!
//! In: a function of a PDF that krilla writes: exponential, stitching, or a PostScript calculator. Out: the same with
//! colours in ink. Pieces stay pieces, so that a hard edge between two colours stays hard.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{
    calculator::Program,
    error::Unprintable,
    objects::{array_of_numbers, dictionary_of, number_of, resolved, stream_bytes},
};

/// A function of one input (exponential, stitching) or two (calculator).
#[derive(Debug)]
pub enum Function {
    /// From one value to another, in a straight line.
    Line { from: Vec<f64>, to: Vec<f64> },
    /// One after the other.
    Pieces { domain: [f64; 2], bounds: Vec<f64>, encode: Vec<f64>, pieces: Vec<Function> },
    /// A program, over a rectangle.
    Program { domain: [f64; 4], program: Program },
}

/// Samples of a piece; 16 bits each.
const SAMPLES: usize = 64;
/// Samples along the axis of a gradient that repeats.
const SAMPLES_ALONG: usize = 4096;
/// Functions within functions.
const MOST_DEEP: usize = 4;
const MOST_PIECES: usize = 4096;

impl Function {
    /// Reads a function.
    ///
    /// # Errors
    /// Where it is damaged or of a kind that krilla does not write.
    pub fn read(document: &Document, object: &Object) -> Result<Self, Unprintable> {
        read(document, object, 0)
    }

    /// The colours between which it blends.
    pub fn ends(&self, out: &mut Vec<Vec<f64>>) {
        match self {
            Function::Line { from, to } => out.extend([from.clone(), to.clone()]),
            Function::Pieces { pieces, .. } => pieces.iter().for_each(|piece| piece.ends(out)),
            Function::Program { domain, program } => {
                let at = |i: usize| domain[0] + (domain[1] - domain[0]) * i as f64 / (SAMPLES_ALONG - 1) as f64;
                out.extend((0..SAMPLES_ALONG).map(|i| program.run(at(i), domain[2])));
            }
        }
    }

    /// The same function with each value replaced by `count` shares of ink. What must be an object of its own is added to
    /// the target.
    pub fn mapped(&self, count: usize, inks: &dyn Fn(&[f64]) -> Vec<u16>, target: &mut Document) -> Object {
        match self {
            Function::Line { from, to } if from == to => constant(&inks(from)),
            Function::Line { from, to } => {
                let at = |i: usize| {
                    let t = i as f64 / (SAMPLES - 1) as f64;
                    from.iter().zip(to).map(|(a, b)| a + t * (b - a)).collect::<Vec<_>>()
                };
                sampled(&[0.0, 1.0], &[SAMPLES], (0..SAMPLES).flat_map(|i| inks(&at(i))), count, target)
            }
            Function::Pieces { domain, bounds, encode, pieces } => Object::Dictionary(dictionary! {
                "FunctionType" => 3,
                "Domain" => reals(domain),
                "Functions" => pieces.iter().map(|piece| piece.mapped(count, inks, target)).collect::<Vec<_>>(),
                "Bounds" => reals(bounds),
                "Encode" => reals(encode),
            }),
            Function::Program { domain, program } => {
                // krilla's gradients that repeat run along x, and are the same at every y.
                let at = |i: usize| domain[0] + (domain[1] - domain[0]) * i as f64 / (SAMPLES_ALONG - 1) as f64;
                let row: Vec<u16> = (0..SAMPLES_ALONG).flat_map(|i| inks(&program.run(at(i), domain[2]))).collect();
                let both = row.iter().chain(&row).copied();
                sampled(domain, &[SAMPLES_ALONG, 2], both, count, target)
            }
        }
    }
}

fn read(document: &Document, object: &Object, depth: usize) -> Result<Function, Unprintable> {
    let dictionary = dictionary_of(document, object)?;
    let numbers = |key: &[u8]| dictionary.get(key).ok().map(|o| array_of_numbers(document, o)).transpose();
    let domain = numbers(b"Domain")?.ok_or_else(|| Unprintable::damaged("a function without a domain"))?;
    let kind = dictionary.get(b"FunctionType").map_err(Unprintable::from).and_then(|o| number_of(document, o))?;
    match kind as i64 {
        2 => {
            let exponent = dictionary.get(b"N").ok().map(|o| number_of(document, o)).transpose()?.unwrap_or(1.0);
            let (from, to) = (numbers(b"C0")?.unwrap_or(vec![0.0]), numbers(b"C1")?.unwrap_or(vec![1.0]));
            if exponent != 1.0 || domain != [0.0, 1.0] || from.len() != to.len() {
                return Err(Unprintable::unsupported("a curved gradient"));
            }
            Ok(Function::Line { from, to })
        }
        3 => pieces(document, dictionary, &domain, depth),
        4 => {
            let domain = domain.try_into().map_err(|_| Unprintable::unsupported("a calculated gradient"))?;
            let Object::Stream(stream) = resolved(document, object)? else {
                return Err(Unprintable::damaged("a function without a program"));
            };
            Ok(Function::Program { domain, program: Program::read(&stream_bytes(stream)?)? })
        }
        _ => Err(Unprintable::unsupported("a gradient of sampled colours")),
    }
}

fn pieces(document: &Document, dictionary: &Dictionary, domain: &[f64], depth: usize) -> Result<Function, Unprintable> {
    let wrong = || Unprintable::damaged("a gradient whose pieces do not fit together");
    let numbers =
        |key: &[u8]| dictionary.get(key).map_err(Unprintable::from).and_then(|o| array_of_numbers(document, o));
    let (bounds, encode) = (numbers(b"Bounds")?, numbers(b"Encode")?);
    let list = resolved(document, dictionary.get(b"Functions")?)?.as_array()?;
    let domain = domain.try_into().map_err(|_| wrong())?;
    let fits = bounds.len() + 1 == list.len() && encode.len() == 2 * list.len();
    if !fits || list.is_empty() || depth >= MOST_DEEP || list.len() > MOST_PIECES {
        return Err(wrong());
    }
    let pieces = list.iter().map(|piece| read(document, piece, depth + 1)).collect::<Result<_, _>>()?;
    Ok(Function::Pieces { domain, bounds, encode, pieces })
}

/// Numbers as PDF writes them.
pub fn reals(values: &[f64]) -> Vec<Object> {
    values.iter().map(|value| real(*value)).collect()
}

/// A number as PDF writes it.
pub fn real(value: f64) -> Object {
    if value.fract() == 0.0 && value.abs() < 1e9 { Object::Integer(value as i64) } else { Object::Real(value as f32) }
}

/// The same value everywhere.
pub fn constant(shares: &[u16]) -> Object {
    let values: Vec<f64> = shares.iter().map(|share| share_of(*share)).collect();
    Object::Dictionary(dictionary! {
        "FunctionType" => 2,
        "Domain" => reals(&[0.0, 1.0]),
        "C0" => reals(&values),
        "C1" => reals(&values),
        "N" => 1,
    })
}

/// A share of ink from 0 to 1, to a hundredth of a percent.
pub fn share_of(share: u16) -> f64 {
    (f64::from(share) / f64::from(u16::MAX) * 10_000.0).round() / 10_000.0
}

fn sampled(
    domain: &[f64],
    size: &[usize],
    samples: impl Iterator<Item = u16>,
    count: usize,
    target: &mut Document,
) -> Object {
    let bytes: Vec<u8> = samples.flat_map(u16::to_be_bytes).collect();
    let mut stream = Stream::new(
        dictionary! {
            "FunctionType" => 0,
            "Domain" => reals(domain),
            "Range" => reals(&[0.0, 1.0].repeat(count)),
            "Size" => size.iter().map(|n| Object::Integer(*n as i64)).collect::<Vec<_>>(),
            "BitsPerSample" => 16,
        },
        bytes,
    );
    // Left as it is where it does not become smaller.
    let _ = stream.compress();
    Object::Reference(target.add_object(stream))
}
