//! Refuses requests that do not fit their operation, before the handler runs. Knows the operation as data, never what
//! it means. Texts and order of the checks: catalog-api contract, section 0.

use axum::extract::Request;
use axum::http::{Method, header};

use super::body::{self, BodyLimits};
use super::extract::ParsedBody;
use super::operation::{Operation, Parameter, ParameterKind};
use super::query::Query;
use super::schema;
use crate::Error;

/// Checks query and body. The parsed query and body are left in the request for the extractors.
pub(super) async fn check(
    request: Request,
    operation: &Operation,
    limits: BodyLimits,
) -> Result<Request, Error> {
    let query = Query::parse(request.uri().query().unwrap_or_default())?;
    let mut request = match &operation.body {
        Some(_) if request.method() != Method::GET => read_body(request, operation, limits).await?,
        _ => request,
    };
    check_query(&query, &operation.query)?;
    if let (Some(body), Some(ParsedBody(value))) = (&operation.body, request.extensions().get::<ParsedBody>())
    {
        schema::check(value, &body.schema, "request/body").map_err(Error::Input)?;
    }
    request.extensions_mut().insert(query);
    Ok(request)
}

/// Reads and parses the body; an absent optional one is left absent.
async fn read_body(request: Request, operation: &Operation, limits: BodyLimits) -> Result<Request, Error> {
    let required = operation.body.as_ref().is_some_and(|body| body.required);
    if !body::is_json(request.headers()) {
        let none = !request.headers().contains_key(header::CONTENT_TYPE);
        if none && !required {
            return Ok(request);
        }
        return Err(Error::Input(format!(
            "unsupported media type {}",
            body::content_type(request.headers())
        )));
    }
    // These routes answer a body over their limit with 400; the larger limit of the whole server stays 413.
    let too_large = |error| match error {
        Error::TooLarge(message) => Error::Input(message),
        other => other,
    };
    body::check_declared_length(request.headers(), limits.most)?;
    body::check_declared_length(request.headers(), limits.bytes).map_err(too_large)?;
    let (mut parts, stream) = request.into_parts();
    let bytes = body::read(stream, limits).await.map_err(too_large)?;
    parts.extensions.insert(ParsedBody(body::parse_json(&bytes)?));
    Ok(Request::from_parts(parts, bytes.into()))
}

fn check_query(query: &Query, parameters: &[Parameter]) -> Result<(), Error> {
    for (name, value) in query.iter() {
        if !parameters.iter().any(|parameter| parameter.name == name) {
            return Err(Error::Input(format!("Unknown query parameter '{name}'")));
        }
        if value.is_empty() {
            return Err(Error::Input(format!("Empty value found for query parameter '{name}'")));
        }
    }
    for parameter in parameters {
        let mut given = false;
        for value in query.all(parameter.name) {
            if given && !parameter.repeated && !matches!(parameter.kind, ParameterKind::Text { .. }) {
                return Err(misfit(parameter, "must be a single value"));
            }
            given = true;
            check_value(parameter, value)?;
        }
        if parameter.required && !given {
            return Err(Error::Input(format!(
                "request/query must have required property '{}'",
                parameter.name
            )));
        }
    }
    Ok(())
}

fn check_value(parameter: &Parameter, value: &str) -> Result<(), Error> {
    let what = match &parameter.kind {
        ParameterKind::Text { min_length } if value.chars().count() < *min_length => {
            format!("must NOT have fewer than {min_length} characters")
        }
        ParameterKind::Integer { minimum } => match value.parse::<i64>() {
            Err(_) => "must be integer".to_owned(),
            Ok(number) if number < *minimum => format!("must be >= {minimum}"),
            Ok(_) => return Ok(()),
        },
        ParameterKind::Boolean if !matches!(value, "true" | "false") => "must be boolean".to_owned(),
        ParameterKind::Choice(choices) if !choices.contains(&value) => {
            format!("must be equal to one of the allowed values: {}", choices.join(", "))
        }
        ParameterKind::Text { .. } | ParameterKind::Boolean | ParameterKind::Choice(_) => return Ok(()),
    };
    Err(misfit(parameter, &what))
}

