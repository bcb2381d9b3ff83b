//! What the identity tells: the why, the story, the messages, the palette.

use super::{
    super::{
        data::{Card, Node, Swatch},
        text::isolate,
    },
    Composer,
};
use crate::model::value::Colour;

impl Composer<'_> {
    pub(super) fn why(&mut self) -> Vec<Node> {
        let identity = &self.scope.project.identity;
        let Some(why) = &identity.story.why else { return Vec::new() };
        let label = self.fill("why_label", &[("name", &identity.name)]);
        // Below a heading of the same words the label would only repeat it.
        let label = (label != self.last_heading).then_some(label);
        let content = self.title_of(why);
        vec![Node::Why { label, content }]
    }

    pub(super) fn story(&mut self) -> Vec<Node> {
        let chapters = &self.scope.project.identity.story.chapters;
        let mut nodes = Vec::new();
        for chapter in chapters {
            let title = self.title_of(&chapter.title);
            nodes.push(self.part(title, true));
            nodes.extend(self.paragraphs(&chapter.text));
        }
        nodes
    }

    pub(super) fn messages(&mut self) -> Vec<Node> {
        let mut cards = Vec::new();
        for message in &self.scope.project.identity.messages {
            let colour = self.material.theme.on_tint;
            cards.push(Card {
                icon: message.icon.as_ref().and_then(|name| self.icon(name, colour)),
                title: self.title_of(&message.title),
                blocks: self.paragraphs(&message.text),
                proof: message.proof.as_ref().map(|proof| self.localised(proof)).unwrap_or_default(),
            });
        }
        if cards.is_empty() { Vec::new() } else { vec![Node::Cards { cards }] }
    }

    pub(super) fn palette(&mut self) -> Vec<Node> {
        let identity = &self.scope.project.identity;
        let mut swatches = Vec::new();
        for (name, colour) in &identity.brand.palette {
            let share = identity.guidelines.proportions.iter().find(|p| p.colour == *name);
            swatches.push(Swatch {
                name: self.text(name),
                colour: *colour,
                hex: isolate(colour.to_string().to_uppercase(), self.scope.language),
                values: self.colour_values(name, *colour),
                share: share.map(|share| isolate(percent(share.percent), self.scope.language)),
            });
        }
        if swatches.is_empty() { Vec::new() } else { vec![Node::Palette { swatches }] }
    }

    fn colour_values(&mut self, name: &str, colour: Colour) -> Vec<String> {
        let mut values = vec![format!("RGB {} {} {}", colour.red, colour.green, colour.blue)];
        if let Some(print) = self.scope.project.identity.guidelines.print.get(name) {
            values.extend(print.cmyk.map(|[c, m, y, k]| format!("CMYK {c} {m} {y} {k}")));
            values.extend(print.spot.as_ref().map(|spot| self.text(spot)));
        }
        values.into_iter().map(|value| isolate(value, self.scope.language)).collect()
    }
}

/// A share without needless decimals, on one line.
fn percent(share: f64) -> String {
    let share = (share * 10.0).round() / 10.0;
    format!("{share}\u{a0}%")
}
