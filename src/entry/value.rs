//! Typed words ↔ canonical text of a field, by the shape that its FIELDS row states. The line, forms and pasted tables
//! read values the same way.

use super::find::sole;
use super::register::{Linked, Register};
use super::tokens::{days_on, money, number};
use crate::ask::words::{CATEGORY, typed};
use crate::calendar::{Day, Hint, Period, Rule, Workdays, understand_date};
use crate::model::basics::{Basics, Lookup, Unit};
use crate::model::field::{FOR_GOOD, Shape, Spec};
use crate::model::id::{Id, Kind};
use crate::model::row::name_of;
use crate::text::{half_width, pinyin};

/// What officers say of a field instead of its label.
const SAID: &[(&str, &str)] = &[("期限", "due"), ("限期", "due")];

/// The field that a label or key names: whole, in the officers' word for it, or by a part of at least two characters that only one
/// label holds.
pub fn find_spec<'s>(specs: &'s [Spec], label: &str) -> Option<&'s Spec> {
    let label = label.trim();
    if let Some(exact) = specs.iter().find(|s| s.label == label || s.key == label) {
        return Some(exact);
    }
    let said = SAID.iter().find(|(word, _)| *word == label);
    if let Some(spec) = said.and_then(|(_, key)| specs.iter().find(|s| s.key == *key)) {
        return Some(spec);
    }
    let holds = |s: &&Spec| s.label.contains(label);
    match (label.chars().count() >= 2, specs.iter().filter(holds).count()) {
        (true, 1) => specs.iter().find(holds),
        _ => None,
    }
}

/// What decides where a day typed into a field of this shape leaves the year open: what has happened lies behind, a deadline ahead.
/// [`None`]: no field for days.
pub fn hint_of(shape: Shape, today: Day) -> Option<Hint> {
    match shape {
        Shape::Date | Shape::Term => Some(Hint::found(today)),
        Shape::Ahead | Shape::Validity => Some(Hint::from(today, today)),
        _ => None,
    }
}

/// What is worth saying of a deadline: it is no workday, it lies behind the last day of the plan in force.
pub fn due_remarks(label: &str, day: Day, basics: &Basics, workdays: &Workdays, today: Day) -> Vec<String> {
    let Some(day) = day.opt() else { return Vec::new() };
    let shown = show_day(day, today);
    let mut remarks = Vec::new();
    if !workdays.is_workday(day) {
        remarks.push(format!("{label} {shown} 是休息日"));
    }
    let plan = basics.plan_on(today);
    if let Some(end) = plan.and_then(|plan| Day::from_date(plan.heading.valid_to)).filter(|end| day > *end) {
        remarks.push(format!("{label} {shown} 在方案的最后一天 {end} 之后"));
    }
    remarks
}

/// `12-05 周六`, with the year when it is another one than today's; nothing for no day.
pub fn show_day(day: Day, today: Day) -> String {
    let date = day.md_on(today);
    if day.is_none() { String::new() } else { format!("{date} 周{}", day.weekday()) }
}

/// Canonical text of what somebody typed into a field. The error says what is wrong and what may be written.
pub fn understand_value(
    spec: &Spec,
    text: &str,
    register: &dyn Register,
    today: Day,
) -> Result<String, String> {
    understand_value_of("", spec, text, register, today)
}

/// The sorts of 工作记录 (codes) whose records a field may name, where its record is of this sort; none: any.
pub fn sorts_named(basics: &Basics, sort: &str, spec: &Spec) -> Vec<String> {
    match spec.key {
        "about" => basics.sort(sort).map(|sort| sort.answers.clone()).unwrap_or_default(),
        "penalty" => vec!["enforcement".into()],
        "accident" => vec!["accident".into()],
        _ => Vec::new(),
    }
}

