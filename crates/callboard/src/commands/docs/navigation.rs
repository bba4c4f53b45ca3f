//! The navigation beside a page. A small site shows all of its pages everywhere; a large one what is near the page, because a
//! list of ten thousand pages on each of ten thousand pages serves nobody.

use markdown::site::{Entry, Site, path};
use ui::docs::{self, State};
use ui::{Href, Link};

/// Up to so many entries the whole navigation is shown.
const WHOLE: usize = 400;
/// Up to so many entries all sections stand open.
const ALL_OPEN: usize = 60;
/// Entries of one list of a large site.
const WINDOW: usize = 60;

/// What the navigations of all pages have in common.
pub(super) struct Outline<'s> {
    site: &'s Site,
    count: usize,
    /// For each page where it stands first: the position in each list down to it.
    trails: Vec<Option<Vec<usize>>>,
}

impl<'s> Outline<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        let mut trails = vec![None; site.pages.len()];
        let count = walk(&site.nav, &mut Vec::new(), &mut trails);
        Self { site, count, trails }
    }

    /// The entries as they are shown beside a page.
    pub(super) fn entries(&self, page: usize) -> Vec<docs::Entry> {
        let trail = self.trails.get(page).and_then(Option::as_deref).unwrap_or_default();
        let here = &self.site.pages[page].url;
        if self.count <= WHOLE {
            self.whole(&self.site.nav, here, Some(trail), 0)
        } else {
            self.near(&self.site.nav, here, Some(trail))
        }
    }

    /// The sections above a page, each with its first page.
    pub(super) fn above(&self, page: usize) -> Vec<Link> {
        let trail = self.trails.get(page).and_then(Option::as_deref).unwrap_or_default();
        let here = &self.site.pages[page].url;
        let mut links = Vec::new();
        let mut entries = self.site.nav.as_slice();
        for &position in trail {
            if let Some(Entry::Section { title, entries: inner }) = entries.get(position) {
                let first = inner.iter().find_map(Entry::first_page).filter(|&first| first != page);
                links.push(Link {
                    label: title.clone(),
                    href: first.map(|first| self.way(here, first)).unwrap_or_default(),
                });
                entries = inner;
            }
        }
        links
    }

    fn way(&self, here: &str, page: usize) -> Href {
        Href::new(path::relative(here, &self.site.pages[page].url))
    }

    fn whole(
        &self,
        entries: &[Entry],
        here: &str,
        trail: Option<&[usize]>,
        depth: usize,
    ) -> Vec<docs::Entry> {
        let position = trail.and_then(|trail| trail.first());
        let entry = |(index, entry): (usize, &Entry)| {
            let is_here = position == Some(&index);
            match entry {
                Entry::Section { title, entries } => {
                    let below = trail.filter(|_| is_here).and_then(|trail| trail.get(1..));
                    let state = match (self.count <= ALL_OPEN, depth, is_here) {
                        (true, 0, _) => State::Heading,
                        (true, ..) | (false, _, true) => State::Open,
                        (false, _, false) => State::Closed,
                    };
                    let entries = self.whole(entries, here, below, depth + 1);
                    docs::Entry { label: title.clone(), href: Href::default(), state, entries }
                }
                other => self.leaf(other, here, is_here),
            }
        };
        entries.iter().enumerate().map(entry).collect()
    }

    /// The lists down to the page, each cut to what is around it. Sections beside it lead to their first page.
    fn near(&self, entries: &[Entry], here: &str, trail: Option<&[usize]>) -> Vec<docs::Entry> {
        let position = trail.and_then(|trail| trail.first()).copied();
        let around = position.unwrap_or(0);
        let first = around.saturating_sub(WINDOW / 2).min(entries.len().saturating_sub(WINDOW));
        let end = (first + WINDOW).min(entries.len());
        let mut shown = Vec::with_capacity(end - first + 2);
        if first > 0 {
            shown.extend(self.more(&entries[..first], here, "before", true));
        }
        for (index, entry) in entries.iter().enumerate().take(end).skip(first) {
            let is_here = position == Some(index);
            match entry {
                Entry::Section { title, entries } if is_here => {
                    let below = trail.and_then(|trail| trail.get(1..));
                    let entries = self.near(entries, here, below);
                    shown.push(docs::Entry {
                        label: title.clone(),
                        href: Href::default(),
                        state: State::Open,
                        entries,
                    });
                }
                Entry::Section { title, .. } => {
                    let href = entry.first_page().map(|page| self.way(here, page)).unwrap_or_default();
                    shown.push(docs::Entry {
                        label: title.clone(),
                        href,
                        state: State::Closed,
                        entries: Vec::new(),
                    });
                }
                other => shown.push(self.leaf(other, here, is_here)),
            }
        }
        if end < entries.len() {
            shown.extend(self.more(&entries[end..], here, "after", false));
        }
        shown
    }

    /// Stands for entries that are left out, and leads to the nearest page of them.
    fn more(&self, left_out: &[Entry], here: &str, word: &str, from_end: bool) -> Option<docs::Entry> {
        let page = if from_end {
            left_out.iter().rev().find_map(Entry::first_page)
        } else {
            left_out.iter().find_map(Entry::first_page)
        };
        let label = format!("{} more {word}", ui::count(left_out.len()));
        Some(docs::Entry { label, href: self.way(here, page?), state: State::More, entries: Vec::new() })
    }

    fn leaf(&self, entry: &Entry, here: &str, is_here: bool) -> docs::Entry {
        let href = match entry {
            Entry::Page { page, .. } => self.way(here, *page),
            Entry::Link { url, .. } if url.contains(':') || url.starts_with('/') => Href::new(url.as_str()),
            // A file of the site.
            Entry::Link { url, .. } => Href::new(path::relative(here, &path::encode(url))),
            Entry::Section { .. } => Href::default(),
        };
        let state = if is_here { State::Current } else { State::Closed };
        docs::Entry { label: entry.title().to_owned(), href, state, entries: Vec::new() }
    }
}

