//! 统计: the numbers agree with the records, with each other and with M10, on any ledger and any day; and whoever looks would be
//! told if they did not.

use proptest::prelude::*;
use zhiben::calendar::{Day, Period};
use zhiben::model::card::{EvidenceCard, HazardCard, evidence_flag, hazard_flag};
use zhiben::model::hazard::{SOURCES, State};
use zhiben::model::id::{Id, Kind};
use zhiben::rules::matrix::{CellPage, Matrix, MatrixId, TOTAL, matrix, owed_total};
use zhiben::rules::review::Words;
use zhiben::rules::statistics::check::{sums, totals, townships, with_ledger, with_matrix, with_rows};
use zhiben::rules::statistics::work::Work;
use zhiben::rules::statistics::{Asked, By, Debts, FIGURES, Table, Told, Which, answer, pace};

use crate::rules::world::{SHUANGYANG, WANAN, World, day, hazard};
use crate::support::run::Place;

fn ask(world: &World, asked: Asked) -> Told {
    answer(&world.facts(), &world.duties, &asked, world).unwrap()
}

fn table_of(world: &World, which: Which) -> Table {
    let Told::Table(table) = ask(world, Asked::Table(which)) else { panic!() };
    table
}

fn table(world: &World, by: By, period: &str) -> Table {
    table_of(world, Which::all(by, period.parse().ok()))
}

fn page(world: &World, which: &Which, row: &str, figure: &str) -> Option<CellPage> {
    let asked = Asked::Rows { which: which.clone(), row: row.into(), figure: figure.into() };
    match answer(&world.facts(), &world.duties, &asked, world)? {
        Told::Rows(page) => Some(page),
        _ => None,
    }
}

/// Rows that open behind a number.
fn behind(world: &World, table: &Table, row: &str, figure: &str) -> Option<u32> {
    let page = page(world, &table.which, row, figure)?;
    Some(page.hazards.len() as u32 + page.totals.0)
}

fn work(world: &World) -> Work {
    let Told::Work(work) = ask(world, Asked::Work) else { panic!() };
    work
}

fn debts(world: &World) -> Debts {
    let Told::Debts(debts) = ask(world, Asked::Debts) else { panic!() };
    debts
}

fn m10(world: &World, period: Option<Period>) -> Matrix {
    matrix(&world.facts(), &world.duties, MatrixId::M10, period)
}

fn text(table: &Table, row: &str, figure: &str) -> String {
    table.value(row, figure).unwrap_or_else(|| panic!("{row} {figure}")).text.clone()
}

/// A closed hazard of 万安.
fn closed(world: &mut World, found: &str, closed: &str, change: impl FnOnce(&mut HazardCard)) -> Id {
    world.hazard(|h| {
        (h.state, h.found_on) = (State::Closed, day(found));
        (h.done_on, h.closed_on, h.state_since) = (day(closed), day(closed), day(closed));
        (h.rechecked_on, h.passed_first) = (day(closed), true);
        change(h);
    })
}

#[test]
fn a_hazard_is_found_in_one_month_and_closed_in_another() {
    let mut world = World::on("2026-11-23");
    let one = closed(&mut world, "2026-10-20", "2026-11-03", |h| h.due = day("2026-11-01"));
    closed(&mut world, "2026-10-20", "2026-10-24", |h| {
        (h.due, h.township, h.category) = (day("2026-10-24"), 2, 2);
        h.passed_first = false;
    });
    let months = table(&world, By::Month, "");
    let row = |month: &str| ["found", "closed", "open"].map(|figure| text(&months, month, figure));
    assert_eq!([row("2026-10"), row("2026-11")], [["2", "1", "1"], ["0", "1", "0"]]);
    assert_eq!(row(TOTAL), ["2", "2", "0"]);
    let october = table(&world, By::Township, "2026-10");
    let of = |figure: &str| [WANAN, SHUANGYANG, TOTAL].map(|row| text(&october, row, figure));
    assert_eq!(
        (of("open"), of("rate")),
        (["1", "0", "1"].map(str::to_owned), ["0%", "100%", "50%"].map(str::to_owned))
    );
    let year = table(&world, By::Township, "2026");
    let of = |figure: &str| [WANAN, SHUANGYANG, TOTAL].map(|row| text(&year, row, figure));
    assert_eq!(of("in_time"), ["0%", "100%", "50%"]);
    assert_eq!(of("first_pass"), ["100%", "0%", "50%"]);
    assert_eq!(
        (of("median"), of("mean")),
        (["14", "4", "9"].map(str::to_owned), ["14", "4", "9"].map(str::to_owned))
    );
    assert_eq!(page(&world, &year.which, WANAN, "closed").unwrap().hazards, [one]);
    let kinds = table(&world, By::Category, "2026");
    assert_eq!(["fire", "gas"].map(|kind| text(&kinds, kind, "found")), ["1", "1"]);
}

