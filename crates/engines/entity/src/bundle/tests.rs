//! Definitions in several files, and what becomes of them.

use serde_json::json;

use super::*;

fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
}

fn complete(root: &str, given: &[(&str, &str)]) -> Value {
    match bundle(root, &files(given), &Limits::default()).unwrap() {
        Bundled::Complete(text) => {
            yaml::documents(text.as_bytes(), &Limits::default()).unwrap().remove(0).value.unwrap()
        }
        Bundled::Needs(needs) => panic!("needs {needs:?}"),
    }
}

#[test]
fn first_use_is_placed_and_others_refer_to_it() {
    let value = complete(
        "/api/root.yaml",
        &[
            (
                "/api/root.yaml",
                "a: {$ref: './s.yaml#/User'}\nb: {$ref: 's.yaml#/User'}\nc: {$ref: '#/a'}\nd: {$ref: whole.json}\n",
            ),
            (
                "/api/s.yaml",
                "User: {address: {$ref: '#/Address'}, friend: {$ref: '#/User'}}\nAddress: {type: object}\n",
            ),
            ("/api/whole.json", "{\"x\": {\"$ref\": \"s.yaml#/Address\"}}"),
        ],
    );
    assert_eq!(
        value,
        json!({
            "a": {"address": {"type": "object"}, "friend": {"$ref": "#/a"}},
            "b": {"$ref": "#/a"},
            "c": {"$ref": "#/a"},
            "d": {"x": {"$ref": "#/a/address"}},
        })
    );
}

#[test]
fn missing_files_are_named_all_at_once() {
    let root = "a: {$ref: 'x.yaml#/A'}\nb: {$ref: ../y.yaml}\nc: {$ref: 'https://other/z.yaml'}\n";
    let given = files(&[("https://h/d/root.yaml", root)]);
    let expected = ["https://h/d/x.yaml", "https://h/y.yaml", "https://other/z.yaml"].map(str::to_owned);
    assert_eq!(
        bundle("https://h/d/root.yaml", &given, &Limits::default()),
        Ok(Bundled::Needs(BTreeSet::from(expected)))
    );
    assert_eq!(
        bundle("/none.yaml", &BTreeMap::new(), &Limits::default()),
        Ok(Bundled::Needs(BTreeSet::from(["/none.yaml".to_owned()])))
    );
}

#[test]
fn refusals() {
    let dangling = files(&[("/r.yaml", "a: {$ref: 's.yaml#/No'}"), ("/s.yaml", "a: 1")]);
    assert!(matches!(bundle("/r.yaml", &dangling, &Limits::default()), Err(BundleError::Dangling { .. })));
    let two = files(&[("/r.yaml", "a: 1\n---\nb: 2\n")]);
    assert!(matches!(
        bundle("/r.yaml", &two, &Limits::default()),
        Err(BundleError::DocumentCount { found: 2, .. })
    ));
    let broken = files(&[("/r.yaml", "a: [1")]);
    assert!(matches!(bundle("/r.yaml", &broken, &Limits::default()), Err(BundleError::Unreadable { .. })));
}

#[test]
fn parts_that_use_themselves_end() {
    let value = complete(
        "/r.yaml",
        &[
            ("/r.yaml", "top: {$ref: a.yaml}"),
            ("/a.yaml", "b: {$ref: b.yaml}"),
            ("/b.yaml", "a: {$ref: a.yaml}"),
        ],
    );
    assert_eq!(value, json!({"top": {"b": {"a": {"$ref": "#/top"}}}}));
    let value = complete("/r.yaml", &[("/r.yaml", "top: {$ref: a.yaml}"), ("/a.yaml", "{$ref: a.yaml}")]);
    assert_eq!(value, json!({"top": {"$ref": "#/top"}}));
}
