//! `mkdocs.yml` as this engine understands it: cleaned as TechDocs' generator cleans it, with a finding for everything
//! that was left out.
//!
//! Nothing that a site's authors write can run a program, load code, or reach out of the site's folder.

mod clean;
mod plugins;
mod validation;

use super::Refusal;
use super::finding::Finding;
use super::ignore::Patterns;
use super::nav::written::{self, Written};
use super::node::{self, Node};
use super::path;
use super::tree::Tree;

pub use plugins::{AwesomePages, LiterateNav, Plugins, Search};
pub use validation::{Level, Validation};

/// The names of the file; the first that is there wins. Source: TechDocs' `getMkdocsYml`.
pub const NAMES: [&str; 2] = ["mkdocs.yaml", "mkdocs.yml"];

/// What a site without a name is called. Source: TechDocs' `generateMkdocsYml`.
const DEFAULT_NAME: &str = "Documentation Site";

/// The settings of one site.
#[derive(Debug, Clone)]
pub struct Config {
    /// Path of the file; the first of [`NAMES`] when there is none.
    pub file: String,
    pub site_name: String,
    pub site_url: Option<String>,
    pub site_description: Option<String>,
    pub site_author: Option<String>,
    /// May hold markup, as authors write it; not safe to show as it is.
    pub copyright: Option<String>,
    pub repo_url: Option<String>,
    pub repo_name: Option<String>,
    /// From `repo_url` to the docs folder, with a slash at the end.
    pub edit_uri: Option<String>,
    pub edit_uri_template: Option<String>,
    /// Path from the opened folder; `""` for the folder itself.
    pub docs_dir: String,
    /// Where mkdocs would write; left out when it lies in the docs folder.
    pub site_dir: String,
    pub use_directory_urls: bool,
    pub strict: bool,
    /// Of the pages, as a language tag.
    pub language: Option<String>,
    /// Path within the docs folder.
    pub logo: Option<String>,
    /// Path within the docs folder.
    pub favicon: Option<String>,
    pub extra: serde_json::Value,
    pub(super) nav: Option<Vec<Written>>,
    pub(super) exclude_docs: Patterns,
    pub(super) draft_docs: Patterns,
    pub(super) not_in_nav: Patterns,
    pub validation: Validation,
    pub plugins: Plugins,
    /// Names, or mappings from a name to its options, cleaned.
    pub(super) markdown_extensions: serde_json::Value,
}

/// Reads the settings of the site in a folder of the tree.
pub(super) fn read(tree: &Tree, folder: &str, findings: &mut Vec<Finding>) -> Result<Config, Refusal> {
    let mut present = Vec::new();
    for name in NAMES {
        let path = path::join(folder, name).unwrap_or_default();
        if let Some(text) = tree.text(&path) {
            present.push((path, text.clone()));
        }
    }
    if present.len() > 1 {
        let message = format!("both {} and {} are there; the first is used", NAMES[0], NAMES[1]);
        findings.push(Finding::warning(&present[0].0, None, message));
    }
    let (file, root) = match present.first() {
        Some((file, text)) => (file.clone(), node::read(file, text)?),
        None => (path::join(folder, NAMES[1]).unwrap_or_default(), node::read("", "")?),
    };
    if !present.is_empty() && root.entries().is_empty() {
        return Err(Refusal {
            file,
            line: Some(1),
            column: None,
            message: "not a mapping: expected at least `site_name: ...`".to_owned(),
        });
    }
    let root = clean::clean(&file, root, findings);
    Reader { file: &file, root: &root, findings }.config(folder, present.is_empty())
}

struct Reader<'r> {
    file: &'r str,
    root: &'r Node,
    findings: &'r mut Vec<Finding>,
}

