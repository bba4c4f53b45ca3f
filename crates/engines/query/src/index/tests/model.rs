//! A catalog as a plain map, and the random writes and queries that are tried on it and on the index.

use super::*;
use crate::flatten::relations_of;
use crate::snapshot::Place;

#[derive(Debug, Clone)]
pub(super) enum Change {
    Put { name: u8, uid: u8, entity: Value, relations: Vec<(String, String)> },
    Relate { name: u8, relations: Vec<(String, String)> },
    Remove { name: u8 },
    Optimize,
    Reload,
}

/// The index after a restart: copied in pieces and put together again.
pub(super) fn reloaded(index: &Index) -> Index {
    let (mut place, mut restorer) = (Place::default(), IndexRestorer::default());
    while let Some(piece) = index.copy_piece(&mut place) {
        restorer.add(&piece).unwrap();
    }
    restorer.finish().unwrap()
}

#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) uid: String,
    /// The stitched entity, with its relations.
    pub(super) json: Value,
}

/// By ref.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) entities: BTreeMap<String, Known>,
}

impl Model {
    pub(super) fn apply(&mut self, change: &Change, index: &mut Index) {
        match change {
            Change::Put { name, uid, entity, relations } => {
                let (entity_ref, uid) = (reference(*name), format!("{uid:03}-{name}"));
                let mut json = entity.clone();
                json["metadata"]["uid"] = json!(uid);
                let document = Some(Bytes::from(uid.clone()));
                let entry = Entry { uid: &uid, entity_ref: &entity_ref, entity: &json, relations, document };
                index.put(entry).unwrap();
                json["relations"] = relations_json(relations);
                self.entities.insert(entity_ref, Known { uid, json });
            }
            Change::Relate { name, relations } => {
                let entity_ref = reference(*name);
                let known = self.entities.get_mut(&entity_ref);
                let document = known.as_ref().map(|known| Bytes::from(known.uid.clone()));
                assert_eq!(index.set_relations(&entity_ref, relations, document), known.is_some());
                if let Some(known) = known {
                    known.json["relations"] = relations_json(relations);
                }
            }
            Change::Remove { name } => {
                let was_known = self.entities.remove(&reference(*name)).is_some();
                assert_eq!(index.remove(&reference(*name)), was_known);
            }
            Change::Optimize => index.optimize(),
            Change::Reload => *index = reloaded(index),
        }
        assert_eq!(index.len(), self.entities.len());
    }

    /// In uid order.
    pub(super) fn matching(&self, predicate: &Predicate) -> Vec<&Known> {
        let mut found: Vec<_> = self.entities.values().filter(|it| predicate.matches(&it.json)).collect();
        found.sort_by_key(|known| &known.uid);
        found
    }

    /// The distinct values of a field as written.
    pub(super) fn originals(known: &Known, key: &str) -> Vec<String> {
        let mut flattener = Flattener::default();
        flattener.flatten(&known.json).unwrap();
        for (kind, target) in relations_of(&known.json) {
            flattener.add_relation(kind, target).unwrap();
        }
        let rows = flattener.rows().filter(|row| row.key == key);
        let mut values: Vec<_> = rows.filter_map(|row| row.original.map(str::to_owned)).collect();
        values.sort();
        values.dedup();
        values
    }

    pub(super) fn values(known: &Known, key: &str) -> Vec<String> {
        let mut values: Vec<_> =
            Self::originals(known, key).iter().map(|it| lower(it).into_owned()).collect();
        values.sort();
        values.dedup();
        values
    }

    pub(super) fn facet(&self, key: &str, predicate: &Predicate) -> Vec<(String, u64)> {
        let mut counts = BTreeMap::new();
        for known in self.matching(predicate) {
            for value in Self::originals(known, key) {
                *counts.entry(value).or_insert(0) += 1;
            }
        }
        counts.into_iter().collect()
    }

    /// All rows of by-query in ascending order, as value and uid.
    pub(super) fn rows(
        &self,
        predicate: &Predicate,
        order: Option<&OrderField>,
        text: Option<&TextFilter>,
    ) -> Vec<(Option<String>, String)> {
        let term = text.map(|text| lower(text.term.trim()).into_owned()).filter(|term| !term.is_empty());
        let order_key = order.map(|order| lower(&order.field).into_owned());
        let fields: Vec<String> = match text.and_then(|text| text.fields.clone()) {
            Some(fields) => fields.iter().map(|field| lower(field).into_owned()).collect(),
            None => vec![order_key.clone().unwrap_or_else(|| "metadata.uid".to_owned())],
        };
        let mut rows = Vec::new();
        for known in self.matching(predicate) {
            let by_row = order_key.as_ref().is_some_and(|key| fields == [key.clone()]);
            let has = |value: &String| term.as_ref().is_none_or(|term| value.contains(term.as_str()));
            if !by_row
                && term.is_some()
                && !fields.iter().any(|field| Self::values(known, field).iter().any(has))
            {
                continue;
            }
            match &order_key {
                None => rows.push((None, known.uid.clone())),
                Some(key) => {
                    let values = Self::values(known, key).into_iter().filter(|value| !by_row || has(value));
                    rows.extend(values.map(|value| (Some(value), known.uid.clone())));
                }
            }
        }
        rows.sort();
        rows
    }

