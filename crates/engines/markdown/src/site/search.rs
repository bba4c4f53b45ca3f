//! The texts of a site for search, in the form that TechDocs' collator and clients read (`search/search_index.json`).

use std::borrow::Cow;

use serde::Serialize;

use super::{Site, SitePage};
use crate::page::Heading;

/// A page, or a section of one.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Document<'s> {
    /// Address relative to the site's root, with a fragment for a section.
    pub location: String,
    pub title: Cow<'s, str>,
    /// With single spaces.
    pub text: Cow<'s, str>,
}

#[derive(Serialize)]
struct Index<'s> {
    config: Settings<'s>,
    docs: Vec<Document<'s>>,
}

#[derive(Serialize)]
struct Settings<'s> {
    indexing: &'s str,
    lang: &'s [String],
    min_search_length: u64,
    prebuild_index: bool,
    separator: &'s str,
}

/// The index as JSON: one entry for each page, and one for each of its headings. Source: mkdocs' plugin `search`.
pub fn search_index(site: &Site) -> String {
    let search = &site.config.plugins.search;
    let config = Settings {
        indexing: &search.indexing,
        lang: &search.lang,
        min_search_length: search.min_search_length,
        prebuild_index: false,
        separator: &search.separator,
    };
    let docs = site.pages.iter().flat_map(|page| documents(page, &search.indexing)).collect();
    // Texts, numbers and lists of them cannot fail to become JSON.
    serde_json::to_string(&Index { config, docs }).unwrap_or_default()
}

/// The entries of one page.
fn documents<'s>(page: &'s SitePage, indexing: &str) -> Vec<Document<'s>> {
    let is_full = indexing == "full";
    let mut documents = Vec::new();
    let mut whole = String::new();
    for section in &page.content.sections {
        for part in [&section.title, &section.text] {
            if is_full && !part.is_empty() {
                if !whole.is_empty() {
                    whole.push(' ');
                }
                whole.push_str(part);
            }
        }
    }
    documents.push(Document {
        location: page.url.clone(),
        title: Cow::Borrowed(&page.title),
        text: Cow::Owned(whole),
    });
    if indexing == "titles" {
        return documents;
    }
    let mut listed = std::collections::HashSet::new();
    ids(&page.content.contents, &mut listed);
    for section in &page.content.sections {
        let Some(id) = section.id.as_deref().filter(|id| listed.contains(id)) else { continue };
        let text = if is_full { section.text.as_str() } else { "" };
        let location = format!("{}#{id}", page.url);
        documents.push(Document {
            location,
            title: Cow::Borrowed(&section.title),
            text: Cow::Borrowed(text),
        });
    }
    documents
}

fn ids<'h>(headings: &'h [Heading], found: &mut std::collections::HashSet<&'h str>) {
    for heading in headings {
        found.insert(&heading.id);
        ids(&heading.children, found);
    }
}
