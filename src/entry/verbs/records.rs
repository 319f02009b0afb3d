//! `s d t g k`: records that consist of fields.

use super::hazard::overlaid;
use crate::ask::answer::{Choice, FormWish};
use crate::entry::reading::{Reading, Sentence};
use crate::entry::said::Said;
use crate::entry::target::{self, Place, Who};
use crate::entry::value::{show_value, understand_value};
use crate::entry::words::Word;
use crate::model::basics::Lookup;
use crate::model::drill::{self, Drill};
use crate::model::field::{Fields, Shape, Spec};
use crate::model::id::Id;
use crate::model::noun::Noun;
use crate::model::progress::Progress;
use crate::model::self_inspection::SelfInspection;
use crate::model::supervision::Supervision;
use crate::model::training::Training;

/// Shows and enters a record of `N`; asks for what is missing. Place and enterprise have been shown already.
fn enter<N: Noun>(r: &mut Reading, said: &Said, fields: Fields) {
    let specs = N::specs();
    let fields = overlaid(fields, said, &specs);
    for spec in specs.iter().filter(|s| !["enterprise", "township", "industry"].contains(&s.key)) {
        show(r, spec, &fields);
    }
    if !r.complete(&specs, &fields) || r.errors.iter().any(|e| specs.iter().any(|s| s.key == e.key)) {
        r.ask(N::NAME, FormWish::Enter(N::KIND), &specs, &fields);
    }
    r.enter_once(N::KIND, fields);
}

pub(super) fn show(r: &mut Reading, spec: &Spec, fields: &Fields) {
    match spec.shape {
        Shape::Date | Shape::Term | Shape::Validity => r.say_day(spec.label, fields.day(spec.key)),
        Shape::Ahead => {
            r.say_day(spec.label, fields.day(spec.key));
            r.remark_due(spec.label, fields.day(spec.key));
        }
        shape => {
            let shown = show_value(shape, fields.get(spec.key), r.cx.register);
            r.say(spec.label, shown);
        }
    }
}

fn begin<'a, N: Noun>(r: &mut Reading<'a>, line: &Sentence<'a>) -> Said<'a> {
    r.kind = Some(N::KIND);
    r.say("动作", N::NAME);
    r.refuse_chain(line);
    r.said(&line.head, line.verb)
}

/// The same for a record of a place, which is shown.
fn begin_at<'a, N: Noun>(
    r: &mut Reading<'a>,
    line: &Sentence<'a>,
    needs_enterprise: bool,
) -> (Said<'a>, Place) {
    let said = begin::<N>(r, line);
    let place = target::place(r, line.target.as_ref());
    target::show(r, &place, needs_enterprise);
    (said, place)
}

fn count(said: &Said, at: usize) -> String {
    said.counts.get(at).map(ToString::to_string).unwrap_or_default()
}

/// `s`: counts for OR-05 only when the principal led (二(五)7), so the one who led is checked against the register.
pub fn self_inspection<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let (said, place) = begin_at::<SelfInspection>(r, line, true);
    let (led_by, is_principal) = leader(r, &place.who, &said);
    let enterprise = target::enterprise_text(r, &place);
    let fields = Fields::of([
        ("date", said.event_day(r).to_string()),
        ("enterprise", enterprise),
        ("led_by", led_by),
        ("is_principal", is_principal),
        ("found", count(&said, 0)),
        ("fixed", count(&said, 1)),
        ("note", said.text()),
    ]);
    enter::<SelfInspection>(r, &said, fields);
}