#[test]
fn open_hazards_are_told_apart_by_how_long_they_have_been_open() {
    let mut world = World::on("2026-11-23");
    for days in [0, 7, 8, 15, 16, 30, 31, 60, 61, 400] {
        let found = world.as_of.plus(-days);
        world.hazard(|h| (h.found_on, h.state_since) = (found, found));
    }
    let table = table(&world, By::Township, "2026");
    let ages = ["age_7", "age_15", "age_30", "age_60", "age_more", "open"];
    assert_eq!(ages.map(|age| text(&table, WANAN, age)), ["2", "2", "2", "2", "2", "10"]);
    assert_eq!(page(&world, &table.which, WANAN, "age_more").unwrap().hazards.len(), 2);
}

#[test]
fn sources_and_visits_say_how_much_is_found_and_by_whom() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    let source = |word: &str| SOURCES.iter().position(|one| *one == word).unwrap() as u8 + 1;
    for word in ["企业自查", "乡镇检查", "联合检查", "举报"] {
        world.hazard(|h| h.source = source(word));
    }
    for (finds, people) in [(true, 2), (false, 3), (false, 1), (false, 0)] {
        world.evidence(Kind::Inspection, "2026-11-05", |card| {
            card.flags = if finds { evidence_flag::FOUND } else { 0 };
            card.count = people;
        });
    }
    world.evidence(Kind::Inspection, "2026-11-05", |card| card.flags = evidence_flag::VOID);
    world.evidence(Kind::Inspection, "2025-11-05", |_| ());
    for by in [By::Township, By::Industry] {
        let table = table(&world, by, "2026");
        let row = if by == By::Township { WANAN } else { "cy" };
        let figures = ["by_self", "by_visit", "by_others", "self_share", "visits", "zero_share", "per_head"];
        assert_eq!(figures.map(|f| text(&table, row, f)), ["1", "2", "1", "25%", "4", "75%", "0.33"]);
        let page = page(&world, &table.which, row, "zero_share").unwrap();
        assert_eq!((page.evidence.len(), page.cell.have), (3, 3));
    }
    let kinds = table(&world, By::Category, "2026");
    assert_eq!((text(&kinds, "fire", "visits"), text(&kinds, TOTAL, "per_head")), ("-".into(), "-".into()));
}

#[test]
fn the_rows_behind_a_number_are_only_those_that_the_officer_sees() {
    struct Sees<'w>(&'w World, Id);
    impl Words for Sees<'_> {
        fn officer(&self) -> &str {
            self.0.officer()
        }
        fn rung(&self) -> zhiben::rules::ladder::Rung {
            zhiben::rules::ladder::Rung::Staff
        }
        fn decides(&self, _: zhiben::model::hazard::deeds::Deed, _: bool) -> bool {
            false
        }
        fn code(&self, id: Id) -> String {
            self.0.code(id)
        }
        fn sees(&self, id: Id) -> bool {
            id == self.1
        }
        fn text(&self, _: Id) -> String {
            String::new()
        }
        fn entered(&self, _: Id) -> (String, String) {
            Default::default()
        }
    }
    let mut world = World::on("2026-11-23");
    let (own, _) = (world.hazard(|_| ()), world.hazard(|_| ()));
    let asked =
        Asked::Rows { which: Which::all(By::Township, None), row: TOTAL.into(), figure: "open".into() };
    let told = answer(&world.facts(), &world.duties, &asked, &Sees(&world, own));
    let Some(Told::Rows(page)) = told else { panic!() };
    assert_eq!((page.cell.have, page.hazards), (2, vec![own]));
}

