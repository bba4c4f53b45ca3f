//! The page on which an operation is tried: the form, and what came of it.

use definition::openapi::Operation;
use maud::{Markup, html};
use page::address::query_part;
use ui::button::{self, Weight};
use ui::form::{self, Control, InputKind, Mistake};
use ui::header::{self, PageHeader};
use ui::tabs::{self, Tab};
use ui::{Frame, Href, Icon, Link, Tone, badge, code, notice};

use super::parts::{deprecated, mark, prose};
use crate::api::Api;
use crate::place::{Links, TAB};
use crate::try_out::answer::{Answer, Body};
use crate::try_out::fields::{Field, Fields, Sort};
use crate::try_out::{ALLOW, Outcome, Sent, duration_words};

/// Everything that the page shows.
pub(crate) struct TryPage<'a> {
    pub(crate) api: &'a Api,
    pub(crate) operation: &'a Operation,
    pub(crate) links: Links<'a>,
    /// A host that would have to be allowed before anything can be sent.
    pub(crate) refused_host: Option<String>,
    pub(crate) fields: Fields,
    /// What is wrong with no field.
    pub(crate) others: Vec<String>,
    /// `None` before something was sent.
    pub(crate) outcome: Option<Outcome>,
}

/// The whole document.
pub(crate) fn render(frame: &Frame, page: &TryPage<'_>) -> Markup {
    let title = format!("Try {} {}", page.operation.method, page.operation.path);
    let steps = [
        Link::new("APIs", "/api-docs"),
        Link::new(&*page.api.title, &*page.api.path),
        Link { label: "Definition".to_owned(), href: page.links.open(&page.operation.anchor) },
    ];
    let content = html! {
        (header::breadcrumb(&steps, "Try it"))
        (header::page_header(&PageHeader {
            mark: html! {},
            title: title.clone(),
            below: html! {
                @if page.operation.deprecated { div.head-line { (deprecated()) } }
                (prose(page.operation.summary.as_deref()))
            },
            actions: button::link("Back to the definition", None, &page.links.open(&page.operation.anchor), Weight::Plain),
        }))
        @if page.outcome.is_none() && let Some(host) = &page.refused_host { (refused(host)) }
        (mistakes(page))
        div.api-try {
            div.card.api-request { (request(page)) }
            section.stack.api-result id="answer" aria-labelledby="answer-title" tabindex="-1" { (result(page)) }
        }
    };
    ui::layout::page(frame, &title, &content)
}

fn mistakes(page: &TryPage<'_>) -> Markup {
    let wrong: Vec<Mistake> = page
        .fields
        .all()
        .filter_map(|field| {
            let wrong = field.wrong.clone()?;
            Some(Mistake { name: field.name.clone(), label: field.label.clone(), wrong })
        })
        .collect();
    html! {
        (form::summary(&wrong))
        @if !page.others.is_empty() {
            (notice::notice(Tone::Bad, &html! { ul { @for other in &page.others { li { (other) } } } }))
        }
    }
}

fn request(page: &TryPage<'_>) -> Markup {
    // The answer is what people want to see next.
    let action = Href::new(format!("{}/{TAB}/try#answer", page.api.path));
    let fields = &page.fields;
    html! {
        form method="post" action=[action.get()] autocomplete="off" aria-labelledby="request-title" {
            h2 id="request-title" { "Request" }
            input type="hidden" name="operation" value=(page.operation.anchor);
            input type="hidden" name="media" value=(fields.media);
            @for field in &fields.server { (control(field)) }
            @if !fields.parameters.is_empty() {
                (form::group("Parameters", None, &html! { @for field in &fields.parameters { (control(field)) } }))
            }
            @if page.operation.body.is_some() { (body(page)) }
            @if !fields.secrets.is_empty() {
                (form::group("Sign-in", None, &html! { @for field in &fields.secrets { (control(field)) } }))
            }
            (form::foot(&html! { button.button.main { (ui::icon::draw(Icon::Play)) "Send" } }))
        }
    }
}

