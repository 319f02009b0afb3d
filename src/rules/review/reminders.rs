//! What is to be done by a day and has no other part: directives, issues, complaints (every sort of 工作记录 with 期限), and the
//! reminders A5, A13, A14, A15, A16, A18, 五落实 and 举报答复 with the candidates for the bureau's own list (三(三)).

use super::super::clock::{is_open, state_on};
use super::super::facts::Facts;
use super::super::ladder::Rung;
use super::{Kind, Morning, Pile, Section, TodayLine};
use crate::calendar::Day;
use crate::model::card::{
    EnterpriseCard, EvidenceCard, HazardCard, enterprise_flag, evidence_flag, hazard_flag, name_crc,
};
use crate::model::dishonest_entry::{self, DishonestEntry};
use crate::model::exhibition::DAYS_AHEAD;
use crate::model::field::Fields;
use crate::model::hazard::deeds::Deed;
use crate::model::id::Id;
use crate::model::noun::Noun;
use crate::model::support_application;

/// Days in which a repeated hazard is worth a line of its own.
const NEWS_DAYS: i32 = 7;

/// Days ahead from which a record with 期限 is shown.
const DUE_AHEAD: i32 = 7;

pub(super) fn pile(morning: &Morning, pile: &mut Pile) {
    pile_due(morning, pile);
    pile_returned(morning, pile);
    pile_exhibitions(morning, pile);
    pile_lists(morning, pile);
    if morning.rung.is_leader() {
        return;
    }
    pile_expiring(morning, pile);
    pile_repeated(morning, pile);
    pile_promised(morning, pile);
    pile_unvisited(morning, pile);
}

fn live<'a>(morning: &Morning<'a>, kind: Kind) -> impl Iterator<Item = &'a EvidenceCard> {
    morning.facts().evidence_of(kind).iter().filter(|card| !card.is(evidence_flag::VOID))
}

fn bare(section: Section, alert: &'static str, id: Id) -> TodayLine {
    TodayLine {
        section,
        alert: alert.into(),
        id,
        key: id.to_string(),
        township: String::new(),
        text: String::new(),
        status: String::new(),
        day: Day::NONE,
        major: false,
        state: None,
        entry: None,
    }
}

/// `逾期3天`, `今日到期`, `剩5天`
pub(super) fn days_left(facts: &Facts, due: Day) -> String {
    match facts.as_of.days_until(due) {
        late @ ..0 => format!("逾期{}天", -late),
        0 => "今日到期".into(),
        left => format!("剩{left}天"),
    }
}

/// Records with a 期限 that are not settled: theirs about whom they are, and the leader's who waits for the answer once it is
/// late.
fn pile_due(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    // Whoever was given a word is told at once, however far off its day.
    let directive = facts.basics.sort_no("directive");
    let open =
        live(morning, Kind::Evidence).filter(|card| !card.is(evidence_flag::DONE) && !card.due.is_none());
    let mut due: Vec<_> = open
        .filter(|card| morning.is_mine(card.unit) && card.date <= facts.as_of)
        .filter(|card| card.sort == directive || facts.as_of.days_until(card.due) <= DUE_AHEAD)
        .filter(|card| !morning.rung.is_leader() || card.due < facts.as_of)
        .collect();
    due.sort_by_key(|card| (card.due, card.id));
    for card in due {
        pile.add_record(Section::Directives, card.id, false, || {
            let sort = facts.basics.sort_of_no(card.sort).map_or("", |sort| &sort.name);
            TodayLine {
                township: morning.township(card.unit),
                text: format!("{sort} {}", morning.words.text(card.id)),
                status: days_left(facts, card.due),
                day: card.due,
                ..bare(Section::Directives, "", card.id)
            }
        });
    }
}

