//! by-query: one page of a filtered, ordered list, and the cursors to its neighbours.
//!
//! Knows the paging rules, not HTTP. Source of the rules: the contract sheet catalog-api, section 5.

use crate::cursor::{Cursor, Position, TextFilter};
use crate::index::arrange::{Arranged, ArrangementKey, Order, TextKey};
use crate::index::table::PairId;
use crate::index::{Document, Index};
use crate::posting::Slot;
use crate::predicate::Predicate;
use crate::scalar::lower;

pub use crate::index::arrange::OrderField;

/// The page size if none is asked for.
pub const DEFAULT_LIMIT: usize = 200;
/// What a text filter without fields and without order looks at.
const DEFAULT_TEXT_FIELD: &str = "metadata.uid";

/// Why an `orderField` was refused; the text is the answer's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Invalid order field order, must be asc or desc")]
pub struct OrderFieldError;

/// Reads `field`, `field,asc` or `field,desc`.
pub fn parse_order_field(text: &str) -> Result<OrderField, OrderFieldError> {
    let mut parts = text.split(',');
    let field = parts.next().unwrap_or_default().to_owned();
    let descending = match parts.next() {
        None | Some("asc") => false,
        Some("desc") => true,
        Some(_) => return Err(OrderFieldError),
    };
    Ok(OrderField { field, descending })
}

/// The first page of a list.
#[derive(Debug, Clone, Default)]
pub struct First {
    pub query: Option<Predicate>,
    /// Only the first field is honoured.
    pub order: Vec<OrderField>,
    pub text: Option<TextFilter>,
    /// Rows left out at the start.
    pub offset: usize,
    /// Do not count all rows.
    pub skip_total: bool,
}

/// Which page.
#[derive(Debug, Clone)]
pub enum Start {
    First(First),
    Cursor(Cursor),
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub items: Vec<Document>,
    /// Rows of the whole list; 0 if they were not to be counted.
    pub total_items: u64,
    pub next_cursor: Option<String>,
    pub previous_cursor: Option<String>,
}

/// A walk over all of a list, as exports do it, page after page without holding the index.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    pub predicate: &'a Predicate,
    /// By uid if there is none; entities without the field are left out.
    pub order: Option<&'a OrderField>,
}

type Row = (Slot, Option<PairId>);

impl Index {
    /// One page of at most `limit` entities of those that `visible` shows.
    pub fn select(&self, start: &Start, limit: usize, visible: &Predicate) -> Page {
        let (query, order, text) = match start {
            Start::First(first) => (&first.query, &first.order, &first.text),
            Start::Cursor(cursor) => (&cursor.query, &cursor.order, &cursor.text),
        };
        let order = order.first();
        let key = ArrangementKey {
            predicate: both(visible, query.as_ref()),
            text: text.as_ref().and_then(|text| text_key(text, order)),
            order: order_key(order),
        };
        let arranged = self.arranged(&key);
        let (position, offset, is_previous) = match start {
            Start::First(first) => (None, first.offset, false),
            Start::Cursor(cursor) => (Some(&cursor.position), 0, cursor.is_previous),
        };
        let descends = order.is_some_and(|order| order.descending) != is_previous;
        // One more than wanted shows whether there are more.
        let wanted = if is_previous { limit } else { limit.saturating_add(1) };
        let mut rows = self.take_rows(&arranged, position, offset, descends, wanted);
        if is_previous {
            rows.reverse();
        }
        let has_more = limit > 0 && (is_previous || rows.len() > limit);
        rows.truncate(limit);
        let (next_cursor, previous_cursor, total_items) =
            self.cursors(start, &rows, has_more, arranged.len());
        let items = rows.iter().map(|(slot, _)| self.document(*slot)).collect();
        Page { items, total_items, next_cursor, previous_cursor }
    }

