//! How each scalar type is read and described in the JSON Schema.

use std::{borrow::Cow, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::decode::{Scalar, words};
use crate::{
    diagnostic::Code,
    model::{
        FontWeight, JobFunction, Level, Nature, Pattern, Status,
        value::{Colour, EmailAddress, Format, Id, LanguageTag, Length, Link, Moment, Schedule, ValueError},
    },
};

impl Scalar for String {
    fn parse(text: &str) -> Result<Self, ValueError> {
        Ok(text.to_owned())
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "`true` or `false`";
    fn parse(text: &str) -> Result<Self, ValueError> {
        match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(ValueError::new(format!("`{text}` is neither true nor false"), "write `true` or `false`")),
        }
    }
}

impl Scalar for u32 {
    const EXPECTED: &'static str = "a whole number";
    fn parse(text: &str) -> Result<Self, ValueError> {
        text.parse()
            .map_err(|_| ValueError::new(format!("`{text}` is not a whole number"), "write digits only, as `12`"))
    }
}

impl Scalar for f64 {
    const EXPECTED: &'static str = "a number";
    fn parse(text: &str) -> Result<Self, ValueError> {
        let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
        number.ok_or_else(|| ValueError::new(format!("`{text}` is not a number"), "write it with a point, as `1.5`"))
    }
}

/// Scalars of the model that are read by their `FromStr`.
macro_rules! scalars {
    ($($type:ty, $name:literal, $code:ident, $expected:literal $(=> $meant:path)?, $schema:tt;)+) => {
        $(
            impl Scalar for $type {
                const CODE: Code = Code::$code;
                const EXPECTED: &'static str = $expected;
                fn parse(text: &str) -> Result<Self, ValueError> {
                    <$type>::from_str(text)
                }
                $(fn meant(text: &str) -> Option<Self> {
                    $meant(text)
                })?
            }
            impl JsonSchema for $type {
                fn schema_name() -> Cow<'static, str> {
                    $name.into()
                }
                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!($schema)
                }
            }
        )+
    };
}

scalars! {
    Id, "Id", InvalidValue, "an id" => Id::nearest, {
        "title": "id", "type": "string", "pattern": "^[a-z0-9-]{1,64}$",
        "description": "Small letters, digits and hyphens."
    };
    LanguageTag, "Language", InvalidValue, "a language", {
        "title": "language code", "type": "string", "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$",
        "description": "A language code: fr, en, fr-CA."
    };
    Colour, "Colour", InvalidValue, "a colour", {
        "title": "colour", "type": "string", "description": "A CSS colour without transparency, as \"#12264f\"."
    };
    Length, "Length", InvalidValue, "a length", {
        "title": "length", "type": "string", "description": "A number and its unit: 20mm, 2cm, 1in, 12pt, 96px."
    };
    Format, "Format", InvalidValue, "a format", {
        "title": "size", "type": "string",
        "description": "A5 to A0, Letter, Tabloid, a named screen format such as linkedin-cover, or a size as 1200x630 (px) or 100x70mm."
    };
    Link, "Link", InvalidLink, "a link", {
        "title": "link", "type": "string", "description": "A whole address: https://intranet.example/page, mailto:team@company.example."
    };
    EmailAddress, "EmailAddress", InvalidValue, "an e-mail address", {
        "title": "e-mail address", "type": "string", "description": "name@company.example"
    };
    Moment, "Moment", InvalidMoment, "a date or time", {
        "title": "date", "type": "string",
        "description": "2027-03-09, 2027-03-09 09:00, launch - 6 weeks at 09:30, D-14 09:00."
    };
    Schedule, "Schedule", InvalidMoment, "a date and time", {
        "title": "date or repetition", "type": "string",
        "description": "A moment, or every tuesday at 09:00 until launch."
    };
}

