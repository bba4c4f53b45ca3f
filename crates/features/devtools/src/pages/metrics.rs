//! `/settings/metrics`: how busy this process is and where its time goes, from the counters that `/metrics` gives.

use std::collections::BTreeMap;

use kernel::extension::View;
use kernel::http::meters;
use kernel::{Error, Services};
use maud::{Markup, html};
use ui::chart::{self, Data, Ink, Series};
use ui::table::{self, Column, Width};
use ui::{Tone, card, count};

use crate::exposition::{self, Sample};

/// Routes and other series that are shown.
const ROUTES: usize = 15;
const SERIES: usize = 200;

pub(super) async fn draw(_services: Services, _view: View) -> Result<Markup, Error> {
    let samples = exposition::read(&meters::install()?.render());
    let routes = busiest(&samples);
    let by_class = classes(&samples);
    let all: f64 = by_class.iter().map(|(_, number)| number).sum();
    let failed = by_class.iter().find(|(class, _)| class == "5xx").map_or(0.0, |(_, number)| *number);
    let seconds: f64 = samples
        .iter()
        .filter(|sample| sample.name == "http_request_duration_seconds_sum")
        .map(|sample| sample.value)
        .sum();
    let mean = if all > 0.0 { seconds * 1000.0 / all } else { 0.0 };
    let others: Vec<&Sample> =
        samples.iter().filter(|sample| !sample.name.starts_with("http_request")).collect();
    Ok(html! {
        p.quiet { "Of this process since it was started. Prometheus reads the same at " code { "/metrics" } "." }
        dl.figures {
            (card::figure("Requests", &whole(all), "answered", Tone::Plain))
            (card::figure("Failed", &whole(failed), "with a 5xx status", Tone::Plain))
            (card::figure("Mean time", &format!("{mean:.2} ms"), "of an answer", Tone::Plain))
        }
        @if !routes.is_empty() {
            div.halves {
                div.card { div.card-body { (chart::donut(&answers(&by_class))) } }
                div.card { div.card-body { (chart::bar(&times(&routes))) } }
            }
            (card::card("Routes", None, &list(&routes)))
        }
        @if !others.is_empty() { (card::card("Other numbers", None, &rest(&others))) }
    })
}

/// One route with all methods and statuses.
#[derive(Default)]
struct Route {
    name: String,
    requests: f64,
    failed: f64,
    seconds: f64,
    /// How many took at most that many seconds; the bounds are as the text writes them.
    buckets: Vec<(f64, f64)>,
}

impl Route {
    fn mean_milliseconds(&self) -> f64 {
        if self.requests > 0.0 { self.seconds * 1000.0 / self.requests } else { 0.0 }
    }

    /// The bound below which 99 of 100 requests stay; `None` when it is the last.
    fn bound_of_99(&self) -> Option<f64> {
        let wanted = self.requests * 0.99;
        let bound = self.buckets.iter().find(|(_, number)| *number >= wanted)?.0;
        bound.is_finite().then_some(bound * 1000.0)
    }
}

/// Routes by the time that they took, the most first.
fn busiest(samples: &[Sample]) -> Vec<Route> {
    let mut routes: BTreeMap<String, Route> = BTreeMap::new();
    for sample in samples {
        let Some(kind) = sample.name.strip_prefix("http_request") else { continue };
        let name = format!("{} {}", sample.label("method"), sample.label("route"));
        let route = routes.entry(name).or_default();
        match kind {
            "s_total" if sample.label("status") == "5xx" => route.failed += sample.value,
            "_duration_seconds_sum" => route.seconds += sample.value,
            "_duration_seconds_count" => route.requests += sample.value,
            "_duration_seconds_bucket" => {
                let bound = sample.label("le").parse().unwrap_or(f64::INFINITY);
                route.buckets.push((bound, sample.value));
            }
            _ => {}
        }
    }
    let mut found: Vec<Route> = routes
        .into_iter()
        .map(|(name, route)| Route { name, ..route })
        .filter(|route| route.requests > 0.0)
        .collect();
    found.sort_by(|left, right| right.seconds.total_cmp(&left.seconds));
    found.truncate(ROUTES);
    found
}

/// Answers by the first digit of their status.
fn classes(samples: &[Sample]) -> Vec<(String, f64)> {
    let mut classes: BTreeMap<String, f64> = BTreeMap::new();
    for sample in samples.iter().filter(|sample| sample.name == "http_requests_total") {
        *classes.entry(sample.label("status").to_owned()).or_default() += sample.value;
    }
    classes.into_iter().filter(|(_, number)| *number > 0.0).collect()
}

