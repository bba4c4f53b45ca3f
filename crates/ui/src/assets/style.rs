//! The style sheet: one file made of one for each part of the kit, so that a page asks once.

use super::file;
use crate::accent;

/// The parts in the order in which they are joined. Layers decide who wins, not this order.
const PARTS: [&str; 21] = [
    "css/tokens.css",
    "css/base.css",
    "css/frame.css",
    "css/components.css",
    "css/button.css",
    "css/table.css",
    "css/form.css",
    "css/filter.css",
    "css/entity.css",
    "css/dialog.css",
    "css/palette.css",
    "css/code.css",
    "css/definition.css",
    "css/progress.css",
    "css/tree.css",
    "css/timeline.css",
    "css/graph.css",
    "css/chart.css",
    "css/side.css",
    "css/samples.css",
    "css/print.css",
];

/// Must come first in the joined sheet.
const LAYERS: &str = "@layer reset, tokens, base, frame, components;\n";

pub(super) fn joined() -> Vec<u8> {
    let mut sheet = LAYERS.as_bytes().to_vec();
    for part in PARTS {
        sheet.extend_from_slice(&file(part));
    }
    sheet.extend_from_slice(accent::style().as_bytes());
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::Files;

    #[test]
    fn every_part_is_embedded_and_every_embedded_part_is_used() {
        for part in PARTS {
            assert!(!file(part).is_empty(), "{part} is missing");
        }
        for name in Files::iter().filter(|name| name.starts_with("css/")) {
            assert!(PARTS.contains(&name.as_ref()), "{name} is embedded but not part of the sheet");
        }
    }
}
