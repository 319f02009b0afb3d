//! 一企一档: everything about one enterprise on one paper.

use super::draft::{Made, Making, rate};
use super::paper::Table;
use super::parts;
use crate::model::card::EvidenceCard;
use crate::model::field::Shape;
use crate::model::id::Kind;
use crate::model::row::specs_of;
use crate::text::mask_phone;

/// Kinds that have a part of the paper of their own.
const TOLD: &[Kind] = &[
    Kind::Hazard,
    Kind::Inspection,
    Kind::SelfInspection,
    Kind::Drill,
    Kind::Attendance,
    Kind::Evidence,
    Kind::DishonestEntry,
    Kind::LicenseReview,
];

/// Is a record of the kind about one enterprise?
fn is_about_one(kind: Kind) -> bool {
    specs_of(kind).iter().any(|spec| spec.shape == Shape::Link(Kind::Enterprise))
}

pub(super) fn make(of: &Making) -> Made {
    let row = of.row()?;
    let (id, view) = (row.id, of.view);
    let mut report = of.draft(format!("{} 一企一档", row.body.title()), row.body.title(), "方案期");
    report.heading("一、基本情况");
    let fields = specs_of(Kind::Enterprise).into_iter().map(|spec| match spec.key {
        "phone" => (spec.label.to_owned(), mask_phone(&of.field(&row.body, spec.key)).to_string()),
        key => (spec.label.to_owned(), of.field(&row.body, key)),
    });
    report.fields(fields.filter(|(_, text)| !text.is_empty()).collect());
    report.heading("二、隐患");
    let of_it =
        parts::hazards(of, "隐患", |card| card.enterprise == id && crate::rules::matrix::counts(card));
    let cards = of.facts.hazards.iter().filter(|c| c.enterprise == id && crate::rules::matrix::counts(c));
    let (mut found, mut closed) = (0, 0);
    for card in cards {
        found += 1;
        closed += u32::from(!card.closed_on.is_none() && card.closed_on <= of.day());
    }
    report.say(format!("共发现隐患{found}条，已销号{closed}条，闭环率{}。", rate(closed, found)));
    report.table(of_it, "没有隐患记录。");
    report.heading("三、检查、自查和演练");
    let is_of = |card: &EvidenceCard| card.subject == id;
    let keys = ["date", "mode", "inspectors", "partners", "finding", "signed_by"];
    report.table(parts::list(of, "检查", Kind::Inspection, &keys, is_of), "没有检查记录。");
    let keys = ["date", "led_by", "is_principal", "found", "fixed"];
    report.table(parts::list(of, "企业自查", Kind::SelfInspection, &keys, is_of), "没有自查记录。");
    let keys = ["date", "kind", "participants", "problems", "rating"];
    report.table(parts::list(of, "演练", Kind::Drill, &keys, is_of), "没有演练记录。");
    report.heading("四、培训");
    report.table(trainings(of, is_of), "没有参加培训的记录。");
    report.heading("五、执法、事故、失信和其他");
    let sorts: Vec<&str> = view.basics.sorts.iter().map(|sort| sort.code.as_str()).collect();
    report.table(parts::records(of, "工作记录", &sorts, is_of), "没有执法、事故等记录。");
    let keys = ["date", "list", "listed_by", "basis", "cause", "until", "removed_on"];
    report.table(parts::list(of, "失信名单", Kind::DishonestEntry, &keys, is_of), "没有列入失信名单的记录。");
    let keys = ["date", "kind", "opinion", "done_on"];
    report.table(parts::list(of, "许可审查", Kind::LicenseReview, &keys, is_of), "没有许可审查记录。");
    report.heading("六、证照和其他记录");
    let others = Kind::TABLE.iter().filter(|kind| is_about_one(**kind) && !TOLD.contains(kind));
    let tables = others.map(|kind| parts::whole_list(of, *kind, is_of));
    let filled: Vec<Table> = tables.filter(|table| !table.rows.is_empty()).collect();
    if filled.is_empty() {
        report.say("没有证照和其他记录。");
    }
    filled.into_iter().for_each(|table| report.table(table, ""));
    report.heading("七、义务");
    let served = crate::rules::coverage::duties_served(&of.facts, view.duties, id);
    report.say(if served.is_empty() { "没有它自己的义务。".to_owned() } else { served.join("\n") });
    Ok(report)
}

fn trainings(of: &Making, is_of: impl Fn(&EvidenceCard) -> bool) -> Table {
    let mut table = Table::new("培训", ["日期", "主题", "姓名", "主要负责人", "考核"]);
    // An attendance has the day of its session.
    let came = of.facts.evidence_of(Kind::Attendance).iter();
    for card in came.filter(|card| is_of(card) && of.view.sees(card.id)) {
        let (Some(row), Some(session)) = (of.view.shelves.row(card.id), of.view.shelves.row(card.parent))
        else {
            continue;
        };
        if row.is_void() || session.is_void() {
            continue;
        }
        table.rows.push(vec![
            of.field(&session.body, "date").into(),
            session.body.title().into(),
            of.field(&row.body, "name").into(),
            of.field(&row.body, "is_principal").into(),
            of.field(&row.body, "score").into(),
        ]);
    }
    table
}
