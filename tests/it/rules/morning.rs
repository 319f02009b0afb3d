//! 今日, the plan's rows, and the numbers of hazards.

use zhiben::calendar::Day;
use zhiben::model::card::{HazardCard, evidence_flag, hazard_flag};
use zhiben::model::hazard::State;
use zhiben::model::id::{Id, Kind};
use zhiben::model::snooze::Snooze;
use zhiben::rules::coverage::duties_served;
use zhiben::rules::matrix::{CellState, MatrixId};
use zhiben::rules::review::{Section, TodayPage, page};
use zhiben::rules::task::{TaskState, states};

use super::world::{BUREAU, SHUANGYANG, WANAN, World, day, id};

fn today(world: &World, unit: &str) -> TodayPage {
    page(&world.facts(), &world.duties, &world.standings(), unit, world)
}

/// Section, text and status of every line of the parts named.
fn lines(page: &TodayPage, of: &[Section]) -> Vec<String> {
    let wanted = page.lines.iter().filter(|line| of.contains(&line.section));
    wanted.map(|line| format!("{} {} {}", line.section.name(), line.text, line.status)).collect()
}

#[test]
fn the_morning_goes_from_what_presses_to_what_others_entered() {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-11-01");
    world.enterprise(|_| ());
    let since = |state: State, on: &str| {
        let on = day(on);
        move |h: &mut zhiben::model::card::HazardCard| (h.state, h.state_since) = (state, on)
    };
    world.hazard(since(State::PendingRecheck, "2026-11-13")); // 1
    world.hazard(|h| h.due = day("2026-11-11")); // 2
    world.hazard(|h| h.due = day("2026-11-23")); // 3
    world.hazard(|h| h.due = day("2026-11-30")); // 4: nothing to do yet
    world.hazard(since(State::TransferPending, "2026-11-20")); // 5
    world.hazard(since(State::TransferSent, "2026-11-20")); // 6: not urgent yet
    world.hazard(since(State::Draft, "2026-11-22")); // 7
    world.hazard(|h| h.flags |= hazard_flag::MAJOR); // 8
    world.hazard(|h| (h.entered_on, h.due) = (day("2026-11-20"), day("2026-12-20"))); // 9: by 王芳, on Friday
    world.hazard(|h| (h.entered_on, h.due) = (day("2026-11-23"), day("2026-12-20"))); // 10: my own
    let page = today(&world, WANAN);
    let hazards = Section::ALL
        .into_iter()
        .filter(|s| !matches!(s, Section::Cells | Section::Milestones | Section::Reminders));
    assert_eq!(
        lines(&page, &hazards.collect::<Vec<_>>()),
        [
            "重大与逾期 第1饭店 软管老化2 逾期12天",
            "重大与逾期 第1饭店 软管老化8 整改中",
            "今日与近三日到期 第1饭店 软管老化3 今日到期",
            "待复查 第1饭店 软管老化1 待复查 超1工作日",
            "待移交、待签收、待反馈 第1饭店 软管老化5 待移交 剩2工作日",
            "草稿 第1饭店 软管老化7 草稿",
            "他人新记录 第1饭店 软管老化9 整改中",
        ]
    );
    // What the line of keys offers goes by the state itself, not by the words.
    let states: Vec<_> = page.lines.iter().filter_map(|line| line.state).collect();
    use State::{Draft, PendingRecheck, Rectifying, TransferPending};
    assert_eq!(
        states,
        [Rectifying, Rectifying, Rectifying, PendingRecheck, TransferPending, Draft, Rectifying]
    );
    let head: Vec<_> = page.head.iter().map(|(label, number)| format!("{label}{number}")).collect();
    assert_eq!(head, ["较大及以上事故0", "重大在账1", "逾期1", "未闭环9", "欠账1"]);
    assert_eq!(
        page.remarks,
        ["2027年节假日安排还没有载入（管理员 zhiben plan load 2027.csv），工作日先按周一至周五计"]
    );
    assert!(lines(&today(&world, SHUANGYANG), &[Section::MajorAndOverdue]).is_empty());
}

