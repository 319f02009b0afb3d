//! Every duty of the table, before and after: with this record, on this day, the cell stands so.

use zhiben::calendar::{Day, Period, PeriodKind};
use zhiben::model::card::{EvidenceCard, SpanCard, evidence_flag, hazard_flag, name_crc};
use zhiben::model::field::Fields;
use zhiben::model::hazard::State;
use zhiben::model::id::{Id, Kind};
use zhiben::rules::coverage::duties_served;
use zhiben::rules::matrix::CellState::{self, *};
use zhiben::rules::matrix::MatrixId;

use super::world::{BUREAU, COMMERCE, FOREIGN, SHUANGYANG, WANAN, World, day, id, span};

/// In use since the beginning of the quarter: nothing is owed from before.
fn office(on: &str) -> World {
    let mut world = World::on(on);
    world.start_on = Period::containing(PeriodKind::Quarter, day(on)).start();
    world
}

fn state(world: &World, duty: &str, unit: &str) -> CellState {
    world.cell(MatrixId::M9, "", duty, unit).state
}

fn text(world: &World, duty: &str, unit: &str) -> String {
    world.text(MatrixId::M9, "", duty, unit)
}

/// Sort and 类型 of a record, its day, the unit it is by (or about), a mark.
type Record = (&'static str, &'static str, &'static str, &'static str, u32);

fn put(world: &mut World, (sort, variant, on, unit, mark): Record) {
    let unit = world.unit(unit);
    world.record(sort, variant, on, |card| (card.unit, card.flags) = (unit, mark));
}

const LED: u32 = evidence_flag::PRINCIPAL;
const BY_BUREAU: u32 = evidence_flag::BY_BUREAU;

/// Duty, the day it is seen from, the unit, how it stands without the record, the record, how it stands with it; then a record
/// that does not do.
type Case = (&'static str, &'static str, &'static str, CellState, Record, CellState, Record);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("OR-10", "2026-11-23", WANAN, Unrecorded, ("publicity", "安全生产月", "2026-06-16", WANAN, 0), Done,
        ("publicity", "大屏", "2026-06-16", WANAN, 0)),
    ("OR-10", "2026-06-20", BUREAU, Pending, ("publicity", "安全生产月", "2026-06-16", COMMERCE, 0), Done,
        ("publicity", "安全生产月", "2026-06-16", WANAN, 0)),
    ("OR-11", "2026-10-20", WANAN, Pending, ("publicity", "横幅", "2026-10-09", WANAN, 0), Done,
        ("publicity", "典型案例", "2026-10-09", WANAN, 0)),
    ("OR-11", "2026-12-20", WANAN, DueSoon, ("publicity", "大屏", "2026-12-19", WANAN, 0), Done,
        ("publicity", "大屏", "2026-12-19", SHUANGYANG, 0)),
    ("OR-12", "2026-10-20", WANAN, Pending, ("publicity", "典型案例", "2026-10-09", WANAN, 0), Done,
        ("publicity", "典型案例", "2026-09-30", WANAN, 0)),
    ("OR-13", "2026-10-20", WANAN, Pending, ("notice", "风险提示", "2026-10-09", WANAN, 0), Done,
        ("notice", "工作提醒", "2026-10-09", WANAN, 0)),
    ("OR-15", "2026-11-23", WANAN, Unrecorded, ("meeting", "专题动员", "2024-05-20", WANAN, LED), Done,
        ("meeting", "专题动员", "2024-05-20", WANAN, 0)),
    ("OR-15", "2026-11-23", BUREAU, Unrecorded, ("meeting", "专题动员", "2024-07-02", BUREAU, LED), DoneLate,
        ("meeting", "调度", "2024-05-20", BUREAU, LED)),
    ("OR-16", "2026-11-23", BUREAU, Pending, ("meeting", "听取汇报", "2026-10-12", BUREAU, LED), Done,
        ("meeting", "听取汇报", "2026-10-12", BUREAU, 0)),
    ("OR-18a", "2026-11-23", WANAN, Unrecorded, ("township_plan", "", "2024-06-12", WANAN, 0), Done,
        ("township_plan", "", "2024-06-12", SHUANGYANG, 0)),
    ("OR-19", "2026-11-23", BUREAU, Unrecorded, ("work_group", "", "2024-05-20", COMMERCE, 0), Done,
        ("work_group", "", "2024-05-20", WANAN, 0)),
    ("OR-34", "2026-11-23", WANAN, Pending, ("guidance", "会议调研", "2026-10-12", WANAN, BY_BUREAU), Done,
        ("guidance", "现场指导", "2026-10-12", WANAN, 0)),
    ("OR-35", "2026-11-23", BUREAU, DueSoon, ("good_practice", "", "2026-03-12", BUREAU, 0), Done,
        ("good_practice", "", "2025-12-12", BUREAU, 0)),
    ("OR-35", "2026-11-23", BUREAU, DueSoon, ("commendation", "", "2026-03-12", COMMERCE, 0), Done,
        ("commendation", "", "2026-03-12", WANAN, 0)),
    ("OR-37a", "2026-10-20", BUREAU, Pending, ("report_sent", "月报", "2026-10-09", BUREAU, 0), Done,
        ("report_sent", "季报", "2026-10-09", BUREAU, 0)),
    ("OR-37b", "2026-11-23", BUREAU, Pending, ("report_sent", "季报", "2026-10-09", BUREAU, 0), Done,
        ("report_sent", "月报", "2026-10-09", BUREAU, 0)),
    ("OR-37c", "2026-11-23", BUREAU, Pending, ("report_sent", "半年报", "2026-07-09", BUREAU, 0), Done,
        ("report_sent", "年报", "2026-07-09", BUREAU, 0)),
    ("OR-37d", "2026-11-23", BUREAU, DueSoon, ("report_sent", "年报", "2026-01-09", BUREAU, 0), Done,
        ("report_sent", "专报", "2026-01-09", BUREAU, 0)),
];

