//! Parses statements and the blocks that they enclose.

mod structure;

use std::borrow::Cow;

use super::ast::{Block, Expression, Kind, Program, Statement, StatementKind};
use super::build::{Builder, position};
use super::expression::Parser;
use super::scan::{Piece, Tag};
use super::slots;
use super::split::{is_code_space, trim_code};
use crate::error::{Failure, Outcome};
use crate::limits::Limits;
use crate::suggest::nearest;

/// Tags that begin a statement; the last four load other templates, which this language does not do.
const STATEMENTS: [&str; 12] = [
    "if", "for", "set", "macro", "call", "filter", "block", "switch", "include", "import", "from", "extends",
];
const LOADING: &[&str] = &["include", "import", "from", "extends"];
/// Tags that end or divide a statement, and take nothing after their name.
const BARE: [&str; 9] =
    ["else", "endif", "endfor", "endmacro", "endcall", "endfilter", "endset", "default", "endswitch"];
/// Those that take something.
const DIVIDING: [&str; 3] = ["elif", "elseif", "case"];

/// A tag that ended a block.
#[derive(Debug, Clone, Copy)]
struct Stop<'a> {
    name: &'a str,
    at: usize,
    /// What stands after the name.
    rest: Code,
}

/// A part of the source.
#[derive(Debug, Clone, Copy)]
struct Code {
    start: usize,
    end: usize,
}

struct Statements<'a> {
    source: &'a str,
    pieces: std::vec::IntoIter<Piece<'a>>,
    build: Builder<'a>,
    /// Macros cannot be declared within what `set` and `filter` capture: how many were seen tells.
    macros: usize,
    has_blocks: Vec<(&'a str, usize)>,
}

/// The whole template.
pub(super) fn program<'a>(source: &'a str, pieces: Vec<Piece<'a>>, limits: &'a Limits) -> Outcome<Program> {
    let mut statements = Statements {
        source,
        pieces: pieces.into_iter(),
        build: Builder::new(limits),
        macros: 0,
        has_blocks: Vec::new(),
    };
    let (body, _) = statements.block(&[])?;
    statements.unique_blocks()?;
    slots::plan(body, statements.build)
}

impl<'a> Statements<'a> {
    /// Statements up to one of the `stops`, or to the end of the source.
    fn block(&mut self, stops: &[&str]) -> Outcome<(Block, Option<Stop<'a>>)> {
        // Hardly any piece of the outermost block lies in another.
        let mut body = Vec::with_capacity(if stops.is_empty() { self.pieces.len() } else { 0 });
        while let Some(piece) = self.pieces.next() {
            match piece {
                Piece::Text(text, at) => {
                    let kind = match text {
                        Cow::Borrowed(text) => StatementKind::Source(position(at)..position(at + text.len())),
                        Cow::Owned(text) => StatementKind::Text(text.into()),
                    };
                    body.push(self.build.statement(kind, at)?);
                }
                Piece::Output(tag) => {
                    let expression = self.expression(Code { start: tag.start, end: tag.end })?;
                    body.push(self.build.statement(StatementKind::Output(expression), tag.at)?);
                }
                Piece::Statement(tag) => {
                    let stop = self.stop(tag);
                    if stops.contains(&stop.name) {
                        return bare(stop).map(|()| (body, Some(stop)));
                    }
                    body.push(self.statement(stop, stops)?);
                }
            }
        }
        Ok((body, None))
    }

    /// Name and rest of a tag.
    fn stop(&self, tag: Tag) -> Stop<'a> {
        let code = &self.source[tag.start..tag.end];
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let begins = code.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        let length = if begins { code.bytes().take_while(is_word).count() } else { 0 };
        Stop { name: &code[..length], at: tag.at, rest: self.trimmed(tag.start + length, tag.end) }
    }

    fn trimmed(&self, start: usize, end: usize) -> Code {
        let code = &self.source[start..end];
        let offset = code.len() - code.trim_start_matches(is_code_space).len();
        Code { start: start + offset, end: start + offset + trim_code(code).len() }
    }

    fn statement(&mut self, tag: Stop<'a>, open: &[&str]) -> Outcome<Statement> {
        self.build.enter(tag.at)?;
        let kind = match tag.name {
            "if" => self.condition(tag)?,
            "for" => self.repetition(tag)?,
            "set" => self.assignment(tag)?,
            "macro" => self.declaration(tag)?,
            "call" => self.call_block(tag)?,
            "filter" => self.filter_block(tag)?,
            "block" => self.named_block(tag)?,
            "switch" => self.switch(tag)?,
            _ => return Err(unknown_tag(tag, open)),
        };
        self.build.leave();
        self.build.statement(kind, tag.at)
    }

    /// A block that one of `stops` has to end.
    fn enclosed(&mut self, opening: Stop<'a>, stops: &[&str]) -> Outcome<(Block, Stop<'a>)> {
        let (body, stop) = self.block(stops)?;
        let Some(stop) = stop else {
            let end = stops.last().copied().unwrap_or_default();
            return Err(Failure::syntax(
                format!("this {} has no end, expected {{% {end} %}}", opening.name),
                opening.at,
            ));
        };
        Ok((body, stop))
    }

    fn expression(&mut self, code: Code) -> Outcome<Expression> {
        Parser::new(&mut self.build, self.source, code.start, code.end)?.whole()
    }

    fn names(&mut self, code: Code) -> Outcome<Vec<(&'a str, usize)>> {
        Parser::new(&mut self.build, self.source, code.start, code.end)?.name_list()
    }

    fn text(&self, code: Code) -> &'a str {
        &self.source[code.start..code.end]
    }

    fn unique_blocks(&mut self) -> Outcome<()> {
        let mut seen = std::collections::HashSet::new();
        for (name, at) in &self.has_blocks {
            if !seen.insert(*name) {
                return Err(Failure::syntax(format!("the block \"{name}\" is declared twice"), *at));
            }
        }
        Ok(())
    }
}

/// Refuses content where a tag takes none.
fn bare(stop: Stop<'_>) -> Outcome<()> {
    if BARE.contains(&stop.name) && stop.rest.start < stop.rest.end {
        return Err(Failure::syntax(format!("the tag {} takes nothing after its name", stop.name), stop.at));
    }
    Ok(())
}

fn unknown_tag(tag: Stop<'_>, open: &[&str]) -> Failure {
    let name = tag.name;
    if LOADING.contains(&name) {
        let message = format!("the tag \"{name}\" loads other templates, which is not supported");
        return Failure::syntax(message, tag.at);
    }
    if name.is_empty() {
        return Failure::syntax("expected the name of a statement in this tag", tag.at);
    }
    if BARE.contains(&name) || DIVIDING.contains(&name) || name == "endblock" {
        let expected = match open {
            [] => "nothing is open here".to_owned(),
            names => format!("expected {}", names.join(" or ")),
        };
        return Failure::syntax(format!("the tag \"{name}\" has no beginning: {expected}"), tag.at);
    }
    let known = STATEMENTS.iter().copied().filter(|known| !LOADING.contains(known));
    Failure::syntax(format!("there is no tag \"{name}\""), tag.at).suggesting(nearest(name, known))
}

/// The name that an expression is, when it is nothing else.
fn name_of(expression: &Expression, build: &Builder<'_>) -> Option<String> {
    match &expression.kind {
        Kind::Name(id, _) => Some(build.names.text(*id).as_str().to_owned()),
        _ => None,
    }
}
