//! Formulas in TeX to `MathML`.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage};

/// Whether a formula stands within text or alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Display {
    Inline,
    Block,
}

/// Longest formula that is rendered, in bytes. A longer one is shown as it was written.
const LONGEST: usize = 20_000;

/// `MathML` of a formula, or the formula itself as code when it is none.
pub(crate) fn render(formula: &str, display: Display) -> String {
    made(formula.trim(), display).unwrap_or_else(|| {
        format!("<code class=\"arithmatex-source\">{}</code>", crate::write::escape_text(formula))
    })
}

fn made(formula: &str, display: Display) -> Option<String> {
    if formula.len() > LONGEST {
        return None;
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(formula, &storage) {
        events.push(Ok::<_, std::convert::Infallible>(event.ok()?));
    }
    let display_mode = match display {
        Display::Inline => DisplayMode::Inline,
        Display::Block => DisplayMode::Block,
    };
    let mut html = String::new();
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    pulldown_latex::push_mathml(&mut html, events.into_iter(), config).ok()?;
    Some(html)
}
