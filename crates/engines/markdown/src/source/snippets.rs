//! Texts of other files, included with `--8<--`.

use crate::extensions::Snippets;
use crate::limits::Limits;
use crate::surroundings::Surroundings;

/// A page with its snippets.
#[derive(Debug, Default)]
pub(crate) struct Included {
    pub text: String,
    /// Files that were asked for, found or not.
    pub files: Vec<String>,
    /// Line of the page and what is wrong with it.
    pub warnings: Vec<(usize, String)>,
}

struct Includer<'a> {
    settings: &'a Snippets,
    site: &'a Surroundings,
    limits: &'a Limits,
    out: Included,
    /// Files that are being included, outermost first.
    open: Vec<String>,
    count: usize,
    /// Line of the page.
    line: usize,
}

/// Includes the snippets of a page.
pub(crate) fn include(text: &str, settings: &Snippets, site: &Surroundings, limits: &Limits) -> Included {
    let mut includer =
        Includer { settings, site, limits, out: Included::default(), open: Vec::new(), count: 0, line: 0 };
    let mut lines: Vec<String> = Vec::new();
    includer.lines(&text.split('\n').collect::<Vec<_>>(), false, &mut lines);
    for path in &settings.append {
        lines.extend([String::new(), String::new()]);
        includer.file(path, "", &mut lines);
    }
    includer.out.text = lines.join("\n");
    includer.out
}

/// A line that asks for a snippet.
enum Ask<'l> {
    /// `--8<-- "path"`.
    Inline(&'l str),
    /// `--8<--`, before and after a list of paths.
    Block,
    /// With a semicolon before it: text.
    Escaped,
}

fn ask(line: &str) -> Option<Ask<'_>> {
    let rest = line.trim_start_matches([' ', '\t']).trim_end_matches('\r');
    let marker = rest.trim_start_matches(';');
    let after = scissors(marker)?;
    let ask = if after.is_empty() {
        Ask::Block
    } else {
        let path = after.trim_start_matches([' ', '\t']);
        let quote = path.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        if path.len() == after.len() {
            return None;
        }
        let inside = path[1..].strip_suffix(quote)?;
        if inside.is_empty() {
            return None;
        }
        Ask::Inline(inside)
    };
    Some(if marker.len() < rest.len() { Ask::Escaped } else { ask })
}

/// What stands behind `--8<--`.
fn scissors(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('-');
    let after = rest.strip_prefix("8<")?;
    let end = after.trim_start_matches('-');
    (rest.len() < text.len() && end.len() < after.len()).then_some(end)
}

/// The mark of a section in a line: whether it starts, and its name.
fn section_mark(line: &str) -> Option<(bool, &str)> {
    let at = line.find("8<-")?;
    let before = line[..at].trim_end_matches('-');
    if before.len() == at {
        return None;
    }
    let rest = line[at + 2..].trim_start_matches('-').trim_start_matches([' ', '\t']).strip_prefix('[')?;
    let (kind, rest) = rest.split_once(':')?;
    let name = rest.split_once(']')?.0.trim();
    let is_name = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    match kind.trim().to_ascii_lowercase().as_str() {
        "start" if is_name => Some((true, name)),
        "end" if is_name => Some((false, name)),
        _ => None,
    }
}

impl<'a> Includer<'a> {
    fn lines(&mut self, lines: &[&str], is_section: bool, out: &mut Vec<String>) {
        let mut in_block = false;
        for line in lines {
            if self.open.is_empty() {
                self.line += 1;
            }
            match ask(line) {
                Some(Ask::Escaped) => out.push(line.replacen(';', "", 1)),
                Some(Ask::Block) => in_block = !in_block,
                Some(Ask::Inline(_)) if in_block => {}
                Some(Ask::Inline(path)) => {
                    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
                    self.file(path.trim(), indent, out);
                }
                None if in_block => {
                    let path = line.trim();
                    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
                    if path.is_empty() {
                        out.push(String::new());
                    } else {
                        self.file(path, indent, out);
                    }
                }
                None if !is_section && section_mark(line).is_some() => {}
                None => out.push((*line).to_owned()),
            }
        }
    }

