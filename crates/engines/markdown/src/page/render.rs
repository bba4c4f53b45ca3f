//! The stages of a page, in their order.

use super::{Page, PageSource, Warning, lines, sections, title};
use crate::extensions::{Extensions, Feature};
use crate::limits::Limits;
use crate::sanitize::Shown;
use crate::source::{alerts, critic, diagrams, fences, html, snippets, whitespace};
use crate::surroundings::Surroundings;
use crate::work::Work;
use crate::{block, inline, meta, sanitize, tree, write};

/// Renders one page. Never fails: what cannot be rendered is shown as text, with a warning.
pub fn render(
    source: &PageSource<'_>,
    extensions: &Extensions,
    surroundings: &Surroundings,
    limits: &Limits,
) -> Page {
    let split = meta::split(source.text);
    let mut page = Page { meta: split.meta, ..Page::default() };
    if let Some(problem) = split.problem {
        page.warnings.push(Warning { line: Some(1), message: format!("front matter: {problem}") });
    }
    let body = cut(split.body, limits, &mut page);
    let body = if extensions.has(Feature::GithubAlerts) { alerts::rewrite(body) } else { body.into() };
    let text =
        with_snippets(&diagrams::rewrite(&body), extensions, surroundings, limits, split.lines, &mut page);

    let mut work = Work::new(extensions, limits, text.len());
    let text = whitespace::normalize(&text);
    let text = if extensions.has(Feature::Critic) { critic::take(&text, &mut work) } else { text };
    let text = if extensions.has(Feature::Fences) { fences::take(&text, &mut work) } else { text };
    let text = html::take(&text, &mut work);

    let mut root = block::parse(&text, &mut work);
    tree::footnotes::add(&mut root, &mut work);
    tree::code::run(&mut root, &mut work);
    if extensions.has(Feature::Tasks) {
        tree::tasks::run(&mut root, &mut work);
    }
    inline::run(&mut root, &mut work);
    tree::footnotes::finish(&mut root, &work);
    tree::shorten::run(&mut root, &work);
    if extensions.has(Feature::Attributes) {
        tree::attributes::run(&mut root);
    }
    tree::abbreviations::run(&mut root, &mut work);
    if extensions.has(Feature::SmartSymbols) {
        tree::symbols::run(&mut root);
    }
    page.contents = tree::toc::run(&mut root, &work);
    tree::tab_ids::run(&mut root, &work);

    let mut found = tree::links::run(&mut root, source, surroundings, &work.stash);
    lines::locate(source.text, &mut found.links);
    lines::warn(&found.links, &mut page.warnings);
    lines::warn_of_diagrams(source.text, std::mem::take(&mut work.faults), &mut page.warnings);
    page.links = found.links;
    page.assets = found.assets;
    page.title = title::title(&page.meta, &root, source.path, &work.stash);
    page.sections = sections::sections(&root, &work.stash);
    let dirty = write::document(&root, &work.stash, limits.html_bytes);
    let clean = sanitize::clean(&dirty, &work.stash, Shown::Page, limits.html_bytes);
    clean.trim().clone_into(&mut page.html);
    if dirty.len() > limits.html_bytes {
        let message =
            format!("the page is longer than {} bytes of HTML: the rest is left out", limits.html_bytes);
        work.warn(None, message);
    }
    page.warnings.append(&mut work.warnings);
    page
}

/// The text as far as it may be long.
fn cut<'t>(text: &'t str, limits: &Limits, page: &mut Page) -> &'t str {
    if text.len() <= limits.page_bytes {
        return text;
    }
    let message = format!("the page is longer than {} bytes: the rest is left out", limits.page_bytes);
    page.warnings.push(Warning { line: None, message });
    let end = (0..=limits.page_bytes).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

fn with_snippets(
    text: &str,
    extensions: &Extensions,
    surroundings: &Surroundings,
    limits: &Limits,
    lines: usize,
    page: &mut Page,
) -> String {
    let settings = &extensions.snippets;
    let may_include =
        extensions.has(Feature::Snippets) && (text.contains("8<") || !settings.append.is_empty());
    if !may_include {
        return text.to_owned();
    }
    let included = snippets::include(text, settings, surroundings, limits);
    page.snippets = included.files;
    for (line, message) in included.warnings {
        page.warnings.push(Warning { line: Some(line + lines), message });
    }
    included.text
}
