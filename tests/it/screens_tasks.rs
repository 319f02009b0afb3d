//! 任务: before – keys – after.

use zhiben::ask::answer::{Answer, TaskNode, TaskTree};
use zhiben::ask::query::{FormFor, Query};
use zhiben::calendar::Day;
use zhiben::model::field::Fields;
use zhiben::model::id::Kind;
use zhiben::rules::matrix::{CellState, MatrixId};

use crate::support::at_desk::AtDesk;
use crate::support::screen::Bench;
use crate::support::staged::{Staged, bench, body};

fn node(code: &str, depth: u8, row: Option<u32>, title: &str) -> TaskNode {
    TaskNode {
        code: code.into(),
        depth,
        row,
        section: String::new(),
        clause: "二(五)6".into(),
        title: title.into(),
        summary: String::new(),
        lead: if depth < 2 { "" } else { "商贸流通股" }.into(),
        participants: Vec::new(),
        township_mode: if depth < 2 { "" } else { "同步" }.into(),
        deadline_kind: if depth < 2 { "" } else { "持续" }.into(),
        deadlines: Vec::new(),
        state: if depth < 2 { "" } else { "本期已落实" }.into(),
        cell: if depth < 2 { CellState::NotApplicable } else { CellState::Done },
        owed: (0, 0),
        duties: Vec::new(),
        duty_titles: Vec::new(),
        doubt: String::new(),
        progress: Vec::new(),
    }
}

fn tree() -> TaskTree {
    let day = |year| Day::ymd(year, 12, 31).unwrap();
    let phased = TaskNode {
        deadline_kind: "分阶段".into(),
        deadlines: vec![day(2024), day(2025), day(2026)],
        clause: "一(二)".into(),
        ..node("T1", 2, Some(1), "四进梳理提升与格局建成")
    };
    let owing = TaskNode {
        summary: "每月报检查计划，按计划检查，隐患闭环。".into(),
        state: "本期欠账".into(),
        cell: CellState::Owed,
        owed: (2, 6),
        duties: vec!["OR-01".into(), "OR-03".into()],
        duty_titles: vec!["月度检查计划".into(), "检查行业全覆盖".into()],
        progress: vec![(Day::ymd(2026, 11, 9).unwrap(), "万安".into(), "报送检查计划".into())],
        ..node("T16", 2, Some(16), "月度检查计划与隐患闭环")
    };
    TaskTree {
        doc_no: "泉洛商务〔2024〕19号".into(),
        title: "行动方案".into(),
        nodes: vec![
            TaskNode { clause: "一(二)".into(), ..node("S1", 0, None, "工作目标") },
            phased,
            node("T1.1", 3, None, "2024 四进梳理"),
            TaskNode { clause: "二(五)".into(), ..node("S2.5", 0, None, "重点行业领域治理") },
            node("C7", 1, None, "商贸领域排查整治"),
            owing,
            node("T16.1", 3, None, "制定月度检查计划"),
            node("T16.2", 3, None, "按计划开展检查"),
        ],
    }
}

fn tasks(width: u16, height: u16) -> Bench<Staged> {
    let stage = |query: &Query| matches!(query, Query::Tasks { .. }).then(|| Answer::Tasks(tree()));
    bench(width, height, stage, "2")
}

#[test]
fn the_plan_is_a_tree_with_rows_states_and_what_is_owed() {
    assert_eq!(
        body(&tasks(80, 24)),
        [
            "   行 任务                          牵头        乡镇 时限       状态       欠",
            ">     - 一(二) 工作目标",
            "    1   + 四进梳理提升与格局建成    商贸流通股  同步 2026-12-31 本期已落实",
            "      - 二(五) 重点行业领域治理",
            "        - 二(五)6 商贸领域排查整治",
            "   16     + 月度检查计划与隐患闭环  商贸流通股  同步 持续       本期欠账   2/6",
        ]
    );
}

#[test]
fn what_is_folded_opens_to_the_right_and_closes_to_the_left() {
    let mut bench = tasks(80, 24);
    bench.keys("j<Right><Right>");
    assert!(bench.selected().contains("2024 四进梳理"), "{}", bench.screen());
    bench.keys("<Left><Left>");
    assert!(bench.selected().contains("+ 四进梳理提升"), "{}", bench.screen());
    bench.keys("<Ctrl-T>G");
    assert!(bench.selected().contains("按计划开展检查"), "{}", bench.screen());
    bench.keys("<Ctrl-T>");
    assert!(bench.selected().contains("+ 二(五) 重点行业领域治理"), "{}", bench.screen());
    bench.keys("<Space>");
    assert_eq!(body(&bench).len(), 4, "{}", bench.screen());
}

#[test]
fn a_filter_shows_the_rows_it_finds_under_their_heads_and_esc_takes_it_away() {
    let mut bench = tasks(80, 24);
    bench.keys("f<Down><Down>欠账<Enter>");
    assert_eq!(bench.status(), "任务 1/2 行 · 筛选: 欠账");
    assert_eq!(body(&bench).len(), 4, "{}", bench.screen());
    bench.keys("<Esc>");
    assert_eq!(bench.status(), "任务 2/2 行");
}

