//! The page of those who are not signed in and cannot be signed in as guests: which providers the configuration names,
//! and what to do.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::http::Query;
use kernel::identity::Welcome;
use kernel::{Error, Principal};
use maud::{Markup, html};
use page::Visit;
use page::address::local_path;
use ui::button::{self, Weight};
use ui::notice::{self, State as Notice};
use ui::{Href, Icon, Tone, badge, card, code};

use super::{HOME, Shell};

/// The one provider that this portal signs people in by itself with.
const GUEST: &str = "guest";

/// What lets guests in.
const GUEST_CONFIGURATION: &str = "auth:
  providers:
    guest:
      userEntityRef: user:default/guest
      dangerouslyAllowOutsideDevelopment: true";

pub(super) async fn show(State(shell): State<Shell>, visit: Visit, query: Query) -> Result<Response, Error> {
    let back = query.get("return").and_then(local_path).unwrap_or(HOME);
    let is_known = *visit.ctx.principal() != Principal::None;
    if is_known || guests_are_welcome(&shell).await? {
        // The page signs in whoever may be signed in by itself.
        return Ok(page::see_other(back));
    }
    let mut frame = shell.frames.of(&visit);
    frame.sign_in = None;
    frame.navigation.clear();
    frame.search = None;
    let providers = providers(&shell);
    let content = html! {
        div.card {
            (notice::page_state(&Notice {
                icon: Icon::Lock,
                tone: Tone::Plain,
                title: format!("Sign in to {}", frame.brand.title),
                text: "This portal shows its pages to people it knows.".to_owned(),
                detail: html! {},
                actions: button::link("Try again", Some(Icon::Refresh), &Href::new(back), Weight::Plain),
            }))
        }
        (card::card("Ways to sign in", None, &ways(&providers)))
    };
    Ok(page::html(StatusCode::OK, ui::layout::page(&frame, "Sign in", &content)))
}

async fn guests_are_welcome(shell: &Shell) -> Result<bool, Error> {
    let Some(authenticator) = shell.services.gate.authenticator() else { return Ok(false) };
    Ok(matches!(authenticator.welcome().await?, Welcome::SignedIn { .. }))
}

/// The names below `auth.providers`.
pub(super) fn providers(shell: &Shell) -> Vec<String> {
    let section = shell.services.config.root().section("auth.providers").ok().flatten();
    section.map_or_else(Vec::new, |section| section.keys())
}

pub(super) fn ways(providers: &[String]) -> Markup {
    html! {
        @if providers.is_empty() {
            p { "The configuration names no provider under " code { "auth.providers" } ". To let guests in, add:" }
            (code::block("app-config.yaml", GUEST_CONFIGURATION))
        } @else {
            ul.rows {
                @for provider in providers {
                    li {
                        (ui::icon::draw(Icon::Enter))
                        bdi { (provider) }
                        @if provider == GUEST {
                            span.muted { "lets guests in where NODE_ENV is development, or where dangerouslyAllowOutsideDevelopment is set" }
                        } @else {
                            (badge::badge("not available", Tone::Warn, None))
                            span.muted { "this version signs people in as guests only" }
                        }
                    }
                }
            }
        }
        p.muted { "Programs send a token instead: " code { "Authorization: Bearer …" } }
    }
}
