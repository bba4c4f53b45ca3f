//! Paths and addresses within a site: plain texts with `/`, never a file system's.

/// Joins a relative path to a folder and removes `.` and `..`. `None` when it would leave the root, or is absolute.
/// `""` is the root itself.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains(['\\', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder of a file; `""` for the root.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A file name without its ending. Source: Python's `os.path.splitext`, which leaves a leading dot alone.
pub fn stem(path: &str) -> &str {
    let name = name(path);
    match name.rfind('.') {
        Some(dot) if !name[..dot].trim_start_matches('.').is_empty() => &name[..dot],
        _ => name,
    }
}

/// Whether mkdocs renders the file. Source: mkdocs' `is_markdown_file`.
pub fn is_page(path: &str) -> bool {
    [".md", ".markdown", ".mdown", ".mkdn", ".mkd"].iter().any(|ending| path.ends_with(ending))
}

/// Whether the file is the index of its folder.
pub fn is_index(path: &str) -> bool {
    matches!(stem(path), "index" | "README")
}

/// Where a page is written. Source: mkdocs' `File.dest_uri`.
pub fn destination(path: &str, directory_urls: bool) -> String {
    let folder = folder(path);
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let name = if is_index(path) { "index" } else { stem(path) };
    if directory_urls && name != "index" {
        format!("{prefix}{name}/index.html")
    } else {
        format!("{prefix}{name}.html")
    }
}

/// The address of a written file relative to the site's root, percent-encoded; `""` for the home page.
pub fn address(destination: &str, directory_urls: bool) -> String {
    let shown = match destination.strip_suffix("index.html") {
        Some(folder) if directory_urls && (folder.is_empty() || folder.ends_with('/')) => folder,
        _ => destination,
    };
    encode(shown)
}

/// The way from one address of a site to another, both relative to its root. Never empty.
pub fn relative(from: &str, to: &str) -> String {
    let same = from.bytes().zip(to.bytes()).take_while(|(here, there)| here == there);
    // The folders that both lie in; each ends with a slash.
    let slashes = same.enumerate().filter(|(_, (byte, _))| *byte == b'/');
    let common = slashes.last().map_or(0, |(at, _)| at + 1);
    let folders = from[common..].bytes().filter(|byte| *byte == b'/').count();
    let mut way = String::with_capacity(3 * folders + to.len() - common);
    way.extend(std::iter::repeat_n("../", folders));
    way.push_str(&to[common..]);
    if way.is_empty() { "./".to_owned() } else { way }
}

/// Percent-encodes what an address path may not hold. Source: Python's `urllib.parse.quote` with `/` safe.
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"_.-~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                encoded.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    encoded
}

/// A title made of a file's or folder's name. Source: mkdocs' `dirname_to_title`.
pub fn title_of(name: &str) -> String {
    let title = name.replace(['-', '_'], " ");
    if title.to_lowercase() != title {
        return title;
    }
    let mut letters = title.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_paths_stay_inside() {
        let table = [
            ("", "docs", Some("docs")),
            ("a", "./b/", Some("a/b")),
            ("a/b", "../c", Some("a/c")),
            ("a", "..", Some("")),
            ("a", "../..", None),
            ("", "../x", None),
            ("", "/etc", None),
            ("a", "..\\..\\x", None),
        ];
        for (folder, relative, expected) in table {
            assert_eq!(join(folder, relative).as_deref(), expected, "{folder} {relative}");
        }
    }

    #[test]
    fn pages_are_written_where_mkdocs_writes_them() {
        let table = [
            ("index.md", "index.html", "", "index.html", "index.html"),
            ("README.md", "index.html", "", "index.html", "index.html"),
            ("a/b.md", "a/b/index.html", "a/b/", "a/b.html", "a/b.html"),
            ("a/index.md", "a/index.html", "a/", "a/index.html", "a/index.html"),
            ("a b/ü.md", "a b/ü/index.html", "a%20b/%C3%BC/", "a b/ü.html", "a%20b/%C3%BC.html"),
            ("v1.2.md", "v1.2/index.html", "v1.2/", "v1.2.html", "v1.2.html"),
            ("myindex.md", "myindex/index.html", "myindex/", "myindex.html", "myindex.html"),
        ];
        for (path, folder_file, folder_address, file, file_address) in table {
            assert_eq!(destination(path, true), folder_file);
            assert_eq!(address(&destination(path, true), true), folder_address);
            assert_eq!(destination(path, false), file);
            assert_eq!(address(&destination(path, false), false), file_address);
        }
    }

    #[test]
    fn ways_lead_from_page_to_page() {
        let table = [
            ("", "", "./"),
            ("", "a/b/", "a/b/"),
            ("a/b/", "", "../../"),
            ("a/b/", "a/c/", "../c/"),
            ("a/b/", "a/b/", "./"),
            ("a/b.html", "a/c.html", "c.html"),
            ("a/", "assets/x.css", "../assets/x.css"),
        ];
        for (from, to, expected) in table {
            assert_eq!(relative(from, to), expected, "{from} -> {to}");
        }
    }

    #[test]
    fn names_become_titles() {
        let table = [
            ("getting-started", "Getting started"),
            ("my_page", "My page"),
            ("FAQ-now", "FAQ now"),
            ("", ""),
        ];
        for (name, expected) in table {
            assert_eq!(title_of(name), expected);
        }
        assert_eq!((stem("a/.pages"), stem("x.tar.gz"), stem("plain")), (".pages", "x.tar", "plain"));
    }
}
