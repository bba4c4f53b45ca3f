//! What all features together add to pages, laid out as the configuration says and again whenever it changes.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use tokio::sync::watch;

use super::layout::{Notice, lay_out};
use super::{Extension, Layout, Place};
use crate::config::Section;
use crate::feature::NavigationItem;
use crate::{Config, Error};

/// Empty until every feature has started. Cheap to clone.
#[derive(Clone)]
pub struct Extensions {
    offered: Arc<OnceLock<Offered>>,
    current: Arc<watch::Sender<Arc<Layout>>>,
}

struct Offered {
    extensions: Vec<Arc<Extension>>,
    navigation: Vec<NavigationItem>,
}

impl Default for Extensions {
    fn default() -> Self {
        Self { offered: Arc::default(), current: Arc::new(watch::Sender::new(Arc::default())) }
    }
}

impl Extensions {
    /// What is shown where, at this moment.
    pub fn layout(&self) -> Arc<Layout> {
        Arc::clone(&self.current.borrow())
    }

    /// Tells of every new layout.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Layout>> {
        self.current.subscribe()
    }

    /// Called once, when all features have started; later calls change nothing. Two extensions with one id, or with one
    /// address, are refused.
    pub(crate) fn fill(
        &self,
        extensions: Vec<Extension>,
        navigation: Vec<NavigationItem>,
        root: &Section,
    ) -> Result<(), Error> {
        check(&extensions)?;
        let extensions = extensions.into_iter().map(Arc::new).collect();
        self.offered.get_or_init(|| Offered { extensions, navigation });
        self.lay_out(root);
        Ok(())
    }

    /// Lays everything out anew and says what is wrong with the configuration.
    fn lay_out(&self, root: &Section) {
        let Some(offered) = self.offered.get() else { return };
        let (layout, notices) = lay_out(&offered.extensions, &offered.navigation, root);
        for notice in notices {
            match notice {
                Notice::Wrong(error) => {
                    tracing::error!(place = error.place(), "configuration: {}", error.message);
                }
                Notice::Unknown(error) => {
                    tracing::warn!(place = error.place(), "configuration: {}", error.message);
                }
                Notice::Elsewhere(error) => {
                    tracing::info!(place = error.place(), "configuration: {}", error.message);
                }
            }
        }
        self.current.send_replace(Arc::new(layout));
    }

    /// Lays out anew whenever the configuration changes after this call, for as long as what it gives is polled.
    pub(crate) fn follow(self, config: Config) -> impl Future<Output = ()> {
        let mut changes = config.subscribe();
        async move {
            while changes.changed().await.is_ok() {
                self.lay_out(&config.root());
            }
        }
    }
}

fn check(extensions: &[Extension]) -> Result<(), Error> {
    let (mut ids, mut addresses) = (HashSet::new(), HashSet::new());
    for Extension { id, path, .. } in extensions {
        let Some(place) = Place::of(id) else {
            return Err(Error::Conflict(format!("the extension '{id}' names no place that this portal has")));
        };
        if !ids.insert(*id) {
            return Err(Error::Conflict(format!("two extensions are called '{id}'")));
        }
        let is_addressed = !path.is_empty() || matches!(place, Place::EntityContent | Place::SettingsPage);
        if is_addressed && !addresses.insert((place, *path)) {
            return Err(Error::Conflict(format!("'{id}' has the path '{path}' of another extension")));
        }
    }
    Ok(())
}
