//! The wire API below `/api/auth`: every route in one table. The whole feature is open; single routes look at the caller.
//! Source: auth contract, section 2.

mod client;
mod consent;
mod documents;
mod provider;
mod token;
mod userinfo;

use std::sync::Arc;

use axum::routing::{MethodRouter, get, on, post};
use http::Method;
use kernel::gate::permission_routes;
use kernel::http::{Access, Routes};

use crate::authority::Authority;

/// Shared by all handlers.
type Shared = Arc<Authority>;

pub(crate) fn routes(authority: &Shared) -> Routes {
    let routes = permission_routes(Routes::new(), &[], &[]);
    let routes =
        public_get(routes, "/.well-known/openid-configuration", get(documents::configuration), authority);
    let routes = public_get(routes, "/.well-known/jwks.json", get(documents::keys), authority);
    let routes =
        public_get(routes, "/.well-known/oauth-client/cli.json", get(documents::cli_client), authority);
    let routes = public_get(routes, "/v1/userinfo", get(userinfo::show), authority);
    provider_routes(client_routes(routes, authority), authority)
}

/// Pages at the root: the documents that clients look for outside of any plugin.
pub(crate) fn root_routes(authority: &Shared) -> Routes {
    if !authority.settings.oidc.is_enabled() {
        return Routes::new();
    }
    public_get(
        Routes::new(),
        "/.well-known/oauth-authorization-server",
        get(documents::configuration),
        authority,
    )
}

/// Sign-in of other programs, present only where the configuration enables it; otherwise these paths belong to nobody
/// and answer as unknown providers do. Source: auth contract, section 7.
fn client_routes(routes: Routes, authority: &Shared) -> Routes {
    let oidc = &authority.settings.oidc;
    if !oidc.is_enabled() {
        return routes;
    }
    let routes = public_get(routes, "/v1/authorize", get(client::authorize), authority);
    let routes = public_get(routes, "/v1/sessions/{id}", get(consent::show), authority);
    let routes = public_post(routes, "/v1/sessions/{id}/approve", post(consent::approve), authority);
    let routes = public_post(routes, "/v1/sessions/{id}/reject", post(consent::reject), authority);
    let routes = public_post(routes, "/v1/token", post(token::exchange), authority);
    let routes = public_post(routes, "/v1/revoke", post(token::revoke), authority);
    if oidc.registration.is_none() {
        return routes;
    }
    public_post(routes, "/v1/register", post(client::register), authority)
}

fn provider_routes(routes: Routes, authority: &Shared) -> Routes {
    let mut routes = routes;
    if authority.settings.guest.is_some() {
        routes = public_get(routes, "/guest/refresh", get(provider::guest_refresh), authority);
        routes = public_post(routes, "/guest/refresh", post(provider::guest_refresh), authority);
        routes = public_get(routes, "/guest/start", get(provider::not_implemented), authority);
        routes = public_get(routes, "/guest/handler/frame", get(provider::not_implemented), authority);
        routes = public_post(routes, "/guest/handler/frame", post(provider::not_implemented), authority);
    }
    for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for path in ["/{provider}", "/{provider}/{*rest}"] {
            let Ok(filter) = method.clone().try_into() else { continue };
            let handler = on(filter, provider::unknown).with_state(Arc::clone(authority));
            routes = routes.add_plain(method.clone(), path, Access::Public, handler);
        }
    }
    routes
}

fn public_get(
    routes: Routes,
    path: &'static str,
    handler: MethodRouter<Shared>,
    authority: &Shared,
) -> Routes {
    routes.add_plain(Method::GET, path, Access::Public, handler.with_state(Arc::clone(authority)))
}

fn public_post(
    routes: Routes,
    path: &'static str,
    handler: MethodRouter<Shared>,
    authority: &Shared,
) -> Routes {
    routes.add_plain(Method::POST, path, Access::Public, handler.with_state(Arc::clone(authority)))
}
