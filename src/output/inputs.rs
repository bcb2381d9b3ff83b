use sha2::{Digest, Sha256};

use crate::plan::Role;

/// A SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

/// The hash of everything that a job's bytes depend on: the program's own sources, the renderer, the context that it
/// made of the job whatever the order of its keys, and what the needed files hold.
pub fn inputs(renderer: &str, context: &serde_json::Value, needs: &[(Role, &str)]) -> String {
    inputs_of(env!("FANION_SOURCE_HASH"), renderer, context, needs)
}

fn inputs_of(program: &str, renderer: &str, context: &serde_json::Value, needs: &[(Role, &str)]) -> String {
    let mut context = context.clone();
    context.sort_all_objects();
    let mut needs = needs.to_vec();
    needs.sort_unstable();
    // JSON of a tuple: no two different inputs have one text.
    sha256(serde_json::json!([program, renderer, context, needs]).to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_input_counts_and_the_order_of_keys_does_not() {
        let base = inputs_of("p", "email", &json!({ "a": 1, "b": { "c": 2, "d": 3 } }), &[(Role::Header, "x")]);
        let same = inputs_of("p", "email", &json!({ "b": { "d": 3, "c": 2 }, "a": 1 }), &[(Role::Header, "x")]);
        assert_eq!(base, same);
        let context = json!({ "a": 1, "b": { "c": 2, "d": 3 } });
        let others = [
            inputs_of("q", "email", &context, &[(Role::Header, "x")]),
            inputs_of("p", "graphic", &context, &[(Role::Header, "x")]),
            inputs_of("p", "email", &json!({ "a": 1 }), &[(Role::Header, "x")]),
            inputs_of("p", "email", &context, &[(Role::Header, "y")]),
            inputs_of("p", "email", &context, &[]),
        ];
        assert!(others.iter().all(|other| *other != base));
    }

    #[test]
    fn the_program_knows_its_own_fingerprint() {
        assert_eq!(env!("FANION_SOURCE_HASH").len(), 64);
    }
}
