//! What expressions are.

use std::cell::Cell;
use std::rc::Rc;

use super::{Machine, Surroundings};
use crate::error::{Failure, Outcome};
use crate::filters::{self, Builtin, Input};
use crate::suggest::nearest;
use crate::syntax::ast::{Check, Choice, Expression, Filter, Kind, Literal, Slot};
use crate::syntax::names::NameId;
use crate::text::Text;
use crate::value::{Callable, Record, Regex, Value, to_number};
use crate::{checks, extension};

impl Machine<'_> {
    pub(super) fn expression(&mut self, expression: &Expression, around: &Surroundings) -> Outcome<Value> {
        self.budget.enter().map_err(|failure| failure.located(expression.at))?;
        let value = self.evaluate(expression, around).map_err(|failure| failure.located(expression.at))?;
        self.budget.leave();
        Ok(value)
    }

    fn evaluate(&mut self, expression: &Expression, around: &Surroundings) -> Outcome<Value> {
        match &expression.kind {
            Kind::Literal(literal) => Ok(value_of(literal)),
            Kind::Name(name, slot) => Ok(self.variable(*name, *slot, around)),
            Kind::List(items) => self.list(items, around),
            Kind::Group(items) => self.group(items, around),
            Kind::Record(entries) => self.record(entries, around),
            Kind::Member(target, name, method) => {
                let target = self.expression(target, around)?;
                self.member(&target, name, *method)
            }
            Kind::Index(target, index) => self.index(target, index, around),
            Kind::Slice(slice) => self.slice(slice, around),
            Kind::Choice(choice) => self.choice(choice, around),
            Kind::And(pair) => {
                let left = self.expression(&pair.0, around)?;
                if left.is_truthy() { self.expression(&pair.1, around) } else { Ok(left) }
            }
            Kind::Or(pair) => {
                let left = self.expression(&pair.0, around)?;
                if left.is_truthy() { Ok(left) } else { self.expression(&pair.1, around) }
            }
            Kind::Not(target) => Ok(Value::Bool(!self.expression(target, around)?.is_truthy())),
            Kind::Negative(target) => Ok(Value::Number(-self.number(target, around)?)),
            Kind::Positive(target) => Ok(Value::Number(self.number(target, around)?)),
            Kind::Floor(target) => Ok(Value::Number(self.number(target, around)?.floor())),
            Kind::Binary(operator, pair) => {
                let left = self.expression(&pair.0, around)?;
                let right = self.expression(&pair.1, around)?;
                self.binary(*operator, &left, &right)
            }
            Kind::Compare(first, rest) => self.compare(first, rest, around),
            Kind::In(pair) => {
                let needle = self.expression(&pair.0, around)?;
                let container = self.expression(&pair.1, around)?;
                self.contains(&container, &needle).map(Value::Bool)
            }
            Kind::Is(check) => self.check(check, around),
            Kind::Filter(filter) => self.filter(filter, around),
            Kind::Call(callee, arguments) => self.call(callee, arguments, around),
            Kind::Capture(body) => {
                let within =
                    Surroundings { scope: super::Scope::open(around.scope.clone()), ..around.clone() };
                let mut text = String::new();
                self.block(body, &within, &mut text)?;
                Ok(Value::text(text))
            }
        }
    }

    fn number(&mut self, expression: &Expression, around: &Surroundings) -> Outcome<f64> {
        let value = self.expression(expression, around)?;
        to_number(&value, &mut self.budget)
    }

    fn variable(&self, name: NameId, slot: Option<Slot>, around: &Surroundings) -> Value {
        if let Some(slot) = slot {
            return around.frame.get(slot);
        }
        if let Some(value) = around.scope.get(name) {
            return value;
        }
        let name = self.name(name);
        if let Some(value) = self.context.get(name.as_str()) {
            return value.clone();
        }
        if self.syntax.cookiecutter {
            match name.as_str() {
                "True" => return Value::Bool(true),
                "False" => return Value::Bool(false),
                "None" => return Value::Null,
                _ => {}
            }
        }
        self.environment.global(name).or_else(|| self.builtin_global(name)).unwrap_or_default()
    }

    fn builtin_global(&self, name: &Text) -> Option<Value> {
        let index = match name.as_str() {
            "range" => 0,
            "cycler" => 1,
            "joiner" => 2,
            _ => return None,
        };
        Some(self.globals.get_or_init(global_functions)[index].clone())
    }

    fn list(&mut self, items: &[Expression], around: &Surroundings) -> Outcome<Value> {
        self.budget.items(items.len())?;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let value = self.expression(item, around)?;
            self.note_stored(&value);
            values.push(value);
        }
        Ok(Value::list(values))
    }

    fn group(&mut self, items: &[Expression], around: &Surroundings) -> Outcome<Value> {
        let mut result = Value::Undefined;
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.data_only(std::slice::from_ref(&result))?;
            }
            result = self.expression(item, around)?;
        }
        Ok(result)
    }

    fn record(&mut self, entries: &[(Text, Expression)], around: &Surroundings) -> Outcome<Value> {
        self.budget.items(entries.len() * 2)?;
        let mut values = Vec::with_capacity(entries.len());
        for (key, entry) in entries {
            let value = self.expression(entry, around)?;
            self.note_stored(&value);
            values.push((key.clone(), value));
        }
        Ok(Value::record(Record::new(values)))
    }

    fn choice(&mut self, choice: &Choice, around: &Surroundings) -> Outcome<Value> {
        if self.expression(&choice.condition, around)?.is_truthy() {
            return self.expression(&choice.then, around);
        }
        match &choice.otherwise {
            Some(otherwise) => self.expression(otherwise, around),
            None => Ok(Value::text("")),
        }
    }

    fn check(&mut self, check: &Check, around: &Surroundings) -> Outcome<Value> {
        let name = check.name.as_str();
        let Some(arity) = checks::arity(name) else {
            let failure = Failure::evaluation(format!("there is no test \"{name}\""));
            return Err(failure.suggesting(nearest(name, checks::names())).located(check.at));
        };
        let (positional, named) = check
            .arguments
            .as_ref()
            .map_or((0, 0), |arguments| (arguments.positional.len(), arguments.named.len()));
        if positional != arity || named > 0 {
            return Err(checks::wrong_arguments(name, arity).located(check.at));
        }
        let subject = self.expression(&check.subject, around)?;
        let arguments = match &check.arguments {
            Some(arguments) => self.arguments(arguments, around)?.positional,
            None => Vec::new(),
        };
        if !checks::takes_functions(name) {
            self.data_only(std::slice::from_ref(&subject))?;
            self.data_only(&arguments)?;
        }
        checks::apply(name, &subject, &arguments, &mut self.budget)
            .map(Value::Bool)
            .map_err(|failure| failure.located(check.at))
    }

    fn filter(&mut self, filter: &Filter, around: &Surroundings) -> Outcome<Value> {
        if let Some(extension) = self.environment.filter(filter.name.as_str()) {
            if !filter.arguments.named.is_empty() {
                return Err(Failure::evaluation(format!(
                    "the filter {} takes no named arguments",
                    filter.name.as_str()
                )));
            }
            let mut values = vec![self.expression(&filter.input, around)?];
            values.append(&mut self.arguments(&filter.arguments, around)?.positional);
            self.data_only(&values)?;
            return extension::call(extension, &values, &mut self.budget);
        }
        let dump = self.syntax.cookiecutter && filter.name.as_str() == "jsonify";
        let Some(builtin) = filter.builtin.or(if dump { Some(Builtin::Dump) } else { None }) else {
            return Err(self.unknown_filter(filter.name.as_str()));
        };
        let value = self.expression(&filter.input, around)?;
        let mut arguments = self.arguments(&filter.arguments, around)?;
        self.data_only(std::slice::from_ref(&value))?;
        self.data_only(&arguments.positional)?;
        for index in 0..arguments.named.len() {
            let named = arguments.named[index].1.clone();
            self.data_only(&[named])?;
        }
        arguments.lower_for(builtin);
        let input = Input { value, arguments: &arguments };
        filters::apply(builtin, input, &mut self.budget, &mut self.random)
            .map_err(|failure| failure.of_filter(filter.name.as_str()))
    }

    fn unknown_filter(&self, name: &str) -> Failure {
        let jsonify = self.syntax.cookiecutter.then_some("jsonify");
        let known = Builtin::names().chain(jsonify).chain(self.environment.filter_names());
        Failure::evaluation(format!("there is no filter \"{name}\"")).suggesting(nearest(name, known))
    }
}

fn value_of(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Number(number) => Value::Number(*number),
        Literal::Text(text) => Value::Text(text.clone()),
        Literal::Regex(pattern) => {
            Value::Regex(Rc::new(Regex { pattern: pattern.clone(), last_index: Cell::new(0) }))
        }
    }
}

/// The functions that are always there.
fn global_functions() -> [Value; 3] {
    [Callable::Range, Callable::Cycler, Callable::Joiner].map(Value::callable)
}
