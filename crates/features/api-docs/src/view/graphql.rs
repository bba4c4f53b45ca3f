//! Fields, types and directives of a GraphQL schema; every type leads to where it is defined.

use definition::graphql::{DirectiveDefinition, Field, Graphql, TypeDefinition, TypeUse};
use maud::{Markup, html};

use super::parts::{deprecated, part, prose, type_link};
use crate::place::Links;

/// Fields, values and arguments of one thing that are shown.
const SHOWN: usize = 300;

/// A field of a root type: what is given and what comes back.
pub(crate) fn operation(graphql: &Graphql, index: usize, links: Links<'_>) -> Markup {
    let operation = graphql.operations.get(index);
    let Some(field) = operation.and_then(|operation| graphql.field(operation)) else { return html! {} };
    html! {
        (prose(field.description.as_deref()))
        (why(field.deprecated.as_deref()))
        ul.api-facts { li { span.muted { "Gives " } (type_use(&field.of, links)) } (directives(&field.directives)) }
        @if !field.arguments.is_empty() { (part("Arguments", &fields(&field.arguments, links))) }
    }
}

/// A type of any sort.
pub(crate) fn type_definition(definition: &TypeDefinition, links: Links<'_>) -> Markup {
    html! {
        (prose(definition.description.as_deref()))
        ul.api-facts {
            @if definition.only_extended { li { "The schema only extends it; it is defined elsewhere." } }
            @if !definition.implements.is_empty() {
                li { span.muted { "Keeps " } (type_uses(&definition.implements, links)) }
            }
            @if !definition.members.is_empty() {
                li { span.muted { "One of " } (type_uses(&definition.members, links)) }
            }
            (directives(&definition.directives))
            li { a.muted href=[links.line(definition.line).get()] { "Line " (definition.line) " of the text" } }
        }
        @if !definition.fields.is_empty() { (part("Fields", &fields(&definition.fields, links))) }
        @if !definition.values.is_empty() {
            (part("Values", &html! {
                ul.schema.flat {
                    @for value in definition.values.iter().take(SHOWN) {
                        li {
                            div.schema-line {
                                code.schema-name { (value.name) }
                                @if value.deprecated.is_some() { (deprecated()) }
                            }
                            (prose(value.description.as_deref()))
                            (why(value.deprecated.as_deref()))
                        }
                    }
                }
                (more(definition.values.len()))
            }))
        }
    }
}

/// A directive.
pub(crate) fn directive(directive: &DirectiveDefinition, links: Links<'_>) -> Markup {
    html! {
        (prose(directive.description.as_deref()))
        ul.api-facts {
            li { span.muted { "May stand at " } (directive.locations.join(", ")) }
            @if directive.repeatable { li { "More than once at one place" } }
        }
        @if !directive.arguments.is_empty() { (part("Arguments", &fields(&directive.arguments, links))) }
    }
}

fn fields(fields: &[Field], links: Links<'_>) -> Markup {
    html! {
        ul.schema.flat { @for each in fields.iter().take(SHOWN) { li { (field(each, links)) } } }
        (more(fields.len()))
    }
}

fn field(field: &Field, links: Links<'_>) -> Markup {
    html! {
        div.schema-line {
            code.schema-name { (field.name) }
            (type_use(&field.of, links))
            @if let Some(default) = &field.default { span.muted { "default " code { (default) } } }
            @if field.deprecated.is_some() { (deprecated()) }
            @for directive in field.directives.iter().take(SHOWN) { code.muted { (directive) } }
        }
        (prose(field.description.as_deref()))
        (why(field.deprecated.as_deref()))
        @if !field.arguments.is_empty() {
            ul.schema {
                @for argument in field.arguments.iter().take(SHOWN) {
                    li {
                        div.schema-line {
                            code.schema-name { (argument.name) }
                            (type_use(&argument.of, links))
                            @if let Some(default) = &argument.default { span.muted { "default " code { (default) } } }
                        }
                        (prose(argument.description.as_deref()))
                    }
                }
            }
        }
    }
}

fn type_use(of: &TypeUse, links: Links<'_>) -> Markup {
    type_link(&of.text, of.anchor.as_deref().map(|anchor| links.open(anchor)).as_ref())
}

fn type_uses(uses: &[TypeUse], links: Links<'_>) -> Markup {
    html! {
        @for (index, each) in uses.iter().take(SHOWN).enumerate() {
            @if index > 0 { ", " }
            (type_use(each, links))
        }
    }
}

fn directives(directives: &[String]) -> Markup {
    html! { @for directive in directives.iter().take(SHOWN) { li { code { (directive) } } } }
}

fn why(deprecated: Option<&str>) -> Markup {
    html! {
        @if let Some(reason) = deprecated.filter(|reason| !reason.is_empty()) { p.muted.schema-note { "Deprecated: " (reason) } }
    }
}

fn more(number: usize) -> Markup {
    html! { @if number > SHOWN { p.muted { "and " (number - SHOWN) " more, in the text" } } }
}
