//! What a person would enter in the form: from a file, from the command line, and the defaults of the form.

use std::path::Path;

use entity::{Limits, yaml};
use serde_json::{Map, Value};

use super::file::TemplateFile;
use crate::commands::Failure;

/// The values for a template: defaults of its form, then a file, then single ones.
pub(super) fn collect(
    template: &TemplateFile,
    file: Option<&Path>,
    single: &[String],
) -> Result<Map<String, Value>, Failure> {
    let mut values = Map::new();
    defaults(&template.entity["spec"]["parameters"], &mut values);
    enter(&mut values, file, single)?;
    Ok(values)
}

/// Only what was entered: a file, then single values.
pub(super) fn entered(file: Option<&Path>, single: &[String]) -> Result<Map<String, Value>, Failure> {
    let mut values = Map::new();
    enter(&mut values, file, single)?;
    Ok(values)
}

fn enter(values: &mut Map<String, Value>, file: Option<&Path>, single: &[String]) -> Result<(), Failure> {
    if let Some(file) = file {
        values.extend(read(file)?);
    }
    for pair in single {
        let Some((path, text)) = pair.split_once('=') else {
            return Err(Failure::Input(format!("--set {pair}: expected KEY=VALUE")));
        };
        set(values, path, scalar(text))
            .map_err(|part| Failure::Input(format!("--set {pair}: \"{part}\" is not an object")))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Map<String, Value>, Failure> {
    let input = |reason: String| Failure::Input(format!("{}: {reason}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| input(format!("cannot be read: {error}")))?;
    let documents = yaml::documents(&bytes, &Limits::default()).map_err(|problem| input(problem.message))?;
    match documents.into_iter().next().map(|document| document.value) {
        Some(Ok(Value::Object(values))) => Ok(values),
        Some(Err(problem)) => Err(input(problem.message)),
        Some(Ok(Value::Null)) | None => Ok(Map::new()),
        Some(Ok(_)) => Err(input("expected an object of values".to_owned())),
    }
}

/// A value as YAML reads it; a text that is none is taken as it is.
fn scalar(text: &str) -> Value {
    let documents = yaml::documents(text.as_bytes(), &Limits::default()).ok();
    let value =
        documents.and_then(|documents| documents.into_iter().next()).and_then(|document| document.value.ok());
    match value {
        Some(value) if !text.is_empty() => value,
        _ => Value::from(text),
    }
}

/// Sets a value at a path with dots. `Err` with the part of the path that is something else than an object.
fn set<'a>(values: &mut Map<String, Value>, path: &'a str, value: Value) -> Result<(), &'a str> {
    let Some((first, rest)) = path.split_once('.') else {
        values.insert(path.to_owned(), value);
        return Ok(());
    };
    match values.entry(first.to_owned()).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(inner) => set(inner, rest, value),
        _ => Err(first),
    }
}

/// The `default` of every property of the form's pages.
fn defaults(schema: &Value, values: &mut Map<String, Value>) {
    match schema {
        Value::Array(pages) => pages.iter().for_each(|page| defaults(page, values)),
        Value::Object(_) => {
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                if let Some(default) = property.get("default") {
                    values.insert(name.clone(), default.clone());
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn single_values_have_types_and_paths() {
        let mut values = Map::new();
        for (path, text) in
            [("a", "1"), ("b.c", "true"), ("b.d", "x: y z"), ("e", ""), ("f", "[1, 2]"), ("g", "plain")]
        {
            set(&mut values, path, scalar(text)).unwrap();
        }
        let expected =
            json!({"a": 1, "b": {"c": true, "d": {"x": "y z"}}, "e": "", "f": [1, 2], "g": "plain"});
        assert_eq!(Value::Object(values.clone()), expected);
        assert_eq!(set(&mut values, "a.b", json!(1)), Err("a"));
    }
}
