//! Reading `integrations.*`. Knows keys and defaults, sends nothing. Source: config contract, section 6.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderName;
use http::header::AUTHORIZATION;
use url::Url;

use super::Integrations;
use super::host::{Host, HostCredentials, HostKind, OrganizationToken, host_and_port};
use crate::Secret;
use crate::config::{ConfigError, Section};

const HARNESS_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// One kind of integration: its key, its name in messages, and the host that is there without being configured.
struct Group {
    key: &'static str,
    title: &'static str,
    kind: HostKind,
    implied: Option<&'static str>,
}

impl Group {
    /// What `host` is when an entry leaves it out; GitLab's entries must name theirs.
    fn default_host(&self) -> Option<&'static str> {
        self.implied.filter(|_| self.kind != HostKind::GitLab)
    }
}

const GROUPS: [Group; 9] = [
    Group { key: "github", title: "GitHub", kind: HostKind::GitHub, implied: Some("github.com") },
    Group { key: "gitlab", title: "GitLab", kind: HostKind::GitLab, implied: Some("gitlab.com") },
    Group {
        key: "bitbucketCloud",
        title: "Bitbucket Cloud",
        kind: HostKind::BitbucketCloud,
        implied: Some("bitbucket.org"),
    },
    Group {
        key: "bitbucketServer",
        title: "Bitbucket Server",
        kind: HostKind::BitbucketServer,
        implied: None,
    },
    Group { key: "azure", title: "Azure", kind: HostKind::Azure, implied: Some("dev.azure.com") },
    Group { key: "gitea", title: "Gitea", kind: HostKind::Gitea, implied: None },
    Group { key: "gerrit", title: "Gerrit", kind: HostKind::Gerrit, implied: None },
    Group { key: "harness", title: "Harness Code", kind: HostKind::Harness, implied: None },
    Group { key: "awsS3", title: "AWS S3", kind: HostKind::AwsS3, implied: Some("amazonaws.com") },
];

/// Kinds that Backstage reads and we do not.
const UNSUPPORTED_GROUPS: [&str; 3] = ["awsCodeCommit", "googleGcs", "azureBlobStorage"];

/// Keys of single entries that have no effect here.
const UNSUPPORTED_KEYS: [(&str, &str); 8] = [
    ("github", "apps"),
    ("gitlab", "commitSigningKey"),
    ("gitlab", "retry"),
    ("bitbucketCloud", "clientId"),
    ("awsS3", "roleArn"),
    ("awsS3", "externalId"),
    ("gerrit", "cloneUrl"),
    ("gitea", "commitSigningKey"),
];

pub(super) fn read(config: &Section) -> Result<Integrations, Vec<ConfigError>> {
    let mut integrations = Integrations { hosts: Vec::new(), unsupported: Vec::new() };
    let mut errors = Vec::new();
    for group in &GROUPS {
        let path = format!("integrations.{}", group.key);
        let entries = config.sections(&path).unwrap_or_else(|error| {
            errors.push(error);
            Vec::new()
        });
        for (index, entry) in entries.iter().enumerate() {
            match read_host(group, entry) {
                Ok(host) => integrations.hosts.push(host),
                Err(error) => errors.push(error),
            }
            for (key, name) in UNSUPPORTED_KEYS {
                if key == group.key && entry.has(name) {
                    integrations.unsupported.push(format!("{path}[{index}].{name}"));
                }
            }
        }
        let is_configured = |name: &str| integrations.hosts.iter().any(|host| host.name == name);
        if let Some(implied) = group.implied.filter(|implied| !is_configured(implied)) {
            integrations.hosts.push(with_defaults(Host::new(group.kind, implied)));
        }
    }
    for key in UNSUPPORTED_GROUPS {
        if config.has(&format!("integrations.{key}")) {
            integrations.unsupported.push(format!("integrations.{key}"));
        }
    }
    if errors.is_empty() { Ok(integrations) } else { Err(errors) }
}

fn read_host(group: &Group, entry: &Section) -> Result<Host, ConfigError> {
    let named = if group.kind == HostKind::AwsS3 { s3_host(entry)? } else { entry.string("host")? };
    let name = entry.required("host", named.or_else(|| group.default_host().map(str::to_owned)))?;
    if !is_valid_host(&name) {
        let message = format!("Invalid {} integration config, '{name}' is not a valid host", group.title);
        return Err(entry.error_at("host", message));
    }
    let mut host = with_defaults(Host::new(group.kind, &name));
    for (key, into) in [("baseUrl", &mut host.web_base), ("apiBaseUrl", &mut host.api_base)] {
        if let Some(base) = base_url(group, entry, key)? {
            *into = base;
        }
    }
    match group.kind {
        HostKind::GitHub => {
            host.raw_base = base_url(group, entry, "rawBaseUrl")?.or(host.raw_base);
            if host.api_base.is_empty() && host.raw_base.is_none() {
                let message = format!(
                    "GitHub integration '{name}' must configure an explicit apiBaseUrl or rawBaseUrl"
                );
                return Err(entry.error_at("", message));
            }
        }
        HostKind::Gitea | HostKind::Harness => host.api_base.clone_from(&host.web_base),
        HostKind::Gerrit => {
            host.api_base.clone_from(&host.web_base);
            host.web_base =
                base_url(group, entry, "gitilesBaseUrl")?.unwrap_or_else(|| format!("https://{name}"));
            host.has_edit_links = !entry.boolean("disableEditUrl")?.unwrap_or(false);
        }
        HostKind::AwsS3 => {
            host.is_path_style = entry.boolean("s3ForcePathStyle")?.unwrap_or(false);
            host.web_base = base_url(group, entry, "endpoint")?.unwrap_or(host.web_base);
        }
        HostKind::GitLab | HostKind::BitbucketCloud | HostKind::BitbucketServer | HostKind::Azure => {}
    }
    host.credentials = read_credentials(group.kind, entry)?;
    Ok(host)
}

