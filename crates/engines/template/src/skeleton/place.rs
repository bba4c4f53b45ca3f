//! Where rendered paths and links lead.

/// What a rendered path means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Relative, without `.` and `..`.
    Inside(String),
    /// An empty part: the entry is left out.
    Nowhere,
    Outside,
}

/// The place of a rendered path in the folder `target`.
pub(super) fn place_of(target: &str, rendered: &str) -> Place {
    if rendered.is_empty() || rendered.starts_with('/') || rendered.ends_with('/') || rendered.contains("//")
    {
        return Place::Nowhere;
    }
    // Backslashes and drives are paths elsewhere, and nothing writes a zero byte.
    if rendered.contains(['\\', '\0']) || target.contains(['\\', '\0']) || target.starts_with('/') {
        return Place::Outside;
    }
    match normalized(target.split('/').chain(rendered.split('/'))) {
        Some(parts) if parts.is_empty() => Place::Outside,
        Some(parts) => Place::Inside(parts.join("/")),
        None => Place::Outside,
    }
}

/// Whether a link at `path` leads out of the target.
pub(super) fn leaves(path: &str, target: &str) -> bool {
    if target.starts_with('/') || target.contains(['\\', '\0']) {
        return true;
    }
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    normalized(parent.split('/').chain(target.split('/'))).is_none()
}

/// Parts without `.` and `..`; `None` when they lead above the start.
fn normalized<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Vec<&'a str>> {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            "" | "." => {}
            ".." => {
                kept.pop()?;
            }
            part => kept.push(part),
        }
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let inside = |path: &str| Place::Inside(path.to_owned());
        let table = [
            ("a/b.txt", inside("a/b.txt")),
            ("./a/../b", inside("b")),
            ("", Place::Nowhere),
            ("/a", Place::Nowhere),
            ("a//b", Place::Nowhere),
            ("a/", Place::Nowhere),
            ("..", Place::Outside),
            ("../a", Place::Outside),
            ("a/../../b", Place::Outside),
            (".", Place::Outside),
            ("a\\..\\b", Place::Outside),
        ];
        for (rendered, expected) in table {
            assert_eq!(place_of("", rendered), expected, "{rendered}");
        }
        assert_eq!(place_of("./x/", "a"), inside("x/a"));
        assert_eq!(place_of("..", "a"), Place::Outside);
        for (path, target, expected) in [
            ("a/link", "../b", false),
            ("link", "../b", true),
            ("a/link", "../../b", true),
            ("link", "/etc/passwd", true),
            ("a/link", "b/../../c", false),
        ] {
            assert_eq!(leaves(path, target), expected, "{path} -> {target}");
        }
    }
}