/// Who led, and whether that is the principal; asked when the register cannot tell.
fn leader(r: &mut Reading, who: &Who, said: &Said) -> (String, String) {
    let names: Vec<&str> = said.people.iter().map(|(name, _)| name.as_str()).collect();
    let principal = match who {
        Who::Known(brief) => brief.principal.as_str(),
        _ => "",
    };
    if said.fields.has("is_principal") {
        return (names.join("、"), String::new());
    }
    if let Some(at) = names.iter().position(|name| is_same_person(name, principal)) {
        let full = names.iter().enumerate().map(|(n, name)| if n == at { principal } else { name });
        return (full.collect::<Vec<_>>().join("、"), "是".into());
    }
    if !names.is_empty() && !principal.is_empty() {
        r.remark(format!("带队人不是登记的主要负责人 {principal}，不计入季度自查"));
        return (names.join("、"), "否".into());
    }
    if *who != Who::Nobody {
        let known = if principal.is_empty() {
            "登记里没有主要负责人".into()
        } else {
            format!("登记的是 {principal}，是的话写 @{principal}")
        };
        r.wrong("is_principal", "主要负责人带队", format!("是不是主要负责人带队？{known}"));
        let end = line_end(said);
        let choice = |value: &str, text: &str| Choice {
            value: format!(" 主要负责人带队:{value}"),
            text: text.into(),
            id: Id::NONE,
        };
        r.offer((end, end), vec![choice("是", "是主要负责人带队"), choice("否", "不是主要负责人带队")]);
    }
    (names.join("、"), String::new())
}

/// Where something may be put in: behind everything said.
fn line_end(said: &Said) -> usize {
    let words = said.words.iter().map(Word::end);
    let people = said.people.iter().map(|(_, (_, to))| *to).filter(|to| *to != usize::MAX);
    words.chain(people).max().unwrap_or(usize::MAX)
}

/// `王`, `王总`, `王老板` may be 王建国; a full name must be the same.
fn is_same_person(said: &str, principal: &str) -> bool {
    const TITLES: &[&str] =
        &["总", "老板", "经理", "店长", "厂长", "站长", "校长", "老师", "姐", "哥", "师傅"];
    if principal.is_empty() || said.is_empty() {
        return false;
    }
    let surname = TITLES.iter().find_map(|title| said.strip_suffix(title)).unwrap_or(said);
    let is_surname = surname.chars().count() == 1 && principal.starts_with(surname);
    said == principal || is_surname || crate::text::pinyin::initials(principal) == said.to_lowercase()
}

/// `d`
pub fn drill<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let (mut said, place) = begin_at::<Drill>(r, line, true);
    let kind = said.way(line.verb.ways, r).pop().flatten();
    let kind = kind.or_else(|| take_kind(&mut said)).unwrap_or_default();
    if kind.is_empty() && !said.fields.has("kind") {
        r.remark("没有写类型，只有疏散逃生、综合演练计入年度疏散演练");
    }
    let partner =
        said.department.as_ref().and_then(|code| r.cx.basics().department(code)).map(|d| d.short.clone());
    let enterprise = target::enterprise_text(r, &place);
    let fields = Fields::of([
        ("date", said.event_day(r).to_string()),
        ("enterprise", enterprise),
        ("kind", kind),
        ("participants", count(&said, 0)),
        ("partners", partner.unwrap_or_default()),
        ("note", said.text()),
    ]);
    enter::<Drill>(r, &said, fields);
}

/// A word that is the kind itself: 疏散逃生, 疏散, 灭火演练.
fn take_kind(said: &mut Said) -> Option<String> {
    let kind_of = |word: &Word| {
        let text = word.text().trim_end_matches("演练");
        let long_enough = text.chars().count() >= 2;
        drill::KINDS.iter().find(|kind| long_enough && kind.starts_with(text)).map(|kind| (*kind).to_owned())
    };
    let at = said.words.iter().position(|word| kind_of(word).is_some())?;
    let word = said.words.remove(at);
    kind_of(&word)
}

/// `t`: a unit of ours, with the industry it is for.
pub fn training<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let said = begin::<Training>(r, line);
    let (by, industry) = unit(r, line);
    let mut ways = said.way(line.verb.ways, r).into_iter();
    let (kind, role) = (ways.next().flatten(), ways.next().flatten());
    let lecturer = r.people(&said.people).join("、");
    let fields = Fields::of([
        ("date", said.event_day(r).to_string()),
        ("topic", said.text()),
        ("kind", kind.unwrap_or_default()),
        ("by", by),
        ("industry", industry),
        ("role", role.unwrap_or_default()),
        ("lead_dept", said.department.clone().unwrap_or_default()),
        ("lecturer", lecturer),
        ("headcount", count(&said, 0)),
    ]);
    enter::<Training>(r, &said, fields);
}

