//! How callers prove who they are.

use definition::security::{Requirement, SchemeKind, SecurityScheme};
use maud::{Markup, html};

use super::parts::{folded_prose, outside};

/// All ways to sign in.
pub(crate) fn schemes(schemes: &[SecurityScheme]) -> Markup {
    html! {
        ul.api-facts {
            @for scheme in schemes {
                li {
                    div { code { (scheme.name) } " " span.muted { (words(&scheme.kind)) } }
                    (folded_prose(scheme.description.as_deref()))
                    (more(&scheme.kind))
                }
            }
        }
    }
}

/// What a scheme is, in a few words.
pub(crate) fn words(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { place, parameter } if parameter.is_empty() => format!("a key as {place}"),
        SchemeKind::ApiKey { place, parameter } => format!("a key in the {place} {parameter}"),
        SchemeKind::Basic => "name and password (Basic)".to_owned(),
        SchemeKind::Bearer(None) => "a token (Bearer)".to_owned(),
        SchemeKind::Bearer(Some(format)) => format!("a token (Bearer, {format})"),
        SchemeKind::Http(name) => format!("Authorization: {name}"),
        SchemeKind::OAuth2(_) => "OAuth 2".to_owned(),
        SchemeKind::OpenIdConnect(_) => "OpenID Connect".to_owned(),
        SchemeKind::Other(name) => name.clone(),
    }
}

fn more(kind: &SchemeKind) -> Markup {
    match kind {
        SchemeKind::OAuth2(flows) => html! {
            @for flow in flows {
                p.muted {
                    (flow.name)
                    @for (label, url) in [("sign in", &flow.authorization_url), ("token", &flow.token_url)] {
                        @if let Some(url) = url { ", " (label) " at " (outside(url, url)) }
                    }
                }
                @if !flow.scopes.is_empty() {
                    dl.api-scopes {
                        @for (scope, meaning) in &flow.scopes { div { dt { code { (scope) } } dd { (meaning) } } }
                    }
                }
            }
        },
        SchemeKind::OpenIdConnect(url) if !url.is_empty() => html! { p.muted { (outside(url, url)) } },
        _ => html! {},
    }
}

/// What one operation needs.
pub(crate) fn requirements(alternatives: &[Requirement]) -> Markup {
    html! {
        @for (index, alternative) in alternatives.iter().enumerate() {
            @if index > 0 { " or " }
            @if alternative.needs.is_empty() { "nothing" }
            @for (place, need) in alternative.needs.iter().enumerate() {
                @if place > 0 { " with " }
                code { (need.scheme) }
                @if !need.scopes.is_empty() { span.muted { " (" (need.scopes.join(", ")) ")" } }
            }
        }
    }
}
