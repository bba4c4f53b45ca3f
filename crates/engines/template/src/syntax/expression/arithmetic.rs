//! Arithmetic operators.
//!
//! `*`, `/`, `//` and `%` bind in this order, loosest first, but what they bind is applied from left to right; only `//`
//! makes a unit of its operands.

use super::super::ast::{Expression, Kind, Operator};
use super::Parser;
use crate::error::Outcome;

/// Operands that are yet to be put together from left to right.
struct Sequence {
    first: Expression,
    rest: Vec<(Operator, Expression)>,
}

impl Sequence {
    fn append(&mut self, operator: Operator, right: Self) {
        self.rest.push((operator, right.first));
        self.rest.extend(right.rest);
    }
}

impl Parser<'_, '_> {
    pub(super) fn sum(&mut self) -> Outcome<Expression> {
        let mut left = self.product()?;
        loop {
            let operator = match self.symbol() {
                Some("+") => Operator::Add,
                Some("-") => Operator::Subtract,
                Some("~") => Operator::Concat,
                _ => return Ok(left),
            };
            self.index += 1;
            let right = self.product()?;
            left = self.binary(operator, left, right)?;
        }
    }

    fn product(&mut self) -> Outcome<Expression> {
        let mut sequence = self.quotients()?;
        while self.take("*") {
            let right = self.quotients()?;
            sequence.append(Operator::Multiply, right);
        }
        self.fold(sequence)
    }

    fn quotients(&mut self) -> Outcome<Sequence> {
        let mut sequence = self.floors()?;
        while self.take("/") {
            let right = self.floors()?;
            sequence.append(Operator::Divide, right);
        }
        Ok(sequence)
    }

    fn floors(&mut self) -> Outcome<Sequence> {
        let mut sequence = self.remainders()?;
        while self.take("//") {
            let right = self.remainders()?;
            sequence.append(Operator::Divide, right);
            let quotient = self.fold(sequence)?;
            let (height, at) = (quotient.height, quotient.at as usize);
            let first = self.build.expression(Kind::Floor(Box::new(quotient)), height, at)?;
            sequence = Sequence { first, rest: Vec::new() };
        }
        Ok(sequence)
    }

    fn remainders(&mut self) -> Outcome<Sequence> {
        let mut sequence = Sequence { first: self.power()?, rest: Vec::new() };
        while self.take("%") {
            let right = self.power()?;
            sequence.rest.push((Operator::Remainder, right));
        }
        Ok(sequence)
    }

    fn fold(&mut self, sequence: Sequence) -> Outcome<Expression> {
        let mut left = sequence.first;
        for (operator, right) in sequence.rest {
            left = self.binary(operator, left, right)?;
        }
        Ok(left)
    }

    fn power(&mut self) -> Outcome<Expression> {
        let mut left = match self.operand.take() {
            Some(operand) => operand,
            None => self.filtered()?,
        };
        while self.take("**") {
            let right = self.filtered()?;
            left = self.binary(Operator::Power, left, right)?;
        }
        Ok(left)
    }

    pub(super) fn filtered(&mut self) -> Outcome<Expression> {
        let mut input = self.signed()?;
        while self.take("|") {
            input = self.filter(input)?;
        }
        Ok(input)
    }

    fn binary(&mut self, operator: Operator, left: Expression, right: Expression) -> Outcome<Expression> {
        let (height, at) = (left.height.max(right.height), left.at as usize);
        self.build.expression(Kind::Binary(operator, Box::new((left, right))), height, at)
    }
}
