//! The reader's choice of columns. It is in the address, so that it can be shared, and kept in a cookie of this browser
//! for addresses that name none. The cookie: `component:owner.type~user:email`, kinds in the order of choosing.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::Error;
use page::{Form, cookie};

use super::Pages;
use super::address::Address;
use super::column::{Column, add_named};

/// Receives a choice by POST: [`COLUMNS`] for each column, [`LIST`] for the list that it is made for.
pub(super) const COLUMNS_ACTION: &str = "/catalog/columns";
pub(super) const COLUMNS: &str = "columns";
pub(super) const LIST: &str = "list";
const COOKIE: &str = "callboard-columns";
/// Kinds whose columns are remembered; the one chosen first goes first.
const MAXIMUM_KINDS: usize = 12;

/// The address with the columns that were chosen before, where it names none itself.
pub(super) fn recall(address: Address, headers: &HeaderMap) -> Address {
    if address.columns.is_some() {
        return address;
    }
    let columns = find(cookie::find(headers, COOKIE), &address.kind);
    Address { columns, ..address }
}

fn find(kept: &str, kind: &str) -> Option<Vec<Column>> {
    let (_, names) =
        kept.split('~').filter_map(|choice| choice.split_once(':')).find(|(of, _)| *of == kind)?;
    let mut columns = Vec::new();
    add_named(&mut columns, names.split('.'));
    Some(columns)
}

/// What is kept once `columns` are chosen for a kind, or forgotten where there are none.
fn with(kept: &str, kind: &str, columns: Option<&[Column]>) -> String {
    let mut choices: Vec<String> = Vec::new();
    for choice in kept.split('~') {
        // What was written by others is not carried along.
        if let Some((of, _)) = choice.split_once(':')
            && of != kind
            && is_plain(of)
            && let Some(columns) = find(choice, of)
        {
            choices.push(one(of, &columns));
        }
    }
    if let Some(columns) = columns.filter(|_| is_plain(kind)) {
        choices.push(one(kind, columns));
    }
    let first = choices.len().saturating_sub(MAXIMUM_KINDS);
    choices.split_off(first).join("~")
}

fn one(kind: &str, columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.parameter()).collect();
    format!("{kind}:{}", names.join("."))
}

/// Kinds of other letters are not remembered: cookies have no room for them.
fn is_plain(kind: &str) -> bool {
    !kind.is_empty()
        && kind.len() <= 63
        && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Remembers a choice and leads to the list with it.
pub(super) async fn choose(
    State(pages): State<Pages>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Error> {
    let list = Address::read(form.text(LIST))
        .ok_or_else(|| Error::Input("this is no list of the catalog".to_owned()))?;
    let is_usual = !form.text(ui::columns::USUAL).is_empty();
    let columns = (!is_usual).then(|| {
        let named = form.0.iter().filter(|(name, _)| *name == COLUMNS);
        let mut columns = Vec::new();
        add_named(&mut columns, named.map(|(_, value)| value));
        columns
    });
    let kept = with(cookie::find(&headers, COOKIE), &list.kind, columns.as_deref());
    let target = list.with(|list| list.columns = columns);
    let mut response = page::see_other(&target.text_form());
    cookie::keep(&mut response, &pages.catalog.ingest.services.config, COOKIE, &kept)?;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_kept_by_kind() {
        let chosen = with("", "component", Some(&[Column::Owner, Column::Type]));
        assert_eq!(chosen, "component:owner.type");
        let both = with(&chosen, "user", Some(&[]));
        assert_eq!(both, "component:owner.type~user:");
        assert_eq!(find(&both, "component"), Some(vec![Column::Owner, Column::Type]));
        assert_eq!((find(&both, "user"), find(&both, "api")), (Some(Vec::new()), None));
        assert_eq!(with(&both, "component", None), "user:");
        assert_eq!(with(&both, "raum schiff", Some(&[Column::Type])), both);
    }

    #[test]
    fn what_others_wrote_is_neither_believed_nor_carried_along() {
        let hostile = "component:owner.bogus.owner~;x=y:type~\u{7f}:a~api:type.name";
        assert_eq!(find(hostile, "component"), Some(vec![Column::Owner]));
        assert_eq!(with(hostile, "user", Some(&[Column::Email])), "component:owner~api:type~user:email");
        let many: Vec<String> = (0..40).map(|number| format!("kind{number}:type")).collect();
        let kept = with(&many.join("~"), "user", Some(&[]));
        assert_eq!(kept.split('~').count(), MAXIMUM_KINDS);
        assert!(kept.ends_with("~user:"));
    }
}
