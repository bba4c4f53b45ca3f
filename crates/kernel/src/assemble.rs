//! Puts the portal together: migrations, features in their order, the gate, the router. Knows the door of a feature and
//! no feature.

use std::sync::Arc;

use axum::http::Method;

use crate::extension::Extension;
use crate::feature::{Contribution, ErrorPage, Feature, HealthCheck, NavigationItem};
use crate::gate::Permission;
use crate::http::edge::EdgeParts;
use crate::http::lifecycle::Phase;
use crate::http::mount::Mountable;
use crate::http::{Access, Edge, HttpSettings, Lifecycle, Routes};
use crate::jobs::JobHandler;
use crate::{Error, Services};

/// A portal that is ready to serve.
pub struct Running {
    /// Answers requests; give it to [`crate::http::server::Server`] or call it directly.
    pub service: Edge,
    /// Every declared permission with its plugin.
    pub permissions: Vec<(&'static str, Permission)>,
    /// Every route and page that a feature brought, beside those that every plugin has.
    pub routes: Vec<MountedRoute>,
    pub lifecycle: Lifecycle,
    pub services: Services,
}

/// A route as it is reached from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MountedRoute {
    pub method: Method,
    /// With parameters, as in `/api/catalog/locations/{id}`.
    pub path: String,
    pub access: Access,
}

/// Starts every feature in the order given. A feature that fails ends the start.
pub async fn start(features: Vec<Arc<dyn Feature>>, services: Services) -> Result<Running, Error> {
    let mut settings = HttpSettings::from_config(&services.config.root())?;
    settings.pretty = services.config.environment().is_development();
    let lifecycle = Lifecycle::new(settings.startup_pause);
    let mut gathered = Gathered::default();
    gathered.health.push(services.db.health());
    services.jobs.migrate().await?;
    for feature in &features {
        services
            .db
            .migrate(feature.id(), feature.migrations())
            .await
            .map_err(|error| failed(feature.id(), error))?;
    }
    for feature in &features {
        let contribution = feature.start(&services).await.map_err(|error| failed(feature.id(), error))?;
        services.gate.declare(feature.id(), feature.permissions(), contribution.resources.clone())?;
        gathered.take(feature.as_ref(), contribution, &services)?;
    }
    services.navigation.fill(gathered.navigation.clone());
    services.extensions.fill(gathered.extensions, gathered.navigation, &services.config.root())?;
    let following = services.extensions.clone().follow(services.config.clone());
    services.tasks.spawn("extensions: follow the configuration", following);
    let parts =
        EdgeParts { features: gathered.mounts, health: gathered.health, error_page: gathered.error_page };
    let service = Edge::new(&services, &lifecycle, settings, parts)?;
    for (plugin, handler) in gathered.jobs {
        services.jobs.register(plugin, handler)?;
    }
    services.jobs.start(&services.tasks).await?;
    lifecycle.enter(Phase::Serving);
    let Gathered { permissions, routes, .. } = gathered;
    Ok(Running { service, permissions, routes, lifecycle, services })
}

/// The contributions of all features.
#[derive(Default)]
struct Gathered {
    mounts: Vec<Mountable>,
    health: Vec<Arc<dyn HealthCheck>>,
    navigation: Vec<NavigationItem>,
    extensions: Vec<Extension>,
    permissions: Vec<(&'static str, Permission)>,
    routes: Vec<MountedRoute>,
    jobs: Vec<(&'static str, JobHandler)>,
    error_page: Option<ErrorPage>,
}

impl Gathered {
    fn take(
        &mut self,
        feature: &dyn Feature,
        contribution: Contribution,
        services: &Services,
    ) -> Result<(), Error> {
        let plugin = feature.id();
        self.permissions.extend(feature.permissions().iter().map(|permission| (plugin, *permission)));
        if let Some(authenticator) = contribution.authenticator {
            services.gate.install_authenticator(authenticator)?;
        }
        if let Some(policy) = contribution.policy {
            services.gate.install_policy(policy)?;
        }
        if let Some(page) = contribution.error_page
            && self.error_page.replace(page).is_some()
        {
            return Err(Error::Conflict("two features provide an error page".to_owned()));
        }
        self.navigation.extend(contribution.navigation);
        self.extensions.extend(contribution.extensions);
        self.health.extend(contribution.health);
        self.jobs.extend(contribution.jobs.into_iter().map(|handler| (plugin, handler)));
        self.note_routes(&format!("/api/{plugin}"), &contribution.routes);
        self.note_routes("", &contribution.pages);
        self.mounts.push(Mountable {
            plugin,
            routes: contribution.routes,
            pages: contribution.pages,
            actions: contribution.actions,
        });
        Ok(())
    }

    fn note_routes(&mut self, prefix: &str, routes: &Routes) {
        for route in routes.iter() {
            let path = format!("{prefix}{}", route.path);
            self.routes.push(MountedRoute { method: route.method.clone(), path, access: route.access });
        }
    }
}

/// Names the feature in what is shown to whoever starts the portal; the cause is kept.
fn failed(plugin: &str, error: impl Into<Error>) -> Error {
    match error.into() {
        Error::Input(message) => Error::Input(format!("{plugin}: {message}")),
        Error::Conflict(message) => Error::Conflict(format!("{plugin}: {message}")),
        other => other,
    }
}
