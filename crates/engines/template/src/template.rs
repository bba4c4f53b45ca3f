//! A parsed template.

use serde_json::Value as Json;

use crate::context::Context;
use crate::environment::Environment;
use crate::error::{Error, Failure};
use crate::evaluate::Machine;
use crate::limits::Limits;
use crate::references::{self, References};
use crate::syntax::ast::Program;
use crate::syntax::{self, Syntax};
use crate::text::outward;
use crate::value::to_json;

/// The text of a template that is needed once: as [`Template::parse`] and [`Template::render`], without a copy of the source.
pub fn render(
    source: &str,
    syntax: Syntax,
    context: &Context,
    environment: &Environment,
) -> Result<String, Error> {
    syntax::parse(source, syntax, &environment.limits)
        .and_then(|program| Machine::new((source, &program), syntax, context, environment).render())
        .map(outward)
        .map_err(|failure| Error::new(failure, source))
}

/// A template, parsed once. Can be shared between threads.
#[derive(Debug)]
pub struct Template {
    source: Box<str>,
    syntax: Syntax,
    program: Program,
}

impl Template {
    /// Parses a template. Only [`Limits::source`], [`Limits::nodes`] and [`Limits::nesting`] count here.
    pub fn parse(source: &str, syntax: Syntax, limits: &Limits) -> Result<Self, Error> {
        let program = syntax::parse(source, syntax, limits).map_err(|failure| Error::new(failure, source))?;
        Ok(Self { source: source.into(), syntax, program })
    }

    /// What the template was parsed from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The template's text with this data.
    pub fn render(&self, context: &Context, environment: &Environment) -> Result<String, Error> {
        let mut machine = Machine::new((&self.source, &self.program), self.syntax, context, environment);
        machine.render().map(outward).map_err(|failure| self.error(failure))
    }

    /// The template's value with this data: of a template that is nothing but one interpolation whatever it is, `None`
    /// when undefined; of every other its text.
    pub fn evaluate(&self, context: &Context, environment: &Environment) -> Result<Option<Json>, Error> {
        self.evaluate_counted(context, environment).map(|(value, _)| value)
    }

    /// [`Self::evaluate`], with the steps that it took.
    pub fn evaluate_counted(
        &self,
        context: &Context,
        environment: &Environment,
    ) -> Result<(Option<Json>, u64), Error> {
        let mut machine = Machine::new((&self.source, &self.program), self.syntax, context, environment);
        let value = machine.value().and_then(|value| to_json(&value, &mut machine.budget));
        value.map(|value| (value, machine.budget.steps())).map_err(|failure| self.error(failure))
    }

    /// Everything that the template refers to by name.
    pub fn references(&self) -> References {
        references::of(&self.source, &self.program)
    }

    fn error(&self, failure: Failure) -> Error {
        Error::new(failure, &self.source)
    }
}
