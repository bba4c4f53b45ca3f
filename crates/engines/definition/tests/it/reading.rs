//! Each language read as what it is, with anchors, counts and texts.

use std::collections::HashSet;

use definition::{Content, Kind, Limits};

use crate::fixtures;

#[test]
fn every_language_is_read_without_problems() {
    let expected = [
        (Kind::Openapi, Some("3.1.0"), Some("Bikes"), 3, 3),
        (Kind::Openapi, Some("2.0"), Some("Boats"), 2, 1),
        (Kind::Asyncapi, Some("3.0.0"), Some("Buses"), 1, 2),
        (Kind::Asyncapi, Some("2.6.0"), Some("Doors"), 2, 3),
        (Kind::Graphql, None, None, 2, 8),
        (Kind::Protobuf, Some("proto3"), Some("trains.v1"), 2, 5),
        (Kind::Wsdl, None, Some("Planes"), 1, 1),
    ];
    for ((spec_type, text), (kind, format, title, operations, types)) in
        fixtures::ALL.into_iter().zip(expected)
    {
        let read = definition::read(Kind::of_type(spec_type), text, &Limits::default());
        assert_eq!(read.problems, [], "{title:?}");
        assert_eq!((read.kind, read.format.as_deref(), read.title.as_deref()), (kind, format, title));
        assert_eq!((read.counts.operations, read.counts.types), (operations, types), "{title:?}");
        let entries = read.entries();
        let anchors: HashSet<&str> = entries.iter().map(|entry| entry.anchor.as_str()).collect();
        assert_eq!(anchors.len(), entries.len(), "anchors are unique");
        assert!(entries.len() >= operations, "{entries:?}");
        assert!(entries.iter().all(|entry| !entry.title.is_empty()));
    }
}

#[test]
fn a_type_that_lies_is_named() {
    let read = definition::read(Kind::Graphql, fixtures::OPENAPI, &Limits::default());
    assert_eq!(read.kind, Kind::Openapi);
    assert_eq!(read.problems[0].message, "the type says GraphQL, but the text is OpenAPI");
    let read = definition::read(Kind::Plain, fixtures::PROTOBUF, &Limits::default());
    assert_eq!((read.kind, read.problems.len()), (Kind::Protobuf, 0));
}

#[test]
fn texts_that_are_nothing_are_plain_with_a_problem() {
    for (kind, text, problem) in [
        (Kind::Openapi, "", "the definition is empty"),
        (Kind::Openapi, "just words", "this is no OpenAPI document"),
        (Kind::Asyncapi, "[1, 2]", "this is no AsyncAPI document"),
        (Kind::Openapi, "a: [", "YAML"),
    ] {
        let read = definition::read(kind, text, &Limits::default());
        assert_eq!((read.kind, &read.content), (Kind::Plain, &Content::Plain), "{text}");
        assert!(read.problems[0].to_string().contains(problem), "{text}: {:?}", read.problems);
    }
    let read = definition::read(Kind::Trpc, "export type Router = {};", &Limits::default());
    assert_eq!((read.kind, read.language, read.problems.len()), (Kind::Trpc, "typescript", 0));
}

#[test]
fn a_text_over_the_limit_is_not_read() {
    let limits = Limits { bytes: 10, ..Limits::default() };
    let read = definition::read(Kind::Openapi, fixtures::OPENAPI, &limits);
    assert_eq!(read.content, Content::Plain);
    assert_eq!(read.problems[0].message, "the text is too long to be read (limit 10 bytes)");
}

#[test]
fn a_document_that_breaks_off_still_shows_its_start() {
    let cut = fixtures::OPENAPI.find("\"post\"").unwrap();
    let read = definition::read(Kind::Openapi, &fixtures::OPENAPI[..cut], &Limits::default());
    assert_eq!(read.counts.operations, 1);
    assert!(read.problems[0].message.starts_with("JSON: "), "{:?}", read.problems);
}

#[test]
fn texts_for_search_hold_names_and_descriptions() {
    let read = definition::read(Kind::Protobuf, fixtures::PROTOBUF, &Limits::default());
    let entries = read.entries();
    let train = entries.iter().find(|entry| entry.title == "Train").unwrap();
    assert_eq!(
        (train.anchor.as_str(), train.text.as_str()),
        ("type-Train", "name\nIts name.\ncars\nstation\ntrack")
    );
}
