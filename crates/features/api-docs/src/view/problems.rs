//! What is wrong with a definition, each with the line that it is about.

use definition::Problem;
use maud::{Markup, html};
use ui::{Tone, notice, plural};

use crate::place::Links;

/// Problems in sight; the others open.
const IN_SIGHT: usize = 3;

/// All problems above the definition; nothing where there are none.
pub(crate) fn problems(problems: &[Problem], links: Links<'_>) -> Markup {
    if problems.is_empty() {
        return html! {};
    }
    let (first, rest) = problems.split_at(IN_SIGHT.min(problems.len()));
    notice::notice(
        Tone::Warn,
        &html! {
            p { b { (plural(problems.len(), "thing is", "things are")) " wrong with this definition. " } "What could be read is shown." }
            ul.api-problems { @for problem in first { li { (said(problem, links)) } } }
            @if !rest.is_empty() {
                details {
                    summary { "Show " (rest.len()) " more" }
                    ul.api-problems { @for problem in rest { li { (said(problem, links)) } } }
                }
            }
        },
    )
}

fn said(problem: &Problem, links: Links<'_>) -> Markup {
    html! {
        @if let Some(line) = problem.line { a href=[links.line(line).get()] { "Line " (line) } ": " }
        (problem.message)
        @if !problem.pointer.is_empty() { " " code.muted { (problem.pointer) } }
    }
}
