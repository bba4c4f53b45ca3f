//! The feature through the real edge: shapes as recorded from Backstage, and who may do what.

mod providers;
mod recorded;
mod service_tokens;
mod sessions;

use std::sync::Arc;

use auth::{Auth, DirectoryUser, UserDirectory};
use futures_util::future::BoxFuture;
use kernel::Error;
use serde_json::{Value, json};
use testkit::TestPortal;

/// A directory in which the guest is a member of one group.
struct People;

impl UserDirectory for People {
    fn user<'a>(&'a self, entity_ref: &'a str) -> BoxFuture<'a, Result<Option<DirectoryUser>, Error>> {
        let found = (entity_ref == "user:default/guest").then(|| DirectoryUser {
            entity_ref: entity_ref.to_owned(),
            member_of: vec!["group:default/pears".to_owned()],
        });
        Box::pin(async move { Ok(found) })
    }
}

async fn portal(config: Value) -> TestPortal {
    TestPortal::builder().config(config).feature(Auth::new(Arc::new(People))).real_identity().start().await
}

fn dynamic_clients() -> Value {
    json!({ "auth": { "experimentalDynamicClientRegistration": {
        "enabled": true,
        "allowedRedirectUriPatterns": ["http://127.0.0.1:*"],
    } } })
}
