//! Font stacks for e-mail: the brand's own typeface first, then what readers' machines have for the language.

use crate::model::value::LanguageTag;

/// The value of `font-family` for a typeface in a language.
///
/// No font is ever fetched: whoever has the brand's typeface sees it, all others see their system's.
pub(super) fn stack(family: &str, language: &LanguageTag) -> String {
    let name: String = family.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect();
    let system = match language.primary() {
        "ja" => "Hiragino Sans,Hiragino Kaku Gothic ProN,Yu Gothic,Meiryo,Noto Sans JP,Noto Sans CJK JP,sans-serif",
        "zh" => "PingFang SC,Microsoft YaHei,Noto Sans SC,Noto Sans CJK SC,sans-serif",
        "ko" => "Apple SD Gothic Neo,Malgun Gothic,Noto Sans KR,Noto Sans CJK KR,sans-serif",
        "ar" | "fa" | "ur" => "Segoe UI,Geeza Pro,Tahoma,Noto Sans Arabic,Arial,sans-serif",
        "he" => "Segoe UI,Arial Hebrew,Noto Sans Hebrew,Arial,sans-serif",
        _ => "-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif",
    };
    match name.trim() {
        "" => system.to_owned(),
        name if name.split(' ').all(is_word) => format!("{name},{system}"),
        name => format!("'{name}',{system}"),
    }
}

/// Whether a part of a family's name may stand without quotes (CSS Fonts 4, section 2.1.2): quotes are five bytes each in an
/// attribute, and the name stands in many.
fn is_word(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_cannot_end_its_own_quotes() {
        let stack = stack("In'ter\";x:y", &"ja".parse().unwrap());
        assert!(stack.starts_with("Interxy,Hiragino Sans,"), "{stack}");
        let stack = super::stack("Source Sans 3", &"fr".parse().unwrap());
        assert!(stack.starts_with("'Source Sans 3',-apple-system,"), "{stack}");
    }
}
