//! Moments of the kernel's clock as the HTML kit shows them.

use kernel::{Timestamp, clock};
use maud::{Markup, html};
use ui::{Moment, words};

/// A moment as it looks from `now`.
pub fn moment(at: Timestamp, now: Timestamp) -> Moment {
    let seconds = now.saturating_sub(at).div_euclid(1000);
    Moment { exact: clock::iso(at), relative: words::ago(seconds) }
}

/// A moment to come, as it looks from `now`; the exact one stands at the pointer.
pub fn coming(at: Timestamp, now: Timestamp) -> Markup {
    let exact = clock::iso(at);
    let words = words::ahead(at.saturating_sub(now).div_euclid(1000));
    html! { time datetime=(exact) title=(exact) { (words) } }
}
