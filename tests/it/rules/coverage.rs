//! The rulings on coverage, one sentence each.

use zhiben::calendar::Day;
use zhiben::model::card::{SpanCard, enterprise_flag, evidence_flag};
use zhiben::model::id::Kind;
use zhiben::model::waiver::Waiver;
use zhiben::rules::matrix::{CellState, MatrixId, owed_total};

use super::world::{SHUANGYANG, WANAN, World, day, id, span};

const OR_05: &str = "OR-05";

/// A self-check of an enterprise led by its principal.
fn self_check(world: &mut World, number: u32, on: &str) {
    world.evidence(Kind::SelfInspection, on, |card| {
        (card.subject, card.flags) = (id(Kind::Enterprise, number), evidence_flag::PRINCIPAL);
    });
}

fn in_quarter(world: &World, quarter: &str) -> String {
    world.text(MatrixId::M7, quarter, WANAN, quarter)
}

#[test]
fn a_self_check_counts_only_when_the_principal_led_it() {
    let mut world = World::on("2026-10-20");
    world.enterprise(|_| ());
    world.enterprise(|_| ());
    self_check(&mut world, 1, "2026-10-09");
    world.evidence(Kind::SelfInspection, "2026-10-10", |card| card.subject = id(Kind::Enterprise, 2));
    assert_eq!(in_quarter(&world, "2026Q4"), "1/2");
}

#[test]
fn who_joins_in_the_middle_is_due_from_the_next_whole_period() {
    let mut world = World::on("2026-12-20");
    world.enterprise(|_| ());
    world.enterprise(|e| e.spans = vec![span("2026-07-02")]);
    assert_eq!(world.cell(MatrixId::M7, "2026", WANAN, "2026Q3").need, 1);
    assert_eq!(world.cell(MatrixId::M7, "2026", WANAN, "2026Q4").need, 2);
}

#[test]
fn who_leaves_is_no_longer_due_but_past_periods_keep_their_subjects() {
    let mut world = World::on("2026-12-20");
    world.enterprise(|_| ());
    world.enterprise(|e| {
        e.spans.push(SpanCard { is_open: false, ..span("2026-11-05") });
    });
    assert_eq!(world.cell(MatrixId::M7, "2026", WANAN, "2026Q3").need, 2);
    assert_eq!(world.cell(MatrixId::M7, "2026", WANAN, "2026Q4").need, 1);
}

#[test]
fn an_enterprise_that_moved_is_due_where_it_is_and_was_due_where_it_was() {
    let mut world = World::on("2026-12-20");
    world.enterprise(|e| e.spans.push(SpanCard { township: 2, ..span("2026-11-05") }));
    let need = |unit: &str, quarter: &str| world.cell(MatrixId::M7, "2026", unit, quarter).need;
    assert_eq!((need(WANAN, "2026Q3"), need(SHUANGYANG, "2026Q3")), (1, 0));
    assert_eq!((need(WANAN, "2026Q4"), need(SHUANGYANG, "2026Q4")), (0, 1));
}

#[test]
fn a_stub_stays_outside_every_denominator() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    world.enterprise(|e| e.flags |= enterprise_flag::STUB);
    assert_eq!(in_quarter(&world, "2026Q4"), "待");
    assert_eq!(world.cell(MatrixId::M1, "2026-11", WANAN, "cy").need, 1);
}

#[test]
fn sole_traders_are_outside_the_filter_of_the_quarterly_self_check() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    world.enterprise(|e| e.flags |= enterprise_flag::SOLE_TRADER);
    assert_eq!(world.cell(MatrixId::M7, "2026", WANAN, "2026Q4").need, 1);
    let notes = world.matrix(MatrixId::M7, "2026").notes.join(" ");
    assert!(notes.contains("主体类型 企业，规模 大、中、小、微"), "{notes}");
}

