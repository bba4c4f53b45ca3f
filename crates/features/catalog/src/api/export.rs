//! `GET /export`: every entity of a query, streamed.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use bytes::{BufMut as _, Bytes, BytesMut};
use kernel::http::Query;
use kernel::{Ctx, Error};
use serde_json::Value;

use super::entities::filter_of;
use crate::Catalog;
use crate::entities::export::{self, DEFAULT_COLUMNS, Format};
use crate::entities::list::{self, Walker};

/// Entities in one chunk of the answer.
const STEP: usize = 500;

pub(super) async fn export(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    query: Query,
) -> Result<Response, Error> {
    let format = if query.get("format") == Some("csv") { Format::Csv } else { Format::Ndjson };
    let columns = match query.list("columns") {
        Some(columns) if !columns.is_empty() => columns.into_iter().map(str::to_owned).collect(),
        _ => DEFAULT_COLUMNS.map(str::to_owned).to_vec(),
    };
    let walker = list::walk(&catalog, &ctx, filter_of(&query)?, None).await?;
    Ok(answer(walker, format, columns))
}

/// Everything that a walk comes to, as a file to keep. The catalog page sends it, too.
pub(crate) fn answer(walker: Walker, format: Format, columns: Vec<String>) -> Response {
    let (kind, disposition) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"entities.csv\""),
        Format::Ndjson => ("application/x-ndjson", "attachment; filename=\"entities.ndjson\""),
    };
    let body = Body::from_stream(chunks(walker, format, columns));
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}

fn chunks(
    walker: Walker,
    format: Format,
    columns: Vec<String>,
) -> impl futures_util::Stream<Item = Result<Bytes, Error>> {
    let first = match format {
        Format::Csv => Some(Bytes::from(export::header(&columns))),
        Format::Ndjson => None,
    };
    futures_util::stream::try_unfold((walker, first), move |(mut walker, first)| {
        let columns = columns.clone();
        async move {
            if let Some(first) = first {
                return Ok(Some((first, (walker, None))));
            }
            let entities = walker.step(STEP).await?;
            if entities.is_empty() {
                return Ok(None);
            }
            let mut chunk = BytesMut::new();
            for entity in entities {
                match format {
                    Format::Ndjson => {
                        chunk.extend_from_slice(&entity);
                        chunk.put_u8(b'\n');
                    }
                    Format::Csv => {
                        let value: Value = serde_json::from_slice(&entity).map_err(Error::internal)?;
                        chunk.extend_from_slice(export::row(&value, &columns).as_bytes());
                    }
                }
            }
            Ok(Some((chunk.freeze(), (walker, None))))
        }
    })
}
