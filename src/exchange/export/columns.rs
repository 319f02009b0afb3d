//! The columns of every list. What is a field of the record is named by its key alone and brings label and shape from the
//! FIELDS table; what is composed has its own head and says how.

use super::Setting;
use super::value::Value;
use crate::ask::words::labels_of_hazard;
use crate::calendar::Day;
use crate::model::enterprise::{Enterprise, STATUSES};
use crate::model::field::{Shape, Spec};
use crate::model::hazard::{Hazard, Leg, Recheck};
use crate::model::id::{Id, Kind};
use crate::model::row::Row;
use crate::text::mask_phone;

/// A row about to be written, with what it refers to.
pub struct Line<'a> {
    /// 序号, from 1.
    pub number: u32,
    /// The record.
    pub row: &'a Row,
    /// The enterprise it is about, where it is about one.
    pub enterprise: Option<&'a Row>,
    /// With what it is written.
    pub setting: Setting<'a>,
}

/// Where a column's value comes from.
#[derive(Clone, Copy)]
pub enum From {
    /// A field of the record.
    Field(&'static str),
    /// A field of the record's enterprise.
    Premises(&'static str),
    /// Composed.
    Own(fn(&Line<'_>) -> Value),
}

/// A column.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its head; empty: the field's label.
    pub head: &'static str,
    /// Its value.
    pub from: From,
}

const fn field(key: &'static str) -> Column {
    Column { head: "", from: From::Field(key) }
}

const fn named(head: &'static str, key: &'static str) -> Column {
    Column { head, from: From::Field(key) }
}

const fn premises(head: &'static str, key: &'static str) -> Column {
    Column { head, from: From::Premises(key) }
}

const fn own(head: &'static str, value: fn(&Line<'_>) -> Value) -> Column {
    Column { head, from: From::Own(value) }
}

/// 1 企业清单 (三(三), domain §4.8)
pub const ENTERPRISES: &[Column] = &[
    own("序号", |line| Value::Number(line.number)),
    field("township"),
    field("name"),
    named("信用代码", "uscc"),
    field("industries"),
    field("address"),
    field("principal"),
    own("电话", |line| phone(line, Some(line.row))),
    field("size"),
    field("is_key"),
    own("检查日期", |line| line.setting.names.visits(line.row.id).last.into()),
    own("检查人", |line| line.setting.names.visits(line.row.id).inspectors.as_slice().into()),
    own("发现隐患数", |line| Value::Number(line.setting.names.visits(line.row.id).hazards)),
    field("note"),
];

/// 2 隐患清单
pub const HAZARDS: &[Column] = &[
    own("序号", |line| Value::Number(line.number)),
    own("隐患编号", number),
    field("township"),
    premises("企业", "name"),
    field("industry"),
    field("found_on"),
    field("source"),
    named("检查人", "finders"),
    field("location"),
    field("description"),
    field("category"),
    field("level"),
    field("criterion"),
    field("track"),
];

const HOW: Column = own("完成情况", |line| {
    hazard(line).and_then(|h| h.rounds.last()).map_or("", |r| r.how.as_str()).into()
});
const RECHECKED_ON: Column = own("复查日期", |line| recheck(line).map_or(Day::NONE, |r| r.on).into());
const RECHECKED_BY: Column =
    own("复查人", |line| recheck(line).map_or(Value::Nothing, |r| r.by.as_slice().into()));
const CLOSED_ON: Column = own("销号日期", |line| hazard(line).map_or(Day::NONE, |h| h.closed_on).into());

/// 3 整改清单
pub const RECTIFICATIONS: &[Column] = &[
    own("隐患编号", number),
    premises("企业", "name"),
    field("measures"),
    named("资金", "funds"),
    named("期限", "due"),
    field("rectifier"),
    own("应急措施/预案", |line| {
        joined([hazard(line).map(|h| h.interim.as_str()), hazard(line).map(|h| h.emergency_plan.as_str())])
    }),
    own("完成日期", done_on),
    HOW,
    RECHECKED_ON,
    RECHECKED_BY,
    own("复查结果", |line| recheck(line).map_or("", |r| r.result.as_str()).into()),
    own("是否延期", extended),
    CLOSED_ON,
    own("状态", state),
];

/// 4 责任清单
pub const RESPONSIBILITIES: &[Column] = &[
    own("隐患编号", number),
    premises("企业", "name"),
    premises("企业责任人", "principal"),
    field("rectifier"),
    named("乡镇责任人", "watcher"),
    own("局责任股室/责任人", |line| section(line).map_or("", |(_, name)| name).into()),
    own("分管领导", |line| {
        section(line).map_or(Value::Nothing, |(code, _)| line.setting.names.leaders(code).as_slice().into())
    }),
    own("职责部门", department),
    own("移交函号/日期", |line| leg(line).map_or(Value::Nothing, |l| on(&l.letter_no, l.sent_on))),
    own("签收人/日期", |line| leg(line).map_or(Value::Nothing, |l| on(&l.receiver, l.accepted_on))),
    own("反馈日期/结果", |line| leg(line).map_or(Value::Nothing, |l| on(&l.result, l.feedback_on))),
    own("督办", order),
];

/// 合并台账, before and behind the fields of the record.
pub const LEDGER_HEAD: &[Column] = &[own("隐患编号", number), own("状态", state)];
/// The rest of 合并台账: what transitions have added, and whose premises they are.
pub const LEDGER_TAIL: &[Column] = &[
    own("期限待补", |line| if hazard(line).is_some_and(|h| h.due_proposed) { "是" } else { "" }.into()),
    own("整改完成日期", done_on),
    HOW,
    RECHECKED_ON,
    RECHECKED_BY,
    own("复查情况", |line| recheck(line).map_or("", |r| r.result.as_str()).into()),
    CLOSED_ON,
    own("职责部门", department),
    own("移交函号", |line| leg(line).map_or("", |l| l.letter_no.as_str()).into()),
    own("移交日期", |line| leg(line).map_or(Day::NONE, |l| l.sent_on).into()),
    own("签收日期", |line| leg(line).map_or(Day::NONE, |l| l.accepted_on).into()),
    own("反馈日期", |line| leg(line).map_or(Day::NONE, |l| l.feedback_on).into()),
    own("处理结果", |line| leg(line).map_or("", |l| l.result.as_str()).into()),
    own("是否延期", extended),
    own("督办", order),
    own("回头看日期", |line| hazard(line).map_or(Day::NONE, |h| h.lookback_on).into()),
    own("回头看结果", |line| hazard(line).map_or("", |h| h.lookback_result.as_str()).into()),
    own("不详", |line| labels(hazard(line).map_or(&[], |h| h.missing.as_slice()))),
    own("推定", |line| labels(hazard(line).map_or(&[], |h| h.inferred.as_slice()))),
    premises("统一社会信用代码", "uscc"),
    premises("地址", "address"),
    premises("主要负责人", "principal"),
    own("联系电话", |line| phone(line, line.enterprise)),
];

/// 在营
const OPEN: &str = match STATUSES {
    [open, ..] => open,
    [] => "",
};

/// 编号 in front of the fields of any noun.
pub const RECORD_HEAD: &[Column] = &[own("编号", number)];

impl Column {
    /// Its head for records of `kind`.
    pub fn head_for(&self, specs: &[Spec]) -> &'static str {
        let From::Field(key) = self.from else { return self.head };
        let label = specs.iter().find(|spec| spec.key == key).map_or(key, |spec| spec.label);
        if self.head.is_empty() { label } else { self.head }
    }

    /// Its value in a line of records with these fields.
    pub fn value(&self, line: &Line<'_>, specs: &[Spec]) -> Value {
        match self.from {
            From::Own(value) => value(line),
            From::Field(key) => {
                specs.iter().find(|spec| spec.key == key).map_or(Value::Nothing, |spec| of_field(line, spec))
            }
            From::Premises(key) => {
                line.enterprise.and_then(|row| row.body.get(key)).map_or(Value::Nothing, |text| text.into())
            }
        }
    }
}

fn of_field(line: &Line<'_>, spec: &Spec) -> Value {
    let text = line.row.body.get(spec.key).unwrap_or_default();
    match spec.shape {
        // 在营 is what the register leaves out; a table says it.
        _ if spec.key == "status" && line.row.enterprise().is_some_and(Enterprise::is_open) => OPEN.into(),
        Shape::Link(Kind::Enterprise) => {
            line.enterprise.map_or_else(|| text.as_str().into(), |row| row.body.title().into())
        }
        Shape::Text if spec.key == PHONE => telephone(&text, line.setting).into(),
        shape => Value::of_field(line.setting.names.basics(), shape, &text),
    }
}

fn number(line: &Line<'_>) -> Value {
    line.row.id.to_string().into()
}

fn hazard<'a>(line: &Line<'a>) -> Option<&'a Hazard> {
    line.row.hazard()
}

