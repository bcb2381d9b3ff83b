//! `campaigns/NAME/campaign.yaml` and the pieces beside it.

use indexmap::IndexMap;
use jiff::civil::DateTime;

use super::{Required, Resolver, link, recipients::Lists};
use crate::{
    diagnostic::{Code, Diagnostic, Located, Span},
    load::{
        markdown::FieldNames,
        raw::{campaign as raw, decode::shorten, guide::FrontMatter, pieces},
    },
    model::{
        Approval, Audience, Campaign, Feedback, Identity, Milestone, Objection, Person, Phase, Photo, RecipientsFile,
        Responsibility, Session, Site, Training, Verify,
        value::{Clock, Format, Id, Localised, Prose},
    },
    recipients::MAX_AUDIENCES,
};

/// A campaign's files, decoded.
pub struct CampaignFiles {
    /// Its folder's name.
    pub id: Id,
    /// `campaign.yaml`
    pub campaign: raw::Campaign,
    /// Where it begins.
    pub span: Span,
    /// Newsletters by file name.
    pub newsletters: Vec<(Id, pieces::Newsletter, Span)>,
    /// Posters by file name.
    pub posters: Vec<(Id, pieces::Poster, Span)>,
    /// Banners in order.
    pub banners: Vec<pieces::Banner>,
    /// Guides: id, language, front matter and its span, and the body.
    pub guides: Vec<GuideFile>,
}

/// A guide's file, its front matter decoded.
pub struct GuideFile {
    /// The name before the language.
    pub id: Id,
    /// From the file's name.
    pub language: crate::model::value::LanguageTag,
    /// Decoded.
    pub front: FrontMatter,
    /// Where the front matter stands.
    pub span: Span,
    /// The Markdown below it.
    pub body: Span,
}

/// What the pieces of a campaign may refer to.
#[derive(Clone)]
pub struct Known<'k> {
    pub campaign: &'k Campaign,
    pub identity: &'k Identity,
    /// The ids of all guides, whatever their language.
    pub guides: Vec<Id>,
    /// The ids of all posters.
    pub posters: Vec<Id>,
    /// What fields may name in texts that are for all readers.
    pub names: FieldNames,
    /// What they may name in newsletters.
    pub personal: FieldNames,
    /// The lists that its audiences are taken from.
    lists: &'k Lists,
}

impl Known<'_> {
    /// The same for a newsletter to some audiences, whose lists have other columns than others'.
    pub fn to(&self, audiences: &[Id]) -> Self {
        let columns = self.lists.fields(self.campaign.recipients.as_ref(), &self.campaign.audiences, audiences);
        Self { personal: FieldNames { columns, ..self.names.clone() }, ..self.clone() }
    }
}

