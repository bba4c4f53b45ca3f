//! The tab "Raw": the entity as the catalog has it, as YAML or JSON, and how it came there.

use kernel::Error;
use kernel::extension::View;
use serde_json::{Map, Value};
use ui::Href;
use ui::tabs::Tab;

use super::Pages;
use super::shown;
use super::titles::Titles;
use super::words::{moment, short_place};
use crate::entities::provenance::{self, Source};
use crate::entities::{ancestry, find};
use crate::ingest::annotate;
use crate::pages::view::raw::{self as view, Ancestor, Origin, Raw};

/// Ancestors that are named.
const TOLD_ANCESTORS: usize = 50;

/// Relations that are shown; those of a hub would be a page of megabytes.
const SHOWN_RELATIONS: usize = 200;

/// What a person who reads the file expects to see first.
const FIRST_FIELDS: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let (catalog, ctx, path) = (&pages.catalog, &asked.ctx, &subject.path);
    let Some(answer) = find::by_ref(catalog, ctx, &subject.reference).await? else { return Ok(None) };
    let mut document: Value = serde_json::from_slice(&answer).map_err(Error::internal)?;
    let left_out = cut(&mut document);
    let is_json = asked.query.get("as") == Some("json");
    let raw = Raw {
        switch: vec![
            Tab::new("YAML", format!("{path}?tab=yaml"), !is_json),
            Tab::new("JSON", format!("{path}?tab=yaml&as=json"), is_json),
        ],
        text: if is_json {
            serde_json::to_string_pretty(&document).map_err(Error::internal)?
        } else {
            yaml(document)
        },
        is_json,
        left_out,
        plain: Href::new(format!("{path}?format=json")),
        origins: origins(&pages, &asked).await?,
        ancestors: ancestors(&pages, &asked).await?,
    };
    Ok(Some(view::raw(&raw).into_string()))
}

/// Takes out the relations beyond the first ones, and says how many those were.
pub(super) fn cut(document: &mut Value) -> u64 {
    let Some(Value::Array(relations)) = document.get_mut("relations") else { return 0 };
    let left_out = relations.len().saturating_sub(SHOWN_RELATIONS);
    relations.truncate(SHOWN_RELATIONS);
    u64::try_from(left_out).unwrap_or(u64::MAX)
}

/// An entity as YAML, in the order in which people write it.
pub(super) fn yaml(document: Value) -> String {
    let Value::Object(mut fields) = document else { return entity::yaml::to_yaml(&document) };
    let mut ordered = Map::new();
    for name in FIRST_FIELDS {
        if let Some(value) = fields.shift_remove(name) {
            ordered.insert(name.to_owned(), value);
        }
    }
    ordered.extend(fields);
    entity::yaml::to_yaml(&Value::Object(ordered))
}

/// Who names the entity, from which file, and when that was looked at.
async fn origins(pages: &Pages, asked: &View) -> Result<Vec<Origin>, Error> {
    let Some(subject) = &asked.subject else { return Ok(Vec::new()) };
    let known = provenance::of(&pages.catalog, &asked.ctx, &subject.reference).await?;
    let named = known.sources.iter().filter_map(|source| match source {
        Source::Location { entity_ref, .. } => Some(entity_ref.as_str()),
        Source::Provider { .. } => None,
    });
    let titles = Titles::of(&pages.catalog, &asked.ctx, named).await?;
    let mut origins = Vec::new();
    for (name, annotation) in [("Read from", annotate::LOCATION), ("Registered as", annotate::ORIGIN)] {
        if let Some(place) = subject.annotation(annotation) {
            let target = place.strip_prefix("url:").unwrap_or_default();
            origins.push(Origin::Place {
                name: name.to_owned(),
                label: short_place(place),
                whole: place.to_owned(),
                href: Href::new(target),
            });
        }
    }
    for source in &known.sources {
        origins.push(match source {
            Source::Location { entity_ref, .. } => Origin::Entity(titles.link(entity_ref)),
            Source::Provider { name, .. } => Origin::Provider(name.clone()),
        });
    }
    if let Some(key) = known.location_key {
        origins.push(Origin::Key(key));
    }
    let now = asked.ctx.now;
    origins.extend(known.written_at.map(|at| Origin::Written(moment(at, now))));
    origins.extend(known.processed_at.map(|at| Origin::Processed(moment(at, now))));
    Ok(origins)
}

async fn ancestors(pages: &Pages, asked: &View) -> Result<Vec<Ancestor>, Error> {
    let Some(subject) = &asked.subject else { return Ok(Vec::new()) };
    let found = ancestry::ancestry(&pages.catalog, &asked.ctx, &subject.reference).await?;
    let mut heads = Vec::new();
    for ancestor in found.iter().skip(1).take(TOLD_ANCESTORS) {
        heads.push(shown::read_head(&ancestor.entity)?);
    }
    let refs: Vec<String> = heads.iter().map(shown::reference).collect();
    let titles = Titles::of(&pages.catalog, &asked.ctx, refs.iter().map(String::as_str)).await?;
    let named = heads.iter().zip(&refs).map(|(head, reference)| Ancestor {
        link: titles.link(reference),
        target: head.spec("target").map(short_place),
    });
    Ok(named.collect())
}
