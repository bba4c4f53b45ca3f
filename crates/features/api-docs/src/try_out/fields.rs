//! The fields of the form in which an operation is tried, and what was filled into them. Fields are numbered in the order
//! of the definition, because its names may be anything; secrets are never given back.

use definition::openapi::{Media, Openapi, Operation, Parameter, Server};
use definition::request::{self, Content, FieldError, GivenBody, Input, Secret, Values};
use definition::schema::Shape;
use definition::security::SchemeKind;
use page::Form;

/// Alternatives that are offered as a choice; more are typed.
const MOST_CHOICES: usize = 200;

/// One field.
pub(crate) struct Field {
    /// Its name in the form.
    pub(crate) name: String,
    /// What the engine calls it in its errors.
    pub(crate) meant: String,
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    pub(crate) is_required: bool,
    pub(crate) sort: Sort,
    /// What is in it; never anything for a secret.
    pub(crate) value: String,
    pub(crate) wrong: Option<String>,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Line,
    Lines,
    /// Values and their labels.
    Choice(Vec<(String, String)>),
    Secret,
}

/// All fields of one operation, by the part of the form that they stand in.
pub(crate) struct Fields {
    pub(crate) server: Vec<Field>,
    pub(crate) parameters: Vec<Field>,
    pub(crate) body: Vec<Field>,
    pub(crate) secrets: Vec<Field>,
    /// Position of the media type that the body is in.
    pub(crate) media: usize,
}

impl Fields {
    /// The fields with the definition's examples.
    pub(crate) fn samples(openapi: &Openapi, operation: &Operation, media: usize) -> Self {
        let sample = request::sample(openapi, operation);
        let given = |parameter: &Parameter| {
            let found = sample
                .parameters
                .iter()
                .find(|(place, name, _)| *place == parameter.place && *name == parameter.name);
            found.map(|(_, _, input)| text_of(input)).unwrap_or_default()
        };
        let mut fields = Self::empty(openapi, operation, media);
        for (field, parameter) in fields.parameters.iter_mut().zip(&operation.parameters) {
            field.value = given(parameter);
        }
        fields
    }

    /// The fields with what was sent, but for secrets.
    pub(crate) fn filled(openapi: &Openapi, operation: &Operation, form: &Form) -> Self {
        let media = form.text("media").parse().unwrap_or_default();
        let mut fields = Self::empty(openapi, operation, media);
        for field in fields.all_mut().filter(|field| field.sort != Sort::Secret) {
            form.0.get(&field.name).unwrap_or_default().clone_into(&mut field.value);
        }
        fields
    }

