//! The navigation rail under `app.extensions`: its entries go by `nav-item:<name>`, or by `page:<name>` as in newer versions
//! of Backstage, where the entry follows the page.

use serde_json::Value;

use super::entries::Entry;
use crate::config::Section;
use crate::feature::NavigationItem;

/// An entry of the rail as it is shown.
#[derive(Clone, Debug)]
pub struct MenuItem {
    pub label: String,
    pub href: &'static str,
    /// Name of an icon of the HTML kit.
    pub icon: String,
    /// Stands apart at the rail's end.
    pub at_end: bool,
    /// A condition over the reader's flags in Backstage's predicate form.
    pub condition: Option<Value>,
    /// Where its item stands in the configuration, for messages about its condition.
    pub item: Option<Section>,
}

const PREFIXES: [&str; 2] = ["nav-item:", "page:"];

/// Paths whose plugin is called otherwise than the path. Source: Backstage's plugins.
const NAMES: [(&str, &str); 4] =
    [("/", "home"), ("/docs", "techdocs"), ("/create", "scaffolder"), ("/settings", "user-settings")];

/// The name of the entry that leads to `href`.
fn name_of(href: &str) -> &str {
    let known = NAMES.iter().find(|(path, _)| *path == href);
    known.map_or_else(|| href.trim_start_matches('/'), |(_, name)| name)
}

/// The ids of an entry; the first is the one to suggest.
pub(super) fn ids(item: &NavigationItem) -> [String; 2] {
    PREFIXES.map(|prefix| format!("{prefix}{}", name_of(item.href)))
}

/// Whether the id can only be that of an entry.
pub(super) fn is_id(id: &str) -> bool {
    id.starts_with(PREFIXES[0])
}

/// The entries in order, without those that the configuration hides.
pub(super) fn lay_out(items: &[NavigationItem], entries: &[Entry]) -> Vec<MenuItem> {
    let mut ranked = Vec::with_capacity(items.len());
    for item in items {
        let ids = ids(item);
        // A nav item speaks for itself, also where its page is configured too.
        let found = PREFIXES
            .iter()
            .zip(&ids)
            .find_map(|(_, id)| entries.iter().enumerate().find(|(_, entry)| entry.id == *id));
        let at_end = item.order >= NavigationItem::AT_END;
        let mut shown = MenuItem {
            label: item.label.to_owned(),
            href: item.href,
            icon: item.icon.to_owned(),
            at_end,
            condition: None,
            item: None,
        };
        let mut rank = (usize::MAX, item.order);
        if let Some((position, Entry { change, condition, place, .. })) = found {
            if change.is_disabled == Some(true) {
                continue;
            }
            shown.label = change.title.clone().unwrap_or(shown.label);
            shown.icon = change.icon.clone().unwrap_or(shown.icon);
            (shown.condition, shown.item) = (condition.clone(), Some(place.clone()));
            match change.order {
                Some(order) => {
                    rank.1 = order;
                    shown.at_end = order >= NavigationItem::AT_END;
                }
                None => rank.0 = position,
            }
        }
        ranked.push((shown.at_end, rank, shown));
    }
    ranked.sort_by_key(|(at_end, rank, _)| (*at_end, *rank));
    ranked.into_iter().map(|(_, _, item)| item).collect()
}
