//! How callers of an API prove who they are: the schemes of OpenAPI and AsyncAPI, and which of them are needed.

use crate::document::Spot;
use crate::reader::{Reader, last_step};

/// One way to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// What requirements name it by.
    pub name: String,
    /// What it is.
    pub kind: SchemeKind,
    /// As Markdown.
    pub description: Option<String>,
}

/// The kinds of schemes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A secret in a header, the query or a cookie.
    ApiKey {
        /// `header`, `query`, `cookie`; in AsyncAPI also `user` and `password`.
        place: String,
        /// Name of the header, parameter or cookie.
        parameter: String,
    },
    /// Name and password (HTTP Basic).
    Basic,
    /// A token (HTTP Bearer), with a word on its format.
    Bearer(Option<String>),
    /// Another scheme of HTTP.
    Http(String),
    /// OAuth 2.
    OAuth2(Vec<Flow>),
    /// `OpenID` Connect, with the address of its configuration.
    OpenIdConnect(String),
    /// Anything else, by its name in the document.
    Other(String),
}

/// One flow of OAuth 2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    /// Such as `authorizationCode`.
    pub name: String,
    /// Where a person agrees.
    pub authorization_url: Option<String>,
    /// Where tokens are given out.
    pub token_url: Option<String>,
    /// Scopes, and what each allows.
    pub scopes: Vec<(String, String)>,
}

/// Schemes that are needed together. One without any means that no sign-in is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requirement {
    /// Each scheme that is needed.
    pub needs: Vec<Need>,
}

/// A scheme and the scopes that it has to give.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    /// Name of the scheme.
    pub scheme: String,
    /// Scopes or roles.
    pub scopes: Vec<String>,
}

impl<'d> Reader<'d> {
    /// The schemes of a mapping from name to scheme.
    pub(crate) fn security_schemes(&mut self, schemes: &Spot<'d, '_>) -> Vec<SecurityScheme> {
        let mut list = Vec::new();
        for (name, spot) in schemes.entries() {
            if let Some(spot) = self.object(spot) {
                list.push(self.security_scheme(name, &spot));
            }
        }
        list
    }

    pub(crate) fn security_scheme(&mut self, name: &str, spot: &Spot<'d, '_>) -> SecurityScheme {
        let kind = self.text(spot, "type").unwrap_or_default();
        let kind = match kind.as_str() {
            "apiKey" | "httpApiKey" => SchemeKind::ApiKey {
                place: self.text(spot, "in").unwrap_or_else(|| "header".to_owned()),
                parameter: self.text(spot, "name").unwrap_or_default(),
            },
            "basic" => SchemeKind::Basic,
            "http" => {
                let scheme = self.text(spot, "scheme").unwrap_or_default();
                match scheme.to_ascii_lowercase().as_str() {
                    "basic" => SchemeKind::Basic,
                    "bearer" => SchemeKind::Bearer(self.text(spot, "bearerFormat")),
                    _ => SchemeKind::Http(scheme),
                }
            }
            "oauth2" => SchemeKind::OAuth2(self.flows(spot)),
            "openIdConnect" => {
                SchemeKind::OpenIdConnect(self.text(spot, "openIdConnectUrl").unwrap_or_default())
            }
            "" => {
                self.problem(spot, "a security scheme needs a `type`");
                SchemeKind::Other("unknown".to_owned())
            }
            _ => SchemeKind::Other(kind),
        };
        SecurityScheme { name: name.to_owned(), kind, description: self.text(spot, "description") }
    }

    fn flows(&mut self, spot: &Spot<'d, '_>) -> Vec<Flow> {
        // OpenAPI 2 has one flow, written into the scheme itself.
        if let Some(name) = spot.get("flow").and_then(|flow| flow.node.text()) {
            return vec![self.flow(name, spot)];
        }
        let Some(flows) = self.mapping(spot, "flows") else {
            return Vec::new();
        };
        let mut list = Vec::new();
        for (name, flow) in flows.entries() {
            if !name.starts_with("x-") {
                list.push(self.flow(name, &flow));
            }
        }
        list
    }

    fn flow(&mut self, name: &str, spot: &Spot<'d, '_>) -> Flow {
        let mut scopes = Vec::new();
        let key = if spot.get("availableScopes").is_some() { "availableScopes" } else { "scopes" };
        if let Some(found) = spot.get(key) {
            for (scope, meaning) in found.entries() {
                scopes.push((scope.to_owned(), meaning.node.text().unwrap_or_default().to_owned()));
            }
        }
        Flow {
            name: name.to_owned(),
            authorization_url: self.text(spot, "authorizationUrl"),
            token_url: self.text(spot, "tokenUrl"),
            scopes,
        }
    }

    /// The alternatives below `security`, or nothing when nothing is said. AsyncAPI 3 writes schemes in place, which
    /// become alternatives named by their reference or type.
    pub(crate) fn requirements(&mut self, spot: &Spot<'d, '_>) -> Option<Vec<Requirement>> {
        let list = self.list(spot, "security")?;
        let mut alternatives = Vec::new();
        for item in list.items() {
            if !self.spend(1) {
                break;
            }
            if let Some(reference) = item.get("$ref").and_then(|reference| reference.node.text()) {
                alternatives.push(single(last_step(reference), Vec::new()));
                continue;
            }
            if let Some(kind) = item.get("type").and_then(|kind| kind.node.text()) {
                let scopes = self.texts(&item, "scopes");
                alternatives.push(single(kind.to_owned(), scopes));
                continue;
            }
            let mut needs = Vec::new();
            for (scheme, _) in item.entries() {
                if !self.spend_name(scheme) {
                    break;
                }
                needs.push(Need { scheme: scheme.to_owned(), scopes: self.texts(&item, scheme) });
            }
            alternatives.push(Requirement { needs });
        }
        Some(alternatives)
    }
}

fn single(scheme: String, scopes: Vec<String>) -> Requirement {
    Requirement { needs: vec![Need { scheme, scopes }] }
}
