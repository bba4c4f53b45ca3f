//! `/settings` and the pages below it. They are extensions of all features (`sub-page:user-settings/…`), so that
//! `app.extensions` orders, renames and hides them; a page that asks for a permission stands in the list of those who hold
//! it. The pages about the reader are here; those about the portal are brought by other features.

pub(super) mod choices;
mod flags;
mod general;
mod session;
mod starred;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kernel::Error;
use kernel::extension::{Extension, Layout, Place, Placed, View};
use kernel::http::{Path, Query};
use maud::{Markup, PreEscaped, html};
use page::Visit;
use page::address::segment;
use page::audience;
use page::frames::SETTINGS;
use ui::form;
use ui::header::{self as heading, PageHeader};
use ui::notice::{self, State as Notice};
use ui::side::{self, Entry, Group};
use ui::{Href, Icon, Tone};

use super::Shell;

/// What the pages of those who look after the portal stand under.
const FOR_KEEPERS: &str = "Portal";

/// The pages of this feature.
pub(super) fn pages(shell: &Shell) -> Vec<Extension> {
    let (general, session, starred, flags) = (shell.clone(), shell.clone(), shell.clone(), shell.clone());
    vec![
        Extension {
            path: "general",
            icon: "user",
            order: 10,
            ..Extension::new("sub-page:user-settings/general", "General", move |view| {
                general::draw(general.clone(), view)
            })
        },
        Extension {
            path: "starred",
            icon: "star",
            order: 20,
            ..Extension::new("sub-page:user-settings/starred", "Starred", move |view| {
                starred::draw(starred.clone(), view)
            })
        },
        Extension {
            path: "auth-providers",
            icon: "lock",
            order: 30,
            ..Extension::new("sub-page:user-settings/auth-providers", "Session", move |view| {
                session::draw(session.clone(), view)
            })
        },
        Extension {
            path: flags::PATH,
            icon: "spark",
            order: 40,
            ..Extension::new(flags::ID, "Feature flags", move |view| {
                std::future::ready(Ok(Some(flags::draw(&flags, &view))))
            })
        },
    ]
}

/// The first page of the list.
pub(super) async fn show(
    State(shell): State<Shell>,
    visit: Visit,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Error> {
    render(&shell, &visit, query, headers, "").await
}

/// The page of that name.
pub(super) async fn show_named(
    State(shell): State<Shell>,
    visit: Visit,
    Path(name): Path<String>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Error> {
    render(&shell, &visit, query, headers, &name).await
}

async fn render(
    shell: &Shell,
    visit: &Visit,
    query: Query,
    headers: HeaderMap,
    name: &str,
) -> Result<Response, Error> {
    let layout = shell.services.extensions.layout();
    let offered = offered(shell, visit, &layout).await?;
    let Some(open) = find(&layout, visit, &offered, name) else {
        return Err(Error::NotFound("the settings have no such page".to_owned()));
    };
    let may_open = offered.iter().any(|placed| placed.extension.id == open.extension.id);
    let (status, body) = if may_open {
        let view = View {
            headers: Arc::new(headers),
            flags: visit.flags.clone(),
            ..View::new(visit.ctx.clone(), query)
        };
        draw(shell, open, view).await
    } else {
        (StatusCode::FORBIDDEN, denied(shell, open.extension.permission))
    };
    let title = &open.look.title;
    let content = html! {
        (heading::page_header(&PageHeader {
            mark: html! {},
            title: title.clone(),
            below: html! {},
            actions: html! {},
        }))
        @if may_open && open.extension.permission.is_some() && !shell.services.gate.enabled() { (open_to_all()) }
        (body)
    };
    let content = side::side("Settings", &groups(&layout, &offered, open), &content);
    let title = format!("{title} · Settings");
    Ok(page::html(status, ui::layout::page(&shell.frames.of(visit), &title, &content)))
}

/// The pages that the reader is offered, in order.
async fn offered<'l>(shell: &Shell, visit: &Visit, layout: &'l Layout) -> Result<Vec<&'l Placed>, Error> {
    let ctx = &visit.ctx;
    let mut offered = Vec::new();
    for placed in audience::placed(layout, Place::SettingsPage, &visit.flags) {
        let is_offered = match placed.extension.permission {
            Some(permission) => shell.services.gate.may(ctx, permission).await?,
            None => true,
        };
        if is_offered {
            offered.push(placed);
        }
    }
    Ok(offered)
}

