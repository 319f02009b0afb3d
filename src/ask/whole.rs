//! One thing whole: its fields, what belongs to it, its history in sentences, what can be done now.

use super::answer::{Answer, Barred, DetailLine, HistoryLine, Offer, Whole};
use super::hazards::DUE_OPEN;
use super::query::HazardFilter;
use super::view::View;
use super::words::{item, labels_of_hazard, shown, specs_for_deed};
use crate::calendar::Day;
use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::case::Case;
use crate::model::command::Refusal;
use crate::model::event::{Entry, Fact};
use crate::model::field::{Fields, Spec, list};
use crate::model::hazard::Hazard;
use crate::model::hazard::dates::DATED;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::{self, TRANSITIONS, Transition};
use crate::model::id::{Id, Kind};
use crate::model::row::{Body, Row, name_of, specs_for, specs_of};
use crate::model::state;
use crate::text::mask_phone;

/// The record with this number, or that there is none.
pub fn whole(view: &View, case: &Case, id: Id, day: Day) -> Answer {
    let entries = view.shelves.history(id);
    let Some(row) = view.shelves.row(id) else {
        return Answer::Nothing(match entries.is_empty() {
            true => absent(view, id),
            false => format!("{id} 的登记已撤销"),
        });
    };
    Answer::Whole(Box::new(Whole {
        id,
        kind: row.body.name(view.basics),
        title: match &row.body {
            Body::Snooze(snooze) => format!("{} 暂缓至 {}", item(view, &snooze.item).words, snooze.until),
            body => body.title(),
        },
        state: state_of(&row),
        version: row.version,
        lines: lines(view, &row),
        fields: row.body.fields(),
        related: related(view, &row, day),
        duties: crate::rules::coverage::duties_served(&view.facts(day), view.duties, id),
        history: if entries.is_empty() { unread(view) } else { history(view, &entries) },
        offers: offers(case, &row),
        barred: barred(case, &row),
    }))
}

/// Every record has a history: where there is none, it cannot be read.
fn unread(view: &View) -> Vec<HistoryLine> {
    let said = view.shelves.unread().into_iter();
    said.map(|(text, why)| HistoryLine { text, why, ..HistoryLine::default() }).collect()
}

/// What is said of a record that is somebody else's.
pub const NOT_YOURS: &str = "不在您的辖区或行业内";

/// Why a record is not shown, in words.
pub fn absent(view: &View, id: Id) -> String {
    match view.eye.shelves.history(id).is_empty() {
        true => format!("没有编号 {id}"),
        false => format!("{id} {NOT_YOURS}"),
    }
}

fn state_of(row: &Row) -> String {
    match &row.body {
        _ if row.is_void() => format!("已作废：{}", row.voided),
        Body::Hazard(hazard) => hazard.state.name().into(),
        Body::Enterprise(enterprise) if enterprise.status.is_empty() => "在营".into(),
        Body::Enterprise(enterprise) => enterprise.status.clone(),
        _ => String::new(),
    }
}

/// What the footer offers: transitions possible from this state, those left out that the record itself forbids.
fn offers(case: &Case, row: &Row) -> Vec<Offer> {
    let possible = transitions::possible(row, case).into_iter();
    possible.map(|way| Offer { deed: way.deed, key: way.key, name: way.name.into() }).collect()
}

fn barred(case: &Case, row: &Row) -> Vec<Barred> {
    let Some(hazard) = row.hazard() else { return Vec::new() };
    let of_state = TRANSITIONS.iter().filter(|way| way.from.contains(&hazard.state));
    let barred = |way: &Transition| {
        let Refusal { text, hint, .. } = state::objection(way, row, case)?;
        Some(Barred { deed: way.deed, why: text, hint })
    };
    of_state.filter_map(barred).collect()
}

fn line(label: &str, text: impl Into<String>, link: Id) -> DetailLine {
    DetailLine { label: label.into(), text: text.into(), link }
}