#[test]
fn with_its_record_a_duty_is_done_and_with_another_it_is_not() {
    for (duty, on, unit, before, record, after, other) in CASES.iter().copied() {
        let mut world = office(on);
        assert_eq!(state(&world, duty, unit), before, "{duty} {unit} on {on}");
        put(&mut world, other);
        assert_eq!(state(&world, duty, unit), before, "{duty} {unit} with {other:?}");
        put(&mut world, record);
        assert_eq!(state(&world, duty, unit), after, "{duty} {unit} with {record:?}");
        let why = world.page(MatrixId::M9, "", duty, unit).why;
        let codes = ["publicity", "notice", "meeting", "guidance", "record", "JU", "350504", "OR-"];
        assert!(!codes.iter().any(|code| why.contains(code)), "{why}");
        let served =
            world.evidence.iter().flat_map(|card| duties_served(&world.facts(), &world.duties, card.id));
        assert!(served.into_iter().any(|line| line.starts_with(&format!("{duty} "))), "{duty} of {record:?}");
    }
}

#[test]
fn every_duty_says_in_a_sentence_of_words_why_its_cell_stands_so() {
    let mut world = office("2026-11-23");
    world.enterprise(|e| e.spans = vec![SpanCard { is_key: true, is_complex: true, ..span("2024-05-10") }]);
    world.person(|_| ());
    world.record("risk_event", "", "2026-11-20", |_| ());
    world
        .hazard(|h| (h.state, h.closed_on, h.flags) = (State::Closed, day("2026-11-02"), hazard_flag::MAJOR));
    let matrix = world.matrix(MatrixId::M9, "");
    for row in matrix.rows.iter().filter(|row| row.key.starts_with("OR-")) {
        for column in [BUREAU, WANAN] {
            let page = world.page(MatrixId::M9, "", &row.key, column);
            assert!(page.why.starts_with("按"), "{} {}", row.key, page.why);
            let raw = page.why.chars().filter(char::is_ascii_alphabetic).collect::<String>();
            assert!(raw.is_empty() || raw == "T", "{} {}", row.key, page.why);
        }
    }
}

