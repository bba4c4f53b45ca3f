//! The question below a page whether it was of use, from `extra.analytics.feedback`. Source: mkdocs-material's
//! `feedback.html`, which writes it hidden; the script of whoever counts the answers shows it.

use serde_json::Value;

use super::config::Config;
use super::{SitePage, escape};

pub(super) fn write(config: &Config, page: &SitePage, html: &mut String) {
    let Some(feedback) = config.extra.pointer("/analytics/feedback").filter(|feedback| feedback.is_object())
    else {
        return;
    };
    let hidden =
        page.content.meta.get("hide").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if hidden.iter().any(|part| part == "feedback") {
        return;
    }
    html.push_str("\n<form class=\"md-feedback\" name=\"feedback\" hidden><fieldset><legend class=\"md-feedback__title\">");
    text(feedback.get("title"), page, html);
    html.push_str("</legend><div class=\"md-feedback__inner\"><div class=\"md-feedback__note\">");
    let ratings = feedback.get("ratings").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for rating in ratings {
        html.push_str("<div data-md-value=\"");
        escape(&rating.get("data").map(Value::to_string).unwrap_or_default(), html);
        html.push_str("\" hidden>");
        text(rating.get("note"), page, html);
        html.push_str("</div>");
    }
    html.push_str("</div></div></fieldset></form>");
}

/// The words of a text that may hold markup; the markup is left out, because nobody has cleaned it.
fn text(written: Option<&Value>, page: &SitePage, html: &mut String) {
    let written = written.and_then(Value::as_str).unwrap_or_default();
    let written = written.replace("{url}", &format!("/{}", page.url)).replace("{title}", &page.title);
    let mut rest = written.as_str();
    while let Some((words, tag)) = rest.split_once('<') {
        escape(words, html);
        rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    }
    escape(rest, html);
}
