//! Which tabs and cards an entity has, in which order: the portal's layout, with its conditions asked of the entity and of
//! what the reader has switched on.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use kernel::extension::{Extensions, Flags, Layout, Look, Place, Placed};
use page::audience;
use query::condition::{Condition, Entity};
use serde_json::Value;

use super::shown::Shown;

/// The layout with its conditions read. Made anew when the layout changes. Cheap to clone.
#[derive(Clone)]
pub(super) struct Arrangements {
    extensions: Extensions,
    current: Arc<ArcSwapOption<Arranged>>,
}

/// The tabs and cards of all entities.
pub(super) struct Arranged {
    layout: Arc<Layout>,
    tabs: Vec<Part>,
    cards: Vec<Part>,
    actions: Vec<Part>,
}

struct Part {
    placed: Placed,
    condition: Option<Condition>,
    variants: Vec<(Condition, Look)>,
}

/// An extension that this entity has, and how it looks there.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    pub(super) placed: &'a Placed,
    pub(super) look: &'a Look,
}

impl Arrangements {
    pub(super) fn new(extensions: &Extensions) -> Self {
        Self { extensions: extensions.clone(), current: Arc::default() }
    }

    /// What holds at this moment.
    pub(super) fn now(&self) -> Arc<Arranged> {
        let layout = self.extensions.layout();
        if let Some(arranged) = self.current.load_full()
            && Arc::ptr_eq(&arranged.layout, &layout)
        {
            return arranged;
        }
        let arranged = Arc::new(Arranged {
            tabs: parts(&layout, Place::EntityContent),
            cards: parts(&layout, Place::EntityCard),
            actions: parts(&layout, Place::EntityAction),
            layout,
        });
        self.current.store(Some(Arc::clone(&arranged)));
        arranged
    }
}

impl Arranged {
    /// The tabs of an entity; those of one group stand together, where the first of them is.
    pub(super) fn tabs(&self, shown: &Shown, flags: &Flags) -> Vec<Chosen<'_>> {
        let mut tabs = choose(&self.tabs, shown, flags);
        let mut at = 0;
        while let Some(tab) = tabs.get(at).copied() {
            at += 1;
            if tab.look.group.is_none() {
                continue;
            }
            // Stable, so that the order within the group and behind it stays.
            if let Some(rest) = tabs.get_mut(at..) {
                rest.sort_by_key(|other| other.look.group != tab.look.group);
            }
            while tabs.get(at).is_some_and(|other| other.look.group == tab.look.group) {
                at += 1;
            }
        }
        tabs
    }

    /// The cards on the overview of an entity.
    pub(super) fn cards(&self, shown: &Shown, flags: &Flags) -> Vec<Chosen<'_>> {
        choose(&self.cards, shown, flags)
    }

    /// What stands in the head of an entity's page.
    pub(super) fn actions(&self, shown: &Shown, flags: &Flags) -> Vec<Chosen<'_>> {
        choose(&self.actions, shown, flags)
    }

    /// Whether any entity may have a tab at this address.
    pub(super) fn has_tab(&self, path: &str) -> bool {
        let looks = |part: &Part| {
            part.placed.look.path == path
                || part.placed.extension.path == path
                || part.variants.iter().any(|(_, look)| look.path == path)
        };
        !path.is_empty() && self.tabs.iter().any(looks)
    }
}

/// The tab that an address names; also by the path that it has without configuration, to which the pages themselves lead.
pub(super) fn named<'a>(tabs: &[Chosen<'a>], path: &str) -> Option<Chosen<'a>> {
    if path.is_empty() {
        return None;
    }
    let configured = tabs.iter().find(|tab| tab.look.path == path);
    configured.or_else(|| tabs.iter().find(|tab| tab.placed.extension.path == path)).copied()
}

fn parts(layout: &Layout, place: Place) -> Vec<Part> {
    let mut parts = Vec::new();
    for placed in layout.of(place) {
        // The extension's own condition holds in place of one that cannot be used.
        let condition = placed.condition.as_ref().and_then(|json| {
            read(placed, json)
                .or_else(|| placed.extension.condition.as_ref().and_then(|json| read(placed, json)))
        });
        let mut variants = Vec::with_capacity(placed.variants.len());
        for variant in &placed.variants {
            variants
                .extend(read(placed, &variant.condition).map(|condition| (condition, variant.look.clone())));
        }
        parts.push(Part { placed: placed.clone(), condition, variants });
    }
    parts
}

/// A condition that is none is reported where it stands.
fn read(placed: &Placed, json: &Value) -> Option<Condition> {
    Condition::from_json(json)
        .inspect_err(|problem| audience::tell_invalid(placed.extension.id, placed.item.as_ref(), problem))
        .ok()
}

fn choose<'a>(parts: &'a [Part], shown: &Shown, flags: &Flags) -> Vec<Chosen<'a>> {
    let relations: Vec<(&str, &str)> = shown.relations.iter().map(|edge| (edge.kind, edge.target)).collect();
    let (kind, flags) = (Value::from(shown.kind.as_str()), flags.to_json());
    let mut fields: Vec<(&str, &Value)> = vec![
        ("kind", &kind),
        ("apiVersion", &shown.api_version),
        ("metadata", &shown.metadata),
        ("spec", &shown.spec),
        ("status", &shown.status),
        (audience::FLAGS, &flags),
    ];
    fields.retain(|(_, value)| !value.is_null());
    let entity = Entity { fields: &fields, relations: &relations };
    let mut chosen: Vec<Chosen<'_>> = parts.iter().filter_map(|part| choose_one(part, &entity)).collect();
    chosen.sort_by_key(|chosen| chosen.look.rank);
    chosen
}

fn choose_one<'a>(part: &'a Part, entity: &Entity<'_>) -> Option<Chosen<'a>> {
    if !part.condition.as_ref().is_none_or(|condition| condition.holds(entity)) {
        return None;
    }
    let variant = part.variants.iter().find(|(condition, _)| condition.holds(entity));
    let look = variant.map_or(&part.placed.look, |(_, look)| look);
    (!look.is_hidden).then_some(Chosen { placed: &part.placed, look })
}
