//! `callboard template check`: everything that can be said of a template without values.

use std::path::PathBuf;

use clap::Args;

use super::file::TemplateFile;
use super::{expressions, skeleton};
use crate::commands::check::find::FileKind;
use crate::commands::check::finding::{Checked, Finding, Level};
use crate::commands::check::judge::Judge;
use crate::commands::check::{Format, portal_configuration, render};
use crate::commands::{Failure, Outcome, output};

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct CheckArguments {
    /// A file with one or more templates.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The portal's configuration, for its own kinds and limits; repeat for several.
    #[arg(long, value_name = "FILE")]
    pub config: Vec<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  callboard template check template.yaml
  callboard template check templates/*/template.yaml --format github";

/// Checks and prints.
pub(super) fn run(arguments: &CheckArguments) -> Result<Outcome, Failure> {
    let config = portal_configuration(&arguments.config)?;
    let judge = Judge::new(&config)?;
    let mut checked = Checked::default();
    for file in &arguments.files {
        let judged = judge.file(file, FileKind::Catalog);
        let readable = judged.files > 0 && file.is_file();
        checked.add(judged);
        if readable && let Ok(templates) = TemplateFile::read(file) {
            if templates.is_empty() && !checked.has_errors() {
                checked.findings.push(Finding::whole(
                    &file.display().to_string(),
                    "template.kind",
                    "holds no template",
                ));
            }
            for template in templates {
                checked.add(check(&template)?);
            }
        }
    }
    output::bytes(render::render(&checked, arguments.format).as_bytes());
    Ok(if checked.has_errors() { Outcome::InputAtFault } else { Outcome::Done })
}

/// The expressions of a template, and the skeletons beside it.
fn check(template: &TemplateFile) -> Result<Checked, Failure> {
    let environment = expressions::environment(Vec::new());
    let mut checked = Checked { findings: expressions::check(template, &environment), ..Checked::default() };
    for step in template.steps() {
        let Some(folder) = step.skeleton(&template.path) else { continue };
        if !folder.exists() {
            let message =
                format!("the step \"{}\" fetches {}, which is not there", step.id, folder.display());
            let mut finding =
                Finding::whole(&template.path.display().to_string(), "template.skeleton", &message);
            finding.level = Level::Error;
            checked.findings.push(finding);
            continue;
        }
        let (files, findings) = skeleton::check(&step, &folder, &environment)?;
        checked.files += files;
        checked.findings.extend(findings);
    }
    Ok(checked)
}
