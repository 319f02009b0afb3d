//! 月度统计表: townships and industries × the columns of `forms.toml`, for the month, the year so far and the plan so far.

use std::collections::BTreeMap;

use super::draft::{Made, Making, rate};
use super::figures::{BUREAU, Figures, Flows, Level, Span, Stock, Stocks, Whose};
use super::paper::{Block, Cell, Head, Table};
use crate::calendar::{Period, PeriodKind};
use crate::model::basics::Measure;
use crate::rules::cadence::plan_length;
use crate::rules::matrix::{MatrixId, TOTAL};

/// Whose row it is, in which block.
struct Line {
    label: String,
    whose: Whose,
}

pub(super) fn make(of: &Making) -> Made {
    let month = of.period();
    let title = format!("安全生产治本攻坚行动月度统计表（{}）", month.label());
    let mut report = of.draft(title, "全区", month.label());
    let figures = Figures::gather(of.view, of.day());
    let open = open_enterprises(of, month);
    for span in spans(of, month) {
        let sheet = Sheet { flows: figures.over(&span), stocks: figures.stocks(&span), open: &open };
        report.blocks.push(Block::Table(table(of, &span.name, "乡镇", &townships(of), &sheet)));
        report.blocks.push(Block::Table(table(of, &span.name, "行业", &industries(of), &sheet)));
    }
    report
        .note("发现按发现日期、移交按发出日期、其余按发生日期计；列入治理计划、在办、逾期、在营企业为期末数");
    report.note("已整改＝本期发现的隐患里截至制表日已整改的；整改率＝已整改÷发现");
    for column in of.view.basics.monthly.iter().filter(|column| column.measure == Measure::Fixed) {
        report.note(format!(
            "{}按完成日期（没有的按销号日期）计，以前发现、本期整改的也在内，不用来算整改率",
            column.label
        ));
    }
    report.note("一家企业有几个行业的，在营企业各行业分别计；其余按主行业计");
    report.note("局本级为区商务局和股室组织的培训、宣传、提示，计入合计");
    report.faults = faults(of, &figures, month);
    Ok(report)
}

/// 本月, 本年累计, 三年累计 (of a plan of three years); the latter two end with the month.
pub(super) fn spans(of: &Making, period: Period) -> Vec<Span> {
    let year = Period::containing(PeriodKind::Year, period.start());
    let to = period.end();
    let name = match period.kind() {
        Some(PeriodKind::Month) => "本月",
        Some(PeriodKind::Quarter) => "本季",
        Some(PeriodKind::Half) => "本半年",
        _ => "本年",
    };
    let mut spans = vec![Span::of(period).called(name)];
    if period.kind() != Some(PeriodKind::Year) {
        spans.push(Span { name: "本年累计".into(), from: year.start(), to });
    }
    spans.push(Span { name: format!("{}累计", plan_length(&of.facts)), from: of.plan_years().0, to });
    spans
}

/// 在营企业 by key of the unit or industry, as M1 counts them.
fn open_enterprises(of: &Making, period: Period) -> BTreeMap<String, u32> {
    let m1 = of.matrix(MatrixId::M1, Some(period));
    let rows = m1.rows.iter().zip(&m1.cells);
    let of_units = rows.filter_map(|(head, cells)| Some((head.key.clone(), cells.last()?.need)));
    let totals = m1.columns.iter().zip(m1.cells.last().into_iter().flatten());
    let of_industries = totals.map(|(head, cell)| (head.key.clone(), cell.need));
    of_units.chain(of_industries).collect()
}

fn townships(of: &Making) -> Vec<Line> {
    let mut units: Vec<_> = of.view.basics.townships().collect();
    units.sort_by_key(|unit| unit.no);
    let no = |code: &str| Whose::Unit(of.view.basics.unit_no(code));
    let rows = units.into_iter().map(|unit| Line { label: unit.short.clone(), whose: no(&unit.code) });
    let own = Line { label: "局本级".into(), whose: Whose::Unit(BUREAU) };
    rows.chain([own, Line { label: "合计".into(), whose: Whose::All }]).collect()
}

