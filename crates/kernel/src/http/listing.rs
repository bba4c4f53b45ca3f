//! What a plugin tells about itself: its OpenAPI document and the actions that it offers. Source: platform-services
//! contract, sections 12 and 13.

use axum::http::{Method, header};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Value, json};

use super::{Access, Routes, openapi, respond};
use crate::feature::ActionDescription;

/// The routes, made from what the feature declared. A plugin without documented operations has no document.
pub(super) fn routes(plugin: &'static str, declared: &Routes, actions: &[ActionDescription]) -> Routes {
    let list: Vec<Value> = actions.iter().map(|action| action.to_wire(plugin)).collect();
    let mut routes = Routes::new();
    routes = fixed(routes, "/.backstage/actions/v1/actions", &json!({ "actions": list }));
    if declared.iter().any(|route| route.operation.is_some()) {
        routes = fixed(routes, "/openapi.json", &openapi::document(plugin, declared));
    }
    routes
}

/// A route whose answer never changes.
fn fixed(routes: Routes, path: &'static str, body: &Value) -> Routes {
    let body = Bytes::from(body.to_string());
    let handler = get(move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, respond::JSON)], body) }
    });
    routes.add_plain(Method::GET, path, Access::Credentials, handler)
}
