//! The elements and attributes that come through.
//!
//! The elements are those of HTML that show something and do nothing, as in the list that TechDocs' own
//! sanitiser starts from. Not among them, on purpose: `form`, `iframe`, `object`, `embed`, `style`, `link`, `meta`,
//! `base`, `MathML` and all of SVG that can hold HTML, styles, links or animations.

/// Elements whose content is no text of the page, and goes with them.
pub(super) const HIDDEN: [&str; 13] = [
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "style",
    "template",
    "textarea",
    "title",
    "xmp",
];

const ELEMENTS: [&str; 101] = [
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "circle",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "ellipse",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "line",
    "map",
    "mark",
    "menu",
    "meter",
    "nav",
    "nobr",
    "ol",
    "output",
    "p",
    "path",
    "picture",
    "polygon",
    "polyline",
    "pre",
    "progress",
    "q",
    "rect",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

pub(super) fn is_element(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// What an element is called within a page: the one main part of a page is the reader's, not an author's.
pub(super) fn within_page(name: &str) -> &str {
    if name == "main" { "div" } else { name }
}

/// What an element is called within a passage: headings belong to the page around it, so they are paragraphs here.
pub(super) fn within_passage(name: &str) -> &str {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "p",
        "main" | "article" | "aside" | "section" | "header" | "footer" | "nav" | "hgroup" => "div",
        _ => name,
    }
}

/// Elements that a passage may have: text, lists and tables. Pictures are somebody else's servers, and controls are the
/// page's.
pub(super) fn is_element_of_passage(name: &str) -> bool {
    let is_left_out = matches!(
        name,
        "area"
            | "audio"
            | "fieldset"
            | "img"
            | "input"
            | "label"
            | "legend"
            | "map"
            | "meter"
            | "output"
            | "picture"
            | "progress"
            | "source"
            | "track"
            | "video"
    );
    !is_left_out && !is_drawing(name)
}

/// Attributes that an element of a passage may have: none that names it or its look.
pub(super) fn is_attribute_of_passage(name: &str) -> bool {
    matches!(
        name,
        "colspan"
            | "datetime"
            | "dir"
            | "href"
            | "lang"
            | "open"
            | "reversed"
            | "rowspan"
            | "start"
            | "title"
            | "value"
    )
}

/// Elements of drawings.
pub(super) fn is_drawing(name: &str) -> bool {
    matches!(name, "svg" | "g" | "path" | "circle" | "rect" | "line" | "polyline" | "polygon" | "ellipse")
}

const EVERYWHERE: [&str; 15] = [
    "align",
    "class",
    "dir",
    "height",
    "hidden",
    "id",
    "lang",
    "name",
    "role",
    "tabindex",
    "title",
    "translate",
    "valign",
    "width",
    "itemprop",
];

pub(super) fn is_attribute(element: &str, name: &str) -> bool {
    if let Some(rest) = name.strip_prefix("data-").or_else(|| name.strip_prefix("aria-")) {
        return !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    }
    if EVERYWHERE.contains(&name) {
        return true;
    }
    match element {
        "a" => matches!(name, "href" | "target" | "download" | "hreflang"),
        "area" => matches!(name, "href" | "alt" | "coords" | "shape"),
        "img" => matches!(name, "src" | "alt" | "loading" | "srcset" | "sizes" | "border" | "usemap"),
        "audio" | "video" => matches!(name, "src" | "controls" | "loop" | "muted" | "poster" | "preload"),
        "source" | "track" => {
            matches!(name, "src" | "srcset" | "type" | "media" | "kind" | "label" | "srclang")
        }
        "blockquote" | "q" | "del" | "ins" => matches!(name, "cite" | "datetime"),
        "col" | "colgroup" => name == "span",
        "details" => name == "open",
        "font" => matches!(name, "color" | "face" | "size"),
        "input" => matches!(name, "type" | "checked" | "disabled"),
        "label" => name == "for",
        "li" | "data" | "meter" | "progress" => matches!(name, "value" | "max" | "min" | "type"),
        "ol" | "ul" => matches!(name, "start" | "type" | "reversed" | "compact"),
        "table" => matches!(name, "border" | "cellpadding" | "cellspacing" | "summary"),
        "td" | "th" | "tr" => {
            matches!(name, "colspan" | "rowspan" | "headers" | "scope" | "abbr" | "nowrap" | "bgcolor")
        }
        "time" => name == "datetime",
        _ => is_drawing(element) && is_drawing_attribute(name),
    }
}

fn is_drawing_attribute(name: &str) -> bool {
    matches!(
        name,
        "cx" | "cy"
            | "d"
            | "fill"
            | "fill-rule"
            | "clip-rule"
            | "points"
            | "r"
            | "rx"
            | "ry"
            | "stroke"
            | "stroke-linecap"
            | "stroke-linejoin"
            | "stroke-width"
            | "transform"
            | "viewbox"
            | "x"
            | "x1"
            | "x2"
            | "y"
            | "y1"
            | "y2"
            | "opacity"
    )
}

/// The alignment that a style asks for.
pub(super) fn alignment(style: &str) -> Option<&'static str> {
    let value = style.split(';').find_map(|rule| {
        let (name, value) = rule.split_once(':')?;
        name.trim().eq_ignore_ascii_case("text-align").then(|| value.trim().to_ascii_lowercase())
    })?;
    ["left", "center", "right", "justify"].into_iter().find(|known| *known == value)
}
