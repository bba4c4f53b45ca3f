//! Reads the input of an action, calls its use case and writes the output. Unknown keys of an input are refused.

use std::fmt::Write as _;
use std::num::NonZeroUsize;

use entity::yaml;
use kernel::{Ctx, Error};
use query::cursor::{Cursor, TextFilter};
use query::predicate::Predicate;
use query::project::Fields;
use query::select::{DEFAULT_LIMIT, First, OrderField, Start};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Action;
use crate::Catalog;
use crate::api::entities::MAXIMUM_PAGE;
use crate::entities::list::{self, Asked};
use crate::entities::{refresh, validate};
use crate::locations::register::{self, NewLocation};
use crate::locations::{list as locations, unregister};

/// Entities of the same name that an error lists.
const MOST_NAMESAKES: usize = 10;
/// Where an entity is taken to be from when the caller does not say.
const NOWHERE: &str = "url:https://localhost/entity.yaml";

/// What the stock kinds are for, and the fields of their spec.
const KINDS: &[(&str, &str, &str)] = &[
    (
        "Component",
        "a piece of software",
        "type, lifecycle, owner, system, subcomponentOf, providesApis, consumesApis, dependsOn, dependencyOf",
    ),
    ("API", "an interface that components provide and consume", "type, lifecycle, owner, system, definition"),
    (
        "Resource",
        "what software needs to run, such as a database",
        "type, owner, system, dependsOn, dependencyOf",
    ),
    ("System", "components and resources that do one thing together", "owner, domain, type"),
    ("Domain", "systems of one part of the business", "owner, subdomainOf, type"),
    ("Group", "a team or another unit of people", "type, profile, parent, children, members"),
    ("User", "a person", "profile, memberOf"),
    ("Location", "where further catalog files are", "type, target, targets, presence"),
    ("Template", "how something new is made", "type, owner, parameters, steps, output"),
];

