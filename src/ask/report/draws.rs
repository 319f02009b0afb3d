//! 排名表 for 通报表扬 and 回头看抽查名单: an order of townships, and a draw that anybody can repeat with its seed.

use super::draft::{Made, Making, rate};
use super::figures::{Figures, Level, Span, Whose, in_matrix};
use super::paper::{Cell, Table};
use super::parts;
use crate::calendar::{Day, PeriodKind};
use crate::model::basics::{Basis, Unit};
use crate::model::card::{HazardCard, hazard_flag};
use crate::rules::matrix::{Matrix, MatrixId, TOTAL};
use crate::rules::planning::sample::draw;
use crate::rules::standing::columns;

/// Hazards drawn where nobody says how many.
const USUAL: u32 = 10;

/// What a township is ranked by.
struct Place<'u> {
    unit: &'u Unit,
    owed: u32,
    own: u32,
    visited: (u32, u32),
    closed: (u32, u32),
    overdue: u32,
    right: (u32, u32),
}

/// 排名表 (三(一)): fewest debts first, then the best closing rate, then the best coverage.
pub(super) fn ranking(of: &Making) -> Made {
    let period = of.period();
    let mut report = of.draft(format!("各乡镇工作排名表（{}）", period.label()), "全区", period.label());
    let now = of.standings();
    let (m1, m10) = (of.matrix(MatrixId::M1, Some(period)), of.matrix(MatrixId::M10, Some(period)));
    let figures = Figures::gather(of.view, of.day());
    let flows = figures.over(&Span::of(period));
    let debts = |at: usize, basis: Basis| {
        now.iter().filter(|s| s.duty.basis == basis).map(|s| s.debts(at)).sum::<u32>()
    };
    let units = columns(&of.facts);
    let mut places: Vec<Place> = units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.is_township())
        .map(|(at, unit)| {
            let whose = Whose::Unit(of.view.basics.unit_no(&unit.code));
            let (found, right) = flows.found_and_put_right(Level::Both, whose);
            let number = |key| in_matrix(&m10, &unit.code, key).map_or(0, |(_, n)| n);
            Place {
                unit,
                owed: debts(at, Basis::Notice),
                own: debts(at, Basis::Office),
                visited: pair(&m1, &unit.code, TOTAL),
                closed: pair(&m10, &unit.code, "rate"),
                overdue: number("overdue"),
                right: (right, found),
            }
        })
        .collect();
    places.sort_by_key(|place| (place.owed, share(place.closed), share(place.visited), place.unit.no));
    let heads = [
        "名次",
        "乡镇",
        "文件规定欠账",
        "局内约定欠账",
        "检查覆盖率",
        "发现隐患",
        "整改率",
        "闭环率",
        "逾期",
    ];
    let mut table = Table::new("排名", heads);
    for (place, number) in places.iter().zip(1u32..) {
        table.rows.push(vec![
            number.into(),
            place.unit.short.as_str().into(),
            place.owed.into(),
            place.own.into(),
            rate(place.visited.0, place.visited.1).into(),
            place.right.1.into(),
            rate(place.right.0, place.right.1).into(),
            rate(place.closed.0, place.closed.1).into(),
            place.overdue.into(),
        ]);
    }
    report.table(table, "没有乡镇。");
    report.note("排名次序（局内约定）：文件规定欠账少的在前，再看闭环率，再看检查覆盖率；欠账为制表日的数");
    report.note("检查覆盖率＝本期检查过的在营企业；闭环率＝本期发现的隐患里已销号的；整改率＝其中已整改的");
    let year = parts::at_end(of, period, PeriodKind::Year);
    report.faults = figures.disagreements(of.view.duties, year);
    Ok(report)
}

fn pair(matrix: &Matrix, row: &str, column: &str) -> (u32, u32) {
    let found = || {
        let at = matrix.columns.iter().position(|head| head.key == column)?;
        let row = matrix.rows.iter().position(|head| head.key == row)?;
        matrix.cells.get(row)?.get(at)
    };
    found().map(|cell| (cell.have, cell.need)).unwrap_or_default()
}

/// Sorts the highest share first; nothing to divide by comes last.
fn share((have, need): (u32, u32)) -> std::cmp::Reverse<Option<u64>> {
    std::cmp::Reverse((u64::from(have) * 10_000).checked_div(u64::from(need)))
}

/// 回头看抽查名单: every 重大 that was closed in the period, and so many others drawn by a seed that stands on the paper.
pub(super) fn lookback(of: &Making) -> Made {
    let (unit, period) = (of.township()?, of.period());
    let name = unit.map_or("全区", |unit| &unit.short);
    let seed = of.wanted.seed.unwrap_or_else(|| number_of(of.day()));
    let wanted = of.wanted.number.unwrap_or(USUAL);
    let mut report = of.draft(format!("回头看抽查名单（{}）", period.label()), name, period.label());
    let no = unit.map_or(0, |unit| of.view.basics.unit_no(&unit.code));
    let is_closed = |card: &&HazardCard| {
        (no == 0 || card.township == no)
            && crate::rules::matrix::counts(card)
            && period.contains(card.closed_on)
            && card.closed_on <= of.day()
    };
    let (major, general): (Vec<&HazardCard>, Vec<&HazardCard>) =
        of.facts.hazards.iter().filter(is_closed).partition(|card| card.is_major());
    // Drawn from everybody's, so that the same seed draws the same list whoever asks.
    let mut drawn = draw(seed, general.iter().map(|card| card.id), wanted as usize);
    drawn.sort_unstable();
    let drawn: Vec<&HazardCard> = drawn.into_iter().filter_map(|id| of.facts.hazard(id)).collect();
    let mut table = Table::new(
        "抽查名单",
        ["序号", "隐患编号", "乡镇", "企业", "隐患描述", "等级", "销号日期", "已回头看", "抽查结果"],
    );
    let listed = major.iter().chain(&drawn);
    for (card, number) in listed.filter(|card| of.view.sees(card.id)).zip(1u32..) {
        let looked = if card.is(hazard_flag::LOOKED_BACK) { "是" } else { "" };
        table.rows.push(vec![
            number.into(),
            card.id.to_string().into(),
            of.view.unit_short(card.township).into(),
            of.view.enterprise_called(card.enterprise).into(),
            of.view.cards.description_of(card.id).into(),
            if card.is_major() { "重大" } else { "一般" }.into(),
            card.closed_on.into(),
            looked.into(),
            Cell::Nothing,
        ]);
    }
    report.say(format!(
        "{}销号的重大隐患{}条全部抽查；一般隐患{}条，抽取{}条。随机种子 {seed}。",
        period.label(),
        major.len(),
        general.len(),
        drawn.len()
    ));
    let hidden = (major.len() + drawn.len()).saturating_sub(table.rows.len());
    if hidden > 0 {
        report.note(format!("抽中的{hidden}条不在制表人的辖区或行业内，没有列名"));
    }
    report.table(table, "本期没有销号的隐患。");
    report.note(format!("随机种子 {seed}，同样的台账、期间和种子抽出同样的名单；抽查比例为局内约定"));
    report.sign(&["抽取人", "监督人", "日期"]);
    Ok(report)
}

/// `20261123`
fn number_of(day: Day) -> u64 {
    (day.year().unsigned_abs() * 10_000 + day.month() * 100 + day.day()).into()
}