#[test]
fn what_was_extended_too_late_stays_among_the_overdue_and_says_by_which_day_it_goes() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    world.hazard(|h| (h.missed_due, h.due) = (day("2026-11-11"), day("2026-11-30")));
    let told = |world: &World| lines(&today(world, WANAN), &[Section::MajorAndOverdue, Section::DueSoon]);
    assert_eq!(told(&world), ["重大与逾期 第1饭店 软管老化1 逾期后延期 剩7天"]);
    assert!(today(&world, WANAN).head.contains(&("逾期".to_owned(), 1)));
    assert_eq!(world.text(MatrixId::M10, "2026", WANAN, "overdue"), "1");
    world.seen_from("2026-11-30");
    assert_eq!(told(&world), ["重大与逾期 第1饭店 软管老化1 逾期后延期 今日到期"]);
    world.seen_from("2026-12-01");
    assert_eq!(told(&world), ["重大与逾期 第1饭店 软管老化1 逾期20天"]);
}

#[test]
fn a_line_put_off_leaves_until_its_day() {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-11-01");
    let hazard = world.hazard(|h| h.due = day("2026-11-11"));
    let on = day("2026-11-23");
    let snooze =
        |item: String, until: &str| Snooze { item, until: day(until), date: on, ..Snooze::default() };
    world.snoozes.push((id(Kind::Snooze, 1), snooze(hazard.to_string(), "2026-11-25")));
    world.snoozes.push((id(Kind::Snooze, 2), snooze(format!("M9/OR-01/{WANAN}/2026-11"), "2026-11-25")));
    let page = today(&world, WANAN);
    assert_eq!(lines(&page, &[Section::MajorAndOverdue]), Vec::<String>::new());
    assert!(page.lines.iter().all(|line| !line.key.starts_with("M9/OR-01/")), "{:?}", page.lines);
    assert_eq!(page.done, 2);
    world.seen_from("2026-11-24");
    let page = today(&world, WANAN);
    assert_eq!(
        (lines(&page, &[Section::MajorAndOverdue]).len(), page.done),
        (0, 0),
        "昨天暂缓的不算今天办的"
    );
    world.seen_from("2026-11-25");
    assert_eq!(lines(&today(&world, WANAN), &[Section::MajorAndOverdue]).len(), 1);
    // Another officer's snooze leaves my list alone.
    world.seen_from("2026-11-23");
    world.snoozes[0].1.officer = vec!["王芳".into()];
    assert_eq!(lines(&today(&world, WANAN), &[Section::MajorAndOverdue]).len(), 1);
}

#[test]
fn what_was_worked_on_today_is_done_whether_its_line_stays_or_goes() {
    let mut world = World::on("2026-11-23");
    let today_is = world.as_of;
    let overdue = |h: &mut HazardCard| h.due = day("2026-11-11");
    for _ in 0..3 {
        world.hazard(overdue);
    }
    let meter = |world: &World| {
        let page = today(world, WANAN);
        (page.done, page.done + page.left, lines(&page, &[Section::MajorAndOverdue]).len())
    };
    let (_, all, _) = meter(&world);
    // 备注 leaves the line where it is.
    world.hazards[0].acted_on = today_is;
    assert_eq!(meter(&world), (1, all, 3));
    // 改派移交: the line goes to another part. 完成 two days ago, reported today.
    (world.hazards[1].acted_on, world.hazards[1].state) = (today_is, State::TransferPending);
    assert_eq!(meter(&world), (2, all, 2));
    let third = &mut world.hazards[2];
    (third.acted_on, third.state, third.done_on) = (today_is, State::PendingRecheck, day("2026-11-21"));
    third.state_since = day("2026-11-21");
    assert_eq!(meter(&world), (3, all, 1));
    // 销号: the line is gone, the total stays.
    (world.hazards[2].state, world.hazards[2].closed_on) = (State::Closed, today_is);
    assert_eq!(meter(&world), (3, all, 1));
    // Another town's work is not this one's; what came by an import today counts when something was done to it since.
    world.hazard(|h| (h.township, h.acted_on) = (2, today_is));
    world.hazard(|h| h.entered_on = today_is);
    assert_eq!(meter(&world).0, 3);
    world.hazard(|h| (h.entered_on, h.acted_on) = (today_is, today_is));
    assert_eq!((meter(&world).0, today(&world, "").done), (4, 5));
    world.seen_from("2026-11-24");
    assert_eq!(meter(&world).0, 0);
}

