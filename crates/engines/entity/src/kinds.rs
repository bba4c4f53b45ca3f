//! The kinds of entities: which there are, what their `spec` must hold, and which relations its fields make.
//!
//! Built-in kinds are tables, one file each; further kinds come from configuration with a JSON Schema. A kind
//! is found by the exact `kind` and `apiVersion` (contracts: entity-model 3).

mod ai_resource;
mod api;
mod component;
mod custom;
mod domain;
mod group;
mod location;
mod resource;
mod system;
mod template;
mod user;

use serde_json::Value;

use crate::envelope;
use crate::problem::{ErrorName, Problem, Stage};
use crate::refs::EntityRef;
use crate::shape::{self, Fields, Misfit, Others, Path, Shape};

use custom::CompiledKind;
pub use custom::{CustomKind, CustomKindError, CustomRelation};

/// The versions of the kinds that belong to the catalog itself.
const CATALOG_VERSIONS: &[&str] = &["backstage.io/v1alpha1", "backstage.io/v1beta1"];

/// A kind whose rules are compiled in.
pub(crate) struct BuiltinKind {
    pub kind: &'static str,
    pub api_versions: &'static [&'static str],
    pub spec: Fields,
    /// Other rules for `spec`, by the value of `spec.type`.
    pub variants: &'static [(&'static str, Fields)],
    pub relations: &'static [RelationField],
    /// Lists of `spec` that are kept sorted.
    pub sorted: &'static [&'static str],
}

/// A field of `spec` that holds one reference or a list of them.
pub(crate) struct RelationField {
    pub field: &'static str,
    /// The kind of references that name none; `None` where they must.
    pub default_kind: Option<&'static str>,
    pub forward: &'static str,
    pub reverse: &'static str,
    /// Counts only for this `spec.type`.
    pub only_type: Option<&'static str>,
}

impl RelationField {
    const fn new(
        field: &'static str,
        default_kind: &'static str,
        forward: &'static str,
        reverse: &'static str,
    ) -> Self {
        Self { field, default_kind: Some(default_kind), forward, reverse, only_type: None }
    }

    /// References must name their kind.
    const fn of_any_kind(field: &'static str, forward: &'static str, reverse: &'static str) -> Self {
        Self { field, default_kind: None, forward, reverse, only_type: None }
    }

    const fn only_for(self, spec_type: &'static str) -> Self {
        Self { only_type: Some(spec_type), ..self }
    }
}

const OWNER: RelationField = RelationField::new("owner", "Group", "ownedBy", "ownerOf");
const SYSTEM: RelationField = RelationField::new("system", "System", "partOf", "hasPart");
const DEPENDS_ON: RelationField = RelationField::of_any_kind("dependsOn", "dependsOn", "dependencyOf");
const DEPENDENCY_OF: RelationField = RelationField::of_any_kind("dependencyOf", "dependencyOf", "dependsOn");

/// What groups and users say about themselves.
const PROFILE: Shape = Shape::Object(&Fields {
    required: &[],
    named: &[("displayName", Shape::Text), ("email", Shape::Text), ("picture", Shape::Text)],
    others: Others::Kept,
});

static BUILTIN: [&BuiltinKind; 10] = [
    &component::COMPONENT,
    &api::API,
    &resource::RESOURCE,
    &system::SYSTEM_KIND,
    &domain::DOMAIN,
    &group::GROUP,
    &user::USER,
    &location::LOCATION,
    &template::TEMPLATE,
    &ai_resource::AI_RESOURCE,
];

/// The kinds that this portal recognises.
#[derive(Debug, Default)]
pub struct Kinds {
    custom: Vec<CompiledKind>,
    has_mcp_servers: bool,
}

impl Kinds {
    /// The kinds of a stock Backstage, the scaffolder's templates, and AI resources.
    pub fn builtin() -> Self {
        Self::default()
    }

    /// Reads APIs of type `mcp-server` by their own rules: `remotes` instead of a `definition`. Off in a stock
    /// Backstage, where such an API without a definition is refused; its catalog model layer turns it on.
    #[must_use]
    pub fn with_mcp_servers(mut self) -> Self {
        self.has_mcp_servers = true;
        self
    }

    /// Adds kinds from configuration. The error says which entry of the list is wrong, and where in it.
    pub fn with_custom(mut self, custom: Vec<CustomKind>) -> Result<Self, CustomKindError> {
        if custom.len() > custom::MOST_KINDS {
            return Err(CustomKindError::new("", format!("more than {} kinds", custom::MOST_KINDS)));
        }
        for (index, kind) in custom.into_iter().enumerate() {
            for (version, api_version) in kind.api_versions.iter().enumerate() {
                if builtin(&kind.kind, api_version).is_some()
                    || self.custom(&kind.kind, api_version).is_some()
                {
                    let message = format!("{} in version {api_version} exists already", kind.kind);
                    return Err(CustomKindError::new(format!("/{index}/apiVersions/{version}"), message));
                }
            }
            self.custom.push(CompiledKind::compile(kind, index)?);
        }
        Ok(self)
    }

