//! The portal's icons: strokes on a grid of 24, drawn for it. A page carries them once, as a sprite; each use is a reference.

use maud::{Markup, PreEscaped, html};

/// Every icon. The drawings below stand in the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Home,
    Catalog,
    Component,
    Api,
    System,
    Domain,
    Resource,
    Group,
    User,
    Template,
    Place,
    Spark,
    Docs,
    Create,
    Graph,
    Search,
    Bell,
    Settings,
    Star,
    Code,
    Edit,
    Copy,
    Refresh,
    Remove,
    Outside,
    Link,
    Download,
    Filter,
    Close,
    Check,
    Up,
    Down,
    Dots,
    Warning,
    Stop,
    Info,
    Lock,
    Clock,
    Sun,
    Moon,
    Screen,
    Contrast,
    Enter,
    Leave,
    Chart,
    Dot,
    Eye,
    Help,
    Ring,
    Minus,
    Columns,
    Fit,
    Bookmark,
    Panel,
    Play,
    Mail,
    Chat,
    Folder,
    File,
    Next,
    Previous,
    Terminal,
    Shield,
    Book,
    Branch,
    Undo,
}

/// Name and SVG shapes of each icon, in the order of [`Icon`].
#[rustfmt::skip]
const DRAWINGS: [(Icon, &str, &str); 66] = [
    (Icon::Home, "home", r#"<path d="M4 11.500 12 5l8 6.500V19a1 1 0 0 1-1 1h-4.500v-5.500h-5V20H5a1 1 0 0 1-1-1z"/>"#),
    (Icon::Catalog, "catalog", r#"<path d="M5 4h5v6H4V5a1 1 0 0 1 1-1zM14 4h5a1 1 0 0 1 1 1v5h-6zM4 14h6v6H5a1 1 0 0 1-1-1zM14 14h6v5a1 1 0 0 1-1 1h-5z"/>"#),
    (Icon::Component, "component", r#"<path d="m12 4 7 4v8l-7 4-7-4V8zM5 8l7 4 7-4M12 12v8"/>"#),
    (Icon::Api, "api", r#"<path d="M8 5C5.500 5 6.500 11 4 12c2.500 1 1.500 7 4 7M16 5c2.500 0 1.500 6 4 7-2.500 1-1.500 7-4 7"/>"#),
    (Icon::System, "system", r#"<rect x="4.500" y="4.500" width="15" height="15" rx="3"/><path d="M4.500 12h15M12 4.500v15"/>"#),
    (Icon::Domain, "domain", r#"<circle cx="12" cy="12" r="8"/><path d="M4 12h16M12 4c3 2.500 3 13.500 0 16M12 4c-3 2.500-3 13.500 0 16"/>"#),
    (Icon::Resource, "resource", r#"<ellipse cx="12" cy="6.500" rx="7" ry="2.500"/><path d="M5 6.500v11c0 1.400 3.100 2.500 7 2.500s7-1.100 7-2.500v-11M5 12c0 1.400 3.100 2.500 7 2.500s7-1.100 7-2.500"/>"#),
    (Icon::Group, "group", r#"<circle cx="9" cy="9" r="3"/><path d="M3.500 19c.5-3.200 2.700-5 5.500-5s5 1.800 5.500 5M15.500 6.300a3 3 0 0 1 0 5.400M17.500 14.600c1.700.7 2.700 2.200 3 4.400"/>"#),
    (Icon::User, "user", r#"<circle cx="12" cy="8.500" r="3.500"/><path d="M5 20c.7-4 3.500-6 7-6s6.300 2 7 6"/>"#),
    (Icon::Template, "template", r#"<path d="M5 5h14v5H5zM5 14h6v5H5zM15 14h4v5h-4z"/>"#),
    (Icon::Place, "place", r#"<path d="M12 20.500c-4-4.200-6-7.400-6-10.200a6 6 0 0 1 12 0c0 2.800-2 6-6 10.200z"/><circle cx="12" cy="10" r="2"/>"#),
    (Icon::Spark, "spark", r#"<path d="M12 4c.6 4.900 3.100 7.400 8 8-4.900.6-7.400 3.100-8 8-.6-4.900-3.100-7.400-8-8 4.900-.6 7.400-3.100 8-8z"/>"#),
    (Icon::Docs, "docs", r#"<path d="M6 4h9l4 4v11a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM14.500 4v4.500H19M8.500 13h7M8.500 16.500h5"/>"#),
    (Icon::Create, "create", r#"<path d="M12 5v14M5 12h14"/>"#),
    (Icon::Graph, "graph", r#"<circle cx="6" cy="12" r="2.500"/><circle cx="17.500" cy="6" r="2.500"/><circle cx="17.500" cy="18" r="2.500"/><path d="m8.300 10.800 6.900-3.600M8.300 13.200l6.900 3.600"/>"#),
    (Icon::Search, "search", r#"<circle cx="11" cy="11" r="6"/><path d="m20 20-4.600-4.600"/>"#),
    (Icon::Bell, "bell", r#"<path d="M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500L19 18H5zM10 20.500h4"/>"#),
    (Icon::Settings, "settings", r#"<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>"#),
    (Icon::Star, "star", r#"<path d="m12 4.500 2.300 4.800 5.200.7-3.800 3.600.9 5.200-4.600-2.500-4.600 2.500.9-5.200L4.500 10l5.200-.7z"/>"#),
    (Icon::Code, "code", r#"<path d="m9 8-4 4 4 4M15 8l4 4-4 4"/>"#),
    (Icon::Edit, "edit", r#"<path d="m5 19 1-4 9.500-9.500 3 3L9 18z"/>"#),
    (Icon::Copy, "copy", r#"<path d="M9 9h10v11H9z"/><path d="M15 9V4H5v11h4"/>"#),
    (Icon::Refresh, "refresh", r#"<path d="M19 8a8 8 0 1 0 1 6M19.500 4v4.500H15"/>"#),
    (Icon::Remove, "remove", r#"<path d="M5 7h14M10 7V4.500h4V7M7 7l.8 13h8.400L17 7M10.500 11v5M13.500 11v5"/>"#),
    (Icon::Outside, "outside", r#"<path d="M13 5h6v6M19 5l-8 8M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4"/>"#),
    (Icon::Link, "link", r#"<path d="M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1"/>"#),
    (Icon::Download, "download", r#"<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>"#),
    (Icon::Filter, "filter", r#"<path d="M4 6h16M7 12h10M10 18h4"/>"#),
    (Icon::Close, "close", r#"<path d="m6 6 12 12M18 6 6 18"/>"#),
    (Icon::Check, "check", r#"<path d="m5 12.500 4.500 4.500L19 7.500"/>"#),
    (Icon::Up, "up", r#"<path d="M12 19V5M6 11l6-6 6 6"/>"#),
    (Icon::Down, "down", r#"<path d="M12 5v14M6 13l6 6 6-6"/>"#),
    (Icon::Dots, "dots", r#"<path stroke-width="2.8" d="M6 12h.1M12 12h.1M18 12h.1"/>"#),
    (Icon::Warning, "warning", r#"<path d="M12 5 3.500 19h17zM12 10.500v4M12 17v.1"/>"#),
    (Icon::Stop, "stop", r#"<circle cx="12" cy="12" r="8"/><path d="M12 8v5M12 16v.1"/>"#),
    (Icon::Info, "info", r#"<circle cx="12" cy="12" r="8"/><path d="M12 11v5M12 8v.1"/>"#),
    (Icon::Lock, "lock", r#"<rect x="5.500" y="11" width="13" height="9" rx="2"/><path d="M8.500 11V8a3.500 3.500 0 0 1 7 0v3"/>"#),
    (Icon::Clock, "clock", r#"<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>"#),
    (Icon::Sun, "sun", r#"<circle cx="12" cy="12" r="3.500"/><path d="M12 3.500v2M12 18.500v2M3.500 12h2M18.500 12h2M6 6l1.400 1.400M16.600 16.600 18 18M18 6l-1.400 1.400M7.400 16.600 6 18"/>"#),
    (Icon::Moon, "moon", r#"<path d="M19.500 14A8 8 0 0 1 10 4.500a8 8 0 1 0 9.500 9.500z"/>"#),
    (Icon::Screen, "screen", r#"<rect x="4" y="5" width="16" height="11" rx="1.500"/><path d="M9 20h6M12 16v4"/>"#),
    (Icon::Contrast, "contrast", r#"<circle cx="12" cy="12" r="8"/><path d="M12 4v16M12 6.500c3 0 5.500 2.500 5.500 5.500s-2.500 5.500-5.500 5.500M12 10h4.500M12 14h4.500"/>"#),
    (Icon::Enter, "enter", r#"<path d="M14 5h4a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1h-4M4 12h10M10 8l4 4-4 4"/>"#),
    (Icon::Leave, "leave", r#"<path d="M10 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h4M10 12h10M16 8l4 4-4 4"/>"#),
    (Icon::Chart, "chart", r#"<path d="M5 20V10M12 20V4M19 20v-7"/>"#),
    (Icon::Dot, "dot", r#"<circle cx="12" cy="12" r="4"/>"#),
    (Icon::Eye, "eye", r#"<path d="M3.500 12c2-3.700 5-5.500 8.500-5.500s6.500 1.800 8.500 5.500c-2 3.700-5 5.500-8.500 5.500S5.500 15.700 3.500 12z"/><circle cx="12" cy="12" r="2.300"/>"#),
    (Icon::Help, "help", r#"<circle cx="12" cy="12" r="8"/><path d="M9.800 10a2.200 2.200 0 1 1 3 2c-.6.300-.8.600-.8 1.400M12 16v.1"/>"#),
    (Icon::Ring, "ring", r#"<circle cx="12" cy="12" r="5"/>"#),
    (Icon::Minus, "minus", r#"<path d="M5 12h14"/>"#),
    (Icon::Columns, "columns", r#"<path d="M5 5h14v14H5zM9.700 5v14M14.300 5v14"/>"#),
    (Icon::Fit, "fit", r#"<path d="M5 9V5h4M15 5h4v4M19 15v4h-4M9 19H5v-4"/>"#),
    (Icon::Bookmark, "bookmark", r#"<path d="M7 4.500h10v15l-5-4-5 4z"/>"#),
    (Icon::Panel, "panel", r#"<path d="M5 5h14v14H5zM10 5v14"/>"#),
    (Icon::Play, "play", r#"<path d="M8 5.500v13l10-6.500z"/>"#),
    (Icon::Mail, "mail", r#"<path d="M4 6h16v12H4zM4 7l8 6 8-6"/>"#),
    (Icon::Chat, "chat", r#"<path d="M5 5h14v10h-7l-4 4v-4H5z"/>"#),
    (Icon::Folder, "folder", r#"<path d="M4 18V6h6l2 2.500h8V18z"/>"#),
    (Icon::File, "file", r#"<path d="M7 4h7l4 4v12H7zM14 4v4h4"/>"#),
    (Icon::Next, "next", r#"<path d="m10 6 6 6-6 6"/>"#),
    (Icon::Previous, "previous", r#"<path d="m14 6-6 6 6 6"/>"#),
    (Icon::Terminal, "terminal", r#"<path d="M4 5h16v14H4zM7.500 9.500l3 2.500-3 2.500M12.500 15h4"/>"#),
    (Icon::Shield, "shield", r#"<path d="M12 4 5.500 6.500V12c0 4 2.700 6.500 6.500 8 3.800-1.500 6.500-4 6.500-8V6.500z"/>"#),
    (Icon::Book, "book", r#"<path d="M5 5h5a2 2 0 0 1 2 2v12a2 2 0 0 0-2-1.500H5zM19 5h-5a2 2 0 0 0-2 2v12a2 2 0 0 1 2-1.500h5z"/>"#),
    (Icon::Branch, "branch", r#"<circle cx="7" cy="6" r="2"/><circle cx="7" cy="18" r="2"/><circle cx="17" cy="8" r="2"/><path d="M7 8v8M17 10c0 3-3 3.500-10 4.500"/>"#),
    (Icon::Undo, "undo", r#"<path d="M8 6 4.500 9.500 8 13M5 9.500h9a5 5 0 0 1 0 10h-3"/>"#),
];

impl Icon {
    /// The icon's name in lower case, as navigation entries and catalog links use it.
    pub fn name(self) -> &'static str {
        DRAWINGS.get(self as usize).map_or("", |(_, name, _)| name)
    }

    /// Finds an icon by its name, whatever the case.
    pub fn named(name: &str) -> Option<Self> {
        DRAWINGS.iter().find(|(_, known, _)| known.eq_ignore_ascii_case(name)).map(|(icon, ..)| *icon)
    }

    /// Every icon there is.
    pub fn all() -> impl Iterator<Item = Self> {
        DRAWINGS.iter().map(|(icon, ..)| *icon)
    }
}

/// An icon beside a text; hidden from people who listen, because the text says it.
pub fn draw(icon: Icon) -> Markup {
    html! { svg.icon aria-hidden="true" { use href={ "#icon-" (icon.name()) } {} } }
}

/// All drawings, once per page.
pub(crate) fn sprite() -> Markup {
    html! {
        svg.sprite width="0" height="0" aria-hidden="true" {
            @for (_, name, shapes) in DRAWINGS {
                symbol id={ "icon-" (name) } viewBox="0 0 24 24" { (PreEscaped(shapes)) }
            }
        }
    }
}

/// The drawings of some icons, for pages that use few.
pub fn sprite_of(icons: &[Icon]) -> Markup {
    html! {
        svg.sprite width="0" height="0" aria-hidden="true" {
            @for (_, name, shapes) in icons.iter().filter_map(|icon| DRAWINGS.get(*icon as usize)) {
                symbol id={ "icon-" (name) } viewBox="0 0 24 24" { (PreEscaped(shapes)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_stand_in_the_order_of_the_names() {
        for (position, (icon, name, shapes)) in DRAWINGS.into_iter().enumerate() {
            assert_eq!(icon as usize, position);
            assert_eq!(name, format!("{icon:?}").to_lowercase());
            assert_eq!(Icon::named(&name.to_uppercase()), Some(icon));
            assert!(shapes.starts_with('<') && shapes.ends_with("/>"));
        }
        assert_eq!(Icon::named("kind:component"), None);
    }
}
