//! The extensions as the configuration has them: which, in which order, under which title, for which entities. Pure; made
//! anew when the configuration changes.

use std::collections::HashSet;
use std::sync::Arc;

use parking_lot::Mutex;

use serde_json::Value;

use super::entries::{self, Change, Entry};
use super::flags::{self, Flag};
use super::menu::{self, MenuItem};
use super::{Area, Extension, Place, Width};
use crate::config::{ConfigError, Section};
use crate::feature::NavigationItem;

/// What is shown where.
#[derive(Clone, Default)]
pub struct Layout {
    placed: Vec<Placed>,
    /// The entries of the rail, in order.
    pub menu: Vec<MenuItem>,
    /// What readers may switch on.
    pub flags: Vec<Flag>,
    /// Ids whose condition was found to be none, so that it is said once.
    said: Arc<Mutex<HashSet<String>>>,
}

/// An extension with what the configuration says of it.
#[derive(Clone)]
pub struct Placed {
    pub place: Place,
    pub extension: Arc<Extension>,
    /// How it looks where no variant fits.
    pub look: Look,
    /// Looks for some entities; the first whose condition holds is taken.
    pub variants: Vec<Variant>,
    /// A condition over the entity and the reader's flags in Backstage's predicate form.
    pub condition: Option<Value>,
    /// `config` below `app.extensions`.
    pub config: Arc<Value>,
    /// Where its item stands in the configuration, for messages about its conditions.
    pub item: Option<Section>,
}

/// What is changeable of an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub is_hidden: bool,
    pub title: String,
    pub icon: String,
    pub path: String,
    /// Tabs of one group stand together.
    pub group: Option<String>,
    pub area: Area,
    pub width: Width,
    /// Smaller comes first: those that are listed, as they are listed, then the others by their order.
    pub rank: (usize, u16),
}

/// A look for the entities that satisfy a condition.
#[derive(Clone, Debug)]
pub struct Variant {
    pub condition: Value,
    pub look: Look,
}

/// Something that an operator should know about `app.extensions`.
#[derive(Clone, Debug)]
pub(super) enum Notice {
    /// An item cannot be used.
    Wrong(ConfigError),
    /// An id that nothing here has.
    Unknown(ConfigError),
    /// An id of a kind that only the stock app knows.
    Elsewhere(ConfigError),
}

impl Layout {
    /// Those of one place, by rank. Whether one is hidden is for the page to decide, because variants may show it.
    pub fn of(&self, place: Place) -> impl Iterator<Item = &Placed> {
        self.placed.iter().filter(move |placed| placed.place == place)
    }

    /// Whether this is the first word about the condition of `id`, for whoever reads conditions and finds one that is none.
    pub fn is_news(&self, id: &str) -> bool {
        self.said.lock().insert(id.to_owned())
    }
}

/// Joins what features offer with what the configuration says.
pub(super) fn lay_out(
    extensions: &[Arc<Extension>],
    items: &[NavigationItem],
    root: &Section,
) -> (Layout, Vec<Notice>) {
    let (entries, errors) = entries::read(root);
    let mut notices: Vec<Notice> = errors.into_iter().map(Notice::Wrong).collect();
    notices.extend(unknown(extensions, items, &entries));
    let mut placed = Vec::with_capacity(extensions.len());
    for extension in extensions {
        let Some(place) = Place::of(extension.id) else { continue };
        let found = entries.iter().enumerate().find(|(_, entry)| entry.id == extension.id);
        placed.push(place_one(place, extension, found));
    }
    placed.sort_by_key(|one| one.look.rank);
    let (flags, errors) = flags::declared(root);
    notices.extend(errors.into_iter().map(Notice::Wrong));
    let menu = menu::lay_out(items, &entries);
    (Layout { placed, menu, flags, said: Arc::default() }, notices)
}

fn place_one(place: Place, extension: &Arc<Extension>, found: Option<(usize, &Entry)>) -> Placed {
    let mut look = Look {
        is_hidden: false,
        title: extension.title.to_owned(),
        icon: extension.icon.to_owned(),
        path: extension.path.to_owned(),
        group: None,
        area: extension.area,
        width: extension.width,
        rank: (usize::MAX, extension.order),
    };
    let mut placed = Placed {
        place,
        extension: Arc::clone(extension),
        look: look.clone(),
        variants: Vec::new(),
        condition: extension.condition.clone(),
        config: Arc::default(),
        item: None,
    };
    let Some((position, entry)) = found else { return placed };
    look.rank.0 = position;
    look.change(&entry.change);
    for (condition, change) in &entry.variants {
        let mut variant = Variant { condition: condition.clone(), look: look.clone() };
        variant.look.change(change);
        placed.variants.push(variant);
    }
    if entry.condition.is_some() {
        placed.condition.clone_from(&entry.condition);
    }
    placed.look = look;
    placed.config = Arc::clone(&entry.config);
    placed.item = Some(entry.place.clone());
    placed
}

impl Look {
    fn change(&mut self, change: &Change) {
        fn set<T: Clone>(value: &mut T, changed: Option<&T>) {
            if let Some(changed) = changed {
                value.clone_from(changed);
            }
        }
        set(&mut self.is_hidden, change.is_disabled.as_ref());
        set(&mut self.title, change.title.as_ref());
        set(&mut self.icon, change.icon.as_ref());
        set(&mut self.path, change.path.as_ref());
        set(&mut self.group, change.group.as_ref());
        set(&mut self.area, change.area.as_ref());
        set(&mut self.width, change.width.as_ref());
        if let Some(order) = change.order {
            self.rank = (usize::MAX, order);
        }
    }
}

/// The items whose id nothing here has, and those that stand twice.
fn unknown(extensions: &[Arc<Extension>], items: &[NavigationItem], entries: &[Entry]) -> Vec<Notice> {
    let mut known: Vec<String> = extensions.iter().map(|extension| extension.id.to_owned()).collect();
    known.extend(items.iter().flat_map(menu::ids));
    let mut notices = Vec::new();
    for (position, Entry { id, place, .. }) in entries.iter().enumerate() {
        if entries.iter().take(position).any(|earlier| earlier.id == *id) {
            let message = format!("'{id}' stands twice in 'app.extensions'; the first is taken");
            notices.push(Notice::Wrong(place.error_at("", message)));
        } else if !known.contains(id) {
            let is_ours = Place::of(id).is_some() || menu::is_id(id);
            let close = nearest(id, &known)
                .filter(|close| is_ours || close.split(':').next() == id.split(':').next());
            let mut message = format!("no feature has the extension '{id}'");
            if let Some(close) = close {
                message = format!("{message}, did you mean '{close}'?");
            }
            let error = place.error_at("", message);
            notices.push(if is_ours || close.is_some() {
                Notice::Unknown(error)
            } else {
                Notice::Elsewhere(error)
            });
        }
    }
    notices
}

/// The known id that a misspelt one most likely stands for.
fn nearest<'a>(id: &str, known: &'a [String]) -> Option<&'a str> {
    /// Longer ids are no slip of the finger, and comparing them would cost time.
    const COMPARED_LENGTH: usize = 128;
    if id.len() > COMPARED_LENGTH {
        return None;
    }
    let distances = known.iter().map(|known| (strsim::damerau_levenshtein(id, known), known));
    let (distance, close) = distances.min()?;
    (distance <= id.len() / 3).then_some(close.as_str())
}
