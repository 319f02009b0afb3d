//! What a line is about: a town, an industry and an enterprise; a record; a unit. Several are offered as numbered
//! choices, nothing is guessed (ruling 22).

use super::alike;
use super::find::{Match, sole};
use super::reading::{COMMON, Reading, as_target};
use super::register::{Cx, EnterpriseBrief};
use super::words::{Word, unquoted};
use crate::ask::answer::Choice;
use crate::model::basics::{Lookup, Unit};
use crate::model::enterprise::STUB;
use crate::model::field::Fields;
use crate::model::ground::Ground;
use crate::model::id::{Id, Kind};
use crate::text::{half_width, half_width_char};

/// Whose premises.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Who {
    /// None was named, or which one is open.
    #[default]
    Nobody,
    /// On the register.
    Known(EnterpriseBrief),
    /// To be entered as a stub 待补全.
    New(String),
}

/// Where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Code; empty: not said.
    pub township: String,
    /// Code; empty: not said and not known.
    pub industry: String,
    pub who: Who,
    /// The record that `^` or `#` named, when the line goes on from it.
    pub from: Id,
}

/// The pieces of `乡镇.行业/企业` with their places in the line.
pub(super) struct Pieces<'a> {
    pub town: Piece<'a>,
    pub industry: Option<Piece<'a>>,
    pub enterprise: Option<Piece<'a>>,
}

/// A piece of the target and its place in the line.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub range: (usize, usize),
}

pub(super) fn pieces<'a>(word: &Word<'a>) -> Pieces<'a> {
    let piece = |from: usize, to: usize| Piece {
        text: word.raw.get(from..to).unwrap_or_default(),
        range: (word.at + from, word.at + to),
    };
    let find = |sign: char, upto: usize| {
        let mut signs = word.raw.char_indices().take_while(|(at, _)| *at < upto);
        signs.find(|(_, c)| half_width_char(*c) == sign).map(|(at, c)| (at, at + c.len_utf8()))
    };
    let all = word.raw.len();
    let slash = find('/', all);
    let head_end = slash.map_or(all, |(at, _)| at);
    let dot = find('.', head_end);
    Pieces {
        town: piece(0, dot.map_or(head_end, |(at, _)| at)),
        industry: dot.map(|(_, after)| piece(after, head_end)),
        enterprise: slash.map(|(_, after)| piece(after, all)),
    }
}

/// The place that a target names. Without a word of its own, the common one counts.
pub(super) fn place(r: &mut Reading, word: Option<&Word>) -> Place {
    if let Some(word) = word
        && let Some(id) = record_named(r, word, None)
    {
        return id.map_or_else(Place::default, |id| place_of(r, id));
    }
    let (mut place, enterprise) = area(r, word);
    if let Some(piece) = enterprise {
        find_enterprise(r, piece, &mut place);
    }
    place
}

/// Town and industry of a target, and what stands for the enterprise, not yet looked for.
pub(super) fn area<'a>(r: &mut Reading, word: Option<&Word<'a>>) -> (Place, Option<Piece<'a>>) {
    let common = r.common_target;
    let mut place = common.map(|word| from_common(r, &word)).unwrap_or_default();
    let Some(word) = word else { return (place, None) };
    let Pieces { town: head, industry: tail, mut enterprise } = pieces(word);
    if head.text.is_empty() {
        if place.township.is_empty() {
            r.cx.own_township().clone_into(&mut place.township);
        }
    } else {
        match town(r, head) {
            Some(code) => place = Place { township: code, ..Place::default() },
            None if place.township.is_empty() => return (place, None),
            // With a town in force, the word may be what would stand behind it.
            None if enterprise.is_none() && tail.is_none() => enterprise = Some(head),
            None => industry(r, head, &mut place),
        }
    }
    if let Some(piece) = tail {
        industry(r, piece, &mut place);
    }
    (place, enterprise.filter(|piece| !piece.text.is_empty()))
}

