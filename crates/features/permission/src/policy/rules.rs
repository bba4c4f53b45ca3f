//! Rules in order; the first that fits decides, and when none fits the answer is no.

use globset::GlobMatcher;
use kernel::Decision;
use kernel::gate::{Action, Permission, Subject};

use super::conditions::Conditions;

/// What decides.
pub(crate) enum Policy {
    /// Without a configured policy, as in a stock Backstage app.
    AllowAll,
    Rules(Vec<Rule>),
}

/// One rule. Every part that is given must fit; an empty part fits everything.
pub(crate) struct Rule {
    pub(crate) permissions: Vec<GlobMatcher>,
    pub(crate) actions: Vec<Action>,
    pub(crate) resource_types: Vec<String>,
    /// Users and groups; the caller must be or own by one of them. `None` fits everybody, also nobody.
    pub(crate) claims: Option<Vec<String>>,
    pub(crate) outcome: Outcome,
}

/// What a rule decides.
pub(crate) enum Outcome {
    Allow,
    Deny,
    Where(Conditions),
}

impl Policy {
    pub(crate) fn decide(&self, permission: &Permission, subject: &Subject) -> Decision {
        let rules = match self {
            Self::AllowAll => return Decision::Allow,
            Self::Rules(rules) => rules,
        };
        match rules.iter().find(|rule| rule.fits(permission, subject)) {
            Some(rule) => rule.outcome.decide(subject),
            None => Decision::Deny,
        }
    }
}

impl Rule {
    fn fits(&self, permission: &Permission, subject: &Subject) -> bool {
        let named = self.permissions.is_empty()
            || self.permissions.iter().any(|pattern| pattern.is_match(permission.name));
        let acted =
            self.actions.is_empty() || permission.action.is_some_and(|action| self.actions.contains(&action));
        let typed = self.resource_types.is_empty()
            || permission
                .resource_type
                .is_some_and(|resource_type| self.resource_types.iter().any(|known| known == resource_type));
        // Conditions about one type of resource say nothing of permissions about others.
        let applicable = match &self.outcome {
            Outcome::Where(conditions) => permission.resource_type == Some(conditions.resource_type.as_str()),
            Outcome::Allow | Outcome::Deny => true,
        };
        let claimed = self.claims.as_ref().is_none_or(|claims| {
            claims.iter().any(|claim| {
                subject.user_ref.as_deref() == Some(claim.as_str()) || subject.ownership.contains(claim)
            })
        });
        named && acted && typed && applicable && claimed
    }
}

impl Outcome {
    fn decide(&self, subject: &Subject) -> Decision {
        match self {
            Self::Allow => Decision::Allow,
            Self::Deny => Decision::Deny,
            Self::Where(conditions) => match conditions.about(subject) {
                Some(criteria) => Decision::Where(criteria),
                None => Decision::Deny,
            },
        }
    }
}