/// The page that an address names, also by the path that it has without configuration, to which forms lead back.
fn find<'l>(layout: &'l Layout, visit: &Visit, offered: &[&'l Placed], name: &str) -> Option<&'l Placed> {
    if name.is_empty() {
        return offered.first().copied();
    }
    let shown = || audience::placed(layout, Place::SettingsPage, &visit.flags);
    shown()
        .find(|placed| placed.look.path == name)
        .or_else(|| shown().find(|placed| placed.extension.path == name))
}

fn groups(layout: &Layout, offered: &[&Placed], open: &Placed) -> Vec<Group> {
    let (mut mine, mut keepers) =
        (Group::default(), Group { title: Some(FOR_KEEPERS.to_owned()), entries: Vec::new() });
    for placed in offered {
        let is_open = placed.extension.id == open.extension.id;
        // Most portals declare no flags, and nobody looks for what is not there.
        if placed.extension.id == flags::ID && layout.flags.is_empty() && !is_open {
            continue;
        }
        let entry = Entry {
            label: placed.look.title.clone(),
            href: Href::new(format!("{SETTINGS}/{}", segment(&placed.look.path))),
            icon: Icon::named(&placed.look.icon),
            is_open,
            problems: None,
        };
        let group = if placed.extension.permission.is_some() { &mut keepers } else { &mut mine };
        group.entries.push(entry);
    }
    let mut groups = vec![mine, keepers];
    groups.retain(|group| !group.entries.is_empty());
    groups
}

async fn draw(shell: &Shell, placed: &Placed, view: View) -> (StatusCode, Markup) {
    let view = View { config: Arc::clone(&placed.config), ..view };
    match (placed.extension.draw)(view).await {
        Ok(Some(body)) => (StatusCode::OK, PreEscaped(body)),
        Ok(None) => (StatusCode::OK, html! { p.muted { "There is nothing to show here." } }),
        Err(Error::Forbidden(_)) => (StatusCode::FORBIDDEN, denied(shell, placed.extension.permission)),
        Err(error) => {
            tracing::warn!(page = placed.extension.id, %error, "a page of the settings was not drawn");
            (StatusCode::INTERNAL_SERVER_ERROR, failed(&error))
        }
    }
}

/// A form that keeps a choice and leads back to `back`.
fn saving(action: &str, back: &str, label: &str, fields: &Markup) -> Markup {
    html! {
        form method="post" action=(action) {
            input type="hidden" name="return" value=(back);
            (fields)
            (form::foot(&html! { button.button type="submit" { (label) } }))
        }
    }
}

fn denied(shell: &Shell, permission: Option<&str>) -> Markup {
    let portal = shell.frames.brand().title;
    let state = notice::state(&Notice {
        icon: Icon::Lock,
        tone: Tone::Warn,
        title: "You may not see this page".to_owned(),
        text: format!("Those who look after {portal} decide who may see what. Ask them for the permission."),
        detail: html! { @if let Some(permission) = permission { p { code { (permission) } } } },
        actions: html! {},
    });
    html! { div.card { (state) } }
}

fn failed(error: &Error) -> Markup {
    let text = match error {
        Error::Internal(_) => {
            "Something went wrong on the server; its log says what. Try again in a moment.".to_owned()
        }
        told => told.to_string(),
    };
    let state = notice::state(&Notice {
        icon: Icon::Stop,
        tone: Tone::Bad,
        title: "This page could not be shown".to_owned(),
        text,
        detail: html! {},
        actions: html! {},
    });
    html! { div.card role="alert" { (state) } }
}

fn open_to_all() -> Markup {
    notice::notice(
        Tone::Warn,
        &html! {
            p {
                b { "Everybody who is let in sees this page and may act here." }
                " Decisions are off: " code { "permission.enabled" } " is not set."
            }
        },
    )
}