fn body(page: &TryPage<'_>) -> Markup {
    let content = page.operation.body.as_ref().map(|body| body.content.as_slice()).unwrap_or_default();
    let switch: Vec<Tab> = content
        .iter()
        .enumerate()
        .map(|(index, media)| {
            let query = format!("operation={}&media={index}", query_part(&page.operation.anchor));
            Tab::new(
                &*media.media_type,
                format!("{}/{TAB}/try?{query}", page.api.path),
                index == page.fields.media,
            )
        })
        .collect();
    form::group(
        "Body",
        None,
        &html! {
            @match switch.as_slice() {
                [] => {},
                [only] => p.muted { code { (only.label) } },
                many => (tabs::segments("Media types of the body", many)),
            }
            div.api-payload { @for field in &page.fields.body { (control(field)) } }
        },
    )
}

fn control(field: &Field) -> Markup {
    let control = Control {
        name: field.name.clone(),
        label: field.label.clone(),
        help: field.help.clone(),
        wrong: field.wrong.clone(),
        required: field.is_required,
        disabled: false,
    };
    match &field.sort {
        Sort::Line => form::text(&control, InputKind::Text, &field.value),
        Sort::Lines => html! { div.api-lines { (form::text_area(&control, &field.value)) } },
        Sort::Choice(choices) => form::select(&control, choices, &field.value),
        Sort::Secret => form::secret(&control, false),
    }
}

fn result(page: &TryPage<'_>) -> Markup {
    html! {
        @match &page.outcome {
            None | Some(Outcome::Wrong(_)) => {
                h2 id="answer-title" { "Answer" }
                p.muted { "The portal sends the request, without any cookie or token of yours, and shows the answer here." }
            }
            Some(Outcome::Refused { sent, host }) => {
                h2 id="answer-title" { "Not sent" }
                (refused(host))
                (curl(sent))
            }
            Some(Outcome::Failed { sent, reason }) => {
                h2 id="answer-title" { "No answer" }
                (notice::notice(Tone::Bad, &html! { p { (reason) } }))
                (curl(sent))
            }
            Some(Outcome::Answered { sent, answer }) => {
                h2 id="answer-title" { "Answer" }
                (answered(sent, answer))
                (curl(sent))
            }
        }
    }
}

fn refused(host: &str) -> Markup {
    let lines = format!("apiDocs:\n  tryItOut:\n    allow:\n      - host: {host}");
    notice::notice(
        Tone::Warn,
        &html! {
            p { b { "Requests to " (host) " are not allowed from here." } " Whoever runs the portal can add the host to " code { (ALLOW) } ":" }
            (code::block("app-config.yaml", &lines))
        },
    )
}

fn answered(sent: &Sent, answer: &Answer) -> Markup {
    let tone = match answer.status {
        200..=299 => Tone::Good,
        400..=599 => Tone::Bad,
        _ => Tone::Plain,
    };
    html! {
        div.api-status role="status" {
            (badge::badge(&format!("{} {}", answer.status, answer.reason), tone, None))
            span.muted { (duration_words(answer.time)) ", " (size_words(answer.size)) }
        }
        p.api-sent { (mark(&sent.method)) " " code { (sent.url) } }
        @match &answer.body {
            Body::Empty => p.muted { "The answer has no body." },
            Body::Binary(media_type) => p.muted { "The body is no text (" code { (media_type) } "), so it is not shown." },
            Body::Text { text, is_cut } => {
                (code::block("Body", text))
                @if *is_cut { p.muted { "The rest is not shown. Send the request with curl to get all of it." } }
            },
        }
        details.api-answer {
            summary { "Headers (" (answer.headers.len()) ")" }
            div {
                dl.api-headers {
                    @for (name, value) in &answer.headers { div { dt { code { (name) } } dd { (value) } } }
                }
            }
        }
    }
}

fn curl(sent: &Sent) -> Markup {
    code::block("The request as curl", &sent.curl)
}

fn size_words(bytes: usize) -> String {
    if bytes < 1024 { format!("{bytes} bytes") } else { format!("{} KiB", bytes.div_ceil(1024)) }
}
