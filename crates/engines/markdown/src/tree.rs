//! What is done to the whole tree of a page, before and after the inline stage.

pub(crate) mod abbreviations;
pub(crate) mod attributes;
pub(crate) mod code;
pub(crate) mod footnotes;
pub(crate) mod links;
pub(crate) mod shorten;
pub(crate) mod slug;
pub(crate) mod symbols;
pub(crate) mod tab_ids;
pub(crate) mod tasks;
pub(crate) mod toc;
