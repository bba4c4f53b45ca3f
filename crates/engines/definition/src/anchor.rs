//! Names that a page can be linked by: the same for the same operation as long as its name stays.
//!
//! Knows nothing of what is named.

use std::collections::HashMap;

/// Characters of an anchor, so that odd documents do not make odd addresses.
const LONGEST: usize = 120;

/// Gives each thing of a definition an anchor of its own.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// An anchor such as `operation-listPets`. The second thing of the same name gets `-2`.
    pub(crate) fn give(&mut self, prefix: &str, name: &str) -> String {
        let mut wanted = slug(prefix, name);
        loop {
            let times = self.taken.entry(wanted.clone()).or_insert(0);
            *times += 1;
            if *times == 1 {
                return wanted;
            }
            // The numbered name may itself be taken, so it is asked for like any other.
            wanted = format!("{wanted}-{times}");
        }
    }
}

/// Letters, digits, `.` and `_` stay; everything else becomes single dashes.
fn slug(prefix: &str, name: &str) -> String {
    let mut slug = format!("{prefix}-");
    for character in name.chars() {
        if slug.len() >= LONGEST {
            break;
        }
        if character.is_alphanumeric() || matches!(character, '.' | '_') {
            slug.push(character);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_and_unique() {
        let mut anchors = Anchors::default();
        let names =
            ["listPets", "get /pets/{id}", "listPets", "listPets-2", "listPets", "", "Größe", "<script>"];
        let given: Vec<String> = names.iter().map(|name| anchors.give("operation", name)).collect();
        let expected = [
            "operation-listPets",
            "operation-get-pets-id",
            "operation-listPets-2",
            "operation-listPets-2-2",
            "operation-listPets-3",
            "operation",
            "operation-Größe",
            "operation-script",
        ];
        assert_eq!(given, expected);
    }
}
