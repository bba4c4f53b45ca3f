//! The fields of a posted form. Knows no field.

use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use bytes::Bytes;
use kernel::Error;
use kernel::http::Query;

/// A form as browsers post it without script; fields are read like those of a query string. Its size is limited by the
/// route's limit of bodies, its number of fields by [`kernel::http::query::MAX_PARAMETERS`].
#[derive(Clone, Debug, Default)]
pub struct Form(pub Query);

const TYPE: &str = "application/x-www-form-urlencoded";

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_form =
            content_type.is_none_or(|given| given.split(';').next().unwrap_or_default().trim() == TYPE);
        if !is_form {
            return Err(Error::UnsupportedMediaType(format!("a form must be sent as {TYPE}")));
        }
        let body = Bytes::from_request(request, state).await.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge("the form is too large".to_owned()),
            _ => Error::Input("the form was not sent completely".to_owned()),
        })?;
        let text =
            std::str::from_utf8(&body).map_err(|_invalid| Error::Input("the form is not text".to_owned()))?;
        Ok(Self(Query::parse(text)?))
    }
}

impl Form {
    /// The first value of a field, trimmed; the empty text when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_default().trim()
    }
}
