//! Methods of lists.

use std::rc::Rc;

use super::Name;
use super::string::relative;
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::text::Text;
use crate::value::{List, MOST_NESTED, Value, strict_equal, to_integer, to_text};

pub(super) fn apply(
    list: &Rc<List>,
    method: Name,
    arguments: Vec<Value>,
    cookiecutter: bool,
    budget: &mut Budget,
) -> Outcome<Value> {
    budget.charge_many(list.len())?;
    if method.mutates() {
        return change(list, method, &arguments, cookiecutter, budget);
    }
    let mut arguments = arguments.into_iter();
    let items = list.snapshot();
    let length = items.len();
    if matches!(method, Name::Concat) {
        return concat(items, arguments, budget);
    }
    let (first, second) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    Ok(match method {
        Name::At => {
            let index = to_integer(&first, budget)?;
            existing(index, length).map_or(Value::Undefined, |index| items[index].clone())
        }
        Name::Includes => {
            let from = relative(length, &second, 0.0, budget)?;
            Value::Bool(items[from..].iter().any(|item| same_or_nan(item, &first)))
        }
        Name::IndexOf | Name::Index | Name::Find => {
            let from = relative(length, &second, 0.0, budget)?;
            position(items.iter().skip(from).position(|item| strict_equal(item, &first)).map(|at| at + from))
        }
        Name::LastIndexOf => {
            let end = match second {
                Value::Undefined => length,
                second => last_end(length, to_integer(&second, budget)?),
            };
            position(items[..end].iter().rposition(|item| strict_equal(item, &first)))
        }
        Name::Count => Value::count(items.iter().filter(|item| strict_equal(item, &first)).count()),
        Name::Flat => {
            let depth = if matches!(first, Value::Undefined) { 1.0 } else { to_integer(&first, budget)? };
            let mut flat = Vec::new();
            flatten(&items, depth, 0, &mut flat, budget)?;
            Value::list(flat)
        }
        Name::Join => join(&items, &first, budget)?,
        _ => {
            let start = relative(length, &first, 0.0, budget)?;
            let end = relative(length, &second, f64::INFINITY, budget)?;
            let part = if start < end { items[start..end].to_vec() } else { Vec::new() };
            budget.items(part.len())?;
            Value::list(part)
        }
    })
}

fn position(at: Option<usize>) -> Value {
    at.map_or(Value::Number(-1.0), Value::count)
}

fn same_or_nan(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) if left.is_nan() => right.is_nan(),
        _ => strict_equal(left, right),
    }
}