impl Reader<'_> {
    fn config(mut self, folder: &str, is_made_up: bool) -> Result<Config, Refusal> {
        let site_name = self.text("site_name");
        if site_name.is_none() && !is_made_up {
            self.warn(None, "site_name is missing");
        }
        let docs_dir = self.folder(folder, "docs_dir", "docs")?;
        let site_dir = self.text("site_dir").and_then(|written| path::join(folder, &written));
        let plugins = plugins::read(self.file, self.root.get("plugins"), self.findings);
        let validation = validation::read(self.file, self.root.get("validation"), self.findings);
        let nav = match self.root.get("nav") {
            Some(nav) if !nav.is_null() => Some(written::read(self.file, nav, self.findings)),
            _ => None,
        };
        let repo_url = self.text("repo_url");
        let theme = self.root.get("theme");
        let of_theme = |key: &str| theme.and_then(|theme| theme.get(key)).and_then(Node::text);
        Ok(Config {
            site_name: site_name.unwrap_or_else(|| DEFAULT_NAME.to_owned()),
            site_url: self.text("site_url").filter(|url| is_web(url)),
            site_description: self.text("site_description"),
            site_author: self.text("site_author"),
            copyright: self.text("copyright"),
            repo_name: self.text("repo_name").or_else(|| repo_url.as_deref().map(repo_name)),
            edit_uri: edit_uri(self.text("edit_uri"), repo_url.as_deref()),
            edit_uri_template: self.text("edit_uri_template"),
            repo_url,
            docs_dir,
            site_dir: site_dir.unwrap_or_else(|| path::join(folder, "site").unwrap_or_default()),
            use_directory_urls: self.flag("use_directory_urls", true),
            strict: self.flag("strict", false),
            language: of_theme("language"),
            logo: of_theme("logo"),
            favicon: of_theme("favicon"),
            extra: self.root.get("extra").map(Node::to_json).unwrap_or_default(),
            nav,
            exclude_docs: self.patterns("exclude_docs"),
            draft_docs: self.patterns("draft_docs"),
            not_in_nav: self.patterns("not_in_nav"),
            validation,
            plugins,
            markdown_extensions: self.root.get("markdown_extensions").map(Node::to_json).unwrap_or_default(),
            file: self.file.to_owned(),
        })
    }

    fn warn(&mut self, line: Option<usize>, message: impl Into<String>) {
        self.findings.push(Finding::warning(self.file, line, message));
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let node = self.root.get(key)?;
        let text = node.text();
        if text.is_none() && !node.is_null() {
            self.warn(Some(node.line), format!("{key} must be a text; it is left out"));
        }
        text
    }

    fn flag(&mut self, key: &str, default: bool) -> bool {
        let Some(node) = self.root.get(key) else { return default };
        if let node::Value::Bool(flag) = node.value {
            return flag;
        }
        self.warn(Some(node.line), format!("{key} must be true or false; it is {default}"));
        default
    }

    /// A folder that must lie in the opened one.
    fn folder(&mut self, folder: &str, key: &str, default: &str) -> Result<String, Refusal> {
        let written = self.text(key).unwrap_or_else(|| default.to_owned());
        path::join(folder, &written).ok_or_else(|| Refusal {
            file: self.file.to_owned(),
            line: self.root.get(key).map(|node| node.line),
            column: None,
            message: format!("{key} '{written}' leads out of the folder of the site; it must lie inside"),
        })
    }

    fn patterns(&mut self, key: &str) -> Patterns {
        let Some(node) = self.root.get(key) else { return Patterns::default() };
        let Some(text) = self.text(key) else { return Patterns::default() };
        let (patterns, wrong) = Patterns::read(&text);
        for pattern in wrong {
            self.warn(
                Some(node.line),
                format!("{key}: the pattern '{pattern}' cannot be read; it is left out"),
            );
        }
        patterns
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Source: mkdocs' `RepoName`.
fn repo_name(url: &str) -> String {
    match host(url).to_ascii_lowercase().as_str() {
        "github.com" => "GitHub".to_owned(),
        "bitbucket.org" => "Bitbucket".to_owned(),
        "gitlab.com" => "GitLab".to_owned(),
        other => path::title_of(other.split('.').next().unwrap_or_default()),
    }
}

/// Source: mkdocs' `EditURI`.
fn edit_uri(written: Option<String>, repo_url: Option<&str>) -> Option<String> {
    let uri = match (written, repo_url) {
        (Some(written), _) => written,
        (None, Some(url)) => match host(url).to_ascii_lowercase().as_str() {
            "github.com" | "gitlab.com" => "edit/master/docs/".to_owned(),
            "bitbucket.org" => "src/default/docs/".to_owned(),
            _ => return None,
        },
        (None, None) => return None,
    };
    if uri.is_empty() {
        return None;
    }
    Some(if uri.ends_with('/') { uri } else { uri + "/" })
}
