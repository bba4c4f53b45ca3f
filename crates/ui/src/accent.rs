//! The colour of a brand. Pages may carry no inline style, and words in the brand's colour must stay legible, so the portal
//! takes the colour's hue and keeps its own lightness: one class for each step of hue, in the one style sheet.

use std::fmt::Write as _;

/// Steps of hue in degrees; fewer than people can tell apart side by side.
const STEP: u16 = 5;
/// Below this chroma a colour is a grey with a breath of its hue.
const GREY: f64 = 0.04;

/// A hue that the style sheet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// A multiple of [`STEP`] below 360, in the circle of `OKLCH`.
    hue: u16,
    muted: bool,
}

impl Accent {
    /// Reads `#rgb` or `#rrggbb`; `None` for anything else.
    pub fn parse(colour: &str) -> Option<Self> {
        let digits = colour.trim().strip_prefix('#')?;
        let [red, green, blue] = channels(digits)?;
        let (chroma, hue) = chroma_and_hue(linear(red), linear(green), linear(blue));
        let mut nearest = 0;
        let mut distance = f64::INFINITY;
        for candidate in (0..360).step_by(usize::from(STEP)) {
            let apart = (hue - f64::from(candidate)).abs();
            let apart = apart.min(360.0 - apart);
            if apart < distance {
                (nearest, distance) = (candidate, apart);
            }
        }
        Some(Self { hue: nearest, muted: chroma < GREY })
    }

    /// The classes of the document.
    pub(crate) fn class(self) -> String {
        let muted = if self.muted { " accent-muted" } else { "" };
        format!("accent-{}{muted}", self.hue)
    }
}

/// One rule for each hue, for the style sheet.
pub(crate) fn style() -> String {
    let mut style = String::from("@layer tokens{.accent-muted{--accent-chroma:.2}");
    for hue in (0..360).step_by(usize::from(STEP)) {
        // Writing to a string cannot fail.
        let _ = write!(style, ".accent-{hue}{{--accent-hue:{hue}}}");
    }
    style.push_str("}\n");
    style
}

fn channels(digits: &str) -> Option<[u8; 3]> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let channel = |value: u32| u8::try_from(value & 0xff).unwrap_or_default();
    match digits.len() {
        3 => Some([number >> 8, number >> 4, number].map(|digit| channel((digit & 0xf) * 17))),
        6 => Some([number >> 16, number >> 8, number].map(channel)),
        _ => None,
    }
}

fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// Chroma and hue (in degrees) of a linear colour. Source: the definition of `OKLab` by Björn Ottosson, as CSS Color 4 has it.
fn chroma_and_hue(red: f64, green: f64, blue: f64) -> (f64, f64) {
    let long = (0.412_221_47 * red + 0.536_332_54 * green + 0.051_445_99 * blue).cbrt();
    let middle = (0.211_903_5 * red + 0.680_699_55 * green + 0.107_396_96 * blue).cbrt();
    let short = (0.088_302_46 * red + 0.281_718_84 * green + 0.629_978_7 * blue).cbrt();
    let a = 1.977_998_5 * long - 2.428_592_2 * middle + 0.450_593_71 * short;
    let b = 0.025_904_04 * long + 0.782_771_77 * middle - 0.808_675_77 * short;
    (a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_the_nearest_hue() {
        let table = [
            ("#ff0000", Some("accent-30")),
            ("#f00", Some("accent-30")),
            (" #00FF00 ", Some("accent-140")),
            ("#0000ff", Some("accent-265")),
            ("#808080", Some("accent-muted")),
            ("#ff0004", Some("accent-30")),
            ("red", None),
            ("#12", None),
            ("#12345g", None),
            ("#+12345", None),
            ("", None),
            ("#ff0000;}", None),
        ];
        for (colour, expected) in table {
            let class = Accent::parse(colour).map(Accent::class);
            match expected {
                Some(expected) => assert!(
                    class.as_deref().is_some_and(|class| class.contains(expected)),
                    "{colour}: {class:?}"
                ),
                None => assert_eq!(class, None, "{colour}"),
            }
        }
    }

    #[test]
    fn every_class_is_in_the_style_sheet() {
        let style = style();
        for number in (0..0xff_ffff_u32).step_by(0x01_2345) {
            let accent = Accent::parse(&format!("#{number:06x}")).unwrap();
            let rule = format!(".{}{{", accent.class().split(' ').next().unwrap());
            assert!(style.contains(&rule), "{rule}");
        }
    }
}
