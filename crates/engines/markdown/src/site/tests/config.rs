//! Settings and what is left out of them.

use super::*;

fn warnings(mkdocs: &str) -> Vec<String> {
    findings(&site(&[("mkdocs.yml", mkdocs), ("docs/index.md", "# Hi")]))
}

#[test]
fn a_site_without_settings_has_defaults() {
    let site = site(&[("docs/index.md", "# Hi")]);
    assert_eq!(
        (site.config.site_name.as_str(), site.config.file.as_str()),
        ("Documentation Site", "mkdocs.yml")
    );
    assert_eq!(findings(&site), Vec::<String>::new());
}

#[test]
fn what_is_left_out_is_named() {
    let table = [
        ("site_name: S\nhooks: [a.py]\n", "mkdocs.yml:2: hooks are ignored"),
        ("site_name: S\nINHERIT: ../x.yml\n", "mkdocs.yml:2: INHERIT is ignored"),
        ("site_name: S\nsurprise: 1\n", "mkdocs.yml:2: the key 'surprise' is not known"),
        (
            "site_name: S\nextra_javascript: [https://evil.test/x.js]\n",
            "mkdocs.yml:2: extra_javascript is ignored",
        ),
        (
            "site_name: S\ntheme:\n  name: material\n  custom_dir: ../x\n",
            "mkdocs.yml:4: theme.custom_dir is ignored",
        ),
        (
            "site_name: S\nplugins:\n  - search\n  - exec: {cmd: x}\n",
            "mkdocs.yml:4: the plugin 'exec' is not known",
        ),
        (
            "site_name: S\nextra: {a: !!python/name:os.system }\n",
            "mkdocs.yml:2: the tag !!python/name:os.system",
        ),
        ("site_name: S\nextra: {a: !ENV HOME}\n", "mkdocs.yml:2: the environment is not read"),
        ("docs_dir: docs\n", "mkdocs.yml: site_name is missing"),
        (
            "site_name: S\nuse_directory_urls: maybe\n",
            "mkdocs.yml:2: use_directory_urls must be true or false",
        ),
        (
            "site_name: S\nmarkdown_extensions:\n  - a.b:C\n",
            "mkdocs.yml:3: the extension 'a.b:C' names a module",
        ),
        (
            "site_name: S\nvalidation: {links: {anchors: loud}}\n",
            "mkdocs.yml:2: validation.anchors: expected warn",
        ),
    ];
    for (mkdocs, expected) in table {
        let found = warnings(mkdocs);
        assert!(found.iter().any(|finding| finding.starts_with(expected)), "{mkdocs}: {found:?}");
    }
}

#[test]
fn options_that_name_programs_and_folders_are_emptied() {
    let forms = [
        "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: ../..\n  - plantuml_markdown: {plantuml_cmd: sh}\n",
        "markdown_extensions:\n  pymdownx.snippets: {base_path: ../..}\n  plantuml_markdown: {plantuml_cmd: sh}\n",
    ];
    for form in forms {
        let plan = plan(&[("mkdocs.yml", form), ("docs/index.md", "x")]);
        let cleaned = plan.config().markdown_extensions.to_string();
        assert!(!cleaned.contains("..") && !cleaned.contains("sh"), "{cleaned}");
        assert!(cleaned.contains("pymdownx.snippets"), "{cleaned}");
    }
}

#[test]
fn there_is_no_site_without_a_docs_folder_inside() {
    let table = [
        ("site_name: S\ndocs_dir: ../..\n", "mkdocs.yml:2: docs_dir '../..' leads out of the folder"),
        ("site_name: S\ndocs_dir: /etc\n", "mkdocs.yml:2: docs_dir '/etc' leads out of the folder"),
        ("site_name: S\ndocs_dir: gone\n", "mkdocs.yml: the docs folder 'gone' is not there"),
        ("site_name: [S\n", "mkdocs.yml:2:1: not readable as YAML"),
        ("- a\n", "mkdocs.yml:1: not a mapping"),
    ];
    for (mkdocs, expected) in table {
        let refusal =
            Plan::new(&tree(&[("mkdocs.yml", mkdocs), ("docs/a.md", "")]), &Settings::default()).unwrap_err();
        assert!(refusal.to_string().starts_with(expected), "{refusal}");
    }
}

