//! Names of one template, numbered.

use hashbrown::HashMap;

use crate::text::Text;

/// Names above this number get an index.
const SMALL: usize = 8;

/// A name's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NameId(u32);

/// All names that expressions and tags of one template use as variables.
#[derive(Debug, Default)]
pub(crate) struct Names {
    texts: Vec<Text>,
    /// Empty while there are few.
    ids: HashMap<Text, NameId>,
}

impl Names {
    pub(crate) fn id(&mut self, name: &str) -> NameId {
        if let Some(id) = self.known(name) {
            return id;
        }
        let id = id_at(self.texts.len());
        let text = Text::new(name);
        self.texts.push(text.clone());
        if !self.ids.is_empty() {
            self.ids.insert(text, id);
        } else if self.texts.len() > SMALL {
            self.ids =
                self.texts.iter().enumerate().map(|(place, text)| (text.clone(), id_at(place))).collect();
        }
        id
    }

    /// The number of a name, when the template uses it.
    pub(crate) fn known(&self, name: &str) -> Option<NameId> {
        if self.ids.is_empty() {
            return self.texts.iter().position(|text| text.as_str() == name).map(id_at);
        }
        self.ids.get(name).copied()
    }

    pub(crate) fn text(&self, id: NameId) -> &Text {
        &self.texts[id.0 as usize]
    }
}

fn id_at(place: usize) -> NameId {
    NameId(u32::try_from(place).unwrap_or(u32::MAX))
}
