-- What the portal stores itself: each text that an entity has had here, numbered from 1. The last revision counts; one
-- without a document says that the entity was deleted.
CREATE TABLE catalog_stored (
  entity_ref TEXT NOT NULL,
  revision BIGINT NOT NULL,
  document TEXT,
  author TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (entity_ref, revision)
);
