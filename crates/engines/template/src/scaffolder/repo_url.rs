//! Repository URLs as repository pickers write them: `host?owner=acme&repo=ledger`.
//!
//! Source of the rules: the contract sheet scaffolder, section 3, "repoUrl format".

use url::Url;

/// A code host that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepoHost {
    /// With a port, when it is not the usual one.
    pub host: String,
    pub kind: HostKind,
}

/// What kind of code host it is, which decides what a URL needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostKind {
    Azure,
    BitbucketCloud,
    BitbucketServer,
    Gerrit,
    Gitea,
    GitLab,
    /// GitHub and everything else: owner and repository.
    Other,
}

/// The parts of a repository URL; what it does not say is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepoParts {
    pub host: String,
    pub owner: Option<String>,
    pub repo: Option<String>,
    pub organization: Option<String>,
    pub workspace: Option<String>,
    pub project: Option<String>,
}

impl RepoParts {
    pub(super) fn fields(self) -> impl Iterator<Item = (&'static str, String)> {
        let Self { host, owner, repo, organization, workspace, project } = self;
        [
            ("host", Some(host)),
            ("owner", owner),
            ("repo", repo),
            ("organization", organization),
            ("workspace", workspace),
            ("project", project),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

/// Reads a repository URL of one of `hosts`.
pub fn parse(text: &str, hosts: &[RepoHost]) -> Result<RepoParts, String> {
    let url = Url::parse(&format!("https://{text}"))
        .map_err(|error| format!("Invalid repo URL passed to publisher, got {text}, {error}"))?;
    let name = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
    let Some(known) = hosts.iter().find(|known| known.host.eq_ignore_ascii_case(&host)) else {
        return Err(format!(
            "No matching integration configuration for host {host}, please check your integrations config"
        ));
    };
    let part = |name: &str| -> Result<Option<String>, String> {
        let found = url.query_pairs().find(|(key, _)| key == name);
        let Some((_, value)) = found else { return Ok(None) };
        let value = value.trim_matches('/');
        checked(name, value, known.kind).map(|()| Some(value.to_owned()))
    };
    let parts = RepoParts {
        owner: part("owner")?,
        repo: part("repo")?,
        organization: part("organization")?,
        workspace: part("workspace")?,
        project: part("project")?,
        host,
    };
    let needed: &[(&str, &Option<String>)] = &match known.kind {
        HostKind::BitbucketCloud => {
            vec![("workspace", &parts.workspace), ("project", &parts.project), ("repo", &parts.repo)]
        }
        HostKind::BitbucketServer | HostKind::Azure => {
            vec![("project", &parts.project), ("repo", &parts.repo)]
        }
        HostKind::GitLab if parts.project.as_deref().is_some_and(|project| !project.is_empty()) => Vec::new(),
        HostKind::GitLab => vec![("owner", &parts.owner), ("repo", &parts.repo)],
        HostKind::Gitea | HostKind::Gerrit => vec![("repo", &parts.repo)],
        HostKind::Other => vec![("repo", &parts.repo), ("owner", &parts.owner)],
    };
    match needed.iter().find(|(_, value)| value.as_deref().unwrap_or_default().is_empty()) {
        Some((name, _)) => Err(format!("Invalid repo URL passed to publisher: {url}, missing {name}")),
        None => Ok(parts),
    }
}

/// Parts become paths on disk and in addresses of the host, so nothing in them may lead elsewhere. Only GitLab's groups
/// have slashes.
fn checked(name: &str, value: &str, kind: HostKind) -> Result<(), String> {
    let in_groups = kind == HostKind::GitLab && name != "repo";
    let leads_away = value.split('/').any(|part| matches!(part, "." | ".."))
        || value.contains("//")
        || value.contains('\\')
        || value.chars().any(char::is_control)
        || (value.contains('/') && !in_groups);
    if leads_away {
        Err(format!("Invalid repo URL passed to publisher: {name} cannot be {value:?}"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        let hosts = [
            RepoHost { host: "github.com".to_owned(), kind: HostKind::Other },
            RepoHost { host: "gitlab.com".to_owned(), kind: HostKind::GitLab },
            RepoHost { host: "dev.azure.com".to_owned(), kind: HostKind::Azure },
        ];
        let parts = parse("github.com?owner=acme&repo=/ledger/", &hosts).unwrap();
        assert_eq!((parts.owner.as_deref(), parts.repo.as_deref()), (Some("acme"), Some("ledger")));
        assert_eq!(parse("gitlab.com?owner=a/b&repo=c", &hosts).unwrap().owner.as_deref(), Some("a/b"));
        assert!(parse("gitlab.com?project=12", &hosts).is_ok());
        for refused in [
            "github.com?owner=acme",
            "github.com",
            "other.com?owner=a&repo=b",
            "github.com?owner=..&repo=x",
            "github.com?owner=a%2Fb&repo=x",
            "github.com?owner=a&repo=../../x",
            "github.com?owner=a&repo=x%0A",
            "gitlab.com?owner=a/../b&repo=c",
            "dev.azure.com?repo=x",
            "",
            "a b",
        ] {
            assert!(parse(refused, &hosts).is_err(), "{refused}");
        }
    }
}
