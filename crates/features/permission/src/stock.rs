//! The permissions of Backstage's own plugins, so that its pages may ask for those of plugins that are not here. Source:
//! permission contract, section 5.

use kernel::gate::{Action, Permission};

const CATALOG: &str = "catalog-entity";
const TEMPLATE: &str = "scaffolder-template";
const ACTION: &str = "scaffolder-action";
const TASK: &str = "scaffolder-task";

static STOCK: [Permission; 30] = [
    resource("catalog.entity.read", Some(Action::Read), CATALOG),
    basic("catalog.entity.create", Some(Action::Create)),
    resource("catalog.entity.delete", Some(Action::Delete), CATALOG),
    resource("catalog.entity.refresh", Some(Action::Update), CATALOG),
    basic("catalog.entity.validate", None),
    basic("catalog.location.read", Some(Action::Read)),
    basic("catalog.location.create", Some(Action::Create)),
    basic("catalog.location.delete", Some(Action::Delete)),
    basic("catalog.location.analyze", None),
    basic("catalog.ingestion.read", Some(Action::Read)),
    basic("catalog.ingestion.manage", Some(Action::Update)),
    basic("catalog.entities.unprocessed.read", Some(Action::Read)),
    basic("catalog.entities.unprocessed.delete", Some(Action::Delete)),
    resource("scaffolder.action.execute", None, ACTION),
    resource("scaffolder.template.parameter.read", Some(Action::Read), TEMPLATE),
    resource("scaffolder.template.step.read", Some(Action::Read), TEMPLATE),
    basic("scaffolder.template.dry-run", None),
    basic("scaffolder.template.management", None),
    basic("scaffolder.task.create", Some(Action::Create)),
    resource("scaffolder.task.read", Some(Action::Read), TASK),
    resource("scaffolder.task.cancel", None, TASK),
    basic("kubernetes.proxy", None),
    basic("kubernetes.resources.read", Some(Action::Read)),
    basic("kubernetes.clusters.read", Some(Action::Read)),
    basic("devtools.administer", Some(Action::Read)),
    basic("devtools.info", Some(Action::Read)),
    basic("devtools.config", Some(Action::Read)),
    basic("devtools.external-dependencies", Some(Action::Read)),
    basic("devtools.scheduler.read", Some(Action::Read)),
    basic("devtools.scheduler.trigger", Some(Action::Update)),
];

const fn basic(name: &'static str, action: Option<Action>) -> Permission {
    Permission { name, action, resource_type: None }
}

const fn resource(name: &'static str, action: Option<Action>, resource_type: &'static str) -> Permission {
    Permission { name, action, resource_type: Some(resource_type) }
}

/// The permission of that name, with its plugin, which is the first part of the name.
pub(crate) fn find(name: &str) -> Option<(&'static str, &'static Permission)> {
    let found = STOCK.iter().find(|permission| permission.name == name)?;
    Some((found.name.split('.').next().unwrap_or(found.name), found))
}
