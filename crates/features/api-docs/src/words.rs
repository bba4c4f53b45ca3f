//! Descriptions as a line of plain words, for rows and heads. Knows no HTML.

/// Bytes of a summary; a row shows no more.
const LONGEST_SUMMARY: usize = 300;

/// The first paragraph of a description, on one line, without its markup.
pub(crate) fn summary(text: &str) -> String {
    let mut paragraph = String::new();
    // Markup takes room of its own, so twice as much is looked at.
    for written in text.trim_start().lines().map(str::trim).take_while(|line| !line.is_empty()) {
        if paragraph.len() + written.len() > 2 * LONGEST_SUMMARY && !paragraph.is_empty() {
            break;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(written);
    }
    let mut paragraph = line(&paragraph);
    if paragraph.len() > LONGEST_SUMMARY {
        paragraph.truncate(paragraph.floor_char_boundary(LONGEST_SUMMARY));
        paragraph.push('…');
    }
    paragraph
}

/// One line of a description, without its markup: the words of links, emphasis and code stay.
pub(crate) fn line(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((_, behind)) = after.split_once(')') else { break };
        match before.rsplit_once('[') {
            Some((start, label)) => {
                words.push_str(start);
                words.push_str(label);
            }
            None => words.push_str(before),
        }
        rest = behind;
    }
    words.push_str(rest);
    words.retain(|letter| !matches!(letter, '`' | '*'));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_words() {
        for (written, shown) in [
            ("See [the docs](https://x.test) and `code`", "See the docs and code"),
            ("a](b", "a](b"),
            ("a](b) c", "a c"),
            ("**[a](b)[c](d)**", "ac"),
            ("a_b [c]", "a_b [c]"),
        ] {
            assert_eq!(line(written), shown);
        }
    }

    #[test]
    fn summaries_are_a_paragraph() {
        for (written, shown) in [
            ("One\ntwo.\n\nThree", "One two."),
            ("  \n ", ""),
            ("See [a](https://x.test/very/long)\nnow", "See a now"),
        ] {
            assert_eq!(summary(written), shown);
        }
        assert!(summary(&"é".repeat(1_000)).len() <= LONGEST_SUMMARY + 3);
    }
}
