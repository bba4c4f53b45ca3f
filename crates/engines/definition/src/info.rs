//! What OpenAPI and AsyncAPI say about a whole API, and their tags.

use crate::document::{Node, Spot};
use crate::reader::Reader;

/// Who made the API, and what it is. Descriptions are Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// Empty when the document has none.
    pub title: String,
    /// The version of the API, as written.
    pub version: String,
    /// One line.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// Address of the terms of service.
    pub terms: Option<String>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// Under which licence the API is offered.
    pub license: Option<License>,
}

/// Whom to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Name of a person or team.
    pub name: Option<String>,
    /// Address of a page.
    pub url: Option<String>,
    /// Address for mail.
    pub email: Option<String>,
}

/// A licence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct License {
    /// Its name, or its SPDX expression.
    pub name: String,
    /// Address of its text.
    pub url: Option<String>,
}

/// A group that operations are put into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tag {
    /// What operations name it by.
    pub name: String,
    /// One line.
    pub summary: Option<String>,
    /// As Markdown.
    pub description: Option<String>,
    /// The tag that it is below (OpenAPI 3.2).
    pub parent: Option<String>,
    /// Where to read more.
    pub docs: Option<ExternalDocs>,
}

/// A page elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExternalDocs {
    /// Its address, as written.
    pub url: String,
    /// What is there, as Markdown.
    pub description: Option<String>,
}

impl<'d> Reader<'d> {
    pub(crate) fn info(&mut self, root: &Spot<'d, '_>) -> Info {
        let Some(spot) = self.mapping(root, "info") else {
            self.problem(root, "`info` with the title and version of the API is missing");
            return Info::default();
        };
        let title = self.text(&spot, "title");
        if title.is_none() {
            self.problem(&spot, "the API has no `title`");
        }
        let contact = self.mapping(&spot, "contact").map(|contact| Contact {
            name: self.text(&contact, "name"),
            url: self.text(&contact, "url"),
            email: self.text(&contact, "email"),
        });
        let license = self.mapping(&spot, "license").map(|license| License {
            name: self
                .text(&license, "name")
                .or_else(|| self.text(&license, "identifier"))
                .unwrap_or_default(),
            url: self.text(&license, "url"),
        });
        Info {
            title: title.unwrap_or_default(),
            version: self.text(&spot, "version").unwrap_or_default(),
            summary: self.text(&spot, "summary"),
            description: self.text(&spot, "description"),
            terms: self.text(&spot, "termsOfService"),
            contact,
            license,
        }
    }

    pub(crate) fn external_docs(&mut self, spot: &Spot<'d, '_>) -> Option<ExternalDocs> {
        let found = spot.get("externalDocs")?;
        let found = self.object(found)?;
        let url = self.text(&found, "url")?;
        Some(ExternalDocs { url, description: self.text(&found, "description") })
    }

    /// The list below `tags`, of mappings with a name. A bare text counts as a name.
    pub(crate) fn tags(&mut self, spot: &Spot<'d, '_>) -> Vec<Tag> {
        let Some(list) = self.list(spot, "tags") else {
            return Vec::new();
        };
        let mut tags = Vec::new();
        for item in list.items() {
            if let Some(name) = item.node.text() {
                tags.push(Tag { name: name.to_owned(), ..Tag::default() });
                continue;
            }
            let Some(item) = self.object(item) else {
                continue;
            };
            let Some(name) = item.node.get("name").and_then(Node::text) else {
                self.problem(&item, "a tag needs a `name`");
                continue;
            };
            tags.push(Tag {
                name: name.to_owned(),
                summary: self.text(&item, "summary"),
                description: self.text(&item, "description"),
                parent: self.text(&item, "parent"),
                docs: self.external_docs(&item),
            });
        }
        tags
    }
}