#[test]
fn a_planned_visit_made_today_is_done() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    let plan = world.evidence(Kind::InspectionPlan, "2026-11-01", |card| {
        (card.filed_on, card.flags) = (day("2026-11-02"), evidence_flag::FILED);
    });
    let item = world.evidence(Kind::PlanItem, "2026-11-23", |card| card.parent = plan);
    let meter = |world: &World| {
        let page = today(world, WANAN);
        (page.done, page.done + page.left)
    };
    let (none, all) = meter(&world);
    world
        .evidence
        .iter_mut()
        .filter(|card| card.id == item)
        .for_each(|card| card.flags = evidence_flag::DONE);
    world.evidence(Kind::Inspection, "2026-11-23", |card| card.parent = item);
    assert_eq!((none, meter(&world)), (0, (1, all)));
}

#[test]
fn a_cell_about_to_turn_comes_with_its_entry_and_the_key_of_a_snooze() {
    let mut world = World::on("2026-12-20");
    world.start_on = day("2026-11-01");
    world.enterprise(|e| e.spans[0].is_key = true);
    let page = today(&world, WANAN);
    let told: Vec<_> = page
        .lines
        .iter()
        .filter(|line| line.section == Section::Cells)
        .filter(|line| {
            ["OR-01", "OR-02", "OR-03", "OR-05", "OR-06", "OR-24"].iter().any(|or| line.key.contains(or))
        })
        .map(|line| {
            (line.key.as_str(), line.text.as_str(), line.status.as_str(), line.entry.as_ref().map(|e| e.0))
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "M9/OR-01/350504001/2026-12",
                "月度检查计划（2026年12月，文件规定）",
                "欠17天",
                Some(Kind::InspectionPlan)
            ),
            (
                "M9/OR-24/350504001/2026-11",
                "台账月度确认（零报告）（2026年11月，局内约定）",
                "欠17天",
                Some(Kind::Confirmation)
            ),
            (
                "M9/OR-05/350504001/2026Q4",
                "主要负责人季度带队自查（2026年四季度，文件规定）",
                "剩11天",
                Some(Kind::SelfInspection)
            ),
            (
                "M9/OR-06/350504001/2026",
                "重点企业年度疏散演练（2026年，文件规定）",
                "剩11天",
                Some(Kind::Drill)
            ),
            // What November ended in comes behind what can still be done in time.
            ("M9/OR-02/350504001/2026-11", "计划行业全覆盖（2026年11月，局内约定）", "欠20天", None),
            (
                "M9/OR-03/350504001/2026-11",
                "检查行业全覆盖（2026年11月，局内约定）",
                "欠20天",
                Some(Kind::Inspection)
            ),
            (
                "M9/OR-01/350504001/2026-11",
                "月度检查计划（2026年11月，文件规定）",
                "欠46天",
                Some(Kind::InspectionPlan)
            ),
        ]
    );
    for line in page.lines.iter().filter(|line| line.section == Section::Cells) {
        let [_, row, column, period] = line.key.split('/').collect::<Vec<_>>()[..] else { panic!() };
        let behind = world.page(MatrixId::M9, period, row, column);
        let window = line.text.split_once('（').unwrap().1.rsplit_once('，').unwrap().0;
        assert!(
            behind.title.ends_with(window.rsplit_once('（').map_or(window, |(_, w)| w)),
            "{} {}",
            line.key,
            behind.title
        );
    }
}