#[test]
fn sections_each_owe_their_own_and_the_bureau_adds_them_up_without_its_general_office() {
    let mut world = office("2026-11-23");
    assert_eq!(text(&world, "OR-12", BUREAU), "0/2");
    put(&mut world, ("publicity", "典型案例", "2026-10-09", COMMERCE, 0));
    assert_eq!(text(&world, "OR-12", BUREAU), "1/2");
    // What the bureau itself did is no section's.
    put(&mut world, ("publicity", "典型案例", "2026-10-09", BUREAU, 0));
    assert_eq!(text(&world, "OR-12", BUREAU), "1/2");
    let page = world.page(MatrixId::M9, "", "OR-12", BUREAU);
    assert_eq!(page.missing.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["外资外贸股"]);
    let fields = Fields::of([
        ("sort", "publicity"),
        ("variant", "典型案例"),
        ("unit", FOREIGN),
        ("date", "2026-11-23"),
    ]);
    assert_eq!(page.missing[0].entry, Some((Kind::Evidence, fields)));
    // The general office is left out: what it does serves nothing here.
    put(&mut world, ("publicity", "典型案例", "2026-10-09", "BGS", 0));
    let last = world.evidence.last().unwrap().id;
    assert_eq!(duties_served(&world.facts(), &world.duties, last), Vec::<String>::new());
    put(&mut world, ("publicity", "典型案例", "2026-10-09", FOREIGN, 0));
    assert_eq!((state(&world, "OR-12", BUREAU), state(&world, "OR-12", WANAN)), (Done, Pending));
}

#[test]
fn notices_are_wanted_at_no_longer_intervals_than_the_office_set() {
    let mut world = office("2026-12-20");
    put(&mut world, ("notice", "提示信息", "2026-10-25", COMMERCE, 0));
    put(&mut world, ("notice", "提示信息", "2026-10-25", FOREIGN, 0));
    assert_eq!(state(&world, "OR-29", BUREAU), Done);
    assert_eq!(state(world.seen_from("2026-12-24"), "OR-29", BUREAU), Owed);
}

#[test]
fn training_of_a_trade_is_owed_until_somebody_of_it_came_wherever_it_was_held() {
    let mut world = office("2026-11-23");
    let enterprise = world.enterprise(|_| ());
    world.enterprise(|e| {
        (e.spans, e.industry) = (vec![SpanCard { industries: 1 << 2, ..span("2024-05-10") }], 2)
    });
    assert_eq!(text(&world, "OR-09", WANAN), "临0/2");
    // The bureau's session for 餐饮, to which one of 万安 came.
    let session = world.evidence(Kind::Training, "2026-05-12", |card| (card.unit, card.industry) = (11, 1));
    world
        .evidence(Kind::Attendance, "2026-05-12", |card| (card.parent, card.subject) = (session, enterprise));
    assert_eq!(text(&world, "OR-09", WANAN), "临1/2");
    // Its own session for 成品油.
    world.evidence(Kind::Training, "2026-06-12", |card| (card.industry, card.variant) = (2, 5));
    assert_eq!(state(&world, "OR-09", WANAN), Done);
    // One that warns is another duty.
    assert_eq!(state(&world, "OR-14", WANAN), DueSoon);
    world.evidence(Kind::Training, "2026-06-12", |card| card.variant = 3);
    assert_eq!(state(&world, "OR-14", WANAN), Done);
}

#[test]
fn a_reminder_goes_out_before_every_long_holiday() {
    let mut world = World::on("2026-09-16");
    world.start_on = day("2026-08-01");
    // Ahead until fourteen days before the first day off, done by a section for the bureau, owed from the first day off on.
    assert_eq!(state(&world, "OR-13b", WANAN), Ahead);
    assert_eq!(state(world.seen_from("2026-09-17"), "OR-13b", WANAN), DueSoon);
    assert_eq!(state(world.seen_from("2026-09-30"), "OR-13b", WANAN), DueSoon);
    put(&mut world, ("notice", "风险提示", "2026-09-17", COMMERCE, 0));
    put(&mut world, ("notice", "风险提示", "2026-09-16", WANAN, 0));
    assert_eq!((state(&world, "OR-13b", BUREAU), state(&world, "OR-13b", WANAN)), (Done, DueSoon));
    let why = world.page(MatrixId::M9, "", "OR-13b", WANAN).why;
    assert!(why.contains("期限2026-09-30，今天到期"), "{why}");
    // It stays owed; a ledger in use since January owes 春节 and 劳动节 as well.
    assert_eq!(text(world.seen_from("2026-10-01"), "OR-13b", WANAN), "欠");
    world.start_on = day("2026-01-01");
    assert_eq!(text(world.seen_from("2026-10-01"), "OR-13b", WANAN), "欠3期");
}

