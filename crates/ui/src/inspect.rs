//! What every page must keep, checked on its text: for tests of pages. It reads the HTML that this kit writes (attributes
//! in double quotes), not the HTML of the world.

use std::collections::HashSet;

const VOID: [&str; 10] = ["meta", "link", "input", "img", "br", "hr", "wbr", "source", "area", "col"];

/// Attributes that name other elements by their ids.
const ID_LISTS: [&str; 3] = ["aria-describedby", "aria-labelledby", "aria-controls"];

/// Everything that is wrong with a document; empty when it is sound. Checked: balanced elements, one `h1`, one `main`, a
/// title, no inline style, script or handler, unique ids, targets of `for`, `aria-describedby` and `#…` links that exist,
/// names for controls, buttons, links, forms and landmarks of which there are several, `alt` of images, safe addresses.
pub fn problems(document: &str) -> Vec<String> {
    let mut report = Report::default();
    let mut rest = document;
    while let Some(start) = rest.find('<') {
        report.text(rest.get(..start).unwrap_or_default());
        let after = rest.get(start + 1..).unwrap_or_default();
        let Some(end) = after.find('>') else {
            report.found.push("an element is never closed".to_owned());
            break;
        };
        report.tag(after.get(..end).unwrap_or_default());
        rest = after.get(end + 1..).unwrap_or_default();
    }
    report.finish()
}

/// Bytes of a first visit: the document as `gzip`, style and script as brotli, as a server sends them to a browser.
pub fn first_load(document: &str) -> usize {
    let assets: usize = crate::assets::for_every_page().iter().map(|asset| asset.encoded("br").1.len()).sum();
    assets + crate::assets::gzip_of(document.as_bytes()).len()
}

/// An open element.
struct Open {
    name: String,
    /// It has a text or a label, so that people who listen know what it is.
    named: bool,
    described: String,
}

#[derive(Default)]
struct Report {
    found: Vec<String>,
    open: Vec<Open>,
    headings: usize,
    mains: usize,
    titles: usize,
    ids: HashSet<String>,
    wanted_ids: Vec<String>,
    labelled: HashSet<String>,
    unlabelled: Vec<String>,
    landmarks: HashSet<String>,
}

impl Report {
    fn text(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        for element in &mut self.open {
            element.named = true;
        }
    }

    fn tag(&mut self, tag: &str) {
        if tag.starts_with('!') {
            return;
        }
        if let Some(name) = tag.strip_prefix('/') {
            self.close(name.trim());
            return;
        }
        let (name, attributes) = split(tag);
        self.attributes(&name, &attributes);
        match name.as_str() {
            "h1" => self.headings += 1,
            "main" => self.mains += 1,
            "title" if !self.is_inside("svg") => self.titles += 1,
            "script" if value(&attributes, "src").is_none() => {
                self.found.push("an inline script".to_owned());
            }
            "style" => self.found.push("an inline style element".to_owned()),
            "img" if value(&attributes, "alt").is_none() => {
                self.found.push("an image without alt".to_owned());
            }
            _ => {}
        }
        let labelled = value(&attributes, "aria-label").is_some_and(|label| !label.is_empty());
        if !VOID.contains(&name.as_str()) && !tag.ends_with('/') {
            self.open.push(Open { named: labelled, described: tag.to_owned(), name });
        }
    }

    fn attributes(&mut self, name: &str, attributes: &[(String, String)]) {
        for (key, text) in attributes {
            if key == "style" || key.starts_with("on") {
                self.found.push(format!("<{name}> has the inline attribute {key}"));
            }
            if key == "id" && !self.ids.insert(text.clone()) {
                self.found.push(format!("the id {text} is there twice"));
            }
            if key == "for" {
                self.labelled.insert(text.clone());
            }
            if matches!(key.as_str(), "for" | "form" | "list")
                || key.starts_with("aria-") && ID_LISTS.contains(&key.as_str())
            {
                self.wanted_ids.extend(text.split(' ').map(str::to_owned));
            }
            if matches!(key.as_str(), "href" | "src" | "action") {
                self.address(name, text);
            }
        }
        let label = value(attributes, "aria-label").unwrap_or_default();
        if matches!(name, "input" | "select" | "textarea")
            && value(attributes, "type") != Some("hidden")
            && label.is_empty()
            && !self.is_inside("label")
        {
            self.unlabelled.push(value(attributes, "id").unwrap_or_default().to_owned());
        }
        if name == "nav" || value(attributes, "role") == Some("search") {
            let label = value(attributes, "aria-labelledby").unwrap_or(label);
            let landmark = format!("{name} {label}");
            if label.is_empty() || !self.landmarks.insert(landmark) {
                self.found.push(format!("a <{name}> landmark needs a name of its own, has {label:?}"));
            }
        }
    }

