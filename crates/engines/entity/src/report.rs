//! A problem as a person reads it on a terminal: where, the line itself, what was expected, what to do.
//!
//! Plain text without colour; knows nothing of terminals.

use std::fmt;

use crate::problem::Problem;

/// Characters of the offending line that are shown; catalogs written by machines have very long lines.
const SHOWN_LINE: usize = 120;

/// Renders a problem of a named file. `Display` gives several lines, without a line break at the end.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    pub file: &'a str,
    pub problem: &'a Problem,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = self.problem;
        // The excerpt that YAML messages carry is drawn below in our own way.
        let headline = problem.message.split('\n').next().unwrap_or_default().trim_end_matches(':');
        let Some(place) = &problem.place else {
            write!(out, "{}: {headline} [{}]", self.file, problem.rule)?;
            return write_help(out, problem, "");
        };
        write!(out, "{}:{}:{}: {headline} [{}]", self.file, place.line, place.column, problem.rule)?;
        let number = place.line.to_string();
        let gutter = " ".repeat(number.len());
        let (shown, caret) = window(&place.source_line, place.column);
        write!(out, "\n{gutter} |\n{number} | {shown}\n{gutter} | {}^", " ".repeat(caret))?;
        write_help(out, problem, &gutter)
    }
}

fn write_help(out: &mut fmt::Formatter<'_>, problem: &Problem, gutter: &str) -> fmt::Result {
    match &problem.help {
        Some(help) => write!(out, "\n{gutter} = help: {help}"),
        None => Ok(()),
    }
}

/// The part of `line` around `column` (from 1), with tabs and control characters made visible as one space each
/// so that the caret stands under the right character. Returns the text and the caret's offset in it.
fn window(line: &str, column: usize) -> (String, usize) {
    let column = column.saturating_sub(1);
    let start = if column < SHOWN_LINE { 0 } else { column - SHOWN_LINE / 2 };
    let shown = line
        .chars()
        .skip(start)
        .take(SHOWN_LINE)
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    (shown, column - start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{ErrorName, Place, Stage};

    #[test]
    fn shows_place_line_caret_and_cure() {
        let text = "kind: Component\nmetadata:\n  name: a b\n";
        let mut problem = Problem::at(
            Stage::FieldFormat,
            ErrorName::Plain,
            "metadata.name",
            "/metadata/name",
            "is not valid",
        )
        .with_help("write `a-b`");
        assert_eq!(
            Report { file: "x.yaml", problem: &problem }.to_string(),
            "x.yaml: is not valid [metadata.name]\n = help: write `a-b`"
        );
        problem.place = Some(Box::new(Place::of(text, 3, 9)));
        assert_eq!(
            Report { file: "x.yaml", problem: &problem }.to_string(),
            "x.yaml:3:9: is not valid [metadata.name]\n  |\n3 |   name: a b\n  |         ^\n  = help: write `a-b`"
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_column() {
        let line = "x".repeat(10_000);
        let (shown, caret) = window(&line, 5_000);
        assert_eq!((shown.len(), caret), (SHOWN_LINE, SHOWN_LINE / 2));
        assert_eq!(window("\tname", 2), (" name".to_owned(), 1));
        assert_eq!(window("", 1), (String::new(), 0));
    }
}
