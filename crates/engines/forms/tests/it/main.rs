//! The engine as its users call it: tables of form and values to what is shown, and what no input may do.

#![expect(clippy::expect_used, reason = "a form of a test that cannot be evaluated should fail the test")]

mod conditions;
mod controls;
mod defaults;
mod errors;
mod hostile;
mod pickers;
mod properties;
mod submission;

use forms::{Field, Form, PageModel, Selections, Settings};
use serde_json::Value;

/// A form that has nothing wrong with it.
fn sound(parameters: &Value) -> Form {
    let form = Form::new(Some(parameters), Settings::default()).expect("a form");
    assert_eq!(form.problems(), [], "problems of {parameters}");
    form
}

/// The first page for some values.
fn page(parameters: &Value, values: &Value) -> PageModel {
    sound(parameters).page(0, values, &Selections::new()).expect("within limits").expect("a page")
}

/// Pointers of everything shown.
fn shown(page: &PageModel) -> Vec<&str> {
    page.all_fields().into_iter().map(|field| field.pointer.as_str()).collect()
}

fn field<'p>(page: &'p PageModel, pointer: &str) -> &'p Field {
    let all = page.all_fields();
    all.into_iter().find(|field| field.pointer == pointer).unwrap_or_else(|| panic!("no field {pointer}"))
}

/// Pointer and rule of everything that is wrong.
fn wrong(page: &PageModel) -> Vec<(&str, &str)> {
    page.errors.iter().map(|error| (error.pointer.as_str(), error.rule.as_str())).collect()
}