/// The index that a number means, counted from the end when negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
#[expect(clippy::cast_precision_loss, reason = "lists are short")]
fn existing(index: f64, length: usize) -> Option<usize> {
    let index = if index < 0.0 { length as f64 + index } else { index };
    (index >= 0.0 && index < length as f64).then_some(index as usize)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
#[expect(clippy::cast_precision_loss, reason = "lists are short")]
fn last_end(length: usize, from: f64) -> usize {
    let last = length as f64;
    let end = if from < 0.0 { last + from + 1.0 } else { from + 1.0 };
    end.clamp(0.0, last) as usize
}

fn concat(
    mut items: Vec<Value>,
    arguments: impl Iterator<Item = Value>,
    budget: &mut Budget,
) -> Outcome<Value> {
    for argument in arguments {
        match argument {
            Value::List(list) => {
                budget.items(items.len() + list.len())?;
                items.extend(list.snapshot());
            }
            other => items.push(other),
        }
    }
    budget.items(items.len())?;
    Ok(Value::list(items))
}

fn flatten(
    items: &[Value],
    depth: f64,
    level: usize,
    flat: &mut Vec<Value>,
    budget: &mut Budget,
) -> Outcome<()> {
    if level > MOST_NESTED {
        return Err(Failure::evaluation(format!("values can be nested {MOST_NESTED} levels deep")));
    }
    for item in items {
        budget.charge()?;
        match item {
            Value::List(list) if depth > 0.0 => {
                flatten(&list.snapshot(), depth - 1.0, level + 1, flat, budget)?;
            }
            other => flat.push(other.clone()),
        }
        if flat.len() > budget.limits.items {
            budget.items(flat.len())?;
        }
    }
    if level == 0 { budget.items(flat.len()) } else { Ok(()) }
}

fn join(items: &[Value], separator: &Value, budget: &mut Budget) -> Outcome<Value> {
    let separator = match separator {
        Value::Undefined => Text::new(","),
        separator => to_text(separator, budget)?,
    };
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

/// Methods that change the list: on a copy, which then takes the list's place.
fn change(
    list: &Rc<List>,
    method: Name,
    arguments: &[Value],
    cookiecutter: bool,
    budget: &mut Budget,
) -> Outcome<Value> {
    let mut items = list.snapshot();
    let argument = |index: usize| arguments.get(index).cloned().unwrap_or_default();
    // What the method gives; `None` stands for the list itself.
    let result = match method {
        Name::Push | Name::Append => {
            items.extend(arguments.iter().cloned());
            Some(Value::count(items.len()))
        }
        Name::Unshift => {
            items.splice(0..0, arguments.iter().cloned());
            Some(Value::count(items.len()))
        }
        Name::Pop => Some(pop(&mut items, &argument(0), cookiecutter, budget)?),
        Name::Shift => Some(if items.is_empty() { Value::Undefined } else { items.remove(0) }),
        Name::Splice => Some(splice(&mut items, arguments, budget)?),
        Name::Insert => {
            let at = relative(items.len(), &argument(0), 0.0, budget)?;
            items.insert(at, argument(1));
            Some(Value::list(Vec::new()))
        }
        Name::Remove => {
            let at = items.iter().position(|item| strict_equal(item, &argument(0)));
            Some(Value::list(at.map(|at| items.remove(at)).into_iter().collect()))
        }
        Name::Sort => {
            sort(&mut items, budget)?;
            None
        }
        Name::Reverse => {
            items.reverse();
            None
        }
        Name::Fill => {
            let start = relative(items.len(), &argument(1), 0.0, budget)?;
            let end = relative(items.len(), &argument(2), f64::INFINITY, budget)?;
            if start < end {
                items[start..end].fill(argument(0));
            }
            None
        }
        _ => {
            let target = relative(items.len(), &argument(0), 0.0, budget)?;
            let start = relative(items.len(), &argument(1), 0.0, budget)?;
            let end = relative(items.len(), &argument(2), f64::INFINITY, budget)?;
            if start < end {
                let part = items[start..end.min(start + items.len() - target)].to_vec();
                items.splice(target..target + part.len(), part);
            }
            None
        }
    };
    budget.items(items.len())?;
    for value in arguments {
        refuse_cycle(list, value, budget)?;
    }
    *list.items.borrow_mut() = items;
    Ok(result.unwrap_or_else(|| Value::List(list.clone())))
}

fn pop(items: &mut Vec<Value>, index: &Value, cookiecutter: bool, budget: &mut Budget) -> Outcome<Value> {
    if cookiecutter && !matches!(index, Value::Undefined) {
        let index = to_integer(index, budget)?;
        return Ok(existing(index, items.len()).map_or(Value::Undefined, |index| items.remove(index)));
    }
    Ok(items.pop().unwrap_or_default())
}

fn splice(items: &mut Vec<Value>, arguments: &[Value], budget: &mut Budget) -> Outcome<Value> {
    let Some(first) = arguments.first().filter(|first| !matches!(first, Value::Undefined)) else {
        return Ok(Value::list(Vec::new()));
    };
    let start = relative(items.len(), first, 0.0, budget)?;
    let left = items.len() - start;
    let count = match arguments.get(1) {
        None | Some(Value::Undefined) => left,
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
        Some(count) => to_integer(count, budget)?.clamp(0.0, left as f64) as usize,
    };
    let added = match arguments.get(1) {
        None | Some(Value::Undefined) => &[],
        Some(_) => arguments.get(2..).unwrap_or_default(),
    };
    let removed = items.splice(start..start + count, added.iter().cloned()).collect();
    Ok(Value::list(removed))
}

/// In the order of the items' texts; `undefined` goes last.
fn sort(items: &mut Vec<Value>, budget: &mut Budget) -> Outcome<()> {
    let mut keyed = Vec::with_capacity(items.len());
    let mut undefined = 0;
    for item in std::mem::take(items) {
        if matches!(item, Value::Undefined) {
            undefined += 1;
        } else {
            keyed.push((to_text(&item, budget)?, item));
        }
    }
    budget.charge_many(keyed.len())?;
    keyed.sort_by(|(left, _), (right, _)| left.order(right));
    items.extend(keyed.into_iter().map(|(_, item)| item));
    items.extend(std::iter::repeat_n(Value::Undefined, undefined));
    Ok(())
}

/// A list cannot hold itself, however far down.
fn refuse_cycle(list: &Rc<List>, value: &Value, budget: &mut Budget) -> Outcome<()> {
    let mut seen = std::collections::HashSet::new();
    let mut pending = vec![value.clone()];
    while let Some(value) = pending.pop() {
        budget.charge()?;
        match value {
            Value::List(inner) if Rc::ptr_eq(&inner, list) => {
                return Err(Failure::evaluation("a list cannot hold itself"));
            }
            Value::List(inner) if seen.insert(Rc::as_ptr(&inner).cast::<()>()) => {
                pending.extend(inner.snapshot());
            }
            Value::Record(record) if seen.insert(Rc::as_ptr(&record).cast::<()>()) => {
                pending.extend(record.entries().iter().map(|(_, value)| value.clone()));
            }
            _ => {}
        }
    }
    Ok(())
}
