//! Each form with what it takes and what it refuses.

use serde_json::json;

use super::*;

#[test]
fn forms() {
    let long = "x".repeat(63);
    let too_long = "x".repeat(64);
    let prefix = format!("{}.{}/a", "a".repeat(63), "b".repeat(63));
    let long_prefix = format!("{}/a", ["a"; 128].join("."));
    let cases: [(Form, &[&str], &[&str]); 9] = [
        (
            Form::Version,
            &["v1", "a/v1", "backstage.io/v1alpha1"],
            &["", "a b", "a/b/c", "/v1", "v1/", "A.b/v1", "a/v-1", "a..b/v", "a.b-/v", &too_long],
        ),
        (Form::Kind, &["a1", "API", &long], &["", "1a", "A-b", "a b", "User ", &too_long]),
        (
            Form::Name,
            &["a", "a.b-c_d", "A", "a--b", &long],
            &["", "_a", "a_", "-a", "a b", "../x", "ä", &too_long],
        ),
        (Form::Namespace, &["default", "a--b", "0"], &["", "Abc", "a.b", "-a", "a-", &too_long]),
        (
            Form::LabelKey,
            &["a", "a.b/c", "a.b/C_d", &prefix],
            &["", "a b", "a/b/c", "A.b/c", "a/", "/a", &long_prefix],
        ),
        (Form::LabelValue, &["", "a", "A.b"], &["x y", "-", &too_long]),
        (Form::Tag, &["a:b", "c++", "c#", "a-b", &long], &["", "Java", "a b", "a--b", "a-", "-a", &too_long]),
        (Form::Url, &["http://a", "mailto:x", " http://a "], &["", "x", "http://", "/a"]),
        (Form::NotBlank, &["a", " a "], &["", " ", "\t\u{a0}"]),
    ];
    for (form, accepted, refused) in cases {
        for text in accepted {
            assert!(form.fits(text), "{form:?} should take {text:?}");
        }
        for text in refused {
            assert!(!form.fits(text), "{form:?} should refuse {text:?}");
        }
    }
}

#[test]
fn messages_name_the_field_in_backstages_words() {
    let entity = |part: Value| {
        let mut entity =
            json!({"apiVersion": "v1", "kind": "K", "metadata": {"name": "a", "namespace": "b"}});
        let (fields, changes) =
            (entity["metadata"].as_object_mut().unwrap(), part.as_object().unwrap().clone());
        fields.extend(changes);
        entity
    };
    let key = "expected a valid prefix and/or suffix";
    let cases = [
        (json!({"name": "a b"}), "/metadata/name", "\"metadata.name\" is not valid; expected a string that is sequences of [a-zA-Z0-9] separated by any of [-_.], at most 63 characters in total but found \"a b\". To learn more".to_owned()),
        (json!({"namespace": "A"}), "/metadata/namespace", "\"metadata.namespace\" is not valid; expected a string that is sequences of [a-z0-9] separated by [-], at most 63 characters in total but found \"A\". ".to_owned()),
        (json!({"labels": {"a/b/c": "x"}}), "/metadata/labels/a~1b~1c", format!("\"labels.a/b/c\" is not valid; {key} but found \"a/b/c\". ")),
        (json!({"labels": {"a": "x y"}}), "/metadata/labels/a", "\"labels.a\" is not valid; expected a string that is sequences of [a-zA-Z0-9]".to_owned()),
        (json!({"annotations": {"a b": "x"}}), "/metadata/annotations/a b", format!("\"annotations.a b\" is not valid; {key} but found \"a b\". ")),
        (json!({"tags": ["a", "B"]}), "/metadata/tags/1", "\"tags.1\" is not valid; expected a string that is sequences of [a-z0-9+#] separated by [-], at most 63 characters in total but found \"B\". ".to_owned()),
        (json!({"links": [{"url": "x"}]}), "/metadata/links/0/url", "\"links.0.url\" is not valid; expected a string that is a valid url but found \"x\". ".to_owned()),
        (json!({"links": [{"url": "http://a", "title": " "}]}), "/metadata/links/0/title", "\"links.0.title\" is not valid; expected a non empty string but found \" \". ".to_owned()),
        (json!({"links": [{"url": "jAvAsCript:alert(1)"}]}), "/metadata/links/0/url", "\"links.0.url\" is not valid; expected a string that is a url that cannot run a script but found".to_owned()),
    ];
    for (part, pointer, message) in cases {
        let problem = check(&entity(part)).unwrap_err();
        assert_eq!(problem.pointer, pointer);
        assert!(problem.message.starts_with(&message), "{} should start with {message}", problem.message);
    }
    for safe in [
        json!({"labels": {"a": ""}}),
        json!({"annotations": {"a": "any thing"}}),
        json!({"links": [{"url": "http://a"}]}),
    ] {
        assert_eq!(check(&entity(safe)), Ok(()));
    }
}

#[test]
fn suggestions_are_themselves_valid() {
    for found in ["a b", "CLoud Landing Zone", "../x", "-a-", &"x ".repeat(100), "Ünder"] {
        for form in [Form::Name, Form::Namespace, Form::Tag] {
            let help = form.help(found).unwrap();
            let suggestion = help.split('`').nth(1).unwrap();
            assert!(form.fits(suggestion), "{form:?} {found:?} -> {suggestion:?}");
        }
    }
    assert_eq!(Form::Name.help("ä"), None);
}
