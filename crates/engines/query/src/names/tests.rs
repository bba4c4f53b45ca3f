//! Questions and what they find.

use proptest::prelude::*;

use super::distance::Pattern;
use super::{Builder, Named, Names, marks};

fn names(list: &[(&str, Option<&str>)]) -> Names {
    let mut builder = Builder::new();
    for (reference, title) in list {
        let (kind, full_name) = reference.split_once(':').unwrap();
        let (namespace, name) = full_name.split_once('/').unwrap();
        assert!(builder.add(Named { reference, kind, namespace, name, title: *title }));
    }
    builder.finish()
}

fn orchard() -> Names {
    names(&[
        ("component:default/basket", Some("Basket")),
        ("component:default/basket-ui", None),
        ("component:default/payment-service", None),
        ("api:default/payments", Some("Payments (v2)")),
        ("api:fruit/orders", None),
        ("group:default/team-pear", Some("Équipe Poire")),
        ("component:default/casket", None),
        ("component:default/checkout", Some("<b>Pay</b>")),
    ])
}

#[test]
fn questions_find_the_best_first() {
    let orchard = orchard();
    let table: &[(&str, &[&str])] = &[
        ("basket", &["component:default/basket", "component:default/basket-ui", "component:default/casket"]),
        ("BASKET-UI", &["component:default/basket-ui"]),
        // Two letters too many are two typos.
        ("basketui", &["component:default/basket-ui", "component:default/basket"]),
        ("ask", &["component:default/basket", "component:default/casket", "component:default/basket-ui"]),
        ("bsaket", &["component:default/basket", "component:default/basket-ui"]),
        ("paymnt", &["api:default/payments", "component:default/payment-service"]),
        ("serivce", &["component:default/payment-service"]),
        ("pay serv", &["component:default/payment-service"]),
        ("api pay", &["api:default/payments"]),
        ("api:fruit/orders", &["api:fruit/orders"]),
        ("équipe", &["group:default/team-pear"]),
        ("pear", &["group:default/team-pear"]),
        ("checkout", &["component:default/checkout"]),
        ("xyzzy", &[]),
        ("pay xyzzy", &[]),
        ("", &[]),
        (" -/ ", &[]),
    ];
    for (question, expected) in table {
        let found: Vec<&str> = orchard.find(question, 10).iter().map(|found| found.reference).collect();
        assert_eq!(&found, expected, "{question}");
    }
    assert_eq!(orchard.find("a", 2).len(), 2);
    assert_eq!(orchard.find("basket", 0).len(), 0);
    assert_eq!(Names::default().find("a", 1).len(), 0);
}

#[test]
fn marks_are_units_of_browsers() {
    type Ranges = &'static [(usize, usize)];
    let table: [(&str, &str, Ranges); 7] = [
        ("basket", "BAS", &[(0, 3)]),
        ("payment-service", "pay serv", &[(0, 3), (8, 12)]),
        ("😀basket", "bask", &[(2, 6)]),
        ("basket", "bsaket", &[]),
        ("İstanbul", "stan", &[(1, 5)]),
        ("", "a", &[]),
        ("aab", "aa ab", &[(0, 3)]),
    ];
    for (label, question, expected) in table {
        assert_eq!(marks(label, question), expected, "{label} {question}");
    }
}

/// Optimal string alignment by the book, to the nearest start of `word`.
fn slow(asked: &str, word: &str) -> u32 {
    let (asked, word): (Vec<char>, Vec<char>) = (asked.chars().collect(), word.chars().collect());
    let mut table = vec![vec![0_u32; word.len() + 1]; asked.len() + 1];
    for row in 0..=asked.len() {
        for column in 0..=word.len() {
            table[row][column] = if row == 0 || column == 0 {
                u32::try_from(row.max(column)).unwrap()
            } else {
                let other = u32::from(asked[row - 1] != word[column - 1]);
                let mut least = (table[row - 1][column] + 1)
                    .min(table[row][column - 1] + 1)
                    .min(table[row - 1][column - 1] + other);
                if row > 1
                    && column > 1
                    && asked[row - 1] == word[column - 2]
                    && asked[row - 2] == word[column - 1]
                {
                    least = least.min(table[row - 2][column - 2] + 1);
                }
                least
            };
        }
    }
    table[asked.len()].iter().copied().min().unwrap()
}

proptest! {
    #[test]
    fn typos_are_counted_as_by_the_book(asked in "[abcé]{1,12}", word in "[abcé]{0,14}") {
        let expected = slow(&asked, &word);
        let typos = Pattern::new(&asked).distance_to_start(&word, 2);
        prop_assert_eq!(typos, (expected <= 2).then_some(expected));
    }

    #[test]
    fn any_question_is_answered(question in "\\PC{0,300}", name in "\\PC{1,40}") {
        let mut builder = Builder::new();
        builder.add(Named { reference: "r", kind: "component", namespace: "default", name: &name, title: None });
        let names = builder.finish();
        prop_assert!(names.find(&question, 5).len() <= 1);
        let found = names.find(&name, 5);
        prop_assert_eq!(found.len(), usize::from(name.chars().any(char::is_alphanumeric)));
        let units = name.encode_utf16().count();
        for (from, to) in marks(&name, &question) {
            prop_assert!(from < to && to <= units);
        }
    }
}
