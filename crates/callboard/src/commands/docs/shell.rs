//! The document around an article. It needs no script, no inline style and no other host; scripts of its own add search,
//! copying and a choice of colours.

use markdown::page::Heading;
use markdown::site::{Finding, Severity, Site, SitePage, path};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use ui::docs;
use ui::{Href, Icon, Link, Theme, icon};

use super::index;
use super::navigation::Outline;

/// What a page may load. Pictures from the web are shown, because badges are; nothing else comes from elsewhere.
pub(super) const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
                                         media-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

const GENERATOR: &str = concat!("Callboard ", env!("CARGO_PKG_VERSION"));

/// Icons of the shell and of its script.
const ICONS: [Icon; 14] = [
    Icon::Search,
    Icon::Screen,
    Icon::Sun,
    Icon::Moon,
    Icon::Contrast,
    Icon::Edit,
    Icon::Code,
    Icon::Catalog,
    Icon::Docs,
    Icon::Copy,
    Icon::Check,
    Icon::Warning,
    Icon::Outside,
    Icon::Link,
];

/// Makes documents of the pages of a site.
pub(super) struct Shell<'s> {
    site: &'s Site,
    outline: Outline<'s>,
    /// Findings are shown in the page, and it reloads by itself.
    is_live: bool,
}

/// What stands in the head and beside a page.
struct Frame<'p> {
    title: String,
    /// Address of the document relative to the site's root.
    url: &'p str,
    /// From the document to the site's root, with a slash at the end.
    root: String,
    description: Option<String>,
}

impl<'s> Shell<'s> {
    pub(super) fn new(site: &'s Site, is_live: bool) -> Self {
        Self { site, outline: Outline::new(site), is_live }
    }

    /// The document of the page at a position.
    pub(super) fn page(&self, index: usize) -> String {
        let page = &self.site.pages[index];
        let config = &self.site.config;
        let is_home = page.destination == "index.html";
        let title =
            if is_home { config.site_name.clone() } else { format!("{} - {}", page.title, config.site_name) };
        let described =
            page.content.meta.get("description").and_then(|value| value.as_str()).map(str::to_owned);
        let frame = Frame {
            title,
            url: &page.url,
            root: path::relative(&page.url, ""),
            description: described.or_else(|| config.site_description.clone()),
        };
        let link = |index: usize| {
            let other = &self.site.pages[index];
            Link::new(other.title.clone(), path::relative(&page.url, &other.url))
        };
        let content = html! {
            div class="docs-reader md-container md-main__inner" {
                (docs::navigation(&self.home(&frame), &self.outline.entries(index)))
                main class="docs-main md-main md-content" id="content" tabindex="-1" data-md-component="content" {
                    @if !is_home { (docs::crumbs(&self.above(&frame, index))) }
                    article class="prose md-content__inner md-typeset" { (PreEscaped(self.site.article(page))) }
                    (docs::pager(page.previous.map(link).as_ref(), page.next.map(link).as_ref()))
                    (self.foot())
                }
                (docs::contents(&headings(&page.content.contents), &aside(page)))
            }
            @if self.is_live { (self.findings(page)) }
        };
        self.document(&frame, &content)
    }

    /// What a host shows for an address that is not there. It may stand anywhere, so its addresses begin at `root`.
    pub(super) fn missing(&self, root: &str) -> String {
        let frame = Frame {
            title: "Not found".to_owned(),
            url: "404.html",
            root: root.to_owned(),
            description: None,
        };
        let content = html! {
            div.docs-reader {
                main.docs-main id="content" tabindex="-1" {
                    article.prose {
                        h1 { "There is no such page" }
                        p { "It may have moved. " a href=(root) { "Begin at " (self.site.config.site_name) } ", or search." }
                    }
                }
            }
        };
        self.document(&frame, &content)
    }

