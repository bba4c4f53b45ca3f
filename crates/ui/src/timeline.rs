//! What happened, one after the other: the history of an entity, the events of a task.

use maud::{Markup, html};

use crate::{Icon, Moment, Tone, avatar, avatar::Avatar, icon};

/// What stands at the line: who did it, or what sort of thing it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    Person(Avatar),
    Thing(Icon, Tone),
}

/// One thing that happened.
pub struct Event {
    pub sign: Sign,
    pub moment: Moment,
    /// One line: who did what.
    pub title: Markup,
    /// What belongs to it, or nothing.
    pub detail: Markup,
}

/// Renders the events in the order given.
pub fn timeline(label: &str, events: &[Event]) -> Markup {
    html! {
        ol.timeline aria-label=(label) {
            @for event in events {
                li {
                    @match &event.sign {
                        Sign::Person(person) => (avatar::avatar(person)),
                        Sign::Thing(symbol, tone) => span class={ "sign " (tone.class()) } { (icon::draw(*symbol)) },
                    }
                    div {
                        p.event-title { (event.title) }
                        (event.detail)
                    }
                    (event.moment.render())
                }
            }
        }
    }
}
