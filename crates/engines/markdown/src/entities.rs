//! Named entities of HTML.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What a name between `&` and `;` stands for.
pub(crate) fn named(name: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let name = |entity: &'static str| entity.strip_prefix('&')?.strip_suffix(';');
        entities::ENTITIES
            .iter()
            .filter_map(|entity| Some((name(entity.entity)?, entity.characters)))
            .collect()
    });
    table.get(name).copied()
}
