//! The print order of a campaign: what is printed where, how often and on what, and what the print shop should know.
//!
//! In: the campaign's order lines and the project. Out: plain data for `order.typ`, with the logo that it shows.

#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use serde::Serialize;

use super::{
    compose::Picture,
    data::{Column, Figure, FontChains, Inline, Paper, Row, Table},
    material::{Material, sha256},
    text::{clean, longest_word},
};
use crate::{
    design::{Theme, svg::number},
    model::{
        Alignment, Campaign, OutputCondition, Project, Site,
        value::{Format, LanguageTag, Localised},
    },
    personalise::{Scope, document_day, format_date, typographic},
    plan::{OrderLine, order},
};

/// The printing condition of a project that names none.
const COATED: (&str, f64) = ("FOGRA39", 300.0);

/// A4, lying: file names are long.
const PAPER: Paper = Paper { width: 297.0, height: 210.0 };

/// A print order.
#[derive(Debug, Serialize)]
pub struct Order {
    /// What tells it from every other document.
    pub ident: String,
    /// Its title.
    pub title: String,
    name: String,
    organisation: Option<String>,
    /// The campaign's title.
    campaign: String,
    /// The day of the launch, as the language writes dates.
    launch: Option<String>,
    language: String,
    region: Option<String>,
    direction: &'static str,
    numbering: &'static str,
    /// Year, month and day of the document.
    pub date: [i16; 3],
    paper: Paper,
    theme: Theme,
    fonts: FontChains,
    logo: Figure,
    words: Headings,
    /// A row for each format.
    summary: Table,
    /// How many posters there are of all formats.
    total: u32,
    /// What stands above the lines of a site.
    columns: [String; 4],
    sites: Vec<SiteLines>,
    notes: Vec<String>,
    logo_hash: String,
    fingerprint: [String; 2],
}

/// The order's own headings.
#[derive(Debug, Serialize)]
struct Headings {
    summary: String,
    technical: String,
    posters: String,
}

/// What one site is sent.
#[derive(Debug, Serialize)]
struct SiteLines {
    name: String,
    address: Option<String>,
    posters: Vec<PosterLines>,
}

/// A poster: what it is printed on, and its lines, in the order of [`COLUMNS`].
#[derive(Debug, Serialize)]
struct PosterLines {
    title: String,
    about: String,
    lines: Vec<[String; 4]>,
}

/// The order of a campaign in a language, and its logo.
pub fn compose(
    project: &Project,
    campaign: &Campaign,
    language: &LanguageTag,
    material: &Material,
) -> (Order, Picture) {
    let clerk = Clerk { scope: Scope { project, campaign, language, site: None } };
    let lines = order(project, campaign);
    let identity = &project.identity;
    let logo = material.logo(language.direction());
    let logo = Picture { bytes: logo.into_bytes().into(), format: "svg", span: None };
    let alt = match &identity.brand.logo {
        Some(logo) => logo.alt.get(language).clone(),
        None => project.words.fill(language, "logo_alt", &[("name", &identity.name)]),
    };
    let order = Order {
        ident: format!("{}/{}/print-order.{language}", identity.name, campaign.id),
        title: clerk.word("order_title"),
        name: clean(&identity.name),
        organisation: identity.organisation.as_deref().map(clean),
        campaign: clean(&clerk.scope.plain(&campaign.title)),
        launch: campaign.launch.map(|at| format_date(at.date(), language, crate::model::value::DateStyle::Medium)),
        language: language.primary().to_owned(),
        region: language.region().filter(|region| region.len() == 2),
        direction: language.direction().as_str(),
        numbering: "1 / 1",
        date: document_day(campaign),
        paper: PAPER,
        theme: material.theme.clone(),
        fonts: material.chains(language),
        logo: Figure { file: 0, alt: clean(&alt) },
        words: Headings {
            summary: clerk.word("order_summary"),
            technical: clerk.word("order_technical"),
            posters: clerk.word("order_posters"),
        },
        summary: clerk.summary(&lines),
        total: lines.iter().map(|line| line.quantity).sum(),
        columns: COLUMNS.map(|key| clerk.word(key)),
        sites: clerk.sites(&lines),
        notes: clerk.notes(identity.guidelines.output_condition.as_ref(), &lines),
        logo_hash: sha256(&logo.bytes),
        fingerprint: material.fingerprint.clone(),
    };
    (order, logo)
}

/// The words at the head of a site's columns.
const COLUMNS: [&str; 4] = ["order_format", "order_language", QUANTITY, "order_file"];
const QUANTITY: &str = "order_quantity";

/// A measure, which runs from left to right in every language: the marks keep it so.
fn measure(text: String) -> String {
    format!("\u{200e}{text}\u{200e}")
}

/// Writes the parts of an order.
struct Clerk<'a> {
    scope: Scope<'a>,
}

