//! What the process knows of itself, as pages of the settings for those who look after the portal: its jobs, the
//! configuration as it was read, what was decided lately, its metrics, and what it is. Knows the kernel and no feature.

mod exposition;
mod pages;

use futures_util::future::BoxFuture;
use kernel::gate::{Action, Permission, permission_routes};
use kernel::http::Routes;
use kernel::{Contribution, Error, Feature, Services};

/// The id of this feature.
const PLUGIN: &str = "devtools";

const fn read(name: &'static str) -> Permission {
    Permission { name, action: Some(Action::Read), resource_type: None }
}

// Source: permission contract, section 5.
const ADMINISTER: Permission = read("devtools.administer");
const INFO: Permission = read("devtools.info");
const CONFIG: Permission = read("devtools.config");
const SCHEDULER_READ: Permission = read("devtools.scheduler.read");
const SCHEDULER_TRIGGER: Permission =
    Permission { name: "devtools.scheduler.trigger", action: Some(Action::Update), resource_type: None };

/// In the order of Backstage's metadata. Nothing here asks for `devtools.external-dependencies` yet.
const ALL: &[Permission] =
    &[ADMINISTER, INFO, CONFIG, read("devtools.external-dependencies"), SCHEDULER_READ, SCHEDULER_TRIGGER];

/// The feature `devtools`.
pub struct Devtools;

impl Feature for Devtools {
    fn id(&self) -> &'static str {
        PLUGIN
    }

    fn permissions(&self) -> &'static [Permission] {
        ALL
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async move {
            Ok(Contribution {
                routes: permission_routes(Routes::new(), ALL, &[]),
                pages: pages::routes(services),
                extensions: pages::extensions(services),
                ..Contribution::default()
            })
        })
    }
}
