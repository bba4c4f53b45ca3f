//! The one gate through which every address enters a page. Catalog files are written by many hands, and an address such
//! as `javascript:…` in one of them must never become a link.

/// An address that is safe as the target of a link, or nothing: then the link's text is shown without a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Href(Option<String>);

/// Pictures that an address may contain, and the most bytes of one as text; pages are weighed.
const PICTURES: [&str; 4] = ["png", "jpeg", "gif", "webp"];
const LONGEST_PICTURE: usize = 20_000;

/// What a link may point to outside of the portal.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

impl Href {
    /// Keeps `http`, `https`, `mailto` and relative addresses; drops everything else. Browsers skip tabs and line breaks
    /// inside of a scheme and control characters before it, so an address with any of them is dropped too, as is `//host`,
    /// which looks like a path and leaves the portal.
    pub fn new(raw: impl Into<String>) -> Self {
        let raw = raw.into();
        let address = raw.trim_matches(' ');
        if !is_safe(address) {
            return Self(None);
        }
        Self(Some(if address.len() == raw.len() { raw } else { address.to_owned() }))
    }

    /// Keeps a picture that the page may show without asking anybody else for it: a path of this portal, or an image that
    /// the address itself contains. Scalable images can hold scripts and are not kept.
    pub fn picture(raw: &str) -> Self {
        let address = raw.trim_matches(' ');
        let is_own = address.starts_with('/') && is_safe(address);
        let data = address.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,"));
        let is_image = data.is_some_and(|(format, content)| {
            PICTURES.contains(&format)
                && content.len() <= LONGEST_PICTURE
                && content.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
        });
        if is_own || is_image { Self(Some(address.to_owned())) } else { Self(None) }
    }

    /// For `href=[…]` of a template: `None` leaves the attribute out.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether the link leaves the portal.
    pub fn is_external(&self) -> bool {
        self.0.as_deref().is_some_and(|address| scheme(address).is_some())
    }
}

fn is_safe(address: &str) -> bool {
    if address.is_empty() || address.chars().any(char::is_control) {
        return false;
    }
    if let Some(scheme) = scheme(address) {
        return SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    }
    // A browser reads a backslash as a slash.
    let mut start = address.chars().map(|letter| if letter == '\\' { '/' } else { letter });
    !(start.next() == Some('/') && start.next() == Some('/'))
}

/// What stands before the first colon, unless a character comes first that cannot be in a scheme's place.
fn scheme(address: &str) -> Option<&str> {
    let end = address.find([':', '/', '\\', '?', '#'])?;
    address.get(end..)?.starts_with(':').then(|| address.get(..end))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pictures_come_from_the_portal_or_are_contained() {
        let table = [
            ("/assets/ada.png", true),
            ("data:image/png;base64,iVBORw0KGgo=", true),
            ("data:image/svg+xml;base64,PHN2Zz4=", false),
            ("data:image/png;base64,<script>", false),
            ("data:text/html;base64,aaaa", false),
            ("https://elsewhere.test/ada.png", false),
            ("//elsewhere.test/ada.png", false),
            ("/\\elsewhere.test/a", false),
            ("", false),
        ];
        for (raw, kept) in table {
            assert_eq!(Href::picture(raw).get().is_some(), kept, "{raw}");
        }
        let long = format!("data:image/png;base64,{}", "a".repeat(LONGEST_PICTURE + 1));
        assert_eq!(Href::picture(&long).get(), None);
    }

    #[test]
    fn lets_through_web_mail_and_relative_addresses_only() {
        let table = [
            ("https://example.com/a?b=c#d", true),
            ("HTTP://example.com", true),
            ("mailto:pear@orchard.example", true),
            ("/catalog/default/component/basket", true),
            ("?filters[kind]=api", true),
            ("#L12", true),
            ("docs/index.md", true),
            ("a/b:c", true),
            ("  /x  ", true),
            ("", false),
            ("   ", false),
            ("javascript:alert(1)", false),
            ("JaVaScRiPt:alert(1)", false),
            (" javascript:alert(1)", false),
            ("java\tscript:alert(1)", false),
            ("java\nscript:alert(1)", false),
            ("\u{1}javascript:alert(1)", false),
            ("\u{a0}javascript:alert(1)", false),
            ("data:text/html,<script>", false),
            ("vbscript:x", false),
            ("file:///etc/passwd", false),
            ("blob:https://x", false),
            (":x", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("\\\\evil.example", false),
        ];
        for (raw, safe) in table {
            assert_eq!(Href::new(raw).get().is_some(), safe, "{raw:?}");
        }
    }

    #[test]
    fn knows_what_leaves_the_portal() {
        assert!(Href::new("https://example.com").is_external());
        assert!(!Href::new("/catalog").is_external());
        assert!(!Href::new("javascript:x").is_external());
    }

    proptest! {
        #[test]
        fn no_foreign_scheme_gets_through(scheme in "[a-zA-Z\\t\\n ]{1,12}", rest in ".{0,20}") {
            if let Some(kept) = Href::new(format!("{scheme}:{rest}")).get() {
                let lower = kept.to_ascii_lowercase();
                prop_assert!(["http:", "https:", "mailto:"].iter().any(|known| lower.starts_with(known)));
            }
        }
    }
}
