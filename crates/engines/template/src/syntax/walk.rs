//! What a template refers to, without evaluating it.

use super::ast::{Arguments, Assigned, Block, Expression, Function, Kind, Literal, Program, StatementKind};
use crate::text::Text;

/// Everything that a template names, each with its byte offset.
#[derive(Debug, Default)]
pub(crate) struct References {
    /// Filters that are not built in.
    pub(crate) filters: Vec<(Text, u32)>,
    /// Tests, as they are named after `is`.
    pub(crate) tests: Vec<(Text, u32)>,
    /// Variables with the members that are looked up from them by name: `["parameters", "name"]`. Loop variables and
    /// parameters of macros are left out, but not what `set` makes.
    pub(crate) paths: Vec<(Vec<Text>, u32)>,
    /// Names that the template gives values to.
    pub(crate) assigned: Vec<Text>,
    /// Names that are called as functions.
    pub(crate) called: Vec<(Text, u32)>,
}

/// Collects the references of a whole template.
pub(crate) fn references(program: &Program) -> References {
    let mut walk = Walk { program, found: References::default() };
    walk.block(&program.body);
    walk.found
}

struct Walk<'a> {
    program: &'a Program,
    found: References,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block) {
        for statement in block {
            match &statement.kind {
                StatementKind::Source(_) | StatementKind::Text(_) => {}
                StatementKind::Output(value) => self.expression(value),
                StatementKind::If(choice) => {
                    self.branches(&choice.branches, choice.otherwise.as_ref());
                }
                StatementKind::For(repetition) => {
                    self.expression(&repetition.iterable);
                    self.block(&repetition.over_items.body);
                    repetition.otherwise.iter().for_each(|otherwise| self.block(otherwise));
                }
                StatementKind::Set(targets, assigned) => {
                    let names = targets.iter().map(|target| self.program.names.text(target.name).clone());
                    self.found.assigned.extend(names);
                    match &**assigned {
                        Assigned::Value(value) => self.expression(value),
                        Assigned::Body(body) => self.block(body),
                    }
                }
                StatementKind::Macro(declared) => {
                    self.found.assigned.push(self.program.names.text(declared.target.name).clone());
                    self.function(&declared.function);
                }
                StatementKind::CallBlock(call) => {
                    self.expression(&call.callee);
                    self.arguments(&call.arguments);
                    self.function(&call.caller);
                }
                StatementKind::Block(inner) => self.block(&inner.body),
                StatementKind::Switch(switch) => {
                    self.expression(&switch.subject);
                    self.branches(&switch.cases, switch.otherwise.as_ref());
                }
            }
        }
    }

    fn branches(&mut self, branches: &[(Expression, Block)], otherwise: Option<&Block>) {
        for (condition, body) in branches {
            self.expression(condition);
            self.block(body);
        }
        if let Some(otherwise) = otherwise {
            self.block(otherwise);
        }
    }

    fn function(&mut self, function: &Function) {
        for parameter in &function.parameters {
            if let Some(default) = &parameter.default {
                self.found.assigned.push(self.program.names.text(parameter.target.name).clone());
                self.expression(default);
            }
        }
        self.block(&function.body);
    }

    fn arguments(&mut self, arguments: &Arguments) {
        let named = arguments.named.iter().map(|(_, value)| value);
        arguments.positional.iter().chain(named).for_each(|argument| self.expression(argument));
    }

    fn expression(&mut self, expression: &Expression) {
        if let Some(path) = self.path(expression) {
            self.found.paths.push((path, expression.at));
            return;
        }
        match &expression.kind {
            Kind::Literal(_) | Kind::Name(..) => {}
            Kind::List(items) | Kind::Group(items) => items.iter().for_each(|item| self.expression(item)),
            Kind::Record(entries) => entries.iter().for_each(|(_, value)| self.expression(value)),
            Kind::Member(target, ..)
            | Kind::Not(target)
            | Kind::Negative(target)
            | Kind::Positive(target)
            | Kind::Floor(target) => self.expression(target),
            Kind::Index(target, index) => {
                self.expression(target);
                self.expression(index);
            }
            Kind::Slice(slice) => {
                let parts = [&slice.start, &slice.stop, &slice.step].into_iter().flatten();
                std::iter::once(&slice.target).chain(parts).for_each(|part| self.expression(part));
            }
            Kind::Choice(choice) => {
                let parts = [&choice.condition, &choice.then].into_iter().chain(&choice.otherwise);
                parts.for_each(|part| self.expression(part));
            }
            Kind::And(pair) | Kind::Or(pair) | Kind::In(pair) | Kind::Binary(_, pair) => {
                self.expression(&pair.0);
                self.expression(&pair.1);
            }
            Kind::Compare(first, rest) => {
                self.expression(first);
                for (_, operand) in rest {
                    self.expression(operand);
                }
            }
            Kind::Is(check) => {
                self.found.tests.push((check.name.clone(), check.at));
                self.expression(&check.subject);
                check.arguments.iter().for_each(|arguments| self.arguments(arguments));
            }
            Kind::Filter(filter) => {
                if filter.builtin.is_none() {
                    self.found.filters.push((filter.name.clone(), expression.at));
                }
                self.expression(&filter.input);
                self.arguments(&filter.arguments);
            }
            Kind::Call(callee, arguments) => {
                match &callee.kind {
                    Kind::Name(name, None) => {
                        self.found.called.push((self.program.names.text(*name).clone(), callee.at));
                    }
                    Kind::Member(target, ..) => self.expression(target),
                    _ => self.expression(callee),
                }
                self.arguments(arguments);
            }
            Kind::Capture(body) => self.block(body),
        }
    }

    /// The names from a variable down to a member.
    fn path(&self, expression: &Expression) -> Option<Vec<Text>> {
        match &expression.kind {
            Kind::Name(name, None) => Some(vec![self.program.names.text(*name).clone()]),
            Kind::Member(target, key, _) => {
                let mut path = self.path(target)?;
                path.push(key.clone());
                Some(path)
            }
            Kind::Index(target, index) => match &index.kind {
                Kind::Literal(Literal::Number(_)) => self.path(target),
                _ => None,
            },
            _ => None,
        }
    }
}
