//! What each reader keeps for themselves and the catalog's pages show: stars and saved views. Somebody else keeps it,
//! under the reader's name; the binary joins the two. Knows no storage.

use futures_util::future::BoxFuture;
use kernel::{Ctx, Db, Error};
use serde_json::Value;

/// Keeps things for readers who are users.
pub trait PersonalStore: Send + Sync {
    /// The refs that the reader has starred; they may name what is gone.
    fn starred<'a>(&'a self, db: &'a Db, ctx: &'a Ctx) -> BoxFuture<'a, Result<Vec<String>, Error>>;

    /// The reader's saved views, in the shape in which they were kept.
    fn views<'a>(&'a self, db: &'a Db, ctx: &'a Ctx) -> BoxFuture<'a, Result<Option<Value>, Error>>;

    /// Keeps `after` in place of `before` (`None` where there was nothing); false when something else is there by now.
    fn replace_views<'a>(
        &'a self,
        db: &'a Db,
        ctx: &'a Ctx,
        before: Option<&'a Value>,
        after: &'a Value,
    ) -> BoxFuture<'a, Result<bool, Error>>;
}
