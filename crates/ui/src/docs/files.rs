//! Style and scripts of documentation, as files that stand beside each other in one folder whose name carries a hash of all:
//! the scripts name each other, and may be kept for ever.

use std::sync::LazyLock;

/// A file to be served or written.
#[derive(Debug)]
pub struct DocsFile {
    pub name: &'static str,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// The order of layers for a page that carries this sheet alone.
const LAYERS: &str = "@layer reset, tokens, base, docs;\n";

/// The sheet of the parts alone, for pages that carry the portal's sheet too.
pub const PARTS_SHEET: &str =
    concat!(include_str!("../../assets/docs/docs.css"), include_str!("../../assets/docs/diagram.css"));

/// Everything that a static site needs: `docs.css`, `docs.js`, `search.js`, `theme.js`, `mark.svg`; and `live.js` for authors.
pub static FILES: LazyLock<[DocsFile; 6]> = LazyLock::new(|| {
    let sheet = [
        LAYERS,
        include_str!("../../assets/css/tokens.css"),
        include_str!("../../assets/css/base.css"),
        PARTS_SHEET,
    ];
    let script = "text/javascript; charset=utf-8";
    let file =
        |name, content_type, text: &str| DocsFile { name, content_type, bytes: text.as_bytes().to_vec() };
    [
        file("docs.css", "text/css; charset=utf-8", &sheet.concat()),
        file("docs.js", script, include_str!("../../assets/docs/docs.js")),
        file("search.js", script, include_str!("../../assets/docs/search.js")),
        file("theme.js", script, include_str!("../../assets/docs/theme.js")),
        file("live.js", script, include_str!("../../assets/docs/live.js")),
        file("mark.svg", "image/svg+xml", include_str!("../../assets/mark.svg")),
    ]
});

/// The folder for [`FILES`], relative to the site's root, without a slash at the end.
pub static FOLDER: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for file in FILES.iter() {
        hasher.update(&file.bytes);
    }
    format!("assets/callboard-{}", &hasher.finalize().to_hex()[..12])
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_name_no_foreign_origin_and_each_other() {
        for file in FILES.iter() {
            let text = std::str::from_utf8(&file.bytes).unwrap();
            let foreign = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!foreign.contains("http://") && !foreign.contains("https://"), "{}", file.name);
            for part in text.split("from \"./").skip(1) {
                let name = part.split('"').next().unwrap();
                assert!(FILES.iter().any(|file| file.name == name), "{name}");
            }
        }
        assert!(FOLDER.starts_with("assets/callboard-"));
    }
}
