//! `POST /catalog/{namespace}/{kind}/{name}/star`: gives a star or takes it back. `starred` says which (`true` when it is
//! left out), `return` where to go then, the entity's page by default.

use axum::extract::State;
use axum::response::Response;
use entity::EntityRef;
use kernel::http::Path;
use kernel::{Ctx, Db, Error};
use page::Form;
use page::address::{entity_path, local_path};

use crate::star;

pub(super) async fn submit(
    State(db): State<Db>,
    ctx: Ctx,
    Path((namespace, kind, name)): Path<(String, String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let entity = checked(&kind, &namespace, &name)?;
    let starred = match form.text("starred") {
        "" | "true" => true,
        "false" => false,
        other => return Err(Error::Input(format!("starred must be true or false, not {other:?}"))),
    };
    star::set(&db, &ctx, &entity, starred).await?;
    let own = entity_path(&namespace, &kind, &name);
    Ok(page::see_other(local_path(form.text("return")).unwrap_or(&own)))
}

/// The longest ref that can be starred, in bytes.
const MAXIMUM_REF_BYTES: usize = 1_000;

/// A ref that reads the same when it is read back from the list.
fn checked(kind: &str, namespace: &str, name: &str) -> Result<EntityRef, Error> {
    let parts = [kind, namespace, name];
    let is_part =
        |part: &str| !part.is_empty() && !part.contains([':', '/']) && !part.contains(char::is_control);
    let length: usize = parts.iter().map(|part| part.len()).sum();
    if length > MAXIMUM_REF_BYTES || !parts.into_iter().all(is_part) {
        return Err(Error::Input("this address names no entity".to_owned()));
    }
    Ok(EntityRef::new(kind, namespace, name))
}
