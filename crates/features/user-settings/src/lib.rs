//! What each person keeps: settings by bucket and key (as the stock front end stores them), starred entities, and the
//! entities visited last.
//!
//! Knows users by their refs and entities by theirs; does not know what a setting means to whoever stored it, nor whether
//! an entity exists or may be seen (that is the catalog's).

mod api;
pub mod kept;
mod limits;
mod pages;
mod setting;
pub mod star;
mod store;
pub mod visit;

use futures_util::future::BoxFuture;
use kernel::db::Migration;
use kernel::{Contribution, Error, Feature, Services};

pub use crate::visit::Visits;

const MIGRATIONS: [Migration; 1] = [Migration {
    name: "0001_settings",
    sqlite: include_str!("../migrations/sqlite/0001_settings.sql"),
    postgres: include_str!("../migrations/postgres/0001_settings.sql"),
}];

/// The feature `user-settings`.
#[derive(Default)]
pub struct UserSettings {
    visits: Visits,
}

impl UserSettings {
    pub fn new() -> Self {
        Self::default()
    }

    /// What people visited last, for pages that show it.
    pub fn visits(&self) -> Visits {
        self.visits.clone()
    }
}

impl Feature for UserSettings {
    fn id(&self) -> &'static str {
        "user-settings"
    }

    fn migrations(&self) -> &'static [Migration] {
        &MIGRATIONS
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async move {
            self.visits.follow(services);
            Ok(Contribution {
                routes: api::routes(&services.db),
                pages: pages::routes(&services.db),
                extensions: vec![pages::extension(services, &self.visits)],
                ..Contribution::default()
            })
        })
    }
}
