//! The definitions of APIs as pages: OpenAPI, AsyncAPI, GraphQL, protobuf and WSDL by operation and type, everything else
//! as text; and operations of OpenAPI tried through the portal.
//!
//! Read in this order: `api` (an API as this feature sees it), `definitions` (what was read of it), `outline` (what can be
//! opened), `listing` (which part of that a page shows), `try_out` (from a form to an answer), `pages`, `view`.
//! Asks an [`ApiDirectory`] for entities; knows no catalog. What definitions mean is the business of the engine.

mod api;
mod definitions;
mod listing;
mod outline;
mod pages;
mod place;
mod try_out;
mod view;
mod words;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::{Contribution, Ctx, Error, Feature, Services};
use serde_json::Value;

use crate::pages::Docs;

/// Where APIs are found.
pub trait ApiDirectory: Send + Sync + 'static {
    /// The entity with this full ref in lower case, as clients get it; `None` when there is none that the caller may read.
    fn entity<'a>(&'a self, ctx: &'a Ctx, entity_ref: &'a str)
    -> BoxFuture<'a, Result<Option<Value>, Error>>;
}

/// The feature `api-docs`.
pub struct ApiDocs {
    directory: Arc<dyn ApiDirectory>,
}

impl ApiDocs {
    pub fn new(directory: Arc<dyn ApiDirectory>) -> Self {
        Self { directory }
    }
}

impl Feature for ApiDocs {
    fn id(&self) -> &'static str {
        "api-docs"
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async move {
            let docs = Docs::new(services, &self.directory)?;
            Ok(Contribution {
                pages: pages::routes(&docs),
                extensions: vec![pages::tab(&docs)],
                ..Contribution::default()
            })
        })
    }
}
