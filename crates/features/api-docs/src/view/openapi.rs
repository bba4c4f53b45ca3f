//! One operation of an HTTP API: what it takes, what comes back, and how to call it.

use definition::openapi::{Openapi, Operation, Parameter, Response};
use definition::request;
use definition::schema::{Direction, TreeLimits};
use maud::{Markup, html};
use ui::button::{self, Weight};
use ui::{Icon, Tone, badge, code};

use super::parts::{deprecated, outside, part, prose, short_value};
use super::schema::{LITTLE, MUCH};
use super::{media, schema, security};
use crate::place::Links;

/// Answers and callbacks that are shown.
const SHOWN: usize = 30;

/// An operation. Webhooks and callbacks are sent by the API, so that there is nothing to try.
pub(crate) fn operation(openapi: &Openapi, operation: &Operation, is_sent: bool, links: Links<'_>) -> Markup {
    html! {
        div.api-columns {
            div {
                (prose(operation.description.as_deref().filter(|_| operation.summary.is_some())))
                (facts(openapi, operation, links))
                @if !operation.parameters.is_empty() {
                    (part("Parameters", &parameters(openapi, &operation.parameters, links)))
                }
                @if let Some(body) = &operation.body {
                    (part(if body.required { "Body" } else { "Body (optional)" }, &html! {
                        (prose(body.description.as_deref()))
                        (media::bodies(&openapi.schemas, &body.content, (Direction::Request, MUCH), links))
                    }))
                }
                @if !operation.responses.is_empty() { (part("Answers", &responses(openapi, operation, links))) }
                @if !operation.callbacks.is_empty() { (part("Callbacks", &callbacks(operation))) }
            }
            div.api-aside {
                @if !is_sent {
                    @if !operation.servers.is_empty() {
                        div.actions { (button::link("Try it", Some(Icon::Play), &links.try_out(&operation.anchor), Weight::Main)) }
                    }
                    (code::block("curl", &request::curl_sample(openapi, operation)))
                }
                (examples(openapi, operation))
            }
        }
    }
}

fn facts(openapi: &Openapi, operation: &Operation, links: Links<'_>) -> Markup {
    let has_own_servers = operation.servers.len() < openapi.servers.len();
    html! {
        ul.api-facts {
            @if operation.deprecated { li { (deprecated()) " It should no longer be called." } }
            @if let Some(id) = &operation.id { li { span.muted { "Operation " } code { (id) } } }
            @if !operation.security.is_empty() {
                li { span.muted { "Needs " } (security::requirements(&operation.security)) }
            }
            @if has_own_servers {
                @for server in operation.servers.iter().filter_map(|index| openapi.servers.get(*index)).take(5) {
                    li { span.muted { "Served at " } code { (server.url) } }
                }
            }
            @if let Some(docs) = &operation.docs {
                li { (outside(docs.description.as_deref().unwrap_or("More about it"), &docs.url)) }
            }
            li { a.muted href=[links.line(operation.line).get()] { "Line " (operation.line) " of the text" } }
        }
    }
}

/// Parameters, or headers of an answer.
fn parameters(openapi: &Openapi, parameters: &[Parameter], links: Links<'_>) -> Markup {
    html! {
        ul.schema.flat {
            @for parameter in parameters {
                li {
                    div.schema-line {
                        code.schema-name { (parameter.name) }
                        span.muted { "in " (parameter.place.word()) }
                        @if parameter.required { (badge::badge("required", Tone::Accent, None)) }
                        @if parameter.deprecated { (deprecated()) }
                    }
                    (prose(parameter.description.as_deref()))
                    @if let Some(found) = &parameter.schema {
                        (schema::schema(&openapi.schemas, found, (Direction::Request, LITTLE), links))
                    }
                    @if let Some(value) = parameter.examples.iter().find_map(|example| example.value.as_deref()) {
                        p.muted.schema-note { "for example " code { (short_value(value)) } }
                    }
                }
            }
        }
    }
}

fn responses(openapi: &Openapi, operation: &Operation, links: Links<'_>) -> Markup {
    let good = operation.responses.iter().position(|response| response.status.starts_with('2'));
    html! {
        @for (index, found) in operation.responses.iter().take(SHOWN).enumerate() {
            (response(openapi, found, good.unwrap_or(0) == index, links))
        }
    }
}

fn response(openapi: &Openapi, response: &Response, is_open: bool, links: Links<'_>) -> Markup {
    let limits: TreeLimits = if is_open { MUCH } else { LITTLE };
    let tone = match response.status.chars().next() {
        Some('2') => Tone::Good,
        Some('4' | '5') => Tone::Bad,
        _ => Tone::Plain,
    };
    let head = html! {
        (badge::badge(&response.status, tone, None))
        span.cut dir="auto" { (crate::words::line(response.description.as_deref().unwrap_or_default())) }
    };
    let has_more = !response.content.is_empty() || !response.headers.is_empty() || !response.links.is_empty();
    html! {
        @if has_more {
            details.api-answer open[is_open] {
                summary { (head) }
                div {
                    @if !response.headers.is_empty() {
                        p.muted { "Headers" }
                        (headers(openapi, &response.headers, links))
                    }
                    (media::bodies(&openapi.schemas, &response.content, (Direction::Response, limits), links))
                    @for link in response.links.iter().take(SHOWN) {
                        p.muted { "Leads on to " code { (link.operation) } (prose(link.description.as_deref())) }
                    }
                }
            }
        } @else { div.api-answer.alone { (head) } }
    }
}

fn headers(openapi: &Openapi, headers: &[Parameter], links: Links<'_>) -> Markup {
    html! {
        ul.schema.flat {
            @for header in headers.iter().take(SHOWN) {
                li {
                    div.schema-line { code.schema-name { (header.name) } }
                    (prose(header.description.as_deref()))
                    @if let Some(found) = &header.schema {
                        (schema::schema(&openapi.schemas, found, (Direction::Response, LITTLE), links))
                    }
                }
            }
        }
    }
}

fn callbacks(operation: &Operation) -> Markup {
    html! {
        ul.api-facts {
            @for callback in operation.callbacks.iter().take(SHOWN) {
                @for sent in &callback.operations {
                    li {
                        code { (callback.name) } " " (super::parts::mark(&sent.method)) " " code { (sent.path) }
                        (prose(sent.summary.as_deref().or(sent.description.as_deref())))
                    }
                }
            }
        }
    }
}

/// The body to send and the answer that means success.
fn examples(openapi: &Openapi, operation: &Operation) -> Markup {
    let good = operation.responses.iter().find(|response| response.status.starts_with('2'));
    html! {
        @if let Some(body) = &operation.body {
            (media::examples(&openapi.schemas, "Body", &body.content, Direction::Request))
        }
        @if let Some(good) = good {
            (media::examples(&openapi.schemas, &format!("Answer {}", good.status), &good.content, Direction::Response))
        }
    }
}
