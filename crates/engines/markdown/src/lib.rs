//! Documentation pages: the markdown of an mkdocs site to safe HTML, headings, links and text for search.
//!
//! A pure library: values in, values out. It knows no files, clock, network, database or async; whoever reads a
//! site hands over its texts. Markdown is read as Python-Markdown and the extensions of `mkdocs-techdocs-core`
//! read it, because that is what existing pages were written for.
//!
//! - what is rendered: [`page::PageSource`], with what it may refer to in [`surroundings::Surroundings`]
//! - how: [`extensions::Extensions`], from `markdown_extensions` of `mkdocs.yml`, within [`limits::Limits`]
//! - what comes out: [`page::Page`]

pub mod extensions;
pub mod limits;
pub mod page;
pub mod site;
pub mod surroundings;

pub use extensions::{Base, Extensions};
pub use limits::Limits;
pub use page::{Heading, Link, LinkState, Page, PageSource, Section, Warning, render};
pub use surroundings::Surroundings;