#[test]
fn a_storm_asks_every_unit_for_a_reminder_within_two_workdays() {
    let mut world = office("2026-11-20");
    assert_eq!(state(&world, "OR-13c", WANAN), NoSubject);
    // A Friday: two workdays later is Tuesday.
    let storm = world.record("risk_event", "", "2026-11-20", |_| ());
    assert_eq!((text(&world, "OR-13c", WANAN), state(&world, "OR-13c", BUREAU)), ("临".into(), DueSoon));
    let answer = |world: &mut World, unit: &str, on: &str, about: Id| {
        let unit = world.unit(unit);
        world.record("notice", "风险提示", on, |card| (card.unit, card.parent) = (unit, about))
    };
    answer(&mut world, WANAN, "2026-11-20", Id::NONE);
    assert_eq!(state(&world, "OR-13c", WANAN), DueSoon);
    let sent = answer(&mut world, WANAN, "2026-11-20", storm);
    assert_eq!((state(&world, "OR-13c", WANAN), state(&world, "OR-13c", SHUANGYANG)), (Done, DueSoon));
    assert!(duties_served(&world.facts(), &world.duties, sent).contains(&"OR-13c 事件后风险提示".to_owned()));
    world.seen_from("2026-11-25");
    assert_eq!(state(&world, "OR-13c", SHUANGYANG), Owed);
    let page = world.page(MatrixId::M9, "", "OR-13c", SHUANGYANG);
    assert_eq!(page.missing[0].text, "双阳 超过期限：软管老化1");
    let (kind, fields) = page.missing[0].entry.clone().unwrap();
    let about = storm.to_string();
    let expected = [
        ("sort", "notice"),
        ("variant", "风险提示"),
        ("unit", SHUANGYANG),
        ("about", about.as_str()),
        ("date", "2026-11-25"),
    ];
    assert_eq!((kind, fields), (Kind::Evidence, Fields::of(expected)));
    answer(&mut world, COMMERCE, "2026-11-25", storm);
    assert_eq!(state(&world, "OR-13c", BUREAU), DoneLate);
    let stand = duties_served(&world.facts(), &world.duties, storm);
    assert_eq!(stand, ["OR-13c 事件后风险提示：欠账5/7个单位，期限2026-11-24"]);
}

#[test]
fn a_storm_from_before_the_ledger_was_used_is_owed_by_nobody() {
    let mut world = office("2026-11-23");
    world.record("risk_event", "", "2026-08-03", |_| ());
    assert_eq!(state(&world, "OR-13c", WANAN), NoSubject);
}

#[test]
fn a_deputy_studies_his_field_or_leads_a_visit_every_quarter() {
    let mut world = office("2026-11-23");
    assert_eq!(state(&world, "OR-17", BUREAU), NoSubject);
    for name in ["陈局", "王局"] {
        world.person(|p| {
            (p.name, p.unit, p.role) = (name.into(), BUREAU.into(), "局分管领导".into());
        });
    }
    assert_eq!(text(&world, "OR-17", BUREAU), "0/2");
    let led_by = |card: &mut EvidenceCard, name: &str| card.named = name_crc(name);
    world.record("meeting", "研究问题", "2026-10-12", |card| led_by(card, "陈局"));
    assert_eq!(text(&world, "OR-17", BUREAU), "1/2");
    let page = world.page(MatrixId::M9, "", "OR-17", BUREAU);
    assert_eq!(page.missing[0].text, "王局");
    assert_eq!(page.missing[0].entry.as_ref().unwrap().1.get("chair"), "王局");
    // A visit that he leads does as well; one that nobody leads does not.
    world.evidence(Kind::Inspection, "2026-11-02", |card| led_by(card, "王局"));
    assert_eq!(text(&world, "OR-17", BUREAU), "1/2");
    world.evidence(Kind::Inspection, "2026-11-02", |card| {
        led_by(card, "王局");
        card.flags = evidence_flag::LED;
    });
    assert_eq!(state(&world, "OR-17", BUREAU), Done);
}

#[test]
fn a_goal_counts_for_the_year_that_it_names() {
    let mut world = office("2026-11-23");
    world.record("year_goal", "", "2025-12-20", |card| card.year = 2026);
    assert_eq!((state(&world, "OR-18b", WANAN), state(&world, "OR-18b", SHUANGYANG)), (Done, DueSoon));
    assert_eq!(world.cell(MatrixId::M9, "2025", "OR-18b", WANAN).state, Unrecorded);
}

