//! The list of features that the binary is made of, in the order in which they start.

use std::path::Path;
use std::sync::Arc;

use api_docs::{ApiDirectory, ApiDocs};
use auth::{Auth, DirectoryUser, UserDirectory};
use catalog::{CatalogFeature, Handle, PersonalStore};
use devtools::Devtools;
use futures_util::future::BoxFuture;
use kernel::{Ctx, Db, Error, Feature};
use permission::Permissions;
use serde_json::Value;
use user_settings::{UserSettings, kept, star};

use crate::home::HomeFeature;
use crate::shell::ShellFeature;

/// Every core feature. `folder` is what relative paths of the configuration start from. Features from elsewhere are
/// added by [`crate::PortalBuilder::feature`], through the same door.
pub fn all(folder: &Path) -> Vec<Arc<dyn Feature>> {
    let catalog = CatalogFeature::new(folder.to_path_buf()).with_personal(Arc::new(Belongings));
    let settings = UserSettings::new();
    let home = HomeFeature::new(catalog.handle(), settings.visits());
    let shell = ShellFeature::new(catalog.handle());
    let users = Users { catalog: catalog.handle() };
    let apis = Apis { catalog: catalog.handle() };
    vec![
        Arc::new(catalog),
        Arc::new(Auth::new(Arc::new(users))),
        Arc::new(Permissions::new()),
        Arc::new(settings),
        Arc::new(ApiDocs::new(Arc::new(apis))),
        Arc::new(Devtools),
        Arc::new(home),
        Arc::new(shell),
    ]
}

/// Users are entities of the catalog.
struct Users {
    catalog: Handle,
}

impl UserDirectory for Users {
    fn user<'a>(&'a self, entity_ref: &'a str) -> BoxFuture<'a, Result<Option<DirectoryUser>, Error>> {
        Box::pin(async move {
            let Some(catalog) = self.catalog.get() else { return Ok(None) };
            let entity_ref = entity_ref.to_lowercase();
            if !catalog.exists(&entity_ref) {
                return Ok(None);
            }
            let member_of = catalog.related(&entity_ref, "memberOf");
            Ok(Some(DirectoryUser { entity_ref, member_of }))
        })
    }
}

/// APIs are entities of the catalog.
struct Apis {
    catalog: Handle,
}

impl ApiDirectory for Apis {
    fn entity<'a>(
        &'a self,
        ctx: &'a Ctx,
        entity_ref: &'a str,
    ) -> BoxFuture<'a, Result<Option<Value>, Error>> {
        Box::pin(async move {
            let Some(catalog) = self.catalog.get() else { return Ok(None) };
            catalog.entity(ctx, entity_ref).await
        })
    }
}

/// What people keep of the catalog are settings of theirs.
struct Belongings;

/// Where saved views are; the wire API of settings shows them there, too.
const VIEWS: (&str, &str) = ("default.callboard.catalog", "views");

impl PersonalStore for Belongings {
    fn starred<'a>(&'a self, db: &'a Db, ctx: &'a Ctx) -> BoxFuture<'a, Result<Vec<String>, Error>> {
        Box::pin(star::list(db, ctx))
    }

    fn views<'a>(&'a self, db: &'a Db, ctx: &'a Ctx) -> BoxFuture<'a, Result<Option<Value>, Error>> {
        Box::pin(kept::find(db, ctx, VIEWS.0, VIEWS.1))
    }

    fn replace_views<'a>(
        &'a self,
        db: &'a Db,
        ctx: &'a Ctx,
        before: Option<&'a Value>,
        after: &'a Value,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(kept::replace(db, ctx, VIEWS, before, after))
    }
}
