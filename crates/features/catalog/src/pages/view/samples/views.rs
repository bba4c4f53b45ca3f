//! Samples of `/catalog/views` and of the page of chosen refs.

use ui::Href;

use super::{ARABIC, HOSTILE, LONG};
use crate::pages::view::refs::RefsPage;
use crate::pages::view::views::{KeptView, Views, ViewsPage};

fn view(id: &str, name: &str, wrong: Option<&str>) -> KeptView {
    KeptView {
        id: id.to_owned(),
        name: name.to_owned(),
        href: Href::new("/catalog?filters[kind]=component"),
        told: format!("Components · type service · {name}"),
        wrong: wrong.map(str::to_owned),
    }
}

fn page(views: Views) -> ViewsPage {
    ViewsPage {
        catalog: Href::new("/catalog"),
        action: Href::new("/catalog/views/change"),
        longest: 80,
        views,
    }
}

/// Every state of `/catalog/views` with a name for its file.
pub(in crate::pages::view) fn states() -> Vec<(&'static str, ViewsPage)> {
    let kept = vec![
        view("1", "My services", None),
        view("2", HOSTILE, Some("Another view has this name.")),
        view("3", LONG, None),
        view("4", ARABIC, None),
    ];
    let why = "You are not signed in as a person, so there is nobody to keep views for.".to_owned();
    vec![
        ("views", page(Views::Kept(kept))),
        ("views-empty", page(Views::Kept(Vec::new()))),
        ("views-nobody", page(Views::Not { why })),
    ]
}

/// The page of chosen refs, with some and with none.
pub(in crate::pages::view) fn refs() -> Vec<(&'static str, RefsPage)> {
    let page = |refs: &[&str]| RefsPage {
        back: Href::new("/catalog"),
        refs: refs.iter().map(|text| (*text).to_owned()).collect(),
    };
    vec![("refs", page(&["component:default/basket", HOSTILE])), ("refs-none", page(&[]))]
}
