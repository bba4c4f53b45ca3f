//! Filters that take sequences as a whole.

use super::{Builtin, text_of};
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::evaluate::{Evaluated, add, own_member};
use crate::text::Text;
use crate::value::{Record, Value, is_reserved, to_number, to_text};

/// `list` and `reverse`.
pub(super) fn apply(filter: Builtin, value: &Value, budget: &mut Budget) -> Outcome<Value> {
    if filter == Builtin::List {
        return list(value, budget);
    }
    let mut items = match value {
        Value::Text(text) => return Ok(Value::Text(reversed(text, budget)?)),
        Value::Safe(text) => return Ok(Value::safe(reversed(text, budget)?)),
        Value::Record(record) => numbered_strictly(record, budget)?,
        Value::List(list) => list.snapshot(),
        _ => Vec::new(),
    };
    budget.items(items.len())?;
    items.reverse();
    Ok(Value::list(items))
}

fn reversed(text: &Text, budget: &mut Budget) -> Outcome<Text> {
    budget.grow(text.bytes())?;
    let units: Vec<char> = text.pieces().collect();
    Ok(Text::new(units.into_iter().rev().collect::<String>()))
}

fn list(value: &Value, budget: &mut Budget) -> Outcome<Value> {
    match value {
        Value::List(_) => Ok(value.clone()),
        Value::Text(_) | Value::Safe(_) => Ok(Value::list(units(value, budget)?)),
        Value::Record(record) => {
            budget.items(record.len() * 4)?;
            let (key, item) = (Text::new("key"), Text::new("value"));
            let pair = |(name, value): &(Text, Value)| {
                let entries = vec![(key.clone(), Value::Text(name.clone())), (item.clone(), value.clone())];
                Value::record(Record::new(entries))
            };
            Ok(Value::list(record.entries().iter().map(pair).collect()))
        }
        _ => Err(Failure::evaluation(format!("needs a list, an object or a string, not {}", value.kind()))),
    }
}

fn units(value: &Value, budget: &mut Budget) -> Outcome<Vec<Value>> {
    let text = text_of(value)?;
    budget.items(text.units())?;
    budget.grow(text.bytes())?;
    Ok(text.pieces().map(|unit| Value::text(unit.encode_utf8(&mut [0; 4]) as &str)).collect())
}

/// Items of a list, units of a string; `None` for what is neither.
pub(super) fn items(value: &Value, budget: &mut Budget) -> Outcome<Option<Vec<Value>>> {
    match value {
        Value::List(list) => {
            budget.charge_many(list.len())?;
            Ok(Some(list.snapshot()))
        }
        Value::Text(_) | Value::Safe(_) => units(value, budget).map(Some),
        _ => Ok(None),
    }
}

/// [`items`], and what a record with a `length` has at `0`, `1` and so on.
pub(super) fn items_or_numbered(value: &Value, budget: &mut Budget) -> Outcome<Option<Vec<Value>>> {
    match value {
        Value::Record(record) => numbered(record, budget).map(Some),
        other => items(other, budget),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn claimed_length(record: &Record, budget: &mut Budget) -> Outcome<usize> {
    let length = to_number(record.get("length").unwrap_or(&Value::Undefined), budget)?;
    if length.is_nan() || length <= 0.0 {
        return Ok(0);
    }
    let length = length.ceil().min(1e15) as usize;
    budget.items(length)?;
    Ok(length)
}

fn numbered(record: &Record, budget: &mut Budget) -> Outcome<Vec<Value>> {
    let length = claimed_length(record, budget)?;
    Ok((0..length).map(|index| record.get(&index.to_string()).cloned().unwrap_or_default()).collect())
}

/// Where a length that is no whole number is refused.
pub(super) fn numbered_strictly(record: &Record, budget: &mut Budget) -> Outcome<Vec<Value>> {
    if let Some(Value::Number(length)) = record.get("length")
        && !length.is_nan()
        && (length.fract() != 0.0 || !(0.0..=4_294_967_295.0).contains(length))
    {
        return Err(Failure::evaluation(format!("an object cannot have the length {length}")));
    }
    numbered(record, budget)
}

/// Only those of [`numbered`] that are there.
pub(super) fn present(record: &Record, budget: &mut Budget) -> Outcome<Vec<Value>> {
    let length = to_number(record.get("length").unwrap_or(&Value::Undefined), budget)?.floor();
    if length.is_nan() || length <= 0.0 {
        return Ok(Vec::new());
    }
    let length = claimed_length(record, budget)?.min({
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the conversion saturates"
        )]
        let whole = length as usize;
        whole
    });
    Ok((0..length).filter_map(|index| record.get(&index.to_string()).cloned()).collect())
}

/// The key that an attribute argument names.
pub(super) fn attribute_key(attribute: &Value, budget: &mut Budget) -> Outcome<Text> {
    let key = to_text(attribute, budget)?;
    if is_reserved(key.as_str()) {
        return Err(Failure::evaluation(format!("the name \"{}\" is reserved", key.as_str())));
    }
    Ok(key)
}

