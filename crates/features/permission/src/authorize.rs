//! Deciding a batch of questions. Conditions leave this house only towards plugins that ask for a user; a browser gets
//! them applied. Source: permission contract, section 1.

pub(crate) mod request;

use std::collections::HashMap;

use kernel::audit::{Audit, Status};
use kernel::gate::{Criteria, Permission, ResourceRefs, Subject, check_criteria, results_json};
use kernel::{Ctx, Decision, Error, Gate, Principal};
use serde_json::{Value, json};

use crate::stock;
use request::Item;

/// What the decision route needs.
pub(crate) struct Authorizer {
    pub(crate) gate: Gate,
    pub(crate) audit: Audit,
}

/// A permission that somebody asked for, with the answer of the policy.
struct Asked {
    plugin: &'static str,
    permission: &'static Permission,
    decision: Decision,
    /// For conditions: whether each ref of the batch satisfies them.
    allowed: HashMap<String, bool>,
}

impl Authorizer {
    /// Machines decide for themselves (their restrictions say how), so they never ask here.
    pub(crate) fn check_caller(&self, ctx: &Ctx) -> Result<(), Error> {
        if let Principal::Service { .. } = ctx.principal() {
            self.audit.record(ctx, "permission.authorize", Status::Denied, "service credentials");
            return Err(Error::Forbidden("This endpoint does not allow 'service' credentials".to_owned()));
        }
        Ok(())
    }

    /// One answer for each item, in order.
    pub(crate) async fn authorize(&self, ctx: &Ctx, items: &[Item]) -> Result<Vec<Value>, Error> {
        check_direct(ctx, items)?;
        let mut asked = HashMap::new();
        let subject = self.gate.subject(ctx).await?;
        for item in items {
            if !asked.contains_key(item.permission.as_str()) {
                let answer = self.ask(ctx, &subject, &item.permission).await?;
                asked.insert(item.permission.as_str(), answer);
            }
            if let Some(answer) = asked.get(item.permission.as_str()) {
                check_type(item, answer.permission)?;
            }
        }
        for (name, answer) in &mut asked {
            self.apply(name, answer, items).await?;
        }
        let mut answers = Vec::with_capacity(items.len());
        let mut refused = 0;
        for item in items {
            let Some(answer) = asked.get(item.permission.as_str()) else { continue };
            let shown = answer_json(item, answer);
            refused += usize::from(shown.get("result").is_some_and(|result| *result == json!("DENY")));
            answers.push(shown);
        }
        let status = if refused == 0 { Status::Succeeded } else { Status::Denied };
        let summary = format!("{refused} of {} refused", items.len());
        self.audit.record(ctx, "permission.authorize", status, &summary);
        Ok(answers)
    }

    async fn ask(&self, ctx: &Ctx, subject: &Subject, name: &str) -> Result<Asked, Error> {
        let known = self.gate.permission(name).or_else(|| stock::find(name));
        let (plugin, permission) =
            known.ok_or_else(|| Error::Input(format!("unknown permission '{name}'")))?;
        let decision = self.gate.ask_policy(ctx, permission, subject).await?;
        Ok(Asked { plugin, permission, decision, allowed: HashMap::new() })
    }

    /// Has the owning plugin apply the conditions to all refs of one permission at once.
    async fn apply(&self, name: &str, asked: &mut Asked, items: &[Item]) -> Result<(), Error> {
        let Decision::Where(criteria) = &asked.decision else { return Ok(()) };
        let mut refs: Vec<String> = Vec::new();
        for item in items.iter().filter(|item| item.permission == name) {
            refs.extend(item.resource_ref.iter().flat_map(ResourceRefs::as_slice).cloned());
        }
        if refs.is_empty() {
            return Ok(());
        }
        refs.sort_unstable();
        refs.dedup();
        let allowed = self.satisfied(asked.permission, criteria, &refs).await?;
        asked.allowed = refs.into_iter().zip(allowed).collect();
        Ok(())
    }

    async fn satisfied(
        &self,
        permission: &Permission,
        criteria: &Criteria,
        refs: &[String],
    ) -> Result<Vec<bool>, Error> {
        let resource_type = permission.resource_type.unwrap_or_default();
        let Some(rules) = self.gate.resource(resource_type) else {
            return Err(Error::NotImplemented(format!(
                "resources of type {resource_type} cannot be resolved"
            )));
        };
        check_criteria(rules.as_ref(), criteria)?;
        rules.apply(refs, criteria).await
    }
}

/// A browser, or nobody, must name the resource: so conditions never reach them.
fn check_direct(ctx: &Ctx, items: &[Item]) -> Result<(), Error> {
    let through_plugin = matches!(ctx.principal(), Principal::User { actor: Some(_), .. });
    let open = |item: &Item| item.resource_type.is_some() && item.resource_ref.is_none();
    if !through_plugin && items.iter().any(open) {
        return Err(Error::Input(
            "Resource permissions require a resourceRef to be set. Direct user requests without a resourceRef are \
             not allowed."
                .to_owned(),
        ));
    }
    Ok(())
}

/// The caller's word for what kind of permission it is must be the plugin's (S-PRM-04); the policy is asked with the
/// plugin's in any case.
fn check_type(item: &Item, permission: &Permission) -> Result<(), Error> {
    if item.resource_type.as_deref() == permission.resource_type {
        return Ok(());
    }
    let name = permission.name;
    Err(Error::Input(match permission.resource_type {
        Some(resource_type) => format!("permission '{name}' is about resources of type {resource_type}"),
        None => format!("permission '{name}' is a basic permission"),
    }))
}

fn answer_json(item: &Item, asked: &Asked) -> Value {
    let id = &item.id;
    match (&asked.decision, &item.resource_ref) {
        (Decision::Allow, _) => json!({ "id": id, "result": "ALLOW" }),
        (Decision::Deny, _) => json!({ "id": id, "result": "DENY" }),
        (Decision::Where(criteria), None) => json!({
            "id": id,
            "result": "CONDITIONAL",
            "pluginId": asked.plugin,
            "resourceType": asked.permission.resource_type,
            "conditions": criteria,
        }),
        (Decision::Where(_), Some(refs)) => {
            let allowed: Vec<bool> =
                refs.as_slice().iter().map(|one| asked.allowed.get(one) == Some(&true)).collect();
            json!({ "id": id, "result": results_json(refs, &allowed) })
        }
    }
}

#[cfg(test)]
mod tests;
