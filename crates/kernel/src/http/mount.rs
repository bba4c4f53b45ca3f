//! Turns the route tables of features into one router. Knows paths and conflicts, not what routes do.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use indexmap::IndexMap;
use tower::Service;

use super::body::BodyLimits;
use super::guard::{self, Guard, Mount, PathService};
use super::meters::RouteMeters;
use super::platform::{self, Platform};
use super::quota::Quota;
use super::tokens::TokenCache;
use super::{Access, Route, Routes, listing, scheduler};
use crate::Error;
use crate::feature::ActionDescription;

/// What a feature brings to the edge.
pub(crate) struct Mountable {
    pub(crate) plugin: &'static str,
    pub(crate) routes: Routes,
    pub(crate) pages: Routes,
    pub(crate) actions: Vec<ActionDescription>,
}

/// Mounts every feature. Two plugins whose ids differ by case only, two routes that would answer the same requests, and
/// paths that are no paths are errors.
pub(super) fn mount(
    platform: &Arc<Platform>,
    features: Vec<Mountable>,
    limiter: impl Fn(&str) -> Result<Option<Quota>, Error>,
) -> Result<Router, Error> {
    let mut table = PathTable::default();
    let mut plugins = HashMap::new();
    let mut ids = HashSet::new();
    for feature in features {
        let plugin = feature.plugin;
        if !ids.insert(plugin.to_ascii_lowercase()) {
            return Err(Error::Conflict(format!("two features are mounted at /api/{plugin}")));
        }
        let space = |prefix: String| -> Result<Arc<Mount>, Error> {
            let tokens = TokenCache::default();
            let limiter = limiter(plugin)?;
            Ok(Arc::new(Mount { platform: Arc::clone(platform), plugin, prefix, tokens, limiter }))
        };
        let api = space(format!("/api/{plugin}"))?;
        let own = platform_routes(platform, &feature);
        table.add_all(&api, feature.routes, Conflicts::Refuse)?;
        table.add_all(&api, own, Conflicts::KeepFirst)?;
        if feature.pages.iter().next().is_some() {
            table.add_all(&space(String::new())?, feature.pages, Conflicts::Refuse)?;
        }
        let otherwise = Arc::new(guard(&api, "OTHER", "unknown", Access::Credentials, None, None));
        plugins.insert(plugin, PathService { methods: Arc::new([]), otherwise });
    }
    Ok(table
        .into_router()
        .fallback_service(Nowhere { platform: Arc::clone(platform), plugins: Arc::new(plugins) }))
}

/// The routes that every plugin has; a feature's own route at the same place wins.
fn platform_routes(platform: &Arc<Platform>, feature: &Mountable) -> Routes {
    let mut routes = platform::routes(platform, feature.plugin);
    routes.append(scheduler::routes(&platform.services.jobs, feature.plugin));
    routes.append(listing::routes(feature.plugin, &feature.routes, &feature.actions));
    routes
}

/// Answers where no route fits: below a plugin its barrier comes first, elsewhere below `/api/` there is just nothing, and
/// anywhere else a page may say so.
#[derive(Clone)]
struct Nowhere {
    platform: Arc<Platform>,
    plugins: Arc<HashMap<&'static str, PathService>>,
}

impl Service<Request> for Nowhere {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let below = request.uri().path().strip_prefix("/api/").unwrap_or_default();
        match self.plugins.get(below.split('/').next().unwrap_or_default()).cloned() {
            Some(mut plugin) => plugin.call(request),
            None if request.uri().path().starts_with("/api/") => {
                Box::pin(async { Ok(StatusCode::NOT_FOUND.into_response()) })
            }
            None => {
                let answer = guard::nothing_here(&self.platform, &request);
                Box::pin(async { Ok(answer) })
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Conflicts {
    Refuse,
    KeepFirst,
}

/// Everything that is mounted, by path. Paths that differ only in the names of their parameters are the same path.
#[derive(Default)]
struct PathTable {
    paths: IndexMap<String, Entry>,
}

struct Entry {
    path: String,
    methods: Vec<(Method, Guard, MethodRouter)>,
    mount: Arc<Mount>,
}

impl PathTable {
    fn add_all(&mut self, mount: &Arc<Mount>, routes: Routes, conflicts: Conflicts) -> Result<(), Error> {
        for route in routes.into_vec() {
            if !route.path.starts_with('/') {
                return Err(Error::Input(format!(
                    "the path {:?} of {} does not start with /",
                    route.path, mount.plugin
                )));
            }
            let path = if route.path == "/" && !mount.prefix.is_empty() {
                mount.prefix.clone()
            } else {
                format!("{}{}", mount.prefix, route.path)
            };
            self.add(mount, &path, route, conflicts)?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        mount: &Arc<Mount>,
        path: &str,
        route: Route,
        conflicts: Conflicts,
    ) -> Result<(), Error> {
        let entry = self.paths.entry(without_names(path)).or_insert_with(|| Entry {
            path: path.to_owned(),
            methods: Vec::new(),
            mount: Arc::clone(mount),
        });
        let taken = entry.methods.iter().any(|(method, _, _)| *method == route.method);
        if taken && conflicts == Conflicts::KeepFirst {
            return Ok(());
        }
        if taken || entry.path != path {
            let method = &route.method;
            return Err(Error::Conflict(format!(
                "{method} {path} is declared twice ({} has {})",
                mount.plugin, entry.path
            )));
        }
        let Route { method, access, operation, handler, body_limit, .. } = route;
        let guard = guard(mount, method_label(&method), path, access, operation, body_limit);
        entry.methods.push((method, guard, handler));
        Ok(())
    }

    fn into_router(self) -> Router {
        let mut router = Router::new();
        for entry in self.paths.into_values() {
            let access =
                entry.methods.first().map_or(Access::Credentials, |(_, guard, _)| match guard.access {
                    access if access.is_page() => Access::OpenPage,
                    _ => Access::Credentials,
                });
            let otherwise = Arc::new(guard(&entry.mount, "OTHER", &entry.path, access, None, None));
            let service = PathService { methods: entry.methods.into(), otherwise };
            // Express takes a path with and without a slash at its end for the same.
            if !entry.path.ends_with('/') && !entry.path.contains("{*") {
                router = router.route_service(&format!("{}/", entry.path), service.clone());
            }
            router = router.route_service(&entry.path, service);
        }
        router
    }
}

fn guard(
    mount: &Arc<Mount>,
    method: &'static str,
    path: &str,
    access: Access,
    operation: Option<super::Operation>,
    body_limit: Option<usize>,
) -> Guard {
    let settings = &mount.platform.settings;
    let validated = operation.as_ref().is_some_and(|operation| operation.validated);
    let default = if validated { settings.json_body_bytes } else { settings.body_bytes };
    let bytes = body_limit.unwrap_or(default);
    Guard {
        mount: Arc::clone(mount),
        access,
        operation: operation.map(Arc::new),
        body: BodyLimits { bytes, most: settings.body_bytes.max(bytes), time: settings.request_time },
        meters: RouteMeters::new(method, path),
    }
}

/// `/a/{kind}/{*path}` as `/a/{}/{*}`.
fn without_names(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        parts.push(match part.strip_prefix('{') {
            Some(name) if name.starts_with('*') => "{*}",
            Some(_) => "{}",
            None => part,
        });
    }
    parts.join("/")
}

fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        _ => "OTHER",
    }
}
