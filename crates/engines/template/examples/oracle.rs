//! Renders cases that another program made, so that it can compare the results with another engine's.
//!
//! `cargo run --release -p template --example oracle < CASES > RESULTS`: one JSON object a line. A case has `source`,
//! `context`, `mode` (`text`, `value` or `tree`) and `syntax`; a result has `text`, `value` (left out when undefined), `tree` or
//! `error`. With the argument `bench`, each case is rendered for a while and the result is in nanoseconds.

#![expect(clippy::print_stdout, reason = "a program that prints")]
#![expect(clippy::unwrap_used, reason = "a case that cannot be read should stop the comparison")]

use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use template::skeleton::{self, Content, Entry, Rules};
use template::{Context, Environment, Error, Extension, Limits, Syntax, Template};

/// The allocator of the binary, so that what is measured is what is shipped.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// How long each case of a measurement is rendered.
const WHILE: Duration = Duration::from_millis(20);

fn main() {
    let bench = std::env::args().nth(1).as_deref() == Some("bench");
    let environment = environment();
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let result = if bench { measure(&case, &environment) } else { answer(&case, &environment) };
        writeln!(out, "{result}").unwrap();
    }
    out.flush().unwrap();
    println!();
}

/// The same additions as the other side has.
fn environment() -> Environment {
    let mut environment = Environment::default();
    environment.seed = 1;
    let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
    environment.add_filter(
        "shout",
        Extension::new(move |arguments| match arguments.first().map(text) {
            Some(Some(text)) => Ok(Some(Value::from(format!("{}!", text.to_uppercase())))),
            _ => Err("shout needs a string".to_owned()),
        }),
    );
    environment.add_filter(
        "echo.all",
        Extension::new(|arguments| {
            Ok(Some(arguments.iter().map(|value| value.clone().unwrap_or(Value::Null)).collect()))
        }),
    );
    environment.add_function("always", Extension::new(|_| Ok(Some(Value::Bool(true)))));
    environment.add_function("nothing", Extension::new(|_| Ok(None)));
    environment.add_value("portal", json!({"name": "Callboard", "ports": [80, 443]})).unwrap();
    environment
}

fn syntax(case: &Value) -> Syntax {
    let set = |name: &str| case["syntax"][name].as_bool().unwrap_or(false);
    Syntax { cookiecutter: set("cookiecutter"), trim_blocks: set("trim"), lstrip_blocks: set("lstrip") }
}

fn context(case: &Value, limits: &Limits) -> Result<Context, String> {
    let empty = serde_json::Map::new();
    Context::new(case["context"].as_object().unwrap_or(&empty), limits).map_err(|error| error.to_string())
}

/// Paths and contents, bytes as Latin-1 text, of a tree that is given the same way.
fn tree(case: &Value, context: &Context, environment: &Environment) -> Value {
    let entry = |entry: &Value| {
        let text = entry["bytes"].as_str();
        let file =
            |text: &str| Content::File { bytes: text.chars().map(|byte| byte as u8).collect(), mode: 0o644 };
        Entry {
            path: entry["path"].as_str().unwrap().to_owned(),
            content: text.map_or(Content::Folder, file),
        }
    };
    let entries: Vec<Entry> = case["entries"].as_array().unwrap().iter().map(entry).collect();
    let strings = |list: &Value| {
        list.as_array().into_iter().flatten().map(|one| one.as_str().unwrap().to_owned()).collect()
    };
    let rules = Rules {
        syntax: syntax(case),
        copy_without_templating: strings(&case["copied"]),
        extension: case["extension"].as_str().map(str::to_owned),
        ..Rules::default()
    };
    match skeleton::plan(&entries, &rules, context, environment) {
        Err(errors) => json!({"error": {"kind": "tree", "message": errors[0].to_string()}}),
        Ok(plan) => {
            let shown = |planned: &skeleton::Planned| match &planned.content {
                Content::File { bytes, .. } => {
                    json!([planned.path, bytes.iter().map(|byte| char::from(*byte)).collect::<String>()])
                }
                _ => json!([planned.path]),
            };
            json!({"tree": plan.entries.iter().map(shown).collect::<Vec<_>>()})
        }
    }
}

fn answer(case: &Value, environment: &Environment) -> Value {
    let source = case["source"].as_str().unwrap_or_default();
    let context = match context(case, &environment.limits) {
        Ok(context) => context,
        Err(message) => return json!({"error": {"kind": "context", "message": message}}),
    };
    if case["mode"] == "tree" {
        return tree(case, &context, environment);
    }
    let template = match Template::parse(source, syntax(case), &environment.limits) {
        Ok(template) => template,
        Err(error) => return failed(&error),
    };
    if case["mode"] == "value" {
        return match template.evaluate(&context, environment) {
            Ok(Some(value)) => json!({"value": value}),
            Ok(None) => json!({}),
            Err(error) => failed(&error),
        };
    }
    match template.render(&context, environment) {
        Ok(text) => json!({"text": text}),
        Err(error) => failed(&error),
    }
}

fn failed(error: &Error) -> Value {
    json!({"error": {
        "kind": format!("{:?}", error.kind),
        "message": error.message,
        "line": error.line,
        "column": error.column,
    }})
}

/// Nanoseconds to parse and render, and to render what was parsed before.
fn measure(case: &Value, environment: &Environment) -> Value {
    let source = case["source"].as_str().unwrap();
    let syntax = syntax(case);
    let context = context(case, &environment.limits).unwrap();
    let template = Template::parse(source, syntax, &environment.limits).unwrap();
    json!({
        "whole": time(|| {
            black_box(template::render(source, syntax, &context, environment).unwrap());
        }),
        "render": time(|| {
            black_box(template.render(&context, environment).unwrap());
        }),
    })
}

/// The median of many runs, which other programs on the machine hardly change.
#[expect(clippy::cast_precision_loss, reason = "times are far below 2^52")]
fn time(mut run: impl FnMut()) -> f64 {
    let begun = Instant::now();
    let mut runs = Vec::new();
    while begun.elapsed() < WHILE {
        let one = Instant::now();
        run();
        runs.push(one.elapsed().as_nanos());
    }
    runs.sort_unstable();
    runs[runs.len() / 2] as f64
}
