//! What statements do.

use std::rc::Rc;

use super::scope::{Frame, Scope};
use super::{Definition, Machine, Surroundings};
use crate::error::{Failure, Outcome};
use crate::syntax::ast::{
    Assigned, Block, CallBlock, Expression, For, If, Inner, Macro, Statement, StatementKind, Switch, Target,
};
use crate::text::Text;
use crate::value::{Callable, List, Record, Value, strict_equal, to_number, to_written};

/// What a loop goes over, one item at a time.
enum Items {
    None,
    List(Rc<List>),
    /// The texts of a string's units.
    Units(Vec<char>),
    /// Units with their indices as texts.
    IndexedUnits(Vec<char>),
    /// Keys and values.
    Pairs(Rc<Record>),
    /// `0`, `1` and so on, up to a length that the record claims.
    Numbered(Rc<Record>, f64),
}

impl Machine<'_> {
    pub(super) fn block(&mut self, block: &Block, around: &Surroundings, out: &mut String) -> Outcome<()> {
        for statement in block {
            self.statement(statement, around, out).map_err(|failure| failure.located(statement.at))?;
        }
        Ok(())
    }

    fn statement(&mut self, statement: &Statement, around: &Surroundings, out: &mut String) -> Outcome<()> {
        let text = match &statement.kind {
            StatementKind::Source(range) => self.source.get(range.start as usize..range.end as usize),
            StatementKind::Text(text) => Some(&**text),
            _ => None,
        };
        if let Some(text) = text {
            self.budget.charge()?;
            return self.write(text, out);
        }
        self.budget.enter()?;
        match &statement.kind {
            StatementKind::Source(_) | StatementKind::Text(_) => {}
            StatementKind::Output(expression) => self.output(expression, around, out)?,
            StatementKind::If(choice) => self.choose(choice, around, out)?,
            StatementKind::For(repetition) => self.repeat(repetition, around, out)?,
            StatementKind::Set(targets, assigned) => self.assign_all(targets, assigned, around)?,
            StatementKind::Macro(declared) => self.declare(declared, around),
            StatementKind::CallBlock(call) => self.call_with_body(call, around, out)?,
            StatementKind::Block(inner) => self.inner(inner, around, out)?,
            StatementKind::Switch(switch) => self.switch(switch, around, out)?,
        }
        self.budget.leave();
        Ok(())
    }

    fn write(&mut self, text: &str, out: &mut String) -> Outcome<()> {
        self.budget.write(text.len())?;
        out.push_str(text);
        Ok(())
    }

    fn output(&mut self, expression: &Expression, around: &Surroundings, out: &mut String) -> Outcome<()> {
        match self.expression(expression, around)? {
            Value::Text(text) => self.write(text.as_str(), out),
            value => {
                let text = to_written(&value, &mut self.budget)?;
                self.write(text.as_str(), out)
            }
        }
    }

    fn choose(&mut self, choice: &If, around: &Surroundings, out: &mut String) -> Outcome<()> {
        for (condition, body) in &choice.branches {
            if self.expression(condition, around)?.is_truthy() {
                return self.block(body, around, out);
            }
        }
        choice.otherwise.as_ref().map_or(Ok(()), |otherwise| self.block(otherwise, around, out))
    }

    fn switch(&mut self, switch: &Switch, around: &Surroundings, out: &mut String) -> Outcome<()> {
        let subject = self.expression(&switch.subject, around)?;
        let mut matched = false;
        for (condition, body) in &switch.cases {
            // A case without content falls through to the next.
            if !matched {
                let value = self.expression(condition, around)?;
                matched = strict_equal(&subject, &value);
            }
            if matched && !body.is_empty() {
                return self.block(body, around, out);
            }
        }
        switch.otherwise.as_ref().map_or(Ok(()), |otherwise| self.block(otherwise, around, out))
    }

    fn inner(&mut self, inner: &Inner, around: &Surroundings, out: &mut String) -> Outcome<()> {
        let within = Surroundings {
            scope: Scope::isolated(Some(around.scope.clone())),
            frame: Frame::new(inner.slots, None),
            exports: around.exports.clone(),
            exports_macros: true,
            exports_assignments: false,
        };
        self.block(&inner.body, &within, out)
    }

    fn assign_all(&mut self, targets: &[Target], assigned: &Assigned, around: &Surroundings) -> Outcome<()> {
        let value = match assigned {
            Assigned::Value(value) => self.expression(value, around)?,
            Assigned::Body(body) => {
                let mut text = String::new();
                self.block(body, around, &mut text)?;
                Value::text(text)
            }
        };
        for target in targets {
            around.scope.assign(target.name, value.clone());
            if let Some(slot) = target.slot {
                around.frame.set(slot, value.clone());
            }
            if around.exports_assignments {
                around.exports.set(target.name, value.clone());
            }
        }
        Ok(())
    }

    fn declare(&mut self, declared: &Macro, around: &Surroundings) {
        self.macros.push(Definition {
            function: declared.function.clone(),
            scope: around.exports.clone(),
            exports: around.exports.clone(),
            frame: None,
        });
        let handle = Value::callable(Callable::Macro(self.macros.len() - 1));
        if let Some(slot) = declared.target.slot {
            around.frame.set(slot, handle.clone());
        }
        if around.exports_macros {
            around.exports.set(declared.target.name, handle);
        }
    }

    fn call_with_body(&mut self, call: &CallBlock, around: &Surroundings, out: &mut String) -> Outcome<()> {
        let callee = self.expression(&call.callee, around)?;
        let Some(index) = as_macro(&callee) else {
            return Err(Failure::evaluation("only macros can be called with a body"));
        };
        let mut arguments = self.arguments(&call.arguments, around)?;
        self.macros.push(Definition {
            function: call.caller.clone(),
            scope: around.scope.clone(),
            exports: around.exports.clone(),
            frame: Some(around.frame.clone()),
        });
        let content = Value::callable(Callable::Macro(self.macros.len() - 1));
        arguments.set_named("caller", content);
        let result = self.call_macro(index, arguments)?;
        let text = to_written(&result, &mut self.budget)?;
        self.write(text.as_str(), out)
    }

    fn repeat(&mut self, repetition: &For, around: &Surroundings, out: &mut String) -> Outcome<()> {
        let value = self.expression(&repetition.iterable, around)?;
        let several = repetition.over_pairs.is_some();
        let as_items = matches!(value, Value::List(_) | Value::Safe(_));
        let body = match &repetition.over_pairs {
            Some(pairs) if !as_items => pairs,
            _ => &repetition.over_items,
        };
        let (items, counted) = self.items(&value, several)?;
        let within = Surroundings {
            scope: Scope::open(around.scope.clone()),
            frame: around.frame.clone(),
            exports: around.exports.clone(),
            exports_macros: false,
            exports_assignments: false,
        };
        let mut length = around.frame.get(repetition.length);
        if value.is_truthy() {
            length = counted;
            around.frame.set(repetition.length, length.clone());
        }
        let numeric = to_number(&length, &mut self.budget)?;
        let mut index = 0;
        while let Some(item) = items.get(index) {
            self.budget.charge()?;
            if several {
                bind_parts(&body.targets, &item, as_items, &within)?;
            } else if let Some(target) = body.targets.first() {
                bind(*target, item, true, &within);
            }
            self.bind_loop(index, numeric, &length, &within.scope)?;
            self.block(&body.body, &within, out)?;
            index += 1;
        }
        if let Some(otherwise) = &repetition.otherwise
            && !length.is_truthy()
        {
            self.block(otherwise, &within, out)?;
        }
        Ok(())
    }

    /// What a value gives item by item, and how many there are said to be.
    fn items(&mut self, value: &Value, several: bool) -> Outcome<(Items, Value)> {
        let units = |text: &Text| text.pieces().collect::<Vec<char>>();
        Ok(match value {
            Value::List(list) => (Items::List(list.clone()), Value::count(list.len())),
            Value::Record(record) if several => (Items::Pairs(record.clone()), Value::count(record.len())),
            Value::Record(record) => {
                let length = record.get("length").cloned().unwrap_or_default();
                let number = to_number(&length, &mut self.budget)?;
                (Items::Numbered(record.clone(), number), length)
            }
            Value::Text(text) => {
                self.budget.grow(text.bytes() * size_of::<char>())?;
                let units = units(text);
                let count = Value::count(units.len());
                (if several { Items::IndexedUnits(units) } else { Items::Units(units) }, count)
            }
            Value::Safe(text) => {
                self.budget.grow(text.bytes() * size_of::<char>())?;
                let units = units(text);
                let count = Value::count(units.len());
                (Items::Units(units), count)
            }
            _ if several => (Items::None, Value::Number(0.0)),
            _ => (Items::None, Value::Undefined),
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "loops end long before 2^52")]
    fn bind_loop(&mut self, index: usize, length: f64, counted: &Value, scope: &Scope) -> Outcome<()> {
        let Some(names) = &self.loop_names else { return Ok(()) };
        self.budget.grow(256)?;
        let position = index as f64;
        let values = [
            Value::Number(position + 1.0),
            Value::Number(position),
            Value::Number(length - position),
            Value::Number(length - position - 1.0),
            Value::Bool(index == 0),
            #[expect(clippy::float_cmp, reason = "both are whole numbers")]
            Value::Bool(position == length - 1.0),
            counted.clone(),
        ];
        let entries = names.fields.iter().cloned().zip(values).collect();
        scope.set(names.name, Value::record(Record::new(entries)));
        Ok(())
    }
}

