//! Where people arrive and how they jump: the start page with its widgets, the palette, and the page of results. Joins
//! what features know (the catalog its entities, the user settings what each person keeps); has no tables of its own.
//! Widgets are extensions, so that other features add theirs and `app.extensions` arranges all of them.

mod actions;
mod changes;
pub(crate) mod entities;
mod first_steps;
mod front;
mod palette;
mod search;

use axum::http::Method;
use axum::routing::get;
use catalog::{Catalog, Handle};
use futures_util::future::BoxFuture;
use kernel::feature::NavigationItem;
use kernel::http::{Access, Routes};
use kernel::{Contribution, Ctx, Error, Feature, Services};
use page::Frames;
use page::frames::{PALETTE, SEARCH};
use user_settings::{Visits, star};

/// What the pages here need. Cheap to clone.
#[derive(Clone)]
struct Home {
    frames: Frames,
    services: Services,
    handle: Handle,
    visits: Visits,
}

/// The feature `home`.
pub(crate) struct HomeFeature {
    catalog: Handle,
    visits: Visits,
}

impl HomeFeature {
    pub(crate) fn new(catalog: Handle, visits: Visits) -> Self {
        Self { catalog, visits }
    }
}

impl Feature for HomeFeature {
    fn id(&self) -> &'static str {
        "home"
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async move {
            let home = Home {
                frames: Frames::new(services),
                services: services.clone(),
                handle: self.catalog.clone(),
                visits: self.visits.clone(),
            };
            Ok(Contribution {
                pages: pages(&home),
                extensions: front::widgets(&home),
                navigation: vec![
                    NavigationItem { label: "Home", href: "/", icon: "home", order: 10 },
                    NavigationItem { label: "Search", href: SEARCH, icon: "search", order: 60 },
                ],
                ..Contribution::default()
            })
        })
    }
}

fn pages(home: &Home) -> Routes {
    let state = || home.clone();
    Routes::new()
        .add_plain(Method::GET, "/", Access::FrontPage, get(front::show).with_state(state()))
        .add_plain(Method::GET, PALETTE, Access::Page, get(palette::answer).with_state(state()))
        .add_plain(Method::GET, SEARCH, Access::Page, get(search::show).with_state(state()))
}

impl Home {
    /// The catalog. All features have started before the first request.
    fn catalog(&self) -> Result<&Catalog, Error> {
        let away = || Error::Unavailable {
            message: "the catalog has not started".to_owned(),
            retry_after_seconds: 1,
        };
        self.handle.get().ok_or_else(away)
    }

    /// The refs that the reader has starred, those starred last first.
    async fn starred(&self, ctx: &Ctx) -> Result<Vec<String>, Error> {
        let mut refs = star::list(&self.services.db, ctx).await?;
        refs.reverse();
        Ok(refs)
    }

    /// The refs that the reader visited, the latest first.
    async fn visited(&self, ctx: &Ctx) -> Result<Vec<String>, Error> {
        self.visits.list(&self.services.db, ctx).await
    }

    /// What the reader owns by: themselves and their groups. Empty for readers who are no users.
    async fn owners(&self, ctx: &Ctx) -> Result<Vec<String>, Error> {
        match (ctx.principal(), self.services.gate.authenticator()) {
            (kernel::Principal::User { entity_ref, .. }, Some(authenticator)) => {
                Ok(authenticator.ownership(entity_ref).await?.to_vec())
            }
            _ => Ok(Vec::new()),
        }
    }
}
