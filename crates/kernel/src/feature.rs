//! The one door through which every feature enters the portal, core features and third-party ones alike.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use crate::db::Migration;
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

/// Renders a failed page from its status, the name of the error and the message for the reader, as HTML.
pub type ErrorPage = fn(status: u16, name: &str, message: &str) -> String;

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
    /// Smaller comes first.
    pub order: u16,
}

/// A condition for readiness.
pub trait HealthCheck: Send + Sync {
    fn name(&self) -> &'static str;
    /// `Err` with a short reason while the feature cannot serve.
    fn check(&self) -> Result<(), String>;
}
