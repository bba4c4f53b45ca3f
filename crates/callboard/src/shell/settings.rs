//! Who the reader is here, and in which colours they read.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::{Ctx, Error, Principal};
use maud::{Markup, html};
use page::{Form, Visit};
use ui::card;
use ui::header::{self as heading, PageHeader};
use ui::{Rail, Theme, rail, theme};

use super::{HOME, Shell};

/// How long a browser keeps the choice of colours and of the rail's width, in seconds: a year.
const CHOICE_LIFETIME: u32 = 365 * 24 * 60 * 60;
/// Refs of ownership that the page names.
const TOLD_OWNERSHIP: usize = 100;

pub(super) async fn show(State(shell): State<Shell>, visit: Visit) -> Result<Response, Error> {
    let ownership = ownership(&shell, &visit.ctx).await?;
    let facts = facts(&visit.ctx, &ownership);
    let content = html! {
        (heading::page_header(&PageHeader {
            mark: html! {},
            title: "Settings".to_owned(),
            below: html! {},
            actions: html! {},
        }))
        div.stack {
            (card::card("You", None, &card::facts(&facts)))
            (card::card("Colours", None, &html! {
                p.muted { "Kept in this browser. The switch at the end of the rail does the same." }
                p { "Now: " b { (colours(visit.theme)) } }
            }))
        }
    };
    let frame = shell.frames.of(&visit);
    Ok(page::html(StatusCode::OK, ui::layout::page(&frame, "Settings", &content)))
}

async fn ownership(shell: &Shell, ctx: &Ctx) -> Result<Vec<String>, Error> {
    let (Principal::User { entity_ref, .. }, Some(authenticator)) =
        (ctx.principal(), shell.services.gate.authenticator())
    else {
        return Ok(Vec::new());
    };
    Ok(authenticator.ownership(entity_ref).await?.to_vec())
}

fn facts(ctx: &Ctx, ownership: &[String]) -> Vec<(String, Markup)> {
    let mut facts = vec![("Signed in as".to_owned(), html! { code { (ctx.credentials.subject()) } })];
    if !ownership.is_empty() {
        let told = ownership.get(..TOLD_OWNERSHIP.min(ownership.len())).unwrap_or_default();
        let list = html! {
            ul { @for entity_ref in told { li { code { (entity_ref) } } } }
            @if ownership.len() > told.len() { p.muted { "and " (ownership.len() - told.len()) " more" } }
        };
        facts.push(("You own as".to_owned(), list));
    }
    if let Some(end) = ctx.credentials.expires_at {
        let seconds = end.saturating_sub(ctx.now).div_euclid(1000).max(0);
        facts.push(("Signed in for".to_owned(), html! { (seconds / 60) " more minutes" }));
    }
    facts
}

fn colours(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "same as your system",
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Contrast => "high contrast",
    }
}

/// Keeps the choice in a cookie and leads back to where it was made.
pub(super) async fn choose_theme(State(shell): State<Shell>, form: Form) -> Result<Response, Error> {
    let theme = Theme::named(form.text("theme"));
    chosen(&shell, &form, theme::COOKIE, theme.name())
}

/// The same for the width of the rail.
pub(super) async fn choose_rail(State(shell): State<Shell>, form: Form) -> Result<Response, Error> {
    let rail = Rail::named(form.text("rail"));
    chosen(&shell, &form, rail::COOKIE, rail.name())
}

/// The cookie is open to the page's script, which writes it, too: it holds no secret.
fn chosen(shell: &Shell, form: &Form, name: &str, value: &str) -> Result<Response, Error> {
    let back = page::address::local_path(form.text("return")).unwrap_or(HOME);
    let mut response = page::see_other(back);
    let secure = if shell.is_https() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={CHOICE_LIFETIME}; SameSite=Lax{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Error::internal)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

impl Shell {
    fn is_https(&self) -> bool {
        let base = self.services.config.root().string("app.baseUrl").ok().flatten();
        base.is_some_and(|url| url.starts_with("https:"))
    }
}
