//! Taking a URL of a source-code host apart: whose repository, which branch, which file. Knows no API.

use url::Url;

use super::host::{Host, HostKind};
use super::{ScmError, refuse_traversal};
use crate::outbound::percent;

/// What a URL points at. All parts are decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repository {
    /// User, organisation, workspace or project; of GitLab all groups; of S3 empty.
    pub(super) owner: String,
    pub(super) name: String,
    /// Branch, tag or commit; `None` means the default branch.
    pub(super) reference: Option<String>,
    /// File or directory, without a leading slash; empty for the root.
    pub(super) path: String,
    /// The URL's path, as it is encoded there, up to the root of the repository's files; no trailing slash.
    pub(super) root: String,
}

/// The words that stand before the branch in the URL of a file.
const FILE_WORDS: [&str; 5] = ["blob", "tree", "raw", "edit", "src"];

impl Repository {
    pub(super) fn parse(host: &Host, url: &Url) -> Result<Self, ScmError> {
        refuse_traversal(url)?;
        let web_path = host.web_path();
        let below =
            url.path().strip_prefix(&web_path).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let Some(path) = below else {
            return Err(ScmError::Form {
                url: url.to_string(),
                reason: "it lies outside of the configured baseUrl",
            });
        };
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let found = match host.kind {
            HostKind::GitHub | HostKind::BitbucketCloud => two_level(&segments, 1),
            HostKind::Gitea => two_level(&segments, 2),
            HostKind::GitLab => gitlab(&segments),
            HostKind::BitbucketServer => bitbucket_server(&segments, url),
            HostKind::Azure => azure(&segments, url),
            HostKind::Gerrit => gerrit(&segments),
            HostKind::Harness => harness(&segments),
            HostKind::AwsS3 => None,
        };
        let Some(mut repository) = found.filter(|found| !found.name.is_empty()) else {
            return Err(ScmError::Form {
                url: url.to_string(),
                reason: "it does not point into a repository",
            });
        };
        repository.root = format!("{web_path}{}", repository.root);
        Ok(repository)
    }

    /// Owners and names are the same in any case on the hosts that matter.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.owner.to_lowercase() == other.owner.to_lowercase()
            && self.name.to_lowercase() == other.name.to_lowercase()
    }

    /// `owner/name`, each part encoded.
    pub(super) fn encoded_slug(&self) -> String {
        format!("{}/{}", percent::encode_component(&self.owner), percent::encode_component(&self.name))
    }
}

/// `/owner/name/<word>/<branch>/<path>`; Gitea has one word more (`src/branch`), which `words` counts.
fn two_level(segments: &[&str], words: usize) -> Option<Repository> {
    let (&owner, rest) = segments.split_first()?;
    let (&name, rest) = rest.split_first()?;
    let mut repository = bare(owner, name);
    let known_word = rest.first().is_some_and(|word| FILE_WORDS.contains(word) || *word == "_edit");
    if owner.is_empty() || !known_word {
        return Some(repository).filter(|_| !owner.is_empty());
    }
    fill_file(&mut repository, segments, 2 + words);
    Some(repository)
}

/// `/group/sub/name/-/blob/<branch>/<path>`, or without the dash on old servers.
fn gitlab(segments: &[&str]) -> Option<Repository> {
    let dash = segments.iter().position(|segment| *segment == "-");
    let word = segments.iter().skip(2).position(|segment| FILE_WORDS.contains(segment)).map(|at| at + 2);
    let end = dash
        .or(word)
        .unwrap_or_else(|| segments.iter().rposition(|part| !part.is_empty()).map_or(0, |at| at + 1));
    let (name, groups) = segments.get(..end)?.split_last()?;
    let mut repository = bare(&groups.join("/"), name);
    let file_word = dash.map_or(end, |dash| dash + 1);
    if segments.get(file_word).is_some_and(|segment| FILE_WORDS.contains(segment)) {
        fill_file(&mut repository, segments, file_word + 1);
    }
    Some(repository).filter(|found| !found.owner.is_empty())
}

