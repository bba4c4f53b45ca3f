//! `callboard check` from files to exit code.

use std::path::Path;

use serde_json::Value;

use crate::process::run;

const GOOD: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: basket}\n\
                    spec: {type: service, lifecycle: production, owner: pear}\n";
const BAD: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a b\n\
                   spec: {type: service, lifecycle: production, owner: pear}\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn verdicts_and_exit_codes() {
    let files = [
        ("good.yaml", GOOD),
        ("bad.yaml", BAD),
        ("empty.yaml", ""),
        ("broken.yaml", "a: %\n"),
        ("mkdocs.yml", "site_name: Docs\n"),
        ("app-config.yaml", "app: {title: Ours}\n"),
        ("app-config.bad.yaml", "app: {title\n"),
    ];
    let folder = folder(&files);
    let table = [
        ("good.yaml", 0, "1 entity, 0 errors"),
        ("bad.yaml", 1, "bad.yaml:4:9:"),
        ("empty.yaml", 0, "0 entities"),
        ("broken.yaml", 1, "[yaml.start]"),
        ("mkdocs.yml", 0, "1 file"),
        ("app-config.yaml", 0, "0 errors"),
        ("app-config.bad.yaml", 1, "app-config.bad.yaml:"),
        ("missing.yaml", 1, "missing.yaml: cannot be read"),
        (".", 1, "bad.yaml:4:9:"),
    ];
    for (target, code, said) in table {
        let ended = run(folder.path(), &["check", target]);
        assert_eq!(ended.code, code, "{target}: {}{}", ended.out, ended.err);
        assert!(ended.out.contains(said), "{target}: {}", ended.out);
    }
}

#[test]
fn an_mkdocs_file_must_be_a_mapping() {
    let folder = folder(&[("mkdocs.yml", "- a\n")]);
    let ended = run(folder.path(), &["check", "."]);
    assert!(ended.code == 1 && ended.out.contains("mkdocs.mapping"), "{}", ended.out);
}

#[test]
fn every_format_says_place_and_rule() {
    let folder = folder(&[("bad.yaml", BAD)]);
    let checked = |format| run(folder.path(), &["check", "bad.yaml", "--format", format]);
    let json: Value = serde_json::from_str(&checked("json").out).unwrap();
    let finding = &json["findings"][0];
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(4), Some(9)));
    assert_eq!(finding["stage"], "FieldFormatEntityPolicy");
    let sarif: Value = serde_json::from_str(&checked("sarif").out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let region = sarif.pointer("/runs/0/results/0/locations/0/physicalLocation/region/startLine");
    assert_eq!(region, Some(&Value::from(4)));
    assert!(checked("github").out.starts_with("::error file=bad.yaml,line=4,col=9,title="));
    for format in ["human", "json", "sarif", "github"] {
        assert_eq!(checked(format).code, 1, "{format}");
    }
}

#[test]
fn kinds_of_the_configuration_count() {
    let kind = "apiVersion: acme.test/v1\nkind: Robot\nmetadata: {name: r}\nspec: {}\n";
    let config = "callboard:\n  catalog:\n    kinds:\n      - kind: Robot\n        apiVersions: [acme.test/v1]\n\
                  \x20       schema: {type: object}\n";
    let folder = folder(&[("robot.yaml", kind), ("portal.yaml", config)]);
    assert_eq!(run(folder.path(), &["check", "robot.yaml"]).code, 1);
    let with = run(folder.path(), &["check", "robot.yaml", "--config", "portal.yaml"]);
    assert_eq!(with.code, 0, "{}{}", with.out, with.err);
}

#[test]
fn a_url_that_nobody_answers_is_the_networks_fault() {
    let folder = folder(&[]);
    assert_eq!(run(folder.path(), &["check", "http://127.0.0.1:9/catalog-info.yaml"]).code, 3);
}

#[test]
fn the_demo_organisation_is_sound() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let ended = run(&examples, &["check", "orchard"]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(ended.out.contains("0 errors, 0 warnings"), "{}", ended.out);
}
