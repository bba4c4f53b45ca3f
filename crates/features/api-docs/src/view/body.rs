//! What is shown of the one thing that is open, whatever language it is in.

use definition::Content;
use maud::{Markup, html};

use super::{asyncapi, graphql, openapi, protobuf, schema, wsdl};
use crate::outline::Target;
use crate::place::Links;

/// The body of a row; empty for a target that the content does not have.
pub(crate) fn body(content: &Content, target: Target, links: Links<'_>) -> Markup {
    let found = match content {
        Content::Openapi(api) => match target {
            Target::Operation(at) => {
                api.operations.get(at).map(|found| openapi::operation(api, found, false, links))
            }
            Target::Webhook(at) => {
                api.webhooks.get(at).map(|found| openapi::operation(api, found, true, links))
            }
            Target::Schema(at) => {
                api.schemas.listed().nth(at).map(|found| schema::whole(&api.schemas, &found.schema, links))
            }
            _ => None,
        },
        Content::Asyncapi(api) => match target {
            Target::Operation(at) => {
                api.operations.get(at).map(|found| asyncapi::operation(api, found, links))
            }
            Target::Channel(at) => api.channels.get(at).map(|found| asyncapi::channel(api, found, links)),
            Target::Message(at) => api.messages.get(at).map(|found| asyncapi::message(api, found, links)),
            Target::Schema(at) => {
                api.schemas.listed().nth(at).map(|found| schema::whole(&api.schemas, &found.schema, links))
            }
            _ => None,
        },
        Content::Graphql(api) => match target {
            Target::Operation(at) => Some(graphql::operation(api, at, links)),
            Target::Type(at) => api.types.get(at).map(|found| graphql::type_definition(found, links)),
            Target::Directive(at) => api.directives.get(at).map(|found| graphql::directive(found, links)),
            _ => None,
        },
        Content::Protobuf(file) => match target {
            Target::Method(service, at) => {
                let method = file.services.get(service).and_then(|service| service.methods.get(at));
                method.map(|found| protobuf::method(found, links))
            }
            Target::Message(at) => file.messages.get(at).map(|found| protobuf::message(found, links)),
            Target::Enumeration(at) => file.enums.get(at).map(|found| protobuf::enumeration(found, links)),
            Target::Extension(at) => file.extensions.get(at).map(|found| protobuf::extension(found, links)),
            _ => None,
        },
        Content::Wsdl(api) => match target {
            Target::Method(interface, at) => {
                let interface = api.interfaces.get(interface);
                let operation = interface.and_then(|interface| interface.operations.get(at));
                operation.map(|found| wsdl::operation(api, found, links))
            }
            Target::Message(at) => api.messages.get(at).map(|found| wsdl::message(api, found, links)),
            Target::Type(at) => api.types.get(at).map(|found| wsdl::schema_type(api, found, links)),
            _ => None,
        },
        Content::Plain => None,
    };
    found.unwrap_or_else(|| html! {})
}
