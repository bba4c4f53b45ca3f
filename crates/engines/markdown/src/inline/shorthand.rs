//! Short names of people, repositories, issues and commits on code hosts, which become links.

use super::{Inline, Kind};
use crate::element::{Element, Text};
use crate::text::is_word;

/// What a short name stands for.
enum Meaning<'t> {
    /// `@user`.
    User(&'t str),
    /// `@user/repository`.
    Repository(&'t str, &'t str),
    /// `#1`, `!1`, `?1`, with the repository before it or not.
    Issue { user: &'t str, repository: &'t str, sign: char, number: &'t str },
}

impl Inline<'_, '_> {
    pub(super) fn shorthands(&mut self, text: &str) -> Option<String> {
        if self.links > 0 {
            return None;
        }
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = text[at..].find(['@', '#', '!', '?']) {
            let sign = at + found;
            at = sign + 1;
            let Some((start, end, link)) = self.shorthand(text, from, sign) else { continue };
            out.push_str(&text[from..start]);
            out.push_str(&self.keep(link, Kind::Shorthand));
            (from, at) = (end, end);
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    fn shorthand(&self, text: &str, from: usize, sign: usize) -> Option<(usize, usize, Element)> {
        let settings = &self.work.extensions.magic_links;
        let host = host(&settings.provider);
        let (start, end, meaning) = if text.as_bytes()[sign] == b'@' {
            mention(text, sign, settings.repository_shorthand, settings.social_shorthand)?
        } else if settings.repository_shorthand {
            issue(text, from, sign, (&settings.user, &settings.repository))?
        } else {
            return None;
        };
        let class = format!("magiclink magiclink-{}", settings.provider);
        let (url, class, shown) = match meaning {
            Meaning::User(user) => {
                (format!("{}/{user}", host.url), format!("{class} magiclink-mention"), format!("@{user}"))
            }
            Meaning::Repository(user, name) => {
                let shown = format!("{user}/{name}");
                (format!("{}/{shown}", host.url), format!("{class} magiclink-repository"), shown)
            }
            Meaning::Issue { user, repository, sign, number } => {
                let (path, kind) = match sign {
                    '#' => (host.issues, "magiclink-issue"),
                    '!' => (host.pulls, "magiclink-pull"),
                    _ => ("discussions", "magiclink-discussion"),
                };
                let mine = user == settings.user;
                let prefix = match (mine, mine && repository == settings.repository) {
                    (_, true) => String::new(),
                    (true, false) => repository.to_owned(),
                    _ => format!("{user}/{repository}"),
                };
                let mark = if settings.normalize_symbols { '#' } else { sign };
                let url = format!("{}/{user}/{repository}/{path}/{number}", host.url);
                (url, format!("{class} {kind}"), format!("{prefix}{mark}{number}"))
            }
        };
        let link = Element::new("a").with("class", class).with("href", url);
        Some((start, end, Element { text: Text::atomic(shown), ..link }))
    }
}

/// Where a provider keeps things.
struct Host {
    url: &'static str,
    issues: &'static str,
    pulls: &'static str,
}

fn host(provider: &str) -> Host {
    match provider {
        "gitlab" => Host { url: "https://gitlab.com", issues: "-/issues", pulls: "-/merge_requests" },
        "bitbucket" => Host { url: "https://bitbucket.org", issues: "issues", pulls: "pull-requests" },
        "x" => Host { url: "https://x.com", issues: "", pulls: "" },
        "twitter" => Host { url: "https://twitter.com", issues: "", pulls: "" },
        _ => Host { url: "https://github.com", issues: "issues", pulls: "pull" },
    }
}

fn name_length(text: &str, also: &str) -> usize {
    let belongs = |letter: char| letter.is_ascii_alphanumeric() || also.contains(letter);
    let run = &text[..text.find(|letter| !belongs(letter)).unwrap_or(text.len())];
    run.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric()).len()
}

fn mention(text: &str, sign: usize, repositories: bool, people: bool) -> Option<(usize, usize, Meaning<'_>)> {
    let before = text[..sign].chars().next_back();
    if before.is_some_and(|before| before.is_ascii_alphabetic()) {
        return None;
    }
    let rest = &text[sign + 1..];
    let length = name_length(rest, "-_");
    if length == 0 {
        return None;
    }
    let (user, behind) = rest.split_at(length);
    let end = sign + 1 + length;
    if let Some(name) = behind.strip_prefix('/').filter(|_| repositories) {
        let length = name_length(name, "-._");
        if length > 0 {
            return Some((sign, end + 1 + length, Meaning::Repository(user, &name[..length])));
        }
    }
    people.then_some((sign, end, Meaning::User(user)))
}

/// An issue: `user/repository#1`, or shorter where the page has a repository of its own.
fn issue<'t>(
    text: &'t str,
    from: usize,
    sign: usize,
    own: (&'t str, &'t str),
) -> Option<(usize, usize, Meaning<'t>)> {
    let digits = &text[sign + 1..];
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number = &digits[..length];
    if length == 0 || number.starts_with('0') || digits[length..].starts_with(is_word) {
        return None;
    }
    let mark = char::from(text.as_bytes()[sign]);
    let end = sign + 1 + length;
    let belongs = |letter: char| letter.is_ascii_alphanumeric() || "-._/".contains(letter);
    let name = &text[from..sign];
    let name = &name[name
        .rfind(|letter| !belongs(letter))
        .map_or(0, |at| at + name[at..].chars().next().map_or(1, char::len_utf8))..];
    let start = sign - name.len();
    let (user, repository) = match name.split_once('/') {
        Some((user, repository)) if !repository.contains('/') => (user, repository),
        None if !name.is_empty() => (own.0, name),
        None => own,
        _ => return None,
    };
    if user.is_empty() || repository.is_empty() {
        return None;
    }
    Some((start, end, Meaning::Issue { user, repository, sign: mark, number }))
}
