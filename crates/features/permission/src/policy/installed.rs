//! The policy in force. Follows the configuration; a new version that cannot be read leaves the old one in force.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::gate::{Permission, Policy as Decides, Subject};
use kernel::{Config, Decision, Error};
use parking_lot::RwLock;

use super::rules::Policy;
use super::settings::{self, PolicyError};

/// Answers the gate.
pub(crate) struct Installed {
    policy: RwLock<Arc<Policy>>,
}

impl Installed {
    pub(crate) fn from_config(config: &Config) -> Result<Self, PolicyError> {
        let policy = settings::from_config(&config.root())?;
        Ok(Self { policy: RwLock::new(Arc::new(policy)) })
    }

    /// Runs until the configuration is no more.
    pub(crate) async fn follow(self: Arc<Self>, config: Config) {
        let mut versions = config.subscribe();
        while versions.changed().await.is_ok() {
            self.reload(&config);
        }
    }

    fn reload(&self, config: &Config) {
        match settings::from_config(&config.root()) {
            Ok(policy) => *self.policy.write() = Arc::new(policy),
            Err(error) => {
                tracing::error!(%error, "the new permission policy cannot be read; the old one stays");
            }
        }
    }
}

impl Decides for Installed {
    fn decide<'a>(
        &'a self,
        permission: &'a Permission,
        subject: &'a Subject,
    ) -> BoxFuture<'a, Result<Decision, Error>> {
        let policy = Arc::clone(&self.policy.read());
        Box::pin(async move { Ok(policy.decide(permission, subject)) })
    }
}
