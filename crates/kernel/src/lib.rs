//! What every feature stands on: config, database, HTTP edge, context, jobs, events, outbound client, secrets, audit, the permission gate, the Feature trait.
