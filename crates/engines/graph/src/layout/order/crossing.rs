//! Counts crossings between two layers in linear times logarithmic time, after Barth, Mutzel and Jünger.

use crate::layout::layers::Adjacency;

/// Keeps its memory from layer to layer.
#[derive(Debug, Default)]
pub(super) struct Counter {
    /// A Fenwick tree over the positions of the second layer.
    tree: Vec<u32>,
    ends: Vec<u32>,
}

impl Counter {
    /// Crossings of the lines from a layer, in its order, to the next, which has `below` items.
    pub(super) fn count(&mut self, layer: &[u32], after: &Adjacency, positions: &[u32], below: usize) -> u64 {
        self.tree.clear();
        self.tree.resize(below + 1, 0);
        let mut crossings = 0;
        let mut before = 0;
        for item in layer {
            self.ends.clear();
            let ends = after.of(*item).iter().filter_map(|other| positions.get(*other as usize));
            self.ends.extend(ends);
            // Lines of one item do not cross each other, so all are looked up before any is noted.
            for end in &self.ends {
                crossings += before - self.up_to(*end);
            }
            for place in 0..self.ends.len() {
                let end = self.ends.get(place).copied().unwrap_or_default();
                self.note(end);
                before += 1;
            }
        }
        crossings
    }

    /// Lines noted that end at this position or before it.
    fn up_to(&self, position: u32) -> u64 {
        let mut at = position as usize + 1;
        let mut sum = 0;
        while at > 0 {
            sum += u64::from(self.tree.get(at).copied().unwrap_or_default());
            at &= at - 1;
        }
        sum
    }

    fn note(&mut self, position: u32) {
        let mut at = position as usize + 1;
        while let Some(entry) = self.tree.get_mut(at) {
            *entry += 1;
            at += at & at.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_those_of_every_pair() {
        // Items 0 to 3 above, 4 to 7 below.
        let links = [(0, 5), (0, 7), (1, 4), (1, 5), (2, 4), (2, 7), (3, 6), (3, 4)];
        let mut expected = 0;
        for (from, to) in links {
            expected += links.iter().filter(|(other, end)| *other > from && *end < to).count() as u64;
        }
        let after = Adjacency::new(8, links.into_iter());
        let positions = [0, 1, 2, 3, 0, 1, 2, 3];
        assert_eq!(Counter::default().count(&[0, 1, 2, 3], &after, &positions, 4), expected);
        assert!(expected > 5);
    }
}
