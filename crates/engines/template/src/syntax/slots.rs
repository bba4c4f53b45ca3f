//! Gives loop variables, parameters and macros their places in frames.
//!
//! A name that a loop, a macro's parameter or a macro's declaration binds is read from a fixed place wherever it is written
//! after that within the same region; every other name is looked up when it is evaluated. `set` makes no place of its own.
//! The order in which the tree is visited decides what a name means, and is that of the compiler which this language
//! comes from. A loop with several names has one body for lists and one for objects, because their names differ.

use std::sync::Arc;

use hashbrown::HashMap;

use super::ast::{
    Arguments, Assigned, Block, CallBlock, Expression, For, Function, Kind, LoopBody, Program, Slot,
    Statement, StatementKind, Switch, Target,
};
use super::build::Builder;
use super::names::NameId;
use crate::error::Outcome;
use crate::methods;

/// A place with the frame that owns it, counted from the outermost.
#[derive(Debug, Clone, Copy)]
struct Binding {
    level: u32,
    index: u32,
}

struct Planner<'a> {
    build: Builder<'a>,
    bindings: HashMap<NameId, Binding>,
    /// What bindings were before, so that a region can be left.
    undo: Vec<(NameId, Option<Binding>)>,
    /// Slots of each frame from the outermost to the current one.
    frames: Vec<u32>,
    looks_up_freely: bool,
    calls_freely: bool,
    mutates: bool,
}

/// Plans a whole template.
pub(super) fn plan(mut body: Block, build: Builder<'_>) -> Outcome<Program> {
    let mut planner = Planner {
        build,
        bindings: HashMap::new(),
        undo: Vec::new(),
        frames: vec![0],
        looks_up_freely: false,
        calls_freely: false,
        mutates: false,
    };
    planner.block(&mut body)?;
    let may_mutate = planner.mutates || planner.looks_up_freely && planner.calls_freely;
    let slots = planner.frames.first().copied().unwrap_or_default();
    Ok(Program { body, names: planner.build.names, slots, may_mutate })
}

