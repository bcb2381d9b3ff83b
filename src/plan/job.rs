use crate::{
    diagnostic::Span,
    model::{
        Banner, Campaign, Guide, Newsletter, Poster, Print, Site,
        value::{Format, Id, LanguageTag, Millimetres, Schedule},
    },
    personalise::Variant,
};

/// The place of a job in its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub usize);

/// The kind of a piece; also the name of its folder below the campaign's and of the `--only` filter.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An e-mail.
    Newsletters,
    /// A poster.
    Posters,
    /// A banner.
    Banners,
    /// A guide.
    Guides,
    /// A deck of slides to speak to.
    Decks,
    /// A part of the branding kit; of the project, not of a campaign.
    Brand,
    /// A page that shows all others; made of what every build leaves, so nobody asks for it by kind.
    #[value(skip)]
    Gallery,
}

impl Kind {
    /// Every kind of piece, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Kind::Newsletters, Kind::Posters, Kind::Banners, Kind::Guides, Kind::Decks, Kind::Brand];

    /// `newsletters`, `posters`, `banners`, `guides`, `decks`, `brand`, `gallery`.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Newsletters => "newsletters",
            Kind::Posters => "posters",
            Kind::Banners => "banners",
            Kind::Guides => "guides",
            Kind::Decks => "decks",
            Kind::Brand => "brand",
            Kind::Gallery => "gallery",
        }
    }
}

