//! Parses expressions: from the loosest operator down to what stands between operators.
//!
//! The order of binding, loosest first: `if else`, `or`, `and`, `not`, `in`, `is`, equality, order, `+ - ~`, `*`, `/`,
//! `//`, `%`, `**`, filters, signs, then members, subscripts and calls.

mod arithmetic;
mod primary;

use super::ast::{Arguments, Check, Choice, Comparison, Expression, Filter, Kind, Literal, Operator};
use super::build::Builder;
use super::token::{self, Token, TokenKind};
use crate::error::{Failure, Outcome};
use crate::filters::Builtin;
use crate::text::Text;
use crate::value::{format_number, is_reserved};

/// A parser over the tokens of one tag or a part of it.
pub(super) struct Parser<'a, 'b> {
    index: usize,
    /// An operand that [`Self::choice`] has read for the loops below it, which would read it first.
    operand: Option<Expression>,
    pub(super) build: &'b mut Builder<'a>,
}

impl<'a, 'b> Parser<'a, 'b> {
    pub(super) fn new(
        build: &'b mut Builder<'a>,
        source: &'a str,
        start: usize,
        end: usize,
    ) -> Outcome<Self> {
        token::read(source, start, end, &mut build.tokens)?;
        Ok(Self { index: 0, operand: None, build })
    }

    /// One expression and nothing after it.
    pub(super) fn whole(mut self) -> Outcome<Expression> {
        let expression = self.choice()?;
        self.end()?;
        Ok(expression)
    }

    /// Names with commas between, and nothing after them.
    pub(super) fn name_list(mut self) -> Outcome<Vec<(&'a str, usize)>> {
        let mut names = Vec::new();
        loop {
            let at = self.at();
            let name = self.name()?;
            if matches!(name, "true" | "false" | "none" | "null") {
                return Err(Failure::syntax(format!("\"{name}\" is a value and cannot be bound"), at));
            }
            self.build.count(1, at)?;
            names.push((allowed(name, at)?, at));
            if !self.take(",") {
                break;
            }
        }
        self.end()?;
        Ok(names)
    }

    /// The arguments of a call up to the bracket that closes them, and nothing after it.
    pub(super) fn argument_list(mut self) -> Outcome<Arguments> {
        let arguments = self.arguments()?;
        self.end()?;
        Ok(arguments)
    }

    /// A filter's name and arguments, and nothing after them.
    pub(super) fn filter_of(mut self, input: Expression) -> Outcome<Expression> {
        let filter = self.filter(input)?;
        self.end()?;
        Ok(filter)
    }

    pub(super) fn choice(&mut self) -> Outcome<Expression> {
        if !self.peek_name("not") {
            // Most expressions are one operand: the dozen loops that look for operators are spared then.
            let operand = self.filtered()?;
            if matches!(self.token().kind, TokenKind::End | TokenKind::Symbol(")" | "]" | "}" | "," | ":")) {
                return Ok(operand);
            }
            self.operand = Some(operand);
        }
        let then = self.or()?;
        if !self.take_name("if") {
            return Ok(then);
        }
        let condition = self.or()?;
        let otherwise = if self.take_name("else") { Some(self.or()?) } else { None };
        let height =
            then.height.max(condition.height).max(otherwise.as_ref().map_or(0, |other| other.height));
        let at = then.at as usize;
        self.build.expression(Kind::Choice(Box::new(Choice { condition, then, otherwise })), height, at)
    }

    fn or(&mut self) -> Outcome<Expression> {
        let mut left = self.and()?;
        while self.take_name("or") {
            let right = self.and()?;
            left = self.pair(Kind::Or, left, right)?;
        }
        Ok(left)
    }

    fn and(&mut self) -> Outcome<Expression> {
        let mut left = self.not()?;
        while self.take_name("and") {
            let right = self.not()?;
            left = self.pair(Kind::And, left, right)?;
        }
        Ok(left)
    }

    fn pair(
        &mut self,
        kind: fn(Box<(Expression, Expression)>) -> Kind,
        left: Expression,
        right: Expression,
    ) -> Outcome<Expression> {
        let (height, at) = (left.height.max(right.height), left.at as usize);
        self.build.expression(kind(Box::new((left, right))), height, at)
    }