fn industries(of: &Making) -> Vec<Line> {
    let basics = of.view.basics;
    let no = |code: &str| Whose::Industry(basics.industry_no(code));
    let rows = basics.industries.iter().map(|i| Line { label: i.name.clone(), whose: no(&i.code) });
    let none = Line { label: "未分行业".into(), whose: Whose::Industry(0) };
    rows.chain([none, Line { label: "合计".into(), whose: Whose::All }]).collect()
}

/// What the cells of a table are taken from.
pub(super) struct Sheet<'o> {
    pub flows: Flows,
    pub stocks: Stocks,
    pub open: &'o BTreeMap<String, u32>,
}

fn table(of: &Making, span: &str, what: &str, lines: &[Line], sheet: &Sheet) -> Table {
    let columns = &of.view.basics.monthly;
    let heads = columns.iter().map(|c| Head { group: c.group.clone(), label: c.label.clone() });
    let row = |line: &Line| {
        let cells = columns.iter().map(|column| cell(of, column.measure, line.whose, sheet));
        std::iter::once(Cell::from(line.label.as_str())).chain(cells).collect()
    };
    Table {
        title: format!("{span} 按{what}"),
        heads: std::iter::once(Head::plain(what)).chain(heads).collect(),
        rows: lines.iter().map(row).collect(),
    }
}

/// What a column says of a row.
pub(super) fn cell(of: &Making, measure: Measure, whose: Whose, sheet: &Sheet) -> Cell {
    use Measure::*;
    let flows = &sheet.flows;
    let stock: Stock = sheet.stocks.of(whose);
    let [goal, measures, funds, person, due, emergency] = stock.secured;
    let share = |level| {
        let (found, right) = flows.found_and_put_right(level, whose);
        Cell::from(rate(right, found))
    };
    let number = match measure {
        Enterprises => sheet.open.get(&key(of, whose)).copied().unwrap_or_default(),
        FixedRate => return share(Level::Both),
        RateGeneral => return share(Level::General),
        RateMajor => return share(Level::Major),
        Planned => stock.major,
        PlannedGoal => goal,
        PlannedMeasures => measures,
        PlannedFunds => funds,
        PlannedPerson => person,
        PlannedDue => due,
        PlannedEmergency => emergency,
        Funds => return Cell::from(in_ten_thousands(stock.funds)),
        Open => stock.open,
        Overdue => stock.overdue,
        flow => flows.of(flow, whose),
    };
    Cell::Number(number)
}

/// 元 → 万元, without zeros at the end.
fn in_ten_thousands(sum: u32) -> String {
    let said = format!("{}.{:04}", sum / 10_000, sum % 10_000);
    said.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn key(of: &Making, whose: Whose) -> String {
    let basics = of.view.basics;
    match whose {
        Whose::All => TOTAL.to_owned(),
        Whose::Unit(no) => basics.unit_of_no(no).map(|unit| unit.code.clone()).unwrap_or_default(),
        Whose::Industry(no) => basics.industry_of_no(no).map(|i| i.code.clone()).unwrap_or_default(),
    }
}

/// Ledger and M10 say the same of every year up to the period; rows add up to the total.
pub(super) fn faults(of: &Making, figures: &Figures, period: Period) -> Vec<String> {
    let (first, _) = of.plan_years();
    let years = Period::between(PeriodKind::Year, first, period.end());
    let mut faults: Vec<String> =
        years.flat_map(|year| figures.disagreements(of.view.duties, year)).collect();
    for span in spans(of, period) {
        let flows = figures.over(&span);
        for (what, lines) in [("乡镇", townships(of)), ("行业", industries(of))] {
            for (name, measure) in
                [("发现", Measure::Found), ("整改", Measure::Fixed), ("检查", Measure::Visits)]
            {
                let rows = lines.iter().filter(|line| line.whose != Whose::All);
                let sum: u32 = rows.map(|line| flows.of(measure, line.whose)).sum();
                let whole = flows.of(measure, Whose::All);
                if sum != whole {
                    faults.push(format!("{} {name}：各{what}合计 {sum}，总数 {whole}", span.name));
                }
            }
        }
    }
    faults
}
