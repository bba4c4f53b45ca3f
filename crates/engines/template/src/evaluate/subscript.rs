//! `target[start:stop:step]`.

use std::cmp::Ordering;

use super::{Machine, Surroundings};
use crate::error::{Failure, Outcome};
use crate::syntax::ast::{Expression, Slice};
use crate::text::Text;
use crate::value::{Value, index_of_key, order, to_number, to_text};

impl Machine<'_> {
    pub(super) fn slice(&mut self, slice: &Slice, around: &Surroundings) -> Outcome<Value> {
        let target = self.expression(&slice.target, around)?;
        if matches!(target, Value::Callable(_)) {
            return Err(Failure::evaluation("a function has no items"));
        }
        let target = if target.is_truthy() { target } else { Value::list(Vec::new()) };
        let length = own_member(&target, "length").unwrap_or_default();
        let start = self.part(slice.start.as_ref(), Value::Null, around)?;
        let end = self.part(slice.stop.as_ref(), Value::Null, around)?;
        let step = self.part(slice.step.as_ref(), Value::Number(1.0), around)?;
        let numeric_step = to_number(&step, &mut self.budget)?;
        if !numeric_step.is_finite() || numeric_step == 0.0 {
            return Err(Failure::evaluation("the step has to be a number other than 0"));
        }
        let backwards = self.compare_with(&step, &Value::Number(0.0))? == Some(Ordering::Less);
        let forwards = self.compare_with(&step, &Value::Number(0.0))? == Some(Ordering::Greater);
        let start = self.start_of(start, &length, backwards)?;
        let end = self.stop_of(end, &length, backwards)?;
        let zero = Value::Number(0.0);
        let mut items = Vec::new();
        let mut index = start;
        loop {
            let below = self.compare_with(&index, &zero)? == Some(Ordering::Less);
            if below || self.compare_with(&index, &length)? == Some(Ordering::Greater) {
                break;
            }
            let at_stop = self.compare_with(&index, &end)?;
            let ended = forwards && at_stop.is_some_and(Ordering::is_ge)
                || backwards && at_stop.is_some_and(Ordering::is_le);
            if ended {
                break;
            }
            self.budget.charge()?;
            if items.len() >= self.budget.limits.items {
                self.budget.items(items.len() + 1)?;
            }
            let value = self.at_index(&target, &index)?;
            self.data_only(std::slice::from_ref(&value))?;
            items.push(value);
            index = self.add(&index, &step)?;
        }
        self.budget.items(items.len())?;
        Ok(Value::list(items))
    }

    fn part(&mut self, part: Option<&Expression>, missing: Value, around: &Surroundings) -> Outcome<Value> {
        part.map_or(Ok(missing), |part| self.expression(part, around))
    }

    fn compare_with(&mut self, left: &Value, right: &Value) -> Outcome<Option<Ordering>> {
        order(left, right, &mut self.budget)
    }

    fn start_of(&mut self, start: Value, length: &Value, backwards: bool) -> Outcome<Value> {
        let start = match start {
            Value::Null if backwards => Value::Number(to_number(length, &mut self.budget)? - 1.0),
            Value::Null => Value::Number(0.0),
            start => start,
        };
        self.counted(start, length)
    }

    fn stop_of(&mut self, stop: Value, length: &Value, backwards: bool) -> Outcome<Value> {
        match stop {
            Value::Null if backwards => Ok(Value::Number(-1.0)),
            Value::Null => Ok(length.clone()),
            stop => self.counted(stop, length),
        }
    }

    /// Negative indices count from the end.
    fn counted(&mut self, index: Value, length: &Value) -> Outcome<Value> {
        if self.compare_with(&index, &Value::Number(0.0))? == Some(Ordering::Less) {
            return self.add(&index, length);
        }
        Ok(index)
    }

    /// The own member that a value used as a key names.
    pub(super) fn at_index(&mut self, target: &Value, key: &Value) -> Outcome<Value> {
        if let (Value::List(list), Some(index)) = (target, whole_index(key)) {
            return Ok(list.get(index));
        }
        if let (Value::Text(text), Some(index)) = (target, whole_index(key)) {
            self.look_for_unit(text, index)?;
            return Ok(text.unit(index).map_or(Value::Undefined, Value::Text));
        }
        let key = to_text(key, &mut self.budget)?;
        Ok(own_member(target, key.as_str()).unwrap_or_default())
    }

    /// Beyond ASCII a unit is found by counting.
    fn look_for_unit(&mut self, text: &Text, index: usize) -> Outcome<()> {
        if text.is_ascii() { Ok(()) } else { self.budget.look_at(index.min(text.bytes()) * 4) }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "only whole numbers in range pass"
)]
fn whole_index(key: &Value) -> Option<usize> {
    match key {
        Value::Number(number) if *number >= 0.0 && *number < 4_294_967_295.0 && number.fract() == 0.0 => {
            Some(*number as usize)
        }
        _ => None,
    }
}

/// A member that a value has itself: keys of records, items, units, and lengths. `None` when there is none.
pub(crate) fn own_member(target: &Value, key: &str) -> Option<Value> {
    match target {
        Value::Record(record) => record.get(key).cloned(),
        Value::List(list) if key == "length" => Some(Value::count(list.len())),
        Value::List(list) => {
            index_of_key(key).filter(|index| *index < list.len()).map(|index| list.get(index))
        }
        Value::Safe(text) if key == "val" => Some(Value::Text((**text).clone())),
        Value::Text(_) | Value::Safe(_) => {
            let text = target.as_text()?;
            if key == "length" {
                return Some(Value::count(text.units()));
            }
            text.unit(index_of_key(key)?).map(Value::Text)
        }
        _ => None,
    }
}
