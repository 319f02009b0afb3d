//! 统计: before – keys – after.

use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::calendar::{Day, Period};
use zhiben::model::card::evidence_flag;
use zhiben::model::hazard::State;
use zhiben::model::id::Kind;
use zhiben::rules::statistics::{Asked, By, answer};
use zhiben::tui::circle::Errand;
use zhiben::tui::saving::{Contents, Saving};

use crate::rules::world::{World, day};
use crate::support::at_desk::AtDesk;
use crate::support::run::Place;
use crate::support::screen::{Bench, hazard_id, today};
use crate::support::staged::{Staged, bench, body};

/// Five hazards of 万安, two of 双阳, one closed; a visit to 万安 that found nothing.
fn world(as_of: Day) -> World {
    let mut world = World::on("2026-11-23");
    world.as_of = as_of;
    world.enterprise(|_| ());
    for (township, found) in [
        (1, "2026-11-02"),
        (1, "2026-11-03"),
        (1, "2026-10-09"),
        (1, "2025-03-01"),
        (1, "2026-11-20"),
        (2, "2026-11-04"),
        (2, "2026-11-05"),
    ] {
        world.hazard(|h| {
            (h.township, h.found_on, h.state_since) = (township, day(found), day(found));
            h.due = day("2026-12-03");
        });
    }
    world.hazard(|h| {
        (h.state, h.done_on, h.closed_on, h.state_since) =
            (State::Closed, day("2026-11-06"), day("2026-11-06"), day("2026-11-06"));
    });
    world.evidence(Kind::Inspection, "2026-11-05", |card| (card.flags, card.count) = (0, 2));
    world.evidence(Kind::Inspection, "2026-11-06", |card| {
        (card.flags, card.count) = (evidence_flag::FOUND, 2)
    });
    world
}

fn stage(query: &Query) -> Option<Answer> {
    let Query::Statistics { asked, day } = query else { return None };
    let world = world(day.opt().unwrap_or(today()));
    let told = answer(&world.facts(), &world.duties, asked, &world);
    Some(told.map_or_else(|| Answer::Nothing("没有".into()), |told| Answer::Statistics(Box::new(told))))
}

fn statistics(width: u16, height: u16, keys: &str) -> Bench<Staged> {
    bench(width, height, stage, &format!("7{keys}"))
}

fn last(bench: &Bench<Staged>) -> Query {
    bench.outside.fake.seen.borrow().asked.last().cloned().unwrap()
}

#[test]
fn numbers_stand_beside_their_bars_and_the_months_under_them() {
    let bench = statistics(80, 24, "");
    assert_eq!(
        body(&bench),
        [
            ">按乡镇      统计 按乡镇 · 2026年 · 截至2026-11-23",
            " 按行业            发现 整改 销号 移交 在办 逾期 重大在账 发现",
            " 按类别       万安    5    1    1    0    5    0        0 ######################",
            " 按月份       双阳    2    0    0    0    2    0        0 ########",
            " 闭环与天数   罗溪    0    0    0    0    0    0        0",
            " 在办时长     马甲    0    0    0    0    0    0        0",
            " 来源与检查   河市    0    0    0    0    0    0        0",
            " 到年底       虹山    0    0    0    0    0    0        0",
            " 剩余         合计    7    1    1    0    7    0        0",
            "",
            "             万安 发现 按月",
            "                4                                #",
            "                                                 #",
            "                                                 #",
            "                                                 #",
            "                                                 #",
            "                             #                  ##",
            "                  --------------------------------",
            "                   2024    2025        2026",
        ]
    );
}

#[test]
fn a_number_opens_its_hazards_and_esc_comes_back_to_it() {
    let mut bench = statistics(80, 24, "<Enter>j<Right><Right><Right><Right>");
    assert_eq!(bench.status(), "双阳 在办 2 · 截止日还没有销号的");
    let before = bench.screen();
    bench.keys("<Enter>");
    let Query::Hazards { filter, .. } = last(&bench) else { panic!("{:?}", last(&bench)) };
    assert_eq!(filter.ids, [hazard_id(6), hazard_id(7)]);
    assert!(bench.screen().contains("[4隐患]"));
    bench.keys("<Esc>");
    assert_eq!(bench.screen(), before);
    // The list has its own rows again.
    bench.keys("4");
    assert!(!bench.status().contains("选出"), "{}", bench.status());
}