#[test]
fn one_township_has_its_own_months() {
    let mut world = World::on("2026-11-23");
    world.hazard(|_| ());
    world.hazard(|h| h.township = 2);
    let which =
        |key: &str| Which { by: By::Month, period: None, within: Some((By::Township, key.to_owned())) };
    let months = table_of(&world, which(SHUANGYANG));
    assert_eq!((text(&months, "2026-11", "found"), months.title.as_str()), ("1".into(), "双阳 按月份"));
    let page = page(&world, &months.which, "2026-11", "found").unwrap();
    assert_eq!(page.hazards.len(), 1);
    assert!(answer(&world.facts(), &world.duties, &Asked::Table(which("999")), &world).is_none());
}

#[test]
fn what_is_left_is_shared_out_over_the_workdays_until_the_last_day() {
    let mut world = World::on("2026-11-23");
    for number in 0..58u32 {
        world.hazard(|h| {
            h.township = 1 + (number % 2) as u8;
            h.due = if number < 3 { day("2026-11-11") } else { day("2026-12-03") };
        });
    }
    let left = work(&world);
    // 29 workdays: two hazards a workday.
    assert_eq!((left.last, left.workdays, left.weeks.len()), (day("2026-12-31"), 29, 6));
    let weeks: Vec<_> = left.weeks.iter().map(|w| (w.workdays, w.hazards_due, w.close, w.left)).collect();
    assert_eq!(
        weeks,
        [(5, 0, 10, 48), (5, 55, 10, 38), (5, 0, 10, 28), (5, 0, 10, 18), (5, 0, 10, 8), (4, 0, 8, 0)]
    );
    let of = |key: &str| left.units.iter().find(|unit| unit.key == key).map(|u| (u.open, u.overdue)).unwrap();
    assert_eq!((of(WANAN), of(SHUANGYANG), of(TOTAL)), ((29, 2), (29, 1), (58, 3)));
    assert_eq!((left.a_week(58), left.a_workday(58), left.a_week(0)), (10, "2".into(), 0));
    // 国庆 is no time to work.
    world.seen_from("2026-09-28");
    let october: Vec<u32> = work(&world).weeks.iter().map(|week| week.workdays).take(3).collect();
    let expected = [0, 7, 14].map(|back| {
        let monday = day("2026-09-28").plus(back);
        (0..7).filter(|n| world.workdays.is_workday(monday.plus(*n))).count() as u32
    });
    assert_eq!(october, expected);
    assert!(expected[1] < 5, "{expected:?}");
    // The plan is over: nothing is left to be spread.
    world.seen_from("2027-01-15");
    let over = work(&world);
    assert_eq!((over.workdays, over.weeks.len(), over.a_week(58)), (0, 0, 58));
}

