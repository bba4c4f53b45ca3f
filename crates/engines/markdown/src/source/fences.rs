//! Fenced code blocks, at any indent and inside quotes, as `pymdownx.superfences` finds them.

use super::attributes::Attribute;
use super::drawn;
use super::fence_line::{self, FenceLine, Options};
use crate::extensions::{CustomFence, FenceFormat};
use crate::highlight::{self, CodeBlock};
use crate::math;
use crate::stash::Stashed;
use crate::work::{FenceSource, Work};

/// A fence that is open.
struct Open<'t> {
    fence: &'t str,
    first: &'t str,
    /// Number of its line.
    start: usize,
    /// White space and quote signs before it.
    prefix: &'t str,
    quotes: usize,
    lines: Vec<&'t str>,
    /// Blank lines at the end so far.
    blank: usize,
    shown: Shown,
}

/// How the block is shown.
enum Shown {
    Code(CodeBlock),
    Custom(CustomFence, CodeBlock),
}

/// Replaces fenced blocks by markers.
pub(crate) fn take(text: &str, work: &mut Work<'_>) -> String {
    if !text.contains("```") && !text.contains("~~~") {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let mut replaced: Vec<(usize, usize, String)> = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for (number, line) in lines.iter().enumerate() {
        let Some(mut fence) = open.take() else {
            open = opened(line, number, work);
            continue;
        };
        match fence.add(line) {
            Step::Inside => open = Some(fence),
            Step::Abandoned => {}
            Step::Closed => {
                let marker = fence.close(line, work);
                replaced.push((fence.start, number + 1, format!("{}{marker}", fence.prefix)));
            }
        }
    }
    assemble(&lines, &replaced, text.len())
}

fn assemble(lines: &[&str], replaced: &[(usize, usize, String)], size: usize) -> String {
    let mut text = String::with_capacity(size);
    let (mut number, mut next) = (0, 0);
    while number < lines.len() {
        match replaced.get(next) {
            Some((start, end, marker)) if *start == number => {
                text.push_str(marker);
                (number, next) = (*end, next + 1);
            }
            _ => {
                text.push_str(lines[number]);
                number += 1;
            }
        }
        if number < lines.len() {
            text.push('\n');
        }
    }
    text
}

/// What a line means for an open fence.
enum Step {
    Inside,
    Closed,
    /// The block turns out not to be one.
    Abandoned,
}

impl<'t> Open<'t> {
    fn add(&mut self, line: &'t str) -> Step {
        let limit =
            line.bytes().take(self.prefix.len()).take_while(|byte| matches!(byte, b'>' | b' ')).count();
        let (prefix, content) = line.split_at(limit);
        let quotes = prefix.matches('>').count();
        if self.quotes > 0 {
            self.add_quoted(line, prefix, content, quotes)
        } else {
            self.add_plain(line, prefix, content, quotes)
        }
    }

    fn add_plain(&mut self, line: &'t str, prefix: &str, content: &str, quotes: usize) -> Step {
        if quotes > 0 {
            return Step::Abandoned;
        }
        if line.trim().is_empty() {
            self.lines.push(line);
            return Step::Inside;
        }
        if prefix.len() != self.prefix.len() && !content.is_empty() {
            return Step::Abandoned;
        }
        if self.ends(content) && !content.starts_with([' ', '\t']) {
            return Step::Closed;
        }
        self.lines.push(line);
        Step::Inside
    }

    fn add_quoted(&mut self, line: &'t str, prefix: &str, content: &str, quotes: usize) -> Step {
        if quotes > self.quotes {
            return Step::Abandoned;
        }
        if content.is_empty() {
            self.lines.push(line);
            self.blank += 1;
            return Step::Inside;
        }
        if prefix.len() < self.prefix.len() || (self.blank > 0 && quotes < self.quotes) {
            return Step::Abandoned;
        }
        if self.ends(content) {
            return Step::Closed;
        }
        self.blank = 0;
        self.lines.push(line);
        Step::Inside
    }

    fn ends(&self, content: &str) -> bool {
        content.strip_prefix(self.fence).is_some_and(|rest| rest.trim_matches([' ', '\t']).is_empty())
    }

    /// Renders the block and keeps its source. Returns its marker.
    fn close(&mut self, last: &str, work: &mut Work<'_>) -> String {
        let cut = self.prefix.len();
        let mut code = String::new();
        for (number, line) in self.lines.iter().enumerate() {
            if number > 0 {
                code.push('\n');
            }
            code.push_str(line.get(cut..).unwrap_or_default());
        }
        let is_mermaid = match &self.shown {
            Shown::Code(block) | Shown::Custom(_, block) => block.language == "mermaid",
        };
        let made = match &mut self.shown {
            Shown::Code(block) => {
                block.number = work.code_blocks;
                work.code_blocks += 1;
                highlight::block(&code, block, &work.extensions.highlight)
            }
            Shown::Custom(fence, block) => custom(&code, fence, block),
        };
        let made = if is_mermaid { drawn::with_picture(made, &code, self.first, work) } else { made };
        let marker = work.stash.keep(Stashed::Made(made));
        if let Some(index) = crate::marker::only_stashed(&marker) {
            let text = source_of(self, last);
            work.fences.insert(index, FenceSource { text, indent: cut });
        }
        marker
    }
}

fn source_of(open: &Open<'_>, last: &str) -> String {
    let mut text = open.first.to_owned();
    for line in &open.lines {
        text.push('\n');
        text.push_str(line);
    }
    text.push('\n');
    text.push_str(last);
    text
}

fn opened<'t>(line: &'t str, number: usize, work: &Work<'_>) -> Option<Open<'t>> {
    let prefix = &line[..line.len() - line.trim_start_matches(['>', ' ', '\t']).len()];
    let FenceLine { fence, language, options } = fence_line::read(&line[prefix.len()..])?;
    let shown = shown(language, &options, work)?;
    let quotes = prefix.matches('>').count();
    Some(Open { fence, first: line, start: number, prefix, quotes, lines: Vec::new(), blank: 0, shown })
}

/// How a block with these options is shown; none when the options are not known.
fn shown(language: Option<&str>, options: &Options, work: &Work<'_>) -> Option<Shown> {
    let mut block = CodeBlock { language: language.unwrap_or_default().to_owned(), ..CodeBlock::default() };
    let values: Vec<Attribute> = match options {
        Options::Other => return None,
        Options::Plain(values) => values.clone(),
        Options::List(attributes) => {
            let mut values = Vec::new();
            for (name, value) in attributes {
                match name.as_str() {
                    "id" => block.id.clone_from(value),
                    "." => block.classes.push(value.clone()),
                    _ => values.push((name.clone(), value.clone())),
                }
            }
            if language.is_none() && !block.classes.is_empty() {
                block.language = block.classes.remove(0);
            }
            values
        }
    };
    let is_list = matches!(options, Options::List(_));
    let custom =
        work.extensions.fences.iter().rev().find(|fence| fence.name == block.language || fence.name == "*");
    if let Some(fence) = custom
        && (is_list || values.is_empty())
    {
        block.attributes = values;
        return Some(Shown::Custom(fence.clone(), block));
    }
    for (name, value) in values {
        if !block.take_option(&name, &value) {
            if !is_list && !name.starts_with("data-") {
                return None;
            }
            block.attributes.push((name, value));
        }
    }
    Some(Shown::Code(block))
}

fn custom(code: &str, fence: &CustomFence, block: &CodeBlock) -> String {
    let mut classes = vec![fence.class.as_str()];
    classes.extend(block.classes.iter().map(String::as_str));
    let mut attributes = String::new();
    if !block.id.is_empty() {
        attributes = format!(" id=\"{}\"", crate::write::escape_attribute(&block.id));
    }
    let class = crate::write::escape_attribute(&classes.join(" "));
    let text = crate::write::escape_text(code);
    match fence.format {
        FenceFormat::Code => format!("<pre{attributes} class=\"{class}\"><code>{text}</code></pre>"),
        FenceFormat::Div => format!("<div{attributes} class=\"{class}\">{text}</div>"),
        FenceFormat::Math => {
            format!("<div{attributes} class=\"{class}\">{}</div>", math::render(code, math::Display::Block))
        }
    }
}
