//! What `app.extensions` makes of a few extensions, as a table.

use std::sync::Arc;

use serde_json::{Value, json};

use super::layout::{Notice, lay_out};
use super::{Area, Extension, Extensions, Place, Width, expression};
use crate::Config;
use crate::config::{Environment, Reload, Sources};
use crate::feature::NavigationItem;
use crate::tasks::Tasks;

fn extension(id: &'static str, order: u16) -> Extension {
    Extension { order, ..Extension::new(id, "Title", |_| async { Ok(None) }) }
}

fn offered() -> Vec<Arc<Extension>> {
    let all = [
        extension("entity-card:catalog/about", 10),
        Extension { area: Area::Info, ..extension("entity-card:catalog/links", 20) },
        extension("entity-card:catalog/labels", 30),
        Extension { path: "history", ..extension("entity-content:catalog/history", 5) },
    ];
    all.into_iter().map(Arc::new).collect()
}

fn navigation() -> Vec<NavigationItem> {
    vec![
        NavigationItem { label: "Catalog", href: "/catalog", icon: "catalog", order: 20 },
        NavigationItem { label: "Docs", href: "/docs", icon: "docs", order: 30 },
        NavigationItem { label: "Settings", href: "/settings", icon: "settings", order: 990 },
    ]
}

/// The cards and the rail as one line each, and what was said about the configuration.
fn outline(extensions: &Value) -> (String, String, Vec<String>) {
    let config = Config::from_value(json!({ "app": { "extensions": extensions } }));
    let (layout, notices) = lay_out(&offered(), &navigation(), &config.root());
    let mut cards = Vec::new();
    for placed in layout.of(Place::EntityCard) {
        let name = placed.extension.id.rsplit('/').next().unwrap();
        let mut text = name.to_owned();
        if placed.look.title != "Title" {
            text = format!("{text}={}", placed.look.title);
        }
        if placed.look.is_hidden {
            text.push('-');
        }
        if placed.look.area != placed.extension.area || placed.look.width != Width::Full {
            text = format!("{text}@{:?}/{:?}", placed.look.area, placed.look.width);
        }
        if let Some(condition) = &placed.condition {
            text = format!("{text}?{condition}");
        }
        cards.push(text);
    }
    let menu: Vec<String> = layout.menu.iter().map(|item| format!("{}:{}", item.label, item.icon)).collect();
    let notices = notices.into_iter().map(|notice| match notice {
        Notice::Wrong(error) => format!("wrong: {}", error.message),
        Notice::Unknown(error) => format!("unknown: {}", error.message),
        Notice::Elsewhere(error) => format!("elsewhere: {}", error.message),
    });
    (cards.join(" "), menu.join(" "), notices.collect())
}

#[test]
fn listed_ones_come_first_and_others_keep_their_order() {
    let rail = "Catalog:catalog Docs:docs Settings:settings";
    let table = [
        (json!([]), "about links labels", rail),
        (json!(["entity-card:catalog/labels"]), "labels about links", rail),
        (json!([{"entity-card:catalog/about": false}]), "about- links labels", rail),
        (json!([{"entity-card:catalog/about": "false"}]), "about- links labels", rail),
        (json!([{"entity-card:catalog/about": {"disabled": true}}]), "about- links labels", rail),
        (json!([{"entity-card:catalog/labels": null}]), "labels about links", rail),
        (
            json!([{"entity-card:catalog/labels": {"config": {"title": "Marks", "type": "info", "width": "half", "order": 15}}}]),
            "about labels=Marks@Info/Half links",
            rail,
        ),
        (
            json!([{"entity-card:catalog/about": {"config": {"filter": {"kind": "api"}}}}]),
            r#"about?{"kind":"api"} links labels"#,
            rail,
        ),
        (
            json!([{"entity-card:catalog/about": {"config": {"if": "kind:api"}}}]),
            r#"about?{"$all":[{"kind":{"$in":["api"]}}]} links labels"#,
            rail,
        ),
        (
            json!(["nav-item:techdocs", {"page:catalog": {"config": {"title": "Things", "icon": "star"}}}]),
            "about links labels",
            "Docs:docs Things:star Settings:settings",
        ),
        (json!([{"nav-item:user-settings": false}]), "about links labels", "Catalog:catalog Docs:docs"),
    ];
    for (extensions, cards, rail) in table {
        let expected = (cards.to_owned(), rail.to_owned(), Vec::<String>::new());
        assert_eq!(outline(&extensions), expected, "{extensions}");
    }
}

