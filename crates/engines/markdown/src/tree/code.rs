//! Indented code, coloured like fenced code.

use crate::element::{Element, Text};
use crate::highlight::{self, CodeBlock};
use crate::stash::Stashed;
use crate::work::Work;

pub(crate) fn run(root: &mut Element, work: &mut Work<'_>) {
    if !work.extensions.highlight.enabled {
        return;
    }
    root.walk(&mut |element| {
        let is_code = element.is("pre") && element.children.len() == 1 && element.children[0].is("code");
        if !is_code {
            return;
        }
        let text = element.children[0].text.take();
        let text = text.trim_end_matches('\n');
        let block = CodeBlock { number: work.code_blocks, ..CodeBlock::default() };
        work.code_blocks += 1;
        let made = highlight::block(text, &block, &work.extensions.highlight);
        // A paragraph with a block in it alone gives way to the block.
        let paragraph = Element::new("p");
        let tail = std::mem::take(&mut element.tail);
        *element = Element { text: Text::atomic(work.stash.keep(Stashed::Made(made))), tail, ..paragraph };
    });
}
