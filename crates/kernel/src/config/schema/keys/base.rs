//! Keys of the portal as a whole, Callboard's own, and those that only the stock app reads.

use super::super::{Key, Shape, Visibility, backend, frontend, stock_app, unsupported};
use super::{ANY, FLAG, NUMBER, TEXT, TIME};

const NO_FRONTEND_PACKAGE: &str =
    "Callboard serves its own pages; there is no frontend package to serve or inject into";

const ONE_ADDRESS: &str = "all plugins are one program below `backend.baseUrl`; none is called elsewhere";

#[rustfmt::skip]
pub(super) const PORTAL: &[Key] = &[
    frontend("app.baseUrl", TEXT, "", "Origin under which people open the portal: sign-in, CORS, links"),
    frontend("app.title", TEXT, "Backstage", "Name of the portal"),
    frontend("app.support.url", TEXT, "", "Where people ask for help"),
    frontend("app.support.items[].title", TEXT, "", "Heading of a group of support links"),
    frontend("app.support.items[].icon", TEXT, "", "Icon of a group of support links"),
    frontend("app.support.items[].links[].url", TEXT, "", "Target of a support link"),
    frontend("app.support.items[].links[].title", TEXT, "", "Label of a support link"),
    Key { visibility: Visibility::DeepFrontend, ..backend("app.extensions", ANY, "", "Order, visibility, titles and conditions of tabs, cards, widgets and entries of the rail; see the pages of the portal") },
    unsupported("app.packageName", NO_FRONTEND_PACKAGE),
    unsupported("app.disableConfigInjection", NO_FRONTEND_PACKAGE),
    unsupported("app.disableStaticFallbackCache", NO_FRONTEND_PACKAGE),
    unsupported("app.disablePublicEntryPoint", NO_FRONTEND_PACKAGE),
    unsupported("app.listen", "`backend.listen` is where pages are served too"),
    unsupported("app.https", "`backend.https` is for pages too"),
    frontend("organization.name", TEXT, "", "Name of the company, shown with the title"),
    frontend("discovery.endpoints[].target", TEXT, "", "Base URL under which the stock app finds plugins; `{{pluginId}}` is replaced"),
    unsupported("discovery.endpoints[].target.internal", ONE_ADDRESS),
    frontend("discovery.endpoints[].target.external", TEXT, "", "The same, beside an address that is not for browsers"),
    frontend("discovery.endpoints[].plugins[]", TEXT, "", "Ids of the plugins, or `*`"),
];

