//! Filters that put items in order or in groups.

use std::cmp::Ordering;

use super::sequence::{items, items_or_numbered, numbered_strictly};
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::evaluate::{Evaluated, own_member};
use crate::text::Text;
use crate::value::{Record, Value, is_reserved, order, strict_equal, to_text};

/// Runs that are put in order by insertion.
const RUN: usize = 32;

/// Sorts stably with any comparison, however inconsistent: numbers and texts mixed have no order to speak of.
fn arrange<T: Clone>(
    items: &mut Vec<T>,
    budget: &mut Budget,
    compare: &impl Fn(&T, &T, &mut Budget) -> Outcome<Ordering>,
) -> Outcome<()> {
    if items.len() > RUN * 2 {
        let mut right = items.split_off(items.len() / 2);
        arrange(items, budget, compare)?;
        arrange(&mut right, budget, compare)?;
        let left = std::mem::take(items);
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
            let take_right = compare(second, first, budget)? == Ordering::Less;
            items.extend(if take_right { right.next() } else { left.next() });
        }
        items.extend(left.chain(right));
        return Ok(());
    }
    // A run at the start that is in order already, or the wrong way round, is kept or turned.
    let mut sorted = 1.min(items.len());
    if items.len() > 1 {
        let falling = compare(&items[1], &items[0], budget)? == Ordering::Less;
        sorted = 2;
        while sorted < items.len()
            && (compare(&items[sorted], &items[sorted - 1], budget)? == Ordering::Less) == falling
        {
            sorted += 1;
        }
        if falling {
            items[..sorted].reverse();
        }
    }
    for index in sorted..items.len() {
        let (mut low, mut high) = (0, index);
        while low < high {
            let middle = low + (high - low) / 2;
            if compare(&items[index], &items[middle], budget)? == Ordering::Less {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        items[low..=index].rotate_right(1);
    }
    Ok(())
}

/// An item with what it is sorted by.
#[derive(Clone)]
struct Keyed {
    item: Value,
    key: Value,
    /// The key in lower case, when it is a text and case does not count.
    folded: Option<Text>,
}

pub(super) fn sort(value: &Value, arguments: &Evaluated, budget: &mut Budget) -> Outcome<Value> {
    let values = match value {
        Value::Record(record) => Some(numbered_strictly(record, budget)?),
        other => items(other, budget)?,
    };
    let Some(values) = values else { return Ok(Value::list(Vec::new())) };
    budget.items(values.len() * 3)?;
    let reverse = arguments.get(0).is_truthy();
    let fold = !arguments.get(1).is_truthy();
    let path = attribute_path(arguments.get(2), budget)?;
    let (values, undefined): (Vec<Value>, Vec<Value>) =
        values.into_iter().partition(|value| !matches!(value, Value::Undefined));
    let mut keyed = Vec::with_capacity(values.len());
    let compares = values.len() > 1;
    for item in values {
        let key = if compares { follow(&item, &path)? } else { Value::Undefined };
        let folded = key.as_text().filter(|_| fold).map(|text| Text::new(text.as_str().to_lowercase()));
        keyed.push(Keyed { item, key, folded });
    }
    arrange(&mut keyed, budget, &|left: &Keyed, right: &Keyed, budget: &mut Budget| {
        budget.charge()?;
        let ordering = match (&left.folded, &right.folded) {
            (Some(left), Some(right)) => Some(left.order(right)),
            _ => order(&left.key, &right.key, budget)?,
        };
        let ordering = ordering.unwrap_or(Ordering::Equal);
        Ok(if reverse { ordering.reverse() } else { ordering })
    })?;
    Ok(Value::list(keyed.into_iter().map(|keyed| keyed.item).chain(undefined).collect()))
}

/// A key to sort by, with the name and value of a record's entry.
type Entry = (Value, Text, Value);

pub(super) fn dictsort(
    value: &Value,
    case_sensitive: &Value,
    by: &Value,
    budget: &mut Budget,
) -> Outcome<Value> {
    let Value::Record(record) = value else {
        return Err(Failure::evaluation(format!("needs an object, not {}", value.kind())));
    };
    let by_value = match by {
        Value::Undefined => false,
        Value::Text(by) if by.as_str() == "key" => false,
        Value::Text(by) if by.as_str() == "value" => true,
        _ => return Err(Failure::evaluation("sorts by \"key\" or \"value\"")),
    };
    let fold = !case_sensitive.is_truthy();
    budget.items(record.len() * 4)?;
    let mut entries: Vec<Entry> = Vec::with_capacity(record.len());
    for (name, value) in record.entries() {
        let key = if by_value { value.clone() } else { Value::Text(name.clone()) };
        let key = match key.as_text().filter(|_| fold) {
            Some(text) => Value::text(text.as_str().to_uppercase()),
            None => key,
        };
        entries.push((key, name.clone(), value.clone()));
    }
    arrange(&mut entries, budget, &|left: &Entry, right: &Entry, budget: &mut Budget| {
        budget.charge()?;
        Ok(match order(&left.0, &right.0, budget)? {
            Some(Ordering::Greater) => Ordering::Greater,
            _ if strict_equal(&left.0, &right.0) => Ordering::Equal,
            _ => Ordering::Less,
        })
    })?;
    let pair = |(_, name, value): Entry| Value::list(vec![Value::Text(name), value]);
    Ok(Value::list(entries.into_iter().map(pair).collect()))
}

/// The items by what an attribute of theirs is, as text.
pub(super) fn group(value: &Value, attribute: &Value, budget: &mut Budget) -> Outcome<Value> {
    if value.is_nullish() {
        return Err(Failure::evaluation("needs a list or a string"));
    }
    let Some(items) = items_or_numbered(value, budget)? else { return Ok(Value::record(Record::default())) };
    let path = attribute_path(attribute, budget)?;
    let mut groups: Vec<(Text, Vec<Value>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for item in items {
        budget.items(1)?;
        let key = to_text(&follow(&item, &path)?, budget)?;
        if is_reserved(key.as_str()) {
            return Err(Failure::evaluation(format!("the name \"{}\" is reserved", key.as_str())));
        }
        let place = *places.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(item);
    }
    let entries = groups.into_iter().map(|(key, items)| (key, Value::list(items))).collect();
    Ok(Value::record(Record::new(entries)))
}

/// The names of a path with dots; none when no attribute was given.
fn attribute_path(attribute: &Value, budget: &mut Budget) -> Outcome<Vec<String>> {
    let path = match attribute {
        attribute if !attribute.is_truthy() => Vec::new(),
        Value::Text(path) => path.as_str().split('.').map(str::to_owned).collect(),
        other => vec![to_text(other, budget)?.as_str().to_owned()],
    };
    match path.iter().find(|name| is_reserved(name)) {
        Some(name) => Err(Failure::evaluation(format!("the name \"{name}\" is reserved"))),
        None => Ok(path),
    }
}

fn follow(item: &Value, path: &[String]) -> Outcome<Value> {
    let mut current = item.clone();
    for name in path {
        if current.is_nullish() {
            return Err(Failure::evaluation(format!("{} has no attribute \"{name}\"", current.kind())));
        }
        match own_member(&current, name) {
            Some(value) => current = value,
            None => return Ok(Value::Undefined),
        }
    }
    Ok(current)
}
