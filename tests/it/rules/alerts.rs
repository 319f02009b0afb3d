//! 提醒 A1 … A20, what has a day of its own, and the ladder by which what is late climbs.

use std::collections::BTreeSet;

use zhiben::calendar::Day;
use zhiben::model::card::{EvidenceCard, evidence_flag, hazard_flag};
use zhiben::model::hazard::State;
use zhiben::model::id::{Id, Kind};
use zhiben::model::snooze::Snooze;
use zhiben::rules::alerts::{ALERTS, Speaks, of_section};
use zhiben::rules::ladder::Rung;
use zhiben::rules::review::{Section, TodayPage, page};

use super::world::{WANAN, World, day, id};

fn today(world: &World, unit: &str) -> TodayPage {
    page(&world.facts(), &world.duties, &world.standings(), unit, world)
}

/// Alert, text and status of the lines of a part.
fn lines(page: &TodayPage, section: Section) -> Vec<String> {
    let of_section = page.lines.iter().filter(|line| line.section == section);
    of_section.map(|line| format!("{} {} {}", line.alert, line.text, line.status)).collect()
}

fn world() -> World {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-11-01");
    world.enterprise(|_| ());
    world
}

/// A 工作记录 of a sort, of 万安.
fn record(world: &mut World, sort: &str, on: &str, change: impl FnOnce(&mut EvidenceCard)) -> Id {
    let no = world.basics.sort_no(sort);
    world.evidence(Kind::Evidence, on, |card| {
        (card.sort, card.subject) = (no, Id::NONE);
        change(card);
    })
}

#[test]
fn there_are_twenty_alerts_and_each_names_duties_that_exist() {
    let world = world();
    let codes: Vec<_> = ALERTS.iter().map(|alert| alert.code.to_owned()).collect();
    assert_eq!(codes, (1..=20).map(|n| format!("A{n}")).collect::<Vec<_>>());
    for alert in ALERTS {
        if let Speaks::Duties(duties) = alert.speaks {
            assert!(duties.iter().all(|code| world.duties.get(code).is_some()), "{alert:?}");
        }
    }
}

#[test]
fn what_was_promised_of_a_hazard_is_said_until_it_is_there() {
    let mut world = world();
    let major = world.hazard(|card| {
        card.flags |= hazard_flag::MAJOR | hazard_flag::UNSECURED;
        card.five_due = day("2026-11-20");
    });
    let told = world.hazard(|card| card.reply_due = day("2026-11-25"));
    world.hazard(|card| card.reply_due = day("2026-12-20"));
    let said = |page: &TodayPage, id: Id, what: &str| {
        lines(page, Section::Reminders).iter().filter(|line| line.contains(what)).count() == 1
            && page.lines.iter().any(|line| line.id == id && line.text.contains(what))
    };
    let page = today(&world, WANAN);
    assert!(said(&page, major, "五落实未齐") && said(&page, told, "举报待答复"), "{page:?}");
    world.hazards.iter_mut().for_each(|card| card.flags &= !hazard_flag::UNSECURED);
    assert!(!today(&world, WANAN).lines.iter().any(|line| line.text.contains("五落实")));
}

#[test]
fn a_line_of_hazards_is_the_alert_that_the_table_names() {
    let of = |section, is_major, is_overdue| of_section(section, is_major, is_overdue);
    assert_eq!(of(Section::MajorAndOverdue, true, false), "A1");
    assert_eq!(of(Section::MajorAndOverdue, true, true), "A2");
    assert_eq!(of(Section::Escalated, true, false), "A2");
    assert_eq!((of(Section::Others, true, false), of(Section::Others, false, true)), ("A1", ""));
}

#[test]
fn a_directive_stands_in_the_townships_morning_until_it_is_done() {
    let mut world = world();
    let done = record(&mut world, "directive", "2026-11-10", |card| {
        (card.due, card.flags) = (day("2026-11-20"), evidence_flag::DONE);
    });
    record(&mut world, "directive", "2026-11-10", |card| card.due = day("2026-11-20"));
    record(&mut world, "issue", "2026-11-10", |card| card.due = day("2026-11-24"));
    record(&mut world, "complaint", "2026-11-10", |card| card.due = day("2026-12-20"));
    let page = today(&world, WANAN);
    let said = lines(&page, Section::Directives);
    assert_eq!(said.len(), 2, "{said:?}: neither what is done ({done}) nor what is far off");
    assert!(said[0].contains("督办批示") && said[0].ends_with("逾期3天"), "{said:?}");
    assert!(said[1].contains("难点问题") && said[1].ends_with("剩1天"), "{said:?}");
}

