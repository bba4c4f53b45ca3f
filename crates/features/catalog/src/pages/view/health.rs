//! The sources of the catalog as a table, below the numbers that say how they fare.

use maud::{Markup, html};
use ui::button::{self, Weight};
use ui::notice::{self, State};
use ui::table::{self, Column, Pager, Width};
use ui::tabs::{self, Tab};
use ui::{Href, Icon, Moment, Tone, badge, card, count, plural};

use crate::locations::health::Health;

/// The page below `/settings`.
pub struct SourcesPage {
    pub health: Health,
    /// How many sources are being read because the reader has just asked.
    pub said: Option<u64>,
    /// Whether the reader may have sources read again.
    pub may_manage: bool,
    pub sources: Vec<Source>,
    pub is_failing_only: bool,
    pub all: Href,
    pub failing: Href,
    pub unprocessed: Href,
    /// Receives what is to be read again.
    pub again: Href,
    pub pager: Pager,
}

/// One source.
pub struct Source {
    pub entity_ref: String,
    /// `url`, `file`, or what else it reads.
    pub kind: String,
    pub target: String,
    /// Targets beside the first.
    pub further: usize,
    /// The page of the Location, where there is one.
    pub entity: Href,
    pub standing: Standing,
    pub files: u64,
    /// How many, in words.
    pub entities: String,
    pub checked: Option<Moment>,
    /// `None` when it is never read again.
    pub next: Option<Next>,
}

/// When a source is read again.
pub enum Next {
    /// It is due and waits for a reader.
    InItsTurn,
    /// In words.
    At(Markup),
}

/// How a source fares.
pub enum Standing {
    Well,
    Waiting,
    /// With the first problem and how many more there are.
    Failing {
        first: String,
        others: usize,
    },
}

/// Renders the page's body.
pub fn sources(page: &SourcesPage) -> Markup {
    let health = &page.health;
    html! {
        @if let Some(begun) = page.said { (said(begun)) }
        dl.figures {
            (figure("Sources", health.sources, &told_sources(health), Tone::Plain))
            (figure("With problems", health.failing, "at the last reading", bad(health.failing)))
            (figure("Failed entities", health.failed, "named, never sound", bad(health.failed)))
            (figure("Changes", u64::try_from(health.changes).unwrap_or_default(), "since the beginning", Tone::Plain))
        }
        div.card {
            div.tools {
                (tabs::segments("Which sources", &[
                    Tab::new("All", page.all.get().unwrap_or_default(), !page.is_failing_only).with_count(health.sources, Tone::Plain),
                    Tab::new("With problems", page.failing.get().unwrap_or_default(), page.is_failing_only).with_count(health.failing, bad(health.failing)),
                ]))
                @if page.may_manage && health.failing > 0 { (again(page, None)) }
            }
            @if page.sources.is_empty() { (nothing(page)) } @else { (list(page)) }
        }
        @if health.failed + health.pending > 0 {
            p.quiet {
                "Entities that sources name but the catalog could not take: "
                a.link href=[page.unprocessed.get()] { (count(health.failed)) " failed, " (count(health.pending)) " pending" } "."
            }
        }
    }
}

fn told_sources(health: &Health) -> String {
    format!("{} by configuration, {} registered", count(health.configured), count(health.registered))
}

fn figure(name: &str, number: u64, told: &str, tone: Tone) -> Markup {
    card::figure(name, &count(number), told, tone)
}

fn bad(number: u64) -> Tone {
    if number > 0 { Tone::Bad } else { Tone::Plain }
}

fn said(begun: u64) -> Markup {
    let (tone, text) = match begun {
        0 => (
            Tone::Plain,
            "That was asked for less than a minute ago. It is read again when the minute is over.".to_owned(),
        ),
        _ => (
            Tone::Good,
            format!("{} being read again. What comes of it stands here in a moment.", are(begun)),
        ),
    };
    html! { div role="status" { (notice::notice(tone, &html! { p { (text) } })) } }
}

