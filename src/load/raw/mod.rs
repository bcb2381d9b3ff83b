//! The format as it is written: raw types with places, and their JSON Schema.
//!
//! In: located YAML trees ([`node::Node`]). Out: raw types in which every key has been checked, but nothing that takes
//! another file, language or key to judge.

pub mod decode;
pub mod node;
pub mod scalar;
pub mod text;

pub mod brand;
pub mod campaign;
pub mod delivery;
pub mod guide;
pub mod identity;
pub mod pieces;

/// The kinds of file that have a schema of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SchemaKind {
    /// brand/identity.yaml
    Identity,
    /// A brand.yml document
    Brand,
    /// campaigns/NAME/campaign.yaml
    Campaign,
    /// campaigns/NAME/newsletters/NAME.yaml
    Newsletter,
    /// campaigns/NAME/posters/NAME.yaml
    Poster,
    /// campaigns/NAME/banners.yaml
    Banners,
    /// The front matter of campaigns/NAME/guides/NAME.LANG.md
    Guide,
    /// delivery.yaml
    Delivery,
}

/// The JSON Schema (2020-12) of a kind of file, made from the types that read it.
pub fn schema(kind: SchemaKind) -> schemars::Schema {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    match kind {
        SchemaKind::Identity => generator.into_root_schema_for::<identity::Identity>(),
        SchemaKind::Brand => generator.into_root_schema_for::<brand::Brand>(),
        SchemaKind::Campaign => generator.into_root_schema_for::<campaign::Campaign>(),
        SchemaKind::Newsletter => generator.into_root_schema_for::<pieces::Newsletter>(),
        SchemaKind::Poster => generator.into_root_schema_for::<pieces::Poster>(),
        SchemaKind::Banners => generator.into_root_schema_for::<Vec<pieces::Banner>>(),
        SchemaKind::Guide => generator.into_root_schema_for::<guide::FrontMatter>(),
        SchemaKind::Delivery => generator.into_root_schema_for::<delivery::Delivery>(),
    }
}
