//! The address of `/catalog`, and of `/api-docs`, which is its list of APIs, as a value: which entities, in which order,
//! which part of them. Knows how addresses are written, in Backstage's spellings and in ours, and nothing of the catalog.

use std::collections::BTreeMap;

use kernel::http::Query;
use page::address::with_query;
use ui::Href;
use ui::table::Order;

use super::column::{Column, add_named, names_of};

/// The path of the page.
pub(super) const CATALOG: &str = "/catalog";
/// The path of the list of APIs.
pub(super) const APIS: &str = "/api-docs";
/// What the page shows when the address names no kind, as in the stock app.
const DEFAULT_KIND: &str = "component";
/// Rows of a page: what the stock app shows, and the most that one page gives.
pub(super) const DEFAULT_LIMIT: usize = 20;
const MAXIMUM_LIMIT: usize = 100;
/// Values of one field that one address may choose, and the longest of them in bytes; further ones are left out.
const MAXIMUM_CHOICES: usize = 50;
const MAXIMUM_VALUE_BYTES: usize = 300;

/// The pages that list entities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Root {
    /// All kinds, one at a time.
    #[default]
    Catalog,
    /// APIs only.
    Apis,
}

impl Root {
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Catalog => CATALOG,
            Self::Apis => APIS,
        }
    }

    /// What the page shows when the address names no kind.
    fn kind(self) -> &'static str {
        match self {
            Self::Catalog => DEFAULT_KIND,
            Self::Apis => "api",
        }
    }
}

/// A field whose values can be chosen in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Type,
    Owners,
    Lifecycles,
    Tags,
    Namespace,
}

impl Field {
    pub(super) const ALL: [Self; 5] =
        [Self::Type, Self::Owners, Self::Lifecycles, Self::Tags, Self::Namespace];

    /// The name between the brackets of `filters[…]`.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Owners => "owners",
            Self::Lifecycles => "lifecycles",
            Self::Tags => "tags",
            Self::Namespace => "namespace",
        }
    }

    /// The name for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Type => "Type",
            Self::Owners => "Owner",
            Self::Lifecycles => "Lifecycle",
            Self::Tags => "Tag",
            Self::Namespace => "Namespace",
        }
    }

    /// The key by which entities are searched.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Type => "spec.type",
            Self::Owners => "relations.ownedBy",
            Self::Lifecycles => "spec.lifecycle",
            Self::Tags => "metadata.tags",
            Self::Namespace => "metadata.namespace",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.parameter() == name)
    }
}

/// Whose entities are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Whose {
    #[default]
    All,
    /// What the reader owns, also as a member of a group.
    Owned,
    /// What the reader has starred.
    Starred,
}

impl Whose {
    /// The value of `filters[user]`, as in the stock app.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Owned => "owned",
            Self::Starred => "starred",
        }
    }

    fn named(name: &str) -> Self {
        [Self::Owned, Self::Starred].into_iter().find(|whose| whose.parameter() == name).unwrap_or_default()
    }
}

/// What an address asks for. Values are in lower case, as the search has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) root: Root,
    /// Always `api` on the list of APIs.
    pub(super) kind: String,
    /// The chosen values of each field that has any.
    pub(super) chosen: BTreeMap<Field, Vec<String>>,
    pub(super) whose: Whose,
    /// Only what no location provides any more.
    pub(super) orphan: bool,
    /// Only what has problems.
    pub(super) faulty: bool,
    pub(super) text: String,
    /// The columns after the name, where the address names them.
    pub(super) columns: Option<Vec<Column>>,
    /// A column that has a key to be sorted by.
    pub(super) sort: Column,
    pub(super) order: Order,
    /// Rows before the first one shown.
    pub(super) offset: usize,
    pub(super) limit: usize,
    /// The field of which the panel shows all values.
    pub(super) expanded: Option<Field>,
}

impl Default for Address {
    fn default() -> Self {
        Self {
            root: Root::default(),
            kind: Root::default().kind().to_owned(),
            chosen: BTreeMap::new(),
            whose: Whose::default(),
            orphan: false,
            faulty: false,
            text: String::new(),
            columns: None,
            sort: Column::default(),
            order: Order::Ascending,
            offset: 0,
            limit: DEFAULT_LIMIT,
            expanded: None,
        }
    }
}

