//! Routes with declared access. A route does not exist until it says who may call it.

use axum::http::Method;
use axum::routing::MethodRouter;

use super::Operation;

/// Who may call a route. Source: auth contract, section 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, also without credentials; given credentials must still be valid.
    Public,
    /// A user or a service.
    Credentials,
    /// A user only.
    User,
    /// A service only.
    Service,
    /// A bearer token or the cookie with a limited user token.
    Cookie,
    /// A page: like `Cookie`, but nobody is sent to the sign-in page (or signed in as guest where that is allowed).
    Page,
    /// The start page: like `Page`, but where nobody can be signed in at once it is shown to nobody, so that it greets
    /// instead of sending away.
    FrontPage,
    /// A page for anybody, such as the one where people sign in.
    OpenPage,
}

impl Access {
    /// Whether people read it in a browser, so that it fails as a page and not as the wire API does.
    pub fn is_page(self) -> bool {
        matches!(self, Self::Page | Self::FrontPage | Self::OpenPage)
    }
}

/// One route below the mount of its feature (`/entities/by-name/{kind}/{namespace}/{name}`).
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    /// `None` keeps the route out of the OpenAPI document and unvalidated.
    pub operation: Option<Operation>,
    pub handler: MethodRouter,
    /// Largest request body in bytes; `None` is the default of the route's kind ([`crate::http::settings`]).
    pub body_limit: Option<usize>,
}

/// The route table of a feature; read it top to bottom.
#[derive(Default)]
pub struct Routes {
    routes: Vec<Route>,
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a documented, validated route. `handler` answers `method` only (`axum::routing::get(...)` and so on), with
    /// its state already given.
    #[must_use]
    pub fn add(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        operation: Operation,
        handler: MethodRouter,
    ) -> Self {
        self.routes.push(Route {
            method,
            path,
            access,
            operation: Some(operation),
            handler,
            body_limit: None,
        });
        self
    }

    /// Adds a route outside the OpenAPI document.
    #[must_use]
    pub fn add_plain(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        handler: MethodRouter,
    ) -> Self {
        self.routes.push(Route { method, path, access, operation: None, handler, body_limit: None });
        self
    }

    /// Lets the route added last take bodies of up to `bytes`.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        if let Some(route) = self.routes.last_mut() {
            route.body_limit = Some(bytes);
        }
        self
    }

    /// Adds the routes of another table behind these.
    pub fn append(&mut self, other: Self) {
        self.routes.extend(other.routes);
    }

    pub fn iter(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter()
    }

    pub fn into_vec(self) -> Vec<Route> {
        self.routes
    }
}