#[test]
fn the_bars_of_the_months_open_their_hazards_too() {
    let mut bench = statistics(80, 24, "<Enter><Ctrl-W><Left>");
    assert_eq!(bench.status(), "万安 2026-10 发现 1 · 按发现日期计");
    bench.keys("<Enter>");
    let Query::Hazards { filter, .. } = last(&bench) else { panic!("{:?}", last(&bench)) };
    assert_eq!(filter.ids, [hazard_id(3)]);
    bench.keys("<Esc>");
    assert_eq!(bench.status(), "万安 2026-10 发现 1 · 按发现日期计");
    bench.keys("<Esc>");
    assert_eq!(bench.status(), "万安 发现 5 · 按发现日期计");
}

#[test]
fn nothing_behind_a_number_is_said_and_opens_nothing() {
    let bench = statistics(80, 24, "<Enter>jj<Enter>");
    assert!(bench.screen().contains("这个数后面没有记录"), "{}", bench.screen());
    assert!(bench.screen().contains("[7统计]"));
}

#[test]
fn further_to_the_right_come_the_other_figures() {
    let mut bench = statistics(80, 24, "<Enter>");
    bench.keys(&"<Right>".repeat(7));
    assert!(bench.status().starts_with("万安 闭环率 20% · "), "{}", bench.status());
    bench.keys("<Left>");
    assert!(bench.status().starts_with("万安 重大在账 0"), "{}", bench.status());
    bench.keys(&"<Right>".repeat(40));
    assert!(bench.status().starts_with("万安 人均发现 0.00"), "{}", bench.status());
    // All the way back into the chooser.
    bench.keys(&"<Left>".repeat(24));
    assert!(bench.status().starts_with("统计 按乡镇"), "{}", bench.status());
}

#[test]
fn visits_are_listed_on_top_of_the_numbers_and_open_one_by_one() {
    let mut bench = statistics(80, 24, "jjjjjj<Enter>");
    bench.keys(&"<Right>".repeat(5));
    assert!(bench.status().starts_with("万安 零隐患占比 50%"), "{}", bench.status());
    bench.keys("<Enter>");
    assert!(bench.status().starts_with("统计 2026年 万安 零隐患占比"), "{}", bench.status());
    assert!(bench.row_with("I2611-0001").is_some(), "{}", bench.screen());
    bench.keys("<Enter>");
    assert!(matches!(last(&bench), Query::Record { id, .. } if id.to_string() == "I2611-0001"));
    bench.keys("<Esc>");
    assert!(bench.status().starts_with("万安 零隐患占比 50%"), "{}", bench.status());
}

#[test]
fn brackets_turn_the_period_p_makes_it_longer_and_t_sets_the_day() {
    let mut bench = statistics(80, 24, "");
    let period = |bench: &Bench<Staged>| {
        let seen = bench.outside.fake.seen.borrow();
        let mut tables = seen.asked.iter().filter_map(|query| match query {
            Query::Statistics { asked: Asked::Table(which), day } if which.by == By::Township => {
                Some((which.period, *day))
            }
            _ => None,
        });
        tables.next_back().unwrap()
    };
    assert_eq!(period(&bench), (None, Day::NONE));
    bench.keys("[");
    assert_eq!(period(&bench).0, Some(Period::Year(2025)));
    bench.keys("]");
    assert_eq!(period(&bench).0, Some(Period::Year(2026)));
    let mut shown = Vec::new();
    for _ in 0..5 {
        bench.keys("p");
        shown.push(period(&bench).0.unwrap());
    }
    assert_eq!(
        shown,
        [
            Period::Once,
            Period::Month(2026, 11),
            Period::Quarter(2026, 4),
            Period::Half(2026, 2),
            Period::Year(2026)
        ]
    );
    bench.keys("t<Ctrl-U>2025-12-31<Enter>");
    assert_eq!(period(&bench), (None, day("2025-12-31")));
    assert!(bench.screen().contains("2025年 · 截至2025-12-31"), "{}", bench.screen());
}