fn lines(view: &View, row: &Row) -> Vec<DetailLine> {
    let then = row.body.get("date").and_then(|day| day.parse().ok()).unwrap_or(view.today);
    let mut lines: Vec<DetailLine> = row
        .body
        .specs(view.basics)
        .into_iter()
        .filter_map(|spec| {
            let text = row.body.get(spec.key).filter(|text| !text.is_empty())?;
            let words = match spec.key {
                "phone" => mask_phone(&text).to_string(),
                "item" if row.id.kind() == Kind::Snooze => item(view, &text).words,
                "due" if row.hazard().is_some_and(|h| h.due_proposed && h.state.is_open()) => {
                    format!("{text}（{DUE_OPEN}：“确认期限”以前不算逾期）")
                }
                // The same code may stand for another task under another plan.
                "task" => shown(&View { today: then, ..*view }, spec.shape, &text),
                _ => shown(view, spec.shape, &text),
            };
            Some(line(spec.label, words, text.parse().unwrap_or(Id::NONE)))
        })
        .collect();
    if let Some(hazard) = row.hazard() {
        lines.extend(parts_of(view, hazard));
    }
    lines
}

/// Rounds, rechecks, transfers, extensions, orders: what transitions wrote.
fn parts_of(view: &View, hazard: &Hazard) -> Vec<DetailLine> {
    let mut lines = Vec::new();
    let mut add = |label: &str, parts: &[(&str, String)]| {
        let text: Vec<String> = parts
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| format!("{name}{text}"))
            .collect();
        if !text.is_empty() {
            lines.push(line(label, text.join("；"), Id::NONE));
        }
    };
    let day = |day: Day| day.opt().map(|d| d.to_string()).unwrap_or_default();
    let money = |sum: Option<u32>| sum.map(|n| format!("{n}元")).unwrap_or_default();
    for (n, round) in hazard.rounds.iter().enumerate() {
        add(
            &format!("整改第{}轮", n + 1),
            &[
                ("期限 ", day(round.due)),
                ("要求 ", round.demand.clone()),
                ("完成 ", day(round.done_on)),
                ("", round.how.clone()),
                ("资金 ", money(round.funds)),
                ("佐证 ", round.evidence.clone()),
            ],
        );
    }
    for recheck in &hazard.rechecks {
        let by = recheck.by.join("、");
        add(
            "复查",
            &[
                ("", day(recheck.on)),
                ("", recheck.result.clone()),
                ("复查人 ", by),
                ("", recheck.opinion.clone()),
            ],
        );
    }
    for leg in &hazard.legs {
        let department = shown(view, crate::model::field::Shape::Department, &leg.department);
        let urged = leg.urged.iter().map(|d| d.md()).collect::<Vec<_>>().join("、");
        add(
            "移交",
            &[
                ("", department),
                ("函号 ", leg.letter_no.clone()),
                ("发出 ", day(leg.sent_on)),
                ("签收 ", day(leg.accepted_on)),
                ("接收人 ", leg.receiver.clone()),
                ("反馈期限 ", day(leg.feedback_due)),
                ("反馈 ", day(leg.feedback_on)),
                ("", leg.result.clone()),
                ("退回 ", day(leg.returned_on)),
                ("", leg.return_reason.clone()),
                ("催办 ", urged),
            ],
        );
    }
    let decided = |by: &str, granted: bool| match (by, granted) {
        ("", _) => "待审批".to_owned(),
        (by, true) => format!("{by} 同意"),
        (by, false) => format!("{by} 不同意"),
    };
    for extension in &hazard.extensions {
        let said = decided(&extension.decided_by, extension.granted);
        let has_fallen = extension.decided_by.is_empty() && hazard.pending_extension() != Some(extension);
        add(
            "延期",
            &[
                ("申请 ", day(extension.asked_on)),
                ("逾期后申请，原期限 ", day(extension.missed)),
                ("至 ", day(extension.new_due)),
                ("", extension.reason.clone()),
                ("", if has_fallen { "未审批，随那一轮整改作罢".to_owned() } else { said }),
            ],
        );
    }
    for regrading in &hazard.regradings {
        add(
            "调级",
            &[
                ("申请 ", day(regrading.asked_on)),
                ("为 ", regrading.level.clone()),
                ("", regrading.criterion.clone()),
                ("", regrading.reason.clone()),
                ("", decided(&regrading.decided_by, regrading.granted)),
            ],
        );
    }
    for order in &hazard.orders {
        let level = format!("{}级", order.level);
        add(
            "挂牌督办",
            &[
                ("", level),
                ("", order.no.clone()),
                ("挂牌 ", day(order.listed_on)),
                ("期限 ", day(order.due)),
                ("摘牌 ", day(order.delisted_on)),
            ],
        );
    }
    let informed = hazard.informed.join("；");
    let closed_by = hazard.closed_by.join("、");
    add("抄告", &[("", informed)]);
    add("拒不整改", &[("", hazard.refusal.clone())]);
    add("暂停营业", &[("自 ", day(hazard.suspended_on))]);
    add("销号", &[("", day(hazard.closed_on)), ("", closed_by), ("", hazard.closed_basis.clone())]);
    add("回头看", &[("", day(hazard.lookback_on)), ("", hazard.lookback_result.clone())]);
    if hazard.is_major() {
        let lacks = hazard.lacks_of_five();
        add(
            "五落实",
            &[
                ("", if lacks.is_empty() { "齐".into() } else { format!("缺 {}", lacks.join("、")) }),
                ("限 ", day(hazard.five_due)),
            ],
        );
    }
    add("不详", &[("", labels_of_hazard(hazard.missing.iter().map(String::as_str)))]);
    add("推定", &[("", labels_of_hazard(hazard.inferred.iter().map(String::as_str)))]);
    lines
}

