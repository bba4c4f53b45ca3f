//! What features add to the pages of other features: tabs and cards of entities, widgets of the start page, pages of the
//! settings. Core features and foreign ones use this one door. Knows no feature, no HTML kit and no grammar of conditions.
//!
//! An extension is data and a function that draws it. Which are shown, in which order and under which title, can be changed
//! below `app.extensions`; what comes of that is the [`Layout`]. Ids are those of Backstage's frontend system, so that a
//! configuration made for it means the same here.

mod entries;
mod expression;
mod flags;
mod layout;
mod menu;
mod registry;
mod relations;
mod subject;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::sync::Arc;

use axum::http::HeaderMap;
use futures_util::future::BoxFuture;
use serde_json::Value;

pub use flags::{Flag, Flags};
pub use layout::{Layout, Look, Placed, Variant};
pub use menu::MenuItem;
pub use registry::Extensions;
pub use relations::{Edge, Relations};
pub use subject::Subject;

use crate::http::Query;
use crate::{Ctx, Error};

/// Where an extension is shown; the part of its id before the colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// `entity-content:`, a tab of an entity's page.
    EntityContent,
    /// `entity-card:`, a card on the overview of an entity.
    EntityCard,
    /// `entity-header-action:`, a button or form in the head of an entity's page, on every tab.
    EntityAction,
    /// `home-page-widget:`, a part of the start page.
    HomeWidget,
    /// `sub-page:user-settings/`, a page of the settings.
    SettingsPage,
}

impl Place {
    const ALL: [(&'static str, Self); 5] = [
        ("entity-content:", Self::EntityContent),
        ("entity-card:", Self::EntityCard),
        ("entity-header-action:", Self::EntityAction),
        ("home-page-widget:", Self::HomeWidget),
        ("sub-page:user-settings/", Self::SettingsPage),
    ];

    /// The place that an id names.
    fn of(id: &str) -> Option<Self> {
        let known =
            Self::ALL.iter().find(|(prefix, _)| id.strip_prefix(prefix).is_some_and(|name| !name.is_empty()));
        known.map(|(_, place)| *place)
    }
}

/// Which part of a page a card belongs to. Source: the card types of Backstage's entity page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Area {
    /// The wide column: what people work with.
    #[default]
    Content,
    /// The narrow column beside it: facts.
    Info,
    /// Across the page, above both columns and without a frame: what everybody should see first.
    Summary,
}

/// How much of its area a card takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    #[default]
    Full,
    /// Two stand side by side where there is room.
    Half,
}

/// For whom, where and about what an extension is drawn. Cheap to clone.
#[derive(Clone, Debug)]
pub struct View {
    pub ctx: Ctx,
    /// What the address says behind the path.
    pub query: Query,
    /// The entity that the page is about; `None` where it is about none.
    pub subject: Option<Arc<Subject>>,
    /// `config` of the extension below `app.extensions`, for keys that only the extension knows; null when there is none.
    pub config: Arc<Value>,
    /// What the browser said beside the address, such as choices that it keeps as cookies. Empty where the page does not
    /// pass it on.
    pub headers: Arc<HeaderMap>,
    /// What the reader has switched on; nothing where the page does not pass it on.
    pub flags: Flags,
}

impl View {
    /// A view about no entity, without configuration, headers and flags.
    pub fn new(ctx: Ctx, query: Query) -> Self {
        Self {
            ctx,
            query,
            subject: None,
            config: Arc::default(),
            headers: Arc::default(),
            flags: Flags::default(),
        }
    }
}

/// Draws an extension: HTML made by an engine that escapes, or `None` when there is nothing to show and the place should
/// stay empty. An error is shown in the extension's place and logged; the rest of the page stands.
pub type Draw = Arc<dyn Fn(View) -> BoxFuture<'static, Result<Option<String>, Error>> + Send + Sync>;

/// A number beside the title of a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub number: u64,
    /// It counts what is wrong.
    pub is_bad: bool,
}

/// Where the link in the head of a card leads.
#[derive(Clone, Debug)]
pub struct More {
    pub label: &'static str,
    /// `None` leaves the link out.
    pub href: fn(&View) -> Option<String>,
}

/// One thing that a feature adds to a page.
#[derive(Clone)]
pub struct Extension {
    /// `<place><plugin>/<name>`, such as `entity-card:catalog/about`.
    pub id: &'static str,
    pub title: &'static str,
    /// Name of an icon of the HTML kit; empty for none.
    pub icon: &'static str,
    /// Smaller comes first.
    pub order: u16,
    /// How addresses name a tab or a settings page: the `history` of `?tab=history`. Empty for what has no address.
    pub path: &'static str,
    pub area: Area,
    pub width: Width,
    /// A condition over the entity in Backstage's predicate form, and over `featureFlags`; without one it is shown for every
    /// entity.
    pub condition: Option<Value>,
    pub count: Option<fn(&Subject) -> Option<Count>>,
    pub more: Option<More>,
    /// The name of a permission that a reader needs to be offered a page of the settings; asked before it is drawn. Other
    /// places do not look at it.
    pub permission: Option<&'static str>,
    pub draw: Draw,
}

impl Extension {
    /// The order of those that do not say one: behind those of the core.
    pub const ORDER: u16 = 500;

    /// An extension for every entity, without icon and address. `draw` is called for every reader, and must check itself
    /// what they may see beyond the entity that it is given.
    pub fn new<Drawing>(
        id: &'static str,
        title: &'static str,
        draw: impl Fn(View) -> Drawing + Send + Sync + 'static,
    ) -> Self
    where
        Drawing: Future<Output = Result<Option<String>, Error>> + Send + 'static,
    {
        Self {
            id,
            title,
            icon: "",
            order: Self::ORDER,
            path: "",
            area: Area::default(),
            width: Width::default(),
            condition: None,
            count: None,
            more: None,
            permission: None,
            draw: Arc::new(move |view| Box::pin(draw(view))),
        }
    }
}
