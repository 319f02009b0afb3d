//! 覆盖: before – keys – after.

use zhiben::ask::answer::Answer;
use zhiben::ask::query::{FormFor, Query};
use zhiben::calendar::{Day, Period};
use zhiben::model::field::Fields;
use zhiben::model::id::{Id, Kind};
use zhiben::rules::matrix::{Behind, Cell, CellPage, CellState, Head, Matrix, MatrixId};
use zhiben::tui::circle::Errand;
use zhiben::tui::saving::{Contents, Saving};

use crate::support::screen::{Bench, hazard_id, today};
use crate::support::staged::{Staged, bench, body};

const TOWNS: [&str; 7] = ["局", "万安", "双阳", "罗溪", "马甲", "河市", "虹山"];

fn head(key: &str, label: &str, note: &str) -> Head {
    Head { key: key.into(), label: label.into(), note: note.into() }
}

fn cell(state: CellState, have: u32, need: u32) -> Cell {
    let text = if state == CellState::Partial { format!("{have}/{need}") } else { state.sign().to_owned() };
    Cell { state, have, need, due: Day::ymd(2026, 11, 30).unwrap(), text }
}

/// Three duties by the bureau and the townships.
fn wall_chart(as_of: Day) -> Matrix {
    use CellState::{Done, NoSubject, Owed, Partial, Pending};
    let row = |states: [CellState; 7]| states.map(|state| cell(state, 3, 12)).to_vec();
    Matrix {
        matrix: MatrixId::M9,
        title: "欠账总表".into(),
        as_of,
        period: String::new(),
        rows: vec![
            head("OR-01", "月度检查计划", "二(五)6 文件规定"),
            head("OR-05", "季度自查", "二(五)8 文件规定"),
            head("OR-29", "提示信息", "二(二)9 局内约定"),
        ],
        columns: TOWNS.map(|town| head(town, town, "")).to_vec(),
        cells: vec![
            row([NoSubject, Done, Owed, Done, Done, Done, Done]),
            row([NoSubject, Partial, Pending, Done, Done, Done, Done]),
            row([Done, NoSubject, NoSubject, NoSubject, NoSubject, NoSubject, NoSubject]),
        ],
        second_block: Some(2),
        notes: vec!["欠账只计文件规定".into()],
    }
}

/// Rows with a mark of the pane that has the keys.
fn marks(bench: &Bench<Staged>) -> Vec<String> {
    body(bench).into_iter().filter(|row| row.contains('>') && !row.contains("<0")).collect()
}

#[test]
fn only_the_pane_that_has_the_keys_is_marked() {
    let mut bench = coverage(80, 24);
    assert!(marks(&bench).len() == 1 && marks(&bench)[0].starts_with(">M9"), "{}", bench.screen());
    bench.keys("<Enter>");
    assert!(marks(&bench).len() == 1 && body(&bench)[0].starts_with("·M9"), "{}", bench.screen());
    assert!(marks(&bench)[0].contains(">月度检查计划"), "{}", bench.screen());
}

/// Quarters from 2024 on: more columns than fit.
fn quarters(period: Option<Period>) -> Matrix {
    let columns =
        (1..=12).map(|n| head(&format!("q{n}"), &format!("{}年{}季", 24 + (n - 1) / 4, (n - 1) % 4 + 1), ""));
    let cells = (1..=12).map(|n| cell(CellState::Partial, n, 12)).collect();
    Matrix {
        matrix: MatrixId::M7,
        title: "季度自查".into(),
        period: period.unwrap_or(Period::Quarter(2026, 4)).label(),
        rows: vec![head("350504001", "万安街道", "")],
        columns: columns.collect(),
        cells: vec![cells],
        second_block: None,
        ..wall_chart(today())
    }
}

fn behind(row: &str, column: &str) -> CellPage {
    let line = |id: Id, text: &str, entry| Behind {
        id,
        text: text.into(),
        day: Day::ymd(2026, 10, 8).unwrap(),
        entry,
        cell: None,
    };
    let entry = |n| {
        let enterprise = Id::new(Kind::Enterprise, 292, n).to_string();
        Some((Kind::SelfInspection, Fields::of([("enterprise", enterprise)])))
    };
    CellPage {
        title: format!("欠账总表 {row} {column}"),
        cell: cell(CellState::Partial, 1, 3),
        why: "四季度应自查 3 家，已报 1 家。".into(),
        clause: "二(五)8（文件规定）".into(),
        evidence: vec![line(Id::new(Kind::SelfInspection, 321, 1), "明珠海鲜馆", None)],
        missing: vec![
            line(Id::new(Kind::Enterprise, 292, 2), "阿芬牛肉店", entry(2)),
            line(Id::new(Kind::Enterprise, 292, 3), "万安加油站", entry(3)),
        ],
        totals: (1, 2),
        hazards: if row == "OR-01" { vec![hazard_id(1), hazard_id(2)] } else { Vec::new() },
    }
}

