//! From the URL that a person sees to the API call that gives the file's bytes. Sends nothing.

use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderMap, HeaderValue};
use url::Url;

use super::host::{Host, HostKind, insert_secret};
use super::repository::Repository;
use super::signature::{self, ObjectAddress};
use super::{ScmError, refuse_traversal};
use crate::outbound::percent::{encode_component, encode_path};
use crate::{Secret, Timestamp};

/// How the file stands in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// The answer is the file.
    None,
    /// JSON with `content` and `encoding` (Gitea).
    JsonContent,
    /// The answer is the file in base64 (Gerrit).
    Base64,
}

#[derive(Debug)]
pub(super) struct FileRequest {
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) wrapping: Wrapping,
}

/// `token` takes the place of the configured credential; `now` dates the signature of an S3 request.
pub(super) fn build(
    host: &Host,
    url: &Url,
    token: Option<&Secret>,
    now: Timestamp,
) -> Result<FileRequest, ScmError> {
    refuse_traversal(url)?;
    if host.kind == HostKind::AwsS3 {
        return s3(host, url, now);
    }
    let repository = Repository::parse(host, url)?;
    let api_url = match host.kind {
        HostKind::GitHub => github(host, &repository, token.is_some()),
        HostKind::GitLab => gitlab(host, url, &repository),
        HostKind::BitbucketCloud => bitbucket_cloud(host, &repository),
        HostKind::BitbucketServer => bitbucket_server(host, &repository),
        HostKind::Azure => azure(host, url, &repository),
        HostKind::Gitea => gitea(host, &repository),
        HostKind::Gerrit => gerrit(host, &repository),
        HostKind::Harness => harness(host, &repository),
        HostKind::AwsS3 => None,
    };
    let Some(api_url) = api_url else {
        return Err(ScmError::Form { url: url.to_string(), reason: "it does not point to a file" });
    };
    let mut headers = headers(host, &repository, token);
    if host.kind == HostKind::GitHub {
        headers.insert(ACCEPT, HeaderValue::from_static("application/vnd.github.v3.raw"));
    }
    let wrapping = match host.kind {
        HostKind::Gitea => Wrapping::JsonContent,
        HostKind::Gerrit => Wrapping::Base64,
        _ => Wrapping::None,
    };
    Ok(FileRequest { url: api_url, headers, wrapping })
}

/// The credential headers for any API call about a repository.
pub(super) fn headers(host: &Host, repository: &Repository, token: Option<&Secret>) -> HeaderMap {
    let Some(token) = token else {
        let organization = repository.owner.split('/').next().unwrap_or_default();
        return host.credential_headers(organization);
    };
    let mut headers = HeaderMap::new();
    insert_secret(&mut headers, AUTHORIZATION, &Secret::new(format!("Bearer {}", token.reveal())));
    headers
}

/// The API where there is a token or no raw host, as it knows private repositories; else the raw host, which does not
/// count requests.
fn github(host: &Host, repository: &Repository, has_token: bool) -> Option<String> {
    let branch = repository.reference.as_deref()?;
    let (slug, path) = (repository.encoded_slug(), encode_path(&repository.path));
    match &host.raw_base {
        Some(raw) if host.api_base.is_empty() || !(has_token || host.has_credentials()) => {
            Some(format!("{raw}/{slug}/{}/{path}", encode_path(branch)))
        }
        _ => Some(format!("{}/repos/{slug}/contents/{path}?ref={}", host.api_base, encode_component(branch))),
    }
}

fn gitlab(host: &Host, url: &Url, repository: &Repository) -> Option<String> {
    let project = gitlab_project(repository);
    if let Some((_, artifact)) = url.path().split_once("/-/jobs/artifacts/") {
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Some(format!("{}/projects/{project}/jobs/artifacts/{artifact}{query}", host.api_base));
    }
    let branch = encode_component(repository.reference.as_deref()?);
    let path = encode_component(&repository.path);
    Some(format!("{}/projects/{project}/repository/files/{path}/raw?ref={branch}", host.api_base))
}

