//! What this feature adds to the portal's pages: the tab of an API, its text by itself, and operations tried. Handlers read
//! the address, call one use case and draw.

mod definition;
mod text;

use std::sync::Arc;

use axum::http::Method;
use axum::routing::get;
use entity::EntityRef;
use kernel::extension::{Extension, Subject, View};
use kernel::http::{Access, Routes};
use kernel::{Ctx, Error, Services};
use serde_json::json;

use crate::ApiDirectory;
use crate::api::{Api, path_of};
use crate::definitions::Definitions;
use crate::place::TAB;

/// What the pages here need. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Docs {
    directory: Arc<dyn ApiDirectory>,
    definitions: Arc<Definitions>,
}

/// The longest ref that an address may name, in bytes.
const LONGEST_REF: usize = 1_000;

impl Docs {
    pub(crate) fn new(_services: &Services, directory: &Arc<dyn ApiDirectory>) -> Self {
        Self { directory: Arc::clone(directory), definitions: Arc::new(Definitions::new()) }
    }

    /// The API of an address. What the reader may not see is told apart from what does not exist by nobody.
    async fn find(&self, ctx: &Ctx, place: (&str, &str, &str)) -> Result<Api, Error> {
        let (namespace, kind, name) = place;
        let reference = EntityRef::new(kind, namespace, name).to_string();
        let not_found = || Error::NotFound("there is no such API, or it has no definition".to_owned());
        if reference.len() > LONGEST_REF {
            return Err(not_found());
        }
        let found = self.directory.entity(ctx, &reference).await?.ok_or_else(not_found)?;
        let subject: Subject = serde_json::from_value(found).map_err(Error::internal)?;
        let subject = Subject { reference, path: path_of(namespace, kind, name), ..subject };
        Api::of(&subject).ok_or_else(not_found)
    }
}

/// The route table of the pages.
pub(crate) fn routes(docs: &Docs) -> Routes {
    let text = "/catalog/{namespace}/{kind}/{name}/definition/text";
    Routes::new().add_plain(Method::GET, text, Access::Page, get(text::show).with_state(docs.clone()))
}

/// The tab of APIs.
pub(crate) fn tab(docs: &Docs) -> Extension {
    let docs = docs.clone();
    let draw = move |view: View| definition::draw(docs.clone(), view);
    Extension {
        path: TAB,
        order: 20,
        condition: Some(json!({ "kind": "api" })),
        ..Extension::new("entity-content:api-docs/definition", "Definition", draw)
    }
}
