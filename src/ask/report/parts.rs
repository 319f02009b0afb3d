//! Tables that several reports have: open hazards, records of a unit, people, debts.

use super::draft::{Making, of_matrix};
use super::owes;
use super::paper::{Cell, Report, Table};
use crate::ask::hazards;
use crate::calendar::{Period, PeriodKind};
use crate::model::basics::Unit;
use crate::model::card::{EvidenceCard, HazardCard, evidence_flag};
use crate::model::field::{FOR_GOOD, Shape, Spec};
use crate::model::id::Kind;
use crate::model::row::{Row, name_of};
use crate::rules::clock::is_open;
use crate::rules::matrix::MatrixId;
use crate::rules::queue::Urgency;
use crate::rules::standing::Standing;

/// Hazards that pass, in 急重轻缓, as far as the officer may see them.
pub(super) fn hazards(of: &Making, title: &str, passes: impl Fn(&HazardCard) -> bool) -> Table {
    let facts = &of.facts;
    let mut cards: Vec<&HazardCard> =
        facts.hazards.iter().filter(|card| passes(card) && of.view.sees(card.id)).collect();
    let urgency = Urgency::new(facts);
    cards.sort_by_cached_key(|card| (urgency.place(card), card.id));
    let heads = ["编号", "企业", "隐患描述", "等级", "状态", "发现日期", "期限", "逾期天数"];
    let mut table = Table::new(title, heads);
    for line in cards.into_iter().filter_map(|card| hazards::line(of.view, facts, card.id)) {
        table.rows.push(vec![
            line.id.to_string().into(),
            line.called.into(),
            line.description.into(),
            line.level.into(),
            line.state.name().into(),
            line.found_on.into(),
            line.due.into(),
            if line.overdue_days == 0 { Cell::Nothing } else { line.overdue_days.into() },
        ]);
    }
    table
}

/// Not yet brought to an end, of a township by its number.
pub(super) fn open_hazards(of: &Making, township: u8) -> Table {
    hazards(of, "未闭环隐患", |card| {
        (township == 0 || card.township == township)
            && crate::rules::matrix::counts(card)
            && is_open(card, &of.facts)
    })
}

/// Evidence that passes and happened, by day, as far as the officer may see it.
pub(super) fn evidence<'a>(
    of: &Making<'a>,
    kind: Kind,
    passes: impl Fn(&EvidenceCard) -> bool,
) -> Vec<&'a EvidenceCard> {
    let mut found: Vec<_> = happened(of, kind).filter(|card| passes(card) && of.view.sees(card.id)).collect();
    found.sort_by_key(|card| (card.date, card.id));
    found
}

/// Everybody's evidence of a kind by the day: what is counted, whoever asks.
pub(super) fn happened<'a>(of: &Making<'a>, kind: Kind) -> impl Iterator<Item = &'a EvidenceCard> + use<'a> {
    let day = of.day();
    let cards = of.facts.evidence_of(kind).iter();
    cards.filter(move |card| !card.is(evidence_flag::VOID) && card.date <= day)
}

