//! Names of one template, numbered.

use hashbrown::HashMap;

use crate::text::Text;

/// A name's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NameId(u32);

/// All names that expressions and tags of one template use as variables.
#[derive(Debug, Default)]
pub(crate) struct Names {
    texts: Vec<Text>,
    ids: HashMap<Text, NameId>,
}

impl Names {
    pub(crate) fn id(&mut self, name: &str) -> NameId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = NameId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text = Text::new(name);
        self.texts.push(text.clone());
        self.ids.insert(text, id);
        id
    }

    /// The number of a name, when the template uses it.
    pub(crate) fn known(&self, name: &str) -> Option<NameId> {
        self.ids.get(name).copied()
    }

    pub(crate) fn text(&self, id: NameId) -> &Text {
        &self.texts[id.0 as usize]
    }
}
