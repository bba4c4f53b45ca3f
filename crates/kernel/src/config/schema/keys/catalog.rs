//! Keys of the catalog. Source: catalog-api contract, section 9.

use super::super::{Key, Shape, Support, Visibility, backend, unsupported};
use super::{ANY, FLAG, TEXT};

const ORPHANS: &[Shape] = &[Shape::OneOf(&["keep", "delete"])];
const NO_STITCHING: &str = "changes are applied at once, there is no stitching queue";
const ONE_PIPELINE: &str = "processing is one fixed way from source to entity; there are no processors to leave out, order or set up";

#[rustfmt::skip]
pub(super) const CATALOG: &[Key] = &[
    backend("catalog.rules[].allow[]", ANY, "Component, API, Location", "Kinds that are allowed: a name, or `{kind, spec.type}`"),
    backend("catalog.rules[].locations[].type", TEXT, "", "Type of the locations that the rule is for"),
    backend("catalog.rules[].locations[].exact", TEXT, "", "Target of the location that the rule is for"),
    backend("catalog.rules[].locations[].pattern", TEXT, "", "Targets of the locations that the rule is for, a glob"),
    backend("catalog.locations[].type", TEXT, "", "`url` or `file`"),
    backend("catalog.locations[].target", TEXT, "", "A URL, or a file relative to the working folder; globs allowed"),
    backend("catalog.locations[].rules[].allow[]", ANY, "", "Kinds that this location may add to the global ones"),
    backend("catalog.readonly", FLAG, "false", "Refuses to register and remove locations"),
    backend("catalog.orphanStrategy", ORPHANS, "delete", "What becomes of entities that nothing names any more"),
    backend("catalog.orphanProviderStrategy", ORPHANS, "delete", "What becomes of entities of providers that are gone"),
    backend("catalog.processingInterval", &[Shape::Duration, Shape::Boolean], "100 to 150 s", "Time between two readings; `false` switches reading off"),
    unsupported("catalog.stitchingStrategy", NO_STITCHING),
    backend("catalog.defaultLocationConflictStrategy", &[Shape::OneOf(&["reject", "refresh"])], "reject", "What registering a known location does"),
    unsupported("catalog.disableDefaultProcessors", ONE_PIPELINE),
    unsupported("catalog.processorOptions", ONE_PIPELINE),
    unsupported("catalog.processors", ONE_PIPELINE),
    unsupported("catalog.providerOptions", "a feature's provider is switched by the keys of that feature"),
    backend("catalog.scmEvents", FLAG, "false", "Reacts to pushes of source-code hosts"),
    backend("catalog.scmEvents.refresh", FLAG, "true", "Reads changed files again"),
    backend("catalog.scmEvents.unregister", FLAG, "true", "Removes locations of deleted files"),
    backend("catalog.scmEvents.move", FLAG, "true", "Follows renamed files and repositories"),
    Key { path: "catalog.import", shapes: &[], visibility: Visibility::DeepFrontend, support: Support::Supported, default: "", meaning: "Page that registers components" },
    backend("catalog.import.entityFilename", TEXT, "catalog-info.yaml", "Name of the file that the page proposes"),
    backend("catalog.import.pullRequestBranchName", TEXT, "backstage-integration", "Branch that the page proposes"),
];