/// The addresses that follow from kind and host name.
fn with_defaults(mut host: Host) -> Host {
    match host.kind {
        HostKind::GitHub if host.name == "github.com" => {
            host.api_base = String::from("https://api.github.com");
            host.raw_base = Some(String::from("https://raw.githubusercontent.com"));
        }
        HostKind::GitHub => host.api_base = String::new(),
        HostKind::GitLab => host.api_base = format!("https://{}/api/v4", host.name),
        HostKind::BitbucketCloud => host.api_base = String::from("https://api.bitbucket.org/2.0"),
        HostKind::BitbucketServer => host.api_base = format!("https://{}/rest/api/1.0", host.name),
        HostKind::Azure | HostKind::Gitea | HostKind::Gerrit | HostKind::Harness | HostKind::AwsS3 => {}
    }
    host
}

fn read_credentials(kind: HostKind, entry: &Section) -> Result<HostCredentials, ConfigError> {
    let token = entry.string("token")?;
    let username = entry.string("username")?;
    let password = entry.string("password")?;
    let header = match kind {
        HostKind::GitHub | HostKind::GitLab => token.map(|token| format!("Bearer {token}")),
        HostKind::BitbucketCloud => match (username, token, entry.string("appPassword")?) {
            (Some(username), Some(password), _) | (Some(username), None, Some(password)) => {
                Some(basic(&username, &password))
            }
            (None, Some(token), _) => Some(format!("Bearer {token}")),
            _ => None,
        },
        HostKind::BitbucketServer => match (username, password, token) {
            (Some(username), Some(password), _) => Some(basic(&username, &password)),
            (_, _, token) => token.map(|token| format!("Bearer {token}")),
        },
        HostKind::Gitea => match (username, password) {
            (Some(username), Some(password)) => Some(basic(&username, &password)),
            (None, Some(password)) => Some(format!("Token {password}")),
            (_, None) => None,
        },
        HostKind::Gerrit => password.map(|password| basic(&username.unwrap_or_default(), &password)),
        HostKind::Harness => {
            if let Some(key) = entry.string("apiKey")? {
                return Ok(HostCredentials::Header { name: HARNESS_KEY, value: Secret::new(key) });
            }
            token.map(|token| format!("Bearer {token}"))
        }
        HostKind::Azure => return azure_credentials(entry, token),
        HostKind::AwsS3 => {
            let key = (entry.string("accessKeyId")?, entry.string("secretAccessKey")?);
            let (Some(id), Some(secret)) = key else { return Ok(HostCredentials::Anonymous) };
            return Ok(HostCredentials::AwsKey { id, secret: Secret::new(secret) });
        }
    };
    Ok(header.map_or(HostCredentials::Anonymous, |value| HostCredentials::Header {
        name: AUTHORIZATION,
        value: Secret::new(value),
    }))
}

/// `credentials[]`, or the older `token`. Only personal access tokens; the others need Microsoft's login service.
fn azure_credentials(entry: &Section, token: Option<String>) -> Result<HostCredentials, ConfigError> {
    let sections = entry.sections("credentials")?;
    if token.is_some() && !sections.is_empty() {
        let message = "Invalid Azure integration config, 'token' and 'credentials' cannot be used together. Use \
                       'credentials' instead.";
        return Err(entry.error_at("token", message));
    }
    let mut tokens = Vec::new();
    for section in sections {
        let Some(token) = section.string("personalAccessToken")? else {
            let message =
                "Invalid Azure integration config, only credentials with personalAccessToken are supported";
            return Err(section.error_at("", message));
        };
        let organizations = section.strings("organizations")?.unwrap_or_default();
        tokens.push(OrganizationToken { organizations, authorization: Secret::new(basic("", token.trim())) });
    }
    if let Some(token) = token {
        let authorization = Secret::new(basic("", token.trim()));
        tokens.push(OrganizationToken { organizations: Vec::new(), authorization });
    }
    Ok(if tokens.is_empty() { HostCredentials::Anonymous } else { HostCredentials::ByOrganization(tokens) })
}

fn basic(username: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{username}:{password}")))
}

fn base_url(group: &Group, entry: &Section, key: &str) -> Result<Option<String>, ConfigError> {
    let Some(text) = entry.string(key)? else { return Ok(None) };
    if crate::outbound::target::parse(&text).is_err() {
        let title = group.title;
        return Err(
            entry.error_at(key, format!("Invalid {title} integration config, '{text}' is not a valid {key}"))
        );
    }
    Ok(Some(text.trim_end_matches('/').to_owned()))
}

/// The host of an S3 integration is that of its endpoint.
fn s3_host(entry: &Section) -> Result<Option<String>, ConfigError> {
    let Some(endpoint) = entry.string("endpoint")? else { return Ok(None) };
    let parsed = Url::parse(&endpoint).ok();
    let Some(url) = parsed.as_ref().filter(|url| url.has_host()) else {
        let message = format!("invalid awsS3 integration config, endpoint '{endpoint}' is not a valid URL");
        return Err(entry.error_at("endpoint", message));
    };
    if url.path() != "/" {
        let message =
            format!("invalid awsS3 integration config, endpoints cannot contain path, got '{endpoint}'");
        return Err(entry.error_at("endpoint", message));
    }
    Ok(host_and_port(url))
}

/// Whether a browser would write the host just so.
fn is_valid_host(host: &str) -> bool {
    let parsed = Url::parse(&format!("https://{host}/")).ok();
    parsed.as_ref().and_then(host_and_port).is_some_and(|written| written == host)
}