/// A5: a department sent it back for the second time: 职责交叉, for those above to settle.
fn pile_returned(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let again = facts.hazards.iter().filter(|card| card.returned() >= 2 && morning.is_mine(card.township));
    for card in again.filter(|card| state_on(card, facts).is_some_and(|state| state.is_open())) {
        pile.add_record(Section::Reminders, card.id, false, || TodayLine {
            status: format!("退回{}次", card.returned()),
            text: format!("职责待协调 {}", morning.words.text(card.id)),
            ..of_hazard(morning, "A5", card)
        });
    }
}

fn of_hazard(morning: &Morning, alert: &'static str, card: &HazardCard) -> TodayLine {
    TodayLine {
        township: morning.township(card.township),
        text: morning.words.text(card.id),
        day: card.found_on,
        major: card.is_major(),
        state: Some(card.state),
        ..bare(Section::Reminders, alert, card.id)
    }
}

/// A13: a licence, a standardization certificate, or any record that lapses, which ends within the office's notice or has ended.
fn pile_expiring(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let ahead = i32::try_from(facts.basics.settings.licence_alert_days).unwrap_or(i32::MAX);
    let near = |day: Day| !day.is_none() && facts.as_of.days_until(day) <= ahead;
    let mut ending: Vec<(Day, Id, String, &EnterpriseCard)> = Vec::new();
    for card in facts.enterprises.iter().filter(|card| is_in_business(morning, card)) {
        let ends = [(card.licence_until, "许可"), (card.standard_until, "标准化")];
        let ends = ends.into_iter().filter(|(day, _)| near(*day));
        ending.extend(ends.map(|(day, what)| (day, card.id, what.to_owned(), card)));
    }
    let lapsing = facts.evidence.iter().filter(|card| card.is(evidence_flag::LAPSES) && near(card.due));
    for card in lapsing.filter(|card| !card.is(evidence_flag::VOID)) {
        let premises = facts.enterprise(card.subject).filter(|premises| is_in_business(morning, premises));
        ending.extend(premises.map(|premises| (card.due, card.id, morning.words.text(card.id), premises)));
    }
    ending.sort_by_key(|(day, id, ..)| (*day, *id));
    for (day, id, what, card) in ending {
        let part = if id == card.id { format!("/{what}") } else { String::new() };
        pile.add_part(Section::Reminders, (id, &part), false, || TodayLine {
            township: morning.township(card.now().map_or(0, |span| span.township)),
            text: format!("{} {what}到期", morning.called(card)),
            status: days_left(facts, day),
            day,
            key: format!("{id}{part}"),
            ..bare(Section::Reminders, "A13", id)
        });
    }
}

/// In 在营, not a stub, on the scope's ground.
fn is_in_business(morning: &Morning, card: &EnterpriseCard) -> bool {
    let span = card.on(morning.facts().as_of);
    !card.is(enterprise_flag::STUB) && span.is_some_and(|span| span.is_open && morning.is_mine(span.township))
}

/// A14: opens within the office's notice and its papers are not in order; of a large one the permit, which had to be applied for
/// 20 days ahead (大型群众性活动安全管理条例 第十三条). Filed late it is said, never refused.
fn pile_exhibitions(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let ahead = i32::try_from(facts.basics.settings.exhibition_alert_days).unwrap_or(i32::MAX);
    let mut near: Vec<_> = live(morning, Kind::Exhibition)
        .filter(|card| morning.is_mine(card.unit) && !card.is(evidence_flag::DONE))
        .filter(|card| (0..=ahead).contains(&facts.as_of.days_until(card.date)))
        .collect();
    near.sort_by_key(|card| (card.date, card.id));
    for card in near {
        pile.add_record(Section::Reminders, card.id, false, || {
            let days = facts.as_of.days_until(card.date);
            let lacks_permit = card.is(evidence_flag::LARGE) && !card.is(evidence_flag::PERMIT);
            let what = match (lacks_permit, card.is(evidence_flag::LACKING)) {
                (true, _) if days < DAYS_AHEAD => "未见公安许可，已不足20日",
                (true, _) => "未见公安许可，应提前20日申请",
                (false, true) => "查验项不齐",
                (false, false) => "材料已齐，待查验",
            };
            TodayLine {
                township: morning.township(card.unit),
                text: format!("展会 {} {what}", morning.words.text(card.id)),
                status: format!("{days}天后开展"),
                day: card.date,
                ..bare(Section::Reminders, "A14", card.id)
            }
        });
    }
}

