//! 周报: the numbers of the week, and what falls due next week.

use super::draft::{Made, Making};
use super::figures::{Figures, Level, Span, Whose};
use super::owes::is_bureaus_affair;
use super::paper::{Cell, Table};
use super::parts;
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::Measure;
use crate::model::card::HazardCard;
use crate::rules::clock::{due_in_force, is_open};

pub(super) fn make(of: &Making) -> Made {
    let unit = of.township()?;
    let monday = of.day().plus(-i32::from(of.day().weekday_index()));
    let sunday = monday.plus(6);
    let span = Span { name: "本周".into(), from: monday, to: sunday };
    let label = format!("{monday} 至 {sunday}");
    let name = unit.map_or("全区", |unit| &unit.short);
    let mut report = of.draft(format!("{name}安全生产治本攻坚行动周报"), name, &label);
    let figures = Figures::gather(of.view, of.day());
    let (flows, stocks) = (figures.over(&span), figures.stocks(&span));
    let no = unit.map_or(0, |unit| of.view.basics.unit_no(&unit.code));
    let whose = if no == 0 { Whose::All } else { Whose::Unit(no) };
    let number = |measure| flows.of(measure, whose);
    let stock = stocks.of(whose);
    report.say(format!(
        "本周检查企业{}家次，出动{}人次；发现隐患{}条（重大{}条），整改{}条，销号{}条，移交{}条；培训{}场，演练{}场，宣传{}次，提示信息{}条，企业自查{}家。截至{}，在办隐患{}条，逾期{}条，重大在账{}条。",
        number(Measure::Visits),
        number(Measure::Turnout),
        number(Measure::Found),
        flows.found_and_put_right(Level::Major, whose).0,
        number(Measure::Fixed),
        number(Measure::Closed),
        number(Measure::Sent),
        number(Measure::Trainings),
        number(Measure::Drills),
        number(Measure::Publicity),
        number(Measure::Notices),
        number(Measure::SelfChecked),
        of.day(),
        stock.open,
        stock.overdue,
        stock.major,
    ));
    let undated = number(Measure::Transferred).saturating_sub(number(Measure::Sent));
    if undated > 0 {
        report.note(format!("移交按发出日期计；另有旧账移交{undated}条没写发出日，本周导入，不计在内"));
    }
    if unit.is_none() {
        report.heading("一、各乡镇情况");
        let mut table =
            Table::new("本周", ["乡镇", "检查", "发现", "整改", "销号", "移交", "在办", "逾期", "重大在账"]);
        let mut units: Vec<_> = of.view.basics.townships().collect();
        units.sort_by_key(|unit| unit.no);
        let rows =
            units.iter().map(|unit| (unit.short.as_str(), Whose::Unit(of.view.basics.unit_no(&unit.code))));
        for (label, whose) in rows.chain([("合计", Whose::All)]) {
            let flow = [Measure::Visits, Measure::Found, Measure::Fixed, Measure::Closed, Measure::Sent];
            let stock = stocks.of(whose);
            let cells = flow.map(|measure| Cell::from(flows.of(measure, whose)));
            let stands = [stock.open, stock.overdue, stock.major].map(Cell::from);
            table.rows.push([vec![label.into()], cells.into(), stands.into()].concat());
        }
        report.table(table, "");
    }
    report.heading(if unit.is_none() { "二、急办事项" } else { "一、急办事项" });
    let is_urgent = |card: &HazardCard| {
        (no == 0 || card.township == no)
            && crate::rules::matrix::counts(card)
            && is_open(card, &of.facts)
            && (card.is_major() || crate::rules::clock::overdue_days(card, &of.facts) > 0)
    };
    report.table(parts::hazards(of, "逾期和重大隐患", is_urgent), "没有逾期和重大隐患。");
    report.heading(if unit.is_none() { "三、下周要办" } else { "二、下周要办" });
    let (from, to) = (sunday.plus(1), sunday.plus(7));
    let falls_due = |card: &HazardCard| {
        (no == 0 || card.township == no)
            && crate::rules::matrix::counts(card)
            && is_open(card, &of.facts)
            && (from..=to).contains(&due_in_force(card, &of.facts))
    };
    report.table(parts::hazards(of, "下周到期的隐患", falls_due), "下周没有到期的隐患。");
    let due: Vec<String> = due_soon(of, no, (from, to));
    report.say(if due.is_empty() { "下周没有到期的义务。".to_owned() } else { due.join("\n") });
    report.faults = figures.disagreements(of.view.duties, Period::containing(PeriodKind::Year, of.day()));
    Ok(report)
}

/// Duties whose last day lies within days and that the unit (0: anybody) has not met.
fn due_soon(of: &Making, no: u8, (from, to): (Day, Day)) -> Vec<String> {
    use crate::rules::matrix::CellState::{DueSoon, Partial, Pending};
    let now = of.standings();
    let units = crate::rules::standing::columns(&of.facts);
    let mut lines = Vec::new();
    for standing in now.iter().filter(|standing| !standing.duty.is_by_event()) {
        let Some(window) = standing.window().filter(|window| (from..=to).contains(&window.due)) else {
            continue;
        };
        let open = units.iter().zip(&standing.cells).filter(|(unit, cell)| {
            let is_own = of.view.basics.unit_no(&unit.code) == no && !is_bureaus_affair(standing, unit);
            let is_asked = no == 0 || is_own;
            is_asked && matches!(cell.state, Pending | Partial | DueSoon)
        });
        let names: Vec<&str> = open.map(|(unit, _)| unit.short.as_str()).collect();
        if !names.is_empty() {
            lines.push(format!("{}前：{}（{}）", window.due, standing.duty.title, names.join("、")));
        }
    }
    lines
}
