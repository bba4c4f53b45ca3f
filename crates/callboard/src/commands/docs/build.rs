//! `callboard docs build`: a folder of markdown to a folder of HTML.

use std::time::Instant;

use kernel::Clock;
use markdown::site::{self, Plan, Settings, Severity, Site};
use serde_json::json;
use ui::docs::files;

use super::folder::Folder;
use super::output::{GENERATOR_KEY, METADATA, Output};
use super::shell::{self, Shell};
use super::{BuildArguments, index, render, report};
use crate::commands::{Failure, Outcome, output as terminal};

/// Builds the site. Nothing is written when it cannot be built, or when it must not have warnings and has.
pub(super) fn build(arguments: &BuildArguments) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let mut folder = Folder::open(&arguments.source)?;
    let output = Output::begin(&arguments.out, folder.root())?;
    folder.read()?;
    let plan = Plan::new(folder.tree(), &Settings::default());
    let plan = plan.map_err(|refusal| {
        report(folder.findings(), arguments.verbose);
        Failure::Input(format!("no site can be built: {refusal}"))
    })?;
    let (site, _) = render::site(plan, None);
    report(folder.findings(), arguments.verbose);
    report(&site.findings, arguments.verbose);
    let findings = folder.findings().iter().chain(&site.findings);
    let warnings = findings.filter(|finding| finding.severity == Severity::Warning).count();
    let said = format!("{}, {}", plural(site.pages.len(), "page"), plural(warnings, "warning"));
    if arguments.strict && warnings > 0 {
        terminal::remark(&format!("nothing is written: {said}, and --strict allows none"));
        return Ok(Outcome::InputAtFault);
    }
    write(&site, &folder, &output)?;
    let target = output.target().to_path_buf();
    output.commit()?;
    terminal::line(&format!("{said} in {:.2} s: {}", begun.elapsed().as_secs_f64(), target.display()));
    Ok(Outcome::Done)
}

