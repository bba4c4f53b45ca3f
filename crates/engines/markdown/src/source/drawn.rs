//! Pictures of diagrams beside their texts.

use crate::page::lines;
use crate::work::{Fault, Work};

/// Wider pictures, in pixels, are made smaller only so far that they can be read; then they can be moved.
const WIDE: i32 = 660;
/// Wider ones are not made smaller at all.
const VAST: i32 = 1_000;

/// The HTML of a block of code with the picture of what it says, when that can be drawn. `opening` is the line that
/// opened the block.
pub(super) fn with_picture(made: String, code: &str, opening: &str, work: &mut Work<'_>) -> String {
    if work.pictures == 0 {
        work.cut("the page has too many diagrams: some are shown as text");
        return made;
    }
    match diagram::draw(code) {
        Ok(picture) => {
            work.pictures = work.pictures.saturating_sub(picture.svg.len());
            let class = match picture.width {
                width if width > VAST => "diagram vast",
                width if width > WIDE => "diagram wide",
                _ => "diagram",
            };
            let is_moved = picture.width > WIDE;
            let moved = if is_moved { " tabindex=\"0\" role=\"group\" aria-label=\"Diagram\"" } else { "" };
            format!(
                "<figure class=\"{class}\"><div class=\"diagram-view\"{moved}>{}</div><input class=\"diagram-toggle\" type=\"checkbox\" \
                 aria-label=\"Show the text of the diagram\">{made}</figure>",
                picture.svg
            )
        }
        Err(problem) => {
            work.faults.push(Fault {
                opening: lines::bare(opening).to_owned(),
                lines: code.lines().take(problem.line).map(|line| lines::bare(line).to_owned()).collect(),
                message: format!("the diagram is shown as text: {problem}"),
            });
            made
        }
    }
}
