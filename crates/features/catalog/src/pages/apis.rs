//! The tab "APIs": what a component provides and what it consumes.

use kernel::Error;
use kernel::extension::View;

use super::Pages;
use super::related::{self, Related};
use crate::pages::view::entities;

#[rustfmt::skip]
const TABLES: [Related; 2] = [
    Related { id: "provided-apis", title: "Provided APIs", order: 0, on: &[], relation: "providesApi", kind: "", empty: "It says of no API that it provides it. The catalog file does so by spec.providesApis." },
    Related { id: "consumed-apis", title: "Consumed APIs", order: 1, on: &[], relation: "consumesApi", kind: "", empty: "It says of no API that it consumes it. The catalog file does so by spec.consumesApis." },
];

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    two(&pages, &asked, &TABLES).await
}

/// Two tables, one below the other.
pub(super) async fn two(pages: &Pages, asked: &View, tables: &[Related; 2]) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let mut drawn = Vec::with_capacity(tables.len());
    for table in tables {
        let body = related::table(pages, &asked.ctx, subject, table).await?;
        drawn.extend(body.map(|body| (table.title, body)));
    }
    Ok(Some(entities::cards(&drawn).into_string()))
}
