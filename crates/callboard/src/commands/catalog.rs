//! `callboard catalog`: the catalog of a running portal, over the API that every client uses.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use entity::EntityRef;
use entity::yaml::to_yaml;
use kernel::outbound::percent::encode_component;
use reqwest::Method;
use serde_json::{Value, json};

use super::client::{PortalAddress, PortalClient};
use super::{Failure, output};

/// Entities asked for at a time.
const PAGE: usize = 500;
/// The kind of a ref that names none.
const DEFAULT_KIND: &str = "component";
const DEFAULT_NAMESPACE: &str = "default";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct CatalogArguments {
    #[command(subcommand)]
    pub command: CatalogCommand,
    #[command(flatten)]
    pub portal: PortalAddress,
    /// Print JSON.
    #[arg(long, global = true)]
    pub json: bool,
}

const EXAMPLES: &str = "Examples:
  callboard catalog list --filter kind=component,spec.lifecycle=production
  callboard catalog get component:default/basket
  callboard catalog register https://github.com/acme/shop/blob/main/catalog-info.yaml --dry-run
  callboard catalog --url https://portal.acme.test --token cbt_... export --format csv --out entities.csv";

#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// Lists entities.
    List {
        /// Conditions that hold together, `key=value,key=value`; repeat for alternatives.
        #[arg(long, value_name = "FILTER")]
        filter: Vec<String>,
        /// At most this many.
        #[arg(long, default_value_t = PAGE)]
        limit: usize,
    },
    /// Prints one entity.
    Get {
        /// `[kind:][namespace/]name`; a component unless a kind is named.
        entity_ref: String,
    },
    /// Registers the URL of a catalog file.
    Register {
        target: String,
        /// Only say what would be registered.
        #[arg(long)]
        dry_run: bool,
    },
    /// Asks the portal to read an entity's source again.
    Refresh { entity_ref: String },
    /// Shows what changed in an entity, newest first.
    History {
        entity_ref: String,
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// Writes every entity to a file or to standard output.
    Export {
        #[arg(long, value_enum, default_value_t = ExportFormat::Ndjson)]
        format: ExportFormat,
        /// Conditions that hold together; repeat for alternatives.
        #[arg(long, value_name = "FILTER")]
        filter: Vec<String>,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    Ndjson,
    Csv,
}

pub(super) async fn run(arguments: CatalogArguments) -> Result<(), Failure> {
    let CatalogArguments { command, portal, json } = arguments;
    let client = PortalClient::connect(portal).await?;
    match command {
        CatalogCommand::List { filter, limit } => list(&client, &filter, limit, json).await,
        CatalogCommand::Get { entity_ref } => get(&client, &entity_ref, json).await,
        CatalogCommand::Register { target, dry_run } => register(&client, &target, dry_run, json).await,
        CatalogCommand::Refresh { entity_ref } => refresh(&client, &entity_ref).await,
        CatalogCommand::History { entity_ref, limit } => history(&client, &entity_ref, limit, json).await,
        CatalogCommand::Export { format, filter, out } => export(&client, format, &filter, out).await,
    }
}

async fn list(client: &PortalClient, filter: &[String], limit: usize, json: bool) -> Result<(), Failure> {
    let mut items: Vec<Value> = Vec::new();
    let mut cursor: Option<String> = None;
    while items.len() < limit {
        let mut query = vec![("limit".to_owned(), (limit - items.len()).min(PAGE).to_string())];
        match &cursor {
            Some(cursor) => query.push(("cursor".to_owned(), cursor.clone())),
            None => query.extend(filter.iter().map(|each| ("filter".to_owned(), each.clone()))),
        }
        let request = client.request(Method::GET, &with_query("/api/catalog/entities/by-query", &query));
        let mut page = client.json(request).await?;
        if let Some(Value::Array(found)) = page.get_mut("items").map(Value::take) {
            items.extend(found);
        }
        cursor = page.pointer("/pageInfo/nextCursor").and_then(Value::as_str).map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    if json {
        output::line(&Value::Array(items).to_string());
        return Ok(());
    }
    let mut rows = Vec::new();
    for item in &items {
        let text = |pointer: &str| item.pointer(pointer).and_then(Value::as_str).unwrap_or("-").to_owned();
        rows.push(vec![ref_of(item), text("/spec/type"), text("/spec/owner"), text("/metadata/title")]);
    }
    output::bytes(output::table(&rows).as_bytes());
    if cursor.is_some() {
        output::remark(&format!("there are more than {limit}; use --limit"));
    }
    Ok(())
}

fn ref_of(item: &Value) -> String {
    let text = |pointer: &str, otherwise: &str| {
        item.pointer(pointer).and_then(Value::as_str).unwrap_or(otherwise).to_lowercase()
    };
    let namespace = text("/metadata/namespace", DEFAULT_NAMESPACE);
    format!("{}:{namespace}/{}", text("/kind", ""), text("/metadata/name", ""))
}

async fn get(client: &PortalClient, entity_ref: &str, json: bool) -> Result<(), Failure> {
    let entity = client.json(client.request(Method::GET, &by_name(entity_ref)?)).await?;
    if json {
        output::line(&entity.to_string());
    } else {
        output::bytes(to_yaml(&entity).as_bytes());
    }
    Ok(())
}

async fn register(client: &PortalClient, target: &str, dry_run: bool, json: bool) -> Result<(), Failure> {
    let path = if dry_run { "/api/catalog/locations?dryRun=true" } else { "/api/catalog/locations" };
    let body = json!({ "type": "url", "target": target });
    let answer = client.json(client.request(Method::POST, path).json(&body)).await?;
    if json {
        output::line(&answer.to_string());
        return Ok(());
    }
    if let Some(id) = answer.pointer("/location/id").and_then(Value::as_str) {
        output::line(&format!("{} {id}", if dry_run { "would register" } else { "registered" }));
    }
    for entity in answer.get("entities").and_then(Value::as_array).into_iter().flatten() {
        output::line(&ref_of(entity));
    }
    Ok(())
}

async fn refresh(client: &PortalClient, entity_ref: &str) -> Result<(), Failure> {
    let entity_ref = parse(entity_ref)?.to_string();
    let body = json!({ "entityRef": entity_ref });
    client.send(client.request(Method::POST, "/api/catalog/refresh").json(&body)).await?;
    output::line(&format!("{entity_ref} is being read again"));
    Ok(())
}

async fn history(client: &PortalClient, entity_ref: &str, limit: usize, json: bool) -> Result<(), Failure> {
    let path =
        with_query(&format!("{}/history", by_name(entity_ref)?), &[("limit".to_owned(), limit.to_string())]);
    let answer = client.json(client.request(Method::GET, &path)).await?;
    if json {
        output::line(&answer.to_string());
        return Ok(());
    }
    let mut rows = Vec::new();
    for change in answer.get("items").and_then(Value::as_array).into_iter().flatten() {
        let text = |key: &str| change.get(key).and_then(Value::as_str).unwrap_or("-").to_owned();
        let fields = change.get("fields").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let paths: Vec<&str> = fields
            .iter()
            .filter_map(|field| field.get("path")?.as_str())
            .filter(|path| !path.is_empty())
            .collect();
        rows.push(vec![text("time"), text("operation"), text("cause"), paths.join(" ")]);
    }
    output::bytes(output::table(&rows).as_bytes());
    Ok(())
}

async fn export(
    client: &PortalClient,
    format: ExportFormat,
    filter: &[String],
    out: Option<PathBuf>,
) -> Result<(), Failure> {
    let name = if format == ExportFormat::Csv { "csv" } else { "ndjson" };
    let mut query = vec![("format".to_owned(), name.to_owned())];
    query.extend(filter.iter().map(|each| ("filter".to_owned(), each.clone())));
    let path = with_query("/api/catalog/export", &query);
    let mut response = client.send(client.request(Method::GET, &path)).await?;
    let unwritable = |error: std::io::Error| Failure::Input(format!("the file cannot be written: {error}"));
    let mut file = match &out {
        Some(path) => Some(std::fs::File::create(path).map_err(unwritable)?),
        None => None,
    };
    while let Some(piece) = response
        .chunk()
        .await
        .map_err(|error| Failure::Portal(format!("the portal stopped answering: {error}")))?
    {
        match &mut file {
            Some(file) => std::io::Write::write_all(file, &piece).map_err(unwritable)?,
            None => output::bytes(&piece),
        }
    }
    Ok(())
}

fn parse(text: &str) -> Result<EntityRef, Failure> {
    EntityRef::parse(text, Some(DEFAULT_KIND), DEFAULT_NAMESPACE)
        .map_err(|error| Failure::Input(format!("{text}: {error}")))
}

fn by_name(entity_ref: &str) -> Result<String, Failure> {
    let EntityRef { kind, namespace, name } = parse(entity_ref)?;
    let path = [kind, namespace, name].map(|part| encode_component(&part)).join("/");
    Ok(format!("/api/catalog/entities/by-name/{path}"))
}

fn with_query(path: &str, query: &[(String, String)]) -> String {
    let pairs: Vec<String> =
        query.iter().map(|(name, value)| format!("{name}={}", encode_component(value))).collect();
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refs_become_paths() {
        let table = [
            ("basket", Some("component/default/basket")),
            ("API:shop/orders", Some("API/shop/orders")),
            ("a/b/c", Some("component/a/b%2Fc")),
            ("component:", None),
        ];
        for (text, expected) in table {
            let expected = expected.map(|path| format!("/api/catalog/entities/by-name/{path}"));
            assert_eq!(
                by_name(text).ok().map(|path| path.to_lowercase()),
                expected.map(|path| path.to_lowercase()),
                "{text}"
            );
        }
    }

    #[test]
    fn queries_are_escaped() {
        let query = [("filter".to_owned(), "kind=a,b&c".to_owned())];
        assert_eq!(with_query("/x", &query), "/x?filter=kind%3Da%2Cb%26c");
    }
}