#[test]
fn what_is_missing_turns_from_to_do_to_near_to_owed() {
    let mut world = World::on("2026-10-05");
    world.enterprise(|_| ());
    let mut seen = |on: &str| in_quarter(world.seen_from(on), "2026Q4");
    assert_eq!(seen("2026-09-30"), "未");
    assert_eq!(seen("2026-10-05"), "待");
    assert_eq!(seen("2026-12-10"), "待");
    assert_eq!(seen("2026-12-11"), "临");
    assert_eq!(seen("2026-12-31"), "临");
    assert_eq!(seen("2027-01-01"), "欠");
}

#[test]
fn a_late_visit_marked_extra_makes_up_for_the_period_before_and_counts_for_its_own() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    world.evidence(Kind::Inspection, "2026-11-03", |card| card.flags = evidence_flag::EXTRA);
    let state = |period: &str| world.cell(MatrixId::M1, period, WANAN, "cy").state;
    assert_eq!((state("2026-10"), state("2026-11")), (CellState::DoneLate, CellState::Done));
    world.evidence[0].flags = 0;
    let state = |period: &str| world.cell(MatrixId::M1, period, WANAN, "cy").state;
    assert_eq!((state("2026-10"), state("2026-11")), (CellState::Owed, CellState::Done));
}

#[test]
fn a_plan_filed_late_is_made_up_for_one_filed_in_time_and_entered_late_is_not() {
    let mut world = World::on("2026-11-23");
    let plan = |world: &mut World, month: &str, filed: &str| {
        world.evidence(Kind::InspectionPlan, month, |card| {
            (card.filed_on, card.flags) = (day(filed), evidence_flag::FILED);
        });
    };
    plan(&mut world, "2026-11-01", "2026-11-04");
    plan(&mut world, "2026-10-01", "2026-10-30");
    plan(&mut world, "2026-12-01", "2026-11-20");
    assert_eq!(world.text(MatrixId::M9, "2026-11", "OR-01", WANAN), "已");
    assert_eq!(world.text(MatrixId::M9, "2026-10", "OR-01", WANAN), "补");
    assert_eq!(world.text(MatrixId::M9, "2026-12", "OR-01", WANAN), "已");
    assert_eq!(world.text(MatrixId::M9, "2026-09", "OR-01", WANAN), "欠");
    // Seen from before it came in, it had not come in.
    world.seen_from("2026-11-03");
    assert_eq!(world.text(MatrixId::M9, "2026-11", "OR-01", WANAN), "临");
}

#[test]
fn a_void_record_and_one_dated_after_the_day_asked_for_count_for_nothing() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    world.evidence(Kind::Inspection, "2026-11-10", |card| card.flags = evidence_flag::VOID);
    world.evidence(Kind::Inspection, "2026-11-24", |_| ());
    assert_eq!(world.text(MatrixId::M1, "", WANAN, "cy"), "0/1");
    world.seen_from("2026-11-24");
    assert_eq!(world.text(MatrixId::M1, "", WANAN, "cy"), "1/1");
}

#[test]
fn before_the_day_of_first_use_nothing_is_owed_it_is_only_not_recorded() {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-11-01");
    world.enterprise(|_| ());
    world.enterprise(|_| ());
    assert_eq!(in_quarter(&world, "2026Q3"), "未录");
    self_check(&mut world, 1, "2026-08-01");
    assert_eq!(in_quarter(&world, "2026Q3"), "未录1/2");
    self_check(&mut world, 2, "2026-09-01");
    assert_eq!(in_quarter(&world, "2026Q3"), "2/2");
    assert_eq!(world.cell(MatrixId::M7, "2026", WANAN, "2026Q4").state, CellState::Pending);
}

#[test]
fn a_first_period_that_the_plan_begins_in_the_middle_of_is_spared_unless_the_duty_says_otherwise() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|e| e.spans[0].is_key = true);
    assert_eq!(world.text(MatrixId::M7, "2024", WANAN, "2024Q2"), "免");
    assert_eq!(world.text(MatrixId::M7, "2024", WANAN, "2024Q3"), "欠");
    // Half-year supervision and the yearly drill count from the first one on.
    assert_eq!(world.text(MatrixId::M3, "", WANAN, "2024H1"), "欠");
    assert_eq!(world.text(MatrixId::M6, "", WANAN, "2024"), "欠");
}