#[test]
fn visits_of_today_and_missed_ones_come_by_day_with_their_entry() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    let plan = world.evidence(Kind::InspectionPlan, "2026-11-01", |card| card.flags = evidence_flag::FILED);
    let mut item = |on: &str, flags: u32, moved: Day| {
        world.evidence(Kind::PlanItem, on, |card| {
            (card.parent, card.flags, card.filed_on) = (plan, flags, moved)
        })
    };
    let today_item = item("2026-11-23", 0, Day::NONE);
    let missed = item("2026-11-20", 0, Day::NONE);
    item("2026-11-19", evidence_flag::DONE, Day::NONE);
    item("2026-11-18", evidence_flag::DROPPED, Day::NONE);
    item("2026-11-17", evidence_flag::MOVED, day("2026-11-25"));
    item("2026-11-24", 0, Day::NONE);
    let page = today(&world, "");
    let visits: Vec<_> = page.lines.iter().filter(|line| line.section == Section::Visits).collect();
    let told: Vec<_> = visits.iter().map(|line| (line.id, line.status.as_str())).collect();
    assert_eq!(told, [(missed, "漏检3天"), (today_item, "今日计划")]);
    let (kind, fields) = visits[0].entry.as_ref().unwrap();
    assert_eq!(
        (*kind, fields.get("plan_item"), fields.get("township")),
        (Kind::Inspection, missed.to_string().as_str(), WANAN)
    );
}

#[test]
fn the_stamp_under_a_review_is_the_latest_of_the_day_and_scope() {
    let mut world = World::on("2026-11-23");
    world.evidence(Kind::Review, "2026-11-23", |card| card.unit = 1);
    world.evidence(Kind::Review, "2026-11-22", |card| card.unit = 1);
    assert_eq!(today(&world, WANAN).stamped, Some("王芳 08:52".into()));
    assert_eq!(today(&world, SHUANGYANG).stamped, None);
}

fn state(world: &World, code: &str) -> TaskState {
    let plan = &world.basics.plans[0];
    states(&world.facts(), &world.duties, plan).remove(code).unwrap()
}

/// A progress note on a task that reaches one of its milestones (0: none).
fn note(world: &mut World, task: &str, milestone: u16, on: &str) {
    let no = world.basics.task_no(task, day("2026-11-23"));
    world.evidence(Kind::Progress, on, |card| (card.count, card.year) = (no, milestone));
}

#[test]
fn phased_rows_go_by_their_dates_and_are_done_only_when_every_phase_is() {
    let mut world = World::on("2026-11-23");
    assert_eq!(state(&world, "T20").text, "逾期");
    note(&mut world, "T20", 1, "2024-12-20");
    note(&mut world, "T20", 2, "2025-12-20");
    assert_eq!((state(&world, "T20").text, state(&world, "T20").cell), ("进行中".into(), CellState::Pending));
    assert_eq!(state(&world, "T20.1").text, "已完成");
    world.seen_from("2026-12-05");
    assert_eq!(state(&world, "T20").text, "临期");
    let near = lines(&today(&world, ""), &[Section::Milestones]);
    assert!(near.iter().any(|line| line.contains("T20 ") && line.ends_with("剩26天")), "{near:?}");
    note(&mut world, "T20", 3, "2026-12-04");
    assert_eq!(state(&world, "T20").text, "已完成");
}

#[test]
fn a_phase_from_before_the_day_of_first_use_is_not_recorded_rather_than_overdue() {
    let mut world = World::on("2026-11-23");
    world.start_on = day("2026-11-01");
    assert_eq!(state(&world, "T2").text, "未录");
    assert_eq!(state(&world, "T1").text, "进行中");
}

