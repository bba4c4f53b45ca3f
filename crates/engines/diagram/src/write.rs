//! Small pieces of SVG. Everything that an author wrote passes through here, and is escaped.

use std::fmt::Write as _;

use crate::label::{LINE, Label};

/// Writes what formats without fail.
pub(crate) fn put(out: &mut String, pieces: std::fmt::Arguments<'_>) {
    // Writing into a string does not fail.
    let _ = out.write_fmt(pieces);
}

pub(crate) fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Pages must not have them, and the reader of pages gives some a meaning of its own.
            character if character.is_control() && !character.is_whitespace() => {}
            character => out.push(character),
        }
    }
}

/// Opens the picture. `name` is what people hear first, `description` the rest.
pub(crate) fn open(out: &mut String, size: (i32, i32), name: &str, description: &str) {
    let (width, height) = size;
    put(
        out,
        format_args!(
            "<svg class=\"diagram-picture\" xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\""
        ),
    );
    escape(out, name);
    out.push_str("\">");
    if !description.is_empty() {
        out.push_str("<desc>");
        escape(out, description);
        out.push_str("</desc>");
    }
}

/// Writes lines of text around a middle. `look` is the value of `class` and further attributes.
pub(crate) fn text(out: &mut String, label: &Label, middle: (i32, i32), look: &str) {
    let (x, y) = middle;
    let mut baseline = y - label.height() / 2 + LINE - 5;
    for line in &label.lines {
        put(out, format_args!("<text class=\"{look}\" x=\"{x}\" y=\"{baseline}\">"));
        escape(out, line);
        out.push_str("</text>");
        baseline += LINE;
    }
}

/// Writes lines of text from a corner.
pub(crate) fn text_at(out: &mut String, lines: &[String], corner: (i32, i32), class: &str) {
    let (x, mut baseline) = (corner.0, corner.1 + LINE - 5);
    for line in lines {
        put(out, format_args!("<text class=\"{class}\" x=\"{x}\" y=\"{baseline}\">"));
        escape(out, line);
        out.push_str("</text>");
        baseline += LINE;
    }
}

/// A rectangle with round corners.
pub(crate) fn rectangle(out: &mut String, place: (i32, i32, i32, i32), radius: i32, look: &str) {
    let (x, y, width, height) = place;
    put(
        out,
        format_args!(
            "<rect class=\"{look}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
        ),
    );
}
