//! The data that templates see.

use std::rc::Rc;

use serde_json::{Map, Value as Json};

use crate::limits::Limits;
use crate::text::Text;
use crate::value::{ContextError, List, Record, Value, from_json};

/// Named data, copied once and used for any number of renders. Stays on the thread that made it.
#[derive(Debug, Clone)]
pub struct Context {
    data: Rc<Record>,
}

impl Context {
    /// Copies data. Names that are reserved, lists that are too long and values that are nested too deep are refused.
    pub fn new(data: &Map<String, Json>, limits: &Limits) -> Result<Self, ContextError> {
        match from_json(&Json::Object(data.clone()), limits)? {
            Value::Record(data) => Ok(Self { data }),
            _ => Ok(Self { data: Rc::default() }),
        }
    }

    /// The same data with one name given another value.
    pub fn with(&self, name: &str, value: &Json, limits: &Limits) -> Result<Self, ContextError> {
        if crate::value::is_reserved(name) {
            return Err(ContextError::Reserved(name.to_owned()));
        }
        let mut entries = self.data.entries().to_vec();
        entries.push((Text::new(name), from_json(value, limits)?));
        Ok(Self { data: Rc::new(Record::new(entries)) })
    }

    pub(crate) fn shared(&self) -> Rc<Record> {
        self.data.clone()
    }

    /// A copy whose lists may be changed without anybody else seeing it.
    pub(crate) fn detached(&self) -> Rc<Record> {
        Rc::new(copy_record(&self.data))
    }
}

fn copy_record(record: &Record) -> Record {
    Record::new(record.entries().iter().map(|(name, value)| (name.clone(), copy(value))).collect())
}

fn copy(value: &Value) -> Value {
    match value {
        Value::List(list) => copy_list(list),
        Value::Record(record) => Value::record(copy_record(record)),
        other => other.clone(),
    }
}

fn copy_list(list: &List) -> Value {
    Value::list(list.items.borrow().iter().map(copy).collect())
}
