//! Agreement with what Backstage made of real catalog files, document by document.
//!
//! The files are not part of this repository; without them the test says so and passes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use entity::problem::Stage;
use entity::{Kinds, Limits, Problem, canonical, envelope, placeholders, validate, yaml};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpus/catalog");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("the corpus of real catalog files is absent; nothing compared");
    None
}

/// The expected documents of each file, in order.
fn expectations(folder: &Path) -> BTreeMap<String, Vec<Value>> {
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("expected.jsonl")).unwrap().lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        files.entry(expected["file"].as_str().unwrap().to_owned()).or_default().push(expected);
    }
    files
}

fn sha256(text: &str) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        write!(hex, "{byte:02x}").unwrap();
    }
    hex
}

/// `$text` as the recording resolved it: any text will do for acceptance. The other resolvers were unknown to it,
/// or gave objects without the fields that matter, so their objects stay.
fn resolve_placeholders(value: &mut Value) {
    let contents = placeholders::find(value)
        .into_iter()
        .filter(|found| found.resolver == placeholders::Resolver::Text)
        .map(|found| (found.pointer, Value::from("stand-in")))
        .collect();
    placeholders::substitute(value, contents);
}

fn verdict(value: Value) -> Result<(), Problem> {
    let mut value = value;
    envelope::check(&value)?;
    resolve_placeholders(&mut value);
    validate::validate(&mut value, &Kinds::builtin(), &Limits::default()).map(|_| ())
}

/// What differs between our reading of one document and the recorded one.
fn difference(expected: &Value, document: yaml::Document) -> Option<String> {
    let stage = expected["stage"].as_str().unwrap();
    let value = match document.value {
        Ok(value) => value,
        Err(_) if stage == "yaml" => return None,
        Err(problem) => return Some(format!("unreadable here: {problem}")),
    };
    if stage == "yaml" {
        return Some(format!("readable here, but: {}", expected["error"]));
    }
    if value.is_null() {
        return (stage != "empty").then(|| "empty here".to_owned());
    }
    if let Some(hash) = expected["parsed_sha256"].as_str()
        && sha256(&canonical::stable_json(&value)) != hash
    {
        return Some("parsed differently".to_owned());
    }
    match (verdict(value), expected["ok"].as_bool().unwrap()) {
        (Ok(()), true) => None,
        (Ok(()), false) => Some(format!("accepted here, but: {}", expected["error"])),
        (Err(problem), true) => Some(format!("refused here: {problem}")),
        (Err(problem), false) => {
            let same_stage = problem.stage.as_str() == stage;
            let same_text = problem.message == expected["error"].as_str().unwrap();
            (!(same_stage && same_text)).then(|| format!("refused with {problem}, not {}", expected["error"]))
        }
    }
}

#[test]
fn real_catalog_files_are_read_and_judged_as_by_backstage() {
    let Some(folder) = folder() else {
        return;
    };
    let mut compared = 0;
    let mut differences = Vec::new();
    for (file, expected) in expectations(&folder) {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        let documents = yaml::documents(&bytes, &Limits::default()).unwrap();
        if documents.len() != expected.len() {
            differences.push(format!("{file}: {} documents, not {}", documents.len(), expected.len()));
            continue;
        }
        for (expected, document) in expected.iter().zip(documents) {
            compared += 1;
            let index = document.index;
            if let Some(difference) = difference(expected, document) {
                differences.push(format!("{file} #{index}: {difference}"));
            }
        }
    }
    println!("{compared} documents compared");
    assert!(
        differences.is_empty(),
        "{} of {compared} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn yaml_errors_are_on_the_recorded_line() {
    let Some(folder) = folder() else {
        return;
    };
    let (mut total, mut same) = (0, 0);
    for (file, expected) in expectations(&folder) {
        for expected in expected.iter().filter(|expected| expected["stage"] == "yaml") {
            let bytes = std::fs::read(folder.join(&file)).unwrap();
            let documents = yaml::documents(&bytes, &Limits::default()).unwrap();
            let index = usize::try_from(expected["index"].as_u64().unwrap()).unwrap();
            let problem = documents[index].value.as_ref().unwrap_err();
            assert_eq!(problem.stage, Stage::Yaml);
            total += 1;
            let line = problem.place.as_ref().unwrap().line;
            let near = expected["line"].as_u64().unwrap().abs_diff(line as u64) <= 1;
            same += usize::from(near);
            if !near {
                println!("{file}: {} is said to be on line {}", problem, expected["line"]);
            }
        }
    }
    assert!(same * 10 >= total * 9, "{same} of {total} on the recorded line");
}
