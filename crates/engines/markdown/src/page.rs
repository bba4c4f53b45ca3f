//! One page: its text in, everything that a site shows of it out.

pub(crate) mod lines;
mod render;
mod sections;
mod title;

use serde_json::{Map, Value};

pub use render::render;

/// A page as its author wrote it.
#[derive(Debug, Clone, Copy)]
pub struct PageSource<'a> {
    /// Path within the docs folder, with `/` (`guide/index.md`).
    pub path: &'a str,
    /// The text of the file, front matter included.
    pub text: &'a str,
}

/// A page as it is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// `title` of the front matter, else the first heading of level 1, else made of the file's name.
    pub title: String,
    /// The front matter.
    pub meta: Map<String, Value>,
    /// The inside of the page's `<article>`. Safe: no scripts, no handlers, no styles, no foreign frames.
    pub html: String,
    /// The headings as a tree, for a table of contents.
    pub contents: Vec<Heading>,
    /// Links and images that were written in the page, in order.
    pub links: Vec<Link>,
    /// Files of the docs folder that the page shows or links to, other pages left out.
    pub assets: Vec<String>,
    /// Plain text for search: what precedes the first heading, then one section for each heading.
    pub sections: Vec<Section>,
    /// What an author should know, by line.
    pub warnings: Vec<Warning>,
    /// The snippet files that went into the page, found or not: when one changes, the page changes.
    pub snippets: Vec<String>,
}

/// An entry of a table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The fragment that leads to it.
    pub id: String,
    /// Its text, without markup and not escaped.
    pub title: String,
    /// Headings below it.
    pub children: Vec<Heading>,
}

/// A link, or the source of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As the author wrote it.
    pub target: String,
    /// Line of the file, from 1, as far as it is known.
    pub line: Option<usize>,
    /// Where it leads.
    pub state: LinkState,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// Out of the site, or to a place that cannot be known here.
    External,
    /// To a file of the docs folder, with the fragment when there is one. Whether another page has
    /// that fragment is for the site to say.
    Internal { path: String, fragment: Option<String> },
    /// To a file that the site does not have.
    Broken,
}

/// A heading and the text below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading's id; none before the first heading.
    pub id: Option<String>,
    /// The heading's text, or empty. White space is single spaces, here and in the text.
    pub title: String,
    /// Text up to the next heading.
    pub text: String,
}

/// Something about a page that its author should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Line of the file, from 1, as far as it is known.
    pub line: Option<usize>,
    /// What is wrong and what was done about it.
    pub message: String,
}
