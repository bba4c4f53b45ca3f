//! Spans for an OpenTelemetry collector: one for each request and one for each reading of a Location. Built with the cargo
//! feature `otlp` only. Where they go is said by OpenTelemetry's own variables.

use kernel::config::Environment;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

/// Any of these switches sending on. Source: OpenTelemetry, "OTLP exporter configuration".
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
const NAME: &str = "callboard";

/// What sends the spans; none where no variable names a collector. A collector that cannot be meant is an error.
pub(super) fn provider(environment: &Environment) -> Result<Option<SdkTracerProvider>, String> {
    if !ENDPOINTS.iter().any(|name| environment.get(name).is_some_and(|url| !url.is_empty())) {
        return Ok(None);
    }
    let exporter = SpanExporter::builder().with_http().build().map_err(|error| error.to_string())?;
    let mut resource = Resource::builder();
    if environment.get("OTEL_SERVICE_NAME").is_none() {
        resource = resource.with_service_name(NAME);
    }
    let provider =
        SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource.build()).build();
    Ok(Some(provider))
}

/// Hands spans of requests, which the log leaves out, and those of the log's level to the provider.
pub(super) fn layer<S>(provider: &SdkTracerProvider) -> impl Layer<S> + use<S>
where
    S: tracing::Subscriber + for<'span> LookupSpan<'span>,
{
    let spans = Targets::new().with_default(LevelFilter::INFO).with_target("http", LevelFilter::DEBUG);
    tracing_opentelemetry::layer().with_tracer(provider.tracer(NAME)).with_filter(spans)
}
