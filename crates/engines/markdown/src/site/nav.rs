//! The navigation: from what `nav` says, or from the folders when it says nothing, to entries that name pages.

mod awesome;
mod folders;
mod literate;
mod resolve;
pub(super) mod written;

pub(super) use resolve::{Given, is_external, resolve};

/// An entry whose page may not have been rendered yet, so that its title may not be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A page, by its position among the pages of the site.
    Page {
        title: Option<String>,
        page: usize,
    },
    /// Anything else that was named.
    Link {
        title: Option<String>,
        url: String,
    },
    Section {
        title: String,
        items: Vec<Item>,
    },
}

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A page, by its position among the pages of the site.
    Page {
        title: String,
        page: usize,
    },
    /// An address outside of the site, or one that leads nowhere; not checked for being safe.
    Link {
        title: String,
        url: String,
    },
    Section {
        title: String,
        entries: Vec<Entry>,
    },
}

impl Entry {
    pub fn title(&self) -> &str {
        match self {
            Self::Page { title, .. } | Self::Link { title, .. } | Self::Section { title, .. } => title,
        }
    }

    /// Whether the entry is a page or has it somewhere beneath.
    pub fn holds(&self, wanted: usize) -> bool {
        match self {
            Self::Page { page, .. } => *page == wanted,
            Self::Link { .. } => false,
            Self::Section { entries, .. } => entries.iter().any(|entry| entry.holds(wanted)),
        }
    }

    /// The first page that the entry leads to.
    pub fn first_page(&self) -> Option<usize> {
        match self {
            Self::Page { page, .. } => Some(*page),
            Self::Link { .. } => None,
            Self::Section { entries, .. } => entries.iter().find_map(Self::first_page),
        }
    }
}

/// The pages of the navigation in its order, each once.
pub(super) fn order(entries: &[Entry], pages: usize) -> Vec<usize> {
    let mut seen = vec![false; pages];
    let mut order = Vec::new();
    collect(entries, &mut seen, &mut order);
    order
}

fn collect(entries: &[Entry], seen: &mut [bool], order: &mut Vec<usize>) {
    for entry in entries {
        match entry {
            Entry::Page { page, .. } => {
                if let Some(seen) = seen.get_mut(*page)
                    && !*seen
                {
                    *seen = true;
                    order.push(*page);
                }
            }
            Entry::Link { .. } => {}
            Entry::Section { entries, .. } => collect(entries, seen, order),
        }
    }
}

/// Gives every entry its title, now that `title_of` knows those of the pages. A page that stands twice keeps the title
/// of its first place, as in mkdocs.
pub(super) fn name(items: &[Item], title_of: &dyn Fn(usize) -> String) -> Vec<Entry> {
    let entry = |item: &Item| match item {
        Item::Page { page, .. } => Entry::Page { title: title_of(*page), page: *page },
        Item::Link { title, url } => {
            Entry::Link { title: title.clone().unwrap_or_else(|| url.clone()), url: url.clone() }
        }
        Item::Section { title, items } => {
            Entry::Section { title: title.clone(), entries: name(items, title_of) }
        }
    };
    items.iter().map(entry).collect()
}

/// The titles that the navigation gives to pages: the first place of each page counts.
pub(super) fn titles(items: &[Item], titles: &mut [Option<String>], seen: &mut [bool]) {
    for item in items {
        match item {
            Item::Page { title, page } => {
                if let (Some(seen), Some(place)) = (seen.get_mut(*page), titles.get_mut(*page))
                    && !*seen
                {
                    *seen = true;
                    place.clone_from(title);
                }
            }
            Item::Link { .. } => {}
            Item::Section { items, .. } => self::titles(items, titles, seen),
        }
    }
}
