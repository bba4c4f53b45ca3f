//! Names for refs: titles of those entities that the reader may see, and links to them. One look-up for a whole page.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use entity::EntityRef;
use entity::refs::DEFAULT_NAMESPACE;
use kernel::{Ctx, Error};
use page::address::entity_path;
use ui::Href;
use ui::kind::EntityLink;

use super::shown;
use crate::Catalog;
use crate::entities::find;

/// Refs from which their entities are read on a thread for heavy work.
const MANY: usize = 300;

/// What the refs of one page are called.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// Title, or nothing for an entity that has none, of every ref that was found.
    found: HashMap<String, Option<String>>,
}

impl Titles {
    /// Looks up `refs`. Those that the reader may not see stay unknown, like those that do not exist.
    pub(super) async fn of<'a>(
        catalog: &Catalog,
        ctx: &Ctx,
        refs: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Error> {
        let mut seen = HashSet::new();
        let mut wanted = Vec::new();
        for entity_ref in refs {
            let entity_ref = entity_ref.to_lowercase();
            if seen.insert(entity_ref.clone()) {
                wanted.push(entity_ref);
            }
        }
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let answers = find::by_refs(catalog, ctx, &wanted, None).await?;
        if wanted.len() < MANY {
            return Self::read(wanted, &answers);
        }
        tokio::task::spawn_blocking(move || Self::read(wanted, &answers)).await.map_err(Error::internal)?
    }

    fn read(wanted: Vec<String>, answers: &[Option<Bytes>]) -> Result<Self, Error> {
        let mut found = HashMap::with_capacity(wanted.len());
        for (entity_ref, answer) in wanted.into_iter().zip(answers) {
            if let Some(answer) = answer {
                found.insert(entity_ref, shown::read_head(answer)?.title().map(str::to_owned));
            }
        }
        Ok(Self { found })
    }

    /// A link to an entity by its title, else by its name. A ref that is none is shown as it is.
    pub(super) fn link(&self, entity_ref: &str) -> EntityLink {
        let reference = entity_ref.to_lowercase();
        let found = self.found.get(&reference);
        let parsed = EntityRef::parse(entity_ref, None, DEFAULT_NAMESPACE).ok();
        let title = found.cloned().flatten();
        let label =
            title.or_else(|| parsed.as_ref().map(short_name)).unwrap_or_else(|| entity_ref.to_owned());
        EntityLink {
            kind: parsed.as_ref().map_or_else(String::new, |parsed| parsed.kind.clone()),
            label,
            reference,
            href: parsed.as_ref().map_or_else(Href::default, |parsed| Href::new(path_of(parsed))),
            missing: found.is_none(),
        }
    }

    /// Whether there is such an entity that the reader may see.
    pub(super) fn knows(&self, entity_ref: &str) -> bool {
        self.found.contains_key(entity_ref)
    }

    /// What a ref is called, without the link.
    pub(super) fn label(&self, entity_ref: &str) -> String {
        self.link(entity_ref).label
    }
}

/// The name, with the namespace unless it is the usual one.
fn short_name(entity_ref: &EntityRef) -> String {
    if entity_ref.namespace.eq_ignore_ascii_case(DEFAULT_NAMESPACE) {
        return entity_ref.name.clone();
    }
    format!("{}/{}", entity_ref.namespace, entity_ref.name)
}

/// The path of an entity's page.
pub(super) fn path_of(entity_ref: &EntityRef) -> String {
    let EntityRef { kind, namespace, name } = entity_ref;
    entity_path(&namespace.to_lowercase(), &kind.to_lowercase(), name)
}