#[test]
fn cells_that_fall_due_are_left_until_they_are_met() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    let ahead = |world: &World, unit: &str, week: Option<(Day, Day)>| {
        let Told::Rows(page) = ask(world, Asked::Ahead { unit: unit.into(), week }) else { panic!() };
        let lines = page.missing.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
        (page.cell.have, lines)
    };
    let (number, lines) = ahead(&world, WANAN, None);
    let self_check = "万安 OR-05 主要负责人季度带队自查（2026年四季度）".to_owned();
    assert!(lines.contains(&self_check), "{lines:?}");
    world.evidence(Kind::SelfInspection, "2026-10-08", |card| card.flags = evidence_flag::PRINCIPAL);
    let (fewer, lines) = ahead(&world, WANAN, None);
    assert_eq!((fewer, lines.contains(&self_check)), (number - 1, false));
    let left = work(&world);
    let of = |key: &str| left.units.iter().find(|unit| unit.key == key).unwrap();
    assert_eq!(of(WANAN).ahead, fewer);
    // The weeks and the units count the same cells.
    let by_week: u32 = left.weeks.iter().map(|week| week.cells_due).sum();
    assert_eq!((by_week, ahead(&world, TOTAL, None).0), (of(TOTAL).ahead, of(TOTAL).ahead));
    for week in &left.weeks {
        assert_eq!(ahead(&world, TOTAL, Some((week.from, week.to))).0, week.cells_due, "{week:?}");
    }
    // 欠账 is what M9 adds up.
    let now = debts(&world);
    assert_eq!(
        (of(TOTAL).owed, (now.notice, now.office)),
        (owed_total(&world.facts(), &world.duties), of(TOTAL).owed)
    );
}

#[test]
fn the_pace_of_the_last_whole_weeks_leads_to_the_last_day() {
    let mut world = World::on("2026-11-23");
    // Two found and three closed in each of the last four whole weeks, nothing before.
    for back in 1..=4 {
        let monday = day("2026-11-23").plus(-7 * back);
        for _ in 0..2 {
            world.hazard(|h| (h.found_on, h.state_since) = (monday, monday));
        }
        for _ in 0..3 {
            closed(&mut world, "2026-01-05", &monday.plus(6).to_string(), |_| ());
        }
    }
    // Of the week that is running nothing is carried on.
    world.hazard(|h| (h.found_on, h.state_since) = (day("2026-11-23"), day("2026-11-23")));
    let weeks = table(&world, By::Week, "");
    assert_eq!(
        (weeks.rows.len(), weeks.rows[12].label.as_str(), weeks.rows[13].label.as_str()),
        (15, "11-16~11-22", "11-23~11-23")
    );
    let lines = pace::outlook(&work(&world), &weeks, None, &[]);
    // 9 open, one fewer each week, 38 days to go.
    assert_eq!(
        lines[0],
        "在办 9 条。近4周每周发现 2、销号 3，照此到 12-31 余 4 条；近13周每周发现 0.6、销号 0.9，照此到 12-31 余 7 条。"
    );
    assert_eq!(lines[1], "到 12-31 为零：还有 29 个工作日，每周销 2 条，每工作日 0.4 条。");
    let (now, before) = (
        Debts { as_of: world.as_of, notice: 20, office: 10 },
        Debts { as_of: world.as_of.plus(-28), notice: 30, office: 8 },
    );
    let lines = pace::outlook(&work(&world), &weeks, Some(now), &[(4, before)]);
    assert_eq!(lines[2], "欠账 30 格（文件规定 20，局内约定 10）。近4周净减 8，照此到 12-31 余 19 格。");
    // On the next plan's first days its own last day is meant, and the debts of the one before are nothing to compare with.
    let next = Work { first: day("2026-11-01"), last: day("2029-12-31"), ..work(&world) };
    let lines = pace::outlook(&next, &weeks, Some(now), &[(4, before)]);
    assert!(lines[1].starts_with("到 2029-12-31 为零："), "{lines:?}");
    assert_eq!(lines[2], "欠账 30 格（文件规定 20，局内约定 10）。");
    // On a Sunday the week is whole.
    world.seen_from("2026-11-22");
    assert_eq!(table(&world, By::Week, "").rows.len(), 14);
    world.seen_from("2027-01-15");
    let lines = pace::outlook(&work(&world), &table(&world, By::Week, ""), None, &[]);
    assert_eq!(lines, ["方案已于2026-12-31到期，在办还有 9 条。"]);
}

/// A hazard of any sort: state, places, marks, days from finding to what came after.
#[derive(Clone, Debug)]
struct Some_ {
    state: usize,
    place: (u8, u8, u8),
    source: u8,
    marks: (bool, bool, bool, bool),
    found: i32,
    after: (Option<i32>, Option<i32>, Option<i32>, Option<i32>),
    due: Option<i32>,
}

