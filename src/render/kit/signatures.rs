//! A signature for each person's mail, and a page to copy them from.
//!
//! In: the campaigns' people who have an address. Out: in one language HTML and plain text for each and for everybody else,
//! and the page, which opens from disk and fetches nothing.

use serde_json::{Value, json};

use super::KitRenderer;
use crate::{
    design::{Tones, fonts::Role, logo::initials, svg::escape},
    diagnostic::Diagnostic,
    model::{
        Person,
        value::{Direction, LanguageTag},
    },
    personalise::{Scope, typographic},
    plan::{GENERIC_SIGNATURE, Job, signatories},
    render::Rendered,
};

const SIGNATURE: &str = "kit/signature.html";
const PAGE: &str = "kit/signatures.html";

/// Everything that the templates read.
pub(super) fn context(kit: &KitRenderer, job: &Job) -> Value {
    let (project, language) = (kit.project, &job.language);
    let people = signatories(project).into_iter().map(Some);
    let signatures: Vec<Value> = people.chain([None]).map(|person| kit.signature(job, person)).collect();
    json!({
        "project": project.identity.name,
        "language": language,
        "rtl": language.direction() == Direction::Rtl,
        "words": project.words.table(language),
        "theme": kit.theme,
        "tones": { "light": Tones::light(&kit.theme), "dark": Tones::dark(&kit.theme) },
        "font": kit.stack(Role::Base, language),
        "heading_font": kit.stack(Role::Headings, language),
        "heading_weight": project.identity.brand.typography.headings.weight,
        "logo": kit.page_logo(),
        "signatures": signatures,
        "templates": kit.templates.fingerprint(),
    })
}

pub(super) fn render(kit: &KitRenderer, job: &Job, context: &Value) -> Rendered {
    let mut rendered = Rendered::default();
    let language = &job.language;
    let part = &context["part"];
    let mut put = |path: String, made: Result<String, Box<Diagnostic>>| match made {
        Ok(text) => drop(rendered.extras.insert(path, text.into_bytes())),
        Err(diagnostic) => rendered.diagnostics.push(*diagnostic),
    };
    for signature in part["signatures"].as_array().into_iter().flatten() {
        let id = signature["file"].as_str().unwrap_or(GENERIC_SIGNATURE);
        let html = kit.templates.render(SIGNATURE, &json!({ "s": signature }));
        put(format!("brand/signatures/{id}.{language}.html"), html.map(|html| format!("{}\n", html.trim())));
        let plain = signature["plain"].as_str().unwrap_or_default();
        put(format!("brand/signatures/{id}.{language}.txt"), Ok(format!("{plain}\n")));
    }
    let page = kit.templates.render(PAGE, part);
    put(format!("brand/signatures/copy.{language}.html"), page.map(|page| format!("{}\n", page.trim())));
    rendered
}

impl KitRenderer<'_> {
    /// What one signature says; nobody's has places to fill in.
    fn signature(&self, job: &Job, person: Option<&Person>) -> Value {
        let (identity, language) = (&self.project.identity, &job.language);
        let scope = Scope { project: self.project, campaign: job.campaign, language, site: None };
        let word = |key: &str| self.project.words.get(language, key).to_owned();
        let name = person.map_or_else(|| word("kit_signatures_name"), |person| person.name.get(language).clone());
        let role = match person {
            Some(person) => person.role.as_ref().map(|role| role.get(language).clone()),
            None => Some(word("kit_signatures_role")),
        };
        let set = |text: String| typographic(&text, language).into_owned();
        let (name, role) = (set(name), role.map(set));
        // A role that stands where the name is needs no second line.
        let role = role.filter(|role| *role != name);
        let email = person.and_then(|person| person.email.as_ref()).map(ToString::to_string);
        let link = identity.link.as_ref().map(|link| scope.tagged(link, "signature"));
        let tagline = scope.plain(&identity.tagline);
        let tones = Tones::light(&self.theme);
        let initials = initials(&identity.name);
        let project = format!("{} · {tagline}", identity.name);
        let lines = [
            Some(name.clone()),
            role.clone(),
            identity.organisation.clone(),
            email.clone(),
            Some(project),
            link.as_ref().map(ToString::to_string),
        ];
        let file = person.map_or(GENERIC_SIGNATURE, |person| person.id.as_str());
        json!({
            "file": file,
            "id": format!("signature-{file}"),
            "somebody": person.is_some(),
            "label": if person.is_some() { name.clone() } else { word("kit_signatures_generic") },
            "language": language,
            "rtl": language.direction() == Direction::Rtl,
            "name": name,
            "role": role,
            "organisation": identity.organisation,
            "email": email,
            "project": identity.name,
            "tagline": tagline,
            "link": link.map(|link| json!({ "href": link.to_string() })),
            "initials": initials,
            "initials_size": if initials.chars().count() > 1 { 18 } else { 23 },
            "font": self.stack(Role::Base, language),
            "heading_font": self.stack(Role::Headings, language),
            "ink": tones.ink,
            "muted": tones.muted,
            "title": tones.title,
            "link_colour": tones.link,
            "accent": self.theme.accent,
            "badge": self.theme.brand,
            "on_badge": self.theme.on_brand,
            "plain": lines.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        })
    }

    /// Families for a style sheet or attribute: the brand's, then what every machine has.
    fn stack(&self, role: Role, language: &LanguageTag) -> String {
        let chain = self.fonts.chain(role, language);
        let known = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let first: String = chain.first().into_iter().flat_map(|family| family.chars()).filter(known).collect();
        let usual = match language.primary() {
            "ar" | "fa" | "ur" => "Tahoma, Arial, sans-serif",
            "ja" => "Meiryo, 'Hiragino Sans', sans-serif",
            _ => "'Segoe UI', Helvetica, Arial, sans-serif",
        };
        format!("'{first}', {usual}")
    }

    /// The logo for the page's dark head, with what it shows.
    fn page_logo(&self) -> String {
        let logo = &self.logos.reversed;
        let height = 44.0;
        let label = escape(&self.logo_alternative());
        logo.document(height).replacen("<svg ", &format!(r#"<svg role="img" aria-label="{label}" "#), 1)
    }
}