fn state(line: &Line<'_>) -> Value {
    hazard(line).map_or("", |h| h.state.name()).into()
}

fn leg<'a>(line: &Line<'a>) -> Option<&'a Leg> {
    hazard(line).and_then(Hazard::leg)
}

fn recheck<'a>(line: &Line<'a>) -> Option<&'a Recheck> {
    hazard(line).and_then(|h| h.rechecks.last())
}

fn department(line: &Line<'_>) -> Value {
    let basics = line.setting.names.basics();
    leg(line).map_or(Value::Nothing, |l| Value::of_field(basics, Shape::Department, &l.department))
}

/// Code and name of the section that looks after the hazard's industry, else the enterprise's first.
fn section<'a>(line: &Line<'a>) -> Option<(&'a str, &'a str)> {
    let basics = line.setting.names.basics();
    let own = hazard(line).map(|h| h.industry.as_str()).filter(|code| !code.is_empty());
    let premises = line.enterprise.and_then(Row::enterprise);
    let first = premises.and_then(|e: &Enterprise| e.industries.first()).map(String::as_str);
    let unit = basics.unit(&basics.industry(own.or(first)?)?.section)?;
    Some((&unit.code, &unit.short))
}

fn done_on(line: &Line<'_>) -> Value {
    hazard(line).map_or(Day::NONE, Hazard::done_on).into()
}