#[test]
fn a_waiver_lets_off_when_it_covers_the_last_day() {
    let mut world = World::on("2027-01-05");
    world.enterprise(|_| ());
    world.enterprise(|_| ());
    let waiver = |to: &str| Waiver {
        duty: OR_05.into(),
        enterprise: id(Kind::Enterprise, 2),
        from: day("2026-10-01"),
        to: day(to),
        reason: "装修停业".into(),
        ..Waiver::default()
    };
    world.waivers.push((id(Kind::Waiver, 1), waiver("2026-12-30")));
    assert_eq!(in_quarter(&world, "2026Q4"), "欠0/2");
    world.waivers.push((id(Kind::Waiver, 2), waiver("2026-12-31")));
    assert_eq!(in_quarter(&world, "2026Q4"), "欠");
    self_check(&mut world, 1, "2026-10-09");
    assert_eq!(in_quarter(&world, "2026Q4"), "已");
    self_check(&mut world, 2, "2026-10-09");
    assert_eq!(in_quarter(&world, "2026Q4"), "2/2");
}

#[test]
fn a_duty_without_a_subject_is_never_silently_done() {
    let world = World::on("2026-11-23");
    let cell = world.cell(MatrixId::M9, "", "OR-06", WANAN);
    assert_eq!((cell.state, cell.text.as_str()), (CellState::NoSubject, "-"));
    let page = world.page(MatrixId::M9, "", "OR-06", WANAN);
    assert!(page.why.contains("没有对象，请注明情况"), "{}", page.why);
    assert_eq!(world.cell(MatrixId::M9, "", "OR-01", "JU").state, CellState::NotApplicable);
}

#[test]
fn every_town_needs_each_of_its_industries_in_the_plan_and_on_a_visit() {
    let mut world = World::on("2026-11-30");
    world.enterprise(|e| e.spans[0].industries = 1 << 1 | 1 << 5);
    let plan = world.evidence(Kind::InspectionPlan, "2026-11-01", |card| {
        (card.filed_on, card.flags) = (day("2026-11-02"), evidence_flag::FILED);
    });
    world.evidence(Kind::PlanItem, "2026-11-10", |card| (card.parent, card.industry) = (plan, 5));
    // A visit that names no industry looked at the first one of the enterprise.
    world.evidence(Kind::Inspection, "2026-11-10", |_| ());
    let of_duty = |code: &str| {
        let page = world.page(MatrixId::M9, "2026-11", code, WANAN);
        (page.cell.text, page.missing.into_iter().map(|line| line.text).collect::<Vec<_>>())
    };
    assert_eq!(of_duty("OR-02"), ("临1/2".into(), vec!["万安 餐饮燃气".into()]));
    assert_eq!(of_duty("OR-03"), ("临1/2".into(), vec!["万安 商场超市".into()]));
    assert_eq!(of_duty("OR-03b"), ("临".into(), vec!["第1饭店 检查计划条目".into()]));
}

#[test]
fn a_shop_of_the_plan_that_was_visited_after_its_month_is_made_up_for_from_that_day_on() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    let plan = world.evidence(Kind::InspectionPlan, "2026-10-01", |card| {
        (card.filed_on, card.flags) = (day("2026-10-02"), evidence_flag::FILED);
    });
    world.evidence(Kind::PlanItem, "2026-10-10", |card| {
        (card.parent, card.flags, card.improved_on) = (plan, evidence_flag::DONE, day("2026-11-20"));
    });
    let october = |world: &World| world.cell(MatrixId::M9, "2026-10", "OR-03b", WANAN).state;
    assert_eq!(october(&world), CellState::DoneLate);
    assert_eq!(october(world.seen_from("2026-11-19")), CellState::Owed);
}