impl Resolver<'_> {
    /// A whole campaign.
    pub fn campaign(&mut self, files: &CampaignFiles, identity: &Identity) -> Campaign {
        let raw = &files.campaign;
        let all = self.all();
        let trainings: Vec<Id> = raw.training.iter().flatten().map(|t| t.id.value.clone()).collect();
        let names = FieldNames { trainings, ..FieldNames::default() };
        // A training's own texts cannot show trainings: they would show themselves.
        let own = FieldNames::default();
        let timezone = self.timezone(raw.timezone.as_ref(), "UTC");
        self.timezone.clone_from(&timezone);
        let launch = raw.launch.as_ref().and_then(|l| self.launch(l));
        let clock = launch.map(|launch| Clock { launch });
        let sites = self.sites(raw.sites.as_deref().unwrap_or_default(), &timezone);
        let people = self.people(raw.people.as_deref().unwrap_or_default(), &names);
        let mut lists = Lists::default();
        let recipients = raw.recipients.as_ref().and_then(|list| self.list(list, &mut lists));
        let audiences =
            self.audiences(raw.audiences.as_deref().unwrap_or_default(), recipients.as_ref(), &mut lists, &names);
        let mut campaign = Campaign {
            id: files.id.clone(),
            span: files.span.clone(),
            built_in: self.built_in,
            title: match &raw.title {
                Some(title) => self.text(title, &all, &names),
                None => Localised::one(Prose::plain(&identity.name), None),
            },
            launch,
            phases: self.phases(raw.phases.as_deref().unwrap_or_default(), clock, &names),
            milestones: self.milestones(raw.milestones.as_deref().unwrap_or_default(), clock, &names),
            responsibilities: self.responsibilities(raw, &people, &names),
            objections: self.objections(raw.objections.as_deref().unwrap_or_default(), &names),
            training: self.trainings(
                raw.training.as_deref().unwrap_or_default(),
                clock,
                &sites,
                &audiences,
                &timezone,
                &own,
            ),
            approval: None,
            feedback: raw
                .feedback
                .as_ref()
                .map(|f| Feedback { question: self.text(&f.question, &all, &names), link: link(f.link.as_ref()) }),
            recipients,
            timezone,
            people,
            audiences,
            rhythm: self.rhythm(raw.rhythm.as_ref(), clock),
            retention: Self::retention(raw.retention.as_ref()),
            sites,
            newsletters: Vec::new(),
            posters: Vec::new(),
            banners: Vec::new(),
            guides: Vec::new(),
        };
        campaign.approval = raw.approval.as_ref().map(|approval| self.approval(approval, &campaign));
        let known = Known {
            campaign: &campaign,
            identity,
            guides: files.guides.iter().map(|g| g.id.clone()).collect(),
            posters: files.posters.iter().map(|(id, ..)| id.clone()).collect(),
            personal: names.clone(),
            names,
            lists: &lists,
        }
        .to(&[]);
        let newsletters: Vec<_> =
            files.newsletters.iter().map(|(id, raw, span)| self.newsletter(id, raw, span, &known)).collect();
        let posters = files.posters.iter().map(|(id, raw, span)| self.poster(id, raw, span, &known)).collect();
        self.unique("banners", files.banners.iter().map(|b| &b.id));
        let banners: Vec<_> = files.banners.iter().map(|raw| self.banner(raw, &known)).collect();
        // Of two that have one id, which is told, the second would be written over the first.
        let banners = IndexMap::<Id, _>::from_iter(banners.into_iter().rev().map(|banner| (banner.id.clone(), banner)));
        let banners = banners.into_values().rev().collect();
        let mut guides: Vec<_> = files.guides.iter().filter_map(|guide| self.guide(guide, &known)).collect();
        let built_in = self.built_in_guides(raw, files, &newsletters, &known);
        guides.extend(built_in);
        (campaign.newsletters, campaign.posters, campaign.banners, campaign.guides) =
            (newsletters, posters, banners, guides);
        campaign
    }

    fn launch(&mut self, raw: &Located<crate::model::value::Moment>) -> Option<DateTime> {
        if raw.value.needs_launch() {
            let diagnostic = Diagnostic::new(Code::InvalidMoment, &raw.span, "the launch cannot count from itself");
            self.diagnostics.push(diagnostic.help("write its date, as `2027-03-09`"));
            return None;
        }
        self.moment(raw, None)
    }

    fn phases(&mut self, raw: &[raw::Phase], clock: Option<Clock>, names: &FieldNames) -> Vec<Phase> {
        let all = self.all();
        self.unique("phases", raw.iter().map(|p| &p.id));
        let froms: Vec<Option<DateTime>> = raw.iter().map(|p| self.moment(&p.from, clock)).collect();
        let mut phases = Vec::new();
        for (i, phase) in raw.iter().enumerate() {
            let until = phase.until.as_ref().and_then(|u| self.moment(u, clock).map(|at| (at, &u.span)));
            let next = froms.get(i + 1).copied().flatten();
            let Some(from) = froms[i] else { continue };
            if let Some((until, span)) = until.filter(|(until, _)| *until <= from) {
                let message = format!(
                    "the phase `{}` ends on {} before it begins on {}",
                    phase.id.value,
                    until.date(),
                    from.date()
                );
                self.diagnostics
                    .push(Diagnostic::new(Code::PhaseOrder, span, message).help("let `until` be later than `from`"));
            }
            if let Some(next) = next.filter(|next| *next <= from || until.is_some_and(|(until, _)| until > *next)) {
                let span = &raw[i + 1].from.span;
                let message = format!(
                    "the phase `{}` begins on {} before `{}` ends",
                    raw[i + 1].id.value,
                    next.date(),
                    phase.id.value
                );
                self.diagnostics.push(
                    Diagnostic::new(Code::PhaseOrder, span, message)
                        .help("list phases in order, each after the one before"),
                );
            }
            let title = self.text(&phase.title, &all, names);
            phases.push(Phase { id: phase.id.value.clone(), title, from, until: until.map(|(at, _)| at).or(next) });
        }
        phases
    }

    fn milestones(&mut self, raw: &[raw::Milestone], clock: Option<Clock>, names: &FieldNames) -> Vec<Milestone> {
        let all = self.all();
        self.unique("milestones", raw.iter().map(|milestone| &milestone.id));
        let mut out = Vec::new();
        for milestone in raw {
            let title = self.text(&milestone.title, &all, names);
            let Some(on) = self.moment(&milestone.on, clock) else { continue };
            let (id, span) = (milestone.id.value.clone(), milestone.on.span.clone());
            out.push(Milestone { id, title, on, blocks_send: milestone.blocks.is_some(), span });
        }
        out
    }

    fn people(&mut self, raw: &[raw::Person], names: &FieldNames) -> Vec<Person> {
        let all = self.all();
        self.unique("people", raw.iter().map(|p| &p.id));
        raw.iter()
            .map(|person| Person {
                id: person.id.value.clone(),
                level: person.level.value,
                function: person.function.as_ref().map(|f| f.value),
                name: self.plain(&person.name, &all),
                role: person.role.as_ref().map(|role| self.plain(role, &all)),
                quote: person.quote.as_ref().map(|q| self.text(q, &all, names)),
                email: person.email.as_ref().map(|e| e.value.clone()),
                photo: person.photo.as_ref().and_then(|photo| self.photo(photo, &all)),
            })
            .collect()
    }

    /// A picture with its description.
    pub(super) fn photo(&mut self, raw: &raw::Photo, required: &Required) -> Option<Photo> {
        let alt = self.plain(&raw.alt, required);
        let focus = raw.focus.as_deref().map(|focus| self.focus(focus, &raw.file.span));
        let file = self.files.image(&raw.file, &raw.file.span, &mut self.diagnostics)?;
        Some(Photo { file, alt, focus })
    }

    fn responsibilities(&mut self, raw: &raw::Campaign, people: &[Person], names: &FieldNames) -> Vec<Responsibility> {
        let all = self.all();
        let known = || people.iter().map(|p| &p.id);
        let mut out = Vec::new();
        for row in raw.responsibilities.iter().flatten() {
            let task = self.text(&row.task, &all, names);
            let responsible = self.references("person", Some(&row.r), known());
            let consulted = self.references("person", row.c.as_ref(), known());
            let informed = self.references("person", row.i.as_ref(), known());
            if let Some(accountable) = self.reference("person", &row.a, known()) {
                out.push(Responsibility { task, responsible, accountable, consulted, informed });
            }
        }
        out
    }

    fn audiences(
        &mut self,
        raw: &[raw::Audience],
        shared: Option<&RecipientsFile>,
        lists: &mut Lists,
        names: &FieldNames,
    ) -> Vec<Audience> {
        let all = self.all();
        self.unique("audiences", raw.iter().map(|a| &a.id));
        if let Some(audience) = raw.get(MAX_AUDIENCES) {
            let message = format!("a campaign has at most {MAX_AUDIENCES} audiences");
            let diagnostic = Diagnostic::new(Code::InvalidValue, &audience.id.span, message);
            self.diagnostics.push(diagnostic.help("make two campaigns, or join audiences that receive the same"));
        }
        let audience = |audience: &raw::Audience| {
            let recipients = audience.recipients.as_ref().and_then(|list| self.list(list, lists));
            // Where a list of its own is wrong, which is reported, the shared one would be wrongly asked for columns.
            let file = if audience.recipients.is_some() { recipients.as_ref() } else { shared };
            Audience {
                id: audience.id.value.clone(),
                title: match &audience.title {
                    Some(title) => self.text(title, &all, names),
                    None => Localised::one(Prose::plain(audience.id.value.as_str()), None),
                },
                filter: audience.filter.as_ref().and_then(|filter| self.condition(filter, file, lists)),
                filter_span: audience.filter.as_ref().map(|filter| filter.span.clone()),
                recipients,
                list: audience.list.as_ref().map(|l| l.value.clone()),
                language: audience.language.as_ref().and_then(|l| self.project_language(l)),
            }
        };
        raw.iter().map(audience).collect()
    }

    fn objections(&mut self, raw: &[raw::Objection], names: &FieldNames) -> Vec<Objection> {
        let all = self.all();
        self.unique("objections", raw.iter().map(|o| &o.id));
        raw.iter()
            .map(|objection| Objection {
                id: objection.id.value.clone(),
                says: self.text(&objection.says, &all, names),
                answer: self.text(&objection.answer, &all, names),
            })
            .collect()
    }

    fn trainings(
        &mut self,
        raw: &[raw::Training],
        clock: Option<Clock>,
        sites: &[Site],
        audiences: &[Audience],
        timezone: &str,
        names: &FieldNames,
    ) -> Vec<Training> {
        let all = self.all();
        self.unique("trainings", raw.iter().map(|t| &t.id));
        raw.iter()
            .map(|training| Training {
                id: training.id.value.clone(),
                title: self.text(&training.title, &all, names),
                lasts: training.lasts.as_ref().map(|l| l.value.0),
                register: link(training.register.as_ref()),
                audiences: self.references("audience", training.audiences.as_ref(), audiences.iter().map(|a| &a.id)),
                sessions: {
                    let sessions = training.sessions.as_deref().unwrap_or_default();
                    sessions.iter().filter_map(|s| self.session(s, clock, sites, timezone, names)).collect()
                },
            })
            .collect()
    }

    fn session(
        &mut self,
        raw: &raw::Session,
        clock: Option<Clock>,
        sites: &[Site],
        timezone: &str,
        names: &FieldNames,
    ) -> Option<Session> {
        let all = self.all();
        let site = raw.site.as_ref().map(|id| self.reference("site", id, sites.iter().map(|s| &s.id)));
        let place = raw.place.as_ref().map(|p| self.text(p, &all, names));
        self.safe_time(raw.starts.value.time, &raw.starts.span);
        // A session's time is its site's, or of the zone that it names.
        let starts = self.civil(&raw.starts, clock)?;
        let site = match site {
            Some(None) => return None,
            Some(Some(id)) => Some(id),
            None => None,
        };
        let own = site.as_ref().and_then(|id| sites.iter().find(|s| s.id == *id)).map(|s| s.timezone.as_str());
        let written = raw.starts.value.zone.as_deref();
        Some(Session {
            site,
            starts,
            timezone: written.or(own).unwrap_or(timezone).to_owned(),
            place,
            seats: raw.seats.as_ref().map(|s| s.value),
            link: link(raw.link.as_ref()),
        })
    }

    fn sites(&mut self, raw: &[raw::Site], timezone: &str) -> Vec<Site> {
        let all = self.all();
        self.unique("sites", raw.iter().map(|s| &s.id));
        raw.iter()
            .map(|site| {
                let language = site.language.as_ref().and_then(|l| self.project_language(l));
                Site {
                    id: site.id.value.clone(),
                    name: self.plain(&site.name, &all),
                    language: language.unwrap_or_else(|| self.languages[0].clone()),
                    timezone: self.timezone(site.timezone.as_ref(), timezone),
                    country: site.country.as_ref().and_then(|c| self.country(c)),
                    address: site.address.as_ref().map(|a| self.plain(a, &all)),
                    link: link(site.link.as_ref()),
                    contact: site.contact.as_ref().map(|c| c.value.clone()),
                    largest_printer: site.largest_printer.as_ref().map(|f| f.value.clone()),
                    posters: self.quantities(site),
                }
            })
            .collect()
    }

    fn quantities(&mut self, site: &raw::Site) -> IndexMap<String, u32> {
        let mut out = IndexMap::new();
        for (format, count) in site.posters.as_ref().map_or(&[][..], |m| &m.0) {
            match format.value.parse::<Format>() {
                Ok(parsed) => {
                    out.extend(self.quantity(count).map(|count| (parsed.name, count)));
                }
                Err(error) => self
                    .diagnostics
                    .push(Diagnostic::new(Code::InvalidValue, &format.span, error.message).maybe_help(error.help)),
            }
        }
        out
    }

    /// Who signs. Where a code is asked for, each of them needs a mailbox to read it in.
    fn approval(&mut self, raw: &raw::Approval, campaign: &Campaign) -> Approval {
        let verify = raw.verify.as_ref().map(|verify| verify.value).unwrap_or_default();
        let mut by = Vec::new();
        for id in &raw.by {
            let Some(person) = self.reference("person", id, campaign.people.iter().map(|p| &p.id)) else { continue };
            // The request's own file stands where this signature would.
            if person.as_str() == "request" {
                let message = "`request` cannot approve: the file of this signature would be that of the request";
                let help = "give this person another id under `people`, and write it here too";
                self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &id.span, message).help(help));
                continue;
            }
            let mailbox = campaign.people.iter().any(|p| p.id == person && p.email.is_some());
            if !mailbox && verify == Verify::Code {
                let message = format!("`{person}` approves, but has no `email` to receive the code at");
                let help = "give this person an `email` under `people`, or write `verify: none` under `approval`";
                self.diagnostics.push(Diagnostic::new(Code::MissingKey, &id.span, message).help(help));
            }
            if !by.contains(&person) {
                by.push(person);
            }
        }
        Approval { by, tolerance: raw.tolerance.as_ref().map_or(0.0, |share| share.value.0), verify }
    }

    pub(super) fn wrong_value(&mut self, written: &Located<String>, what: &str, help: &str) {
        let message = format!("`{}` is not {what}", shorten(&written.value));
        self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &written.span, message).help(help));
    }
}
