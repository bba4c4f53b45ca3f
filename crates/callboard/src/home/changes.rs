//! What changed lately in what the reader owns and has starred, from the catalog's log.

use std::collections::HashMap;

use catalog::entities::{changes, summary};
use catalog::store::change::{ChangeRow, Operation};
use kernel::extension::View;
use kernel::{Error, Timestamp};
use maud::{Markup, html};
use serde_json::Value;
use ui::timeline::{self, Event, Sign};
use ui::{Icon, Tone, kind};

use super::{Home, entities};

/// Entities that are watched, and changes that are shown.
const WATCHED: usize = 100;
const SHOWN: usize = 8;
/// Fields that one line names.
const NAMED: usize = 3;

pub(super) async fn draw(home: Home, view: View) -> Result<Option<String>, Error> {
    let catalog = home.catalog()?;
    let mut refs = home.starred(&view.ctx).await?;
    let owners = home.owners(&view.ctx).await?;
    let (owned, _) = summary::owned(catalog, &view.ctx, &owners, WATCHED).await?;
    refs.extend(owned.into_iter().map(|entity| entity.reference));
    refs.truncate(WATCHED);
    let rows = changes::of_entities(catalog, &view.ctx, &refs, SHOWN).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let changed: Vec<String> = rows.iter().map(|row| row.entity_ref.clone()).collect();
    let found = summary::by_refs(catalog, &view.ctx, &changed).await?;
    let links: HashMap<&str, Markup> = changed
        .iter()
        .zip(&found)
        .filter_map(|(entity_ref, entity)| {
            Some((entity_ref.as_str(), kind::entity_link(&entities::link(entity.as_ref()?))))
        })
        .collect();
    let events: Vec<Event> =
        rows.iter().map(|row| event(row, links.get(row.entity_ref.as_str()), view.ctx.now)).collect();
    Ok(Some(timeline::timeline("What changed", &events).into_string()))
}

fn event(row: &ChangeRow, link: Option<&Markup>, now: Timestamp) -> Event {
    let (icon, tone, what) = match row.operation {
        Operation::Created => (Icon::Check, Tone::Good, "was added".to_owned()),
        Operation::Deleted => (Icon::Remove, Tone::Bad, "was removed".to_owned()),
        Operation::Status => (Icon::Warning, Tone::Warn, "was judged anew".to_owned()),
        Operation::Updated => (Icon::Edit, Tone::Accent, told(&row.fields)),
    };
    Event {
        sign: Sign::Thing(icon, tone),
        moment: page::moment(row.changed_at, now),
        title: html! {
            @match link { Some(link) => (link), None => bdi { (row.entity_ref) } }
            " " (what)
        },
        detail: html! {},
    }
}

/// Which fields changed, in words.
fn told(fields: &str) -> String {
    let fields: Vec<Value> = serde_json::from_str(fields).unwrap_or_default();
    let mut names = Vec::new();
    for field in &fields {
        let pointer = field.get("path").and_then(Value::as_str).unwrap_or_default();
        if let Some(name) = pointer.rsplit('/').next().filter(|name| !name.is_empty()) {
            names.push(name.replace("~1", "/").replace("~0", "~"));
        }
    }
    match names.len() {
        0 => "changed".to_owned(),
        count if count > NAMED => {
            format!(
                "changed: {} and {} more",
                names.get(..NAMED).unwrap_or_default().join(", "),
                count - NAMED
            )
        }
        _ => format!("changed: {}", names.join(", ")),
    }
}
