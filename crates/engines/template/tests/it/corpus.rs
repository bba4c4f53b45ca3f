//! Real templates parse, and real skeletons render within the budget.
//!
//! The files are not part of this repository; without them the test says so and passes. That they are rendered as
//! Backstage renders them is compared by `e2e/template`.

use std::path::{Path, PathBuf};

use template::{ErrorKind, Limits, Syntax, Template};

/// Operators of JavaScript, which some templates try and Backstage cannot read either.
const NO_OPERATORS: [&str; 2] = [" || ", " && "];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => files(&entry.path(), found),
            kind if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
}

#[test]
fn every_expression_of_real_templates_parses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpus/templates");
    if !folder.is_dir() {
        println!("the corpus of real templates is absent; nothing parsed");
        return;
    }
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let (mut templates, mut broken) = (0, Vec::new());
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if !text.contains("kind: Template") {
            continue;
        }
        templates += 1;
        for line in text.lines().filter(|line| line.contains("${{")) {
            let Err(error) = Template::parse(line.trim(), Syntax::default(), &Limits::default()) else {
                continue;
            };
            assert!(!matches!(error.kind, ErrorKind::Limit(_)), "{}: {error}", path.display());
            if !NO_OPERATORS.iter().any(|operator| line.contains(operator)) {
                broken.push(format!("{}: {error}: {line}", path.display()));
            }
        }
    }
    assert!(templates > 100, "{templates}");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