    /// `not` binds loosely but is applied to the first operand of an operator that follows it.
    fn not(&mut self) -> Outcome<Expression> {
        let at = self.at();
        let mut count = 0;
        while self.operand.is_none() && self.take_name("not") {
            count += 1;
            self.build.enter(at)?;
        }
        let mut expression = self.membership()?;
        for _ in 0..count {
            self.build.leave();
            expression = self.negate_first(expression, at)?;
        }
        Ok(expression)
    }

    fn negate_first(&mut self, target: Expression, at: usize) -> Outcome<Expression> {
        let height = target.height;
        let (left_most, kind) = match target.kind {
            Kind::Binary(operator, operands) if operator != Operator::Power => {
                let (left, right) = *operands;
                let left = self.negate_first(left, at)?;
                (left.height, Kind::Binary(operator, Box::new((left, right))))
            }
            Kind::Compare(first, rest) => {
                let first = self.negate_first(*first, at)?;
                (first.height, Kind::Compare(Box::new(first), rest))
            }
            _ => (height, Kind::Not(Box::new(target))),
        };
        self.build.expression(kind, left_most.max(height.saturating_sub(1)), at)
    }

    fn membership(&mut self) -> Outcome<Expression> {
        let mut left = self.check()?;
        loop {
            let negated = self.peek_name("not") && self.peeks_name_after("in");
            if negated {
                self.index += 1;
            }
            if !self.take_name("in") {
                return Ok(left);
            }
            let right = self.check()?;
            left = self.pair(Kind::In, left, right)?;
            if negated {
                left = self.not_of(left)?;
            }
        }
    }

    fn not_of(&mut self, target: Expression) -> Outcome<Expression> {
        let (height, at) = (target.height, target.at as usize);
        self.build.expression(Kind::Not(Box::new(target)), height, at)
    }

    fn check(&mut self) -> Outcome<Expression> {
        let subject = self.equality()?;
        if !self.take_name("is") {
            return Ok(subject);
        }
        let negated = self.take_name("not");
        let described = self.equality()?;
        let (height, at) = (subject.height.max(described.height), described.at);
        let (name, arguments) = self.check_name(described);
        let check = Check { subject, name, arguments, at };
        let test = self.build.expression(Kind::Is(Box::new(check)), height, at as usize)?;
        if negated { self.not_of(test) } else { Ok(test) }
    }

    /// What follows `is` is parsed as any expression; only some of them name a test.
    fn check_name(&self, described: Expression) -> (Text, Option<Arguments>) {
        match described.kind {
            Kind::Call(name, arguments) => (self.plain_name(&name), Some(*arguments)),
            Kind::Filter(filter) => {
                let Filter { input, name, mut arguments, .. } = *filter;
                arguments.positional.insert(0, input);
                (name, Some(arguments))
            }
            _ => (self.plain_name(&described), None),
        }
    }

    fn plain_name(&self, expression: &Expression) -> Text {
        match &expression.kind {
            Kind::Name(id, _) => self.build.names.text(*id).clone(),
            Kind::Literal(Literal::Null) => Text::new("null"),
            Kind::Literal(Literal::Bool(value)) => Text::new(if *value { "true" } else { "false" }),
            Kind::Literal(Literal::Number(value)) => Text::new(format_number(*value)),
            Kind::Literal(Literal::Text(text)) => text.clone(),
            Kind::Literal(Literal::Regex(pattern)) => Text::new(pattern.to_string()),
            _ => Text::new("undefined"),
        }
    }

    fn equality(&mut self) -> Outcome<Expression> {
        let first = self.relation()?;
        let mut rest = Vec::new();
        loop {
            let comparison = match self.symbol() {
                Some("==") => Comparison::Equal,
                Some("===") => Comparison::Same,
                Some("!=") => Comparison::NotEqual,
                Some("!==") => Comparison::NotSame,
                _ => break,
            };
            self.index += 1;
            let operand = self.relation()?;
            rest.push((comparison, operand));
        }
        self.comparison(first, rest)
    }

