//! What a route accepts, as data: the OpenAPI document and the request validation are both made from it.

use serde_json::Value;

/// One documented operation. Source of the validation rules: catalog-api contract, section 0.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// `operationId` in the OpenAPI document.
    pub id: &'static str,
    pub summary: &'static str,
    /// Query parameters; any other is refused with 400.
    pub query: Vec<Parameter>,
    pub body: Option<Body>,
    /// Status of success, for the document.
    pub success: u16,
    /// JSON Schema of refusals and failures that have a body of their own, beside the usual one.
    pub failure: Option<Value>,
    /// False leaves requests as they are (Backstage exempts some routes).
    pub validated: bool,
}

/// A query parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub kind: ParameterKind,
    pub required: bool,
    /// May be given several times.
    pub repeated: bool,
}

#[derive(Clone, Debug)]
pub enum ParameterKind {
    /// Any text; `min_length` 1 refuses the empty one.
    Text {
        min_length: usize,
    },
    Integer {
        minimum: i64,
    },
    Boolean,
    Choice(&'static [&'static str]),
}

/// A JSON request body.
#[derive(Clone, Debug)]
pub struct Body {
    pub required: bool,
    /// JSON Schema of the body.
    pub schema: Value,
}

impl Operation {
    /// A validated operation without parameters that answers 200.
    pub fn new(id: &'static str, summary: &'static str) -> Self {
        Self { id, summary, success: 200, validated: true, ..Self::default() }
    }

    /// Adds an optional text parameter.
    #[must_use]
    pub fn text(self, name: &'static str) -> Self {
        self.parameter(Parameter {
            name,
            kind: ParameterKind::Text { min_length: 0 },
            required: false,
            repeated: false,
        })
    }

    /// Adds an optional text parameter that may be repeated.
    #[must_use]
    pub fn texts(self, name: &'static str) -> Self {
        self.parameter(Parameter {
            name,
            kind: ParameterKind::Text { min_length: 0 },
            required: false,
            repeated: true,
        })
    }

    /// Adds an optional integer parameter of at least `minimum`.
    #[must_use]
    pub fn integer(self, name: &'static str, minimum: i64) -> Self {
        self.parameter(Parameter {
            name,
            kind: ParameterKind::Integer { minimum },
            required: false,
            repeated: false,
        })
    }

    #[must_use]
    pub fn parameter(mut self, parameter: Parameter) -> Self {
        self.query.push(parameter);
        self
    }

    /// Declares a JSON body.
    #[must_use]
    pub fn json(mut self, required: bool, schema: Value) -> Self {
        self.body = Some(Body { required, schema });
        self
    }

    #[must_use]
    pub fn succeeds_with(mut self, status: u16) -> Self {
        self.success = status;
        self
    }

    /// Documents a body that this operation fails with, beside the usual one.
    #[must_use]
    pub fn fails_with(mut self, schema: Value) -> Self {
        self.failure = Some(schema);
        self
    }

    /// Switches request validation off for this operation.
    #[must_use]
    pub fn unvalidated(mut self) -> Self {
        self.validated = false;
        self
    }
}
