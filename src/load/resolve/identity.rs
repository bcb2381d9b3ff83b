//! `brand/identity.yaml` and what it names.

use super::Resolver;
use crate::{
    diagnostic::{Code, Diagnostic, Located, Span},
    load::{markdown::FieldNames, markdown::plain_text, raw::identity as raw},
    model::{
        Brand, COATED_INK_LIMIT, Chapter, Endorsement, Guidelines, Identity, LogoGuidelines, Message, OutputCondition,
        PrintColour, Proportion, Story, Voice,
        value::{Length, Link, Localised, Prose},
    },
};

impl Resolver<'_> {
    /// The identity, whose brand has been resolved before.
    pub fn identity(&mut self, raw: &raw::Identity, written: &Located<String>, brand: Brand) -> Identity {
        let guidelines = raw.guidelines.as_ref().map(|g| self.guidelines(g, &brand)).unwrap_or_default();
        let all = self.all();
        let tagline = raw
            .tagline
            .0
            .as_ref()
            .map(|text| self.text(text, &all, &FieldNames { in_tagline: true, ..FieldNames::default() }));
        let tagline = tagline.unwrap_or_else(|| Localised::one(Prose::default(), None));
        let name = plain_text(written);
        if name.is_empty() {
            let diagnostic = Diagnostic::new(Code::InvalidValue, &written.span, "the project's name is empty");
            self.diagnostics.push(diagnostic.help("write the name that people will say"));
        }
        Identity {
            name,
            name_span: written.span.clone(),
            tagline,
            organisation: raw.organisation.as_ref().map(|o| plain_text(o)),
            endorsed_by: raw.endorsed_by.as_ref().map(|e| self.endorsement(e)),
            languages: self.languages.clone(),
            link: super::link(raw.link.as_ref()),
            contact: raw.contact.as_ref().map(|c| c.value.clone()),
            published_at: self.published_at(raw.published_at.as_ref()),
            paper: raw.paper.as_ref().and_then(|paper| paper.value.name().parse().ok()),
            brand,
            guidelines,
            story: raw.story.as_ref().map(|s| self.story(s)).unwrap_or_default(),
            messages: self.messages(raw.messages.as_deref().unwrap_or_default()),
            link_tags: raw.link_tags.as_ref().is_some_and(|l| l.value),
        }
    }

    /// Codes lead below it, so that it must be an address of the web.
    fn published_at(&mut self, raw: Option<&Located<Link>>) -> Option<Link> {
        let link = raw?;
        if !link.value.as_str().starts_with("http") || link.value.as_str().contains(['?', '#']) {
            let message = format!("nothing can be published below `{}`", link.value);
            let help = "write the address of a folder: `https://intranet.example/agora`";
            self.diagnostics.push(Diagnostic::new(Code::InvalidLink, &link.span, message).help(help));
            return None;
        }
        Some(link.value.clone())
    }

    fn endorsement(&mut self, raw: &raw::Endorsement) -> Endorsement {
        let logo = raw.logo.as_ref();
        let logo = logo.and_then(|path| self.files.image(path, &path.span, &mut self.diagnostics));
        Endorsement { name: plain_text(&raw.name), logo }
    }

    /// Brand rules beyond brand.yml.
    pub fn guidelines(&mut self, raw: &raw::Guidelines, brand: &Brand) -> Guidelines {
        let proportions = raw.proportions.as_ref().map_or(&[][..], |m| &m.0);
        let proportions: Vec<Proportion> = proportions
            .iter()
            .filter(|(name, _)| self.palette_name(name, brand))
            .map(|(name, percent)| Proportion { colour: name.value.clone(), percent: percent.value })
            .collect();
        self.proportions_are_a_whole(&proportions, raw);
        let print = raw.print.as_ref().map_or(&[][..], |m| &m.0);
        let print = print
            .iter()
            .filter(|(name, _)| self.palette_name(name, brand))
            .map(|(name, colour)| (name.clone(), colour.clone()))
            .collect::<Vec<_>>();
        Guidelines {
            proportions,
            print: print
                .into_iter()
                .map(|(name, colour)| (name.value, self.print_colour(&name.span, &colour)))
                .collect(),
            output_condition: raw.output_condition.as_ref().and_then(|c| self.output_condition(c)),
            logo: raw.logo.as_ref().map(|l| self.logo_guidelines(l)).unwrap_or_default(),
            pattern: raw.pattern.as_ref().map(|p| p.value).unwrap_or_default(),
            voice: raw.voice.as_ref().map(|v| self.voice(v)).unwrap_or_default(),
        }
    }

    fn palette_name(&mut self, name: &Located<String>, brand: &Brand) -> bool {
        let known = brand.palette.contains_key(&name.value);
        if !known && !self.partial && !self.broken_ids.contains(&name.value) {
            let message = format!("the palette has no colour `{}`", name.value);
            let help = crate::diagnostic::nearest::help(&name.value, brand.palette.keys().map(String::as_str));
            self.diagnostics.push(Diagnostic::new(Code::UnknownReference, &name.span, message).maybe_help(help));
        }
        known
    }

    fn proportions_are_a_whole(&mut self, proportions: &[Proportion], raw: &raw::Guidelines) {
        let total: f64 = proportions.iter().map(|p| p.percent).sum();
        let first = raw.proportions.as_ref().and_then(|m| m.0.first()).map(|(name, _)| name.span.clone());
        let complete = raw.proportions.as_ref().is_some_and(|m| m.0.len() == proportions.len());
        if let Some(span) = first.filter(|_| complete && (total - 100.0).abs() > 0.5) {
            let message = format!("the proportions add up to {total} %, not to 100 %");
            self.diagnostics
                .push(Diagnostic::new(Code::InvalidValue, &span, message).help("let all shares together be 100"));
        }
    }

    fn print_colour(&mut self, span: &Span, raw: &raw::PrintColour) -> PrintColour {
        let cmyk = raw.cmyk.as_ref().and_then(|values| {
            let sound = values.len() == 4 && values.iter().all(|v| (0.0..=100.0).contains(&v.value));
            if !sound && let Some(first) = values.first() {
                let last = values.last().unwrap_or(first);
                let span: Span = first.span.source.span(first.span.start, last.span.end);
                let diagnostic = Diagnostic::new(Code::InvalidValue, &span, "this is not a CMYK colour");
                self.diagnostics
                    .push(diagnostic.help("write four percentages: [cyan, magenta, yellow, black], 0 to 100 each"));
            }
            sound.then(|| [values[0].value, values[1].value, values[2].value, values[3].value])
        });
        PrintColour { cmyk, spot: raw.spot.as_ref().map(|s| plain_text(s)), span: span.clone() }
    }

    fn output_condition(&mut self, raw: &raw::OutputCondition) -> Option<OutputCondition> {
        let span = raw.profile.span.clone();
        let profile = self.files.asset(&raw.profile, &span, &mut self.diagnostics)?;
        let ink_limit = raw.ink_limit.as_ref().map_or(COATED_INK_LIMIT, |limit| limit.value.0 * 100.0);
        if let Some(limit) = raw.ink_limit.as_ref().filter(|_| !(100.0..=400.0).contains(&ink_limit)) {
            let diagnostic = Diagnostic::new(Code::InvalidValue, &limit.span, "no paper has this limit");
            self.diagnostics.push(diagnostic.help("write the sum of the four inks, 100% to 400%, as `300%`"));
        }
        Some(OutputCondition { profile, identifier: plain_text(&raw.identifier), ink_limit, span })
    }

    fn logo_guidelines(&mut self, raw: &raw::LogoGuidelines) -> LogoGuidelines {
        let all = self.all();
        let width = |length: Option<&Located<Length>>| length.map(|l| l.value);
        let misuse = raw.misuse.as_deref().unwrap_or_default();
        LogoGuidelines {
            clear_space: raw.clear_space.as_ref().map_or(LogoGuidelines::default().clear_space, |c| c.value.0),
            minimum_width_print: raw.minimum_width.as_ref().and_then(|m| width(m.print.as_ref())),
            minimum_width_screen: raw.minimum_width.as_ref().and_then(|m| width(m.screen.as_ref())),
            misuse: misuse.iter().map(|text| self.text(text, &all, &FieldNames::default())).collect(),
        }
    }

    fn voice(&mut self, raw: &raw::Voice) -> Voice {
        let all = self.all();
        let none = FieldNames::default();
        let words = |words: &Vec<Located<String>>, _: &mut Self| words.iter().map(|w| plain_text(w)).collect();
        Voice {
            we_are: raw.we_are.iter().flatten().map(|t| self.text(t, &all, &none)).collect(),
            we_are_not: raw.we_are_not.iter().flatten().map(|t| self.text(t, &all, &none)).collect(),
            say: raw.say.as_ref().map(|w| self.per_language(w, &all, words)),
            avoid: raw.avoid.as_ref().map(|w| self.per_language(w, &all, words)),
        }
    }

    /// The why and its chapters.
    pub fn story(&mut self, raw: &raw::Story) -> Story {
        let all = self.all();
        let none = FieldNames::default();
        let chapters = raw.chapters.as_deref().unwrap_or_default();
        self.unique("chapters", chapters.iter().map(|c| &c.id));
        Story {
            why: raw.why.as_ref().map(|why| self.text(why, &all, &none)),
            chapters: chapters
                .iter()
                .map(|chapter| Chapter {
                    id: chapter.id.value.clone(),
                    title: self.text(&chapter.title, &all, &none),
                    text: self.text(&chapter.text, &all, &none),
                })
                .collect(),
        }
    }

    /// The key messages.
    pub fn messages(&mut self, raw: &[raw::Message]) -> Vec<Message> {
        let all = self.all();
        let none = FieldNames::default();
        self.unique("messages", raw.iter().map(|m| &m.id));
        raw.iter()
            .map(|message| Message {
                id: message.id.value.clone(),
                icon: message.icon.clone(),
                title: self.text(&message.title, &all, &none),
                text: self.text(&message.text, &all, &none),
                proof: message.proof.as_ref().map(|proof| self.text(proof, &all, &none)),
                nature: message.nature.as_ref().map(|nature| nature.value).unwrap_or_default(),
            })
            .collect()
    }
}
