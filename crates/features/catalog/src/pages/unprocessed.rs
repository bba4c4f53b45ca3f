//! `/settings/unprocessed-entities`: what sources name but the catalog could not take, or has not looked at yet.

use axum::extract::State;
use axum::response::Response;
use kernel::extension::View;
use kernel::{Ctx, Error};
use page::Form;
use page::frames::SETTINGS;
use ui::Href;
use ui::table::{PAGES, Pager, Part};

use super::words::{moment, short_place};
use super::{Pages, problems};
use crate::entities::unprocessed::{self as use_case, Unprocessed};
use crate::ingest::annotate;
use crate::pages::view::unprocessed::{self as view, Row, UnprocessedPage};
use crate::permissions::UNPROCESSED_DELETE;

/// The last part of the page's address, unless the configuration says another. Source: the stock plugin's page.
pub(super) const PATH: &str = "unprocessed-entities";
/// Receives the id of one that is to be forgotten.
pub(super) const FORGET: &str = "/settings/unprocessed-entities/forget";

/// Rows of a page.
const PAGE: i64 = 25;
/// Problems that are told of each.
const TOLD_PROBLEMS: usize = 3;
/// The parameter that shows those that have not been looked at yet.
const PENDING: &str = "pending";

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let (catalog, ctx) = (&pages.catalog, &asked.ctx);
    let (failed, pending) = use_case::counts(catalog, ctx).await?;
    let is_pending = asked.query.get(PENDING).is_some();
    let total = if is_pending { pending } else { failed };
    let offset = asked.query.integer("offset").unwrap_or(0).max(0);
    let rows = use_case::page(catalog, ctx, !is_pending, offset, PAGE).await?;
    let part = Part::new(offset, PAGE, i64::try_from(rows.len()).unwrap_or_default(), total);
    let page = UnprocessedPage {
        failed,
        pending,
        is_pending,
        failed_list: Href::new(list(false, 0)),
        pending_list: Href::new(list(true, 0)),
        rows: rows.iter().map(|row| told(row, ctx)).collect(),
        forget: pages.may(ctx, &UNPROCESSED_DELETE).await?.then(|| Href::new(FORGET)),
        pager: Pager::of(part, PAGES, |offset| Href::new(list(is_pending, offset))),
    };
    Ok(Some(view::unprocessed(&page).into_string()))
}

fn list(is_pending: bool, offset: u64) -> String {
    let which = if is_pending { "?pending" } else { "" };
    let from = match offset {
        0 => String::new(),
        _ if is_pending => format!("&offset={offset}"),
        _ => format!("?offset={offset}"),
    };
    format!("{SETTINGS}/{PATH}{which}{from}")
}

fn told(unprocessed: &Unprocessed, ctx: &Ctx) -> Row {
    let row = &unprocessed.row;
    let place = annotate::get(&unprocessed.raw, annotate::LOCATION).or(row.location_key.as_deref());
    let problems: Vec<_> = unprocessed.items.iter().map(problems::problem).collect();
    Row {
        id: row.entity_id.clone(),
        entity_ref: row.entity_ref.clone(),
        place: place.map(short_place).unwrap_or_default(),
        further: problems.len().saturating_sub(TOLD_PROBLEMS),
        problems: problems.into_iter().take(TOLD_PROBLEMS).collect(),
        seen: moment(row.updated_at, ctx.now),
    }
}

/// Forgets one, and leads back to the list. Its source may bring it back.
pub(super) async fn forget(State(pages): State<Pages>, ctx: Ctx, form: Form) -> Result<Response, Error> {
    use_case::delete(&pages.catalog, &ctx, form.text("id")).await?;
    Ok(page::see_other(&list(!form.text(PENDING).is_empty(), 0)))
}