/// 工作记录 of some sorts (codes) that pass.
pub(super) fn records(
    of: &Making,
    title: &str,
    sorts: &[&str],
    passes: impl Fn(&EvidenceCard) -> bool,
) -> Table {
    let numbers: Vec<u8> =
        sorts.iter().map(|code| of.view.basics.sort_no(code)).filter(|no| *no != 0).collect();
    let mut table = Table::new(title, ["日期", "种类", "名称", "类型状态", "文号", "内容"]);
    for card in evidence(of, Kind::Evidence, |card| numbers.contains(&card.sort) && passes(card)) {
        let Some(row) = of.view.shelves.row(card.id) else { continue };
        let field = |key: &str| of.field(&row.body, key);
        let words = |keys: &[&str]| {
            keys.iter().map(|key| field(key)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("；")
        };
        table.rows.push(vec![
            card.date.into(),
            row.body.name(of.view.basics).into(),
            row.body.title().into(),
            words(&["variant", "stage"]).into(),
            field("doc_no").into(),
            words(&["text", "goals", "decisions", "measures", "result"]).into(),
        ]);
    }
    table
}

/// Other records of a kind that pass: day, what it is about, what it says.
pub(super) fn list(
    of: &Making,
    title: &str,
    kind: Kind,
    keys: &[&str],
    passes: impl Fn(&EvidenceCard) -> bool,
) -> Table {
    let specs = crate::model::row::specs_of(kind);
    let label = |key: &&str| specs.iter().find(|spec| spec.key == *key).map_or("", |spec| spec.label);
    let mut table = Table::new(title, keys.iter().map(label));
    for card in evidence(of, kind, passes) {
        let Some(row) = of.view.shelves.row(card.id) else { continue };
        table.rows.push(keys.iter().map(|key| of.field(&row.body, key).into()).collect());
    }
    table
}

/// Records of a kind that pass with all their FIELDS but the enterprise they are about, which has the paper; a field that none of
/// them fills has no column.
pub(super) fn whole_list(of: &Making, kind: Kind, passes: impl Fn(&EvidenceCard) -> bool) -> Table {
    let cards = evidence(of, kind, passes);
    let rows: Vec<_> = cards.iter().filter_map(|card| of.view.shelves.row(card.id)).collect();
    let mut specs = crate::model::row::specs_of(kind);
    specs.retain(|spec| {
        spec.key != "enterprise"
            && rows.iter().any(|row| row.body.get(spec.key).is_some_and(|text| !text.is_empty()))
    });
    let mut table = Table::new(name_of(kind), specs.iter().map(|spec| spec.label));
    let words = |row: &Row, spec: &Spec| match of.field(&row.body, spec.key) {
        blank if blank.is_empty() && spec.shape == Shape::Validity => FOR_GOOD[0].to_owned(),
        text => text,
    };
    table.rows = rows.iter().map(|row| specs.iter().map(|spec| words(row, spec).into()).collect()).collect();
    table
}

/// People of a unit in their posts.
pub(super) fn people(of: &Making, unit: &Unit) -> Table {
    let mut table = Table::new("人员", ["姓名", "职务", "角色", "到岗日期"]);
    for (id, person) in of.facts.persons {
        if person.unit == unit.code && person.is_serving(of.day()) && of.view.sees(*id) {
            table.rows.push(vec![
                person.name.as_str().into(),
                person.post.as_str().into(),
                person.role.as_str().into(),
                person.since.into(),
            ]);
        }
    }
    table
}

/// What a unit owes now.
pub(super) fn debts(of: &Making, now: &[Standing], unit: &Unit) -> Table {
    let mut table = Table::new("欠账", ["事项", "期限"]);
    let lines = owes::lines_of(of, now, unit);
    table.rows = lines.into_iter().map(|(line, due)| vec![line.into(), due.into()]).collect();
    table
}

/// Adds a matrix over a period, with its notes: of one unit, or all of it.
pub(super) fn add_matrix(
    of: &Making,
    report: &mut Report,
    id: MatrixId,
    period: Option<Period>,
    unit: Option<&Unit>,
    keeps: impl Fn(&str) -> bool,
) {
    let matrix = of.matrix(id, period);
    // An office without that duty has no columns.
    if !matrix.columns.iter().any(|head| keeps(&head.key)) {
        return;
    }
    let title = match matrix.period.as_str() {
        "" => matrix.title.clone(),
        period => format!("{}（{period}）", matrix.title),
    };
    report.table(of_matrix(&matrix, &title, unit.map(|unit| unit.code.as_str()), keeps), "");
    matrix.notes.iter().for_each(|note| report.note(note));
}

/// Does the period of a column lie within another one?
pub(super) fn is_within(key: &str, whole: Period) -> bool {
    key.parse::<Period>().is_ok_and(|period| whole.start() <= period.start() && period.end() <= whole.end())
}

/// The period of a kind that holds the last day seen of another one.
pub(super) fn at_end(of: &Making, period: Period, kind: PeriodKind) -> Period {
    Period::containing(kind, of.day().min(period.end()))
}
