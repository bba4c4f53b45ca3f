//! Operations, messages and types of SOAP services.

use definition::wsdl::{Message, Operation, SchemaType, Wsdl};
use maud::{Markup, html};

use super::parts::{part, prose, type_link};
use crate::place::Links;

/// Parts and fields of one thing that are shown.
const SHOWN: usize = 300;

/// An operation: what is sent and what comes back.
pub(crate) fn operation(wsdl: &Wsdl, operation: &Operation, links: Links<'_>) -> Markup {
    html! {
        (prose(operation.description.as_deref()))
        ul.api-facts {
            @if let Some(input) = &operation.input { li { span.muted { "Takes " } (named(wsdl, input, links)) } }
            @if let Some(output) = &operation.output { li { span.muted { "Gives " } (named(wsdl, output, links)) } }
            @for fault in operation.faults.iter().take(SHOWN) {
                li { span.muted { "May fail with " } (named(wsdl, fault, links)) }
            }
            @if let Some(action) = &operation.action { li { span.muted { "SOAP action " } code { (action) } } }
            li { a.muted href=[links.line(operation.line).get()] { "Line " (operation.line) " of the text" } }
        }
    }
}

/// A message with its parts.
pub(crate) fn message(wsdl: &Wsdl, message: &Message, links: Links<'_>) -> Markup {
    part(
        "Parts",
        &html! {
            ul.schema.flat {
                @for (name, of) in message.parts.iter().take(SHOWN) {
                    li { div.schema-line { code.schema-name { (name) } (named(wsdl, of, links)) } }
                }
            }
        },
    )
}

/// An element or type with its fields.
pub(crate) fn schema_type(wsdl: &Wsdl, found: &SchemaType, links: Links<'_>) -> Markup {
    html! {
        (prose(found.description.as_deref()))
        ul.api-facts {
            li { span.muted { (found.kind) } }
            @if let Some(base) = &found.base { li { span.muted { "Is or extends " } (named(wsdl, base, links)) } }
        }
        @if !found.fields.is_empty() {
            (part("Fields", &html! {
                ul.schema.flat {
                    @for field in found.fields.iter().take(SHOWN) {
                        li {
                            div.schema-line {
                                code.schema-name { (field.name) }
                                (named(wsdl, &field.of, links))
                                @if !field.occurs.is_empty() { span.muted { (field.occurs) } }
                            }
                        }
                    }
                }
            }))
        }
        @if !found.values.is_empty() {
            (part("Values", &html! { p { @for value in found.values.iter().take(SHOWN) { code { (value) } " " } } }))
        }
    }
}

/// A name that may be that of a message or type of the document.
fn named(wsdl: &Wsdl, name: &str, links: Links<'_>) -> Markup {
    let local = name.rsplit(':').next().unwrap_or_default();
    let message = wsdl.messages.iter().find(|message| message.name == local).map(|message| &message.anchor);
    let found = || wsdl.types.iter().find(|found| found.name == local).map(|found| &found.anchor);
    type_link(name, message.or_else(found).map(|anchor| links.open(anchor)).as_ref())
}
