-- Locations that people registered over the API.
CREATE TABLE catalog_location (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  target TEXT NOT NULL,
  entity_ref TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (type, target)
);

-- One row for each entity ref that a source has named. `document` is the processed entity without relations, uid and
-- etag, which the read index adds; it is null while the entity has never been sound.
CREATE TABLE catalog_entity (
  entity_id TEXT PRIMARY KEY,
  entity_ref TEXT NOT NULL UNIQUE,
  document TEXT,
  unprocessed TEXT,
  problems TEXT NOT NULL,
  location_key TEXT,
  content_hash TEXT NOT NULL,
  orphan BOOLEAN NOT NULL,
  is_location BOOLEAN NOT NULL,
  next_update_at BIGINT,
  updated_at BIGINT NOT NULL
);
CREATE INDEX catalog_entity_due ON catalog_entity (next_update_at) WHERE next_update_at IS NOT NULL;
CREATE INDEX catalog_entity_orphan ON catalog_entity (orphan) WHERE orphan;

-- Who names whom: `source` is `provider:<name>` or `entity:<ref>`; `file` is the target it was read from.
CREATE TABLE catalog_reference (
  source TEXT NOT NULL,
  target_ref TEXT NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (source, target_ref)
);
CREATE INDEX catalog_reference_target ON catalog_reference (target_ref);

-- What is known of each file that a Location reads, so that an unchanged one costs one conditional request.
CREATE TABLE catalog_source (
  location_ref TEXT NOT NULL,
  file TEXT NOT NULL,
  state TEXT NOT NULL,
  checked_at BIGINT NOT NULL,
  PRIMARY KEY (location_ref, file)
);

-- The log: every accepted change, in the order of commits.
CREATE TABLE catalog_change (
  sequence BIGINT PRIMARY KEY,
  changed_at BIGINT NOT NULL,
  entity_ref TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  fields TEXT NOT NULL,
  source TEXT NOT NULL,
  cause TEXT NOT NULL
);
CREATE INDEX catalog_change_entity ON catalog_change (entity_ref, sequence);
CREATE INDEX catalog_change_time ON catalog_change (changed_at);

-- The last sequence given out; its row lock puts commits in order.
CREATE TABLE catalog_position (
  id INTEGER PRIMARY KEY,
  sequence BIGINT NOT NULL
);
INSERT INTO catalog_position (id, sequence) VALUES (1, 0);