    fn relation(&mut self) -> Outcome<Expression> {
        let first = self.sum()?;
        let mut rest = Vec::new();
        loop {
            let comparison = match self.symbol() {
                Some("<") => Comparison::Less,
                Some("<=") => Comparison::LessOrEqual,
                Some(">") => Comparison::Greater,
                Some(">=") => Comparison::GreaterOrEqual,
                _ => break,
            };
            self.index += 1;
            let operand = self.sum()?;
            rest.push((comparison, operand));
        }
        self.comparison(first, rest)
    }

    fn comparison(&mut self, first: Expression, rest: Vec<(Comparison, Expression)>) -> Outcome<Expression> {
        if rest.is_empty() {
            return Ok(first);
        }
        let height = rest.iter().map(|(_, operand)| operand.height).fold(first.height, u32::max);
        let at = first.at as usize;
        self.build.expression(Kind::Compare(Box::new(first), rest), height, at)
    }

    /// One filter: its name, dots included, and its arguments.
    fn filter(&mut self, input: Expression) -> Outcome<Expression> {
        let at = self.at();
        let mut name = allowed(self.name()?, at)?.to_owned();
        while self.take(".") {
            let at = self.at();
            name.push('.');
            name.push_str(allowed(self.name()?, at)?);
        }
        let arguments = if self.take("(") { self.nested(Self::arguments)? } else { Arguments::default() };
        let height = input.height.max(highest(&arguments));
        let builtin = Builtin::named(&name);
        let filter = Filter { input, name: Text::new(name), builtin, arguments };
        self.build.expression(Kind::Filter(Box::new(filter)), height, at)
    }

    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        self.build.enter(self.at())?;
        let parsed = parse(self)?;
        self.build.leave();
        Ok(parsed)
    }

    fn token(&self) -> &Token<'a> {
        &self.build.tokens[self.index.min(self.build.tokens.len() - 1)]
    }

    fn at(&self) -> usize {
        self.token().at
    }

    fn symbol(&self) -> Option<&'static str> {
        match self.token().kind {
            TokenKind::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }

    #[inline]
    fn peek_name(&self, name: &str) -> bool {
        matches!(self.token().kind, TokenKind::Name(found) if found == name)
    }

    fn peeks_name_after(&self, name: &str) -> bool {
        matches!(self.build.tokens.get(self.index + 1), Some(Token { kind: TokenKind::Name(found), .. }) if *found == name)
    }

    #[inline]
    fn take(&mut self, symbol: &str) -> bool {
        let found = self.symbol() == Some(symbol);
        self.index += usize::from(found);
        found
    }

    #[inline]
    fn take_name(&mut self, name: &str) -> bool {
        let found = self.peek_name(name);
        self.index += usize::from(found);
        found
    }

    fn name(&mut self) -> Outcome<&'a str> {
        let TokenKind::Name(name) = self.token().kind else { return self.unexpected("a name") };
        self.index += 1;
        Ok(name)
    }

    fn expect(&mut self, symbol: &str) -> Outcome<()> {
        if self.take(symbol) { Ok(()) } else { self.unexpected(&format!("\"{symbol}\"")) }
    }

    fn end(&self) -> Outcome<()> {
        match self.token().kind {
            TokenKind::End => Ok(()),
            _ => self.unexpected("the end of the tag or an operator"),
        }
    }

    fn unexpected<T>(&self, expected: &str) -> Outcome<T> {
        let found = match &self.token().kind {
            TokenKind::Name(name) => format!("\"{name}\""),
            TokenKind::Number(number) => format_number(*number),
            TokenKind::Text(_) => "a string".to_owned(),
            TokenKind::Regex(_) => "a regular expression".to_owned(),
            TokenKind::Symbol(symbol) => format!("\"{symbol}\""),
            TokenKind::End => "the end of the tag".to_owned(),
        };
        Err(Failure::syntax(format!("expected {expected}, found {found}"), self.at()))
    }
}

/// The highest of all arguments.
pub(super) fn highest(arguments: &Arguments) -> u32 {
    let named = arguments.named.iter().map(|(_, value)| value.height);
    arguments.positional.iter().map(|value| value.height).chain(named).max().unwrap_or(0)
}

/// The name, unless it is one that leads to prototypes.
pub(super) fn allowed(name: &str, at: usize) -> Outcome<&str> {
    if is_reserved(name) {
        return Err(Failure::syntax(format!("the name \"{name}\" is reserved"), at));
    }
    Ok(name)
}
