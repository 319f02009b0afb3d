//! `h` and what is chained to `i`: hazards, registered and judged in one step where the rules allow it (ruling 8).

use super::inspection::party;
use crate::ask::answer::FormWish;
use crate::calendar::Day;
use crate::entry::grammar::{self, Verb};
use crate::entry::reading::{Reading, Sentence};
use crate::entry::said::Said;
use crate::entry::target::{self, Place, Who};
use crate::entry::tokens::{Seen, see};
use crate::entry::words::Word;
use crate::model::basics::{CatalogItem, CatalogList};
use crate::model::field::{Fields, Spec};
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::{SOURCES, transitions::transition};
use crate::model::id::{Id, Kind};
use crate::model::inspection::MODES;

/// What the hazards of a line have in common.
pub(super) struct Found {
    pub place: Place,
    /// Number of the enterprise, or `$n`.
    pub enterprise: String,
    /// Number of the inspection, `$n`, or empty.
    pub inspection: String,
    pub day: Day,
    pub finders: Vec<String>,
    /// 检查方式; empty: as the inspection says.
    pub mode: String,
    /// Which hazard of the line; [`None`]: the only one.
    pub number: Option<usize>,
}

pub fn read<'a>(r: &mut Reading<'a>, line: &Sentence<'a>) {
    r.kind = Some(Kind::Hazard);
    let place = target::place(r, line.target.as_ref());
    let specs = line.verb.specs(r.cx.basics(), "");
    remark_close_marks(r, &line.head);
    let said = r.said(&line.head, line.verb);
    let day = said.event_day(r);
    let finders = party(r, &said);
    let mode = said.way(line.verb.ways, r).into_iter().next().flatten().unwrap_or_default();

    r.say("动作", "登记隐患");
    target::show(r, &place, true);
    r.say_day("发现日期", day);
    r.say("发现人", finders.join("、"));
    let inspection = visit(r, &place, day);
    if let Some(id) = inspection {
        r.say("检查", format!("{id}（当日）"));
    }
    let enterprise = target::enterprise_text(r, &place);
    let several = !line.chained.is_empty();
    let inspection = inspection.map(|id| id.to_string()).unwrap_or_default();
    let found = |n: usize| Found {
        place: place.clone(),
        enterprise: enterprise.clone(),
        inspection: inspection.clone(),
        day,
        finders: finders.clone(),
        mode: mode.clone(),
        number: several.then_some(n),
    };
    register(r, &found(1), &said, &specs);
    for (n, part) in line.chained.iter().enumerate() {
        one(r, &found(n + 2), part);
    }
}

/// A chained hazard.
pub(super) fn one<'a>(r: &mut Reading<'a>, found: &Found, part: &[Word<'a>]) {
    let Some(verb) = grammar::verb("h") else { return };
    let specs = verb.specs(r.cx.basics(), "");
    remark_close_marks(r, part);
    let said = own_words(r, part, verb);
    register(r, found, &said, &specs);
}

/// Marks that stand against a word are words (ruling 20); where they hardly are meant so it is said.
fn remark_close_marks(r: &mut Reading, part: &[Word]) {
    for word in part.iter().filter(|word| word.has_close_mark()) {
        r.remark(format!("“{}”里的分号没有当作分隔：前后空一格才分成几条隐患", word.raw));
    }
    for word in part {
        let Some(glued) = word.ends().find(|end| matches!(see(end, &r.cx, &[]), Seen::Token(_))) else {
            continue;
        };
        r.remark(format!("“{}”里的 {} 当作文字记了：前面空一格才是记号", word.raw, glued.raw));
    }
}

/// What a chained part says for itself: the common tokens stand with the visit already.
fn own_words<'a>(r: &mut Reading<'a>, part: &[Word<'a>], verb: &Verb) -> Said<'a> {
    let mut inner = Reading::new(r.cx);
    inner.common.clear();
    let said = Said::of(&mut inner, part, verb);
    r.errors.append(&mut inner.errors);
    r.remarks.append(&mut inner.remarks);
    said
}

/// What may be said of a hazard by name.
fn specs() -> Vec<Spec> {
    transition(Deed::Register).asks().into_iter().map(|ask| ask.spec).collect()
}

/// Today's inspection of the enterprise, or the one that `^` named.
fn visit(r: &Reading, place: &Place, day: Day) -> Option<Id> {
    if place.from.is_some() && place.from.kind() == Kind::Inspection {
        return Some(place.from);
    }
    match &place.who {
        Who::Known(brief) => r.cx.register.visit_on(brief.id, day).opt(),
        _ => None,
    }
}

/// What becomes of a hazard at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// 限期整改
    Timed,
    /// 立行立改
    Fixed,
    /// 移交
    Assigned,
    /// 重大: judged by those who may.
    Major,
    /// May be 重大: stops in 待定性.
    Held,
}

