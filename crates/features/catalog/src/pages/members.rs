//! The members of a group: the first on a card, all on a tab, there also with those of the groups below.

use std::collections::{BTreeSet, HashSet, VecDeque};

use kernel::extension::{Subject, View};
use kernel::{Ctx, Error};
use ui::tabs::Tab;
use ui::{Href, Tone};

use super::Pages;
use super::shown::{self, Shown};
use super::titles::Titles;
use super::window::{Window, window};
use crate::entities::find;
use crate::pages::view::members::{self as view, Member, Members};

/// Members on the card, groups that are gone through for those of the groups below, and members of all of them.
const SHOWN: usize = 12;
const MOST_GROUPS: usize = 500;
const MOST_MEMBERS: usize = 10_000;

pub(super) async fn card(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let first: Vec<&str> = subject.targets("hasMember").take(SHOWN).collect();
    let members = people(&pages, &asked.ctx, &first).await?;
    Ok(Some(view::grid(&members).into_string()))
}

pub(super) async fn tab(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let with_below = asked.query.get("with") == Some("below");
    let has_below = subject.targets("parentOf").next().is_some();
    let below = if has_below { below(&pages, subject) } else { BTreeSet::new() };
    let own: Vec<&str> = subject.targets("hasMember").collect();
    let all: Vec<&str> = if with_below { below.iter().map(String::as_str).collect() } else { own.clone() };
    let base = format!("{}?tab=members{}", subject.path, if with_below { "&with=below" } else { "" });
    let Window { shown, summary, previous, next } = window(&all, asked.query.get("after"), &base);
    let switch = |label: &str, number: usize, query: &str, is_active| {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        Tab::new(label, format!("{}?tab=members{query}", subject.path), is_active)
            .with_count(number, Tone::Plain)
    };
    let drawn = Members {
        switch: if has_below {
            vec![
                switch("Direct", own.len(), "", !with_below),
                switch("With child groups", below.len(), "&with=below", with_below),
            ]
        } else {
            Vec::new()
        },
        members: people(&pages, &asked.ctx, shown).await?,
        summary,
        previous: previous.map(Href::new),
        next: next.map(Href::new),
    };
    Ok(Some(view::members(&drawn).into_string()))
}

/// The members of the group and of all groups below it, each once. Groups that form a ring are gone through once.
fn below(pages: &Pages, subject: &Subject) -> BTreeSet<String> {
    let mut members: BTreeSet<String> = subject.targets("hasMember").map(str::to_owned).collect();
    let mut seen: HashSet<String> = HashSet::from([subject.reference.clone()]);
    let mut waiting: VecDeque<String> = subject.targets("parentOf").map(str::to_owned).collect();
    while let Some(group) = waiting.pop_front() {
        if seen.len() > MOST_GROUPS || members.len() > MOST_MEMBERS {
            break;
        }
        if seen.insert(group.clone()) {
            members.extend(pages.catalog.related(&group, "hasMember"));
            waiting.extend(pages.catalog.related(&group, "parentOf"));
        }
    }
    members
}

async fn people(pages: &Pages, ctx: &Ctx, refs: &[&str]) -> Result<Vec<Member>, Error> {
    let wanted: Vec<String> = refs.iter().map(|reference| reference.to_lowercase()).collect();
    let titles = Titles::of(&pages.catalog, ctx, refs.iter().copied()).await?;
    let mut members = Vec::with_capacity(refs.len());
    for (reference, answer) in refs.iter().zip(find::by_refs(&pages.catalog, ctx, &wanted, None).await?) {
        let head: Option<Shown> = answer.as_ref().map(|answer| shown::read_head(answer)).transpose()?;
        let text = |name: &str| head.as_ref().and_then(|head| head.profile(name));
        members.push(Member {
            link: titles.link(reference),
            email: text("email").map(str::to_owned),
            picture: text("picture").map(Href::picture).filter(|picture| picture.get().is_some()),
        });
    }
    Ok(members)
}