#[test]
fn a_continuous_row_is_settled_for_the_period_or_owed_never_completed_before_the_end() {
    let mut world = World::on("2026-11-23");
    let seen = day("2026-03-02");
    world.enterprise(|e| (e.self_check_on, e.responsibility_on) = (seen, seen));
    assert_eq!(state(&world, "T18").text, "进行中");
    world.evidence(Kind::SelfInspection, "2026-10-08", |card| card.flags = evidence_flag::PRINCIPAL);
    assert_eq!((state(&world, "T18").text, state(&world, "T18").owed), ("本期已落实".into(), (0, 2)));
    // The half-year ends: nobody supervised.
    world.seen_from("2026-12-31");
    assert_eq!(state(&world, "T31").text, "临期");
    // Once the plan is over it is what all quarters left, and nothing is done that nobody ever did anything of.
    world.start_on = day("2026-07-01");
    world.seen_from("2027-01-01");
    assert_eq!((state(&world, "T18").text, state(&world, "T18").owed), ("欠账".into(), (1, 2)));
    assert_eq!(state(&world, "T3").text, "未见进展");
    world.evidence(Kind::SelfInspection, "2026-07-08", |card| card.flags = evidence_flag::PRINCIPAL);
    assert_eq!(state(&world, "T18").text, "已完成");
    note(&mut world, "T3", 0, "2026-07-10");
    assert_eq!(state(&world, "T3").text, "已完成");
}

#[test]
fn milestones_stay_reached_after_the_plan_and_whatever_else_the_row_asks() {
    let mut world = World::on("2026-12-20");
    for (on, stage) in [("2024-11-01", 1), ("2025-11-01", 2), ("2026-11-01", 3)] {
        for (unit, kind) in
            [BUREAU, WANAN].into_iter().flat_map(|unit| [(unit, "联合督导"), (unit, "排查整治")])
        {
            let unit = world.unit(unit);
            world.record("mechanism", kind, on, |card| (card.unit, card.stage) = (unit, stage));
        }
    }
    let phases = |world: &World| {
        let states = states(&world.facts(), &world.duties, &world.basics.plans[0]);
        ["T20.1", "T20.2", "T20.3"].map(|code| states[code].text.clone())
    };
    // The other townships owe theirs.
    assert_eq!(phases(&world), ["逾期", "逾期", "临期"]);
    for unit in world.basics.townships().map(|unit| unit.code.clone()).collect::<Vec<_>>() {
        for (kind, stage) in
            ["联合督导", "排查整治"].into_iter().flat_map(|kind| [(kind, 1), (kind, 2), (kind, 3)])
        {
            let unit = world.unit(&unit);
            world.record("mechanism", kind, "2024-10-01", |card| (card.unit, card.stage) = (unit, stage));
        }
    }
    assert_eq!(phases(&world), ["已完成", "已完成", "已完成"]);
    world.start_on = day("2027-01-01");
    world.seen_from("2027-01-01");
    assert_eq!(
        (phases(&world), state(&world, "T20").text.as_str()),
        (["已完成", "已完成", "已完成"].map(str::to_owned), "已完成")
    );
}

#[test]
fn the_line_of_a_milestone_leads_to_the_note_that_its_duty_counts() {
    let mut world = World::on("2026-12-20");
    let of_row = |page: &TodayPage| page.lines.iter().find(|line| line.key == "M11/T1/3").cloned();
    let line = of_row(&today(&world, "")).unwrap();
    let (kind, fields) = line.entry.unwrap();
    assert_eq!((kind, fields.get("task"), fields.get("milestone")), (Kind::Progress, "T1.3", "1"));
    let bureau = world.unit(BUREAU);
    let no = world.basics.task_no("T1.3", day("2026-12-20"));
    world.evidence(Kind::Progress, "2026-12-20", |card| (card.unit, card.count, card.year) = (bureau, no, 1));
    assert!(of_row(&today(&world, "")).is_none());
    assert_eq!(world.text(MatrixId::M9, "", "OR-20c", BUREAU), "已");
}