#[test]
fn what_is_late_climbs_to_the_lead_after_three_workdays_to_the_leader_after_seven_to_the_head_after_fifteen()
{
    let mut world = world();
    world.hazard(|h| h.due = day("2026-11-19")); // two workdays late
    world.hazard(|h| h.due = day("2026-11-18")); // three
    world.hazard(|h| h.due = day("2026-11-12")); // seven
    world.hazard(|h| h.due = day("2026-11-02")); // fifteen
    let mut climbed = |rung: Rung| {
        world.rung = rung;
        lines(&today(&world, ""), Section::Escalated).len()
    };
    assert_eq!([Rung::Staff, Rung::Lead, Rung::Leader, Rung::Head].map(&mut climbed), [0, 3, 2, 1]);
}

#[test]
fn a_leader_reads_what_climbed_up_and_no_drafts_visits_or_small_things() {
    let mut world = world();
    world.hazard(|h| h.state = State::Draft);
    world.hazard(|h| h.due = day("2026-11-24"));
    world.hazard(|h| h.flags |= hazard_flag::MAJOR);
    world.rung = Rung::Leader;
    let page = today(&world, "");
    let parts: BTreeSet<_> = page.lines.iter().map(|line| line.section).collect();
    assert!(parts.contains(&Section::MajorAndOverdue));
    for part in [Section::Drafts, Section::DueSoon, Section::Visits, Section::Others] {
        assert!(!parts.contains(&part), "{part:?}");
    }
}

#[test]
fn a_department_that_sends_it_back_twice_makes_it_a_matter_for_those_above() {
    let mut world = world();
    world.hazard(|h| h.urged_returned = 1);
    world.hazard(|h| h.urged_returned = 2);
    let said = lines(&today(&world, WANAN), Section::Reminders);
    assert_eq!(said[0], "A5 职责待协调 软管老化2 退回2次");
    assert!(!said.iter().any(|line| line.contains("软管老化1")), "{said:?}");
}

#[test]
fn a_licence_that_ends_within_sixty_days_is_said() {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-11-01");
    world.enterprise(|e| e.licence_until = day("2027-01-22"));
    world.enterprise(|e| e.standard_until = day("2026-11-20"));
    world.enterprise(|e| e.licence_until = day("2027-01-23"));
    let said = lines(&today(&world, WANAN), Section::Reminders);
    let ending: Vec<_> = said.iter().filter(|line| line.starts_with("A13")).collect();
    assert_eq!(ending, ["A13 第2饭店 标准化到期 逾期3天", "A13 第1饭店 许可到期 剩60天"]);
}

#[test]
fn an_exhibition_twenty_days_ahead_without_a_permit_is_said_and_a_checked_one_is_not() {
    let mut world = world();
    let large = evidence_flag::LARGE | evidence_flag::LACKING;
    world.evidence(Kind::Exhibition, "2026-12-13", |card| card.flags = large);
    world.evidence(Kind::Exhibition, "2026-12-14", |card| card.flags = large);
    world.evidence(Kind::Exhibition, "2026-12-01", |card| card.flags = evidence_flag::LACKING);
    world.evidence(Kind::Exhibition, "2026-12-01", |card| card.flags = evidence_flag::DONE);
    let said = lines(&today(&world, WANAN), Section::Reminders);
    let shows: Vec<_> = said.iter().filter(|line| line.starts_with("A14")).collect();
    assert_eq!(shows.len(), 2, "{shows:?}");
    assert!(shows[0].contains("查验项不齐") && shows[0].ends_with("8天后开展"), "{shows:?}");
    // On the twentieth day before it is still asked for in time.
    assert!(
        shows[1].contains("未见公安许可，应提前20日申请") && shows[1].ends_with("20天后开展"),
        "{shows:?}"
    );
    world.seen_from("2026-11-24");
    let said = lines(&today(&world, WANAN), Section::Reminders);
    assert!(
        said.iter().any(|line| line.contains("未见公安许可，已不足20日") && line.ends_with("19天后开展"))
    );
}

#[test]
fn a_paper_of_an_enterprise_is_put_off_by_the_key_of_its_line() {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-11-01");
    world.enterprise(|e| (e.licence_until, e.standard_until) = (day("2027-01-10"), day("2027-01-11")));
    let page = today(&world, WANAN);
    let line = page.lines.iter().find(|line| line.text.ends_with("许可到期")).unwrap();
    let snooze = Snooze { item: line.key.clone(), until: day("2026-12-20"), ..Snooze::default() };
    world.snoozes.push((id(Kind::Snooze, 1), snooze));
    let said = lines(&today(&world, WANAN), Section::Reminders);
    let ending: Vec<_> = said.iter().filter(|line| line.starts_with("A13")).collect();
    assert_eq!(ending, ["A13 第1饭店 标准化到期 剩49天"]);
}

