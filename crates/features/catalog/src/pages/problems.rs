//! From status items to problems with a place and a cure. Source: catalog-api contract, section 6 "status.items".

use kernel::Error;
use kernel::extension::View;
use serde_json::Value;
use ui::{Href, shorten};

use super::Pages;
use super::shown::Shown;
use super::words::short_place;
use crate::pages::view::problems::{self as view, Level, Place, Problem};

/// Characters of a message.
const TOLD_MESSAGE: usize = 2_000;

/// What helps where the problem itself does not say it.
const COMMON_CURE: &str = "Correct it at the source; the portal reads it again by itself.";

/// The tab "Problems".
pub(super) async fn tab(_: Pages, asked: View) -> Result<Option<String>, Error> {
    Ok(asked.subject.map(|subject| view::list(&of(&subject)).into_string()))
}

/// The card above all others, where there are problems.
pub(super) async fn summary(_: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let problems = of(subject);
    let all = Href::new(format!("{}?tab=problems", subject.path));
    Ok((!problems.is_empty()).then(|| view::summary(&problems, &all).into_string()))
}

/// Every problem of an entity.
pub(super) fn of(shown: &Shown) -> Vec<Problem> {
    shown.status_items().map(problem).collect()
}

fn problem(item: &Value) -> Problem {
    let error = item.get("error").unwrap_or(&Value::Null);
    let text = |part: &Value, name: &str| part.get(name).and_then(Value::as_str).map(str::to_owned);
    let whole = text(error, "message").or_else(|| text(item, "message"));
    let whole = shorten(whole.as_deref().unwrap_or("The source could not be processed"), TOLD_MESSAGE);
    // The first line says it; what follows is for those who want to know more.
    let (title, rest) = whole.split_once('\n').unwrap_or((&whole, ""));
    let place = place(error);
    let message =
        if rest.is_empty() { file_without_line(error, place.as_ref()) } else { Some(rest.trim().to_owned()) };
    Problem {
        level: match item.get("level").and_then(Value::as_str) {
            Some("info") => Level::Info,
            Some("warning") => Level::Warning,
            _ => Level::Error,
        },
        title: title.to_owned(),
        message: message.filter(|message| !message.is_empty()),
        cure: text(error, "help").map_or_else(|| COMMON_CURE.to_owned(), |help| sentence(&help)),
        place,
    }
}

/// Rules help in the lower-case words of messages; here they stand alone.
fn sentence(help: &str) -> String {
    let mut letters = help.chars();
    let Some(first) = letters.next() else { return COMMON_CURE.to_owned() };
    let end = if help.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
}

/// The line in the file, with the address that shows it on a code host.
fn place(error: &Value) -> Option<Place> {
    let file = error.get("file").and_then(Value::as_str)?;
    let line = error.get("line").and_then(Value::as_u64)?;
    let href =
        file.strip_prefix("url:").map_or_else(Href::default, |url| Href::new(format!("{url}#L{line}")));
    let column = error.get("column").and_then(Value::as_u64);
    Some(Place { file: short_place(file), line, column, href, excerpt: None })
}

fn file_without_line(error: &Value, place: Option<&Place>) -> Option<String> {
    let file = error.get("file").and_then(Value::as_str).filter(|_| place.is_none())?;
    Some(format!("in {file}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_become_problems() {
        let placed = problem(&json!({
            "level": "error",
            "message": "InputError: bad name",
            "error": {
                "name": "InputError", "message": "bad name", "help": "use letters",
                "file": "url:https://h.test/o/r/blob/main/catalog-info.yaml", "line": 3, "column": 9,
            },
        }));
        assert_eq!(
            (placed.level, placed.title.as_str(), placed.cure.as_str()),
            (Level::Error, "bad name", "Use letters.")
        );
        assert_eq!(placed.message, None);
        let place = placed.place.unwrap();
        assert_eq!(
            (place.file.as_str(), place.line, place.column),
            ("o/r/blob/main/catalog-info.yaml", 3, Some(9))
        );
        assert_eq!(place.href.get(), Some("https://h.test/o/r/blob/main/catalog-info.yaml#L3"));

        let long = problem(&json!({"level": "warning", "message": "first\nsecond\nthird"}));
        assert_eq!(
            (long.level, long.title.as_str(), long.message.as_deref()),
            (Level::Warning, "first", Some("second\nthird"))
        );
        assert_eq!((long.cure.as_str(), long.place.is_none()), (COMMON_CURE, true));

        let local = problem(
            &json!({"level": "info", "error": {"message": "m", "file": "file:/a/b.yaml", "line": 1}}),
        );
        assert_eq!((local.level, local.place.unwrap().href.get()), (Level::Info, None));
        let hostile =
            problem(&json!({"error": {"message": "m", "file": "url:javascript:alert(1)", "line": 1}}));
        assert_eq!(hostile.place.unwrap().href.get(), None);
        assert_eq!(problem(&json!({"error": {"message": 5, "file": "x"}})).message.as_deref(), Some("in x"));
    }
}
