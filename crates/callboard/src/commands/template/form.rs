//! `callboard template form`: the pages of a template's form for given values, as text or JSON. The rules are those of
//! the forms engine; here is only how values come in and how fields are printed.

use std::path::{Path, PathBuf};

use clap::Args;
use forms::{Control, Field, Form, PageModel, Selections, Settings, Submission};
use serde_json::{Value, json};

use super::file::TemplateFile;
use super::values;
use crate::commands::{Failure, Outcome, output};

#[derive(Args, Debug, Default)]
#[command(after_help = EXAMPLES)]
pub struct FormArguments {
    /// A file with a template.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// A YAML or JSON file with what is filled in.
    #[arg(long, value_name = "FILE")]
    pub values: Option<PathBuf>,
    /// One value; repeat for several. What reads as YAML is taken as YAML, `a.b=1` fills in `b` of `a`.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// A feature flag that is on; repeat for several.
    #[arg(long, value_name = "FLAG")]
    pub flag: Vec<String>,
    /// The whole model as JSON: pages, fields, what a task would get, and what a person would be shown before.
    #[arg(long)]
    pub json: bool,
}

const EXAMPLES: &str = "Examples:
  callboard template form template.yaml
  callboard template form template.yaml --values answers.yaml
  callboard template form template.yaml --set name=shop --set database.size=3 --json";

/// Prints the form; at fault when the values are not valid or the form is not sound.
pub(super) fn run(arguments: &FormArguments) -> Result<Outcome, Failure> {
    let parameters = parameters(&arguments.file)?;
    let settings = Settings { flags: arguments.flag.iter().cloned().collect(), ..Settings::default() };
    let said = |problem: &dyn std::fmt::Display| format!("{}: {problem}", arguments.file.display());
    let form = Form::new(parameters.as_ref(), settings)
        .map_err(|problem| Failure::Input(said(&format!("spec.{problem}"))))?;
    for problem in form.problems() {
        output::remark(&said(&format!("spec.{problem}")));
    }
    let values = Value::Object(values::entered(arguments.values.as_deref(), &arguments.set)?);
    let submission =
        form.submit(&values, &Selections::new()).map_err(|overrun| Failure::Input(said(&overrun)))?;
    if arguments.json {
        output::line(&as_json(&form, &submission).to_string());
    } else {
        output::bytes(as_text(&submission).as_bytes());
    }
    let is_good = submission.is_valid() && form.problems().is_empty();
    Ok(if is_good { Outcome::Done } else { Outcome::InputAtFault })
}

/// `spec.parameters` of the one template in a file.
fn parameters(file: &Path) -> Result<Option<Value>, Failure> {
    let mut templates = TemplateFile::read(file)?.into_iter();
    match (templates.next(), templates.next()) {
        (Some(template), None) => Ok(template.entity.pointer("/spec/parameters").cloned()),
        (None, _) => Err(Failure::Input(format!("{}: no entity of kind Template", file.display()))),
        (Some(_), Some(_)) => {
            Err(Failure::Input(format!("{}: several templates; keep one in a file", file.display())))
        }
    }
}

fn as_json(form: &Form, submission: &Submission) -> Value {
    let mut pages = json!(submission.pages);
    for pointer in secret_pointers(submission) {
        mask(&mut pages, &pointer);
    }
    json!({
        "valid": submission.is_valid(),
        "problems": form.problems(),
        "pages": pages,
        "parameters": submission.parameters,
        "secrets": submission.secrets.keys().collect::<Vec<_>>(),
        "review": submission.review(),
    })
}

fn secret_pointers(submission: &Submission) -> Vec<String> {
    let fields = submission.pages.iter().flat_map(PageModel::all_fields);
    fields.filter(|field| field.is_secret()).map(|field| field.pointer.clone()).collect()
}