/// Takes an item apart for the names of a loop. Over lists only the places are bound, over pairs the names, too.
fn bind_parts(targets: &[Target], item: &Value, as_items: bool, within: &Surroundings) -> Outcome<()> {
    for (index, target) in targets.iter().enumerate() {
        bind(*target, part_of(item, index)?, !as_items, within);
    }
    Ok(())
}

fn bind(target: Target, value: Value, by_name: bool, within: &Surroundings) {
    if by_name {
        within.scope.set(target.name, value.clone());
    }
    if let Some(slot) = target.slot {
        within.frame.set(slot, value);
    }
}

fn part_of(item: &Value, index: usize) -> Outcome<Value> {
    Ok(match item {
        Value::Undefined | Value::Null => {
            return Err(Failure::evaluation(format!(
                "{} cannot be taken apart into several names",
                item.kind()
            )));
        }
        Value::List(list) => list.get(index),
        Value::Record(record) => record.get(&index.to_string()).cloned().unwrap_or_default(),
        Value::Text(text) => text.unit(index).map_or(Value::Undefined, Value::Text),
        _ => Value::Undefined,
    })
}

/// The index of a macro or caller.
pub(super) fn as_macro(value: &Value) -> Option<usize> {
    match value {
        Value::Callable(callable) => match **callable {
            Callable::Macro(index) => Some(index),
            _ => None,
        },
        _ => None,
    }
}

impl Items {
    /// The item at an index. A list is read as it is by now, because the loop's body may have changed it.
    fn get(&self, index: usize) -> Option<Value> {
        let unit = |unit: &char| Value::text(unit.encode_utf8(&mut [0; 4]) as &str);
        match self {
            Self::None => None,
            Self::List(list) => (index < list.len()).then(|| list.get(index)),
            Self::Units(units) => units.get(index).map(unit),
            Self::IndexedUnits(units) => units
                .get(index)
                .map(|character| Value::list(vec![Value::text(index.to_string()), unit(character)])),
            Self::Pairs(record) => record
                .entries()
                .get(index)
                .map(|(name, value)| Value::list(vec![Value::Text(name.clone()), value.clone()])),
            #[expect(clippy::cast_precision_loss, reason = "loops end long before 2^52")]
            Self::Numbered(record, length) => ((index as f64) < *length)
                .then(|| record.get(&index.to_string()).cloned().unwrap_or_default()),
        }
    }
}
