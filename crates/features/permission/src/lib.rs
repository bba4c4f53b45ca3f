//! What callers may do: decisions over the wire, and the policy as data.
//!
//! Knows permissions, policies and the decision route; does not know who callers are (that is the auth feature's) nor
//! what a rule means (its plugin says so through [`kernel::gate::ResourceRules`]).

mod api;
mod authorize;
mod policy;
mod stock;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::{Contribution, Error, Feature, Services};

use crate::authorize::Authorizer;
use crate::policy::installed::Installed;

pub use crate::policy::settings::{PolicyError, check};

/// The feature `permission`.
#[derive(Default)]
pub struct Permissions {}

impl Permissions {
    pub fn new() -> Self {
        Self::default()
    }
}

impl Feature for Permissions {
    fn id(&self) -> &'static str {
        "permission"
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async move {
            let installed = Arc::new(Installed::from_config(&services.config).map_err(Error::internal)?);
            let (following, config) = (Arc::clone(&installed), services.config.clone());
            services.tasks.spawn_loop("permission policy reload", move || {
                Arc::clone(&following).follow(config.clone())
            });
            let authorizer =
                Arc::new(Authorizer { gate: services.gate.clone(), audit: services.audit.clone() });
            Ok(Contribution {
                routes: api::routes(&authorizer),
                policy: Some(installed),
                ..Contribution::default()
            })
        })
    }
}
