//! One kind of line end, spaces for tabs, no control characters that markers use, no spaces on blank lines.

/// Columns that a tab goes to the next multiple of.
pub(crate) const TAB: usize = 4;

/// Normalises a text and ends it with a blank line.
pub(crate) fn normalize(text: &str) -> String {
    let mut normal = String::with_capacity(text.len() + 2);
    let mut lines = text.split('\n').peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let line = if lines.peek().is_some() { line.strip_suffix('\r').unwrap_or(line) } else { line };
        // A lone carriage return ends a line, too.
        for line in line.split('\r') {
            add_line(&mut normal, line, is_first);
            normal.push('\n');
            is_first = false;
        }
    }
    normal.push('\n');
    normal
}

fn add_line(normal: &mut String, line: &str, is_first: bool) {
    let start = normal.len();
    let plain = !line.bytes().any(|byte| matches!(byte, b'\t' | 1..=4));
    if plain {
        normal.push_str(line);
    } else {
        let mut column = 0;
        for character in line.chars() {
            match character {
                '\u{1}'..='\u{4}' => {}
                '\t' => {
                    let width = TAB - column % TAB;
                    normal.extend(std::iter::repeat_n(' ', width));
                    column += width;
                }
                _ => {
                    normal.push(character);
                    column += 1;
                }
            }
        }
    }
    if !is_first && normal[start..].bytes().all(|byte| byte == b' ') {
        normal.truncate(start);
    }
}
