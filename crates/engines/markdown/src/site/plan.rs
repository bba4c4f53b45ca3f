//! What is to be rendered, and the site that comes of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::config::{self, Config};
use super::documents::{self, Document, Documents, Mount};
use super::finding::{Finding, Refusal};
use super::monorepo::{self, Included};
use super::nav::{self, Item, resolve};
use super::tree::{Tree, Want};
use super::{Asset, Redirected, Site, SitePage, links, path};
use crate::extensions::{Base, Extensions};
use crate::limits::Limits;
use crate::page::{self, LinkState, Page, PageSource};
use crate::surroundings::Surroundings;

/// What whoever builds a site decides.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Whether pages of `draft_docs` take part: for authors, not for readers.
    pub with_drafts: bool,
    pub limits: Limits,
}

/// A site before its pages are rendered.
#[derive(Debug)]
pub struct Plan {
    config: Config,
    documents: Documents,
    texts: Vec<Arc<str>>,
    nav: Vec<Item>,
    redirects: Vec<Redirected>,
    findings: Vec<Finding>,
    basis: Basis,
}

/// What all pages are rendered with.
#[derive(Debug)]
pub(super) struct Basis {
    extensions: Extensions,
    surroundings: Surroundings,
    limits: Limits,
}

/// A page that was rendered from a text.
#[derive(Debug, Clone)]
pub struct Rendered {
    text: Arc<str>,
    page: Arc<Page>,
    /// What links may name on it.
    anchors: Arc<HashSet<String>>,
}

/// What the site refers to and the tree does not have: to be looked for and put in, until there is nothing.
pub fn wants(tree: &Tree) -> Vec<Want> {
    let mut wants: Vec<Want> = config::NAMES.iter().map(|name| Want::File((*name).to_owned())).collect();
    if let Ok(config) = config::read(tree, "", &mut Vec::new()) {
        let (documents, included) = files(tree, &config, true, &mut Vec::new());
        wants.push(Want::Folder(config.docs_dir));
        wants.extend(included.wants);
        wants.extend(documents::all_snippets(tree, &documents.pages).1);
    }
    wants.retain(|want| tree.is_open(want));
    wants.sort_unstable();
    wants.dedup();
    wants
}

fn files(
    tree: &Tree,
    config: &Config,
    with_drafts: bool,
    findings: &mut Vec<Finding>,
) -> (Documents, Included) {
    let nav = config.nav.as_deref().unwrap_or_default();
    let included = monorepo::include(tree, &config.file, nav, findings);
    let mut mounts = vec![Mount { prefix: String::new(), folder: config.docs_dir.clone() }];
    mounts.extend(included.mounts.iter().cloned());
    (documents::collect(tree, config, &mounts, with_drafts, findings), included)
}

impl Plan {
    /// Reads the settings and finds the files. Fails when there is nothing to build from: unreadable YAML, a docs folder
    /// that is not there or lies outside.
    pub fn new(tree: &Tree, settings: &Settings) -> Result<Self, Refusal> {
        let mut findings = Vec::new();
        let config = config::read(tree, "", &mut findings)?;
        if tree.beneath(&config.docs_dir).next().is_none() {
            let message = format!("the docs folder '{}' is not there, or is empty", config.docs_dir);
            return Err(Refusal { file: config.file, line: None, column: None, message });
        }
        let (documents, included) = files(tree, &config, settings.with_drafts, &mut findings);
        let written = config.nav.as_ref().map(|_| included.nav.as_slice());
        let nav = resolve(&nav::Given::new(tree, &config, &documents, written), &mut findings);
        let base = if config.plugins.uses_blocks { Base::TechDocsBlocks } else { Base::TechDocs };
        let (extensions, unknown) = Extensions::read(base, &config.markdown_extensions);
        findings.extend(unknown.into_iter().map(|message| Finding::warning(&config.file, None, message)));
        let (snippets, _) = documents::all_snippets(tree, &documents.pages);
        let all = documents.pages.iter().chain(&documents.assets).map(|document| document.path.clone());
        let surroundings =
            Surroundings { files: all.collect(), snippets, directory_urls: config.use_directory_urls };
        let redirects = redirects(&config, &documents, &mut findings);
        let texts = documents.pages.iter().map(|page| tree.text(&page.source).cloned().unwrap_or_default());
        Ok(Self {
            texts: texts.collect(),
            basis: Basis { extensions, surroundings, limits: settings.limits.clone() },
            config,
            documents,
            nav,
            redirects,
            findings,
        })
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.documents.pages.len()
    }

