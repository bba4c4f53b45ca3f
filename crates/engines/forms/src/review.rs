//! What a person is shown before something is created: every answer by name, secrets masked.
//!
//! The rules are those of the stock front end's review (`ui:backstage.review`).

use serde::Serialize;
use serde_json::Value;

use crate::data;
use crate::field::{Choice, Control, Field};
use crate::page::PageModel;
use crate::submit::Submission;

/// What stands in place of a secret.
const MASKED: &str = "******";

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewItem {
    /// Position of the page where it was given.
    pub page: usize,
    /// JSON pointer into the parameters.
    pub pointer: String,
    pub label: String,
    /// What to show; of a masked answer the mask.
    pub value: Value,
    pub masked: bool,
}

impl Submission {
    /// Every answer, in the order of the pages.
    pub fn review(&self) -> Vec<ReviewItem> {
        let mut review = Review { items: Vec::new(), parameters: &self.parameters };
        for (page, model) in self.pages.iter().enumerate() {
            for field in top_fields(model) {
                if !review.items.iter().any(|item| item.pointer == field.pointer) {
                    review.add(page, field);
                }
            }
        }
        review.items
    }
}

/// Fields of a page that are not within others, those of the shape of the page too.
fn top_fields(model: &PageModel) -> Vec<&Field> {
    let mut fields: Vec<&Field> = model.fields.iter().collect();
    let mut variants = model.variants.as_ref();
    while let Some(content) = variants.and_then(|variants| variants.content.as_ref()) {
        fields.extend(&content.fields);
        variants = content.variants.as_ref();
    }
    fields
}

struct Review<'a> {
    items: Vec<ReviewItem>,
    parameters: &'a Value,
}

impl Review<'_> {
    fn add(&mut self, page: usize, field: &Field) {
        let Some(value) = self.parameters.pointer(&field.pointer) else {
            return;
        };
        let hints = &field.review;
        let label = hints.name.as_ref().or(hints.title.as_ref());
        let label = label.cloned().unwrap_or_else(|| readable(&field.pointer));
        let masked = hints.mask.clone().or_else(|| field.is_secret().then(|| MASKED.to_owned()));
        if let Some(mask) = masked {
            self.push(page, field, label, Value::String(mask), true);
            return;
        }
        if hints.hide {
            return;
        }
        match value {
            Value::Object(entries) if !hints.keep_together => {
                let within = inner_fields(field);
                for (key, value) in entries {
                    let pointer = data::join(&field.pointer, key);
                    match within.iter().find(|inner| inner.pointer == pointer) {
                        Some(inner) => self.add(page, inner),
                        None => self.items.push(ReviewItem {
                            page,
                            label: readable(&pointer),
                            pointer,
                            value: value.clone(),
                            masked: false,
                        }),
                    }
                }
            }
            _ => self.push(page, field, label, named(field, value), false),
        }
    }

    fn push(&mut self, page: usize, field: &Field, label: String, value: Value, masked: bool) {
        self.items.push(ReviewItem { page, pointer: field.pointer.clone(), label, value, masked });
    }
}

fn inner_fields(field: &Field) -> Vec<&Field> {
    let mut fields: Vec<&Field> = field.fields.iter().collect();
    if let Some(content) = field.variants.as_ref().and_then(|variants| variants.content.as_ref()) {
        fields.extend(inner_fields(content));
    }
    fields
}

/// The name of the choice that was taken.
fn named(field: &Field, value: &Value) -> Value {
    let choices: &[Choice] = match &field.control {
        Control::Choice { choices, .. } | Control::Boolean { choices, .. } if field.review.names_choices => {
            choices
        }
        _ => &[],
    };
    let label = choices.iter().find(|choice| data::same(&choice.value, value)).map(|choice| &choice.label);
    label.map_or_else(|| value.clone(), |label| Value::String(label.clone()))
}

/// A pointer as words: `/repoUrl` is `Repo Url`, `/a/b` is `A > B`.
fn readable(pointer: &str) -> String {
    let parts = pointer.split('/').filter(|part| !part.is_empty());
    let parts = parts.map(|part| words(&part.replace("~1", "/").replace("~0", "~")).join(" "));
    parts.collect::<Vec<_>>().join(" > ")
}

/// Words of a name that was written in one: at capitals, digits and signs, each with a capital at the start.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut current = String::new();
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            words.push(std::mem::take(&mut current));
            continue;
        }
        if let Some(before) = current.chars().last() {
            let next_is_small = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
            let starts = before.is_numeric() != character.is_numeric()
                || before.is_lowercase() && character.is_uppercase()
                || before.is_uppercase() && character.is_uppercase() && next_is_small;
            if starts {
                words.push(std::mem::take(&mut current));
            }
        }
        current.push(character);
    }
    words.push(current);
    words.into_iter().filter(|word| !word.is_empty()).map(|word| capitalised(&word)).collect()
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
