//! How long a form of 200 fields takes: `cargo run --release -p forms --example forms-speed`.

#![expect(clippy::print_stdout, reason = "the figures are the result")]

use std::error::Error;
use std::time::{Duration, Instant};

use forms::{Form, Selections, Settings};
use serde_json::{Map, Value, json};

const FIELDS: usize = 200;
const ROUNDS: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let parameters = form_of(FIELDS);
    let begun = Instant::now();
    let form = Form::new(Some(&parameters), Settings::default())?;
    let values: Map<String, Value> =
        (0..FIELDS).map(|index| (format!("field{index}"), json!("some-value"))).collect();
    let mut values = Value::Object(values);
    let selections = Selections::new();
    form.page(0, &values, &selections)?;
    println!("prepare and evaluate for the first time: {:?}", begun.elapsed());

    let mut times = Vec::with_capacity(ROUNDS);
    let mut shown = 0;
    for round in 0..ROUNDS {
        // Each round changes a condition, as a user does who ticks a box.
        values["switch"] = json!(round % 2 == 0);
        values["field7"] = json!(format!("value-{round}"));
        let begun = Instant::now();
        let page = form.page(0, &values, &selections)?.ok_or("no page")?;
        times.push(begun.elapsed());
        shown = page.fields.len();
    }
    print(&format!("evaluate {shown} fields"), &mut times);

    let values = json!({"switch": true});
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        form.page(0, &values, &selections)?;
        times.push(begun.elapsed());
    }
    print("evaluate it empty", &mut times);
    Ok(())
}

fn print(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("{what}: median {:?}, 99th percentile {:?}", at(50), at(99));
}

/// Fields of several kinds, a tenth of them shown by conditions of three kinds.
fn form_of(fields: usize) -> Value {
    let property = |index: usize| match index % 5 {
        0 => {
            json!({"type": "string", "title": "Text", "description": "Says more", "minLength": 1, "pattern": "^[a-z0-9-]+$", "default": "x"})
        }
        1 => {
            json!({"type": "string", "title": "Choice", "enum": ["some-value", "b", "c"], "enumNames": ["A", "B", "C"]})
        }
        2 => {
            json!({"type": "string", "title": "Owner", "ui:field": "OwnerPicker", "ui:options": {"catalogFilter": {"kind": ["Group"]}}})
        }
        3 => json!({"type": "string", "title": "Address", "format": "hostname", "ui:help": "Helps"}),
        _ => json!({"type": "string", "title": "Long", "ui:widget": "textarea", "maxLength": 100}),
    };
    let named = |range: std::ops::Range<usize>| -> Map<String, Value> {
        range.map(|index| (format!("field{index}"), property(index))).collect()
    };
    let conditional = fields / 10;
    let mut properties = named(0..fields - conditional);
    properties.insert("switch".to_owned(), json!({"type": "boolean", "default": true}));
    let third = fields - conditional + conditional / 2;
    json!({
        "type": "object",
        "required": ["field1", "field6"],
        "properties": properties,
        "dependencies": {"switch": {"oneOf": [
            {"properties": {"switch": {"const": true}, "extra": {"type": "string"}}},
            {"properties": {"switch": {"const": false}, "other": {"type": "number", "default": 1}}},
        ]}},
        "allOf": [
            {"if": {"properties": {"switch": {"const": true}}}, "then": {"properties": named(fields - conditional..third)}},
            {"if": {"properties": {"field7": {"const": "never"}}}, "else": {"properties": named(third..fields)}},
        ],
    })
}
