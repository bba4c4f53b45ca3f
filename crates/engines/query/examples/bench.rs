//! Measures the index on a synthetic catalog of 10,000 and of 100,000 entities, against the targets.
//!
//! `cargo run --release -p query --example bench [entities ...]`. Prints nanoseconds per operation, warm and
//! after a write that made all kept answers worthless, and the memory held.

#![expect(clippy::cast_precision_loss, reason = "times and sizes are far below 2^52")]
#![expect(clippy::print_stdout, reason = "a program that prints")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails should stop")]

use std::hint::black_box;
use std::time::Instant;

use bytes::Bytes;
use query::body;
use query::cursor::{Cursor, TextFilter};
use query::filter;
use query::index::{Document, Entry, Index};
use query::list::List;
use query::predicate::Predicate;
use query::project::Fields;
use query::relations::RelationGraph;
use query::select::{First, OrderField, Start, Walk};
use serde_json::{Value, json};

const WORDS: [&str; 20] = [
    "ledger", "basket", "order", "invoice", "stock", "price", "search", "mail", "route", "audit", "cart",
    "ship", "pay", "rate", "badge", "photo", "video", "map", "feed", "chat",
];

/// Entities parsed before they are put, as one who loads from a database would.
const CHUNK: usize = 200;

/// A catalog of the shares and shapes that the load tests use.
struct Catalog {
    seed: u32,
    counts: [(&'static str, usize); 7],
}

struct Generated {
    uid: String,
    entity_ref: String,
    json: Value,
    statements: Vec<(String, &'static str, String)>,
}

impl Catalog {
    fn new(total: usize) -> Self {
        let (domains, systems, groups) = (total / 100, total / 25, total * 3 / 100);
        let (users, resources, apis) = (total * 7 / 100, total / 10, total * 15 / 100);
        let components = total - domains - systems - groups - users - resources - apis;
        Self {
            seed: 42,
            counts: [
                ("Domain", domains),
                ("System", systems),
                ("Group", groups),
                ("User", users),
                ("Resource", resources),
                ("API", apis),
                ("Component", components),
            ],
        }
    }

    fn random(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        (self.seed >> 8) as usize % below.max(1)
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.random(WORDS.len())]
    }

    fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.random(texts.len())]
    }

    fn any(&mut self, kind: &str) -> String {
        let count = self.counts.iter().find(|(name, _)| *name == kind).map_or(1, |(_, count)| *count);
        name(kind, self.random(count))
    }

    fn some(&mut self, most: usize, kind: &str) -> Vec<String> {
        (0..self.random(most + 1)).map(|_| self.any(kind)).collect()
    }

    fn generate(&mut self) -> Vec<Generated> {
        let mut all = Vec::new();
        for (kind, count) in self.counts {
            for number in 0..count {
                let serial = all.len();
                all.push(self.entity(kind, number, serial));
            }
        }
        all
    }

