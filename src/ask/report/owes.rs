//! 欠账通报、工作提醒: what a unit owes, as text that can be pasted: clause, period, who is missing. 文件规定 first; what the bureau
//! settled itself stands apart and outside the number that is passed on (domain §4.0, 5).

use super::draft::{Made, Making, long};
use super::paper::{Report, Table};
use crate::calendar::{Day, Period};
use crate::model::basics::{Basis, Unit};
use crate::model::id::{Id, Kind};
use crate::rules::cadence::Window;
use crate::rules::duty::{Cadence, Count, Duty, Owner, SubjectKind};
use crate::rules::matrix::{CellPage, CellState, MatrixId, TOTAL, cell_page, owed_total};
use crate::rules::standing::{Stand, Standing, columns};

/// Names written out of one item.
const NAMED: usize = 60;

pub(super) fn make(of: &Making) -> Made {
    let now = of.standings();
    let units = columns(&of.facts);
    let asked = of.township()?;
    let title = match asked {
        Some(unit) => format!("关于{}治本攻坚行动欠账事项的工作提醒", unit.name),
        None => "治本攻坚行动欠账情况通报".to_owned(),
    };
    let name = asked.map_or("全区", |unit| &unit.short);
    let mut report = of.draft(title, name, "");
    report.note("一个单位一项义务在一期内算一格；通报只计文件规定周期的义务，局内约定的另列，不计入");
    match asked {
        Some(unit) => {
            let at = units.iter().position(|other| other.code == unit.code).unwrap_or_default();
            letter(of, &mut report, &now, unit, at);
        }
        None => notice(of, &mut report, &now, &units),
    }
    report.faults = disagreements(of, &now, &units);
    Ok(report)
}

/// What one township is reminded of.
fn letter(of: &Making, report: &mut Report, now: &[Standing], unit: &Unit, at: usize) {
    let day = of.day();
    let debts = |basis| debts(now, at, basis);
    let (owed, own) = (debts(Basis::Notice), debts(Basis::Office));
    report.say(format!("{}企业办：", unit.name));
    let plan = of.plan();
    report.say(match owed + own {
        0 => format!("按{plan}，截至{}，你单位没有欠账。", long(day)),
        _ => format!(
            "按{plan}，截至{}，你单位尚欠文件规定的事项{owed}格，另有局内约定的事项{own}格。请抓紧补办；已经办了还没有登记的，请补录。",
            long(day)
        ),
    });
    items(of, report, now, unit, at);
    report.say(format!("\n{}\n{}", of.bureau(), long(day)));
}

/// Everybody, the bureau first, with the numbers in front.
fn notice(of: &Making, report: &mut Report, now: &[Standing], units: &[&Unit]) {
    let day = of.day();
    let mut table = Table::new("", ["单位", "文件规定欠账", "局内约定欠账"]);
    for (at, unit) in units.iter().enumerate() {
        let numbers = [Basis::Notice, Basis::Office].map(|basis| debts(now, at, basis).into());
        table.rows.push([vec![unit.short.as_str().into()], numbers.into()].concat());
    }
    let all = |basis| (0..units.len()).map(|at| debts(now, at, basis)).sum::<u32>();
    let (owed, own) = (all(Basis::Notice), all(Basis::Office));
    report.say(format!(
        "按{}，截至{}，全区尚欠文件规定的事项{owed}格，另有局内约定的事项{own}格。现将情况通报如下。",
        of.plan(),
        long(day)
    ));
    table.rows.push(vec!["合计".into(), owed.into(), own.into()]);
    report.table(table, "");
    for (at, unit) in units.iter().enumerate() {
        if debts(now, at, Basis::Notice) + debts(now, at, Basis::Office) > 0 {
            report.heading(format!("【{}】", unit.short));
            items(of, report, now, unit, at);
        }
    }
    report.say(format!("\n{}\n{}", of.bureau(), long(day)));
}

