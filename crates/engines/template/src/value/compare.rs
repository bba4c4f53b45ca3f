//! Equality and order of values, as JavaScript has them.

use std::cmp::Ordering;
use std::rc::Rc;

use super::{Value, to_number_from, to_primitive};
use crate::budget::Budget;
use crate::error::Outcome;

/// `===`: objects are equal when they are one object.
pub(crate) fn strict_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        #[expect(clippy::float_cmp, reason = "this is JavaScript's equality of numbers")]
        (Value::Number(left), Value::Number(right)) => left == right,
        (Value::Text(left), Value::Text(right)) => left == right,
        (Value::Safe(left), Value::Safe(right)) => Rc::ptr_eq(left, right),
        (Value::List(left), Value::List(right)) => Rc::ptr_eq(left, right),
        (Value::Record(left), Value::Record(right)) => Rc::ptr_eq(left, right),
        (Value::Regex(left), Value::Regex(right)) => Rc::ptr_eq(left, right),
        (Value::Callable(left), Value::Callable(right)) => Rc::ptr_eq(left, right),
        _ => false,
    }
}

/// `==`.
pub(crate) fn loose_equal(left: &Value, right: &Value, budget: &mut Budget) -> Outcome<bool> {
    if strict_equal(left, right) {
        return Ok(true);
    }
    let primitive = |value: &Value| {
        matches!(value, Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_))
    };
    if !primitive(left) && !primitive(right) {
        return Ok(false);
    }
    let (left, right) = (to_primitive(left, budget)?, to_primitive(right, budget)?);
    Ok(match (&left, &right) {
        (Value::Undefined | Value::Null, _) | (_, Value::Undefined | Value::Null) => {
            left.is_nullish() && right.is_nullish()
        }
        (Value::Text(left), Value::Text(right)) => left == right,
        #[expect(clippy::float_cmp, reason = "this is JavaScript's equality of numbers")]
        _ => to_number_from(&left) == to_number_from(&right),
    })
}

/// The order of `<` and its kin; `None` when one of the numbers is not a number.
pub(crate) fn order(left: &Value, right: &Value, budget: &mut Budget) -> Outcome<Option<Ordering>> {
    if let (Value::Number(left), Value::Number(right)) = (left, right) {
        return Ok(left.partial_cmp(right));
    }
    let (left, right) = (to_primitive(left, budget)?, to_primitive(right, budget)?);
    if let (Value::Text(left), Value::Text(right)) = (&left, &right) {
        budget.look_at(left.bytes().min(right.bytes()))?;
        return Ok(Some(left.order(right)));
    }
    Ok(to_number_from(&left).partial_cmp(&to_number_from(&right)))
}
