//! The one door through which every feature enters the portal, core features and third-party ones alike.

use std::sync::{Arc, OnceLock};

use axum::http::{HeaderMap, Uri};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use crate::db::Migration;
use crate::extension::Extension;
use crate::gate::{Permission, Policy, ResourceRules};
use crate::http::Routes;
use crate::identity::Authenticator;
use crate::jobs::JobHandler;
use crate::{Error, Services};

/// A part of the portal: its tables, routes, pages, jobs, permissions and navigation.
pub trait Feature: Send + Sync + 'static {
    /// The plugin id: the `catalog` of `/api/catalog`. Lower case letters, digits and `-`.
    fn id(&self) -> &'static str;

    /// Schema changes, oldest first; applied before any feature starts.
    fn migrations(&self) -> &'static [Migration] {
        &[]
    }

    /// The permissions that this feature asks the gate for.
    fn permissions(&self) -> &'static [Permission] {
        &[]
    }

    /// Called once, after migrations. What it returns is mounted; what must run in the background is given to
    /// `services.tasks` or returned as jobs.
    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>>;
}

/// What a feature adds to the portal.
#[derive(Default)]
pub struct Contribution {
    /// The wire API, mounted at `/api/<id>`.
    pub routes: Routes,
    /// HTML pages, mounted at the root.
    pub pages: Routes,
    pub jobs: Vec<JobHandler>,
    pub navigation: Vec<NavigationItem>,
    /// Tabs and cards of entities, widgets of the start page, pages of the settings.
    pub extensions: Vec<Extension>,
    pub health: Vec<Arc<dyn HealthCheck>>,
    /// Resource types whose conditions the gate can have applied; mount the routes with `gate::permission_routes`.
    pub resources: Vec<Arc<dyn ResourceRules>>,
    /// At most one feature provides each of these two.
    pub authenticator: Option<Arc<dyn Authenticator>>,
    pub policy: Option<Arc<dyn Policy>>,
    /// Actions that tools and agents may call; listed by the plugin.
    pub actions: Vec<ActionDescription>,
    /// How a failed page is shown; at most one feature provides it. Without it pages fail as the wire API does.
    pub error_page: Option<ErrorPage>,
}

/// A page that could not be shown.
#[derive(Clone, Copy, Debug)]
pub struct FailedPage<'a> {
    pub status: u16,
    /// Name of the error, as in the wire API.
    pub name: &'a str,
    /// What the reader may know.
    pub message: &'a str,
    /// What was asked for.
    pub uri: &'a Uri,
    pub headers: &'a HeaderMap,
}

/// Renders a failed page as HTML.
pub type ErrorPage = Arc<dyn Fn(&FailedPage<'_>) -> String + Send + Sync>;

/// An action as data. Source: platform-services contract, section 12.
#[derive(Clone, Debug)]
pub struct ActionDescription {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    pub destructive: bool,
    pub idempotent: bool,
    pub read_only: bool,
    /// JSON Schemas.
    pub input: Value,
    pub output: Value,
}

impl ActionDescription {
    /// The entry of the listing of plugin `plugin`.
    pub fn to_wire(&self, plugin: &str) -> Value {
        json!({
            "id": format!("{plugin}:{}", self.name),
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "pluginId": plugin,
            "attributes": {
                "destructive": self.destructive,
                "idempotent": self.idempotent,
                "readOnly": self.read_only,
            },
            "schema": { "input": self.input, "output": self.output },
        })
    }
}

/// An entry of the navigation rail.
#[derive(Clone, Debug)]
pub struct NavigationItem {
    pub label: &'static str,
    pub href: &'static str,
    /// Name of an icon of the HTML kit.
    pub icon: &'static str,
    /// Smaller comes first; from [`NavigationItem::AT_END`] on, entries stand apart at the rail's end.
    pub order: u16,
}

impl NavigationItem {
    /// The first order of what is about the reader and the portal itself, such as settings.
    pub const AT_END: u16 = 900;
}

/// What all features together put on the rail; pages read it. Empty until every feature has started. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    items: Arc<OnceLock<Vec<NavigationItem>>>,
}

impl Navigation {
    /// The entries, in order.
    pub fn items(&self) -> &[NavigationItem] {
        self.items.get().map_or(&[], Vec::as_slice)
    }

    /// Whether a feature put `href` on the rail, so that other pages may lead there.
    pub fn has(&self, href: &str) -> bool {
        self.items().iter().any(|item| item.href == href)
    }

    /// Called once, when all features have started; later calls change nothing.
    pub(crate) fn fill(&self, mut items: Vec<NavigationItem>) {
        items.sort_by_key(|item| item.order);
        self.items.get_or_init(|| items);
    }
}

/// A condition for readiness.
pub trait HealthCheck: Send + Sync {
    fn name(&self) -> &'static str;
    /// `Err` with a short reason while the feature cannot serve.
    fn check(&self) -> Result<(), String>;
}