fn register(r: &mut Reading, found: &Found, said: &Said, specs: &[Spec]) {
    let text = said.text();
    let matched = catalog(r, found, &text);
    let is_major = said.is_major || said.fields.get("level") == "重大";
    let way = match () {
        () if said.department.is_some() => Way::Assigned,
        () if is_major => Way::Major,
        () if !matched.is_empty() && !said.fields.has("criterion") => Way::Held,
        () if said.is_fixed => Way::Fixed,
        () => Way::Timed,
    };
    let fields = fields(r, found, said, specs, way, &matched);
    show(r, found, said, &fields, way, is_major);
    remarks(r, found, &text, &matched, &fields, way);
    ask_for_missing(r, found, specs, &fields, is_major && way == Way::Major);
    if way == Way::Assigned {
        refuse_transfer(r, &fields);
    }
    r.act("", Deed::Register, fields);
}

fn fields(
    r: &mut Reading,
    found: &Found,
    said: &Said,
    specs: &[Spec],
    way: Way,
    matched: &[&CatalogItem],
) -> Fields {
    let settings = &r.cx.basics().settings;
    let ways = said.way(&[MODES, SOURCES], r);
    let mut ways = ways.into_iter();
    let mode = ways.next().flatten().unwrap_or_else(|| found.mode.clone());
    let source = ways.next().flatten().unwrap_or_else(|| source(r, &mode).to_owned());
    let finders: Vec<String> = {
        let own = r.people(&said.people);
        let more = own.into_iter().filter(|name| !found.finders.contains(name));
        found.finders.iter().cloned().chain(more).collect()
    };
    let mut fields = Fields::of([
        ("found_on", found.day.to_string()),
        ("source", source),
        ("inspection", found.inspection.clone()),
        ("township", found.place.township.clone()),
        ("enterprise", found.enterprise.clone()),
        ("industry", found.place.industry.clone()),
        ("description", said.text()),
        ("finders", finders.join("、")),
        ("mode", mode),
        ("funds", said.money.map(|n| n.to_string()).unwrap_or_default()),
        ("due", said.due_day(found.day, r).opt().map(|d| d.to_string()).unwrap_or_default()),
    ]);
    if let Some(code) = &said.item {
        fields.put("catalog_ref", code.clone());
    }
    if let [item] = matched {
        fields.put("catalog_ref", item.code.clone());
        fields.put(
            "category",
            r.cx.basics().category(&item.category).map(|c| c.name.clone()).unwrap_or_default(),
        );
    }
    match way {
        Way::Timed => {
            fields.put("level", "一般");
            fields.put("track", settings.quick_track.clone());
            fields.put("rectifier", rectifier(r, &found.place));
            fields.put("watcher", r.cx.officer.name.clone());
            if !fields.has("due") {
                fields.put("due", settings.usual_due(false, found.day, r.cx.today).to_string());
            }
        }
        Way::Major => {
            fields.put("level", "重大");
            if let Some(item) = matched.iter().find(|item| item.list == CatalogList::Ministry) {
                fields.put("criterion", format!("商务清单 {}：{}", item.code, item.text));
            }
        }
        Way::Assigned => {
            fields.put("level", if said.is_major { "重大" } else { "一般" });
            fields.put("track", "移交");
            fields.put("department", said.department.clone().unwrap_or_default());
            fields.put("basis", "属该部门职责");
        }
        Way::Fixed => {
            fields.put("level", "一般");
            fields.put("track", "立行立改");
            fields.put("done_on", found.day.to_string());
            fields.put("how", "当场整改");
        }
        Way::Held => {}
    }
    if said.is_fixed && way != Way::Fixed {
        fields.put("interim", "已当场采取临时措施");
    }
    overlaid(fields, said, specs)
}

/// Fields said by name, over what was derived.
pub(super) fn overlaid(fields: Fields, said: &Said, specs: &[Spec]) -> Fields {
    let known = said.fields.iter().filter(|(key, _)| specs.iter().any(|s| s.key == *key));
    known.fold(fields, |fields, (key, text)| fields.with(key, text))
}

/// Catalog items that the description may be.
fn catalog<'b>(r: &Reading<'b>, found: &Found, text: &str) -> Vec<&'b CatalogItem> {
    let industry = Some(found.place.industry.as_str()).filter(|code| !code.is_empty());
    r.cx.basics().catalog_match(text, industry)
}

fn source(r: &Reading, mode: &str) -> &'static str {
    let of_township = r.cx.basics().unit(&r.cx.officer.unit).is_some_and(|unit| unit.is_township());
    match mode {
        "联合" => "联合检查",
        "第三方" => "第三方",
        _ if of_township => "乡镇检查",
        _ => "局检查",
    }
}

