//! Findings as text: for people, for programs, for code hosts. Knows no rules.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Format;
use super::finding::{Checked, Finding, Level};

/// The form of SARIF that is written.
const SARIF_SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Everything, with a line break at the end.
pub(in crate::commands) fn render(checked: &Checked, format: Format) -> String {
    match format {
        Format::Human => human(checked),
        Format::Json => format!("{}\n", as_json(checked)),
        Format::Sarif => format!("{}\n", sarif(checked)),
        Format::Github => checked.findings.iter().map(github).collect(),
    }
}

fn human(checked: &Checked) -> String {
    let mut text: String = checked.findings.iter().map(|finding| finding.shown.as_str()).collect();
    let counted =
        |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let _ = writeln!(
        text,
        "{}, {}, {}, {}",
        counted(checked.files, "file", "files"),
        counted(checked.entities.len(), "entity", "entities"),
        counted(checked.count(Level::Error), "error", "errors"),
        counted(checked.count(Level::Warning), "warning", "warnings"),
    );
    text
}

fn as_json(checked: &Checked) -> Value {
    json!({
        "ok": !checked.has_errors(),
        "files": checked.files,
        "entities": checked.entities,
        "findings": checked.findings,
    })
}

fn sarif(checked: &Checked) -> Value {
    let rules: BTreeSet<&str> = checked.findings.iter().map(|finding| finding.rule.as_str()).collect();
    let rules: Vec<Value> = rules.into_iter().map(|rule| json!({ "id": rule })).collect();
    let results: Vec<Value> = checked.findings.iter().map(sarif_result).collect();
    json!({
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "callboard",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn sarif_result(finding: &Finding) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": finding.file.replace(' ', "%20") } });
    if finding.line > 0
        && let Some(location) = location.as_object_mut()
    {
        let region = json!({ "startLine": finding.line, "startColumn": finding.column.max(1) });
        location.insert("region".to_owned(), region);
    }
    json!({
        "ruleId": finding.rule,
        "level": finding.level.name(),
        "message": { "text": text_of(finding) },
        "locations": [{ "physicalLocation": location }],
    })
}

/// A workflow command; its own signs in the text are escaped.
fn github(finding: &Finding) -> String {
    let command = match finding.level {
        Level::Note => "notice",
        other => other.name(),
    };
    let mut place = format!("file={}", escape_property(&finding.file));
    if finding.line > 0 {
        let _ = write!(place, ",line={},col={}", finding.line, finding.column.max(1));
    }
    let title = escape_property(&finding.rule);
    format!("::{command} {place},title={title}::{}\n", escape_data(&text_of(finding)))
}

fn text_of(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    }
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked() -> Checked {
        let mut finding = Finding::whole("a, b.yaml", "type", "bad: 1%\nreally");
        (finding.line, finding.column) = (3, 7);
        Checked { files: 1, entities: vec!["component:default/a".to_owned()], findings: vec![finding] }
    }

    #[test]
    fn every_form_says_the_same() {
        let checked = checked();
        assert_eq!(
            render(&checked, Format::Github),
            "::error file=a%2C b.yaml,line=3,col=7,title=type::bad: 1%25%0Areally\n"
        );
        let sarif = sarif(&checked);
        let result = sarif.pointer("/runs/0/results/0").unwrap();
        assert_eq!(result["ruleId"], "type");
        assert_eq!(
            result.pointer("/locations/0/physicalLocation").unwrap(),
            &json!({
                "artifactLocation": { "uri": "a,%20b.yaml" },
                "region": { "startLine": 3, "startColumn": 7 },
            })
        );
        assert_eq!(sarif.pointer("/runs/0/tool/driver/rules").unwrap(), &json!([{ "id": "type" }]));
        let json: Value = serde_json::from_str(&render(&checked, Format::Json)).unwrap();
        assert_eq!((&json["ok"], &json["findings"][0]["line"]), (&json!(false), &json!(3)));
        assert!(render(&checked, Format::Human).ends_with("1 file, 1 entity, 1 error, 0 warnings\n"));
    }
}
