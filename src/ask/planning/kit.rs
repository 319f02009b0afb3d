//! 半年督导工具包 (三(二)、OR-04): the sheet for the visit to a township, from its own cells, and a sample whose seed anybody can
//! draw again.

use serde::{Deserialize, Serialize};

use super::{Paper, Part, cells, township};
use crate::ask::hazards;
use crate::ask::view::View;
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::model::row::name_of;
use crate::rules::clock::{is_open, overdue_days};
use crate::rules::matrix::CellState;
use crate::rules::planning::closing::unmet;
use crate::rules::planning::sample::draw;

/// What goes along to a supervision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kit {
    /// Code of the township.
    pub township: String,
    /// `2026H2`
    pub half: String,
    /// What the sample was drawn by.
    pub seed: u64,
    /// Enterprises to look at.
    pub enterprises: Vec<Id>,
    /// Closed hazards to look at.
    pub hazards: Vec<Id>,
    /// The sheet.
    pub paper: Paper,
}

impl Kit {
    /// The record of the visit, begun with the sample and its seed.
    pub fn wish(&self, date: Day) -> Command {
        let ids = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>().join("、");
        let note = format!("抽样种子 {}；抽查已销号隐患 {}", self.seed, ids(&self.hazards));
        let fields = Fields::of([
            ("date", date.to_string()),
            ("township", self.township.clone()),
            ("sampled", ids(&self.enterprises)),
            ("note", note),
        ]);
        Command::Enter { kind: Kind::Supervision, fields }
    }
}

/// Kinds of records whose number the sheet tells.
const TOLD: &[Kind] = &[
    Kind::InspectionPlan,
    Kind::Inspection,
    Kind::SelfInspection,
    Kind::Drill,
    Kind::Training,
    Kind::Confirmation,
    Kind::Evidence,
];

pub(super) fn kit(
    view: &View,
    writing: &str,
    half: &str,
    seed: u64,
    counts: (u16, u16),
    day: Day,
) -> Result<Box<Kit>, String> {
    let unit = township(view, writing)?;
    let today = view.day(day);
    let half = match half {
        "" => Period::containing(PeriodKind::Half, today),
        text => {
            let asked: Option<Period> = text.parse().ok();
            let asked =
                asked.filter(|period| period.kind() == Some(PeriodKind::Half) && period.start() <= today);
            asked.ok_or_else(|| format!("半年“{text}”写法不对或还没有到，如 2026H2"))?
        }
    };
    let as_of = today.min(half.end());
    let facts = view.facts(as_of);
    let no = view.basics.unit_no(&unit.code);
    let mine: Vec<_> = facts
        .hazards
        .iter()
        .filter(|card| card.township == no && crate::rules::matrix::counts(card))
        .collect();
    let within = |day: Day| half.contains(day) && day <= as_of;

    let about = unmet(&facts, view.duties).into_iter().filter(|cell| cell.unit == no);
    let (own, of_others): (Vec<_>, Vec<_>) = about.partition(|cell| cell.owes == no);
    let (owed, due): (Vec<_>, Vec<_>) = own.into_iter().partition(|cell| cell.state == CellState::Owed);
    let is_here = |card: &&EvidenceCard| {
        let of_premises = || {
            view.cards.enterprise(card.subject).and_then(|one| one.on(card.date)).map(|span| span.township)
        };
        let unit = if card.unit == 0 { of_premises().unwrap_or(0) } else { card.unit };
        unit == no && within(card.date) && !card.is(evidence_flag::VOID)
    };
    let done = TOLD.iter().map(|kind| {
        let found = facts.evidence_of(*kind).iter().filter(is_here).count();
        format!("{} {found}", name_of(*kind))
    });
    let open: Vec<Id> = mine.iter().filter(|card| is_open(card, &facts)).map(|card| card.id).collect();
    let late = mine.iter().filter(|card| is_open(card, &facts) && overdue_days(card, &facts) > 0).count();
    let found = mine.iter().filter(|card| within(card.found_on)).count();
    let ended: Vec<Id> = mine.iter().filter(|card| within(card.closed_on)).map(|card| card.id).collect();
    let figures = format!("发现 {found}，销号 {}，未闭环 {}，其中逾期 {late}", ended.len(), open.len());
    let hazard = |id: &Id| {
        let row = view.sees(*id).then(|| hazards::line(view, &facts, *id)).flatten()?;
        Some(format!("{} {} {} {} {}", row.id, row.enterprise, row.level, row.description, row.state.name()))
    };

    let running = facts
        .enterprises
        .iter()
        .filter(|card| card.on(as_of).is_some_and(|span| span.is_open && span.township == no));
    let enterprises = draw(seed, running.map(|card| card.id), counts.0.into());
    let hazards = draw(seed, ended, counts.1.into());
    let premises = enterprises.iter().map(|id| {
        let row = view.shelves.row(*id);
        let shop = row.as_ref().and_then(|row| row.enterprise());
        let address =
            shop.map(|one| if one.address.is_empty() { &one.village } else { &one.address }.clone());
        format!("{id} {} {}", view.enterprise_name(*id), address.unwrap_or_default())
    });
    let before = facts
        .evidence_of(Kind::Supervision)
        .iter()
        .filter(|card| card.unit == no && card.date <= as_of)
        .filter(|card| !card.is(evidence_flag::VOID) && !card.is(evidence_flag::BEGUN));
    let before = before.max_by_key(|card| (card.date, card.id)).map(|card| {
        let answered = if card.is(evidence_flag::DONE) {
            "发现的问题已复核或没有问题"
        } else {
            "发现的问题还没有复核"
        };
        format!("{} {} {answered}", card.date, card.id)
    });
    let sampled = |what: &str, count: usize| format!("抽查{what}（种子 {seed}，抽 {count}）");
    let paper = Paper {
        title: format!("{} {} 督导工作单", unit.name, half.label()),
        about: format!(
            "期间 {} 至 {}；截至 {as_of}；抽样种子 {seed}；制表 {}",
            half.start(),
            half.end(),
            view.officer.name
        ),
        parts: vec![
            Part::of(format!("欠账 {} 格", owed.len()), cells(view, &owed)),
            Part::of(format!("本期未落实、未到期 {} 格", due.len()), cells(view, &due)),
            Part::of(format!("局里对本乡镇应办、未办 {} 格", of_others.len()), cells(view, &of_others)),
            Part::of("本半年记录", done.collect()),
            Part::of("隐患", std::iter::once(figures).chain(open.iter().filter_map(hazard)).collect()),
            Part::of("上次督导", before.into_iter().collect()),
            Part::of(sampled("企业", enterprises.len()), premises.collect()),
            Part::of(sampled("已销号隐患", hazards.len()), hazards.iter().filter_map(hazard).collect()),
        ],
    };
    let township = unit.code.clone();
    Ok(Box::new(Kit { township, half: half.to_string(), seed, enterprises, hazards, paper }))
}
