//! Ways of looking at one thing (tabs) and at one list (segments). Both are links: the address is the state.

use maud::{Markup, html};

use crate::{Href, Tone, count};

/// One tab or segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub label: String,
    pub href: Href,
    pub active: bool,
    pub count: Option<u64>,
    pub tone: Tone,
}

impl Tab {
    pub fn new(label: impl Into<String>, href: impl Into<String>, active: bool) -> Self {
        Self { label: label.into(), href: Href::new(href), active, count: None, tone: Tone::Plain }
    }

    /// The same tab with a number beside its name.
    #[must_use]
    pub fn with_count(mut self, count: u64, tone: Tone) -> Self {
        self.count = Some(count);
        self.tone = tone;
        self
    }
}

/// Tabs under the head of a page. `label` names the group for people who listen.
pub fn tabs(label: &str, tabs: &[Tab]) -> Markup {
    group("tabs", label, tabs)
}

/// A switch between few lists, such as the kinds of the catalog.
pub fn segments(label: &str, tabs: &[Tab]) -> Markup {
    group("segments", label, tabs)
}

fn group(class: &str, label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav class=(class) aria-label=(label) {
            @for tab in tabs {
                a href=[tab.href.get()] aria-current=[tab.active.then_some("page")] {
                    bdi { (tab.label) }
                    @if let Some(number) = tab.count { " " small class=(tab.tone.class()) { (count(number)) } }
                }
            }
        }
    }
}
