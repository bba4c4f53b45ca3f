//! Answer bodies put together from documents that are JSON already, in one buffer of the right size.
//!
//! Source of the shapes: the contract sheet catalog-api, section 1.

use bytes::Bytes;

use crate::facets::{Facet, FacetCount};

const NULL: &[u8] = b"null";
/// Room for the members beside the documents.
const FRAME: usize = 96;

/// `[document, ...]`, as `GET /entities` answers.
pub fn array<D: AsRef<[u8]>>(documents: &[D]) -> Bytes {
    let mut body = Vec::with_capacity(size(documents.iter().map(AsRef::as_ref)));
    write_array(&mut body, documents.iter().map(AsRef::as_ref));
    body.into()
}

/// `{"items":[document or null, ...]}`, as by-refs answers.
pub fn items_or_null<D: AsRef<[u8]>>(documents: &[Option<D>]) -> Bytes {
    let parts = || documents.iter().map(|document| document.as_ref().map_or(NULL, AsRef::as_ref));
    let mut body = Vec::with_capacity(FRAME + size(parts()));
    body.extend_from_slice(b"{\"items\":");
    write_array(&mut body, parts());
    body.push(b'}');
    body.into()
}

/// `{"items":[...],"totalItems":n,"pageInfo":{...}}`, as by-query answers.
pub fn page<D: AsRef<[u8]>>(
    documents: &[D],
    total_items: u64,
    next: Option<&str>,
    previous: Option<&str>,
) -> Bytes {
    let cursors = next.map_or(0, str::len) + previous.map_or(0, str::len);
    let mut body = Vec::with_capacity(FRAME + cursors + size(documents.iter().map(AsRef::as_ref)));
    body.extend_from_slice(b"{\"items\":");
    write_array(&mut body, documents.iter().map(AsRef::as_ref));
    body.extend_from_slice(format!(",\"totalItems\":{total_items},\"pageInfo\":{{").as_bytes());
    let mut is_first = true;
    for (name, cursor) in [("nextCursor", next), ("prevCursor", previous)] {
        let Some(cursor) = cursor else { continue };
        if !is_first {
            body.push(b',');
        }
        is_first = false;
        write_text(&mut body, name);
        body.push(b':');
        write_text(&mut body, cursor);
    }
    body.extend_from_slice(b"}}");
    body.into()
}

/// `{"facets":{"<name>":[{"value":..,"count":..}, ...], ...}}`. A name asked twice is answered once.
pub fn facets(facets: &[(String, Facet)]) -> Bytes {
    let values = facets.iter().flat_map(|(_, values)| values.iter()).map(|it| it.value.len() + 32);
    let mut body = Vec::with_capacity(FRAME + values.sum::<usize>());
    body.extend_from_slice(b"{\"facets\":{");
    let mut written = std::collections::HashSet::new();
    for (name, values) in facets {
        if !written.insert(name) {
            continue;
        }
        if written.len() > 1 {
            body.push(b',');
        }
        write_text(&mut body, name);
        body.extend_from_slice(b":[");
        for (place, FacetCount { value, count }) in values.iter().enumerate() {
            body.extend_from_slice(if place > 0 { b",{\"value\":" } else { b"{\"value\":" });
            write_text(&mut body, value);
            body.extend_from_slice(format!(",\"count\":{count}}}").as_bytes());
        }
        body.push(b']');
    }
    body.extend_from_slice(b"}}");
    body.into()
}

fn size<'a>(documents: impl Iterator<Item = &'a [u8]>) -> usize {
    2 + documents.map(|document| document.len() + 1).sum::<usize>()
}

fn write_array<'a>(body: &mut Vec<u8>, documents: impl Iterator<Item = &'a [u8]>) {
    body.push(b'[');
    for (place, document) in documents.enumerate() {
        if place > 0 {
            body.push(b',');
        }
        body.extend_from_slice(document);
    }
    body.push(b']');
}

fn write_text(body: &mut Vec<u8>, text: &str) {
    body.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn bodies_have_the_shapes_of_the_contract() {
        let (one, two) = (&b"{\"a\":1}"[..], &b"{}"[..]);
        let none: [&[u8]; 0] = [];
        let value = |value: &str, count| FacetCount { value: value.to_owned(), count };
        let kinds: Facet = Arc::new(vec![value("API", 2), value("a\"b", 1)]);
        let table = [
            (array(&none), "[]"),
            (array(&[one, two]), r#"[{"a":1},{}]"#),
            (items_or_null(&[Some(one), None]), r#"{"items":[{"a":1},null]}"#),
            (page(&none, 0, None, None), r#"{"items":[],"totalItems":0,"pageInfo":{}}"#),
            (
                page(&[one, two], 7, Some("n="), None),
                r#"{"items":[{"a":1},{}],"totalItems":7,"pageInfo":{"nextCursor":"n="}}"#,
            ),
            (
                page(&[two], 7, None, Some("p")),
                r#"{"items":[{}],"totalItems":7,"pageInfo":{"prevCursor":"p"}}"#,
            ),
            (
                page(&[two], 7, Some("n"), Some("p")),
                r#"{"items":[{}],"totalItems":7,"pageInfo":{"nextCursor":"n","prevCursor":"p"}}"#,
            ),
            (
                facets(&[
                    ("kind".to_owned(), kinds.clone()),
                    ("x\"".to_owned(), Facet::default()),
                    ("kind".to_owned(), kinds),
                ]),
                r#"{"facets":{"kind":[{"value":"API","count":2},{"value":"a\"b","count":1}],"x\"":[]}}"#,
            ),
        ];
        for (body, expected) in table {
            assert_eq!(std::str::from_utf8(&body).unwrap(), expected);
        }
    }
}
