//! An API entity as far as its definition is concerned.

use definition::Kind;
use kernel::extension::Subject;

/// The relations of an API to those who have to do with it.
pub(crate) const PROVIDED_BY: &str = "apiProvidedBy";
pub(crate) const CONSUMED_BY: &str = "apiConsumedBy";

/// An API with a definition.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// The full ref in lower case.
    pub(crate) reference: String,
    /// The path of the entity's page.
    pub(crate) path: String,
    pub(crate) name: String,
    /// What people call it.
    pub(crate) title: String,
    /// What `spec.type` says the definition is.
    pub(crate) kind: Kind,
    /// `spec.type` as written.
    pub(crate) type_name: String,
    /// Changes with everything that the entity says; `None` when it is not known.
    pub(crate) etag: Option<String>,
    /// Entities that say that they provide it, and that they consume it.
    pub(crate) providers: usize,
    pub(crate) consumers: usize,
    /// `spec.definition`.
    pub(crate) text: String,
}

impl Api {
    /// What an entity says about its definition; `None` for one that is no API or has no definition.
    pub(crate) fn of(subject: &Subject) -> Option<Self> {
        let text = subject.spec("definition").filter(|text| !text.trim().is_empty())?;
        if !subject.kind.eq_ignore_ascii_case("api") {
            return None;
        }
        let type_name = subject.spec("type").unwrap_or_default();
        Some(Self {
            reference: subject.reference.clone(),
            path: subject.path.clone(),
            name: subject.name().to_owned(),
            title: subject.title().unwrap_or_else(|| subject.name()).to_owned(),
            kind: Kind::of_type(type_name),
            type_name: type_name.to_owned(),
            providers: subject.targets(PROVIDED_BY).count(),
            consumers: subject.targets(CONSUMED_BY).count(),
            etag: subject.metadata("etag").map(str::to_owned),
            text: text.to_owned(),
        })
    }
}
