//! Authentication by the text of the token, for tests of everything but authentication.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::identity::{Authenticator, Welcome};
use kernel::{Contribution, Credentials, Error, Feature, Principal, Secret, Services, Timestamp};
use serde_json::{Value, json};

/// The static token of [`crate::Persona::Service`].
pub const SERVICE_TOKEN: &str = "test-service-token";
/// When tokens for users end: far away, so that a standing clock never reaches it.
pub const END: Timestamp = 4_000_000_000_000;

/// Believes `user <ref>` tokens of the form `user.<ref>`, limited ones `limited.<ref>`, and [`SERVICE_TOKEN`].
#[derive(Clone, Debug, Default)]
pub struct FakeIdentity {
    groups: BTreeMap<String, Vec<String>>,
    welcome_guests: bool,
}

impl FakeIdentity {
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets `user_ref` own what `groups` own.
    #[must_use]
    pub fn member(mut self, user_ref: &str, groups: &[&str]) -> Self {
        self.groups.insert(user_ref.to_owned(), groups.iter().map(|group| (*group).to_owned()).collect());
        self
    }

    /// Signs visitors of pages in as the guest instead of sending them to the sign-in page.
    #[must_use]
    pub fn welcoming_guests(mut self) -> Self {
        self.welcome_guests = true;
        self
    }

    /// The token of a user.
    pub fn token(user_ref: &str) -> String {
        format!("user.{user_ref}")
    }
}

impl Feature for FakeIdentity {
    fn id(&self) -> &'static str {
        "fake-identity"
    }

    fn start<'a>(&'a self, _: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async {
            let authenticator: Arc<dyn Authenticator> = Arc::new(self.clone());
            Ok(Contribution { authenticator: Some(authenticator), ..Contribution::default() })
        })
    }
}

fn user(entity_ref: &str, token: &str, limited: bool) -> Credentials {
    Credentials {
        principal: Principal::User { entity_ref: entity_ref.to_owned(), actor: None },
        token: Some(Secret::new(token)),
        expires_at: Some(END),
        limited,
    }
}

impl Authenticator for FakeIdentity {
    fn verify<'a>(&'a self, _: &'a str, token: &'a str) -> BoxFuture<'a, Result<Credentials, Error>> {
        Box::pin(async move {
            if token == SERVICE_TOKEN {
                let principal =
                    Principal::Service { subject: "external:test".to_owned(), restrictions: None };
                return Ok(Credentials { principal, ..Credentials::nobody() });
            }
            if let Some(entity_ref) = token.strip_prefix("user.") {
                return Ok(user(entity_ref, token, false));
            }
            if let Some(entity_ref) = token.strip_prefix("limited.") {
                return Ok(user(entity_ref, token, true));
            }
            Err(Error::Unauthenticated("Illegal token".to_owned()))
        })
    }

    fn ownership<'a>(&'a self, user_ref: &'a str) -> BoxFuture<'a, Result<Arc<Vec<String>>, Error>> {
        Box::pin(async move {
            let mut refs = vec![user_ref.to_owned()];
            refs.extend(self.groups.get(user_ref).into_iter().flatten().cloned());
            Ok(Arc::new(refs))
        })
    }

    fn limited_token<'a>(
        &'a self,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<(Secret, Timestamp), Error>> {
        Box::pin(async move { Ok((Secret::new(format!("limited.{}", credentials.subject())), END)) })
    }

    fn welcome(&self) -> BoxFuture<'_, Result<Welcome, Error>> {
        Box::pin(async {
            if !self.welcome_guests {
                return Ok(Welcome::SignInPage("/sign-in".to_owned()));
            }
            let token = "limited.user:default/guest";
            let credentials = user("user:default/guest", token, true);
            Ok(Welcome::SignedIn { credentials, token: Secret::new(token), expires_at: END })
        })
    }

    fn plugin_keys<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Value, Error>> {
        Box::pin(async { Ok(json!({ "keys": [] })) })
    }
}