fn from_common(r: &mut Reading, word: &Word) -> Place {
    let pieces = pieces(word);
    let mut place = Place::default();
    if let Lookup::One(unit) = r.cx.basics().township_by(pieces.town.text) {
        unit.code.clone_into(&mut place.township);
    }
    if let Some(found) = pieces.industry.and_then(|piece| r.cx.basics().industry_by(piece.text).one()) {
        found.code.clone_into(&mut place.industry);
    }
    place
}

/// The township's code; says what is wrong or offers several. [`None`] quietly where a common town is in force.
fn town(r: &mut Reading, piece: Piece) -> Option<String> {
    let basics = r.cx.basics();
    match basics.township_by(piece.text) {
        Lookup::One(unit) => return Some(unit.code.clone()),
        Lookup::Several(units) => {
            r.wrong("township", "乡镇", format!("“{}”有 {} 个，选一个", piece.text, units.len()));
            r.offer(piece.range, units.into_iter().map(town_choice).collect());
        }
        Lookup::None if r.common_target.is_some() => {}
        Lookup::None => {
            let names = basics
                .townships()
                .map(|unit| format!("{}{}", unit.no, unit.short))
                .collect::<Vec<_>>()
                .join(" ");
            let way =
                format!("没有“{}”这个乡镇，有：{names}；企业写在 / 后面，如 1/{}", piece.text, piece.text);
            r.wrong("township", "乡镇", way);
        }
    }
    None
}

fn town_choice(unit: &Unit) -> Choice {
    Choice { value: unit.short.clone(), text: unit.short.clone(), id: Id::NONE }
}

fn industry(r: &mut Reading, piece: Piece, place: &mut Place) {
    let basics = r.cx.basics();
    match basics.industry_by(piece.text) {
        Lookup::One(found) => place.industry = found.code.clone(),
        _ => {
            let known = basics
                .industries
                .iter()
                .map(|i| format!("{}{}", i.code, i.short))
                .collect::<Vec<_>>()
                .join(" ");
            r.wrong("industry", "行业", format!("没有“{}”这个行业，有：{known}", piece.text));
        }
    }
}

/// Behind the `/`: a number, `+新名称`, or a fragment of a name.
fn find_enterprise(r: &mut Reading, piece: Piece, place: &mut Place) {
    let plain = half_width(piece.text);
    if let Some(written) = plain.strip_prefix('#') {
        match written.parse::<Id>().ok().and_then(|id| r.cx.register.enterprise(id)) {
            Some(found) => settle(place, found),
            None => r.wrong("enterprise", "企业", format!("没有编号为“{written}”的企业")),
        }
        return;
    }
    if plain.starts_with('+') {
        let name = unquoted(piece.text.trim_start_matches(['+', '＋'])).trim();
        if name.is_empty() {
            r.wrong("enterprise", "企业", "+ 后面写新企业的名称");
        } else if place.township.is_empty() {
            r.wrong("township", "乡镇", "新企业要先写乡镇，如 1/+名称");
        } else {
            place.who = Who::New(name.to_owned());
            alike::remark(r, name, &place.township);
        }
        return;
    }
    let fragment = unquoted(piece.text);
    let found = r.cx.register.enterprises(fragment, &place.township, &place.industry);
    match sole(&found) {
        Some(one) => match r.cx.register.enterprise(one.id) {
            Some(brief) => settle(place, brief),
            None => r.wrong("enterprise", "企业", format!("{} 已不在登记中", one.name)),
        },
        None if found.is_empty() => elsewhere(r, piece, fragment, place),
        None => {
            r.wrong("enterprise", "企业", format!("“{fragment}”有 {} 家，选一家", found.len()));
            offer(r, piece, fragment, &found, false);
        }
    }
}

/// Enterprises outside of this town and industry.
pub(super) fn outside(cx: &Cx, fragment: &str, place: &Place) -> Vec<Match> {
    let mut near = Vec::new();
    if !place.industry.is_empty() {
        near = cx.register.enterprises(fragment, &place.township, "");
    }
    if near.is_empty() && !place.township.is_empty() {
        near = cx.register.enterprises(fragment, "", "");
    }
    near
}