/// Replaces what is filled in at a pointer, in the values of each page and in the fields.
fn mask(pages: &mut Value, pointer: &str) {
    match pages {
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, pointer)),
        Value::Object(entries) => {
            let is_field = entries.get("pointer").and_then(Value::as_str) == Some(pointer);
            if let Some(value) = entries.get_mut("value").filter(|value| is_field && value.is_string()) {
                *value = json!("******");
            }
            if let Some(value) = entries.get_mut("values").and_then(|values| values.pointer_mut(pointer)) {
                *value = json!("******");
            }
            for name in ["fields", "variants", "content"] {
                if let Some(inner) = entries.get_mut(name) {
                    mask(inner, pointer);
                }
            }
            // What an object around the secret holds has the secret in it.
            let below = entries.get("pointer").and_then(Value::as_str).and_then(|own| {
                pointer
                    .strip_prefix(own)
                    .filter(|rest| !own.is_empty() && rest.starts_with('/'))
                    .map(str::to_owned)
            });
            if let (Some(below), Some(value)) = (below, entries.get_mut("value"))
                && let Some(secret) = value.pointer_mut(&below)
            {
                *secret = json!("******");
            }
        }
        _ => {}
    }
}

fn as_text(submission: &Submission) -> String {
    let mut lines = Vec::new();
    for (index, page) in submission.pages.iter().enumerate() {
        lines.push(format!("{}. {}", index + 1, page.title));
        for reason in [&page.unsound, &page.undrawn].into_iter().flatten() {
            lines.push(format!("   ! {reason}"));
        }
        for error in page.errors.iter().filter(|error| !error.shown) {
            lines.push(format!("   ! {} {}", error.pointer, error.message));
        }
        let shown = page.all_fields().into_iter().filter(|field| !field.hidden);
        let rows: Vec<Vec<String>> = shown.flat_map(rows).collect();
        lines.extend(output::table(&rows).lines().map(|line| format!("   {line}")));
    }
    lines.push(if submission.is_valid() { "valid" } else { "not valid" }.to_owned());
    lines.join("\n") + "\n"
}

/// A field as a line: where, what, how, and the value; then a line for each thing that is wrong.
fn rows(field: &Field) -> Vec<Vec<String>> {
    let value = match &field.value {
        None => String::new(),
        // What is inside has lines of its own, and may be a secret.
        Some(Value::Object(_) | Value::Array(_)) if !field.fields.is_empty() || field.variants.is_some() => {
            String::new()
        }
        Some(_) if field.is_secret() => "******".to_owned(),
        Some(value) => value.to_string(),
    };
    let mark = if field.required { "*" } else { "" };
    let mut rows = vec![vec![format!("{}{mark}", field.pointer), field.label.clone(), control(field), value]];
    if let Some(variants) = &field.variants {
        let chosen = variants.selected.and_then(|selected| variants.options.get(selected));
        rows.push(vec![
            String::new(),
            String::new(),
            format!("one of {}", variants.options.join(", ")),
            chosen.cloned().unwrap_or_default(),
        ]);
    }
    rows.extend(field.errors.iter().map(|error| vec![String::new(), format!("! {error}")]));
    rows
}

fn control(field: &Field) -> String {
    let control = match &field.control {
        Control::Text(_) => "text".to_owned(),
        Control::Number(number) if number.integer => "whole number".to_owned(),
        Control::Number(_) => "number".to_owned(),
        Control::Boolean { .. } => "yes or no".to_owned(),
        Control::Choice { choices, .. } => choices_of("", choices),
        Control::Choices { choices, .. } => choices_of("some of ", choices),
        Control::Group { .. } => "group".to_owned(),
        Control::List(_) => "list".to_owned(),
        Control::Files => "files".to_owned(),
        Control::Picker(picker) => picker.name().to_owned(),
        Control::Null => "nothing".to_owned(),
        Control::Variants => "shapes".to_owned(),
        Control::Unsupported { reason } => format!("cannot be shown: {reason}"),
    };
    match &field.custom {
        Some(custom) => format!("{custom} ({control})"),
        None => control,
    }
}

fn choices_of(before: &str, choices: &[forms::Choice]) -> String {
    let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).take(6).collect();
    let more = if choices.len() > labels.len() { ", ..." } else { "" };
    format!("{before}{}{more}", labels.join(" | "))
}
