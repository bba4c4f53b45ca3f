//! What this feature adds to the portal's pages: the tab of an API, its text by itself, and operations tried. Handlers read
//! the address, call one use case and draw.

mod definition;
mod text;
mod try_out;

use std::sync::Arc;

use axum::http::Method;
use axum::routing::{get, post};
use entity::EntityRef;
use kernel::extension::{Extension, Subject, View};
use kernel::http::{Access, Routes};
use kernel::outbound::AllowList;
use kernel::{Ctx, Error, Services};
use page::Frames;
use page::address::entity_path;
use serde_json::json;

use crate::ApiDirectory;
use crate::api::Api;
use crate::definitions::Definitions;
use crate::place::TAB;

/// What the pages here need. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Docs {
    services: Services,
    frames: Frames,
    /// Where operations may be tried.
    hosts: Arc<AllowList>,
    directory: Arc<dyn ApiDirectory>,
    definitions: Arc<Definitions>,
}

/// Bytes of what is sent in a form, the body of the request among it.
const LARGEST_FORM: usize = 512 * 1024;
/// The longest ref that an address may name, in bytes.
const LONGEST_REF: usize = 1_000;

impl Docs {
    /// Fails when the configuration of the feature is not valid.
    pub(crate) fn new(services: &Services, directory: &Arc<dyn ApiDirectory>) -> Result<Self, Error> {
        Ok(Self {
            services: services.clone(),
            frames: Frames::new(services),
            hosts: Arc::new(crate::try_out::hosts(services)?),
            directory: Arc::clone(directory),
            definitions: Arc::new(Definitions::new()),
        })
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
        let subject = Subject { reference, path: entity_path(namespace, kind, name), ..subject };
        Api::of(&subject).ok_or_else(not_found)
    }
}

/// The route table of the pages.
pub(crate) fn routes(docs: &Docs) -> Routes {
    let text = "/catalog/{namespace}/{kind}/{name}/definition/text";
    let trial = "/catalog/{namespace}/{kind}/{name}/definition/try";
    let state = || docs.clone();
    Routes::new()
        .add_plain(Method::GET, text, Access::Page, get(text::show).with_state(state()))
        .add_plain(Method::GET, trial, Access::Page, get(try_out::show).with_state(state()))
        .add_plain(Method::POST, trial, Access::Page, post(try_out::submit).with_state(state()))
        .body_limit(LARGEST_FORM)
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