/// Short name of the township when it is another one than the only one that the officer keeps.
fn beyond<'a>(cx: &Cx<'a>, place: &Place) -> Option<&'a str> {
    let Ground::Township(own) = Ground::of(cx.officer, cx.basics()) else { return None };
    let named = cx.basics().unit(&place.township)?;
    (named.code != own.code).then_some(named.short.as_str())
}

/// Nothing in this town and industry: near names outside of them, and a stub.
fn elsewhere(r: &mut Reading, piece: Piece, fragment: &str, place: &Place) {
    let near = outside(&r.cx, fragment, place);
    if let Some(town) = beyond(&r.cx, place) {
        let choices = near.iter().take(9).map(|m| enterprise_choice(&r.cx, m, &near, true)).collect();
        let ask = if near.is_empty() {
            "请该乡镇或专班办理".to_owned()
        } else {
            format!("您的辖区有 {} 家，选一家", near.len())
        };
        r.wrong("enterprise", "企业", format!("{town}不在您的辖区，{ask}"));
        if piece.range != COMMON {
            r.offer(piece.range, choices);
        }
        return;
    }
    let what = match near.len() {
        0 => format!("登记中没有“{fragment}”，可新建（待补全）"),
        n => format!("这里没有“{fragment}”，别处或别的行业有 {n} 家，选一家或新建（待补全）"),
    };
    r.wrong("enterprise", "企业", what);
    offer(r, piece, fragment, &near, true);
}

/// Near names `1` … `9`, then `0 新建`. A name that several bear is put in by its number.
pub(super) fn offer(r: &mut Reading, piece: Piece, fragment: &str, found: &[Match], by_number: bool) {
    if piece.range == COMMON {
        return;
    }
    let mut choices: Vec<Choice> =
        found.iter().take(9).map(|m| enterprise_choice(&r.cx, m, found, by_number)).collect();
    choices.push(new_choice(fragment));
    r.offer(piece.range, choices);
}

/// One of several enterprises. A name that two of them bear is put in by its number.
pub(super) fn enterprise_choice(cx: &Cx, m: &Match, found: &[Match], by_number: bool) -> Choice {
    let shared = by_number || found.iter().filter(|other| other.name == m.name).count() > 1;
    let value = if shared { format!("#{}", m.id) } else { as_target(&m.name) };
    let town = cx.basics().unit(&m.township).map_or("", |unit| &unit.short);
    Choice { value, text: format!("{} {town}", m.name), id: m.id }
}

/// `0 新建`
pub(super) fn new_choice(name: &str) -> Choice {
    Choice {
        value: format!("+{}", as_target(name)), text: format!("新建 {name}（待补全）"), id: Id::NONE
    }
}

/// Takes an enterprise: what the register says of town and industry fills what the line left open.
pub(super) fn settle(place: &mut Place, found: EnterpriseBrief) {
    place.township.clone_from(&found.township);
    if place.industry.is_empty() {
        place.industry = found.industries.first().cloned().unwrap_or_default();
    }
    place.who = Who::Known(found);
}

/// The place of the enterprise that a record is about.
fn place_of(r: &mut Reading, id: Id) -> Place {
    let mut place = Place { from: id, ..Place::default() };
    match r.cx.register.enterprise(r.cx.register.subject(id)) {
        Some(found) => settle(&mut place, found),
        None => r.wrong("enterprise", "企业", format!("{id} 没有写明企业")),
    }
    place
}

