//! How a block of code is laid out: with line numbers in a table or before each line, with a title or without.

use std::fmt::Write as _;

use super::{CodeBlock, attributes, markup, tokens};
use crate::extensions::{Highlight, LineNumbers};
use crate::write::escape_text;

/// Numbers of lines: the first, the step between those shown, and which multiples are special.
#[derive(Clone, Copy)]
struct Numbers {
    first: usize,
    step: usize,
    special: usize,
    width: usize,
}

impl Numbers {
    /// The number of a line, counted from 0, padded; only spaces when it is not shown.
    fn label(self, line: usize) -> (String, &'static str) {
        let (number, width) = (self.first + line, self.width);
        let is_shown = number.is_multiple_of(self.step);
        let label = if is_shown { format!("{number:>width$}") } else { " ".repeat(width) };
        let class =
            if self.special > 0 && number.is_multiple_of(self.special) { "special" } else { "normal" };
        (label, class)
    }
}

pub(super) fn block(code: &str, language: &str, block: &CodeBlock, settings: &Highlight) -> String {
    let code = if settings.strip_blank_lines { code.trim_matches('\n') } else { code };
    let around = attributes(language, block, settings);
    if !settings.colours {
        let class = if language.is_empty() {
            String::new()
        } else {
            let class = format!("{}{language}", settings.language_prefix);
            format!(" class=\"{}\"", crate::write::escape_attribute(&class))
        };
        return format!(
            "<pre class=\"{}\"><code{class}>{}</code></pre>",
            crate::write::escape_attribute(&settings.class),
            escape_text(code)
        );
    }
    let mut html = String::with_capacity(code.len() * 2);
    for (kind, text) in tokens(code, language) {
        markup::span(kind, text, &mut html);
    }
    let lines: Vec<&str> = html.strip_suffix('\n').unwrap_or(&html).split('\n').collect();
    let numbers = numbers(lines.len(), block, settings);
    let title = title(language, block, settings);
    let is_table = settings.line_numbers_style == LineNumbers::Table;
    if let Some(numbers) = numbers.filter(|_| is_table) {
        table(&lines, numbers, &title, &around, block, settings)
    } else {
        let title =
            if title.is_empty() { String::new() } else { format!("<span class=\"filename\">{title}</span>") };
        let body = body(&lines, numbers, block, settings);
        format!("<div{around}>{title}<pre><span></span><code>{body}</code></pre></div>")
    }
}

fn numbers(lines: usize, block: &CodeBlock, settings: &Highlight) -> Option<Numbers> {
    let (first, step, special) = match (settings.line_numbers, block.numbers) {
        (Some(false), _) | (_, Some((0, _, _))) | (None, None) => return None,
        (_, Some(numbers)) => numbers,
        (Some(true), None) => (1, 1, 0),
    };
    let first = first.min(1_000_000_000);
    let width = (first + lines.saturating_sub(1)).to_string().len();
    Some(Numbers { first, step, special, width })
}

fn title(language: &str, block: &CodeBlock, settings: &Highlight) -> String {
    match &block.title {
        Some(title) => escape_text(title.trim()),
        None if settings.auto_title && !language.is_empty() => escape_text(language),
        None => String::new(),
    }
}

fn table(
    lines: &[&str],
    numbers: Numbers,
    title: &str,
    around: &str,
    block: &CodeBlock,
    settings: &Highlight,
) -> String {
    let mut column = String::new();
    for line in 0..lines.len() {
        let (label, class) = numbers.label(line);
        if line > 0 {
            column.push('\n');
        }
        let label = if settings.anchor_line_numbers {
            format!("<a href=\"#{}-{}-{}\">{label}</a>", settings.line_anchors, block.number, line + 1)
        } else {
            label
        };
        for part in ["<span class=\"", class, "\">", &label, "</span>"] {
            column.push_str(part);
        }
    }
    let title = if title.is_empty() {
        String::new()
    } else {
        format!("<tr><th colspan=\"2\" class=\"filename\"><span class=\"filename\">{title}</span></th></tr>")
    };
    let body = body(lines, None, block, settings);
    format!(
        "<div{around}><table class=\"highlighttable\">{title}<tr><td class=\"linenos\"><div class=\"linenodiv\">\
         <pre><span></span>{column}</pre></div></td><td class=\"code\"><div><pre><span></span><code>{body}</code>\
         </pre></div></td></tr></table></div>"
    )
}

/// The lines of code, each with what stands before it.
fn body(lines: &[&str], numbers: Option<Numbers>, block: &CodeBlock, settings: &Highlight) -> String {
    let mut html = String::new();
    for (index, line) in lines.iter().enumerate() {
        let (number, line_number) = (block.number, index + 1);
        let mut behind = "";
        if !settings.line_spans.is_empty() {
            let _ = write!(html, "<span id=\"{}-{number}-{line_number}\">", settings.line_spans);
            behind = "</span>";
        }
        if !settings.line_anchors.is_empty() {
            let _ = write!(html, "<a id=\"{}-{number}-{line_number}\"></a>", settings.line_anchors);
        }
        if let Some(numbers) = numbers {
            let (label, _) = numbers.label(index);
            let _ = match settings.line_numbers_style {
                LineNumbers::Attribute => {
                    write!(html, "<span class=\"linenos\" data-linenos=\"{label} \"></span>")
                }
                LineNumbers::Table | LineNumbers::Inline => {
                    write!(html, "<span class=\"linenos\">{label}</span>")
                }
            };
        }
        if block.is_marked(line_number) {
            html.push_str("<span class=\"hll\">");
            html.push_str(line);
            html.push_str("\n</span>");
        } else {
            html.push_str(line);
            html.push('\n');
        }
        html.push_str(behind);
    }
    html
}
