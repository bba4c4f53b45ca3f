//! `/settings/audit`: what was decided lately in this process, the last first.

use kernel::audit::{Entry, KEPT, Status};
use kernel::extension::View;
use kernel::{Error, Services, Timestamp, clock};
use maud::{Markup, html};
use page::address::with_query;
use page::frames::SETTINGS;
use ui::filter::{self, TextFilter};
use ui::notice::{self, State};
use ui::table::{self, Column, Pager, Part, TIMES, Width};
use ui::tabs::{self, Tab};
use ui::{Href, Icon, Tone, badge, dates};

pub(super) const PATH: &str = "audit";
/// Entries of a page.
const PAGE: usize = 50;

/// Which entries are asked for.
struct Wanted {
    text: String,
    status: Option<Status>,
    offset: usize,
}

impl Wanted {
    fn read(view: &View) -> Self {
        let status = view.query.get("status").unwrap_or_default();
        Self {
            text: view.query.get("q").unwrap_or_default().trim().to_owned(),
            status: Status::ALL.into_iter().find(|known| known.as_str() == status),
            offset: view.query.integer("offset").and_then(|offset| usize::try_from(offset).ok()).unwrap_or(0),
        }
    }

    fn matches(&self, entry: &Entry) -> bool {
        let text = self.text.to_lowercase();
        let has = |field: &str| field.to_lowercase().contains(&text);
        self.status.is_none_or(|status| status == entry.status)
            && (text.is_empty()
                || has(&entry.event)
                || has(&entry.actor)
                || has(&entry.subject)
                || has(&entry.request_id))
    }

    fn address(&self, status: Option<Status>, offset: u64) -> String {
        let from = offset.to_string();
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.as_str()));
        }
        if let Some(status) = status {
            pairs.push(("status", status.as_str()));
        }
        if offset > 0 {
            pairs.push(("offset", from.as_str()));
        }
        with_query(&format!("{SETTINGS}/{PATH}"), pairs)
    }
}

pub(super) async fn draw(services: Services, view: View) -> Result<Markup, Error> {
    let wanted = Wanted::read(&view);
    let all = services.audit.recent();
    let found: Vec<&Entry> = all.iter().filter(|entry| wanted.matches(entry)).collect();
    let first = wanted.offset.min(found.len());
    let shown = found.get(first..found.len().min(first + PAGE)).unwrap_or_default();
    let part = Part::new(first, PAGE, shown.len(), u64::try_from(found.len()).unwrap_or(u64::MAX));
    let pager = Pager::of(part, TIMES, |offset| Href::new(wanted.address(wanted.status, offset)));
    let since = clock::iso(services.audit.since());
    Ok(html! {
        p.quiet {
            "The newest " (KEPT) " decisions of this process at most. What lasts is the log, and the file that "
            code { "callboard.audit.file" } " names. Complete since " (dates::date(&since))
        }
        div.card {
            div.tools { (tools(&wanted)) }
            @if shown.is_empty() { (nothing()) } @else { (list(shown, view.ctx.now)) (table::pager(&pager)) }
        }
    })
}

fn tools(wanted: &Wanted) -> Markup {
    let mut segments = vec![Tab::new("All", wanted.address(None, 0), wanted.status.is_none())];
    for status in Status::ALL {
        let address = wanted.address(Some(status), 0);
        segments.push(Tab::new(word(status), address, wanted.status == Some(status)));
    }
    let kept = wanted.status.map(|status| ("status".to_owned(), status.as_str().to_owned()));
    let text = TextFilter {
        action: Href::new(format!("{SETTINGS}/{PATH}")),
        name: "q".to_owned(),
        value: wanted.text.clone(),
        label: "Event, person or thing".to_owned(),
        kept: kept.into_iter().collect(),
    };
    html! { (tabs::segments("How it ended", &segments)) (filter::text_filter(&text)) }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Succeeded => "Succeeded",
        Status::Failed => "Failed",
        Status::Denied => "Denied",
    }
}

fn tone(status: Status) -> Tone {
    match status {
        Status::Succeeded => Tone::Good,
        Status::Failed => Tone::Bad,
        Status::Denied => Tone::Warn,
    }
}

fn list(entries: &[&Entry], now: Timestamp) -> Markup {
    let columns = [
        Column::new("Event", Width::Rest, 0),
        Column::new("Who", Width::Large, 0),
        Column::new("Ended", Width::Medium, 0),
        Column::new("When", Width::Medium, 0),
    ];
    let rows = html! {
        @for entry in entries {
            tr role="row" {
                (table::lead(&html! { div {
                    span.cell-text { code { (entry.event) } }
                    span.cell-more { @if !entry.subject.is_empty() { bdi { (entry.subject) } " · " } "request " (entry.request_id) }
                } }))
                (table::cell(&columns[1], Some(html! { span.cell-text { bdi { (entry.actor) } } })))
                (table::cell(&columns[2], Some(badge::mark(word(entry.status), tone(entry.status)))))
                (table::cell(&columns[3], Some(page::moment(entry.at, now).render())))
            }
        }
    };
    table::table("Decisions", &columns, &rows)
}

fn nothing() -> Markup {
    notice::state(&State {
        icon: Icon::Shield,
        tone: Tone::Plain,
        title: "No decision matches".to_owned(),
        text: "Signing in, registering, deleting and what was refused are listed here as they happen."
            .to_owned(),
        detail: html! {},
        actions: html! {},
    })
}