#[test]
fn newcomers_reopen_the_training_of_the_townships_and_who_left_owes_nothing() {
    let mut world = World::on("2026-11-23");
    let trained = world.person(|_| ());
    world.person(|p| p.since = day("2026-11-20"));
    world.person(|p| p.until = day("2026-11-01"));
    world.person(|p| p.oversees_industry = Some(false));
    let session = world.evidence(Kind::Training, "2025-03-01", |card| card.flags = evidence_flag::BY_BUREAU);
    let own = world.evidence(Kind::Training, "2025-03-02", |_| ());
    let newcomer = world.persons[1].0;
    for (session, person) in [(session, trained), (own, newcomer)] {
        world.evidence(Kind::Attendance, "2025-03-01", |card| {
            (card.parent, card.subject, card.date) = (session, person, Day::NONE);
        });
    }
    let row = |key: &str| world.text(MatrixId::M4, "", WANAN, key);
    assert_eq!(["staff", "trained", "untrained", "rate"].map(row), ["2", "1", "1", "50%"]);
    // The bureau trains: the debt is its own.
    assert_eq!(world.text(MatrixId::M9, "", "OR-07", "JU"), "临1/2");
}

#[test]
fn debts_of_the_two_bases_stand_in_two_blocks_and_are_added_up_apart() {
    let mut world = World::on("2027-01-10");
    world.as_of = day("2026-11-10");
    world.start_on = day("2026-10-31");
    world.enterprise(|_| ());
    let matrix = world.matrix(MatrixId::M9, "");
    let keys: Vec<&str> = matrix.rows.iter().map(|row| row.key.as_str()).collect();
    let (stated, settled) = keys.split_at(keys.iter().position(|key| *key == "total").unwrap() + 1);
    assert_eq!(
        stated,
        [
            "OR-01", "OR-04", "OR-05", "OR-06", "OR-07", "OR-08c", "OR-10", "OR-18b", "OR-20c", "OR-21c",
            "OR-25", "OR-27", "total"
        ]
    );
    // Phases that are over and holidays that are past are owed by nobody any more.
    assert_eq!((settled.len(), settled.first(), settled.last()), (34, Some(&"OR-02"), Some(&"total_office")));
    assert!(!keys.contains(&"OR-13b") && !keys.contains(&"OR-20a"), "{keys:?}");
    assert_eq!(matrix.second_block, Some(13));
    let heads: Vec<&str> = matrix.columns.iter().map(|column| column.label.as_str()).collect();
    assert_eq!(heads, ["局", "万安", "双阳", "罗溪", "马甲", "河市", "虹山", "合计欠"]);
    // Six month plans are owed since the third workday, six ledgers of October are not confirmed; in October the only town with
    // an enterprise had neither planned nor paid a visit, and the bureau had sent no report.
    let total = |row: &str| world.text(MatrixId::M9, "", row, "total");
    assert_eq!((total("total"), total("total_office")), ("6".into(), "9".into()));
    assert_eq!(owed_total(&world.facts(), &world.duties), (6, 9));
    assert_eq!(world.text(MatrixId::M9, "", "total", WANAN), "1");
}