fn stage(query: &Query) -> Option<Answer> {
    Some(match query {
        Query::Matrix { id: MatrixId::M9, day, .. } => {
            Answer::Matrix(wall_chart(day.opt().unwrap_or(today())))
        }
        Query::Matrix { id: MatrixId::M7, period, .. } => Answer::Matrix(quarters(*period)),
        Query::Matrix { id, .. } => Answer::Nothing(format!("没有 {}", id.code())),
        Query::Cell { row, column, .. } => Answer::Cell(behind(row, column)),
        _ => return None,
    })
}

fn coverage(width: u16, height: u16) -> Bench<Staged> {
    bench(width, height, stage, "3")
}

fn last(bench: &Bench<Staged>) -> Query {
    bench.outside.fake.seen.borrow().asked.last().cloned().unwrap()
}

#[test]
fn the_wall_chart_comes_first_in_two_blocks() {
    let mut bench = coverage(80, 24);
    assert_eq!(
        body(&bench),
        [
            ">M9  欠账总表      欠账总表 · 截至2026-11-23",
            " M1  检查覆盖                    局 万安 双阳 罗溪 马甲 河市 虹山",
            " M2  计划与兑现    文件规定",
            " M3  半年督导       月度检查计划  -   已   欠   已   已   已   已",
            " M4  乡镇人员培训   季度自查      - 3/12   待   已   已   已   已",
            " M5  年度重点培训  局内约定",
            " M6  疏散演练       提示信息     已    -    -    -    -    -    -",
            " M7  季度自查",
            " M8  宣传",
            " M10 隐患",
            " M11 任务",
            " M12 企业制度与..",
        ]
    );
    bench.keys("<Enter>j<Right>");
    assert_eq!(bench.status(), "M9 季度自查 万安 部分 有3 应12 限2026-11-30 · 二(五)8 文件规定");
}

/// As the chart of an office looks: long titles, debts of several periods.
fn long_chart(query: &Query) -> Option<Answer> {
    let Query::Matrix { .. } = query else { return stage(query) };
    let mut chart = wall_chart(today());
    let title = "主要负责人季度带队自查并报送结果";
    chart.rows[1] =
        head("OR-05", title, &format!("{title} · 二(五)7 · 文件规定 · 往期欠账：2026年三季度 6格"));
    for (at, text) in
        ["-", "半欠9期", "已欠25年10月", "待欠25年9月", "欠12期", "临12/18", "已欠25上半"].iter().enumerate()
    {
        chart.cells[1][at].text = (*text).to_owned();
    }
    chart.columns.push(head("total", "合计欠", ""));
    chart.cells.iter_mut().for_each(|row| row.push(cell(CellState::Done, 1, 1)));
    Some(Answer::Matrix(chart))
}

#[test]
fn the_wall_chart_fits_eighty_columns_in_brief_and_the_selected_row_is_told_whole() {
    let mut bench = bench(80, 24, long_chart, "3<Enter>j<Right>");
    let heads = &body(&bench)[1];
    for town in TOWNS.iter().chain(&["合计欠"]) {
        assert!(heads.contains(town), "{town}\n{}", bench.screen());
    }
    let row = bench.row_with(">主要负责").unwrap();
    assert!(row.contains("半欠9 ") && row.contains("已欠1 ") && row.contains("待欠1 "), "{row}");
    assert!(row.contains(" 欠12 ") && row.contains("临12/18"), "{row}");
    let beneath = body(&bench);
    let beneath: String = beneath[beneath.len() - 2..].iter().map(|row| row.trim()).collect();
    assert_eq!(beneath, "主要负责人季度带队自查并报送结果 · 二(五)7 · 文件规定 · 往期欠账：2026年三季度6格");
    assert_eq!(bench.status(), "M9 主要负责人季度带队自查并报送结果 万安 部分 有3 应12 限2026-11-30");
    bench.keys("c");
    let seen = bench.outside.fake.seen.borrow();
    assert!(
        matches!(&seen.others[..], [Errand::Copy(text)] if text.contains("已欠25年10月")),
        "复制的是全文：{:?}",
        seen.others
    );
}

#[test]
fn columns_that_do_not_fit_are_reached_one_by_one() {
    let mut bench = coverage(80, 24);
    bench.keys("jjjjjjj<Right>");
    assert!(bench.screen().contains("<0 4>"), "{}", bench.screen());
    bench.keys(&"<Right>".repeat(11));
    assert!(bench.screen().contains("<4 0>") && bench.screen().contains("12/12"), "{}", bench.screen());
    assert!(bench.status().starts_with("M7 万安街道 26年4季 部分"), "{}", bench.status());
    bench.keys(&"<Left>".repeat(11));
    assert!(bench.screen().contains("<0 4>"), "{}", bench.screen());
    bench.keys("<Left>k");
    assert!(bench.screen().contains("没有 M6"), "{}", bench.screen());
}

