//! The frame around every page: document head, rail, bottom bar of a phone, and the place for the content.

use maud::{DOCTYPE, Markup, html};

use crate::theme::{self, Theme};
use crate::{Href, Icon, assets, badge, count, icon};

/// Whose portal this is.
#[derive(Clone, Debug)]
pub struct Brand {
    /// From `app.title`.
    pub title: String,
    /// An image of the same origin; the portal's own mark when `None`.
    pub logo: Option<Href>,
    /// A further style sheet that sets custom properties of the kit, such as `--accent`.
    pub stylesheet: Option<Href>,
}

/// An entry of the rail.
#[derive(Clone, Debug)]
pub struct NavigationLink {
    pub label: String,
    pub href: Href,
    pub icon: Icon,
    /// Something new to see, for example unread notifications.
    pub count: Option<u64>,
    /// Stands apart, at the rail's end.
    pub at_end: bool,
}

/// The person who looks.
#[derive(Clone, Debug)]
pub struct User {
    pub name: String,
    /// Their teams, for example.
    pub detail: Option<String>,
    pub href: Href,
}

/// Everything that all pages share.
#[derive(Clone, Debug)]
pub struct Frame {
    pub brand: Brand,
    pub navigation: Vec<NavigationLink>,
    /// The path of this page; the entry with the longest matching address is lit.
    pub active_path: String,
    pub user: Option<User>,
    /// Where to sign in, for a reader without identity.
    pub sign_in: Option<Href>,
    /// Receives `query`; no field without it.
    pub search: Option<Href>,
    pub theme: Theme,
    /// Receives the choice of colours by POST.
    pub theme_action: Href,
}

/// How many entries the bottom bar shows before "More".
const BOTTOM_ENTRIES: usize = 4;

/// A whole document. `title` names the page in the browser's tab; `content` has the page's one `h1`.
pub fn page(frame: &Frame, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" data-theme=[frame.theme.attribute()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                title { (title) " · " (frame.brand.title) }
                link rel="stylesheet" href=(assets::style_url());
                @if let Some(sheet) = &frame.brand.stylesheet { link rel="stylesheet" href=[sheet.get()]; }
                link rel="icon" type="image/svg+xml" href=(assets::icon_url());
                script type="module" src=(assets::script_url()) {}
            }
            body {
                a.skip href="#main" { "Skip to content" }
                (icon::sprite())
                div.portal {
                    (rail(frame))
                    main.stage id="main" tabindex="-1" { div.wrap { (content) } }
                }
                (bottom_bar(frame))
                div.skip.unseen id="announcer" role="status" {}
            }
        }
    }
}

fn rail(frame: &Frame) -> Markup {
    let active = active_entry(frame);
    html! {
        header.rail id="places" {
            a.brand href="/" { (brand_mark(&frame.brand)) bdi { (frame.brand.title) } }
            @if let Some(search) = &frame.search {
                form.find method="get" action=[search.get()] role="search" aria-label="Whole portal" {
                    (icon::draw(Icon::Search))
                    input type="search" name="query" placeholder="Find anything" aria-label="Find anything"
                        autocomplete="off" data-key="/";
                    kbd aria-hidden="true" { "/" }
                }
            }
            nav.places aria-label="Places" {
                @for (index, entry) in frame.navigation.iter().enumerate() {
                    @if !entry.at_end { (place(entry, active == Some(index))) }
                }
            }
            div.rail-end {
                nav.places aria-label="Yours" {
                    @for (index, entry) in frame.navigation.iter().enumerate() {
                        @if entry.at_end { (place(entry, active == Some(index))) }
                    }
                }
                (theme::switch(frame.theme, &frame.theme_action, &frame.active_path))
                (who(frame))
            }
        }
    }
}

fn place(entry: &NavigationLink, active: bool) -> Markup {
    html! {
        a.place href=[entry.href.get()] aria-current=[active.then_some("page")] {
            (icon::draw(entry.icon)) (entry.label)
            @if let Some(number) = entry.count { span.amount { (count(number)) span.unseen { " new" } } }
        }
    }
}

