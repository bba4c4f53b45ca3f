//! What went wrong with a source or an entity, as the status item that people and clients see. Source: catalog-api
//! contract, section 6 "status.items".

use entity::Problem;
use serde_json::{Value, json};

/// The type that Backstage gives to processing errors.
const STATUS_TYPE: &str = "backstage.io/catalog-processing";

/// At most this many status items are kept for one entity; the last one then says how many more there are.
pub const MAXIMUM_ITEMS: usize = 100;

/// A status item of level error.
pub fn item(name: &str, message: &str) -> Value {
    json!({
        "type": STATUS_TYPE,
        "level": "error",
        "message": format!("{name}: {message}"),
        "error": {"name": name, "message": message},
    })
}

/// The item of a rule that a document broke, with the place where it did.
pub fn of_document(file: &str, problem: &Problem) -> Value {
    let name = problem.name.as_str();
    let mut item = item(name, &problem.message);
    if let Some(error) = item.get_mut("error").and_then(Value::as_object_mut) {
        error.insert("file".to_owned(), file.into());
        error.insert("rule".to_owned(), problem.rule.into());
        if let Some(place) = &problem.place {
            error.insert("line".to_owned(), place.line.into());
            error.insert("column".to_owned(), place.column.into());
        }
        if !problem.pointer.is_empty() {
            error.insert("path".to_owned(), problem.pointer.trim_start_matches('/').replace('/', ".").into());
        }
        if let Some(help) = &problem.help {
            error.insert("help".to_owned(), help.as_str().into());
        }
    }
    item
}

/// The items as the JSON array that is stored, cut at [`MAXIMUM_ITEMS`].
pub fn to_text(mut items: Vec<Value>) -> String {
    if items.len() > MAXIMUM_ITEMS {
        let more = items.len() - MAXIMUM_ITEMS;
        items.truncate(MAXIMUM_ITEMS);
        items.push(item("Error", &format!("{more} more problems are not listed")));
    }
    if items.is_empty() { "[]".to_owned() } else { Value::from(items).to_string() }
}
