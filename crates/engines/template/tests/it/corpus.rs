//! Every expression of real templates parses.
//!
//! The files are not part of this repository; without them the test says so and passes. That they are rendered as
//! Backstage renders them is compared by `e2e/template`.

use std::path::{Path, PathBuf};

use entity::yaml;
use serde_json::Value;
use template::{Limits, Syntax, Template};

/// Operators of JavaScript, which some templates try and Backstage cannot read either.
const NO_OPERATORS: [&str; 2] = ["||", "&&"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => files(&entry.path(), found),
            kind if kind.is_file()
                && entry.path().extension().is_some_and(|end| end == "yaml" || end == "yml") =>
            {
                found.push(entry.path());
            }
            _ => {}
        }
    }
}

/// Every string of a value.
fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(entries) => entries.values().for_each(|value| strings(value, found)),
        _ => {}
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
    let (mut templates, mut expressions, mut broken) = (0, 0, Vec::new());
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(documents) = yaml::documents(&bytes, &entity::Limits::default()) else { continue };
        for value in documents.into_iter().filter_map(|document| document.value.ok()) {
            if value["kind"] != "Template" || !value["spec"]["steps"].is_array() {
                continue;
            }
            templates += 1;
            let mut found = Vec::new();
            strings(&value["spec"]["steps"], &mut found);
            strings(&value["spec"]["output"], &mut found);
            for text in found.into_iter().filter(|text| text.contains("${{")) {
                expressions += 1;
                if let Err(error) = Template::parse(text, Syntax::default(), &Limits::default())
                    && !NO_OPERATORS.iter().any(|operator| text.contains(operator))
                {
                    broken.push(format!("{}: {error}: {text}", path.display()));
                }
            }
        }
    }
    assert!(templates > 100 && expressions > 1_000, "{templates} templates, {expressions} expressions");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