    fn empty(openapi: &Openapi, operation: &Operation, media: usize) -> Self {
        let media = media.min(operation.body.as_ref().map_or(0, |body| body.content.len().saturating_sub(1)));
        let parameters = operation.parameters.iter().enumerate();
        Self {
            server: servers(openapi, operation),
            parameters: parameters.map(|(index, found)| parameter(openapi, index, found)).collect(),
            body: body(openapi, operation, media),
            secrets: secrets(openapi, operation),
            media,
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Field> {
        self.server.iter().chain(&self.parameters).chain(&self.body).chain(&self.secrets)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        let first = self.server.iter_mut().chain(&mut self.parameters);
        first.chain(&mut self.body).chain(&mut self.secrets)
    }

    /// Puts what is wrong beside the fields, and gives what belongs to none.
    pub(crate) fn mark(&mut self, errors: &[FieldError]) -> Vec<String> {
        let mut others = Vec::new();
        for error in errors {
            match self.all_mut().find(|field| field.meant == error.field) {
                Some(field) => field.wrong = Some(error.message.clone()),
                None => others.push(error.message.clone()),
            }
        }
        others
    }

    /// What the engine makes a request of.
    pub(crate) fn values(&self, openapi: &Openapi, operation: &Operation, form: &Form) -> Values {
        let value = |field: &Field| form.0.get(&field.name).unwrap_or_default().to_owned();
        let server = self.server.first().and_then(|field| value(field).parse().ok());
        let server = server.or(operation.servers.first().copied()).unwrap_or_default();
        let variables = openapi.servers.get(server).map(|server| server.variables.as_slice());
        let variables = variables.unwrap_or_default().iter().filter_map(|variable| {
            let field =
                self.server.iter().find(|field| field.meant == format!("server.{}", variable.name))?;
            Some((variable.name.clone(), value(field)))
        });
        let parameters =
            self.parameters.iter().zip(&operation.parameters).map(|(field, parameter)| {
                (parameter.place, parameter.name.clone(), Input::Text(value(field)))
            });
        Values {
            server,
            variables: variables.collect(),
            parameters: parameters.collect(),
            body: self.given_body(operation, form),
            credentials: credentials(openapi, operation, form),
        }
    }

    fn given_body(&self, operation: &Operation, form: &Form) -> Option<GivenBody> {
        let media = operation.body.as_ref()?.content.get(self.media)?;
        let value = |field: &Field| form.0.get(&field.name).unwrap_or_default().to_owned();
        let content = match self.body.as_slice() {
            // Browsers send line ends of their own.
            [text] if text.meant == "body" => Content::Text(value(text).replace("\r\n", "\n")),
            fields => {
                let filled = fields.iter().map(|field| (field.label.clone(), value(field)));
                Content::Fields(filled.filter(|(_, value)| !value.is_empty()).collect())
            }
        };
        Some(GivenBody { media_type: media.media_type.clone(), content })
    }
}

fn field(name: String, meant: String, label: impl Into<String>, sort: Sort) -> Field {
    Field {
        name,
        meant,
        label: label.into(),
        help: None,
        is_required: false,
        sort,
        value: String::new(),
        wrong: None,
    }
}

/// Which server, and the variables of all of them; those of servers that are not chosen are not used.
fn servers(openapi: &Openapi, operation: &Operation) -> Vec<Field> {
    let own: Vec<(usize, &Server)> = operation
        .servers
        .iter()
        .take(MOST_CHOICES)
        .filter_map(|index| Some((*index, openapi.servers.get(*index)?)))
        .collect();
    let choices = own.iter().map(|(index, server)| (index.to_string(), server.url.clone())).collect();
    let mut fields = vec![Field {
        is_required: true,
        value: own.first().map(|(index, _)| index.to_string()).unwrap_or_default(),
        ..field("server".to_owned(), "server".to_owned(), "Server", Sort::Choice(choices))
    }];
    for (number, variable) in
        own.iter().flat_map(|(_, server)| &server.variables).take(MOST_CHOICES).enumerate()
    {
        let meant = format!("server.{}", variable.name);
        if fields.iter().any(|known| known.meant == meant) {
            continue;
        }
        let sort = if variable.allowed.is_empty() {
            Sort::Line
        } else {
            Sort::Choice(variable.allowed.iter().map(|value| (value.clone(), value.clone())).collect())
        };
        fields.push(Field {
            help: variable.description.clone(),
            value: variable.default.clone(),
            ..field(format!("variable-{number}"), meant, &variable.name, sort)
        });
    }
    fields
}

fn parameter(openapi: &Openapi, index: usize, parameter: &Parameter) -> Field {
    let schema = parameter.schema.as_ref();
    let words = schema.map(|schema| openapi.schemas.type_words(schema)).unwrap_or_default();
    let listed = schema.map(|schema| openapi.schemas.choices(schema)).unwrap_or_default();
    let mut choices: Vec<(String, String)> = listed
        .iter()
        .filter(|value| !value.is_null())
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        .map(|text| (text.clone(), text))
        .collect();
    if words == "boolean" {
        choices = ["true", "false"].map(|word| (word.to_owned(), word.to_owned())).to_vec();
    }
    let sort = match schema.map(|schema| openapi.schemas.shape(schema)) {
        Some(Shape::Scalar) if !choices.is_empty() && choices.len() <= MOST_CHOICES => {
            // What may be left out must be possible to choose.
            if !parameter.required {
                choices.insert(0, (String::new(), "not sent".to_owned()));
            }
            Sort::Choice(choices)
        }
        Some(Shape::List | Shape::Object) => Sort::Lines,
        _ => Sort::Line,
    };
    let how = match schema.map(|schema| openapi.schemas.shape(schema)) {
        Some(Shape::List) => ", one item a line",
        Some(Shape::Object) => ", as a JSON object",
        _ => "",
    };
    let described = parameter.description.as_deref().map(|text| ui::shorten(text, 200));
    let what = if words.is_empty() { "value" } else { &words };
    let help = [Some(format!("Sent in the {} as {what}{how}", parameter.place.word())), described];
    Field {
        help: Some(help.into_iter().flatten().collect::<Vec<String>>().join(". ")),
        is_required: parameter.required,
        ..field(
            format!("parameter-{index}"),
            format!("{}.{}", parameter.place.word(), parameter.name),
            &parameter.name,
            sort,
        )
    }
}

/// One field for a text, or one for each field of a form.
fn body(openapi: &Openapi, operation: &Operation, media: usize) -> Vec<Field> {
    let Some(described) = &operation.body else { return Vec::new() };
    let Some(media) = described.content.get(media) else { return Vec::new() };
    match sample_of(openapi, media) {
        Content::Text(text) => vec![Field {
            is_required: described.required,
            value: text,
            ..field("body".to_owned(), "body".to_owned(), "Body", Sort::Lines)
        }],
        Content::Fields(fields) => fields
            .into_iter()
            .enumerate()
            .map(|(index, (name, value))| Field {
                value,
                ..field(format!("field-{index}"), format!("field.{name}"), name, Sort::Line)
            })
            .collect(),
    }
}

fn sample_of(openapi: &Openapi, media: &Media) -> Content {
    request::sample_body(openapi, media).content
}

/// The schemes that any of the operation's alternatives names and that a request can carry.
fn schemes<'o>(openapi: &'o Openapi, operation: &Operation) -> Vec<(&'o str, &'o SchemeKind)> {
    let mut found: Vec<(&str, &SchemeKind)> = Vec::new();
    for need in operation.security.iter().flat_map(|alternative| &alternative.needs) {
        let scheme = openapi.security_schemes.iter().find(|scheme| scheme.name == need.scheme);
        if let Some(scheme) = scheme
            && !matches!(scheme.kind, SchemeKind::Other(_))
            && !found.iter().any(|(name, _)| *name == scheme.name)
        {
            found.push((&scheme.name, &scheme.kind));
        }
    }
    found
}

fn secrets(openapi: &Openapi, operation: &Operation) -> Vec<Field> {
    let mut fields = Vec::new();
    for (index, (name, kind)) in schemes(openapi, operation).into_iter().enumerate() {
        let help = crate::view::security::words(kind);
        let meant = format!("security.{name}");
        if *kind == SchemeKind::Basic {
            let label = format!("{name}: name");
            fields.push(field(format!("user-{index}"), String::new(), label, Sort::Line));
        }
        fields.push(Field {
            help: Some(format!("Sent as {help}, to the server above only, and not kept")),
            ..field(format!("secret-{index}"), meant, name, Sort::Secret)
        });
    }
    fields
}

/// What was filled in to sign in with.
fn credentials(openapi: &Openapi, operation: &Operation, form: &Form) -> Vec<(String, Secret)> {
    let mut credentials = Vec::new();
    for (index, (name, kind)) in schemes(openapi, operation).into_iter().enumerate() {
        let secret = form.0.get(&format!("secret-{index}")).unwrap_or_default().to_owned();
        let user = form.0.get(&format!("user-{index}")).unwrap_or_default().to_owned();
        let is_login = *kind == SchemeKind::Basic;
        if is_login && !(user.is_empty() && secret.is_empty()) {
            credentials.push((name.to_owned(), Secret::Login { user, password: secret }));
        } else if !is_login && !secret.is_empty() {
            credentials.push((name.to_owned(), Secret::Token(secret)));
        }
    }
    credentials
}

fn text_of(input: &Input) -> String {
    match input {
        Input::Text(text) => text.clone(),
        Input::List(items) => items.join("\n"),
        Input::Pairs(pairs) => {
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("\n")
        }
    }
}
