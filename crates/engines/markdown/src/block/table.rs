//! Tables with pipes between their cells.

use super::table_row::{ends_in_pipe, split};
use super::{BlockParser, Pieces};
use crate::element::Element;
use crate::work::Work;

type Alignment = Option<&'static str>;

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let Some(piece) = pieces.front() else { return false };
    let Some((columns, has_border)) = read_head(&piece.text, parser.work) else { return false };
    let Some(piece) = pieces.pop_front() else { return false };
    let mut lines = piece.text.split('\n').map(|line| line.trim_matches(' '));
    let head = lines.next().unwrap_or_default();
    lines.next();
    let mut table = Element::new("table");
    let thead = table.push(Element::new("thead"));
    thead.push(row(&split(head, has_border, parser.work), "th", &columns, parser.work));
    let tbody = table.push(Element::new("tbody"));
    let mut is_empty = true;
    for line in lines {
        is_empty = false;
        let cells = split(line, has_border, parser.work);
        if parser.work.nodes == 0 {
            parser.work.add_node();
            break;
        }
        tbody.push(row(&cells, "td", &columns, parser.work));
    }
    if is_empty {
        tbody.push(row(&[], "td", &columns, parser.work));
    }
    parent.push(table);
    true
}

/// Checks the first two lines. Returns the alignment of each column, and whether rows have pipes around them.
fn read_head(text: &str, work: &mut Work<'_>) -> Option<(Vec<Alignment>, bool)> {
    let mut lines = text.split('\n').map(|line| line.trim_matches(' '));
    let (head, line) = (lines.next()?, lines.next()?);
    if !line.bytes().all(|byte| matches!(byte, b'|' | b':' | b'-' | b' ')) || line.is_empty() {
        return None;
    }
    let has_border = head.starts_with('|') || ends_in_pipe(head);
    let columns = split(head, has_border, work).len();
    if columns == 1 {
        // With one column each row needs a pipe.
        let rows = text.split('\n').skip(1).map(|line| line.trim_matches(' '));
        if !has_border || !rows.into_iter().all(|line| line.starts_with('|') || ends_in_pipe(line)) {
            return None;
        }
    }
    let cells = split(line, has_border, work);
    (cells.len() == columns).then(|| (cells.into_iter().map(alignment).collect(), has_border))
}

fn alignment(cell: &str) -> Alignment {
    let cell = cell.trim_matches(' ');
    match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => Some("text-align: center;"),
        (true, false) => Some("text-align: left;"),
        (false, true) => Some("text-align: right;"),
        (false, false) => None,
    }
}

fn row(cells: &[&str], tag: &'static str, columns: &[Alignment], work: &mut Work<'_>) -> Element {
    let mut row = Element::new("tr");
    for (at, alignment) in columns.iter().enumerate() {
        if !work.add_node() {
            break;
        }
        let text = cells.get(at).map(|cell| cell.trim_matches(' ')).unwrap_or_default();
        let cell = row.push(Element::new(tag).with_text(text));
        if let Some(style) = alignment {
            cell.set("style", (*style).to_owned());
        }
    }
    row
}
