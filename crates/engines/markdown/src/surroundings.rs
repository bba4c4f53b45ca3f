//! What a page may refer to: the other files of its site, and the texts it may include.

use std::collections::{HashMap, HashSet};

/// The site around a page, the same for all its pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// All files of the docs folder, pages and assets alike, by their path within it (`guide/index.md`,
    /// `img/logo.png`). Links to anything else inside the site are reported as broken.
    pub files: HashSet<String>,
    /// Texts that pages may include as snippets, by their path from the folder of `mkdocs.yml`
    /// (`docs/shared/note.md`).
    pub snippets: HashMap<String, String>,
    /// Whether `guide.md` becomes `guide/index.html` (mkdocs' `use_directory_urls`) and not `guide.html`.
    pub directory_urls: bool,
}
