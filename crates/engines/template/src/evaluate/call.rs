//! Calls: macros, callers, methods, and the functions that are always there or that the portal adds.

use std::cmp::Ordering;
use std::rc::Rc;

use super::arguments::Evaluated;
use super::scope::{Frame, Scope};
use super::subscript::own_member;
use super::{Cycler, Joiner, Machine, Surroundings};
use crate::error::{Failure, Outcome};
use crate::extension;
use crate::methods;
use crate::suggest::nearest;
use crate::syntax::ast::{Arguments, Expression, Kind};
use crate::value::{Callable, Value, order};

impl Machine<'_> {
    pub(super) fn call(
        &mut self,
        callee: &Expression,
        arguments: &Arguments,
        around: &Surroundings,
    ) -> Outcome<Value> {
        // The commonest call, a method, without making a function of it.
        if let Kind::Member(target, name, Some(method)) = &callee.kind {
            let target = self.expression(target, around)?;
            if method.belongs_to(&target, self.syntax.cookiecutter)
                && own_member(&target, name.as_str()).is_none()
            {
                return self.call_method(&target, *method, arguments, around);
            }
            let function = self.member(&target, name, Some(*method))?;
            return self.call_value(&function, callee, arguments, around);
        }
        let function = self.expression(callee, around)?;
        self.call_value(&function, callee, arguments, around)
    }

    fn call_value(
        &mut self,
        function: &Value,
        callee: &Expression,
        arguments: &Arguments,
        around: &Surroundings,
    ) -> Outcome<Value> {
        let Value::Callable(callable) = function else {
            return Err(self.not_callable(function, callee, around));
        };
        if let Callable::Macro(index) = **callable {
            let arguments = self.arguments(arguments, around)?;
            return self.call_macro(index, arguments);
        }
        if let Callable::Method(target, method) = &**callable {
            return self.call_method(target, *method, arguments, around);
        }
        let (name, most): (&str, usize) = match &**callable {
            Callable::Range => ("range", 3),
            Callable::Joiner => ("joiner", 1),
            Callable::Cycler => ("cycler", usize::MAX),
            Callable::Extension(name) => (name.as_str(), usize::MAX),
            Callable::JoinerOf(_) => ("a joiner", 0),
            Callable::CyclerNext(_) => ("next", 0),
            Callable::CyclerReset(_) => ("reset", 0),
            _ => {
                return Err(Failure::evaluation("a cycler itself cannot be called, only its next and reset"));
            }
        };
        check_count(name, arguments, 0, most)?;
        let values = self.arguments(arguments, around)?.positional;
        self.data_only(&values)?;
        self.call_function(callable, values)
    }

    fn call_function(&mut self, callable: &Callable, values: Vec<Value>) -> Outcome<Value> {
        Ok(match callable {
            Callable::Range => return self.range(values),
            Callable::Cycler => {
                self.cyclers.push(Cycler { values, next: None });
                Value::callable(Callable::CyclerOf(self.cyclers.len() - 1))
            }
            Callable::Joiner => {
                let separator = values.into_iter().next().filter(Value::is_truthy);
                let separator = separator.unwrap_or_else(|| Value::text(","));
                self.joiners.push(Joiner { separator, used: false });
                Value::callable(Callable::JoinerOf(self.joiners.len() - 1))
            }
            Callable::JoinerOf(index) => {
                let joiner = &mut self.joiners[*index];
                let first = !std::mem::replace(&mut joiner.used, true);
                if first { Value::text("") } else { joiner.separator.clone() }
            }
            Callable::CyclerNext(index) => {
                let cycler = &mut self.cyclers[*index];
                let next = cycler.next.map_or(0, |at| at + 1).checked_rem(cycler.values.len()).unwrap_or(0);
                cycler.next = Some(next);
                cycler.values.get(next).cloned().unwrap_or_default()
            }
            Callable::CyclerReset(index) => {
                self.cyclers[*index].next = None;
                Value::Undefined
            }
            Callable::Extension(name) => match self.environment.function(name.as_str()) {
                Some(function) => return extension::call(function, &values, &mut self.budget),
                None => Value::Undefined,
            },
            Callable::Macro(_) | Callable::Method(..) | Callable::CyclerOf(_) => Value::Undefined,
        })
    }

    fn range(&mut self, values: Vec<Value>) -> Outcome<Value> {
        let mut values = values.into_iter();
        let first = values.next().unwrap_or_default();
        let (mut value, end, step) = match values.next().unwrap_or_default() {
            Value::Undefined => (Value::Number(0.0), first, Value::Number(1.0)),
            end => (first, end, values.next().filter(Value::is_truthy).unwrap_or(Value::Number(1.0))),
        };
        let zero = Value::Number(0.0);
        let forwards = order(&step, &zero, &mut self.budget)? == Some(Ordering::Greater);
        let goes_on = if forwards { Ordering::Less } else { Ordering::Greater };
        let mut items = Vec::new();
        while order(&value, &end, &mut self.budget)? == Some(goes_on) {
            self.budget.charge()?;
            if items.len() >= self.budget.limits.items {
                self.budget.items(items.len() + 1)?;
            }
            let next = self.add(&value, &step)?;
            items.push(std::mem::replace(&mut value, next));
        }
        self.budget.items(items.len())?;
        Ok(Value::list(items))
    }

    fn call_method(
        &mut self,
        target: &Value,
        method: methods::Name,
        arguments: &Arguments,
        around: &Surroundings,
    ) -> Outcome<Value> {
        let (least, most) = method.arity(target, self.syntax.cookiecutter);
        check_count(method.text(), arguments, least, most)?;
        let values = self.arguments(arguments, around)?.positional;
        self.data_only(std::slice::from_ref(target))?;
        self.data_only(&values)?;
        methods::apply(target, method, values, self.syntax.cookiecutter, &mut self.budget)
    }

    /// Calls a macro or caller; the result is a safe string.
    pub(super) fn call_macro(&mut self, index: usize, mut arguments: Evaluated) -> Outcome<Value> {
        self.budget.enter_call()?;
        let definition = self.macros[index].clone();
        let is_caller = definition.frame.is_some();
        let function = definition.function;
        let within = Surroundings {
            scope: Scope::isolated(Some(definition.scope)),
            frame: Frame::new(function.slots, definition.frame),
            exports: definition.exports,
            exports_macros: !is_caller,
            exports_assignments: false,
        };
        let wanted = function.parameters.iter().filter(|parameter| parameter.default.is_none()).count();
        let mut surplus = arguments.positional.split_off(wanted.min(arguments.positional.len())).into_iter();
        let mut positional = std::mem::take(&mut arguments.positional).into_iter();
        for parameter in function.parameters.iter().filter(|parameter| parameter.default.is_some()) {
            if let Some(value) = surplus.next() {
                arguments.set_named(self.name(parameter.target.name).as_str(), value);
            }
        }
        let mut declares_caller = false;
        for parameter in &function.parameters {
            let name = self.name(parameter.target.name);
            declares_caller |= name.as_str() == "caller";
            let value = match &parameter.default {
                None => match positional.next() {
                    Some(value) => value,
                    None => arguments.take_named(name.as_str()).unwrap_or_default(),
                },
                Some(default) => match arguments.named.iter().find(|(known, _)| known == name) {
                    Some((_, value)) => value.clone(),
                    None => self.expression(default, &within)?,
                },
            };
            within.scope.set(parameter.target.name, value.clone());
            if let Some(slot) = parameter.target.slot {
                within.frame.set(slot, value);
            }
        }
        if !declares_caller
            && let (Some(caller), Some(name)) =
                (arguments.take_named("caller"), self.program.names.known("caller"))
        {
            within.scope.set(name, caller);
        }
        let mut text = String::new();
        self.block(&function.body, &within, &mut text)?;
        self.budget.leave_call();
        self.budget.grow(text.len())?;
        Ok(Value::Safe(Rc::new(crate::text::Text::new(text))))
    }

    /// Says what was called, and which method was meant perhaps.
    fn not_callable(&mut self, value: &Value, callee: &Expression, around: &Surroundings) -> Failure {
        let Some(path) = self.path(callee) else {
            return Failure::evaluation(format!("{} cannot be called", value.kind()));
        };
        let failure = Failure::evaluation(format!("\"{path}\" is {} and cannot be called", value.kind()));
        if let Kind::Member(target, name, _) = &callee.kind
            && let Ok(target) = self.expression(target, around)
        {
            let known = methods::Name::of(&target, self.syntax.cookiecutter);
            return failure.suggesting(nearest(name.as_str(), known));
        }
        if let Kind::Name(..) = &callee.kind {
            let known = ["range", "cycler", "joiner"].into_iter().chain(self.environment.function_names());
            return failure.suggesting(nearest(&path, known));
        }
        failure
    }

    fn path(&self, expression: &Expression) -> Option<String> {
        match &expression.kind {
            Kind::Name(name, _) => Some(self.name(*name).as_str().to_owned()),
            Kind::Member(target, name, _) => Some(format!("{}.{}", self.path(target)?, name.as_str())),
            _ => None,
        }
    }
}

/// Refuses named arguments and wrong numbers of positional ones, before any is evaluated.
fn check_count(name: &str, arguments: &Arguments, least: usize, most: usize) -> Outcome<()> {
    if !arguments.named.is_empty() {
        return Err(Failure::evaluation(format!("{name} takes no named arguments")));
    }
    let count = arguments.positional.len();
    if count >= least && count <= most {
        return Ok(());
    }
    let wanted = match (least, most) {
        (least, usize::MAX) => format!("at least {least}"),
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least} to {most}"),
    };
    let noun = if wanted == "1" { "argument" } else { "arguments" };
    Err(Failure::evaluation(format!("{name} takes {wanted} {noun}, not {count}")))
}
