//! Samples of `/catalog-import`.

use ui::Href;
use ui::code::Excerpt;

use super::{HOSTILE, LONG, entity};
use crate::pages::view::import::{
    Coming, ImportPage, Preview, Progress, Proposal, Refusal, Registered, Standing, Step,
};
use crate::pages::view::problems::{Level, Place, Problem};

const URL: &str = "https://github.com/orchard/checkout/blob/main/catalog-info.yaml";

fn problem() -> Problem {
    Problem {
        level: Level::Error,
        title: format!("component:default/basket: {HOSTILE}"),
        message: None,
        cure: "Give `owner` a text.".to_owned(),
        place: Some(Place {
            file: "orchard/checkout/blob/main/catalog-info.yaml".to_owned(),
            line: 12,
            column: Some(3),
            href: Href::new(format!("{URL}#L12")),
            excerpt: Some(Excerpt {
                first_line: 11,
                lines: vec!["  type: service".to_owned(), HOSTILE.to_owned(), LONG.repeat(3)],
                lit: 12,
            }),
        }),
    }
}

fn preview() -> Preview {
    let coming = |name: &str, standing| Coming { entity: entity("component", name), standing };
    Preview {
        url: URL.to_owned(),
        exists: true,
        kinds: vec!["2 components".to_owned(), "1 API".to_owned()],
        entities: vec![
            coming("checkout", Standing::New),
            coming(HOSTILE, Standing::Known),
            coming(LONG, Standing::Taken { by: "orchard/all/blob/main/all.yaml".to_owned() }),
        ],
        total: 3,
        files: 2,
        problems: vec![problem(), problem()],
        cut: true,
        is_found: Some("orchard/checkout/blob/HEAD/catalog-info.yaml".to_owned()),
    }
}

fn registered(progress: Progress, number: u64) -> Step {
    Step::Registered(Registered {
        target: "orchard/checkout/blob/main/catalog-info.yaml".to_owned(),
        progress,
        entities: if number > 0 { vec![entity("component", "checkout")] } else { Vec::new() },
        total: number,
        list: Href::new("/catalog"),
        again: Href::new("/catalog-import?registered=x"),
    })
}

/// Every state of the page with a name for its file.
pub(in crate::pages::view) fn states() -> Vec<(&'static str, ImportPage)> {
    let nothing = Preview {
        kinds: Vec::new(),
        entities: Vec::new(),
        total: 0,
        exists: false,
        cut: false,
        is_found: None,
        ..preview()
    };
    let ask = |wrong: Option<&str>, host: Option<&str>| Step::Ask {
        url: if wrong.is_some() { HOSTILE.to_owned() } else { String::new() },
        wrong: wrong.map(str::to_owned),
        refusal: host.map(|host| Refusal { host: host.to_owned() }),
    };
    let steps = vec![
        ("import", ask(None, None)),
        ("import-wrong", ask(Some("This is no http or https address."), None)),
        ("import-refused", ask(Some("The portal may not read from h.test."), Some("h.test"))),
        (
            "import-proposal",
            Step::Propose(Proposal {
                url: "https://github.com/orchard/empty".to_owned(),
                file: "catalog-info.yaml",
                text: "kind: Component\nmetadata:\n  name: empty\n".to_owned(),
            }),
        ),
        ("import-preview", Step::Preview(preview())),
        ("import-nothing", Step::Preview(nothing)),
        ("import-waiting", registered(Progress::Waiting, 0)),
        ("import-failed", registered(Progress::Failed { problems: vec![problem()] }, 0)),
        ("import-registered", registered(Progress::Read { problems: Vec::new() }, 1_284)),
        ("import-absent", registered(Progress::Absent, 0)),
    ];
    let page =
        |step| ImportPage { action: Href::new("/catalog-import"), catalog: Href::new("/catalog"), step };
    steps.into_iter().map(|(name, step)| (name, page(step))).collect()
}
