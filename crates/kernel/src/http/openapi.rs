//! The OpenAPI 3.1 document of a plugin, made from the same data that validates its requests. Knows no feature.

use serde_json::{Map, Value, json};

use super::operation::{Operation, Parameter, ParameterKind};
use super::{Access, Route, Routes};

/// The document of one plugin; its server is `/api/<plugin>`.
pub fn document(plugin: &str, routes: &Routes) -> Value {
    let mut paths = Map::new();
    for route in routes.iter() {
        let Some(operation) = &route.operation else { continue };
        let path = paths.entry(route.path.replace("{*", "{")).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(methods) = path {
            methods.insert(route.method.as_str().to_ascii_lowercase(), describe(route, operation));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": plugin, "version": "1" },
        "servers": [{ "url": format!("/api/{plugin}") }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "cookie": { "type": "apiKey", "in": "cookie", "name": "backstage-auth" },
            },
            "schemas": { "Error": error_schema() },
        },
    })
}

fn describe(route: &Route, operation: &Operation) -> Value {
    let mut parameters: Vec<Value> = path_parameters(route.path);
    parameters.extend(operation.query.iter().map(query_parameter));
    let mut responses = Map::new();
    responses.insert(operation.success.to_string(), json!({ "description": "success" }));
    let usual = json!({ "$ref": "#/components/schemas/Error" });
    let schema = match &operation.failure {
        Some(own) => json!({ "anyOf": [own, usual] }),
        None => usual,
    };
    let error = json!({
        "description": "refused or failed",
        "content": { "application/json": { "schema": schema } },
    });
    responses.insert("default".to_owned(), error);
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "security": security(route.access),
        "parameters": parameters,
        "responses": responses,
    });
    if let (Some(body), Value::Object(described)) = (&operation.body, &mut described) {
        let content = json!({ "application/json": { "schema": body.schema } });
        described.insert("requestBody".to_owned(), json!({ "required": body.required, "content": content }));
    }
    described
}

fn security(access: Access) -> Value {
    match access {
        Access::Public | Access::FrontPage | Access::OpenPage => json!([{}, { "token": [] }]),
        Access::Credentials | Access::User | Access::Service => json!([{ "token": [] }]),
        Access::Cookie | Access::Page => json!([{ "token": [] }, { "cookie": [] }]),
    }
}

fn path_parameters(path: &str) -> Vec<Value> {
    let mut parameters = Vec::new();
    for part in path.split('/') {
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            let name = name.trim_start_matches('*');
            parameters.push(
                json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }),
            );
        }
    }
    parameters
}

fn query_parameter(parameter: &Parameter) -> Value {
    let one = match &parameter.kind {
        ParameterKind::Text { min_length } => json!({ "type": "string", "minLength": (*min_length).max(1) }),
        ParameterKind::Integer { minimum } => {
            json!({ "type": "integer", "format": "int64", "minimum": minimum })
        }
        ParameterKind::Boolean => json!({ "type": "boolean" }),
        ParameterKind::Choice(choices) => json!({ "type": "string", "enum": choices }),
    };
    let schema = if parameter.repeated { json!({ "type": "array", "items": one }) } else { one };
    json!({
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "explode": true,
        "allowReserved": true,
        "schema": schema,
    })
}

fn error_schema() -> Value {
    json!({
        "type": "object",
        "required": ["error", "response"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["name", "message"],
                "properties": { "name": { "type": "string" }, "message": { "type": "string" } },
            },
            "request": {
                "type": "object",
                "properties": { "method": { "type": "string" }, "url": { "type": "string" } },
            },
            "response": {
                "type": "object",
                "required": ["statusCode"],
                "properties": { "statusCode": { "type": "integer" } },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Method;
    use axum::routing::get;

    use super::*;

    #[test]
    fn routes_become_operations() {
        let find = Operation::new("FindThing", "Finds a thing").integer("limit", 0).texts("filter");
        let make = Operation::new("MakeThing", "Makes one")
            .json(true, json!({ "type": "object" }))
            .fails_with(json!({ "type": "array" }))
            .succeeds_with(201);
        let routes = Routes::new()
            .add(Method::GET, "/things/{kind}/{*path}", Access::Credentials, find, get(|| async {}))
            .add(Method::POST, "/things", Access::Public, make, axum::routing::post(|| async {}))
            .add_plain(Method::GET, "/hidden", Access::Public, get(|| async {}));
        let document = document("things", &routes);
        let found = &document["paths"]["/things/{kind}/{path}"]["get"];
        assert_eq!(found["operationId"], "FindThing");
        assert_eq!(found["security"], json!([{ "token": [] }]));
        let names: Vec<&Value> =
            found["parameters"].as_array().unwrap().iter().map(|item| &item["name"]).collect();
        assert_eq!(names, ["kind", "path", "limit", "filter"]);
        assert_eq!(found["parameters"][3]["schema"]["type"], "array");
        let created = &document["paths"]["/things"]["post"];
        assert_eq!(created["requestBody"]["required"], true);
        assert!(created["responses"]["201"].is_object() && created["responses"]["default"].is_object());
        let failure = |path: &str, method: &str| {
            document["paths"][path][method]["responses"]["default"]["content"]["application/json"]["schema"]
                .clone()
        };
        assert_eq!(failure("/things/{kind}/{path}", "get"), json!({ "$ref": "#/components/schemas/Error" }));
        assert_eq!(failure("/things", "post")["anyOf"][0], json!({ "type": "array" }));
        assert!(document["paths"].get("/hidden").is_none());
    }
}
