//! The bundle of platform services that a feature is given when it starts.

use std::sync::Arc;

use crate::audit::Audit;
use crate::events::Events;
use crate::jobs::Jobs;
use crate::outbound::Outbound;
use crate::scm::{Integrations, UrlReader};
use crate::tasks::Tasks;
use crate::{Clock, Config, Db, Gate};

/// Cheap to clone; every field is shared.
#[derive(Clone)]
pub struct Services {
    pub config: Config,
    pub clock: Clock,
    pub db: Db,
    pub gate: Gate,
    pub jobs: Jobs,
    pub events: Events,
    pub outbound: Outbound,
    pub integrations: Arc<Integrations>,
    pub reader: UrlReader,
    pub audit: Audit,
    pub tasks: Tasks,
}
