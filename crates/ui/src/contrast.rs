//! Whether the colours of the style sheet can be read: the WCAG contrast of every pair of tokens that stand upon one
//! another, in light, dark and both high contrasts, and for every accent that a brand may have. Tests only.

mod colour;
mod tokens;

use std::collections::HashMap;

use colour::Colour;
use tokens::Tokens;

/// Words need this much (WCAG 2.2, 1.4.3), marks and the edges of controls this much (1.4.11).
const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

/// Foreground, background, and what is needed between them.
const PAIRS: [(&str, &[&str], f64); 26] = [
    (
        "--ink",
        &[
            "--paper",
            "--sheet",
            "--well",
            "--accent-wash",
            "--good-wash",
            "--warn-wash",
            "--bad-wash",
            "--added",
            "--removed",
        ],
        7.0,
    ),
    ("--ink-2", &["--paper", "--sheet", "--well", "--accent-wash"], TEXT),
    ("--ink-3", &["--paper", "--sheet", "--well", "--accent-wash", "--added", "--removed"], TEXT),
    ("--accent", &["--paper", "--sheet", "--well", "--accent-wash"], TEXT),
    ("--accent-ink", &["--accent"], TEXT),
    ("--good", &["--paper", "--sheet", "--good-wash", "--well", "--added"], TEXT),
    ("--warn", &["--paper", "--sheet", "--warn-wash", "--well"], TEXT),
    ("--bad", &["--paper", "--sheet", "--bad-wash", "--well", "--removed"], TEXT),
    ("--syntax-key", &["--sheet", "--well"], TEXT),
    ("--syntax-text", &["--sheet", "--well"], TEXT),
    ("--syntax-value", &["--sheet", "--well"], TEXT),
    ("--house-ink", &["--house", "--house-lit"], 7.0),
    ("--house-ink-2", &["--house"], TEXT),
    ("--lamp", &["--house", "--house-lit"], TEXT),
    ("--edge", &["--sheet", "--paper"], MARK),
    ("--accent", &["--track"], MARK),
    ("--good", &["--track"], MARK),
    ("--warn", &["--track"], MARK),
    ("--bad", &["--track"], MARK),
    ("--sheet", &["--good", "--bad"], MARK),
    ("--series-0", &["--sheet", "--paper"], MARK),
    ("--series-1", &["--sheet", "--paper"], MARK),
    ("--series-2", &["--sheet", "--paper"], MARK),
    ("--series-3", &["--sheet", "--paper"], MARK),
    ("--series-4", &["--sheet", "--paper"], MARK),
    ("--series-5", &["--sheet", "--paper"], MARK),
];

/// Colours that rules make of a hue: the marks of kinds, their like in the rail, and faces.
const OF_A_HUE: [(&str, &str); 3] = [
    (
        "light-dark(oklch(46% .14 var(--hue)), oklch(81% .11 var(--hue)))",
        "light-dark(oklch(95.5% .03 var(--hue)), oklch(29% .05 var(--hue)))",
    ),
    ("oklch(81% .11 var(--hue))", "oklch(29% .05 var(--hue))"),
    ("oklch(25% .06 var(--hue))", "oklch(84% .08 var(--hue))"),
];

/// A way of seeing: its name, whether it is dark, and the value of `--contrast`.
const MODES: [(&str, bool, &str); 4] = [
    ("light", false, "0%"),
    ("dark", true, "0%"),
    ("light, high contrast", false, "100%"),
    ("dark, high contrast", true, "100%"),
];

fn sheet() -> String {
    String::from_utf8(crate::assets::all()[0].bytes.clone()).unwrap()
}

fn tokens(dark: bool, changed: &[(&str, &str)]) -> Tokens {
    let mut values = tokens::declared(&sheet());
    for (name, value) in changed {
        values.insert((*name).to_owned(), (*value).to_owned());
    }
    Tokens { values, dark }
}

fn ratio(front: Colour, back: Colour) -> f64 {
    let (front, back) = (front.luminance(), back.luminance());
    (front.max(back) + 0.05) / (front.min(back) + 0.05)
}

/// Every pair that falls short, with its contrast.
fn short_falls(tokens: &Tokens, mode: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (front, backs, least) in PAIRS {
        for back in backs {
            let contrast = ratio(tokens.colour(front), tokens.colour(back));
            if contrast < least {
                found.push(format!("{front} on {back} in {mode}: {contrast:.2}, not {least}"));
            }
        }
    }
    found
}

#[test]
fn every_pair_of_tokens_can_be_read_in_every_mode() {
    let mut found = Vec::new();
    for (mode, dark, contrast) in MODES {
        found.extend(short_falls(&tokens(dark, &[("--contrast", contrast)]), mode));
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn every_accent_of_a_brand_can_be_read_in_every_mode() {
    let mut found = Vec::new();
    for (mode, dark, contrast) in MODES {
        for hue in (0..360).step_by(5) {
            for chroma in ["1", ".2"] {
                let hue = hue.to_string();
                let changed =
                    [("--contrast", contrast), ("--accent-hue", &*hue), ("--accent-chroma", chroma)];
                found.extend(short_falls(
                    &tokens(dark, &changed),
                    &format!("{mode}, hue {hue}, chroma {chroma}"),
                ));
            }
        }
    }
    found.truncate(5);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn marks_of_every_hue_can_be_read() {
    let sheet = sheet();
    let mut found = Vec::new();
    for (front, back) in OF_A_HUE {
        assert!(
            sheet.contains(&format!("color: {front}")) && sheet.contains(&format!("background: {back}")),
            "{front}"
        );
        for (mode, dark, _) in MODES {
            for hue in (0..360).step_by(5) {
                let tokens = tokens(dark, &[("--hue", &hue.to_string())]);
                let contrast = ratio(tokens.read(front), tokens.read(back));
                if contrast < TEXT {
                    found.push(format!("{front} on {back} in {mode}, hue {hue}: {contrast:.2}"));
                }
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn contrast_is_that_of_the_standard() {
    let tokens = Tokens { values: HashMap::new(), dark: false };
    let table = [
        ("oklch(0% 0 0)", "oklch(100% 0 0)", 21.0),
        ("oklch(100% 0 0)", "oklch(100% 0 0)", 1.0),
        // #0000ff on white, and #777777 on white, as any checker tells.
        ("oklch(45.201% .31321 264.052)", "oklch(100% 0 0)", 8.59),
        ("oklch(56.9% 0 0)", "oklch(100% 0 0)", 4.48),
        ("color-mix(in oklab, oklch(0% 0 0), oklch(100% 0 0) 100%)", "oklch(0% 0 0)", 21.0),
        ("light-dark(oklch(0% 0 0), oklch(100% 0 0))", "oklch(100% 0 0)", 21.0),
    ];
    for (front, back, expected) in table {
        let contrast = ratio(tokens.read(front), tokens.read(back));
        assert!((contrast - expected).abs() < 0.05, "{front} on {back}: {contrast}");
    }
}
