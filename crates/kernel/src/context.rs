//! What a use case is told about its caller: who, when, under which request. Knows nothing of HTTP.

use std::sync::Arc;

use crate::{Credentials, Principal, Timestamp};

/// The context of one request or job; goes down as the first argument of every use case.
#[derive(Clone, Debug)]
pub struct Ctx {
    pub credentials: Arc<Credentials>,
    /// Id of the request (or `job:<id>`), repeated in logs, audit lines and error answers.
    pub request_id: Arc<str>,
    /// The moment the request came in.
    pub now: Timestamp,
}

impl Ctx {
    pub fn principal(&self) -> &Principal {
        &self.credentials.principal
    }

    /// The context of work that the portal does by itself.
    pub fn system(subject: &str, now: Timestamp) -> Self {
        let principal = Principal::Service { subject: subject.to_owned(), restrictions: None };
        let credentials = Credentials { principal, token: None, expires_at: None, limited: false };
        Self { credentials: Arc::new(credentials), request_id: subject.into(), now }
    }
}