/// A15: an open application of a subject that stands on a list; and the bureau's own list: entries that wait for a leader, and
/// subjects that fulfil its conditions without an entry.
fn pile_lists(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let entries: Vec<_> = live(morning, Kind::DishonestEntry).collect();
    for card in live(morning, Kind::SupportApplication).filter(|card| card.variant == 0) {
        let is_in_force = |entry: &&&EvidenceCard| {
            !entry.filed_on.is_none() && entry.filed_on <= facts.as_of && facts.as_of <= entry.due
        };
        // As whoever lets it pass is judged: by the typed code and by the one in the register.
        let codes = [card.named, name_crc(&morning.words.code(card.subject))];
        let is_it = |entry: &&&EvidenceCard| {
            (entry.subject.is_some() && entry.subject == card.subject)
                || (entry.named != 0 && codes.contains(&entry.named))
        };
        let Some(entry) = entries.iter().filter(is_in_force).find(is_it) else {
            continue;
        };
        let list = usize::from(entry.variant).checked_sub(1).and_then(|at| dishonest_entry::LISTS.get(at));
        pile.add_record(Section::Reminders, card.id, false, || TodayLine {
            text: format!("申请 {} 主体在名单：{}", morning.words.text(card.id), list.unwrap_or(&"")),
            status: format!("不能{}", support_application::RESULTS.first().copied().unwrap_or_default()),
            day: card.date,
            ..bare(Section::Reminders, "A15", card.id)
        });
    }
    let waits = entries.iter().filter(|entry| entry.is(evidence_flag::CANDIDATE));
    // As with what is 重大: a leader decides.
    for entry in waits.filter(|_| morning.words.decides(Deed::PassRecheck, true)) {
        pile.add_record(Section::Decisions, entry.id, false, || TodayLine {
            text: morning.words.text(entry.id),
            status: "黑名单待批".into(),
            day: entry.date,
            ..bare(Section::Decisions, "", entry.id)
        });
    }
    if morning.unit == 0 && !morning.rung.is_leader() {
        pile_candidates(morning, pile, &entries);
    }
}

/// Punished ∧ grave effects ∧ (accident ∨ refusal): may be entered on the bureau's own list (三(三)).
fn pile_candidates(morning: &Morning, pile: &mut Pile, entries: &[&EvidenceCard]) {
    let (basics, as_of) = (morning.facts().basics, morning.facts().as_of);
    let (penalties, accidents) = (basics.sort_no("enforcement"), basics.sort_no("accident"));
    let accident_at = |subject: Id| {
        live(morning, Kind::Evidence).find(|one| one.sort == accidents && one.subject == subject)
    };
    let grave = live(morning, Kind::Evidence)
        .filter(|card| card.sort == penalties && card.is(evidence_flag::SEVERE) && card.subject.is_some());
    for card in grave {
        let accident = accident_at(card.subject);
        let is_listed =
            entries.iter().any(|entry| is_on_own_list(entry, as_of) && entry.subject == card.subject);
        if is_listed || (accident.is_none() && !card.is(evidence_flag::REFUSED)) {
            continue;
        }
        let premises = morning.facts().enterprise(card.subject);
        pile.add_record(Section::Reminders, card.id, false, || TodayLine {
            text: format!("可列商务黑名单候选 {}", premises.map_or("", |card| morning.called(card))),
            status: "待提出".into(),
            day: card.date,
            entry: Some((
                Kind::DishonestEntry,
                Fields::of([
                    ("list", dishonest_entry::OWN.to_owned()),
                    ("subject", premises.map(|card| card.name.clone()).unwrap_or_default()),
                    ("enterprise", card.subject.to_string()),
                    ("penalty", card.id.to_string()),
                    ("accident", accident.map(|one| one.id.to_string()).unwrap_or_default()),
                ]),
            )),
            ..bare(Section::Reminders, "A15", card.id)
        });
    }
}

