//! Small parts that the views of all languages share.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;
use ui::{Href, Tone, badge, shorten};

/// Characters of a value that is shown in a line.
const LONGEST_VALUE: usize = 80;
/// Bytes of an example.
const LONGEST_EXAMPLE: usize = 16 * 1024;

/// A description: text, lists, tables and code, and nothing else.
pub(crate) fn prose(text: Option<&str>) -> Markup {
    let text = text.map(str::trim).unwrap_or_default();
    if text.is_empty() {
        return html! {};
    }
    // Most descriptions are a plain sentence, which needs no reading.
    let is_plain = !text.contains(['\n', '*', '_', '`', '[', '<', '#', '|', '&', '\\', '>', '~', '!']);
    if is_plain {
        return html! { div.prose dir="auto" { p { (text) } } };
    }
    html! { div.prose dir="auto" { (PreEscaped(markdown::passage::render(text))) } }
}

/// Bytes from which on a description is shown in part until it is opened.
const LONG: usize = 700;

/// A description beside other facts: the first paragraph, and the rest when somebody opens it.
pub(crate) fn folded_prose(text: Option<&str>) -> Markup {
    let text = text.map(str::trim).unwrap_or_default();
    let end = if text.len() > LONG { text.find("\n\n") } else { None };
    let (first, rest) = end.and_then(|end| text.split_at_checked(end)).unwrap_or((text, ""));
    html! {
        (prose(Some(first)))
        @if !rest.is_empty() { details.api-more { summary { "Read on" } (prose(Some(rest))) } }
    }
}

/// A value as JSON, short.
pub(crate) fn short_value(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), |text| format!("\"{text}\""));
    shorten(&text, LONGEST_VALUE)
}

/// A value as an example is shown: JSON on several lines, a text as it is.
pub(crate) fn example_text(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => format!("{other:#}"),
    };
    if text.len() <= LONGEST_EXAMPLE {
        return text;
    }
    let end = text.floor_char_boundary(LONGEST_EXAMPLE);
    format!("{}\n…", text.get(..end).unwrap_or_default())
}

/// The word before a name, in the colour of its sort.
pub(crate) fn mark(word: &str) -> Markup {
    let class = match word {
        "GET" | "HEAD" | "OPTIONS" | "QUERY" | "query" | "receive" => "reads",
        "POST" | "send" | "mutation" | "rpc" | "call" => "makes",
        "PUT" | "PATCH" => "changes",
        "DELETE" => "removes",
        "subscription" | "TRACE" => "streams",
        _ => "names",
    };
    html! { span class={ "api-mark " (class) } { (word) } }
}

pub(crate) fn deprecated() -> Markup {
    badge::badge("deprecated", Tone::Warn, None)
}

/// A link that leads out of the portal, or the text alone where the address is none.
pub(crate) fn outside(label: &str, url: &str) -> Markup {
    html! { a.link href=[Href::new(url).get()] rel="noreferrer" { bdi { (label) } } }
}

/// A titled part of what is open.
pub(crate) fn part(title: &str, body: &Markup) -> Markup {
    html! { section.api-part { h4 { (title) } (body) } }
}

/// A type that may lead to where it is described.
pub(crate) fn type_link(text: &str, href: Option<&Href>) -> Markup {
    html! {
        @if let Some(href) = href.and_then(Href::get) { a.link href=(href) { code { (text) } } }
        @else { code { (text) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_examples_are_cut() {
        assert_eq!(short_value(&Value::from("a\"b")), "\"a\"b\"");
        assert_eq!(short_value(&Value::from("é".repeat(200))).chars().count(), LONGEST_VALUE + 1);
        assert!(example_text(&Value::from("é".repeat(20_000))).len() <= LONGEST_EXAMPLE + 5);
    }
}
