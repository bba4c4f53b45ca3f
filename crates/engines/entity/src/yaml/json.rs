//! The short cut for documents that are JSON, as generated catalogs are.
//!
//! Gives a value only where YAML would give the same one; in every other case it gives nothing and the composer
//! reads the document.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::number;
use crate::limits::Limits;

pub(super) fn read(slice: &str, limits: &Limits) -> Option<Value> {
    let content = match slice.strip_prefix("---") {
        Some(rest) if rest.starts_with([' ', '\n', '\r']) => rest,
        Some(_) => return None,
        None => slice,
    };
    let content = content.trim_start_matches([' ', '\n', '\r']);
    if !content.starts_with('{') {
        return None;
    }
    let mut deserializer = serde_json::Deserializer::from_str(content);
    let mut nodes = limits.nodes;
    let value = Node { nodes: &mut nodes, depth: limits.depth }.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(value)
}

/// Reads one node and everything below it within what is left of the budgets.
struct Node<'b> {
    nodes: &'b mut usize,
    depth: usize,
}

impl Node<'_> {
    fn spend<E: Error>(&mut self) -> Result<(), E> {
        *self.nodes = self.nodes.checked_sub(1).ok_or_else(|| E::custom("too many nodes"))?;
        Ok(())
    }

    fn deeper<E: Error>(&self) -> Result<usize, E> {
        self.depth.checked_sub(1).ok_or_else(|| E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Value, D::Error> {
        self.spend()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    #[expect(clippy::cast_precision_loss, reason = "JavaScript has doubles only")]
    fn visit_u64<E: Error>(self, whole: u64) -> Result<Value, E> {
        Ok(number::value(whole as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "JavaScript has doubles only")]
    fn visit_i64<E: Error>(self, whole: i64) -> Result<Value, E> {
        Ok(number::value(whole as f64))
    }

    fn visit_f64<E: Error>(self, double: f64) -> Result<Value, E> {
        Ok(number::value(double))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Node { nodes: &mut *self.nodes, depth })? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.spend()?;
            let value = entries.next_value_seed(Node { nodes: &mut *self.nodes, depth })?;
            if map.insert(key, value).is_some() {
                return Err(A::Error::custom("duplicate key"));
            }
        }
        Ok(Value::Object(map))
    }
}