/// On the bureau's own list, proposed or confirmed, and not off it again.
fn is_on_own_list(entry: &EvidenceCard, as_of: Day) -> bool {
    entry.variant == DishonestEntry::variant(dishonest_entry::OWN)
        && entry.due.opt().is_none_or(|end| end >= as_of)
}

/// A16: found again at the same place within the office's months; said in the days after it was entered.
fn pile_repeated(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let is_new = |card: &&HazardCard| {
        let age = card.entered_on.days_until(facts.as_of);
        card.is(hazard_flag::REPEATED) && (0..=NEWS_DAYS).contains(&age) && morning.is_mine(card.township)
    };
    for card in facts.hazards.iter().rev().filter(is_new) {
        if state_on(card, facts).is_some_and(|state| state.is_open()) {
            pile.add_record(Section::Reminders, card.id, false, || TodayLine {
                status: "重复隐患".into(),
                ..of_hazard(morning, "A16", card)
            });
        }
    }
}

/// What was promised of an open hazard beside its 期限: 五落实 of a 重大 one (局内约定) while it lacks something, and 举报答复期限.
fn pile_promised(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let mut due: Vec<(Day, (&str, &str), &HazardCard)> = Vec::new();
    for card in facts.hazards.iter().filter(|card| morning.is_mine(card.township) && is_open(card, facts)) {
        let five = if card.is(hazard_flag::UNSECURED) { card.five_due } else { Day::NONE };
        due.push((five, ("五落实", "五落实未齐"), card));
        due.push((card.reply_due, ("答复", "举报待答复"), card));
    }
    due.retain(|(day, ..)| !day.is_none() && facts.as_of.days_until(*day) <= DUE_AHEAD);
    due.sort_by_key(|(day, (part, _), card)| (*day, card.id, *part));
    for (day, (part, what), card) in due {
        let part = format!("/{part}");
        pile.add_part(Section::Reminders, (card.id, &part), false, || TodayLine {
            text: format!("{what} {}", morning.words.text(card.id)),
            status: days_left(facts, day),
            day,
            key: format!("{}{part}", card.id),
            ..of_hazard(morning, "", card)
        });
    }
}

/// A18: how many enterprises of a township nobody visited for the office's months, one line a township.
fn pile_unvisited(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let months = facts.basics.settings.uninspected_months;
    let since = facts.as_of.months_before(months);
    let last = facts.last_visits(&morning.survey.register);
    let mut waiting = [0u32; 256];
    for (card, day) in facts.enterprises.iter().zip(&last).filter(|(card, _)| is_in_business(morning, card)) {
        let known = card.spans.first().map_or(facts.as_of, |span| span.from);
        if *day < since
            && known < since
            && let Some(number) = waiting.get_mut(usize::from(card.now().map_or(0, |span| span.township)))
        {
            *number += 1;
        }
    }
    for (no, number) in waiting.into_iter().enumerate().filter(|(_, number)| *number > 0) {
        let Some(unit) = u8::try_from(no).ok().and_then(|no| facts.basics.unit_of_no(no)) else { continue };
        pile.add(TodayLine {
            key: format!("M1/{}/total", unit.code),
            township: unit.short.clone(),
            text: format!("{number} 家企业 {months} 个月没有检查"),
            status: "久未检查".into(),
            day: since,
            ..bare(Section::Reminders, "A18", Id::NONE)
        });
    }
}

/// What a leader's page leaves to those below: everything that has not climbed up to them.
pub(super) fn is_below(rung: Rung, reached: Rung) -> bool {
    rung.is_leader() && reached < rung
}
