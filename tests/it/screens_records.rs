//! 记录: before – keys – after.

use zhiben::ask::answer::{Answer, Page, RecordLine};
use zhiben::ask::query::{FormFor, Query};
use zhiben::desk::wire::News;
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::id::{Id, Kind};
use zhiben::tui::circle::{Msg, Outside};

use crate::support::at_desk::AtDesk;
use crate::support::screen::{Bench, today};
use crate::support::staged::{Staged, bench, body};

fn line(kind: Kind, name: &str, n: u32, subject: &str, text: &str) -> RecordLine {
    RecordLine {
        id: Id::new(kind, 322, n),
        kind: name.into(),
        date: today().plus(-(n as i32)),
        unit: "万安".into(),
        subject: subject.into(),
        text: text.into(),
    }
}

fn stage(query: &Query) -> Option<Answer> {
    let Query::Records { kind, text, .. } = query else { return None };
    let all = vec![
        line(Kind::Training, "培训", 1, "", "四季度培训"),
        line(Kind::Drill, "演练", 2, "阿芬牛肉店", "消防演练"),
        line(Kind::Training, "培训", 3, "", "新任人员培训"),
    ];
    let fits = |line: &RecordLine| kind.is_none_or(|kind| line.id.kind() == kind) && line.text.contains(text);
    let rows: Vec<_> = all.into_iter().filter(fits).collect();
    Some(Answer::Records(Page { first: 0, at: 0, matched: rows.len() as u32, total: 3, seq: 1, rows }))
}

fn records(width: u16, height: u16) -> Bench<Staged> {
    bench(width, height, stage, "6")
}

fn was_asked(bench: &Bench<Staged>, form: FormFor) -> bool {
    bench.outside.fake.seen.borrow().asked.contains(&Query::Form(form))
}

#[test]
fn kinds_and_records_stand_side_by_side_in_eighty_columns() {
    let bench = records(80, 24);
    let body = body(&bench);
    assert!(body[0].starts_with(">全部"), "{body:#?}");
    for words in ["编号", "日期", "类别", "单位", "对象", "内容"] {
        assert!(body[0].contains(words), "{words}\n{body:#?}");
    }
    assert!(body[2].contains("D2611-0002 11-21 演练 万安 阿芬牛肉店 消防演练"), "{body:#?}");
    assert_eq!(bench.status(), "记录 3/3 · 全部");
}

#[test]
fn a_new_record_is_of_the_chosen_kind() {
    let mut bench = records(80, 24);
    bench.keys("+");
    assert!(bench.row_with("t 培训").is_some(), "{}", bench.screen());
    bench.keys("t");
    assert!(was_asked(&bench, FormFor::New(Kind::Training, Fields::default())), "全部里先问哪一种");
    bench.keys("<Esc>jjj");
    assert_eq!(bench.status(), "记录 1/3 · 演练");
    bench.keys("+");
    assert!(was_asked(&bench, FormFor::New(Kind::Drill, Fields::default())));
}

#[test]
fn where_the_kinds_do_not_all_have_room_the_list_says_so_and_goes_to_its_end() {
    let mut bench = records(80, 16);
    bench.keys("+");
    let (_, more) = bench.row_with("…还有").map(|row| (row, bench.screen())).unwrap();
    assert!(more.contains("项，往下"), "{more}");
    for end in ["G", "<End>", "<PgDn><PgDn><PgDn><PgDn><PgDn>"] {
        bench.keys("<Home>");
        assert!(bench.row_with("…还有").is_some(), "{end}\n{}", bench.screen());
        bench.keys(end);
        assert!(bench.row_with("…还有").is_none(), "{end}\n{}", bench.screen());
    }
}

/// Goes down the chooser to the line of this name.
pub fn choose(bench: &mut Bench<impl Outside>, name: &str) {
    while !bench.status().ends_with(&format!("· {name}")) {
        let before = bench.status();
        bench.keys("j");
        assert_ne!(bench.status(), before, "{}", bench.screen());
    }
}

#[test]
fn the_details_of_a_record_say_that_it_can_be_corrected() {
    let mut at = AtDesk::begun();
    let fields = Fields::of([("name", "赵六"), ("unit", "万安")]);
    let id = at.submits(Command::Enter { kind: Kind::Person, fields })[0];
    let mut bench = Bench::new(80, 24, at);
    bench.keys("6");
    choose(&mut bench, "人员");
    bench.keys("<Right><Enter>");
    assert!(bench.status().starts_with(&format!("人员 {id}")), "{}", bench.screen());
    assert!(bench.key_line().starts_with("i修改"), "{}", bench.screen());
    bench.keys("i");
    assert!(bench.row_with("更正").is_some(), "{}", bench.screen());
}

