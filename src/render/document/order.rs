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
        value::{Format, LanguageTag},
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
    table: Table,
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
        sites: clerk.sites(&lines),
        notes: clerk.notes(identity.guidelines.output_condition.as_ref(), &lines),
        logo_hash: sha256(&logo.bytes),
        fingerprint: material.fingerprint.clone(),
    };
    (order, logo)
}

/// What stands in a line of an order, in the order of [`KEYS`].
type Cells = [String; 8];

const QUANTITY: &str = "order_quantity";
const FILE: &str = "order_file";
/// The words at the head of the columns.
const KEYS: [&str; 8] = [
    "order_poster",
    "order_family",
    "order_format",
    "order_language",
    QUANTITY,
    "order_paper",
    "order_finishing",
    FILE,
];

/// File names are shown letter by letter.
fn as_written(cell: &mut Vec<Inline>) {
    if let [Inline::Text { text }] = cell.as_slice() {
        *cell = vec![Inline::Code { text: text.clone() }];
    }
}

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
        let sites =
            sites.into_values().map(|(site, lines)| (site, lines.iter().map(|l| self.cells(l, told)).collect()));
        let sites: Vec<(_, Vec<Cells>)> = sites.collect();
        // A column in which nothing stands is left out; the others are as wide at every site.
        let widest = |i: usize| {
            let cells = sites.iter().flat_map(|(_, lines)| lines).map(move |cells: &Cells| cells[i].chars().count());
            cells.max().filter(|longest| *longest > 0).map(|longest| (i, longest.clamp(10, 42) as f64))
        };
        let shown: Vec<(usize, f64)> = (0..KEYS.len()).filter_map(widest).collect();
        sites.iter().map(|(site, lines)| self.site(*site, lines, &shown)).collect()
    }

    fn site(&self, site: Option<&Site>, lines: &[Cells], shown: &[(usize, f64)]) -> SiteLines {
        let language = self.scope.language;
        let name = match site {
            Some(site) => clean(site.name.get(language)),
            None => self.word("all_sites"),
        };
        let address = site.and_then(|site| site.address.as_ref());
        let address = address.map(|address| self.fill("order_deliver", &[("address", address.get(language))]));
        let head: Vec<&str> = shown.iter().map(|(i, _)| KEYS[*i]).collect();
        let align: Vec<Alignment> =
            head.iter().map(|key| if *key == QUANTITY { Alignment::Center } else { Alignment::Start }).collect();
        let rows = lines.iter().map(|cells| shown.iter().map(|(i, _)| cells[*i].clone()).collect()).collect();
        let mut table = self.table(&head, &align, rows);
        for (column, (i, share)) in table.columns.iter_mut().zip(shown) {
            column.share = Some(*share);
            if KEYS[*i] == FILE {
                let at = head.iter().position(|key| *key == FILE).unwrap_or_default();
                table.rows.iter_mut().for_each(|row| as_written(&mut row.cells[at]));
            }
        }
        SiteLines { name, address, table }
    }

    /// A line's cells; the one of its family is empty where it need not be told.
    fn cells(&self, line: &OrderLine<'_>, family: bool) -> Cells {
        let language = self.scope.language;
        let scope = Scope { site: line.site, ..self.scope };
        let text = |text: &Option<crate::model::value::Localised<String>>| {
            text.as_ref().map(|text| clean(&typographic(text.get(language), language))).unwrap_or_default()
        };
        let file = line.file.rsplit('/').next().unwrap_or(&line.file);
        [
            clean(&scope.plain(&line.poster.headline)),
            if family { clean(&line.poster.template) } else { String::new() },
            line.format.to_string(),
            self.language(&line.language),
            line.quantity.to_string(),
            text(&line.print.paper),
            text(&line.print.finishing),
            file.to_owned(),
        ]
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