/// The same in a record of a sort of 工作记录 (code).
///
/// # Errors
/// What is wrong and what may be written.
pub fn understand_value_of(
    sort: &str,
    spec: &Spec,
    text: &str,
    register: &dyn Register,
    today: Day,
) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let basics = register.basics();
    let hint = hint_of(spec.shape, today);
    match spec.shape {
        Shape::Text if spec.key == CATEGORY => {
            Ok(named(basics.category_by(text), |c| &c.name, text).unwrap_or_else(|_| text.into()))
        }
        Shape::Text | Shape::Prose | Shape::Variant | Shape::Stage => Ok(text.to_owned()),
        Shape::Validity if FOR_GOOD.contains(&text) => Ok(String::new()),
        Shape::Date | Shape::Term | Shape::Ahead | Shape::Validity => {
            hint.map_or_else(|| Ok(text.to_owned()), |hint| day(text, register, &hint))
        }
        Shape::Month | Shape::Half => {
            let text = half_width(text);
            Ok(text.parse::<Period>().map_or(text, |period| period.to_string()))
        }
        Shape::Count => number(&half_width(text), &["人", "名", "家", "处", "㎡", "平方米", "平方", "学时"])
            .map(|n| n.to_string())
            .ok_or_else(|| format!("应为整数：{text}")),
        Shape::Money => {
            money(&half_width(text)).map(|n| n.to_string()).ok_or_else(|| format!("应为金额（元）：{text}"))
        }
        Shape::Flag => flag(text),
        Shape::One(words) => one_of(words, text),
        Shape::Unit => {
            let may = |unit: &&Unit| spec.key != "township" || unit.is_township();
            let known = basics.units.iter().filter(may).map(|unit| unit.short.as_str());
            named(basics.unit_by(text), |u| &u.code, text).map_err(|what| may_be(what, known))
        }
        Shape::Department => {
            let known = basics.departments.iter().map(|department| department.name.as_str());
            named(basics.department_by(text), |d| &d.code, text).map_err(|what| may_be(what, known))
        }
        Shape::Industry => industry(basics, text),
        Shape::Industries => {
            let codes = pieces(text).map(|one| industry(basics, one));
            codes.collect::<Result<Vec<_>, _>>().map(|codes| codes.join("、"))
        }
        Shape::People => Ok(pieces(text).collect::<Vec<_>>().join("、")),
        Shape::Link(kind) => link(kind, &sorts_named(basics, sort, spec), text, register),
        Shape::Links(kind) => {
            let ids = pieces(text).map(|one| link(kind, &[], one, register));
            ids.collect::<Result<Vec<_>, _>>().map(|ids| ids.join("、"))
        }
        Shape::Task => task(text, register, today),
        Shape::Sort => named(basics.sort_by(text), |sort| &sort.code, text),
        Shape::Duty => Ok(half_width(text).to_uppercase()),
    }
}

/// What somebody would type for this canonical text: names, not codes; a record that has no name of its own as its number and
/// its words, which is understood again.
pub fn show_value(shape: Shape, canonical: &str, register: &dyn Register) -> String {
    if let Shape::Link(kind) = shape
        && kind != Kind::Enterprise
        && let Some(linked) = canonical.parse().ok().and_then(|id| register.linked(id))
    {
        return shown(&linked);
    }
    typed(register.basics(), shape, canonical, |id| register.enterprise(id).map(|e| e.name))
}

/// One of `words`: whole, by its beginning, by pinyin. Several or none: says what may be written.
pub(super) fn one_of(words: &[&str], text: &str) -> Result<String, String> {
    let found = [
        words.iter().filter(|w| **w == text).collect::<Vec<_>>(),
        words.iter().filter(|w| w.starts_with(text)).collect(),
        words.iter().filter(|w| pinyin::matches(&pinyin::key(w), w, text)).collect(),
    ];
    match found.iter().find(|found| !found.is_empty()).map(Vec::as_slice) {
        Some([one]) => Ok((**one).to_owned()),
        Some(several) => {
            Err(format!("“{text}”不止一个：{}", several.iter().map(|w| **w).collect::<Vec<_>>().join("、")))
        }
        None => Err(format!("没有“{text}”，可填：{}", words.join("、"))),
    }
}

/// A day; one that lies ahead also as so many days or workdays from today: `12-05`, `周三`, `+4`, `+3w`.
fn day(text: &str, register: &dyn Register, hint: &Hint) -> Result<String, String> {
    let plain = half_width(text);
    let written = match hint.rule {
        Rule::LatestUpTo(_) => plain.as_str(),
        Rule::FirstFrom(from) => {
            if let Some(day) =
                plain.strip_prefix('+').and_then(|span| days_on(span, from, register.workdays()))
            {
                return Ok(day.to_string());
            }
            plain.trim_start_matches('+')
        }
    };
    understand_date(written, hint).map(|found| found.day.to_string()).map_err(|e| e.to_string())
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', '/']).map(str::trim).filter(|piece| !piece.is_empty())
}