#[test]
fn files_are_left_out_by_pattern() {
    let mkdocs = "site_name: S\nexclude_docs: |\n  *.py\n  /secret/\n  !.well-known\ndraft_docs: |\n  *.draft.md\n\
                  not_in_nav: |\n  quiet.md\n";
    let files = [
        ("mkdocs.yml", mkdocs),
        ("docs/index.md", "x"),
        ("docs/quiet.md", "x"),
        ("docs/a.draft.md", "x"),
        ("docs/secret/x.md", "x"),
        ("docs/x.py", "x"),
        ("docs/.well-known", "x"),
    ];
    let site = site(&files);
    let paths: Vec<&str> = site.pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths, ["index.md", "quiet.md"]);
    assert_eq!(outline(&site), "Home -> index.html\n");
    assert_eq!(site.assets.len(), 1);
    let settings = Settings { with_drafts: true, ..Settings::default() };
    let with_drafts = Plan::new(&tree(&files), &settings).unwrap().build();
    assert_eq!(with_drafts.page("a.draft.md").unwrap().inclusion, Inclusion::Draft);
}

#[test]
fn of_two_indexes_one_stays() {
    let site = site(&[("docs/README.md", "# R"), ("docs/index.md", "# I")]);
    assert_eq!(site.pages.len(), 1);
    assert_eq!(site.pages[0].path, "index.md");
    assert_eq!(
        findings(&site),
        ["docs/README.md: left out, because 'index.md' is written to the same place"]
    );
}

#[test]
fn sources_can_be_edited_where_mkdocs_says() {
    let table = [
        ("repo_url: https://github.com/o/r\n", Some("https://github.com/o/r/edit/master/docs/a/b.md")),
        (
            "repo_url: https://github.com/o/r/\nedit_uri: blob/main/docs\n",
            Some("https://github.com/o/r/blob/main/docs/a/b.md"),
        ),
        ("repo_url: https://example.test/r\n", None),
        ("repo_url: https://example.test/r\nedit_uri: '?q='\n", Some("https://example.test/r?q=/a/b.md")),
        ("edit_uri_template: 'https://x.test/{path_noext}'\n", Some("https://x.test/a/b")),
        ("repo_url: https://github.com/o/r\nedit_uri: ''\n", None),
    ];
    for (lines, expected) in table {
        let mkdocs = format!("site_name: S\n{lines}");
        let site = site(&[("mkdocs.yml", &mkdocs), ("docs/a/b.md", "x")]);
        assert_eq!(site.pages[0].edit_url.as_deref(), expected, "{lines}");
    }
}

#[test]
fn redirects_lead_to_pages_that_are_there() {
    let mkdocs = "site_name: S\nplugins:\n  - redirects:\n      redirect_maps:\n        old/page.md: new/page.md#part\n        \
                  web.md: https://example.test/x\n        gone.md: nowhere.md\n        ../up.md: index.md\n        \
                  index.md: new/page.md\n        script.md: 'javascript:alert(1)'\n";
    let site = site(&[("mkdocs.yml", mkdocs), ("docs/index.md", "x"), ("docs/new/page.md", "x")]);
    let found: Vec<(&str, &str)> =
        site.redirects.iter().map(|redirect| (redirect.destination.as_str(), redirect.to.as_str())).collect();
    let expected =
        [("old/page/index.html", "../../new/page/#part"), ("web/index.html", "https://example.test/x")];
    assert_eq!(found, expected);
    assert_eq!(findings(&site).len(), 4);
}

#[test]
fn the_question_below_a_page_is_written_hidden_and_without_markup() {
    let mkdocs = "site_name: S\nextra:\n  analytics:\n    feedback:\n      title: Of use?\n      ratings:\n        - data: 1\n          \
                  note: 'Thanks for <a href=\"javascript:x\">{title}</a> & more'\n";
    let site = site(&[
        ("mkdocs.yml", mkdocs),
        ("docs/index.md", "# I"),
        ("docs/a.md", "---\nhide: [feedback]\n---\n# A\n"),
    ]);
    let article = site.article(site.page("index.md").unwrap());
    assert!(article.contains("hidden>Thanks for I &amp; more</div>"), "{article}");
    assert!(!site.article(site.page("a.md").unwrap()).contains("Of use"));
}