#[test]
fn the_four_entries_are_gone_through_by_2024_and_made_better_by_2025_one_of_each_kind() {
    let mut world = World::on("2024-12-20");
    let kinds = ["规划", "政策", "法规标准", "行政许可"];
    for kind in &kinds[..3] {
        world.record("four_entry", kind, "2024-06-03", |card| {
            (card.unit, card.flags, card.filed_on) = (11, evidence_flag::CHECKED, day("2024-11-05"));
        });
    }
    assert_eq!(text(&world, "OR-20a", BUREAU), "临3/4");
    let page = world.page(MatrixId::M9, "", "OR-20a", BUREAU);
    assert_eq!(page.missing[0].text, "区商务局：还缺行政许可");
    assert_eq!(page.missing[0].entry.as_ref().unwrap().1.get("variant"), "行政许可");
    // Another 规划 is no 行政许可; one that was not gone through counts for nothing.
    world.record("four_entry", "规划", "2024-06-03", |card| {
        (card.unit, card.flags, card.filed_on) = (10, evidence_flag::CHECKED, day("2024-11-05"));
    });
    world.record("four_entry", "行政许可", "2024-06-03", |card| card.unit = 10);
    assert_eq!(text(&world, "OR-20a", BUREAU), "临3/4");
    world.seen_from("2025-01-05");
    assert_eq!((state(&world, "OR-20a", BUREAU), state(&world, "OR-20b", BUREAU)), (Owed, Pending));
    world.record("four_entry", "行政许可", "2024-06-03", |card| {
        (card.unit, card.flags, card.filed_on) = (10, evidence_flag::CHECKED, day("2025-01-04"));
    });
    assert_eq!(world.cell(MatrixId::M9, "2024", "OR-20a", BUREAU).state, DoneLate);
    for card in world.evidence.iter_mut() {
        (card.flags, card.improved_on) = (card.flags | evidence_flag::IMPROVED, day("2025-09-01"));
    }
    assert_eq!(state(world.seen_from("2025-09-01"), "OR-20b", BUREAU), Done);
    // 2026 is closed by the summary noted on its part of the plan.
    world.seen_from("2026-12-20");
    assert_eq!(state(&world, "OR-20c", BUREAU), DueSoon);
    let part = world.basics.task_no("T1.3", world.as_of);
    world.evidence(Kind::Progress, "2026-12-18", |card| (card.unit, card.count) = (11, part));
    assert_eq!(state(&world, "OR-20c", BUREAU), Done);
}

#[test]
fn mechanisms_stand_by_their_stage_and_a_joint_visit_keeps_them_going() {
    let mut world = World::on("2025-12-20");
    let mut file = |kind: &str, stage: u8| {
        world.record("mechanism", kind, "2024-10-08", |card| card.stage = stage);
    };
    file("联合督导", 1);
    file("排查整治", 2);
    assert_eq!(world.cell(MatrixId::M9, "2024", "OR-21a", WANAN).state, Done);
    assert_eq!(text(&world, "OR-21b", WANAN), "临1/2");
    world.evidence[0].stage = 2;
    assert_eq!(state(&world, "OR-21b", WANAN), Done);
    assert_eq!(state(world.seen_from("2026-11-23"), "OR-21c", WANAN), Pending);
    world.evidence.iter_mut().for_each(|card| card.stage = 3);
    assert_eq!(state(&world, "OR-21c", WANAN), Done);
    world.start_on = day("2026-07-01");
    assert_eq!(state(&world, "OR-21d", WANAN), Pending);
    world.evidence(Kind::Inspection, "2026-07-09", |card| card.flags = evidence_flag::JOINT);
    assert_eq!(state(&world, "OR-21d", WANAN), Done);
}

#[test]
fn an_exhibition_is_checked_by_the_eve_of_its_opening() {
    let mut world = office("2026-11-23");
    assert_eq!(state(&world, "OR-25", BUREAU), NoSubject);
    let fair = world.evidence(Kind::Exhibition, "2026-12-10", |_| ());
    assert_eq!((state(&world, "OR-25", BUREAU), state(&world, "OR-25", WANAN)), (Pending, NotApplicable));
    assert_eq!(state(world.seen_from("2026-12-09"), "OR-25", BUREAU), DueSoon);
    assert_eq!(state(world.seen_from("2026-12-10"), "OR-25", BUREAU), Owed);
    let page = world.page(MatrixId::M9, "", "OR-25", BUREAU);
    assert_eq!((page.missing[0].id, page.missing[0].day), (fair, day("2026-12-09")));
    // Looked at, and an item is missing: it is not in order.
    world.evidence[0].flags = evidence_flag::CHECKED | evidence_flag::LACKING;
    world.evidence[0].filed_on = day("2026-12-08");
    assert_eq!(state(&world, "OR-25", BUREAU), Owed);
    world.evidence[0].flags = evidence_flag::CHECKED | evidence_flag::DONE;
    assert_eq!(state(&world, "OR-25", BUREAU), Done);
    world.evidence[0].filed_on = day("2026-12-10");
    assert_eq!(state(&world, "OR-25", BUREAU), DoneLate);
    assert_eq!(duties_served(&world.facts(), &world.duties, fair), ["OR-25 展会安全查验：补办"]);
}

