//! Keys of the scaffolder. Source: scaffolder contract, section 6.

use super::super::{Key, backend, deprecated, secret};
use super::{ANY, FLAG, NUMBER, TEXT, TIME};

#[rustfmt::skip]
pub(super) const SCAFFOLDER: &[Key] = &[
    backend("backend.workingDirectory", TEXT, "temporary folder of the system", "Where tasks work on files"),
    backend("scaffolder.defaultAuthor.name", TEXT, "Scaffolder", "Author of commits"),
    backend("scaffolder.defaultAuthor.email", TEXT, "", "Address of the author of commits"),
    backend("scaffolder.defaultCommitMessage", TEXT, "initial commit", "Message of commits"),
    secret("scaffolder.defaultCommitSigningKey", TEXT, "Key that signs commits"),
    backend("scaffolder.concurrentTasksLimit", NUMBER, "10", "Tasks that run at the same time; 0 runs none"),
    backend("scaffolder.taskTimeout", TIME, "24h", "When a task without a sign of life is given up"),
    backend("scaffolder.taskTimeoutJanitorFrequency", TIME, "5m", "How often such tasks are looked for"),
    backend("scaffolder.taskRecovery.enabled", FLAG, "false", "Whether broken-off tasks are continued"),
    backend("scaffolder.taskRecovery.staleTimeout", TIME, "", "When a task counts as broken off"),
    backend("scaffolder.taskRecovery.workspaceProvider", TEXT, "", "Where workspaces are kept for that"),
    deprecated("scaffolder.EXPERIMENTAL_recoverTasks", FLAG, "Use `scaffolder.taskRecovery.enabled` instead."),
    deprecated("scaffolder.EXPERIMENTAL_recoverTasksTimeout", TIME, "Use `scaffolder.taskRecovery.staleTimeout` instead."),
    deprecated("scaffolder.EXPERIMENTAL_workspaceSerialization", FLAG, "Use `scaffolder.taskRecovery` instead."),
    deprecated("scaffolder.EXPERIMENTAL_workspaceSerializationProvider", TEXT, "Use `scaffolder.taskRecovery.workspaceProvider` instead."),
    deprecated("scaffolder.EXPERIMENTAL_gracefulShutdown", FLAG, "Tasks always end gracefully."),
    backend("scaffolder.requireScmUserCredentials", FLAG, "false", "Use only the credentials of the person who runs the task"),
    backend("scaffolder.defaultEnvironment.parameters.*", ANY, "", "Values that every template sees"),
    Key { visibility: super::super::Visibility::DeepSecret, ..backend("scaffolder.defaultEnvironment.secrets.*", ANY, "", "Secrets that every template sees") },
    backend("scaffolder.auditor.taskParameterMaxLength", NUMBER, "256", "Length of a parameter in audit lines"),
];
