//! 报表: before – keys – after.

use std::fs;

use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::ask::report::{REPORTS, Report};
use zhiben::tui::circle::Errand;
use zhiben::tui::saving::{Contents, Saving};

use crate::support::at_desk::AtDesk;
use crate::support::run::Place;
use crate::support::screen::Bench;
use crate::support::staged::bench;

fn at_desk() -> Bench<AtDesk> {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 =11-10 +11-12");
    desk.bench(80, 24)
}

/// Picks the report of this name from the list.
fn pick(bench: &mut Bench<AtDesk>, name: &str) {
    bench.keys("B");
    let row = bench.row_with(&format!(" {name} ")).unwrap_or_else(|| panic!("{name}\n{}", bench.screen()));
    let key = row.chars().find(char::is_ascii_alphanumeric).unwrap();
    bench.keys(&key.to_string());
}

#[test]
fn every_report_is_offered_and_found_by_name() {
    let mut bench = at_desk();
    bench.keys(":报表<Enter>");
    for entry in REPORTS {
        assert!(bench.row_with(&format!(" {} ", entry.name)).is_some(), "{}\n{}", entry.name, bench.screen());
    }
    assert!(bench.row_with("…还有").is_none(), "{}", bench.screen());
}

#[test]
fn the_form_knows_this_month_and_the_own_township() {
    let mut bench = at_desk();
    pick(&mut bench, "半年督导报告");
    for (label, value) in [("*乡镇", "万安"), ("期间", "2026H2"), ("截至", "2026-11-23")] {
        assert!(bench.row_with(label).is_some_and(|row| row.contains(value)), "{label}\n{}", bench.screen());
    }
    bench.keys("<F2>");
    assert!(bench.screen().contains("万安街道") && bench.status().contains("行"), "{}", bench.screen());
    bench.keys("<Esc><Down>2026H1<F2>");
    assert!(bench.screen().contains("上半年"), "Esc 回到表单，换一期再出\n{}", bench.screen());
}

#[test]
fn the_record_under_the_cursor_is_the_one_the_report_is_about() {
    let mut bench = at_desk();
    bench.keys("5B");
    let first = bench.row_with("> 1 ").unwrap();
    assert!(first.contains("一企一档"), "{}", bench.screen());
    bench.keys("1<F2>");
    assert!(bench.screen().contains("洛江区万安阿芬牛肉店"), "{}", bench.screen());
}

#[test]
fn what_is_not_understood_is_told_all_at_once_each_at_its_field() {
    let mut bench = at_desk();
    pick(&mut bench, "回头看抽查名单");
    bench.keys("<Down>上个月<Down>七条<F2>");
    let screen = bench.screen();
    assert!(screen.contains("! “上个月”不是一个时段") && screen.contains("! 应为整数"), "{screen}");
    assert!(screen.contains("上个月") && screen.contains("七条"), "写了的都在\n{screen}");
}

#[test]
fn a_report_is_written_where_it_is_said_and_never_over_a_file_that_is_there() {
    let place = Place::new();
    let mut bench = at_desk();
    pick(&mut bench, "月度统计表");
    bench.keys("<F2>x");
    for ending in ["docx", "xlsx", "md", "txt"] {
        assert!(bench.row_with(&format!(" {ending} ")).is_some(), "{}", bench.screen());
    }
    bench.keys("4");
    assert!(bench.row_with("存为").is_some_and(|row| row.contains("2026-11-23.txt")), "{}", bench.screen());
    let path = place.path("月报.txt");
    bench.keys(&format!("<Ctrl-U>{}<Enter>", path.display()));
    assert!(fs::read_to_string(&path).unwrap().contains("口径：截至 2026-11-23"));
    fs::write(&path, "别的内容").unwrap();
    bench.keys(&format!("x1<Ctrl-U>{}<Enter>", path.display()));
    assert!(bench.screen().contains("用新的替换它？"), "{}", bench.screen());
    bench.keys("n");
    assert_eq!(fs::read_to_string(&path).unwrap(), "别的内容");
    bench.keys(&format!("x1<Ctrl-U>{}<Enter>y", path.display()));
    assert!(fs::read_to_string(&path).unwrap().contains("口径："), "{}", bench.screen());
    let paper = place.path("月报.docx");
    bench.keys(&format!("x4<Ctrl-U>{}<Enter>", paper.display()));
    assert!(fs::read(&paper).unwrap().starts_with(b"PK"), "结尾定格式");
}

#[test]
fn a_name_without_a_format_and_a_place_that_is_not_there_are_told_and_the_name_stays() {
    let place = Place::new();
    let mut bench = at_desk();
    pick(&mut bench, "周报");
    bench.keys("<F2>x1<Ctrl-U>周报<Enter>");
    assert!(bench.screen().contains("看不出是什么格式"), "{}", bench.screen());
    assert!(bench.row_with("存为").is_some_and(|row| row.contains("周报")), "{}", bench.screen());
    bench.keys(&format!("<Ctrl-U>{}<Enter>", place.path("没有/周报.docx").display()));
    assert!(bench.screen().contains("没有存成"), "{}", bench.screen());
    bench.keys("<PgDn>");
    assert!(bench.status().contains("周报"), "报表还开着\n{}", bench.screen());
}

#[test]
fn numbers_that_do_not_agree_stand_before_everything_else() {
    let stage = |query: &Query| {
        let Query::ReportOf { .. } = query else { return None };
        let faults = vec!["万安 2026年 发现：台账 3，矩阵 M10 2".into()];
        Some(Answer::Report(Report { title: "月度统计表".into(), faults, ..Report::default() }))
    };
    let mut bench = bench(80, 24, stage, "B2<F2>");
    assert!(
        bench.screen().contains("【自检不符】万安 2026年 发现：台账 3，矩阵 M10 2"),
        "{}",
        bench.screen()
    );
    assert!(bench.status().contains("自检有 1 处数字对不上，先不要报送"), "{}", bench.screen());
    bench.keys("x<Enter><Enter>");
    let seen = bench.outside.fake.seen.borrow();
    let [Errand::Save(Saving { path, what: Contents::Report(report), .. })] = seen.others.as_slice() else {
        panic!("{:?}", seen.others)
    };
    assert!(path.ends_with(".docx") && !report.is_sound(), "{path}");
}
