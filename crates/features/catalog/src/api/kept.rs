//! Answers to lists, kept until the index changes: people and programs ask for the same first pages over and over.
//! Knows routes and queries as text, and what each reader may see; two readers share an answer only when they see the
//! same.

use axum::http::HeaderValue;
use bytes::Bytes;
use hashbrown::HashMap;
use parking_lot::Mutex;

use crate::permissions::Visible;

/// Bytes of all answers that are kept, and of one.
const MOST_BYTES: usize = 8 << 20;
const LARGEST: usize = 2 << 20;
/// Most different groups of readers, and answers for one of them.
const MOST_READERS: usize = 16;
const MOST_ANSWERS: usize = 256;
/// Longest query that is kept.
const LONGEST_QUERY: usize = 2_048;

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) body: Bytes,
    pub(crate) link: Option<HeaderValue>,
}

/// One question: the route, and its query as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Question<'a> {
    pub(crate) route: &'static str,
    pub(crate) query: &'a str,
}

#[derive(PartialEq, Eq, Hash)]
struct Asked {
    route: &'static str,
    query: Box<str>,
}

impl hashbrown::Equivalent<Asked> for Question<'_> {
    fn equivalent(&self, asked: &Asked) -> bool {
        self.route == asked.route && *self.query == *asked.query
    }
}

/// The answers of one state of the index.
#[derive(Default)]
pub(crate) struct Kept {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    writes: u64,
    bytes: usize,
    by_reader: Vec<(Visible, HashMap<Asked, Answer>)>,
}

impl Kept {
    /// The answer, if it was given since the index changed last, that is at `writes`.
    pub(crate) fn get(&self, question: Question<'_>, may: &Visible, writes: u64) -> Option<Answer> {
        let inner = self.inner.lock();
        if inner.writes != writes {
            return None;
        }
        let (_, answers) = inner.by_reader.iter().find(|(visible, _)| visible == may)?;
        answers.get(&question).cloned()
    }

    /// Keeps an answer that was made of the index after `writes`.
    pub(crate) fn put(&self, question: Question<'_>, may: &Visible, writes: u64, answer: &Answer) {
        if answer.body.len() > LARGEST || question.query.len() > LONGEST_QUERY {
            return;
        }
        let mut inner = self.inner.lock();
        if writes < inner.writes {
            return;
        }
        let is_full = inner.bytes + answer.body.len() > MOST_BYTES || inner.by_reader.len() >= MOST_READERS;
        if writes > inner.writes || is_full {
            *inner = Inner { writes, ..Inner::default() };
        }
        inner.bytes += answer.body.len();
        let place = inner.by_reader.iter().position(|(visible, _)| visible == may).unwrap_or_else(|| {
            inner.by_reader.push((may.clone(), HashMap::new()));
            inner.by_reader.len() - 1
        });
        let (_, answers) = &mut inner.by_reader[place];
        if answers.len() < MOST_ANSWERS {
            answers.insert(Asked { route: question.route, query: question.query.into() }, answer.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use query::predicate::Predicate;

    use super::*;

    fn answer(text: &str) -> Answer {
        Answer { body: Bytes::from(text.to_owned()), link: None }
    }

    fn question(query: &str) -> Question<'_> {
        Question { route: "/entities", query }
    }

    #[test]
    fn an_answer_is_for_its_question_its_readers_and_its_state() {
        let kept = Kept::default();
        let few = Visible::Where(Predicate::equals("kind", "api"));
        kept.put(question("a"), &Visible::All, 7, &answer("all"));
        kept.put(question("a"), &few, 7, &answer("few"));
        assert_eq!(kept.get(question("a"), &Visible::All, 7), Some(answer("all")));
        assert_eq!(kept.get(question("a"), &few, 7), Some(answer("few")));
        assert_eq!(kept.get(question("b"), &few, 7), None);
        assert_eq!(kept.get(Question { route: "/other", query: "a" }, &few, 7), None);
        assert_eq!(kept.get(question("a"), &Visible::None, 7), None);
        assert_eq!(kept.get(question("a"), &few, 8), None, "the index has changed");
        kept.put(question("a"), &few, 6, &answer("old"));
        assert_eq!(kept.get(question("a"), &few, 7), Some(answer("few")), "an older state replaces nothing");
        kept.put(question("b"), &few, 8, &answer("new"));
        assert_eq!(kept.get(question("a"), &few, 8), None);
    }

    #[test]
    fn memory_is_bounded() {
        let kept = Kept::default();
        let large = answer(&"x".repeat(LARGEST + 1));
        kept.put(question("a"), &Visible::All, 1, &large);
        assert_eq!(kept.get(question("a"), &Visible::All, 1), None);
        let half = answer(&"x".repeat(LARGEST / 2));
        for number in 0..100 {
            kept.put(question(&number.to_string()), &Visible::All, 1, &half);
            assert!(kept.inner.lock().bytes <= MOST_BYTES);
        }
        for number in 0..100 {
            let may = Visible::Where(Predicate::equals("kind", &number.to_string()));
            kept.put(question("a"), &may, 2, &answer("x"));
            assert!(kept.inner.lock().by_reader.len() <= MOST_READERS);
        }
    }
}