    /// The next entities of a walk, and where to go on; no position when it has ended.
    pub fn walk(
        &self,
        walk: Walk<'_>,
        after: Option<&Position>,
        limit: usize,
    ) -> (Vec<Document>, Option<Position>) {
        let key =
            ArrangementKey { predicate: walk.predicate.clone(), text: None, order: order_key(walk.order) };
        let arranged = self.arranged(&key);
        let descends = walk.order.is_some_and(|order| order.descending);
        let mut rows = self.take_rows(&arranged, after, 0, descends, limit.saturating_add(1));
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let position = rows.last().filter(|_| has_more).map(|row| self.position(*row));
        (rows.iter().map(|(slot, _)| self.document(*slot)).collect(), position)
    }

    /// Up to `wanted` rows behind a position, in the direction of the list or against it.
    fn take_rows(
        &self,
        arranged: &Arranged,
        position: Option<&Position>,
        offset: usize,
        descends: bool,
        wanted: usize,
    ) -> Vec<Row> {
        let place = |or_equal: bool| {
            position.map(|it| arranged.place_of(it.value.as_deref(), &it.uid, or_equal, self))
        };
        if descends {
            let end = place(false).unwrap_or_else(|| arranged.len()).saturating_sub(offset);
            let mut rows = arranged.rows(end.saturating_sub(wanted)..end);
            rows.reverse();
            return rows;
        }
        let start = place(true).unwrap_or(0).saturating_add(offset).min(arranged.len());
        arranged.rows(start..start.saturating_add(wanted).min(arranged.len()))
    }

    fn cursors(
        &self,
        start: &Start,
        rows: &[Row],
        has_more: bool,
        length: usize,
    ) -> (Option<String>, Option<String>, u64) {
        let total_items = match start {
            Start::First(first) if first.skip_total => 0,
            Start::First(_) => length as u64,
            Start::Cursor(cursor) => cursor.total_items.unwrap_or(length as u64),
        };
        let (Some(first_row), Some(last_row)) = (rows.first(), rows.last()) else {
            return (None, None, total_items);
        };
        let (known_first, is_first_page) = match start {
            Start::Cursor(cursor) => (cursor.first.clone(), cursor.first.is_none()),
            Start::First(_) => (None, true),
        };
        let first_position = self.position(*first_row);
        let needs_previous = !is_first_page && known_first.as_ref() != Some(&first_position);
        let first = known_first.unwrap_or_else(|| first_position.clone());
        let cursor = |position: Position, is_previous: bool| {
            let (query, order, text) = match start {
                Start::First(it) => (it.query.clone(), it.order.clone(), it.text.clone()),
                Start::Cursor(it) => (it.query.clone(), it.order.clone(), it.text.clone()),
            };
            let first = Some(first.clone());
            Cursor { order, text, query, position, is_previous, first, total_items: Some(total_items) }
                .encode()
        };
        let next = has_more.then(|| cursor(self.position(*last_row), false));
        let previous = needs_previous.then(|| cursor(first_position.clone(), true));
        (next, previous, total_items)
    }

    fn position(&self, (slot, pair): Row) -> Position {
        let value = pair.and_then(|pair| self.table.value(pair)).map(str::to_owned);
        Position { value, uid: self.uid(slot).to_owned() }
    }
}

/// Both conditions, without nesting that says nothing.
pub(crate) fn both(visible: &Predicate, query: Option<&Predicate>) -> Predicate {
    match (visible, query) {
        (Predicate::Everything, None) => Predicate::Everything,
        (Predicate::Everything, Some(query)) => query.clone(),
        (visible, None) => visible.clone(),
        (visible, Some(query)) => Predicate::All(vec![visible.clone(), query.clone()]),
    }
}

fn order_key(order: Option<&OrderField>) -> Order {
    order.map_or(Order::Uid, |order| Order::Value(lower(&order.field).into_owned()))
}

fn text_key(text: &TextFilter, order: Option<&OrderField>) -> Option<TextKey> {
    let term = lower(text.term.trim()).into_owned();
    if term.is_empty() {
        return None;
    }
    let default =
        || vec![order.map_or(DEFAULT_TEXT_FIELD.to_owned(), |order| lower(&order.field).into_owned())];
    let fields = text.fields.as_ref();
    let fields =
        fields.map_or_else(default, |fields| fields.iter().map(|field| lower(field).into_owned()).collect());
    Some(TextKey { term, fields })
}
