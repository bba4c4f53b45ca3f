//! From the text of a file to text whose blocks can be read: what is not markdown is taken out.

pub(crate) mod alerts;
pub(crate) mod attributes;
pub(crate) mod critic;
pub(crate) mod diagrams;
mod drawn;
pub(crate) mod fence_line;
pub(crate) mod fences;
pub(crate) mod html;
pub(crate) mod html_tag;
pub(crate) mod html_tree;
pub(crate) mod snippets;
pub(crate) mod whitespace;
