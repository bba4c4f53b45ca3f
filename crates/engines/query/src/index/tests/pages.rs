//! by-query pages: against the model, and walked to the end and back.

use super::*;

fn any_text() -> impl Strategy<Value = TextFilter> {
    let field = prop_oneof![Just("metadata.name"), Just("metadata.tags"), Just("spec.Type"), Just("nope")];
    let fields = proptest::option::of(proptest::collection::vec(field.prop_map(str::to_owned), 0..3));
    ("[abs ]{0,2}", fields).prop_map(|(term, fields)| TextFilter { term, fields })
}

/// A reader that goes to the end and back, and what it saw.
fn walk_to_the_end_and_back(index: &Index, first: First, limit: usize) -> (Vec<String>, Vec<String>) {
    let (mut forward, mut backward) = (Vec::new(), Vec::new());
    let total = index.select(&Start::First(first.clone()), 0, &Predicate::Everything).total_items;
    let mut page = index.select(&Start::First(first), limit, &Predicate::Everything);
    assert_eq!(page.previous_cursor, None, "nothing is before the first page");
    loop {
        assert_eq!(page.total_items, total, "the total travels in the cursor");
        forward.extend(documents(&page.items));
        let Some(next) = &page.next_cursor else { break };
        let cursor = Cursor::decode(next).unwrap();
        page = index.select(&Start::Cursor(cursor), limit, &Predicate::Everything);
        assert!(!page.items.is_empty(), "a next cursor means that there is more");
    }
    while let Some(previous) = &page.previous_cursor {
        let cursor = Cursor::decode(previous).unwrap();
        page = index.select(&Start::Cursor(cursor), limit, &Predicate::Everything);
        let mut items = documents(&page.items);
        items.append(&mut backward);
        backward = items;
        assert!(page.next_cursor.is_some(), "a page before another has one behind it");
    }
    (forward, backward)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn pages_agree_with_cutting_the_whole_list(
        changes in proptest::collection::vec(any_change(), 1..30),
        (query, visible) in (proptest::option::of(any_predicate()), any_predicate()),
        order in proptest::option::of(any_order()),
        text in proptest::option::of(any_text()),
        (offset, limit) in (0_usize..4, 0_usize..5),
    ) {
        let (index, model) = index_of(&changes);
        let all = Predicate::All(query.iter().cloned().chain([visible.clone()]).collect());
        let mut rows = model.rows(&all, order.as_ref(), text.as_ref());
        if order.as_ref().is_some_and(|order| order.descending) {
            rows.reverse();
        }
        let first = First { query, order: order.into_iter().collect(), text, offset, skip_total: false };
        let page = index.select(&Start::First(first.clone()), limit, &visible);
        let expected: Vec<_> = rows.iter().skip(offset).take(limit).map(|(_, uid)| uid.clone()).collect();
        prop_assert_eq!(documents(&page.items), expected);
        prop_assert_eq!(page.total_items, rows.len() as u64);
        prop_assert_eq!(page.next_cursor.is_some(), limit > 0 && rows.len() > offset + limit);
        prop_assert_eq!(page.previous_cursor, None);
        let uncounted = index.select(&Start::First(First { skip_total: true, ..first }), limit, &visible);
        prop_assert_eq!((uncounted.items, uncounted.total_items), (page.items, 0));
    }

    #[test]
    fn cursors_visit_each_row_once_in_both_directions(
        changes in proptest::collection::vec(any_change(), 1..30),
        order in proptest::option::of(any_order()),
        text in proptest::option::of(any_text()),
        limit in 1_usize..4,
    ) {
        let (index, model) = index_of(&changes);
        let mut rows = model.rows(&Predicate::Everything, order.as_ref(), text.as_ref());
        if order.as_ref().is_some_and(|order| order.descending) {
            rows.reverse();
        }
        let expected: Vec<_> = rows.into_iter().map(|(_, uid)| uid).collect();
        let first = First { order: order.into_iter().collect(), text, ..First::default() };
        let (forward, backward) = walk_to_the_end_and_back(&index, first, limit);
        // The last page going forward is where the way back starts.
        let back_to = expected.len() - if expected.is_empty() { 0 } else { (expected.len() - 1) % limit + 1 };
        prop_assert_eq!(&backward, &expected[..back_to]);
        prop_assert_eq!(forward, expected);
    }

    #[test]
    fn any_position_is_a_place(
        changes in proptest::collection::vec(any_change(), 1..20),
        order in proptest::option::of(any_order()),
        value in "[a-c]{0,2}",
        uid in "[0-9-]{0,4}",
        is_previous in any::<bool>(),
    ) {
        let (index, model) = index_of(&changes);
        let mut rows = model.rows(&Predicate::Everything, order.as_ref(), None);
        let position = Position { value: order.as_ref().map(|_| value), uid };
        let at = (position.value.clone(), position.uid.clone());
        let descends = order.as_ref().is_some_and(|order| order.descending) != is_previous;
        rows.retain(|row| if descends { *row < at } else { *row > at });
        if descends != is_previous {
            rows.reverse();
        }
        let cursor = Cursor { order: order.into_iter().collect(), text: None, query: None, position, is_previous, first: None, total_items: None };
        let page = index.select(&Start::Cursor(cursor), 100, &Predicate::Everything);
        prop_assert_eq!(documents(&page.items), rows.into_iter().map(|(_, uid)| uid).collect::<Vec<_>>());
    }
}

#[test]
fn a_filter_on_the_order_field_picks_rows() {
    let mut index = Index::default();
    put(&mut index, "1", "a", &json!({"metadata": {"tags": ["java", "shop", "javascript"]}}));
    let order = vec![OrderField { field: "metadata.Tags".to_owned(), descending: false }];
    let text = |fields: Option<Vec<String>>| Some(TextFilter { term: "java".to_owned(), fields });
    let total = |text: Option<TextFilter>| {
        let first = First { order: order.clone(), text, ..First::default() };
        index.select(&Start::First(first), 10, &Predicate::Everything).total_items
    };
    assert_eq!(total(None), 3);
    assert_eq!(total(text(None)), 2);
    assert_eq!(total(text(Some(vec!["metadata.tags".to_owned()]))), 2);
    assert_eq!(total(text(Some(vec!["metadata.tags".to_owned(), "x".to_owned()]))), 3);
    assert_eq!(total(text(Some(Vec::new()))), 0);
}

#[test]
fn order_fields_are_parsed() {
    let parse =
        |text: &str| crate::select::parse_order_field(text).map(|order| (order.field, order.descending));
    for (text, field, descending) in
        [("a.b", "a.b", false), ("a,asc", "a", false), ("a,desc", "a", true), ("a,desc,x", "a", true)]
    {
        assert_eq!(parse(text), Ok((field.to_owned(), descending)), "{text}");
    }
    for text in ["a,up", "a,", "a,ASC"] {
        assert_eq!(parse(text).unwrap_err().to_string(), "Invalid order field order, must be asc or desc");
    }
}
