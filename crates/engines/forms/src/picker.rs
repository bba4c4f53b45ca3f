//! The fields that Backstage adds to JSON Schema's: pickers of entities, owners and repositories, and secrets.
//!
//! A picker says what may be chosen and how the value is written; whoever shows it looks the choices up. Options that
//! are not what they should be are problems of the template, and count as not written.

mod catalog_filter;
mod options;
mod repository;
mod rules;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::problem::FormProblem;
pub use catalog_filter::{CatalogFilter, FilterValue};
use options::Options;
pub use repository::{RepoBranchPicker, RepoOwnerPicker, RepoUrlPicker, UserCredentials};
pub use rules::Host;
pub(crate) use rules::breaches;

/// A field of Backstage's own, by the name that `ui:field` has for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "field")]
pub enum Picker {
    EntityPicker(EntityPicker),
    MultiEntityPicker(MultiEntityPicker),
    OwnerPicker(OwnerPicker),
    /// Like [`EntityPicker`], of the entities that the user owns.
    OwnedEntityPicker(EntityPicker),
    /// A group that the user is a member of.
    MyGroupsPicker,
    /// A text that is a valid name of an entity.
    EntityNamePicker,
    EntityTagsPicker(EntityTagsPicker),
    RepoUrlPicker(RepoUrlPicker),
    RepoBranchPicker(RepoBranchPicker),
    RepoOwnerPicker(RepoOwnerPicker),
    /// A text that is kept from the parameters: those hold asterisks, the text goes to the task's secrets.
    Secret,
}

/// One entity; the value is its reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityPicker {
    /// Which entities; all when `None`.
    pub catalog_filter: Option<CatalogFilter>,
    /// Kind that a reference need not name.
    pub default_kind: Option<String>,
    /// Namespace that a reference need not name.
    pub default_namespace: Option<String>,
    /// Whether a text that is no entity may stay.
    pub allow_arbitrary_values: bool,
    /// Whether leaving the field takes what is highlighted.
    pub auto_select: bool,
}

/// Several entities; the value is a list of references.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MultiEntityPicker {
    pub catalog_filter: Option<CatalogFilter>,
    pub default_kind: Option<String>,
    pub default_namespace: Option<String>,
    pub allow_arbitrary_values: bool,
}

/// A group or a user; the value is a reference whose default kind is `Group`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnerPicker {
    pub catalog_filter: CatalogFilter,
    pub default_namespace: Option<String>,
    pub allow_arbitrary_values: bool,
}

/// Tags that entities have; the value is a list of texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityTagsPicker {
    /// Kinds whose tags are offered; all when empty.
    pub kinds: Vec<String>,
    pub show_counts: bool,
    pub helper_text: Option<String>,
}

impl Picker {
    /// Reads the picker that `ui:field` names; `None` when it names none of these.
    pub(crate) fn parse(
        options: &Map<String, Value>,
        pointer: &str,
        problems: &mut Vec<FormProblem>,
    ) -> Option<Self> {
        let name = options.get("field").and_then(Value::as_str)?;
        let mut options = Options { written: options, pointer, problems };
        Some(match name {
            "EntityPicker" => Self::EntityPicker(EntityPicker::parse(&mut options)),
            "OwnedEntityPicker" => Self::OwnedEntityPicker(EntityPicker::parse(&mut options)),
            "MultiEntityPicker" => Self::MultiEntityPicker(MultiEntityPicker {
                catalog_filter: options.filter(),
                default_kind: options.text("defaultKind"),
                default_namespace: options.namespace(),
                allow_arbitrary_values: options.switch("allowArbitraryValues").unwrap_or(true),
            }),
            "OwnerPicker" => Self::OwnerPicker(OwnerPicker {
                catalog_filter: options.filter().unwrap_or_else(|| {
                    let kinds = options.texts("allowedKinds");
                    CatalogFilter::kinds(kinds.unwrap_or_else(|| vec!["Group".to_owned(), "User".to_owned()]))
                }),
                default_namespace: options.namespace(),
                allow_arbitrary_values: options.switch("allowArbitraryValues").unwrap_or(true),
            }),
            "MyGroupsPicker" => Self::MyGroupsPicker,
            "EntityNamePicker" => Self::EntityNamePicker,
            "EntityTagsPicker" => Self::EntityTagsPicker(EntityTagsPicker {
                kinds: options.texts("kinds").unwrap_or_default(),
                show_counts: options.switch("showCounts").unwrap_or(false),
                helper_text: options.text("helperText"),
            }),
            "RepoUrlPicker" => Self::RepoUrlPicker(RepoUrlPicker::parse(&mut options)),
            "RepoBranchPicker" => Self::RepoBranchPicker(RepoBranchPicker::parse(&mut options)),
            "RepoOwnerPicker" => Self::RepoOwnerPicker(RepoOwnerPicker::parse(&mut options)),
            "Secret" => Self::Secret,
            _ => return None,
        })
    }

    /// The name that `ui:field` has for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::EntityPicker(_) => "EntityPicker",
            Self::MultiEntityPicker(_) => "MultiEntityPicker",
            Self::OwnerPicker(_) => "OwnerPicker",
            Self::OwnedEntityPicker(_) => "OwnedEntityPicker",
            Self::MyGroupsPicker => "MyGroupsPicker",
            Self::EntityNamePicker => "EntityNamePicker",
            Self::EntityTagsPicker(_) => "EntityTagsPicker",
            Self::RepoUrlPicker(_) => "RepoUrlPicker",
            Self::RepoBranchPicker(_) => "RepoBranchPicker",
            Self::RepoOwnerPicker(_) => "RepoOwnerPicker",
            Self::Secret => "Secret",
        }
    }
}

impl EntityPicker {
    fn parse(options: &mut Options<'_>) -> Self {
        let filter = options.filter();
        Self {
            catalog_filter: filter.or_else(|| options.texts("allowedKinds").map(CatalogFilter::kinds)),
            default_kind: options.text("defaultKind"),
            default_namespace: options.namespace(),
            allow_arbitrary_values: options.switch("allowArbitraryValues").unwrap_or(true),
            auto_select: options.switch("autoSelect").unwrap_or(true),
        }
    }
}
