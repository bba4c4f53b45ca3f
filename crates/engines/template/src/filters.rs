//! The filters that are always there.

mod encode;
mod json;
mod pad;
mod pick;
mod sequence;
mod sort;
mod tags;
mod text;
mod urls;

use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::evaluate::Evaluated;
use crate::random::Random;
use crate::value::{Value, parse_float, parse_int, to_number, to_text, to_written};

/// A built-in filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Builtin {
    Abs,
    Batch,
    Capitalize,
    Center,
    Default,
    DictSort,
    Dump,
    Escape,
    First,
    Float,
    ForceEscape,
    GroupBy,
    Indent,
    Int,
    Join,
    Last,
    Length,
    List,
    Lower,
    Nl2br,
    Random,
    Reject,
    RejectAttr,
    Replace,
    Reverse,
    Round,
    Safe,
    Select,
    SelectAttr,
    Slice,
    Sort,
    String,
    StripTags,
    Sum,
    Title,
    Trim,
    Truncate,
    Upper,
    UrlEncode,
    Urlize,
    WordCount,
}

const NAMES: [(&str, Builtin); 43] = [
    ("abs", Builtin::Abs),
    ("batch", Builtin::Batch),
    ("capitalize", Builtin::Capitalize),
    ("center", Builtin::Center),
    ("d", Builtin::Default),
    ("default", Builtin::Default),
    ("dictsort", Builtin::DictSort),
    ("dump", Builtin::Dump),
    ("e", Builtin::Escape),
    ("escape", Builtin::Escape),
    ("first", Builtin::First),
    ("float", Builtin::Float),
    ("forceescape", Builtin::ForceEscape),
    ("groupby", Builtin::GroupBy),
    ("indent", Builtin::Indent),
    ("int", Builtin::Int),
    ("join", Builtin::Join),
    ("last", Builtin::Last),
    ("length", Builtin::Length),
    ("list", Builtin::List),
    ("lower", Builtin::Lower),
    ("nl2br", Builtin::Nl2br),
    ("random", Builtin::Random),
    ("reject", Builtin::Reject),
    ("rejectattr", Builtin::RejectAttr),
    ("replace", Builtin::Replace),
    ("reverse", Builtin::Reverse),
    ("round", Builtin::Round),
    ("safe", Builtin::Safe),
    ("select", Builtin::Select),
    ("selectattr", Builtin::SelectAttr),
    ("slice", Builtin::Slice),
    ("sort", Builtin::Sort),
    ("string", Builtin::String),
    ("striptags", Builtin::StripTags),
    ("sum", Builtin::Sum),
    ("title", Builtin::Title),
    ("trim", Builtin::Trim),
    ("truncate", Builtin::Truncate),
    ("upper", Builtin::Upper),
    ("urlencode", Builtin::UrlEncode),
    ("urlize", Builtin::Urlize),
    ("wordcount", Builtin::WordCount),
];

impl Builtin {
    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMES.binary_search_by_key(&name, |(known, _)| known).ok().map(|place| NAMES[place].1)
    }

    pub(crate) fn names<'a>() -> impl Iterator<Item = &'a str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}

/// What a filter is applied to.
pub(crate) struct Input<'a> {
    pub(crate) value: Value,
    pub(crate) arguments: &'a Evaluated,
}

