//! What a definition holds that a page can open, in the order in which people look for it: operations in their groups, then
//! types. The same for every language; what is shown of each is the view's business.

mod asyncapi;
mod graphql;
mod openapi;
mod protobuf;
mod wsdl;

use std::collections::HashMap;

use definition::{Content, Definition};

use crate::words;

/// All sections of a definition.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) sections: Vec<Section>,
}

/// Operations of one group, or types of one sort.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) title: String,
    /// What the group is for, as Markdown.
    pub(crate) description: Option<String>,
    /// Operations rather than types.
    pub(crate) is_called: bool,
    pub(crate) rows: Vec<Row>,
}

/// One thing to open.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) anchor: String,
    /// A word before its name: `GET`, `send`, `rpc`, `enum`.
    pub(crate) mark: String,
    pub(crate) label: String,
    /// One line of plain words.
    pub(crate) summary: Option<String>,
    pub(crate) is_deprecated: bool,
    pub(crate) target: Target,
    /// It stands in an earlier section too, where it opens.
    pub(crate) is_repeated: bool,
    /// Everything that is said about it, in small letters, for the filter.
    words: String,
}

/// Where in the definition's lists a row's thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Operation(usize),
    Webhook(usize),
    /// Among the schemas that the document lists.
    Schema(usize),
    Channel(usize),
    Message(usize),
    Type(usize),
    Directive(usize),
    /// Of a service or interface.
    Method(usize, usize),
    Enumeration(usize),
    Extension(usize),
}

impl Outline {
    /// The outline of a definition; empty for plain text.
    pub(crate) fn of(definition: &Definition) -> Self {
        let mut sections = match &definition.content {
            Content::Openapi(openapi) => openapi::sections(openapi),
            Content::Asyncapi(asyncapi) => asyncapi::sections(asyncapi),
            Content::Graphql(graphql) => graphql::sections(graphql),
            Content::Protobuf(file) => protobuf::sections(file),
            Content::Wsdl(wsdl) => wsdl::sections(wsdl),
            Content::Plain => Vec::new(),
        };
        sections.retain(|section| !section.rows.is_empty());
        let mut words: HashMap<String, String> = HashMap::new();
        for entry in definition.entries() {
            words.insert(entry.anchor, format!("{}\n{}", entry.title, entry.text).to_lowercase());
        }
        let mut is_known = std::collections::HashSet::new();
        for row in sections.iter_mut().flat_map(|section| &mut section.rows) {
            let said = words.get(&row.anchor).cloned();
            row.words = said.unwrap_or_else(|| format!("{} {}", row.mark, row.label).to_lowercase());
            row.is_repeated = !is_known.insert(row.anchor.clone());
        }
        Self { sections }
    }

    /// The row that an anchor names.
    pub(crate) fn find(&self, anchor: &str) -> Option<&Row> {
        let mut rows = self.sections.iter().flat_map(|section| &section.rows);
        rows.find(|row| row.anchor == anchor && !row.is_repeated)
    }

    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let rows = self.sections.iter().flat_map(|section| &section.rows);
        rows.map(|row| size_of::<Row>() + row.words.len() + row.anchor.len() + row.label.len()).sum()
    }
}

impl Section {
    fn new(title: impl Into<String>, is_called: bool, rows: Vec<Row>) -> Self {
        Self { title: title.into(), description: None, is_called, rows }
    }
}

impl Row {
    fn new(anchor: &str, mark: impl Into<String>, label: impl Into<String>, target: Target) -> Self {
        Self {
            anchor: anchor.to_owned(),
            mark: mark.into(),
            label: label.into(),
            summary: None,
            is_deprecated: false,
            target,
            is_repeated: false,
            words: String::new(),
        }
    }

    fn with(self, summary: Option<&str>, is_deprecated: bool) -> Self {
        let summary = summary.map(words::summary).filter(|line| !line.is_empty());
        Self { summary, is_deprecated, ..self }
    }

    /// Whether everything that was looked for is said about it. `terms` are in small letters.
    pub(crate) fn has_all(&self, terms: &[String]) -> bool {
        terms.iter().all(|term| self.words.contains(term.as_str()))
    }
}