    fn entity(&mut self, kind: &'static str, number: usize, serial: usize) -> Generated {
        let uid = format!(
            "019{:05x}-{:04x}-7{:03x}-8{:03x}-{:012x}",
            serial / 7,
            serial % 0xffff,
            serial % 0xfff,
            self.random(0xfff),
            self.random(1 << 23)
        );
        let (mut metadata, spec) = match kind {
            "Component" => self.component(number),
            "API" => self.api(number),
            "Resource" => (
                json!({"tags": [self.word()]}),
                json!({"type": self.pick(&["database", "bucket", "topic", "queue"]), "owner": self.owner(), "system": self.any("System")}),
            ),
            "User" => (
                json!({}),
                json!({"profile": {"displayName": format!("User {number}"), "email": format!("user{number}@orchard.example")}, "memberOf": [self.any("Group")]}),
            ),
            "Group" => (
                json!({}),
                json!({"type": if number.is_multiple_of(10) { "department" } else { "team" }, "profile": {"displayName": format!("Group {number}")}, "parent": name("Group", number - number % 10), "children": []}),
            ),
            "System" => (
                json!({"description": format!("System of {} and {}", self.word(), self.word())}),
                json!({"owner": self.owner(), "domain": self.any("Domain")}),
            ),
            _ => {
                (json!({"description": format!("Domain of {}", self.word())}), json!({"owner": self.owner()}))
            }
        };
        let name = name(kind, number);
        metadata["name"] = json!(name);
        metadata["namespace"] = json!("default");
        metadata["uid"] = json!(uid);
        metadata["etag"] = json!(format!("{serial:040x}"));
        let location = format!("file:/bench/part-{:04}.yaml", serial / 1_000);
        metadata["annotations"]["backstage.io/managed-by-location"] = json!(location);
        metadata["annotations"]["backstage.io/managed-by-origin-location"] = json!("file:/bench/all.yaml");
        let json =
            json!({"apiVersion": "backstage.io/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec});
        let entity_ref = format!("{}:default/{name}", kind.to_lowercase());
        let statements = statements(&entity_ref, &json["spec"]);
        Generated { uid, entity_ref, json, statements }
    }

    fn owner(&mut self) -> String {
        format!("group:default/{}", self.any("Group"))
    }

    fn component(&mut self, number: usize) -> (Value, Value) {
        let tags: Vec<_> = (0..self.random(4)).map(|_| self.word()).collect();
        let depends: Vec<_> = self
            .some(2, "Resource")
            .iter()
            .map(|it| format!("resource:{it}"))
            .chain(self.some(2, "Component").iter().map(|it| format!("component:{it}")))
            .collect();
        let metadata = json!({
            "title": format!("{} {} {number}", self.word(), self.word()),
            "description": format!("Serves {} to {} with {}", self.word(), self.word(), self.word()),
            "annotations": {"backstage.io/source-location": format!("url:https://git.example/org/repo-{number}/"), "orchard.example/tier": (number % 4).to_string()},
            "labels": {"tier": self.pick(&["gold", "silver", "bronze"])},
            "tags": tags,
            "links": [{"url": format!("https://dash.example/{number}"), "title": "Dashboard"}],
        });
        let spec = json!({
            "type": self.pick(&["service", "service", "service", "website", "library", "job"]),
            "lifecycle": self.pick(&["production", "production", "experimental", "deprecated"]),
            "owner": self.owner(), "system": self.any("System"),
            "providesApis": self.some(2, "API"), "consumesApis": self.some(3, "API"), "dependsOn": depends,
        });
        (metadata, spec)
    }

    fn api(&mut self, number: usize) -> (Value, Value) {
        let definition = format!(
            "openapi: \"3.0.0\"\ninfo: {{title: {}, version: \"1.{}\"}}\npaths:\n  /{}/{{id}}:\n    get: {{operationId: get{number}, responses: {{\"200\": {{description: ok}}}}}}\n",
            self.word(),
            number % 50,
            self.word(),
        );
        let metadata = json!({"description": format!("API for {}", self.word()), "tags": [self.pick(&["rest", "grpc", "event"])]});
        let spec = json!({
            "type": self.pick(&["openapi", "grpc", "asyncapi", "graphql"]),
            "lifecycle": self.pick(&["production", "experimental", "deprecated"]),
            "owner": self.owner(), "system": self.any("System"), "definition": definition,
        });
        (metadata, spec)
    }
}

fn name(kind: &str, number: usize) -> String {
    format!("{}-{number:06}", kind.to_lowercase())
}

/// The relations that processing would state, both ways.
fn statements(entity_ref: &str, spec: &Value) -> Vec<(String, &'static str, String)> {
    let kinds = [
        ("owner", "ownedBy", "ownerOf", ""),
        ("system", "partOf", "hasPart", "system:default/"),
        ("domain", "partOf", "hasPart", "domain:default/"),
        ("parent", "childOf", "parentOf", "group:default/"),
        ("memberOf", "memberOf", "hasMember", "group:default/"),
        ("providesApis", "providesApi", "apiProvidedBy", "api:default/"),
        ("consumesApis", "consumesApi", "apiConsumedBy", "api:default/"),
        ("dependsOn", "dependsOn", "dependencyOf", ""),
    ];
    let mut statements = Vec::new();
    for (field, forth, back, prefix) in kinds {
        let one = spec[field].as_str().into_iter();
        for target in one.chain(spec[field].as_array().into_iter().flatten().filter_map(Value::as_str)) {
            let target = format!("{prefix}{target}");
            let target = if target.contains('/') { target } else { target.replacen(':', ":default/", 1) };
            statements.push((entity_ref.to_owned(), forth, target.clone()));
            statements.push((target, back, entity_ref.to_owned()));
        }
    }
    statements
}

fn resident_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<usize>().ok()).unwrap_or(0) * 1_024
}

/// Nanoseconds this thread has been running, which other work on the machine does not lengthen. Counted in
/// steps of some milliseconds.
fn running_time() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0.0)
}

/// Nanoseconds per call, the least of some rounds.
fn measure(rounds: usize, calls: usize, mut call: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..calls {
                call();
            }
            let calls = calls as f64;
            start.elapsed().as_secs_f64() * 1e9 / calls
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[0]
}