#[test]
fn what_cannot_be_used_is_said() {
    let table = [
        (json!("entity-card:catalog/about"), "wrong: 'app.extensions' must be a list of extension ids"),
        (json!([5]), "wrong: an item of 'app.extensions' must be an id or an object"),
        (
            json!([{"a": true, "b": true}]),
            "wrong: an item of 'app.extensions' must have exactly one key, the id",
        ),
        (json!([" a"]), "wrong: an extension id must not be empty or contain white space"),
        (
            json!([{"entity-card:catalog/about": 3}]),
            "wrong: 'entity-card:catalog/about' must be true, false or an object",
        ),
        (
            json!([{"entity-card:catalog/about": {"enabled": true}}]),
            "wrong: unknown key 'enabled', expected 'config', 'disabled' or 'attachTo'",
        ),
        (
            json!([{"entity-card:catalog/about": {"config": {"type": "wide"}}}]),
            "wrong: 'type' must be 'info', 'content' or 'summary'",
        ),
        (
            json!([{"entity-card:catalog/about": {"config": {"filter": "kind"}}}]),
            "wrong: 'kind' is not a valid filter expression, expected 'key:parameter' form",
        ),
        (
            json!([{"entity-card:catalog/about": {"config": {"variants": [{"title": "x"}]}}}]),
            "wrong: a variant must have 'if', which says for which entities it is",
        ),
        (
            json!(["entity-card:catalog/abuot"]),
            "unknown: no feature has the extension 'entity-card:catalog/abuot', did you mean 'entity-card:catalog/about'?",
        ),
        (
            json!(["entity-card:kubernetes/pods-of-it"]),
            "unknown: no feature has the extension 'entity-card:kubernetes/pods-of-it'",
        ),
        (json!(["theme:app/dark"]), "elsewhere: no feature has the extension 'theme:app/dark'"),
        (
            json!(["entity-card:catalog/about", {"entity-card:catalog/about": false}]),
            "wrong: 'entity-card:catalog/about' stands twice in 'app.extensions'; the first is taken",
        ),
    ];
    for (extensions, expected) in table {
        let (_, _, notices) = outline(&extensions);
        assert_eq!(notices, [expected], "{extensions}");
    }
}

#[test]
fn variants_change_the_look_for_some_entities() {
    let item = json!([{"entity-card:catalog/about": {"config": {"title": "All", "variants": [
        {"if": {"kind": "api"}, "title": "Some", "order": 3},
        {"if": "kind:user", "disabled": true},
    ]}}}]);
    let config = Config::from_value(json!({ "app": { "extensions": item } }));
    let (layout, _) = lay_out(&offered(), &[], &config.root());
    let about = layout.of(Place::EntityCard).next().unwrap();
    assert_eq!((about.look.title.as_str(), about.look.rank), ("All", (0, 10)));
    let [api, user] = about.variants.as_slice() else { panic!("two variants") };
    assert_eq!(
        (api.look.title.as_str(), api.look.rank, api.look.is_hidden),
        ("Some", (usize::MAX, 3), false)
    );
    assert_eq!((user.look.title.as_str(), user.look.is_hidden), ("All", true));
}