#[test]
fn the_weeks_lead_to_the_last_day_of_the_plan() {
    let mut bench = statistics(80, 24, "jjjjjjj");
    assert_eq!(
        body(&bench),
        [
            " 按乡镇      统计 到年底 · 到2026-12-31 · 截至2026-11-23",
            " 按行业      在办 7 条。近4周每周发现 1.5、销号 0.3，照此到 12-31 余 14 条；近13",
            " 按类别      周每周发现 0.5、销号 0.1，照此到 12-31 余 10 条。",
            " 按月份      到 12-31 为零：还有 29 个工作日，每周销 2 条，每工作日 0.3 条。",
            " 闭环与天数  欠账 944 格（文件规定 269，局内约定 675）。近4周净增 15，照此到",
            " 在办时长    12-31 余 964 格；近13周净增 87，照此到 12-31 余 980 格。",
            " 来源与检查               发现 销号    在办     欠账 在办",
            ">到年底       10-05~10-11    1    0       2      929 ###",
            " 剩余         10-12~10-18    0    0       2      929 ###",
            "              10-19~10-25    0    0       2      929 ###",
            "              10-26~11-01    0    0       2      932 ###",
            "              11-02~11-08    5    1       6      944 ###########",
            "              11-09~11-15    0    0       6      944 ###########",
            "              11-16~11-22    1    0       7      944 #############",
            "              11-23~11-23    0    0       7      944 #############",
            "              以后各周    到期 应销 照近4周 格子到期",
            "              11-23~11-29    0    2       8        0 ===============",
            "              11-30~12-06    7    1       9       14 =================",
            "              12-07~12-13    0    1      11        0 =====================",
        ]
    );
    bench.keys("<Enter>");
    assert!(bench.status().starts_with("11-23~11-23 在办 7"), "{}", bench.status());
    // The week in which the hazards fall due, and a forecast that has no rows.
    bench.keys("jj<Enter>");
    assert!(bench.screen().contains("这是推算的数"), "{}", bench.screen());
    bench.keys("<Left><Left><Enter>");
    let Query::Hazards { filter, .. } = last(&bench) else { panic!("{:?}", last(&bench)) };
    assert_eq!(filter.ids.len(), 7);
    bench.keys("<Esc><Right><Right><Right><Enter>");
    assert!(bench.status().starts_with("统计 2026-11-30至2026-12-06 全区 到期"), "{}", bench.status());
    bench.keys("<Enter>");
    assert!(bench.screen().contains("[3覆盖]"));
}

#[test]
fn what_is_left_leads_to_the_debts_and_to_what_falls_due() {
    let mut bench = statistics(80, 24, "jjjjjjjj<Enter>j<Enter>");
    let Query::Hazards { filter, .. } = last(&bench) else { panic!("{:?}", last(&bench)) };
    assert_eq!(filter.ids.len(), 5);
    bench.keys("<Esc><Right><Right>");
    assert!(bench.status().starts_with("万安 欠账 "), "{}", bench.status());
    bench.keys("<Enter>");
    assert!(
        matches!(last(&bench), Query::Cell { row, column, .. } if (row.as_str(), column.as_str()) == ("total", "350504001"))
    );
    bench.keys("7<Right><Right><Enter>");
    assert!(bench.screen().contains("万安 OR-"), "{}", bench.screen());
}

#[test]
fn the_numbers_are_copied_as_text_and_saved_as_a_table() {
    let mut bench = statistics(80, 24, "");
    bench.keys("cx");
    let seen = bench.outside.fake.seen.borrow();
    let [Errand::Copy(text), Errand::Save(Saving { path: name, what: Contents::Text(table), .. })] =
        seen.others.as_slice()
    else {
        panic!("{:?}", seen.others)
    };
    assert!(text.starts_with("统计 按乡镇 · 2026年 · 截至2026-11-23\n     发现 整改"), "{text}");
    assert!(text.contains("\n万安    5    1    1    0    5    0        0\n"), "{text}");
    assert_eq!(name, "统计-按乡镇-2026-11-23.csv");
    assert!(
        table.starts_with("\u{feff},发现,整改,") && table.contains("\n万安,5,1,1,0,5,0,0\r\n"),
        "{table}"
    );
}

#[test]
fn every_view_fits_every_terminal_and_has_no_sign_that_is_wide_somewhere() {
    for (width, height) in [(60, 16), (80, 24), (120, 40), (200, 60)] {
        let mut bench = statistics(width, height, "");
        for _ in 0..9 {
            let screen = bench.screen();
            let signs = |c: char| c.is_ascii() || !zhiben::text::is_ambiguous(c);
            let body = body(&bench).join("\n");
            assert!(body.replace('·', "").chars().all(signs), "{screen}");
            assert!(screen.contains("统计 ") && screen.contains("截至"), "{width}x{height}\n{screen}");
            bench.keys("<Enter>G<Right>g<Left><Esc>j");
        }
    }
}

#[test]
fn at_a_real_desk_every_number_is_as_long_as_its_list() {
    let mut bench = AtDesk::sample(Place::sample()).bench(120, 40);
    bench.keys("7<Enter>");
    for _ in 0..6 {
        let status = bench.status();
        let number = status.split(' ').nth(2).unwrap().to_owned();
        bench.keys("<Enter>");
        if number != "0" {
            assert!(bench.status().starts_with(&format!("隐患 {number}/")), "{status}: {}", bench.status());
            bench.keys("<Esc>");
        }
        assert_eq!(bench.status().split(" · ").next(), status.split(" · ").next());
        bench.keys("<Right>");
    }
}