#[rustfmt::skip]
pub(super) const CALLBOARD: &[Key] = &[
    backend("callboard.dataDir", TEXT, "", "Folder of the database, keys and documents"),
    backend("callboard.brand.logo", TEXT, "", "Address of an image shown beside the portal's name"),
    backend("callboard.brand.icon", TEXT, "", "Address of the icon of the browser's tab"),
    backend("callboard.brand.accent", TEXT, "", "Colour of links and buttons as `#rrggbb`; its hue is taken, its lightness is the portal's, so that words stay legible"),
    backend("callboard.featureFlags[].name", TEXT, "", "A part that readers may switch on for themselves, which conditions of `app.extensions` ask for as `featureFlags`: 3 to 64 small letters, digits or dashes, a letter first; at most 40 flags"),
    backend("callboard.featureFlags[].description", TEXT, "", "What it changes, for those who choose"),
    backend("callboard.dev.components", FLAG, "true in the demo and in debug builds", "Show `/dev/components`, every part of the pages in every state"),
    backend("callboard.audit.file", TEXT, "", "File that audit lines are appended to, besides the log"),
    backend("callboard.audit.strict", FLAG, "false", "Refuse work while that file cannot be written"),
    backend("callboard.jobs.lease", TIME, "30s", "How long the work of a replica that fell silent stays with it"),
    backend("callboard.jobs.workers", NUMBER, "16", "Jobs that a replica runs at once, 1 to 256"),
    backend("callboard.permission.policy", ANY, "", "Rules of who may do what"),
    backend("callboard.auth.keyRotation", TIME, "half the token lifetime", "How often the signing key is replaced"),
    backend("callboard.metrics.access", &[Shape::OneOf(&["protected", "public", "off"])], "protected", "Who may read `/metrics`"),
    backend("callboard.catalog.kinds[]", ANY, "", "Custom entity kinds with their JSON Schema"),
    backend("callboard.catalog.fileRoots[]", TEXT, "", "Folders that `file` locations may read besides those of configured locations"),
    backend("callboard.catalog.concurrency", NUMBER, "4", "Locations read at the same time"),
    backend("callboard.catalog.maximumDepth", NUMBER, "32", "How deep Locations may name Locations"),
    backend("callboard.catalog.documentBudget", NUMBER, "536870912", "Bytes of ready-to-send documents kept in memory"),
    backend("callboard.catalog.deletionGuard.share", NUMBER, "0.5", "A pass that would delete a larger share of a source stops and asks"),
    backend("callboard.catalog.deletionGuard.minimum", NUMBER, "20", "Fewer deletions than this are never stopped"),
    backend("callboard.limits.catalog.fileBytes", NUMBER, "5242880", "Size of one catalog file"),
    backend("callboard.limits.catalog.documents", NUMBER, "1000", "YAML documents in one file"),
    backend("callboard.limits.catalog.depth", NUMBER, "64", "Nesting of one document"),
    backend("callboard.limits.catalog.nodes", NUMBER, "250000", "Values of one file after aliases are expanded"),
    backend("callboard.limits.catalog.entityBytes", NUMBER, "1048576", "Size of one entity as JSON"),
    backend("callboard.limits.catalog.relations", NUMBER, "10000", "Relations of one entity"),
    backend("callboard.limits.catalog.refreshesPerMinute", NUMBER, "1000", "How often one caller may have sources read again"),
    backend("callboard.limits.catalog.graphEntities", NUMBER, "2000", "Entities of one drawn graph, 10000 at most"),
    backend("callboard.limits.http.bodyBytes", NUMBER, "1048576", "Size of a request body"),
    backend("callboard.limits.http.jsonBodyBytes", NUMBER, "102400", "Size of a JSON request body where Backstage limits it"),
    backend("callboard.limits.http.urlBytes", NUMBER, "", "Length of a request URL"),
    backend("callboard.limits.http.headerBytes", NUMBER, "32768", "Size of the header block of a request"),
    backend("callboard.limits.http.connections", NUMBER, "", "Open connections"),
    backend("callboard.limits.http.drainTime", TIME, "", "How long open requests may take to end at shutdown"),
    backend("callboard.limits.http.failedAuthenticationsPerMinute", NUMBER, "", "Failed authentications of one address"),
    backend("callboard.limits.outbound.connectTimeout", TIME, "5s", "Until a connection stands, TLS included"),
    backend("callboard.limits.outbound.totalTimeout", TIME, "30s", "One request with redirects, retries and waiting"),
    backend("callboard.limits.outbound.redirects", NUMBER, "5", "Redirects that are followed"),
    backend("callboard.limits.outbound.connectionsPerHost", NUMBER, "8", "Requests under way at one host and port"),
    backend("callboard.limits.outbound.connections", NUMBER, "256", "Requests under way at all hosts"),
    backend("callboard.limits.outbound.heldBytes", NUMBER, "268435456", "Bytes of answers being read, all requests together"),
    backend("callboard.limits.outbound.fileBytes", NUMBER, "5242880", "Size of one fetched file"),
    backend("callboard.limits.outbound.archiveBytes", NUMBER, "104857600", "Size of one fetched archive"),
    backend("callboard.limits.outbound.retries", NUMBER, "3", "Further tries after the first"),
    backend("callboard.limits.outbound.retryPause", TIME, "200ms", "Pause before the first further try"),
    backend("callboard.limits.outbound.retryWait", TIME, "5s", "Longest time that all pauses of a request may take"),
    backend("callboard.limits.outbound.rateLimitPause", TIME, "1m", "How long a host that refused is left alone"),
    backend("callboard.limits.outbound.privateRanges[]", TEXT, "", "Private address ranges that hosts listed by a wildcard may have"),
];

#[rustfmt::skip]
pub(super) const STOCK_APP: &[Key] = &[
    stock_app("app.packages", ANY, "Frontend feature discovery"),
    stock_app("app.pluginOverrides", ANY, "Overrides of frontend plugins"),
    stock_app("app.routes.bindings", ANY, "Bindings of external routes"),
    stock_app("app.analytics", ANY, "Analytics in the browser"),
    stock_app("app.datadogRum", ANY, "Real user monitoring"),
    stock_app("enableExperimentalRedirectFlow", FLAG, "Sign in by redirect instead of a popup"),
    stock_app("homepage.clocks", ANY, "World clocks of the home page"),
    stock_app("home.recentVisits.filterBy", ANY, "Which visits the home page lists"),
    stock_app("home.topVisits.filterBy", ANY, "Which visits the home page counts"),
    stock_app("auth.autologout", ANY, "Signing out when idle"),
    stock_app("kubernetes.frontend", ANY, "Kubernetes tab"),
    stock_app("catalog.experimentalPagination", ANY, "Paging of the catalog index"),
];
