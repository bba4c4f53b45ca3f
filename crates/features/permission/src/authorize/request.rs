//! The body of a decision request, taken apart and bounded. Source: permission contract, section 1.

use kernel::Error;
use kernel::gate::{MAX_ITEMS, MAX_REFS, ResourceRefs};
use serde_json::{Map, Value};

const ACTIONS: [&str; 4] = ["create", "read", "update", "delete"];

/// One question.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) permission: String,
    /// `Some` for a resource permission.
    pub(crate) resource_type: Option<String>,
    pub(crate) resource_ref: Option<ResourceRefs>,
}

/// Unknown members are ignored, as in Backstage.
pub(crate) fn parse(body: &[u8]) -> Result<Vec<Item>, Error> {
    let body: Value = serde_json::from_slice(body)
        .map_err(|error| Error::Input(format!("the body is not JSON: {error}")))?;
    let Some(Value::Array(items)) = body.get("items") else {
        return Err(Error::Input("items: expected array".to_owned()));
    };
    if items.len() > MAX_ITEMS {
        return Err(Error::Input(format!("items: at most {MAX_ITEMS} in one request")));
    }
    let mut parsed = Vec::with_capacity(items.len());
    let mut refs = 0;
    for (index, item) in items.iter().enumerate() {
        let item = parse_item(item).map_err(|problem| Error::Input(format!("items[{index}].{problem}")))?;
        refs += item.resource_ref.as_ref().map_or(0, |refs| refs.as_slice().len());
        parsed.push(item);
    }
    if refs > MAX_REFS {
        return Err(Error::Input(format!("items: at most {MAX_REFS} resource refs in one request")));
    }
    Ok(parsed)
}

fn parse_item(item: &Value) -> Result<Item, String> {
    let id = text(item, "id")?;
    let Some(Value::Object(permission)) = item.get("permission") else {
        return Err("permission: expected object".to_owned());
    };
    let within = |problem: String| format!("permission.{problem}");
    let permission_value = &Value::Object(permission.clone());
    let name = text(permission_value, "name").map_err(within)?;
    check_attributes(permission).map_err(within)?;
    let resource_ref = resource_ref(item.get("resourceRef"))?;
    let resource_type = match permission.get("type").and_then(Value::as_str) {
        Some("resource") => Some(text(permission_value, "resourceType").map_err(within)?),
        Some("basic") if resource_ref.is_some() => {
            return Err("resourceRef: a basic permission has none".to_owned());
        }
        Some("basic") => None,
        _ => return Err("permission.type: expected 'basic' or 'resource'".to_owned()),
    };
    Ok(Item { id, permission: name, resource_type, resource_ref })
}

fn check_attributes(permission: &Map<String, Value>) -> Result<(), String> {
    let Some(Value::Object(attributes)) = permission.get("attributes") else {
        return Err("attributes: expected object".to_owned());
    };
    match attributes.get("action") {
        None => Ok(()),
        Some(Value::String(action)) if ACTIONS.contains(&action.as_str()) => Ok(()),
        Some(_) => Err(format!("attributes.action: expected one of {}", ACTIONS.join(", "))),
    }
}

fn resource_ref(value: Option<&Value>) -> Result<Option<ResourceRefs>, String> {
    let wrong = || "resourceRef: expected string, or array with at least one string".to_owned();
    match value {
        None => Ok(None),
        Some(Value::String(one)) => Ok(Some(ResourceRefs::One(one.clone()))),
        Some(Value::Array(many)) if !many.is_empty() => {
            let mut refs = Vec::with_capacity(many.len());
            for one in many {
                refs.push(one.as_str().ok_or_else(wrong)?.to_owned());
            }
            Ok(Some(ResourceRefs::Many(refs)))
        }
        Some(_) => Err(wrong()),
    }
}

fn text(value: &Value, name: &str) -> Result<String, String> {
    value
        .get(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| format!("{name}: expected string"))
}
