//! Whether something is for a reader, where the page is about no entity: conditions over the flags that they have switched
//! on. The page of an entity asks its conditions of the entity, too, and does so itself.

use kernel::config::Section;
use kernel::extension::{Flags, Layout, Place, Placed};
use query::condition::{Condition, Entity};
use query::predicate::PredicateError;
use serde_json::Value;

/// The name by which conditions know the list of flags.
pub const FLAGS: &str = "featureFlags";

/// What a condition stands at.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Names the thing in messages.
    pub id: &'a str,
    pub condition: Option<&'a Value>,
    /// Where it stands in the configuration.
    pub item: Option<&'a Section>,
}

/// What one place has for a reader with these flags, by rank.
pub fn placed<'l>(layout: &'l Layout, place: Place, flags: &Flags) -> impl Iterator<Item = &'l Placed> {
    layout.of(place).filter(move |placed| {
        let (condition, item) = (placed.condition.as_ref(), placed.item.as_ref());
        !placed.look.is_hidden && is_for(layout, Asked { id: placed.extension.id, condition, item }, flags)
    })
}

/// Whether the condition holds for a reader with these flags. One that is none is said once, and hides nothing.
pub fn is_for(layout: &Layout, asked: Asked<'_>, flags: &Flags) -> bool {
    let Some(json) = asked.condition else { return true };
    match Condition::from_json(json) {
        Ok(condition) => {
            let flags = flags.to_json();
            condition.holds(&Entity { fields: &[(FLAGS, &flags)], relations: &[] })
        }
        Err(problem) => {
            if layout.is_news(asked.id) {
                tell_invalid(asked.id, asked.item, &problem);
            }
            true
        }
    }
}

/// Tells operators of a condition that is none, with its place in the configuration.
pub fn tell_invalid(id: &str, item: Option<&Section>, problem: &PredicateError) {
    let place = item.map(|item| item.error_at("config", "").place());
    tracing::error!(
        place = place.unwrap_or_default(),
        extension = id,
        "the condition is not valid: {problem}"
    );
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn conditions_ask_for_flags() {
        let flags = Flags::new(["new-home"]);
        let table = [
            (None, true),
            (Some(json!({"featureFlags": {"$contains": "new-home"}})), true),
            (Some(json!({"featureFlags": {"$contains": "other"}})), false),
            (Some(json!({"$not": {"featureFlags": {"$contains": "new-home"}}})), false),
            (Some(json!({"kind": "component"})), false),
            (Some(json!("no condition")), true),
        ];
        for (condition, expected) in table {
            let asked = Asked { id: "x", condition: condition.as_ref(), item: None };
            assert_eq!(is_for(&Layout::default(), asked, &flags), expected, "{condition:?}");
        }
    }
}
