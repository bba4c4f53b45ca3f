//! The expressions in the steps and the output of a template.

use serde_json::Value;
use template::{Environment, Error, Extension, Limits, Syntax, Template};

use super::file::TemplateFile;
use super::names::Names;
use super::place::{Remark, in_template};
use crate::commands::check::finding::{Finding, Level};

/// What every expression of a template can use.
pub(super) fn environment(hosts: Vec<template::scaffolder::repo_url::RepoHost>) -> Environment {
    let mut environment = Environment::default();
    template::scaffolder::add_filters(&mut environment, hosts);
    // Nothing has failed where nothing runs.
    environment.add_function("always", Extension::new(|_| Ok(Some(Value::Bool(true)))));
    environment.add_function("failure", Extension::new(|_| Ok(Some(Value::Bool(false)))));
    environment
}

/// Everything that is wrong with the expressions of a template.
pub(super) fn check(template: &TemplateFile, environment: &Environment) -> Vec<Finding> {
    let mut findings = Vec::new();
    for step in template.steps() {
        let names = Names::of_steps(template, step.index);
        for field in ["input", "if", "each"] {
            if let Some(value) = step.fields.get(field) {
                let pointer = format!("/spec/steps/{}/{field}", step.index);
                walk(template, value, &pointer, &names, environment, &mut findings);
            }
        }
    }
    if let Some(output) = template.entity["spec"].get("output") {
        let names = Names::of_steps(template, usize::MAX);
        walk(template, output, "/spec/output", &names, environment, &mut findings);
    }
    findings
}

fn walk(
    template: &TemplateFile,
    value: &Value,
    pointer: &str,
    names: &Names,
    environment: &Environment,
    findings: &mut Vec<Finding>,
) {
    match value {
        Value::String(text) => {
            let remarks = remarks(text, Syntax::default(), names, environment);
            findings.extend(remarks.iter().map(|remark| in_template(template, pointer, text, remark)));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(template, item, &format!("{pointer}/{index}"), names, environment, findings);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                walk(template, value, &pointer, names, environment, findings);
            }
        }
        _ => {}
    }
}

/// Everything that is wrong with one text.
pub(super) fn remarks(text: &str, syntax: Syntax, names: &Names, environment: &Environment) -> Vec<Remark> {
    match Template::parse(text, syntax, &Limits::default()) {
        Ok(parsed) => names.unknown(&parsed, environment, syntax.cookiecutter),
        Err(error) => vec![syntax_remark(error)],
    }
}

fn syntax_remark(error: Error) -> Remark {
    let help = error.suggestion.map(|name| format!("did you mean \"{name}\"?"));
    let Error { message, line, column, .. } = error;
    Remark { level: Level::Error, rule: "template.syntax", message, help, line, column }
}