fn some_hazard() -> impl Strategy<Value = Some_> {
    let day = || prop::option::of(0i32..400);
    (
        (0..State::ALL.len(), (0u8..8, 0u8..9, 0u8..11), 0u8..10),
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        0i32..1_000,
        (day(), day(), day(), day()),
        prop::option::of(-5i32..60),
    )
        .prop_map(|((state, place, source), marks, found, after, due)| Some_ {
            state,
            place,
            source,
            marks,
            found,
            after,
            due,
        })
}

fn put(world: &mut World, one: Some_) {
    let today = day("2026-12-20");
    let found = today.plus(-one.found);
    let after = |days: Option<i32>| days.map_or(Day::NONE, |days| found.plus(days));
    let (is_major, is_imported, is_handed, passed) = one.marks;
    let number = world.hazards.len() as u32 + 1;
    let state = State::ALL[one.state];
    let mut flags = hazard_flag::JUDGED;
    for (flag, holds) in [
        (hazard_flag::MAJOR, is_major),
        (hazard_flag::IMPORTED, is_imported),
        (hazard_flag::TRANSFERRED, is_handed),
        (hazard_flag::HANDED_OVER, is_handed),
    ] {
        flags |= if holds { flag } else { 0 };
    }
    let closed_on = if state == State::Closed { found.plus(one.after.0.unwrap_or(3)) } else { Day::NONE };
    let card = HazardCard {
        state,
        township: one.place.0,
        industry: one.place.1,
        category: one.place.2,
        source: one.source,
        flags,
        found_on: found,
        due: after(one.due),
        done_on: after(one.after.1),
        closed_on,
        sent_on: if is_handed { after(one.after.2) } else { Day::NONE },
        state_since: closed_on.opt().unwrap_or(found.plus(one.after.1.unwrap_or(0))),
        entered_on: found.plus(one.after.3.unwrap_or(0)),
        rechecked_on: after(one.after.3),
        passed_first: passed,
        ..hazard(number)
    };
    world.hazard(|new| *new = HazardCard { id: new.id, ..card });
}

prop_compose! {
    fn some_world()(
        hazards in prop::collection::vec(some_hazard(), 0..30),
        visits in prop::collection::vec((0i32..1_000, 0u8..8, 0u8..9, 0u16..4, any::<bool>(), 0u8..6), 0..15),
        back in 0i32..200,
    ) -> World {
        let mut world = World::on("2026-11-23");
        world.as_of = day("2026-12-20").plus(-back);
        world.enterprise(|_| ());
        hazards.into_iter().for_each(|one| put(&mut world, one));
        for (days, unit, industry, people, found, void) in visits {
            let on = day("2026-12-20").plus(-days).to_string();
            world.evidence(Kind::Inspection, &on, |card: &mut EvidenceCard| {
                (card.unit, card.industry, card.count) = (unit, industry, people);
                card.flags = if found { evidence_flag::FOUND } else { 0 } | if void == 0 { evidence_flag::VOID } else { 0 };
            });
        }
        world
    }
}

