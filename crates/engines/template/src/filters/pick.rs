//! Filters that choose items.

use super::sequence::{attribute, attribute_key, items, present};
use crate::budget::Budget;
use crate::checks;
use crate::error::{Failure, Outcome};
use crate::evaluate::Evaluated;
use crate::random::Random;
use crate::suggest::nearest;
use crate::value::{Value, format_number, to_number, to_text};

/// `first` and `last`.
pub(super) fn edge(value: &Value, at_end: bool, budget: &mut Budget) -> Outcome<Value> {
    Ok(match value {
        Value::Undefined | Value::Null => return Err(Failure::evaluation("needs a list or a string")),
        Value::List(list) if at_end => list.items.borrow().last().cloned().unwrap_or_default(),
        Value::List(list) => list.get(0),
        Value::Record(record) if !at_end => record.get("0").cloned().unwrap_or_default(),
        Value::Record(record) => {
            let length = to_number(record.get("length").unwrap_or(&Value::Undefined), budget)?;
            record.get(&format_number(length - 1.0)).cloned().unwrap_or_default()
        }
        other => other.as_text().map_or(Value::Undefined, |text| {
            let unit = if at_end { text.units().checked_sub(1) } else { Some(0) };
            unit.and_then(|unit| text.unit(unit)).map_or(Value::Undefined, Value::Text)
        }),
    })
}

/// Any one item.
pub(super) fn random(value: &Value, budget: &mut Budget, random: &mut Random) -> Outcome<Value> {
    if value.is_nullish() {
        return Err(Failure::evaluation("needs a list or a string"));
    }
    let items = match value {
        Value::Record(record) => present(record, budget)?,
        other => items(other, budget)?.unwrap_or_default(),
    };
    Ok(if items.is_empty() { Value::Undefined } else { items[random.below(items.len())].clone() })
}

/// `select` and `reject`: the items that a test accepts, or those that it does not.
pub(super) fn by_test(
    value: &Value,
    arguments: &Evaluated,
    select: bool,
    budget: &mut Budget,
) -> Outcome<Value> {
    let test = match arguments.get(0) {
        Value::Undefined => crate::text::Text::new("truthy"),
        name => to_text(name, budget)?,
    };
    let Some(arity) = checks::arity(test.as_str()) else {
        let failure = Failure::evaluation(format!("there is no test \"{}\"", test.as_str()));
        return Err(failure.suggesting(nearest(test.as_str(), checks::names())));
    };
    if value.is_nullish() {
        return Err(Failure::evaluation("needs a list or a string"));
    }
    let items = match value {
        Value::Record(record) => Some(present(record, budget)?),
        other => items(other, budget)?,
    };
    let Some(items) = items else { return Ok(Value::list(Vec::new())) };
    let given = arguments.positional.get(1..).unwrap_or_default();
    if given.len() != arity {
        return Err(checks::wrong_arguments(test.as_str(), arity));
    }
    let mut chosen = Vec::new();
    for item in items {
        budget.charge()?;
        if checks::apply(test.as_str(), &item, given, budget)? == select {
            chosen.push(item);
        }
    }
    budget.items(chosen.len())?;
    Ok(Value::list(chosen))
}

/// `selectattr` and `rejectattr`: the items whose attribute is truthy, or those whose is not.
pub(super) fn by_attribute(value: &Value, name: &Value, select: bool, budget: &mut Budget) -> Outcome<Value> {
    let Value::List(list) = value else {
        return Err(Failure::evaluation(format!("needs a list, not {}", value.kind())));
    };
    let key = attribute_key(name, budget)?;
    budget.charge_many(list.len())?;
    let mut chosen = Vec::new();
    for item in list.snapshot() {
        if attribute(&item, key.as_str())?.is_truthy() == select {
            chosen.push(item);
        }
    }
    budget.items(chosen.len())?;
    Ok(Value::list(chosen))
}