/// Code of the unit and of the industry that `罗溪.cy` names; the common town, or the officer's unit, when there is none.
fn unit(r: &mut Reading, line: &Sentence) -> (String, String) {
    let Some(word) = line.target.as_ref().or(r.common_target.as_ref()).copied() else {
        return (r.cx.officer.unit.clone(), String::new());
    };
    let plain = word.plain();
    let (head, industry) =
        plain.split_once('.').map_or((plain.as_str(), None), |(head, tail)| (head, Some(tail)));
    let head = head.trim_end_matches('/');
    let code = match r.cx.basics().unit_by(head) {
        Lookup::One(found) => found.code.clone(),
        Lookup::Several(units) => {
            r.wrong("by", "单位", format!("“{head}”有 {} 个，选一个", units.len()));
            let choice = |unit: &&crate::model::basics::Unit| Choice {
                value: unit.short.clone(),
                text: unit.short.clone(),
                id: Id::NONE,
            };
            let end = word.at + word.raw.find(['.', '。', '．', '/', '、', '／']).unwrap_or(word.raw.len());
            r.offer((word.at, end), units.iter().map(choice).collect());
            String::new()
        }
        Lookup::None => {
            let names = r.cx.basics().units.iter().map(|u| u.short.as_str()).collect::<Vec<_>>().join("、");
            r.wrong("by", "单位", format!("没有“{head}”这个单位，有：{names}"));
            String::new()
        }
    };
    let industry = industry.map_or(String::new(), |text| match r.cx.basics().industry_by(text) {
        Lookup::One(found) => found.code.clone(),
        _ => {
            r.wrong("industry", "行业", format!("没有“{text}”这个行业"));
            String::new()
        }
    });
    let basics = r.cx.basics();
    r.say("单位", basics.unit(&code).map_or("", |u| &u.short).to_owned());
    r.say("行业", basics.industry(&industry).map_or("", |i| &i.name).to_owned());
    (code, industry)
}

/// `g`
pub fn supervision<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let (said, place) = begin_at::<Supervision>(r, line, false);
    let day = said.event_day(r);
    let members = r.people(&said.people).join("、");
    let fields = Fields::of([
        ("date", day.to_string()),
        ("township", place.township.clone()),
        ("lead", r.cx.officer.name.clone()),
        ("members", members),
        ("findings", said.text()),
        ("due", said.due_day(day, r).opt().map(|d| d.to_string()).unwrap_or_default()),
        ("report_no", said.letter.clone().unwrap_or_default()),
    ]);
    enter::<Supervision>(r, &said, fields);
}

/// `k`
pub fn progress<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    let said = begin::<Progress>(r, line);
    let task = task(r, line);
    let fields = Fields::of([
        ("task", task),
        ("date", said.event_day(r).to_string()),
        ("unit", own_unit(r)),
        ("text", said.text()),
        ("milestone", count(&said, 0)),
        ("evidence", said.letter.clone().unwrap_or_default()),
    ]);
    enter::<Progress>(r, &said, fields);
}

fn task(r: &mut Reading, line: &Sentence) -> String {
    let Some(word) = &line.target else { return String::new() };
    let spec = Spec::must("task", "任务", Shape::Task);
    match understand_value(&spec, word.raw.trim_start_matches('#'), r.cx.register, r.cx.today) {
        Ok(code) => {
            let title = r.cx.basics().node_on(&code, r.cx.today).map(|node| node.title.clone());
            r.say("任务内容", title.unwrap_or_default());
            code
        }
        Err(what) => {
            r.wrong("task", "任务", what);
            String::new()
        }
    }
}

/// The officer's unit; for the whole district, the bureau.
pub(super) fn own_unit(r: &Reading) -> String {
    if !r.cx.officer.unit.is_empty() {
        return r.cx.officer.unit.clone();
    }
    let bureau = r.cx.basics().units.iter().find(|unit| unit.kind == crate::model::basics::UnitKind::Bureau);
    bureau.map(|unit| unit.code.clone()).unwrap_or_default()
}
