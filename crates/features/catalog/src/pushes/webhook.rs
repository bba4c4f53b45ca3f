//! Webhooks of source-code hosts, as far as the catalog cares: which files of which branch were pushed, and which
//! repository has another name now. Pure. Forms: the hosts' own documentation of their webhooks.

use std::collections::BTreeSet;

use serde_json::Value;
use url::Url;

/// The topics whose events are understood.
pub(super) const TOPICS: [&str; 7] = [
    "github.push",
    "github.repository",
    "gitlab.push",
    "gitea.push",
    "bitbucketCloud.repo:push",
    "bitbucketServer.repo:refs_changed",
    "azureDevOps.git.push",
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Webhook {
    Push(Push),
    Rename(Rename),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Push {
    /// Address of the repository for people.
    pub(super) repository: String,
    pub(super) branch: String,
    /// `None` where the host does not say; then any file may have changed.
    pub(super) files: Option<Files>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Files {
    pub(super) changed: BTreeSet<String>,
    pub(super) removed: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rename {
    pub(super) from: String,
    pub(super) to: String,
}

impl Push {
    /// Whether a file is there and may be different now. Globs are not looked into: they count as different.
    pub(super) fn changes(&self, path: &str) -> bool {
        path.contains('*') || self.files.as_ref().is_none_or(|files| files.changed.contains(path))
    }

    /// Whether a file is there no longer.
    pub(super) fn removes(&self, path: &str) -> bool {
        self.files.as_ref().is_some_and(|files| files.removed.contains(path))
    }

    pub(super) fn touches(&self, path: &str) -> bool {
        self.changes(path) || self.removes(path)
    }
}

/// What an event says; nothing when its form is not understood, or it is about a tag or a branch that is gone.
pub(super) fn read(topic: &str, payload: &Value) -> Option<Webhook> {
    match topic {
        "github.push" | "gitea.push" => push(payload, "/repository/html_url"),
        "gitlab.push" => push(payload, "/project/web_url"),
        "github.repository" => rename(payload),
        "bitbucketCloud.repo:push" => {
            let change = payload.pointer("/push/changes/0/new")?;
            let branch = text(change, "/name").filter(|_| text(change, "/type") == Some("branch"))?;
            Some(coarse(text(payload, "/repository/links/html/href")?, branch))
        }
        "bitbucketServer.repo:refs_changed" => {
            let branch = text(payload, "/changes/0/ref/displayId")?;
            Some(coarse(text(payload, "/repository/links/self/0/href")?.trim_end_matches("/browse"), branch))
        }
        "azureDevOps.git.push" => {
            let branch = text(payload, "/resource/refUpdates/0/name")?.strip_prefix("refs/heads/")?;
            let mut repository = Url::parse(text(payload, "/resource/repository/remoteUrl")?).ok()?;
            // The address to clone from names the organisation as a user.
            repository.set_username("").ok()?;
            Some(coarse(repository.as_str(), branch))
        }
        _ => None,
    }
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}

/// A push of a host that does not name files.
fn coarse(repository: &str, branch: &str) -> Webhook {
    let (repository, branch) = (repository.to_owned(), branch.to_owned());
    Webhook::Push(Push { repository, branch, files: None })
}

/// The form that GitHub, GitLab and Gitea share but for where the repository's address stands.
fn push(payload: &Value, repository: &str) -> Option<Webhook> {
    let branch = text(payload, "/ref")?.strip_prefix("refs/heads/")?.to_owned();
    if payload.get("deleted").and_then(Value::as_bool) == Some(true) {
        return None;
    }
    let mut files = Files::default();
    for commit in payload.get("commits")?.as_array()? {
        for (list, is_removed) in [("added", false), ("modified", false), ("removed", true)] {
            for path in commit.get(list).and_then(Value::as_array).into_iter().flatten() {
                let path = path.as_str()?.to_owned();
                // Later commits have the last word.
                let (one, other) = if is_removed {
                    (&mut files.removed, &mut files.changed)
                } else {
                    (&mut files.changed, &mut files.removed)
                };
                other.remove(&path);
                one.insert(path);
            }
        }
    }
    let repository = text(payload, repository)?.to_owned();
    Some(Webhook::Push(Push { repository, branch, files: Some(files) }))
}

/// GitHub's event of a repository that was renamed or given to somebody else.
fn rename(payload: &Value) -> Option<Webhook> {
    let to = text(payload, "/repository/html_url")?;
    let mut from = Url::parse(to).ok()?;
    let parts: Vec<&str> = from.path().split('/').collect();
    let [_, owner, name] = parts.as_slice() else { return None };
    let path = match text(payload, "/action")? {
        "renamed" => format!("/{owner}/{}", text(payload, "/changes/repository/name/from")?),
        "transferred" => {
            let before = text(payload, "/changes/owner/from/organization/login")
                .or_else(|| text(payload, "/changes/owner/from/user/login"))?;
            format!("/{before}/{name}")
        }
        _ => return None,
    };
    from.set_path(&path);
    Some(Webhook::Rename(Rename { from: from.into(), to: to.to_owned() }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn files(changed: &[&str], removed: &[&str]) -> Files {
        let set = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
        Files { changed: set(changed), removed: set(removed) }
    }

    #[test]
    fn pushes_of_each_host() {
        let commits = json!([
            {"added": ["a.yaml", "gone.yaml"], "modified": [], "removed": ["back.yaml"]},
            {"added": ["back.yaml"], "modified": ["b.yaml"], "removed": ["gone.yaml"]},
        ]);
        let named = Some(files(&["a.yaml", "b.yaml", "back.yaml"], &["gone.yaml"]));
        let github = json!({"ref": "refs/heads/main", "repository": {"html_url": "https://github.com/o/r"}, "commits": commits});
        let gitlab = json!({"ref": "refs/heads/a/b", "project": {"web_url": "https://gitlab.com/g/s/r"}, "commits": commits});
        let cloud = json!({
            "repository": {"links": {"html": {"href": "https://bitbucket.org/o/r"}}},
            "push": {"changes": [{"new": {"type": "branch", "name": "main"}}]},
        });
        let server = json!({
            "repository": {"links": {"self": [{"href": "https://bb.test/projects/K/repos/r/browse"}]}},
            "changes": [{"ref": {"displayId": "main"}}],
        });
        let azure = json!({"resource": {
            "repository": {"remoteUrl": "https://org@dev.azure.com/org/p/_git/r"},
            "refUpdates": [{"name": "refs/heads/main"}],
        }});
        let table = [
            ("github.push", github.clone(), "https://github.com/o/r", "main", named.clone()),
            ("gitea.push", github, "https://github.com/o/r", "main", named.clone()),
            ("gitlab.push", gitlab, "https://gitlab.com/g/s/r", "a/b", named),
            ("bitbucketCloud.repo:push", cloud, "https://bitbucket.org/o/r", "main", None),
            ("bitbucketServer.repo:refs_changed", server, "https://bb.test/projects/K/repos/r", "main", None),
            ("azureDevOps.git.push", azure, "https://dev.azure.com/org/p/_git/r", "main", None),
        ];
        for (topic, payload, repository, branch, files) in table {
            let expected = Push { repository: repository.to_owned(), branch: branch.to_owned(), files };
            assert_eq!(read(topic, &payload), Some(Webhook::Push(expected)), "{topic}");
        }
    }

    #[test]
    fn what_is_no_push_to_a_branch_means_nothing() {
        let push = |change: Value| {
            let mut payload = json!({"ref": "refs/heads/main", "repository": {"html_url": "https://x.test/o/r"}, "commits": []});
            for (key, value) in change.as_object().unwrap() {
                payload[key] = value.clone();
            }
            read("github.push", &payload)
        };
        assert!(push(json!({})).is_some());
        for change in [json!({"ref": "refs/tags/v1"}), json!({"deleted": true}), json!({"commits": null})] {
            assert_eq!(push(change.clone()), None, "{change}");
        }
        assert_eq!(read("github.issues", &json!({})), None);
    }

    #[test]
    fn renames() {
        let to = "https://github.com/new/name";
        let renamed = json!({
            "action": "renamed",
            "changes": {"repository": {"name": {"from": "old"}}},
            "repository": {"html_url": to},
        });
        let transferred = json!({
            "action": "transferred",
            "changes": {"owner": {"from": {"user": {"login": "ann"}}}},
            "repository": {"html_url": to},
        });
        for (payload, from) in
            [(renamed, "https://github.com/new/old"), (transferred, "https://github.com/ann/name")]
        {
            let expected = Rename { from: from.to_owned(), to: to.to_owned() };
            assert_eq!(read("github.repository", &payload), Some(Webhook::Rename(expected)));
        }
        let created = json!({"action": "created", "repository": {"html_url": to}});
        assert_eq!(read("github.repository", &created), None);
    }

    proptest! {
        #[test]
        fn no_payload_breaks_reading(topic in prop::sample::select(&TOPICS[..]), text in ".{0,20}", number in any::<i64>()) {
            for payload in [
                json!(null), json!(text), json!(number), json!([text]), json!({"ref": text, "commits": [{"added": [number]}]}),
                json!({"repository": {"html_url": text}, "action": "renamed", "changes": {"repository": {"name": {"from": text}}}}),
                json!({"resource": {"repository": {"remoteUrl": text}, "refUpdates": [{"name": format!("refs/heads/{text}")}]}}),
            ] {
                let _ = read(topic, &payload);
            }
        }
    }
}
