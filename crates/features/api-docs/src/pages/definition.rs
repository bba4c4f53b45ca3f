//! The tab "Definition".

use kernel::Error;
use kernel::extension::View;
use ui::Href;

use super::Docs;
use crate::api::Api;
use crate::place::Place;
use crate::view::list;

pub(super) async fn draw(docs: Docs, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = asked.subject.as_deref() else { return Ok(None) };
    let Some(api) = Api::of(subject) else {
        let raw = Href::new(format!("{}?tab=yaml", subject.path));
        return Ok(Some(list::nothing(&raw).into_string()));
    };
    let read = docs.definitions.read(&api).await?;
    let place = Place::parse(&api.path, &asked.query);
    Ok(Some(list::tab(&api, &read, &place).into_string()))
}
