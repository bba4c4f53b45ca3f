//! The places of the portal: the rail at the start of the line, and the bar at the bottom of a phone.

use maud::{Markup, html};

use crate::layout::{Brand, Frame, NavigationLink};
use crate::{Icon, badge, count, icon, kind, shortcuts, theme};

/// How wide the rail is. The choice lives in a cookie, as that of colours does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rail {
    #[default]
    Wide,
    /// Icons only.
    Narrow,
}

/// The cookie that holds the choice. Its value is one of [`Rail::name`]; anything else means wide.
pub const COOKIE: &str = "callboard-rail";

impl Rail {
    /// The value of the cookie and of the form's field `rail`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }

    /// Reads a cookie's or a form field's value.
    pub fn named(name: &str) -> Self {
        if name == Self::Narrow.name() { Self::Narrow } else { Self::Wide }
    }

    /// The value of the page's `data-rail`.
    pub(crate) fn attribute(self) -> Option<&'static str> {
        (self == Self::Narrow).then(|| self.name())
    }

    fn other(self) -> Self {
        match self {
            Self::Wide => Self::Narrow,
            Self::Narrow => Self::Wide,
        }
    }
}

/// How many entries the bottom bar shows before "More".
const BOTTOM_ENTRIES: usize = 4;
/// Starred things beyond these are found in the catalog.
const SHOWN_STARRED: usize = 8;

pub(crate) fn rail(frame: &Frame) -> Markup {
    let active = active_entry(frame);
    let jumps = shortcuts::jumps(&frame.navigation);
    let places = |at_end: bool| {
        html! {
            @for (index, entry) in frame.navigation.iter().enumerate() {
                @if entry.at_end == at_end {
                    (place(entry, active == Some(index), jumps.get(index).copied().flatten()))
                }
            }
        }
    };
    html! {
        header.rail id="places" {
            a.brand href="/" { (brand_mark(&frame.brand)) bdi.label { (frame.brand.title) } }
            (find(frame))
            nav.places aria-label="Places" { (places(false)) }
            (starred(frame))
            div.rail-end {
                nav.places aria-label="Yours" { (places(true)) (support(frame)) }
                div.rail-choices {
                    (theme::switch(frame.theme, &frame.theme_action, &frame.active_path))
                    (width(frame))
                }
                (who(frame))
            }
        }
    }
}

/// The field that searches, and that opens the palette where there is a script.
fn find(frame: &Frame) -> Markup {
    let target = frame.search.as_ref().and_then(|search| search.get());
    let class = if target.is_some() { "find" } else { "find needs-script" };
    html! {
        @if target.is_some() || frame.palette.is_some() {
            form class=(class) method="get" action=[target] role="search" aria-label="Whole portal" data-find {
                button.go aria-label="Search" { (icon::draw(Icon::Search)) }
                input type="search" name="query" placeholder="Find anything" aria-label="Find anything"
                    autocomplete="off" enterkeyhint="search" data-key="/";
                kbd aria-hidden="true" { "/" }
            }
        }
    }
}

fn place(entry: &NavigationLink, active: bool, jump: Option<char>) -> Markup {
    html! {
        a.place href=[entry.href.get()] aria-current=[active.then_some("page")] data-tip=(entry.label)
            data-jump=[jump] {
            (icon::draw(entry.icon)) span.label { (entry.label) }
            @if let Some(number) = entry.count { span.amount { (count(number)) span.unseen { " new" } } }
        }
    }
}

fn starred(frame: &Frame) -> Markup {
    html! {
        @if !frame.starred.is_empty() {
            nav.places.starred aria-labelledby="starred" {
                h2 id="starred" { "Starred" }
                @for entity in frame.starred.iter().take(SHOWN_STARRED) {
                    a.place href=[entity.href.get()] title=(entity.reference) {
                        (kind::mark(&entity.kind)) bdi.label { (entity.label) }
                    }
                }
            }
        }
    }
}

fn support(frame: &Frame) -> Markup {
    html! {
        @match frame.support.as_slice() {
            [] => {},
            [only] => a.place href=[only.href.get()] data-tip=(only.label) { (icon::draw(Icon::Help)) span.label { (only.label) } },
            several => details.help {
                summary.place { (icon::draw(Icon::Help)) span.label { "Help" } }
                ul { @for link in several { li { a.place href=[link.href.get()] { span.label { (link.label) } } } } }
            },
        }
    }
}

fn width(frame: &Frame) -> Markup {
    let label = match frame.rail {
        Rail::Wide => "Narrow rail",
        Rail::Narrow => "Wide rail",
    };
    html! {
        form.rail-width method="post" action=[frame.rail_action.get()] data-rail-form {
            input type="hidden" name="return" value=(frame.active_path);
            button name="rail" value=(frame.rail.other().name()) aria-label=(label) title=(label) { (icon::draw(Icon::Panel)) }
        }
    }
}

fn who(frame: &Frame) -> Markup {
    html! {
        @if let Some(user) = &frame.user {
            a.me href=[user.href.get()] {
                (badge::face(&user.name))
                span.label {
                    bdi.cut { (user.name) }
                    @if let Some(detail) = &user.detail { small.cut { (detail) } }
                }
            }
        } @else if let Some(sign_in) = &frame.sign_in {
            a.place href=[sign_in.get()] data-tip="Sign in" { (icon::draw(Icon::Enter)) span.label { "Sign in" } }
        }
    }
}

pub(crate) fn bottom_bar(frame: &Frame) -> Markup {
    let active = active_entry(frame);
    html! {
        nav.bottom aria-label="Places, short" {
            @for (index, entry) in frame.navigation.iter().enumerate().filter(|(_, entry)| !entry.at_end).take(BOTTOM_ENTRIES) {
                a href=[entry.href.get()] aria-current=[(active == Some(index)).then_some("page")] {
                    (icon::draw(entry.icon)) span.cut { (entry.label) }
                }
            }
            a href="#places" { (icon::draw(Icon::Dots)) "More" }
        }
    }
}

fn brand_mark(brand: &Brand) -> Markup {
    html! {
        @match brand.logo.as_ref().and_then(|logo| logo.get()) {
            Some(logo) => img src=(logo) alt="" width="26" height="26";,
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
    use crate::samples;

    #[test]
    fn the_longest_address_above_the_page_is_lit() {
        let table = [
            ("/", Some("Home")),
            ("/catalog", Some("Catalog")),
            ("/catalog?filters[kind]=api", Some("Catalog")),
            ("/catalog/default/component/x", Some("Catalog")),
            ("/catalog-graph", Some("Graph")),
            ("/settings", Some("Settings")),
            ("/elsewhere", None),
        ];
        for (path, expected) in table {
            let frame = Frame { active_path: path.to_owned(), ..samples::frame(theme::Theme::System) };
            let lit = active_entry(&frame).map(|index| frame.navigation[index].label.as_str());
            assert_eq!(lit, expected, "{path}");
        }
    }

    #[test]
    fn a_field_without_a_place_to_search_needs_the_script() {
        let mut frame = samples::frame(theme::Theme::System);
        frame.search = None;
        assert!(find(&frame).into_string().contains("needs-script"));
        frame.palette = None;
        assert_eq!(find(&frame).into_string(), "");
    }
}