/// The items of a unit: what is owed by 文件规定, what by 局内约定, what falls due soon.
fn items(of: &Making, report: &mut Report, now: &[Standing], unit: &Unit, at: usize) {
    let blocks = [(Basis::Notice, "文件规定的事项"), (Basis::Office, "局内约定的事项（不计入通报）")];
    let mut numerals = ["一", "二", "三"].into_iter();
    let mut heading = |text: &str| format!("{}、{text}", numerals.next().unwrap_or_default());
    for (basis, title) in blocks {
        let lines: Vec<String> = now
            .iter()
            .filter(|standing| standing.duty.basis == basis)
            .flat_map(|standing| {
                owed_windows(standing, at).map(move |(window, stand)| (standing, window, stand))
            })
            .map(|(standing, window, stand)| item(of, standing, unit, window, stand))
            .collect();
        if !lines.is_empty() {
            report.heading(heading(title));
            report.say(numbered(&lines));
        }
    }
    let soon: Vec<String> = now
        .iter()
        .filter(|standing| standing.cells.get(at).is_some_and(|cell| cell.state == CellState::DueSoon))
        .filter(|standing| !is_bureaus_affair(standing, unit))
        .filter_map(|standing| {
            let (window, cell) = (standing.window()?, standing.cells.get(at)?);
            let limit = match standing.duty.is_by_event() {
                true => "临近期限".to_owned(),
                false => format!("{}到期", window.due),
            };
            Some(format!("{}，{limit}{}", head(&standing.duty, window), progress(&standing.duty, cell)))
        })
        .collect();
    if !soon.is_empty() {
        report.heading(heading("临近期限的事项"));
        report.say(numbered(&soon));
    }
}

/// In a township's cell only for comparison: the debt is the bureau's.
pub(super) fn is_bureaus_affair(standing: &Standing, unit: &Unit) -> bool {
    standing.duty.owner == Owner::Bureau && unit.is_township()
}

/// The windows in which a unit owes a duty, oldest first.
fn owed_windows<'s>(
    standing: &'s Standing,
    at: usize,
) -> impl Iterator<Item = (&'s Window, &'s Stand)> + use<'s> {
    let before =
        standing.arrears_of(at).filter_map(|(arrear, stand)| Some((standing.window_of(arrear)?, stand)));
    let now = standing.window().zip(standing.cells.get(at));
    before.chain(now).filter(|(_, stand)| stand.owed > 0)
}

/// `二(五)7 主要负责人季度带队自查（OR-05，2026年三季度，期限2026-09-30）：应办8家，还缺2家：阿芬牛肉店、…`
fn item(of: &Making, standing: &Standing, unit: &Unit, window: &Window, stand: &Stand) -> String {
    let (duty, day) = (&standing.duty, of.day());
    let page = page(of, duty, window, unit);
    let is_by_event = duty.is_by_event();
    let limit = if is_by_event { String::new() } else { format!("，期限{}", window.due) };
    let mut said = format!("{}{limit}", head(duty, window));
    said.push_str(&progress(duty, stand));
    let late = |line: &&crate::rules::matrix::Behind| !is_by_event || line.day < day;
    let missing: Vec<_> = page.iter().flat_map(|page| &page.missing).filter(late).collect();
    // Other windows of the same duty have an item of their own.
    let named = missing.iter().filter(|line| line.id != Id::NONE || is_of_several(duty));
    let named: Vec<String> = named
        .filter(|line| !line.text.starts_with("往期欠账"))
        .map(|line| name(of, line.id, &line.text, unit))
        .collect();
    let hidden = page.as_ref().map_or(0, |page| page.totals.1 as usize).saturating_sub(missing.len());
    if !named.is_empty() {
        let shown = named.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
        let rest = if named.len() > NAMED { format!(" 等{}个", named.len()) } else { String::new() };
        said.push_str(&format!("：{shown}{rest}"));
    } else if hidden > 0 && duty.subject.of != SubjectKind::Unit && !is_by_event {
        said.push_str("（名单由本单位和区商务局查看）");
    }
    said
}

/// What is missing is one of several subjects of the unit, or a township that the bureau owes it.
fn is_of_several(duty: &Duty) -> bool {
    duty.subject.of != SubjectKind::Unit || duty.owner == Owner::Bureau
}