impl Address {
    /// Reads what [`Address::text_form`] has written, or what a person has kept of an address; `None` where it is of no
    /// list. The part does not matter: a list that is opened again starts at its first page.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let root = [Root::Catalog, Root::Apis].into_iter().find(|root| root.path() == path)?;
        let address = Self::parse(root, &Query::parse(query).ok()?);
        Some(address.with(|address| address.expanded = None))
    }

    /// Reads a query string. What it cannot make sense of is left out, as in the stock app.
    pub(super) fn parse(root: Root, query: &Query) -> Self {
        let mut address = Self { root, kind: root.kind().to_owned(), ..Self::default() };
        let mut has_kind = root == Root::Apis;
        for (name, value) in query.iter() {
            let value = value.trim();
            if value.is_empty() || value.len() > MAXIMUM_VALUE_BYTES {
                continue;
            }
            match filter_name(name) {
                // The first one counts, as for every single value of a query string here.
                Some("kind") if !has_kind => {
                    address.kind = value.to_lowercase();
                    has_kind = true;
                }
                Some(filter) => address.read_filter(filter, value),
                None => address.read_rest(name, value),
            }
        }
        address
    }

    fn read_filter(&mut self, filter: &str, value: &str) {
        match filter {
            "user" => self.whose = Whose::named(value),
            "orphan" => self.orphan = value == "true",
            "error" => self.faulty = value == "true",
            "text" => value.clone_into(&mut self.text),
            _ => {
                if let Some(field) = Field::named(filter) {
                    self.choose(field, value);
                }
            }
        }
    }

    fn read_rest(&mut self, name: &str, value: &str) {
        match name {
            "text" => value.clone_into(&mut self.text),
            "sort" => {
                let found = Column::named(value).filter(|column| column.sort_key().is_some());
                self.sort = found.unwrap_or_default();
            }
            "order" => self.order = if value == "desc" { Order::Descending } else { Order::Ascending },
            "offset" => self.offset = value.parse().unwrap_or(0),
            "limit" => {
                self.limit = value.parse().unwrap_or(DEFAULT_LIMIT).clamp(1, MAXIMUM_LIMIT);
            }
            "all" => self.expanded = Field::named(value),
            "columns" => self.show(value),
            _ => {}
        }
    }

    fn choose(&mut self, field: Field, value: &str) {
        let value = if field == Field::Owners { owner_ref(value) } else { value.to_lowercase() };
        let values = self.chosen.entry(field).or_default();
        if values.len() < MAXIMUM_CHOICES && !values.contains(&value) {
            values.push(value);
        }
    }

    /// Adds columns, in the order of the address. The name alone says that nothing else is shown.
    fn show(&mut self, names: &str) {
        add_named(self.columns.get_or_insert_default(), names.split(','));
    }

    /// The chosen values of a field.
    pub(super) fn values(&self, field: Field) -> &[String] {
        self.chosen.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The same list with another change; it starts at its first page.
    pub(super) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = Self { offset: 0, ..self.clone() };
        change(&mut other);
        other
    }

    /// The same list with a value chosen, or no longer chosen.
    pub(super) fn toggled(&self, field: Field, value: &str) -> Self {
        self.with(|address| {
            let values = address.chosen.entry(field).or_default();
            match values.iter().position(|known| known == value) {
                Some(place) => {
                    values.remove(place);
                }
                None => values.push(value.to_owned()),
            }
            if values.is_empty() {
                address.chosen.remove(&field);
            }
        })
    }

    /// The same kind in the same order, with nothing filtered.
    pub(super) fn cleared(&self) -> Self {
        Self {
            root: self.root,
            kind: self.kind.clone(),
            columns: self.columns.clone(),
            sort: self.sort,
            order: self.order,
            limit: self.limit,
            ..Self::default()
        }
    }

    /// The parameters that say what differs from the default; in the catalog, the kind is always among them.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if self.root == Root::Catalog {
            pairs.push(("filters[kind]".to_owned(), self.kind.clone()));
        }
        let mut add = |name: &str, value: String| pairs.push((name.to_owned(), value));
        for (field, values) in &self.chosen {
            for value in values {
                add(&format!("filters[{}]", field.parameter()), value.clone());
            }
        }
        for (name, value, is_set) in [
            ("filters[user]", self.whose.parameter(), self.whose != Whose::All),
            ("filters[orphan]", "true", self.orphan),
            ("filters[error]", "true", self.faulty),
            ("order", "desc", self.order == Order::Descending),
        ] {
            if is_set {
                add(name, value.to_owned());
            }
        }
        if !self.text.is_empty() {
            add("filters[text]", self.text.clone());
        }
        if let Some(columns) = &self.columns {
            add("columns", names_of(columns));
        }
        if self.sort != Column::default() {
            add("sort", self.sort.parameter().to_owned());
        }
        if self.limit != DEFAULT_LIMIT {
            add("limit", self.limit.to_string());
        }
        if let Some(field) = self.expanded {
            add("all", field.parameter().to_owned());
        }
        if self.offset > 0 {
            add("offset", self.offset.to_string());
        }
        pairs
    }

    /// The address as text, which [`Address::parse`] reads back.
    pub(super) fn text_form(&self) -> String {
        written(self.root.path(), &self.pairs())
    }

    /// The same list as a file.
    pub(super) fn export(&self, format: &str) -> Href {
        let mut pairs = self.pairs();
        pairs.push(("format".to_owned(), format.to_owned()));
        Href::new(written(self.root.path(), &pairs))
    }

    /// The same choice of entities on another page.
    pub(super) fn elsewhere(&self, path: &str) -> Href {
        Href::new(written(path, &self.pairs()))
    }

    pub(super) fn href(&self) -> Href {
        Href::new(self.text_form())
    }
}

