//! Who a test speaks as.

/// The callers of tests. Tokens are those of [`crate::FakeIdentity`]; a portal with the real authentication signs
/// [`Persona::Guest`] in and knows [`Persona::Service`] from its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Persona {
    Anonymous,
    /// `user:default/guest`.
    Guest,
    /// A user by entity ref.
    User(String),
    /// A machine with a static token.
    Service,
}

impl Persona {
    pub fn user(entity_ref: &str) -> Self {
        Self::User(entity_ref.to_owned())
    }
}
