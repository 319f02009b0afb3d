//! 半年督导报告 of one township (三(二)，表31): written from its cells and records, to be completed and signed by who went.

use super::draft::{Made, Making, long};
use super::figures::Span;
use super::paper::{Cell, Report, Table};
use super::parts::{self, add_matrix, at_end, is_within};
use crate::ask::records;
use crate::calendar::{Period, PeriodKind};
use crate::model::basics::Unit;
use crate::model::card::EvidenceCard;
use crate::model::id::Kind;
use crate::rules::matrix::MatrixId;

pub(super) fn make(of: &Making) -> Made {
    let unit = of.one_township()?;
    let half = of.period();
    let title = format!("{}{}安全生产治本攻坚行动督导报告", unit.name, half.label());
    let mut report = of.draft(title, &unit.short, half.label());
    report.heading("一、基本情况");
    let visits = visits(of, unit, half);
    report.say(match visits.first() {
        Some(first) => {
            format!("按{}三(二)，区商务局{}对{}开展督导。", of.plan(), long(first.date), unit.name)
        }
        None => format!("按{}三(二)，{}应督导不少于一次，本期还没有督导记录。", of.plan(), half.label()),
    });
    situation(of, &mut report, unit);
    report.heading("二、制度与方案");
    rules(of, &mut report, unit);
    report.heading("三、计划与检查覆盖");
    coverage(of, &mut report, unit, half);
    report.heading("四、隐患与闭环");
    add_matrix(of, &mut report, MatrixId::M10, Some(half), Some(unit), |_| true);
    report.table(parts::open_hazards(of, of.view.basics.unit_no(&unit.code)), "没有未闭环的隐患。");
    report.heading("五、培训、演练和宣传");
    activities(of, &mut report, unit, &Span::of(half));
    report.heading("六、存在问题");
    problems(of, &mut report, unit, &visits);
    report.heading("七、痛点堵点难点");
    report.table(issues(of, unit), "没有登记未解决的难点问题。");
    report.heading("八、意见建议");
    let opinions = said(of, &visits, "opinion");
    report.say(if opinions.is_empty() { "（由督导组填写）".to_owned() } else { opinions.join("\n") });
    report.sign(&["督导组组长", "督导组成员", "被督导单位负责人", "日期"]);
    Ok(report)
}

/// 督导 of a township within a period.
fn visits<'a>(of: &Making<'a>, unit: &Unit, period: Period) -> Vec<&'a EvidenceCard> {
    let no = of.view.basics.unit_no(&unit.code);
    parts::evidence(of, Kind::Supervision, |card| card.unit == no && period.contains(card.date))
}

fn said(of: &Making, visits: &[&EvidenceCard], key: &str) -> Vec<String> {
    let rows = visits.iter().filter_map(|card| of.view.shelves.row(card.id));
    rows.map(|row| of.field(&row.body, key)).filter(|text| !text.is_empty()).collect()
}

/// 在营企业 by industry, people.
pub(super) fn situation(of: &Making, report: &mut Report, unit: &Unit) {
    {
        let m1 = of.matrix(MatrixId::M1, None);
        let mut table = Table::new("在营企业", ["行业", "在营企业", "重点企业"]);
        let no = of.view.basics.unit_no(&unit.code);
        let key = |industry: u8| {
            let here = of.facts.enterprises.iter().filter_map(|card| card.on(of.day()));
            let here = here.filter(|span| span.township == no && span.is_open && span.is_key);
            here.filter(|span| industry == 0 || span.industries & (1 << industry) != 0).count()
        };
        let at = m1.rows.iter().position(|head| head.key == unit.code);
        for (head, cell) in m1.columns.iter().zip(at.and_then(|at| m1.cells.get(at)).into_iter().flatten()) {
            let keys = key(of.view.basics.industry_no(&head.key).min(31));
            let label = if head.note.is_empty() { &head.label } else { &head.note };
            table.rows.push(vec![label.as_str().into(), cell.need.into(), keys.into()]);
        }
        report.table(table, "没有在营企业。");
    }
    report.table(parts::people(of, unit), "没有登记人员。");
    add_matrix(of, report, MatrixId::M4, None, Some(unit), |_| true);
}

/// 实施方案, 年度目标, 机制, 专题动员 and 听取汇报.
pub(super) fn rules(of: &Making, report: &mut Report, unit: &Unit) {
    let no = of.view.basics.unit_no(&unit.code);
    let sorts = ["township_plan", "year_goal", "work_group", "mechanism", "meeting"];
    let table = parts::records(of, "方案、目标、机制、会议", &sorts, |card| card.unit == no);
    report.table(table, "没有登记实施方案、年度目标、机制文件和会议。");
}

fn coverage(of: &Making, report: &mut Report, unit: &Unit, half: Period) {
    add_matrix(of, report, MatrixId::M1, Some(half), Some(unit), |_| true);
    add_matrix(of, report, MatrixId::M2, Some(half), Some(unit), |key| is_within(key, half));
    let year = at_end(of, half, PeriodKind::Year);
    add_matrix(of, report, MatrixId::M7, Some(year), Some(unit), |key| is_within(key, half));
}

/// Trainings, drills and publicity of a township within days.
pub(super) fn activities(of: &Making, report: &mut Report, unit: &Unit, span: &Span) {
    let no = of.view.basics.unit_no(&unit.code);
    let is_of = |card: &EvidenceCard| {
        records::unit_of(of.view, card) == no && (span.from..=span.to).contains(&card.date)
    };
    let keys = ["date", "topic", "kind", "industry", "headcount", "place"];
    report.table(parts::list(of, "培训", Kind::Training, &keys, is_of), "本期没有培训记录。");
    let keys = ["date", "enterprise", "kind", "participants", "problems"];
    report.table(parts::list(of, "演练", Kind::Drill, &keys, is_of), "本期没有演练记录。");
    let table = parts::records(of, "宣传和提示信息", &["publicity", "notice"], is_of);
    report.table(table, "本期没有宣传和提示信息记录。");
}

fn problems(of: &Making, report: &mut Report, unit: &Unit, visits: &[&EvidenceCard]) {
    let found = said(of, visits, "findings");
    if !found.is_empty() {
        report.say(format!("督导发现：{}", found.join("；")));
    }
    let now = of.standings();
    report.table(parts::debts(of, &now, unit), &format!("截至{}没有欠账。", long(of.day())));
}

/// 难点问题 of a township that are not settled.
pub(super) fn issues(of: &Making, unit: &Unit) -> Table {
    let no = of.view.basics.unit_no(&unit.code);
    let is_open = |card: &EvidenceCard| card.unit == no && !card.is(crate::model::card::evidence_flag::DONE);
    let mut table = parts::records(of, "难点问题", &["issue"], is_open);
    for (row, number) in table.rows.iter_mut().zip(1u32..) {
        row.insert(0, Cell::Number(number));
    }
    table.heads.insert(0, super::paper::Head::plain("序号"));
    table
}