/// Lists that belong to a record: everything about an enterprise, the hazards of a visit, the items of a plan …
fn related(view: &View, row: &Row, day: Day) -> Vec<(String, Vec<DetailLine>)> {
    let mut lists = Vec::new();
    if row.id.kind() == Kind::Enterprise {
        lists.push(("隐患".to_owned(), hazards_of(view, row.id, day)));
    }
    for kind in Kind::TABLE {
        let found = pieces(view, *kind, |card| card.subject == row.id || card.parent == row.id);
        if !found.is_empty() {
            lists.push((name_of(*kind).to_owned(), found));
        }
    }
    if let Some(hazard) = row.hazard() {
        let others = hazards_of(view, hazard.enterprise, day);
        let others: Vec<_> = others.into_iter().filter(|line| line.link != row.id).collect();
        lists.push(("同一企业的隐患".to_owned(), others));
    }
    lists.retain(|(_, lines)| !lines.is_empty());
    lists
}

fn hazards_of(view: &View, enterprise: Id, day: Day) -> Vec<DetailLine> {
    let filter = HazardFilter { enterprise, ..HazardFilter::default() };
    let order = super::hazards::order(view, &filter, super::query::HazardOrder::Found, day);
    let facts = view.facts(day);
    let of = |id: Id| view.sees(id).then(|| super::hazards::line(view, &facts, id)).flatten();
    let words = |hazard: super::answer::HazardLine| {
        let late = if hazard.overdue_days > 0 {
            format!(" 逾期{}天", hazard.overdue_days)
        } else {
            String::new()
        };
        line(
            hazard.state.name(),
            format!("{} {} {}{late}", hazard.found_on, hazard.level, hazard.description),
            hazard.id,
        )
    };
    order.into_iter().filter_map(of).map(words).collect()
}

fn pieces(view: &View, kind: Kind, is_about: impl Fn(&EvidenceCard) -> bool) -> Vec<DetailLine> {
    let facts = view.facts(Day::NONE);
    let mut cards: Vec<&EvidenceCard> = facts
        .evidence_of(kind)
        .iter()
        .filter(|card| !card.is(evidence_flag::VOID) && is_about(card) && view.sees(card.id))
        .collect();
    cards.sort_by_key(|card| std::cmp::Reverse((card.date, card.id)));
    let words = |card: &EvidenceCard| {
        let record = super::records::line(view, card.id)?;
        let date = card.date.opt().map(|d| d.to_string()).unwrap_or_default();
        Some(line(&date, format!("{} {}", record.subject, record.text).trim(), card.id))
    };
    cards.into_iter().take(200).filter_map(words).collect()
}

