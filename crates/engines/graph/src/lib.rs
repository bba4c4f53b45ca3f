//! Which entities are related how, and a drawing of it.
//!
//! A pure library: values in, values out. It knows no clock, network, database or async, and nothing of entities but
//! that they are nodes of some kind which state relations to others. Texts enter only with the drawing.
//!
//! - what is asked: [`query`] names the parameters of `/catalog-graph` as Backstage has them
//! - what is related: [`network`] holds all statements; [`select`] cuts out a neighbourhood, [`merge`] makes the lines of
//!   it, [`path`] finds the ways between two nodes, [`impact`] what breaks when a node goes away
//! - what is drawn: [`drawing`] is the caller's list of boxes and lines, [`layout`] gives each a place
//! - what is sent: [`svg`], in pieces, and [`mermaid`]; [`text`] says how wide texts will be

pub mod drawing;
pub mod impact;
pub mod layout;
pub mod merge;
pub mod mermaid;
pub mod network;
pub mod path;
pub mod query;
pub mod select;
pub mod svg;
pub mod text;
