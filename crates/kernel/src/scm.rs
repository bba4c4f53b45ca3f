//! Source-code hosts as `integrations.*` configures them: URL forms, token headers, reading. Knows no entity.

pub mod archive;
mod config;
mod file_request;
mod host;
mod links;
mod reader;
mod repository;
mod signature;
#[cfg(test)]
mod tests;
mod trees;

use http::HeaderMap;
use url::Url;

use crate::config::{ConfigError, Section};
use crate::outbound::{Origin, OutboundError, percent};

use host::Host;
use repository::Repository;
use signature::ObjectAddress;

pub use host::HostKind;
pub use reader::{Read, ReadError, ReadErrorKind, ReadOptions, SearchResult, Tree, UrlReader};

/// The configured hosts. Public GitHub, GitLab, Bitbucket, Azure DevOps and Amazon S3 are there without being
/// configured, as in Backstage.
pub struct Integrations {
    hosts: Vec<Host>,
    unsupported: Vec<String>,
}

impl Integrations {
    /// Reads all of `integrations`. What Callboard cannot use yet is no error, see [`Integrations::unsupported`].
    pub fn from_config(config: &Section) -> Result<Self, Vec<ConfigError>> {
        config::read(config)
    }

    /// Configuration keys that are understood by Backstage but have no effect here, for a warning at start.
    pub fn unsupported(&self) -> &[String] {
        &self.unsupported
    }

    /// The hosts and ports that requests on behalf of the integrations go to.
    pub fn origins(&self) -> Vec<Origin> {
        self.hosts.iter().flat_map(Host::origins).collect()
    }

    /// The kind of host that a URL belongs to; `None` for hosts without an integration.
    pub fn kind_of(&self, url: &str) -> Option<HostKind> {
        let url = Url::parse(url).ok()?;
        self.find(&url).map(|host| host.kind)
    }

    /// The API URL and the headers by which a file is read; `None` for a URL without an integration. Shown for tests and
    /// for features that read in their own way; [`UrlReader`] is the usual door.
    pub fn file_request(&self, url: &str) -> Result<Option<(String, HeaderMap)>, ScmError> {
        let url = crate::outbound::target::parse(url)?;
        let Some(host) = self.find(&url) else { return Ok(None) };
        let request = file_request::build(host, &url, None, 0)?;
        Ok(Some((request.url, request.headers)))
    }

    /// Resolves a reference of a file against that file's URL. Absolute URLs are returned as they are; `/x` starts at the
    /// root of the repository. Source: entity-model contract, section 2.
    pub fn resolve(&self, target: &str, base: &str) -> Result<String, ScmError> {
        links::resolve(self, target, base)
    }

    /// Branch and path of the file that a URL points at; `None` for a URL that points into no repository.
    pub fn file_of(&self, url: &str) -> Option<RepositoryFile> {
        let url = Url::parse(url).ok()?;
        let found = Repository::parse(self.find(&url)?, &url).ok()?;
        Some(RepositoryFile { reference: found.reference, path: found.path })
    }

    /// Where a person edits the file; `None` for a URL that names a commit, which nobody can edit.
    pub fn edit_url(&self, url: &str) -> Option<String> {
        links::edit_url(self, url)
    }

    /// The directory that a file lies in, with a trailing slash; the URL itself where that makes no sense.
    pub fn source_location(&self, url: &str) -> String {
        self.resolve("./", url).unwrap_or_else(|_: ScmError| url.to_owned())
    }

    /// Whether two URLs lie in the same repository; `None` unless both belong to an integration.
    pub fn same_repository(&self, first: &str, second: &str) -> Option<bool> {
        let (first, second) = (Url::parse(first).ok()?, Url::parse(second).ok()?);
        let (first_host, second_host) = (self.find(&first)?, self.find(&second)?);
        if first_host.name != second_host.name {
            return Some(false);
        }
        if first_host.kind == HostKind::AwsS3 {
            let first = ObjectAddress::parse(first_host, &first);
            let second = ObjectAddress::parse(second_host, &second);
            return Some(
                matches!((first, second), (Some(first), Some(second)) if first.is_in_same_bucket(&second)),
            );
        }
        let first = Repository::parse(first_host, &first);
        let second = Repository::parse(second_host, &second);
        Some(matches!((first, second), (Ok(first), Ok(second)) if first.is_same(&second)))
    }

    /// Hosts match on host and port exactly; only S3 has one host name per bucket.
    fn find(&self, url: &Url) -> Option<&Host> {
        let name = host::host_and_port(url)?;
        self.hosts.iter().find(|host| host.matches(&name))
    }
}

/// A file of a repository, or its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepositoryFile {
    /// Branch, tag or commit; `None` is the default branch.
    pub reference: Option<String>,
    /// Without a leading slash; empty for the root.
    pub path: String,
}

/// Why a URL is not one of a source-code host.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ScmError {
    #[error(transparent)]
    Url(#[from] OutboundError),
    #[error("Invalid SCM URL: path traversal is not allowed in the URL")]
    Traversal,
    #[error("Incorrect URL: {url}, {reason}")]
    Form { url: String, reason: &'static str },
}

/// Refuses `..` under any encoding, in the path and in the query: a server may decode what we pass on.
fn refuse_traversal(url: &Url) -> Result<(), ScmError> {
    let in_query = url.query_pairs().any(|(_, value)| percent::has_dot_segments(&value));
    if in_query || percent::has_dot_segments(url.path()) { Err(ScmError::Traversal) } else { Ok(()) }
}
