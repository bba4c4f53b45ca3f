//! The characters of a text as the YAML parser takes them, with one rule relaxed and one bound added.
//!
//! A tab may follow a key's colon. And the parser, which keeps all tokens of a list in brackets that could still turn
//! out to be a key, meets the end of the text when too many commas pass without an event.

use std::cell::Cell;
use std::rc::Rc;

use saphyr_parser::input::SkipTabs;
use saphyr_parser::{Input, StrInput};

/// Commas that may be read before an event must come; each stands for a few tokens of about 100 bytes.
const MOST_COMMAS_AHEAD: usize = 50_000;

/// How far the parser may still read ahead; shared between its input and whoever takes its events.
#[derive(Debug, Clone)]
pub(super) struct Lookahead(Rc<Cell<usize>>);

impl Lookahead {
    pub(super) fn new() -> Self {
        Self(Rc::new(Cell::new(MOST_COMMAS_AHEAD)))
    }

    /// An event was taken; the parser may read ahead again.
    pub(super) fn renew(&self) {
        if !self.is_spent() {
            self.0.set(MOST_COMMAS_AHEAD);
        }
    }

    /// Whether the text was ended early.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

pub(super) struct Characters<'t> {
    text: StrInput<'t>,
    lookahead: Lookahead,
}

impl<'t> Characters<'t> {
    pub(super) fn new(text: &'t str, lookahead: Lookahead) -> Self {
        Self { text: StrInput::new(text), lookahead }
    }
}

impl Input for Characters<'_> {
    fn skip_ws_to_eol(&mut self, skip_tabs: SkipTabs) -> (usize, Result<SkipTabs, &'static str>) {
        let (skipped, result) = self.text.skip_ws_to_eol(skip_tabs);
        (skipped, result.map(|found| SkipTabs::Result(found.found_tabs(), true)))
    }

    fn skip(&mut self) {
        if self.text.peek() == ',' {
            self.lookahead.0.set(self.lookahead.0.get().saturating_sub(1));
            if self.lookahead.is_spent() {
                self.text = StrInput::new("");
                return;
            }
        }
        self.text.skip();
    }

    fn lookahead(&mut self, count: usize) {
        self.text.lookahead(count);
    }

    fn buflen(&self) -> usize {
        self.text.buflen()
    }

    fn bufmaxlen(&self) -> usize {
        self.text.bufmaxlen()
    }

    fn raw_read_ch(&mut self) -> char {
        self.text.raw_read_ch()
    }

    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        self.text.raw_read_non_breakz_ch()
    }

    fn skip_n(&mut self, count: usize) {
        self.text.skip_n(count);
    }

    fn peek(&self) -> char {
        self.text.peek()
    }

    fn peek_nth(&self, n: usize) -> char {
        self.text.peek_nth(n)
    }

    fn peek_opt(&self) -> Option<char> {
        self.text.peek_opt()
    }

    // The rest has defaults, but the text's own versions are faster.

    fn next_can_be_plain_scalar(&self, in_flow: bool) -> bool {
        self.text.next_can_be_plain_scalar(in_flow)
    }

    fn next_is_blank_or_breakz(&self) -> bool {
        self.text.next_is_blank_or_breakz()
    }

    fn skip_while_non_breakz(&mut self) -> usize {
        self.text.skip_while_non_breakz()
    }

    fn skip_while_blank(&mut self) -> usize {
        self.text.skip_while_blank()
    }

    fn fetch_while_is_alpha(&mut self, out: &mut String) -> usize {
        self.text.fetch_while_is_alpha(out)
    }

    fn fetch_while_is_yaml_non_space(&mut self, out: &mut String) -> usize {
        self.text.fetch_while_is_yaml_non_space(out)
    }
}