#[test]
fn where_work_records_are_chosen_only_their_sorts_are_offered_each_with_a_key() {
    let mut bench = Bench::new(80, 24, AtDesk::begun());
    bench.keys("6");
    choose(&mut bench, "工作记录");
    bench.keys("+");
    assert!(
        bench.row_with("1 宣传").is_some() && bench.row_with("a 四进事项").is_some(),
        "{}",
        bench.screen()
    );
    assert!(bench.row_with("t 培训").is_none(), "{}", bench.screen());
    bench.keys("1");
    assert!(bench.row_with("新建哪一种").is_none() && bench.row_with("- 新").is_some(), "{}", bench.screen());
}

/// The screen without the lines of head and foot.
fn marks(bench: &Bench<Staged>) -> Vec<String> {
    body(bench).into_iter().filter(|row| row.contains('>')).collect()
}

#[test]
fn only_the_pane_that_has_the_keys_is_marked() {
    let mut bench = records(80, 24);
    assert_eq!(marks(&bench).len(), 1, "{}", bench.screen());
    assert!(marks(&bench)[0].starts_with(">全部"), "{}", bench.screen());
    bench.keys("<Right>");
    assert_eq!(marks(&bench).len(), 1, "{}", bench.screen());
    assert!(marks(&bench)[0].contains("> T2611-0001"), "{}", bench.screen());
    assert!(body(&bench)[0].starts_with("·全部"), "{}", bench.screen());
}

#[test]
fn a_long_subject_and_long_contents_share_the_room_that_is_left() {
    let stage = |query: &Query| {
        let Query::Records { .. } = query else { return None };
        let subject = "洛江区万安古榕报废机动车回收拆解有限公司";
        let text = "2026-11-22 企业自查发现二楼仓库疏散通道被货物占用已当场清理并拍照";
        let rows = vec![line(Kind::SelfInspection, "企业自查", 1, subject, text)];
        Some(Answer::Records(Page { first: 0, at: 0, matched: 1, total: 1, seq: 1, rows }))
    };
    let row = |width: u16| body(&bench(width, 40, stage, "6"))[1].clone();
    let narrow = row(80);
    assert!(narrow.contains("洛江区万安古") && narrow.contains("企业自查发现"), "{narrow}");
    let wide = row(120);
    assert!(wide.contains("2026-11-22 企业自查 万安 洛江区万安古榕报废机动车回收拆"), "{wide}");
    assert!(wide.contains("企业自查发现二楼仓库疏散通道"), "日期已有一栏，内容里不再写\n{wide}");
}

#[test]
fn a_search_narrows_and_the_form_of_a_training_names_it_already() {
    let mut bench = records(120, 40);
    bench.keys("/新任<Enter>");
    assert_eq!(bench.status(), "记录 1/3 · 全部 · 查找: “新任”");
    bench.keys("<Right>A");
    let known = Fields::of([("training", "T2611-0003")]);
    assert!(was_asked(&bench, FormFor::New(Kind::Attendance, known)));
    bench.keys("<Esc><Esc>");
    assert_eq!(bench.status(), "记录 3/3 · 全部");
}

#[test]
fn a_kind_without_records_says_how_one_is_made() {
    let mut bench = records(80, 24);
    bench.keys("j<Ctrl-W>");
    assert!(bench.screen().contains("还没有到场：+ 新建"), "{}", bench.screen());
}

/// 万安's plan of the month is not filed, and a hazard is overdue; both are put off.
fn with_snoozes() -> Bench<AtDesk> {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 =11-10 +11-12");
    for (item, until) in [("H2611-0001", "2026-11-25"), ("M9/OR-01/350504001/2026-11", "2026-11-27")] {
        let fields = Fields::of([("item", item), ("until", until), ("reason", "等设备到货")]);
        desk.submits(Command::Enter { kind: Kind::Snooze, fields });
    }
    desk.bench(120, 40)
}

