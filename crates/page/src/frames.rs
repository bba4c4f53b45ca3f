//! Fills the frame around a page: brand from the configuration, places from all features, the reader from the request.

use kernel::config::Section;
use kernel::extension::{Flags, MenuItem};
use kernel::{Principal, Services};
use ui::{Accent, Brand, Frame, Href, Icon, Link, NavigationLink, User};

use crate::Visit;
use crate::audience::{self, Asked};

/// Where the choice of colours is posted to, and where a reader finds who they are here.
pub const THEME_ACTION: &str = "/settings/theme";
pub const SETTINGS: &str = "/settings";
/// Where the choice of the rail's width is posted to.
pub const RAIL_ACTION: &str = "/settings/rail";
/// Where the choice of how dates are written is posted to.
pub const DATES_ACTION: &str = "/settings/dates";
/// Where the choice whether single keys act is posted to.
pub const KEYS_ACTION: &str = "/settings/keys";
/// Where the choice of flags is posted to.
pub const FLAGS_ACTION: &str = "/settings/flags";
/// Where readers without identity sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Where the palette asks; there once [`SEARCH`] is.
pub const PALETTE: &str = "/palette";
/// Where the field of the rail leads, once a feature is there.
pub const SEARCH: &str = "/search";
/// The name of a portal that has none in its configuration.
const NAMELESS: &str = "Callboard";

/// Makes frames. Cheap to clone.
#[derive(Clone)]
pub struct Frames {
    services: Services,
}

impl Frames {
    pub fn new(services: &Services) -> Self {
        Self { services: services.clone() }
    }

    /// The frame for one visit.
    pub fn of(&self, visit: &Visit) -> Frame {
        let user = reader(visit);
        Frame {
            brand: self.brand(),
            navigation: self.places(&visit.flags),
            active_path: visit.address.clone(),
            sign_in: user.is_none().then(|| Href::new(SIGN_IN)),
            user,
            search: self.has(SEARCH).then(|| Href::new(SEARCH)),
            palette: (self.has(SEARCH) && visit.ctx.principal() != &Principal::None)
                .then(|| Href::new(PALETTE)),
            support: self.support(),
            theme: visit.theme,
            theme_action: Href::new(THEME_ACTION),
            dates: visit.dates,
            keys: visit.keys,
            rail: visit.rail,
            rail_action: Href::new(RAIL_ACTION),
            ..Frame::default()
        }
    }

    /// The entries of the rail that are for a reader with these flags.
    fn places(&self, flags: &Flags) -> Vec<NavigationLink> {
        let layout = self.services.extensions.layout();
        let is_for = |item: &&MenuItem| {
            let asked = Asked { id: item.href, condition: item.condition.as_ref(), item: item.item.as_ref() };
            audience::is_for(&layout, asked, flags)
        };
        layout.menu.iter().filter(is_for).map(place).collect()
    }

    /// Whether the rail leads to `href`, so that a page may, too.
    pub fn has(&self, href: &str) -> bool {
        self.services.navigation.has(href)
    }

    /// `app.title`, or the name of the organisation, with the looks below `callboard.brand`. Read at every page, so that a
    /// changed configuration shows at once.
    pub fn brand(&self) -> Brand {
        let root = self.services.config.root();
        let title = text(&root, "app.title").or_else(|| text(&root, "organization.name"));
        Brand {
            title: title.unwrap_or_else(|| NAMELESS.to_owned()),
            logo: text(&root, "callboard.brand.logo").map(Href::new),
            icon: text(&root, "callboard.brand.icon").map(Href::new),
            accent: text(&root, "callboard.brand.accent").and_then(|colour| Accent::parse(&colour)),
        }
    }

    /// The links below `app.support`, or the page that it names when there are none.
    fn support(&self) -> Vec<Link> {
        let root = self.services.config.root();
        let mut links = Vec::new();
        for item in root.sections("app.support.items").unwrap_or_default() {
            for link in item.sections("links").unwrap_or_default() {
                if let Some(url) = text(&link, "url") {
                    let title = text(&link, "title").or_else(|| text(&item, "title"));
                    links.push(Link::new(title.unwrap_or_else(|| url.clone()), url));
                }
            }
        }
        if links.is_empty()
            && let Some(url) = text(&root, "app.support.url")
        {
            links.push(Link::new("Help", url));
        }
        links
    }
}

/// A text that is there and says something.
fn text(section: &Section, path: &str) -> Option<String> {
    section.string(path).ok().flatten().filter(|text| !text.trim().is_empty())
}

fn place(item: &MenuItem) -> NavigationLink {
    NavigationLink {
        label: item.label.clone(),
        href: Href::new(item.href),
        icon: Icon::named(&item.icon).unwrap_or(Icon::Dot),
        count: None,
        at_end: item.at_end,
    }
}

/// The reader by the name in their ref; the namespace stands below it unless it is the usual one.
fn reader(visit: &Visit) -> Option<User> {
    match visit.ctx.principal() {
        Principal::None => None,
        Principal::Service { subject, .. } => {
            Some(User { name: subject.clone(), detail: None, href: Href::new(SETTINGS) })
        }
        Principal::User { entity_ref, .. } => {
            let full_name = entity_ref.split_once(':').map_or(entity_ref.as_str(), |(_, rest)| rest);
            let (namespace, name) = full_name.split_once('/').unwrap_or(("default", full_name));
            let detail = (namespace != "default").then(|| namespace.to_owned());
            Some(User { name: name.to_owned(), detail, href: Href::new(SETTINGS) })
        }
    }
}
