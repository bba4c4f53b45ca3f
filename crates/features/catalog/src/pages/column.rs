//! The columns of the list: which there are for each kind, which are shown when the reader has not chosen, what each is
//! called in addresses, and what it sorts and exports. Knows neither rows nor HTML.

use ui::table::Width;

/// A column of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Column {
    /// Name, title, description and marks of state; always there, and the first.
    #[default]
    Name,
    Owner,
    System,
    Domain,
    Type,
    Lifecycle,
    Tags,
    Parent,
    Members,
    Email,
    Groups,
    Target,
    Namespace,
    Source,
}

use Column::{
    Domain, Email, Groups, Lifecycle, Members, Name, Namespace, Owner, Parent, Source, System, Tags, Target,
    Type,
};

const ALL: [Column; 14] = [
    Name, Owner, System, Domain, Type, Lifecycle, Tags, Parent, Members, Email, Groups, Target, Namespace,
    Source,
];

/// Columns that say something of every kind.
const COMMON: [Column; 2] = [Namespace, Source];

impl Column {
    /// The name in addresses.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            Name => "name",
            Owner => "owner",
            System => "system",
            Domain => "domain",
            Type => "type",
            Lifecycle => "lifecycle",
            Tags => "tags",
            Parent => "parent",
            Members => "members",
            Email => "email",
            Groups => "groups",
            Target => "target",
            Namespace => "namespace",
            Source => "source",
        }
    }

    /// The name for people.
    pub(super) fn label(self) -> &'static str {
        match self {
            Name => "Name",
            Owner => "Owner",
            System => "System",
            Domain => "Domain",
            Type => "Type",
            Lifecycle => "Lifecycle",
            Tags => "Tags",
            Parent => "Parent",
            Members => "Members",
            Email => "E-mail",
            Groups => "Groups",
            Target => "Target",
            Namespace => "Namespace",
            Source => "Source",
        }
    }

    /// The key by which entities are sorted; `None` for what has many values or none of its own.
    pub(super) fn sort_key(self) -> Option<&'static str> {
        match self {
            Tags | Members | Groups => None,
            other => Some(other.path()),
        }
    }

    /// The path in the entity's JSON, for exports.
    pub(super) fn path(self) -> &'static str {
        match self {
            Name => "metadata.name",
            Owner => "spec.owner",
            System => "spec.system",
            Domain => "spec.domain",
            Type => "spec.type",
            Lifecycle => "spec.lifecycle",
            Tags => "metadata.tags",
            Parent => "spec.parent",
            Members => "spec.members",
            Email => "spec.profile.email",
            Groups => "spec.memberOf",
            Target => "spec.target",
            Namespace => "metadata.namespace",
            Source => "metadata.annotations.backstage.io/managed-by-location",
        }
    }

    pub(super) fn width(self) -> Width {
        match self {
            Name | Source | Target | Email => Width::Rest,
            Owner | System | Domain | Parent | Groups => Width::Large,
            Lifecycle | Tags | Namespace => Width::Medium,
            Type | Members => Width::Small,
        }
    }

    /// When the column gives way on a narrow page, unless the reader has asked for it: 1 leaves first, 0 stays.
    pub(super) fn drop(self) -> u8 {
        match self {
            Tags | Source => 1,
            System | Domain | Lifecycle | Members | Namespace => 2,
            _ => 0,
        }
    }

    /// The column of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        ALL.into_iter().find(|column| column.parameter() == name)
    }
}

/// What is shown of a kind, after the name, when the reader has not chosen. Follows the stock app's table.
pub(super) fn usual(kind: &str) -> &'static [Column] {
    match kind {
        "system" => &[Owner, Domain, Tags],
        "domain" => &[Owner, Tags],
        "group" => &[Type, Parent, Members],
        "user" => &[Email, Groups],
        "location" => &[Type, Target],
        "template" => &[Owner, Type, Tags],
        _ => &[Owner, System, Type, Lifecycle, Tags],
    }
}

/// What can be shown of a kind, after the name: the usual, then the rest.
pub(super) fn offered(kind: &str) -> Vec<Column> {
    let further: &[Column] = match kind {
        "component" | "api" | "resource" | "location" => &[],
        "system" => &[Type, Lifecycle],
        "domain" => &[Type],
        "group" => &[Email, Tags],
        "user" => &[Tags],
        "template" => &[System, Lifecycle],
        _ => &[Domain],
    };
    [usual(kind), further, &COMMON].concat()
}

/// Adds the columns of these names, in their order and each once. The name is there anyway.
pub(super) fn add_named<'n>(columns: &mut Vec<Column>, names: impl Iterator<Item = &'n str>) {
    for column in names.filter_map(Column::named) {
        if column != Name && !columns.contains(&column) {
            columns.push(column);
        }
    }
}

/// Columns as one value of an address.
pub(super) fn names_of(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.parameter()).collect();
    if names.is_empty() { Name.parameter().to_owned() } else { names.join(",") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_told_apart() {
        for column in ALL {
            assert_eq!(Column::named(column.parameter()), Some(column));
        }
        assert_eq!(Column::named("spec.type"), None);
    }

    #[test]
    fn no_column_is_offered_twice_and_the_name_is_not_offered() {
        for kind in
            ["component", "api", "resource", "system", "domain", "group", "user", "location", "template", "x"]
        {
            let offered = offered(kind);
            for (place, column) in offered.iter().enumerate() {
                let is_first = offered.iter().position(|other| other == column) == Some(place);
                assert!(is_first && *column != Name, "{kind}: {column:?}");
            }
            assert!(usual(kind).iter().all(|column| offered.contains(column)), "{kind}");
        }
    }
}