fn written(path: &str, pairs: &[(String, String)]) -> String {
    with_query(path, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// The list of one kind with one value chosen.
pub(super) fn list_of(kind: &str, field: Field, value: &str) -> Href {
    let kind = kind.to_lowercase();
    Address { kind, ..Address::default() }.toggled(field, &value.to_lowercase()).href()
}

/// The list of one kind.
pub(super) fn kind_list(kind: &str) -> Href {
    Address { kind: kind.to_lowercase(), ..Address::default() }.href()
}

/// `tags` of `filters[tags]`, `filters[tags][]` and `filters[tags][0]`.
fn filter_name(parameter: &str) -> Option<&str> {
    let (name, rest) = parameter.strip_prefix("filters[")?.split_once(']')?;
    let index = match rest {
        "" => return Some(name),
        _ => rest.strip_prefix('[')?.strip_suffix(']')?,
    };
    index.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)
}

/// Owners are groups unless they say otherwise, as wherever people write refs.
fn owner_ref(value: &str) -> String {
    entity::EntityRef::parse(value, Some("group"), entity::refs::DEFAULT_NAMESPACE)
        .map_or_else(|_not_a_ref| value.to_lowercase(), |owner| owner.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(query: &str) -> Address {
        Address::parse(Root::Catalog, &Query::parse(query).unwrap())
    }

    #[test]
    fn backstages_spellings_are_read() {
        let table = [
            ("", "/catalog?filters[kind]=component"),
            ("filters[kind]=API", "/catalog?filters[kind]=api"),
            ("filters%5Bkind%5D=api&filters[kind]=system", "/catalog?filters[kind]=api"),
            ("filters[user]=all&filters[user]=all", "/catalog?filters[kind]=component"),
            ("filters[user]=owned", "/catalog?filters[kind]=component&filters[user]=owned"),
            (
                "filters[user]=starred&columns=type,bogus,owner&columns=type&columns=tags",
                "/catalog?filters[kind]=component&filters[user]=starred&columns=type,owner,tags",
            ),
            ("columns=bogus&sort=tags", "/catalog?filters[kind]=component&columns=name"),
            (
                "filters[tags][1]=Java&filters[tags][]=go&filters[tags]=java",
                "/catalog?filters[kind]=component&filters[tags]=java&filters[tags]=go",
            ),
            (
                "filters[owners][0]=team-a&filters[owners]=User:x/Ann",
                "/catalog?filters[kind]=component&filters[owners]=group:default/team-a&filters[owners]=user:x/ann",
            ),
            ("filters[tags][x]=java&filters[tags=y&tags=z", "/catalog?filters[kind]=component"),
            ("filters[type]=&filters[lifecycles]=%20", "/catalog?filters[kind]=component"),
            ("text=a&filters[text]=b%26c", "/catalog?filters[kind]=component&filters[text]=b%26c"),
            (
                "sort=owner&order=desc&offset=40&limit=50",
                "/catalog?filters[kind]=component&order=desc&sort=owner&limit=50&offset=40",
            ),
            ("sort=bogus&order=up&offset=-1&limit=0", "/catalog?filters[kind]=component&limit=1"),
            ("limit=100000&all=owners&all=nothing", "/catalog?filters[kind]=component&limit=100"),
            (
                "filters[orphan]=true&filters[error]=true&filters[error]=1",
                "/catalog?filters[kind]=component&filters[orphan]=true",
            ),
        ];
        for (query, expected) in table {
            assert_eq!(parse(query).text_form(), expected, "{query}");
        }
    }

    #[test]
    fn choices_are_limited() {
        let many: Vec<String> =
            (0..MAXIMUM_CHOICES + 10).map(|number| format!("filters[tags]=t{number}")).collect();
        assert_eq!(parse(&many.join("&")).values(Field::Tags).len(), MAXIMUM_CHOICES);
        let long = format!("filters[text]={}", "x".repeat(MAXIMUM_VALUE_BYTES + 1));
        assert_eq!(parse(&long), Address::default());
    }

    #[test]
    fn changes_start_at_the_first_page_and_can_be_taken_back() {
        let address = parse("filters[kind]=api&filters[type]=openapi&offset=40");
        let chosen = address.toggled(Field::Tags, "go");
        assert_eq!((chosen.offset, chosen.values(Field::Tags)), (0, ["go".to_owned()].as_slice()));
        assert_eq!(chosen.toggled(Field::Tags, "go"), address.with(|_| {}));
        assert_eq!(chosen.cleared(), parse("filters[kind]=api"));
    }

    proptest! {
        #[test]
        fn an_address_says_the_same_when_it_is_read_back(query in "([a-z\\[\\]]{0,4}|filters\\[(kind|type|owners|tags|text|user)\\](\\[0\\])?|sort|order|offset|limit|all|columns)=[^\\x00]{0,12}(&(filters\\[(tags|owners|error)\\]|text)=[^\\x00]{0,12}){0,4}") {
            if let Ok(query) = Query::parse(&query) {
                let address = Address::parse(Root::Catalog, &query);
                let text = address.text_form();
                let (_, written) = text.split_once('?').unwrap();
                prop_assert_eq!(Address::parse(Root::Catalog, &Query::parse(written).unwrap()), address);
            }
        }
    }
}