/// The figures of our own a second time, hazard by hazard, in the words of the glossary.
fn slowly(
    world: &World,
    (from, to): (Day, Day),
    fits: impl Fn(&HazardCard) -> bool,
) -> Vec<(&'static str, u32)> {
    let seen = world.as_of.min(to);
    let within = |on: Day| !on.is_none() && from <= on && on <= seen;
    let mut numbers = vec![
        ("closed", 0),
        ("in_time", 0),
        ("first_pass", 0),
        ("by_self", 0),
        ("by_visit", 0),
        ("by_others", 0),
        ("median", 0),
    ];
    let counted = |h: &&HazardCard| !matches!(h.state, State::Draft | State::Voided | State::Merged);
    for hazard in world.hazards.iter().filter(counted).filter(|h| fits(h)) {
        let word = SOURCES.get(usize::from(hazard.source).wrapping_sub(1)).copied().unwrap_or("");
        let put_right = if hazard.done_on.is_none() { hazard.closed_on } else { hazard.done_on };
        let is_ours = hazard.flags & hazard_flag::HANDED_OVER == 0 || hazard.is_major();
        let is_visit = ["乡镇检查", "局检查", "联合检查", "第三方", "督导发现"].contains(&word);
        let found = within(hazard.found_on);
        let holds = [
            within(hazard.closed_on),
            within(put_right) && is_ours && !hazard.due.is_none() && put_right <= hazard.due,
            within(hazard.rechecked_on) && hazard.passed_first,
            found && word == "企业自查",
            found && is_visit,
            found && word != "企业自查" && !is_visit,
            within(hazard.closed_on),
        ];
        numbers.iter_mut().zip(holds).for_each(|((_, number), holds)| *number += u32::from(holds));
    }
    numbers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_number_agrees_with_its_rows_its_total_m10_and_the_ledger(
        world in some_world(), month in 1u8..=12, year in 2024u16..=2026, length in 0..5usize,
    ) {
        let period = match length {
            0 => Period::Month(year, month),
            1 => Period::Quarter(year, month.div_ceil(3)),
            2 => Period::Half(year, month.div_ceil(6)),
            3 => Period::Year(year),
            _ => Period::Once,
        };
        let mut tables: Vec<Table> = [By::Township, By::Industry, By::Category]
            .map(|by| table_of(&world, Which::all(by, Some(period)))).into();
        for pair in tables.windows(2) {
            prop_assert_eq!(totals(&pair[0], &pair[1]), Vec::<String>::new());
        }
        let m10_of = m10(&world, Some(period));
        prop_assert_eq!(with_matrix(&tables[0], &m10_of, &townships(&tables[0], &m10_of)), Vec::<String>::new());
        // Every row of M10 was compared, the total with them.
        prop_assert_eq!(townships(&tables[0], &m10_of).len(), 7);
        let span = (period.start(), period.end());
        for (key, number) in slowly(&world, span, |_| true) {
            let figure = FIGURES.iter().find(|figure| figure.key == key).unwrap();
            prop_assert_eq!(figure.rows(tables[0].value(TOTAL, key).unwrap()), number, "{} {}", key, period);
        }
        for (key, number) in slowly(&world, span, |h| h.industry == 1) {
            let figure = FIGURES.iter().find(|figure| figure.key == key).unwrap();
            prop_assert_eq!(figure.rows(tables[1].value("cy", key).unwrap()), number, "cy {} {}", key, period);
        }
        let months = table_of(&world, Which::all(By::Month, None));
        for (head, _) in months.parts() {
            if let Ok(one) = head.key.parse::<Period>() {
                let m10_of = m10(&world, Some(one));
                prop_assert_eq!(with_matrix(&months, &m10_of, &[(&head.key, TOTAL)]), Vec::<String>::new());
            }
        }
        let whole = table_of(&world, Which::all(By::Township, Some(Period::Once)));
        prop_assert_eq!(totals(&whole, &months), Vec::<String>::new());
        let known = |h: &&HazardCard| {
            h.found_on <= world.as_of && !matches!(h.state, State::Draft | State::Voided | State::Merged)
        };
        prop_assert_eq!(with_ledger(&months, world.hazards.iter().filter(known).count() as u32), Vec::<String>::new());
        let within = Some((By::Township, WANAN.to_owned()));
        tables.push(table_of(&world, Which { by: By::Month, period: None, within }));
        tables.extend([months, table_of(&world, Which::all(By::Week, None))]);
        for table in &tables {
            prop_assert_eq!(sums(table), Vec::<String>::new());
            let differences = with_rows(table, |row, figure| behind(&world, table, row, figure));
            prop_assert_eq!(differences, Vec::<String>::new());
        }
        // The months of a township are that township's row over three years.
        let of_wanan = &tables[3];
        for (at, figure) in FIGURES.iter().enumerate() {
            let row = whole.rows.iter().position(|head| head.key == WANAN).unwrap();
            prop_assert_eq!(&of_wanan.total().unwrap()[at], &whole.cells[row][at], "{}", figure.key);
        }
    }
}