    fn file(&mut self, asked: &str, indent: &str, out: &mut Vec<String>) {
        if asked.starts_with(';') {
            return;
        }
        let (path, part) = part(asked);
        let lower = path.to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            self.warn(format!("snippet `{path}`: nothing is fetched from other places"));
            return;
        }
        self.count += 1;
        if self.count > self.limits.snippets {
            self.warn(format!("more than {} snippets: the rest is left out", self.limits.snippets));
            return;
        }
        let Some((file, text)) = self.find(path) else {
            if !path.is_empty() {
                self.out.files.push(path.to_owned());
                self.warn(format!("snippet `{path}`: no such file below the folder of mkdocs.yml"));
            }
            return;
        };
        if self.open.contains(&file) {
            return;
        }
        if !self.out.files.contains(&file) {
            self.out.files.push(file.clone());
        }
        let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
        let chosen = choose(&lines, &part);
        let dedented = if self.settings.dedent && part != Part::All { dedent(&chosen) } else { chosen };
        let mut included = Vec::new();
        self.open.push(file);
        self.lines(&dedented, matches!(part, Part::Section(_)), &mut included);
        self.open.pop();
        let size: usize = included.iter().map(String::len).sum();
        if size + out.iter().map(String::len).sum::<usize>() > self.limits.page_bytes {
            self.warn("the page is too long with its snippets: the rest is left out".to_owned());
            return;
        }
        out.extend(included.into_iter().map(|line| format!("{indent}{line}")));
    }

    fn warn(&mut self, message: String) {
        self.out.warnings.push((self.line, message));
    }

    /// The file below the first base folder that has it. Paths that lead out of that folder find nothing.
    fn find(&self, path: &str) -> Option<(String, &'a str)> {
        for base in &self.settings.base_paths {
            let Some(inside) = normal(path) else { continue };
            let file = match normal(base).as_deref() {
                Some("") => inside,
                Some(base) => format!("{base}/{inside}"),
                None => continue,
            };
            if let Some(text) = self.site.snippets.get(&file) {
                return Some((file, text));
            }
        }
        None
    }
}

/// A path without `.` and `..`; none when it leads up out of where it starts.
fn normal(path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Which lines of a file are wanted.
#[derive(Debug, PartialEq, Eq)]
enum Part<'l> {
    All,
    /// First and last line of each range, from 1; from the end when negative.
    Ranges(Vec<(Option<i64>, Option<i64>)>),
    Section(&'l str),
}

/// Splits `path:1:3,5:6` and `path:section`.
fn part(asked: &str) -> (&str, Part<'_>) {
    let Some(at) = asked.find(':') else { return (asked, Part::All) };
    let (path, rest) = (asked[..at].trim(), &asked[at + 1..]);
    if rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        let is_name = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        return if is_name { (path, Part::Section(rest)) } else { (asked, Part::All) };
    }
    let mut ranges = Vec::new();
    for range in rest.split(',') {
        let mut numbers = range.split(':').map(|number| number.parse::<i64>().ok());
        ranges.push((numbers.next().flatten(), numbers.next().flatten()));
    }
    (path, Part::Ranges(ranges))
}

fn choose<'l>(lines: &[&'l str], part: &Part<'_>) -> Vec<&'l str> {
    match part {
        Part::All => lines.to_vec(),
        Part::Ranges(ranges) => {
            let place = |number: i64, from_end: usize| {
                let number_of = usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
                if number < 0 { (lines.len() + from_end).saturating_sub(number_of) } else { number_of }
            };
            let mut chosen = Vec::new();
            for (first, last) in ranges {
                let start = first.map_or(0, |first| {
                    if first < 0 { place(first, 0) } else { place(first, 0).saturating_sub(1) }
                });
                let end = last.map_or(lines.len(), |last| place(last, 1)).min(lines.len());
                chosen.extend(lines.get(start.min(end)..end).unwrap_or_default());
            }
            chosen
        }
        Part::Section(name) => {
            let mut chosen = Vec::new();
            let mut is_inside = false;
            for line in lines {
                match section_mark(line) {
                    Some((true, found)) if found == *name => is_inside = true,
                    Some((false, found)) if found == *name => break,
                    None if is_inside => chosen.push(*line),
                    Some(_) | None => {}
                }
            }
            chosen
        }
    }
}

fn dedent<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let indent = |line: &&&str| line.len() - line.trim_start().len();
    let least =
        lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(&line)).min().unwrap_or(0);
    lines.iter().map(|line| line.get(least..).unwrap_or_default()).collect()
}