fn who(frame: &Frame) -> Markup {
    html! {
        @if let Some(user) = &frame.user {
            a.me href=[user.href.get()] {
                (badge::face(&user.name))
                span {
                    bdi.cut { (user.name) }
                    @if let Some(detail) = &user.detail { small.cut { (detail) } }
                }
            }
        } @else if let Some(sign_in) = &frame.sign_in {
            a.place href=[sign_in.get()] { (icon::draw(Icon::Enter)) "Sign in" }
        }
    }
}

fn bottom_bar(frame: &Frame) -> Markup {
    let active = active_entry(frame);
    html! {
        nav.bottom aria-label="Places, short" {
            @for (index, entry) in frame.navigation.iter().enumerate().filter(|(_, entry)| !entry.at_end).take(BOTTOM_ENTRIES) {
                a href=[entry.href.get()] aria-current=[(active == Some(index)).then_some("page")] {
                    (icon::draw(entry.icon)) (entry.label)
                }
            }
            a href="#places" { (icon::draw(Icon::Dots)) "More" }
        }
    }
}

fn brand_mark(brand: &Brand) -> Markup {
    html! {
        @match &brand.logo {
            Some(logo) => img src=[logo.get()] alt="" width="26" height="26";,
            None => svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" {
                rect.brand-plate x="2" y="2" width="28" height="28" rx="8" {}
                path.brand-beam d="M11 8h10l4.500 17.500h-19z" {}
                ellipse.brand-light cx="16" cy="24" rx="8" ry="2.400" {}
                rect.brand-cap x="11.500" y="4.500" width="9" height="4" rx="1.400" {}
            },
        }
    }
}

/// The entry whose address is the longest that the active path equals or lies below.
fn active_entry(frame: &Frame) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (index, entry) in frame.navigation.iter().enumerate() {
        let Some(address) = entry.href.get() else { continue };
        let rest = frame.active_path.strip_prefix(address);
        let matches = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        if matches && best.is_none_or(|(_, length)| address.len() > length) {
            best = Some((index, address.len()));
        }
    }
    best.map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect;

    fn frame(active_path: &str) -> Frame {
        let entry = |label: &str, href: &str, at_end| NavigationLink {
            label: label.to_owned(),
            href: Href::new(href),
            icon: Icon::Home,
            count: None,
            at_end,
        };
        Frame {
            brand: Brand { title: "Orchard & <sons>".into(), logo: None, stylesheet: None },
            navigation: vec![
                entry("Home", "/", false),
                entry("Catalog", "/catalog", false),
                entry("Graph", "/catalog-graph", false),
                entry("Settings", "/settings", true),
            ],
            active_path: active_path.into(),
            user: None,
            sign_in: Some(Href::new("/sign-in")),
            search: Some(Href::new("/search")),
            theme: Theme::Dark,
            theme_action: Href::new("/settings/theme"),
        }
    }

    #[test]
    fn the_longest_address_above_the_page_is_lit() {
        let table = [
            ("/", Some(0)),
            ("/catalog", Some(1)),
            ("/catalog?filters[kind]=api", Some(1)),
            ("/catalog/default/component/x", Some(1)),
            ("/catalog-graph", Some(2)),
            ("/settings", Some(3)),
            ("/elsewhere", None),
        ];
        for (path, expected) in table {
            assert_eq!(active_entry(&frame(path)), expected, "{path}");
        }
    }

    #[test]
    fn the_document_is_sound_and_escapes_the_brand() {
        let document = page(&frame("/catalog"), "Catalog", &html! { h1 { "Catalog" } }).into_string();
        assert_eq!(inspect::problems(&document), Vec::<String>::new());
        assert!(document.contains("data-theme=\"dark\""));
        assert!(document.contains("Orchard &amp; &lt;sons&gt;"));
        assert!(document.contains("Sign in"));
    }
}
