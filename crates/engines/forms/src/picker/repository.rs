//! Fields that name a repository, its owner or a branch of it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::options::{Options, texts};

/// A place for a repository; the value is `host?owner=..&repo=..`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepoUrlPicker {
    /// Hosts to choose from; every configured one when empty. The same holds for the other lists.
    pub allowed_hosts: Vec<String>,
    pub allowed_organizations: Vec<String>,
    pub allowed_owners: Vec<String>,
    pub allowed_projects: Vec<String>,
    pub allowed_repos: Vec<String>,
    pub owner_label: Option<String>,
    pub owner_description: Option<String>,
    pub repo_label: Option<String>,
    pub repo_description: Option<String>,
    pub disable_repo_autocomplete: bool,
    pub request_user_credentials: Option<UserCredentials>,
}

/// A branch of a repository; the value is its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepoBranchPicker {
    pub request_user_credentials: Option<UserCredentials>,
}

/// The owner of a repository; the value is its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepoOwnerPicker {
    pub host: Option<String>,
    pub excluded_owners: Vec<String>,
    pub request_user_credentials: Option<UserCredentials>,
}

/// The user's own token for the host is asked for and becomes a secret of the task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserCredentials {
    /// Name of the secret.
    pub secrets_key: String,
    /// Further scopes to ask for, by kind of host: `github`, `gitlab`, `bitbucket`, `gerrit`, `gitea`, `azure`.
    pub additional_scopes: BTreeMap<String, Vec<String>>,
}

impl RepoUrlPicker {
    pub(super) fn parse(options: &mut Options<'_>) -> Self {
        Self {
            allowed_hosts: options.texts("allowedHosts").unwrap_or_default(),
            allowed_organizations: options.texts("allowedOrganizations").unwrap_or_default(),
            allowed_owners: options.texts("allowedOwners").unwrap_or_default(),
            allowed_projects: options.texts("allowedProjects").unwrap_or_default(),
            allowed_repos: options.texts("allowedRepos").unwrap_or_default(),
            owner_label: options.text("ownerLabel"),
            owner_description: options.text("ownerDescription"),
            repo_label: options.text("repoLabel"),
            repo_description: options.text("repoDescription"),
            disable_repo_autocomplete: options.switch("disableRepoAutocomplete").unwrap_or(false),
            request_user_credentials: UserCredentials::parse(options),
        }
    }
}

impl RepoBranchPicker {
    pub(super) fn parse(options: &mut Options<'_>) -> Self {
        Self { request_user_credentials: UserCredentials::parse(options) }
    }
}

impl RepoOwnerPicker {
    pub(super) fn parse(options: &mut Options<'_>) -> Self {
        Self {
            host: options.text("host"),
            excluded_owners: options.texts("excludedOwners").unwrap_or_default(),
            request_user_credentials: UserCredentials::parse(options),
        }
    }
}

impl UserCredentials {
    fn parse(options: &mut Options<'_>) -> Option<Self> {
        let value = options.get("requestUserCredentials")?;
        let parsed = Self::read(value);
        options.expect(
            "requestUserCredentials",
            "an object with `secretsKey`, and scopes as lists of texts",
            parsed,
        )
    }

    fn read(value: &Value) -> Option<Self> {
        let secrets_key = value.get("secretsKey")?.as_str()?.to_owned();
        let scopes = match value.get("additionalScopes") {
            None | Some(Value::Null) => BTreeMap::new(),
            Some(scopes) => scopes
                .as_object()?
                .iter()
                .map(|(host, scopes)| Some((host.clone(), texts(scopes)?)))
                .collect::<Option<_>>()?,
        };
        Some(Self { secrets_key, additional_scopes: scopes })
    }
}
