//! 季度进展, 半年总结, 年度总结, 三年总结: a page of numbers with sentences made of them.

use std::collections::BTreeSet;

use super::archive::numbers;
use super::draft::{Made, Making, rate};
use super::figures::{Figures, Level, Span, Whose};
use super::monthly::{faults, spans};
use super::paper::{Report, Table};
use super::parts::{add_matrix, happened, is_within};
use crate::calendar::{Period, PeriodKind};
use crate::model::basics::{Basis, Measure};
use crate::model::id::Kind;
use crate::rules::cadence::{Window, plan_length, plan_span, window, windows};
use crate::rules::coverage::{Sheet, Survey};
use crate::rules::duty::Cadence;
use crate::rules::matrix::{CellState, MatrixId};
use crate::rules::standing::{Standing, columns, debts_of, owed_by_basis};
use crate::rules::statistics::work::{AheadCell, cells_ahead};

pub(super) fn quarterly(of: &Making) -> Made {
    of_period(of, "进展")
}

pub(super) fn half(of: &Making) -> Made {
    of_period(of, "总结")
}

pub(super) fn yearly(of: &Making) -> Made {
    of_period(of, "总结")
}

fn of_period(of: &Making, name: &str) -> Made {
    let period = of.period();
    let spans = spans(of, period);
    make(of, format!("安全生产治本攻坚行动{}{name}", period.label()), period.label(), &spans, &[period])
}

pub(super) fn three_years(of: &Making) -> Made {
    let (from, to) = of.plan_years();
    let years = Period::between(PeriodKind::Year, from, to).map(Span::of);
    let length = plan_length(&of.facts);
    let whole = Span { name: format!("{length}合计"), from, to };
    let spans: Vec<Span> = std::iter::once(whole).chain(years).collect();
    let years: Vec<Period> = Period::between(PeriodKind::Year, from, of.day().min(to)).collect();
    let label = format!("{}—{}年", from.year(), to.year());
    make(of, format!("安全生产治本攻坚{length}行动总结"), label, &spans, &years)
}

/// `periods`: the one it is about; of the whole plan its years, as far as they have begun.
fn make(of: &Making, title: String, label: String, spans: &[Span], periods: &[Period]) -> Made {
    let mut report = of.draft(title, "全区", &label);
    let figures = Figures::gather(of.view, of.day());
    let (Some(first), Some(period)) = (spans.first(), periods.last().copied()) else {
        return Err("方案还没有开始".into());
    };
    report.heading("一、总体情况");
    report.say(sentences(of, &figures, first, &label));
    report.heading("二、工作量");
    report.table(numbers(&figures, spans, Whose::All), "");
    report.heading("三、检查覆盖和隐患闭环");
    add_matrix(of, &mut report, MatrixId::M1, Some(period), None, |_| true);
    add_matrix(of, &mut report, MatrixId::M10, Some(period), None, |_| true);
    report.heading("四、各项义务");
    report.table(duties(of, periods), "本期没有应办的义务。");
    if period.kind() == Some(PeriodKind::Year) || period.kind() == Some(PeriodKind::Half) {
        add_matrix(of, &mut report, MatrixId::M3, None, None, |_| true);
    }
    let year = Period::containing(PeriodKind::Year, period.start());
    add_matrix(of, &mut report, MatrixId::M7, Some(year), None, |key| is_within(key, period));
    if period.kind() == Some(PeriodKind::Year) {
        [MatrixId::M4, MatrixId::M5, MatrixId::M6]
            .into_iter()
            .for_each(|id| add_matrix(of, &mut report, id, None, None, |_| true));
    }
    let now = of.standings();
    report.heading("五、存在问题");
    problems(of, &mut report, &now);
    report.heading("六、下步工作");
    report.say(next(of, &now));
    report.faults = faults(of, &figures, period);
    Ok(report)
}

fn sentences(of: &Making, figures: &Figures, span: &Span, label: &str) -> String {
    let flows = figures.over(span);
    let number = |measure| flows.of(measure, Whose::All);
    let stock = figures.stocks(span).of(Whose::All);
    let (found, right) = flows.found_and_put_right(Level::Both, Whose::All);
    let sort = of.view.basics.sort_no("accident");
    let accidents = happened(of, Kind::Evidence)
        .filter(|card| card.sort == sort && (span.from..=span.to).contains(&card.date));
    let accidents = match accidents.count() {
        0 => "没有登记生产安全事故".to_owned(),
        number => format!("登记生产安全事故{number}起"),
    };
    [
        format!(
            "{label}，全区商务系统检查企业{}家次，出动{}人次，其中联合检查{}次、领导带队{}次；{accidents}。",
            number(Measure::Visits),
            number(Measure::Turnout),
            number(Measure::Joint),
            number(Measure::Led)
        ),
        format!(
            "发现隐患{found}条，其中重大隐患{}条；这些隐患已整改{right}条，整改率{}；期末在办{}条、逾期{}条，重大在账{}条。本期移交其他部门{}条，签收{}条，反馈{}条。",
            number(Measure::FoundMajor),
            rate(right, found),
            stock.open,
            stock.overdue,
            stock.major,
            number(Measure::Transferred),
            number(Measure::Accepted),
            number(Measure::Answered)
        ),
        format!(
            "组织培训{}场{}人次，演练{}场{}人次，宣传{}次，发送提示信息{}条；{}家企业开展了自查。",
            number(Measure::Trainings),
            number(Measure::Trainees),
            number(Measure::Drills),
            number(Measure::DrillPeople),
            number(Measure::Publicity),
            number(Measure::Notices),
            number(Measure::SelfChecked)
        ),
    ]
    .join("\n")
}

