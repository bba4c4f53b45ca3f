//! `callboard template render`: what the steps of a template would be called with, and the files that its skeletons give.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Args;
use kernel::Config;
use serde_json::{Map, Value, json};
use template::scaffolder::input::{self, Rendered};
use template::scaffolder::repo_url::{HostKind, RepoHost};
use template::skeleton::{Content, Entry, Plan};
use template::{Context, Environment};

use super::file::{Step, TemplateFile};
use super::{expressions, skeleton, values, write};
use crate::commands::check::portal_configuration;
use crate::commands::{Failure, Outcome, output};

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct RenderArguments {
    /// A file with one template.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What would be entered in the form, as YAML or JSON; defaults of the form count unless given.
    #[arg(long, value_name = "FILE")]
    pub values: Option<PathBuf>,
    /// One value more, with dots for values in values; repeat for several.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// The folder that is written to.
    #[arg(long, value_name = "DIR", required_unless_present = "plan")]
    pub out: Option<PathBuf>,
    /// Print what would be written, and write nothing.
    #[arg(long)]
    pub plan: bool,
    /// The portal's configuration, for its code hosts; repeat for several.
    #[arg(long, value_name = "FILE")]
    pub config: Vec<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  callboard template render template.yaml --set name=ledger --plan
  callboard template render template.yaml --values values.yaml --out /tmp/ledger";

/// Renders and prints.
pub(super) fn run(arguments: &RenderArguments) -> Result<Outcome, Failure> {
    let templates = TemplateFile::read(&arguments.file)?;
    let [template] = templates.as_slice() else {
        let count = templates.len();
        return Err(Failure::Input(format!(
            "{}: expected one template, found {count}",
            arguments.file.display()
        )));
    };
    let config = portal_configuration(&arguments.config)?;
    let environment = expressions::environment(hosts(&config));
    let parameters = values::collect(template, arguments.values.as_deref(), &arguments.set)?;
    let mut run = Run {
        template,
        arguments,
        environment,
        data: data(template, parameters),
        written: HashSet::new(),
        failed: false,
    };
    for step in template.steps() {
        run.step(&step)?;
    }
    run.output()?;
    Ok(if run.failed { Outcome::InputAtFault } else { Outcome::Done })
}

/// What expressions see. Steps that do not run give nothing.
fn data(template: &TemplateFile, parameters: Map<String, Value>) -> Map<String, Value> {
    let data = json!({
        "steps": {},
        "user": { "ref": "user:default/guest", "entity": { "kind": "User", "metadata": { "name": "guest", "namespace": "default" } } },
        "context": { "task": { "id": format!("{}-on-this-machine", template.name()) } },
        "environment": { "parameters": {}, "secrets": {} },
        "secrets": {},
    });
    let mut data = match data {
        Value::Object(data) => data,
        _ => Map::new(),
    };
    data.insert("parameters".to_owned(), Value::Object(parameters));
    data
}

struct Run<'a> {
    template: &'a TemplateFile,
    arguments: &'a RenderArguments,
    environment: Environment,
    data: Map<String, Value>,
    /// Paths that steps before have written.
    written: HashSet<String>,
    failed: bool,
}

