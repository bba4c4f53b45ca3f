//! The pages below `/settings` and the forms on them. Each asks the gate by the permission that its extension names.

mod about;
mod audit;
mod config;
mod jobs;
mod metrics;

use std::future::Future;

use axum::http::Method;
use axum::routing::post;
use kernel::extension::{Extension, View};
use kernel::http::{Access, Routes};
use kernel::{Error, Services};
use maud::Markup;

use crate::{ADMINISTER, CONFIG, INFO, SCHEDULER_READ};

/// The route table of the forms.
pub(crate) fn routes(services: &Services) -> Routes {
    Routes::new().add_plain(
        Method::POST,
        jobs::ACTION,
        Access::Page,
        post(jobs::act_form).with_state(services.clone()),
    )
}

/// The pages.
pub(crate) fn extensions(services: &Services) -> Vec<Extension> {
    vec![
        Extension {
            path: jobs::PATH,
            icon: "clock",
            permission: Some(SCHEDULER_READ.name),
            ..page(services, "sub-page:user-settings/devtools-scheduled-tasks", "Jobs", 120, jobs::draw)
        },
        Extension {
            path: config::PATH,
            icon: "file",
            permission: Some(CONFIG.name),
            ..page(services, "sub-page:user-settings/devtools-config", "Configuration", 130, config::draw)
        },
        Extension {
            path: audit::PATH,
            icon: "shield",
            permission: Some(ADMINISTER.name),
            ..page(services, "sub-page:user-settings/devtools-audit", "Audit", 140, audit::draw)
        },
        Extension {
            path: "metrics",
            icon: "chart",
            permission: Some(INFO.name),
            ..page(services, "sub-page:user-settings/devtools-metrics", "Metrics", 150, metrics::draw)
        },
        Extension {
            path: "about",
            icon: "info",
            permission: Some(INFO.name),
            ..page(services, "sub-page:user-settings/devtools-info", "About", 160, about::draw)
        },
    ]
}

fn page<Drawing>(
    services: &Services,
    id: &'static str,
    title: &'static str,
    order: u16,
    draw: fn(Services, View) -> Drawing,
) -> Extension
where
    Drawing: Future<Output = Result<Markup, Error>> + Send + 'static,
{
    let services = services.clone();
    Extension {
        order,
        ..Extension::new(id, title, move |view| {
            let drawing = draw(services.clone(), view);
            async move { Ok(Some(drawing.await?.into_string())) }
        })
    }
}
