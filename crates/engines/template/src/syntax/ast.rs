//! The tree of a parsed template. Shared between threads; holds no value of a render.

use std::ops::Range;
use std::sync::Arc;

use super::names::{NameId, Names};
use crate::filters::Builtin;
use crate::methods;
use crate::regex::Pattern;
use crate::text::Text;

/// A parsed template.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) body: Block,
    pub(crate) names: Names,
    /// Slots of the outermost frame.
    pub(crate) slots: u32,
    /// Whether a list of the context could be changed.
    pub(crate) may_mutate: bool,
}

pub(crate) type Block = Vec<Statement>;

#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) at: u32,
    pub(crate) kind: StatementKind,
}

#[derive(Debug, Clone)]
pub(crate) enum StatementKind {
    /// Text that stands in the source as it is.
    Source(Range<u32>),
    /// Text that comment and raw tags divide in the source.
    Text(Arc<str>),
    Output(Expression),
    If(Box<If>),
    For(Box<For>),
    Set(Vec<Target>, Box<Assigned>),
    Macro(Box<Macro>),
    CallBlock(Box<CallBlock>),
    /// A named part of a template; without inheritance only a scope of its own.
    Block(Box<Inner>),
    Switch(Box<Switch>),
}

#[derive(Debug, Clone)]
pub(crate) struct If {
    /// Conditions in order, with what is written for the first that holds.
    pub(crate) branches: Vec<(Expression, Block)>,
    pub(crate) otherwise: Option<Block>,
}

/// A name that is bound, with the place that a loop or macro reserved for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub(crate) name: NameId,
    pub(crate) slot: Option<Slot>,
}

#[derive(Debug, Clone)]
pub(crate) struct For {
    pub(crate) iterable: Expression,
    /// Where the number of items of the last run is kept.
    pub(crate) length: Slot,
    pub(crate) over_items: LoopBody,
    /// With several names: the body for objects and strings, whose names have slots of their own.
    pub(crate) over_pairs: Option<LoopBody>,
    pub(crate) otherwise: Option<Block>,
}

#[derive(Debug, Clone)]
pub(crate) struct LoopBody {
    pub(crate) targets: Vec<Target>,
    pub(crate) body: Block,
}

#[derive(Debug, Clone)]
pub(crate) enum Assigned {
    Value(Expression),
    Body(Block),
}

#[derive(Debug, Clone)]
pub(crate) struct Macro {
    pub(crate) target: Target,
    pub(crate) function: Arc<Function>,
}

/// The parameters and body of a macro or of the caller in a call block.
#[derive(Debug, Clone)]
pub(crate) struct Function {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Block,
    /// Slots of its frame.
    pub(crate) slots: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) target: Target,
    pub(crate) default: Option<Expression>,
}

#[derive(Debug, Clone)]
pub(crate) struct CallBlock {
    pub(crate) callee: Expression,
    pub(crate) arguments: Arguments,
    pub(crate) caller: Arc<Function>,
}

#[derive(Debug, Clone)]
pub(crate) struct Inner {
    pub(crate) body: Block,
    pub(crate) slots: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct Switch {
    pub(crate) subject: Expression,
    pub(crate) cases: Vec<(Expression, Block)>,
    pub(crate) otherwise: Option<Block>,
}

/// A place in a frame: how many frames up, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Slot {
    pub(crate) up: u32,
    pub(crate) index: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct Expression {
    pub(crate) at: u32,
    /// Nodes from here to the deepest one below.
    pub(crate) height: u32,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Literal(Literal),
    Name(NameId, Option<Slot>),
    List(Vec<Expression>),
    /// In brackets; the last of several gives the value.
    Group(Vec<Expression>),
    Record(Vec<(Text, Expression)>),
    /// `target.key`, and `target["key"]` with a literal, which also is a method's name perhaps.
    Member(Box<Expression>, Text, Option<methods::Name>),
    Index(Box<Expression>, Box<Expression>),
    Slice(Box<Slice>),
    Choice(Box<Choice>),
    And(Box<(Expression, Expression)>),
    Or(Box<(Expression, Expression)>),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    Positive(Box<Expression>),
    Floor(Box<Expression>),
    Binary(Operator, Box<(Expression, Expression)>),
    Compare(Box<Expression>, Vec<(Comparison, Expression)>),
    In(Box<(Expression, Expression)>),
    Is(Box<Check>),
    Filter(Box<Filter>),
    Call(Box<Expression>, Box<Arguments>),
    /// The body of a filter block.
    Capture(Block),
}

#[derive(Debug, Clone)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Number(f64),
    Text(Text),
    Regex(Arc<Pattern>),
}

#[derive(Debug, Clone)]
pub(crate) struct Slice {
    pub(crate) target: Expression,
    pub(crate) start: Option<Expression>,
    pub(crate) stop: Option<Expression>,
    pub(crate) step: Option<Expression>,
}

#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) condition: Expression,
    pub(crate) then: Expression,
    pub(crate) otherwise: Option<Expression>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Concat,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Same,
    NotEqual,
    NotSame,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// `subject is name(arguments)`.
#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) subject: Expression,
    pub(crate) name: Text,
    pub(crate) arguments: Option<Arguments>,
    /// Where the name stands.
    pub(crate) at: u32,
}

/// `input | name(arguments)`.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) input: Expression,
    pub(crate) name: Text,
    pub(crate) builtin: Option<Builtin>,
    pub(crate) arguments: Arguments,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Arguments {
    pub(crate) positional: Vec<Expression>,
    pub(crate) named: Vec<(Text, Expression)>,
}