    fn document(&self, frame: &Frame<'_>, content: &Markup) -> String {
        let config = &self.site.config;
        let files = format!("{}{}", frame.root, *docs::files::FOLDER);
        let icon =
            self.picture(frame, config.favicon.as_deref()).unwrap_or_else(|| format!("{files}/mark.svg"));
        let canonical = config.site_url.as_deref().filter(|_| frame.url != "404.html").map(|site| {
            let slash = if site.ends_with('/') { "" } else { "/" };
            format!("{site}{slash}{}", frame.url)
        });
        html! {
            (DOCTYPE)
            html.docs lang=(config.language.as_deref().unwrap_or("en")) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(CONTENT_POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (frame.title) }
                    @if let Some(description) = &frame.description { meta name="description" content=(description); }
                    @if let Some(author) = &config.site_author { meta name="author" content=(author); }
                    meta name="generator" content=(GENERATOR);
                    @if let Some(canonical) = canonical { link rel="canonical" href=[Href::new(canonical).get()]; }
                    link rel="icon" href=(icon);
                    link rel="stylesheet" href={ (files) "/docs.css" };
                    script src={ (files) "/theme.js" } {}
                    script type="module" src={ (files) "/docs.js" } {}
                    @if self.is_live { script type="module" src={ (files) "/live.js" } {} }
                }
                body {
                    a.skip href="#content" { "Skip to content" }
                    (icon::sprite_of(&ICONS))
                    (self.bar(frame, &files))
                    (content)
                }
            }
        }
        .into_string()
    }

    fn bar(&self, frame: &Frame<'_>, files: &str) -> Markup {
        let config = &self.site.config;
        let logo = self.picture(frame, config.logo.as_deref()).unwrap_or_else(|| format!("{files}/mark.svg"));
        html! {
            header class="docs-bar md-header" data-md-component="header" {
                a.docs-brand href=[self.home(frame).href.get()] {
                    img src=(logo) alt="" width="26" height="26";
                    bdi { (config.site_name) }
                }
                form class="docs-search needs-script" role="search" aria-label="These docs"
                    data-index={ (frame.root) (index::FILE) } data-root=(frame.root) {
                    div.docs-find {
                        (icon::draw(Icon::Search))
                        input type="search" placeholder="Search" aria-label="Search these docs" autocomplete="off" spellcheck="false";
                        kbd aria-hidden="true" { "/" }
                    }
                    div.docs-results role="status" hidden {}
                }
                div.docs-bar-end {
                    div class="docs-themes needs-script" role="group" aria-label="Colours" {
                        @for (theme, icon, label) in [
                            (Theme::System, Icon::Screen, "Same as my system"), (Theme::Light, Icon::Sun, "Light"),
                            (Theme::Dark, Icon::Moon, "Dark"), (Theme::Contrast, Icon::Contrast, "High contrast"),
                        ] {
                            button type="button" value=(theme.name()) title=(label) aria-label=(label) aria-pressed="false" {
                                (icon::draw(icon))
                            }
                        }
                    }
                    @if let Some(repo) = &config.repo_url {
                        a.docs-bar-link href=[Href::new(repo.as_str()).get()] aria-label=(repo_label(config.repo_name.as_deref())) {
                            (icon::draw(Icon::Code)) span { (config.repo_name.as_deref().unwrap_or("Source")) }
                        }
                    }
                }
            }
        }
    }

    fn home(&self, frame: &Frame<'_>) -> Link {
        let home = self.site.pages.iter().find(|page| page.destination == "index.html");
        let first = home.or_else(|| self.site.order.first().and_then(|&first| self.site.pages.get(first)));
        let there = first.map(|page| page.url.as_str()).unwrap_or_default();
        Link::new(self.site.config.site_name.clone(), format!("{}{there}", frame.root))
    }

    fn above(&self, frame: &Frame<'_>, index: usize) -> Vec<Link> {
        let mut above = vec![self.home(frame)];
        above.extend(self.outline.above(index));
        above
    }

    /// The address of a picture of the docs folder, if it is there.
    fn picture(&self, frame: &Frame<'_>, written: Option<&str>) -> Option<String> {
        let wanted = path::join("", written?)?;
        let asset = self.site.assets.iter().find(|asset| asset.destination == wanted)?;
        Some(format!("{}{}", frame.root, path::encode(&asset.destination)))
    }

    fn foot(&self) -> Markup {
        html! {
            footer.docs-foot {
                @if let Some(copyright) = &self.site.config.copyright { span { (without_markup(copyright)) } }
                span { "Made with Callboard" }
            }
        }
    }

    /// For authors: what is wrong with this page, and how much with the others.
    fn findings(&self, page: &SitePage) -> Markup {
        let is_warning = |finding: &&Finding| finding.severity == Severity::Warning;
        let all = self.site.findings.iter().filter(is_warning).count();
        if all == 0 {
            return html! {};
        }
        let own: Vec<&Finding> = self
            .site
            .findings
            .iter()
            .filter(is_warning)
            .filter(|finding| finding.file == page.source)
            .collect();
        html! {
            details.docs-findings {
                summary { (icon::draw(Icon::Warning)) (own.len()) " here, " (ui::plural(all, "warning", "warnings")) " in all" }
                ul {
                    @for finding in own {
                        li { @if let Some(line) = finding.line { code { "line " (line) } " " } (finding.message) }
                    }
                    @for finding in self.site.findings.iter().filter(is_warning).filter(|finding| finding.file != page.source).take(20) {
                        li { code { (finding.file) @if let Some(line) = finding.line { ":" (line) } } " " (finding.message) }
                    }
                }
            }
        }
    }
}

