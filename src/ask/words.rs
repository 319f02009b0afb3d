//! Canonical text ↔ what an officer reads and types, by the shape of the field. One place for forms, `do ID ACTION
//! key=value` and details.

use super::view::View;
use crate::calendar::{Day, Hint, understand_date};
use crate::model::basics::Lookup;
use crate::model::command::{Command, Refusal};
use crate::model::field::{FieldError, Fields, Shape, Spec, list};
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::{Hazard, transitions};
use crate::model::id::{Id, Kind};
use crate::model::noun::Noun;
use crate::model::row::specs_of;
use crate::text::{half_width, pinyin};

/// What stands on the screen for a canonical value.
pub fn shown(view: &View, shape: Shape, text: &str) -> String {
    match shape {
        Shape::Unit => view.unit_name(text),
        Shape::Department => view.basics.department(text).map_or_else(|| text.to_owned(), |d| d.short.clone()),
        Shape::Industry => view.basics.industry(text).map_or_else(|| text.to_owned(), |i| i.name.clone()),
        Shape::Industries => list(text).map(|one| shown(view, Shape::Industry, one)).collect::<Vec<_>>().join("、"),
        Shape::Link(_) => linked(view, text),
        Shape::Links(_) => list(text).map(|one| linked(view, one)).collect::<Vec<_>>().join("、"),
        Shape::Task => match view.basics.plans.first().and_then(|plan| plan.node(text)) {
            Some(node) => format!("{} {}", node.code, node.title),
            None => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

fn linked(view: &View, text: &str) -> String {
    let Ok(id) = text.parse::<Id>() else { return text.to_owned() };
    match id.kind() {
        Kind::Enterprise | Kind::Person | Kind::Hazard => format!("{} {id}", view.called(id)).trim().to_owned(),
        _ => id.to_string(),
    }
}

/// The specs that the fields of a wish are read by.
pub fn specs_for_deed(deed: Deed) -> Vec<Spec> {
    let mut specs: Vec<Spec> = transitions::transition(deed).asks.iter().map(|ask| ask.spec).collect();
    let more = Hazard::specs();
    specs.extend(more.into_iter().filter(|spec| transitions::transition(deed).asks.iter().all(|a| a.spec.key != spec.key)));
    specs
}

/// The wish with every field brought to canonical text; all that cannot be understood at once.
pub fn settle(view: &View, command: Command) -> Result<Command, Refusal> {
    Ok(match command {
        Command::Enter { kind, fields } => Command::Enter { kind, fields: settled(view, &specs_of(kind), fields)? },
        Command::Amend { id, seen, fields, effective_on, why } => {
            let fields = settled(view, &specs_of(id.kind()), fields)?;
            Command::Amend { id, seen, fields, effective_on, why }
        }
        Command::Act { id, deed, fields } if deed != Deed::Import => {
            Command::Act { id, deed, fields: settled(view, &specs_for_deed(deed), fields)? }
        }
        Command::Group(commands) => {
            let settled: Result<Vec<_>, _> = commands.into_iter().map(|one| settle(view, one)).collect();
            Command::Group(settled?)
        }
        other => other,
    })
}

fn settled(view: &View, specs: &[Spec], fields: Fields) -> Result<Fields, Refusal> {
    let mut errors = Vec::new();
    let mut settled = Fields::default();
    for (key, typed) in fields.iter() {
        let spec = specs.iter().find(|spec| spec.key == key || spec.label == key);
        let Some(spec) = spec else {
            settled.put(key, typed);
            continue;
        };
        if typed.trim().is_empty() {
            settled.clear(spec.key);
            continue;
        }
        match canonical(view, *spec, typed.trim()) {
            Ok(text) => settled.put(spec.key, text),
            Err(what) => errors.push(FieldError { key: spec.key.into(), label: spec.label.into(), what }),
        }
    }
    if errors.is_empty() { Ok(settled) } else { Err(Refusal::of_fields(errors)) }
}

/// The canonical text for what somebody typed. The error names what is wrong and what to write.
pub fn canonical(view: &View, spec: Spec, typed: &str) -> Result<String, String> {
    if typed.starts_with('$') {
        return Ok(typed.to_owned());
    }
    match spec.shape {
        Shape::Text | Shape::Prose | Shape::Duty => Ok(typed.to_owned()),
        Shape::Date => date(view, spec.key, typed),
        Shape::Month => month(&half_width(typed)),
        Shape::Half => Ok(half_width(typed).to_uppercase()),
        Shape::Count | Shape::Money => number(typed),
        Shape::Flag => flag(typed),
        Shape::One(words) => one_of(words, typed),
        Shape::People => Ok(people(typed)),
        Shape::Unit => looked_up(view.basics.unit_by(typed), typed, "单位", |u| (u.code.clone(), u.name.clone())),
        Shape::Department => {
            looked_up(view.basics.department_by(typed), typed, "部门", |d| (d.code.clone(), d.name.clone()))
        }
        Shape::Industry => {
            looked_up(view.basics.industry_by(typed), typed, "行业", |i| (i.code.clone(), i.name.clone()))
        }
        Shape::Industries => each(typed, |one| canonical(view, Spec { shape: Shape::Industry, ..spec }, one)),
        Shape::Link(kind) => link(view, kind, typed),
        Shape::Links(kind) => each(typed, |one| link(view, kind, one)),
        Shape::Task => {
            let code = half_width(typed.split_whitespace().next().unwrap_or(typed)).to_uppercase();
            let found = view.basics.plans.iter().find_map(|plan| plan.node(&code));
            found.map(|node| node.code.clone()).ok_or_else(|| format!("方案中没有 {typed}（应如 T16、T18.3）"))
        }
    }
}

fn each(typed: &str, one: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
    let parts = typed.split(['、', '，', ',', ' ']).map(str::trim).filter(|part| !part.is_empty());
    Ok(parts.map(one).collect::<Result<Vec<_>, _>>()?.join("、"))
}

fn people(typed: &str) -> String {
    let parts = typed.split(['、', '，', ',', '；', ';', ' ', '\u{3000}']).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("、")
}

/// Days that lie ahead; every other day of a record has been.
const AHEAD: &[&str] = &["due", "new_due", "feedback_due", "until", "to", "moved_to", "planned_on", "reply_due", "five_due"];

fn date(view: &View, key: &str, typed: &str) -> Result<String, String> {
    let hint = if AHEAD.contains(&key) { Hint::from(view.today, view.today) } else { Hint::found(view.today) };
    understand_date(typed, &hint).map(|loose| loose.day.to_string()).map_err(|error| error.to_string())
}

fn month(typed: &str) -> Result<String, String> {
    let plain = typed.replace('年', "-").replace('月', "");
    let parsed = plain.split_once('-').and_then(|(y, m)| Some((y.trim().parse::<i32>().ok()?, m.trim().parse::<u32>().ok()?)));
    match parsed {
        Some((year, month)) if Day::ymd(year, month, 1).is_some() => Ok(format!("{year:04}-{month:02}")),
        _ => Err(format!("月份写法不对：{typed}（应如 2026-11）")),
    }
}

fn number(typed: &str) -> Result<String, String> {
    let plain = half_width(typed);
    let digits = plain.trim_end_matches(['人', '家', '元', '次', '条', '个', '名']).replace(',', "");
    digits.trim().parse::<u32>().map(|n| n.to_string()).map_err(|_| format!("应为整数：{typed}"))
}

fn flag(typed: &str) -> Result<String, String> {
    match half_width(typed).to_lowercase().as_str() {
        "是" | "√" | "y" | "yes" | "1" | "有" | "对" => Ok("是".into()),
        "否" | "×" | "x" | "n" | "no" | "0" | "无" | "不" => Ok("否".into()),
        "未核" => Ok(String::new()),
        _ => Err(format!("应为 是 或 否：{typed}")),
    }
}

fn one_of(words: &[&str], typed: &str) -> Result<String, String> {
    if let Some(word) = words.iter().find(|word| **word == typed) {
        return Ok((*word).to_owned());
    }
    let found: Vec<_> = words.iter().filter(|w| w.starts_with(typed) || pinyin::initials(w) == typed.to_lowercase()).collect();
    match found.as_slice() {
        [one] => Ok((**one).to_owned()),
        _ => Err(format!("“{typed}”不在可选之列：{}", words.join(" "))),
    }
}

fn looked_up<T>(found: Lookup<T>, typed: &str, what: &str, code: impl Fn(&T) -> (String, String)) -> Result<String, String> {
    match found {
        Lookup::One(one) => Ok(code(one).0),
        Lookup::None => Err(format!("没有这个{what}：{typed}")),
        Lookup::Several(many) => {
            let names: Vec<String> = many.into_iter().map(|one| code(one).1).collect();
            Err(format!("“{typed}”可指 {}，请写全", names.join("、")))
        }
    }
}

/// A number, or the last word of `名称 E2611-0001` as a form shows it, or a name that means exactly one.
fn link(view: &View, kind: Kind, typed: &str) -> Result<String, String> {
    let number = typed.split_whitespace().last().unwrap_or(typed);
    if let Ok(id) = half_width(number).parse::<Id>() {
        return if id.kind() == kind { Ok(id.to_string()) } else { Err(format!("{id} 不是{}", crate::model::row::name_of(kind))) };
    }
    match kind {
        Kind::Enterprise => {
            let exact: Vec<_> = view.cards.enterprises().iter().filter(|card| card.name == typed).collect();
            let query = pinyin::Query::new(typed);
            let near = || view.cards.enterprises().iter().filter(|card| query.finds(&card.keys, &card.name)).collect::<Vec<_>>();
            let found = if exact.is_empty() { near() } else { exact };
            pick(found.iter().map(|card| (card.id, card.name.clone())), typed, "企业")
        }
        Kind::Person => {
            let found = view.cards.persons().iter().filter(|(_, person)| person.name == typed);
            pick(found.map(|(id, person)| (*id, format!("{}（{}）", person.name, view.unit_name(&person.unit)))), typed, "人员")
        }
        _ => Err(format!("应为编号（如 {}2611-0001）：{typed}", kind.letter())),
    }
}

fn pick(found: impl Iterator<Item = (Id, String)>, typed: &str, what: &str) -> Result<String, String> {
    let found: Vec<(Id, String)> = found.take(6).collect();
    match found.as_slice() {
        [(id, _)] => Ok(id.to_string()),
        [] => Err(format!("没有找到{what}“{typed}”，请写编号或名称的一部分")),
        many => {
            let names: Vec<String> = many.iter().take(5).map(|(id, name)| format!("{id} {name}")).collect();
            let more = if many.len() > 5 { " 等" } else { "" };
            Err(format!("“{typed}”可指 {}{more}，请写编号", names.join("；")))
        }
    }
}