    pub fn is_empty(&self) -> bool {
        self.documents.pages.is_empty()
    }

    /// The paths of the pages within the site, in the order of their positions.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.documents.pages.iter().map(|page| page.path.as_str())
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Renders the page at a position, which must be less than [`Plan::len`].
    pub fn render(&self, index: usize) -> Rendered {
        let (document, text) = (&self.documents.pages[index], &self.texts[index]);
        let source = PageSource { path: &document.path, text };
        let page =
            page::render(&source, &self.basis.extensions, &self.basis.surroundings, &self.basis.limits);
        let anchors = links::anchors(&page.html);
        Rendered { text: text.clone(), page: Arc::new(page), anchors: Arc::new(anchors) }
    }

    /// For each position the page of an earlier site, where nothing that went into it has changed.
    pub fn unchanged(&self, earlier: &Site) -> Vec<Option<Rendered>> {
        let (now, before) = (&self.basis, &earlier.basis);
        let is_comparable = now.extensions == before.extensions
            && now.limits == before.limits
            && now.surroundings.directory_urls == before.surroundings.directory_urls;
        if !is_comparable {
            return vec![None; self.len()];
        }
        let same_files = now.surroundings.files == before.surroundings.files;
        let page = |(document, text): (&Document, &Arc<str>)| {
            let rendered =
                earlier.positions.get(&document.path).and_then(|&index| earlier.rendered.get(index))?;
            let is_same = (Arc::ptr_eq(&rendered.text, text) || rendered.text == *text)
                && (same_files || self.links_lead_where_they_led(&rendered.page))
                && self.same_snippets(&rendered.page, earlier);
            is_same.then(|| rendered.clone())
        };
        self.documents.pages.iter().zip(&self.texts).map(page).collect()
    }

    fn same_snippets(&self, page: &Page, earlier: &Site) -> bool {
        let (now, before) = (&self.basis.surroundings.snippets, &earlier.basis.surroundings.snippets);
        page.snippets.iter().all(|name| now.get(name) == before.get(name))
    }

    /// Files came or went: a page stays only when all its links lead to files that are there.
    fn links_lead_where_they_led(&self, page: &Page) -> bool {
        page.links.iter().all(|link| match &link.state {
            LinkState::External => true,
            LinkState::Internal { path, .. } => self.basis.surroundings.files.contains(path),
            LinkState::Broken => false,
        })
    }

    /// Renders everything, one page after the other.
    pub fn build(self) -> Site {
        let rendered = (0..self.len()).map(|index| self.render(index)).collect();
        self.finish(rendered)
    }

    /// Makes the site of its pages, which must be those of [`Plan::render`] for each position in order.
    pub fn finish(self, rendered: Vec<Rendered>) -> Site {
        let count = self.documents.pages.len();
        let mut titles = vec![None; count];
        nav::titles(&self.nav, &mut titles, &mut vec![false; count]);
        let home = home(&self.nav, &self.documents);
        let mut pages = Vec::with_capacity(count);
        let mut positions = HashMap::with_capacity(count);
        for (index, (document, title)) in self.documents.pages.into_iter().zip(titles).enumerate() {
            let content = rendered[index].page.clone();
            positions.insert(document.path.clone(), index);
            pages.push(SitePage {
                url: path::address(&document.destination, self.config.use_directory_urls),
                title: title.unwrap_or_else(|| title_of(&content, &document.path, home == Some(index))),
                edit_url: edit_url(&self.config, &document),
                path: document.path,
                source: document.source,
                destination: document.destination,
                inclusion: document.inclusion,
                content,
                previous: None,
                next: None,
            });
        }
        let nav = nav::name(&self.nav, &|page| pages[page].title.clone());
        let order = nav::order(&nav, count);
        for pair in order.windows(2) {
            if let &[before, after] = pair {
                pages[before].next = Some(after);
                pages[after].previous = Some(before);
            }
        }
        let mut findings = self.findings;
        let anchors: Vec<&HashSet<String>> = rendered.iter().map(|page| page.anchors.as_ref()).collect();
        links::check(&pages, &positions, &anchors, self.config.validation, &mut findings);
        findings.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
        let asset = |asset: Document| Asset { source: asset.source, destination: asset.destination };
        Site {
            assets: self.documents.assets.into_iter().map(asset).collect(),
            config: self.config,
            pages,
            nav,
            order,
            redirects: self.redirects,
            findings,
            positions,
            rendered,
            basis: self.basis,
        }
    }
}

