//! Links between files of a repository, and to where a file is edited. Source: entity-model contract, sections 2 and 5.

use url::Url;

use super::host::{Host, HostKind};
use super::repository::Repository;
use super::{Integrations, ScmError, refuse_traversal};
use crate::outbound::percent::encode_path;
use crate::outbound::target;

/// A run of hexadecimal digits of at least this length is a commit.
const COMMIT_DIGITS: usize = 40;

pub(super) fn resolve(integrations: &Integrations, reference: &str, base: &str) -> Result<String, ScmError> {
    if Url::parse(reference).is_ok() {
        return Ok(reference.to_owned());
    }
    let base = target::parse(base)?;
    let host = integrations.find(&base);
    let mut resolved = match host {
        Some(host) if host.kind == HostKind::Azure => resolve_in_query(host, reference, &base)?,
        Some(host) if host.kind == HostKind::Gerrit => join(&base, reference)?,
        _ => resolve_in_path(host, reference, &base)?,
    };
    resolved.set_fragment(None);
    refuse_traversal(&resolved)?;
    // A reference such as `//evil.test/x` would leave the host; whoever means that writes an absolute URL.
    if resolved.host_str() != base.host_str() || resolved.port() != base.port() {
        return Err(ScmError::Form { url: reference.to_owned(), reason: "it leads to another host" });
    }
    if host.is_some_and(|host| host.kind == HostKind::GitHub) {
        return Ok(with_github_word(&resolved, "tree"));
    }
    Ok(resolved.to_string())
}

fn resolve_in_path(host: Option<&Host>, reference: &str, base: &Url) -> Result<Url, ScmError> {
    let mut resolved = match reference.strip_prefix('/') {
        Some(rest) if !rest.starts_with('/') => {
            refuse_traversal(base)?;
            let root =
                host.and_then(|host| Repository::parse(host, base).ok()).map(|repository| repository.root);
            // The slash at the end makes the root a directory, so that the rest cannot climb by being joined to it.
            let mut at_root = base.clone();
            at_root.set_path(&format!("{}/", root.unwrap_or_default()));
            join(&at_root, rest)?
        }
        _ => join(base, reference)?,
    };
    resolved.set_query(base.query());
    Ok(resolved)
}

/// Azure DevOps has the file in `?path=`.
fn resolve_in_query(host: &Host, reference: &str, base: &Url) -> Result<Url, ScmError> {
    let Ok(repository) = Repository::parse(host, base) else { return join(base, reference) };
    let Ok(mut pretended) = Url::parse("https://path.invalid/") else { return join(base, reference) };
    pretended.set_path(&repository.path);
    let path = crate::outbound::percent::decode(join(&pretended, reference)?.path());
    let mut resolved = base.clone();
    let others: Vec<(String, String)> = base
        .query_pairs()
        .filter(|(name, _)| name != "path")
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let mut pairs = resolved.query_pairs_mut();
    pairs.clear().append_pair("path", &path).extend_pairs(others);
    drop(pairs);
    Ok(resolved)
}

fn join(base: &Url, reference: &str) -> Result<Url, ScmError> {
    let joined = base.join(reference).ok().filter(|_| !reference.contains('\\'));
    joined.ok_or_else(|| ScmError::Form { url: reference.to_owned(), reason: "it is not a valid reference" })
}

pub(super) fn edit_url(integrations: &Integrations, url: &str) -> Option<String> {
    if names_a_commit(url) {
        return None;
    }
    let parsed = Url::parse(url).ok()?;
    let Some(host) = integrations.find(&parsed) else { return Some(url.to_owned()) };
    let repository = Repository::parse(host, &parsed).ok();
    let edit = match (host.kind, repository) {
        (HostKind::GitHub, _) => Some(with_github_word(&parsed, "edit")),
        (HostKind::GitLab, _) => Some(with_gitlab_word(url)),
        (HostKind::BitbucketServer, _) => url.split('?').next().map(str::to_owned),
        (HostKind::BitbucketCloud, Some(repository)) => Some(bitbucket_cloud_edit(&parsed, &repository)),
        (HostKind::Gitea, Some(repository)) => gitea_edit(host, &repository),
        (HostKind::Gerrit, Some(repository)) if host.has_edit_links => gerrit_edit(host, &repository),
        (HostKind::Harness, _) => Some(url.replacen("/files/", "/edit/", 1)),
        _ => None,
    };
    Some(edit.unwrap_or_else(|| url.to_owned()))
}

fn names_a_commit(url: &str) -> bool {
    url.split(|character: char| !character.is_ascii_alphanumeric() && character != '_').any(|word| {
        word.len() >= COMMIT_DIGITS && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// `/owner/name/blob/...` becomes `/owner/name/<word>/...`.
fn with_github_word(url: &Url, word: &str) -> String {
    let mut segments: Vec<&str> = url.path().split('/').collect();
    if let Some(old) = segments.get_mut(3).filter(|old| matches!(**old, "blob" | "tree" | "edit")) {
        *old = word;
    }
    let path = segments.join("/");
    let mut changed = url.clone();
    if segments.len() > 4 {
        changed.set_path(&path);
    }
    changed.to_string()
}

fn with_gitlab_word(url: &str) -> String {
    for word in ["/-/blob/", "/-/tree/"] {
        if url.contains(word) {
            return url.replacen(word, "/-/edit/", 1);
        }
    }
    url.to_owned()
}

fn bitbucket_cloud_edit(url: &Url, repository: &Repository) -> String {
    let mut edit = url.clone();
    let others: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != "mode" && name != "at")
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let branch = repository.reference.as_deref().unwrap_or_default();
    edit.query_pairs_mut().clear().extend_pairs(others).append_pair("mode", "edit").append_pair("at", branch);
    edit.to_string()
}

fn gitea_edit(host: &Host, repository: &Repository) -> Option<String> {
    let branch = encode_path(repository.reference.as_deref()?);
    let path = encode_path(&repository.path);
    Some(format!("{}/{}/_edit/{branch}/{path}", host.web_base, repository.encoded_slug()))
}

fn gerrit_edit(host: &Host, repository: &Repository) -> Option<String> {
    let branch = encode_path(repository.reference.as_deref()?);
    let (project, path) = (encode_path(&repository.name), encode_path(&repository.path));
    Some(format!("{}/admin/repos/edit/repo/{project}/branch/refs/heads/{branch}/file/{path}", host.api_base))
}
