//! One colour in `OKLab`, and how light it is. Source: CSS Color 4.

/// Lightness from 0 to 1, and the two axes of hue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Colour {
    lightness: f64,
    a: f64,
    b: f64,
}

impl Colour {
    /// From lightness 0 to 1, chroma, and hue in degrees.
    pub(super) fn oklch(lightness: f64, chroma: f64, hue: f64) -> Self {
        let angle = hue.to_radians();
        Self { lightness, a: chroma * angle.cos(), b: chroma * angle.sin() }
    }

    /// This colour with a share (0 to 1) of another.
    pub(super) fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |own: f64, other: f64| own * (1.0 - share) + other * share;
        Self {
            lightness: mix(self.lightness, other.lightness),
            a: mix(self.a, other.a),
            b: mix(self.b, other.b),
        }
    }

    /// The relative luminance of WCAG, after what no screen can show is cut off, as browsers do.
    pub(super) fn luminance(self) -> f64 {
        let long = (self.lightness + 0.396_337_777_4 * self.a + 0.215_803_757_3 * self.b).powi(3);
        let middle = (self.lightness - 0.105_561_345_8 * self.a - 0.063_854_172_8 * self.b).powi(3);
        let short = (self.lightness - 0.089_484_177_5 * self.a - 1.291_485_548 * self.b).powi(3);
        let red = 4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short;
        let green = -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short;
        let blue = -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701 * short;
        0.2126 * red.clamp(0.0, 1.0) + 0.7152 * green.clamp(0.0, 1.0) + 0.0722 * blue.clamp(0.0, 1.0)
    }
}
