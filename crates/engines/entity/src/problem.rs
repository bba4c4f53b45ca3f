//! What is wrong with a document: one value that serves the wire API, the entity's status and the command line.
//!
//! Does not know where the file came from; the caller names it when it renders a [`crate::report::Report`].

use std::fmt;

use crate::refs::EntityRef;
use crate::yaml;

/// The error class that Backstage would name in `error.name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorName {
    /// `InputError`: the input is at fault.
    Input,
    /// `TypeError`: a value has the wrong shape.
    Type,
    /// `Error`: everything that Backstage does not classify.
    Plain,
    /// `ConflictError`: the entity is claimed by somebody else, or changed its identity.
    Conflict,
    /// `NotAllowedError`: a rule forbids it.
    NotAllowed,
}

impl ErrorName {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "InputError",
            Self::Type => "TypeError",
            Self::Plain => "Error",
            Self::Conflict => "ConflictError",
            Self::NotAllowed => "NotAllowedError",
        }
    }
}

impl fmt::Display for ErrorName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// The step of the processing pipeline that refused the document (contracts: catalog-api 10.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The text is not YAML, or costs too much.
    Yaml,
    /// `apiVersion`, `kind` and `metadata.name` are not all there.
    Envelope,
    /// A part that all kinds share has the wrong shape.
    SchemaValid,
    /// A root field that sources may not set.
    NoForeignRootFields,
    /// A name, key, value, tag or link is written in a form that is not allowed.
    FieldFormat,
    /// The kind's own schema.
    Kind,
    /// The refs inside `spec`, when relations are made of them.
    Relations,
    /// `catalog.rules`.
    Rules,
    /// A `$text`-like substitution.
    Placeholder,
}

impl Stage {
    /// A stable name, equal to Backstage's class name where it has one.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Envelope => "envelope",
            Self::SchemaValid => "SchemaValidEntityPolicy",
            Self::NoForeignRootFields => "NoForeignRootFieldsEntityPolicy",
            Self::FieldFormat => "FieldFormatEntityPolicy",
            Self::Kind => "kind",
            Self::Relations => "relations",
            Self::Rules => "rules",
            Self::Placeholder => "placeholder",
        }
    }

    const fn is_policy(self) -> bool {
        matches!(self, Self::SchemaValid | Self::NoForeignRootFields | Self::FieldFormat)
    }
}

/// Where in the file a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The text of that line, without its line break.
    pub source_line: String,
}

/// One reason why a document is refused. The first failure only, as in Backstage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub name: ErrorName,
    /// Backstage's text.
    pub message: String,
    /// Which rule was broken: a short stable id, such as `metadata.name`, `required` or `limit.nodes`.
    pub rule: &'static str,
    pub stage: Stage,
    /// JSON pointer (RFC 6901) to what is wrong inside the document; empty for the document itself.
    pub pointer: String,
    /// Known for problems of the text at once, for others after [`Problem::located`].
    pub place: Option<Box<Place>>,
    /// What the author can do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A problem of a value: it has a pointer, and gets its place later.
    pub(crate) fn at(
        stage: Stage,
        name: ErrorName,
        rule: &'static str,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self { name, message: message.into(), rule, stage, pointer: pointer.into(), place: None, help: None }
    }

    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Finds the place of this problem in `source`, the text of the document alone (see
    /// [`crate::yaml::Document::span`]), whose first line is `first_line` of the file. Parses the document again:
    /// for reporting only.
    #[must_use]
    pub fn located(mut self, source: &str, first_line: usize) -> Self {
        if self.place.is_none()
            && let Some((line, column)) = yaml::locate_within(source, &self.pointer)
        {
            let mut place = Place::of(source, line, column);
            place.line += first_line.saturating_sub(1);
            self.place = Some(Box::new(place));
        }
        self
    }

    /// Class and message as the processing pipeline reports them for `entity_ref`: policies and kind checks are
    /// wrapped in an `InputError` that quotes the cause (contracts: entity-model 1).
    pub fn in_pipeline(&self, entity_ref: &EntityRef) -> (ErrorName, String) {
        let Self { name, message, .. } = self;
        if self.stage.is_policy() {
            let wrapped = format!("Policy check failed for {entity_ref}; caused by {name}: {message}");
            return (ErrorName::Input, wrapped);
        }
        let processor = if entity_ref.kind.eq_ignore_ascii_case("template") {
            "ScaffolderEntitiesProcessor"
        } else {
            "BuiltinKindsEntityProcessor"
        };
        match self.stage {
            Stage::Kind if self.name == ErrorName::Type => (
                ErrorName::Input,
                format!(
                    "Processor {processor} threw an error while validating the entity {entity_ref}; \
                     caused by {name}: {message}"
                ),
            ),
            Stage::Relations => (
                ErrorName::Input,
                format!(
                    "Processor {processor} threw an error while postprocessing; caused by {name}: {message}"
                ),
            ),
            _ => (self.name, self.message.clone()),
        }
    }
}

impl Place {
    /// The place at `line` and `column` (both from 1) of `text`.
    pub(crate) fn of(text: &str, line: usize, column: usize) -> Self {
        let source = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
        Self { line, column, source_line: source.trim_end_matches('\r').to_owned() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.name, self.message)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pipeline_wraps_policies_and_kinds_and_nothing_else() {
        let entity_ref = EntityRef::new("Component", "default", "a");
        let template = EntityRef::new("Template", "default", "t");
        let policy =
            Problem::at(Stage::FieldFormat, ErrorName::Plain, "metadata.name", "/metadata/name", "bad");
        let kind = Problem::at(Stage::Kind, ErrorName::Type, "required", "/spec", "no owner");
        let unknown = Problem::at(Stage::Kind, ErrorName::Input, "kind", "/kind", "No processor");
        let cases = [
            (&policy, &entity_ref, "Policy check failed for component:default/a; caused by Error: bad"),
            (
                &kind,
                &entity_ref,
                "Processor BuiltinKindsEntityProcessor threw an error while validating the entity \
                 component:default/a; caused by TypeError: no owner",
            ),
            (
                &kind,
                &template,
                "Processor ScaffolderEntitiesProcessor threw an error while validating the entity \
                 template:default/t; caused by TypeError: no owner",
            ),
            (&unknown, &entity_ref, "No processor"),
        ];
        for (problem, entity_ref, expected) in cases {
            assert_eq!(problem.in_pipeline(entity_ref), (ErrorName::Input, expected.to_owned()));
        }
    }
}
