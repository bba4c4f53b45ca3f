//! What handlers take from a request, with errors in the words of the wire contract.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Ctx, Error};

/// The parsed body of a validated route, left in the request by the validation so that it is parsed once.
#[derive(Clone)]
pub(crate) struct ParsedBody(pub(crate) Value);

impl<S: Sync> FromRequestParts<S> for Ctx {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Error::internal("a request passed no guard"))
    }
}

/// A JSON body of the given shape.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Error;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Error> {
        let value = if let Some(ParsedBody(value)) = request.extensions_mut().remove() {
            value
        } else {
            // Where a limit ended the body, the guard answers in place of this error.
            let bytes = Bytes::from_request(request, state).await;
            let bytes = bytes.map_err(|_rejection| Error::Input("request aborted".to_owned()))?;
            super::body::parse_json(&bytes)?
        };
        serde_json::from_value(value)
            .map(Self)
            .map_err(|error| Error::Input(format!("malformed body: {error}")))
    }
}

/// Path parameters, decoded. Anything that cannot be decoded does not exist.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let axum::extract::Path(value) = axum::extract::Path::<T>::from_request_parts(parts, state)
            .await
            .map_err(|error| Error::Input(format!("invalid path: {}", error.body_text())))?;
        Ok(Self(value))
    }
}
