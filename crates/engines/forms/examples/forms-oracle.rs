//! Answers for the comparison with the stock front end: lines of cases in, lines of results out.
//!
//! A case is `{"parameters": ..., "page": 0, "values": {...}}`; its result is what `e2e/forms.mjs` compares.

use std::io::{BufRead, Write};

use forms::{Control, Field, Form, Look, NumberInput, Selections, Settings, TextInput};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut kept: Option<(Value, Form)> = None;
    for line in std::io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        if kept.as_ref().is_none_or(|(parameters, _)| *parameters != case["parameters"]) {
            let form = Form::new(Some(&case["parameters"]), Settings::default())?;
            kept = Some((case["parameters"].clone(), form));
        }
        let Some((_, form)) = &kept else { continue };
        let result = answer(form, &case);
        serde_json::to_writer(&mut output, &result)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(())
}

fn answer(form: &Form, case: &Value) -> Value {
    let page = usize::try_from(case["page"].as_u64().unwrap_or(0)).unwrap_or(usize::MAX);
    let model = match form.page(page, &case["values"], &Selections::new()) {
        Ok(Some(model)) => model,
        Ok(None) => return json!({ "refused": "no such page" }),
        Err(overrun) => return json!({ "refused": overrun.to_string() }),
    };
    // What a picker adds to its schema is not what the validator of the stock front end says.
    let schema_errors = model.errors.iter().filter(|error| !error.rule.ends_with("Picker"));
    let errors: Vec<&str> = schema_errors.map(|error| error.pointer.as_str()).collect();
    json!({
        "values": model.values,
        "fields": model.all_fields().into_iter().map(shown).collect::<Vec<_>>(),
        "errors": errors,
        "unsound": model.unsound.is_some(),
        "valid": errors.is_empty() && model.unsound.is_none(),
    })
}

fn shown(field: &Field) -> Value {
    json!({
        "pointer": field.pointer,
        "label": field.label,
        "description": field.description,
        "help": field.help,
        "required": field.required,
        "readonly": field.read_only,
        "disabled": field.disabled,
        "hidden": field.hidden,
        "widget": if field.hidden { None } else { widget(field) },
        "choices": if field.hidden { None } else { choices(field) },
        "variants": field.variants.as_ref().map(|variants| json!([variants.options, variants.selected])),
    })
}

/// The name of the widget that the stock front end draws the field with.
fn widget(field: &Field) -> Option<&'static str> {
    let look = |look: &Look| match look {
        Look::Select => "SelectWidget",
        Look::Radio => "RadioWidget",
        Look::Checkbox => "CheckboxWidget",
    };
    Some(match &field.control {
        Control::Text(text) => match text.input {
            TextInput::Line => "TextWidget",
            TextInput::Lines => "TextareaWidget",
            TextInput::Password => "PasswordWidget",
            TextInput::Email => "EmailWidget",
            TextInput::Url => "URLWidget",
            TextInput::Date => "DateWidget",
            TextInput::DateTime => "DateTimeWidget",
            TextInput::Time => "TimeWidget",
            TextInput::DateParts => "AltDateWidget",
            TextInput::DateTimeParts => "AltDateTimeWidget",
            TextInput::Color => "ColorWidget",
            TextInput::File => "FileWidget",
        },
        Control::Number(number) => match number.input {
            NumberInput::Line => "TextWidget",
            NumberInput::UpDown => "UpDownWidget",
            NumberInput::Range => "RangeWidget",
        },
        Control::Choices { look: Look::Checkbox, .. } => "CheckboxesWidget",
        Control::Boolean { look: given, .. }
        | Control::Choice { look: given, .. }
        | Control::Choices { look: given, .. } => look(given),
        Control::Files => "FileWidget",
        Control::Picker(picker) => picker.name(),
        _ => return None,
    })
}

fn choices(field: &Field) -> Option<Vec<Value>> {
    match &field.control {
        Control::Boolean { look: Look::Checkbox, .. } => None,
        Control::Boolean { choices, .. }
        | Control::Choice { choices, .. }
        | Control::Choices { choices, .. } => {
            let choices: Vec<Value> =
                choices.iter().map(|choice| json!([choice.value, choice.label])).collect();
            (!choices.is_empty()).then_some(choices)
        }
        _ => None,
    }
}