    fn is_inside(&self, name: &str) -> bool {
        self.open.iter().any(|element| element.name == name)
    }

    fn address(&mut self, name: &str, address: &str) {
        if name == "link" && address.starts_with("data:image/svg+xml,") {
            // The icon of the tab, which the kit makes itself.
            return;
        }
        if let Some(id) = address.strip_prefix('#') {
            self.wanted_ids.push(id.to_owned());
        }
        if name == "img" && crate::Href::picture(address).get().is_some() {
            return;
        }
        if crate::Href::new(address.replace("&amp;", "&")).get().is_none() {
            self.found.push(format!("<{name}> has the unsafe address {address:?}"));
        }
    }

    fn close(&mut self, name: &str) {
        match self.open.pop() {
            Some(element) if element.name == name => {
                if matches!(name, "a" | "button" | "summary" | "h1" | "h2" | "h3" | "title" | "label")
                    && !element.named
                {
                    self.found.push(format!("<{}> has no text", element.described));
                }
            }
            Some(element) => self.found.push(format!("<{}> is closed by </{name}>", element.described)),
            None => self.found.push(format!("</{name}> closes nothing")),
        }
    }

    fn finish(mut self) -> Vec<String> {
        for (count, what) in [(self.headings, "h1"), (self.mains, "main"), (self.titles, "title")] {
            if count != 1 {
                self.found.push(format!("{count} elements <{what}> instead of one"));
            }
        }
        for element in &self.open {
            self.found.push(format!("<{}> is never closed", element.described));
        }
        for id in &self.wanted_ids {
            if !self.ids.contains(id) {
                self.found.push(format!("nothing has the id {id}, which is referred to"));
            }
        }
        for id in &self.unlabelled {
            if !self.labelled.contains(id) {
                self.found.push(format!("the control {id:?} has no label"));
            }
        }
        self.found
    }
}

fn value<'a>(attributes: &'a [(String, String)], key: &str) -> Option<&'a str> {
    attributes.iter().find(|(name, _)| name == key).map(|(_, text)| text.as_str())
}

/// The element's name and its attributes.
fn split(tag: &str) -> (String, Vec<(String, String)>) {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        if let Some((text, after)) = after.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"')) {
            attributes.push((key.to_owned(), text.to_owned()));
            rest = after;
        } else {
            attributes.push((key.to_owned(), String::new()));
            rest = after.strip_prefix('=').unwrap_or(after);
        }
    }
    (name.to_owned(), attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "<!DOCTYPE html><html><head><title>t</title></head><body><main id=\"m\"><h1>x</h1>BODY</main></body></html>";

    #[test]
    fn finds_each_sort_of_problem() {
        let table = [
            ("", None),
            ("<a href=\"#m\">x</a><input aria-label=\"x\">", None),
            ("<label for=\"f\">x</label><input id=\"f\">", None),
            ("<label>x <input></label><svg><title>x</title></svg>", None),
            ("<h1>y</h1>", Some("2 elements <h1>")),
            ("<p style=\"color:red\">x</p>", Some("inline attribute style")),
            ("<p onclick=\"x()\">x</p>", Some("inline attribute onclick")),
            ("<script>x</script>", Some("inline script")),
            ("<div id=\"m\"></div>", Some("twice")),
            ("<input id=\"f\">", Some("has no label")),
            ("<a href=\"#gone\">x</a>", Some("nothing has the id gone")),
            ("<img alt=\"\" src=\"data:image/png;base64,aaaa\">", None),
            ("<a href=\"data:image/png;base64,aaaa\">x</a>", Some("unsafe address")),
            ("<a href=\"javascript:x\">x</a>", Some("unsafe address")),
            ("<a href=\"/x\"></a>", Some("has no text")),
            ("<button></button>", Some("has no text")),
            ("<img src=\"/x\">", Some("without alt")),
            ("<nav></nav>", Some("landmark")),
            ("<div>", Some("is closed by")),
        ];
        for (body, expected) in table {
            let found = problems(&SOUND.replace("BODY", body));
            match expected {
                None => assert_eq!(found, Vec::<String>::new(), "{body}"),
                Some(text) => {
                    assert!(found.iter().any(|problem| problem.contains(text)), "{body}: {found:?}");
                }
            }
        }
    }
}