#[test]
fn a_number_that_does_not_agree_is_told() {
    let mut world = World::on("2026-11-23");
    world.hazard(|_| ());
    world.hazard(|h| h.township = 2);
    let good = table(&world, By::Township, "2026");
    let of_m10 = m10(&world, None);
    let rows = |table: &Table| with_rows(table, |row, figure| behind(&world, table, row, figure));
    let at = |table: &Table, row: &str| table.rows.iter().position(|head| head.key == row).unwrap();
    let found = FIGURES.iter().position(|figure| figure.key == "found").unwrap();

    let mut bad = good.clone();
    let row = at(&bad, WANAN);
    bad.cells[row][found].number = 3;
    bad.cells[row][found].text = "3".into();
    assert_eq!(sums(&bad), ["按乡镇 2026年 发现：各行相加 4，合计 2"]);
    assert_eq!(
        with_matrix(&bad, &of_m10, &townships(&bad, &of_m10)),
        ["按乡镇 2026年 350504001 发现：统计 3，M10 1"]
    );
    assert_eq!(rows(&bad), ["按乡镇 2026年 万安 发现：数 3，后面1 条"]);

    let mut bad = good.clone();
    let row = at(&bad, TOTAL);
    bad.cells[row][found].number = 9;
    bad.cells[row][found].text = "9".into();
    assert_eq!(totals(&good, &bad), ["发现：按乡镇 2026年 2，按乡镇 2026年 9"]);
    assert_eq!(with_ledger(&bad, 2), ["按乡镇 2026年 发现合计 9，台账 2 条"]);
    bad.rows.remove(row);
    bad.cells.remove(row);
    assert_eq!(sums(&bad), ["按乡镇 2026年没有合计"]);
    assert_eq!((sums(&good), rows(&good), with_ledger(&good, 2)), Default::default());
}

#[test]
fn a_township_that_is_not_known_any_more_counts_once_in_the_total() {
    let mut world = World::on("2026-11-23");
    world.hazard(|h| h.township = 0);
    world.hazard(|h| h.township = 77);
    world.hazard(|_| ());
    assert_eq!(world.text(MatrixId::M10, "2026", TOTAL, "found"), "3");
    assert_eq!(world.page(MatrixId::M10, "2026", TOTAL, "found").hazards.len(), 3);
    let table = table(&world, By::Township, "2026");
    let row = |key: &str| text(&table, key, "found");
    assert_eq!((row("none"), row(WANAN), row(TOTAL)), ("2".into(), "1".into(), "3".into()));
}

#[test]
fn the_command_line_prints_them_and_checks_them() {
    let place = Place::sample();
    let json = place.run(&["statistics", "--json"]).json();
    assert_eq!(
        (json["which"]["by"].as_str(), json["as_of"].as_str()),
        (Some("township"), Some("2026-11-23"))
    );
    assert_eq!(json["cells"].as_array().unwrap().len(), json["rows"].as_array().unwrap().len());
    let csv = place.run(&["statistics", "--by", "industry", "--period", "2026-11", "--csv"]).ok();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), FIGURES.len() + 1);
    let months = place.run(&["statistics", "--by", "月份", "-t", "万安"]).ok();
    assert!(months.contains("2026-11\t") && months.contains("闭环与天数"), "{months}");
    let left = place.run(&["statistics", "--by", "left"]).ok();
    assert!(left.starts_with("在办 ") && left.contains("到 12-31 为零：还有 29 个工作日"), "{left}");
    let checked = place.run(&["statistics", "--check"]).ok();
    assert!(checked.starts_with("统计相符：核对 "), "{checked}");
    let doctor = place.run(&["doctor"]);
    assert!(doctor.out.contains("统计  与 M10 相符"), "{}", doctor.out);
}
