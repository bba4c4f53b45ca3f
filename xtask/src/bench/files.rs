//! A catalog of any size, the same for the same size: 60 % Component, 15 % API, 10 % Resource, 7 % User, 4 % System,
//! 3 % Group, 1 % Domain, related as those of a company are. Knows no portal.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Documents in one file; the portal takes a thousand.
const DOCUMENTS: usize = 500;

/// How many there are of each kind.
struct Counts {
    domains: usize,
    systems: usize,
    groups: usize,
    users: usize,
    resources: usize,
    apis: usize,
    components: usize,
}

impl Counts {
    /// Shares of `total`, at least one of each kind that others refer to.
    fn of(total: usize) -> Self {
        let share = |percent: usize| (total * percent / 100).max(1);
        let (domains, systems, groups) = (share(1), share(4), share(3));
        let (users, resources, apis) = (share(7), share(10), share(15));
        let others = domains + systems + groups + users + resources + apis;
        Self { domains, systems, groups, users, resources, apis, components: total.saturating_sub(others) }
    }
}

/// Name of component number `number`, by which load is made.
pub(super) fn component(number: usize) -> String {
    format!("component-{number:06}")
}

/// How many components a catalog of `total` has.
pub(super) fn components(total: usize) -> usize {
    Counts::of(total).components
}

/// Writes a catalog of `total` entities into `folder`.
pub(super) fn write(folder: &Path, total: usize) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (number, documents) in documents(total).chunks(DOCUMENTS).enumerate() {
        let path = folder.join(format!("catalog-{number:04}.yaml"));
        std::fs::write(&path, documents.concat())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Name of the system that [`write_hub`] makes.
pub(super) const HUB: &str = "hub";

/// Adds a system with `parts` resources, all of one owner, as catalogs have them that grew without a plan.
pub(super) fn write_hub(folder: &Path, parts: usize) -> Result<()> {
    let head = "---\napiVersion: backstage.io/v1alpha1\n";
    let mut documents =
        vec![format!("{head}kind: System\nmetadata: {{ name: {HUB} }}\nspec: {{ owner: group-000000 }}\n")];
    for number in 0..parts {
        let spec = format!("{{ type: database, owner: group-000000, system: {HUB} }}");
        documents
            .push(format!("{head}kind: Resource\nmetadata: {{ name: part-{number:06} }}\nspec: {spec}\n"));
    }
    for (number, documents) in documents.chunks(DOCUMENTS).enumerate() {
        std::fs::write(folder.join(format!("hub-{number:04}.yaml")), documents.concat())?;
    }
    Ok(())
}

/// The files of a catalog, in order.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    Ok(files)
}

fn documents(total: usize) -> Vec<String> {
    let counts = Counts::of(total);
    let mut documents = Vec::with_capacity(total);
    let mut add = |kind: &str, name: &str, about: &str, spec: &str| {
        let mut text =
            format!("---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n");
        let _ = writeln!(text, "  title: {}", about.to_uppercase());
        let _ = writeln!(text, "  description: The {about} of the company, kept by those who know it");
        let _ = writeln!(text, "  annotations:\n    example.com/area: {about}\n  tags: [{about}, generated]");
        let _ = writeln!(text, "spec:\n{spec}");
        documents.push(text);
    };
    for number in 0..counts.domains {
        let spec = format!("  owner: {}", group(number, &counts));
        add("Domain", &format!("domain-{number:06}"), word(number), &spec);
    }
    for number in 0..counts.systems {
        let spec =
            format!("  owner: {}\n  domain: domain-{:06}", group(number, &counts), number % counts.domains);
        add("System", &format!("system-{number:06}"), word(number), &spec);
    }
    for number in 0..counts.groups {
        let parent =
            if number == 0 { String::new() } else { format!("\n  parent: group-{:06}", (number - 1) / 4) };
        add(
            "Group",
            &format!("group-{number:06}"),
            word(number),
            &format!("  type: team\n  children: []{parent}"),
        );
    }
    for number in 0..counts.users {
        let spec = format!("  memberOf: [{}]", group(number, &counts));
        add("User", &format!("user-{number:06}"), word(number), &spec);
    }
    for number in 0..counts.resources {
        let spec =
            format!("  type: database\n  owner: {}\n{}", group(number, &counts), system(number, &counts));
        add("Resource", &format!("resource-{number:06}"), word(number), &spec);
    }
    for number in 0..counts.apis {
        let owner = group(number, &counts);
        let definition = "    openapi: 3.1.0\n    info: { title: Generated, version: 1.0.0 }\n    paths: {}";
        let spec = format!(
            "  type: openapi\n  lifecycle: production\n  owner: {owner}\n{}\n  definition: |\n{definition}",
            system(number, &counts)
        );
        add("API", &format!("api-{number:06}"), word(number), &spec);
    }
    for number in 0..counts.components {
        let kind = ["service", "website", "library"][number % 3];
        let lifecycle = ["production", "experimental", "deprecated"][number / 3 % 3];
        let (owner, system) = (group(number, &counts), system(number, &counts));
        let (provided, consumed) = (number % counts.apis, (number * 7 + 3) % counts.apis);
        let resource = number * 5 % counts.resources;
        let spec = format!(
            "  type: {kind}\n  lifecycle: {lifecycle}\n  owner: {owner}\n{system}\n  providesApis: [api-{provided:06}]\n  \
             consumesApis: [api-{consumed:06}]\n  dependsOn: ['resource:resource-{resource:06}']"
        );
        add("Component", &component(number), word(number), &spec);
    }
    documents
}

fn group(number: usize, counts: &Counts) -> String {
    format!("group-{:06}", number * 11 % counts.groups)
}

fn system(number: usize, counts: &Counts) -> String {
    format!("  system: system-{:06}", number * 13 % counts.systems)
}

fn word(number: usize) -> &'static str {
    const WORDS: [&str; 12] = [
        "ledger", "basket", "order", "invoice", "stock", "price", "search", "mail", "route", "audit",
        "badge", "photo",
    ];
    WORDS[number % WORDS.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_as_many_as_asked_for_and_always_the_same() {
        let made = documents(1_000);
        assert_eq!(made.len(), 1_000);
        assert_eq!(made, documents(1_000));
        let of = |kind: &str| made.iter().filter(|text| text.contains(&format!("\nkind: {kind}\n"))).count();
        assert_eq!((of("Component"), of("API"), of("Domain")), (600, 150, 10));
        assert_eq!(components(1_000), 600);
    }
}
