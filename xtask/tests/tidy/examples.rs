//! The configurations that the written pages show: every key is known and supported, and the policies can be read.

use kernel::Config;
use kernel::config::{Environment, Sources, check};

use crate::{files, root};

/// What every `app-config.yaml` of the pages begins with; other blocks of YAML are no configuration.
const ROOT_KEYS: [&str; 6] = ["app:", "backend:", "callboard:", "catalog:", "permission:", "integrations:"];

/// Variables that the examples name.
const VARIABLES: [(&str, &str); 6] = [
    ("BACKEND_SECRET", "c2VjcmV0c2VjcmV0c2VjcmV0"),
    ("GITHUB_TOKEN", "token"),
    ("POSTGRES_DATABASE", "callboard"),
    ("POSTGRES_HOST", "localhost"),
    ("POSTGRES_PASSWORD", "password"),
    ("POSTGRES_USER", "callboard"),
];

/// The blocks of YAML in a page that are configurations.
fn configurations(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for block in text.split("```yaml\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        if ROOT_KEYS.iter().any(|key| block.starts_with(key)) {
            found.push(block);
        }
    }
    found
}

#[test]
fn configurations_of_the_pages_are_good() {
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment::from_pairs(VARIABLES);
    let mut count = 0;
    for (page, text) in files(&root().join("docs"), ".md") {
        for configuration in configurations(&text) {
            count += 1;
            let path = folder.path().join("app-config.yaml");
            std::fs::write(&path, configuration).unwrap();
            let report = check(std::slice::from_ref(&path), &environment, &["auth", "catalog", "permission"]);
            let silent = report.errors.is_empty() && report.warnings.is_empty();
            assert!(silent, "{page}:\n{}", report.render());
            let sources = Sources {
                files: vec![path],
                root: folder.path().to_path_buf(),
                environment: environment.clone(),
                required: true,
            };
            let config = Config::load(&sources).unwrap();
            permission::check(&config.root()).unwrap_or_else(|error| panic!("{page}: {error}"));
            let settings = catalog::settings::Settings::read(&config.root(), folder.path());
            settings.unwrap_or_else(|error| panic!("{page}: {error}"));
        }
    }
    assert!(count >= 3, "only {count} configurations found");
}

#[test]
fn configurations_are_told_from_other_blocks() {
    let text = "```yaml\napp:\n  title: a\n```\n```yaml\nkind: Component\n```\n```sh\napp:\n```\n";
    assert_eq!(configurations(text), ["app:\n  title: a\n"]);
}
