//! A whole site: `mkdocs.yml`, pages and assets in; navigation, checked links, texts for search and findings out.
//!
//! - what is read: a [`Tree`] of files as values; [`wants`] says what is missing from it
//! - what is to be done: a [`Plan`], whose pages may be rendered in any order and on any thread
//! - what comes out: a [`Site`], from which the next plan takes what has not changed
//!
//! Knows no shell around a page: what stands beside the article is the business of whoever shows it. It never reads a
//! file, and no path that comes out of it leaves the folder that the tree was read from.

mod config;
mod documents;
mod feedback;
mod finding;
mod ignore;
mod links;
mod monorepo;
mod nav;
mod node;
pub mod path;
mod plan;
mod search;
mod tree;

use std::collections::HashMap;
use std::sync::Arc;

pub use config::{AwesomePages, Config, Level, LiterateNav, NAMES, Plugins, Search, Validation};
pub use documents::Inclusion;
pub use finding::{Finding, Refusal, Severity};
pub use nav::Entry;
pub use plan::{Plan, Rendered, Settings, wants};
pub use search::{Document as SearchDocument, search_index};
pub use tree::{Content, Tree, Want};

use crate::page::Page;

/// A finished site.
#[derive(Debug)]
pub struct Site {
    pub config: Config,
    /// In mkdocs' order of files.
    pub pages: Vec<SitePage>,
    pub nav: Vec<Entry>,
    /// The pages of the navigation in reading order, by position.
    pub order: Vec<usize>,
    /// What is copied.
    pub assets: Vec<Asset>,
    pub redirects: Vec<Redirected>,
    /// By file and line.
    pub findings: Vec<Finding>,
    positions: HashMap<String, usize>,
    rendered: Vec<Rendered>,
    basis: plan::Basis,
}

/// A page of a site.
#[derive(Debug, Clone)]
pub struct SitePage {
    /// Path within the site before rendering (`guide/index.md`).
    pub path: String,
    /// Path from the opened folder.
    pub source: String,
    /// Path of what is written (`guide/index.html`).
    pub destination: String,
    /// Address relative to the site's root, encoded (`guide/`); `""` for the home page.
    pub url: String,
    pub title: String,
    /// Where the source can be edited. Not checked for being safe.
    pub edit_url: Option<String>,
    pub inclusion: Inclusion,
    pub content: Arc<Page>,
    /// The pages before and after it in reading order.
    pub previous: Option<usize>,
    pub next: Option<usize>,
}

/// A file that is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Path from the opened folder.
    pub source: String,
    pub destination: String,
}

/// A page that leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirected {
    /// Path of what is written.
    pub destination: String,
    /// From there, or an address on the web (`http` or `https`).
    pub to: String,
}

impl Site {
    /// The page that was written at a path within the site (`guide/index.md`).
    pub fn page(&self, path: &str) -> Option<&SitePage> {
        self.positions.get(path).and_then(|&index| self.pages.get(index))
    }

    /// The inside of a page's one `<article>`: its content, below its title when it brings no heading of its own, and above
    /// the question that `extra.analytics.feedback` asks. Source: mkdocs-material's `content.html`.
    pub fn article(&self, page: &SitePage) -> String {
        let content = &page.content.html;
        let mut html = String::with_capacity(content.len() + page.title.len() + 16);
        if !content.contains("<h1") {
            html.push_str("<h1>");
            escape(&page.title, &mut html);
            html.push_str("</h1>\n");
        }
        html.push_str(content);
        feedback::write(&self.config, page, &mut html);
        html
    }

    /// Whether anything is worse than a note.
    pub fn has_warnings(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Warning)
    }
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            letter => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests;
