//! Tables of questions to answers, on a small network.

use std::sync::Arc;

use graph::merge::Merging;

use super::ask::{Picture, Question, What, ask};
use super::known::Known;
use super::{Seen, pairs};

const SHOP: [(&str, &str, &str); 16] = [
    ("component:default/web", "dependsOn", "component:default/basket"),
    ("component:default/basket", "dependencyOf", "component:default/web"),
    ("component:default/basket", "providesApi", "api:default/orders"),
    ("api:default/orders", "apiProvidedBy", "component:default/basket"),
    ("component:default/mail", "consumesApi", "api:default/orders"),
    ("api:default/orders", "apiConsumedBy", "component:default/mail"),
    ("component:default/basket", "dependsOn", "resource:default/db"),
    ("resource:default/db", "dependencyOf", "component:default/basket"),
    ("component:default/basket", "ownedBy", "group:default/pear"),
    ("group:default/pear", "ownerOf", "component:default/basket"),
    ("component:default/mail", "ownedBy", "group:default/pear"),
    ("group:default/pear", "ownerOf", "component:default/mail"),
    ("component:default/basket", "partOf", "system:default/shop"),
    ("system:default/shop", "hasPart", "component:default/basket"),
    ("resource:default/db", "likes", "group:default/pear"),
    ("group:default/plum", "ownerOf", "user:default/nobody"),
];

fn question(roots: &[&str], what: What) -> Question {
    Question {
        roots: roots.iter().map(|root| (*root).to_owned()).collect(),
        what,
        depth: None,
        kinds: None,
        relations: None,
        merging: Merging::default(),
        most: 100,
    }
}

/// What a caller sees from whom these refs are hidden.
fn seen(hidden: &[&str]) -> Seen {
    let known = Known::of(&SHOP);
    let visible: Vec<bool> = known.refs.iter().map(|one| !hidden.contains(&one.as_str())).collect();
    Seen {
        known: Arc::new(known),
        visible: visible.into(),
        is_everything: hidden.is_empty(),
        alone: Vec::new(),
    }
}

fn short(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or_default()
}

/// `name distance+more`, then `from -relations-> to`.
fn outline(picture: &Picture) -> (Vec<String>, Vec<String>) {
    let nodes = picture.nodes.iter().map(|node| {
        let more = if node.more == 0 { String::new() } else { format!("+{}", node.more) };
        format!("{} {}{more}", short(&node.reference), node.distance)
    });
    let name = |place: usize| short(&picture.nodes[place].reference).to_owned();
    let lines = picture
        .lines
        .iter()
        .map(|line| format!("{} -{}-> {}", name(line.from), line.relations.join("/"), name(line.to)));
    (nodes.collect(), lines.collect())
}