/// The principal on record, else the word that stands for them.
fn rectifier(r: &Reading, place: &Place) -> String {
    match &place.who {
        Who::Known(brief) if !brief.principal.is_empty() => brief.principal.clone(),
        _ => r.cx.basics().settings.quick_rectifier.clone(),
    }
}

fn show(r: &mut Reading, found: &Found, said: &Said, fields: &Fields, way: Way, is_major: bool) {
    let head = found.number.map_or_else(|| "隐患".to_owned(), |n| format!("隐患{n}"));
    r.say(&head, said.text());
    let level = match way {
        Way::Held => "待定性",
        Way::Major if fields.get("criterion").is_empty() => "重大，登记后待定性",
        _ if is_major => "重大",
        _ => "一般",
    };
    r.say("等级", level);
    let basics = r.cx.basics();
    let department = said.department.as_ref().and_then(|code| basics.department(code));
    match way {
        Way::Assigned => r.say("路径", format!("移交 {}", department.map_or("", |d| &d.short))),
        Way::Fixed => r.say("路径", "立行立改，待复查"),
        Way::Timed => r.say("路径", fields.get("track")),
        Way::Major | Way::Held => {}
    }
    match fields.day("due").opt() {
        Some(due) => r.say_day("期限", due),
        None if way == Way::Major => {
            let due = basics.settings.usual_due(true, found.day, r.cx.today);
            let shown = r.cx.show_day(due);
            r.say("期限", format!("{shown}（暂定）"));
        }
        None => {}
    }
    r.say("整改责任人", fields.get("rectifier"));
    for key in ["interim", "criterion", "location", "category", "catalog_ref", "funds", "measures", "note"] {
        let label = specs().into_iter().find(|s| s.key == key).map_or(key, |s| s.label);
        r.say(label, fields.get(key));
    }
    let ways = [("检查方式", "mode"), ("来源", "source")];
    for (label, key) in ways.into_iter().filter(|_| found.number.is_none_or(|n| n == 1)) {
        r.say(label, fields.get(key));
    }
}

fn remarks(r: &mut Reading, found: &Found, text: &str, matched: &[&CatalogItem], fields: &Fields, way: Way) {
    if let Some(item) = matched.first().filter(|_| fields.get("level") != "重大") {
        let list = match item.list {
            CatalogList::Ministry => "商务清单",
            CatalogList::Office => "局内提示",
        };
        let what = format!("“{text}”可能属重大（{list} {}：{}）", item.code, item.text);
        let then = match way {
            Way::Held => "，先停在待定性",
            Way::Assigned => "，按一般列入待移交",
            Way::Timed | Way::Fixed | Way::Major => "",
        };
        r.remark(format!("{what}{then}；确属重大写 !!"));
    }
    r.remark_due("期限", fields.day("due"));
    if let (Who::Known(brief), false) = (&found.place.who, text.is_empty()) {
        let register = r.cx.register;
        let today = register.similar_today(brief.id, text).map(|same| ("今天".to_owned(), same));
        let same = || {
            register
                .similar_on(brief.id, found.day, text)
                .map(|same| (format!("{} ", r.cx.show_day(found.day)), same))
        };
        if let Some((when, same)) = today.or_else(same) {
            r.repeats(format!("{when}已登记过相近的隐患 {}：{}", same.id, same.description));
        }
    }
}

/// A description, and for a 重大 hazard an interim measure (ruling 9).
fn ask_for_missing(r: &mut Reading, found: &Found, specs: &[Spec], fields: &Fields, is_major: bool) {
    let mut asked = specs.to_vec();
    for spec in &mut asked {
        spec.required |= spec.key == "interim" && is_major;
    }
    if found.number.is_some() {
        let number = found.number.unwrap_or_default();
        for (key, label) in [("description", "隐患描述"), ("interim", "临时防范措施")] {
            let needed = key != "interim" || is_major;
            if needed && fields.get(key).is_empty() {
                r.wrong(key, &format!("隐患{number}"), format!("没有写{label}"));
            }
        }
        return;
    }
    let is_new = matches!(found.place.who, Who::New(_));
    if !r.complete(&asked, fields) && !is_new {
        let shown: Vec<Spec> = asked.iter().filter(|s| s.required || fields.has(s.key)).copied().collect();
        r.ask("登记隐患", FormWish::NewHazard, &shown, fields);
    }
}

/// What stands in the way of handing it over.
fn refuse_transfer(r: &mut Reading, fields: &Fields) {
    if fields.get("level") == "重大" && !fields.has("interim") {
        r.wrong("interim", "临时防范措施", "移交重大隐患须写临时防范措施，加 防范措施:… 或 !ok");
    }
    if r.cx.basics().department(fields.get("department")).is_some_and(|d| d.commerce) {
        r.wrong("department", "职责部门", "该部门属商务系统，不必移交");
    }
}
