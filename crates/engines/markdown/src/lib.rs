//! Documentation pages: the markdown of an mkdocs site to safe HTML, headings, links and text for search.
//!
//! A pure library: values in, values out. It knows no files, clock, network, database or async; whoever reads a
//! site hands over its texts. Markdown is read as Python-Markdown and the extensions of `mkdocs-techdocs-core`
//! read it, because that is what existing pages were written for.
//!
//! - what is rendered: [`page::PageSource`], with what it may refer to in [`surroundings::Surroundings`]
//! - how: [`extensions::Extensions`], from `markdown_extensions` of `mkdocs.yml`, within [`limits::Limits`]
//! - what comes out: [`page::Page`]
//! - a text within somebody else's page, such as a description: [`passage::render`]
//!
//! The way of a page is [`page::render`]: `source` takes out what is not markdown, `block` makes a tree of
//! blocks, `inline` finds the markup within them, `tree` works on the whole, `write` and `sanitize` make HTML.

mod block;
mod element;
mod emoji;
mod entities;
pub mod extensions;
mod highlight;
mod inline;
mod keys;
pub mod limits;
mod marker;
mod math;
mod meta;
pub mod page;
pub mod passage;
mod plain;
mod sanitize;
pub mod site;
mod source;
mod stash;
pub mod surroundings;
mod text;
mod tree;
mod work;
mod write;

pub use extensions::{Base, Extensions, Feature};
pub use limits::Limits;
pub use page::{Heading, Link, LinkState, Page, PageSource, Section, Warning, render};
pub use surroundings::Surroundings;