#[test]
fn the_neighbourhood() {
    let web = || question(&["component:default/web"], What::Around);
    let near = ["web 0", "basket 1"];
    let depth = |depth| Question { depth: Some(depth), ..web() };
    let table: [(&str, Question, &[&str], &[&str]); 6] = [
        (
            "one step; the rest is counted",
            depth(1),
            &["web 0", "basket 1+4"],
            &["web -dependsOn/dependencyOf-> basket"],
        ),
        (
            "only some relations",
            Question { relations: Some(vec!["dependsOn".to_owned()]), ..web() },
            &["web 0", "basket 1", "db 2"],
            &["web -dependsOn/dependencyOf-> basket", "basket -dependsOn/dependencyOf-> db"],
        ),
        (
            "only some kinds, but for the root",
            Question {
                kinds: Some(vec!["api".to_owned()]),
                ..question(&["component:default/basket"], What::Around)
            },
            &["basket 0", "orders 1"],
            &["orders -apiProvidedBy/providesApi-> basket"],
        ),
        (
            "relations apart",
            Question { merging: Merging { merge_relations: false, unidirectional: false }, ..depth(1) },
            &["web 0", "basket 1+4"],
            &["web -dependsOn-> basket", "basket -dependencyOf-> web"],
        ),
        ("no such relation", Question { relations: Some(vec!["x".to_owned()]), ..web() }, &["web 0"], &[]),
        ("no such root", question(&["component:default/none"], What::Around), &[], &[]),
    ];
    for (name, question, nodes, lines) in table {
        let (found_nodes, found_lines) = outline(&ask(&seen(&[]), &question));
        assert_eq!((found_nodes, found_lines), (owned(nodes), owned(lines)), "{name}");
    }
    let cut = ask(&seen(&[]), &Question { most: 2, ..web() });
    assert_eq!((cut.nodes.len(), cut.total), (2, 7), "{:?}", outline(&cut));
    let hidden = ask(&seen(&["component:default/basket"]), &web());
    assert_eq!(outline(&hidden), (owned(&near[..1]), owned(&[])), "nothing leads through what is hidden");
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn the_shortest_ways() {
    let way = |to: &str| question(&["component:default/web"], What::WayTo(to.to_owned()));
    let found = ask(&seen(&[]), &way("component:default/mail"));
    let (nodes, lines) = outline(&found);
    assert_eq!(nodes, ["web 0", "basket 1", "orders 2", "pear 2", "mail 3"]);
    assert_eq!(
        lines,
        [
            "web -dependsOn/dependencyOf-> basket",
            "orders -apiProvidedBy/providesApi-> basket",
            "pear -ownerOf/ownedBy-> basket",
            "mail -consumesApi/apiConsumedBy-> orders",
            "pear -ownerOf/ownedBy-> mail",
        ]
    );
    let not_by_owner = ask(&seen(&["group:default/pear"]), &way("component:default/mail"));
    assert_eq!(outline(&not_by_owner).0, ["web 0", "basket 1", "orders 2", "mail 3"]);
    for (to, hidden) in [
        ("group:default/plum", None),
        ("component:default/none", None),
        ("component:default/mail", Some("component:default/mail")),
        ("component:default/mail", Some("component:default/web")),
    ] {
        let hidden: Vec<&str> = hidden.into_iter().collect();
        let found = ask(&seen(&hidden), &way(to));
        assert_eq!(found.nodes, [], "{to} {hidden:?}");
    }
    let against = question(&["group:default/pear"], What::WayTo("resource:default/db".to_owned()));
    let by_likes = Question { relations: Some(vec!["likes".to_owned()]), ..against };
    assert_eq!(outline(&ask(&seen(&[]), &by_likes)).1, ["db -likes-> pear"], "against the statement too");
}

#[test]
fn what_breaks() {
    let gone = |root: &str| question(&[root], What::Impact);
    let table: [(&str, Question, &[&str], &[&str]); 5] = [
        (
            "a database takes who depends on it, their APIs and who consumes those",
            gone("resource:default/db"),
            &["db 0", "basket 1", "web 2", "orders 2", "mail 3"],
            &[
                "db -dependencyOf-> basket",
                "basket -dependencyOf-> web",
                "basket -providesApi-> orders",
                "orders -apiConsumedBy-> mail",
            ],
        ),
        (
            "one step",
            Question { depth: Some(1), ..gone("resource:default/db") },
            &["db 0", "basket 1"],
            &["db -dependencyOf-> basket"],
        ),
        (
            "a whole takes its parts",
            Question { depth: Some(1), ..gone("system:default/shop") },
            &["shop 0", "basket 1"],
            &["shop -hasPart-> basket"],
        ),
        ("an owner takes nothing", gone("group:default/pear"), &["pear 0"], &[]),
        (
            "by one relation only",
            Question { relations: Some(vec!["dependencyOf".to_owned()]), ..gone("resource:default/db") },
            &["db 0", "basket 1", "web 2"],
            &["db -dependencyOf-> basket", "basket -dependencyOf-> web"],
        ),
    ];
    for (name, question, nodes, lines) in table {
        let (found_nodes, found_lines) = outline(&ask(&seen(&[]), &question));
        assert_eq!((found_nodes, found_lines), (owned(nodes), owned(lines)), "{name}");
    }
    let cut = ask(&seen(&[]), &Question { most: 3, ..gone("resource:default/db") });
    assert_eq!((cut.nodes.len(), cut.lines.len(), cut.total), (3, 2, 5));
    let hidden = ask(&seen(&["component:default/basket"]), &gone("resource:default/db"));
    assert_eq!(outline(&hidden).0, ["db 0"]);
}

#[test]
fn only_what_one_sees_is_offered() {
    let everything = ask(&seen(&[]), &question(&[], What::Around));
    assert_eq!(everything.kinds, ["api", "component", "group", "resource", "system", "user"]);
    assert!(everything.relations.contains(&"likes".to_owned()));
    let less = ask(&seen(&["api:default/orders", "user:default/nobody"]), &question(&[], What::Around));
    assert_eq!(less.kinds, ["component", "group", "resource", "system"]);
    assert!(
        less.relations.iter().all(|relation| pairs::opposite(relation).is_some()),
        "{:?}",
        less.relations
    );
}

#[test]
fn an_entity_without_relations_stands_alone() {
    let alone = vec!["component:default/alone".to_owned()];
    let seen = Seen { alone, ..seen(&[]) };
    let picture = ask(&seen, &question(&["component:default/alone"], What::Around));
    assert_eq!((outline(&picture).0, picture.total), (owned(&["alone 0"]), 1));
    let way = question(&["component:default/alone"], What::WayTo("group:default/pear".to_owned()));
    assert_eq!(ask(&seen, &way).nodes, []);
}
