//! `plugins`: which are known, and their options. The others are named in a warning and left out.

use crate::site::finding::Finding;
use crate::site::node::{Node, Value};

/// What the known plugins of a site ask for.
#[derive(Debug, Clone, Default)]
pub struct Plugins {
    /// `use_pymdownx_blocks` of `techdocs-core`.
    pub uses_blocks: bool,
    pub search: Search,
    pub redirects: Vec<Redirect>,
    pub awesome_pages: Option<AwesomePages>,
    pub literate_nav: Option<LiterateNav>,
}

/// Options of `search`, for the index that TechDocs' clients read.
#[derive(Debug, Clone)]
pub struct Search {
    pub lang: Vec<String>,
    pub separator: String,
    pub min_search_length: u64,
    /// `full`, `sections` or `titles`.
    pub indexing: String,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            lang: vec!["en".to_owned()],
            separator: r"[\s\-]+".to_owned(),
            min_search_length: 3,
            indexing: "full".to_owned(),
        }
    }
}

/// An old page that leads to a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Path of a page that is no more, within the docs folder.
    pub from: String,
    /// Path of a page with or without a fragment, or an address on the web.
    pub to: String,
    pub line: usize,
}

/// Options of `awesome-pages`.
#[derive(Debug, Clone)]
pub struct AwesomePages {
    pub filename: String,
    pub collapse_single_pages: bool,
    /// For folders that say nothing themselves; `None` keeps mkdocs' order.
    pub sorting: Option<Sorting>,
}

/// How the files of a folder are ordered by their names.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sorting {
    pub is_descending: bool,
    /// Runs of digits count as numbers.
    pub is_natural: bool,
    pub ignores_case: bool,
}

/// Options of `literate-nav`.
#[derive(Debug, Clone)]
pub struct LiterateNav {
    pub nav_file: String,
    pub implicit_index: bool,
}

/// What `techdocs-core` brings along, and what has its work done elsewhere here.
const WITHOUT_OPTIONS: [&str; 6] =
    ["monorepo", "gh-admonitions", "group", "material/group", "tags", "material/tags"];

pub(super) fn read(file: &str, written: Option<&Node>, findings: &mut Vec<Finding>) -> Plugins {
    let mut plugins = Plugins::default();
    let Some(written) = written else { return plugins };
    let mut named: Vec<(String, &Node)> = Vec::new();
    match &written.value {
        Value::List(items) => {
            for item in items {
                match &item.value {
                    Value::Mapping(entries) => {
                        named.extend(entries.iter().map(|(name, options)| (name.clone(), options)));
                    }
                    _ => named.extend(item.text().map(|name| (name, item))),
                }
            }
        }
        Value::Mapping(entries) => {
            named.extend(entries.iter().map(|(name, options)| (name.clone(), options)));
        }
        Value::Null => {}
        _ => findings.push(Finding::warning(
            file,
            Some(written.line),
            "plugins must be a list; it is left out",
        )),
    }
    for (name, options) in named {
        match name.as_str() {
            "techdocs-core" => plugins.uses_blocks = flag(options, "use_pymdownx_blocks"),
            "search" | "material/search" => plugins.search = search(options),
            "redirects" => plugins.redirects = redirects(options),
            "awesome-pages" => plugins.awesome_pages = Some(awesome_pages(file, options, findings)),
            "literate-nav" => plugins.literate_nav = Some(literate_nav(options)),
            known if WITHOUT_OPTIONS.contains(&known) => {}
            _ => {
                let message = format!("the plugin '{name}' is not known and is ignored");
                findings.push(Finding::warning(file, Some(options.line), message));
            }
        }
    }
    plugins
}

fn flag(options: &Node, key: &str) -> bool {
    options.get(key).is_some_and(|node| node.value == Value::Bool(true))
}

fn text(options: &Node, key: &str) -> Option<String> {
    options.get(key).and_then(Node::text)
}

fn search(options: &Node) -> Search {
    let default = Search::default();
    let lang = match options.get("lang") {
        Some(node) if !node.items().is_empty() => node.items().iter().filter_map(Node::text).collect(),
        Some(node) => node.text().map_or(default.lang, |lang| vec![lang]),
        None => default.lang,
    };
    let length = text(options, "min_search_length").and_then(|length| length.parse().ok());
    Search {
        lang,
        separator: text(options, "separator").unwrap_or(default.separator),
        min_search_length: length.unwrap_or(default.min_search_length),
        indexing: text(options, "indexing").unwrap_or(default.indexing),
    }
}

fn redirects(options: &Node) -> Vec<Redirect> {
    let maps = options.get("redirect_maps").map(Node::entries).unwrap_or_default();
    let redirect = |(from, to): &(String, Node)| {
        to.text().map(|target| Redirect { from: from.clone(), to: target, line: to.line })
    };
    maps.iter().filter_map(redirect).collect()
}

fn awesome_pages(file: &str, options: &Node, findings: &mut Vec<Finding>) -> AwesomePages {
    if text(options, "order_by").as_deref() == Some("title") {
        let message = "awesome-pages: order_by title is not supported; pages are ordered by their file names";
        findings.push(Finding::warning(file, Some(options.line), message));
    }
    let order = text(options, "order");
    let sort_type = text(options, "sort_type");
    let sorting = (order.is_some() || sort_type.is_some()).then(|| Sorting {
        is_descending: order.as_deref() == Some("desc"),
        is_natural: sort_type.as_deref() == Some("natural"),
        ignores_case: flag(options, "ignore_case"),
    });
    AwesomePages {
        filename: text(options, "filename").unwrap_or_else(|| ".pages".to_owned()),
        collapse_single_pages: flag(options, "collapse_single_pages"),
        sorting,
    }
}

fn literate_nav(options: &Node) -> LiterateNav {
    LiterateNav {
        nav_file: text(options, "nav_file").unwrap_or_else(|| "SUMMARY.md".to_owned()),
        implicit_index: flag(options, "implicit_index"),
    }
}
