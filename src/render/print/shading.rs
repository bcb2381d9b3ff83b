//! Shadings with their colours in ink.
//!
//! In: a shading along an axis, around circles, or by a program, in grey or RGB. Out: the same in ink. A shading of one
//! colour (one that fades by its mask) is printed in that colour's ink, also a spot; one of greys in black alone; every
//! other becomes process inks throughout.

use lopdf::{Dictionary, Object, dictionary};

use super::{
    content::{Purpose, Space, luminosity},
    error::Unprintable,
    functions::{Function, reals},
    inks::{Cmyk, FULL},
    objects::{array_of_numbers, dictionary_of, number_at, resolved},
    pass::Pass,
    swatches::Ink,
};

/// What a shading is printed in.
enum Blend {
    /// The grey of a mask.
    Mask,
    /// One colour in process inks.
    Flat(Cmyk),
    /// One colour in a spot ink.
    Spot(usize),
    /// Greys.
    Black,
    /// Everything else.
    Process,
}

/// A shading of the source as one of the target.
pub fn converted(pass: &mut Pass<'_>, object: &Object, purpose: Purpose) -> Result<Object, Unprintable> {
    let shading = dictionary_of(pass.source, object)?;
    let kind = number_at(pass.source, shading, "ShadingType")? as i64;
    if !matches!(kind, 1..=3) || shading.has(b"Background") {
        return Err(Unprintable::unsupported("a shading of a mesh or on a ground"));
    }
    let space = pass.space(shading.get(b"ColorSpace")?)?;
    let channels = match space {
        Space::Grey => 1,
        Space::Rgb => 3,
        Space::Cmyk | Space::Pattern => return Err(Unprintable::unsupported("a shading in CMYK")),
    };
    let function = Function::read(pass.source, shading.get(b"Function")?)?;
    let mut ends = Vec::new();
    function.ends(&mut ends);
    if ends.is_empty() || ends.iter().any(|end| end.len() != channels) {
        return Err(Unprintable::damaged("a gradient with too many channels or too few"));
    }
    let blend = blend(pass, purpose, &ends.iter().map(|end| rgb(end)).collect::<Vec<_>>());
    let mut kept = kept(pass, shading, kind)?;
    coloured(pass, &blend, &function, &mut kept);
    Ok(kept.into())
}

/// Red, green and blue of a value of one channel or three.
fn rgb(value: &[f64]) -> [f64; 3] {
    match *value {
        [red, green, blue] => [red, green, blue],
        _ => [value.first().copied().unwrap_or(0.0); 3],
    }
}

fn blend(pass: &Pass<'_>, purpose: Purpose, ends: &[[f64; 3]]) -> Blend {
    let bytes: Vec<[u8; 3]> = ends.iter().map(|end| end.map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8)).collect();
    if purpose == Purpose::Mask {
        Blend::Mask
    } else if bytes.iter().all(|end| *end == bytes[0]) {
        match pass.swatches.ink(bytes[0], pass.inks) {
            Ink::Process(cmyk) => Blend::Flat(cmyk),
            Ink::Spot(spot) => Blend::Spot(spot),
        }
    } else if bytes.iter().all(|[red, green, blue]| red == green && green == blue) {
        Blend::Black
    } else {
        Blend::Process
    }
}

fn kept(pass: &Pass<'_>, shading: &Dictionary, kind: i64) -> Result<Dictionary, Unprintable> {
    let mut kept = pass.numbers(shading, &["Coords", "Domain", "Matrix", "BBox"])?;
    kept.set("ShadingType", kind);
    if let Ok(extend) = shading.get(b"Extend") {
        let extend = resolved(pass.source, extend)?.as_array()?;
        let both: Vec<Object> = extend.iter().filter(|e| matches!(e, Object::Boolean(_))).cloned().collect();
        kept.set("Extend", both);
    }
    if let Ok(domain) = shading.get(b"Domain") {
        let wanted = if kind == 1 { 4 } else { 2 };
        if array_of_numbers(pass.source, domain)?.len() != wanted {
            return Err(Unprintable::damaged("a shading whose domain does not fit"));
        }
    }
    Ok(kept)
}

fn coloured(pass: &mut Pass<'_>, blend: &Blend, function: &Function, kept: &mut Dictionary) {
    let (inks, swatches) = (pass.inks, pass.swatches);
    let space = match blend {
        Blend::Mask => Object::from("DeviceGray"),
        Blend::Spot(spot) => Object::Reference(pass.spot(*spot)),
        Blend::Flat(_) | Blend::Black | Blend::Process => "DeviceCMYK".into(),
    };
    let target = &mut pass.target;
    let function = match blend {
        Blend::Mask => {
            let grey = |value: &[f64]| vec![(luminosity(rgb(value)).clamp(0.0, 1.0) * f64::from(FULL)).round() as u16];
            function.mapped(1, &grey, target)
        }
        Blend::Spot(_) => function.mapped(1, &|_| vec![FULL], target),
        Blend::Flat(cmyk) => function.mapped(4, &|_| cmyk.to_vec(), target),
        Blend::Black => {
            let grey = |value: &[f64]| inks.grey((rgb(value)[0].clamp(0.0, 1.0) * 255.0).round() as u8).to_vec();
            function.mapped(4, &grey, target)
        }
        Blend::Process => function.mapped(4, &|value| swatches.blended(rgb(value), inks).to_vec(), target),
    };
    kept.set("ColorSpace", space);
    kept.set("Function", function);
}

/// The colour space of marks that stand on every plate: registration (ISO 32000-1, 8.6.6.4).
pub fn registration() -> Object {
    let tint = dictionary! {
        "FunctionType" => 2,
        "Domain" => reals(&[0.0, 1.0]),
        "C0" => reals(&[0.0; 4]),
        "C1" => reals(&[1.0; 4]),
        "N" => 1,
    };
    super::pass::separation("All", &tint.into())
}
