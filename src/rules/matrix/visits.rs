//! M1 检查覆盖: townships × industries, visited of open enterprises in a period; coloured by OR-03 检查行业全覆盖.

use super::super::cadence::{Window, window};
use super::super::coverage::{Sheet, Sum};
use super::{Ask, Behind, Cell, CellPage, CellState, Head, Matrix, MatrixId, TOTAL, Words, listed};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::Industry;
use crate::model::card::EvidenceCard;
use crate::model::field::Fields;
use crate::model::id::Kind;
use crate::model::row::name_of;

/// Visits of a period, and who was open.
struct Visits {
    period: Period,
    /// The day up to which it is seen.
    to: Day,
    /// OR-03 in the period, where the office's table has it.
    duty: Option<Sheet>,
    /// Of each enterprise by place: industries (bits) that a visit looked at.
    visited: Vec<u32>,
    /// Visits there were.
    number: u32,
}

impl Visits {
    fn of(ask: &Ask) -> Visits {
        let facts = ask.facts();
        let duty = ask.duties.get("OR-03");
        let usual =
            duty.and_then(|duty| duty.period.kind(&facts.basics.settings)).unwrap_or(PeriodKind::Month);
        let period = ask.shown(usual);
        let mut visited = vec![0u32; facts.enterprises.len()];
        let mut number = 0;
        for (at, card) in in_period(ask, period) {
            if let Some(bits) = visited.get_mut(at) {
                *bits |= 1 << (industry_of(ask, at, card) & 31);
                number += 1;
            }
        }
        let sheet = duty.map(|duty| Sheet::of(duty, vec![window(duty, facts, period)], &ask.survey));
        Visits { period, to: facts.as_of.min(period.end()), duty: sheet, visited, number }
    }

    fn window(&self) -> Option<&Window> {
        self.duty.as_ref().and_then(|sheet| sheet.windows.first())
    }

    /// What OR-03 makes of a township (0: all) and an industry (0: all).
    fn duty_sum(&self, unit: u8, industry: u8) -> Option<Sum> {
        let sheet = self.duty.as_ref()?;
        let of = |slot: usize| industry == 0 || slot % 32 == usize::from(industry);
        let sums = sheet.subjects(0, unit).filter(|(slot, _)| of(*slot)).map(|(_, sum)| sum);
        sums.reduce(Sum::plus)
    }

    fn cell(&self, ask: &Ask, unit: u8, industry: u8, (have, need): (u32, u32)) -> Cell {
        if need == 0 {
            return Cell::none();
        }
        let due = self.window().map_or(Day::NONE, |window| window.due);
        let state = match (&self.duty, self.duty_sum(unit, industry)) {
            (Some(sheet), Some(sum)) => sheet.state(0, &sum, ask.facts().as_of),
            // Newly open: due from the next period.
            _ if have > 0 => CellState::Done,
            _ => CellState::Pending,
        };
        let text = match state {
            CellState::Owed | CellState::DueSoon | CellState::DoneLate => {
                format!("{}{have}/{need}", state.sign())
            }
            CellState::Unrecorded if have == 0 => state.sign().into(),
            CellState::Ahead => state.sign().into(),
            _ => format!("{have}/{need}"),
        };
        Cell { state, have, need, due, text }
    }
}

/// Inspections of the period that count, each with the place of its enterprise.
fn in_period<'a>(ask: &Ask<'a>, period: Period) -> impl Iterator<Item = (usize, &'a EvidenceCard)> {
    let (from, to) = (period.start(), period.end().min(ask.facts().as_of));
    visits(ask).filter(move |(_, card)| from <= card.date && card.date <= to)
}

/// Inspections up to the day that are not void, each with the place of its enterprise.
fn visits<'a>(ask: &Ask<'a>) -> impl Iterator<Item = (usize, &'a EvidenceCard)> {
    let place = |id| ask.survey.register.find(id);
    ask.facts().visits().filter_map(move |card| place(card.subject).map(|at| (at, card)))
}

fn industry_of(ask: &Ask, at: usize, card: &EvidenceCard) -> u8 {
    if card.industry == 0 { ask.survey.roster.industry(at) } else { card.industry }
}

