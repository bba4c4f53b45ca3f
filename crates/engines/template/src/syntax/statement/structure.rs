//! The statements one by one.

use std::sync::Arc;

use super::super::ast::{
    Arguments, Assigned, CallBlock, Expression, For, Function, If, Inner, Kind, LoopBody, Macro, Parameter,
    Slot, StatementKind, Switch, Target,
};
use super::super::expression::Parser;
use super::super::split::{find_assignment, find_bracket, find_in, trim_code};
use super::{Code, Statements, Stop, name_of};
use crate::error::{Failure, Outcome};

impl<'a> Statements<'a> {
    /// `if`, any number of `elif`, and `else`.
    pub(super) fn condition(&mut self, tag: Stop<'a>) -> Outcome<StatementKind> {
        let mut branches = Vec::new();
        let mut otherwise = None;
        let mut rest = tag.rest;
        loop {
            let condition = self.expression(rest)?;
            let (body, stop) = self.enclosed(tag, &["elif", "elseif", "else", "endif"])?;
            branches.push((condition, body));
            match stop.name {
                "elif" | "elseif" => rest = stop.rest,
                "else" => {
                    otherwise = Some(self.enclosed(tag, &["endif"])?.0);
                    break;
                }
                _ => break,
            }
        }
        Ok(StatementKind::If(Box::new(If { branches, otherwise })))
    }

    pub(super) fn repetition(&mut self, tag: Stop<'a>) -> Outcome<StatementKind> {
        let header = self.text(tag.rest);
        let Some((word, after)) = find_in(header).map_err(|failure| failure.shifted(tag.rest.start))? else {
            return Err(Failure::syntax("expected \"in\": for NAME in VALUES", tag.at));
        };
        let targets = self.targets(self.trimmed(tag.rest.start, tag.rest.start + word))?;
        if let [target] = targets.as_slice()
            && self.build.names.text(target.name).as_str() == "loop"
        {
            return Err(Failure::syntax("the name of the only variable cannot be \"loop\"", tag.at));
        }
        let iterable = self.expression(self.trimmed(tag.rest.start + after, tag.rest.end))?;
        let (body, stop) = self.enclosed(tag, &["else", "endfor"])?;
        let otherwise = if stop.name == "else" { Some(self.enclosed(tag, &["endfor"])?.0) } else { None };
        let over_items = LoopBody { targets, body };
        Ok(StatementKind::For(Box::new(For {
            iterable,
            length: Slot::default(),
            over_items,
            over_pairs: None,
            otherwise,
        })))
    }

    fn targets(&mut self, code: Code) -> Outcome<Vec<Target>> {
        let names = self.names(code)?;
        Ok(names
            .into_iter()
            .map(|(name, _)| Target { name: self.build.names.id(name), slot: None })
            .collect())
    }

    pub(super) fn assignment(&mut self, tag: Stop<'a>) -> Outcome<StatementKind> {
        let header = self.text(tag.rest);
        let start = tag.rest.start;
        if let Some(equals) = find_assignment(header).map_err(|failure| failure.shifted(start))? {
            let targets = self.targets(Code { start, end: start + equals })?;
            let value = self.expression(Code { start: start + equals + 1, end: tag.rest.end })?;
            return Ok(StatementKind::Set(targets, Box::new(Assigned::Value(value))));
        }
        let targets = self.targets(tag.rest)?;
        let macros = self.macros;
        let (body, _) = self.enclosed(tag, &["endset"])?;
        self.no_macro_since(macros, tag)?;
        Ok(StatementKind::Set(targets, Box::new(Assigned::Body(body))))
    }

    fn no_macro_since(&self, macros: usize, tag: Stop<'a>) -> Outcome<()> {
        if self.macros > macros {
            return Err(Failure::syntax(format!("macros cannot be declared within {}", tag.name), tag.at));
        }
        Ok(())
    }

    pub(super) fn declaration(&mut self, tag: Stop<'a>) -> Outcome<StatementKind> {
        let invalid =
            || Failure::syntax("expected a macro's name and parameters: macro NAME(PARAMETERS)", tag.at);
        let header = self.text(tag.rest);
        let open = header.find('(').filter(|_| header.ends_with(')')).ok_or_else(invalid)?;
        let name = trim_code(&header[..open]);
        let is_name = name.bytes().enumerate().all(|(index, byte)| {
            byte == b'_' || byte.is_ascii_alphabetic() || index > 0 && byte.is_ascii_digit()
        });
        if name.is_empty() || !is_name {
            return Err(invalid());
        }
        let named = self.expression(Code { start: tag.rest.start, end: tag.rest.start + name.len() })?;
        let Some(name) = name_of(&named, &self.build) else { return Err(invalid()) };
        let target = Target { name: self.build.names.id(&name), slot: None };
        let parameters = self.parameters(Code { start: tag.rest.start + open + 1, end: tag.rest.end })?;
        let (body, _) = self.enclosed(tag, &["endmacro"])?;
        self.macros += 1;
        let function = Arc::new(Function { parameters, body, slots: 0 });
        Ok(StatementKind::Macro(Box::new(Macro { target, function })))
    }

