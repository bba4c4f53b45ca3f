//! What commands say: results to standard output, remarks to standard error. A reader that has gone away is no error.

use std::io::Write as _;

/// One line of result.
pub(super) fn line(text: &str) {
    bytes(text.as_bytes());
    bytes(b"\n");
}

/// A piece of result as it is.
pub(super) fn bytes(piece: &[u8]) {
    // A closed pipe means that nobody wants the rest.
    let _ = std::io::stdout().lock().write_all(piece);
}

/// A line beside the result.
pub(super) fn remark(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Rows of text in columns as wide as their widest cell, two spaces apart.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            let width = cell.chars().count();
            match widths.get_mut(column) {
                Some(widest) => *widest = (*widest).max(width),
                None => widths.push(width),
            }
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            let padding = width.saturating_sub(cell.chars().count()) + 2;
            line.push_str(&" ".repeat(padding));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [vec!["ä".to_owned(), "b".to_owned()], vec!["long".to_owned(), String::new()]];
        assert_eq!(table(&rows), "ä     b\nlong\n");
    }
}
