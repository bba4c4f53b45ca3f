//! Evaluates a parsed template with values.
//!
//! [`statement`] writes, [`expression`] computes, [`call`] calls, [`scope`] keeps names. Everything is charged to a
//! [`Budget`]; nothing is evaluated twice, and nothing is kept after the render.

mod arguments;
mod call;
mod expression;
mod member;
mod operator;
mod scope;
mod statement;
mod subscript;

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::budget::Budget;
use crate::context::Context;
use crate::environment::Environment;
use crate::error::{Failure, Outcome};
use crate::random::Random;
use crate::syntax::Syntax;
use crate::syntax::ast::{Function, Program, StatementKind};
use crate::syntax::names::NameId;
use crate::text::Text;
use crate::value::{Record, Value};
use scope::{Frame, Scope};

pub(crate) use arguments::Evaluated;
pub(crate) use operator::{add, power};
pub(crate) use subscript::own_member;

/// One render.
pub(crate) struct Machine<'a> {
    source: &'a str,
    program: &'a Program,
    environment: &'a Environment,
    syntax: Syntax,
    context: Rc<Record>,
    pub(crate) budget: Budget,
    pub(crate) random: Random,
    macros: Vec<Definition>,
    cyclers: Vec<Cycler>,
    joiners: Vec<Joiner>,
    loop_names: Option<LoopNames>,
    /// `range`, `cycler` and `joiner`, once one of them is named: each is one object.
    globals: OnceCell<[Value; 3]>,
}

/// A macro or caller with what it sees when it is called.
#[derive(Clone)]
struct Definition {
    function: Arc<Function>,
    scope: Rc<Scope>,
    exports: Rc<Scope>,
    /// The frame around a caller; macros see none.
    frame: Option<Rc<Frame>>,
}

struct Cycler {
    values: Vec<Value>,
    next: Option<usize>,
}

struct Joiner {
    separator: Value,
    used: bool,
}

/// `loop` and the names in it, when the template uses it at all.
struct LoopNames {
    name: NameId,
    fields: [Text; 7],
}

/// What a statement or expression sees.
#[derive(Clone)]
struct Surroundings {
    scope: Rc<Scope>,
    frame: Rc<Frame>,
    /// Where macros and assignments of this region become visible to macros.
    exports: Rc<Scope>,
    exports_macros: bool,
    exports_assignments: bool,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(
        (source, program): (&'a str, &'a Program),
        syntax: Syntax,
        context: &Context,
        environment: &'a Environment,
    ) -> Self {
        let loop_names = program.names.known("loop").map(|name| LoopNames {
            name,
            fields: ["index", "index0", "revindex", "revindex0", "first", "last", "length"].map(Text::new),
        });
        Self {
            source,
            program,
            environment,
            syntax,
            context: if program.may_mutate { context.detached() } else { context.shared() },
            budget: Budget::new(environment.limits),
            random: Random::new(environment.seed),
            macros: Vec::new(),
            cyclers: Vec::new(),
            joiners: Vec::new(),
            loop_names,
            globals: OnceCell::new(),
        }
    }

    fn surroundings(&self) -> Surroundings {
        let exports = Scope::isolated(None);
        Surroundings {
            scope: Scope::isolated(Some(exports.clone())),
            frame: Frame::new(self.program.slots, None),
            exports,
            exports_macros: true,
            exports_assignments: true,
        }
    }

    /// The whole output.
    pub(crate) fn render(&mut self) -> Outcome<String> {
        let mut out = String::with_capacity(self.source.len());
        let surroundings = self.surroundings();
        self.block(&self.program.body, &surroundings, &mut out)?;
        Ok(out)
    }

    /// The value of a template that is nothing but one interpolation, else its output.
    pub(crate) fn value(&mut self) -> Outcome<Value> {
        let [statement] = self.program.body.as_slice() else { return Ok(Value::text(self.render()?)) };
        let StatementKind::Output(expression) = &statement.kind else {
            return Ok(Value::text(self.render()?));
        };
        let surroundings = self.surroundings();
        self.expression(expression, &surroundings)
    }

    fn name(&self, name: NameId) -> &'a Text {
        self.program.names.text(name)
    }

    /// Refuses functions where only data may be.
    fn data_only(&mut self, values: &[Value]) -> Outcome<()> {
        for value in values {
            let found = match value {
                Value::Callable(_) => true,
                Value::List(_) | Value::Record(_) if self.budget.callables_stored => {
                    crate::value::contains_callable(value, &mut self.budget)?
                }
                _ => false,
            };
            if found {
                return Err(Failure::evaluation("a function cannot be used as data here"));
            }
        }
        Ok(())
    }

    /// Remembers that a function was put into a list or record.
    fn note_stored(&mut self, value: &Value) {
        self.budget.callables_stored |= matches!(value, Value::Callable(_));
    }
}