fn industries<'a>(ask: &Ask<'a>) -> Vec<(&'a Industry, u8)> {
    let basics = ask.facts().basics;
    let mut all: Vec<_> = basics.industries.iter().map(|i| (i, basics.industry_no(&i.code))).collect();
    all.sort_by_key(|(_, no)| *no);
    all
}

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let visits = Visits::of(ask);
    let industries = industries(ask);
    let townships = ask.townships();
    // [township number][industry number]: visited, open. Place 0 adds up all of them.
    let mut counts = vec![[(0u32, 0u32); 32]; 256];
    for (at, unit, bits) in ask.survey.roster.open_on(visits.to) {
        let seen = visits.visited.get(at).copied().unwrap_or_default();
        for unit in [0, unit] {
            let Some(row) = counts.get_mut(usize::from(unit)) else { continue };
            for (industry, (have, need)) in row.iter_mut().enumerate() {
                let counts = if industry == 0 { u32::MAX } else { bits & 1 << industry };
                *need += u32::from(counts != 0);
                *have += u32::from(counts & seen != 0);
            }
        }
    }
    let row = |unit: u8| {
        let of = |no: u8| {
            let of_unit = counts.get(usize::from(unit)).and_then(|row| row.get(usize::from(no)));
            visits.cell(ask, unit, no, of_unit.copied().unwrap_or_default())
        };
        industries.iter().map(|(_, no)| of(*no)).chain([of(0)]).collect::<Vec<_>>()
    };
    let label = |i: &Industry| Head::new(&i.code, &i.short).noted(&i.name);
    Matrix {
        matrix: MatrixId::M1,
        title: MatrixId::M1.name().into(),
        as_of: ask.facts().as_of,
        period: visits.period.label(),
        rows: townships.iter().map(|(unit, _)| Head::of_unit(unit)).chain([Head::total()]).collect(),
        columns: industries.iter().map(|(i, _)| label(i)).chain([Head::total()]).collect(),
        cells: townships.iter().map(|(_, no)| row(*no)).chain([row(0)]).collect(),
        second_block: None,
        notes: vec![
            format!("已检企业数/在营企业数；本期检查{}家次", visits.number),
            "一家企业有几个行业的，各行业分别计；合计按家计".into(),
            "待补全、停业、关闭、迁出的企业不计".into(),
            "欠：有在营企业而本期没有检查的行业（OR-03，三(二)全覆盖为文件规定，按期计为局内约定）".into(),
        ],
    }
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let visits = Visits::of(ask);
    let (unit, unit_code, who) = match row {
        TOTAL => (0, String::new(), "全区".to_owned()),
        code => {
            let (unit, no) = ask.townships().into_iter().find(|(unit, _)| unit.code == code)?;
            (no, unit.code.clone(), unit.name.clone())
        }
    };
    let (industry, industry_code, trade) = match column {
        TOTAL => (0, String::new(), "各行业".to_owned()),
        code => {
            let (industry, no) = industries(ask).into_iter().find(|(i, _)| i.code == code)?;
            (no, industry.code.clone(), industry.name.clone())
        }
    };
    let wanted = if industry == 0 { u32::MAX } else { 1 << (industry & 31) };
    let facts = ask.facts();
    let mut last = vec![Day::NONE; facts.enterprises.len()];
    for (at, card) in self::visits(ask) {
        if let Some(day) = last.get_mut(at) {
            *day = card.date.max(*day);
        }
    }
    let (mut missing, mut have) = (Vec::new(), 0);
    let mut of_unit = vec![false; facts.enterprises.len()];
    for (at, township, bits) in ask.survey.roster.open_on(visits.to) {
        if (unit != 0 && township != unit) || bits & wanted == 0 {
            continue;
        }
        if let Some(place) = of_unit.get_mut(at) {
            *place = true;
        }
        if visits.visited.get(at).copied().unwrap_or_default() & wanted & bits != 0 {
            have += 1;
            continue;
        }
        let Some(card) = facts.enterprises.get(at) else { continue };
        let code = if unit == 0 {
            facts.basics.unit_of_no(township).map(|unit| unit.code.clone()).unwrap_or_default()
        } else {
            unit_code.clone()
        };
        let date = if visits.period.contains(facts.as_of) { facts.as_of } else { Day::NONE };
        let fields = Fields::of([
            ("date", date.to_string()),
            ("township", code),
            ("enterprise", card.id.to_string()),
            ("industry", industry_code.clone()),
        ]);
        let day = last.get(at).copied().unwrap_or_default();
        let entry = Some((Kind::Inspection, fields));
        missing.push(Behind { id: card.id, text: card.name.clone(), day, entry, cell: None });
    }
    let evidence: Vec<Behind> = in_period(ask, visits.period)
        .filter(|(at, card)| {
            of_unit.get(*at).copied().unwrap_or_default()
                && (industry == 0 || industry_of(ask, *at, card) == industry)
        })
        .map(|(at, card)| {
            let name = facts.enterprises.get(at).map(|card| card.name.as_str()).unwrap_or_default();
            Behind {
                id: card.id,
                text: format!("{name} {}", name_of(Kind::Inspection)),
                day: card.date,
                entry: None,
                cell: None,
            }
        })
        .collect();
    let need = have + missing.len() as u32;
    let totals = (evidence.len() as u32, missing.len() as u32);
    let cell = visits.cell(ask, unit, industry, (have, need));
    let stand = match cell.state {
        CellState::NotApplicable => "没有在营企业。".to_owned(),
        CellState::Owed => format!("在营{need}家，到{}没有检查，行业未覆盖，属欠账。", visits.period.end()),
        _ => format!("在营{need}家，已检{have}家，还有{}家未检。", need - have),
    };
    Some(CellPage {
        title: format!("检查覆盖 {who} {trade} {}", visits.period.label()),
        cell,
        why: format!(
            "按三(二)，检查行业范围应全覆盖（文件规定；按期计为局内约定）。{who}{trade}{}：{stand}",
            visits.period.label()
        ),
        clause: "三(二)".into(),
        evidence: listed(evidence, true, words),
        missing: listed(missing, false, words),
        totals,
        hazards: Vec::new(),
    })
}