#[test]
fn a_search_goes_round_through_folded_rows_too() {
    let mut bench = tasks(80, 24);
    bench.keys("/检查<Enter>");
    assert!(bench.selected().contains("月度检查计划与隐患闭环"), "{}", bench.screen());
    bench.keys("nn");
    assert!(bench.selected().contains("按计划开展检查"), "{}", bench.screen());
    bench.keys("N");
    assert!(bench.selected().contains("制定月度检查计划"), "{}", bench.screen());
}

#[test]
fn enter_opens_the_row_whole_and_a_duty_leads_to_its_matrix() {
    let mut bench = tasks(80, 24);
    bench.keys("G<Enter>");
    let screen = bench.screen();
    for words in [
        "T16 月度检查计划",
        "二(五)6 第16行",
        "本期欠账 欠2/6",
        "OR-03   检查行业全覆盖",
        "2026-11-09 万安 报送检查计划",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    bench.keys("x");
    let asked = bench.outside.fake.seen.borrow().asked.last().cloned();
    assert!(matches!(asked, Some(Query::Matrix { id: MatrixId::M9, .. })), "{asked:?}");
}

#[test]
fn with_room_the_selected_row_stands_whole_beside_the_tree() {
    let mut bench = tasks(120, 40);
    bench.keys("G");
    assert_eq!(
        body(&bench)[..8],
        [
            "   行 任务                                   时限       状态       欠    |   T16 月度检查计划与隐患闭环",
            "      - 一(二) 工作目标                                                  |   状态    本期欠账 欠2/6",
            "    1   + 四进梳理提升与格局建成             2026-12-31 本期已落实       |   要点    每月报检查计划，按计划检查，隐患闭",
            "      - 二(五) 重点行业领域治理                                          |           环。",
            "        - 二(五)6 商贸领域排查整治                                       |   条款    二(五)6 第16行",
            ">  16     + 月度检查计划与隐患闭环           持续       本期欠账   2/6   |   牵头    商贸流通股",
            "                                                                         |   乡镇    同步",
            "                                                                         |   时限    持续",
        ]
    );
}

#[test]
fn progress_is_noted_in_a_form_that_knows_its_task() {
    let mut bench = tasks(80, 24);
    bench.keys("Gb");
    let asked = bench.outside.fake.seen.borrow().asked.last().cloned();
    let wanted = FormFor::New(Kind::Progress, Fields::of([("task", "T16")]));
    assert_eq!(asked, Some(Query::Form(wanted)));
}

#[test]
fn what_stands_above_a_task_promises_no_key_that_does_nothing_there() {
    let mut bench = tasks(80, 24);
    bench.keys("<Enter>");
    assert!(!bench.screen().contains("按 b 记一条"), "{}", bench.screen());
    bench.keys("<Esc>j<Enter>");
    assert!(bench.screen().contains("按 b 记一条"), "{}", bench.screen());
}

#[test]
fn beside_a_page_that_is_open_the_tree_has_a_quieter_mark() {
    let mut bench = tasks(120, 40);
    bench.keys("G<Enter>");
    let rows = body(&bench);
    assert_eq!(rows.iter().filter(|row| row.contains("> ")).count(), 1, "{rows:#?}");
    assert!(rows[5].starts_with("·  16"), "{rows:#?}");
}

#[test]
fn from_a_task_one_lands_on_the_own_township_and_esc_comes_back_to_the_task() {
    let mut bench = AtDesk::begun().bench(80, 24);
    bench.keys("2/OR-01<Enter>");
    let (task, place) = (bench.selected(), bench.status());
    bench.keys("x");
    assert!(bench.status().starts_with("M9 月度检查计划 万安"), "{}", bench.screen());
    bench.keys("<Enter><Esc><Esc>");
    assert_eq!((bench.selected(), bench.status()), (task, place));
    bench.keys("x3<Esc>");
    assert!(bench.status().starts_with("覆盖"), "按 3 去的，就留在覆盖：{}", bench.status());
}

#[test]
fn a_day_is_typed_over_the_one_that_stands_there() {
    let mut bench = tasks(80, 24);
    bench.keys("t2026-06-30<Enter>");
    assert_eq!(bench.status(), "任务 2/2 行 · 截至2026-06-30");
    bench.keys("t<Left><Backspace>2<Enter>");
    assert_eq!(bench.status(), "任务 2/2 行 · 截至2026-06-20", "左右键和退格接着改");
}

#[test]
fn an_as_of_day_is_asked_for_and_shown() {
    let mut bench = tasks(80, 24);
    bench.keys("t<Ctrl-U>2026-06-30<Enter>");
    let asked = bench.outside.fake.seen.borrow().asked.last().cloned();
    assert!(
        matches!(asked, Some(Query::Tasks { day, .. }) if day == Day::ymd(2026, 6, 30).unwrap()),
        "{asked:?}"
    );
    assert_eq!(bench.status(), "任务 2/2 行 · 截至2026-06-30");
    bench.keys("t<Ctrl-U>六月三十五<Enter>");
    assert!(bench.said().contains("六月三十五"), "{}", bench.status());
}
