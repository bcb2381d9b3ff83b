//! Template families by their names: which there are, and which of a family's templates suits a format.

/// Each shape with its height over its width.
const CLASSES: [(&str, f64); 5] =
    [("portrait", 1.414), ("landscape", 0.6), ("wide", 0.24), ("square", 1.0), ("tall", 2.353)];

/// The family and shape that a template's name stands for: `poster/horizon.portrait.svg` in `poster/`.
fn parts<'a>(name: &'a str, folder: &str) -> Option<(&'a str, f64)> {
    let (family, class) = name.strip_prefix(folder)?.strip_suffix(".svg")?.split_once('.')?;
    let (_, aspect) = CLASSES.iter().find(|(known, _)| *known == class)?;
    Some((family, *aspect))
}

/// The families among template names, sorted, each once.
pub fn families<'a>(names: impl Iterator<Item = &'a str>, folder: &str) -> Vec<String> {
    let mut families: Vec<String> = names.filter_map(|n| parts(n, folder)).map(|(family, _)| family.into()).collect();
    families.sort_unstable();
    families.dedup();
    families
}

/// The family's template whose shape is nearest to a format's.
pub fn choose(names: Vec<&str>, folder: &str, family: &str, aspect: f64) -> Option<String> {
    let of_family = names.into_iter().filter_map(|name| {
        let (own, shape) = parts(name, folder)?;
        (own == family).then(|| ((shape / aspect).ln().abs(), name))
    });
    of_family.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::value::Format, template::builtin};

    #[test]
    fn the_nearest_shape_is_taken() {
        let choose = |list: &[(&'static str, &str)], folder: &str, format: &str| {
            let format: Format = format.parse().unwrap();
            let name = choose(list.iter().map(|(n, _)| *n).collect(), folder, "horizon", format.aspect()).unwrap();
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
            ("teams-background", "landscape"),
            ("open-graph", "landscape"),
            ("square", "square"),
            ("signage-portrait", "portrait"),
        ] {
            assert_eq!(choose(builtin::BANNER, "banner/", format), class, "{format}");
        }
    }

    #[test]
    fn families_come_from_names() {
        let names = ["poster/horizon.portrait.svg", "poster/ours.tall.svg", "poster/part.svg", "banner/x.wide.svg"];
        assert_eq!(families(names.into_iter(), "poster/"), ["horizon", "ours"]);
    }
}
