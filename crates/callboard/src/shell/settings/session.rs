//! "Session": who the reader is to programs, until when, and the ways to sign in. No token is part of the page.

use kernel::extension::View;
use kernel::{Credentials, Ctx, Error, Principal};
use maud::{Markup, html};
use ui::{button, card, dates};

use super::super::{Shell, sign_in};

/// Refs of ownership that the page names.
const TOLD_OWNERSHIP: usize = 100;
const MINUTE: i64 = 60_000;

pub(super) async fn draw(shell: Shell, view: View) -> Result<Option<String>, Error> {
    let ctx = &view.ctx;
    let ownership = ownership(&shell, ctx).await?;
    let content = html! {
        div.stack {
            (card::card("Who you are to programs", None, &card::facts(&facts(ctx, &ownership))))
            (card::card("Ways to sign in", None, &sign_in::ways(&sign_in::providers(&shell))))
        }
    };
    Ok(Some(content.into_string()))
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
    let subject = ctx.credentials.subject();
    let mut facts = vec![
        ("Signed in as".to_owned(), html! { code { (subject) } " " (button::copy("Copy", subject)) }),
        ("Proved by".to_owned(), proof(&ctx.credentials)),
    ];
    if let Some(end) = ctx.credentials.expires_at {
        let minutes = end.saturating_sub(ctx.now).div_euclid(MINUTE).max(0);
        let until = html! {
            (dates::date(&kernel::clock::iso(end)))
            @if minutes < 24 * 60 { span.muted { ", in " (ui::plural(minutes.unsigned_abs(), "minute", "minutes")) } }
        };
        facts.push(("Ends".to_owned(), until));
    }
    if !ownership.is_empty() {
        let told = ownership.get(..TOLD_OWNERSHIP.min(ownership.len())).unwrap_or_default();
        let list = html! {
            ul { @for entity_ref in told { li { code { (entity_ref) } } } }
            @if ownership.len() > told.len() { p.muted { "and " (ui::count(ownership.len() - told.len())) " more" } }
        };
        facts.push(("Claims ownership as".to_owned(), list));
    }
    facts
}

/// What sort of token it is; the token itself stays where it is.
fn proof(credentials: &Credentials) -> Markup {
    match (&credentials.principal, credentials.limited) {
        (Principal::User { .. }, true) => html! {
            "a limited user token in a cookie that scripts cannot read"
            p.muted { "Pages take it. The API wants a user token in " code { "Authorization: Bearer …" } " instead." }
        },
        (Principal::User { .. }, false) => html! { "a user token in " code { "Authorization: Bearer …" } },
        (Principal::Service { .. }, _) => html! { "a service token" },
        (Principal::None, _) => html! { "nothing" },
    }
}