#[test]
fn an_arrear_climbs_to_a_leader_as_what_is_owed_now_does() {
    let mut world = World::on("2026-11-03");
    world.start_on = day("2026-10-01");
    world.enterprise(|_| ());
    world.rung = zhiben::rules::ladder::Rung::Head;
    let of_october = |world: &World| {
        today(world, "")
            .lines
            .into_iter()
            .filter(|line| line.key.starts_with("M9/OR-02/") && line.key.ends_with("/2026-10"))
            .count()
    };
    assert_eq!(of_october(&world), 0);
    world.seen_from("2026-11-30");
    assert!(of_october(&world) > 0);
}

#[test]
fn the_numbers_of_hazards_open_their_rows() {
    let mut world = World::on("2026-11-23");
    let closed = world.hazard(|h| {
        (h.state, h.state_since, h.closed_on) = (State::Closed, day("2026-11-20"), day("2026-11-20"));
        h.done_on = day("2026-11-18");
    });
    let overdue = world.hazard(|h| (h.due, h.township) = (day("2026-11-11"), 2));
    world.hazard(|h| h.state = State::Voided);
    world.hazard(|h| h.found_on = day("2026-10-30"));
    let row = |unit: &str| {
        let keys = ["found", "fixed", "transferred", "open", "overdue", "major", "rate"];
        keys.map(|key| world.text(MatrixId::M10, "2026-11", unit, key))
    };
    assert_eq!(row(WANAN), ["1", "1", "0", "1", "0", "0", "100%"]);
    assert_eq!(row("total"), ["2", "1", "0", "2", "1", "0", "50%"]);
    let behind =
        |unit: &str, key: &str| -> Vec<Id> { world.page(MatrixId::M10, "2026-11", unit, key).hazards };
    assert_eq!((behind(WANAN, "fixed"), behind("total", "overdue")), (vec![closed], vec![overdue]));
    // Seen at the end of an earlier month, as it stood then.
    assert_eq!(world.text(MatrixId::M10, "2026-10", WANAN, "open"), "1");
}

#[test]
fn duties_on_hazards_owe_what_runs_past_its_day() {
    let mut world = World::on("2026-11-23");
    world.hazard(|h| h.due = day("2026-11-11"));
    world.hazard(|h| h.due = day("2026-12-11"));
    assert_eq!(world.text(MatrixId::M9, "", "OR-23", WANAN), "欠0/2");
    let page = world.page(MatrixId::M9, "", "OR-23", WANAN);
    assert_eq!(page.missing[0].text, "整改超过期限：软管老化1");
    assert!(page.why.contains("共2项，其中1项超过期限，属欠账"), "{}", page.why);
    assert_eq!(world.cell(MatrixId::M9, "", "OR-23", SHUANGYANG).state, CellState::NoSubject);
    assert_eq!(world.cell(MatrixId::M9, "", "OR-22", WANAN).state, CellState::NoSubject);
}

#[test]
fn months_of_a_plan_say_what_was_filed_and_how_much_was_carried_out() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    let plan = world.evidence(Kind::InspectionPlan, "2026-10-01", |card| {
        (card.filed_on, card.flags) = (day("2026-10-09"), evidence_flag::FILED);
    });
    for flags in [evidence_flag::DONE, evidence_flag::MOVED, 0] {
        world.evidence(Kind::PlanItem, "2026-10-20", |card| (card.parent, card.flags) = (plan, flags));
    }
    let row = |months: [&str; 4]| months.map(|month| world.text(MatrixId::M2, "2026", WANAN, month));
    assert_eq!(row(["2026-09", "2026-10", "2026-11", "2026-12"]), ["欠", "2/3", "欠", "未"]);
    let page = world.page(MatrixId::M2, "2026", WANAN, "2026-10");
    assert_eq!((page.evidence.len(), page.missing.len(), page.totals), (3, 1, (3, 1)));
}

