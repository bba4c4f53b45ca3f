-- The entities that are listed and have problems, which every catalog page counts.
CREATE INDEX catalog_entity_faulty ON catalog_entity (entity_id) WHERE problems <> '[]' AND document IS NOT NULL;