/// The name, the target in nanoseconds (0: none), and the read.
type Case<'a> = (&'a str, f64, Box<dyn Fn(&Index) + 'a>);

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases(total: usize) -> Vec<Case<'static>> {
    let components = Catalog::new(total).counts[6].1;
    let refs: Vec<String> = (0..components)
        .map(|at| format!("component:default/{}", name("Component", at * 1_237 % components)))
        .collect();
    let batches: Vec<Vec<String>> = refs.chunks(50).map(<[String]>::to_vec).collect();
    let kind = || filter::parse(&["kind=component"]).unwrap();
    let order = |field: &str, descending| vec![OrderField { field: field.to_owned(), descending }];
    let select = |first: First, limit: usize| -> Box<dyn Fn(&Index)> {
        Box::new(move |index| {
            black_box(index.select(&Start::First(first.clone()), limit, &Predicate::Everything));
        })
    };
    let text = |term: &str, fields: &[&str]| {
        Some(TextFilter {
            term: term.to_owned(),
            fields: Some(fields.iter().map(|it| (*it).to_owned()).collect()),
        })
    };
    let fields = ["metadata.name", "metadata.title", "metadata.description"];
    let (next_ref, next_batch) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let by_name = order("metadata.name", false);
    let middle = Cursor {
        order: by_name.clone(),
        text: None,
        query: kind(),
        is_previous: false,
        position: query::cursor::Position {
            value: Some(name("Component", components / 2)),
            uid: "019".to_owned(),
        },
        first: None,
        total_items: Some(1),
    };
    let wanted = Fields::parse(&["kind,metadata.name,metadata.namespace,spec.type"]).unwrap().unwrap();
    vec![
        (
            "by ref",
            300.0,
            Box::new(move |index| {
                next_ref.set((next_ref.get() + 1) % refs.len());
                black_box(index.get_by_ref(&refs[next_ref.get()]));
            }),
        ),
        (
            "50 refs",
            8_000.0,
            Box::new(move |index| {
                next_batch.set((next_batch.get() + 1) % (batches.len() - 1));
                black_box(index.get_by_refs(&batches[next_batch.get()], None));
            }),
        ),
        ("by-query kind", 4_000.0, select(First { query: kind(), ..First::default() }, 20)),
        (
            "by-query kind, by name",
            8_000.0,
            select(First { query: kind(), order: by_name.clone(), ..First::default() }, 20),
        ),
        (
            "by-query kind, by name, descending",
            8_000.0,
            select(First { query: kind(), order: order("metadata.name", true), ..First::default() }, 20),
        ),
        (
            "by-query, a page in the middle",
            8_000.0,
            Box::new(move |index| {
                black_box(index.select(&Start::Cursor(middle.clone()), 20, &Predicate::Everything));
            }),
        ),
        (
            "by-query, two conditions and a count",
            8_000.0,
            select(
                First {
                    query: filter::parse(&["kind=component,spec.type=service"]).unwrap(),
                    ..First::default()
                },
                0,
            ),
        ),
        (
            "text basket in three fields",
            50_000.0,
            select(First { query: kind(), text: text("basket", &fields), ..First::default() }, 20),
        ),
        (
            "text ab in three fields",
            0.0,
            select(First { query: kind(), text: text("ab", &fields), ..First::default() }, 20),
        ),
        (
            "facets kind and spec.type",
            5_000.0,
            Box::new(|index| {
                black_box(index.facets(&["kind", "spec.type"], &Predicate::Everything));
            }),
        ),
        (
            "facet spec.type of components",
            0.0,
            Box::new(move |index| {
                black_box(index.facets(&["spec.type"], &Predicate::equals("kind", "component")));
            }),
        ),
        (
            "facet owners of components",
            0.0,
            Box::new(move |index| {
                black_box(index.facets(&["relations.ownedBy"], &Predicate::equals("kind", "component")));
            }),
        ),
        (
            "list of 500 by ref",
            0.0,
            Box::new(move |index| {
                let predicate = Predicate::equals("kind", "component");
                black_box(index.list(List {
                    predicate: &predicate,
                    order: &[],
                    offset: 0,
                    limit: Some(500),
                }));
            }),
        ),
        (
            "walk of 500",
            0.0,
            Box::new(|index| {
                black_box(index.walk(Walk { predicate: &Predicate::Everything, order: None }, None, 500));
            }),
        ),
        (
            "by-query kind and body",
            0.0,
            Box::new(|index| {
                let first = First { query: Some(Predicate::equals("kind", "component")), ..First::default() };
                let page = index.select(&Start::First(first), 20, &Predicate::Everything);
                let documents: Vec<_> = page.items.iter().filter_map(resident).collect();
                black_box(body::page(&documents, page.total_items, page.next_cursor.as_deref(), None));
            }),
        ),
        (
            "20 documents cut to four fields",
            0.0,
            Box::new(move |index| {
                let (documents, _) =
                    index.walk(Walk { predicate: &Predicate::Everything, order: None }, None, 20);
                for document in documents.iter().filter_map(resident) {
                    black_box(wanted.project(&document));
                }
            }),
        ),
    ]
}

