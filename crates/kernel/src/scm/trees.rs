//! Searching repositories and reading directories, by the hosts' archives (and GitHub's list of files, which spares the
//! download where few files match).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use globset::{GlobBuilder, GlobMatcher};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::Url;

use super::archive::{self, ArchiveError, ArchiveFile};
use super::file_request::{bitbucket_server_repository, gitlab_project, headers};
use super::host::{Host, HostKind};
use super::reader::{ReadError, ReadErrorKind, SearchResult, Tree, UrlReader, sibling};
use super::repository::Repository;
use crate::outbound::percent::{encode_component, encode_path};
use crate::outbound::{Policy, Request};

/// Answers of APIs other than files; GitHub lists at most 7 MB of a tree.
const API_BYTES: usize = 16 * 1024 * 1024;
/// With more matches than this the archive is cheaper than asking for each file.
const FILES_ASKED_SINGLY: usize = 50;

pub(super) fn has_glob(path: &str) -> bool {
    path.contains(['*', '?', '{'])
}

/// Reads all files whose path matches that of `repository`.
pub(super) async fn search(
    reader: &UrlReader,
    host: &Host,
    url: &Url,
    repository: &Repository,
    etag: Option<&str>,
) -> Result<SearchResult, ReadError> {
    let calls = Calls::new(reader, host, url.as_str(), repository);
    let matcher = matcher(&repository.path)?;
    let commit = calls.commit().await?;
    refuse_unmodified(&commit, etag)?;
    let listed =
        if host.kind == HostKind::GitHub { calls.github_matches(&commit, &matcher).await? } else { None };
    let files = match listed {
        Some(files) => files,
        None => calls.archive(&commit, move |path| matcher.is_match(path)).await?,
    };
    let mut found = Vec::with_capacity(files.len());
    for file in files {
        found.push((sibling(url, repository, &file.path), file.body));
    }
    Ok(SearchResult { files: found, etag: Some(commit) })
}

/// Reads all files below the path of `repository`.
pub(super) async fn read(
    reader: &UrlReader,
    host: &Host,
    url: &str,
    repository: &Repository,
    etag: Option<&str>,
) -> Result<Tree, ReadError> {
    let calls = Calls::new(reader, host, url, repository);
    let commit = calls.commit().await?;
    refuse_unmodified(&commit, etag)?;
    let directory = repository.path.trim_end_matches('/');
    let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
    let wanted_prefix = prefix.clone();
    let files = calls.archive(&commit, move |path| path.starts_with(&wanted_prefix)).await?;
    let below = |file: ArchiveFile| Some((file.path.strip_prefix(&prefix)?.to_owned(), file.body));
    Ok(Tree { files: files.into_iter().filter_map(below).collect(), etag: commit })
}

fn refuse_unmodified(commit: &str, etag: Option<&str>) -> Result<(), ReadError> {
    if etag == Some(commit) {
        return Err(ReadError::new(ReadErrorKind::NotModified, "not modified"));
    }
    Ok(())
}

/// `*` does not cross directories, `**` does.
fn matcher(path: &str) -> Result<GlobMatcher, ReadError> {
    let glob = GlobBuilder::new(path).literal_separator(true).build();
    let glob = glob.map_err(|error| {
        ReadError::new(ReadErrorKind::Invalid, format!("Invalid search pattern: {error}"))
    })?;
    Ok(glob.compile_matcher())
}

/// The API calls about one repository.
struct Calls<'a> {
    reader: &'a UrlReader,
    host: &'a Host,
    /// What the caller asked for, for messages.
    url: &'a str,
    repository: &'a Repository,
    headers: HeaderMap,
}

impl<'a> Calls<'a> {
    fn new(reader: &'a UrlReader, host: &'a Host, url: &'a str, repository: &'a Repository) -> Self {
        Self { reader, host, url, repository, headers: headers(host, repository, None) }
    }

