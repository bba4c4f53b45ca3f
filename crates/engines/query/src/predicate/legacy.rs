//! The filter shape of older cursors: `{key, values?}`, `{not}`, `{anyOf}`, `{allOf}`.
//!
//! Only read, for clients that hold a cursor over an upgrade. Source: contract sheet catalog-api, section 5.

use serde_json::Value;

use super::{DEEPEST_PREDICATE, MOST_CONDITIONS, Predicate};

impl Predicate {
    /// Reads the older shape; `None` if it is not one or is beyond the limits.
    pub(crate) fn from_legacy_filter(filter: &Value) -> Option<Self> {
        let mut left = MOST_CONDITIONS;
        read(filter, DEEPEST_PREDICATE, &mut left)
    }
}

fn read(filter: &Value, depth: usize, left: &mut usize) -> Option<Predicate> {
    let depth = depth.checked_sub(1)?;
    *left = left.checked_sub(1)?;
    let members = filter.as_object()?;
    if let Some(key) = members.get("key") {
        let key = key.as_str()?;
        let Some(values) = members.get("values") else { return Some(Predicate::exists(key)) };
        let values = values.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
        *left = left.checked_sub(values.len())?;
        return Some(match values.as_slice() {
            [] => Predicate::exists(key),
            [value] => Predicate::equals(key, value),
            _ => Predicate::is_in(key, values),
        });
    }
    if let Some(inner) = members.get("not") {
        return Some(Predicate::not(read(inner, depth, left)?));
    }
    if let Some(Value::Array(parts)) = members.get("anyOf") {
        return parts.iter().map(|part| read(part, depth, left)).collect::<Option<_>>().map(Predicate::Any);
    }
    let Value::Array(parts) = members.get("allOf")? else { return None };
    parts.iter().map(|part| read(part, depth, left)).collect::<Option<_>>().map(Predicate::All)
}
