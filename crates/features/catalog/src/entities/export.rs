//! Entities as rows: NDJSON lines or CSV records. Pure; the walk gives the entities, the route sends the bytes.

use serde_json::Value;

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Ndjson,
    Csv,
}

/// Columns of a CSV when the caller names none.
pub const DEFAULT_COLUMNS: [&str; 9] = [
    "kind",
    "metadata.namespace",
    "metadata.name",
    "metadata.title",
    "spec.type",
    "spec.lifecycle",
    "spec.owner",
    "spec.system",
    "metadata.tags",
];

/// The header record.
pub fn header(columns: &[String]) -> String {
    record(columns.iter().map(String::as_str))
}

/// One entity as a CSV record. Lists are joined by a space; objects are written as JSON.
pub fn row(entity: &Value, columns: &[String]) -> String {
    let cells: Vec<String> = columns.iter().map(|column| text(at(entity, column))).collect();
    record(cells.iter().map(String::as_str))
}

/// The value at a dotted path; keys that contain dots are found by the longest match.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    if let Some(found) = object.get(path) {
        return Some(found);
    }
    for (position, _) in path.rmatch_indices('.') {
        let (head, tail) = path.split_at(position);
        if let Some(inner) = object.get(head) {
            return at(inner, tail.get(1..)?);
        }
    }
    None
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|item| text(Some(item))).collect::<Vec<_>>().join(" "),
        Some(other) => other.to_string(),
    }
}

/// A record as RFC 4180 has it. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
fn record<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (position, cell) in cells.enumerate() {
        if position > 0 {
            line.push(',');
        }
        let guarded = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if guarded || cell.contains([',', '"', '\n', '\r']) {
            line.push('"');
            if guarded {
                line.push('\'');
            }
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn records_quote_what_they_must() {
        let columns: Vec<String> =
            ["metadata.name", "metadata.tags", "metadata.annotations.a.b/c", "spec.x", "none"]
                .map(str::to_owned)
                .into();
        let entity = json!({
            "metadata": {"name": "=cmd()", "tags": ["a", "b"], "annotations": {"a.b/c": "say \"hi\", you"}},
            "spec": {"x": {"y": 1}},
        });
        assert_eq!(
            header(&columns),
            "metadata.name,metadata.tags,metadata.annotations.a.b/c,spec.x,none\r\n"
        );
        assert_eq!(row(&entity, &columns), "\"'=cmd()\",a b,\"say \"\"hi\"\", you\",\"{\"\"y\"\":1}\",\r\n");
    }
}
