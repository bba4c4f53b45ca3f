//! The document around every page: head, rail, bottom bar of a phone, the place for the content, and what lies above it.

use maud::{DOCTYPE, Markup, html};

use crate::accent::Accent;
use crate::dates::Dates;
use crate::kind::EntityLink;
use crate::rail::{self, Rail};
use crate::shortcuts::Keys;
use crate::theme::Theme;
use crate::toast::{self, Toast};
use crate::{Href, Icon, Link, assets, icon, palette, shortcuts};

/// Whose portal this is.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// From `app.title`.
    pub title: String,
    /// An image that the content policy lets in; the portal's own mark when `None`.
    pub logo: Option<Href>,
    /// The icon of the browser's tab; the portal's own, which also shows that there is news, when `None`.
    pub icon: Option<Href>,
    /// The colour of links, buttons and what is chosen; the portal's own blue when `None`.
    pub accent: Option<Accent>,
}

/// An entry of the rail.
#[derive(Clone, Debug)]
pub struct NavigationLink {
    pub label: String,
    pub href: Href,
    pub icon: Icon,
    /// Something new to see, for example unread notifications. Shown here and on the icon of the browser's tab.
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
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub brand: Brand,
    pub navigation: Vec<NavigationLink>,
    /// What the reader has starred, for the rail.
    pub starred: Vec<EntityLink>,
    /// The path of this page; the entry with the longest matching address is lit.
    pub active_path: String,
    pub user: Option<User>,
    /// Where to sign in, for a reader without identity.
    pub sign_in: Option<Href>,
    /// Receives `query`; no field without it, unless there is a palette.
    pub search: Option<Href>,
    /// The endpoint of the palette, which answers as the module `palette` says.
    pub palette: Option<Href>,
    /// Where people ask for help.
    pub support: Vec<Link>,
    /// What was just done, after a form was sent.
    pub toasts: Vec<Toast>,
    pub theme: Theme,
    /// Receives the choice of colours by POST.
    pub theme_action: Href,
    /// How the script writes exact times.
    pub dates: Dates,
    /// Whether single keys act.
    pub keys: Keys,
    pub rail: Rail,
    /// Receives the choice of the rail's width by POST.
    pub rail_action: Href,
}

/// A whole document. `title` names the page in the browser's tab; `content` has the page's one `h1`.
pub fn page(frame: &Frame, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" class=[frame.brand.accent.map(Accent::class)] data-theme=[frame.theme.attribute()]
            data-rail=[frame.rail.attribute()] data-dates=[frame.dates.attribute()] data-keys=[frame.keys.attribute()] {
            (head(frame, title))
            body {
                a.skip href="#main" { "Skip to content" }
                (icon::sprite())
                div.portal {
                    (rail::rail(frame))
                    main.stage id="main" tabindex="-1" { div.wrap { (content) } }
                }
                (rail::bottom_bar(frame))
                @if let Some(endpoint) = &frame.palette { (palette::palette(endpoint)) }
                (shortcuts::shortcuts(&frame.navigation, frame.keys))
                (toast::place(&frame.toasts))
            }
        }
    }
}

fn head(frame: &Frame, title: &str) -> Markup {
    let is_news = frame.navigation.iter().any(|entry| entry.count.is_some_and(|count| count > 0));
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            title { (title) " · " (frame.brand.title) }
            // Shown when it has all arrived, which is soon: what is aligned to an end would move while a part is shown.
            link rel="expect" href={ "#" (toast::PLACE) } blocking="render";
            link rel="stylesheet" href=(assets::style_url());
            @match frame.brand.icon.as_ref().and_then(Href::get) {
                Some(icon) => link rel="icon" href=(icon);,
                None => link rel="icon" type="image/svg+xml" href=(assets::tab_icon(is_news)) data-news=(is_news);,
            }
            script type="module" src=(assets::script_url()) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{inspect, samples};

    fn document(frame: &Frame) -> String {
        page(frame, "Catalog", &html! { h1 { "Catalog" } }).into_string()
    }

    #[test]
    fn the_document_is_sound_and_escapes_the_brand() {
        let mut frame = samples::frame(Theme::Dark);
        frame.brand.title = "Orchard & <sons>".to_owned();
        frame.brand.accent = Accent::parse("#00aa55");
        let document = document(&frame);
        assert_eq!(inspect::problems(&document), Vec::<String>::new());
        assert!(document.contains("data-theme=\"dark\"") && document.contains("class=\"accent-"));
        assert!(document.contains("Orchard &amp; &lt;sons&gt;"));
    }

    #[test]
    fn an_empty_frame_is_sound_too() {
        let brand = Brand { title: "Orchard".to_owned(), ..Brand::default() };
        let frame = Frame { brand, sign_in: Some(Href::new("/sign-in")), ..Frame::default() };
        assert_eq!(inspect::problems(&document(&frame)), Vec::<String>::new());
    }

    #[test]
    fn the_icon_of_the_tab_says_that_there_is_news_and_that_of_the_brand_stays_as_it_is() {
        let mut frame = samples::frame(Theme::System);
        assert!(document(&frame).contains("data-news=\"true\""));
        for entry in &mut frame.navigation {
            entry.count = Some(0);
        }
        assert!(document(&frame).contains("data-news=\"false\""));
        frame.brand.icon = Some(Href::new("/brand.svg"));
        let document = document(&frame);
        assert!(
            document.contains("<link rel=\"icon\" href=\"/brand.svg\">") && !document.contains("data-news")
        );
    }
}