    /// Parameters up to the bracket that ends `code`.
    fn parameters(&mut self, code: Code) -> Outcome<Vec<Parameter>> {
        let parsed = Parser::new(&mut self.build, self.source, code.start, code.end)?.argument_list()?;
        let Arguments { positional, named } = parsed;
        let mut parameters = Vec::new();
        for parameter in positional {
            let Kind::Name(name, _) = parameter.kind else {
                return Err(Failure::syntax("expected the name of a parameter", parameter.at as usize));
            };
            parameters.push(Parameter { target: Target { name, slot: None }, default: None });
        }
        for (name, default) in named {
            let target = Target { name: self.build.names.id(name.as_str()), slot: None };
            parameters.push(Parameter { target, default: Some(default) });
        }
        Ok(parameters)
    }

    pub(super) fn call_block(&mut self, tag: Stop<'a>) -> Outcome<StatementKind> {
        let mut code = tag.rest;
        let mut parameters = Vec::new();
        if self.text(code).starts_with('(') {
            let bracket = find_bracket(self.text(code)).map_err(|failure| failure.shifted(code.start))?;
            let Some(bracket) = bracket else {
                return Err(Failure::syntax(
                    "the parameters of this call have no end, expected \")\"",
                    tag.at,
                ));
            };
            parameters = self.parameters(Code { start: code.start + 1, end: code.start + bracket + 1 })?;
            code = self.trimmed(code.start + bracket + 1, code.end);
        }
        let expression = self.expression(code)?;
        let Kind::Call(callee, arguments) = expression.kind else {
            return Err(Failure::syntax("expected the call of a macro: call NAME(ARGUMENTS)", tag.at));
        };
        if !is_static(&callee) {
            return Err(Failure::syntax("what is called here has to be a macro's name", tag.at));
        }
        let (body, _) = self.enclosed(tag, &["endcall"])?;
        let content = Arc::new(Function { parameters, body, slots: 0 });
        Ok(StatementKind::CallBlock(Box::new(CallBlock {
            callee: *callee,
            arguments: *arguments,
            caller: content,
        })))
    }

    pub(super) fn filter_block(&mut self, tag: Stop<'a>) -> Outcome<StatementKind> {
        let macros = self.macros;
        let (body, _) = self.enclosed(tag, &["endfilter"])?;
        self.no_macro_since(macros, tag)?;
        let captured = self.build.expression(Kind::Capture(body), 0, tag.at)?;
        let parser = Parser::new(&mut self.build, self.source, tag.rest.start, tag.rest.end)?;
        Ok(StatementKind::Output(parser.filter_of(captured)?))
    }

    pub(super) fn named_block(&mut self, tag: Stop<'a>) -> Outcome<StatementKind> {
        let named = self.expression(tag.rest)?;
        let (Some(_), Kind::Name(..)) = (name_of(&named, &self.build), &named.kind) else {
            return Err(Failure::syntax("expected the name of the block", tag.at));
        };
        let (body, stop) = self.enclosed(tag, &["endblock"])?;
        let closing = self.text(stop.rest);
        if !closing.is_empty() && closing != self.text(tag.rest) {
            return Err(Failure::syntax("the name after endblock is not that of the block", stop.at));
        }
        self.has_blocks.push((self.text(tag.rest), tag.at));
        Ok(StatementKind::Block(Box::new(Inner { body, slots: 0 })))
    }

    pub(super) fn switch(&mut self, tag: Stop<'a>) -> Outcome<StatementKind> {
        const STOPS: [&str; 3] = ["case", "default", "endswitch"];
        let subject = self.expression(tag.rest)?;
        let (before, mut stop) = self.enclosed(tag, &STOPS)?;
        if !before.is_empty() {
            return Err(Failure::syntax("a switch begins with case or default, not with content", tag.at));
        }
        let mut cases: Vec<(Expression, _)> = Vec::new();
        while stop.name == "case" {
            let condition = self.expression(stop.rest)?;
            let (body, next) = self.enclosed(tag, &STOPS)?;
            cases.push((condition, body));
            stop = next;
        }
        let mut otherwise = None;
        if stop.name == "default" {
            otherwise = Some(self.enclosed(tag, &["endswitch"])?.0);
        }
        if cases.is_empty() && otherwise.is_none() {
            return Err(Failure::syntax("a switch needs a case or a default", tag.at));
        }
        Ok(StatementKind::Switch(Box::new(Switch { subject, cases, otherwise })))
    }
}

/// Names and members of names.
fn is_static(expression: &Expression) -> bool {
    match &expression.kind {
        Kind::Name(..) => true,
        Kind::Member(target, ..) => is_static(target),
        Kind::Index(target, index) => is_static(target) && matches!(index.kind, Kind::Literal(_)),
        _ => false,
    }
}