impl Run<'_> {
    fn context(&self, data: &Map<String, Value>) -> Result<Context, Failure> {
        Context::new(data, &self.environment.limits).map_err(|error| Failure::Input(error.to_string()))
    }

    /// Renders data, and says what could not be.
    fn rendered(
        &mut self,
        value: &Value,
        data: &Map<String, Value>,
        place: &str,
    ) -> Result<Option<Value>, Failure> {
        let Rendered { value, failures } = input::render(value, &self.context(data)?, &self.environment);
        for (pointer, error) in failures {
            self.failed = true;
            output::remark(&format!("{}: {place}{pointer}: {error}", self.template.path.display()));
        }
        Ok(value)
    }

    fn step(&mut self, step: &Step<'_>) -> Result<(), Failure> {
        let heading = format!("step {} ({})", step.id, step.action);
        let each = match step.fields.get("each") {
            Some(each) => self.rendered(each, &self.data.clone(), &format!("{}.each", step.id))?,
            None => None,
        };
        let rounds: Vec<Option<(Value, Value)>> = match each {
            Some(Value::Array(items)) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| Some((index.to_string().into(), item)))
                .collect(),
            Some(Value::Object(entries)) => {
                entries.into_iter().map(|(key, item)| Some((key.into(), item))).collect()
            }
            None if !step.fields.contains_key("each") => vec![None],
            _ => {
                output::line(&format!("{heading}: its each is neither a list nor an object"));
                return Ok(());
            }
        };
        for round in rounds {
            let mut data = self.data.clone();
            let mut heading = heading.clone();
            if let Some((key, value)) = round {
                heading = format!("{heading} for {}", key.as_str().unwrap_or_default());
                data.insert("each".to_owned(), json!({ "key": key, "value": value }));
            }
            self.round(step, &data, &heading)?;
        }
        Ok(())
    }

    /// One call of a step's action.
    fn round(&mut self, step: &Step<'_>, data: &Map<String, Value>, heading: &str) -> Result<(), Failure> {
        if let Some(condition) = step.fields.get("if") {
            let condition = self.rendered(condition, data, &format!("{}.if", step.id))?;
            if !input::holds(condition.as_ref()) {
                output::line(&format!("{heading}: skipped, because its if does not hold"));
                return Ok(());
            }
        }
        let rendered = match step.fields.get("input") {
            Some(input) => self.rendered(input, data, &format!("{}.input", step.id))?,
            None => None,
        };
        let rendered = rendered.unwrap_or_else(|| json!({}));
        output::line(&format!("{heading}: {}", serde_json::to_string_pretty(&rendered).unwrap_or_default()));
        match step.skeleton(&self.template.path) {
            Some(folder) => self.skeleton(step, &folder, &rendered),
            None => Ok(()),
        }
    }

    fn skeleton(&mut self, step: &Step<'_>, folder: &Path, input: &Value) -> Result<(), Failure> {
        let is_file = step.action == "fetch:template:file";
        let target = input["targetPath"].as_str().unwrap_or("./");
        let mut rules = skeleton::rules(input);
        let root = skeleton::root(&rules);
        let mut values = Map::new();
        values.insert(root.to_owned(), input.get("values").cloned().unwrap_or_else(|| json!({})));
        let context = self.context(&values)?;
        let missing = |error: &dyn std::fmt::Display| {
            Failure::Input(format!("{}: cannot be read: {error}", folder.display()))
        };
        let entries = if is_file {
            rules.fixed_paths = true;
            vec![Entry {
                path: target.to_owned(),
                content: skeleton::file(folder).map_err(|error| missing(&error))?,
            }]
        } else {
            target.clone_into(&mut rules.target);
            skeleton::entries(folder)?
        };
        rules.existing.clone_from(&self.written);
        match template::skeleton::plan(&entries, &rules, &context, &self.environment) {
            Ok(plan) => self.planned(&plan),
            Err(errors) => {
                self.failed = true;
                for error in errors {
                    output::remark(&format!("{}: {error}", folder.display()));
                }
                Ok(())
            }
        }
    }

    fn planned(&mut self, plan: &Plan) -> Result<(), Failure> {
        for (path, reason) in &plan.skipped {
            output::line(&format!("  leaves out {path}: {}", reason.text()));
        }
        for entry in &plan.entries {
            self.written.insert(entry.path.clone());
            let what = match &entry.content {
                Content::Folder => continue,
                Content::Link(target) => format!("link to {target}"),
                Content::File { bytes, .. } => {
                    format!("{} bytes{}", bytes.len(), if entry.rendered { "" } else { ", copied" })
                }
            };
            output::line(&format!("  {} ({what})", entry.path));
            if self.arguments.plan
                && let Content::File { bytes, .. } = &entry.content
                && entry.rendered
            {
                for line in String::from_utf8_lossy(bytes).lines() {
                    output::line(&format!("  + {line}"));
                }
            }
        }
        match &self.arguments.out {
            Some(folder) if !self.arguments.plan => write::write(folder, &plan.entries),
            _ => Ok(()),
        }
    }

    fn output(&mut self) -> Result<(), Failure> {
        let Some(value) = self.template.entity["spec"].get("output").cloned() else { return Ok(()) };
        if let Some(rendered) = self.rendered(&value, &self.data.clone(), "output")? {
            output::line(&format!("output: {}", serde_json::to_string_pretty(&rendered).unwrap_or_default()));
        }
        Ok(())
    }
}

/// The code hosts that repository URLs may name: those of the configuration, and the public ones.
fn hosts(config: &Config) -> Vec<RepoHost> {
    let public = [
        ("github.com", HostKind::Other),
        ("gitlab.com", HostKind::GitLab),
        ("bitbucket.org", HostKind::BitbucketCloud),
        ("dev.azure.com", HostKind::Azure),
    ];
    let kinds = [
        ("github", HostKind::Other),
        ("gitlab", HostKind::GitLab),
        ("bitbucketCloud", HostKind::BitbucketCloud),
        ("bitbucketServer", HostKind::BitbucketServer),
        ("azure", HostKind::Azure),
        ("gitea", HostKind::Gitea),
        ("gerrit", HostKind::Gerrit),
    ];
    let mut hosts: Vec<RepoHost> =
        public.into_iter().map(|(host, kind)| RepoHost { host: host.to_owned(), kind }).collect();
    let root = config.root();
    let configured = root.value();
    for (name, kind) in kinds {
        for entry in configured["integrations"][name].as_array().into_iter().flatten() {
            if let Some(host) = entry["host"].as_str() {
                hosts.push(RepoHost { host: host.to_owned(), kind });
            }
        }
    }
    hosts
}
