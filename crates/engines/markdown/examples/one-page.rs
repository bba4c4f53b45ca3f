//! Measures how long one changed page of a large site takes, with everything that has to be looked at for it.
//!
//! `cargo run --release -p markdown --example one-page -- [PAGES]`

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use markdown::site::{Plan, Settings, Site, Tree};

/// Limit for one changed page of 1,000.
const LIMIT: Duration = Duration::from_millis(20);
const CHANGES: usize = 50;

fn text(number: usize, change: usize) -> String {
    let next = number + 1;
    let mut text =
        format!("# Page {number}\n\nChanged {change} times. [On](page-{next}.md), [home](index.md).\n\n");
    for section in 0..8 {
        let _ = write!(
            text,
            "## Section {section}\n\n!!! note\n    Some **words** with `code`.\n\n```rust hl_lines=\"1\"\nfn a() -> u32 {{ {section} }}\n```\n\n\
             | a | b |\n| --- | --- |\n| {section} | {number} |\n\n- [x] done\n\n"
        );
    }
    text
}

/// The site, taking what has not changed from an earlier one.
fn build(tree: &Tree, earlier: Option<&Site>) -> Result<(Site, usize), Box<dyn Error>> {
    let plan = Plan::new(tree, &Settings::default()).map_err(|refusal| refusal.to_string())?;
    let mut pages = earlier.map_or_else(|| vec![None; plan.len()], |earlier| plan.unchanged(earlier));
    let mut rendered = 0;
    for (index, page) in pages.iter_mut().enumerate() {
        if page.is_none() {
            *page = Some(plan.render(index));
            rendered += 1;
        }
    }
    Ok((plan.finish(pages.into_iter().flatten().collect()), rendered))
}

fn main() -> Result<(), Box<dyn Error>> {
    let pages = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let mut tree = Tree::default();
    tree.insert_text("mkdocs.yml", "site_name: Large\nplugins: [techdocs-core]\n");
    tree.insert_text("docs/index.md", "# Home\n");
    for number in 1..pages {
        tree.insert_text(format!("docs/page-{number}.md"), text(number, 0));
    }
    let mut tree = tree.complete();
    let begun = Instant::now();
    let (mut site, _) = build(&tree, None)?;
    let whole = begun.elapsed();
    let mut times = Vec::new();
    for change in 1..=CHANGES {
        tree.insert_text(format!("docs/page-{}.md", change * 7 % (pages - 1) + 1), text(change, change));
        let begun = Instant::now();
        let (next, rendered) = build(&tree, Some(&site))?;
        times.push(begun.elapsed());
        assert_eq!(rendered, 1, "one page changed");
        site = next;
    }
    times.sort_unstable();
    let (median, slowest) = (times[CHANGES / 2], times[CHANGES - 1]);
    writeln!(
        std::io::stdout().lock(),
        "{pages} pages at once: {:.0} ms; one changed page: median {:.1} ms, slowest {:.1} ms, limit {} ms",
        whole.as_secs_f64() * 1e3,
        median.as_secs_f64() * 1e3,
        slowest.as_secs_f64() * 1e3,
        LIMIT.as_millis()
    )?;
    if median > LIMIT { Err("the limit is exceeded".into()) } else { Ok(()) }
}