#[test]
fn what_was_put_off_is_listed_in_words_and_can_be_lifted() {
    let mut bench = with_snoozes();
    assert!(bench.row_with("灭火器过期").is_none(), "{}", bench.screen());
    bench.keys("6GG");
    while !bench.status().contains("暂缓") {
        let before = bench.status();
        bench.keys("k");
        assert_ne!(bench.status(), before, "记录里没有暂缓一类");
    }
    assert_eq!(bench.status(), "记录 2/2 · 暂缓");
    let screen = bench.screen();
    assert!(
        screen.contains("灭火器过期 H2611-0001") && screen.contains("暂缓至 2026-11-25：等设备"),
        "{screen}"
    );
    assert!(screen.contains("月度检查计划 万安") && !screen.contains("OR-01"), "{screen}");
    bench.keys("/灭火器<Enter><Right><Enter>");
    assert!(
        bench.row_with("事项").is_some_and(|row| row.contains("灭火器过期 H2611-0001")),
        "{}",
        bench.screen()
    );
    bench.keys("<Esc>d<Enter>");
    assert!(bench.screen().contains("作废原因"), "没有写原因不能解除\n{}", bench.screen());
    bench.keys("d设备已到<Enter>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    bench.keys("1");
    assert!(bench.row_with("灭火器过期").is_some(), "解除以后回到今日\n{}", bench.screen());
}

#[test]
fn the_log_says_what_was_taken_back_and_what_was_restored() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 =11-10 +11-12");
    let mut bench = desk.bench(120, 40);
    bench.keys("u<Ctrl-R>");
    assert!(bench.status().contains("已恢复"), "{}", bench.screen());
    bench.keys("L");
    let rows = |words: &str| bench.draw().0.iter().filter(|row| row.contains(words)).count();
    assert_eq!((rows("恢复第"), rows("，后又恢复")), (2, 2), "企业和隐患各一行\n{}", bench.screen());
    assert_eq!(rows("（已撤销）"), 0, "{}", bench.screen());
    bench.keys("<Esc>uL");
    assert!(bench.screen().contains("（已撤销）"), "{}", bench.screen());
}

#[test]
fn a_campaign_tells_by_township_whom_it_has_not_checked_yet() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 =11-10 +11-12 专项整治:冬季燃气");
    desk.enters("h 1.cy/+洛江区万安老王超市 灭火器过期 =11-10 +11-12");
    desk.enters("i 1/老王 @李某 @王某 专项整治:冬季燃气");
    desk.enters("i 1/老王 @李某 @王某 专项整治:自建房");
    let plan = Fields::of([("township", "万安"), ("month", "2026-11")]);
    let plan = desk.submits(Command::Enter { kind: Kind::InspectionPlan, fields: plan })[0].to_string();
    let item = [
        ("plan", plan.as_str()),
        ("enterprise", "E2611-0001"),
        ("planned_on", "2026-11-27"),
        ("campaign", "冬季燃气"),
    ];
    desk.submits(Command::Enter { kind: Kind::PlanItem, fields: Fields::of(item) });
    let mut bench = desk.bench(80, 24);
    bench.keys("6Z");
    let row = |bench: &Bench<AtDesk>, name: &str, town: &str| {
        let rows = bench.draw().0.into_iter();
        let found = rows.filter(|row| row.contains(name)).find(|row| row.contains(town)).unwrap_or_default();
        found.split_whitespace().filter(|word| *word != ">").map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        row(&bench, "冬季燃气", "万安")[1..],
        ["万安", "1/2", "1", "1", "0", "1"],
        "{}",
        bench.screen()
    );
    assert_eq!(
        row(&bench, "冬季燃气", "合计")[1..],
        ["合计", "1/2", "1", "1", "0", "1"],
        "{}",
        bench.screen()
    );
    assert_eq!(row(&bench, "自建房", "万安")[1..], ["万安", "1/1", "0", "0", "0", "0"], "{}", bench.screen());
    bench.keys("<Home><Enter>");
    assert!(
        bench.screen().contains("[5企业]") && bench.status().starts_with("企业 1/"),
        "{}",
        bench.screen()
    );
    assert!(bench.row_with("阿芬牛肉店").is_some(), "{}", bench.screen());
    bench.keys("<Esc>6Z<Home>y");
    assert!(
        bench.screen().contains("[4隐患]") && bench.status().starts_with("隐患 1/"),
        "{}",
        bench.screen()
    );
    bench.keys("6ZG<Up><Enter>");
    assert!(bench.said().contains("应检的都检了"), "{}", bench.screen());
}

#[test]
fn a_plan_is_not_sealed_by_filling_a_form() {
    let mut bench = Bench::new(80, 40, AtDesk::begun());
    bench.keys("6+");
    let chooser = |row: &String| row.split('|').nth(1).is_some_and(|inside| inside.contains("方案封存"));
    assert!(bench.row_with("培训").is_some() && !bench.draw().0.iter().any(chooser), "{}", bench.screen());
    bench.keys("<Esc>");
    choose(&mut bench, "方案封存");
    bench.keys("+");
    assert!(bench.said().contains("运行 zhiben plan close"), "{}", bench.screen());
    assert!(bench.row_with("新方案封存").is_none(), "{}", bench.screen());
}

#[test]
fn what_lacks_evidence_is_opened_mended_and_copied_by_the_keys_that_are_shown() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 =11-10 +11-12");
    let drill = [("date", "2026-11-20"), ("enterprise", "E2611-0001"), ("kind", "灭火")];
    desk.submits(Command::Enter { kind: Kind::Drill, fields: Fields::of(drill) });
    let mut bench = desk.bench(80, 24);
    bench.keys("6b");
    assert!(bench.status().starts_with("缺佐证"), "{}", bench.screen());
    for key in ["i修改", "c复制", "Enter 打开", "Esc 返回"] {
        assert!(bench.key_line().contains(key), "{key}: {}", bench.key_line());
    }
    assert!(!bench.key_line().contains("筛选"), "{}", bench.key_line());
    bench.keys("i");
    assert!(bench.row_with("更正").is_some(), "{}", bench.screen());
}

