//! Every state of every page is rendered, inspected, and left in the temporary folder `ui` for people to look at.

use std::fs;

use ui::{Theme, inspect};

use super::relations;
use super::samples::{self, HOSTILE};
use super::{absent, catalog, entity, import, refs, views};

/// Every page by name.
fn documents(theme: Theme) -> Vec<(String, String)> {
    let mut documents = Vec::new();
    let list = samples::frame("/catalog", theme);
    for (name, page) in samples::catalog::states() {
        documents.push((name.to_owned(), catalog::render(&list, &page).into_string()));
    }
    let detail = samples::frame("/catalog/default/component/checkout", theme);
    for (name, page) in samples::entity::states() {
        documents.push((name.to_owned(), entity::render(&detail, &page).into_string()));
    }
    let import = samples::frame("/catalog-import", theme);
    for (name, page) in samples::import::states() {
        documents.push((name.to_owned(), import::render(&import, &page).into_string()));
    }
    for (name, page) in samples::views::states() {
        documents.push((name.to_owned(), views::render(&list, &page).into_string()));
    }
    for (name, page) in samples::views::refs() {
        documents.push((name.to_owned(), refs::render(&list, &page).into_string()));
    }
    let not_found = absent::render_not_found(&detail, &samples::entity::not_found());
    documents.push(("entity-not-found".to_owned(), not_found.into_string()));
    let denied = absent::render_denied(&detail, &samples::entity::denied());
    documents.push(("entity-denied".to_owned(), denied.into_string()));
    documents
}

fn document(name: &str) -> String {
    documents(Theme::System).into_iter().find(|(known, _)| known == name).unwrap().1
}

#[test]
fn every_state_of_every_page_is_sound() {
    for (name, document) in documents(Theme::System) {
        assert_eq!(inspect::problems(&document), Vec::<String>::new(), "{name}");
        assert!(!document.contains("<script>alert"), "{name} does not escape");
        assert!(!document.contains("javascript:"), "{name} has an unsafe address");
        assert!(!document.contains(HOSTILE), "{name} shows hostile text unescaped");
    }
}

#[test]
fn samples_are_left_for_people_to_look_at() {
    let folder = std::env::temp_dir().join("ui");
    fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in ui::assets::all() {
        fs::write(folder.join(asset.url.trim_start_matches('/')), &asset.bytes).unwrap();
    }
    for theme in Theme::ALL {
        for (name, document) in documents(theme) {
            fs::write(folder.join(format!("{name}.{}.html", theme.name())), document).unwrap();
        }
    }
}

#[test]
fn a_first_visit_of_any_page_fits_in_sixty_kilobytes() {
    for (name, document) in documents(Theme::System) {
        let bytes = inspect::first_load(&document);
        assert!(bytes < 60_000, "{name}: {bytes} bytes");
    }
}

#[test]
fn each_state_says_what_is_the_case_and_what_to_do() {
    let table = [
        ("catalog", "41–54 of 100\u{202f}000"),
        ("catalog", "aria-sort=\"ascending\""),
        (
            "catalog",
            "href=\"/catalog?filters[kind]=component&amp;filters[type]=website&amp;filters[user]=all\"",
        ),
        ("catalog", "href=\"/catalog?cursor=after\""),
        ("catalog-filtered", "Remove "),
        ("catalog-filtered", "could not be read since 09:12"),
        ("catalog-single", "1 in all"),
        ("catalog-no-match", "Clear all filters"),
        ("catalog-empty", "Register a catalog file"),
        ("catalog-failed", "01JD8Z2M6T"),
        ("catalog-denied", "#portal-help"),
        ("catalog", "name=\"ref\" value=\"component:default/basket\""),
        ("catalog", "formaction=\"/catalog/refresh\""),
        ("catalog-wide", "table-box wide"),
        ("import", "Show what is there"),
        ("import-refused", "backend.reading.allow"),
        ("import-proposal", "A file to begin with"),
        ("import-preview", "2 components and 1 API, in 2 files"),
        ("import-preview", "stays as it is"),
        ("import-preview", "Register what is sound"),
        ("import-nothing", "0 entities found"),
        ("import-waiting", "Registered, not read yet"),
        ("import-failed", "nothing came in"),
        ("import-registered", "is part of the catalog"),
        ("import-absent", "is not registered"),
        ("views", "Rename"),
        ("views", "Another view has this name"),
        ("views-empty", "No saved views yet"),
        ("views-nobody", "not signed in"),
        ("refs", "2 entity refs"),
        ("refs-none", "Choose rows first"),
        ("entity", "(not in the catalog)"),
        ("entity", "catalog-info.yaml, line 24, column 7"),
        ("entity", "Consumes APIs"),
        ("entity-bare", "nobody"),
        ("entity-no-problems", "No problems"),
        ("entity-history", "Older"),
        ("entity-history", "Show the difference"),
        ("entity-past", "All of it, as it was"),
        ("entity-no-past", "did not have it"),
        ("entity-nothing", "No cards are set up"),
        ("entity-relations", "51–100 of 1\u{202f}284"),
        ("entity-no-relations", "names nothing"),
        ("entity-yaml", "ConfigLocationProvider"),
        ("group", "100\u{202f}000"),
        ("group-empty", "Nobody is a member"),
        ("group-members", "With child groups"),
        ("entity-yaml", "id=\"L15\""),
        ("entity-not-found", "component:default/chekout"),
        ("entity-denied", "team-quince"),
    ];
    for (name, text) in table {
        assert!(document(name).contains(text), "{name} lacks {text}");
    }
}

#[test]
fn relation_types_become_words() {
    let table = [
        ("ownedBy", "Owned by"),
        ("consumesApi", "Consumes APIs"),
        ("isGuardedBy", "Is guarded by"),
        ("guards_it", "Guards it"),
        ("", ""),
    ];
    for (relation_type, expected) in table {
        assert_eq!(relations::title(relation_type), expected);
    }
}
