//! Entities: envelope, kinds, refs, field rules, relations, placeholders, and the YAML they are written in.
