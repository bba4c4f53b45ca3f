//! What each action says about itself: title, effect, and the JSON Schemas of its input and output. Knows no use case.

use kernel::feature::ActionDescription;
use serde_json::{Value, json};

use super::Action;

const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// The listing's entry of an action.
pub(super) fn describe(action: Action) -> ActionDescription {
    let (title, description) = words(action);
    let (input, output) = schemas(action);
    let (destructive, idempotent, read_only) = match action {
        Action::Register => (false, false, false),
        Action::Unregister => (true, true, false),
        Action::RefreshEntity => (false, true, false),
        Action::DescribeModel | Action::GetEntity | Action::ValidateEntity | Action::QueryEntities => {
            (false, true, true)
        }
    };
    ActionDescription {
        name: action.name(),
        title,
        description,
        destructive,
        idempotent,
        read_only,
        input,
        output,
    }
}

fn words(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::DescribeModel => (
            "Get a Catalog Model Description",
            "Explains, as Markdown, which kinds of entities this catalog has, what their spec holds and how they relate.",
        ),
        Action::GetEntity => (
            "Get Catalog Entity",
            "Finds one entity by its name. Kind and namespace may be left out while the name alone says which one is meant.",
        ),
        Action::ValidateEntity => (
            "Validate Catalog Entity",
            "Says whether the YAML of an entity would be accepted by the catalog, and what is wrong with it. Changes nothing.",
        ),
        Action::Register => (
            "Register entity in the Catalog",
            "Registers the catalog file at a URL. Its entities appear once it has been read, and follow the file from then on.",
        ),
        Action::Unregister => (
            "Unregister entity from the Catalog",
            "Unregisters a location, by its id or its URL. Every entity that only this location names leaves the catalog.",
        ),
        Action::QueryEntities => (
            "Query Catalog Entities",
            "Lists the entities that satisfy a predicate, a page at a time. A predicate maps dotted paths to values, as in \
             {\"kind\": \"Component\", \"spec.type\": \"service\"}; a value may be {\"$in\": [..]}, {\"$exists\": true}, \
             {\"$contains\": ..} or {\"$hasPrefix\": ..}; predicates combine by $all, $any and $not. Relations are asked \
             for as {\"relations.ownedBy\": \"group:default/name\"}.",
        ),
        Action::RefreshEntity => (
            "Refresh Catalog Entity",
            "Asks for the source of an entity to be read again soon. Returns before that has happened.",
        ),
    }
}

fn schemas(action: Action) -> (Value, Value) {
    let empty =
        || json!({"type": "object", "properties": {}, "additionalProperties": false, "$schema": DIALECT});
    match action {
        Action::DescribeModel => {
            (empty(), object(&json!({"description": text("The model as Markdown.")}), &["description"]))
        }
        Action::GetEntity => (
            object(&named(0), &["name"]),
            json!({"type": "object", "properties": {}, "additionalProperties": true, "$schema": DIALECT}),
        ),
        Action::ValidateEntity => validate(),
        Action::Register => (
            object(
                &json!({"locationUrl": text("The http or https URL of a catalog file.")}),
                &["locationUrl"],
            ),
            object(&json!({"locationId": text("The id of the new location.")}), &["locationId"]),
        ),
        Action::Unregister => (object(&json!({"type": which_location()}), &["type"]), empty()),
        Action::QueryEntities => (query(), page()),
        Action::RefreshEntity => (
            object(&named(1), &["name"]),
            object(&json!({"entityRef": text("The reference of the entity.")}), &["entityRef"]),
        ),
    }
}

/// A whole schema.
fn object(properties: &Value, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
        "$schema": DIALECT,
    })
}

