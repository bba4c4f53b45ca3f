//! `callboard template form` from a file to fields and exit code.

use serde_json::Value;

use crate::process::run;

const TEMPLATE: &str = "apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: t}
spec:
  type: service
  parameters:
    - title: Who
      required: [name]
      properties:
        name: {title: Name, type: string, ui:field: EntityNamePicker}
        public: {title: Public?, type: boolean, default: true}
        token: {type: string, ui:field: Secret}
      dependencies:
        public:
          oneOf:
            - properties: {public: {enum: [true]}}
            - properties: {public: {enum: [false]}, reason: {title: Why not?, type: string}}
  steps: []
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("template.yaml"), TEMPLATE).unwrap();
    std::fs::write(folder.path().join("values.yaml"), "name: shop\npublic: false\ntoken: geheim\n").unwrap();
    std::fs::write(folder.path().join("component.yaml"), "kind: Component\n").unwrap();
    folder
}

#[test]
fn the_form_is_shown_and_judged() {
    let folder = folder();
    let opened = run(folder.path(), &["template", "form", "template.yaml"]);
    assert_eq!(opened.code, 1, "{}{}", opened.out, opened.err);
    for part in ["1. Who", "/name*", "EntityNamePicker", "! must have required property 'name'", "not valid"]
    {
        assert!(opened.out.contains(part), "{part} is not in {}", opened.out);
    }
    assert!(!opened.out.contains("Why not?"));
    let filled = run(folder.path(), &["template", "form", "template.yaml", "--values", "values.yaml"]);
    assert_eq!(filled.code, 0, "{}{}", filled.out, filled.err);
    assert!(filled.out.contains("Why not?") && !filled.out.contains("geheim"), "{}", filled.out);
    let set = run(folder.path(), &["template", "form", "template.yaml", "--set", "name=-x"]);
    assert!(set.code == 1 && set.out.contains("! Must start and end"), "{}", set.out);
}

#[test]
fn the_model_is_printed_without_secrets() {
    let folder = folder();
    let ended =
        run(folder.path(), &["template", "form", "template.yaml", "--values", "values.yaml", "--json"]);
    assert!(!ended.out.contains("geheim"), "{}", ended.out);
    let model: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(model["valid"], true);
    assert_eq!(model["parameters"]["token"], "******");
    assert_eq!(model["pages"][0]["fields"][0]["label"], "Name");
}

#[test]
fn what_is_no_template_is_said() {
    let folder = folder();
    for (file, said) in [("component.yaml", "no entity of kind Template"), ("none.yaml", "cannot be read")] {
        let ended = run(folder.path(), &["template", "form", file]);
        assert!(ended.code == 1 && ended.err.contains(said), "{}", ended.err);
    }
}
