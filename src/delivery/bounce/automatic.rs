//! Mail that a program wrote and that is no report, and mail by which somebody leaves the list.

use mail_parser::Message;

use super::origin::texts;

/// Whether a program answered for its owner: out of the office, received, on leave (RFC 3834, and what is older).
pub fn is_answer(message: &Message<'_>) -> bool {
    let has = |name: &str, words: &[&str]| {
        texts(message, name).iter().any(|value| {
            let value = value.to_ascii_lowercase();
            words.is_empty() || words.iter().any(|word| value.contains(word))
        })
    };
    let submitted = texts(message, "Auto-Submitted");
    let submitted = submitted.iter().any(|value| !value.trim().to_ascii_lowercase().starts_with("no"));
    submitted
        || has("X-Autoreply", &[])
        || has("X-Autorespond", &[])
        || has("X-Auto-Response-Suppress", &["all", "oof"])
        || has("X-MS-Exchange-Inbox-Rules-Loop", &[])
        || has("Precedence", &["auto_reply", "auto-reply", "junk"])
        || has("X-Precedence", &["auto_reply"])
}

/// Words for leaving a list, in small letters without accents, as subjects begin.
const LEAVING: &[&str] = &[
    "unsubscribe",
    "desinscri",
    "desabonn",
    "se desinscrire",
    "me desinscrire",
    "abmeld",
    "abbestell",
    "austragen",
    "cancelar suscripcion",
    "baja",
    "disiscri",
    "uitschrijven",
    "afmelden",
    "cancelar subscricao",
    "配信停止",
    "登録解除",
    "إلغاء الاشتراك",
];

/// Whether a subject asks to leave the list: it begins with the word for it, perhaps after `Re:`.
pub fn leaves(subject: &str) -> bool {
    let plain: String = subject.to_lowercase().chars().map(without_accent).collect();
    let mut plain = plain.trim();
    for prefix in ["re:", "aw:", "tr:", "fw:", "fwd:", "sv:"] {
        plain = plain.strip_prefix(prefix).unwrap_or(plain).trim_start();
    }
    LEAVING.iter().any(|word| plain.starts_with(word))
}

fn without_accent(c: char) -> char {
    match c {
        'é' | 'è' | 'ê' => 'e',
        'á' | 'à' | 'ã' => 'a',
        'ó' | 'õ' => 'o',
        'í' => 'i',
        'ç' => 'c',
        other => other,
    }
}
