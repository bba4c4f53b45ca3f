//! Real definitions of other projects. They are not part of this repository; without them the test says so and passes.

use std::path::{Path, PathBuf};

use definition::{Definition, Kind, Limits};

/// Operations and types of all files of a kind, as `PyYAML` and json, graphql-core and protoc count them.
const OPERATIONS_AND_TYPES: [(Kind, (usize, usize)); 4] = [
    (Kind::Openapi, (2257, 1199)),
    (Kind::Asyncapi, (27 + 66, 101 + 67)),
    (Kind::Graphql, (13 + 278, 53 + 1623)),
    (Kind::Protobuf, (2, 35 + 42 + 7)),
];

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpus/apis");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("the corpus of real API definitions is absent; nothing read");
    None
}

/// Path, and what it is read as, of each file.
fn files(folder: &Path) -> Vec<(String, Definition)> {
    let mut list = Vec::new();
    for line in std::fs::read_to_string(folder.join("index.csv")).unwrap().lines().skip(1) {
        let mut columns = line.split(',');
        let (owner, path, kind) = (columns.next().unwrap(), columns.nth(1).unwrap(), columns.next().unwrap());
        let kind = match kind {
            "openapi3" | "swagger2" => Kind::Openapi,
            "asyncapi" => Kind::Asyncapi,
            "graphql" => Kind::Graphql,
            "proto" => Kind::Protobuf,
            other => panic!("unknown type {other}"),
        };
        let text = std::fs::read_to_string(folder.join(owner.replace('/', "+")).join(path)).unwrap();
        let read = definition::read(kind, &text, &Limits::default());
        assert_eq!(read.kind, kind, "{path}: {:?}", read.problems);
        list.push((path.to_owned(), read));
    }
    list
}

#[test]
fn real_definitions_are_read_whole() {
    let Some(folder) = folder() else {
        return;
    };
    let files = files(&folder);
    assert!(files.len() >= 44, "{} files", files.len());
    for (path, read) in &files {
        let counts = read.counts;
        println!(
            "{path}: {} operations, {} types, {} problems",
            counts.operations,
            counts.types,
            read.problems.len()
        );
        for problem in &read.problems {
            println!("    {problem}");
        }
        assert!(counts.operations + counts.types > 0, "{path}");
    }
    let sum = |kind: Kind| -> (usize, usize) {
        let counts = files.iter().filter(|(_, read)| read.kind == kind).map(|(_, read)| read.counts);
        counts.fold((0, 0), |sum, counts| (sum.0 + counts.operations, sum.1 + counts.types))
    };
    for (kind, expected) in OPERATIONS_AND_TYPES {
        assert_eq!(sum(kind), expected, "{kind:?}");
    }
}