/// The record that `#编号` or `^` names, of this kind when one is given (then `42` does too); the outer [`None`]: the word
/// is neither.
pub(super) fn record_named(r: &mut Reading, word: &Word, kind: Option<Kind>) -> Option<Option<Id>> {
    let plain = word.plain();
    if plain == "^" {
        if r.cx.last == Id::NONE {
            r.wrong("target", "对象", "还没有上一条，^ 无所指");
        }
        return Some(r.cx.last.opt());
    }
    let is_bare = kind.is_some() && plain.ends_with(|c: char| c.is_ascii_digit());
    let written = plain.strip_prefix('#').or_else(|| is_bare.then_some(plain.as_str()))?;
    if let Ok(id) = written.parse::<Id>()
        && id.is_some()
    {
        let is_there = r.cx.register.record(id).is_some();
        if !is_there {
            r.wrong("target", "对象", format!("没有编号为 {id} 的记录"));
        }
        return Some(is_there.then_some(id));
    }
    Some(numbered(r, word, written, kind))
}

/// `#42`: the open one with that number; several are offered, newest first.
fn numbered(r: &mut Reading, word: &Word, written: &str, kind: Option<Kind>) -> Option<Id> {
    let digits = written.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let Ok(number) = digits.parse::<u32>() else {
        r.wrong("target", "对象", format!("编号写法不对：{}（应如 #42 或 #H2611-0042）", word.raw));
        return None;
    };
    let found: Vec<Id> =
        r.cx.register
            .newest_open(number)
            .into_iter()
            .filter(|id| kind.is_none_or(|kind| id.kind() == kind))
            .collect();
    match found.as_slice() {
        [one] => Some(*one),
        [] => {
            r.wrong(
                "target",
                "对象",
                format!("没有编号为 {number} 的未销号隐患；已销号的写全编号，如 #H2611-0042"),
            );
            None
        }
        several => {
            let choice = |id: &Id| {
                let brief = r.cx.register.hazard(*id).unwrap_or_default();
                Choice { value: format!("#{id}"), text: format!("{id} {}", brief.description), id: *id }
            };
            let choices = several.iter().take(9).map(choice).collect();
            r.wrong("target", "对象", format!("编号 {number} 有 {} 条，选一条", several.len()));
            r.offer(word.range(), choices);
            None
        }
    }
}

/// Shows the place, and says when the enterprise is missing.
pub(super) fn show(r: &mut Reading, place: &Place, needs_enterprise: bool) {
    let basics = r.cx.basics();
    let town = basics.unit(&place.township).map_or("", |unit| &unit.short).to_owned();
    r.say("乡镇", town);
    match &place.who {
        Who::Known(brief) => {
            r.say("企业", format!("{} {}", brief.name, brief.id));
            if !brief.is_open {
                r.remark(format!("{} 登记为不在营", brief.name));
            }
            let is_other = !place.industry.is_empty()
                && !brief.industries.is_empty()
                && !brief.industries.contains(&place.industry);
            if is_other {
                let known: Vec<&str> = brief
                    .industries
                    .iter()
                    .filter_map(|c| basics.industry(c))
                    .map(|i| i.short.as_str())
                    .collect();
                r.remark(format!("{} 登记的行业是 {}", brief.name, known.join("、")));
            }
        }
        Who::New(name) => r.say("企业", format!("新建（待补全） {name}")),
        Who::Nobody
            if needs_enterprise
                && !r
                    .errors
                    .iter()
                    .any(|e| ["enterprise", "township", "target"].contains(&e.key.as_str())) =>
        {
            r.wrong("enterprise", "企业", "没有写企业，如 1.cy/名称或拼音");
        }
        Who::Nobody => {}
    }
    let industry = basics.industry(&place.industry).map_or("", |i| &i.name).to_owned();
    r.say("行业", industry);
}

/// The text that stands for the enterprise in a wish: its number, or `$n` of the stub that is entered first.
pub(super) fn enterprise_text(r: &mut Reading, place: &Place) -> String {
    match &place.who {
        Who::Nobody => String::new(),
        Who::Known(brief) => brief.id.to_string(),
        Who::New(name) => {
            let fields = Fields::of([
                ("name", name.as_str()),
                ("township", place.township.as_str()),
                ("industries", place.industry.as_str()),
                ("status", STUB),
            ]);
            r.enter(Kind::Enterprise, fields)
        }
    }
}