#[test]
fn a_licence_is_reviewed_within_twenty_workdays_and_an_application_checked_before_it_is_decided() {
    let mut world = office("2026-11-23");
    world.evidence(Kind::LicenseReview, "2026-10-26", |_| ());
    assert_eq!(state(&world, "OR-26", BUREAU), DueSoon);
    assert_eq!(state(world.seen_from("2026-11-24"), "OR-26", BUREAU), Owed);
    (world.evidence[0].filed_on, world.evidence[0].flags) = (day("2026-11-20"), evidence_flag::DONE);
    assert_eq!(state(&world, "OR-26", BUREAU), Done);

    let asked = world.evidence(Kind::SupportApplication, "2026-11-02", |_| ());
    assert_eq!(state(&world, "OR-27", BUREAU), Pending);
    let at = world.evidence.iter().position(|card| card.id == asked).unwrap();
    world.evidence[at].due = day("2026-11-20");
    assert_eq!(state(&world, "OR-27", BUREAU), Owed);
    (world.evidence[at].filed_on, world.evidence[at].flags) = (day("2026-11-20"), evidence_flag::CHECKED);
    assert_eq!(state(&world, "OR-27", BUREAU), Done);
}

#[test]
fn an_association_does_four_things_a_year_as_long_as_it_is_there() {
    let mut world = office("2026-11-23");
    let guild = world.record("association", "", "2025-03-02", |card| card.unit = 11);
    // One that we came to know this year is asked from the next year on.
    world.record("association", "", "2026-03-02", |card| card.unit = 11);
    assert_eq!(text(&world, "OR-28", BUREAU), "临");
    let act = |world: &mut World, kind: &str, on: &str| {
        world.record("association_action", kind, on, |card| (card.unit, card.parent) = (11, guild));
    };
    for kind in ["自律倡议", "风险提醒", "公益讲座"] {
        act(&mut world, kind, "2026-05-05");
    }
    let page = world.page(MatrixId::M9, "", "OR-28", BUREAU);
    assert_eq!((page.missing[0].id, page.missing[0].text.as_str()), (guild, "软管老化1：还缺自查"));
    let entry = page.missing[0].entry.clone().unwrap().1;
    assert_eq!((entry.get("about"), entry.get("variant")), (guild.to_string().as_str(), "自查"));
    act(&mut world, "自查", "2026-11-05");
    assert_eq!(state(&world, "OR-28", BUREAU), Done);
    assert_eq!(duties_served(&world.facts(), &world.duties, guild), ["OR-28 协会四件事（2026年）：已办"]);
    // Dissolved in the course of the year it is asked no more; in the year before it was.
    let ended =
        |card: &mut EvidenceCard| (card.flags, card.filed_on) = (evidence_flag::DONE, day("2026-06-01"));
    world.evidence.iter_mut().filter(|card| card.id == guild).for_each(ended);
    assert_eq!(state(&world, "OR-28", BUREAU), NoSubject);
}

#[test]
fn a_new_rule_is_made_known_within_twenty_workdays_and_a_project_abroad_looked_after_every_half_year() {
    let mut world = office("2026-11-23");
    let rule = world.record("regulation", "", "2026-10-08", |card| card.flags = evidence_flag::DONE);
    assert_eq!(state(&world, "OR-30", BUREAU), Owed);
    assert_eq!(state(world.seen_from("2026-11-04"), "OR-30", BUREAU), DueSoon);
    world.record("publicity", "法规宣贯", "2026-11-03", |card| card.parent = rule);
    assert_eq!(state(&world, "OR-30", BUREAU), Done);

    world.seen_from("2026-11-23");
    let project = world.record("overseas_project", "", "2025-01-05", |card| card.unit = 12);
    assert_eq!(state(&world, "OR-32", BUREAU), Pending);
    world.record("guidance", "工作提醒", "2026-07-02", |card| (card.unit, card.parent) = (12, project));
    assert_eq!(state(&world, "OR-32", BUREAU), Done);
    world.evidence.iter_mut().filter(|c| c.id == project).for_each(|c| c.flags = evidence_flag::DONE);
    assert_eq!(state(&world, "OR-32", BUREAU), NoSubject);
}