#[test]
fn what_a_period_ended_in_stays_on_the_chart_until_it_is_made_up_for() {
    let mut world = World::on("2026-10-01");
    world.start_on = day("2026-07-01");
    world.enterprise(|_| ());
    let cell = world.cell(MatrixId::M9, "", OR_05, WANAN);
    assert_eq!((cell.state, cell.text.as_str()), (CellState::Owed, "待欠Q3"));
    assert_eq!((cell.have, cell.need, cell.due), (0, 1, day("2026-12-31")), "the present quarter");
    assert_eq!(world.text(MatrixId::M9, "", OR_05, "total"), "1");
    let matrix = world.matrix(MatrixId::M9, "");
    let row = matrix.rows.iter().find(|row| row.key == OR_05).unwrap();
    assert!(row.note.ends_with("2026年四季度 · 往期欠账：2026年三季度 1格"), "{}", row.note);
    let page = world.page(MatrixId::M9, "", OR_05, WANAN);
    assert_eq!((page.cell, page.totals), (cell, (0, 2)));
    assert!(page.why.ends_with("往期还有欠账，列在后面。"), "{}", page.why);
    assert_eq!(page.missing[1].text, "往期欠账：万安 2026年三季度 0/1");
    // Whoever asks for a period sees that period.
    assert_eq!(world.text(MatrixId::M9, "2026Q4", OR_05, WANAN), "待");
    assert_eq!(world.text(MatrixId::M9, "2026Q3", OR_05, WANAN), "欠");

    let owed = owed_total(&world.facts(), &world.duties).0;
    world.evidence(Kind::SelfInspection, "2026-10-01", |card| {
        card.flags = evidence_flag::PRINCIPAL | evidence_flag::EXTRA;
    });
    assert_eq!(world.text(MatrixId::M9, "", OR_05, WANAN), "已", "made up for, and done");
    assert_eq!(owed_total(&world.facts(), &world.duties).0, owed - 1);
}

#[test]
fn several_periods_in_debt_are_counted_and_the_present_one_with_them() {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-08-01");
    let text = |world: &World, row: &str| world.text(MatrixId::M9, "", row, WANAN);
    // Plans of August to November: none was filed.
    assert_eq!(
        (text(&world, "OR-01").as_str(), world.text(MatrixId::M9, "", "OR-01", "total").as_str()),
        ("欠4期", "24")
    );
    world.enterprise(|e| e.spans[0].is_key = true);
    assert_eq!(text(&world, "OR-03"), "待欠3期");
    world.start_on = day("2025-12-01");
    assert_eq!(text(&world, "OR-06"), "临欠2025年");
    world.start_on = day("2026-01-01");
    assert_eq!(text(&world, "OR-04"), "待欠上半");
    // 局 owes one for each of the six.
    assert_eq!(world.text(MatrixId::M9, "", "OR-04", "JU"), "待欠上半");
    assert_eq!(world.text(MatrixId::M9, "", "OR-04", "total"), "6");
    let debts = world.page(MatrixId::M9, "", "total", "JU");
    assert!(
        debts.missing.iter().any(|line| line.text == "区商务局 OR-04 半年督导乡镇（2026上半年） 6格"),
        "{:?}",
        debts.missing
    );
}

#[test]
fn a_duty_that_is_over_stays_as_long_as_it_is_owed() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    let rows = |world: &World| -> Vec<String> {
        world.matrix(MatrixId::M9, "").rows.into_iter().map(|row| row.key).collect()
    };
    assert!(rows(&world).contains(&"OR-08a".to_owned()));
    assert_eq!(world.text(MatrixId::M9, "", "OR-08a", WANAN), "欠");
    let session = world.evidence(Kind::Training, "2025-02-01", |card| card.year = 2024);
    world.evidence(Kind::Attendance, "2025-02-01", |card| {
        (card.parent, card.date, card.flags) = (session, Day::NONE, evidence_flag::PRINCIPAL);
    });
    assert!(!rows(&world).contains(&"OR-08a".to_owned()));
    // The plan is over, its last quarter is owed all the same.
    world.seen_from("2027-01-05");
    world.start_on = day("2026-10-01");
    assert_eq!(world.text(MatrixId::M9, "", OR_05, WANAN), "欠");
}

#[test]
fn a_month_settled_in_the_next_one_is_called_by_its_own_name() {
    let world = World::on("2026-11-23");
    assert!(world.page(MatrixId::M9, "", "OR-24", WANAN).title.ends_with("2026年10月"));
    assert!(world.page(MatrixId::M9, "2026-10", "OR-24", WANAN).title.ends_with("2026年10月"));
    assert!(world.page(MatrixId::M9, "2026-09", "OR-24", WANAN).title.ends_with("2026年9月"));
}