#[test]
fn who_stood_on_another_list_or_came_off_the_own_one_is_a_candidate_again() {
    let shop = id(Kind::Enterprise, 1);
    let of = |variant: u8, until: Day| {
        let mut world = world();
        let flags = evidence_flag::SEVERE | evidence_flag::REFUSED;
        record(&mut world, "enforcement", "2026-11-10", |card| (card.subject, card.flags) = (shop, flags));
        world
            .evidence(Kind::DishonestEntry, "2025-01-10", |card| (card.variant, card.due) = (variant, until));
        lines(&today(&world, ""), Section::Reminders).iter().any(|line| line.contains("候选"))
    };
    // 2: 消防安全严重失信, 3: the bureau's own.
    assert_eq!([of(2, Day::NONE), of(3, Day::NONE), of(3, day("2026-06-30"))], [true, false, true]);
}

#[test]
fn an_application_of_a_subject_on_a_list_is_said_and_a_candidate_waits_for_the_leader() {
    let mut world = world();
    world.evidence(Kind::SupportApplication, "2026-11-20", |_| ());
    world.evidence(Kind::DishonestEntry, "2026-10-01", |card| {
        (card.variant, card.filed_on, card.due) = (2, day("2026-10-01"), Day::LAST);
    });
    let said = lines(&today(&world, ""), Section::Reminders);
    assert!(
        said.iter().any(|line| line.starts_with("A15 申请") && line.contains("消防安全严重失信")),
        "{said:?}"
    );

    world.evidence(Kind::DishonestEntry, "2026-11-20", |card| {
        (card.variant, card.flags) = (3, evidence_flag::CANDIDATE);
    });
    assert!(lines(&today(&world, ""), Section::Decisions).is_empty());
    (world.decides, world.rung) = (true, Rung::Leader);
    let said = lines(&today(&world, ""), Section::Decisions);
    assert!(said[0].ends_with("黑名单待批"), "{said:?}");
}

#[test]
fn punished_with_grave_effects_and_refusing_makes_a_candidate_that_one_key_enters() {
    let mut world = world();
    let shop = id(Kind::Enterprise, 1);
    let flags = evidence_flag::SEVERE;
    record(&mut world, "enforcement", "2026-11-10", |card| (card.subject, card.flags) = (shop, flags));
    assert!(!lines(&today(&world, ""), Section::Reminders).iter().any(|line| line.contains("候选")));
    record(&mut world, "accident", "2026-11-01", |card| card.subject = shop);
    let page = today(&world, "");
    let line = page.lines.iter().find(|line| line.text.contains("黑名单候选")).unwrap();
    let (kind, fields) = line.entry.as_ref().unwrap();
    assert_eq!((*kind, fields.get("enterprise")), (Kind::DishonestEntry, shop.to_string().as_str()));
    assert!(fields.has("penalty") && fields.has("accident"));
}

#[test]
fn what_nobody_visited_for_half_a_year_is_counted_by_township() {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-11-01");
    for _ in 0..3 {
        world.enterprise(|_| ());
    }
    world.evidence(Kind::Inspection, "2026-10-01", |card| card.subject = id(Kind::Enterprise, 2));
    let said = lines(&today(&world, WANAN), Section::Reminders);
    assert_eq!(said, ["A18 2 家企业 6 个月没有检查 久未检查"]);
}

#[test]
fn an_accident_graver_than_general_stands_at_the_head() {
    let mut world = world();
    record(&mut world, "accident", "2026-11-01", |card| card.stage = 1);
    record(&mut world, "accident", "2026-11-02", |card| card.stage = 2);
    assert_eq!(today(&world, "").head[0], ("较大及以上事故".to_owned(), 1));
}

#[test]
fn a_major_hazard_comes_back_to_be_looked_at_again_and_one_closed_before_the_ledger_began_does_not() {
    let mut world = world();
    let closed = |on: &'static str| {
        move |h: &mut zhiben::model::card::HazardCard| {
            (h.state, h.closed_on, h.state_since) = (State::Closed, day(on), day(on));
            h.flags |= hazard_flag::MAJOR;
        }
    };
    world.hazard(closed("2026-11-02"));
    world.hazard(closed("2026-10-16"));
    world.as_of = day("2026-11-30");
    let said = lines(&today(&world, WANAN), Section::ToRecheck);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("软管老化1") && said[0].ends_with("回头看 剩2天"), "{said:?}");
}