pub(super) async fn perform(
    catalog: &Catalog,
    ctx: &Ctx,
    action: Action,
    input: Value,
) -> Result<Value, Error> {
    match action {
        Action::DescribeModel => {
            let Nothing {} = read(action, input)?;
            Ok(json!({"description": describe_model(catalog)}))
        }
        Action::GetEntity => find_one(catalog, ctx, &read(action, input)?).await,
        Action::ValidateEntity => validate_text(catalog, ctx, &read(action, input)?).await,
        Action::Register => {
            let ByUrl { location_url } = read(action, input)?;
            let new = NewLocation { kind: "url".to_owned(), target: location_url, presence: None };
            let row = register::register(catalog, ctx, new, None).await?;
            Ok(json!({"locationId": row.id}))
        }
        Action::Unregister => {
            let which: Which = read(action, input)?;
            unregister_location(catalog, ctx, which.r#type).await
        }
        Action::QueryEntities => query_entities(catalog, ctx, read(action, input)?).await,
        Action::RefreshEntity => {
            let entity = find_one(catalog, ctx, &read(action, input)?).await?;
            let entity_ref = entity::validate::entity_ref(&entity).to_string().to_lowercase();
            refresh::refresh(catalog, ctx, &entity_ref).await?;
            Ok(json!({"entityRef": entity_ref}))
        }
    }
}

fn read<T: DeserializeOwned>(action: Action, input: Value) -> Result<T, Error> {
    serde_json::from_value(input).map_err(|error| {
        Error::Input(format!("Invalid input to action \"catalog:{}\": {error}", action.name()))
    })
}

fn refused(error: impl std::fmt::Display) -> Error {
    Error::Input(error.to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

fn describe_model(catalog: &Catalog) -> String {
    let settings = catalog.ingest.settings();
    let mut text = "# Kinds\n\nReferences are written `kind:namespace/name`.\n\n".to_owned();
    let mut told: Vec<&str> = Vec::new();
    for kind in settings.kinds.names() {
        if told.contains(&kind) {
            continue;
        }
        told.push(kind);
        // Writing to a text cannot fail.
        let _ = match KINDS.iter().find(|(known, ..)| *known == kind) {
            Some((_, purpose, fields)) => writeln!(text, "- **{kind}**: {purpose}. `spec`: {fields}."),
            None => writeln!(text, "- **{kind}**"),
        };
    }
    text.push_str(
        "\n# Relations\n\nEach goes both ways: ownedBy and ownerOf, partOf and hasPart, providesApi and apiProvidedBy, \
         consumesApi and apiConsumedBy, dependsOn and dependencyOf, memberOf and hasMember, parentOf and childOf.\n",
    );
    text
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    kind: Option<String>,
    namespace: Option<String>,
    name: String,
}

/// The one entity that is meant. A name that several entities bear is refused with their references.
async fn find_one(catalog: &Catalog, ctx: &Ctx, named: &Named) -> Result<Value, Error> {
    let mut condition = serde_json::Map::new();
    condition.insert("metadata.name".to_owned(), named.name.as_str().into());
    for (field, value) in [("kind", &named.kind), ("metadata.namespace", &named.namespace)] {
        if let Some(value) = value {
            condition.insert(field.to_owned(), value.as_str().into());
        }
    }
    let filter = Some(Predicate::from_json(&Value::Object(condition)).map_err(refused)?);
    let asked = Asked { filter, order: &[], offset: 0, limit: Some(MOST_NAMESAKES) };
    let (found, _next) = list::page(catalog, ctx, asked).await?;
    let mut entities = Vec::with_capacity(found.len());
    for document in &found {
        entities.push(serde_json::from_slice::<Value>(document).map_err(Error::internal)?);
    }
    let name = &named.name;
    if entities.len() > 1 {
        let refs: Vec<String> =
            entities.iter().map(|entity| entity::validate::entity_ref(entity).to_string()).collect();
        return Err(Error::Input(format!(
            "Several entities are named \"{name}\", say which by kind and namespace: {}",
            refs.join(", ")
        )));
    }
    entities.pop().ok_or_else(|| Error::Input(format!("No entity found with name \"{name}\"")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    entity: String,
    location: Option<String>,
}

async fn validate_text(catalog: &Catalog, ctx: &Ctx, draft: &Draft) -> Result<Value, Error> {
    let unreadable = |message: String| json!({"isValid": false, "isValidYaml": false, "errors": [message]});
    let documents = match yaml::documents(draft.entity.as_bytes(), &catalog.ingest.settings().limits) {
        Ok(documents) => documents,
        Err(problem) => return Ok(unreadable(problem.message)),
    };
    let mut values = Vec::new();
    for document in documents {
        match document.value {
            Ok(Value::Null) => {}
            Ok(value) => values.push(value),
            Err(problem) => return Ok(unreadable(problem.message)),
        }
    }
    let count = values.len();
    let Some(entity) = values.pop().filter(|_| count == 1) else {
        return Ok(unreadable(format!("expected one document, found {count}")));
    };
    let location = match draft.location.as_deref() {
        None => NOWHERE.to_owned(),
        Some(location) if location.starts_with("url:") => location.to_owned(),
        Some(location) => format!("url:{location}"),
    };
    match validate::validate(catalog, ctx, entity.clone(), &location).await {
        Ok(()) => Ok(json!({"isValid": true, "isValidYaml": true, "errors": [], "entity": entity})),
        Err(Error::Body { body, .. }) => {
            let errors = body.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let messages: Vec<&str> =
                errors.iter().filter_map(|error| error.get("message").and_then(Value::as_str)).collect();
            Ok(json!({"isValid": false, "isValidYaml": true, "errors": messages}))
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByUrl {
    #[serde(rename = "locationUrl")]
    location_url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ById {
    #[serde(rename = "locationId")]
    location_id: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum IdOrUrl {
    Id(ById),
    Url(ByUrl),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    r#type: IdOrUrl,
}

async fn unregister_location(catalog: &Catalog, ctx: &Ctx, which: IdOrUrl) -> Result<Value, Error> {
    let id = match which {
        IdOrUrl::Id(ById { location_id }) => location_id,
        IdOrUrl::Url(ByUrl { location_url }) => {
            let rows = locations::all(catalog, ctx).await?;
            let found = rows.into_iter().find(|row| row.target == location_url);
            found.ok_or_else(|| Error::NotFound(format!("Location with URL {location_url} not found")))?.id
        }
    };
    unregister::unregister(catalog, ctx, &id).await?;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Query {
    #[serde(rename = "query")]
    predicate: Option<Value>,
    fields: Option<Vec<String>>,
    limit: Option<NonZeroUsize>,
    offset: Option<usize>,
    order_fields: Option<OneOrMany>,
    full_text_filter: Option<Text>,
    cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Order),
    Many(Vec<Order>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    field: String,
    order: Direction,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Asc,
    Desc,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    term: String,
    fields: Option<Vec<String>>,
}

async fn query_entities(catalog: &Catalog, ctx: &Ctx, asked: Query) -> Result<Value, Error> {
    let fields = match &asked.fields {
        Some(names) => Fields::parse(names).map_err(refused)?,
        None => None,
    };
    let limit = asked.limit.map_or(DEFAULT_LIMIT, NonZeroUsize::get).min(MAXIMUM_PAGE);
    let start = match &asked.cursor {
        Some(cursor) => Start::Cursor(Cursor::decode(cursor).map_err(refused)?),
        None => Start::First(first_page(asked)?),
    };
    let page = list::by_query(catalog, ctx, &start, limit).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for document in &page.items {
        let shown = fields.as_ref().map(|fields| fields.project(document));
        let shown = shown.as_deref().unwrap_or(document);
        items.push(serde_json::from_slice::<Value>(shown).map_err(Error::internal)?);
    }
    let mut output =
        json!({"items": items, "totalItems": page.total, "hasMoreEntities": page.next.is_some()});
    if let (Some(next), Some(output)) = (page.next, output.as_object_mut()) {
        output.insert("nextPageCursor".to_owned(), next.into());
    }
    Ok(output)
}

fn first_page(asked: Query) -> Result<First, Error> {
    let order = match asked.order_fields {
        None => Vec::new(),
        Some(OneOrMany::One(order)) => vec![order],
        Some(OneOrMany::Many(orders)) => orders,
    };
    Ok(First {
        query: asked.predicate.as_ref().map(Predicate::from_json).transpose().map_err(refused)?,
        order: order
            .into_iter()
            .map(|order| OrderField { field: order.field, descending: order.order == Direction::Desc })
            .collect(),
        text: asked.full_text_filter.map(|text| TextFilter { term: text.term, fields: text.fields }),
        offset: asked.offset.unwrap_or(0),
        skip_total: false,
    })
}