#[test]
fn what_the_bureau_owes_about_townships_is_counted_as_its_own_debt() {
    let mut world = World::on("2026-07-10");
    world.evidence(Kind::Supervision, "2026-05-06", |_| ());
    let cell = |row: &str, column: &str| world.text(MatrixId::M9, "2026-06", row, column);
    assert_eq!((cell("OR-04", "JU").as_str(), cell("OR-04", WANAN).as_str()), ("欠1/6", "已"));
    assert_eq!((cell("OR-04", SHUANGYANG).as_str(), cell("OR-04", "total").as_str()), ("欠", "5"));
    // Of 双阳 itself only the month plan and 安全生产月 are counted; the bureau owes the latter as well.
    assert_eq!((cell("total", "JU").as_str(), cell("total", SHUANGYANG).as_str()), ("6", "2"));
    assert_eq!(world.text(MatrixId::M3, "", WANAN, "2026H1"), "05-06");
}

#[test]
fn a_sentence_says_clause_basis_and_how_it_stands() {
    let world = World::on("2026-11-23");
    let page = world.page(MatrixId::M9, "2026-11", "OR-01", WANAN);
    assert_eq!(
        page.why,
        "按三(二)（文件规定），每月列好检查计划并报送。万安街道2026年11月：期限2026-11-04已过19天，尚未办到，属欠账。\
         （口径：每月列计划为文件规定，报送日为局内约定。）"
    );
    let entry = page.missing[0].entry.clone().unwrap();
    assert_eq!(entry.0, Kind::InspectionPlan);
    let fields: Vec<_> = entry.1.iter().collect();
    assert_eq!(fields, [("month", "2026-11"), ("submitted_on", "2026-11-23"), ("township", WANAN)]);
}

#[test]
fn a_missing_enterprise_comes_with_its_entry_the_longest_waiting_first() {
    let mut world = World::on("2026-11-23");
    for _ in 0..3 {
        world.enterprise(|_| ());
    }
    self_check(&mut world, 1, "2026-11-02");
    self_check(&mut world, 2, "2026-08-02");
    let page = world.page(MatrixId::M7, "", WANAN, "2026Q4");
    let missing: Vec<_> = page.missing.iter().map(|line| (line.text.as_str(), line.day)).collect();
    assert_eq!(missing, [("第3饭店", Day::NONE), ("第2饭店", day("2026-08-02"))]);
    let (kind, fields) = page.missing[0].entry.clone().unwrap();
    let fields: Vec<_> = fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
    assert_eq!(kind, Kind::SelfInspection);
    assert_eq!(fields, ["date=2026-11-23", "enterprise=E2611-0003", "is_principal=是"]);
    assert_eq!(page.evidence.len(), 1);
    assert_eq!(page.totals, (1, 2));
}

#[test]
fn the_focus_of_a_year_counts_the_principal_and_where_the_notice_says_so_the_fire_lead() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    world.enterprise(|e| (e.spans[0].industries, e.spans[0].is_complex) = (1 << 5, true));
    let focus = |world: &mut World, year: u16, enterprise: u32, flag: u32, on: &str| {
        let session = world.evidence(Kind::Training, on, |card| card.year = year);
        world.evidence(Kind::Attendance, on, |card| {
            (card.parent, card.subject) = (session, id(Kind::Enterprise, enterprise));
            (card.date, card.flags) = (Day::NONE, flag);
        });
    };
    focus(&mut world, 2024, 1, evidence_flag::FIRE_LEAD, "2024-09-01");
    assert_eq!(world.text(MatrixId::M5, "", WANAN, "OR-08a"), "欠");
    focus(&mut world, 2024, 1, evidence_flag::PRINCIPAL, "2025-02-01");
    assert_eq!(world.text(MatrixId::M5, "", WANAN, "OR-08a"), "补");
    focus(&mut world, 2026, 2, evidence_flag::FIRE_LEAD, "2026-05-01");
    assert_eq!(world.text(MatrixId::M5, "", WANAN, "OR-08c"), "已");
}
