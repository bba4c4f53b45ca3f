//! The address of a definition's page as a value: what is looked for, what is open, which part of the list or text.

use kernel::http::Query;
use page::address::{query_part, segment, with_query};
use ui::Href;

/// The name of the tab in addresses, as in Backstage.
pub(crate) const TAB: &str = "definition";
/// Longest filter that is read, in bytes.
const LONGEST_FILTER: usize = 200;

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The path of the entity's page.
    pub(crate) path: String,
    /// What is looked for among operations and types.
    pub(crate) filter: String,
    /// The anchor of what is open.
    pub(crate) open: String,
    /// From 1; 0 when the address does not say.
    pub(crate) page: usize,
    /// The text instead of what was read of it.
    pub(crate) is_text: bool,
    /// The line of the text that is meant, from 1; 0 for none.
    pub(crate) line: usize,
}

impl Place {
    pub(crate) fn parse(path: &str, query: &Query) -> Self {
        let text = |name: &str| query.get(name).unwrap_or_default().trim();
        let number = |name: &str| text(name).parse().unwrap_or(0);
        let filter = text("q");
        let end = filter.floor_char_boundary(LONGEST_FILTER.min(filter.len()));
        Self {
            path: path.to_owned(),
            filter: filter.get(..end).unwrap_or_default().to_owned(),
            open: text("open").to_owned(),
            page: number("page"),
            is_text: text("view") == "text",
            line: number("line"),
        }
    }

    /// The page of the definition with nothing chosen.
    pub(crate) fn whole(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    /// The parameters that differ from the usual, in order.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("tab", TAB.to_owned())];
        if self.is_text {
            pairs.push(("view", "text".to_owned()));
        }
        for (name, value) in [("q", &self.filter), ("open", &self.open)] {
            if !value.is_empty() {
                pairs.push((name, value.clone()));
            }
        }
        for (name, number) in [("page", self.page), ("line", self.line)] {
            if number > 0 {
                pairs.push((name, number.to_string()));
            }
        }
        pairs
    }

    pub(crate) fn href(&self) -> Href {
        let pairs = self.pairs();
        let mut text = with_query(&self.path, pairs.iter().map(|(name, value)| (*name, value.as_str())));
        if self.line > 0 {
            text.push_str("#L");
            text.push_str(&self.line.to_string());
        } else if !self.open.is_empty() {
            text.push('#');
            text.push_str(&segment(&self.open));
        }
        Href::new(text)
    }

    /// The same list with something open in it.
    pub(crate) fn opened(&self, anchor: &str) -> Href {
        Self { open: anchor.to_owned(), page: 0, ..self.clone() }.href()
    }
}

/// The addresses that a view of one definition leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Links<'a> {
    /// The path of the entity's page.
    pub(crate) path: &'a str,
}

impl Links<'_> {
    /// Where something opens.
    pub(crate) fn open(self, anchor: &str) -> Href {
        Place::whole(self.path).opened(anchor)
    }

    /// A line of the text.
    pub(crate) fn line(self, line: u32) -> Href {
        let line = usize::try_from(line).unwrap_or_default();
        Place { is_text: true, line, ..Place::whole(self.path) }.href()
    }

    /// The text by itself.
    pub(crate) fn text(self) -> Href {
        Href::new(format!("{}/{TAB}/text", self.path))
    }

    /// The text as a file.
    pub(crate) fn download(self) -> Href {
        Href::new(format!("{}/{TAB}/text?download", self.path))
    }

    /// Those who stand in a relation to the API.
    pub(crate) fn related(self, relation: &str) -> Href {
        Href::new(format!("{}?tab=relations&type={}", self.path, query_part(relation)))
    }

    /// Where an operation is tried.
    pub(crate) fn try_out(self, anchor: &str) -> Href {
        Href::new(format!("{}/{TAB}/try?operation={}", self.path, query_part(anchor)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_back() {
        for query in ["", "q=a+b&page=2", "open=operation-Größe", "view=text&line=12", "view=text&page=3"] {
            let place = Place::parse("/catalog/default/api/a", &Query::parse(query).unwrap());
            let href = place.href();
            let address = href.get().unwrap().split('#').next().unwrap();
            let again = Query::parse(address.split_once('?').unwrap().1).unwrap();
            assert_eq!(Place::parse("/catalog/default/api/a", &again), place, "{address}");
        }
        let long = Query::parse(&format!("q={}&page=-1&line=x", "é".repeat(500))).unwrap();
        let place = Place::parse("/a", &long);
        assert_eq!((place.filter.len(), place.page, place.line), (200, 0, 0));
    }
}
