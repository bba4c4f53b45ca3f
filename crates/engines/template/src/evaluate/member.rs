//! `target.name` and `target[name]`.

use super::subscript::own_member;
use super::{Machine, Surroundings};
use crate::error::Outcome;
use crate::methods;
use crate::syntax::ast::Expression;
use crate::text::Text;
use crate::value::{Callable, Value, to_text};

impl Machine<'_> {
    pub(super) fn index(
        &mut self,
        target: &Expression,
        index: &Expression,
        around: &Surroundings,
    ) -> Outcome<Value> {
        let target = self.expression(target, around)?;
        let key = self.expression(index, around)?;
        if matches!(key, Value::Number(_)) && matches!(target, Value::List(_) | Value::Text(_)) {
            return self.at_index(&target, &key);
        }
        let key = to_text(&key, &mut self.budget)?;
        self.member(&target, &key, methods::Name::known(key.as_str()))
    }

    /// Own members come first, then approved methods; everything else is undefined.
    pub(super) fn member(
        &mut self,
        target: &Value,
        name: &Text,
        method: Option<methods::Name>,
    ) -> Outcome<Value> {
        if let Value::Text(text) = target {
            self.budget.look_at(text.bytes())?;
        }
        if let Some(value) = own_member(target, name.as_str()) {
            return Ok(fresh(value));
        }
        if let Value::Callable(callable) = target {
            return Ok(self.callable_member(callable, name.as_str()));
        }
        let found = method.filter(|method| method.belongs_to(target, self.syntax.cookiecutter));
        Ok(found.map_or(Value::Undefined, |method| Value::callable(Callable::Method(target.clone(), method))))
    }

    fn callable_member(&self, callable: &Callable, name: &str) -> Value {
        let Callable::CyclerOf(index) = *callable else { return Value::Undefined };
        match name {
            "current" => {
                let cycler = &self.cyclers[index];
                cycler
                    .next
                    .map_or(Value::Null, |at| fresh(cycler.values.get(at).cloned().unwrap_or_default()))
            }
            "next" => Value::callable(Callable::CyclerNext(index)),
            "reset" => Value::callable(Callable::CyclerReset(index)),
            _ => Value::Undefined,
        }
    }
}

/// Functions that are looked up as members are a new object each time.
fn fresh(value: Value) -> Value {
    match value {
        Value::Callable(callable) => Value::callable((*callable).clone()),
        value => value,
    }
}
