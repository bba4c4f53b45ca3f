//! The permission gate: every decision passes here. Knows permissions, decisions and criteria; which policy decides and
//! what a rule means belongs to features.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Ctx, Error, Principal};

/// Source: permission contract, section 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    Create,
    Read,
    Update,
    Delete,
}

/// A named permission as its plugin declares it. Source: permission contract, section 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    pub name: &'static str,
    pub action: Option<Action>,
    /// `Some` makes it a resource permission.
    pub resource_type: Option<&'static str>,
}

/// The answer of a policy.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    Allow,
    Deny,
    /// Allowed for the resources that satisfy the criteria.
    Where(Criteria),
}

/// Conditions over resources, in the wire form of Backstage. Source: permission contract, section 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Criteria {
    AnyOf {
        #[serde(rename = "anyOf")]
        any_of: Vec<Criteria>,
    },
    AllOf {
        #[serde(rename = "allOf")]
        all_of: Vec<Criteria>,
    },
    Not {
        not: Box<Criteria>,
    },
    Rule {
        rule: String,
        #[serde(rename = "resourceType")]
        resource_type: String,
        #[serde(default, skip_serializing_if = "Value::is_null")]
        params: Value,
    },
}

/// What a policy is told of the caller.
#[derive(Clone, Debug)]
pub struct Subject {
    /// `None` for nobody.
    pub user_ref: Option<String>,
    pub ownership: Arc<Vec<String>>,
}

/// Decides; provided by the permission feature.
pub trait Policy: Send + Sync {
    fn decide<'a>(
        &'a self,
        permission: &'a Permission,
        subject: &'a Subject,
    ) -> BoxFuture<'a, Result<Decision, Error>>;
}

/// The gate that use cases ask. With `permission.enabled` false everything is allowed, as in Backstage.
#[derive(Clone)]
pub struct Gate {
    inner: Arc<Inner>,
}

struct Inner {
    enabled: bool,
    policy: std::sync::OnceLock<Arc<dyn Policy>>,
    authenticator: std::sync::OnceLock<Arc<dyn crate::identity::Authenticator>>,
}

impl Gate {
    pub fn new(enabled: bool) -> Self {
        Self {
            inner: Arc::new(Inner {
                enabled,
                policy: std::sync::OnceLock::new(),
                authenticator: std::sync::OnceLock::new(),
            }),
        }
    }

    pub fn enabled(&self) -> bool {
        self.inner.enabled
    }

    /// Called once while the portal is put together; a second policy is refused.
    pub fn install_policy(&self, policy: Arc<dyn Policy>) -> Result<(), Error> {
        self.inner
            .policy
            .set(policy)
            .map_err(|_| Error::Conflict("a permission policy is already installed".to_owned()))
    }

    pub fn install_authenticator(
        &self,
        authenticator: Arc<dyn crate::identity::Authenticator>,
    ) -> Result<(), Error> {
        self.inner
            .authenticator
            .set(authenticator)
            .map_err(|_| Error::Conflict("an authenticator is already installed".to_owned()))
    }

    pub fn policy(&self) -> Option<&Arc<dyn Policy>> {
        self.inner.policy.get()
    }

    pub fn authenticator(&self) -> Option<&Arc<dyn crate::identity::Authenticator>> {
        self.inner.authenticator.get()
    }

    /// What the caller may do with `permission` of plugin `plugin`. A policy that fails is a refusal, never an allowance.
    pub async fn decide(&self, ctx: &Ctx, plugin: &str, permission: &Permission) -> Result<Decision, Error> {
        if let Principal::Service { restrictions, .. } = ctx.principal() {
            return Ok(decide_for_service(restrictions.as_deref().map(Vec::as_slice), plugin, permission));
        }
        if !self.inner.enabled {
            return Ok(Decision::Allow);
        }
        let subject = self.subject(ctx).await?;
        let Some(policy) = self.inner.policy.get() else {
            return Err(Error::Unavailable {
                message: "no permission policy is installed".to_owned(),
                retry_after_seconds: 5,
            });
        };
        policy.decide(permission, &subject).await
    }

    /// Passes only for a plain allowance; `Where` does not pass, ask [`Gate::decide`] where conditions can be applied.
    pub async fn require(&self, ctx: &Ctx, plugin: &str, permission: &Permission) -> Result<(), Error> {
        match self.decide(ctx, plugin, permission).await? {
            Decision::Allow => Ok(()),
            Decision::Deny | Decision::Where(_) => Err(Error::Forbidden("Unauthorized".to_owned())),
        }
    }

    /// The caller as a policy sees them.
    pub async fn subject(&self, ctx: &Ctx) -> Result<Subject, Error> {
        match (ctx.principal(), self.inner.authenticator.get()) {
            (Principal::User { entity_ref, .. }, Some(authenticator)) => {
                let ownership = authenticator.ownership(entity_ref).await?;
                Ok(Subject { user_ref: Some(entity_ref.clone()), ownership })
            }
            _ => Ok(Subject { user_ref: None, ownership: Arc::default() }),
        }
    }
}

/// Machines are decided locally: everything, or what their token's restrictions leave. Source: permission contract, 3.
fn decide_for_service(
    restrictions: Option<&[crate::identity::Restriction]>,
    plugin: &str,
    permission: &Permission,
) -> Decision {
    let Some(restrictions) = restrictions else { return Decision::Allow };
    for restriction in restrictions {
        if restriction.plugin != plugin {
            continue;
        }
        let named = restriction.permissions.is_empty()
            || restriction.permissions.iter().any(|name| name == permission.name);
        let action = permission.action.map(action_name);
        let acted = restriction.actions.is_empty()
            || restriction.actions.iter().any(|name| Some(name.as_str()) == action);
        if named && acted {
            return Decision::Allow;
        }
    }
    Decision::Deny
}

fn action_name(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Read => "read",
        Action::Update => "update",
        Action::Delete => "delete",
    }
}
