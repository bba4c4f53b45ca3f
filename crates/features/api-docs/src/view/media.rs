//! Bodies in their media types, with examples.

use definition::openapi::{Example, Media};
use definition::schema::{Direction, Schemas, TreeLimits};
use maud::{Markup, html};
use serde_json::Value;
use ui::code;

use super::parts::{example_text, outside};
use super::schema;
use crate::place::Links;

/// Media types of one body that are shown, and examples of one media type.
const SHOWN_TYPES: usize = 4;
const SHOWN_EXAMPLES: usize = 4;

/// What a body holds, in each of its media types.
pub(crate) fn bodies(
    schemas: &Schemas,
    content: &[Media],
    (direction, limits): (Direction, TreeLimits),
    links: Links<'_>,
) -> Markup {
    html! {
        @for media in content.iter().take(SHOWN_TYPES) {
            div.api-media {
                @if !media.media_type.is_empty() { p.muted { code { (media.media_type) } } }
                @if let Some(found) = &media.schema { (schema::schema(schemas, found, (direction, limits), links)) }
                @if let Some(found) = &media.item_schema {
                    p.muted { "Each item of the stream:" }
                    (schema::schema(schemas, found, (direction, limits), links))
                }
            }
        }
        @if content.len() > SHOWN_TYPES {
            p.muted {
                "Also as "
                @for (index, media) in content.iter().skip(SHOWN_TYPES).take(20).enumerate() {
                    @if index > 0 { ", " }
                    code { (media.media_type) }
                }
            }
        }
    }
}

/// The examples of a body in its first media type: the document's, or one made from the schema.
pub(crate) fn examples(schemas: &Schemas, title: &str, content: &[Media], direction: Direction) -> Markup {
    let Some(media) = content.first() else { return html! {} };
    if !media.examples.is_empty() {
        return html! {
            @for example in media.examples.iter().take(SHOWN_EXAMPLES) { (written(title, example)) }
        };
    }
    let Some(found) = media.schema.as_ref().or(media.item_schema.as_ref()) else { return html! {} };
    match schemas.example(found, direction) {
        Value::Null => html! {},
        value => code::block(title, &example_text(&value)),
    }
}

fn written(title: &str, example: &Example) -> Markup {
    let name = example.summary.as_deref().or(example.name.as_deref());
    let title = name.map_or_else(|| title.to_owned(), |name| format!("{title}: {name}"));
    html! {
        @if let Some(value) = &example.value { (code::block(&title, &example_text(value))) }
        @if let Some(url) = &example.external { p.muted { (title) " is at " (outside(url, url)) } }
    }
}
