//! Operations, channels and messages of an API of messages. Operations are told from the application's view, with what
//! that means for whoever reads.

use definition::asyncapi::{Asyncapi, Binding, Channel, Message, Operation, Payload};
use definition::schema::Direction;
use maud::{Markup, html};
use ui::code;

use super::parts::{deprecated, example_text, part, prose, type_link};
use super::schema::{self, MUCH};
use super::security;
use crate::place::Links;

/// Messages, operations and examples that one place names.
const SHOWN: usize = 50;
const SHOWN_EXAMPLES: usize = 3;

/// What the application does.
pub(crate) fn operation(asyncapi: &Asyncapi, operation: &Operation, links: Links<'_>) -> Markup {
    let channel = operation.channel.and_then(|index| asyncapi.channels.get(index));
    html! {
        (prose(operation.description.as_deref()))
        p { (operation.action.meaning()) }
        ul.api-facts {
            @if operation.deprecated { li { (deprecated()) } }
            @if let Some(id) = &operation.id { li { span.muted { "Operation " } code { (id) } } }
            @if let Some(channel) = channel { li { span.muted { "Channel " } (channel_link(channel, links)) } }
            @if !operation.security.is_empty() {
                li { span.muted { "Needs " } (security::requirements(&operation.security)) }
            }
            li { a.muted href=[links.line(operation.line).get()] { "Line " (operation.line) " of the text" } }
        }
        @if !operation.messages.is_empty() { (part("Messages", &messages(asyncapi, &operation.messages, links))) }
        @if let Some(reply) = &operation.reply {
            (part("Reply", &html! {
                (prose(reply.description.as_deref()))
                ul.api-facts {
                    @if let Some(channel) = reply.channel.and_then(|index| asyncapi.channels.get(index)) {
                        li { span.muted { "Channel " } (channel_link(channel, links)) }
                    }
                    @if let Some(address) = &reply.address { li { span.muted { "Address in " } code { (address) } } }
                }
                (messages(asyncapi, &reply.messages, links))
            }))
        }
        (bindings(&operation.bindings))
    }
}

/// A channel: its parameters, what is sent over it, and who does what.
pub(crate) fn channel(asyncapi: &Asyncapi, channel: &Channel, links: Links<'_>) -> Markup {
    html! {
        (prose(channel.description.as_deref()))
        ul.api-facts {
            li { span.muted { "Name " } code { (channel.name) } }
            @if !channel.servers.is_empty() { li { span.muted { "On " } (channel.servers.join(", ")) } }
            @for index in channel.operations.iter().take(SHOWN) {
                @if let Some(operation) = asyncapi.operations.get(*index) {
                    li {
                        a.link href=[links.open(&operation.anchor).get()] {
                            (operation.action.word()) " " (operation.id.as_deref().unwrap_or_default())
                        }
                    }
                }
            }
        }
        @if !channel.parameters.is_empty() {
            (part("Parameters", &html! {
                ul.schema.flat {
                    @for parameter in channel.parameters.iter().take(SHOWN) {
                        li {
                            div.schema-line {
                                code.schema-name { (parameter.name) }
                                @if let Some(location) = &parameter.location { span.muted { "from " (location) } }
                                @if let Some(default) = &parameter.default { span.muted { "default " (default) } }
                            }
                            (prose(parameter.description.as_deref()))
                            @if !parameter.allowed.is_empty() {
                                p.muted.schema-note { "one of " (parameter.allowed.join(", ")) }
                            }
                            @if let Some(found) = &parameter.schema {
                                (schema::schema(&asyncapi.schemas, found, (Direction::Both, MUCH), links))
                            }
                        }
                    }
                }
            }))
        }
        @if !channel.messages.is_empty() { (part("Messages", &messages(asyncapi, &channel.messages, links))) }
        (bindings(&channel.bindings))
    }
}

/// A message: headers, payload, examples.
pub(crate) fn message(asyncapi: &Asyncapi, message: &Message, links: Links<'_>) -> Markup {
    html! {
        div.api-columns {
            div {
                (prose(message.description.as_deref()))
                ul.api-facts {
                    @if message.deprecated { li { (deprecated()) } }
                    @if let Some(media_type) = message.content_type.as_deref().or(asyncapi.content_type.as_deref()) {
                        li { span.muted { "Sent as " } code { (media_type) } }
                    }
                    @if let Some((location, description)) = &message.correlation {
                        li {
                            span.muted { "Correlation id in " } code { (location) }
                            (prose(description.as_deref()))
                        }
                    }
                }
                @if let Some(headers) = &message.headers {
                    (part("Headers", &schema::schema(&asyncapi.schemas, headers, (Direction::Both, MUCH), links)))
                }
                @match &message.payload {
                    Payload::Unsaid => {},
                    Payload::Schema(payload) => (part("Payload", &schema::schema(&asyncapi.schemas, payload, (Direction::Both, MUCH), links))),
                    Payload::Other { format, text } => (part("Payload", &code::block(format, &ui::shorten(text, 20_000)))),
                }
                (bindings(&message.bindings))
            }
            div.api-aside { (examples(asyncapi, message)) }
        }
    }
}

fn examples(asyncapi: &Asyncapi, message: &Message) -> Markup {
    html! {
        @for example in message.examples.iter().take(SHOWN_EXAMPLES) {
            @let name = example.summary.as_deref().or(example.name.as_deref()).unwrap_or("Example");
            @if let Some(headers) = &example.headers {
                (code::block(&format!("{name}: headers"), &example_text(headers)))
            }
            @if let Some(payload) = &example.payload { (code::block(name, &example_text(payload))) }
        }
        @if message.examples.is_empty() && let Payload::Schema(payload) = &message.payload {
            (code::block("Payload", &example_text(&asyncapi.schemas.example(payload, Direction::Both))))
        }
    }
}

fn messages(asyncapi: &Asyncapi, indexes: &[usize], links: Links<'_>) -> Markup {
    html! {
        ul.api-facts {
            @for message in indexes.iter().take(SHOWN).filter_map(|index| asyncapi.messages.get(*index)) {
                li {
                    (type_link(&message.name, Some(&links.open(&message.anchor))))
                    (prose(message.summary.as_deref().or(message.title.as_deref())))
                }
            }
        }
        @if indexes.len() > SHOWN { p.muted { "and " (indexes.len() - SHOWN) " more" } }
    }
}

fn channel_link(channel: &Channel, links: Links<'_>) -> Markup {
    let label = channel.address.as_deref().unwrap_or(&channel.name);
    type_link(label, Some(&links.open(&channel.anchor)))
}

/// What only one protocol knows, as it is written.
pub(crate) fn bindings(bindings: &[Binding]) -> Markup {
    html! {
        @for binding in bindings.iter().take(SHOWN) {
            details.api-answer {
                summary { span { "Binding " code { (binding.protocol) } } }
                div { (code::block(&binding.protocol, &example_text(&binding.value))) }
            }
        }
    }
}
