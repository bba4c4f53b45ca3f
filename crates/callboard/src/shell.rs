//! The shell: what every page needs and no feature owns. Assets, sign-in page, the choice of colours, and the
//! pages that say why there is no page. Its id is `app`, which the stock frontend asks for the session cookie.

mod assets;
mod components;
mod failed;
mod settings;
mod sign_in;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::http::Method;
use axum::routing::{get, post};
use catalog::Handle;
use futures_util::future::BoxFuture;
use kernel::feature::{ErrorPage, NavigationItem};
use kernel::http::{Access, Routes};
use kernel::{Contribution, Error, Feature, Services};
use page::Frames;
use page::frames::{DATES_ACTION, FLAGS_ACTION, KEYS_ACTION, RAIL_ACTION, SETTINGS, SIGN_IN, THEME_ACTION};

use settings::choices;

/// Where readers are led who came from no page of the portal.
const HOME: &str = "/catalog";

/// What the pages of the shell need. Cheap to clone.
#[derive(Clone)]
struct Shell {
    frames: Frames,
    services: Services,
    /// Who the reader is in the catalog, and what is starred; not there in a portal without a catalog.
    catalog: Handle,
}

/// The feature `app`.
#[derive(Default)]
pub struct ShellFeature {
    catalog: Handle,
}

impl ShellFeature {
    pub fn new(catalog: Handle) -> Self {
        Self { catalog }
    }
}

impl Feature for ShellFeature {
    fn id(&self) -> &'static str {
        "app"
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async move {
            let shell = Shell {
                frames: Frames::new(services),
                services: services.clone(),
                catalog: self.catalog.clone(),
            };
            let frames = shell.frames.clone();
            let error_page: ErrorPage = Arc::new(move |page| failed::page(&frames, page));
            Ok(Contribution {
                pages: pages(&shell),
                extensions: settings::pages(&shell),
                navigation: vec![NavigationItem {
                    label: "Settings",
                    href: SETTINGS,
                    icon: "settings",
                    order: NavigationItem::AT_END + 90,
                }],
                error_page: Some(error_page),
                ..Contribution::default()
            })
        })
    }
}

fn pages(shell: &Shell) -> Routes {
    let state = || shell.clone();
    let routes = Routes::new()
        .add_plain(Method::GET, "/assets/{*path}", Access::Public, get(assets::by_name))
        .add_plain(Method::GET, "/favicon.ico", Access::Public, get(assets::icon))
        .add_plain(Method::GET, "/manifest.json", Access::Public, get(assets::manifest).with_state(state()))
        .add_plain(Method::GET, SIGN_IN, Access::OpenPage, get(sign_in::show).with_state(state()))
        .add_plain(Method::GET, SETTINGS, Access::Page, get(settings::show).with_state(state()))
        .add_plain(
            Method::GET,
            "/settings/{page}",
            Access::Page,
            get(settings::show_named).with_state(state()),
        )
        .add_plain(
            Method::POST,
            THEME_ACTION,
            Access::OpenPage,
            post(choices::choose_theme).with_state(state()),
        )
        .add_plain(
            Method::POST,
            RAIL_ACTION,
            Access::OpenPage,
            post(choices::choose_rail).with_state(state()),
        )
        .add_plain(
            Method::POST,
            DATES_ACTION,
            Access::OpenPage,
            post(choices::choose_dates).with_state(state()),
        )
        .add_plain(
            Method::POST,
            KEYS_ACTION,
            Access::OpenPage,
            post(choices::choose_keys).with_state(state()),
        )
        .add_plain(Method::POST, FLAGS_ACTION, Access::Page, post(choices::choose_flags).with_state(state()));
    components::add(routes, shell)
}