/// A document that leads elsewhere.
pub(super) fn redirect(to: &str) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'";
                title { "Moved" }
                link rel="canonical" href=(to);
                meta name="robots" content="noindex";
                meta http-equiv="refresh" content={ "0; url=" (to) };
            }
            body { main { h1 { "Moved" } p { a href=(to) { "The page is here now" } } } }
        }
    }
    .into_string()
}

fn repo_label(name: Option<&str>) -> String {
    format!("Source on {}", name.unwrap_or("the web"))
}

fn headings(contents: &[Heading]) -> Vec<docs::Heading> {
    let heading = |heading: &Heading| docs::Heading {
        title: heading.title.clone(),
        id: heading.id.clone(),
        below: headings(&heading.children),
    };
    contents.iter().map(heading).collect()
}

fn aside(page: &SitePage) -> Vec<(Icon, Link)> {
    let edit = page.edit_url.as_deref().map(|url| (Icon::Edit, Link::new("Edit this page", url)));
    edit.into_iter().collect()
}

/// The text of a line that may hold markup, as `copyright` does.
fn without_markup(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    for (entity, letter) in
        [("&copy;", "©"), ("&nbsp;", " "), ("&ndash;", "–"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        text = text.replace(entity, letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use markdown::site::{Plan, Settings, Tree};

    use super::*;

    fn site(mkdocs: &str) -> Site {
        let mut tree = Tree::default();
        tree.insert_text("mkdocs.yml", mkdocs);
        tree.insert_text("docs/index.md", "# Start\n\nHello");
        tree.insert_text("docs/guide/first.md", "Only text");
        tree.insert_text("docs/guide/second.md", "# Second");
        Plan::new(&tree.complete(), &Settings::default()).unwrap().build()
    }

    #[test]
    fn documents_are_sound() {
        let site = site(
            "site_name: A <b> & c\ncopyright: '&copy; <a href=\"javascript:x\">We</a>'\nrepo_url: https://github.com/o/r\n",
        );
        let shell = Shell::new(&site, true);
        for index in 0..site.pages.len() {
            let document = shell.page(index);
            assert_eq!(ui::inspect::problems(&document), Vec::<String>::new(), "{document}");
            assert_eq!(document.matches("<article").count(), 1);
            assert!(document.contains("A &lt;b&gt; &amp; c") && !document.contains("javascript:"));
        }
        assert_eq!(ui::inspect::problems(&shell.missing("/")), Vec::<String>::new());
        assert_eq!(ui::inspect::problems(&redirect("../x/")), Vec::<String>::new());
    }

    #[test]
    fn a_page_without_heading_gets_its_title() {
        let site = site("site_name: S\n");
        let index = site.pages.iter().position(|page| page.path == "guide/first.md").unwrap();
        assert!(Shell::new(&site, false).page(index).contains("<h1>First</h1>"));
    }

    #[test]
    fn unsafe_addresses_of_a_site_are_no_links() {
        let site = site(
            "site_name: S\nrepo_url: 'javascript:alert(1)'\nsite_url: 'javascript:alert(1)'\nnav:\n  - index.md\n  - X: 'javascript:alert(1)'\nedit_uri: 'javascript:alert(1)//'\n",
        );
        assert!(!Shell::new(&site, false).page(0).contains("javascript:"));
    }

    #[test]
    fn markup_of_a_line_is_dropped() {
        assert_eq!(
            without_markup("&copy; 2025 <a href='x'>The &amp; Authors</a>.<br/>"),
            "© 2025 The & Authors."
        );
    }
}
