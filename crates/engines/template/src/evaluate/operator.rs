//! Operators between two values.

use std::cmp::Ordering;

use super::{Machine, Surroundings};
use crate::error::{Failure, Outcome};
use crate::syntax::ast::{Comparison, Expression, Operator};
use crate::text::Text;
use crate::value::{
    Value, loose_equal, order, strict_equal, to_number, to_number_from, to_primitive, to_text,
};

impl Machine<'_> {
    pub(super) fn binary(&mut self, operator: Operator, left: &Value, right: &Value) -> Outcome<Value> {
        match operator {
            Operator::Add => self.add(left, right),
            Operator::Concat => {
                let left = to_text(left, &mut self.budget)?;
                let right = to_text(right, &mut self.budget)?;
                self.join(&left, &right)
            }
            _ => {
                let left = to_number(left, &mut self.budget)?;
                let right = to_number(right, &mut self.budget)?;
                Ok(Value::Number(match operator {
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide => left / right,
                    Operator::Remainder => left % right,
                    _ => power(left, right),
                }))
            }
        }
    }

    /// `+`: joins when either side is a string, else adds.
    pub(super) fn add(&mut self, left: &Value, right: &Value) -> Outcome<Value> {
        add(left, right, &mut self.budget)
    }

    fn join(&mut self, left: &Text, right: &Text) -> Outcome<Value> {
        join(left, right, &mut self.budget)
    }

    /// A chain of comparisons: each compares the last one's result.
    pub(super) fn compare(
        &mut self,
        first: &Expression,
        rest: &[(Comparison, Expression)],
        around: &Surroundings,
    ) -> Outcome<Value> {
        let mut left = self.expression(first, around)?;
        for (comparison, operand) in rest {
            let right = self.expression(operand, around)?;
            left = Value::Bool(self.compare_two(*comparison, &left, &right)?);
        }
        Ok(left)
    }

    fn compare_two(&mut self, comparison: Comparison, left: &Value, right: &Value) -> Outcome<bool> {
        let budget = &mut self.budget;
        if let Value::Text(text) = left {
            budget.look_at(text.bytes())?;
        }
        Ok(match comparison {
            Comparison::Equal => loose_equal(left, right, budget)?,
            Comparison::NotEqual => !loose_equal(left, right, budget)?,
            Comparison::Same => strict_equal(left, right),
            Comparison::NotSame => !strict_equal(left, right),
            Comparison::Less => order(left, right, budget)? == Some(Ordering::Less),
            Comparison::LessOrEqual => order(left, right, budget)?.is_some_and(Ordering::is_le),
            Comparison::Greater => order(left, right, budget)? == Some(Ordering::Greater),
            Comparison::GreaterOrEqual => order(left, right, budget)?.is_some_and(Ordering::is_ge),
        })
    }

    /// `needle in container`.
    pub(super) fn contains(&mut self, container: &Value, needle: &Value) -> Outcome<bool> {
        Ok(match container {
            Value::Text(text) => {
                let needle = to_text(needle, &mut self.budget)?;
                self.budget.look_at(text.bytes())?;
                memchr::memmem::find(text.as_str().as_bytes(), needle.as_str().as_bytes()).is_some()
            }
            Value::Safe(_) => matches!(to_text(needle, &mut self.budget)?.as_str(), "length" | "val"),
            Value::List(list) => {
                self.budget.charge_many(list.len())?;
                list.items.borrow().iter().any(|item| strict_equal(item, needle))
            }
            Value::Record(record) => record.get(to_text(needle, &mut self.budget)?.as_str()).is_some(),
            _ => {
                let kind = container.kind();
                return Err(Failure::evaluation(format!(
                    "\"in\" needs a list, an object or a string, not {kind}"
                )));
            }
        })
    }
}

/// JavaScript's `+`.
pub(crate) fn add(left: &Value, right: &Value, budget: &mut crate::budget::Budget) -> Outcome<Value> {
    let left = to_primitive(left, budget)?;
    let right = to_primitive(right, budget)?;
    if matches!(left, Value::Text(_)) || matches!(right, Value::Text(_)) {
        let left = to_text(&left, budget)?;
        let right = to_text(&right, budget)?;
        return join(&left, &right, budget);
    }
    Ok(Value::Number(to_number_from(&left) + to_number_from(&right)))
}

fn join(left: &Text, right: &Text, budget: &mut crate::budget::Budget) -> Outcome<Value> {
    budget.grow(left.bytes() + right.bytes())?;
    let mut joined = String::with_capacity(left.bytes() + right.bytes());
    joined.push_str(left.as_str());
    joined.push_str(right.as_str());
    Ok(Value::text(joined))
}

/// JavaScript's `**`, which has no result for 1 to an infinite power.
pub(crate) fn power(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (exponent.is_infinite() && matches!(base, 1.0 | -1.0)) {
        f64::NAN
    } else {
        base.powf(exponent)
    }
}
