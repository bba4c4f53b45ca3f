//! Vectors of the two reference forms.

use super::*;

#[test]
fn entity_refs_are_split_as_backstage_does() {
    let accepted = [
        ("a:b/c:d", "a", "b", "c:d"),
        ("a/b:c", "Default", "a", "b:c"),
        ("a:b/c/d", "a", "b", "c/d"),
        ("a", "Default", "ns", "a"),
        ("a:b", "a", "ns", "b"),
        ("a/b", "Default", "a", "b"),
        ("A:B/C", "A", "B", "C"),
        (" a", "Default", "ns", " a"),
        ("a::b", "a", "ns", ":b"),
        (" ", "Default", "ns", " "),
    ];
    for (text, kind, namespace, name) in accepted {
        let parsed = EntityRef::parse(text, Some("Default"), "ns").unwrap();
        assert_eq!((&*parsed.kind, &*parsed.namespace, &*parsed.name), (kind, namespace, name), "{text}");
    }
    for text in [":x", "x:", "/x", "x/", "a:/b", ":a/b", "a:b/", "//"] {
        assert_eq!(
            EntityRef::parse(text, Some("Default"), "ns"),
            Err(RefError::Form(text.to_owned())),
            "{text}"
        );
    }
    assert_eq!(EntityRef::parse("", Some("Default"), "ns"), Err(RefError::Empty));
    for text in ["a", "a/b", "a/b:c", " "] {
        assert_eq!(EntityRef::parse(text, None, "ns"), Err(RefError::MissingKind(text.to_owned())), "{text}");
    }
    assert_eq!(EntityRef::parse("a:b", None, DEFAULT_NAMESPACE).unwrap().to_string(), "a:default/b");
}

#[test]
fn entity_refs_compare_without_case() {
    let one = EntityRef::new("Component", "Default", "PAY");
    let other = EntityRef::new("component", "default", "pay");
    assert_eq!(one, other);
    assert_eq!(one.to_string(), "component:default/pay");
    assert_eq!(EntityRef::new("K", "n", "ÄÖ").to_string(), "k:n/äö");
    assert_ne!(one, EntityRef::new("component", "default", "pays"));
}

#[test]
fn location_refs() {
    let accepted = [
        ("url:http://a", "url", "http://a"),
        ("url: x ", "url", "x"),
        (" url :x", "url", "x"),
        ("file:a:b", "file", "a:b"),
        ("javascript:alert(1)", "javascript", "alert(1)"),
        ("HTTP://a", "HTTP", "//a"),
    ];
    for (text, kind, target) in accepted {
        assert_eq!(LocationRef::parse(text), Ok(LocationRef::new(kind, target)), "{text}");
    }
    let refused = [
        ("http://a", "Invalid location ref 'http://a', please prefix it with 'url:', e.g. 'url:http://a'"),
        ("a", "Unable to parse location ref 'a', expected '<type>:<target>', e.g. 'url:https://host/path'"),
        (":x", "Unable to parse location ref ':x', expected '<type>:<target>', e.g. 'url:https://host/path'"),
        ("x:", "Unable to parse location ref 'x:', expected '<type>:<target>', e.g. 'url:https://host/path'"),
        ("", "Unable to parse location ref '', expected '<type>:<target>', e.g. 'url:https://host/path'"),
        ("url:JavaScript:1", "Invalid location ref 'url:JavaScript:1', target is a javascript: URL"),
    ];
    for (text, message) in refused {
        let error = LocationRef::parse(text).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.name()), (message, ErrorName::Type));
    }
}
