//! The catalog's wire contract. Every route of `/api/catalog`, top to bottom; the handlers parse, call one use case and
//! serialise. Source: catalog-api contract, section 1.

pub(crate) mod actions;
mod answer;
mod changes;
mod entities;
pub(crate) mod export;
mod facets;
pub(crate) mod kept;
mod locations;
mod schema;
mod unprocessed;
mod validate;

use axum::http::Method;
use axum::routing::{delete, get, post, put};
use kernel::gate::permission_routes;
use kernel::http::{Access, Operation, Parameter, ParameterKind, Routes};

use crate::{Catalog, permissions};

/// A required, repeatable text parameter.
fn required(name: &'static str) -> Parameter {
    Parameter { name, kind: ParameterKind::Text { min_length: 0 }, required: true, repeated: true }
}

/// An optional text parameter that may not be empty.
fn filled(name: &'static str) -> Parameter {
    Parameter { name, kind: ParameterKind::Text { min_length: 1 }, required: false, repeated: false }
}

fn choice(name: &'static str, choices: &'static [&'static str]) -> Parameter {
    Parameter { name, kind: ParameterKind::Choice(choices), required: false, repeated: false }
}

/// The route table.
pub fn routes(catalog: &Catalog) -> Routes {
    let routes = list_routes(Routes::new(), catalog);
    let routes = entity_routes(routes, catalog);
    let routes = location_routes(routes, catalog);
    let routes =
        permission_routes(routes, permissions::BACKSTAGES, &permissions::resources(catalog.projection()));
    history_routes(routes, catalog)
}

/// Many entities at a time.
fn list_routes(routes: Routes, catalog: &Catalog) -> Routes {
    let state = || catalog.clone();
    routes
        .add(
            Method::GET,
            "/entities",
            Access::Credentials,
            Operation::new("GetEntities", "Lists entities")
                .texts("filter")
                .texts("fields")
                .integer("limit", 0)
                .integer("offset", 0)
                .parameter(filled("after"))
                .texts("order"),
            get(entities::list).with_state(state()),
        )
        .add(
            Method::GET,
            "/entities/by-query",
            Access::Credentials,
            Operation::new("GetEntitiesByQuery", "Lists a page of entities")
                .texts("filter")
                .texts("fields")
                .integer("limit", 0)
                .integer("offset", 0)
                .texts("orderField")
                .parameter(filled("cursor"))
                .parameter(choice("totalItems", &["include", "exclude"]))
                .text("fullTextFilterTerm")
                .texts("fullTextFilterFields"),
            get(entities::by_query).with_state(state()),
        )
        .add(
            Method::POST,
            "/entities/by-query",
            Access::Credentials,
            Operation::new("QueryEntitiesByPredicate", "Lists a page of entities by a predicate")
                .json(true, schema::by_query()),
            post(entities::by_query_body).with_state(state()),
        )
        .add(
            Method::POST,
            "/entities/by-refs",
            Access::Credentials,
            Operation::new("GetEntitiesByRefs", "Finds entities by their refs")
                .texts("filter")
                .json(true, schema::by_refs()),
            post(entities::by_refs).with_state(state()),
        )
}

/// One entity at a time.
fn entity_routes(routes: Routes, catalog: &Catalog) -> Routes {
    let state = || catalog.clone();
    let by_name = "/entities/by-name/{kind}/{namespace}/{name}";
    routes
        .add(
            Method::GET,
            "/entities/by-uid/{uid}",
            Access::Credentials,
            Operation::new("GetEntityByUid", "Finds an entity by its uid"),
            get(entities::by_uid).with_state(state()),
        )
        .add(
            Method::DELETE,
            "/entities/by-uid/{uid}",
            Access::Credentials,
            Operation::new("DeleteEntityByUid", "Removes an entity").succeeds_with(204),
            delete(entities::remove).with_state(state()),
        )
        .add(
            Method::GET,
            by_name,
            Access::Credentials,
            Operation::new("GetEntityByName", "Finds an entity by kind, namespace and name"),
            get(entities::by_name).with_state(state()),
        )
        .add(
            Method::GET,
            "/entities/by-name/{kind}/{namespace}/{name}/ancestry",
            Access::Credentials,
            Operation::new("GetEntityAncestryByName", "Shows where an entity comes from"),
            get(entities::ancestry).with_state(state()),
        )
        .add(
            Method::GET,
            "/entity-facets",
            Access::Credentials,
            Operation::new("GetEntityFacets", "Counts entities by the values of fields")
                .parameter(required("facet"))
                .texts("filter"),
            get(facets::by_query).with_state(state()),
        )
        .add(
            Method::POST,
            "/entity-facets",
            Access::Credentials,
            Operation::new("QueryEntityFacetsByPredicate", "Counts entities that satisfy a predicate")
                .json(true, schema::facets()),
            post(facets::by_body).with_state(state()),
        )
        .add(
            Method::POST,
            "/refresh",
            Access::Credentials,
            Operation::new("RefreshEntity", "Asks for an entity to be read again")
                .json(true, schema::refresh()),
            post(entities::refresh).with_state(state()),
        )
        .add(
            Method::POST,
            "/validate-entity",
            Access::Credentials,
            Operation::new("ValidateEntity", "Says whether an entity would be accepted")
                .json(true, schema::validate())
                .fails_with(schema::refusals()),
            post(validate::validate).with_state(state()),
        )
}

fn location_routes(routes: Routes, catalog: &Catalog) -> Routes {
    let state = || catalog.clone();
    routes
        .add(
            Method::GET,
            "/locations",
            Access::Credentials,
            Operation::new("GetLocations", "Lists registered locations"),
            get(locations::list).with_state(state()),
        )
        .add(
            Method::POST,
            "/locations",
            Access::Credentials,
            Operation::new("CreateLocation", "Registers a location")
                .text("dryRun")
                .parameter(choice("onConflict", &["refresh", "reject"]))
                .json(true, schema::new_location())
                .succeeds_with(201),
            post(locations::create).with_state(state()),
        )
        .add(
            Method::POST,
            "/locations/by-query",
            Access::Credentials,
            Operation::new("GetLocationsByQuery", "Lists a page of registered locations")
                .json(true, schema::locations_query()),
            post(locations::by_query).with_state(state()),
        )
        .add(
            Method::GET,
            "/locations/{id}",
            Access::Credentials,
            Operation::new("GetLocation", "Finds a registered location"),
            get(locations::by_id).with_state(state()),
        )
        .add(
            Method::PUT,
            "/locations/{id}",
            Access::Credentials,
            Operation::new("UpdateLocation", "Points a registered location elsewhere")
                .json(true, schema::changed_location()),
            put(locations::update).with_state(state()),
        )
        .add(
            Method::DELETE,
            "/locations/{id}",
            Access::Credentials,
            Operation::new("DeleteLocation", "Unregisters a location").succeeds_with(204),
            delete(locations::remove).with_state(state()),
        )
        .add(
            Method::GET,
            "/locations/by-entity/{kind}/{namespace}/{name}",
            Access::Credentials,
            Operation::new("GetLocationByEntity", "Finds the location through which an entity came in"),
            get(locations::by_entity).with_state(state()),
        )
        .add(
            Method::POST,
            "/analyze-location",
            Access::Credentials,
            Operation::new("AnalyzeLocation", "Looks for catalog files at an address")
                .json(true, schema::analyze()),
            post(locations::analyze).with_state(state()),
        )
}

/// Routes that Backstage does not have, or has in a module.
fn history_routes(routes: Routes, catalog: &Catalog) -> Routes {
    let state = || catalog.clone();
    routes
        .add_plain(
            Method::GET,
            "/entities/unprocessed/failed",
            Access::Credentials,
            get(unprocessed::failed).with_state(state()),
        )
        .add_plain(
            Method::GET,
            "/entities/unprocessed/pending",
            Access::Credentials,
            get(unprocessed::pending).with_state(state()),
        )
        .add_plain(
            Method::DELETE,
            "/entities/unprocessed/delete/{entity_id}",
            Access::Credentials,
            delete(unprocessed::remove).with_state(state()),
        )
        .add(
            Method::GET,
            "/changes",
            Access::Credentials,
            Operation::new("GetChanges", "Lists accepted changes, as a page or as server-sent events")
                .integer("after", 0)
                .integer("limit", 1)
                .texts("filter"),
            get(changes::list).with_state(state()),
        )
        .add(
            Method::GET,
            "/entities/by-name/{kind}/{namespace}/{name}/history",
            Access::Credentials,
            Operation::new("GetEntityHistory", "Lists the changes of an entity, newest first")
                .integer("before", 1)
                .integer("limit", 1),
            get(changes::history).with_state(state()),
        )
        .add(
            Method::GET,
            "/entities/by-name/{kind}/{namespace}/{name}/as-of/{time}",
            Access::Credentials,
            Operation::new("GetEntityAsOf", "Shows an entity as it was at a time (ISO 8601)"),
            get(changes::entity_as_of).with_state(state()),
        )
        .add(
            Method::GET,
            "/entities/as-of/{time}",
            Access::Credentials,
            Operation::new("GetEntitiesAsOf", "Lists the entities of a time (ISO 8601)")
                .texts("filter")
                .integer("limit", 1)
                .integer("offset", 0),
            get(changes::list_as_of).with_state(state()),
        )
        .add(
            Method::GET,
            "/export",
            Access::Credentials,
            Operation::new("ExportEntities", "Streams every entity of a query as NDJSON or CSV")
                .parameter(choice("format", &["ndjson", "csv"]))
                .texts("filter")
                .texts("columns")
                .text("fullTextFilterTerm")
                .texts("fullTextFilterFields"),
            get(export::export).with_state(state()),
        )
}
