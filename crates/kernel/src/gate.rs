//! The permission gate: every decision passes here. Knows permissions, decisions and criteria; which policy decides and
//! what a rule means belongs to features.

mod resources;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Ctx, Error, Principal};

pub use resources::{
    MAX_CRITERIA_NODES, MAX_ITEMS, MAX_REFS, ResourceRefs, ResourceRules, RuleMetadata, check_criteria,
    permission_routes, results_json,
};

/// How long a policy may think before that counts as a failure, and so as a refusal (S-PRM-06).
const POLICY_PATIENCE: Duration = Duration::from_secs(3);
/// When a caller refused for a failing policy may try again, in seconds.
const RETRY_AFTER_SECONDS: u64 = 5;

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

impl Criteria {
    /// Whether every rule is about resources of that type.
    pub fn only_about(&self, wanted: &str) -> bool {
        match self {
            Self::AnyOf { any_of: inner } | Self::AllOf { all_of: inner } => {
                inner.iter().all(|criteria| criteria.only_about(wanted))
            }
            Self::Not { not } => not.only_about(wanted),
            Self::Rule { resource_type, .. } => resource_type == wanted,
        }
    }
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
    plugins: RwLock<Vec<Declared>>,
    patience: Duration,
}

/// What one plugin declared when the portal was put together.
struct Declared {
    plugin: &'static str,
    permissions: &'static [Permission],
    resources: Vec<Arc<dyn ResourceRules>>,
}

impl Gate {
    pub fn new(enabled: bool) -> Self {
        Self::with_patience(enabled, POLICY_PATIENCE)
    }

    fn with_patience(enabled: bool, patience: Duration) -> Self {
        Self {
            inner: Arc::new(Inner {
                enabled,
                policy: std::sync::OnceLock::new(),
                authenticator: std::sync::OnceLock::new(),
                plugins: RwLock::default(),
                patience,
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
            .map_err(|_refused| Error::Conflict("a permission policy is already installed".to_owned()))
    }

    pub fn install_authenticator(
        &self,
        authenticator: Arc<dyn crate::identity::Authenticator>,
    ) -> Result<(), Error> {
        self.inner
            .authenticator
            .set(authenticator)
            .map_err(|_refused| Error::Conflict("an authenticator is already installed".to_owned()))
    }

    /// Called once for each feature while the portal is put together, so that the gate knows every permission and every
    /// resource type. A second plugin with the same resource type is refused.
    pub fn declare(
        &self,
        plugin: &'static str,
        permissions: &'static [Permission],
        resources: Vec<Arc<dyn ResourceRules>>,
    ) -> Result<(), Error> {
        for resource in &resources {
            if self.resource(resource.resource_type()).is_some() {
                let name = resource.resource_type();
                return Err(Error::Conflict(format!("resource type '{name}' is declared twice")));
            }
        }
        self.inner.plugins.write().push(Declared { plugin, permissions, resources });
        Ok(())
    }

    /// The declared permission of that name, with the plugin it belongs to.
    pub fn permission(&self, name: &str) -> Option<(&'static str, &'static Permission)> {
        for declared in self.inner.plugins.read().iter() {
            if let Some(found) = declared.permissions.iter().find(|permission| permission.name == name) {
                return Some((declared.plugin, found));
            }
        }
        None
    }

    /// The plugins that are there, in the order in which they started.
    pub fn plugins(&self) -> Vec<&'static str> {
        self.inner.plugins.read().iter().map(|declared| declared.plugin).collect()
    }

    /// The rules of the declared resource type of that name.
    pub fn resource(&self, resource_type: &str) -> Option<Arc<dyn ResourceRules>> {
        for declared in self.inner.plugins.read().iter() {
            let mut resources = declared.resources.iter();
            if let Some(found) = resources.find(|resource| resource.resource_type() == resource_type) {
                return Some(Arc::clone(found));
            }
        }
        None
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
        self.ask_policy(ctx, permission, &subject).await
    }

    /// Asks the policy, and turns whatever goes wrong in it (also a panic, silence, or conditions that do not fit the
    /// permission) into a refusal with one audit line.
    pub async fn ask_policy(
        &self,
        ctx: &Ctx,
        permission: &Permission,
        subject: &Subject,
    ) -> Result<Decision, Error> {
        let failure = match self.inner.policy.get() {
            None => "no permission policy is installed".to_owned(),
            Some(policy) => match self.guarded(policy.as_ref(), permission, subject).await {
                Ok(decision) => return Ok(decision),
                Err(failure) => failure,
            },
        };
        tracing::error!(
            target: "audit", event = "permission.decide", status = ?crate::audit::Status::Failed,
            actor = ctx.credentials.subject(), request = %ctx.request_id, subject = permission.name, cause = failure
        );
        let message = "the permission policy failed to decide".to_owned();
        Err(Error::Unavailable { message, retry_after_seconds: RETRY_AFTER_SECONDS })
    }

    async fn guarded(
        &self,
        policy: &dyn Policy,
        permission: &Permission,
        subject: &Subject,
    ) -> Result<Decision, String> {
        // A policy that panics synchronously must be caught as well, hence the future that makes the future.
        let decision = AssertUnwindSafe(async { policy.decide(permission, subject).await }).catch_unwind();
        let decision = match tokio::time::timeout(self.inner.patience, decision).await {
            Ok(Ok(Ok(decision))) => decision,
            Ok(Ok(Err(error))) => return Err(error.to_string()),
            Ok(Err(_panic)) => return Err("the policy panicked".to_owned()),
            Err(_elapsed) => return Err("the policy took too long".to_owned()),
        };
        match (&decision, permission.resource_type) {
            (Decision::Where(_), None) => Err("conditions for a basic permission".to_owned()),
            (Decision::Where(criteria), Some(resource_type)) if !criteria.only_about(resource_type) => {
                Err(format!("conditions that are not about {resource_type}"))
            }
            _ => Ok(decision),
        }
    }

    /// Passes only for a plain allowance; `Where` does not pass, ask [`Gate::decide`] where conditions can be applied.
    pub async fn require(&self, ctx: &Ctx, plugin: &str, permission: &Permission) -> Result<(), Error> {
        match self.decide(ctx, plugin, permission).await? {
            Decision::Allow => Ok(()),
            Decision::Deny | Decision::Where(_) => Err(Error::Forbidden("Unauthorized".to_owned())),
        }
    }

    /// Whether the caller holds the declared permission of that name without conditions. One that nobody declares is held
    /// by nobody.
    pub async fn may(&self, ctx: &Ctx, name: &str) -> Result<bool, Error> {
        let Some((plugin, permission)) = self.permission(name) else { return Ok(false) };
        Ok(self.decide(ctx, plugin, permission).await? == Decision::Allow)
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

#[cfg(test)]
mod tests;
