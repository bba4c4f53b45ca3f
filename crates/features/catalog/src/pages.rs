//! The catalog's pages: each handler reads the address, calls use cases and draws. The rules are in the use cases, the
//! looks in `view`. Paths and parameters are those of the stock app, so that its bookmarks work.

mod actions;
mod address;
mod apis;
mod arrange;
mod bulk;
mod chosen_columns;
mod column;
mod dependencies;
mod edit;
mod entity;
mod facts;
mod filters;
mod graph;
mod health;
mod hierarchy;
mod history;
mod import;
mod list;
mod listing;
mod members;
mod overview;
mod ownership;
mod panel;
mod part;
mod parts;
mod problems;
mod profile;
mod raw;
mod related;
mod relations;
mod row;
mod shown;
mod stored;
mod suggestions;
mod titles;
mod unprocessed;
pub mod view;
mod views;
mod window;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::http::Method;
use axum::routing::{get, post};
use kernel::gate::Permission;
use kernel::http::{Access, Routes};
use kernel::{Ctx, Decision, Error};
use page::Frames;

use arrange::Arrangements;
use chosen_columns::COLUMNS_ACTION;
pub(crate) use parts::extensions;
use views::{CHANGE, VIEWS};

use crate::Catalog;
use crate::permissions::{LOCATION_CREATE, PLUGIN, visible};
use crate::personal::PersonalStore;

/// What every page of the catalog needs. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pages {
    catalog: Catalog,
    frames: Frames,
    arrangements: Arrangements,
    turns: graph::Turns,
    /// What readers keep for themselves; `None` in a portal that keeps nothing.
    personal: Option<Arc<dyn PersonalStore>>,
}

/// Where an existing component is registered.
const IMPORT: &str = "/catalog-import";

/// The route table of the pages.
pub(crate) fn routes(pages: &Pages) -> Routes {
    let state = || pages.clone();
    let entity = "/catalog/{namespace}/{kind}/{name}";
    let refresh = "/catalog/{namespace}/{kind}/{name}/refresh";
    let unregister = "/catalog/{namespace}/{kind}/{name}/unregister";
    let inner = "/catalog/{namespace}/{kind}/{name}/{tab}";
    edit::routes(graph::routes(Routes::new(), pages), pages)
        .add_plain(Method::GET, "/catalog", Access::Page, get(list::show).with_state(state()))
        .add_plain(Method::GET, address::APIS, Access::Page, get(list::show_apis).with_state(state()))
        .add_plain(
            Method::POST,
            COLUMNS_ACTION,
            Access::Page,
            post(chosen_columns::choose).with_state(state()),
        )
        .add_plain(Method::GET, VIEWS, Access::Page, get(views::show).with_state(state()))
        .add_plain(Method::POST, VIEWS, Access::Page, post(views::keep).with_state(state()))
        .add_plain(Method::POST, CHANGE, Access::Page, post(views::alter).with_state(state()))
        .add_plain(Method::POST, bulk::REFRESH, Access::Page, post(bulk::refresh).with_state(state()))
        .add_plain(Method::POST, bulk::REFS, Access::Page, post(bulk::show_refs).with_state(state()))
        .add_plain(Method::GET, entity, Access::Page, get(entity::show).with_state(state()))
        .add_plain(Method::GET, inner, Access::Page, get(entity::show_tab).with_state(state()))
        .add_plain(Method::POST, refresh, Access::Page, post(actions::refresh).with_state(state()))
        .add_plain(Method::GET, unregister, Access::Page, get(actions::confirm).with_state(state()))
        .add_plain(Method::POST, unregister, Access::Page, post(actions::unregister).with_state(state()))
        .add_plain(Method::POST, health::AGAIN, Access::Page, post(health::read_again).with_state(state()))
        .add_plain(
            Method::POST,
            unprocessed::FORGET,
            Access::Page,
            post(unprocessed::forget).with_state(state()),
        )
        .add_plain(Method::GET, IMPORT, Access::Page, get(import::show).with_state(state()))
        .add_plain(Method::POST, IMPORT, Access::Page, post(import::submit).with_state(state()))
}

impl Pages {
    pub(crate) fn new(catalog: &Catalog, personal: Option<Arc<dyn PersonalStore>>) -> Self {
        let services = &catalog.ingest.services;
        Self {
            catalog: catalog.clone(),
            frames: Frames::new(services),
            arrangements: Arrangements::new(&services.extensions),
            turns: graph::Turns::default(),
            personal,
        }
    }

    /// Whether the reader holds a permission that is about no single entity.
    async fn may(&self, ctx: &Ctx, permission: &Permission) -> Result<bool, Error> {
        Ok(self.catalog.gate().decide(ctx, PLUGIN, permission).await? == Decision::Allow)
    }

    /// Whether the reader holds a permission for one entity.
    async fn may_with(&self, ctx: &Ctx, permission: &Permission, entity_ref: &str) -> Result<bool, Error> {
        let allowed = visible(self.catalog.gate(), ctx, permission).await?;
        Ok(self.catalog.is_visible(entity_ref, &allowed))
    }

    /// Whether the reader may register locations here.
    async fn may_register(&self, ctx: &Ctx) -> Result<bool, Error> {
        Ok(!self.catalog.ingest.settings().readonly && self.may(ctx, &LOCATION_CREATE).await?)
    }

    /// Who can help a reader who may not see something.
    fn helpers(&self) -> String {
        format!("Those who look after {} decide who may see what. Ask them.", self.frames.brand().title)
    }
}
