//! From the YAML of `mkdocs.yml` to settings.

use serde_json::{Map, Value};

use super::names::known;
use super::{
    Base, CriticMode, CustomFence, Extensions, FenceFormat, LineNumbers, Lists, Lower, Permalink, Slug,
};

impl Extensions {
    /// Reads `markdown_extensions`: a list of names and of mappings from a name to its options, or one mapping.
    /// Tags such as `!!python/name:` count as plain strings. Returns the settings and one warning for each
    /// extension that is not supported; those are left out.
    pub fn read(base: Base, written: &Value) -> (Self, Vec<String>) {
        let mut extensions = Extensions::of(base);
        let mut warnings = Vec::new();
        for (name, options) in entries(written) {
            match known(&name) {
                Some(features) => {
                    for feature in features {
                        extensions.enable(*feature);
                    }
                    extensions.configure(&name, &options);
                }
                None => {
                    warnings.push(format!("markdown extension `{name}` is not supported and was left out"));
                }
            }
        }
        if base != Base::Mkdocs {
            // TechDocs drops whatever a site says about snippets.
            extensions.snippets = Extensions::of(base).snippets;
        }
        (extensions, warnings)
    }

    fn configure(&mut self, name: &str, options: &Map<String, Value>) {
        let name = name.strip_prefix("markdown.extensions.").unwrap_or(name);
        let options = Options(options);
        match name {
            "codehilite" | "pymdownx.highlight" => self.configure_highlight(&options, name == "codehilite"),
            "footnotes" => self.configure_footnotes(&options),
            "toc" => self.configure_toc(&options),
            "pymdownx.superfences" => self.fences.extend(options.fences()),
            "pymdownx.magiclink" => self.configure_magic_links(&options),
            "pymdownx.extra" | "extra" => {
                for (name, inner) in options.0 {
                    if let Value::Object(inner) = inner {
                        self.configure(name, inner);
                    }
                }
            }
            "pymdownx.critic" => match options.text("mode") {
                Some("accept") => self.critic = CriticMode::Accept,
                Some("reject") => self.critic = CriticMode::Reject,
                _ => {}
            },
            "pymdownx.keys" => {
                if let Some(Value::Object(names)) = options.0.get("key_map") {
                    let label =
                        |(key, label): (&String, &Value)| Some((key.clone(), label.as_str()?.to_owned()));
                    self.key_names.extend(names.iter().filter_map(label));
                }
            }
            "pymdownx.saneheaders" => self.sane_headers = true,
            "pymdownx.emoji" => {
                self.emoji_icons =
                    options.text("emoji_index").is_some_and(|index| index.contains("material"));
            }
            "pymdownx.tabbed" => {
                options.set_flag("alternate_style", &mut self.alternate_tabs);
                self.tab_slugs = options.0.get("slugify").and_then(slug).or(self.tab_slugs);
            }
            "pymdownx.tasklist" => options.set_flag("custom_checkbox", &mut self.custom_check_boxes),
            "pymdownx.snippets" => self.configure_snippets(&options),
            "sane_lists" => self.lists.sane = true,
            "mdx_truly_sane_lists" => {
                self.lists = Lists { indent: 2, truly_sane: true, sane: false };
                if let Some(indent) =
                    options.number("nested_indent").filter(|indent| (1..=16).contains(indent))
                {
                    self.lists.indent = indent;
                }
                options.set_flag("truly_sane", &mut self.lists.truly_sane);
            }
            _ => self.configure_emphasis(name, &options),
        }
    }

    fn configure_emphasis(&mut self, name: &str, options: &Options<'_>) {
        let emphasis = &mut self.emphasis;
        match name {
            "pymdownx.betterem" => {
                let smart = options.text("smart_enable").unwrap_or("underscore");
                emphasis.smart_asterisk = matches!(smart, "all" | "asterisk");
                emphasis.smart_underscore = matches!(smart, "all" | "underscore");
            }
            "pymdownx.caret" => {
                options.set_flag("insert", &mut emphasis.insert);
                options.set_flag("superscript", &mut emphasis.superscript);
                options.set_flag("smart_insert", &mut emphasis.smart_insert);
            }
            "pymdownx.tilde" => {
                options.set_flag("delete", &mut emphasis.delete);
                options.set_flag("subscript", &mut emphasis.subscript);
                options.set_flag("smart_delete", &mut emphasis.smart_delete);
            }
            "pymdownx.mark" => options.set_flag("smart_mark", &mut emphasis.smart_mark),
            _ => {}
        }
    }