/// `/projects/KEY/repos/name/browse/<path>?at=<branch>`; users have `/users/name` in place of `/projects/KEY`.
fn bitbucket_server(segments: &[&str], url: &Url) -> Option<Repository> {
    let at = segments.iter().position(|segment| matches!(*segment, "projects" | "users"))?;
    let [level, owner, "repos", name, rest @ ..] = segments.get(at..)? else { return None };
    let owner = if *level == "users" { format!("~{owner}") } else { (*owner).to_owned() };
    let mut repository = bare(&owner, name);
    repository.reference = query_value(url, "at");
    if rest.first().is_some_and(|word| matches!(*word, "browse" | "raw" | "src")) {
        repository.path = percent::decode(&rest.get(1..).unwrap_or_default().join("/"));
        repository.root = root(segments, at + 5);
    }
    Some(repository)
}

/// `/org/project/_git/name?path=/x&version=GBmain`; the project is left out where it is named like the repository.
fn azure(segments: &[&str], url: &Url) -> Option<Repository> {
    let git = segments.iter().position(|segment| *segment == "_git")?;
    let name = percent::decode(segments.get(git + 1)?);
    let before: Vec<String> = segments.get(..git)?.iter().map(|part| percent::decode(part)).collect();
    let on_old_host = url.host_str().is_some_and(|host| host.ends_with(".visualstudio.com"));
    let organization = url.host_str().and_then(|host| host.split('.').next()).unwrap_or_default().to_owned();
    let (organization, project) = match before.as_slice() {
        [project] if on_old_host => (organization, project.clone()),
        [organization] => (organization.clone(), name.clone()),
        [organization, project] => (organization.clone(), project.clone()),
        [collection, organization, project] => (format!("{collection}/{organization}"), project.clone()),
        _ => return None,
    };
    let reference =
        query_value(url, "version").and_then(|version| version.strip_prefix("GB").map(str::to_owned));
    Some(Repository {
        owner: format!("{organization}/{project}"),
        name,
        reference,
        path: query_value(url, "path").unwrap_or_default().trim_start_matches('/').to_owned(),
        root: root(segments, git + 2),
    })
}

/// `/some/project/+/refs/heads/<branch>/<path>` of Gitiles.
fn gerrit(segments: &[&str]) -> Option<Repository> {
    let plus = segments.iter().position(|segment| *segment == "+")?;
    let project = segments.get(..plus)?.join("/");
    let mut repository = bare("", &project);
    if let Some(["refs", "heads", ..]) = segments.get(plus + 1..) {
        fill_file(&mut repository, segments, plus + 3);
    }
    Some(repository)
}

/// `/ng/account/A/module/code/orgs/O/projects/P/repos/R/files/<branch>/~/<path>`.
fn harness(segments: &[&str]) -> Option<Repository> {
    let after = |word: &str| {
        let at = segments.iter().position(|segment| *segment == word)?;
        segments.get(at + 1).copied()
    };
    let mut owner = after("account")?.to_owned();
    for level in ["orgs", "projects"] {
        if let Some(name) = after(level) {
            owner = format!("{owner}/{name}");
        }
    }
    let mut repository = bare(&owner, after("repos")?);
    repository.reference = after("files").or_else(|| after("edit")).map(percent::decode);
    if let Some(tilde) = segments.iter().position(|segment| *segment == "~") {
        repository.path = percent::decode(&segments.get(tilde + 1..).unwrap_or_default().join("/"));
        repository.root = root(segments, tilde + 1);
    }
    Some(repository)
}

fn bare(owner: &str, name: &str) -> Repository {
    let name = percent::decode(name);
    let name = name.strip_suffix(".git").unwrap_or(&name).to_owned();
    let owner = percent::decode(owner);
    let root = format!("/{owner}/{name}");
    Repository { owner, name, reference: None, path: String::new(), root }
}

/// Takes branch and path from where they begin.
fn fill_file(repository: &mut Repository, segments: &[&str], branch_at: usize) {
    let branch = segments.get(branch_at).filter(|branch| !branch.is_empty());
    repository.reference = branch.map(|branch| percent::decode(branch));
    repository.path = percent::decode(&segments.get(branch_at + 1..).unwrap_or_default().join("/"));
    repository.root = root(segments, branch_at + 1);
}

fn root(segments: &[&str], end: usize) -> String {
    format!("/{}", segments.get(..end).unwrap_or(segments).join("/"))
}

fn query_value(url: &Url, key: &str) -> Option<String> {
    let found = url.query_pairs().find(|(name, _)| name == key);
    found.map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())
}
