//! Template families by their names: which there are, and which of a family's templates suits a format.
//!
//! A template is named after its family and either a format (`horizon.signature.svg`) or a shape (`horizon.wide.svg`).

use crate::model::value::Format;

/// Each shape with its height over its width.
const CLASSES: [(&str, f64); 5] =
    [("portrait", 1.414), ("landscape", 0.6), ("wide", 0.24), ("square", 1.0), ("tall", 2.353)];

/// What a template is drawn for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum For<'a> {
    /// Height over width.
    Shape(f64),
    /// One format by its name.
    Format(&'a str),
}

/// The family and shape or format that a template's name stands for: `poster/horizon.portrait.svg` in `poster/`.
fn parts<'a>(name: &'a str, folder: &str) -> Option<(&'a str, For<'a>)> {
    let (family, class) = name.strip_prefix(folder)?.strip_suffix(".svg")?.split_once('.')?;
    let shape = CLASSES.iter().find(|(known, _)| *known == class).map(|(_, aspect)| For::Shape(*aspect));
    let own = || Format::names().any(|format| format == class).then_some(For::Format(class));
    Some((family, shape.or_else(own)?))
}

/// The families among template names, sorted, each once.
pub fn families<'a>(names: impl Iterator<Item = &'a str>, folder: &str) -> Vec<String> {
    let mut families: Vec<String> = names.filter_map(|n| parts(n, folder)).map(|(family, _)| family.into()).collect();
    families.sort_unstable();
    families.dedup();
    families
}

/// The family's template for a format: the one that bears its name, else the one whose shape is nearest.
pub fn choose(names: Vec<&str>, folder: &str, family: &str, format: &Format) -> Option<String> {
    let of_family = names.into_iter().filter_map(|name| {
        let (own, drawn_for) = parts(name, folder)?;
        let distance = match drawn_for {
            For::Shape(shape) => (shape / format.aspect()).ln().abs(),
            For::Format(format_name) if format_name == format.name => -1.0,
            For::Format(_) => return None,
        };
        (own == family).then_some((distance, name))
    });
    of_family.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::builtin;

    #[test]
    fn the_nearest_shape_is_taken() {
        let choose = |list: &[(&'static str, &str)], folder: &str, format: &str| {
            let format: Format = format.parse().unwrap();
            let name = choose(list.iter().map(|(n, _)| *n).collect(), folder, "horizon", &format).unwrap();
            name.rsplit('.').nth(1).unwrap().to_owned()
        };
        for (format, class) in [
            ("A3", "portrait"),
            ("Letter", "portrait"),
            ("420x297mm", "landscape"),
            ("rollup-85x200", "tall"),
            ("signage-1080p", "landscape"),
        ] {
            assert_eq!(choose(builtin::POSTER, "poster/", format), class, "{format}");
        }
        for (format, class) in [
            ("linkedin-cover", "wide"),
            ("email-header", "wide"),
            ("teams-background", "teams-background"),
            ("open-graph", "landscape"),
            ("square", "square"),
            ("signage-portrait", "portrait"),
        ] {
            assert_eq!(choose(builtin::BANNER, "banner/", format), class, "{format}");
        }
    }

    #[test]
    fn a_template_named_after_the_format_comes_first() {
        let names = vec!["banner/x.wide.svg", "banner/x.signature.svg", "banner/x.A9.svg"];
        let choose = |format: &str| choose(names.clone(), "banner/", "x", &format.parse().unwrap()).unwrap();
        assert_eq!(choose("signature"), "banner/x.signature.svg");
        assert_eq!(choose("600x121"), "banner/x.wide.svg");
    }

    #[test]
    fn families_come_from_names() {
        let names = ["poster/horizon.portrait.svg", "poster/ours.tall.svg", "poster/part.svg", "banner/x.wide.svg"];
        assert_eq!(families(names.into_iter(), "poster/"), ["horizon", "ours"]);
    }
}
