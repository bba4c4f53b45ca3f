//! The first step: the form or the text, with what is wrong with it.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::http::Query;
use page::{Form, Visit};
use serde_json::Value;
use ui::form::Mistake;
use ui::tabs::Tab;

use super::form::{Shown, Wrong, groups};
use super::steps::{Work, answer, outline};
use super::{AS, ask, file};
use crate::pages::Pages;
use crate::pages::view::edit::{Content, Fill, Step, TEXT};

/// The value of [`AS`] for a text; everything else is a form.
pub(super) const AS_TEXT: &str = "yaml";

/// Whether a text was sent.
pub(super) fn is_text(sent: &Form) -> bool {
    sent.text(AS) == AS_TEXT
}

/// What is filled in by whom.
pub(super) struct Filling<'a> {
    pub(super) pages: &'a Pages,
    pub(super) visit: &'a Visit,
    pub(super) work: &'a Work,
    pub(super) wrong: &'a [Wrong],
}

impl Filling<'_> {
    /// The step with a document in it.
    pub(super) async fn document(&self, document: &Value, as_text: bool) -> Result<Response, Error> {
        if as_text {
            return Ok(self.text(&file::yaml(document)));
        }
        self.controls(document, None).await
    }

    /// The step as it was sent; `document` is what could be read of it.
    pub(super) async fn again(&self, document: &Value, sent: &Form) -> Result<Response, Error> {
        if is_text(sent) {
            return Ok(self.text(sent.text(TEXT)));
        }
        self.controls(document, Some(&sent.0)).await
    }

    async fn controls(&self, document: &Value, sent: Option<&Query>) -> Result<Response, Error> {
        let outline = outline(self.pages, document);
        let kind = document.get("kind").and_then(Value::as_str).unwrap_or_default();
        let usual = ask::usual(self.pages, &self.visit.ctx, kind, &outline).await?;
        let groups = groups(&Shown {
            document,
            outline: &outline,
            is_new: self.work.is_new(),
            wrong: self.wrong,
            sent,
            usual: &usual,
            entities: &ask::endpoint,
        });
        let controls = || groups.iter().flat_map(|group| &group.fields).map(|field| &field.control);
        let mut mistakes = Vec::with_capacity(self.wrong.len());
        for wrong in self.wrong {
            let label = controls().find(|control| control.name == wrong.name).map(|control| &control.label);
            mistakes.push(Mistake {
                name: wrong.name.clone(),
                label: label.map_or_else(|| "The entity".to_owned(), String::clone),
                wrong: wrong.text.clone(),
            });
        }
        let ways = self.ways(false);
        Ok(self.answer(Fill { ways, content: Content::Form(groups), mistakes, hidden: Vec::new() }))
    }

    fn text(&self, text: &str) -> Response {
        let wrong = self.wrong.first().map(|wrong| wrong.text.clone());
        self.answer(Fill {
            ways: self.ways(true),
            content: Content::Text { text: text.to_owned(), wrong },
            mistakes: Vec::new(),
            hidden: vec![(AS.to_owned(), AS_TEXT.to_owned())],
        })
    }

    /// Form and text; each starts from what is kept.
    fn ways(&self, as_text: bool) -> Vec<Tab> {
        let path = self.work.path.as_str();
        let sign = if path.contains('?') { '&' } else { '?' };
        vec![
            Tab::new("Form", path, !as_text),
            Tab::new("YAML", format!("{path}{sign}{AS}={AS_TEXT}"), as_text),
        ]
    }

    fn answer(&self, fill: Fill) -> Response {
        let status = if self.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        answer(self.pages, self.visit, self.work, status, Step::Fill(fill))
    }
}
