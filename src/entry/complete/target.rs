//! What the line is about: a town in any writing, an industry, an enterprise by characters or sound; hazards by number or
//! by their enterprise; tasks.

use super::{choice, fitting};
use crate::ask::answer::{Choice, Completion};
use crate::entry::find::Match;
use crate::entry::reading::{Reading, as_target};
use crate::entry::register::{Cx, HazardBrief};
use crate::entry::target::{Piece, Pieces, Place, area, enterprise_choice, outside, pieces};
use crate::entry::words::{Word, unquoted};
use crate::model::basics::Unit;
use crate::model::id::Kind;
use crate::text::half_width;

/// `乡镇[.行业]/企业`
pub(super) fn place(here: &Word, cx: &Cx) -> Completion {
    let Pieces { town, industry, enterprise } = pieces(here);
    match (enterprise, industry) {
        (Some(piece), _) => Completion { range: piece.range, choices: enterprises(here, piece, cx) },
        (None, Some(piece)) => industries(piece, cx),
        (None, None) => {
            let mut choices = towns(cx.basics().townships_like(town.text));
            choices.extend(without_town(here, choices.is_empty(), cx));
            Completion { range: town.range, choices }
        }
    }
}

/// `乡镇[.行业]`
pub(super) fn town(here: &Word, cx: &Cx) -> Completion {
    let Pieces { town, industry, .. } = pieces(here);
    match industry {
        Some(piece) => industries(piece, cx),
        None => Completion { range: town.range, choices: towns(cx.basics().townships_like(town.text)) },
    }
}

/// `乡镇或股室[.行业]`
pub(super) fn unit(here: &Word, cx: &Cx) -> Completion {
    let Pieces { town, industry, .. } = pieces(here);
    match industry {
        Some(piece) => industries(piece, cx),
        None => Completion { range: town.range, choices: towns(cx.basics().units_like(town.text)) },
    }
}

fn towns(found: Vec<&Unit>) -> Vec<Choice> {
    found.into_iter().map(|unit| choice(&unit.short, format!("{} {}", unit.no, unit.name))).collect()
}

fn industries(piece: Piece, cx: &Cx) -> Completion {
    let found = cx.basics().industries_like(piece.text).into_iter();
    let choices = found.map(|i| choice(&i.code, format!("{} {}", i.code, i.name))).collect();
    Completion { range: piece.range, choices }
}

/// Town and industry as the line would be read, quietly.
fn meant(here: &Word, cx: &Cx) -> Place {
    area(&mut Reading::new(*cx), Some(here)).0
}

/// Behind the `/`: those of the town and the industry, else others by their numbers.
fn enterprises(here: &Word, piece: Piece, cx: &Cx) -> Vec<Choice> {
    let fragment = unquoted(piece.text);
    let place = meant(here, cx);
    let found = cx.register.enterprises(fragment, &place.township, &place.industry);
    if !found.is_empty() {
        return listed(&found, false, cx);
    }
    listed(&outside(cx, fragment, &place), true, cx)
}

fn listed(found: &[Match], by_number: bool, cx: &Cx) -> Vec<Choice> {
    found.iter().map(|m| enterprise_choice(cx, m, found, by_number)).collect()
}

/// A word that is no town is meant for an enterprise: of the common town where one is in force, else with its own town.
fn without_town(here: &Word, is_no_town: bool, cx: &Cx) -> Vec<Choice> {
    let fragment = unquoted(here.raw);
    let common = area(&mut Reading::new(*cx), None).0;
    if !common.township.is_empty() {
        let found = cx.register.enterprises(fragment, &common.township, &common.industry);
        return listed(&found, false, cx);
    }
    if !is_no_town || fragment.chars().nth(1).is_none() {
        return Vec::new();
    }
    let found = cx.register.enterprises(fragment, cx.own_township(), "");
    let found = if found.is_empty() { cx.register.enterprises(fragment, "", "") } else { found };
    let with_town = |choice: Choice, m: &Match| match cx.basics().unit(&m.township) {
        Some(town) => Choice { value: format!("{}/{}", town.short, choice.value), ..choice },
        None => choice,
    };
    listed(&found, false, cx).into_iter().zip(&found).map(|(choice, m)| with_town(choice, m)).collect()
}

/// Enterprises in which a hazard is looked for.
const SHOPS: usize = 5;

/// `#42`, `^`, or the open ones of an enterprise.
pub(super) fn hazard(here: &Word, cx: &Cx) -> Completion {
    let plain = here.plain();
    let number = plain.trim_start_matches('#');
    let last = cx.last.opt().filter(|id| id.kind() == Kind::Hazard && "^".starts_with(plain.as_str()));
    let last = last.and_then(|id| cx.register.hazard(id));
    let found: Vec<HazardBrief> = if let Ok(number) = number.parse::<u32>() {
        cx.register.newest_open(number).into_iter().filter_map(|id| cx.register.hazard(id)).collect()
    } else if number.is_empty() || plain == "^" {
        Vec::new()
    } else {
        let shops = cx.register.enterprises(number, "", "").into_iter().take(SHOPS);
        shops.flat_map(|shop| cx.register.open_hazards(shop.id)).collect()
    };
    let last = last.map(|brief| Choice { value: "^".into(), ..told(&brief, cx) });
    let choices = last.into_iter().chain(found.iter().map(|brief| told(brief, cx))).collect();
    Completion { range: here.range(), choices }
}

fn told(brief: &HazardBrief, cx: &Cx) -> Choice {
    let name = cx.register.enterprise(brief.enterprise).map(|e| e.name).unwrap_or_default();
    let text = format!("{} {}（{}）{name}", brief.id, brief.description, brief.state.name());
    Choice { value: format!("#{}", brief.id), text, id: brief.id }
}

/// `T16`, by code or by words of its title.
pub(super) fn task(here: &Word, cx: &Cx) -> Completion {
    Completion { range: here.range(), choices: tasks(here.raw.trim_start_matches('#'), cx) }
}

pub(super) fn tasks(typed: &str, cx: &Cx) -> Vec<Choice> {
    let code = half_width(typed).to_uppercase();
    let numbered = |node: &str| !code.is_empty() && node.trim_start_matches('T').starts_with(&code);
    let nodes = cx.basics().plan_on(cx.today).map_or(&[][..], |plan| &plan.nodes).iter();
    let (by_code, others): (Vec<_>, Vec<_>) =
        nodes.partition(|node| node.code.starts_with(&code) || numbered(&node.code));
    let by_title = fitting(others, |node| node.title.as_str(), typed);
    let found = by_code.into_iter().chain(by_title);
    found.map(|node| choice(&node.code, format!("{} {}", node.code, node.title))).collect()
}

/// An enterprise as the value of a field, which holds no blanks: by its number where its name does.
pub(super) fn as_value(typed: &str, cx: &Cx) -> Vec<Choice> {
    let found = cx.register.enterprises(typed.trim_start_matches('#'), "", "");
    let plain = |m: &Match| as_target(&m.name) == m.name;
    found.iter().map(|m| enterprise_choice(cx, m, &found, !plain(m))).collect()
}