/// The page that is home: the index of the site when the navigation does not put it below a section.
/// Source: mkdocs' `is_homepage`.
fn home(nav: &[Item], documents: &Documents) -> Option<usize> {
    let index = documents.pages.iter().position(|page| page.destination == "index.html")?;
    let is_below = |item: &Item| matches!(item, Item::Section { items, .. } if holds(items, index));
    (!nav.iter().any(is_below)).then_some(index)
}

fn holds(items: &[Item], wanted: usize) -> bool {
    items.iter().any(|item| match item {
        Item::Page { page, .. } => *page == wanted,
        Item::Link { .. } => false,
        Item::Section { items, .. } => holds(items, wanted),
    })
}

/// A page's title when the navigation gives none. Source: mkdocs' `Page.title`.
fn title_of(page: &Page, path: &str, is_home: bool) -> String {
    if page.meta.contains_key("title") || page.html.starts_with("<h1") {
        return page.title.clone();
    }
    if is_home {
        return "Home".to_owned();
    }
    path::title_of(if path::is_index(path) { "index" } else { path::stem(path) })
}

/// Where a page's source can be edited. Source: mkdocs' `Page._set_edit_url`, and the plugin `monorepo`, whose pages lie
/// in other folders.
fn edit_url(config: &Config, document: &Document) -> Option<String> {
    let repo = config.repo_url.as_deref().map(|url| url.trim_end_matches('/'));
    let written = match (&config.edit_uri_template, &config.edit_uri) {
        (Some(template), _) => {
            let without_ending = document.path.strip_suffix(".md").unwrap_or(&document.path);
            template.replace("{path}", &document.path).replace("{path_noext}", without_ending)
        }
        (None, Some(uri)) => {
            let is_own = document.source == path::join(&config.docs_dir, &document.path)?;
            if is_own {
                format!("{uri}{}", document.path)
            } else {
                // The part of the address that names the docs folder gives way to the whole path.
                let beginning = uri.strip_suffix(&format!("{}/", config.docs_dir))?;
                format!("{beginning}{}", document.source)
            }
        }
        (None, None) => return None,
    };
    match repo {
        Some(repo) if !written.contains("://") => {
            let separator = if written.starts_with(['?', '#']) { "" } else { "/" };
            Some(format!("{repo}{separator}{}", written.trim_start_matches('/')))
        }
        _ => written.contains("://").then_some(written),
    }
}

/// The redirects whose target is there. Source: the plugin `redirects`.
fn redirects(config: &Config, documents: &Documents, findings: &mut Vec<Finding>) -> Vec<Redirected> {
    let mut redirects = Vec::new();
    if config.plugins.redirects.is_empty() {
        return redirects;
    }
    let pages: HashMap<&str, &Document> =
        documents.pages.iter().map(|page| (page.path.as_str(), page)).collect();
    let taken: HashSet<&str> = documents.pages.iter().map(|page| page.destination.as_str()).collect();
    for redirect in &config.plugins.redirects {
        let mut warn = |message: String| {
            findings.push(Finding::warning(&config.file, Some(redirect.line), message));
        };
        let from = path::join("", &redirect.from).filter(|from| path::is_page(from));
        let Some(from) = from else {
            warn(format!("redirects: '{}' is not the path of a page", redirect.from));
            continue;
        };
        let destination = path::destination(&from, config.use_directory_urls);
        if taken.contains(destination.as_str()) {
            warn(format!("redirects: '{}' is a page that is there", redirect.from));
            continue;
        }
        let lower = redirect.to.to_ascii_lowercase();
        if lower.starts_with("https://") || lower.starts_with("http://") {
            redirects.push(Redirected { destination, to: redirect.to.clone() });
            continue;
        }
        let (to, fragment) = redirect.to.split_once('#').unwrap_or((&redirect.to, ""));
        let Some(page) = pages.get(to) else {
            warn(format!("redirects: '{}' does not exist", redirect.to));
            continue;
        };
        let here = path::address(&destination, config.use_directory_urls);
        let there = path::address(&page.destination, config.use_directory_urls);
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        redirects.push(Redirected { destination, to: path::relative(&here, &there) + &fragment });
    }
    redirects
}
