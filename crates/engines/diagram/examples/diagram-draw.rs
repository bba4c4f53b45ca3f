//! Draws the diagram in a file, or says what is wrong with it.
//!
//! `cargo run -p diagram --example diagram-draw -- FILE`

use std::error::Error;
use std::io::Write as _;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("name a file with a diagram")?;
    let text = std::fs::read_to_string(&file)?;
    let drawn = diagram::draw(&text).map_err(|problem| format!("{file}:{}: {problem}", problem.line))?;
    writeln!(std::io::stdout().lock(), "{}", drawn.svg)?;
    Ok(())
}
