//! `/catalog/:namespace/:kind/:name`: the head of an entity's page and its tabs. What is in a tab is drawn by whoever adds it.

use maud::{Markup, html};
use ui::button::{self, MenuItem, Weight};
use ui::header::{self, PageHeader};
use ui::kind::{self, EntityLink};
use ui::tabs::{self, Tab};
use ui::{Frame, Href, Icon, Link, Tone, badge};

/// Everything that the page shows inside of the frame.
pub struct EntityPage {
    pub header: Header,
    pub tabs: Vec<Tab>,
    /// The tab that is open.
    pub body: Markup,
}

/// What stays above all tabs.
pub struct Header {
    /// The way from the catalog to the entity's kind.
    pub breadcrumb: Vec<Link>,
    pub kind: String,
    /// Title, display name or name.
    pub title: String,
    /// Kind and type, such as `Component · service`.
    pub sort: String,
    pub description: Option<String>,
    pub lifecycle: Option<String>,
    pub owners: Vec<EntityLink>,
    pub orphan: bool,
    pub actions: Actions,
}

/// What can be done; `None` for what this reader may not do or what this entity does not have.
#[derive(Default)]
pub struct Actions {
    pub view_source: Option<Href>,
    pub edit_source: Option<Href>,
    /// Leads to the form.
    pub edit: Href,
    /// Leads to the form of a new entity like this one, for readers who may store some.
    pub duplicate: Option<Href>,
    /// Posts.
    pub refresh: Option<Href>,
    /// Leads to a page that asks again.
    pub unregister: Option<Href>,
    /// Full reference, to copy.
    pub reference: String,
    /// Leads to the entity as the catalog has it.
    pub inspect: Href,
    /// Leads to what breaks without the entity.
    pub impact: Href,
    /// What features add.
    pub added: Vec<Markup>,
}

/// The whole document.
pub fn render(frame: &Frame, page: &EntityPage) -> Markup {
    let content = html! {
        (header::breadcrumb(&page.header.breadcrumb, &page.header.title))
        (head(&page.header))
        (tabs::tabs("Views of this entity", &page.tabs))
        (page.body)
    };
    ui::layout::page(frame, &page.header.title, &content)
}

fn head(header: &Header) -> Markup {
    header::page_header(&PageHeader {
        mark: kind::big_mark(&header.kind),
        title: header.title.clone(),
        below: html! {
            @if let Some(description) = &header.description { p dir="auto" { (description) } }
            div.head-line {
                span { bdi { (header.sort) } }
                @if let Some(lifecycle) = &header.lifecycle { (badge::lifecycle(lifecycle)) }
                @for owner in &header.owners { (kind::entity_link(owner)) }
                span.reference { (header.actions.reference) }
                @if header.orphan {
                    (badge::badge("orphan: no location provides it any more", Tone::Warn, Some(Icon::Warning)))
                }
            }
        },
        actions: actions(&header.actions),
    })
}

fn actions(actions: &Actions) -> Markup {
    let mut items =
        vec![MenuItem::Copy { label: "Copy reference".to_owned(), text: actions.reference.clone() }];
    items.push(MenuItem::Link {
        label: "Inspect".to_owned(),
        icon: Icon::Code,
        href: actions.inspect.clone(),
    });
    items.push(MenuItem::Link {
        label: "What breaks without it".to_owned(),
        icon: Icon::Graph,
        href: actions.impact.clone(),
    });
    if let Some(edit) = &actions.edit_source {
        items.push(MenuItem::Link {
            label: "Edit the file at its source".to_owned(),
            icon: Icon::Outside,
            href: edit.clone(),
        });
    }
    if let Some(duplicate) = &actions.duplicate {
        items.push(MenuItem::Link {
            label: "Create one like this".to_owned(),
            icon: Icon::Copy,
            href: duplicate.clone(),
        });
    }
    if let Some(refresh) = &actions.refresh {
        items.push(MenuItem::Post {
            label: "Refresh from source".to_owned(),
            icon: Icon::Refresh,
            action: refresh.clone(),
            danger: false,
        });
    }
    if let Some(unregister) = &actions.unregister {
        items.push(MenuItem::Line);
        items.push(MenuItem::Link {
            label: "Unregister…".to_owned(),
            icon: Icon::Remove,
            href: unregister.clone(),
        });
    }
    html! {
        @for added in &actions.added { (added) }
        @if let Some(source) = &actions.view_source { (button::link("Source", Some(Icon::Code), source, Weight::Plain)) }
        (button::link("Edit", Some(Icon::Edit), &actions.edit, Weight::Plain))
        (button::menu("More actions", Icon::Dots, false, &items))
    }
}
