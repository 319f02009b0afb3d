//! `i`: a visit, and what was found on it.

use super::hazard::{self, Found};
use crate::ask::answer::FormWish;
use crate::entry::reading::{Reading, Sentence};
use crate::entry::said::Said;
use crate::entry::target::{self, Who};
use crate::entry::tokens::{Seen, Sign, see};
use crate::entry::words::Word;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::model::inspection::Inspection;
use crate::model::noun::Noun;

pub fn read<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    r.kind = Some(Kind::Inspection);
    let specs = Inspection::specs();
    let place = target::place(r, line.target.as_ref());
    refuse_hazard_tokens(r, line);
    refuse_close_marks(r, line);
    let said = r.said(&line.head, line.verb);
    let day = said.event_day(r);
    let inspectors = party(r, &said);
    let mode = said.way(line.verb.ways, r).pop().flatten();
    let mode = mode.unwrap_or_else(|| r.cx.basics().settings.quick_mode.clone());
    let finding = if line.chained.is_empty() { "未发现" } else { "发现" };

    r.say("动作", Inspection::NAME);
    target::show(r, &place, true);
    r.say_day("日期", day);
    r.say("方式", mode.clone());
    r.say("检查人", inspectors.join("、"));
    r.say("结论", finding);
    r.say("备注", said.text());
    remark_alone(r, &inspectors);

    let fields = Fields::of([
        ("date", day.to_string()),
        ("township", place.township.clone()),
        ("industry", place.industry.clone()),
        ("mode", mode.clone()),
        ("by", visiting_unit(r)),
        ("inspectors", inspectors.join("、")),
        ("finding", finding.to_owned()),
        ("note", said.text()),
    ]);
    let mut fields = hazard::overlaid(fields, &said, &specs);
    if let Who::Known(brief) = &place.who {
        fields.put("enterprise", brief.id.to_string());
        fields.put("plan_item", r.cx.register.planned(brief.id, day).to_string());
        let earlier = r.cx.register.visit_on(brief.id, day);
        if earlier != Id::NONE {
            r.repeats(format!("该企业当天已有检查 {earlier}"));
        }
        r.say("计划条目", fields.get("plan_item").to_owned());
    }
    if place.who == Who::Nobody {
        r.complete(&specs, &fields);
    }
    if place.who == Who::Nobody && line.chained.is_empty() {
        r.ask("检查", FormWish::Enter(Kind::Inspection), &specs, &fields);
    }
    let enterprise = target::enterprise_text(r, &place);
    let visit = r.enter(Kind::Inspection, fields.with("enterprise", enterprise.clone()));
    for (n, part) in line.chained.iter().enumerate() {
        let found = Found {
            place: place.clone(),
            enterprise: enterprise.clone(),
            inspection: visit.clone(),
            day,
            finders: inspectors.clone(),
            mode: mode.clone(),
            number: Some(n + 1),
        };
        hazard::one(r, &found, part);
    }
}

/// A chain mark that stands against a word chains nothing (ruling 20): what is behind it would be lost as a hazard.
fn refuse_close_marks(r: &mut Reading, line: &Sentence) {
    let holds = |word: &&Word| !word.is_text() && word.raw.contains([';', '；']);
    for word in line.head.iter().filter(holds) {
        r.wrong(
            "token",
            word.raw,
            "分号前后空一格，后面的才是隐患，如 i 1.cy/名称 @李 ; 软管老化 ; 通道堆物；是备注的前面加 \\",
        );
    }
}

/// Me and those who came along.
pub(super) fn party(r: &mut Reading, said: &Said) -> Vec<String> {
    let mut names = vec![r.cx.officer.name.clone()];
    for name in r.people(&said.people) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The officer's unit when it is not a township's own visit; empty: the township's.
fn visiting_unit(r: &Reading) -> String {
    let unit = r.cx.basics().unit(&r.cx.officer.unit).filter(|unit| !unit.is_township());
    unit.map(|unit| unit.code.clone()).unwrap_or_default()
}

fn remark_alone(r: &mut Reading, inspectors: &[String]) {
    let least = r.cx.basics().settings.inspectors_min as usize;
    if inspectors.len() < least {
        r.remark(format!("检查人只有 {} 人，应有 {least} 人以上，加 @姓名", inspectors.len()));
    }
}

/// A due, `!!`, `!ok` or `>部门` before the first `;` is about a hazard that would be lost in the visit's note.
fn refuse_hazard_tokens(r: &mut Reading, line: &Sentence) {
    let is_of_hazard = |sign: Sign| matches!(sign, Sign::Due | Sign::Major | Sign::Fixed | Sign::Department);
    for word in &line.head {
        if let Seen::Token(token) = see(word, &r.cx, &[])
            && is_of_hazard(token.sign())
        {
            r.wrong(
                "token",
                word.raw,
                "这是隐患的内容，请在隐患描述前加 “ ; ”，如 i 1.cy/名称 ; 软管老化 +3",
            );
        }
    }
}
