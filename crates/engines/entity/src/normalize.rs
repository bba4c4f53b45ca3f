//! The small changes that an accepted entity gets before it is stored and shown.
//!
//! Sorted reference lists and links that cannot run a script (contracts: entity-model 4, catalog-api 6).

use serde_json::Value;

use crate::canonical::compare_utf16;
use crate::kinds;
use crate::scheme;

/// What stands in place of a link that could run a script.
pub const REJECTED_LINK: &str = "https://backstage.io/annotation-rejected-for-security-reasons";

/// Annotations whose values are drawn as links.
const LINK_ANNOTATIONS: [&str; 2] = ["backstage.io/view-url", "backstage.io/edit-url"];

/// Brings an entity into its stored form. Doing it again changes nothing.
pub fn normalize(entity: &mut Value) {
    sort_reference_lists(entity);
    neutralise_links(entity);
}

/// Sorts the reference lists of the entity's kind, as JavaScript sorts strings. Lists with anything but strings
/// are left for the kind check to refuse.
pub fn sort_reference_lists(entity: &mut Value) {
    let (kind, api_version) = kinds::identity(entity);
    let Some(kind) = kinds::builtin(kind, api_version) else {
        return;
    };
    let Some(Value::Object(spec)) = entity.get_mut("spec") else {
        return;
    };
    for field in kind.sorted {
        if let Some(Value::Array(items)) = spec.get_mut(*field)
            && items.iter().all(Value::is_string)
        {
            items.sort_by(|left, right| {
                compare_utf16(left.as_str().unwrap_or_default(), right.as_str().unwrap_or_default())
            });
        }
    }
}

/// Replaces view and edit links that could run a script.
pub fn neutralise_links(entity: &mut Value) {
    let Some(Value::Object(annotations)) = entity.pointer_mut("/metadata/annotations") else {
        return;
    };
    for name in LINK_ANNOTATIONS {
        if let Some(link) = annotations.get_mut(name)
            && link.as_str().is_some_and(scheme::is_script)
        {
            *link = Value::from(REJECTED_LINK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn sorts_by_kind_and_neutralises_links() {
        let mut entity = json!({
            "apiVersion": "backstage.io/v1alpha1", "kind": "Component",
            "metadata": {"name": "a", "annotations": {
                "backstage.io/view-url": "\u{1}JavaScript:alert(1)", "backstage.io/edit-url": "https://a",
                "other": "javascript:x",
            }},
            "spec": {"providesApis": ["b", "a", "\u{ff5e}", "\u{1f600}"], "memberOf": ["b", "a"], "dependsOn": ["b", 1]},
        });
        normalize(&mut entity);
        let once = entity.clone();
        normalize(&mut entity);
        assert_eq!(entity, once);
        assert_eq!(
            entity["spec"],
            json!({"providesApis": ["a", "b", "\u{1f600}", "\u{ff5e}"], "memberOf": ["b", "a"], "dependsOn": ["b", 1]})
        );
        assert_eq!(
            entity["metadata"]["annotations"],
            json!({"backstage.io/view-url": REJECTED_LINK, "backstage.io/edit-url": "https://a", "other": "javascript:x"})
        );
    }
}