/// 延期 granted: until when.
fn extended(line: &Line<'_>) -> Value {
    let granted = hazard(line).and_then(|h| h.extensions.iter().rev().find(|e| e.granted));
    match granted {
        Some(extension) => format!("是，至 {}", extension.new_due).into(),
        None => "否".into(),
    }
}

fn order(line: &Line<'_>) -> Value {
    let Some(order) = hazard(line).and_then(|h| h.orders.last()) else { return Value::Nothing };
    let delisted = order.delisted_on.opt().map(|day| format!("摘牌 {day}"));
    let listed = order.listed_on.opt().map(|day| format!("挂牌 {day}"));
    let parts = [Some(order.level.clone()), Some(order.no.clone()), listed, delisted];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ").into()
}

fn phone(line: &Line<'_>, row: Option<&Row>) -> Value {
    telephone(&row.and_then(|row| row.body.get(PHONE)).unwrap_or_default(), line.setting).into()
}

/// Key of every telephone.
pub const PHONE: &str = "phone";

/// A telephone as it goes out: with stars unless it was asked for whole.
pub fn telephone(text: &str, setting: Setting<'_>) -> String {
    if setting.phones { text.to_owned() } else { mask_phone(text) }
}

/// Labels of fields, for lists of keys.
fn labels(keys: &[String]) -> Value {
    labels_of_hazard(keys.iter().map(String::as_str)).into()
}

fn on(words: &str, day: Day) -> Value {
    [words.to_owned(), day.to_string()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .into()
}

fn joined<const N: usize>(parts: [Option<&str>; N]) -> Value {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；").into()
}

/// The enterprise a record is about.
pub fn enterprise_of(row: &Row) -> Id {
    row.body.get("enterprise").and_then(|text| text.parse().ok()).unwrap_or(Id::NONE)
}