fn text(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

fn named(least: u8) -> Value {
    let field = |description: &str| match least {
        0 => text(description),
        _ => json!({"type": "string", "minLength": least, "description": description}),
    };
    json!({
        "kind": field("The kind, if known."),
        "namespace": field("The namespace, if known."),
        "name": field("The name."),
    })
}

fn validate() -> (Value, Value) {
    let location = json!({"type": "string", "format": "uri", "description": "Where the file would be."});
    let input = json!({"entity": text("The entity as YAML."), "location": location});
    let output = json!({
        "isValid": {"type": "boolean", "description": "Whether the catalog would accept it."},
        "isValidYaml": {"type": "boolean", "description": "Whether it is YAML at all."},
        "errors": {"type": "array", "items": {"type": "string"}, "description": "What is wrong."},
        "entity": {"type": "object", "additionalProperties": {}, "description": "The entity, if valid."},
    });
    (object(&input, &["entity"]), object(&output, &["isValid", "isValidYaml", "errors"]))
}

fn which_location() -> Value {
    let one = |name: &str, description: &str| {
        json!({
            "type": "object",
            "properties": {name: text(description)},
            "required": [name],
            "additionalProperties": false,
        })
    };
    json!({
        "anyOf": [one("locationId", "The id of the location."), one("locationUrl", "The URL it was registered with.")],
        "description": "Which location, by one of the two.",
    })
}

fn query() -> Value {
    let texts =
        |description: &str| json!({"type": "array", "items": {"type": "string"}, "description": description});
    let order = json!({
        "type": "object",
        "properties": {
            "field": text("A dotted path."),
            "order": {"type": "string", "enum": ["asc", "desc"], "description": "The direction."},
        },
        "required": ["field", "order"],
        "additionalProperties": false,
    });
    json!({
        "type": "object",
        "properties": {
            "query": predicate(),
            "fields": texts("Dotted paths of what to return of each entity; all of it if there are none."),
            "limit": {"type": "integer", "exclusiveMinimum": 0, "description": "Most entities of a page."},
            "offset": {"type": "integer", "minimum": 0, "description": "Entities to leave out at the start."},
            "orderFields": {
                "anyOf": [order, {"type": "array", "items": order}],
                "description": "The order; only the first field counts.",
            },
            "fullTextFilter": {
                "type": "object",
                "properties": {"term": text("What to look for."), "fields": texts("Dotted paths to look in.")},
                "required": ["term"],
                "additionalProperties": false,
                "description": "Leaves only entities that hold a text.",
            },
            "cursor": text("The nextPageCursor of the page before; then it alone says where to go on."),
        },
        "additionalProperties": false,
        "$schema": DIALECT,
    })
}

/// The predicate's schema refers to itself by its place in the whole.
fn predicate() -> Value {
    let this = json!({"$ref": "#/properties/query"});
    let value = json!({"$ref": "#/properties/query/anyOf/0/anyOf/0/additionalProperties/anyOf/0"});
    let only = |name: &str, schema: Value| {
        json!({
            "type": "object",
            "properties": {name: schema},
            "required": [name],
            "additionalProperties": false,
        })
    };
    let list = json!({"type": "array", "items": this});
    let condition = json!({
        "anyOf": [
            {"type": ["string", "number", "boolean"]},
            only("$exists", json!({"type": "boolean"})),
            only("$in", json!({"type": "array", "items": value})),
            only("$contains", this.clone()),
            only("$hasPrefix", json!({"type": "string"})),
        ],
    });
    let names = json!({
        "type": "object",
        "additionalProperties": condition,
        "propertyNames": {"pattern": "^(?:[^$\\n\\r].*)?$"},
    });
    let operators =
        json!({"type": "object", "additionalProperties": {"not": {}}, "propertyNames": {"pattern": "^\\$"}});
    json!({
        "anyOf": [
            {"anyOf": [names, operators]},
            value,
            only("$all", list.clone()),
            only("$any", list),
            only("$not", this),
        ],
        "description": "What the entities must satisfy.",
    })
}

fn page() -> Value {
    let entities = json!({
        "type": "array",
        "items": {"type": "object", "properties": {}, "additionalProperties": true},
        "description": "The entities.",
    });
    let properties = json!({
        "items": entities,
        "totalItems": {"type": "number", "description": "How many there are in all."},
        "hasMoreEntities": {"type": "boolean", "description": "Whether there is a further page."},
        "nextPageCursor": text("Leads to the next page."),
    });
    object(&properties, &["items", "totalItems", "hasMoreEntities"])
}
