//! `/settings/configuration`: every value as it was read, masked, with its place, and what has no effect.

use kernel::config::{Finding, ReadValue, Severity};
use kernel::extension::View;
use kernel::{Error, Services};
use maud::{Markup, html};
use page::frames::SETTINGS;
use ui::filter::{self, TextFilter};
use ui::notice::{self, State};
use ui::table::{self, Column, Width};
use ui::{Href, Icon, Tone, badge, plural, shorten};

pub(super) const PATH: &str = "configuration";
/// Values of the page; a text narrows them.
const SHOWN: usize = 500;
/// Characters of a value.
const TOLD: usize = 300;

pub(super) async fn draw(services: Services, view: View) -> Result<Markup, Error> {
    let text = view.query.get("q").unwrap_or_default().trim().to_owned();
    let wanted = text.to_lowercase();
    let all = services.config.values();
    let matches = |read: &&ReadValue| {
        read.key.to_lowercase().contains(&wanted) || read.value.to_lowercase().contains(&wanted)
    };
    let found: Vec<&ReadValue> = all.iter().filter(matches).collect();
    let shown = found.get(..found.len().min(SHOWN)).unwrap_or_default();
    let findings = services.config.findings(&services.gate.plugins());
    let masked = all.iter().filter(|read| read.is_masked).count();
    Ok(html! {
        @if !findings.is_empty() && text.is_empty() { (told(&findings)) }
        div.card {
            div.tools {
                (filter::text_filter(&TextFilter {
                    action: Href::new(format!("{SETTINGS}/{PATH}")),
                    name: "q".to_owned(),
                    value: text,
                    label: "Key or value".to_owned(),
                    kept: Vec::new(),
                }))
                p.quiet { (plural(found.len(), "value", "values")) ", " (plural(masked, "secret", "secrets")) " masked" }
            }
            @if shown.is_empty() { (nothing(all.is_empty())) } @else { (list(shown)) }
            @if shown.len() < found.len() { p.card-body.quiet { "The first " (SHOWN) " are shown. A text narrows them." } }
        }
    })
}

fn told(findings: &[Finding]) -> Markup {
    let tone = if findings.iter().any(|finding| finding.severity == Severity::Error) {
        Tone::Bad
    } else {
        Tone::Warn
    };
    notice::notice(
        tone,
        &html! {
            p { b { (plural(findings.len(), "remark", "remarks")) " on the configuration." } " " code { "callboard check" } " prints them, too." }
            ul.remarks {
                @for finding in findings {
                    li {
                        code { (finding.key) } ": " (finding.error.message)
                        @if let Some(help) = &finding.help { " — " (help) }
                        " " span.muted { (finding.error.place()) }
                    }
                }
            }
        },
    )
}

fn list(values: &[&ReadValue]) -> Markup {
    let columns = [
        Column::new("Key", Width::Rest, 0),
        Column::new("Value", Width::Rest, 0),
        Column::new("Read from", Width::Rest, 0),
    ];
    let rows = html! {
        @for read in values {
            tr role="row" {
                (table::lead(&html! { span.cell-text { code { (read.key) } } }))
                (table::cell(&columns[1], Some(html! {
                    @if read.is_masked && !read.value.contains(' ') {
                        (badge::badge("masked", Tone::Plain, Some(Icon::Lock)))
                    } @else {
                        span.cell-text { bdi { (shorten(&read.value, TOLD)) } }
                    }
                })))
                (table::cell(&columns[2], Some(place(read))))
            }
        }
    };
    table::table("The configuration as it was read", &columns, &rows)
}

fn place(read: &ReadValue) -> Markup {
    let file = match read.file.as_str() {
        "" => "no file",
        "env" => "environment",
        path => path.rsplit('/').next().unwrap_or(path),
    };
    html! { span.cell-text title=(read.file) { (file) @if read.line > 0 { ":" (read.line) } } }
}

fn nothing(is_empty: bool) -> Markup {
    let (title, text) = if is_empty {
        (
            "There is no configuration",
            "The portal runs on its defaults. Start it with --config app-config.yaml to change them.",
        )
    } else {
        ("No value matches", "Try a part of a key, such as catalog.")
    };
    notice::state(&State {
        icon: Icon::File,
        tone: Tone::Plain,
        title: title.to_owned(),
        text: text.to_owned(),
        detail: html! {},
        actions: html! {},
    })
}
