//! The page half of the docs engine, from the outside.

mod blocks;
mod extensions;
mod hostile;
mod inline;
mod links;
mod pages;

use markdown::{Base, Extensions, Limits, Page, PageSource, Surroundings, render};
use serde_json::Value;

/// A page of a TechDocs site without other pages.
pub(crate) fn page(text: &str) -> Page {
    page_with(text, &Value::Null)
}

/// The same, with `markdown_extensions`.
pub(crate) fn page_with(text: &str, extensions: &Value) -> Page {
    let (extensions, warnings) = Extensions::read(Base::TechDocs, extensions);
    assert_eq!(warnings, Vec::<String>::new());
    let site = Surroundings { directory_urls: true, ..Surroundings::default() };
    render(&PageSource { path: "page.md", text }, &extensions, &site, &Limits::default())
}

/// Compares HTML without line ends and without links of headings to themselves.
pub(crate) fn check(table: &[(&str, &str)]) {
    for (text, html) in table {
        assert_eq!(plain(&page(text).html), *html, "{text}");
    }
}

pub(crate) fn plain(html: &str) -> String {
    let mut html = html.to_owned();
    while let Some(start) = html.find("<a class=\"headerlink\"") {
        let end = html[start..].find("</a>").map_or(html.len(), |end| start + end + 4);
        html.replace_range(start..end, "");
    }
    html.replace('\n', "")
}
