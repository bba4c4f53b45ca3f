//! Keys of API docs, search, proxy, events, notifications, Kubernetes, MCP and developer tools. Sources: search contract, section 6;
//! platform-services contract, sections 4 to 12.

use super::super::{Key, Shape, Visibility, backend, frontend, secret, unsupported};
use super::{ANY, FLAG, NUMBER, TEXT, TIME};

const ONE_ENGINE: &str = "Callboard has one search engine of its own";

#[rustfmt::skip]
pub(super) const API_DOCS: &[Key] = &[
    backend("apiDocs.tryItOut.allow[].host", TEXT, "", "Host that operations may be tried at: exact or `*.example.org`, with `:port` or `:from-to`. What only reads may go to `backend.reading.allow` too"),
    backend("apiDocs.tryItOut.allow[].paths[]", TEXT, "every path", "Paths that may be tried, exact or up to a `/`"),
];

#[rustfmt::skip]
pub(super) const SEARCH: &[Key] = &[
    backend("search.maxPageLimit", NUMBER, "100", "Most results of one page"),
    backend("search.maxTermLength", NUMBER, "100", "Longest search term"),
    backend("search.permissions.queryLatencyBudgetMs", NUMBER, "1000", "Milliseconds for finding results that a person may see"),
    frontend("search.query.pageLimit", NUMBER, "25", "Results of one page: 10, 25, 50 or 100"),
    frontend("search.defaultType", TEXT, "", "Type of result that is selected first"),
    backend("search.collators.*.schedule", ANY, "every 10 minutes", "When documents are collected"),
    backend("search.collators.*.locationTemplate", TEXT, "", "Where results lead"),
    backend("search.collators.*.filter", ANY, "", "Which entities are collected"),
    backend("search.collators.*.filter[]", ANY, "", "Which entities are collected"),
    backend("search.collators.*.batchSize", NUMBER, "500", "Entities read at once"),
    backend("search.collators.*.parallelismLimit", NUMBER, "10", "Sites read at the same time"),
    unsupported("search.pg", ONE_ENGINE),
    unsupported("search.elasticsearch", ONE_ENGINE),
];

#[rustfmt::skip]
pub(super) const PROXY: &[Key] = &[
    backend("proxy.endpoints.*", TEXT, "", "Target of a path, in short form"),
    backend("proxy.endpoints.*.target", TEXT, "", "Target of a path"),
    Key { visibility: Visibility::DeepSecret, ..backend("proxy.endpoints.*.headers.*", TEXT, "", "Headers added to requests") },
    backend("proxy.endpoints.*.changeOrigin", FLAG, "true", "Send the target's host name"),
    backend("proxy.endpoints.*.pathRewrite.*", TEXT, "", "Pattern and replacement of the path"),
    backend("proxy.endpoints.*.allowedMethods[]", TEXT, "every method", "Methods that are let through"),
    backend("proxy.endpoints.*.allowedHeaders[]", TEXT, "", "Further headers that are let through"),
    backend("proxy.endpoints.*.credentials", &[Shape::OneOf(&["require", "forward", "dangerously-allow-unauthenticated"])], "require", "Who may call"),
    backend("proxy.endpoints.*.secure", FLAG, "true", "Whether the target's certificate is checked"),
    backend("proxy.endpoints.*.followRedirects", FLAG, "false", "Whether redirects of the target are followed"),
    backend("proxy.skipInvalidProxies", FLAG, "false", "Leave out what cannot be read instead of failing"),
    backend("proxy.reviveConsumedRequestBodies", FLAG, "false", "Accepted; bodies are never consumed"),
];

#[rustfmt::skip]
pub(super) const EVENTS: &[Key] = &[
    backend("events.http.topics[]", TEXT, "", "Topics that may be posted to"),
    secret("events.modules.*.webhookSecret", TEXT, "Secret that signs webhooks"),
    backend("events.notifyTimeoutMs", NUMBER, "55000", "Milliseconds that a subscriber waits"),
    backend("events.modules.*", ANY, "", "Further settings of an event source"),
];

#[rustfmt::skip]
pub(super) const NOTIFICATIONS: &[Key] = &[
    backend("notifications.concurrencyLimit", NUMBER, "10", "Notifications sent at the same time"),
    backend("notifications.throttleInterval", TIME, "50ms", "Pause between notifications"),
    backend("notifications.defaultSettings", ANY, "", "Settings of people who have none"),
    backend("notifications.retention", &[Shape::Duration, Shape::Boolean], "1y", "How long notifications are kept; `false` keeps them"),
    backend("notifications.processors", ANY, "", "Ways out besides the portal"),
];

#[rustfmt::skip]
pub(super) const KUBERNETES: &[Key] = &[
    backend("kubernetes.serviceLocatorMethod.type", &[Shape::OneOf(&["multiTenant", "singleTenant", "catalogRelation"])], "", "Which clusters belong to an entity"),
    backend("kubernetes.clusterLocatorMethods[].type", TEXT, "", "Where clusters are listed"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].name", TEXT, "", "Name of a cluster"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].title", TEXT, "", "Title of a cluster"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].url", TEXT, "", "Its API"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].authProvider", TEXT, "", "How to sign in"),
    secret("kubernetes.clusterLocatorMethods[].clusters[].serviceAccountToken", TEXT, "Token"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].caData", TEXT, "", "Certificate authority, base64"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].caFile", TEXT, "", "Certificate authority, a file"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].skipTLSVerify", FLAG, "false", "Do not check the certificate"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].skipMetricsLookup", FLAG, "false", "Do not ask for metrics"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].dashboardUrl", TEXT, "", "Dashboard"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].dashboardApp", TEXT, "", "Kind of dashboard"),
    backend("kubernetes.clusterLocatorMethods[].clusters[].*", ANY, "", "Further settings of a cluster"),
    backend("kubernetes.clusterLocatorMethods[].*", ANY, "", "Further settings of a list of clusters"),
    backend("kubernetes.objectTypes[]", ANY, "", "Kinds of objects that are fetched"),
    backend("kubernetes.customResources[]", ANY, "", "Custom resources that are fetched"),
    backend("kubernetes.apiVersionOverrides.*", TEXT, "", "API versions by kind"),
    backend("kubernetes.proxy", ANY, "", "Settings of the proxy"),
];

#[rustfmt::skip]
pub(super) const MCP: &[Key] = &[
    backend("backend.actions.pluginSources[]", TEXT, "", "Plugins whose actions become tools"),
    backend("backend.actions.filter.include[]", ANY, "", "Actions that become tools: `{id, attributes}`"),
    backend("backend.actions.filter.exclude[]", ANY, "", "Actions that do not"),
    backend("mcpActions.name", TEXT, "backstage", "Name of the server"),
    backend("mcpActions.description", TEXT, "", "What the server is for"),
    backend("mcpActions.namespacedToolNames", FLAG, "true", "Put the plugin before the name of a tool"),
    backend("mcpActions.servers.*", ANY, "", "Further servers with their own selection of tools"),
];

#[rustfmt::skip]
pub(super) const DEVTOOLS: &[Key] = &[
    backend("devTools.info.packagePrefixes[]", TEXT, "", "Packages that are listed"),
    backend("devTools.externalDependencies.endpoints[]", ANY, "", "Hosts that are probed"),
    backend("devTools.scheduledTasks.plugins[]", TEXT, "", "Plugins whose tasks are listed"),
];