    /// The kinds' names, built-in ones first, each once per definition.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        BUILTIN.iter().map(|kind| kind.kind).chain(self.custom.iter().map(|kind| kind.kind.as_str()))
    }

    /// Checks an entity that has passed the policies by the rules of its kind.
    pub(crate) fn check(&self, entity: &Value, entity_ref: &EntityRef) -> Result<(), Problem> {
        let (kind, api_version) = identity(entity);
        if let Some(builtin) = builtin(kind, api_version) {
            return check_builtin(self, builtin, entity).map_err(kind_problem);
        }
        if let Some(custom) = self.custom(kind, api_version) {
            return custom.check(entity).map_err(kind_problem);
        }
        Err(self.not_recognised(kind, api_version, entity_ref))
    }

    pub(crate) fn custom(&self, kind: &str, api_version: &str) -> Option<&CompiledKind> {
        self.custom.iter().find(|custom| custom.matches(kind, api_version))
    }

    fn not_recognised(&self, kind: &str, api_version: &str, entity_ref: &EntityRef) -> Problem {
        let message = format!(
            "No processor recognized the entity {entity_ref} as valid, possibly caused by a foreign kind or apiVersion"
        );
        let versions: Vec<&str> = self.versions_of(kind).collect();
        let (pointer, help) = if versions.is_empty() {
            ("/kind", self.similar(kind).map(|name| format!("did you mean `kind: {name}`?")))
        } else {
            ("/apiVersion", Some(format!("{kind} exists in {}, not in {api_version}", versions.join(", "))))
        };
        let mut problem = Problem::at(Stage::Kind, ErrorName::Input, "kind", pointer, message);
        problem.help = help;
        problem
    }

    /// The rules for `spec` that hold for this `spec.type`.
    pub(crate) fn spec_of<'k>(&self, kind: &'k BuiltinKind, spec_type: Option<&str>) -> &'k Fields {
        match kind.variants.iter().find(|(name, _)| spec_type == Some(name)) {
            Some((api::MCP_SERVER, _)) if !self.has_mcp_servers => &kind.spec,
            Some((_, fields)) => fields,
            None => &kind.spec,
        }
    }

    pub(crate) fn versions_of<'k>(&'k self, kind: &'k str) -> impl Iterator<Item = &'k str> {
        let builtin = BUILTIN.iter().filter(move |builtin| builtin.kind == kind);
        let custom = self.custom.iter().filter(move |custom| custom.kind == kind);
        builtin
            .flat_map(|kind| kind.api_versions.iter().copied())
            .chain(custom.flat_map(|kind| kind.api_versions.iter().map(String::as_str)))
    }

    fn similar(&self, kind: &str) -> Option<&str> {
        let kind = kind.to_lowercase();
        let distance = |name: &str| strsim::damerau_levenshtein(&kind, &name.to_lowercase());
        let (name, distance) =
            self.names().map(|name| (name, distance(name))).min_by_key(|(_, distance)| *distance)?;
        (distance <= MOST_TYPING_ERRORS).then_some(name)
    }
}

/// Typing errors within which another kind is suggested.
const MOST_TYPING_ERRORS: usize = 2;

/// `kind` and `apiVersion` as they stand in the document.
pub(crate) fn identity(entity: &Value) -> (&str, &str) {
    let text = |field: &str| entity.get(field).and_then(Value::as_str).unwrap_or_default();
    (text("kind"), text("apiVersion"))
}

pub(crate) fn builtin(kind: &str, api_version: &str) -> Option<&'static BuiltinKind> {
    BUILTIN
        .iter()
        .copied()
        .find(|builtin| builtin.kind == kind && builtin.api_versions.contains(&api_version))
}

fn check_builtin(kinds: &Kinds, kind: &BuiltinKind, entity: &Value) -> Result<(), Misfit> {
    let Some(spec) = entity.get("spec") else {
        let detail = "missingProperty: spec".to_owned();
        let text = "must have required property 'spec'".to_owned();
        return Err(Misfit { pointer: String::new(), text, detail, keyword: "required" });
    };
    let path = Path::Key(&Path::Root, "spec");
    let Value::Object(spec) = spec else {
        let (text, detail) = ("must be object".to_owned(), "type: object".to_owned());
        return Err(Misfit { pointer: path.pointer(), text, detail, keyword: "type" });
    };
    let spec_type = spec.get("type").and_then(Value::as_str);
    shape::check_fields(kinds.spec_of(kind, spec_type), spec, &path)
}

fn kind_problem(misfit: Misfit) -> Problem {
    let message = if misfit.detail.is_empty() {
        format!("{} {}", misfit.path(), misfit.text)
    } else {
        format!("{} {} - {}", misfit.path(), misfit.text, misfit.detail)
    };
    envelope::problem(Stage::Kind, ErrorName::Type, message, misfit)
}

#[cfg(test)]
mod tests;