#[test]
fn the_thirty_four_rows_stand_by_year_and_now() {
    let mut world = World::on("2026-11-23");
    note(&mut world, "T3", 0, "2025-05-05");
    let matrix = world.matrix(MatrixId::M11, "");
    assert_eq!((matrix.rows.len(), matrix.columns.len()), (34, 4));
    assert_eq!(world.text(MatrixId::M11, "", "T3", "2025"), "1条");
    // Six townships, two half-years, nobody supervised; in 2026 the second half is still running.
    assert_eq!(world.text(MatrixId::M11, "", "T31", "2025"), "欠12");
    assert_eq!(world.text(MatrixId::M11, "", "T31", "2026"), "欠6");
    // 部分 is some of it: with nothing done it is 待办.
    world.start_on = day("2026-11-01");
    let half = |world: &World| world.cell(MatrixId::M11, "", "T31", "2026");
    assert_eq!((half(&world).state, half(&world).text.as_str()), (CellState::Pending, "0/12"));
    world.evidence(Kind::Supervision, "2026-11-06", |_| ());
    assert_eq!((half(&world).state, half(&world).text.as_str()), (CellState::Partial, "1/12"));
}

#[test]
fn a_record_says_which_duties_it_counts_for_and_an_enterprise_how_its_duties_stand() {
    let mut world = World::on("2026-11-23");
    let enterprise = world.enterprise(|_| ());
    let check =
        world.evidence(Kind::SelfInspection, "2026-10-08", |card| card.flags = evidence_flag::PRINCIPAL);
    let served = |id: Id| duties_served(&world.facts(), &world.duties, id);
    assert_eq!(served(check), ["OR-05 主要负责人季度带队自查（2026年四季度）"]);
    assert_eq!(
        served(enterprise),
        ["OR-05 主要负责人季度带队自查（2026年四季度）：已办", "OR-33 企业两项制度（2026-12-31前）：临期"]
    );
}

#[test]
fn what_waits_for_a_decision_stands_first_for_whoever_decides_and_where_it_was_for_the_others() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    world.hazard(|h| {
        h.due = day("2026-11-11");
        h.flags |= hazard_flag::EXTENSION_ASKED;
    });
    let parts = |world: &World| {
        let page = today(world, WANAN);
        let hazards = page.lines.into_iter().filter(|line| line.state.is_some());
        hazards.map(|line| (line.section, line.status)).collect::<Vec<_>>()
    };
    assert_eq!(parts(&world), [(Section::MajorAndOverdue, "逾期12天".to_owned())]);
    world.decides = true;
    assert_eq!(parts(&world), [(Section::Decisions, "延期待批".to_owned())]);
    world.hazards[0].flags |= hazard_flag::REGRADE_ASKED;
    assert_eq!(parts(&world), [(Section::Decisions, "调级待批".to_owned())]);
    world.hazards[0].flags = hazard_flag::JUDGED | hazard_flag::MAJOR;
    world.hazards[0].state = State::PendingRecheck;
    assert_eq!(parts(&world), [(Section::Decisions, "重大销号待批".to_owned())]);
}

#[test]
fn a_row_whose_only_milestone_is_noted_takes_its_parts_along() {
    let mut world = World::on("2026-11-23");
    assert_eq!((state(&world, "T2").text.as_str(), state(&world, "T2.1").text.as_str()), ("逾期", "逾期"));
    note(&mut world, "T2", 1, "2025-12-20");
    assert_eq!(
        (state(&world, "T2").text.as_str(), state(&world, "T2.1").text.as_str()),
        ("已完成", "已完成")
    );
}
