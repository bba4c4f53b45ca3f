//! Rules that some pickers have beyond their schema. They are Backstage's, and so are the words.

use entity::EntityRef;
use serde::Serialize;
use serde_json::Value;

use super::Picker;

/// What a host is that repositories are on; decides which parts a repository's place must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Host {
    Azure,
    BitbucketCloud,
    BitbucketServer,
    Gerrit,
    /// GitHub, GitLab, Gitea and every host that is not configured.
    Other,
}

/// What is wrong with a value that was picked. `hosts` are those that the portal knows.
pub(crate) fn breaches(picker: &Picker, value: &Value, hosts: &[(String, Host)]) -> Vec<String> {
    match picker {
        Picker::EntityNamePicker => match value.as_str() {
            Some(name) if is_entity_name(name) => Vec::new(),
            _ => vec![
                "Must start and end with an alphanumeric character, and contain only alphanumeric characters, \
                 hyphens, underscores, and periods. Maximum length is 63 characters."
                    .to_owned(),
            ],
        },
        Picker::MultiEntityPicker(_) => {
            let references = value.as_array().map(Vec::as_slice).unwrap_or_default();
            references
                .iter()
                .filter_map(Value::as_str)
                .filter(|reference| EntityRef::parse(reference, None, "default").is_err())
                .map(|reference| format!("{reference} is not a valid entity ref"))
                .collect()
        }
        Picker::RepoUrlPicker(_) => match value.as_str() {
            Some(place) => repository(place, hosts),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn is_entity_name(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let bytes = name.as_bytes();
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    bytes.len() <= 63
        && is_end(bytes.first())
        && is_end(bytes.last())
        && bytes.iter().all(|byte| is_inner(*byte))
}

fn repository(place: &str, hosts: &[(String, Host)]) -> Vec<String> {
    let Ok(url) = url::Url::parse(&format!("https://{place}")) else {
        return vec!["Unable to parse the Repository URL".to_owned()];
    };
    let name = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    let host = hosts.iter().find(|(known, _)| *known == name).map_or(Host::Other, |(_, host)| *host);
    let needed: &[&str] = match host {
        Host::BitbucketCloud => &["workspace", "project", "repo"],
        Host::BitbucketServer | Host::Azure => &["project", "repo"],
        Host::Gerrit => &["repo"],
        Host::Other => &["owner", "repo"],
    };
    let given = |part: &str| url.query_pairs().any(|(key, value)| key == part && !value.is_empty());
    needed
        .iter()
        .filter(|part| !given(part))
        .map(|part| format!("Incomplete repository location provided, {part} not provided"))
        .collect()
}
