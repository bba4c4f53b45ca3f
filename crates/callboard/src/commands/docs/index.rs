//! The index of a site's own search box: which words stand in which sections. `crates/ui/assets/docs/search.js` reads it and
//! must cut texts into words as it is done here.

use hashbrown::HashMap;

use markdown::site::Site;
use serde::Serialize;

/// Where the index is written, relative to the site's root.
pub(super) const FILE: &str = "search/callboard.json";

/// What a word in a title weighs, against one for each time in the text.
const TITLE_WEIGHT: u32 = 8;
/// More often does not count.
const MOST_TIMES: u32 = 5;
/// Longest word, in characters: longer ones are hashes and addresses.
const LONGEST_WORD: usize = 40;
/// Characters of a section that are shown with a result.
const EXCERPT: usize = 240;

#[derive(Serialize)]
struct Index<'s> {
    /// Address relative to the site's root, and title.
    pages: Vec<(&'s str, &'s str)>,
    /// Position of the page, fragment, title, beginning of the text.
    sections: Vec<(usize, &'s str, &'s str, String)>,
    /// In the order of UTF-16, because the reader's comparison is.
    terms: Vec<String>,
    /// For each term: steps from section to section and the weight in each, in turn.
    postings: Vec<Vec<u32>>,
}

/// The index as JSON.
pub(super) fn of(site: &Site) -> Vec<u8> {
    let mut sections = Vec::new();
    let mut words = Words::default();
    for (position, page) in site.pages.iter().enumerate() {
        let mut is_first = true;
        for section in &page.content.sections {
            let title = if is_first || section.id.is_none() { page.title.as_str() } else { &section.title };
            is_first = false;
            if section.id.is_none() && section.text.trim().is_empty() {
                continue;
            }
            let number = u32::try_from(sections.len()).unwrap_or(u32::MAX);
            words.count(title, number, TITLE_WEIGHT);
            words.count(&section.title, number, TITLE_WEIGHT);
            words.count(&section.text, number, 1);
            let id = section.id.as_deref().unwrap_or_default();
            sections.push((position, id, section.title.as_str(), excerpt(&section.text)));
        }
        if is_first {
            // A page without a word of text is still found by its title.
            let number = u32::try_from(sections.len()).unwrap_or(u32::MAX);
            words.count(&page.title, number, TITLE_WEIGHT);
            sections.push((position, "", "", String::new()));
        }
    }
    let mut terms: Vec<(String, Vec<(u32, u32)>)> = words.weights.into_iter().collect();
    terms.sort_unstable_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    let (terms, postings) = terms.into_iter().map(|(term, sections)| (term, steps(&sections))).unzip();
    let pages = site.pages.iter().map(|page| (page.url.as_str(), page.title.as_str())).collect();
    // Texts, numbers and lists of them cannot fail to become JSON.
    serde_json::to_vec(&Index { pages, sections, terms, postings }).unwrap_or_default()
}

/// The words of all texts.
#[derive(Default)]
struct Words {
    /// For each word its sections, and what it weighs in each.
    weights: HashMap<String, Vec<(u32, u32)>>,
    /// The word that is being read, in lower case.
    word: String,
    /// Characters of it.
    length: usize,
}

impl Words {
    /// Counts the words of a text, in lower case: runs of letters and digits, and single characters of scripts without spaces.
    fn count(&mut self, text: &str, section: u32, weight: u32) {
        if text.is_ascii() {
            // Most texts are, and need no look at each character.
            let is_between = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_');
            for word in text.split(is_between) {
                self.word.push_str(word);
                self.word.make_ascii_lowercase();
                self.length = word.len();
                self.end(section, weight);
            }
            return;
        }
        for letter in text.to_lowercase().chars() {
            let is_alone = is_lone(letter);
            let belongs = letter.is_alphanumeric() || letter == '_';
            if is_alone || !belongs {
                self.end(section, weight);
            }
            if is_alone || belongs {
                self.word.push(letter);
                self.length += 1;
            }
            if is_alone {
                self.end(section, weight);
            }
        }
        self.end(section, weight);
    }

    /// Counts the word that was read, if there is one.
    fn end(&mut self, section: u32, weight: u32) {
        if (1..=LONGEST_WORD).contains(&self.length) {
            self.add(section, weight);
        }
        self.word.clear();
        self.length = 0;
    }

    fn add(&mut self, section: u32, weight: u32) {
        let Some(sections) = self.weights.get_mut(&self.word) else {
            self.weights.insert(self.word.clone(), vec![(section, weight)]);
            return;
        };
        match sections.last_mut() {
            Some((last, sum)) if *last == section => *sum = (*sum + weight).min(TITLE_WEIGHT + MOST_TIMES),
            _ => sections.push((section, weight)),
        }
    }
}

/// Thai, Han, Hiragana and Katakana.
fn is_lone(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{e7f}' | '\u{3005}' | '\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

fn steps(sections: &[(u32, u32)]) -> Vec<u32> {
    let mut steps = Vec::with_capacity(sections.len() * 2);
    let mut before = 0;
    for &(section, weight) in sections {
        steps.extend([section - before, weight]);
        before = section;
    }
    steps
}

/// The beginning of a text, cut after a word.
fn excerpt(text: &str) -> String {
    let mut excerpt = String::new();
    for word in text.split_whitespace() {
        if excerpt.len() + word.len() > EXCERPT {
            excerpt.push('…');
            break;
        }
        if !excerpt.is_empty() {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Words::default();
        words.count(text, 0, 1);
        let mut found: Vec<String> = words.weights.into_keys().collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn texts_are_cut_into_words() {
        assert_eq!(
            words("Don't re-build snake_case v1.2 ÜBER"),
            ["2", "build", "don", "re", "snake_case", "t", "v1", "über"]
        );
        assert_eq!(words("Don't re-build v1.2 (UBER)"), ["2", "build", "don", "re", "t", "uber", "v1"]);
        assert_eq!(words("日本語API"), ["api", "日", "本", "語"]);
        assert_eq!(words(&"x".repeat(41)), Vec::<String>::new());
    }

    #[test]
    fn words_weigh_more_in_titles_and_by_number() {
        let mut words = Words::default();
        words.count("Ship", 0, TITLE_WEIGHT);
        words.count("ship a ship", 0, 1);
        words.count("ship", 2, 1);
        assert_eq!(words.weights["ship"], [(0, TITLE_WEIGHT + 2), (2, 1)]);
        words.count(&"ship ".repeat(50), 2, 1);
        assert_eq!(words.weights["ship"][1], (2, TITLE_WEIGHT + MOST_TIMES));
    }

    #[test]
    fn sections_are_told_in_steps() {
        assert_eq!(steps(&[(3, 1), (5, 2), (6, 9)]), [3, 1, 2, 2, 1, 9]);
    }

    #[test]
    fn excerpts_end_with_a_word() {
        assert_eq!(excerpt(" a\n b "), "a b");
        let long = excerpt(&"word ".repeat(100));
        assert!(long.len() < EXCERPT + 8 && long.ends_with("word…"));
    }
}