impl Clerk<'_> {
    fn word(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.scope.project.words.fill(self.scope.language, key, values);
        clean(&typographic(&text, self.scope.language))
    }

    /// A language's name in the reader's, as `English` or `French (CA)`; its code where there is no word for it.
    fn language(&self, language: &LanguageTag) -> String {
        let key = format!("language_{}", language.primary());
        let name = self.word(&key);
        match (name == key, language.region()) {
            (true, _) => language.to_string(),
            (false, None) => name,
            (false, Some(region)) => format!("{name} ({})", region.to_uppercase()),
        }
    }

    /// What is made of each format, over all sites.
    fn summary(&self, lines: &[OrderLine<'_>]) -> Table {
        let mut formats: IndexMap<&str, (&Format, String, u32, usize)> = IndexMap::new();
        for line in lines {
            let bleed = line.print.bleed.unwrap_or_else(|| line.format.bleed());
            let bleed = measure(format!("{} mm", number(bleed.0)));
            let format = formats.entry(&line.format.name).or_insert((&line.format, bleed.clone(), 0, 0));
            if !format.1.split(", ").any(|known| known == bleed) {
                format.1 = format!("{}, {bleed}", format.1);
            }
            format.2 += line.quantity;
            format.3 += 1;
        }
        let rows = formats.into_values().map(|(format, bleed, quantity, files)| {
            let size = measure(format!("{} × {} mm", number(format.width), number(format.height)));
            vec![format.to_string(), size, bleed, files.to_string(), quantity.to_string()]
        });
        let head = ["order_format", "order_trim", "order_bleed", "order_files", QUANTITY];
        let align = [Alignment::Start, Alignment::Start, Alignment::Start, Alignment::Center, Alignment::Center];
        self.table(&head, &align, rows.collect())
    }

    /// The lines of each site, in the order in which sites are first named.
    fn sites(&self, lines: &[OrderLine<'_>]) -> Vec<SiteLines> {
        let mut sites: IndexMap<Option<&str>, (Option<&Site>, Vec<&OrderLine<'_>>)> = IndexMap::new();
        for line in lines {
            let id = line.site.map(|site| site.id.as_str());
            sites.entry(id).or_insert((line.site, Vec::new())).1.push(line);
        }
        // Where all have one design nobody needs to be told which.
        let families: Vec<&str> = lines.iter().map(|line| line.poster.template.as_str()).collect();
        let told = families.windows(2).any(|pair| pair[0] != pair[1]);
        sites.into_values().map(|(site, lines)| self.site(site, &lines, told)).collect()
    }

    /// A site's lines, those of one poster together.
    fn site(&self, site: Option<&Site>, lines: &[&OrderLine<'_>], family: bool) -> SiteLines {
        let language = self.scope.language;
        let name = match site {
            Some(site) => clean(site.name.get(language)),
            None => self.word("all_sites"),
        };
        let address = site.and_then(|site| site.address.as_ref());
        let address = address.map(|address| self.fill("order_deliver", &[("address", address.get(language))]));
        let posters = lines.chunk_by(|a, b| a.poster.id == b.poster.id).map(|lines| self.poster(lines, family));
        SiteLines { name, address, posters: posters.collect() }
    }

    /// A poster, whose design is told where it need be, and what of it is printed.
    fn poster(&self, lines: &[&OrderLine<'_>], family: bool) -> PosterLines {
        let language = self.scope.language;
        let OrderLine { poster, print, site, .. } = lines[0];
        let scope = Scope { site: *site, ..self.scope };
        let text = |text: &Option<Localised<String>>| {
            text.as_ref().map(|text| clean(&typographic(text.get(language), language)))
        };
        let family = family.then(|| format!("{} {}", self.word("order_family"), clean(&poster.template)));
        let about = [text(&print.paper), text(&print.finishing), family];
        let line = |line: &&OrderLine<'_>| {
            let file = line.file.rsplit('/').next().unwrap_or(&line.file);
            [line.format.to_string(), self.language(&line.language), line.quantity.to_string(), file.to_owned()]
        };
        PosterLines {
            title: clean(&scope.plain(&poster.headline)),
            about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            lines: lines.iter().map(line).collect(),
        }
    }

    fn table(&self, head: &[&str], align: &[Alignment], rows: Vec<Vec<String>>) -> Table {
        let head: Vec<String> = head.iter().map(|key| self.word(key)).collect();
        let column = |i: usize| {
            let cells = rows.iter().map(|row| row[i].as_str()).chain([head[i].as_str()]);
            let word = cells.map(longest_word).max_by_key(|word| word.chars().count()).unwrap_or_default();
            Column { alignment: align[i], word: word.to_owned(), share: None }
        };
        let columns = (0..head.len()).map(column).collect();
        let run = |text: &String| Inline::text(text.as_str());
        let rows = rows.iter().map(|row| Row { cells: row.iter().map(run).collect(), whole: true }).collect::<Vec<_>>();
        Table { columns, head: head.iter().map(run).collect(), whole: rows.len() <= 8, rows }
    }

    /// What a print shop asks.
    fn notes(&self, condition: Option<&OutputCondition>, lines: &[OrderLine<'_>]) -> Vec<String> {
        let (identifier, limit) = condition.map_or(COATED, |c| (c.identifier.as_str(), c.ink_limit));
        let guidelines = &self.scope.project.identity.guidelines;
        let mut spots: Vec<&str> = Vec::new();
        for spot in guidelines.print.values().filter_map(|ink| ink.spot.as_deref()) {
            if !spots.contains(&spot) {
                spots.push(spot);
            }
        }
        let inks = match spots.is_empty() {
            true => self.word("order_process"),
            false => self.fill("order_spots", &[("spots", &spots.join(", "))]),
        };
        let folder = lines.first().and_then(|line| line.file.rsplit_once('/')).map(|(folder, _)| folder);
        let limit = number(limit);
        let condition = self.fill("order_condition", &[("condition", identifier), ("limit", &limit)]);
        let place = folder.map(|folder| self.fill("order_folder", &[("folder", folder)]));
        let notes = [Some(self.word("order_standard")), Some(inks), Some(condition), Some(self.word("order_black"))];
        let contact = self.scope.project.identity.contact.as_ref();
        let contact = contact.map(|contact| self.fill("order_contact", &[("contact", &contact.to_string())]));
        notes.into_iter().flatten().chain([self.word("order_marks")]).chain(place).chain(contact).collect()
    }
}
