//! Plays recorded reads of a real Backstage against the index and compares the bodies.
//!
//! The recordings are not part of this repository; without them the test only says so. Knows how a request's
//! parameters become calls of this crate, which is otherwise the business of the catalog's API.

#![expect(clippy::unwrap_used, reason = "a recording that cannot be read should fail the test")]

use std::path::Path;

use bytes::Bytes;
use query::cursor::{Cursor, TextFilter};
use query::index::{Document, Entry, Index};
use query::list::{After, List, parse_order};
use query::predicate::Predicate;
use query::project::Fields;
use query::select::{DEFAULT_LIMIT, First, OrderField, Start, Walk, parse_order_field};
use query::{body, filter};
use serde_json::{Value, json};

const RECORDINGS: &str = "../../../../shared/conformance/recordings/catalog.json";
/// The exchange that lists all entities; the reads before the first write after it are compared.
const WHOLE_CATALOG: &str = "by-query: default";
const FIRST_WRITE: &str = "refresh: basket";

/// One request's parameters.
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn of(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(key, value)| (decode(key), decode(value)))
                .collect(),
        )
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.one(name).map(|number| number.parse().unwrap())
    }
}

fn decode(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, behind)) = rest.split_first() {
        let escaped = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).unwrap()
}

fn message(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn json_of(body: &Bytes) -> Value {
    serde_json::from_slice(body).unwrap()
}

fn cut(documents: &[Document], fields: Option<&Fields>) -> Vec<Bytes> {
    let bytes = documents.iter().map(|document| match document {
        Document::Resident(bytes) => bytes.clone(),
        Document::Absent { entity_ref } => panic!("{entity_ref} is not resident"),
    });
    bytes.map(|bytes| fields.map_or(bytes.clone(), |fields| fields.project(&bytes).into())).collect()
}

fn page(index: &Index, start: &Start, limit: Option<usize>, fields: Option<&Fields>) -> Value {
    let page = index.select(start, limit.unwrap_or(DEFAULT_LIMIT), &Predicate::Everything);
    let items = cut(&page.items, fields);
    json_of(&body::page(
        &items,
        page.total_items,
        page.next_cursor.as_deref(),
        page.previous_cursor.as_deref(),
    ))
}

fn get_by_query(index: &Index, parameters: &Parameters) -> Result<Value, String> {
    let fields = Fields::parse(&parameters.all("fields")).map_err(message)?;
    let start = match parameters.one("cursor") {
        Some(cursor) => Start::Cursor(Cursor::decode(cursor).map_err(message)?),
        None => Start::First(First {
            query: filter::parse(&parameters.all("filter")).map_err(message)?,
            order: parameters
                .all("orderField")
                .into_iter()
                .map(parse_order_field)
                .collect::<Result<_, _>>()
                .map_err(message)?,
            text: Some(TextFilter {
                term: parameters.one("fullTextFilterTerm").unwrap_or_default().to_owned(),
                fields: parameters
                    .one("fullTextFilterFields")
                    .map(|fields| fields.split(',').map(str::to_owned).collect()),
            }),
            offset: parameters.number("offset").unwrap_or(0),
            skip_total: parameters.one("totalItems") == Some("exclude"),
        }),
    };
    Ok(page(index, &start, parameters.number("limit"), fields.as_ref()))
}

fn post_by_query(index: &Index, body: &Value) -> Result<Value, String> {
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
    };
    let fields = Fields::parse(&texts(&body["fields"])).map_err(message)?;
    let start = match body["cursor"].as_str() {
        Some(cursor) => Start::Cursor(Cursor::decode(cursor).map_err(message)?),
        None => Start::First(First {
            query: body.get("query").map(Predicate::from_json).transpose().map_err(message)?,
            order: body["orderBy"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|order| OrderField {
                    field: order["field"].as_str().unwrap().to_owned(),
                    descending: order["order"] == "desc",
                })
                .collect(),
            text: body.get("fullTextFilter").map(|text| TextFilter {
                term: text["term"].as_str().unwrap_or_default().to_owned(),
                fields: text.get("fields").map(texts),
            }),
            offset: 0,
            skip_total: body["totalItems"] == "exclude",
        }),
    };
    Ok(page(
        index,
        &start,
        body["limit"].as_u64().map(|limit| usize::try_from(limit).unwrap()),
        fields.as_ref(),
    ))
}

fn get_entities(index: &Index, parameters: &Parameters) -> Result<Value, String> {
    let predicate =
        filter::parse(&parameters.all("filter")).map_err(message)?.unwrap_or(Predicate::Everything);
    let fields = Fields::parse(&parameters.all("fields")).map_err(message)?;
    let order: Vec<OrderField> =
        parameters.all("order").into_iter().map(parse_order).collect::<Result<_, _>>().map_err(message)?;
    let after = parameters.one("after").map(After::decode).transpose().map_err(message)?.unwrap_or_default();
    let limit = after.limit.or(parameters.number("limit"));
    let offset = after.offset.or(parameters.number("offset"));
    let documents = if limit.is_some() || offset.is_some() {
        index.list(List { predicate: &predicate, order: &order, offset: offset.unwrap_or(0), limit }).items
    } else {
        index.walk(Walk { predicate: &predicate, order: order.first() }, None, usize::MAX).0
    };
    Ok(json_of(&body::array(&cut(&documents, fields.as_ref()))))
}