words!(Nature, "what a message is about", {
    "business" => Nature::Business, "personal" => Nature::Personal, "any" => Nature::Any,
});
words!(Level, "a level", {
    "executive" => Level::Executive, "manager" => Level::Manager,
    "ambassador" => Level::Ambassador, "team" => Level::Team,
});
words!(JobFunction, "a function", {
    "hr" => JobFunction::Hr, "it" => JobFunction::It, "communications" => JobFunction::Communications,
});
words!(Pattern, "a pattern", {
    "topography" => Pattern::Topography, "tiles" => Pattern::Tiles, "halftone" => Pattern::Halftone,
    "waves" => Pattern::Waves, "rings" => Pattern::Rings, "none" => Pattern::None,
});
words!(Status, "a status", { "ready" => Status::Ready, "draft" => Status::Draft });

/// The words that brand.yml has for weights (CSS names), beside 100 to 900.
impl Scalar for FontWeight {
    const EXPECTED: &'static str = "a font weight";
    fn parse(text: &str) -> Result<Self, ValueError> {
        let number = match text {
            "thin" => 100,
            "extra-light" | "ultra-light" => 200,
            "light" => 300,
            "normal" | "regular" => 400,
            "medium" => 500,
            "semi-bold" | "demi-bold" => 600,
            "bold" => 700,
            "extra-bold" | "ultra-bold" => 800,
            "black" | "heavy" => 900,
            _ => text.parse().unwrap_or(0),
        };
        match number {
            100..=900 if number % 100 == 0 => Ok(FontWeight(number)),
            _ => Err(ValueError::new(format!("`{text}` is not a font weight"), "write 400, 700, `normal` or `bold`")),
        }
    }
}

impl JsonSchema for FontWeight {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "FontWeight".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "weight: 100 to 900, normal or bold",
            "anyOf": [
                { "type": "integer", "minimum": 100, "maximum": 900, "multipleOf": 100 },
                { "type": "string" }
            ]
        })
    }
}

/// `50%` or `0.5`: a share of a whole, 0 to 1 and beyond.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share(pub f64);

impl Scalar for Share {
    const EXPECTED: &'static str = "a share";
    fn parse(text: &str) -> Result<Self, ValueError> {
        let wrong = || ValueError::new(format!("`{text}` is not a share"), "write a percentage, as `50%`");
        let share = match text.strip_suffix('%') {
            Some(percent) => percent.trim().parse::<f64>().map_err(|_| wrong())? / 100.0,
            None => text.parse().map_err(|_| wrong())?,
        };
        if (0.0..=10.0).contains(&share) { Ok(Self(share)) } else { Err(wrong()) }
    }
}

impl JsonSchema for Share {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "percentage",
            "anyOf": [{ "type": "string", "pattern": "^[0-9.]+ ?%$" }, { "type": "number", "minimum": 0, "maximum": 10 }],
            "description": "A share, as 50%."
        })
    }
}

/// `1h`, `90 min`, `2 days`, `30 days`: how long something lasts.
#[derive(Debug, Clone, Copy)]
pub struct Duration(pub jiff::Span);

impl Scalar for Duration {
    const EXPECTED: &'static str = "a duration";
    fn parse(text: &str) -> Result<Self, ValueError> {
        let wrong =
            || ValueError::new(format!("`{text}` is not a duration"), "write `1h`, `90 min`, `12 hours` or `30 days`");
        let unit_at = text.find(|c: char| c.is_ascii_alphabetic()).ok_or_else(wrong)?;
        let number: i64 = text[..unit_at].trim().parse().map_err(|_| wrong())?;
        if !(0..=10_000).contains(&number) {
            return Err(wrong());
        }
        let span = jiff::Span::new();
        let span = match &text[unit_at..] {
            "min" | "minute" | "minutes" => span.try_minutes(number),
            "h" | "hour" | "hours" => span.try_hours(number),
            "d" | "day" | "days" => span.try_days(number),
            "week" | "weeks" => span.try_days(number * 7),
            "month" | "months" => span.try_months(number),
            "year" | "years" => span.try_years(number),
            _ => return Err(wrong()),
        };
        span.map(Self).map_err(|_| wrong())
    }
}

impl JsonSchema for Duration {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "title": "duration", "type": "string", "description": "How long: 1h, 90 min, 12 hours, 30 days." })
    }
}
