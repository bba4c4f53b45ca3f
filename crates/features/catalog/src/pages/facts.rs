//! The cards beside the relations: what an entity is, whose, where its source lives, and where its links lead.

use kernel::Error;
use kernel::extension::View;
use serde_json::Value;
use ui::{Href, Link, shorten};

use super::Pages;
use super::row;
use super::shown::Shown;
use super::titles::Titles;
use super::words::short_place;
use crate::pages::view::facts::{self as view, About, ExternalLink};

/// How much of each the page shows.
const TOLD_OWNERS: usize = 10;
const TOLD_TAGS: usize = 50;
const TOLD_LINKS: usize = 50;
const TOLD_LABELS: usize = 50;
const TOLD_LABEL_CHARACTERS: usize = 200;

const SOURCE: &str = "backstage.io/source-location";
const DOCS: [&str; 2] = ["backstage.io/techdocs-ref", "backstage.io/techdocs-entity"];
/// Where docs are read, once a feature is there.
const DOCS_PLACE: &str = "/docs";

/// The card "About".
pub(super) async fn about(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(shown) = &asked.subject else { return Ok(None) };
    let some = |relation| shown.targets(relation).take(TOLD_OWNERS);
    let titles = Titles::of(&pages.catalog, &asked.ctx, some("ownedBy").chain(some("partOf"))).await?;
    let has_docs = DOCS.iter().any(|name| shown.annotation(name).is_some());
    let docs = shown.path.strip_prefix(super::address::CATALOG).map(|rest| format!("{DOCS_PLACE}{rest}"));
    let about = About {
        owners: some("ownedBy").map(|owner| titles.link(owner)).collect(),
        part_of: some("partOf").map(|whole| titles.link(whole)).collect(),
        entity_type: shown.spec("type").map(str::to_owned),
        lifecycle: shown.spec("lifecycle").map(str::to_owned),
        tags: row::tags(shown, TOLD_TAGS),
        docs: docs.filter(|_| has_docs && pages.frames.has(DOCS_PLACE)).map(Href::new),
        source: shown.annotation(SOURCE).and_then(source),
        namespace: shown.namespace().to_owned(),
    };
    Ok(Some(view::about(&about).into_string()))
}

/// The card "Links", where there are any.
pub(super) async fn links(_: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(shown) = &asked.subject else { return Ok(None) };
    let links = external_links(shown);
    Ok((!links.is_empty()).then(|| view::links(&links).into_string()))
}

/// The card "Labels", where there are any.
pub(super) async fn labels(_: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(shown) = &asked.subject else { return Ok(None) };
    let mut labels = shown.labels();
    labels.truncate(TOLD_LABELS);
    for (_, value) in &mut labels {
        *value = shorten(value, TOLD_LABEL_CHARACTERS);
    }
    Ok((!labels.is_empty()).then(|| view::labels(&labels).into_string()))
}

/// The folder or repository that a source location names.
fn source(location: &str) -> Option<Link> {
    let target = location.strip_prefix("url:")?;
    Some(Link::new(short_place(location), target))
}

fn external_links(shown: &Shown) -> Vec<ExternalLink> {
    let text = |link: &Value, name: &str| {
        let text = link.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        text.map(str::to_owned)
    };
    let links = shown.links().take(TOLD_LINKS).filter_map(|link| {
        let url = text(link, "url")?;
        Some(ExternalLink {
            label: text(link, "title").unwrap_or_else(|| url.clone()),
            href: Href::new(url),
            icon: text(link, "icon"),
            note: text(link, "type"),
        })
    });
    links.collect()
}
