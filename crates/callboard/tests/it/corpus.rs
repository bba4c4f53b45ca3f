//! Agreement of `callboard check` with what Backstage made of real catalog files, document by document.
//!
//! The files are not part of this repository; without them the test says so and passes.

use std::collections::BTreeMap;
use std::path::Path;

use callboard::commands::check::find::FileKind;
use callboard::commands::check::finding::Level;
use callboard::commands::check::judge::Judge;
use kernel::Config;
use serde_json::{Value, json};

/// What differs between our verdict on one document and the recorded one. `stage` is the step that refused it here.
fn difference(expected: &Value, stage: Option<&str>) -> Option<String> {
    let was_refused = !matches!(expected["stage"].as_str(), Some("done" | "empty"));
    match stage {
        // A placeholder that the recorded installation had no resolver for, and we have one.
        None if expected["stage"] == "kind" && expected["placeholders"]["unknown"].as_u64() > Some(0) => None,
        None if was_refused => Some(format!("taken here, but: {}", expected["error"])),
        Some(stage) if !was_refused => Some(format!("refused here at {stage}")),
        Some(stage) if expected["stage"] != stage => {
            Some(format!("refused at {stage}, not {}", expected["stage"]))
        }
        _ => None,
    }
}

#[test]
fn real_files_are_judged_as_by_backstage() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/catalog");
    let Ok(expectations) = std::fs::read_to_string(folder.join("expected.jsonl")) else {
        println!("the corpus of real catalog files is absent; nothing compared");
        return;
    };
    let judge = Judge::new(&Config::from_value(json!({}))).unwrap();
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in expectations.lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        files.entry(expected["file"].as_str().unwrap().to_owned()).or_default().push(expected);
    }
    let mut differences = Vec::new();
    for (file, documents) in &files {
        let checked = judge.file(&folder.join(file), FileKind::Catalog);
        for expected in documents {
            let index = expected["index"].as_u64().and_then(|index| usize::try_from(index).ok());
            let refusal = checked.findings.iter().find(|finding| {
                finding.level == Level::Error && (finding.document.is_none() || finding.document == index)
            });
            if let Some(difference) = difference(expected, refusal.and_then(|finding| finding.stage)) {
                differences.push(format!("{file} #{}: {difference}", expected["index"]));
            }
        }
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}