#[test]
fn what_is_behind_a_cell_says_why_and_who_is_missing_and_opens_the_entry() {
    let mut bench = coverage(80, 24);
    bench.keys("<Enter>j<Right><Enter>");
    assert_eq!(
        body(&bench),
        [
            " 欠账总表 OR-05 万安",
            "  四季度应自查 3 家，已报 1 家。",
            "  依据：二(五)8（文件规定）",
            "  尚缺 2",
            "> E2405-0002  阿芬牛肉店                                             2026-10-08",
            "  E2405-0003  万安加油站                                             2026-10-08",
            "  佐证 1",
            "  S2610-0001  明珠海鲜馆                                             2026-10-08",
        ]
    );
    bench.keys("ja");
    let fields = Fields::of([("enterprise", "E2405-0003")]);
    assert_eq!(last(&bench), Query::Form(FormFor::New(Kind::SelfInspection, fields)));
    bench.keys("<Esc>j<Enter>");
    assert!(
        matches!(last(&bench), Query::Record { id, .. } if id.to_string() == "S2610-0001"),
        "{:?}",
        last(&bench)
    );
}

#[test]
fn a_sum_opens_the_cells_it_is_made_of_and_esc_goes_back_through_them() {
    let sums = |query: &Query| match query {
        Query::Cell { row, column, .. } if row == "OR-29" => {
            let cell = Some((MatrixId::M9, "OR-05".into(), "万安".into()));
            let mut page = behind(row, column);
            page.missing
                .iter_mut()
                .for_each(|line| (line.id, line.entry, line.cell) = (Id::NONE, None, cell.clone()));
            Some(Answer::Cell(page))
        }
        query => stage(query),
    };
    let mut bench = bench(80, 24, sums, "3<Enter>jj<Enter><Enter>");
    assert!(
        matches!(last(&bench), Query::Cell { row, column, .. } if (row.as_str(), column.as_str()) == ("OR-05", "万安"))
    );
    assert_eq!(bench.status(), "M9 欠账总表 OR-05 万安");
    bench.keys("<Esc>");
    assert_eq!(bench.status(), "M9 欠账总表 OR-29 局");
    bench.keys("<Esc>");
    assert!(bench.status().starts_with("M9 提示信息 局 已办"), "{}", bench.status());
}

#[test]
fn a_number_of_hazards_opens_its_hazards() {
    let mut bench = coverage(80, 24);
    bench.keys("<Enter><Enter><Enter>");
    let Query::Hazards { filter, .. } = last(&bench) else { panic!("{:?}", last(&bench)) };
    assert_eq!(filter.ids, [hazard_id(1), hazard_id(2)]);
    assert!(bench.screen().contains("[4隐患]"));
}

#[test]
fn brackets_turn_the_period_or_the_month_and_t_sets_the_day() {
    let mut bench = coverage(80, 24);
    bench.keys("[");
    assert!(matches!(last(&bench), Query::Matrix { day, .. } if day == Day::ymd(2026, 10, 31).unwrap()));
    bench.keys("]");
    assert!(matches!(last(&bench), Query::Matrix { day: Day::NONE, .. }));
    bench.keys("jjjjjjj[");
    assert!(matches!(last(&bench), Query::Matrix { period: Some(Period::Quarter(2026, 3)), .. }));
    bench.keys("t<Ctrl-U>2025-12-31<Enter>");
    let day = Day::ymd(2025, 12, 31).unwrap();
    assert!(matches!(last(&bench), Query::Matrix { day: asked, period: None, .. } if asked == day));
}

#[test]
fn a_duty_leads_back_to_its_clause() {
    let mut bench = coverage(80, 24);
    bench.keys("<Enter>jy");
    assert!(bench.screen().contains("[2任务]") && matches!(last(&bench), Query::Tasks { .. }));
}

#[test]
fn the_matrix_is_copied_as_text_and_saved_as_a_table() {
    let mut bench = coverage(80, 24);
    bench.keys("cx");
    let seen = bench.outside.fake.seen.borrow();
    let [Errand::Copy(text), Errand::Save(Saving { path: name, what: Contents::Text(table), .. })] =
        seen.others.as_slice()
    else {
        panic!("{:?}", seen.others)
    };
    assert!(
        text.starts_with("欠账总表 · 截至2026-11-23\n") && text.ends_with("口径：欠账只计文件规定\n"),
        "{text}"
    );
    assert_eq!(name, "M9-2026-11-23.csv");
    assert!(
        table.starts_with("\u{feff}欠账总表,局,万安,") && table.contains("\n季度自查,-,3/12,待,"),
        "{table}"
    );
}
