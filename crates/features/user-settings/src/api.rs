//! The wire API at `/api/user-settings`. Source: platform-services contract, section 8.

mod setting;

use axum::http::Method;
use axum::routing::{delete, get, post, put};
use kernel::Db;
use kernel::http::{Access, Operation, Routes};
use serde_json::json;

use crate::limits::MAXIMUM_BODY_BYTES;

/// The key is the rest of the path, because keys may have slashes.
const SETTING: &str = "/buckets/{bucket}/keys/{*key}";

/// The route table. Bodies are judged by the handlers, in the words that the stock server has for them.
pub(crate) fn routes(db: &Db) -> Routes {
    let state = || db.clone();
    let value = json!({"type": "object", "properties": {"value": {}}, "required": ["value"]});
    let item = json!({
        "type": "object",
        "properties": {"bucket": {"type": "string"}, "key": {"type": "string"}},
        "required": ["bucket", "key"],
    });
    let items = json!({"type": "object", "properties": {"items": {"type": "array", "items": item}}, "required": ["items"]});
    Routes::new()
        .add(
            Method::GET,
            SETTING,
            Access::User,
            Operation::new("GetUserSetting", "One of your settings"),
            get(setting::find).with_state(state()),
        )
        .add(
            Method::PUT,
            SETTING,
            Access::User,
            Operation::new("PutUserSetting", "Keep a setting").json(true, value).unvalidated(),
            put(setting::put).with_state(state()),
        )
        .body_limit(MAXIMUM_BODY_BYTES)
        .add(
            Method::DELETE,
            SETTING,
            Access::User,
            Operation::new("DeleteUserSetting", "Forget a setting").succeeds_with(204),
            delete(setting::remove).with_state(state()),
        )
        .add(
            Method::POST,
            "/multiget",
            Access::User,
            Operation::new("GetUserSettings", "Many of your settings").json(true, items).unvalidated(),
            post(setting::find_many).with_state(state()),
        )
        .body_limit(MAXIMUM_BODY_BYTES)
}
