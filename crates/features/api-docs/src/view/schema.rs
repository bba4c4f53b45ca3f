//! A schema as lines below lines.

use definition::schema::{Additional, Cut, Direction, Role, Schema, Schemas, Tree, TreeLimits};
use maud::{Markup, html};
use serde_json::Value;
use std::sync::Arc;
use ui::{Tone, badge};

use super::parts::{deprecated, prose, short_value, type_link};
use crate::place::Links;

/// Lines of what people look at first, and of what stands behind a click.
pub(crate) const MUCH: TreeLimits = TreeLimits { depth: 6, lines: 150 };
pub(crate) const LITTLE: TreeLimits = TreeLimits { depth: 3, lines: 40 };
/// Levels that are in sight.
const OPEN_LEVELS: usize = 2;
/// Listed values and examples that are shown.
const SHOWN_VALUES: usize = 24;
const SHOWN_EXAMPLES: usize = 3;

/// A schema with its type above its lines.
pub(crate) fn schema(
    schemas: &Schemas,
    schema: &Schema,
    (direction, limits): (Direction, TreeLimits),
    links: Links<'_>,
) -> Markup {
    let tree = schemas.tree(schema, direction, limits);
    let named = tree.named.filter(|named| named.listed).map(|named| links.open(&named.anchor));
    html! {
        div.schema-head { (type_link(&tree.types, named.as_ref())) (marks(&tree)) }
        (said(&tree))
        (below(&tree, 0, links))
    }
}

/// The same for the page of the schema itself, where its own name would lead to nowhere else.
pub(crate) fn whole(schemas: &Schemas, schema: &Schema, links: Links<'_>) -> Markup {
    let tree = schemas.tree(schema, Direction::Both, MUCH);
    html! {
        div.schema-head { code { (tree.types) } (marks(&tree)) }
        (said(&tree))
        (below(&tree, 0, links))
    }
}

fn below(tree: &Tree<'_>, level: usize, links: Links<'_>) -> Markup {
    html! {
        @if !tree.children.is_empty() {
            ul.schema { @for child in &tree.children { li { (line(child, level, links)) } } }
        }
        @if let Some(cut) = tree.cut { p.muted.schema-cut { (cut_words(cut)) } }
    }
}

fn line(tree: &Tree<'_>, level: usize, links: Links<'_>) -> Markup {
    let named = tree.named.filter(|named| named.listed).map(|named| links.open(&named.anchor));
    html! {
        @if tree.children.is_empty() {
            div.schema-line { (name(tree)) (type_link(&tree.types, named.as_ref())) (marks(tree)) }
            (said(tree))
            @if let Some(cut) = tree.cut { p.muted.schema-cut { (cut_words(cut)) } }
        } @else {
            details open[level < OPEN_LEVELS] {
                summary.schema-line { (name(tree)) code { (tree.types) } (marks(tree)) }
                (said(tree))
                (below(tree, level + 1, links))
            }
        }
    }
}

fn name(tree: &Tree<'_>) -> Markup {
    let word = |text: &str| html! { span.schema-role { (text) } };
    match tree.role {
        Role::Property(name) => html! { code.schema-name { (name) } },
        Role::Root => html! {},
        Role::Pattern(pattern) => html! { span.schema-role { "names like " code { (pattern) } } },
        Role::Additional => word("other names"),
        Role::PropertyNames => word("names are"),
        Role::WithProperty(name) => html! { span.schema-role { "with " code { (name) } } },
        Role::Items => word("each item"),
        Role::TupleItem(index) => word(&format!("item {}", index + 1)),
        Role::FurtherItems => word("further items"),
        Role::Contains => word("at least one item"),
        Role::OneOf(index) => word(&format!("one of: {}", index + 1)),
        Role::AnyOf(index) => word(&format!("any of: {}", index + 1)),
        Role::Not => word("not"),
        Role::If => word("if"),
        Role::Then => word("then"),
        Role::Else => word("else"),
    }
}

/// What is said beside the type.
fn marks(tree: &Tree<'_>) -> Markup {
    html! {
        @if let Some(format) = tree.format { span.muted { (format) } }
        @if tree.nullable && !tree.types.contains("null") { span.muted { "or null" } }
        @if tree.required { (badge::badge("required", Tone::Accent, None)) }
        @if tree.read_only { span.muted { "only in answers" } }
        @if tree.write_only { span.muted { "only in requests" } }
        @if tree.deprecated { (deprecated()) }
    }
}

/// What is said below it.
fn said(tree: &Tree<'_>) -> Markup {
    html! {
        (prose(tree.description.or(tree.title)))
        @if !tree.constraints.is_empty() { p.muted.schema-note { (tree.constraints.join(", ")) } }
        @if let Some(value) = tree.constant { p.muted.schema-note { "always " code { (short_value(value)) } } }
        @if !tree.enumeration.is_empty() { (values("one of", tree.enumeration, SHOWN_VALUES)) }
        @if let Some(value) = tree.default { p.muted.schema-note { "default " code { (short_value(value)) } } }
        @if !tree.examples.is_empty() { (values("for example", tree.examples, SHOWN_EXAMPLES)) }
        @if let Some(discriminator) = tree.discriminator {
            p.muted.schema-note { "told apart by " code { (discriminator.property) } }
        }
        @if tree.additional == Additional::Forbidden { p.muted.schema-note { "no other names" } }
    }
}

fn values(words: &str, values: &[Arc<Value>], most: usize) -> Markup {
    let shown = values.get(..most.min(values.len())).unwrap_or_default();
    html! {
        p.muted.schema-note {
            (words) " "
            @for (index, value) in shown.iter().enumerate() {
                @if index > 0 { ", " }
                code { (short_value(value)) }
            }
            @if values.len() > most { " and " (values.len() - most) " more" }
        }
    }
}

fn cut_words(cut: Cut<'_>) -> String {
    match cut {
        Cut::Circle(name) => format!("{name} again, as above"),
        Cut::Missing(name) => format!("{name} is not in the document"),
        Cut::Depth => "more below; open the schema by its name".to_owned(),
        Cut::Lines => "more lines; open the schema by its name".to_owned(),
    }
}
