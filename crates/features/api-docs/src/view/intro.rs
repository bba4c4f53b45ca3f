//! What a definition says about the API as a whole: what it is, who made it, where it is served and how to sign in.

use definition::asyncapi::Asyncapi;
use definition::graphql::Graphql;
use definition::info::{ExternalDocs, Info};
use definition::openapi::{Openapi, ServerVariable};
use definition::protobuf::Protobuf;
use definition::security::SecurityScheme;
use definition::wsdl::Wsdl;
use definition::{Content, Definition};
use maud::{Markup, html};
use ui::card;

use super::parts::{folded_prose, outside, prose};
use super::{asyncapi, security};

/// Servers, imports and ports that are shown.
const SHOWN: usize = 20;

/// What is said, or nothing.
pub(crate) fn intro(definition: &Definition) -> Markup {
    let (description, facts) = match &definition.content {
        Content::Openapi(api) => openapi(api),
        Content::Asyncapi(api) => asyncapi(api),
        Content::Graphql(api) => graphql(api),
        Content::Protobuf(file) => protobuf(file),
        Content::Wsdl(api) => wsdl(api),
        Content::Plain => return html! {},
    };
    let has_description = !description.0.is_empty();
    html! {
        @if has_description || !facts.is_empty() {
            section.card.api-intro aria-label="About this API" {
                div class=(if has_description && !facts.is_empty() { "api-columns even" } else { "api-columns one" }) {
                    @if has_description { div { (description) } }
                    @if !facts.is_empty() { div { (card::facts(&facts)) } }
                }
            }
        }
    }
}

type Facts = Vec<(String, Markup)>;

fn openapi(api: &Openapi) -> (Markup, Facts) {
    let (description, mut facts) = info(&api.info, api.docs.as_ref());
    let servers = html! {
        ul {
            @for server in api.servers.iter().take(SHOWN) {
                li {
                    code { (server.url) }
                    @if let Some(name) = &server.name { " " span.muted { (name) } }
                    (prose(server.description.as_deref()))
                    (variables(&server.variables))
                }
            }
        }
    };
    add(&mut facts, "Servers", !api.servers.is_empty(), servers);
    add_schemes(&mut facts, &api.security_schemes);
    (description, facts)
}

fn asyncapi(api: &Asyncapi) -> (Markup, Facts) {
    let (description, mut facts) = info(&api.info, api.docs.as_ref());
    let servers = html! {
        ul {
            @for server in api.servers.iter().take(SHOWN) {
                li {
                    code { (server.url) } " "
                    span.muted {
                        (server.name) ", " (server.protocol)
                        @if let Some(version) = &server.protocol_version { " " (version) }
                    }
                    (prose(server.description.as_deref()))
                    (variables(&server.variables))
                    @if !server.security.is_empty() {
                        div { span.muted { "Needs " } (security::requirements(&server.security)) }
                    }
                    (asyncapi::bindings(&server.bindings))
                }
            }
        }
    };
    add(&mut facts, "Servers", !api.servers.is_empty(), servers);
    add_schemes(&mut facts, &api.security_schemes);
    if let Some(media_type) = &api.content_type {
        facts.push(("Messages".to_owned(), html! { code { (media_type) } }));
    }
    (description, facts)
}

fn info(info: &Info, docs: Option<&ExternalDocs>) -> (Markup, Facts) {
    let text = info.description.as_deref().or(info.summary.as_deref());
    let mut facts = Vec::new();
    if let Some(contact) = &info.contact {
        let name = contact.name.as_deref().or(contact.url.as_deref()).or(contact.email.as_deref());
        let address =
            contact.url.clone().or_else(|| contact.email.as_ref().map(|email| format!("mailto:{email}")));
        let shown = html! {
            (outside(name.unwrap_or_default(), address.as_deref().unwrap_or_default()))
            @if let Some(email) = contact.email.as_deref().filter(|email| Some(*email) != name) {
                ", " (outside(email, &format!("mailto:{email}")))
            }
        };
        add(&mut facts, "Contact", name.is_some(), shown);
    }
    if let Some(license) = &info.license {
        let shown = outside(&license.name, license.url.as_deref().unwrap_or_default());
        add(&mut facts, "Licence", !license.name.is_empty(), shown);
    }
    if let Some(terms) = &info.terms {
        facts.push(("Terms".to_owned(), outside(terms, terms)));
    }
    if let Some(docs) = docs {
        let label = docs.description.as_deref().unwrap_or(&docs.url);
        facts.push(("More".to_owned(), outside(&crate::words::line(label), &docs.url)));
    }
    (folded_prose(text), facts)
}

fn graphql(api: &Graphql) -> (Markup, Facts) {
    (prose(api.description.as_deref()), Vec::new())
}

fn protobuf(file: &Protobuf) -> (Markup, Facts) {
    let mut facts = Vec::new();
    if let Some(package) = &file.package {
        facts.push(("Package".to_owned(), html! { code { (package) } }));
    }
    let imports =
        html! { ul { @for import in file.imports.iter().take(SHOWN) { li { code { (import.path) } } } } };
    add(&mut facts, "Imports", !file.imports.is_empty(), imports);
    let options = html! {
        ul { @for option in file.options.iter().take(SHOWN) { li { code { (option.name) " = " (option.value) } } } }
    };
    add(&mut facts, "Options", !file.options.is_empty(), options);
    (prose(file.description.as_deref()), facts)
}

fn wsdl(api: &Wsdl) -> (Markup, Facts) {
    let mut facts = Vec::new();
    if let Some(namespace) = &api.namespace {
        facts.push(("Namespace".to_owned(), html! { code { (namespace) } }));
    }
    for service in api.services.iter().take(SHOWN) {
        let ports = html! {
            (prose(service.description.as_deref()))
            ul {
                @for port in service.ports.iter().take(SHOWN) {
                    li {
                        code { (port.address.as_deref().unwrap_or(&port.name)) }
                        @if let Some(interface) = &port.interface { " " span.muted { (interface) } }
                    }
                }
            }
        };
        facts.push((service.name.clone(), ports));
    }
    (prose(api.description.as_deref()), facts)
}

fn variables(variables: &[ServerVariable]) -> Markup {
    html! {
        @for variable in variables.iter().take(SHOWN) {
            div.muted {
                code { "{" (variable.name) "}" } " is " code { (variable.default) }
                @if !variable.allowed.is_empty() { ", one of " (variable.allowed.join(", ")) }
            }
        }
    }
}

fn add_schemes(facts: &mut Facts, schemes: &[SecurityScheme]) {
    add(facts, "Sign-in", !schemes.is_empty(), security::schemes(schemes));
}

fn add(facts: &mut Facts, name: &str, is_there: bool, shown: Markup) {
    if is_there {
        facts.push((name.to_owned(), shown));
    }
}