    fn configure_highlight(&mut self, options: &Options<'_>, is_codehilite: bool) {
        let highlight = &mut self.highlight;
        highlight.enabled = true;
        options.set_text("css_class", &mut highlight.class);
        options.set_flag("use_pygments", &mut highlight.colours);
        match options.0.get("linenums") {
            Some(Value::Bool(on)) => highlight.line_numbers = Some(*on),
            Some(Value::Null) => highlight.line_numbers = None,
            _ => {}
        }
        match options.text("linenums_style") {
            Some("inline") => highlight.line_numbers_style = LineNumbers::Inline,
            Some("pymdownx-inline") => highlight.line_numbers_style = LineNumbers::Attribute,
            Some("table") => highlight.line_numbers_style = LineNumbers::Table,
            _ => {}
        }
        if is_codehilite {
            return;
        }
        options.set_text("language_prefix", &mut highlight.language_prefix);
        options.set_flag("pygments_lang_class", &mut highlight.language_class);
        options.set_flag("auto_title", &mut highlight.auto_title);
        options.set_text("default_lang", &mut highlight.default_language);
        for (name, target) in
            [("line_spans", &mut highlight.line_spans), ("line_anchors", &mut highlight.line_anchors)]
        {
            options.set_text(name, target);
            // They become parts of ids, and nothing else.
            target.retain(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
        }
        options.set_flag("anchor_linenums", &mut highlight.anchor_line_numbers);
        options.set_flag("stripnl", &mut highlight.strip_blank_lines);
        if highlight.anchor_line_numbers && highlight.line_anchors.is_empty() {
            "__codelineno".clone_into(&mut highlight.line_anchors);
        }
    }

    fn configure_footnotes(&mut self, options: &Options<'_>) {
        let footnotes = &mut self.footnotes;
        options.set_text("BACKLINK_TEXT", &mut footnotes.backlink);
        options.set_text("BACKLINK_TITLE", &mut footnotes.backlink_title);
        options.set_text("PLACE_MARKER", &mut footnotes.marker);
        options.set_text("SUPERSCRIPT_TEXT", &mut footnotes.superscript);
        options.set_text("SEPARATOR", &mut footnotes.separator);
        options.set_flag("USE_DEFINITION_ORDER", &mut footnotes.by_definition);
    }

    fn configure_toc(&mut self, options: &Options<'_>) {
        let toc = &mut self.toc;
        match options.0.get("permalink") {
            Some(Value::Bool(true)) => toc.permalink = Permalink::Pilcrow,
            Some(Value::Bool(false)) => toc.permalink = Permalink::None,
            Some(Value::String(text)) if !text.is_empty() => {
                toc.permalink = match text.to_lowercase().as_str() {
                    "true" | "yes" | "on" | "1" => Permalink::Pilcrow,
                    "false" | "no" | "off" | "0" | "none" => Permalink::None,
                    _ => Permalink::Text(text.clone()),
                };
            }
            _ => {}
        }
        options.set_text("permalink_class", &mut toc.permalink_class);
        options.set_text("permalink_title", &mut toc.permalink_title);
        options.set_flag("permalink_leading", &mut toc.permalink_leading);
        options.set_flag("anchorlink", &mut toc.anchor_link);
        options.set_text("marker", &mut toc.marker);
        options.set_text("title", &mut toc.title);
        options.set_text("toc_class", &mut toc.class);
        options.set_text("separator", &mut toc.separator);
        if let Some(found) = options.0.get("slugify").and_then(slug) {
            toc.slug = found;
        }
        if let Some(level) = options.number("baselevel").and_then(|level| u8::try_from(level).ok()) {
            toc.base_level = level.clamp(1, 6);
        }
        match options.0.get("toc_depth") {
            Some(Value::String(range)) => {
                let (first, last) = range.split_once('-').unwrap_or(("1", range));
                if let (Ok(first), Ok(last)) = (first.trim().parse(), last.trim().parse()) {
                    toc.depth = (first, last);
                }
            }
            Some(Value::Number(_)) => {
                let last = options.number("toc_depth").and_then(|last| u8::try_from(last).ok());
                toc.depth = (1, last.unwrap_or(6));
            }
            _ => {}
        }
    }

    fn configure_magic_links(&mut self, options: &Options<'_>) {
        let links = &mut self.magic_links;
        options.set_flag("hide_protocol", &mut links.hide_protocol);
        options.set_flag("repo_url_shortener", &mut links.shorten_repositories);
        options.set_flag("social_url_shortener", &mut links.shorten_social);
        options.set_flag("repo_url_shorthand", &mut links.repository_shorthand);
        options.set_flag("social_url_shorthand", &mut links.social_shorthand);
        options.set_flag("normalize_issue_symbols", &mut links.normalize_symbols);
        options.set_text("provider", &mut links.provider);
        options.set_text("user", &mut links.user);
        options.set_text("repo", &mut links.repository);
    }

    fn configure_snippets(&mut self, options: &Options<'_>) {
        let paths = options.texts("base_path");
        if !paths.is_empty() {
            self.snippets.base_paths = paths;
        }
        self.snippets.append.extend(options.texts("auto_append"));
        options.set_flag("dedent_subsections", &mut self.snippets.dedent);
        options.set_flag("check_paths", &mut self.snippets.check_paths);
    }
}

/// The options of one extension. Those of the wrong type are as if they were not there.
struct Options<'o>(&'o Map<String, Value>);

