//! M12 企业制度与技改（二(三)5、二(五)7、三(五)）: townships × what enterprises are to have, n of m open ones.

use super::{Ask, Behind, Cell, CellPage, CellState, Head, Matrix, MatrixId, TOTAL, Words, listed};
use crate::calendar::Day;
use crate::model::card::{EnterpriseCard, enterprise_flag, evidence_flag};
use crate::model::enterprise::GASES;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// What an enterprise is to have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    Standard,
    Piped,
    Electric,
    Monitored,
    SelfCheck,
    Responsibility,
}

/// One column.
struct Column {
    key: &'static str,
    label: &'static str,
    goal: Goal,
    clause: &'static str,
    /// Of whom it is asked, in a sentence.
    asks: &'static str,
}

const COLUMNS: [Column; 6] = [
    Column {
        key: "standard",
        label: "标准化",
        goal: Goal::Standard,
        clause: "二(三)5",
        asks: "引导在营企业创建安全生产标准化，未达标和已到期的列为未办",
    },
    Column {
        key: "piped",
        label: "瓶改管",
        goal: Goal::Piped,
        clause: "三(五)",
        asks: "推动用瓶装燃气的场所瓶改管，以已完成的科技项目为准",
    },
    Column {
        key: "electric",
        label: "气改电",
        goal: Goal::Electric,
        clause: "三(五)",
        asks: "推动用瓶装、管道燃气的场所气改电，以已完成的科技项目为准",
    },
    Column {
        key: "monitored",
        label: "监测接入",
        goal: Goal::Monitored,
        clause: "三(五)",
        asks: "推动须许可的行业（成品油流通等）的企业接入监测预警系统",
    },
    Column {
        key: "self_check",
        label: "自查自改",
        goal: Goal::SelfCheck,
        clause: "二(五)7",
        asks: "督促在营企业健全自查自改常态化机制，以核实日为准",
    },
    Column {
        key: "responsibility",
        label: "全员责任",
        goal: Goal::Responsibility,
        clause: "二(五)7",
        asks: "督促在营企业落实全员安全生产责任制，以核实日为准",
    },
];

/// What the columns are judged by, gathered once.
struct Progress {
    /// By place of the enterprise: 瓶改管, 气改电 done.
    changed: Vec<[bool; 2]>,
    /// Bit per industry that needs a licence.
    licensed: u32,
    bottled: u8,
    piped: u8,
    as_of: Day,
}

impl Progress {
    fn of(ask: &Ask) -> Progress {
        let facts = ask.facts();
        let basics = facts.basics;
        let mut changed = vec![[false; 2]; facts.enterprises.len()];
        let variant = |word: &str| basics.sort("tech_project").map_or(0, |sort| sort.variant_no(word));
        let kinds = [variant("瓶改管"), variant("气改电")];
        for card in ask.survey.of_sort(basics.sort_no("tech_project")) {
            let is_done = card.is(evidence_flag::DONE) && !card.is(evidence_flag::VOID);
            let which = kinds.iter().position(|kind| *kind != 0 && *kind == card.variant);
            if is_done
                && card.date <= facts.as_of
                && let Some(done) = ask.survey.register.find(card.subject).and_then(|at| changed.get_mut(at))
                && let Some(done) = which.and_then(|which| done.get_mut(which))
            {
                *done = true;
            }
        }
        let licensed = basics.industries.iter().filter(|industry| !industry.licences.is_empty());
        let gas = |word: &str| GASES.iter().position(|gas| *gas == word).map_or(0, |at| at as u8 + 1);
        Progress {
            changed,
            licensed: licensed.fold(0, |bits, i| bits | 1 << (basics.industry_no(&i.code) & 31)),
            bottled: gas("瓶装"),
            piped: gas("管道"),
            as_of: facts.as_of,
        }
    }

    /// Is it asked of the enterprise, and has it got it?
    fn judge(&self, goal: Goal, at: usize, card: &EnterpriseCard, industries: u32) -> (bool, bool) {
        let by = |day: Day| !day.is_none() && day <= self.as_of;
        let [piped, electric] = self.changed.get(at).copied().unwrap_or_default();
        match goal {
            Goal::Standard => {
                let is_valid = card.standard_until.opt().is_none_or(|until| until >= self.as_of);
                (true, card.is(enterprise_flag::STANDARD) && is_valid)
            }
            Goal::Piped => (piped || card.gas == self.bottled, piped),
            Goal::Electric => (electric || [self.bottled, self.piped].contains(&card.gas), electric),
            Goal::Monitored => {
                let is_there = by(card.monitored_on);
                (is_there || industries & self.licensed != 0, is_there)
            }
            Goal::SelfCheck => (true, by(card.self_check_on)),
            Goal::Responsibility => (true, by(card.responsibility_on)),
        }
    }
}

