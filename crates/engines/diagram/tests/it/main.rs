//! Pictures of diagrams, from the outside.

mod charts;
mod hostile;
mod sequences;

/// The picture of a text that can be drawn.
pub(crate) fn svg(text: &str) -> String {
    match diagram::draw(text) {
        Ok(drawn) => drawn.svg,
        Err(problem) => panic!("line {}: {problem}\n{text}", problem.line),
    }
}

/// The texts of a picture, in their order.
pub(crate) fn texts(text: &str) -> Vec<String> {
    let svg = svg(text);
    let pieces =
        svg.split("<text ").skip(1).filter_map(|piece| Some(piece.split_once('>')?.1.split_once('<')?.0));
    pieces.map(str::to_owned).collect()
}

/// What people hear.
pub(crate) fn spoken(text: &str) -> String {
    let svg = svg(text);
    svg.split_once("<desc>")
        .and_then(|(_, rest)| rest.split_once("</desc>"))
        .map_or("", |(spoken, _)| spoken)
        .to_owned()
}
