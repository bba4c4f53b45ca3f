//! What a template refers to by name, for checks before anything runs.

use crate::checks;
use crate::error::place;
use crate::filters::Builtin;
use crate::suggest::nearest;
use crate::syntax;
use crate::syntax::ast::Program;
use crate::text::Text;

/// A name in a template, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// One name, or a variable with the members that are looked up from it.
    pub path: Vec<String>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The nearest name that exists, of filters and tests.
    pub suggestion: Option<String>,
}

/// The names in a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Filters that are not built in; the portal may have them.
    pub filters: Vec<Reference>,
    /// Tests that do not exist.
    pub unknown_tests: Vec<Reference>,
    /// Data, as `parameters.name`; without what loops, macros and `set` name.
    pub data: Vec<Reference>,
    /// Functions that are called, but for macros of the template.
    pub functions: Vec<Reference>,
}

pub(crate) fn of(source: &str, program: &Program) -> References {
    let found = syntax::references(program);
    let reference = |path: &[Text], at: u32, suggestion: Option<&str>| {
        let (line, column, _) = place(source, at as usize);
        let path = path.iter().map(|name| name.as_str().to_owned()).collect();
        Reference { path, line, column, suggestion: suggestion.map(str::to_owned) }
    };
    let own = |name: &Text| found.assigned.contains(name) || matches!(name.as_str(), "loop" | "caller");
    let filters = found.filters.iter().map(|(name, at)| {
        let suggestion = nearest(name.as_str(), Builtin::names());
        reference(std::slice::from_ref(name), *at, suggestion)
    });
    let unknown = found.tests.iter().filter(|(name, _)| checks::arity(name.as_str()).is_none());
    let tests = unknown.map(|(name, at)| {
        let suggestion = nearest(name.as_str(), checks::names());
        reference(std::slice::from_ref(name), *at, suggestion)
    });
    let data = found.paths.iter().filter(|(path, _)| path.first().is_some_and(|name| !own(name)));
    let called = found.called.iter().filter(|(name, _)| !own(name));
    References {
        filters: filters.collect(),
        unknown_tests: tests.collect(),
        data: data.map(|(path, at)| reference(path, *at, None)).collect(),
        functions: called.map(|(name, at)| reference(std::slice::from_ref(name), *at, None)).collect(),
    }
}
