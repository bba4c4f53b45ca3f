//! The navigation that the folders of a site imply. Source: mkdocs' `nest_paths` and `file_sort_key`.

use super::Item;
use crate::site::documents::{Document, Inclusion};
use crate::site::path;

/// A folder with what the navigation shows of it.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Path within the site; `""` for the root.
    pub path: String,
    /// Positions of the pages that lie directly in it, the index first.
    pub pages: Vec<usize>,
    pub folders: Vec<Folder>,
}

impl Folder {
    /// The folders of those pages that are not left out. The pages must be in mkdocs' order.
    pub(super) fn of(pages: &[Document], left_out: &dyn Fn(usize) -> bool) -> Self {
        let mut root = Self::default();
        for (index, page) in pages.iter().enumerate() {
            if page.inclusion != Inclusion::NotInNav && !left_out(index) {
                root.folder(path::folder(&page.path)).pages.push(index);
            }
        }
        root
    }

    fn folder(&mut self, wanted: &str) -> &mut Self {
        let mut here = self;
        for name in wanted.split('/').filter(|name| !name.is_empty()) {
            let path = if here.path.is_empty() { name.to_owned() } else { format!("{}/{name}", here.path) };
            // Pages come in the order of their folders, so the wanted one is the last or is new.
            if here.folders.last().is_none_or(|last| last.path != path) {
                here.folders.push(Self { path, ..Self::default() });
            }
            let last = here.folders.len() - 1;
            here = &mut here.folders[last];
        }
        here
    }

    /// The entries of the folder: its pages, then its folders. Folders whose names make the same title are one section.
    pub(super) fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self.pages.iter().map(|&page| Item::Page { title: None, page }).collect();
        for folder in &self.folders {
            let title = path::title_of(path::name(&folder.path));
            let inner = folder.items();
            let same = items.iter_mut().find_map(|item| match item {
                Item::Section { title: known, items } if *known == title => Some(items),
                _ => None,
            });
            match same {
                Some(items) => items.extend(inner),
                None => items.push(Item::Section { title, items: inner }),
            }
        }
        items
    }
}
