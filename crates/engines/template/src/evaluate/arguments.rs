//! Arguments of calls and filters.

use super::{Machine, Surroundings};
use crate::error::Outcome;
use crate::filters::Builtin;
use crate::syntax::ast::Arguments;
use crate::text::Text;
use crate::value::{Record, Value};

/// Arguments with their values.
#[derive(Debug, Default)]
pub(crate) struct Evaluated {
    pub(crate) positional: Vec<Value>,
    /// No name twice; the last one written counts.
    pub(crate) named: Vec<(Text, Value)>,
}

impl Evaluated {
    pub(super) fn set_named(&mut self, name: &str, value: Value) {
        match self.named.iter_mut().find(|(known, _)| known.as_str() == name) {
            Some((_, known)) => *known = value,
            None => self.named.push((Text::new(name), value)),
        }
    }

    pub(super) fn take_named(&mut self, name: &str) -> Option<Value> {
        let place = self.named.iter().position(|(known, _)| known.as_str() == name)?;
        Some(self.named.remove(place).1)
    }

    /// Named arguments of built-in filters are made positional: where the filter gives its parameters names, by these,
    /// else all together as one last object.
    pub(super) fn lower_for(&mut self, filter: Builtin) {
        let names: &[&str] = match filter {
            Builtin::Int => &["default", "base"],
            Builtin::Sort => &["reverse", "case_sensitive", "attribute"],
            _ => {
                if !self.named.is_empty() {
                    let mut entries = std::mem::take(&mut self.named);
                    entries.push((Text::new("__keywords"), Value::Bool(true)));
                    self.positional.push(Value::record(Record::new(entries)));
                }
                return;
            }
        };
        self.positional.truncate(names.len());
        for name in &names[self.positional.len()..] {
            let value = self.take_named(name).unwrap_or_default();
            self.positional.push(value);
        }
        self.named.clear();
    }

    pub(crate) fn get(&self, index: usize) -> &Value {
        self.positional.get(index).unwrap_or(&Value::Undefined)
    }
}

impl Machine<'_> {
    pub(super) fn arguments(&mut self, arguments: &Arguments, around: &Surroundings) -> Outcome<Evaluated> {
        let mut evaluated =
            Evaluated { positional: Vec::with_capacity(arguments.positional.len()), named: Vec::new() };
        for argument in &arguments.positional {
            evaluated.positional.push(self.expression(argument, around)?);
        }
        for (name, argument) in &arguments.named {
            let value = self.expression(argument, around)?;
            evaluated.set_named(name.as_str(), value);
        }
        Ok(evaluated)
    }
}
