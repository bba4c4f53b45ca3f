//! `/catalog-graph`: the neighbourhood of entities, the way between two, or what breaks without one; as a picture, as a
//! list, and as files to keep. A large picture is a request of its own, so that the page stands at once.

mod address;
pub(super) mod card;
mod controls;
mod drawing;
mod files;
mod page;
mod starts;

use std::sync::Arc;

use axum::http::Method;
use axum::routing::get;
use graph::drawing::Drawing;
use graph::layout::{Layout, Settings, lay_out};
use kernel::http::{Access, Routes};
use kernel::{Ctx, Error};
use tokio::sync::Semaphore;

pub(super) use address::{Show, of_entity};

use address::{Asked, PATH};

use super::Pages;
use super::titles::Titles;
use crate::entities::graph::{Picture, ask, seen};

/// Adds the page and its pictures.
pub(super) fn routes(routes: Routes, pages: &Pages) -> Routes {
    let state = || pages.clone();
    routes
        .add_plain(Method::GET, PATH, Access::Page, get(page::show).with_state(state()))
        .add_plain(Method::GET, "/catalog-graph/picture", Access::Page, get(files::part).with_state(state()))
        .add_plain(
            Method::GET,
            "/catalog-graph/picture.svg",
            Access::Page,
            get(files::svg).with_state(state()),
        )
        .add_plain(
            Method::GET,
            "/catalog-graph/picture.mmd",
            Access::Page,
            get(files::mermaid).with_state(state()),
        )
        .add_plain(
            Method::GET,
            "/catalog-graph/entities",
            Access::Page,
            get(files::entities).with_state(state()),
        )
}

/// Turns for heavy work: many readers who ask for large pictures do not take all cores from everybody else.
#[derive(Clone)]
pub(super) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self(Arc::new(Semaphore::new(cores)))
    }
}

impl Turns {
    /// Does the work on a thread for such.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let _turn = self.0.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)
    }
}

/// The answer to what is asked; nothing for a reader who may see no entity at all.
async fn answer(pages: &Pages, ctx: &Ctx, asked: &Asked) -> Result<Option<Picture>, Error> {
    let Some(seen) = seen(&pages.catalog, ctx, asked.roots()).await? else { return Ok(None) };
    let question = asked.question(pages.catalog.ingest.settings().graph_entities);
    Ok(Some(pages.turns.run(move || ask(&seen, &question)).await?))
}

/// A picture with the names of what is in it.
struct Named {
    picture: Arc<Picture>,
    titles: Titles,
}

async fn named(pages: &Pages, ctx: &Ctx, picture: Arc<Picture>) -> Result<Named, Error> {
    let refs = picture.nodes.iter().map(|node| node.reference.as_str());
    let titles = Titles::of(&pages.catalog, ctx, refs).await?;
    Ok(Named { picture, titles })
}

/// Gives everything its place. What a question may ask for is less than what the layout takes.
fn laid_out(asked: &Asked, drawing: &Drawing) -> Result<Layout, Error> {
    let settings = Settings { direction: asked.stock.direction, ..Settings::default() };
    lay_out(drawing, &settings).map_err(Error::internal)
}
