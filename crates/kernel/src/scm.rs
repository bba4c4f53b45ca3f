//! Source-code hosts as `integrations.*` configures them: URL forms, token headers, reading. Knows no entity.

/// The configured hosts.
pub struct Integrations {}
