//! What a page says about itself before its text: front matter in YAML, or lines of `Key: value`.

use entity::{Limits, yaml};
use serde_json::{Map, Value};

/// Front matter, the text that follows, and the number of lines between.
pub(crate) struct Split<'t> {
    pub meta: Map<String, Value>,
    pub body: &'t str,
    pub lines: usize,
    /// Why the front matter could not be read.
    pub problem: Option<String>,
}

/// Longest front matter, in bytes.
const LONGEST: usize = 256 << 10;

pub(crate) fn split(text: &str) -> Split<'_> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some((yaml, body)) = fenced(text) {
        let read = read(yaml);
        return match read {
            Ok(Value::Object(meta)) => {
                let body = body.trim_start_matches(['\r', '\n']);
                Split { meta, body, lines: lines_before(text, body), problem: None }
            }
            Ok(_) => Split { meta: Map::new(), body: text, lines: 0, problem: None },
            Err(problem) => Split { meta: Map::new(), body: text, lines: 0, problem: Some(problem) },
        };
    }
    let (meta, body) = plain(text);
    Split { meta, body, lines: lines_before(text, body), problem: None }
}

fn lines_before(text: &str, body: &str) -> usize {
    text[..text.len() - body.len()].matches('\n').count()
}

fn read(yaml: &str) -> Result<Value, String> {
    if yaml.len() > LONGEST {
        return Err(format!("front matter is longer than {LONGEST} bytes"));
    }
    let documents =
        yaml::documents(yaml.as_bytes(), &Limits::default()).map_err(|problem| problem.message)?;
    match documents.into_iter().next() {
        Some(document) => document.value.map_err(|problem| problem.message),
        None => Ok(Value::Null),
    }
}

/// YAML between a line `---` at the start and one of `---` or `...`.
fn fenced(text: &str) -> Option<(&str, &str)> {
    let is_mark = |line: &str, mark: &str| line.trim_end_matches(['\n', '\r', ' ', '\t']) == mark;
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_mark(line, "---") && line.ends_with('\n'))?;
    let mut end = first.len();
    for line in lines {
        if (is_mark(line, "---") || is_mark(line, "...")) && line.ends_with('\n') {
            return (end > first.len()).then(|| (&text[first.len()..end], &text[end + line.len()..]));
        }
        end += line.len();
        if end > LONGEST {
            return None;
        }
    }
    None
}

/// Lines of `Key: value` up to a blank line, as `MultiMarkdown` has them.
fn plain(text: &str) -> (Map<String, Value>, &str) {
    let mut meta: Map<String, Value> = Map::new();
    let mut last: Option<String> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if content.trim().is_empty() {
            at += line.len();
            break;
        }
        let (key, value) = if let Some((key, value)) = key_value(content) {
            (key, value)
        } else if let Some((key, value)) = last.clone().zip(continued(content)) {
            (key, value)
        } else {
            break;
        };
        match meta.get_mut(&key) {
            Some(Value::String(old)) => {
                old.push(' ');
                old.push_str(value);
            }
            _ => {
                meta.insert(key.clone(), Value::from(value));
            }
        }
        last = Some(key);
        at += line.len();
    }
    (meta, text[at..].trim_start_matches(['\r', '\n']))
}

fn key_value(line: &str) -> Option<(String, &str)> {
    let rest = line.trim_start_matches(' ');
    if line.len() - rest.len() > 3 {
        return None;
    }
    let (key, value) = rest.split_once(':')?;
    let is_key =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    is_key.then(|| (key.to_lowercase(), value.trim()))
}

fn continued(line: &str) -> Option<&str> {
    line.strip_prefix("    ").or_else(|| line.strip_prefix('\t')).map(str::trim)
}