/// Counts the entries, and notes where each page stands first.
fn walk(entries: &[Entry], above: &mut Vec<usize>, trails: &mut [Option<Vec<usize>>]) -> usize {
    let mut count = entries.len();
    for (index, entry) in entries.iter().enumerate() {
        above.push(index);
        match entry {
            Entry::Page { page, .. } => {
                if let Some(trail) = trails.get_mut(*page)
                    && trail.is_none()
                {
                    *trail = Some(above.clone());
                }
            }
            Entry::Link { .. } => {}
            Entry::Section { entries, .. } => count += walk(entries, above, trails),
        }
        above.pop();
    }
    count
}

#[cfg(test)]
mod tests {
    use markdown::site::{Plan, Settings, Tree};

    use super::*;

    fn site(pages: usize) -> Site {
        let mut tree = Tree::default();
        tree.insert_text("docs/index.md", "# Home");
        for index in 0..pages {
            tree.insert_text(format!("docs/part/{index:05}.md"), format!("# Page {index}"));
        }
        Plan::new(&tree.complete(), &Settings::default()).unwrap().build()
    }

    #[test]
    fn a_small_site_shows_everything_everywhere() {
        let site = site(3);
        let outline = Outline::new(&site);
        let entries = outline.entries(0);
        assert_eq!((entries.len(), entries[1].entries.len()), (2, 3));
        assert_eq!(entries[0].state, State::Current);
        assert_eq!(entries[1].state, State::Heading);
        assert_eq!(outline.above(2)[0].label, "Part");
    }

    #[test]
    fn a_large_site_shows_what_is_near() {
        let site = site(5000);
        let outline = Outline::new(&site);
        let middle = outline.entries(2500);
        let part = &middle[1];
        assert_eq!(part.entries.len(), WINDOW + 2);
        assert_eq!(part.entries[0].state, State::More);
        assert!(part.entries.iter().any(|entry| entry.state == State::Current));
        let home = outline.entries(0);
        assert!(home[1].entries.is_empty() && home[1].href.get().is_some());
    }
}