/// What a job makes.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'p> {
    /// A newsletter in one language: compiled for each variant of its readers, and shown for an invented one.
    Newsletter(&'p Newsletter),
    /// A poster in one language and format, for one site or for all.
    Poster(&'p Poster),
    /// A banner in one language and format.
    Banner(&'p Banner),
    /// A guide in one language.
    Guide(&'p Guide),
    /// What a print shop is given of a poster.
    PrintFile(&'p Poster, &'p Print),
    /// A poster as sheets of an office printer's paper, to assemble.
    Tiles(&'p Poster, &'p Format),
    /// What of a campaign is printed, how often and on what; see [`order`](super::order()).
    PrintOrder(&'p Campaign),
    /// A newsletter as a page for a notice board, in one language.
    Notice(&'p Newsletter),
    /// A newsletter as a picture for a signage screen, in one language and format.
    Signage(&'p Newsletter),
    /// Slides filled with what a campaign knows, in one language.
    Deck(Deck),
    /// A ground for video calls in one template family and language; of the branding kit.
    CallBackground(&'p Banner),
    /// A part of the branding kit.
    Brand(BrandPart),
}

/// A deck of slides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deck {
    /// For a manager and their team.
    TeamBriefing,
    /// For those who decide.
    SteeringCommittee,
}

impl Deck {
    /// Every deck.
    pub const ALL: [Self; 2] = [Deck::TeamBriefing, Deck::SteeringCommittee];

    /// As it stands in a file's name.
    pub fn id(self) -> &'static str {
        match self {
            Deck::TeamBriefing => "team-briefing",
            Deck::SteeringCommittee => "steering-committee",
        }
    }
}

/// The grounds for video calls, as they stand in the manifest and in paths.
pub(super) const CALL_BACKGROUNDS: &str = "call-backgrounds";

/// A part of the branding kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrandPart {
    /// The logo in every form: lockup, colour, file type.
    Logo,
    /// The colours for every program that takes a palette, and the brand as data.
    Palette,
    /// The fonts with their licences.
    Fonts,
    /// The pattern.
    Pattern,
    /// A signature for each person's mail, with a page to copy it from.
    Signatures,
    /// Empty office documents in the brand's look: slides, letter, memo; in one language.
    Office,
    /// The graphic charter; in one language.
    Guide,
}

impl BrandPart {
    /// As it stands in the manifest.
    pub fn id(self) -> &'static str {
        match self {
            BrandPart::Logo => "logo",
            BrandPart::Palette => "palette",
            BrandPart::Fonts => "fonts",
            BrandPart::Pattern => "pattern",
            BrandPart::Signatures => "signatures",
            BrandPart::Office => "office",
            BrandPart::Guide => "brand-guide",
        }
    }
}

/// One unit of work: a piece in one language, format and site.
#[derive(Debug, Clone)]
pub struct Job<'p> {
    /// What it makes.
    pub piece: Piece<'p>,
    /// The campaign that the piece belongs to; for a part of the branding kit the project's first, which it may show.
    pub campaign: &'p Campaign,
    /// The piece's language.
    pub language: LanguageTag,
    /// The site that it is made for.
    pub site: Option<&'p Site>,
    /// Its size, for posters and banners.
    pub format: Option<Format>,
    /// The files that it makes.
    pub artefacts: Vec<Artefact>,
    /// The jobs whose bytes it needs.
    pub needs: Vec<Need>,
}

impl Job<'_> {
    /// Of a newsletter that is sent again and again, the occurrence that it is made for.
    pub fn occurrence(&self) -> Option<jiff::civil::DateTime> {
        match self.piece {
            Piece::Newsletter(Newsletter { send: Some(Schedule::Every(_)), first_send, .. }) => *first_send,
            _ => None,
        }
    }

    /// The piece's kind.
    pub fn kind(&self) -> Kind {
        match self.piece {
            Piece::Newsletter(_) | Piece::Notice(_) | Piece::Signage(_) => Kind::Newsletters,
            Piece::Poster(_) | Piece::PrintFile(..) | Piece::Tiles(..) | Piece::PrintOrder(_) => Kind::Posters,
            Piece::Banner(_) => Kind::Banners,
            Piece::Guide(_) => Kind::Guides,
            Piece::Deck(_) => Kind::Decks,
            Piece::CallBackground(_) | Piece::Brand(_) => Kind::Brand,
        }
    }

    /// The campaign that owns the piece; none for a part of the branding kit.
    pub fn owner(&self) -> Option<&Id> {
        (self.kind() != Kind::Brand).then_some(&self.campaign.id)
    }

    /// True when the piece's texts are built in.
    pub fn is_built_in(&self) -> bool {
        match self.piece {
            Piece::Newsletter(n) | Piece::Notice(n) | Piece::Signage(n) => n.built_in,
            Piece::Poster(p) | Piece::PrintFile(p, _) | Piece::Tiles(p, _) => p.built_in,
            Piece::Banner(b) | Piece::CallBackground(b) => b.built_in,
            Piece::Guide(g) => g.built_in,
            Piece::PrintOrder(_) | Piece::Deck(_) | Piece::Brand(_) => false,
        }
    }

    /// The piece's id.
    pub fn id(&self) -> &str {
        match self.piece {
            Piece::Newsletter(n) | Piece::Notice(n) | Piece::Signage(n) => n.id.as_str(),
            Piece::Poster(p) | Piece::PrintFile(p, _) | Piece::Tiles(p, _) => p.id.as_str(),
            Piece::PrintOrder(c) => c.id.as_str(),
            Piece::Banner(b) => b.id.as_str(),
            Piece::Guide(g) => g.id.as_str(),
            Piece::Deck(deck) => deck.id(),
            Piece::CallBackground(_) => CALL_BACKGROUNDS,
            Piece::Brand(part) => part.id(),
        }
    }

    /// The id among the project's pieces: `lancement/annonce`, `brand/logo`.
    pub fn global_id(&self) -> String {
        format!("{}/{}", self.owner().map_or(Kind::Brand.folder(), Id::as_str), self.id())
    }

    /// Where the piece was written.
    pub fn span(&self) -> &Span {
        match self.piece {
            Piece::Newsletter(n) | Piece::Notice(n) | Piece::Signage(n) => &n.span,
            Piece::Poster(p) | Piece::PrintFile(p, _) | Piece::Tiles(p, _) => &p.span,
            Piece::PrintOrder(c) => &c.span,
            // Made from the whole of it.
            Piece::Deck(_) | Piece::Brand(_) => &self.campaign.span,
            Piece::Banner(b) | Piece::CallBackground(b) => &b.span,
            Piece::Guide(g) => &g.span,
        }
    }

    /// How far its artwork reaches beyond the trimmed edge: what its print settings say, else what its format has.
    pub fn bleed(&self) -> Millimetres {
        let format = self.format.as_ref().map_or(Millimetres(0.0), Format::bleed);
        let own = match self.piece {
            Piece::Poster(p) | Piece::PrintFile(p, _) | Piece::Tiles(p, _) => p.print.as_ref().and_then(|p| p.bleed),
            _ => None,
        };
        own.filter(|_| format.0 > 0.0).unwrap_or(format)
    }

    /// The artefact with this ending.
    pub fn artefact(&self, ending: &str) -> Option<&Artefact> {
        self.artefacts.iter().find(|a| a.ending == ending)
    }
}

/// A file that a job makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// Its path below `output/`, `/` between folders: `lancement/posters/annonce-lyon-A3.fr.png`.
    pub path: String,
    /// What tells it from the job's other files: mostly what follows the piece's name in it, as `png` or `html`.
    pub ending: &'static str,
    /// The readers that it is compiled for, for a newsletter's segments.
    pub variant: Option<Variant>,
}

impl Artefact {
    /// One that is for everybody.
    pub fn new(path: String, ending: &'static str) -> Self {
        Self { path, ending, variant: None }
    }
}

/// Another job's file that a job builds upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// What it is needed as.
    pub role: Role,
    /// The job that makes it.
    pub job: JobId,
    /// Which of that job's files.
    pub ending: &'static str,
}

/// What another job's file is needed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The banner at the head of a newsletter (format `email-header`, PNG).
    Header,
    /// The poster that a print file or sheets to assemble are made of (PDF).
    Poster,
    /// The poster that a guide shows at this place, counted from 0 (PNG or JPEG).
    Picture(usize),
    /// What that poster says, as text.
    Alternative(usize),
    /// The guide that a newsletter's `attach` names at this place, counted from 0 (PDF).
    Attachment(usize),
    /// The piece that the graphic charter shows at this place, counted from 0 (PNG).
    Example(usize),
}
