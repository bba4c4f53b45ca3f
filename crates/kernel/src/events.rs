//! Events within this process, by topic. Knows nothing of what they mean.
//!
//! Delivery is at most once and never waits: a subscriber that does not keep up loses the oldest events and is told how
//! many. What must not be lost is a job or a row of a log.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::RwLock;
use serde_json::Value;
use tokio::sync::broadcast;

/// Events that a subscriber may lag behind.
const CAPACITY: usize = 1_024;
/// Topics that events may be published to and subscribed to; a topic of an outsider is refused beyond that.
const MAX_TOPICS: usize = 1_000;

/// Cheap to clone.
#[derive(Clone, Default)]
pub struct Events {
    topics: Arc<RwLock<HashMap<String, broadcast::Sender<Event>>>>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub topic: Arc<str>,
    pub payload: Arc<Value>,
}

/// What a subscriber receives.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    Event(Event),
    /// So many events were lost just before the next one, because this subscriber was too slow.
    Lagged(u64),
}

impl Events {
    pub fn new() -> Self {
        Self::default()
    }

    /// Hands an event to the present subscribers of `topic`; answers how many there are.
    pub fn publish(&self, topic: &str, payload: Arc<Value>) -> usize {
        let topics = self.topics.read();
        let Some(sender) = topics.get(topic) else { return 0 };
        // An error only says that the last subscriber has just left.
        sender.send(Event { topic: topic.into(), payload }).unwrap_or_default()
    }

    /// Events of these topics from now on. Topics beyond [`MAX_TOPICS`] stay silent.
    pub fn subscribe(&self, topics: &[&str]) -> Receiver {
        let mut known = self.topics.write();
        known.retain(|_, sender| sender.receiver_count() > 0);
        let mut sources = Vec::new();
        for topic in topics {
            if known.len() >= MAX_TOPICS && !known.contains_key(*topic) {
                tracing::warn!(topic, "too many topics of events");
                continue;
            }
            let sender = known.entry((*topic).to_owned()).or_insert_with(|| broadcast::channel(CAPACITY).0);
            sources.push(sender.subscribe());
        }
        Receiver { sources, first: 0 }
    }
}

/// A subscription; ends when dropped.
pub struct Receiver {
    sources: Vec<broadcast::Receiver<Event>>,
    /// Where the next look starts, so that a busy topic does not keep the others out.
    first: usize,
}

impl Receiver {
    /// The next event, or how many were lost. Pending for ever without topics. Safe to cancel.
    pub async fn next(&mut self) -> Received {
        let count = self.sources.len();
        if count == 0 {
            return std::future::pending().await;
        }
        self.first = (self.first + 1) % count;
        let (before, after) = self.sources.split_at_mut(self.first);
        let waiting = after.iter_mut().chain(before).map(|source| Box::pin(receive(source)));
        futures_util::future::select_all(waiting).await.0
    }
}

async fn receive(source: &mut broadcast::Receiver<Event>) -> Received {
    match source.recv().await {
        Ok(event) => Received::Event(event),
        Err(broadcast::error::RecvError::Lagged(count)) => {
            metrics::counter!("callboard_events_dropped_total").increment(count);
            Received::Lagged(count)
        }
        // The sender lives as long as there are subscribers.
        Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    async fn soon(receiver: &mut Receiver) -> Option<Received> {
        tokio::time::timeout(Duration::from_millis(20), receiver.next()).await.ok()
    }

    fn event(topic: &str, number: usize) -> Received {
        Received::Event(Event { topic: topic.into(), payload: Arc::new(json!(number)) })
    }

    #[tokio::test]
    async fn subscribers_receive_their_topics_in_order() {
        let events = Events::new();
        assert_eq!(events.publish("a", Arc::new(json!(0))), 0, "nobody listens yet");
        let mut both = events.subscribe(&["a", "b"]);
        let mut only_b = events.subscribe(&["b"]);
        assert_eq!(events.publish("a", Arc::new(json!(1))), 1);
        assert_eq!(events.publish("a", Arc::new(json!(2))), 1);
        assert_eq!(soon(&mut both).await, Some(event("a", 1)));
        assert_eq!(soon(&mut both).await, Some(event("a", 2)));
        assert_eq!(events.publish("b", Arc::new(json!(3))), 2);
        assert_eq!(soon(&mut both).await, Some(event("b", 3)));
        assert_eq!(soon(&mut only_b).await, Some(event("b", 3)));
        assert_eq!(soon(&mut both).await, None);
    }

    #[tokio::test]
    async fn a_slow_subscriber_is_told_what_it_lost() {
        let events = Events::new();
        let mut slow = events.subscribe(&["a"]);
        for number in 0..CAPACITY + 7 {
            events.publish("a", Arc::new(json!(number)));
        }
        assert_eq!(soon(&mut slow).await, Some(Received::Lagged(7)));
        assert_eq!(soon(&mut slow).await, Some(event("a", 7)));
    }

    #[tokio::test]
    async fn topics_go_with_their_subscribers_and_are_bounded() {
        let events = Events::new();
        for number in 0..MAX_TOPICS * 2 {
            drop(events.subscribe(&[&number.to_string()]));
        }
        assert!(events.topics.read().len() <= 1);
        let names: Vec<String> = (0..MAX_TOPICS + 5).map(|number| number.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let kept = events.subscribe(&names);
        assert_eq!(kept.sources.len(), MAX_TOPICS);
        assert_eq!(events.publish(&(MAX_TOPICS + 1).to_string(), Arc::new(json!(1))), 0);
    }
}