impl<'o> Options<'o> {
    fn text(&self, name: &str) -> Option<&'o str> {
        self.0.get(name).and_then(Value::as_str)
    }

    fn number(&self, name: &str) -> Option<usize> {
        match self.0.get(name)? {
            Value::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn texts(&self, name: &str) -> Vec<String> {
        match self.0.get(name) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    fn set_text(&self, name: &str, target: &mut String) {
        if let Some(text) = self.text(name) {
            text.clone_into(target);
        }
    }

    fn set_flag(&self, name: &str, target: &mut bool) {
        match self.0.get(name) {
            Some(Value::Bool(flag)) => *target = *flag,
            Some(Value::Number(number)) => *target = number.as_u64() != Some(0),
            _ => {}
        }
    }

    fn fences(&self) -> Vec<CustomFence> {
        let Some(Value::Array(fences)) = self.0.get("custom_fences") else { return Vec::new() };
        let read = |fence: &Value| {
            let text = |key: &str| fence.get(key).and_then(Value::as_str);
            let format = match text("format").unwrap_or_default() {
                format if format.contains("div_format") => FenceFormat::Div,
                format if format.contains("arithmatex") => FenceFormat::Math,
                _ => FenceFormat::Code,
            };
            Some(CustomFence { name: text("name")?.to_owned(), class: text("class")?.to_owned(), format })
        };
        fences.iter().filter_map(read).collect()
    }
}

fn entries(written: &Value) -> Vec<(String, Map<String, Value>)> {
    let options = |value: &Value| value.as_object().cloned().unwrap_or_default();
    match written {
        Value::Array(items) => items
            .iter()
            .flat_map(|item| match item {
                Value::String(name) => vec![(name.clone(), Map::new())],
                Value::Object(map) => {
                    map.iter().map(|(name, value)| (name.clone(), options(value))).collect()
                }
                _ => Vec::new(),
            })
            .collect(),
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), options(value))).collect(),
        _ => Vec::new(),
    }
}

/// A function of Python by its name: a tag that was read as text, or as a mapping with `kwds`.
fn slug(value: &Value) -> Option<Slug> {
    let (name, case, percent_encode) = match value {
        Value::String(name) => (name.as_str(), "", false),
        Value::Object(map) => {
            let inner = map.get("kwds").unwrap_or(value);
            let case = inner.get("case").and_then(Value::as_str).unwrap_or_default();
            let percent = inner.get("percent_encode").and_then(Value::as_bool).unwrap_or_default();
            ("pymdownx.slugs.slugify", case, percent)
        }
        _ => return None,
    };
    if name.contains("slugify_unicode") {
        return Some(Slug::Unicode);
    }
    if !name.contains("pymdownx.slugs") {
        return name.contains("toc.slugify").then_some(Slug::Ascii);
    }
    let lower = match case {
        "lower" | "fold" => Lower::All,
        "lower-ascii" => Lower::Ascii,
        _ if name.contains("gfm") => Lower::Ascii,
        _ if name.contains("uslugify") && !name.contains("cased") => Lower::All,
        _ => Lower::Keep,
    };
    Some(Slug::Pymdownx { lower, percent_encode: percent_encode || name.contains("encoded") })
}