fn misfit(parameter: &Parameter, what: &str) -> Error {
    Error::Input(format!("request/query/{} {what}", parameter.name))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::Body;
    use serde_json::json;

    use super::*;

    fn operation() -> Operation {
        let facet = Parameter {
            name: "facet",
            kind: ParameterKind::Text { min_length: 1 },
            required: true,
            repeated: true,
        };
        let choice = Parameter {
            name: "totalItems",
            kind: ParameterKind::Choice(&["include", "exclude"]),
            required: false,
            repeated: false,
        };
        let flag =
            Parameter { name: "dryRun", kind: ParameterKind::Boolean, required: false, repeated: false };
        let schema = json!({ "type": "object", "required": ["a"] });
        Operation::new("x", "")
            .integer("limit", 0)
            .text("cursor")
            .parameter(choice)
            .parameter(flag)
            .parameter(facet)
            .json(true, schema)
    }

    #[test]
    fn queries() {
        for (query, expected) in [
            ("facet=a&facet=b&limit=3&cursor=x&cursor=y", ""),
            ("facet=a&nope=1", "Unknown query parameter 'nope'"),
            ("facet=a&filter[x]=1", "Unknown query parameter 'filter[x]'"),
            ("facet=a&cursor=", "Empty value found for query parameter 'cursor'"),
            ("facet=a&limit=x", "request/query/limit must be integer"),
            ("facet=a&limit=1.5", "request/query/limit must be integer"),
            ("facet=a&limit=99999999999999999999", "request/query/limit must be integer"),
            ("facet=a&limit=-1", "request/query/limit must be >= 0"),
            ("facet=a&limit=1&limit=2", "request/query/limit must be a single value"),
            (
                "facet=a&totalItems=x",
                "request/query/totalItems must be equal to one of the allowed values: include, exclude",
            ),
            ("facet=a&dryRun=yes", "request/query/dryRun must be boolean"),
            ("limit=1", "request/query must have required property 'facet'"),
        ] {
            let refused = check_query(&Query::parse(query).unwrap(), &operation().query).err();
            assert_eq!(refused.map_or(String::new(), |error| error.to_string()), expected, "{query}");
        }
    }

    #[tokio::test]
    async fn bodies() {
        let table = [
            (Some("application/json"), r#"{"a":1}"#, ""),
            (Some("application/json; charset=utf-8"), r#"{"a":1}"#, ""),
            (Some("Application/JSON"), r#"{"a":1}"#, ""),
            (Some("text/plain"), r#"{"a":1}"#, "unsupported media type text/plain"),
            (None, "", "unsupported media type undefined"),
            (Some("application/json"), "", "request/body must have required property 'a'"),
            (Some("application/json"), "[]", "request/body must be object"),
            (Some("application/json"), r#"{"a":"0123456789"}"#, "request entity too large"),
        ];
        let limits = BodyLimits { bytes: 12, most: 40, time: Duration::from_secs(1) };
        for (content_type, body, expected) in table {
            let mut request = Request::builder().method("POST").uri("/x?facet=a");
            if let Some(content_type) = content_type {
                request = request.header("content-type", content_type);
            }
            let request = request.body(Body::from(body)).unwrap();
            let refused = check(request, &operation(), limits).await.err();
            assert!(refused.iter().all(|error| matches!(error, Error::Input(_))));
            assert_eq!(
                refused.map_or(String::new(), |error| error.to_string()),
                expected,
                "{content_type:?} {body}"
            );
        }
    }

    #[tokio::test]
    async fn an_absent_optional_body_stays_absent() {
        let operation = Operation::new("x", "").json(false, json!({ "type": "object" }));
        let limits = BodyLimits { bytes: 12, most: 40, time: Duration::from_secs(1) };
        let request = Request::builder().method("POST").uri("/x").body(Body::empty()).unwrap();
        let checked = check(request, &operation, limits).await.unwrap();
        assert!(checked.extensions().get::<ParsedBody>().is_none());
    }
}