/// Every duty over its windows that had begun in the periods, as of their last day seen: a month's duty three times in a quarter.
fn duties(of: &Making, periods: &[Period]) -> Table {
    let (first, last) = (periods.first(), periods.last());
    let (from, to) = first.zip(last).map(|(a, b)| (a.start(), b.end())).unwrap_or_default();
    let facts = of.facts.seen_from(of.day().min(to));
    let survey = Survey::new(&facts);
    let mut table = Table::new("义务", ["义务", "条款", "依据", "期数", "应办", "已办", "欠账格"]);
    for duty in of.view.duties {
        let mut all: Vec<Window> = match duty.period {
            Cadence::PerEvent => periods.iter().map(|period| window(duty, &facts, *period)).collect(),
            _ => windows(duty, &facts, from, to),
        };
        all.retain(|window| window.begins <= facts.as_of);
        let sheet = Sheet::of(duty, all, &survey);
        let (mut done, mut need, mut owed) = (0, 0, 0usize);
        for at in 0..sheet.windows.len() {
            for sum in sheet.sums(at) {
                (done, need) = (done + sum.done, need + sum.need);
            }
            owed += debts_of(&sheet, at, &survey).filter(|state| *state == CellState::Owed).count();
        }
        if need > 0 {
            table.rows.push(vec![
                duty.heading().into(),
                duty.clause.as_str().into(),
                duty.basis.label().into(),
                sheet.windows.len().into(),
                need.into(),
                done.into(),
                owed.into(),
            ]);
        }
    }
    table
}

fn problems(of: &Making, report: &mut Report, now: &[Standing]) {
    let (owed, own) = owed_by_basis(now);
    report.say(format!("截至{}，文件规定的事项欠账{owed}格，局内约定的事项欠账{own}格。", of.day()));
    let units = columns(&of.facts);
    let mut table = Table::new("欠账", ["义务", "依据", "欠账格", "单位"]);
    for standing in now.iter().filter(|standing| standing.all_debts() > 0) {
        let owing = units.iter().enumerate().filter(|(at, _)| standing.debts(*at) > 0);
        let owing: Vec<String> =
            owing.map(|(at, unit)| format!("{}{}", unit.short, standing.debts(at))).collect();
        table.rows.push(vec![
            standing.duty.heading().into(),
            standing.duty.basis.label().into(),
            standing.all_debts().into(),
            owing.join("、").into(),
        ]);
    }
    // 文件规定 first.
    let notice = Basis::Notice.label();
    table.rows.sort_by_key(|row| row.get(1).is_none_or(|cell| cell.words() != notice));
    report.table(table, "没有欠账。");
}

/// What falls due next, a line for each duty that is not met: the window worked on, or one that is due by the end of the month to
/// come (月度检查计划 of that month, 台账月度确认 of this one). What is overdue stands among the problems.
fn next(of: &Making, now: &[Standing]) -> String {
    let day = of.day();
    let until = Period::containing(PeriodKind::Month, day).next().end();
    let last = plan_span(&of.facts).1.max(until);
    let mut cells = cells_ahead(&Survey::new(&of.facts), of.view.duties, now, last);
    cells.retain(|cell| day <= cell.window.due && (cell.window.begins <= day || cell.window.due <= until));
    cells.sort_by_key(|cell| cell.window.due);
    let mut named = BTreeSet::new();
    cells.retain(|cell| named.insert(&cell.duty.code));
    let line = |cell: &AheadCell| {
        let AheadCell { duty, window, done: (done, need), .. } = cell;
        let of = if window.period == Period::Once { String::new() } else { format!("，{}", window.label()) };
        format!("{}前：{}（{}{of}）已办{done}/{need}", window.due, duty.title, duty.clause)
    };
    match cells.is_empty() {
        true => "到下月底没有要办的义务。".into(),
        false => cells.iter().map(line).collect::<Vec<_>>().join("\n"),
    }
}
