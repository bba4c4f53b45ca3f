//! "General": who the reader is, in which colours they read, whether single keys act and how dates are written.

use kernel::extension::{Subject, View};
use kernel::{Ctx, Error, Principal};
use maud::{Markup, html};
use page::Visit;
use page::frames::{DATES_ACTION, KEYS_ACTION, SETTINGS, THEME_ACTION};
use ui::avatar::{self, Avatar, Size};
use ui::dates::{Style, Zone};
use ui::form::{self, Choice, Control};
use ui::shortcuts::Keys;
use ui::{Dates, Href, Theme, card, kind};

use super::super::Shell;
use super::saving;
use crate::home::entities;

/// Groups that the page names.
const TOLD_GROUPS: usize = 100;

pub(super) async fn draw(shell: Shell, view: View) -> Result<Option<String>, Error> {
    let visit = Visit::unknown(&axum::http::Uri::default(), &view.headers);
    let content = html! {
        div.stack {
            (card::card("You", None, &profile(&shell, &view.ctx).await?))
            (card::card("Colours", None, &colours(visit.theme)))
            (card::card("Keys", None, &keys(visit.keys)))
            (card::card("Dates", None, &dates(visit.dates, &kernel::clock::iso(view.ctx.now))))
        }
    };
    Ok(Some(content.into_string()))
}

async fn profile(shell: &Shell, ctx: &Ctx) -> Result<Markup, Error> {
    let Principal::User { entity_ref, .. } = ctx.principal() else {
        return Ok(html! { p { "You are " code { (ctx.credentials.subject()) } ", a program." } });
    };
    let own = own_entity(shell, ctx, entity_ref).await?;
    let groups = groups(shell, ctx, entity_ref).await?;
    let short = entity_ref.rsplit('/').next().unwrap_or(entity_ref);
    let profile = |name| own.as_ref().and_then(|own| own.profile(name));
    let name = own.as_ref().and_then(|own| own.title()).or(profile("displayName")).unwrap_or(short);
    let face = Avatar {
        name: name.to_owned(),
        picture: profile("picture").map(Href::picture).filter(|picture| picture.get().is_some()),
        size: Size::Large,
    };
    let mut facts = Vec::new();
    if let Some(own) = &own {
        facts.push(("Your page".to_owned(), html! { a.link href=(own.path) { (name) " in the catalog" } }));
    }
    if !groups.is_empty() {
        let rest = groups.len().saturating_sub(TOLD_GROUPS);
        let list = html! {
            ul { @for link in groups.iter().take(TOLD_GROUPS) { li { (link) } } }
            @if rest > 0 { p.muted { "and " (ui::count(rest)) " more" } }
        };
        facts.push(("You own as".to_owned(), list));
    }
    Ok(html! {
        div.profile {
            (avatar::avatar(&face))
            div {
                b dir="auto" { (name) }
                @if let Some(email) = profile("email") {
                    a.link href=[Href::new(format!("mailto:{email}")).get()] { (email) }
                } @else {
                    span.muted { (entity_ref) }
                }
            }
        }
        (card::facts(&facts))
        @if own.is_none() {
            p.muted {
                "The catalog has no user " code { (entity_ref) } ", so you own nothing in it but what names you. "
                "An entity of kind User with this name gives you a face, an address and teams."
            }
        } @else if groups.is_empty() {
            p.muted { "You belong to no team: the catalog names none in " code { "spec.memberOf" } " of your entity." }
        }
    })
}

/// The reader's own entity, where the catalog has it.
async fn own_entity(shell: &Shell, ctx: &Ctx, entity_ref: &str) -> Result<Option<Subject>, Error> {
    let Some(catalog) = shell.catalog.get() else { return Ok(None) };
    let Some(entity) = catalog.entity(ctx, entity_ref).await? else { return Ok(None) };
    let subject: Subject = serde_json::from_value(entity).map_err(Error::internal)?;
    let path = page::address::entity_path(
        &subject.namespace().to_lowercase(),
        &subject.kind.to_lowercase(),
        subject.name(),
    );
    Ok(Some(Subject { path, reference: entity_ref.to_owned(), ..subject }))
}

/// Links to the groups that the reader owns by.
async fn groups(shell: &Shell, ctx: &Ctx, own: &str) -> Result<Vec<Markup>, Error> {
    let Some(authenticator) = shell.services.gate.authenticator() else {
        return Ok(Vec::new());
    };
    let mut refs = authenticator.ownership(own).await?.to_vec();
    refs.retain(|entity_ref| !entity_ref.eq_ignore_ascii_case(own));
    let named = refs.get(..TOLD_GROUPS.min(refs.len())).unwrap_or_default();
    let found = match shell.catalog.get() {
        Some(catalog) => catalog::entities::summary::by_refs(catalog, ctx, named).await?,
        None => Vec::new(),
    };
    let mut links = Vec::with_capacity(refs.len());
    for (index, entity_ref) in refs.iter().enumerate() {
        links.push(if let Some(entity) = found.get(index).and_then(Option::as_ref) {
            kind::entity_link(&entities::link(entity))
        } else {
            html! { code { (entity_ref) } }
        });
    }
    Ok(links)
}

fn colours(theme: Theme) -> Markup {
    let choices: Vec<Choice> = Theme::ALL
        .into_iter()
        .map(|choice| Choice::new(choice.name(), choice.label(), choice == theme))
        .collect();
    let control = Control::required("theme", "Colours of the portal")
        .with_help("Kept in this browser. The switch at the end of the rail does the same.");
    saving(THEME_ACTION, SETTINGS, "Save colours", &form::one(&control, &choices))
}

fn keys(chosen: Keys) -> Markup {
    let choices: Vec<Choice> = Keys::ALL
        .into_iter()
        .map(|choice| Choice::new(choice.name(), choice.label(), choice == chosen))
        .collect();
    let control = Control::required("keys", "Keyboard")
        .with_help("Kept in this browser. Off helps where speech or a slip of the hand presses keys.");
    saving(KEYS_ACTION, SETTINGS, "Save keys", &form::one(&control, &choices))
}

fn dates(chosen: Dates, now: &str) -> Markup {
    let styles: Vec<Choice> = Style::ALL
        .into_iter()
        .map(|style| Choice::new(style.name(), style.example(), style == chosen.style))
        .collect();
    let zones: Vec<Choice> = Zone::ALL
        .into_iter()
        .map(|zone| Choice::new(zone.name(), zone.label(), zone == chosen.zone))
        .collect();
    let fields = html! {
        div.choose {
            (form::one(&Control::required("style", "Written as"), &styles))
            (form::one(&Control::required("zone", "By the clock of"), &zones))
        }
        p.muted.explained {
            "Where a page says how long ago something was, the date stands at the pointer. "
            "Kept in this browser and written by its script; without one, dates stay in UTC. "
            // At the end: the script writes it anew, and nothing may move by that.
            "Now is " (ui::dates::date(now))
        }
    };
    saving(DATES_ACTION, SETTINGS, "Save dates", &fields)
}
