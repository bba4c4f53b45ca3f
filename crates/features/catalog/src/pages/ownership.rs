//! The card "Ownership" of a user or group: how many entities of each kind and type they own, each leading to the list.

use kernel::extension::{Subject, View};
use kernel::{Ctx, Error};
use query::predicate::Predicate;
use ui::tabs::Tab;

use super::address::{Address, Field};
use super::words::plural_of_kind;
use super::{Pages, panel};
use crate::pages::view::ownership::{self as view, Ownership, Tile};

/// Groups of a user whose things count as theirs, kinds, and types of one kind; further ones are left out.
const MOST_GROUPS: usize = 49;
const MOST_KINDS: usize = 8;
const MOST_TYPES: usize = 12;

const OWNED_BY: &str = "relations.ownedBy";

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let groups: Vec<String> = subject.targets("memberOf").take(MOST_GROUPS).map(str::to_owned).collect();
    // What the groups of a user own is theirs, too, as in the stock app; a switch shows the rest alone.
    let is_direct = groups.is_empty() || asked.query.get("owned") == Some("direct");
    let mut owners = vec![subject.reference.clone()];
    if !is_direct {
        owners.extend(groups.iter().cloned());
    }
    let switch =
        |label: &str, query: &str, is_active| Tab::new(label, format!("{}{query}", subject.path), is_active);
    let drawn = Ownership {
        switch: if groups.is_empty() {
            Vec::new()
        } else {
            vec![switch("With groups", "", !is_direct), switch("Direct", "?owned=direct", is_direct)]
        },
        tiles: tiles(&pages, &asked.ctx, &owners).await?,
        hint: hint(subject),
    };
    Ok(Some(view::ownership(&drawn).into_string()))
}

fn hint(subject: &Subject) -> String {
    format!("Nothing in the catalog names it as owner. A file does by spec.owner: {}", subject.reference)
}

async fn tiles(pages: &Pages, ctx: &Ctx, owners: &[String]) -> Result<Vec<Tile>, Error> {
    let owned = Predicate::is_in(OWNED_BY, owners.iter().map(String::as_str));
    let mut tiles = Vec::new();
    for kind in panel::counted(pages, ctx, "kind", owned.clone()).await?.into_iter().take(MOST_KINDS) {
        let of_kind = Predicate::All(vec![owned.clone(), Predicate::equals("kind", &kind.value)]);
        let mut list = Address { kind: kind.value.clone(), ..Address::default() };
        for owner in owners {
            list = list.toggled(Field::Owners, owner);
        }
        let mut rest = kind.count;
        for found in
            panel::counted(pages, ctx, Field::Type.key(), of_kind).await?.into_iter().take(MOST_TYPES)
        {
            rest = rest.saturating_sub(found.count);
            tiles.push(Tile {
                kind: kind.label.clone(),
                label: found.label,
                count: found.count,
                href: list.toggled(Field::Type, &found.value).href(),
            });
        }
        if rest > 0 {
            tiles.push(Tile {
                kind: kind.label.clone(),
                label: plural_of_kind(&kind.label),
                count: rest,
                href: list.href(),
            });
        }
    }
    Ok(tiles)
}
