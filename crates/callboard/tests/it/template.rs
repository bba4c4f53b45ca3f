//! `callboard template` from files to exit code.

use std::path::Path;

use crate::process::run;

const TEMPLATE: &str = r"apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: service}
spec:
  type: service
  parameters:
    - title: About
      properties:
        name: {type: string}
        port: {type: number, default: 8080}
        repoUrl: {type: string}
  steps:
    - id: fetch
      action: fetch:template
      input:
        url: ./skeleton
        values:
          name: ${{ parameters.name }}
          port: ${{ parameters.port }}
    - id: publish
      if: ${{ parameters.repoUrl }}
      action: publish:github
      input:
        repoUrl: ${{ parameters.repoUrl }}
        slug: ${{ parameters.repoUrl | projectSlug }}
  output:
    text:
      - title: Name
        content: ${{ parameters.name | upper }}
";

fn folder(template: &str, files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("template.yaml"), template).unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

const SKELETON: [(&str, &str); 2] = [
    ("skeleton/${{ values.name }}.txt", "port ${{ values.port }}\n"),
    ("skeleton/plain.txt", "{{ kept }}\n"),
];

#[test]
fn a_sound_template_passes() {
    let folder = folder(TEMPLATE, &SKELETON);
    let ended = run(folder.path(), &["template", "check", "template.yaml"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("0 errors, 0 warnings"), "{}", ended.out);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let template = TEMPLATE
        .replace("parameters.name | upper", "parameters.nmae | uper")
        .replace("parameters.repoUrl | projectSlug", "steps.fetsh.output.x + ");
    let skeleton = [
        ("skeleton/a.txt", "one\ntwo ${{ values.prt | lowre }}\n"),
        ("skeleton/b.txt", "{% if values.name %}"),
    ];
    let folder = folder(&template, &skeleton);
    let ended = run(folder.path(), &["template", "check", "template.yaml"]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    for said in [
        "template.yaml:29:33: the form has no parameter \"nmae\" [template.name]",
        "did you mean \"name\"?",
        "template.yaml:29:40: there is no filter \"uper\" [template.filter]",
        "template.yaml:25:41: expected a value",
        "[template.syntax]",
        "skeleton/a.txt:2:22: there is no filter \"lowre\" [template.filter]",
        "skeleton/a.txt:2:16: ",
        "the step gives no value \"prt\"",
        "skeleton/b.txt:1:1: this if has no end",
    ] {
        assert!(ended.out.contains(said), "{said} is not in:\n{}", ended.out);
    }
    let ended = run(folder.path(), &["template", "check", "template.yaml", "--format", "github"]);
    assert!(ended.out.contains("::error file=skeleton/a.txt,line=2"), "{}", ended.out);
}

#[test]
fn a_skeleton_is_rendered_into_a_folder() {
    let folder = folder(TEMPLATE, &SKELETON);
    let arguments = ["template", "render", "template.yaml", "--set", "name=ledger", "--out", "out"];
    let ended = run(folder.path(), &arguments);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert_eq!(read(folder.path(), "out/ledger.txt"), "port 8080\n");
    assert_eq!(read(folder.path(), "out/plain.txt"), "{{ kept }}\n");
    assert!(ended.out.contains("step publish (publish:github): skipped"), "{}", ended.out);
    assert!(ended.out.contains("LEDGER"), "{}", ended.out);
}

#[test]
fn a_plan_writes_nothing() {
    let folder = folder(TEMPLATE, &SKELETON);
    std::fs::write(
        folder.path().join("values.yaml"),
        "name: basket\nrepoUrl: github.com?owner=acme&repo=basket\n",
    )
    .unwrap();
    let arguments = ["template", "render", "template.yaml", "--values", "values.yaml", "--plan"];
    let ended = run(folder.path(), &arguments);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("  basket.txt (10 bytes)\n  + port 8080"), "{}", ended.out);
    assert!(ended.out.contains("\"slug\": \"acme/basket\""), "{}", ended.out);
    assert!(!folder.path().join("basket.txt").exists());
}

#[test]
fn nothing_is_written_outside() {
    let escaping = [("skeleton/a", "x"), ("skeleton/${{ values.name }}", "y")];
    let folder = folder(TEMPLATE, &escaping);
    let arguments = ["template", "render", "template.yaml", "--set", "name=../../gone", "--out", "out"];
    let ended = run(folder.path(), &arguments);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("outside of the target"), "{}", ended.err);
    assert!(!folder.path().join("out").exists() && !folder.path().parent().unwrap().join("gone").exists());
}
