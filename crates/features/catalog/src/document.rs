//! The text of an entity: as stored (processed, without relations) and as sent (with uid, etag, relations and status).
//! Works on text where it can, because it runs for every entity of the catalog; knows no index and no database.

use bytes::Bytes;
use serde_json::{Map, Value};
use sha1::{Digest, Sha1};

/// Every stored document starts with this; the uid and etag go right behind it.
const START: &str = "{\"metadata\":{";
const RELATIONS: &str = ",\"relations\":[";
const STATUS: &str = ",\"status\":{\"items\":";
const OWN_ETAG: &str = "{\"metadata\":{\"etag\":";

/// The stored form of a processed entity: metadata first, without uid; an etag that the source supplied comes first in
/// the metadata, so that it is known without parsing.
pub fn compose(entity: &Value) -> String {
    let mut metadata = Map::new();
    if let Some(given) = entity.get("metadata").and_then(Value::as_object) {
        if let Some(etag) = given.get("etag") {
            metadata.insert("etag".to_owned(), etag.clone());
        }
        for (key, value) in given {
            if key != "uid" && key != "etag" {
                metadata.insert(key.clone(), value.clone());
            }
        }
    }
    let mut document = Map::new();
    document.insert("metadata".to_owned(), Value::Object(metadata));
    if let Some(root) = entity.as_object() {
        for (key, value) in root {
            if key != "metadata" && key != "relations" && key != "status" {
                document.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(document).to_string()
}

/// The entity as clients get it. `problems` is a JSON array of status items. The etag is the SHA-1 of everything that
/// the answer shows but itself and the uid. Source: catalog-api contract, section 6.
pub fn stitch(document: &str, uid: &str, relations: &[(String, String)], problems: &str) -> Bytes {
    let body = document.strip_prefix(START).and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let mut tail = String::with_capacity(relations.len() * 64 + problems.len() + 48);
    tail.push_str(RELATIONS);
    for (position, (kind, target)) in relations.iter().enumerate() {
        if position > 0 {
            tail.push(',');
        }
        tail.push_str("{\"type\":");
        push_text(&mut tail, kind);
        tail.push_str(",\"targetRef\":");
        push_text(&mut tail, target);
        tail.push('}');
    }
    tail.push(']');
    if problems != "[]" {
        tail.push_str(STATUS);
        tail.push_str(problems);
        tail.push('}');
    }
    tail.push('}');
    let mut text = String::with_capacity(START.len() + body.len() + tail.len() + 112);
    text.push_str(START);
    text.push_str("\"uid\":\"");
    text.push_str(uid);
    text.push_str("\",");
    if !document.starts_with(OWN_ETAG) {
        text.push_str("\"etag\":\"");
        push_digest(&mut text, &[body.as_bytes(), tail.as_bytes()]);
        text.push_str("\",");
    }
    text.push_str(body);
    text.push_str(&tail);
    Bytes::from(text)
}

/// Takes an answer apart again: `(stored document, uid, problems)`; `None` if it was not made by [`stitch`].
pub fn take_apart(answer: &str) -> Option<(String, &str, &str)> {
    let rest = answer.strip_prefix(START)?.strip_prefix("\"uid\":\"")?;
    let (uid, rest) = rest.split_once("\",")?;
    let relations = rest.rfind(RELATIONS)?;
    let (mut body, tail) = rest.split_at(relations);
    let problems = match tail.rfind(STATUS) {
        Some(at) => tail.get(at + STATUS.len()..tail.len().checked_sub(2)?)?,
        None => "[]",
    };
    // An etag that we made is 40 hexadecimal digits in front; one that the source supplied stays part of the document.
    if let Some(after) = body.strip_prefix("\"etag\":\"")
        && after.as_bytes().get(40) == Some(&b'"')
        && let (Some(etag), Some(rest)) = (after.get(..40), after.get(42..))
        && digest(&[rest.as_bytes(), tail.as_bytes()]) == etag
    {
        body = rest;
    }
    Some((format!("{START}{body}}}"), uid, problems))
}

fn push_text(out: &mut String, text: &str) {
    if text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&Value::from(text).to_string());
    }
}

fn digest(parts: &[&[u8]]) -> String {
    let mut text = String::with_capacity(40);
    push_digest(&mut text, parts);
    text
}

fn push_digest(out: &mut String, parts: &[&[u8]]) {
    let mut hasher = Sha1::new();
    for part in parts {
        hasher.update(part);
    }
    for byte in hasher.finalize() {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_answer_has_uid_etag_relations_and_status() {
        let entity = json!({"apiVersion": "v1", "kind": "Component", "metadata": {"name": "a", "uid": "mine"}, "spec": {"x": 1}});
        let document = compose(&entity);
        let problems = r#"[{"level":"error"}]"#;
        let answer =
            stitch(&document, "u-1", &[("ownedBy".to_owned(), "group:default/a\"b".to_owned())], problems);
        let value: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(value["metadata"]["uid"], "u-1");
        assert_eq!(value["metadata"]["etag"].as_str().unwrap().len(), 40);
        assert_eq!(value["relations"], json!([{"type": "ownedBy", "targetRef": "group:default/a\"b"}]));
        assert_eq!(value["status"], json!({"items": [{"level": "error"}]}));
        assert_eq!(value["spec"]["x"], 1);
    }

    #[test]
    fn an_answer_comes_apart_into_what_it_was_made_of() {
        let tricky = json!({"relations": [1], "status": {"items": [2]}, "x": ",\"relations\":["});
        for (etag, problems) in [
            (None, "[]"),
            (Some("short"), "[{\"a\":1}]"),
            (Some("0123456789012345678901234567890123456789"), "[]"),
        ] {
            let mut entity = json!({"metadata": {"name": "a"}, "spec": tricky});
            if let Some(etag) = etag {
                entity["metadata"]["etag"] = etag.into();
            }
            let document = compose(&entity);
            let answer = stitch(
                &document,
                "u-1",
                &[("a".to_owned(), "b".to_owned()), ("c".to_owned(), "d".to_owned())],
                problems,
            );
            let text = std::str::from_utf8(&answer).unwrap();
            assert_eq!(take_apart(text), Some((document, "u-1", problems)), "{etag:?}");
        }
    }

    #[test]
    fn a_given_etag_is_kept() {
        let document = compose(&json!({"metadata": {"name": "a", "etag": "mine"}}));
        let value: Value = serde_json::from_slice(&stitch(&document, "u", &[], "[]")).unwrap();
        assert_eq!(value["metadata"]["etag"], "mine");
        assert_eq!(value["relations"], json!([]));
        assert_eq!(value.get("status"), None);
    }
}
