//! Which names a template's expressions can use, and which of those that they use do not exist.

use std::collections::BTreeSet;

use serde_json::Value;
use template::{Environment, Reference, References, Template, nearest};

use super::file::TemplateFile;
use super::place::Remark;
use crate::commands::check::finding::Level;

/// Functions that are there in every expression.
const FUNCTIONS: [&str; 3] = ["range", "cycler", "joiner"];

/// What one place can name.
pub(super) struct Names {
    /// Variables.
    pub(super) roots: Vec<String>,
    /// Of some variables, all members that there are: of others anything may be asked for.
    pub(super) members: Vec<(String, BTreeSet<String>)>,
}

impl Names {
    /// In the steps of a template, before the step at `index` has run.
    pub(super) fn of_steps(template: &TemplateFile, index: usize) -> Self {
        let roots = ["parameters", "steps", "user", "context", "environment", "secrets", "each"];
        let done =
            template.steps().into_iter().filter(|step| step.index < index).map(|step| step.id).collect();
        let mut members = vec![("steps".to_owned(), done)];
        members.extend(parameters(template).map(|known| ("parameters".to_owned(), known)));
        Self { roots: roots.map(str::to_owned).to_vec(), members }
    }

    /// In the files that a step renders with `values`.
    pub(super) fn of_skeleton(root: &str, values: Option<&Value>) -> Self {
        let known = values.and_then(Value::as_object);
        let members = known.map(|values| (root.to_owned(), values.keys().cloned().collect()));
        Self { roots: vec![root.to_owned()], members: members.into_iter().collect() }
    }

    /// What a template names that does not exist.
    pub(super) fn unknown(
        &self,
        template: &Template,
        environment: &Environment,
        compatible: bool,
    ) -> Vec<Remark> {
        let References { filters, unknown_tests, data, functions } = template.references();
        let mut remarks = Vec::new();
        for filter in &filters {
            let name = filter.path.concat();
            let known =
                environment.filter_names().any(|known| known == name) || (compatible && name == "jsonify");
            if !known {
                let added = nearest(&name, environment.filter_names());
                let suggestion = filter.suggestion.as_deref().or(added);
                let message = format!("there is no filter \"{name}\"");
                remarks.push(remark(filter, Level::Error, "template.filter", message, suggestion));
            }
        }
        for test in &unknown_tests {
            let message = format!("there is no test \"{}\"", test.path.concat());
            remarks.push(remark(test, Level::Error, "template.test", message, test.suggestion.as_deref()));
        }
        for function in &functions {
            let name = function.path.concat();
            let mut known = FUNCTIONS.into_iter().chain(environment.function_names());
            if !known.any(|known| known == name) {
                let known = FUNCTIONS.into_iter().chain(environment.function_names());
                let message = format!("there is no function \"{name}\"");
                remarks.push(remark(
                    function,
                    Level::Error,
                    "template.function",
                    message,
                    nearest(&name, known),
                ));
            }
        }
        remarks.extend(data.iter().filter_map(|reference| self.unknown_data(reference, environment)));
        remarks
    }

    fn unknown_data(&self, reference: &Reference, environment: &Environment) -> Option<Remark> {
        let root = reference.path.first()?;
        let others =
            FUNCTIONS.into_iter().chain(environment.function_names()).chain(environment.value_names());
        if !self.roots.contains(root) {
            let compatible = matches!(root.as_str(), "True" | "False" | "None");
            if compatible || others.into_iter().any(|known| known == root) {
                return None;
            }
            let suggestion = nearest(root, self.roots.iter().map(String::as_str));
            let message = format!("nothing is named \"{root}\" here");
            return Some(remark(reference, Level::Warning, "template.name", message, suggestion));
        }
        let member = reference.path.get(1)?;
        let (_, known) = self.members.iter().find(|(name, _)| name == root)?;
        if known.contains(member) || member == "length" {
            return None;
        }
        let suggestion = nearest(member, known.iter().map(String::as_str));
        // Skeletons that several templates share ask for values that not all of them give.
        if suggestion.is_none() && !matches!(root.as_str(), "steps" | "parameters") {
            return None;
        }
        let message = match root.as_str() {
            "steps" => format!("no step \"{member}\" runs before"),
            "parameters" => format!("the form has no parameter \"{member}\""),
            _ => format!("the step gives no value \"{member}\""),
        };
        Some(remark(reference, Level::Warning, "template.name", message, suggestion))
    }
}

fn remark(
    reference: &Reference,
    level: Level,
    rule: &'static str,
    message: String,
    suggestion: Option<&str>,
) -> Remark {
    let help = suggestion.map(|name| format!("did you mean \"{name}\"?"));
    Remark { level, rule, message, help, line: reference.line, column: reference.column }
}

/// The properties of all pages of the form; `None` when they are not all written in the template.
fn parameters(template: &TemplateFile) -> Option<BTreeSet<String>> {
    let parameters = template.entity["spec"].get("parameters")?;
    let mut names = BTreeSet::new();
    properties(parameters, &mut names).then_some(names)
}

/// Collects properties wherever a schema can have them. `false` when it refers elsewhere.
fn properties(schema: &Value, names: &mut BTreeSet<String>) -> bool {
    match schema {
        Value::Array(parts) => parts.iter().all(|part| properties(part, names)),
        Value::Object(fields) => fields.iter().all(|(key, value)| match key.as_str() {
            "properties" => {
                names.extend(value.as_object().into_iter().flat_map(serde_json::Map::keys).cloned());
                true
            }
            "$ref" => false,
            "dependencies" | "dependentSchemas" => {
                value.as_object().into_iter().flatten().all(|(_, schema)| properties(schema, names))
            }
            "allOf" | "anyOf" | "oneOf" | "then" | "else" | "if" => properties(value, names),
            _ => true,
        }),
        _ => true,
    }
}