/// A number of those asked; no colour of a debt, the duties are in the 欠账总表.
fn cell(have: u32, need: u32) -> Cell {
    let state = match (have, need) {
        (_, 0) => CellState::NotApplicable,
        (have, need) if have == need => CellState::Done,
        (0, _) => CellState::Pending,
        _ => CellState::Partial,
    };
    let text = if need == 0 { state.sign().into() } else { format!("{have}/{need}") };
    Cell { text, ..Cell::new(state, have, need, Day::NONE) }
}

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let facts = ask.facts();
    let progress = Progress::of(ask);
    let townships = ask.townships();
    // [township number][column]: have, need. Place 0 adds up all of them.
    let mut counts = vec![[(0u32, 0u32); COLUMNS.len()]; 256];
    for (at, unit, industries) in ask.survey.roster.open_on(facts.as_of) {
        let Some(card) = facts.enterprises.get(at) else { continue };
        for (column, place) in COLUMNS.iter().zip(0..) {
            let (is_asked, has) = progress.judge(column.goal, at, card, industries);
            for row in [0, usize::from(unit)] {
                if let Some((have, need)) =
                    counts.get_mut(row).and_then(|row: &mut [_; 6]| row.get_mut(place))
                {
                    *have += u32::from(has);
                    *need += u32::from(is_asked);
                }
            }
        }
    }
    let row = |no: u8| {
        let of_unit = counts.get(usize::from(no)).into_iter().flatten();
        of_unit.map(|(have, need)| cell(*have, *need)).collect::<Vec<_>>()
    };
    Matrix {
        matrix: MatrixId::M12,
        title: MatrixId::M12.name().into(),
        as_of: facts.as_of,
        period: String::new(),
        rows: townships.iter().map(|(unit, _)| Head::of_unit(unit)).chain([Head::total()]).collect(),
        columns: COLUMNS.iter().map(|c| Head::new(c.key, c.label).noted(c.clause)).collect(),
        cells: townships.iter().map(|(_, no)| row(*no)).chain([row(0)]).collect(),
        second_block: None,
        notes: COLUMNS.iter().map(|c| format!("{}：{}", c.label, c.asks)).collect(),
    }
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let facts = ask.facts();
    let column = COLUMNS.iter().find(|one| one.key == column)?;
    let (unit, who) = match row {
        TOTAL => (0, "全区"),
        code => {
            let (unit, no) = ask.townships().into_iter().find(|(unit, _)| unit.code == code)?;
            (no, unit.name.as_str())
        }
    };
    let progress = Progress::of(ask);
    let (mut evidence, mut missing) = (Vec::new(), Vec::new());
    for (at, township, industries) in ask.survey.roster.open_on(facts.as_of) {
        let Some(card) = facts.enterprises.get(at).filter(|_| unit == 0 || unit == township) else {
            continue;
        };
        let (is_asked, has) = progress.judge(column.goal, at, card, industries);
        let lines = if has { &mut evidence } else { &mut missing };
        if is_asked {
            let entry = if has { None } else { change(column.goal, card.id, facts.as_of) };
            lines.push(Behind {
                id: card.id,
                text: card.name.clone(),
                day: day_of(column.goal, card),
                entry,
                cell: None,
            });
        }
    }
    let totals = (evidence.len() as u32, missing.len() as u32);
    let cell = cell(totals.0, totals.0 + totals.1);
    let stand = match cell.need {
        0 => "没有这样的企业。".to_owned(),
        need => format!("应办{need}家，已办{}家，还有{}家。", cell.have, totals.1),
    };
    Some(CellPage {
        title: format!("{} {who}", column.label),
        cell,
        why: format!("按{}，{}。{who}：{stand}", column.clause, column.asks),
        clause: column.clause.into(),
        evidence: listed(evidence, true, words),
        missing: listed(missing, false, words),
        totals,
        hazards: Vec::new(),
    })
}

fn day_of(goal: Goal, card: &EnterpriseCard) -> Day {
    match goal {
        Goal::Standard => card.standard_until,
        Goal::Monitored => card.monitored_on,
        Goal::SelfCheck => card.self_check_on,
        Goal::Responsibility => card.responsibility_on,
        Goal::Piped | Goal::Electric => Day::NONE,
    }
}

/// The entry that would show a change of the gas; what is a field of the enterprise is filled in there.
fn change(goal: Goal, enterprise: Id, today: Day) -> Option<(Kind, Fields)> {
    let variant = match goal {
        Goal::Piped => "瓶改管",
        Goal::Electric => "气改电",
        Goal::Standard | Goal::Monitored | Goal::SelfCheck | Goal::Responsibility => return None,
    };
    let fields = [
        ("sort", "tech_project".to_owned()),
        ("variant", variant.to_owned()),
        ("stage", "已完成".to_owned()),
        ("enterprise", enterprise.to_string()),
        ("date", today.to_string()),
    ];
    Some((Kind::Evidence, Fields::of(fields)))
}
