//! One configured host: its addresses and its credentials. Knows no repository.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::Secret;
use crate::outbound::Origin;

/// The kinds of hosts that can be read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostKind {
    GitHub,
    GitLab,
    BitbucketCloud,
    BitbucketServer,
    Azure,
    Gitea,
    Gerrit,
    Harness,
    AwsS3,
}

#[derive(Debug)]
pub(super) struct Host {
    pub(super) kind: HostKind,
    /// As a browser writes it: with its port only where that is not the scheme's default.
    pub(super) name: String,
    /// What people open, without a trailing slash; of Gerrit the base of Gitiles.
    pub(super) web_base: String,
    /// Without a trailing slash; empty where a GitHub host is only read raw.
    pub(super) api_base: String,
    /// GitHub's host of raw files.
    pub(super) raw_base: Option<String>,
    pub(super) credentials: HostCredentials,
    /// `disableEditUrl` of Gerrit turns it off.
    pub(super) has_edit_links: bool,
    /// S3: the bucket stands in the path, not in the host name.
    pub(super) is_path_style: bool,
}

#[derive(Debug)]
pub(super) enum HostCredentials {
    Anonymous,
    Header {
        name: HeaderName,
        value: Secret,
    },
    /// Azure DevOps: by organisation, the one without organisations for all others.
    ByOrganization(Vec<OrganizationToken>),
    AwsKey {
        id: String,
        secret: Secret,
    },
}

#[derive(Debug)]
pub(super) struct OrganizationToken {
    pub(super) organizations: Vec<String>,
    /// The value of the `Authorization` header.
    pub(super) authorization: Secret,
}

impl Host {
    /// A host with the addresses that follow from its name.
    pub(super) fn new(kind: HostKind, host: &str) -> Self {
        let web_base = format!("https://{host}");
        Self {
            kind,
            name: host.to_owned(),
            api_base: web_base.clone(),
            web_base,
            raw_base: None,
            credentials: HostCredentials::Anonymous,
            has_edit_links: true,
            is_path_style: false,
        }
    }

    /// Whether the host of a URL, as [`host_and_port`] gives it, is this one.
    pub(super) fn matches(&self, name: &str) -> bool {
        if self.kind != HostKind::AwsS3 {
            return self.name == name;
        }
        name == self.name || name.strip_suffix(&self.name).is_some_and(|bucket| bucket.ends_with('.'))
    }

    pub(super) fn origins(&self) -> Vec<Origin> {
        let bases = [Some(&self.web_base), Some(&self.api_base), self.raw_base.as_ref()];
        let mut origins: Vec<Origin> =
            bases.into_iter().flatten().filter_map(|base| Origin::of_text(base)).collect();
        if self.kind == HostKind::GitHub {
            // Archives are handed out by a sister host.
            origins.extend(Origin::of_text(&format!("https://codeload.{}", self.name)));
        }
        origins
    }

    /// The credential headers of a request; `organization` matters to Azure DevOps only.
    pub(super) fn credential_headers(&self, organization: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        match &self.credentials {
            HostCredentials::Anonymous | HostCredentials::AwsKey { .. } => {}
            HostCredentials::Header { name, value } => insert_secret(&mut headers, name.clone(), value),
            HostCredentials::ByOrganization(tokens) => {
                let own =
                    tokens.iter().find(|token| token.organizations.iter().any(|name| name == organization));
                let general = || tokens.iter().find(|token| token.organizations.is_empty());
                if let Some(token) = own.or_else(general) {
                    insert_secret(&mut headers, AUTHORIZATION, &token.authorization);
                }
            }
        }
        headers
    }

    pub(super) fn has_credentials(&self) -> bool {
        !matches!(self.credentials, HostCredentials::Anonymous)
    }

    /// The path below which the host lives: `/git` of `https://example.com/git`, else empty.
    pub(super) fn web_path(&self) -> String {
        let path = Url::parse(&self.web_base).map(|url| url.path().to_owned()).unwrap_or_default();
        path.trim_end_matches('/').to_owned()
    }
}

/// The host of a URL as a browser writes it.
pub(super) fn host_and_port(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// A value that is no header value (a token with a line break in it) is left out; the host will refuse the request.
pub(super) fn insert_secret(headers: &mut HeaderMap, name: HeaderName, value: &Secret) {
    let Ok(mut header) = HeaderValue::from_str(value.reveal()) else {
        tracing::warn!(header = %name, "a configured credential is not a valid header value");
        return;
    };
    header.set_sensitive(true);
    headers.insert(name, header);
}