/// The history in sentences, newest first.
pub fn history(view: &View, entries: &[Entry]) -> Vec<HistoryLine> {
    let facts = || entries.iter().map(|entry| (entry.group, &entry.event.fact));
    let (undone, restored) = (state::undone(facts()), state::restored(facts()));
    let mut row: Option<Row> = None;
    let mut lines: Vec<HistoryLine> = Vec::with_capacity(entries.len());
    for entry in entries {
        let is_back = restored.contains_key(&entry.group);
        let is_undo = matches!(entry.event.fact, Fact::Undone { .. }) && !is_back;
        let is_undone = undone.contains(&entry.group);
        let text = match restored.get(&entry.group) {
            Some(group) => format!("恢复第 {group} 号起的一组登记"),
            None if is_undo && is_undone => sentence(view, row.as_ref(), entry) + "，后又恢复",
            None => sentence(view, row.as_ref(), entry),
        };
        lines.push(HistoryLine {
            seq: entry.seq,
            at: entry.at.format("%Y-%m-%d %H:%M").to_string(),
            officer: entry.officer.clone(),
            id: entry.event.id,
            text,
            why: entry.event.why.clone(),
            undone: is_undone && !is_undo,
        });
        row = state::apply(row, &entry.event, entry.at, &entry.officer);
    }
    lines.reverse();
    lines
}

/// What an entry says, in words.
pub fn sentence(view: &View, before: Option<&Row>, entry: &Entry) -> String {
    let kind = entry.event.id.kind();
    match &entry.event.fact {
        Fact::Entered { fields } => {
            let sort = view.basics.sort(fields.get("sort")).filter(|_| kind == Kind::Evidence);
            let called = sort.map_or(name_of(kind), |sort| &sort.name);
            format!(
                "登记{called}：{}",
                filled(view, &specs_for(kind, fields.get("sort"), view.basics), fields)
            )
        }
        Fact::Amended { fields, effective_on } => {
            let from = effective_on.opt().map(|d| format!("（自 {d}）")).unwrap_or_default();
            format!("更正{from}：{}", changes(view, before, &specs_of(kind), fields))
        }
        Fact::Voided => "作废".into(),
        Fact::Acted { deed: deed @ Deed::CorrectDates, fields } => {
            let days = days_moved(before, fields);
            let said = filled(view, &transitions::transition(*deed).own_specs(), fields);
            format!("{}：{days}；{said}", transitions::transition(*deed).name)
        }
        Fact::Acted { deed, fields } => {
            let said = filled(view, &specs_for_deed(*deed), fields);
            let name = transitions::transition(*deed).name;
            if said.is_empty() { name.into() } else { format!("{name}：{said}") }
        }
        Fact::Loaded { name, text } => format!("载入基础数据 {name}（{} 字）", text.chars().count()),
        Fact::Undone { group } => format!("撤销第 {group} 号起的一组登记"),
    }
}

/// Every filled field that has a label, in the order of the table.
fn filled(view: &View, specs: &[Spec], fields: &Fields) -> String {
    let filled = specs.iter().filter(|spec| !fields.get(spec.key).is_empty());
    let words = filled.map(|spec| {
        let text = fields.get(spec.key);
        // These two name fields by their keys.
        let names_fields = ["missing", "inferred"].contains(&spec.key);
        let said = match spec.key {
            _ if names_fields => labels_of_hazard(list(text)),
            // Of a line put off: the record, the cell or the milestone in words.
            "item" => item(view, text).words,
            _ => shown(view, spec.shape, text),
        };
        format!("{} {said}", spec.label)
    });
    words.collect::<Vec<_>>().join("；")
}

/// The days that a correction moved, with what they were.
fn days_moved(before: Option<&Row>, fields: &Fields) -> String {
    let hazard = before.and_then(Row::hazard);
    let moved = DATED.iter().filter(|dated| fields.has(dated.spec.key)).map(|dated| {
        let old = hazard.map_or(Day::NONE, dated.get);
        format!("{} {old} 改为 {}", dated.spec.label, fields.get(dated.spec.key))
    });
    moved.collect::<Vec<_>>().join("；")
}

fn changes(view: &View, before: Option<&Row>, specs: &[Spec], fields: &Fields) -> String {
    let words = |(key, text): (&str, &str)| {
        let spec = specs.iter().find(|spec| spec.key == key)?;
        let old = before.and_then(|row| row.body.get(key)).unwrap_or_default();
        let show =
            |text: &str| if text.is_empty() { "（空）".to_owned() } else { shown(view, spec.shape, text) };
        Some(format!("{} {} 改为 {}", spec.label, show(&old), show(text)))
    };
    fields.iter().filter_map(words).collect::<Vec<_>>().join("；")
}