fn are(number: u64) -> String {
    if number == 1 {
        "1 source is".to_owned()
    } else {
        format!("{} are", plural(number, "source", "sources"))
    }
}

/// The button for one source, or for all that fail.
fn again(page: &SourcesPage, source: Option<&Source>) -> Markup {
    html! {
        form method="post" action=[page.again.get()] {
            @if let Some(source) = source { input type="hidden" name="source" value=(source.entity_ref); }
            @if page.is_failing_only { input type="hidden" name="failing" value="true"; }
            button.button.small type="submit" {
                (ui::icon::draw(Icon::Refresh))
                @match source {
                    Some(source) => { "Read again" span.unseen { ": " (source.target) } },
                    None => "Read all with problems again",
                }
            }
        }
    }
}

fn list(page: &SourcesPage) -> Markup {
    let columns = [
        Column::new("Source", Width::Rest, 0),
        Column::new("Entities", Width::Small, 2),
        Column::new("Files", Width::Small, 2),
        Column::new("Read", Width::Small, 0),
        Column::new("Next", Width::Small, 1),
        Column::new("Act", Width::Large, 0),
    ];
    let rows = html! {
        @for source in &page.sources {
            tr role="row" {
                (table::lead(&lead(source)))
                (table::cell(&columns[1], Some(html! { (source.entities) })))
                (table::cell(&columns[2], Some(html! { (count(source.files)) })))
                (table::cell(&columns[3], Some(checked(source))))
                (table::cell(&columns[4], source.next.as_ref().map(next)))
                (table::cell(&columns[5], page.may_manage.then(|| again(page, Some(source)))))
            }
        }
    };
    html! {
        (table::table("Sources of the catalog", &columns, &rows))
        (table::pager(&page.pager))
    }
}

fn lead(source: &Source) -> Markup {
    html! {
        div {
        span.cell-text {
            @match source.entity.get() {
                Some(href) => a.link href=(href) { bdi { (source.target) } },
                None => bdi { (source.target) },
            }
            @if source.further > 0 { " and " (source.further) " more" }
        }
        span.cell-more {
            @if !source.kind.is_empty() { (source.kind) " · " }
            @match &source.standing {
                Standing::Well => (badge::mark("Read", Tone::Good)),
                Standing::Waiting => (badge::mark("Waits for its first reading", Tone::Plain)),
                Standing::Failing { .. } => (badge::mark("Problems", Tone::Bad)),
            }
        }
        @if let Standing::Failing { first, others } = &source.standing {
            span.cell-wrong {
                (first)
                @if *others > 0 { " (and " (plural(*others, "further problem", "further problems")) ")" }
            }
        }
        }
    }
}

fn checked(source: &Source) -> Markup {
    source.checked.as_ref().map_or_else(|| html! { span.muted { "not yet" } }, Moment::render)
}

fn next(next: &Next) -> Markup {
    match next {
        Next::At(words) => words.clone(),
        Next::InItsTurn => html! { span.muted { "in its turn" } },
    }
}

fn nothing(page: &SourcesPage) -> Markup {
    if page.is_failing_only {
        return notice::state(&State {
            icon: Icon::Check,
            tone: Tone::Good,
            title: "Every source was read without a problem".to_owned(),
            text: "What goes wrong from now on is listed here.".to_owned(),
            detail: html! {},
            actions: html! {},
        });
    }
    notice::state(&State {
        icon: Icon::Catalog,
        tone: Tone::Plain,
        title: "The catalog has no sources yet".to_owned(),
        text: "Name files and addresses below catalog.locations in the configuration, or register one here."
            .to_owned(),
        detail: html! {},
        actions: button::link(
            "Register a component",
            Some(Icon::Create),
            &Href::new("/catalog-import"),
            Weight::Plain,
        ),
    })
}
