//! Bare links to code hosts, shown short: `user/repository#1`.

use crate::element::{Element, Text};
use crate::work::Work;

/// Names that are pages of a host and no users.
const EXCLUDED: [&str; 14] = [
    "-",
    "account",
    "dashboard",
    "explore",
    "help",
    "issues",
    "marketplace",
    "notifications",
    "plans",
    "projects",
    "pull",
    "settings",
    "sponsors",
    "support",
];

const HOSTS: [(&str, &str); 3] =
    [("github", "github.com"), ("gitlab", "gitlab.com"), ("bitbucket", "bitbucket.org")];

pub(crate) fn run(root: &mut Element, work: &Work<'_>) {
    let settings = &work.extensions.magic_links;
    if !settings.shorten_repositories {
        return;
    }
    root.walk(&mut |element| {
        let is_bare = element.is("a") && element.children.is_empty();
        let Some(href) = element.get("href").filter(|_| is_bare).map(str::to_owned) else { return };
        let shown = &element.text.content;
        let is_same =
            *shown == href || (settings.hide_protocol && href.strip_prefix("https://") == Some(shown));
        if !is_same {
            return;
        }
        if let Some((provider, kind, text)) = short(&href, settings.normalize_symbols) {
            element.text = Text::atomic(text);
            element.add_class(&format!("magiclink magiclink-{provider} magiclink-{kind}"));
        }
    });
}

/// Provider, kind and text of an address.
fn short(href: &str, normalize: bool) -> Option<(&'static str, &'static str, String)> {
    let rest = href.strip_prefix("https://").or_else(|| href.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let (provider, path) = HOSTS
        .iter()
        .find_map(|(provider, host)| Some((*provider, rest.strip_prefix(host)?.strip_prefix('/')?)))?;
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').filter(|part| *part != "-").collect();
    let user = *parts.first()?;
    if EXCLUDED.contains(&user) || user.is_empty() || user.contains(['?', '#']) {
        return None;
    }
    let size = if provider == "gitlab" { 8 } else { 7 };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_hash =
        |text: &str| (size..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mark = |sign: char| if normalize { '#' } else { sign };
    match parts[1..] {
        [] => Some((provider, "mention", format!("@{user}"))),
        [name] if !name.contains(['?', '#']) => Some((provider, "repository", format!("{user}/{name}"))),
        [name, "issues", number] if is_number(number) => {
            Some((provider, "issue", format!("{user}/{name}#{number}")))
        }
        [name, "pull" | "merge_requests" | "pull-requests", number] if is_number(number) => {
            Some((provider, "pull", format!("{user}/{name}{}{number}", mark('!'))))
        }
        [name, "discussions", number] if is_number(number) && provider == "github" => {
            Some((provider, "discussion", format!("{user}/{name}{}{number}", mark('?'))))
        }
        [name, "commit", hash] if is_hash(hash) => {
            Some((provider, "commit", format!("{user}/{name}@{}", &hash[..size])))
        }
        [name, "compare", range] => {
            let (from, to) = range.split_once("...").filter(|(from, to)| is_hash(from) && is_hash(to))?;
            Some((provider, "compare", format!("{user}/{name}@{}...{}", &from[..size], &to[..size])))
        }
        _ => None,
    }
}