/// Applies a filter to data.
pub(crate) fn apply(
    filter: Builtin,
    input: Input<'_>,
    budget: &mut Budget,
    random: &mut Random,
) -> Outcome<Value> {
    let Input { value, arguments } = input;
    let (first, second) = (arguments.get(0), arguments.get(1));
    if let Some(text) = value.as_text() {
        budget.look_at(text.bytes())?;
    }
    match filter {
        Builtin::Abs => Ok(Value::Number(to_number(&value, budget)?.abs())),
        Builtin::Default => {
            let missing =
                if second.is_truthy() { !value.is_truthy() } else { matches!(value, Value::Undefined) };
            Ok(if missing { first.clone() } else { value })
        }
        Builtin::Float => {
            let number = parse_float(to_text(&value, budget)?.as_str());
            Ok(if number.is_nan() { first.clone() } else { Value::Number(number) })
        }
        Builtin::Int => {
            let base = match second {
                Value::Undefined => 10.0,
                base => to_number(base, budget)?.trunc(),
            };
            let number = parse_int(to_text(&value, budget)?.as_str(), base);
            Ok(if number.is_nan() { first.clone() } else { Value::Number(number) })
        }
        Builtin::Round => round(&value, first, second, budget),
        Builtin::Length => Ok(length(&value)),
        Builtin::Dump => json::dump(&value, first, budget),
        Builtin::Escape | Builtin::ForceEscape | Builtin::Safe => encode::safe(filter, value, budget),
        Builtin::String => match value {
            Value::Undefined | Value::Null => Err(Failure::evaluation("needs a value")),
            Value::Safe(_) | Value::Text(_) => Ok(value),
            value => Ok(Value::Text(to_written(&value, budget)?)),
        },
        Builtin::UrlEncode => encode::url(&value, budget),
        Builtin::Urlize => urls::urlize(&value, first, second, budget),
        Builtin::StripTags => tags::strip(&value, first, budget),
        Builtin::Center | Builtin::Indent | Builtin::Truncate => pad::apply(filter, value, arguments, budget),
        Builtin::Capitalize
        | Builtin::Lower
        | Builtin::Upper
        | Builtin::Title
        | Builtin::Trim
        | Builtin::Nl2br
        | Builtin::WordCount
        | Builtin::Replace => text::apply(filter, value, arguments, budget),
        Builtin::Sort => sort::sort(&value, arguments, budget),
        Builtin::DictSort => sort::dictsort(&value, first, second, budget),
        Builtin::GroupBy => sort::group(&value, first, budget),
        Builtin::Select | Builtin::Reject => {
            pick::by_test(&value, arguments, filter == Builtin::Select, budget)
        }
        Builtin::SelectAttr | Builtin::RejectAttr => {
            pick::by_attribute(&value, first, filter == Builtin::SelectAttr, budget)
        }
        Builtin::Random => pick::random(&value, budget, random),
        Builtin::First | Builtin::Last => pick::edge(&value, filter == Builtin::Last, budget),
        Builtin::Join | Builtin::Sum => sequence::fold(filter, &value, arguments, budget),
        Builtin::Batch | Builtin::Slice => sequence::divide(filter, &value, first, second, budget),
        Builtin::List | Builtin::Reverse => sequence::apply(filter, &value, budget),
    }
}

/// The number of items; `undefined` for what has none.
fn length(value: &Value) -> Value {
    match value {
        Value::List(list) => Value::count(list.len()),
        Value::Record(record) => Value::count(record.len()),
        Value::Text(text) => Value::count(text.units()),
        Value::Safe(text) => Value::count(text.units()),
        Value::Undefined | Value::Null | Value::Bool(false) => Value::Number(0.0),
        _ => Value::Undefined,
    }
}

fn round(value: &Value, precision: &Value, method: &Value, budget: &mut Budget) -> Outcome<Value> {
    let precision = if precision.is_truthy() { to_number(precision, budget)? } else { 0.0 };
    let factor = crate::evaluate::power(10.0, precision);
    let scaled = to_number(value, budget)? * factor;
    let method = match method {
        Value::Text(method) => method.as_str(),
        _ => "",
    };
    Ok(Value::Number(
        match method {
            "ceil" => scaled.ceil(),
            "floor" => scaled.floor(),
            // Halves go up, also below zero.
            _ if matches!(scaled.fract(), -0.5) => scaled.ceil(),
            _ => scaled.round(),
        } / factor,
    ))
}

/// A string, where a filter takes nothing else. Nothing and `false` count as the empty one.
fn text_or_empty(value: &Value) -> Outcome<crate::text::Text> {
    match value {
        Value::Undefined | Value::Null | Value::Bool(false) => Ok(crate::text::Text::new("")),
        value => text_of(value),
    }
}

fn text_of(value: &Value) -> Outcome<crate::text::Text> {
    value
        .as_text()
        .cloned()
        .ok_or_else(|| Failure::evaluation(format!("needs a string, not {}", value.kind())))
}

/// A text that stays safe when its source was.
fn like(source: &Value, text: crate::text::Text, budget: &mut Budget) -> Outcome<Value> {
    budget.grow(text.bytes())?;
    Ok(if matches!(source, Value::Safe(_)) { Value::safe(text) } else { Value::Text(text) })
}
