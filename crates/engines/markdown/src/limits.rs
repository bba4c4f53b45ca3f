//! How much one page may cost.

/// Bounds of one page. What goes beyond them is shown as plain text, or left out, with a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Longest text of a page after its snippets were put in, in bytes.
    pub page_bytes: usize,
    /// Longest HTML of a page, in bytes.
    pub html_bytes: usize,
    /// Deepest nesting of blocks (lists, quotes, admonitions ...) that is followed.
    pub depth: usize,
    /// Most nodes of a page's tree.
    pub nodes: usize,
    /// Most files that one page may include as snippets, repetitions counted.
    pub snippets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { page_bytes: 4 << 20, html_bytes: 16 << 20, depth: 64, nodes: 200_000, snippets: 1000 }
    }
}