/// GitLab names a project by its whole path, encoded as one part.
pub(super) fn gitlab_project(repository: &Repository) -> String {
    encode_component(&format!("{}/{}", repository.owner, repository.name))
}

fn bitbucket_cloud(host: &Host, repository: &Repository) -> Option<String> {
    let branch = encode_component(repository.reference.as_deref()?);
    let (slug, path) = (repository.encoded_slug(), encode_path(&repository.path));
    Some(format!("{}/repositories/{slug}/src/{branch}/{path}", host.api_base))
}

fn bitbucket_server(host: &Host, repository: &Repository) -> Option<String> {
    if repository.path.is_empty() {
        return None;
    }
    let branch = repository.reference.as_deref().map(|branch| format!("?at={}", encode_component(branch)));
    let base = bitbucket_server_repository(host, repository);
    Some(format!("{base}/raw/{}{}", encode_path(&repository.path), branch.unwrap_or_default()))
}

pub(super) fn bitbucket_server_repository(host: &Host, repository: &Repository) -> String {
    let (owner, name) = (encode_component(&repository.owner), encode_component(&repository.name));
    format!("{}/projects/{owner}/repos/{name}", host.api_base)
}

fn azure(host: &Host, url: &Url, repository: &Repository) -> Option<String> {
    if repository.path.is_empty() {
        return None;
    }
    let on_old_host = url.host_str().is_some_and(|host| host.ends_with(".visualstudio.com"));
    let project = repository.owner.rsplit('/').next().filter(|_| on_old_host).unwrap_or(&repository.owner);
    let (project, name) = (encode_path(project), encode_component(&repository.name));
    let path = encode_component(&format!("/{}", repository.path));
    let branch =
        repository.reference.as_deref().map(|branch| format!("&version={}", encode_component(branch)));
    let branch = branch.unwrap_or_default();
    let base = &host.web_base;
    Some(format!("{base}/{project}/_apis/git/repositories/{name}/items?api-version=6.0&path={path}{branch}"))
}

fn gitea(host: &Host, repository: &Repository) -> Option<String> {
    let branch = encode_component(repository.reference.as_deref()?);
    let (slug, path) = (repository.encoded_slug(), encode_path(&repository.path));
    Some(format!("{}/api/v1/repos/{slug}/contents/{path}?ref={branch}", host.api_base))
}

/// With credentials the API lives below `/a/`.
fn gerrit(host: &Host, repository: &Repository) -> Option<String> {
    let branch = encode_component(repository.reference.as_deref()?);
    let prefix = if host.has_credentials() { "/a" } else { "" };
    let (project, path) = (encode_component(&repository.name), encode_component(&repository.path));
    Some(format!("{}{prefix}/projects/{project}/branches/{branch}/files/{path}/content", host.api_base))
}

fn harness(host: &Host, repository: &Repository) -> Option<String> {
    let branch = encode_component(repository.reference.as_deref()?);
    let account = encode_component(repository.owner.split('/').next()?);
    let slug = format!("{}/{}", encode_path(&repository.owner), encode_component(&repository.name));
    let path = encode_path(&repository.path);
    let base = &host.api_base;
    Some(format!(
        "{base}/gateway/code/api/v1/repos/{slug}/+/raw/{path}?routingId={account}&git_ref=refs/heads/{branch}"
    ))
}

fn s3(host: &Host, url: &Url, now: Timestamp) -> Result<FileRequest, ScmError> {
    let Some(object) = ObjectAddress::parse(host, url) else {
        return Err(ScmError::Form { url: url.to_string(), reason: "Invalid AWS S3 URL" });
    };
    let headers = signature::headers(host, &object, now);
    Ok(FileRequest { url: object.url(), headers, wrapping: Wrapping::None })
}
