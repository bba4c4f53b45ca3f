//! Methods, messages and enums of a protobuf file; every type of the file leads to where it is defined.

use definition::protobuf::{Enumeration, Extension, Field, Message, Method, Setting, TypeName};
use maud::{Markup, html};

use super::parts::{deprecated, part, prose, type_link};
use crate::place::Links;

/// Fields, values and options of one thing that are shown.
const SHOWN: usize = 300;

/// A method: what is sent and what comes back.
pub(crate) fn method(method: &Method, links: Links<'_>) -> Markup {
    html! {
        (prose(method.description.as_deref()))
        ul.api-facts {
            @if method.deprecated { li { (deprecated()) } }
            li {
                span.muted { "Takes " (if method.client_streaming { "a stream of " } else { "" }) }
                (type_name(&method.input, links))
            }
            li {
                span.muted { "Gives " (if method.server_streaming { "a stream of " } else { "" }) }
                (type_name(&method.output, links))
            }
            (settings(&method.options))
            (place(method.line, links))
        }
    }
}

/// A message with its fields.
pub(crate) fn message(message: &Message, links: Links<'_>) -> Markup {
    html! {
        (prose(message.description.as_deref()))
        ul.api-facts {
            @if message.deprecated { li { (deprecated()) } }
            @if !message.reserved.is_empty() { li { span.muted { "Reserved " } (message.reserved.join(", ")) } }
            @if !message.extension_ranges.is_empty() {
                li { span.muted { "For extensions " } (message.extension_ranges.join(", ")) }
            }
            @for oneof in message.oneofs.iter().take(SHOWN) {
                li { span.muted { "One of " } code { (oneof.name) } (prose(oneof.description.as_deref())) }
            }
            (settings(&message.options))
            (place(message.line, links))
        }
        @if !message.fields.is_empty() {
            (part("Fields", &html! {
                ul.schema.flat { @for each in message.fields.iter().take(SHOWN) { li { (field(each, links)) } } }
                @if message.fields.len() > SHOWN { p.muted { "and " (message.fields.len() - SHOWN) " more, in the text" } }
            }))
        }
    }
}

/// An enum with its values.
pub(crate) fn enumeration(found: &Enumeration, links: Links<'_>) -> Markup {
    html! {
        (prose(found.description.as_deref()))
        ul.api-facts {
            @if found.deprecated { li { (deprecated()) } }
            @if !found.reserved.is_empty() { li { span.muted { "Reserved " } (found.reserved.join(", ")) } }
            (settings(&found.options))
            (place(found.line, links))
        }
        (part("Values", &html! {
            ul.schema.flat {
                @for value in found.values.iter().take(SHOWN) {
                    li {
                        div.schema-line {
                            code.schema-name { (value.name) }
                            span.muted { (value.number) }
                            @if value.deprecated { (deprecated()) }
                        }
                        (prose(value.description.as_deref()))
                    }
                }
            }
            @if found.values.len() > SHOWN { p.muted { "and " (found.values.len() - SHOWN) " more, in the text" } }
        }))
    }
}

/// A field that is added to a message.
pub(crate) fn extension(extension: &Extension, links: Links<'_>) -> Markup {
    html! {
        p { span.muted { "Added to " } (type_name(&extension.extendee, links)) }
        ul.schema.flat { li { (field(&extension.field, links)) } }
    }
}

fn field(field: &Field, links: Links<'_>) -> Markup {
    let href = field.of.anchor.as_deref().map(|anchor| links.open(anchor));
    html! {
        div.schema-line {
            code.schema-name { (field.name) }
            (type_link(&field.type_words(), href.as_ref()))
            span.muted { "= " (field.number) }
            @if let Some(oneof) = &field.oneof { span.muted { "one of " code { (oneof) } } }
            @if let Some(default) = &field.default { span.muted { "default " code { (default) } } }
            @if field.deprecated { (deprecated()) }
        }
        (prose(field.description.as_deref()))
        @for option in field.options.iter().take(SHOWN) { p.muted.schema-note { code { (option.name) " = " (option.value) } } }
    }
}

fn type_name(name: &TypeName, links: Links<'_>) -> Markup {
    type_link(&name.text, name.anchor.as_deref().map(|anchor| links.open(anchor)).as_ref())
}

fn settings(settings: &[Setting]) -> Markup {
    html! { @for setting in settings.iter().take(SHOWN) { li { code { (setting.name) " = " (setting.value) } } } }
}

fn place(line: u32, links: Links<'_>) -> Markup {
    html! { li { a.muted href=[links.line(line).get()] { "Line " (line) " of the text" } } }
}