#[test]
fn flags_are_declared_by_the_configuration() {
    let form = "'name' of a feature flag must have 3 to 64 small letters, digits or dashes, a letter first";
    let table = [
        (json!(null), "", vec![]),
        (
            json!([{"name": "new-home", "description": "Another start"}, {"name": "graph2"}]),
            "new-home=Another start graph2=",
            vec![],
        ),
        (json!([{"name": "ab"}, {"name": "Big"}, "x", {}]), "", vec![form; 4]),
        (
            json!([{"name": "twice"}, {"name": "twice"}]),
            "twice=",
            vec!["the feature flag 'twice' is declared twice"],
        ),
        (json!({"a": 1}), "", vec!["'callboard.featureFlags' must be a list of {name, description}"]),
    ];
    for (declared, expected, said) in table {
        let config = Config::from_value(json!({ "callboard": { "featureFlags": declared } }));
        let (layout, notices) = lay_out(&offered(), &[], &config.root());
        let flags: Vec<String> =
            layout.flags.iter().map(|flag| format!("{}={}", flag.name, flag.description)).collect();
        assert_eq!(flags.join(" "), expected, "{declared}");
        let wrong = notices.iter().map(|notice| match notice {
            Notice::Wrong(error) | Notice::Unknown(error) | Notice::Elsewhere(error) => &*error.message,
        });
        assert_eq!(wrong.collect::<Vec<_>>(), said, "{declared}");
    }
}

#[test]
fn words_become_a_predicate() {
    let orphan = "metadata.annotations.backstage.io/orphan";
    let table = [
        ("kind:user,group", Ok(json!({"$all": [{"kind": {"$in": ["user", "group"]}}]}))),
        ("type:service", Ok(json!({"$all": [{"spec.type": {"$in": ["service"]}}]}))),
        ("not:is:orphan", Ok(json!({"$all": [{"$not": {"$any": [{orphan: {"$exists": true}}]}}]}))),
        (
            "has:labels,LINKS",
            Ok(
                json!({"$all": [{"$any": [{"metadata.labels": {"$exists": true}}, {"metadata.links": {"$exists": true}}]}]}),
            ),
        ),
        (
            "has:wings",
            Err(
                "'wings' is not a valid parameter for 'has' filter expressions, expected one of 'labels', 'links'",
            ),
        ),
        (
            "age:5",
            Err("'age' is not a valid filter expression key, expected one of 'kind', 'type', 'is', 'has'"),
        ),
    ];
    for (words, expected) in table {
        assert_eq!(expression::predicate(words), expected.map_err(str::to_owned), "{words}");
    }
}

#[test]
fn mistakes_of_features_end_the_start() {
    let root = Config::from_value(json!({})).root();
    let tab = |id, path| Extension { path, ..extension(id, 1) };
    let table = [
        (vec![extension("card:x", 1)], "the extension 'card:x' names no place that this portal has"),
        (
            vec![extension("entity-card:x", 1), extension("entity-card:x", 2)],
            "two extensions are called 'entity-card:x'",
        ),
        (
            vec![tab("entity-content:a", "p"), tab("entity-content:b", "p")],
            "'entity-content:b' has the path 'p' of another extension",
        ),
    ];
    for (extensions, expected) in table {
        let error = Extensions::default().fill(extensions, Vec::new(), &root).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn a_changed_file_is_laid_out_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app-config.yaml");
    std::fs::write(&file, "app: {extensions: [{'entity-card:x/y': {config: {title: Before}}}]}").unwrap();
    let sources = Sources {
        files: vec![file.clone()],
        root: folder.path().to_path_buf(),
        environment: Environment::default(),
        required: true,
    };
    let config = Config::load(&sources).unwrap();
    let extensions = Extensions::default();
    extensions.fill(vec![extension("entity-card:x/y", 1)], Vec::new(), &config.root()).unwrap();
    let title = |extensions: &Extensions| {
        extensions.layout().of(Place::EntityCard).next().map(|card| card.look.title.clone())
    };
    assert_eq!(title(&extensions).as_deref(), Some("Before"));
    let mut layouts = extensions.subscribe();
    let tasks = Tasks::new();
    tasks.spawn("extensions", extensions.clone().follow(config.clone()));
    std::fs::write(&file, "app: {extensions: [{'entity-card:x/y': {config: {title: Afterwards}}}]}").unwrap();
    assert_eq!(config.reload_if_changed(), Reload::Replaced);
    layouts.changed().await.unwrap();
    assert_eq!(title(&extensions).as_deref(), Some("Afterwards"));
    tasks.stop().await;
}
