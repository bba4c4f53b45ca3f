//! Cuts a stream at its document markers, so that a broken document costs only itself.
//!
//! Looks at the starts of lines only: `---` and `...` in column one end a document whatever it is in the middle
//! of, quoted text included.

/// The text of one document, with its `---` line and the directives before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slice<'t> {
    pub text: &'t str,
    /// Bytes of the file before this text.
    pub start: usize,
    /// Lines of the file before this text.
    pub line: usize,
}

/// What a line says about document boundaries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Start,
    End,
    Directive,
    Blank,
    Content,
}

pub(super) fn split(text: &str) -> Vec<Slice<'_>> {
    let mut slices = Vec::new();
    let mut start = (0, 0);
    let mut open = false;
    let mut directives = false;
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        match classify(line) {
            Line::Start => {
                if open {
                    slices.push(Slice { text: &text[start.0..offset], start: start.0, line: start.1 });
                    start = (offset, number);
                }
                open = true;
            }
            Line::End => {
                if open {
                    slices.push(Slice { text: &text[start.0..offset], start: start.0, line: start.1 });
                }
                start = (offset + line.len(), number + 1);
                open = false;
                directives = false;
            }
            Line::Directive => directives |= !open,
            Line::Content => open = true,
            Line::Blank => {}
        }
        offset += line.len();
    }
    // Directives that no document follows are a document that cannot be read.
    if open || directives {
        slices.push(Slice { text: &text[start.0..], start: start.0, line: start.1 });
    }
    slices
}

fn classify(line: &str) -> Line {
    let is_marker = |marker: &str| {
        line.strip_prefix(marker)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
    };
    if is_marker("---") {
        return Line::Start;
    }
    if is_marker("...") {
        return Line::End;
    }
    if line.starts_with('%') {
        return Line::Directive;
    }
    match line.trim_start().chars().next() {
        None | Some('#') => Line::Blank,
        Some(_) => Line::Content,
    }
}
