//! Spans around parts of code.

/// Writes a part of code. A span never goes over the end of a line.
pub(super) fn span(kind: &str, text: &str, html: &mut String) {
    for line in text.split_inclusive('\n') {
        let (content, end) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, ""),
        };
        if kind.is_empty() || content.is_empty() {
            escape(content, html);
        } else {
            html.push_str("<span class=\"");
            html.push_str(kind);
            html.push_str("\">");
            escape(content, html);
            html.push_str("</span>");
        }
        html.push_str(end);
    }
}

pub(super) fn escape(text: &str, html: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        html.push_str(&text[from..at]);
        html.push_str(escaped);
        from = at + 1;
    }
    html.push_str(&text[from..]);
}