fn answers(classes: &[(String, f64)]) -> Data {
    let ink = |class: &str| match class {
        "2xx" => Ink::Tone(Tone::Good),
        "3xx" => Ink::Tone(Tone::Accent),
        "4xx" => Ink::Tone(Tone::Warn),
        "5xx" => Ink::Tone(Tone::Bad),
        _ => Ink::Tone(Tone::Plain),
    };
    Data {
        title: "Answers by status".to_owned(),
        summary: "How many answers had which sort of status.".to_owned(),
        labels: vec!["Answers".to_owned()],
        series: classes
            .iter()
            .map(|(class, number)| Series { name: class.clone(), ink: ink(class), values: vec![*number] })
            .collect(),
        unit: String::new(),
    }
}

fn times(routes: &[Route]) -> Data {
    const DRAWN: usize = 6;
    let drawn = routes.get(..DRAWN.min(routes.len())).unwrap_or_default();
    Data {
        title: "Where the time goes".to_owned(),
        summary: "Milliseconds that the busiest routes took in all.".to_owned(),
        labels: drawn.iter().map(|route| route.name.clone()).collect(),
        series: vec![Series {
            name: "Time".to_owned(),
            ink: Ink::Series(0),
            values: drawn.iter().map(|route| (route.seconds * 1000.0).round()).collect(),
        }],
        unit: " ms".to_owned(),
    }
}

fn list(routes: &[Route]) -> Markup {
    let columns = [
        Column::new("Route", Width::Rest, 0),
        Column::new("Requests", Width::Medium, 0),
        Column::new("Mean", Width::Medium, 0),
        Column::new("99 % within", Width::Medium, 0),
        Column::new("Failed", Width::Small, 0),
    ];
    let rows = html! {
        @for route in routes {
            tr role="row" {
                (table::lead(&html! { span.cell-text { code { (route.name) } } }))
                (table::cell(&columns[1], Some(html! { (whole(route.requests)) })))
                (table::cell(&columns[2], Some(html! { (format!("{:.2} ms", route.mean_milliseconds())) })))
                (table::cell(&columns[3], Some(within(route))))
                (table::cell(&columns[4], Some(html! { (whole(route.failed)) })))
            }
        }
    };
    table::table("Routes by the time that they took", &columns, &rows)
}

fn rest(samples: &[&Sample]) -> Markup {
    let columns = [
        Column::new("Name", Width::Rest, 0),
        Column::new("About", Width::Rest, 0),
        Column::new("Value", Width::Medium, 0),
    ];
    let rows = html! {
        @for sample in samples.iter().take(SERIES) {
            tr role="row" {
                (table::lead(&html! { span.cell-text { code { (sample.name) } } }))
                (table::cell(&columns[1], (!sample.labels.is_empty()).then(|| html! { span.cell-text { (sample.labels_told()) } })))
                (table::cell(&columns[2], Some(html! { (sample.value) })))
            }
        }
    };
    table::table("Other numbers", &columns, &rows)
}

fn within(route: &Route) -> Markup {
    route.bound_of_99().map_or_else(|| html! { "more" }, |bound| html! { (bound) " ms" })
}

/// A counter, which is a whole number.
fn whole(number: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counters are whole and not negative"
    )]
    let number = number as u64;
    count(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_add_up_over_methods_and_statuses() {
        let text = "http_requests_total{method=\"GET\",route=\"/a\",status=\"2xx\"} 98\n\
            http_requests_total{method=\"GET\",route=\"/a\",status=\"5xx\"} 2\n\
            http_request_duration_seconds_bucket{method=\"GET\",route=\"/a\",le=\"0.001\"} 90\n\
            http_request_duration_seconds_bucket{method=\"GET\",route=\"/a\",le=\"0.005\"} 99\n\
            http_request_duration_seconds_bucket{method=\"GET\",route=\"/a\",le=\"+Inf\"} 100\n\
            http_request_duration_seconds_sum{method=\"GET\",route=\"/a\"} 0.2\n\
            http_request_duration_seconds_count{method=\"GET\",route=\"/a\"} 100\n\
            http_request_duration_seconds_sum{method=\"GET\",route=\"/b\"} 0.3\n\
            http_request_duration_seconds_count{method=\"GET\",route=\"/b\"} 1\n";
        let samples = exposition::read(text);
        let routes = busiest(&samples);
        let names: Vec<&str> = routes.iter().map(|route| route.name.as_str()).collect();
        assert_eq!(names, ["GET /b", "GET /a"]);
        let route = &routes[1];
        assert!((route.mean_milliseconds() - 2.0).abs() < 1e-9 && (route.failed - 2.0).abs() < 1e-9);
        assert_eq!((route.bound_of_99(), routes[0].bound_of_99()), (Some(5.0), None));
        assert_eq!(classes(&samples), [("2xx".to_owned(), 98.0), ("5xx".to_owned(), 2.0)]);
    }
}
