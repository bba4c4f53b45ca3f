//! The tab "Dependencies": what an entity needs, and what needs it.

use kernel::Error;
use kernel::extension::View;

use super::related::Related;
use super::{Pages, apis};

#[rustfmt::skip]
const TABLES: [Related; 2] = [
    Related { id: "depends-on", title: "Depends on", order: 0, on: &[], relation: "dependsOn", kind: "", empty: "It names nothing that it depends on. The catalog file does so by spec.dependsOn." },
    Related { id: "dependency-of", title: "Dependency of", order: 1, on: &[], relation: "dependencyOf", kind: "", empty: "Nothing in the catalog says that it depends on this." },
];

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    apis::two(&pages, &asked, &TABLES).await
}
