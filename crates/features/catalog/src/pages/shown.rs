//! An entity as a page reads it, from the JSON that clients get. What can be asked of it is [`kernel::extension::Subject`]'s,
//! because what features add to the page reads it, too; here is how it comes out of an answer.

use kernel::Error;
pub(super) use kernel::extension::Subject as Shown;

use crate::ingest::annotate;

/// Relations come behind everything that says who an entity is; see [`crate::document`].
const RELATIONS: &str = ",\"relations\":[";

pub(super) fn read(answer: &[u8]) -> Result<Shown, Error> {
    serde_json::from_slice(answer).map_err(Error::internal)
}

/// The entity without its relations and status. A group may have thousands of relations, and whoever only wants its
/// title should not read them.
pub(super) fn read_head(answer: &[u8]) -> Result<Shown, Error> {
    let text = std::str::from_utf8(answer).map_err(Error::internal)?;
    if let Some((head, _)) = text.split_once(RELATIONS)
        && let Ok(shown) = serde_json::from_str(&format!("{head}}}"))
    {
        return Ok(shown);
    }
    // A field of the entity itself was called so.
    read(answer)
}

/// The full ref in lower case.
pub(super) fn reference(shown: &Shown) -> String {
    entity::EntityRef::new(&*shown.kind, shown.namespace(), shown.name()).to_string()
}

/// A JSON pointer as people write paths.
pub(super) fn dotted(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".").replace("~1", "/").replace("~0", "~")
}

pub(super) fn is_orphan(shown: &Shown) -> bool {
    shown.annotation(annotate::ORPHAN) == Some("true")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn any_shape_is_read() {
        let strange = json!({
            "kind": "Odd",
            "metadata": {"name": "x", "title": 5, "tags": "none", "labels": {"a": 1}, "annotations": []},
            "spec": [],
        });
        let shown = read(strange.to_string().as_bytes()).unwrap();
        assert_eq!((shown.title(), shown.tags().count(), shown.spec("type")), (None, 0, None));
        assert_eq!(reference(&shown), "odd:default/x");
        assert_eq!(shown.labels(), [("a".to_owned(), String::new())]);
        assert!(read(b"[]").is_err());
    }

    #[test]
    fn the_head_is_read_without_relations_unless_a_field_is_called_so() {
        let plain = r#"{"metadata":{"name":"a"},"kind":"Group","spec":{"profile":{"displayName":"A"}},"relations":[{"type":"hasMember","targetRef":"user:default/u"}]}"#;
        let shown = read_head(plain.as_bytes()).unwrap();
        assert_eq!((shown.title(), shown.relations.len()), (Some("A"), 0));
        let tricky =
            r#"{"metadata":{"name":"a"},"spec":{"x":1,"relations":[1]},"kind":"Group","relations":[]}"#;
        assert_eq!(read_head(tricky.as_bytes()).unwrap().kind, "Group");
    }
}
