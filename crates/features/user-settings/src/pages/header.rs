//! The star in the head of an entity's page. Whoever is shown the head has visited the entity.

use kernel::extension::{Extension, View};
use kernel::{Error, Principal, Services};
use ui::Href;
use ui::star::{self as kit, Star};

use crate::{Visits, star};

/// The extension.
pub(crate) fn extension(services: &Services, visits: &Visits) -> Extension {
    let (db, visits) = (services.db.clone(), visits.clone());
    let draw = move |view: View| draw(db.clone(), visits.clone(), view);
    Extension {
        icon: "star",
        order: 10,
        ..Extension::new("entity-header-action:user-settings/star", "Star", draw)
    }
}

async fn draw(db: kernel::Db, visits: Visits, view: View) -> Result<Option<String>, Error> {
    let (Some(subject), Principal::User { entity_ref, .. }) = (view.subject.as_deref(), view.ctx.principal())
    else {
        return Ok(None);
    };
    visits.note(entity_ref, &subject.reference);
    let drawn = kit::star(&Star {
        label: subject.title().unwrap_or_else(|| subject.name()),
        starred: star::is_starred(&db, &view.ctx, &subject.reference).await?,
        action: &Href::new(format!("{}/star", subject.path)),
        reference: &subject.reference,
        back: &subject.path,
    });
    Ok(Some(drawn.into_string()))
}