#[test]
fn everything_that_is_wrong_with_a_form_is_told_at_once_each_at_its_field() {
    let mut bench = Bench::new(80, 40, AtDesk::begun());
    // 企业名称 is empty, which the form knows itself; the others only the desk does.
    bench.keys("5+");
    let fault_under = |bench: &Bench<AtDesk>, label: &str| {
        let rows = bench.draw().0;
        let at = rows.iter().position(|row| row.contains(&format!("{label} "))).unwrap_or_default();
        rows[at + 1].trim_matches([' ', '|']).to_owned()
    };
    bench.keys("<Down><Ctrl-U>");
    while bench.row_with(">*乡镇").is_none() {
        let before = bench.screen();
        bench.keys("<Down>");
        assert_ne!(bench.screen(), before, "没有乡镇一栏");
    }
    bench.keys("<Ctrl-U>没有的镇<Down><Down><Down>没有的行业<Ctrl-S>");
    assert!(fault_under(&bench, "*企业名称").contains("要填"), "{}", bench.screen());
    assert!(fault_under(&bench, "*乡镇").contains("没有“没有的镇”"), "{}", bench.screen());
    assert!(bench.screen().contains("! 没有“没有的行业”"), "{}", bench.screen());
    assert!(bench.screen().contains("没有的镇 ") && bench.screen().contains("没有的行业 "), "写了的都在");
}

#[test]
fn what_is_not_understood_and_what_does_not_hold_are_refused_together() {
    let mut desk = AtDesk::begun();
    let fields = [("township", "没有的镇"), ("month", "十一月份")];
    let refused = desk.refusal(Command::Enter { kind: Kind::InspectionPlan, fields: Fields::of(fields) });
    assert!(
        refused.contains("乡镇：没有“没有的镇”") && refused.contains("月份：写法不对：十一月份"),
        "{refused}"
    );
}

#[test]
fn void_is_about_the_record_it_was_asked_for_though_the_list_moves_meanwhile() {
    let mut desk = AtDesk::begun();
    let mut enters = |text| {
        let fields = Fields::of([("task", "T16"), ("unit", "350504001"), ("text", text)]);
        desk.submits(Command::Enter { kind: Kind::Progress, fields })[0]
    };
    let (_other, twice) = (enters("已部署"), enters("已部署"));
    let mut colleague = desk.again();
    let mut bench = desk.bench(80, 24);
    bench.keys("6<Ctrl-W>d重复录入");
    colleague.submits(Command::Void { id: twice, why: "重复".into() });
    bench.send(Msg::News(News::Changed(99)));
    assert!(bench.status().contains("记录 1/2"), "{}", bench.screen());
    bench.keys("<Enter>");
    assert!(bench.status().contains("记录 1/2"), "the other one stays: {}", bench.screen());
    assert!(bench.status().contains("作废"), "{}", bench.screen());
}

#[test]
fn papers_show_the_year_of_their_day_and_are_found_by_the_name_of_their_kind() {
    let mut at = AtDesk::begun();
    at.enters("c 1.cy/+洛江区万安阿芬牛肉店 @张阿芬");
    let paper = |date: &str, until: &str| {
        let fields = [("enterprise", "E2611-0001"), ("kind", "食品经营"), ("date", date), ("until", until)];
        Command::Enter { kind: Kind::Licence, fields: Fields::of(fields) }
    };
    at.submits(paper("2021-12-01", "2026-12-20"));
    at.enters("i 1/阿芬 @李明");
    let mut bench = Bench::new(80, 24, at);
    bench.keys("6");
    assert!(bench.row_with("2021-12-01 ").is_some(), "{}", bench.screen());
    assert!(bench.row_with("2026-11-23 检查").is_some(), "同一列，都写年份\n{}", bench.screen());
    bench.keys("/证照<Enter>");
    assert!(bench.status().contains("记录 1/2"), "{}", bench.screen());
    assert!(bench.row_with("2021-12-01 证照").is_some(), "{}", bench.screen());
    bench.keys("/<Ctrl-U>检查<Enter>");
    assert!(bench.row_with(" 11-23 检查").is_some(), "都是今年的，只写月日\n{}", bench.screen());
    // The page of the enterprise names it with its last day.
    bench.keys("<Esc>5<Enter>");
    assert!(bench.row_with("食品经营 至2026-12-20").is_some(), "{}", bench.screen());
}
