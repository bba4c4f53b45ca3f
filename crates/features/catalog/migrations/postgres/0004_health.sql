-- What administrators look at page by page: sources, those of them that fail, and what is not (yet) part of the catalog.
CREATE INDEX catalog_entity_source ON catalog_entity (entity_ref) WHERE is_location;
CREATE INDEX catalog_entity_failing_source ON catalog_entity (entity_ref) WHERE is_location AND problems <> '[]';
CREATE INDEX catalog_entity_unprocessed ON catalog_entity (entity_ref) WHERE document IS NULL;
