//! How much a form may ask of the portal. Templates and values come from users.

/// What is refused when it is more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Values in all schemas of a form together, nested ones counted.
    pub schema_values: usize,
    /// Nesting of a schema, of the values, and of fields within fields.
    pub depth: usize,
    /// Different patterns in one form.
    pub patterns: usize,
    /// Bytes of one compiled pattern.
    pub pattern_bytes: usize,
    /// Values filled in, nested ones counted.
    pub values: usize,
    /// Bytes of text filled in, all together.
    pub value_bytes: usize,
    /// Fields shown on one page.
    pub fields: usize,
    /// Schemas looked at during one evaluation of one page.
    pub steps: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            schema_values: 50_000,
            depth: 64,
            patterns: 200,
            pattern_bytes: 1 << 20,
            values: 20_000,
            value_bytes: 2 << 20,
            fields: 2_000,
            steps: 100_000,
        }
    }
}