    /// The id of the newest commit of the branch, or of the default branch where the URL names none.
    async fn commit(&self) -> Result<String, ReadError> {
        let base = self.repository_api()?;
        let branch = match &self.repository.reference {
            Some(branch) => branch.clone(),
            None => self.default_branch(&base).await?,
        };
        let branch = encode_component(&branch);
        let (call, place) = match self.host.kind {
            HostKind::GitHub => (format!("{base}/commits/{branch}/status?per_page=0"), "/sha"),
            HostKind::GitLab => (format!("{base}/repository/commits?ref_name={branch}&per_page=1"), "/0/id"),
            HostKind::BitbucketCloud => (format!("{base}/commits/{branch}?pagelen=1"), "/values/0/hash"),
            HostKind::BitbucketServer => (format!("{base}/commits?until={branch}&limit=1"), "/values/0/id"),
            _ => (format!("{base}/git/commits/{branch}"), "/sha"),
        };
        let commit = self.text_at(&call, place).await?;
        if commit.is_empty() || !commit.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(self.unreadable());
        }
        Ok(commit)
    }

    async fn default_branch(&self, base: &str) -> Result<String, ReadError> {
        let (call, place) = match self.host.kind {
            HostKind::BitbucketCloud => (base.to_owned(), "/mainbranch/name"),
            HostKind::BitbucketServer => (format!("{base}/default-branch"), "/displayId"),
            _ => (base.to_owned(), "/default_branch"),
        };
        self.text_at(&call, place).await
    }

    /// The API's address of the repository, for the hosts whose archives we can read.
    fn repository_api(&self) -> Result<String, ReadError> {
        let (api, slug) = (&self.host.api_base, self.repository.encoded_slug());
        match self.host.kind {
            HostKind::GitHub if !api.is_empty() => Ok(format!("{api}/repos/{slug}")),
            HostKind::GitLab => Ok(format!("{api}/projects/{}", gitlab_project(self.repository))),
            HostKind::BitbucketCloud => Ok(format!("{api}/repositories/{slug}")),
            HostKind::BitbucketServer => Ok(bitbucket_server_repository(self.host, self.repository)),
            HostKind::Gitea => Ok(format!("{api}/api/v1/repos/{slug}")),
            HostKind::GitHub | HostKind::Azure | HostKind::Gerrit | HostKind::Harness | HostKind::AwsS3 => {
                Err(ReadError::new(ReadErrorKind::Invalid, "Unsupported search pattern URL"))
            }
        }
    }

    async fn archive(
        &self,
        commit: &str,
        wanted: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<Vec<ArchiveFile>, ReadError> {
        let base = self.repository_api()?;
        let call = match self.host.kind {
            HostKind::GitHub => format!("{base}/tarball/{commit}"),
            HostKind::GitLab => format!("{base}/repository/archive.tar.gz?sha={commit}"),
            HostKind::BitbucketCloud => {
                format!("{}/{}/get/{commit}.tar.gz", self.host.web_base, self.repository.encoded_slug())
            }
            HostKind::BitbucketServer => {
                // Without a prefix there is no top directory.
                format!("{base}/archive?format=tgz&at={commit}&prefix={}", encode_path(&self.repository.name))
            }
            _ => format!("{base}/archive/{commit}.tar.gz"),
        };
        let limits = self.reader.outbound.limits();
        let packed = self.get(&call, limits.archive_bytes).await?;
        let limits = limits.archive;
        let unpacked =
            tokio::task::spawn_blocking(move || archive::read_tar_gz(&packed, &limits, wanted)).await;
        let Ok(unpacked) = unpacked else { return Err(self.unreadable()) };
        unpacked.map_err(|error| {
            let kind = match error {
                ArchiveError::TooLarge { .. } => ReadErrorKind::TooLarge,
                ArchiveError::UnsafePath { .. } | ArchiveError::Broken(_) => ReadErrorKind::Unavailable,
            };
            ReadError::new(kind, format!("Unable to read {}, {error}", self.url))
        })
    }

    /// The matching files by GitHub's list; `None` when the list is cut off or too many match.
    async fn github_matches(
        &self,
        commit: &str,
        matcher: &GlobMatcher,
    ) -> Result<Option<Vec<ArchiveFile>>, ReadError> {
        let base = self.repository_api()?;
        let list = self.json(&format!("{base}/git/trees/{commit}?recursive=true")).await?;
        if list.get("truncated").and_then(Value::as_bool).unwrap_or(false) {
            return Ok(None);
        }
        let Some(entries) = list.get("tree").and_then(Value::as_array) else { return Ok(None) };
        let mut chosen = Vec::new();
        for entry in entries {
            let field = |key: &str| entry.get(key).and_then(Value::as_str);
            let is_file = field("type") == Some("blob") && field("mode") != Some("120000");
            if let (true, Some(path), Some(id)) = (is_file, field("path"), field("sha"))
                && matcher.is_match(path)
                && id.bytes().all(|byte| byte.is_ascii_hexdigit())
            {
                chosen.push((path, id));
            }
        }
        if chosen.len() > FILES_ASKED_SINGLY {
            return Ok(None);
        }
        let mut files = Vec::with_capacity(chosen.len());
        for (path, id) in chosen {
            let content = self.text_at(&format!("{base}/git/blobs/{id}"), "/content").await?;
            let content: Vec<u8> = content.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let Ok(body) = STANDARD.decode(content) else { return Err(self.unreadable()) };
            files.push(ArchiveFile { path: path.to_owned(), body: Bytes::from(body) });
        }
        Ok(Some(files))
    }

    async fn text_at(&self, call: &str, place: &str) -> Result<String, ReadError> {
        let answer = self.json(call).await?;
        let text = answer.pointer(place).and_then(Value::as_str).map(str::to_owned);
        text.ok_or_else(|| self.unreadable())
    }

    async fn json(&self, call: &str) -> Result<Value, ReadError> {
        let body = self.get(call, API_BYTES).await?;
        let Ok(answer) = serde_json::from_slice(&body) else { return Err(self.unreadable()) };
        Ok(answer)
    }

    async fn get(&self, call: &str, limit: usize) -> Result<Bytes, ReadError> {
        let mut request = Request::get(call);
        request.headers = self.headers.clone();
        request.policy = Policy::Configured;
        request.limit_bytes = limit;
        let sent = self.reader.outbound.send(request).await;
        let response = sent.map_err(|error| ReadError::from_outbound(&error, self.url))?;
        if response.status.is_success() {
            return Ok(response.body);
        }
        let kind = match response.status {
            StatusCode::NOT_FOUND => ReadErrorKind::NotFound,
            _ => ReadErrorKind::Unavailable,
        };
        let status = format!(
            "{} {}",
            response.status.as_u16(),
            response.status.canonical_reason().unwrap_or_default()
        );
        Err(ReadError::new(kind, format!("Failed to read tree from {}, {}", self.url, status.trim_end())))
    }

    fn unreadable(&self) -> ReadError {
        ReadError::new(
            ReadErrorKind::Unavailable,
            format!("Unable to read {}, the host's answer makes no sense", self.url),
        )
    }
}
