//! Saved views: the menu that keeps the list as it is under a name, and the page on which a reader renames and deletes
//! what they have kept.

use maud::{Markup, html};
use ui::button::{self, Weight};
use ui::header::{self, PageHeader};
use ui::notice::{self, State};
use ui::{Frame, Href, Icon, Link, Tone, icon};

/// The fields of the forms.
pub const NAME: &str = "name";
pub const LIST: &str = "list";
pub const VIEW: &str = "view";
pub const DO: &str = "do";
/// The values of [`DO`].
pub const RENAME: &str = "rename";
pub const DELETE: &str = "delete";

/// The menu beside the list.
pub enum SaveView {
    /// `action` receives [`NAME`] and [`LIST`].
    Form {
        action: Href,
        list: String,
        /// The most characters of a name.
        longest: usize,
    },
    /// Nothing can be kept for this reader; the text says why and what helps.
    Not { why: String },
}

/// Renders the menu.
pub(super) fn save(save: &SaveView) -> Markup {
    html! {
        details.menu {
            summary.button { (icon::draw(Icon::Bookmark)) span.wide-only { "Save view" } }
            div.menu-form {
                @match save {
                    SaveView::Form { action, list, longest } => form method="post" action=[action.get()] aria-label="Save view" {
                        input type="hidden" name=(LIST) value=(list);
                        label for="view-name" { "Name" }
                        input.input id="view-name" name=(NAME) required maxlength=(longest) autocomplete="off" dir="auto";
                        p.muted { "Keeps the filters, the order and the columns. Only you see it." }
                        button.button.main.small { "Save" }
                    },
                    SaveView::Not { why } => p { (why) },
                }
            }
        }
    }
}

/// The page of all saved views.
pub struct ViewsPage {
    pub catalog: Href,
    /// Receives [`VIEW`], [`DO`] and [`NAME`].
    pub action: Href,
    /// The most characters of a name.
    pub longest: usize,
    pub views: Views,
}

/// What stands on it.
pub enum Views {
    Kept(Vec<KeptView>),
    Not { why: String },
}

/// One of them.
pub struct KeptView {
    pub id: String,
    pub name: String,
    pub href: Href,
    /// What it filters by, in words.
    pub told: String,
    /// What is wrong with the name that was sent.
    pub wrong: Option<String>,
}

const TITLE: &str = "Saved views";

/// The whole document.
pub fn render(frame: &Frame, page: &ViewsPage) -> Markup {
    let crumbs = [Link { label: "Catalog".to_owned(), href: page.catalog.clone() }];
    let content = html! {
        (header::breadcrumb(&crumbs, TITLE))
        (header::page_header(&PageHeader {
            mark: html! {},
            title: TITLE.to_owned(),
            below: html! { p { "Lists that you have kept under a name. Only you see them." } },
            actions: html! {},
        }))
        div.card {
            @match &page.views {
                Views::Kept(views) if views.is_empty() => (empty(page)),
                Views::Kept(views) => ul.kept-views { @for view in views { li { (kept(page, view)) } } },
                Views::Not { why } => (notice::state(&State {
                    icon: Icon::Lock,
                    tone: Tone::Plain,
                    title: "Nothing is kept for you here".to_owned(),
                    text: why.clone(),
                    detail: html! {},
                    actions: back(page),
                })),
            }
        }
    };
    ui::layout::page(frame, TITLE, &content)
}

fn back(page: &ViewsPage) -> Markup {
    button::link("To the catalog", Some(Icon::Catalog), &page.catalog, Weight::Plain)
}

fn empty(page: &ViewsPage) -> Markup {
    notice::state(&State {
        icon: Icon::Bookmark,
        tone: Tone::Accent,
        title: "No saved views yet".to_owned(),
        text: "Filter and sort the catalog as you need it, then press “Save view” above the list.".to_owned(),
        detail: html! {},
        actions: back(page),
    })
}

fn kept(page: &ViewsPage, view: &KeptView) -> Markup {
    let described = format!("wrong-{}", view.id);
    html! {
        a.link href=[view.href.get()] dir="auto" { bdi { (view.name) } }
        span.muted.cut title=(view.told) { (view.told) }
        form method="post" action=[page.action.get()] aria-label={ "Change " (view.name) } {
            input type="hidden" name=(VIEW) value=(view.id);
            input.input name=(NAME) value=(view.name) required maxlength=(page.longest) autocomplete="off" dir="auto"
                aria-label={ "Name of " (view.name) } aria-invalid=[view.wrong.as_ref().map(|_| "true")]
                aria-describedby=[view.wrong.as_ref().map(|_| &described)];
            button.button.small type="submit" name=(DO) value=(RENAME) { "Rename" }
            button.button.danger.small type="submit" name=(DO) value=(DELETE) formnovalidate { "Delete" }
            @if let Some(wrong) = &view.wrong { p.wrong id=(described) { (icon::draw(Icon::Warning)) (wrong) } }
        }
    }
}
