//! The table of keys, in groups by who reads them. One line is one key. Source: config contract, sections 5 and 6, and the
//! configuration section of each plugin's contract.

mod auth;
mod backend;
mod base;
mod catalog;
mod integrations;
mod platform;
mod providers;
mod scaffolder;
mod techdocs;

use super::{Key, Shape};

/// Keys that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    pub title: &'static str,
    /// The feature that reads these keys; `None` for the platform itself. Where a build lacks the feature, setting one
    /// of them is worth a warning.
    pub feature: Option<&'static str>,
    pub keys: &'static [Key],
}

/// The order of the reference. Where a path stands in several groups, the last one counts.
pub(super) static GROUPS: &[Group] = &[
    Group { title: "Portal", feature: None, keys: base::PORTAL },
    Group { title: "Callboard's own keys", feature: None, keys: base::CALLBOARD },
    Group { title: "Stock Backstage app", feature: None, keys: base::STOCK_APP },
    Group { title: "Server", feature: None, keys: backend::SERVER },
    Group { title: "Database and cache", feature: None, keys: backend::STORAGE },
    Group { title: "Service authentication", feature: Some("auth"), keys: auth::SERVICES },
    Group { title: "Integrations", feature: None, keys: integrations::HOSTS },
    Group { title: "Sign-in", feature: Some("auth"), keys: auth::SIGN_IN },
    Group { title: "Permissions", feature: Some("permission"), keys: auth::PERMISSION },
    Group { title: "Catalog", feature: Some("catalog"), keys: catalog::CATALOG },
    Group { title: "Catalog providers", feature: Some("catalog"), keys: providers::PROVIDERS },
    Group { title: "API docs", feature: Some("api-docs"), keys: platform::API_DOCS },
    Group { title: "Scaffolder", feature: Some("scaffolder"), keys: scaffolder::SCAFFOLDER },
    Group { title: "TechDocs", feature: Some("techdocs"), keys: techdocs::TECHDOCS },
    Group { title: "Search", feature: Some("search"), keys: platform::SEARCH },
    Group { title: "Proxy", feature: Some("proxy"), keys: platform::PROXY },
    Group { title: "Events", feature: Some("events"), keys: platform::EVENTS },
    Group { title: "Notifications", feature: Some("notifications"), keys: platform::NOTIFICATIONS },
    Group { title: "Kubernetes", feature: Some("kubernetes"), keys: platform::KUBERNETES },
    Group { title: "MCP", feature: Some("mcp-actions"), keys: platform::MCP },
    Group { title: "Developer tools", feature: Some("devtools"), keys: platform::DEVTOOLS },
];

const TEXT: &[Shape] = &[Shape::Text];
const NUMBER: &[Shape] = &[Shape::Number];
const FLAG: &[Shape] = &[Shape::Boolean];
const TIME: &[Shape] = &[Shape::Duration];
const ANY: &[Shape] = &[Shape::Any];
/// An object or a list of which the deeper keys say the rest.
const SECTION: &[Shape] = &[];