    /// The uids of a paged list.
    pub(super) fn list(&self, predicate: &Predicate, order: &[OrderField]) -> Vec<String> {
        if order.is_empty() {
            return self
                .entities
                .values()
                .filter(|it| predicate.matches(&it.json))
                .map(|it| it.uid.clone())
                .collect();
        }
        let mut rows: Vec<(Vec<Option<String>>, String)> = Vec::new();
        for known in self.matching(predicate) {
            let mut keys = vec![Vec::new()];
            for order in order {
                let values = Self::values(known, &order.field);
                let values: Vec<_> =
                    if values.is_empty() { vec![None] } else { values.into_iter().map(Some).collect() };
                keys = keys
                    .iter()
                    .flat_map(|key| values.iter().map(|value| [key.clone(), vec![value.clone()]].concat()))
                    .collect();
            }
            rows.extend(keys.into_iter().map(|key| (key, known.uid.clone())));
        }
        rows.sort_by(|left, right| {
            for (place, order) in order.iter().enumerate() {
                let ordering = match (&left.0[place], &right.0[place]) {
                    (Some(left), Some(right)) if order.descending => right.cmp(left),
                    (Some(left), Some(right)) => left.cmp(right),
                    (left, right) => left.is_none().cmp(&right.is_none()),
                };
                if ordering.is_ne() {
                    return ordering;
                }
            }
            left.1.cmp(&right.1)
        });
        rows.into_iter().map(|(_, uid)| uid).collect()
    }
}

/// The documents of these tests are the uids.
pub(super) fn documents(documents: &[Document]) -> Vec<String> {
    documents
        .iter()
        .map(|document| match document {
            Document::Resident(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            Document::Absent { entity_ref } => panic!("{entity_ref} is not resident"),
        })
        .collect()
}

fn reference(name: u8) -> String {
    format!("component:default/n{name}")
}

fn relations_json(relations: &[(String, String)]) -> Value {
    relations.iter().map(|(kind, target)| json!({"type": kind, "targetRef": target})).collect()
}

fn any_word() -> impl Strategy<Value = String> {
    prop_oneof!["[abAB]{1,2}", Just("service".to_owned()), Just("Service".to_owned())]
}

fn any_entity() -> impl Strategy<Value = Value> {
    let spec = (proptest::option::of(any_word()), proptest::option::of(0_i32..3), any::<bool>());
    (any_word(), proptest::collection::vec(any_word(), 0..4), spec, any_word()).prop_map(
        |(kind, tags, (r#type, number, with_null), name)| {
            let mut entity = json!({"kind": kind, "metadata": {"name": name, "tags": tags}, "spec": {}});
            if let Some(r#type) = r#type {
                entity["spec"]["type"] = json!(r#type);
            }
            if let Some(number) = number {
                entity["spec"]["n"] = json!(number);
            }
            if with_null {
                entity["spec"]["nothing"] = Value::Null;
            }
            entity
        },
    )
}

fn any_relations() -> impl Strategy<Value = Vec<(String, String)>> {
    let kind = prop_oneof![Just("ownedBy".to_owned()), Just("partOf".to_owned())];
    proptest::collection::vec((kind, (0_u8..4).prop_map(reference)), 0..4)
}

pub(super) fn any_change() -> impl Strategy<Value = Change> {
    let name = || 0_u8..8;
    prop_oneof![
        6 => (name(), 0_u8..20, any_entity(), any_relations())
            .prop_map(|(name, uid, entity, relations)| Change::Put { name, uid, entity, relations }),
        3 => (name(), any_entity(), any_relations())
            .prop_map(|(name, entity, relations)| Change::Put { name, uid: name, entity, relations }),
        2 => (name(), any_relations()).prop_map(|(name, relations)| Change::Relate { name, relations }),
        2 => name().prop_map(|name| Change::Remove { name }),
        1 => Just(Change::Optimize),
        1 => Just(Change::Reload),
    ]
}

pub(super) fn any_predicate() -> impl Strategy<Value = Predicate> {
    let key = || {
        prop_oneof![
            Just("kind"),
            Just("metadata.tags"),
            Just("metadata.tags.a"),
            Just("spec.type"),
            Just("spec.n"),
            Just("spec.nothing"),
            Just("metadata.name"),
            Just("nope"),
            Just("relations.ownedBy"),
        ]
    };
    let leaf = prop_oneof![
        1 => Just(Predicate::Everything),
        2 => key().prop_map(Predicate::exists),
        4 => (key(), any_word()).prop_map(|(key, value)| Predicate::equals(key, &value)),
        1 => (0_i32..3).prop_map(|number| Predicate::equals("spec.n", &number.to_string())),
        2 => (key(), proptest::collection::vec(any_word(), 0..3))
            .prop_map(|(key, values)| Predicate::is_in(key, values.iter().map(String::as_str))),
        2 => (key(), "[abs]{0,2}").prop_map(|(key, prefix)| Predicate::has_prefix(key, &prefix)),
        1 => Just(Predicate::relates("ownedBy", None::<[&str; 0]>)),
        2 => (0_u8..4).prop_map(|name| Predicate::relates("partOf", Some([reference(name).as_str()]))),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Predicate::All),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Predicate::Any),
            inner.prop_map(Predicate::not),
        ]
    })
}

pub(super) fn any_order() -> impl Strategy<Value = OrderField> {
    let field = prop_oneof![
        Just("metadata.name"),
        Just("metadata.tags"),
        Just("spec.type"),
        Just("spec.nothing"),
        Just("nope"),
        Just("relations.partof"),
    ];
    (field, any::<bool>()).prop_map(|(field, descending)| OrderField { field: field.to_owned(), descending })
}
