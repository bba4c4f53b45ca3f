//! What a token from outside may reach. Source: auth contract, section 6, `accessRestrictions`.

use std::sync::Arc;

use kernel::Error;
use kernel::config::{ConfigError, Section};
use kernel::identity::Restriction;

/// The actions that permissions have.
const ACTIONS: [&str; 4] = ["create", "read", "update", "delete"];

/// `None` when the entry has no `accessRestrictions` and so may reach everything.
pub(crate) fn from_config(access: &Section) -> Result<Option<Arc<Vec<Restriction>>>, ConfigError> {
    if !access.has("accessRestrictions") {
        return Ok(None);
    }
    let mut restrictions: Vec<Restriction> = Vec::new();
    for entry in access.sections("accessRestrictions")? {
        let plugin = entry.required("plugin", entry.string("plugin")?)?;
        if restrictions.iter().any(|known| known.plugin == plugin) {
            return Err(entry.error_at("plugin", format!("plugin '{plugin}' is listed twice")));
        }
        let permissions = words(&entry, "permission")?;
        let actions = words(&entry, "permissionAttribute.action")?;
        if let Some(unknown) = actions.iter().find(|action| !ACTIONS.contains(&action.as_str())) {
            return Err(entry.error_at("permissionAttribute.action", format!("unknown action '{unknown}'")));
        }
        restrictions.push(Restriction { plugin, permissions, actions });
    }
    Ok(Some(Arc::new(restrictions)))
}

/// One text of words between commas or spaces, or a list of texts.
fn words(entry: &Section, path: &str) -> Result<Vec<String>, ConfigError> {
    let texts = entry.string_or_strings(path)?.unwrap_or_default();
    let words = texts.iter().flat_map(|text| text.split([',', ' '])).filter(|word| !word.is_empty());
    Ok(words.map(str::to_owned).collect())
}

/// A plugin that is not listed is out of reach altogether.
pub(crate) fn check_plugin(restrictions: Option<&Vec<Restriction>>, plugin: &str) -> Result<(), Error> {
    let Some(restrictions) = restrictions else { return Ok(()) };
    if restrictions.iter().any(|restriction| restriction.plugin == plugin) {
        return Ok(());
    }
    let listed: Vec<String> =
        restrictions.iter().map(|restriction| format!("'{}'", restriction.plugin)).collect();
    Err(Error::Forbidden(format!("This token's access is restricted to plugin(s) {}", listed.join(", "))))
}
