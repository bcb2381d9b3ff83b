//! The nine keys of a successful adoption, as the campaign has them when the guide is made.

use super::{
    super::data::{Inline, Key, KeyLabels, Node},
    Composer,
};
use crate::{
    design::fonts::Role,
    keys::{Finding, keys_in},
    model::value::LanguageTag,
};

impl Composer<'_> {
    pub(super) fn keys(&mut self) -> Vec<Node> {
        let found = keys_in(self.scope.project, self.scope.campaign, self.scope.language);
        let keys = found.iter().map(|finding| self.key(finding)).collect();
        let (there, missing) = (self.material.callouts.tip.label, self.material.callouts.caution.label);
        let labels = KeyLabels {
            there: self.word("keys_there"),
            missing: self.word("keys_missing"),
            there_icon: self.icon("circle-check", there),
            missing_icon: self.icon("circle-dashed", missing),
        };
        vec![Node::Keys { keys, labels }]
    }

    fn key(&mut self, finding: &Finding) -> Key {
        let title = self.with_role(Role::Headings, |composer| composer.headline_text(&finding.title));
        let number = figures(finding.key.number(), self.scope.language);
        let number = self.with_role(Role::Headings, |composer| composer.text(&number));
        let has = finding.has.iter().map(|line| self.line(line)).collect();
        let missing = finding.missing.iter().map(|missing| self.line(&missing.what)).collect();
        Key { number, title, has, missing }
    }

    /// What is found, as a line of its own: with a capital where the script has them.
    fn line(&mut self, text: &str) -> Vec<Inline> {
        let mut chars = text.chars();
        let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
        self.run(&format!("{capital}{}", chars.as_str()))
    }
}

/// A number as the language writes it.
fn figures(number: usize, language: &LanguageTag) -> String {
    let zero = if language.primary() == "ar" { '\u{660}' } else { '0' };
    let digit = |c: char| char::from_u32(u32::from(zero) + c.to_digit(10)?);
    number.to_string().chars().filter_map(digit).collect()
}
