//! Looking up names, with every address checked before a connection is made to it: the connector only ever sees
//! addresses that have passed, so a name that changes its answer between check and use gains nothing.

use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use ipnet::IpNet;
use parking_lot::Mutex;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

use super::address::{AddressClass, classify};

/// Turns names into addresses: the system's resolver, or a table in tests.
pub trait NameService: Send + Sync {
    fn look_up<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;

    /// Where to connect for an address that has passed the checks. Tests send all of them to this machine.
    fn dial(&self, checked: IpAddr) -> IpAddr {
        checked
    }
}

/// The resolver of the operating system.
pub struct SystemNames;

impl NameService for SystemNames {
    fn look_up<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// None of the addresses of a name may be reached.
#[derive(Debug, Error)]
#[error("the name leads to an address that may not be reached")]
pub(super) struct AddressRefused;

/// A resolver that gives out checked addresses only.
#[derive(Clone)]
pub(super) struct CheckedResolver {
    names: Arc<dyn NameService>,
    rules: Arc<Rules>,
}

enum Rules {
    Public {
        tolerated: Vec<IpNet>,
    },
    /// For hosts that the operator named; `seen_public` remembers which of them have had public addresses, because such
    /// a name that suddenly leads inside has been taken over. It holds at most the names of the configuration.
    Internal {
        seen_public: Mutex<HashSet<String>>,
    },
}

impl CheckedResolver {
    pub(super) fn public(names: Arc<dyn NameService>, tolerated: Vec<IpNet>) -> Self {
        Self { names, rules: Arc::new(Rules::Public { tolerated }) }
    }

    pub(super) fn internal(names: Arc<dyn NameService>) -> Self {
        Self { names, rules: Arc::new(Rules::Internal { seen_public: Mutex::default() }) }
    }

    async fn addresses(
        &self,
        name: &str,
    ) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let found = self.names.look_up(name).await?;
        let passed = self.rules.pass(name, &found);
        if passed.is_empty() && !found.is_empty() {
            tracing::warn!(
                host = name,
                "outbound request refused: the name leads to an address that may not be reached"
            );
            return Err(Box::new(AddressRefused));
        }
        Ok(passed.into_iter().map(|address| SocketAddr::new(self.names.dial(address), 0)).collect())
    }
}

impl Rules {
    fn pass(&self, name: &str, found: &[IpAddr]) -> Vec<IpAddr> {
        match self {
            Self::Public { tolerated } => {
                let allowed = |address: &IpAddr| {
                    classify(*address) == AddressClass::Public
                        || tolerated.iter().any(|range| range.contains(address))
                };
                found.iter().copied().filter(allowed).collect()
            }
            Self::Internal { seen_public } => {
                let mut seen_public = seen_public.lock();
                let only_public = seen_public.contains(name);
                let allowed = |address: &IpAddr| match classify(*address) {
                    AddressClass::Public => true,
                    AddressClass::Private | AddressClass::Loopback => !only_public,
                    AddressClass::Forbidden => false,
                };
                let passed: Vec<IpAddr> = found.iter().copied().filter(allowed).collect();
                let all_public = passed.iter().all(|address| classify(*address) == AddressClass::Public);
                if all_public && !passed.is_empty() {
                    seen_public.insert(name.to_owned());
                }
                passed
            }
        }
    }
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let addresses = resolver.addresses(name.as_str()).await?;
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}