impl Planner<'_> {
    fn level(&self) -> u32 {
        u32::try_from(self.frames.len() - 1).unwrap_or_default()
    }

    fn anonymous(&mut self) -> Slot {
        let slots = self.frames.last_mut();
        let index = slots.map_or(0, |slots| {
            *slots += 1;
            *slots - 1
        });
        Slot { up: 0, index }
    }

    fn bind(&mut self, target: &mut Target) {
        let slot = self.anonymous();
        let binding = Binding { level: self.level(), index: slot.index };
        let before = self.bindings.insert(target.name, binding);
        self.undo.push((target.name, before));
        target.slot = Some(slot);
    }

    fn slot_of(&self, name: NameId) -> Option<Slot> {
        let binding = self.bindings.get(&name)?;
        Some(Slot { up: self.level() - binding.level, index: binding.index })
    }

    fn leave(&mut self, mark: usize) {
        for (name, before) in self.undo.drain(mark..).rev() {
            match before {
                Some(binding) => self.bindings.insert(name, binding),
                None => self.bindings.remove(&name),
            };
        }
    }

    fn block(&mut self, block: &mut Block) -> Outcome<()> {
        for statement in block {
            self.statement(statement)?;
        }
        Ok(())
    }

    fn statement(&mut self, statement: &mut Statement) -> Outcome<()> {
        match &mut statement.kind {
            StatementKind::Source(_) | StatementKind::Text(_) => {}
            StatementKind::Output(expression) => self.expression(expression)?,
            StatementKind::If(choice) => {
                for (condition, body) in &mut choice.branches {
                    self.expression(condition)?;
                    self.block(body)?;
                }
                self.optional_block(choice.otherwise.as_mut())?;
            }
            StatementKind::For(repetition) => self.repetition(repetition)?,
            StatementKind::Set(targets, assigned) => {
                match &mut **assigned {
                    Assigned::Value(value) => self.expression(value)?,
                    Assigned::Body(body) => self.block(body)?,
                }
                for target in targets {
                    target.slot = self.slot_of(target.name);
                }
            }
            StatementKind::Macro(declared) => {
                self.bind(&mut declared.target);
                let outer = (std::mem::take(&mut self.bindings), std::mem::take(&mut self.undo));
                let frames = std::mem::take(&mut self.frames);
                self.function(&mut declared.function)?;
                self.frames = frames;
                (self.bindings, self.undo) = outer;
            }
            StatementKind::CallBlock(call) => self.call_block(call)?,
            StatementKind::Block(inner) => {
                let outer = (std::mem::take(&mut self.bindings), std::mem::take(&mut self.undo));
                let frames = std::mem::replace(&mut self.frames, vec![0]);
                self.block(&mut inner.body)?;
                inner.slots = self.frames.first().copied().unwrap_or_default();
                self.frames = frames;
                (self.bindings, self.undo) = outer;
            }
            StatementKind::Switch(switch) => self.switch(switch)?,
        }
        Ok(())
    }

    fn optional_block(&mut self, block: Option<&mut Block>) -> Outcome<()> {
        block.map_or(Ok(()), |block| self.block(block))
    }

    fn switch(&mut self, switch: &mut Switch) -> Outcome<()> {
        self.expression(&mut switch.subject)?;
        for (condition, body) in &mut switch.cases {
            self.expression(condition)?;
            self.block(body)?;
        }
        self.optional_block(switch.otherwise.as_mut())
    }

    fn repetition(&mut self, repetition: &mut For) -> Outcome<()> {
        self.expression(&mut repetition.iterable)?;
        repetition.length = self.anonymous();
        let mark = self.undo.len();
        if repetition.over_items.targets.len() > 1 {
            let LoopBody { targets, body } = &repetition.over_items;
            self.build.count(size_of_block(body), repetition.iterable.at as usize)?;
            let pairs = LoopBody { targets: targets.iter().take(2).copied().collect(), body: body.clone() };
            repetition.over_pairs = Some(pairs);
        }
        for body in std::iter::once(&mut repetition.over_items).chain(&mut repetition.over_pairs) {
            for target in &mut body.targets {
                self.bind(target);
            }
            self.block(&mut body.body)?;
        }
        self.optional_block(repetition.otherwise.as_mut())?;
        self.leave(mark);
        Ok(())
    }

    fn call_block(&mut self, call: &mut CallBlock) -> Outcome<()> {
        self.calls_freely = true;
        self.expression(&mut call.callee)?;
        self.arguments(&mut call.arguments)?;
        let mark = self.undo.len();
        self.function(&mut call.caller)?;
        self.leave(mark);
        Ok(())
    }

    /// A macro or caller: a frame of its own.
    fn function(&mut self, function: &mut Arc<Function>) -> Outcome<()> {
        self.frames.push(0);
        let function = Arc::make_mut(function);
        let mut bound: HashMap<NameId, Target> = HashMap::new();
        for parameter in &mut function.parameters {
            if let Some(default) = &mut parameter.default {
                self.expression(default)?;
                parameter.target.slot = None;
                continue;
            }
            if let Some(first) = bound.get(&parameter.target.name) {
                parameter.target = *first;
            } else {
                self.bind(&mut parameter.target);
                bound.insert(parameter.target.name, parameter.target);
            }
        }
        self.block(&mut function.body)?;
        function.slots = self.frames.pop().unwrap_or_default();
        Ok(())
    }

    fn arguments(&mut self, arguments: &mut Arguments) -> Outcome<()> {
        let named = arguments.named.iter_mut().map(|(_, value)| value);
        for argument in arguments.positional.iter_mut().chain(named) {
            self.expression(argument)?;
        }
        Ok(())
    }

    fn expression(&mut self, expression: &mut Expression) -> Outcome<()> {
        match &mut expression.kind {
            Kind::Literal(_) => {}
            Kind::Name(name, slot) => *slot = self.slot_of(*name),
            Kind::List(items) | Kind::Group(items) => {
                for item in items {
                    self.expression(item)?;
                }
            }
            Kind::Record(entries) => {
                for (_, value) in entries {
                    self.expression(value)?;
                }
            }
            Kind::Member(target, _, method) => {
                self.mutates |= method.is_some_and(methods::Name::mutates);
                self.expression(target)?;
            }
            Kind::Index(target, index) => {
                self.looks_up_freely |= !matches!(index.kind, Kind::Literal(_));
                self.expression(target)?;
                self.expression(index)?;
            }
            Kind::Slice(slice) => {
                self.expression(&mut slice.target)?;
                for part in [&mut slice.start, &mut slice.stop, &mut slice.step].into_iter().flatten() {
                    self.expression(part)?;
                }
            }
            Kind::Choice(choice) => {
                self.expression(&mut choice.condition)?;
                self.expression(&mut choice.then)?;
                if let Some(otherwise) = &mut choice.otherwise {
                    self.expression(otherwise)?;
                }
            }
            Kind::And(pair) | Kind::Or(pair) | Kind::In(pair) | Kind::Binary(_, pair) => {
                self.expression(&mut pair.0)?;
                self.expression(&mut pair.1)?;
            }
            Kind::Not(target) | Kind::Negative(target) | Kind::Positive(target) | Kind::Floor(target) => {
                self.expression(target)?;
            }
            Kind::Compare(first, rest) => {
                self.expression(first)?;
                for (_, operand) in rest {
                    self.expression(operand)?;
                }
            }
            Kind::Is(check) => {
                self.expression(&mut check.subject)?;
                if let Some(arguments) = &mut check.arguments {
                    self.arguments(arguments)?;
                }
            }
            Kind::Filter(filter) => {
                self.expression(&mut filter.input)?;
                self.arguments(&mut filter.arguments)?;
            }
            Kind::Call(callee, arguments) => {
                match &callee.kind {
                    Kind::Index(_, index) => self.mutates |= !matches!(index.kind, Kind::Literal(_)),
                    Kind::Member(..) => {}
                    _ => self.calls_freely = true,
                }
                self.expression(callee)?;
                self.arguments(arguments)?;
            }
            Kind::Capture(body) => self.block(body)?,
        }
        Ok(())
    }
}

/// Statements in a block, for the count of nodes of what is doubled.
fn size_of_block(block: &Block) -> usize {
    block.iter().map(size_of_statement).sum()
}

fn size_of_statement(statement: &Statement) -> usize {
    let inner = match &statement.kind {
        StatementKind::If(choice) => {
            choice.branches.iter().map(|(_, body)| size_of_block(body)).sum::<usize>()
                + choice.otherwise.as_ref().map_or(0, size_of_block)
        }
        StatementKind::For(repetition) => {
            size_of_block(&repetition.over_items.body)
                + repetition.otherwise.as_ref().map_or(0, size_of_block)
        }
        StatementKind::Set(_, assigned) => match &**assigned {
            Assigned::Body(body) => size_of_block(body),
            Assigned::Value(value) => value.height as usize,
        },
        StatementKind::Macro(declared) => size_of_block(&declared.function.body),
        StatementKind::CallBlock(call) => size_of_block(&call.caller.body),
        StatementKind::Block(inner) => size_of_block(&inner.body),
        StatementKind::Switch(switch) => switch.cases.iter().map(|(_, body)| size_of_block(body)).sum(),
        StatementKind::Output(value) => value.height as usize,
        StatementKind::Source(_) | StatementKind::Text(_) => 0,
    };
    1 + inner
}
