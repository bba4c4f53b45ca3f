//! From a place in an expression to a place in the file that the expression stands in.

use entity::problem::{ErrorName, Place, Stage};
use entity::{Problem, yaml};

use super::file::TemplateFile;
use crate::commands::check::finding::{Finding, Level};

/// Something about an expression.
pub(super) struct Remark {
    pub(super) level: Level,
    pub(super) rule: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// Within the expression's text, from 1.
    pub(super) line: usize,
    /// In characters, from 1.
    pub(super) column: usize,
}

/// A remark about the text at a JSON pointer of a template.
pub(super) fn in_template(template: &TemplateFile, pointer: &str, text: &str, remark: &Remark) -> Finding {
    let (line, column) = yaml::locate(&template.text, template.document, pointer).unwrap_or((1, 1));
    let place = within(&template.text, (line, column), text, remark).unwrap_or((line, column));
    finding(&template.path.display().to_string(), &template.text, place, remark)
}

/// A remark about a file that is a template itself.
pub(super) fn in_file(path: &str, text: &str, remark: &Remark) -> Finding {
    finding(path, text, (remark.line, remark.column), remark)
}

/// Scalars may be quoted, folded and indented: the remark's line is looked for from where the scalar begins.
fn within(file: &str, from: (usize, usize), text: &str, remark: &Remark) -> Option<(usize, usize)> {
    let wanted = text.split('\n').nth(remark.line - 1)?.trim();
    let offset = text
        .split('\n')
        .nth(remark.line - 1)?
        .chars()
        .take_while(|character| character.is_whitespace())
        .count();
    let most = text.split('\n').count() + 1;
    for (index, line) in file.split('\n').enumerate().skip(from.0 - 1).take(most) {
        // In double quotes, quotes and backslashes are escaped.
        let found =
            line.find(wanted).or_else(|| line.find(&wanted.replace('\\', "\\\\").replace('"', "\\\"")));
        if let Some(at) = found {
            let before = line[..at].chars().count();
            return Some((index + 1, before + remark.column - offset.min(remark.column - 1)));
        }
    }
    None
}

fn finding(path: &str, text: &str, (line, column): (usize, usize), remark: &Remark) -> Finding {
    let source = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let problem = Problem {
        name: ErrorName::Input,
        message: remark.message.clone(),
        rule: remark.rule,
        stage: Stage::Kind,
        pointer: String::new(),
        place: Some(Box::new(Place { line, column, source_line: source.trim_end_matches('\r').to_owned() })),
        help: remark.help.clone(),
    };
    let mut finding = Finding::of_problem(path, remark.level, None, &problem);
    // No step of the catalog looks into expressions.
    finding.stage = None;
    finding
}