#[test]
fn a_plan_a_policy_a_standard_sets_out_what_safety_asks_within_twenty_workdays() {
    let mut world = office("2026-11-23");
    let policy = world.record("four_entry", "政策", "2026-10-08", |_| ());
    assert_eq!(state(&world, "OR-38", BUREAU), Owed);
    assert_eq!(state(world.seen_from("2026-11-04"), "OR-38", BUREAU), DueSoon);
    world.evidence.iter_mut().filter(|c| c.id == policy).for_each(|c| c.flags |= evidence_flag::HAS_CLAUSE);
    assert_eq!(state(world.seen_from("2026-11-23"), "OR-38", BUREAU), NoSubject);
    assert_eq!(world.cell(MatrixId::M9, "2026-10", "OR-38", BUREAU).state, Done);
}

#[test]
fn both_standards_are_made_known_every_year() {
    let mut world = office("2026-11-23");
    put(&mut world, ("publicity", "标准宣贯", "2026-04-02", WANAN, 0));
    put(&mut world, ("publicity", "标准宣贯", "2026-05-02", WANAN, 0));
    assert_eq!(text(&world, "OR-31", WANAN), "临1/2");
    put(&mut world, ("publicity", "小微标准宣贯", "2026-05-02", WANAN, 0));
    assert_eq!(state(&world, "OR-31", WANAN), Done);
}

#[test]
fn an_enterprise_has_both_its_rules_when_both_were_seen() {
    let mut world = office("2026-11-23");
    world.enterprise(|e| e.self_check_on = day("2025-03-02"));
    world.enterprise(|e| (e.self_check_on, e.responsibility_on) = (day("2025-03-02"), day("2026-11-23")));
    assert_eq!(text(&world, "OR-33", WANAN), "临1/2");
    let page = world.page(MatrixId::M9, "", "OR-33", WANAN);
    assert_eq!(page.missing[0].text, "第1饭店：还缺全员责任制");
    assert_eq!((page.missing[0].id, page.missing[0].entry.clone()), (id(Kind::Enterprise, 1), None));
    assert!(page.evidence.iter().any(|line| line.text == "第2饭店 全员责任制"), "{:?}", page.evidence);
    // Seen from the day before it had not been seen.
    assert_eq!(text(world.seen_from("2026-11-22"), "OR-33", WANAN), "临0/2");
}

#[test]
fn a_major_hazard_is_looked_at_again_thirty_days_after_it_was_closed() {
    let mut world = office("2026-11-23");
    let closed = |world: &mut World, flags: u32| {
        world.hazard(|h| (h.state, h.closed_on, h.flags) = (State::Closed, day("2026-10-20"), flags))
    };
    closed(&mut world, hazard_flag::JUDGED);
    assert_eq!(state(&world, "OR-36", WANAN), NoSubject);
    let major = closed(&mut world, hazard_flag::JUDGED | hazard_flag::MAJOR);
    assert_eq!(state(&world, "OR-36", WANAN), Owed);
    assert_eq!(state(world.seen_from("2026-11-10"), "OR-36", WANAN), Pending);
    world.hazards[1].looked_back_on = day("2026-11-12");
    assert_eq!(state(world.seen_from("2026-11-12"), "OR-36", WANAN), Done);
    let stand = duties_served(&world.facts(), &world.duties, major);
    assert!(stand.contains(&"OR-36 重大隐患回头看（2026年11月）：已办".to_owned()), "{stand:?}");
    assert_eq!(Day::NONE, world.hazards[0].looked_back_on);
}

