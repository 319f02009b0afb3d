//! 一乡镇一档: everything about one township on one paper.

use super::draft::{Made, Making, long};
use super::figures::{Figures, Flows, Span, Whose};
use super::paper::Table;
use super::{parts, supervision};
use crate::calendar::Period;
use crate::calendar::PeriodKind;
use crate::model::basics::Measure;
use crate::rules::matrix::MatrixId;

pub(super) fn make(of: &Making) -> Made {
    let unit = of.one_township()?;
    let mut report = of.draft(format!("{}一乡镇一档", unit.name), &unit.short, "方案期");
    let year = Period::containing(PeriodKind::Year, of.day());
    report.heading("一、基本情况");
    supervision::situation(of, &mut report, unit);
    report.heading("二、制度与方案");
    supervision::rules(of, &mut report, unit);
    report.heading("三、计划、检查和自查");
    parts::add_matrix(of, &mut report, MatrixId::M1, Some(year), Some(unit), |_| true);
    parts::add_matrix(of, &mut report, MatrixId::M2, Some(year), Some(unit), |_| true);
    parts::add_matrix(of, &mut report, MatrixId::M7, Some(year), Some(unit), |_| true);
    report.heading("四、逐年工作量");
    let figures = Figures::gather(of.view, of.day());
    let whose = Whose::Unit(of.view.basics.unit_no(&unit.code));
    report.table(by_year(of, &figures, whose), "");
    report.heading("五、隐患");
    parts::add_matrix(of, &mut report, MatrixId::M10, Some(year), Some(unit), |_| true);
    report.table(parts::open_hazards(of, of.view.basics.unit_no(&unit.code)), "没有未闭环的隐患。");
    report.heading("六、培训、演练和宣传");
    parts::add_matrix(of, &mut report, MatrixId::M5, None, Some(unit), |_| true);
    parts::add_matrix(of, &mut report, MatrixId::M6, None, Some(unit), |_| true);
    supervision::activities(of, &mut report, unit, &Span::of(year));
    report.heading("七、督导");
    parts::add_matrix(of, &mut report, MatrixId::M3, None, Some(unit), |_| true);
    report.heading("八、欠账和难点问题");
    let now = of.standings();
    report.table(parts::debts(of, &now, unit), &format!("截至{}没有欠账。", long(of.day())));
    report.table(supervision::issues(of, unit), "没有登记未解决的难点问题。");
    report.faults = figures.disagreements(of.view.duties, year);
    Ok(report)
}

/// What is counted year by year, and how it is called.
pub(super) const YEARLY: &[(Measure, &str)] = &[
    (Measure::Visits, "检查企业家次"),
    (Measure::Turnout, "出动人次"),
    (Measure::Joint, "联合检查次"),
    (Measure::Found, "发现隐患"),
    (Measure::FoundMajor, "其中重大隐患"),
    (Measure::Fixed, "整改（含以前发现的）"),
    (Measure::Closed, "销号"),
    (Measure::Transferred, "移交"),
    (Measure::Accepted, "移交已签收"),
    (Measure::Trainings, "培训场次"),
    (Measure::Trainees, "培训人次"),
    (Measure::Drills, "演练场次"),
    (Measure::DrillPeople, "演练人次"),
    (Measure::Publicity, "宣传次"),
    (Measure::Notices, "提示信息条"),
    (Measure::SelfChecked, "自查企业数"),
];

/// Years of the plan and all of them together.
fn by_year(of: &Making, figures: &Figures, whose: Whose) -> Table {
    let (first, last) = of.plan_years();
    let years = Period::between(PeriodKind::Year, first, last).map(Span::of);
    let whole = Span { name: "合计".into(), from: first, to: last };
    numbers(figures, &years.chain([whole]).collect::<Vec<_>>(), whose)
}

/// What happened over several spans, one column each.
pub(super) fn numbers(figures: &Figures, spans: &[Span], whose: Whose) -> Table {
    let mut table =
        Table::new("工作量", std::iter::once("指标").chain(spans.iter().map(|s| s.name.as_str())));
    let flows: Vec<Flows> = spans.iter().map(|span| figures.over(span)).collect();
    table.rows = YEARLY
        .iter()
        .map(|(measure, label)| {
            let cells = flows.iter().map(|flows| flows.of(*measure, whose).into());
            std::iter::once((*label).into()).chain(cells).collect()
        })
        .collect();
    table
}