fn post_by_refs(index: &Index, body: &Value) -> Result<Value, String> {
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let fields = Fields::parse(&texts(&body["fields"])).map_err(message)?;
    let query = body.get("query").map(Predicate::from_json).transpose().map_err(message)?;
    let found = index.get_by_refs(&texts(&body["entityRefs"]), query.as_ref());
    let found: Vec<_> =
        found.into_iter().map(|it| it.map(|it| cut(&[it], fields.as_ref()).remove(0))).collect();
    Ok(json_of(&body::items_or_null(&found)))
}

fn facets(index: &Index, names: &[String], query: Option<Predicate>) -> Value {
    json_of(&body::facets(&index.facets(names, &query.unwrap_or(Predicate::Everything))))
}

/// What this crate answers; `None` for requests that it never gets to see.
fn answer(index: &Index, request: &Value) -> Option<Result<Value, String>> {
    let parameters = Parameters::of(request["query"].as_str().unwrap_or_default());
    let body = &request["body"];
    let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
    Some(match (request["method"].as_str()?, request["path"].as_str()?.strip_prefix("/api/catalog")?) {
        ("GET", "/entities") => get_entities(index, &parameters),
        ("GET", "/entities/by-query") => get_by_query(index, &parameters),
        ("POST", "/entities/by-query") => post_by_query(index, body),
        ("POST", "/entities/by-refs") => post_by_refs(index, body),
        ("GET", "/entity-facets") => {
            let query = filter::parse(&parameters.all("filter")).map_err(message);
            query.map(|query| facets(index, &owned(parameters.all("facet")), query))
        }
        ("POST", "/entity-facets") => {
            let names: Vec<String> =
                body["facets"].as_array()?.iter().map(|it| it.as_str().unwrap().to_owned()).collect();
            let query = body.get("query").map(Predicate::from_json).transpose().map_err(message);
            query.map(|query| facets(index, &names, query))
        }
        _ => return None,
    })
}

/// Messages of the layer that checks parameters before anything is read, and of requests without a token.
fn is_answered_before(message: &str) -> bool {
    ["request/", "Empty value found", "Missing ", "Invalid limit", "Unknown query", "Cursor cannot be empty"]
        .iter()
        .any(|start| message.starts_with(start))
}

fn load(catalog: &Value) -> Index {
    let mut index = Index::default();
    for entity in catalog["items"].as_array().unwrap() {
        let metadata = &entity["metadata"];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let entity_ref =
            format!("{}:{}/{}", text(&entity["kind"]), text(&metadata["namespace"]), text(&metadata["name"]))
                .to_lowercase();
        let relations: Vec<_> = entity["relations"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|relation| (text(&relation["type"]), text(&relation["targetRef"])))
            .collect();
        let document = Some(Bytes::from(entity.to_string()));
        let entry = Entry {
            uid: &text(&metadata["uid"]),
            entity_ref: &entity_ref,
            entity,
            relations: &relations,
            document,
        };
        index.put(entry).unwrap();
    }
    index
}

/// Cursors are compared by what they say: the order of their members differs between pages.
fn read_cursors(body: &mut Value) {
    for name in ["nextCursor", "prevCursor"] {
        if let Some(cursor) = body["pageInfo"].get_mut(name) {
            *cursor = json!(format!("{:?}", Cursor::decode(cursor.as_str().unwrap()).unwrap()));
        }
    }
}

#[test]
fn recorded_reads_get_the_recorded_answers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORDINGS);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("no recordings at {}", path.display());
        return;
    };
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let exchanges = recorded["recordings"].as_array().unwrap();
    let catalog = exchanges.iter().find(|it| it["name"] == WHOLE_CATALOG).unwrap();
    let index = load(&catalog["response"]["json"]);
    let mut compared = 0;
    for exchange in exchanges.iter().take_while(|it| it["name"] != FIRST_WRITE) {
        let (name, response) = (exchange["name"].as_str().unwrap(), &exchange["response"]);
        let problem = response["json"]["error"]["message"].as_str();
        if problem.is_some_and(is_answered_before) {
            continue;
        }
        let Some(answer) = answer(&index, &exchange["request"]) else { continue };
        let mut expected = response["json"].clone();
        match (answer, problem) {
            (Ok(mut body), None) => {
                if body.is_object() {
                    read_cursors(&mut body);
                    read_cursors(&mut expected);
                }
                assert_eq!(body, expected, "{name}");
            }
            (Err(message), Some(problem)) => assert_eq!(message, problem, "{name}"),
            (answer, problem) => panic!("{name}: {answer:?}, but recorded {problem:?}"),
        }
        compared += 1;
    }
    assert!(compared > 60, "only {compared} exchanges were compared");
}
