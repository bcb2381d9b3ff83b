//! Reading a PDF's objects without trusting them.

use lopdf::{Dictionary, Document, Object, Stream};

use super::error::Unprintable;

/// No content stream, function or picture of a poster is larger when decoded.
const MOST_BYTES: usize = 1 << 30;

/// What an object is, followed through its references.
pub fn resolved<'a>(document: &'a Document, object: &'a Object) -> Result<&'a Object, Unprintable> {
    Ok(document.dereference(object)?.1)
}

/// A dictionary, also that of a stream.
pub fn dictionary_of<'a>(document: &'a Document, object: &'a Object) -> Result<&'a Dictionary, Unprintable> {
    match resolved(document, object)? {
        Object::Dictionary(dictionary) => Ok(dictionary),
        Object::Stream(stream) => Ok(&stream.dict),
        _ => Err(Unprintable::damaged("something else stands where a dictionary should")),
    }
}

/// A finite number.
pub fn number_of(document: &Document, object: &Object) -> Result<f64, Unprintable> {
    let number = match resolved(document, object)? {
        Object::Integer(whole) => *whole as f64,
        Object::Real(real) => f64::from(*real),
        _ => return Err(Unprintable::damaged("something else stands where a number should")),
    };
    if number.is_finite() { Ok(number) } else { Err(Unprintable::damaged("a number without end")) }
}

/// An array of numbers.
pub fn array_of_numbers(document: &Document, object: &Object) -> Result<Vec<f64>, Unprintable> {
    let array = resolved(document, object)?.as_array()?;
    array.iter().map(|item| number_of(document, item)).collect()
}

/// A number of a dictionary.
pub fn number_at(document: &Document, dictionary: &Dictionary, key: &str) -> Result<f64, Unprintable> {
    number_of(document, dictionary.get(key.as_bytes())?)
}

/// A name of a dictionary; empty where there is none.
pub fn name_at<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &str) -> &'a [u8] {
    let found = dictionary.get(key.as_bytes()).ok().and_then(|o| resolved(document, o).ok());
    found.and_then(|o| o.as_name().ok()).unwrap_or_default()
}

/// A stream's decoded bytes.
pub fn stream_bytes(stream: &Stream) -> Result<Vec<u8>, Unprintable> {
    Ok(stream.get_plain_content_with_limit(MOST_BYTES)?)
}

/// The entries of a dictionary that stands at a key; none where it does not.
pub fn entries<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &str,
) -> Result<Vec<(&'a [u8], &'a Object)>, Unprintable> {
    let Ok(object) = dictionary.get(key.as_bytes()) else { return Ok(Vec::new()) };
    let inner = dictionary_of(document, object)?;
    Ok(inner.iter().map(|(name, object)| (name.as_slice(), object)).collect())
}