fn resident(document: &Document) -> Option<Bytes> {
    match document {
        Document::Resident(bytes) => Some(bytes.clone()),
        Document::Absent { .. } => None,
    }
}

/// A write that makes every kept answer worthless.
fn disturb(index: &mut Index) {
    let entity = json!({"kind": "Component", "metadata": {"name": "zz", "title": "zz", "description": "zz"}, "spec": {"type": "zz", "owner": "zz"}});
    let relations = [("ownedBy".to_owned(), "group:default/zz".to_owned())];
    let entry = Entry {
        uid: "fff",
        entity_ref: "component:default/zz",
        entity: &entity,
        relations: &relations,
        document: Some(Bytes::from_static(b"{}")),
    };
    index.remove("component:default/zz");
    index.put(entry).unwrap();
}

fn load(total: usize) -> (Index, usize) {
    let entities = Catalog::new(total).generate();
    let start = running_time();
    let mut graph = RelationGraph::default();
    for entity in &entities {
        let statements: Vec<_> = entity
            .statements
            .iter()
            .map(|(source, kind, target)| (source.as_str(), *kind, target.as_str()))
            .collect();
        graph.set_emitted(&entity.entity_ref, &statements);
    }
    println!("  {:>9.0} ms   relation graph of {} statements", (running_time() - start) / 1e6, graph.len());
    let relations: Vec<_> =
        entities.iter().map(|entity| graph.of(&entity.entity_ref, 10_000).edges).collect();
    drop(graph);
    let documents: Vec<Bytes> = entities.iter().map(|entity| Bytes::from(entity.json.to_string())).collect();
    let names: Vec<(String, String)> =
        entities.iter().map(|entity| (entity.uid.clone(), entity.entity_ref.clone())).collect();
    let before = resident_bytes();
    let mut index = Index::default();
    index.reserve(names.len());
    let mut built = 0.0;
    for start in (0..names.len()).step_by(CHUNK) {
        let chunk = start..(start + CHUNK).min(names.len());
        let values: Vec<Value> = documents[chunk.clone()]
            .iter()
            .map(|document| serde_json::from_slice(document).unwrap())
            .collect();
        let from = running_time();
        for (entity, place) in values.iter().zip(chunk) {
            let (uid, entity_ref) = &names[place];
            let document = Some(documents[place].clone());
            index.put(Entry { uid, entity_ref, entity, relations: &relations[place], document }).unwrap();
        }
        built += running_time() - from;
    }
    let from = running_time();
    index.optimize();
    built += running_time() - from;
    let target = 1_200.0 * names.len() as f64 / 1e5;
    println!("  {:>9.0} ms   bulk build of parsed entities (target {target:.0} ms)", built / 1e6);
    let grown = resident_bytes().saturating_sub(before);
    // Not earlier: memory given back would be used again and not be seen to grow.
    drop(entities);
    (index, grown)
}

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000] } else { sizes };
    for total in sizes {
        println!("{total} entities");
        let (mut index, grown) = load(total);
        println!(
            "  {:>9.1} MB   held, {:.1} MB by resident memory",
            index.memory() as f64 / 1e6,
            grown as f64 / 1e6
        );
        println!("  {:>9} {:>9} {:>9}", "ns warm", "ns cold", "of target");
        for (name, target, read) in cases(total) {
            read(&index);
            let warm = measure(9, 300, || read(&index));
            let cold = {
                let mut times: Vec<f64> = (0..9)
                    .map(|_| {
                        disturb(&mut index);
                        let start = Instant::now();
                        read(&index);
                        start.elapsed().as_secs_f64() * 1e9
                    })
                    .collect();
                times.sort_by(f64::total_cmp);
                times[0]
            };
            let share = if target > 0.0 { format!("{:.2}", warm / target) } else { "-".to_owned() };
            println!("  {warm:>9.0} {cold:>9.0} {share:>9}   {name}");
        }
        let write = measure(5, 200, || disturb(&mut index));
        println!("  {write:>9.0}                       put and remove of one entity");
    }
}
