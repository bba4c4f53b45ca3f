//! Reads the text in which Prometheus asks for metrics, as far as the portal's own recorder writes it. Pure.

use std::collections::BTreeMap;

/// One number with what it is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) name: String,
    /// By name.
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) value: f64,
}

impl Sample {
    /// A label's value; empty without it.
    pub(crate) fn label(&self, name: &str) -> &str {
        self.labels.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The labels as the text has them, without braces: `method=GET, route=/catalog`.
    pub(crate) fn labels_told(&self) -> String {
        let told: Vec<String> = self.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
        told.join(", ")
    }
}

/// All samples that are not zero, in the order of the text. Lines that are none are left out. Most lines are the empty
/// buckets of routes that nobody asked for: they are not looked into.
pub(crate) fn read(text: &str) -> Vec<Sample> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.ends_with(" 0"));
    lines.filter_map(sample).collect()
}

fn sample(line: &str) -> Option<Sample> {
    let (series, value) = line.rsplit_once(' ')?;
    let value = value.parse().ok()?;
    let (name, labels) = match series.split_once('{') {
        Some((name, rest)) => (name, labels(rest.strip_suffix('}')?)?),
        None => (series, BTreeMap::new()),
    };
    Some(Sample { name: name.to_owned(), labels, value })
}

/// `name="value",…`; in values `\` stands before `"`, `\` and `n`.
fn labels(text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"")?;
        let mut value = String::new();
        let mut letters = after.char_indices();
        let end = loop {
            match letters.next()? {
                (at, '"') => break at,
                (_, '\\') => match letters.next()?.1 {
                    'n' => value.push('\n'),
                    other => value.push(other),
                },
                (_, letter) => value.push(letter),
            }
        };
        found.insert(name.trim_start_matches(',').to_owned(), value);
        rest = after.get(end + 1..)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_samples() {
        let text = "# HELP a b\n# TYPE a counter\na 3\nb{x=\"1\",y=\"q\\\"w\\\\e\\n, }\"} 0.25\n\nnonsense\nc{x=\"open} 1\nd{} NaN\ne 0\nf 10\n";
        let samples = read(text);
        let told: Vec<String> = samples
            .iter()
            .map(|sample| format!("{} [{}] {}", sample.name, sample.labels_told(), sample.value))
            .collect();
        assert_eq!(told, ["a [] 3", "b [x=1, y=q\"w\\e\n, }] 0.25", "d [] NaN", "f [] 10"]);
        assert_eq!((samples[1].label("x"), samples[1].label("z")), ("1", ""));
    }
}
