//! From YAML to settings.

use serde_json::json;

use super::{Base, Extensions, Feature, Lower, Permalink, Slug};

#[test]
fn a_site_adds_to_what_its_plugins_switch_on() {
    let written = json!([
        "attr_list",
        {"toc": {"permalink": "#", "toc_depth": "2-3", "baselevel": 2}},
        {"pymdownx.highlight": {"linenums": false, "line_spans": "__span"}},
        {"pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid"}]}},
        {"pymdownx.tabbed": {"slugify": {"kwds": {"case": "lower"}}}},
        "pymdownx.progressbar",
        {"mdx_gh_links": {"user": "x"}},
    ]);
    let (extensions, warnings) = Extensions::read(Base::TechDocs, &written);
    assert_eq!(
        warnings,
        [
            "markdown extension `pymdownx.progressbar` is not supported and was left out",
            "markdown extension `mdx_gh_links` is not supported and was left out",
        ]
    );
    assert!(extensions.has(Feature::Attributes) && extensions.has(Feature::Admonitions));
    assert_eq!(extensions.toc.permalink, Permalink::Text("#".to_owned()));
    assert_eq!((extensions.toc.depth, extensions.toc.base_level), ((2, 3), 2));
    assert_eq!(extensions.highlight.line_numbers, Some(false));
    assert_eq!(extensions.highlight.line_spans, "__span");
    assert_eq!(extensions.fences[0].class, "mermaid");
    assert_eq!(extensions.tab_slugs, Some(Slug::Pymdownx { lower: Lower::All, percent_encode: false }));
}

#[test]
fn mkdocs_alone_switches_little_on() {
    let (extensions, _) = Extensions::read(Base::Mkdocs, &json!({"admonition": null, "sane_lists": {}}));
    assert!(extensions.has(Feature::Tables) && extensions.has(Feature::Admonitions));
    assert!(!extensions.has(Feature::Tabs) && !extensions.has(Feature::Attributes));
    assert!(extensions.lists.sane);
}

#[test]
fn snippets_stay_below_the_folder_of_a_techdocs_site() {
    let written = json!([{"pymdownx.snippets": {"base_path": "../..", "url_download": true}}]);
    let (extensions, _) = Extensions::read(Base::TechDocs, &written);
    assert_eq!(extensions.snippets.base_paths, [""]);
}
