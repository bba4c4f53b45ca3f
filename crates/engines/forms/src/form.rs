//! A whole form: the pages of a template's `parameters`, one after the other.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::limits::Limits;
use crate::model::Selections;
use crate::page::{Page, PageModel};
use crate::picker::Host;
use crate::problem::{FormProblem, Overrun};
use crate::soundness;

/// What a form needs to know of the portal and of the user.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Feature flags that are on. Pages and properties with another flag are not there.
    pub flags: BTreeSet<String>,
    /// Hosts of repositories that the portal knows, with their kinds. Names may have a port.
    pub hosts: Vec<(String, Host)>,
    pub limits: Limits,
}

/// A form, prepared once and evaluated for many values. May be shared between threads.
#[derive(Debug)]
pub struct Form {
    pages: Vec<Page>,
    problems: Vec<FormProblem>,
    settings: Settings,
}

impl Form {
    /// Prepares a form from a template's `parameters`: an object for one page, a list for several, nothing for none.
    /// The JSON Schema of anything else, such as a kind of entity, is a form of one page.
    ///
    /// # Errors
    ///
    /// When it is neither, or more than [`Limits`] allow. What is wrong with single fields is in
    /// [`problems`](Self::problems), and the form can still be shown.
    pub fn new(parameters: Option<&Value>, settings: Settings) -> Result<Self, FormProblem> {
        let (schemas, is_list): (&[Value], bool) = match parameters {
            None | Some(Value::Null) => (&[], false),
            Some(Value::Array(pages)) => (pages, true),
            Some(page) => (std::slice::from_ref(page), false),
        };
        let place = |index: usize| if is_list { format!("/{index}") } else { String::new() };
        soundness::within(schemas, &settings.limits, place)?;
        let mut problems = Vec::new();
        let mut pages = Vec::new();
        for (index, schema) in schemas.iter().enumerate() {
            let pointer = place(index);
            if !schema.is_object() {
                return Err(FormProblem::new(pointer, "must be an object: the JSON Schema of a page"));
            }
            let flag = schema.get("backstage:featureFlag").and_then(Value::as_str);
            let is_on = |flag: Option<&str>| flag.is_none_or(|flag| settings.flags.contains(flag));
            let page = Page::new(schema, &pointer, &settings, &mut problems);
            if is_on(flag) && is_on(page.flag()) {
                pages.push(page);
            }
        }
        Ok(Self { pages, problems, settings })
    }

    /// What is wrong with the form as it is written. A page that a problem is of may be shown, but not be completed.
    pub fn problems(&self) -> &[FormProblem] {
        &self.problems
    }

    /// The pages that are there.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    pub(crate) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// One page for the values so far, which may have values of other pages, too.
    ///
    /// # Errors
    ///
    /// When form and values together are more than [`Limits`] allow.
    pub fn page(
        &self,
        index: usize,
        values: &Value,
        selections: &Selections,
    ) -> Result<Option<PageModel>, Overrun> {
        let Some(page) = self.pages.get(index) else {
            return Ok(None);
        };
        page.evaluate(&self.settings, object(values), selections).map(Some)
    }

    /// All pages, each for the values that the pages before left.
    ///
    /// # Errors
    ///
    /// When form and values together are more than [`Limits`] allow.
    pub fn evaluate(&self, values: &Value, selections: &Selections) -> Result<Vec<PageModel>, Overrun> {
        let mut models: Vec<PageModel> = Vec::with_capacity(self.pages.len());
        for page in &self.pages {
            let values = match models.last() {
                Some(before) => before.values.clone(),
                None => object(values),
            };
            models.push(page.evaluate(&self.settings, values, selections)?);
        }
        Ok(models)
    }
}

/// What is no object holds no values.
fn object(values: &Value) -> Value {
    if values.is_object() { values.clone() } else { Value::Object(Map::new()) }
}