/// Short, since the unit stands above.
fn name(of: &Making, id: Id, text: &str, unit: &Unit) -> String {
    match id.kind() {
        _ if id == Id::NONE => text.strip_prefix(&format!("{} ", unit.short)).unwrap_or(text).to_owned(),
        Kind::Enterprise => of.view.enterprise_called(id),
        Kind::Hazard => format!("{text}（{id}）"),
        Kind::PlanItem => {
            of.facts.piece(id).map(|item| of.view.enterprise_called(item.subject)).unwrap_or_default()
        }
        _ => text.to_owned(),
    }
}

fn head(duty: &Duty, window: &Window) -> String {
    format!("{} {}（{}，{}）", duty.clause, duty.title, duty.code, window.label())
}

fn progress(duty: &Duty, stand: &Stand) -> String {
    let (sum, measure) = (&stand.sum, measure(duty));
    let by_event = duty.period == Cadence::PerEvent;
    match duty.subject.of {
        _ if by_event && stand.state == CellState::Owed => format!("：{}项超过期限", sum.late),
        _ if by_event => format!("：{}项临近期限", sum.soon),
        _ if sum.need <= 1 => String::new(),
        _ => format!("：应办{}{measure}，还缺{}{measure}", sum.need, sum.need.saturating_sub(sum.done)),
    }
}

fn measure(duty: &Duty) -> &'static str {
    match duty.subject.of {
        _ if duty.evidence.count == Count::Every => "家",
        SubjectKind::Unit if duty.owner == Owner::Bureau => "个",
        SubjectKind::Unit => "次",
        SubjectKind::UnitIndustry => "个行业",
        SubjectKind::Enterprise => "家",
        SubjectKind::Person => "人",
        SubjectKind::Hazard | SubjectKind::Record => "项",
    }
}

/// Who is missing in a window: what M9 shows behind the cell.
fn page(of: &Making, duty: &Duty, window: &Window, unit: &Unit) -> Option<CellPage> {
    let period = (window.period != Period::Once).then_some(window.period);
    // A duty on events is looked at as it stands today.
    let period = period.filter(|_| !duty.is_by_event());
    cell_page(&of.facts, of.view.duties, MatrixId::M9, period, &duty.code, &unit.code, of.view)
}

fn debts(now: &[Standing], at: usize, basis: Basis) -> u32 {
    now.iter().filter(|standing| standing.duty.basis == basis).map(|standing| standing.debts(at)).sum()
}

fn numbered(lines: &[String]) -> String {
    let lines = lines.iter().zip(1..).map(|(line, number)| format!("{number}. {line}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The numbers of units add up to the total of debts and to the totals of M9.
fn disagreements(of: &Making, now: &[Standing], units: &[&Unit]) -> Vec<String> {
    let (owed, own) = owed_total(&of.facts, of.view.duties);
    let mut faults = Vec::new();
    for (basis, total) in [(Basis::Notice, owed), (Basis::Office, own)] {
        let sum: u32 = (0..units.len()).map(|at| debts(now, at, basis)).sum();
        if sum != total {
            faults.push(format!("{}欠账：各单位合计 {sum}，总数 {total}", basis.label()));
        }
    }
    let chart = of.matrix(MatrixId::M9, None);
    for (at, unit) in units.iter().enumerate() {
        let ours = debts(now, at, Basis::Notice);
        if let Some((_, theirs)) = super::figures::in_matrix(&chart, TOTAL, &unit.code)
            && theirs != ours
        {
            faults.push(format!("{} 欠账：通报 {ours}，矩阵 M9 {theirs}", unit.short));
        }
    }
    faults
}

/// Debts of a unit now, of duties whose period the notice states and of those the bureau settled, as lines with their days.
pub(super) fn lines_of(of: &Making, now: &[Standing], unit: &Unit) -> Vec<(String, Day)> {
    let units = columns(&of.facts);
    let Some(at) = units.iter().position(|other| other.code == unit.code) else { return Vec::new() };
    let mut lines = Vec::new();
    for basis in [Basis::Notice, Basis::Office] {
        for standing in now.iter().filter(|standing| standing.duty.basis == basis) {
            for (window, stand) in owed_windows(standing, at) {
                let line = format!("{}{}", head(&standing.duty, window), progress(&standing.duty, stand));
                let is_by_event = standing.duty.is_by_event();
                let due = if is_by_event { Day::NONE } else { window.due };
                lines.push((format!("{line}（{}）", basis.label()), due));
            }
        }
    }
    lines
}