#[test]
fn a_row_of_the_plan_goes_by_its_duties_whatever_their_kind() {
    let mut world = office("2026-11-23");
    let row = |world: &World, code: &str| world.text(MatrixId::M11, "", code, "state");
    assert_eq!((row(&world, "T10"), row(&world, "T15")), ("未见进展".into(), "未见进展".into()));
    let rule = world.record("regulation", "", "2026-10-08", |_| ());
    assert_eq!(row(&world, "T10"), "本期欠账");
    world.record("publicity", "法规宣贯", "2026-11-23", |card| card.parent = rule);
    assert_eq!(row(&world, "T10"), "本期已落实");
    // A phase that is over is reached by what was recorded then.
    world.start_on = day("2024-05-10");
    assert_eq!(row(&world, "T1"), "逾期");
    for (at, kind) in ["规划", "政策", "法规标准", "行政许可"].into_iter().enumerate() {
        world.record("four_entry", kind, "2024-06-03", |card| {
            (card.unit, card.flags) = (10, evidence_flag::CHECKED | evidence_flag::IMPROVED);
            (card.filed_on, card.improved_on) = (day("2024-11-05"), day("2025-06-05").plus(at as i32));
        });
    }
    assert_eq!(row(&world, "T1"), "进行中");
    assert_eq!(row(world.seen_from("2026-12-10"), "T1"), "临期");
}

#[test]
fn what_was_extended_too_late_is_put_right_late() {
    let mut world = office("2026-11-23");
    let fixed = |world: &mut World, missed: Day| {
        world.hazard(|h| {
            (h.state, h.due, h.done_on, h.closed_on) =
                (State::Closed, day("2026-11-20"), day("2026-11-10"), day("2026-11-11"));
            h.missed_due = missed;
        });
    };
    fixed(&mut world, Day::NONE);
    // Whatever was asked for afterwards: it was put right by the day that it had at first.
    fixed(&mut world, day("2026-11-10"));
    assert_eq!(state(&world, "OR-23", WANAN), Done);
    fixed(&mut world, day("2026-11-09"));
    assert_eq!(state(&world, "OR-23", WANAN), DoneLate);
    world.hazards.clear();
    world.hazard(|h| (h.missed_due, h.due) = (day("2026-11-09"), day("2026-12-10")));
    assert_eq!(state(&world, "OR-23", WANAN), Owed);
}

#[test]
fn what_was_improved_before_its_year_began_is_there_by_its_end() {
    let mut world = office("2026-11-23");
    let bureau = world.unit(BUREAU);
    for kind in ["规划", "政策", "法规标准", "行政许可"] {
        world.record("four_entry", kind, "2024-12-01", |card| {
            (card.unit, card.flags, card.improved_on) = (bureau, evidence_flag::IMPROVED, day("2024-12-20"));
        });
    }
    world.seen_from("2025-01-02");
    assert_eq!(state(&world, "OR-20b", BUREAU), Done);
}

#[test]
fn going_through_a_policy_later_does_not_make_its_safety_clause_late() {
    let mut world = office("2026-11-23");
    let bureau = world.unit(BUREAU);
    world.record("four_entry", "政策", "2026-11-09", |card| {
        (card.unit, card.flags) = (bureau, evidence_flag::HAS_CLAUSE);
        card.filed_on = day("2026-11-20");
    });
    assert_eq!(state(&world, "OR-38", BUREAU), Done);
}

#[test]
fn the_chart_of_a_month_asks_for_the_holiday_whose_eve_lies_in_it() {
    let mut world = office("2026-11-23");
    let bureau = world.unit(BUREAU);
    world.record("notice", "风险提示", "2026-02-10", |card| card.unit = bureau);
    let cell = |world: &World, month: &str| world.cell(MatrixId::M9, month, "OR-13b", BUREAU).state;
    assert_eq!(cell(&world, "2026-02"), Done);
    // No long holiday begins in March.
    assert!(!world.matrix(MatrixId::M9, "2026-03").rows.iter().any(|row| row.key == "OR-13b"));
}

#[test]
fn what_is_owed_case_by_case_stays_owed_when_the_plan_is_over() {
    let mut world = office("2026-12-20");
    let bureau = world.unit(BUREAU);
    world.record("regulation", "", "2026-10-10", |card| card.unit = bureau);
    world.hazard(|h| h.due = day("2026-12-10"));
    let debts = |world: &World| [state(world, "OR-30", BUREAU), state(world, "OR-23", WANAN)];
    assert_eq!(debts(&world), [Owed, Owed]);
    world.seen_from("2027-01-05");
    assert_eq!(debts(&world), [Owed, Owed], "nothing was done about it overnight");
}
