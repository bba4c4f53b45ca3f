//! All statements as bytes and back.

use std::collections::HashMap;

use super::{Edge, RelationGraph};
use crate::snapshot::wire::{Input, put_u32};
use crate::snapshot::{Damaged, PIECE, Place};
use crate::text::TextId;

const TEXTS: u8 = 0;
const EDGES: u8 = 1;
const END: u8 = 2;

impl RelationGraph {
    /// The next piece of a copy; `None` behind the last.
    pub fn copy_piece(&self, place: &mut Place) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(PIECE + PIECE / 8);
        out.push(place.section);
        match place.section {
            TEXTS => {
                let is_done = self.texts.copy(&mut place.item, &mut out);
                place.advance(is_done);
            }
            EDGES => {
                // Emitters are numbered by their texts; a piece takes those whose edges still fit.
                while place.item < self.texts.len() && out.len() < PIECE {
                    let emitter = TextId::try_from(place.item).unwrap_or(TextId::MAX);
                    for edge in self.by_emitter.get(&emitter).into_iter().flatten() {
                        put_edge(&mut out, edge);
                    }
                    place.item += 1;
                }
                place.advance(place.item >= self.texts.len());
            }
            _ => return None,
        }
        Some(out)
    }
}

fn put_edge(out: &mut Vec<u8>, edge: &Edge) {
    for id in [edge.source, edge.kind, edge.target, edge.emitter] {
        put_u32(out, id);
    }
}

/// Makes a graph of the pieces of a copy, given in order.
#[derive(Default)]
pub struct GraphRestorer {
    graph: RelationGraph,
    edges: Vec<Edge>,
}

impl GraphRestorer {
    /// Takes the next piece.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), Damaged> {
        let mut input = Input::new(piece);
        match input.u8()? {
            TEXTS => self.graph.texts.restore(&mut input),
            EDGES => {
                let texts = crate::text::id_of(self.graph.texts.len());
                while !input.is_empty() {
                    let source = input.below(texts)?;
                    let (kind, target) = (input.below(texts)?, input.below(texts)?);
                    self.edges.push(Edge { source, kind, target, emitter: input.below(texts)? });
                }
                Ok(())
            }
            END.. => Err(Damaged),
        }
    }

    /// The graph of all pieces.
    pub fn finish(self) -> RelationGraph {
        let Self { mut graph, edges } = self;
        graph.texts.restored();
        // The edges of an emitter lie together, sorted, as they were kept.
        let statements: HashMap<TextId, Box<[Edge]>> = edges
            .chunk_by(|left, right| left.emitter == right.emitter)
            .map(|stated| (stated[0].emitter, stated.into()))
            .collect();
        graph.by_emitter = statements;
        graph.edges = edges.into_iter().collect();
        graph
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relations::MOST_RELATIONS;

    #[test]
    fn a_copy_behaves_as_the_original() {
        let mut graph = RelationGraph::default();
        for number in 0..80_000 {
            let (name, system) = (format!("c-{number}"), format!("s-{}", number % 97));
            graph.set_emitted(&name, &[(&name, "partOf", &system), (&system, "hasPart", &name)]);
        }
        graph.remove("c-7");
        let (mut place, mut restorer, mut pieces) = (Place::default(), GraphRestorer::default(), 0);
        while let Some(piece) = graph.copy_piece(&mut place) {
            restorer.add(&piece).unwrap();
            pieces += 1;
        }
        assert!(pieces > 2, "{pieces}");
        let mut copy = restorer.finish();
        assert_eq!(copy.len(), graph.len());
        assert_eq!(copy.of("s-3", MOST_RELATIONS), graph.of("s-3", MOST_RELATIONS));
        assert_eq!(copy.remove("c-100"), graph.remove("c-100"));
        assert_eq!(copy.set_emitted("c-7", &[("c-7", "partOf", "s-7")]), ["c-7"]);
    }

    #[test]
    fn nonsense_is_refused() {
        for piece in
            [&[][..], &[9], &[EDGES, 1, 0, 0], &[EDGES, 0, 0, 0, 0], &[TEXTS, 1, 0, 0, 0, 9, 0, 0, 0]]
        {
            assert_eq!(GraphRestorer::default().add(piece), Err(Damaged), "{piece:?}");
        }
    }
}