fn plural(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

fn write(site: &Site, folder: &Folder, output: &Output) -> Result<(), Failure> {
    let shell = Shell::new(site, false);
    let mut written = assets(site, folder, output)?;
    let positions: Vec<usize> = (0..site.pages.len()).collect();
    let pages = render::each(&positions, "written", |&position| {
        output.write(&site.pages[position].destination, shell.page(position).as_bytes())
    });
    pages.into_iter().collect::<Result<(), Failure>>()?;
    written.extend(site.pages.iter().map(|page| page.destination.clone()));
    let mut put = |path: String, bytes: &[u8]| {
        output.write(&path, bytes)?;
        written.push(path);
        Ok::<(), Failure>(())
    };
    for redirect in &site.redirects {
        put(redirect.destination.clone(), shell::redirect(&redirect.to).as_bytes())?;
    }
    for file in files::FILES.iter().filter(|file| file.name != "live.js") {
        put(format!("{}/{}", *files::FOLDER, file.name), &file.bytes)?;
    }
    put("search/search_index.json".to_owned(), site::search_index(site).as_bytes())?;
    put(index::FILE.to_owned(), &index::of(site))?;
    put("404.html".to_owned(), shell.missing(&root_path(site)).as_bytes())?;
    if let Some(map) = sitemap(site) {
        put("sitemap.xml".to_owned(), map.as_bytes())?;
    }
    written.sort_unstable();
    written.dedup();
    output.write(METADATA, metadata(site, &written).as_bytes())
}

/// Copies what is only copied. Pages and the files of this command come later and win.
fn assets(site: &Site, folder: &Folder, output: &Output) -> Result<Vec<String>, Failure> {
    let mut copied = Vec::new();
    for asset in &site.assets {
        let Some(real) = folder.locate(&asset.source) else { continue };
        output.copy(&real, &asset.destination)?;
        copied.push(asset.destination.clone());
    }
    Ok(copied)
}

/// The path of the site on its host: what `site_url` says, else the host's root.
fn root_path(site: &Site) -> String {
    let rest = site.config.site_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    let path = rest.and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path).trim_end_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

/// What TechDocs reads about the site. Source: its plugin writes both texts with Python's `str`, and the generator adds
/// the rest.
fn metadata(site: &Site, files: &[String]) -> String {
    let description = site.config.site_description.as_deref().unwrap_or("None");
    json!({
        "site_name": site.config.site_name,
        "site_description": description,
        "build_timestamp": Clock::System.now(),
        "files": files,
        GENERATOR_KEY: concat!("Callboard ", env!("CARGO_PKG_VERSION")),
    })
    .to_string()
}

/// The addresses of all pages, when it is known where they will be.
fn sitemap(site: &Site) -> Option<String> {
    let base = site.config.site_url.as_deref()?;
    let slash = if base.ends_with('/') { "" } else { "/" };
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in &site.pages {
        let address = maud::html! { (base) (slash) (page.url) }.into_string();
        map.push_str("  <url><loc>");
        map.push_str(&address);
        map.push_str("</loc></url>\n");
    }
    map.push_str("</urlset>\n");
    Some(map)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn built(files: &[(&str, &str)], strict: bool) -> (tempfile::TempDir, Result<Outcome, Failure>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join("in").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let arguments = BuildArguments {
            source: folder.path().join("in"),
            out: folder.path().join("out"),
            strict,
            verbose: false,
        };
        let outcome = build(&arguments);
        (folder, outcome)
    }

    fn read(folder: &tempfile::TempDir, path: &str) -> String {
        fs::read_to_string(folder.path().join("out").join(path)).unwrap()
    }

    const SITE: [(&str, &str); 4] = [
        (
            "mkdocs.yml",
            "site_name: S\nsite_url: https://example.test/docs\nplugins: [{redirects: {redirect_maps: {old.md: a.md}}}]\n",
        ),
        ("docs/index.md", "# Home"),
        ("docs/a.md", "# A\n\n## Part\n\nText"),
        ("docs/img/x.svg", "<svg/>"),
    ];

    #[test]
    fn a_site_has_everything_that_techdocs_expects() {
        let (folder, outcome) = built(&SITE, true);
        assert_eq!(outcome.unwrap(), Outcome::Done);
        let metadata: serde_json::Value = serde_json::from_str(&read(&folder, METADATA)).unwrap();
        assert_eq!((&metadata["site_name"], &metadata["site_description"]), (&json!("S"), &json!("None")));
        assert!(metadata["build_timestamp"].as_i64().unwrap() > 1_700_000_000_000);
        let files = metadata["files"].as_array().unwrap();
        for path in [
            "index.html",
            "a/index.html",
            "old/index.html",
            "img/x.svg",
            "search/search_index.json",
            "sitemap.xml",
        ] {
            assert!(files.contains(&json!(path)), "{path} is not in {files:?}");
            read(&folder, path);
        }
        assert!(read(&folder, "old/index.html").contains("url=../a/"));
        assert!(read(&folder, "404.html").contains("href=\"/docs/\""));
        assert!(read(&folder, "sitemap.xml").contains("<loc>https://example.test/docs/a/</loc>"));
        let index: serde_json::Value =
            serde_json::from_str(&read(&folder, "search/search_index.json")).unwrap();
        assert!(index["docs"].as_array().unwrap().iter().any(|doc| doc["location"] == "a/"));
    }

    #[test]
    fn strict_writes_nothing_when_there_are_warnings() {
        let files = [("mkdocs.yml", "site_name: S\nplugins: [unheard-of]\n"), ("docs/index.md", "# Home")];
        let (folder, outcome) = built(&files, true);
        assert_eq!(outcome.unwrap(), Outcome::InputAtFault);
        assert!(!folder.path().join("out").exists());
        let (folder, outcome) = built(&files, false);
        assert_eq!(outcome.unwrap(), Outcome::Done);
        assert!(folder.path().join("out/index.html").exists());
    }

    #[test]
    fn what_is_no_site_is_refused_with_its_place() {
        let (_folder, outcome) = built(&[("mkdocs.yml", "site_name: [S\n"), ("docs/index.md", "x")], false);
        assert!(outcome.unwrap_err().to_string().contains("mkdocs.yml:2:1"));
        assert!(Folder::open(Path::new("/nowhere/at/all")).is_err());
    }
}
