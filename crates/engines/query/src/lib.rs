//! Filters, predicates and the in-memory index that answers every read.
