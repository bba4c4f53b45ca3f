//! What stands between operators: literals, names, brackets, and their members, subscripts and calls.

use super::super::ast::{Arguments, Expression, Kind, Literal, Slice};
use super::super::token::TokenKind;
use super::{Parser, allowed, highest};
use crate::error::{Failure, Outcome};
use crate::methods;
use crate::text::Text;

impl Parser<'_, '_> {
    /// A sign may stand before another kind of sign, not before its own.
    pub(super) fn signed(&mut self) -> Outcome<Expression> {
        let at = self.at();
        let mut signs: Vec<&'static str> = Vec::new();
        while let Some(sign @ ("-" | "+")) = self.symbol() {
            if signs.last() == Some(&sign) {
                return Err(Failure::syntax(format!("the sign \"{sign}\" cannot be repeated"), self.at()));
            }
            signs.push(sign);
            self.build.enter(at)?;
            self.index += 1;
        }
        let mut target = self.postfix()?;
        for sign in signs.into_iter().rev() {
            self.build.leave();
            let height = target.height;
            let target_of = Box::new(target);
            let kind = if sign == "-" { Kind::Negative(target_of) } else { Kind::Positive(target_of) };
            target = self.build.expression(kind, height, at)?;
        }
        Ok(target)
    }

    fn postfix(&mut self) -> Outcome<Expression> {
        let mut target = self.primary()?;
        loop {
            if self.take(".") {
                let at = self.at();
                let name = allowed(self.name()?, at)?;
                target = self.member(target, Text::new(name), at)?;
            } else if self.take("[") {
                target = self.nested(|parser| parser.subscript(target))?;
            } else if self.take("(") {
                let arguments = self.nested(Self::arguments)?;
                let (height, at) = (target.height.max(highest(&arguments)), target.at as usize);
                let kind = Kind::Call(Box::new(target), Box::new(arguments));
                target = self.build.expression(kind, height, at)?;
            } else {
                return Ok(target);
            }
        }
    }

    fn member(&mut self, target: Expression, name: Text, at: usize) -> Outcome<Expression> {
        let height = target.height;
        let method = methods::Name::known(name.as_str());
        self.build.expression(Kind::Member(Box::new(target), name, method), height, at)
    }

    /// `[index]` or `[start:stop:step]`, up to its end.
    fn subscript(&mut self, target: Expression) -> Outcome<Expression> {
        let at = self.at();
        let start = match self.symbol() {
            Some(":" | "]") => None,
            _ => Some(self.choice()?),
        };
        if !self.take(":") {
            let Some(index) = start else { return self.unexpected("an index") };
            self.expect("]")?;
            if let Kind::Literal(Literal::Text(name)) = &index.kind {
                let name = Text::new(allowed(name.as_str(), at)?);
                return self.member(target, name, at);
            }
            let height = target.height.max(index.height);
            return self.build.expression(Kind::Index(Box::new(target), Box::new(index)), height, at);
        }
        let end = match self.symbol() {
            Some(":" | "]") => None,
            _ => Some(self.choice()?),
        };
        let step = if self.take(":") && self.symbol() != Some("]") { Some(self.choice()?) } else { None };
        self.expect("]")?;
        let parts = [&start, &end, &step];
        let height = parts.into_iter().flatten().map(|part| part.height).fold(target.height, u32::max);
        self.build.expression(Kind::Slice(Box::new(Slice { target, start, stop: end, step })), height, at)
    }

    fn primary(&mut self) -> Outcome<Expression> {
        let at = self.at();
        let kind = match &self.token().kind {
            TokenKind::Number(number) => Kind::Literal(Literal::Number(*number)),
            TokenKind::Text(text) => Kind::Literal(Literal::Text(Text::new(&**text))),
            TokenKind::Regex(pattern) => Kind::Literal(Literal::Regex(pattern.clone())),
            TokenKind::Name("true") => Kind::Literal(Literal::Bool(true)),
            TokenKind::Name("false") => Kind::Literal(Literal::Bool(false)),
            TokenKind::Name("none" | "null") => Kind::Literal(Literal::Null),
            TokenKind::Name(name) => {
                let name = allowed(name, at)?;
                Kind::Name(self.build.names.id(name), None)
            }
            TokenKind::Symbol("(" | "[" | "{") => return self.bracketed(at),
            TokenKind::Symbol(_) | TokenKind::End => return self.unexpected("a value"),
        };
        self.index += 1;
        self.build.expression(kind, 0, at)
    }

    fn bracketed(&mut self, at: usize) -> Outcome<Expression> {
        let (kind, height) = if self.take("(") {
            let items = self.nested(|parser| parser.items(")"))?;
            if items.is_empty() {
                return Err(Failure::syntax("brackets cannot be empty", at));
            }
            let height = tallest(&items);
            (Kind::Group(items), height)
        } else if self.take("[") {
            let items = self.nested(|parser| parser.items("]"))?;
            let height = tallest(&items);
            (Kind::List(items), height)
        } else {
            self.index += 1;
            let entries = self.nested(Self::entries)?;
            let height = entries.iter().map(|(_, value)| value.height).max().unwrap_or(0);
            (Kind::Record(entries), height)
        };
        self.build.expression(kind, height, at)
    }

    fn items(&mut self, end: &str) -> Outcome<Vec<Expression>> {
        let mut items = Vec::new();
        if self.take(end) {
            return Ok(items);
        }
        loop {
            items.push(self.choice()?);
            if !self.take(",") {
                break;
            }
        }
        self.expect(end)?;
        Ok(items)
    }

    fn entries(&mut self) -> Outcome<Vec<(Text, Expression)>> {
        let mut entries = Vec::new();
        if self.take("}") {
            return Ok(entries);
        }
        loop {
            let at = self.at();
            let key = match &self.token().kind {
                TokenKind::Name(name) if !matches!(*name, "true" | "false" | "none" | "null") => {
                    Text::new(*name)
                }
                TokenKind::Text(text) => Text::new(&**text),
                _ => return self.unexpected("a key: a name or a string"),
            };
            allowed(key.as_str(), at)?;
            self.index += 1;
            self.expect(":")?;
            entries.push((key, self.choice()?));
            if !self.take(",") {
                break;
            }
        }
        self.expect("}")?;
        Ok(entries)
    }

    /// Arguments up to the bracket that closes them; named ones may stand anywhere.
    pub(super) fn arguments(&mut self) -> Outcome<Arguments> {
        let mut arguments = Arguments::default();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            let at = self.at();
            let next_is_equals = matches!(
                self.build.tokens.get(self.index + 1).map(|token| &token.kind),
                Some(TokenKind::Symbol("="))
            );
            if let TokenKind::Name(name) = self.token().kind
                && next_is_equals
            {
                self.index += 2;
                arguments.named.push((Text::new(allowed(name, at)?), self.choice()?));
            } else {
                arguments.positional.push(self.choice()?);
            }
            if !self.take(",") {
                break;
            }
        }
        self.expect(")")?;
        Ok(arguments)
    }
}

fn tallest(items: &[Expression]) -> u32 {
    items.iter().map(|item| item.height).max().unwrap_or(0)
}