fn named<'b, T>(
    found: Lookup<'b, T>,
    name: impl Fn(&'b T) -> &'b String,
    text: &str,
) -> Result<String, String> {
    match found {
        Lookup::One(one) => Ok(name(one).clone()),
        Lookup::Several(several) => {
            let names: Vec<_> = several.into_iter().map(|one| name(one).as_str()).collect();
            Err(format!("“{text}”不止一个：{}", names.join("、")))
        }
        Lookup::None => Err(format!("没有“{text}”")),
    }
}

fn industry(basics: &Basics, text: &str) -> Result<String, String> {
    let known = basics.industries.iter().map(|industry| industry.name.as_str());
    named(basics.industry_by(text), |i| &i.code, text).map_err(|what| may_be(what, known))
}

/// What may be written where nothing is called so, as far as a line holds it.
fn may_be<'b>(what: String, known: impl Iterator<Item = &'b str>) -> String {
    const SHOWN: usize = 12;
    let known: Vec<&str> = known.collect();
    let more = if known.len() > SHOWN { " …" } else { "" };
    match what.starts_with("没有") {
        true => {
            format!(
                "{what}，可填：{}{more}",
                known.iter().take(SHOWN).copied().collect::<Vec<_>>().join("、")
            )
        }
        false => what,
    }
}

fn flag(text: &str) -> Result<String, String> {
    match half_width(text).to_ascii_lowercase().as_str() {
        "是" | "有" | "已" | "y" | "yes" | "1" | "√" => Ok("是".into()),
        "否" | "无" | "不是" | "没有" | "未" | "n" | "no" | "0" | "×" => Ok("否".into()),
        _ => Err(format!("应为 是 或 否：{text}")),
    }
}

/// A record as a form offers it.
pub fn shown(linked: &Linked) -> String {
    format!("{} {}", linked.id, linked.title).trim_end().to_owned()
}

fn link(kind: Kind, sorts: &[String], text: &str, register: &dyn Register) -> Result<String, String> {
    let plain = half_width(text);
    let number = plain.split_whitespace().next().unwrap_or_default().trim_start_matches('#');
    if let Ok(id) = number.parse::<Id>() {
        return if id.kind() == kind {
            Ok(id.to_string())
        } else {
            Err(format!("{id} 不是这一类记录"))
        };
    }
    if kind != Kind::Enterprise {
        return called(kind, sorts, text, register);
    }
    let found = register.enterprises(text, "", "");
    match sole(&found) {
        Some(one) => Ok(one.id.to_string()),
        None if found.is_empty() => Err(format!("登记的企业中没有“{text}”")),
        None => Err(format!("“{text}”有 {} 家，写得再全些", found.len())),
    }
}

/// Number of the record that a running number (`#42`, of a hazard) or a part of its name means.
fn called(kind: Kind, sorts: &[String], text: &str, register: &dyn Register) -> Result<String, String> {
    let number = half_width(text).trim_start_matches('#').parse::<u32>().ok();
    let found: Vec<Linked> = match number.filter(|_| kind == Kind::Hazard) {
        Some(number) => {
            register.newest_open(number).into_iter().filter_map(|id| register.linked(id)).collect()
        }
        None => register.links(kind, sorts, text),
    };
    let whole: Vec<&Linked> = found.iter().filter(|one| one.title == text).collect();
    match (whole.as_slice(), found.as_slice()) {
        ([one], _) => Ok(one.id.to_string()),
        (_, [one]) => Ok(one.id.to_string()),
        (_, []) => Err(format!("没有叫“{text}”的{}，写名称的一部分或编号", name_of(kind))),
        (_, several) => {
            let named: Vec<String> = several.iter().take(5).map(shown).collect();
            Err(format!("“{text}”有 {} 条，写得再全些或写编号：{}", several.len(), named.join("；")))
        }
    }
}

/// Code of a node of the plan in force, else of another one: `T16`, `16`, `T18.3`.
fn task(text: &str, register: &dyn Register, today: Day) -> Result<String, String> {
    let plain = half_width(text).to_uppercase();
    let code = if plain.starts_with(|c: char| c.is_ascii_digit()) { format!("T{plain}") } else { plain };
    let plans = register.basics().plans_from(today);
    let mut nodes = plans.into_iter().flat_map(|plan| &plan.nodes);
    let found = nodes.find(|node| node.code.eq_ignore_ascii_case(&code));
    found.map(|node| node.code.clone()).ok_or_else(|| format!("方案里没有任务“{text}”，写 T1–T34 或 T18.3"))
}