/// The attribute of an item.
pub(super) fn attribute(item: &Value, key: &str) -> Outcome<Value> {
    if item.is_nullish() {
        return Err(Failure::evaluation(format!("{} has no attribute \"{key}\"", item.kind())));
    }
    Ok(own_member(item, key).unwrap_or_default())
}

/// The attributes of all items.
fn attributes(value: &Value, key: &Text, budget: &mut Budget) -> Outcome<Vec<Value>> {
    let items = match value {
        Value::List(_) | Value::Text(_) => items(value, budget)?.unwrap_or_default(),
        Value::Record(record) => numbered_strictly(record, budget)?,
        Value::Safe(text) if !text.is_empty() => {
            return attribute(&Value::Undefined, key.as_str()).map(|_| Vec::new());
        }
        _ => Vec::new(),
    };
    items.iter().map(|item| attribute(item, key.as_str())).collect()
}

/// `join` and `sum`.
pub(super) fn fold(
    filter: Builtin,
    value: &Value,
    arguments: &Evaluated,
    budget: &mut Budget,
) -> Outcome<Value> {
    let (first, second) = (arguments.get(0), arguments.get(1));
    let by = if filter == Builtin::Join { second } else { first };
    let separator =
        if filter == Builtin::Join && first.is_truthy() { to_text(first, budget)? } else { Text::new("") };
    let items = if by.is_truthy() {
        let key = attribute_key(by, budget)?;
        attributes(value, &key, budget)?
    } else {
        let Value::List(list) = value else {
            return Err(Failure::evaluation(format!("needs a list, not {}", value.kind())));
        };
        budget.charge_many(list.len())?;
        list.snapshot()
    };
    if filter == Builtin::Join {
        return join(&items, &separator, budget);
    }
    let mut sum = Value::Number(0.0);
    for item in &items {
        sum = add(&sum, item, budget)?;
    }
    let start = if matches!(second, Value::Undefined) { Value::Number(0.0) } else { second.clone() };
    add(&start, &sum, budget)
}

fn join(items: &[Value], separator: &Text, budget: &mut Budget) -> Outcome<Value> {
    let mut joined = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            joined.push_str(separator.as_str());
        }
        if !item.is_nullish() {
            joined.push_str(to_text(item, budget)?.as_str());
        }
        budget.within_growth(joined.len())?;
    }
    budget.grow(joined.len())?;
    Ok(Value::text(joined))
}

/// `batch` makes rows of a length, `slice` a number of rows.
pub(super) fn divide(
    filter: Builtin,
    value: &Value,
    count: &Value,
    fill: &Value,
    budget: &mut Budget,
) -> Outcome<Value> {
    if filter == Builtin::Batch && value.is_nullish() {
        return Err(Failure::evaluation("needs a list or a string"));
    }
    let items = match filter {
        Builtin::Batch => items_or_numbered(value, budget)?,
        _ => items(value, budget)?,
    };
    let count = whole_count(count, budget);
    match (filter, items) {
        (Builtin::Batch, items) => {
            let count = count?;
            items.map_or_else(|| Ok(Value::list(Vec::new())), |items| batch(&items, count, fill, budget))
        }
        (_, Some(items)) => rows(value, &items, count?, fill, budget),
        _ => Err(Failure::evaluation(format!("needs a list or a string, not {}", value.kind()))),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole_count(count: &Value, budget: &mut Budget) -> Outcome<usize> {
    let count = to_number(count, budget)?.trunc();
    if count.is_nan() || !(1.0..=9_007_199_254_740_991.0).contains(&count) {
        return Err(Failure::evaluation("needs a whole number above 0"));
    }
    Ok(count as usize)
}

fn batch(items: &[Value], width: usize, fill: &Value, budget: &mut Budget) -> Outcome<Value> {
    let mut rows = Vec::new();
    for row in items.chunks(width) {
        let mut row = row.to_vec();
        if fill.is_truthy() {
            budget.items(width)?;
            row.resize(width, fill.clone());
        }
        rows.push(Value::list(row));
    }
    budget.items(items.len() + rows.len())?;
    Ok(Value::list(rows))
}

fn rows(value: &Value, items: &[Value], count: usize, fill: &Value, budget: &mut Budget) -> Outcome<Value> {
    budget.items(count)?;
    let (base, extra) = (items.len() / count, items.len() % count);
    let mut rows = Vec::with_capacity(count);
    let mut start = 0;
    for index in 0..count {
        let end = start + base + usize::from(index < extra);
        let fills = fill.is_truthy() && index >= extra;
        if let Some(text) = value.as_text() {
            if fills {
                return Err(Failure::evaluation("cannot fill up strings"));
            }
            let part: String =
                items[start..end].iter().filter_map(Value::as_text).map(Text::as_str).collect();
            rows.push(Value::text(part));
            budget.look_at(text.bytes() / count)?;
        } else {
            let mut row = items[start..end].to_vec();
            if fills {
                row.push(fill.clone());
            }
            rows.push(Value::list(row));
        }
        start = end;
    }
    budget.grow(size_of_val(items))?;
    Ok(Value::list(rows))
}
