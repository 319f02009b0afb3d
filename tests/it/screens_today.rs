//! 今日: before – keys – after.

use zhiben::ask::answer::{Answer, FormWish};
use zhiben::ask::query::{FormFor, Query};
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};
use zhiben::rules::matrix::MatrixId;
use zhiben::rules::queue::Queue;
use zhiben::rules::review::{Section, TodayLine, TodayPage};
use zhiben::tui::app::Own;
use zhiben::tui::circle::Errand;
use zhiben::tui::drafts::Draft;

use crate::support::at_desk::AtDesk;
use crate::support::screen::{Bench, Fake, hazard_id, today};
use crate::support::staged::{Stage, Staged, bench, body};

fn hazard(n: u32, section: Section, text: &str, status: &str) -> TodayLine {
    TodayLine {
        alert: String::new(),
        section,
        id: hazard_id(n),
        key: hazard_id(n).to_string(),
        township: "万安".into(),
        text: text.into(),
        status: status.into(),
        day: today(),
        major: section == Section::MajorAndOverdue,
        state: Some(if section == Section::ToRecheck { State::PendingRecheck } else { State::Rectifying }),
        entry: None,
    }
}

fn page() -> TodayPage {
    let cell = TodayLine {
        id: Id::NONE,
        state: None,
        key: "M9/OR-05/350504001/2026Q4".into(),
        entry: Some((Kind::SelfInspection, Fields::of([("date", "2026-11-23")]))),
        ..hazard(0, Section::Cells, "季度自查 尚缺 9 家", "12-31 截止")
    };
    let milestone = TodayLine {
        id: Id::NONE,
        state: None,
        key: "M11/T1/3".into(),
        ..hazard(0, Section::Milestones, "四进梳理提升与格局建成", "还有38天")
    };
    TodayPage {
        day: today(),
        lines: vec![
            hazard(3, Section::MajorAndOverdue, "明珠海鲜馆 后厨软管老化", "逾期12天"),
            hazard(1, Section::ToRecheck, "阿芬牛肉店 安全出口堆物", "待复查 2工作日"),
            hazard(4, Section::ToRecheck, "万安加油站 静电接地失效", "待复查"),
            cell,
            milestone,
        ],
        totals: vec![(Section::ToRecheck, 57)],
        done: 12,
        left: 60,
        head: [("较大及以上事故", 0), ("重大在账", 2), ("逾期", 3), ("未闭环", 41), ("欠账", 5)]
            .map(|(name, count)| (name.to_owned(), count))
            .to_vec(),
        stamped: None,
        remarks: Vec::new(),
    }
}

fn stage(query: &Query) -> Option<Answer> {
    matches!(query, Query::Today { .. }).then(|| Answer::Today(page()))
}

fn today_screen(width: u16, height: u16, stage: Stage) -> Bench<Staged> {
    bench(width, height, stage, "")
}

fn last(bench: &Bench<Staged>) -> Query {
    bench.outside.fake.seen.borrow().asked.last().cloned().unwrap()
}

fn marked(bench: &Bench<Staged>) -> String {
    body(bench).into_iter().find(|row| row.starts_with(" >")).unwrap_or_default()
}

#[test]
fn the_morning_begins_with_the_numbers_and_what_is_most_urgent() {
    let bench = today_screen(80, 24, stage);
    assert_eq!(
        body(&bench),
        [
            "  较大及以上事故 0  重大在账 2  逾期 3  未闭环 41  欠账 5      [#-------] 12/72",
            " 重大与逾期 1",
            " >H2611-0003 万安 重大 明珠海鲜馆 后厨软管老化                         逾期12天",
            " 待复查 57（列出 2）",
            "  H2611-0001 万安      阿芬牛肉店 安全出口堆物                   待复查 2工作日",
            "  H2611-0004 万安      万安加油站 静电接地失效                           待复查",
            " 将欠账的格子 1",
            "             万安      季度自查 尚缺 9 家                            12-31 截止",
            " 临期节点 1",
            "             万安      四进梳理提升与格局建成                          还有38天",
        ]
    );
    assert_eq!(bench.status(), "今日 2026-11-23 · 万安");
}

#[test]
fn the_line_of_keys_holds_only_what_the_line_allows() {
    let mut bench = today_screen(80, 24, stage);
    assert!(bench.key_line().starts_with("w完成 y移交 e延期 b备注 z暂缓 d更多 F8"), "{}", bench.key_line());
    bench.keys("j");
    assert!(bench.key_line().starts_with("r复查 b备注 z暂缓 d更多 F8"), "{}", bench.key_line());
    bench.keys("jj");
    assert!(bench.key_line().starts_with("z暂缓 F8 复核完毕 t换范围 x看覆盖"), "{}", bench.key_line());
}

#[test]
fn a_letter_that_the_line_forbids_says_why_and_what_can_be_done() {
    let mut bench = today_screen(80, 24, stage);
    bench.keys("r");
    let says = |bench: &Bench<Staged>, words: &str| {
        assert!(bench.status().ends_with(words), "{}", bench.status());
    };
    says(&bench, "整改中的不能办“复查” (可办 w完成 y移交 e延期 b备注 d更多)");
    bench.keys("jw");
    says(&bench, "待复查的不能办“完成” (可办 r复查 b备注 d更多)");
    bench.keys("jjb");
    says(&bench, "这一行不是隐患，不能办“备注” (可用 Enter 打开 x看覆盖 z暂缓)");
    assert!(
        bench.outside.fake.seen.borrow().asked.iter().all(|query| !matches!(query, Query::Record { .. }))
    );
}

#[test]
fn one_key_acts_on_the_line() {
    let mut bench = today_screen(80, 24, stage);
    bench.keys("jr");
    assert!(matches!(last(&bench), Query::Record { id, .. } if id == hazard_id(1)), "{:?}", last(&bench));
    bench.keys("<Esc>kz");
    let snooze = FormFor::New(Kind::Snooze, Fields::of([("item", hazard_id(3).to_string())]));
    assert_eq!(last(&bench), Query::Form(snooze));
}

#[test]
fn enter_opens_the_record_the_missing_entry_or_the_task() {
    let mut bench = today_screen(80, 24, stage);
    bench.keys("<Enter>");
    assert!(matches!(last(&bench), Query::Record { id, .. } if id == hazard_id(3)));
    bench.keys("<Esc>jjj<Enter>");
    let entry = FormFor::New(Kind::SelfInspection, Fields::of([("date", "2026-11-23")]));
    assert_eq!(last(&bench), Query::Form(entry));
    bench.keys("<Esc>x");
    let Query::Cell { id, row, column, .. } = last(&bench) else { panic!("{:?}", last(&bench)) };
    assert_eq!((id, row.as_str(), column.as_str()), (MatrixId::M9, "OR-05", "350504001"));
    bench.keys("1G<Enter>");
    assert!(bench.screen().contains("[2任务]"), "{}", bench.screen());
}

#[test]
fn every_number_of_the_head_line_opens_its_rows() {
    let mut bench = today_screen(80, 24, stage);
    bench.keys("g<Right><Enter>");
    let Query::Hazards { filter, .. } = last(&bench) else { panic!("{:?}", last(&bench)) };
    assert_eq!((filter.queue, filter.level.as_str()), (Some(Queue::Open), "重大"));
    assert_eq!(filter.townships, ["350504001"], "在哪个范围里数的，就列哪个范围");
    bench.keys("1tg<Right><Enter>");
    let Query::Hazards { filter, .. } = last(&bench) else { panic!("{:?}", last(&bench)) };
    assert!(filter.townships.is_empty());
    bench.keys("1<Right><Right><Right>");
    assert!(body(&bench)[0].contains("[欠账 5]"), "{}", bench.screen());
    bench.keys("<Enter>");
    assert!(matches!(last(&bench), Query::Matrix { id: MatrixId::M9, .. }));
}

#[test]
fn the_cursor_stays_on_its_line_when_others_leave_and_moves_on_when_its_own_does() {
    let mut bench = today_screen(80, 24, stage);
    bench.keys("jj");
    assert!(marked(&bench).contains("静电接地"), "{}", bench.screen());
    bench.outside.stage = |query| {
        let rest =
            |page: TodayPage| TodayPage { lines: page.lines[2..].to_vec(), done: 14, left: 58, ..page };
        matches!(query, Query::Today { .. }).then(|| Answer::Today(rest(page())))
    };
    bench.keys("<F5>");
    assert!(marked(&bench).contains("静电接地"), "{}", bench.screen());
    bench.outside.stage = |query| {
        let rest =
            |page: TodayPage| TodayPage { lines: page.lines[3..].to_vec(), totals: Vec::new(), ..page };
        matches!(query, Query::Today { .. }).then(|| Answer::Today(rest(page())))
    };
    bench.keys("<F5>");
    assert!(marked(&bench).contains("季度自查"), "{}", bench.screen());
}

#[test]
fn the_review_is_stamped_with_what_was_done_and_what_is_left() {
    let mut bench = today_screen(80, 24, stage);
    bench.keys("<F8>");
    let fields = [("date", "2026-11-23"), ("unit", "350504001"), ("done", "12"), ("left", "60")];
    let stamp = Command::Enter { kind: Kind::Review, fields: Fields::of(fields) };
    assert_eq!(bench.outside.fake.seen.borrow().submitted, [stamp]);
}

#[test]
fn t_turns_between_the_own_unit_and_everybody() {
    let mut bench = today_screen(80, 24, stage);
    assert!(matches!(last(&bench), Query::Today { unit, .. } if unit == "350504001"));
    bench.keys("t");
    assert!(matches!(last(&bench), Query::Today { unit, .. } if unit.is_empty()));
    assert_eq!(bench.status(), "今日 2026-11-23 · 全区");
}

fn with_drafts() -> Bench<Fake> {
    let form = FormWish::Act(vec![hazard_id(3)], Deed::ReportDone);
    let typed = Fields::of([("how", "已换金属软管")]);
    let drafts =
        vec![Draft::of_line("line", "h 1 后厨软管"), Draft::of_form("form", "完成 H2611-0003", &form, typed)];
    Bench::with(80, 24, Fake::with_hazards(12), Own { drafts, ..Own::default() })
}

#[test]
fn a_draft_is_thrown_away_after_one_question_and_the_others_stay() {
    let mut bench = with_drafts();
    assert!(bench.key_line().starts_with("x丢弃"), "{}", bench.key_line());
    bench.keys("x");
    assert!(bench.row_with("丢弃草稿“速录：h 1 后厨软管”？").is_some(), "{}", bench.screen());
    bench.keys("n");
    assert!(bench.row_with("> 1 速录：h 1 后厨软管").is_some(), "{}", bench.screen());
    bench.keys("xy");
    assert!(bench.status().ends_with("已丢弃草稿“速录：h 1 后厨软管”"), "{}", bench.status());
    assert_eq!(bench.outside.seen.borrow().others, [Errand::Forget("line".into())]);
    assert!(bench.row_with("> 1 完成 H2611-0003").is_some(), "{}", bench.screen());
    bench.keys("1");
    assert!(bench.row_with("已换金属软管").is_some(), "{}", bench.screen());
}

#[test]
fn with_the_last_draft_the_list_of_drafts_goes_too() {
    let mut bench = with_drafts();
    bench.keys("<Down><Delete>y<Delete>y");
    assert!(bench.row_with("没有交完").is_none(), "{}", bench.screen());
    bench.keys("D");
    assert!(bench.status().ends_with("没有草稿"), "{}", bench.status());
    bench.keys("q");
    assert!(bench.app.is_left());
}

#[test]
fn a_finished_review_says_what_to_do_next() {
    let done = |query: &Query| {
        let page = || TodayPage { lines: Vec::new(), totals: Vec::new(), left: 0, ..page() };
        matches!(query, Query::Today { .. }).then(|| Answer::Today(page()))
    };
    let bench = today_screen(120, 40, done);
    let body = body(&bench);
    assert!(body[0].ends_with("[########] 12/12"), "{body:?}");
    assert_eq!(body[2], " 今日的都办完了。F8 复核留痕，a 速录新的，2 看任务，3 看覆盖");
}

#[test]
fn a_line_is_put_off_until_the_weekday_to_come() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 +2");
    let mut bench = desk.bench(80, 24);
    assert!(bench.row_with("灭火器过期").is_some(), "{}", bench.screen());
    bench.keys("z周三<Enter>等设备到货<Ctrl-S>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    bench.keys("1");
    assert!(bench.row_with("灭火器过期").is_none(), "{}", bench.screen());
    let Answer::Log(log) = bench.outside.desk.ask(&Query::Log { limit: 1 }) else { panic!() };
    assert!(log[0].text.contains("暂缓至 2026-11-25"), "{log:?}");
}

#[test]
fn esc_comes_back_from_the_matrix_to_the_line_one_left() {
    let mut bench = AtDesk::begun().bench(80, 24);
    bench.keys("jj");
    let line = |bench: &Bench<AtDesk>| bench.row_with(" >").unwrap();
    let before = line(&bench);
    bench.keys("x");
    assert!(bench.status().starts_with("M9"), "{}", bench.screen());
    bench.keys("<Esc><Esc>");
    assert_eq!(line(&bench), before);
    bench.keys("g<Right><Right><Right><Right><Enter>");
    assert!(bench.status().starts_with("M9"), "{}", bench.screen());
    bench.keys("<Esc>");
    assert!(bench.row_with("[欠账").is_some(), "{}", bench.screen());
}

#[test]
fn a_number_and_its_rows_agree_and_the_list_is_its_own_again_afterwards() {
    let mut desk = AtDesk::begun();
    for line in [
        "h 1.cy/+洛江区万安阿芬牛肉店 液化气瓶放在地下室 !! 防范措施:已移出",
        "h 1/阿芬 灭火器过期 +3",
        "h 2.cy/+洛江区双阳阿福面馆 液化气瓶放在地下室 !! 防范措施:已移出",
    ] {
        desk.enters(line);
    }
    let mut bench = desk.bench(80, 24);
    bench.keys("4'3");
    assert_eq!(bench.status(), "隐患 2/3 · 筛选: 待定性 · 按急重轻缓");
    bench.keys("1g<Right>");
    assert!(bench.row_with("[重大在账 1]").is_some(), "{}", bench.screen());
    bench.keys("<Enter>");
    assert_eq!(bench.status(), "隐患 1/3 · 筛选: 万安 未闭环 重大 · 按急重轻缓");
    bench.keys("14");
    assert_eq!(bench.status(), "隐患 2/3 · 筛选: 待定性 · 按急重轻缓");
    bench.keys("1g<Enter><Esc>");
    assert_eq!(bench.status(), "隐患 2/3 · 筛选: 待定性 · 按急重轻缓", "Esc 也回到原来的列表");
}

#[test]
fn a_leaders_word_about_a_hazard_becomes_a_line_of_the_morning_until_it_is_answered() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 +30");
    let mut bench = desk.bench(80, 24);
    bench.keys("4p");
    assert!(bench.row_with("新督办批示").is_some(), "{}", bench.screen());
    assert!(bench.row_with("阿芬牛肉店 灭火器过期").is_some(), "{}", bench.screen());
    assert!(bench.row_with("万安").is_some(), "{}", bench.screen());
    bench.keys("11-25<Ctrl-S>");
    assert!(bench.status().contains("已记录 M2611-0001"), "{}", bench.screen());
    bench.keys("1");
    let line = bench.row_with("M2611-0001").unwrap_or_else(|| panic!("{}", bench.screen()));
    assert!(
        line.contains("万安 督办批示 阿芬牛肉店 灭火器过期") && line.trim_end().ends_with("剩2天"),
        "{line}"
    );
    desk_answers(&mut bench);
    assert!(bench.row_with("M2611-0001").is_none(), "{}", bench.screen());
}

/// Opens the line and says when it was done.
fn desk_answers(bench: &mut Bench<AtDesk>) {
    bench.keys("g");
    to_row(bench, "j", "M2611-0001");
    bench.keys("<Enter>i");
    to_row(bench, "<Down>", "办结日");
    bench.keys("11-23<Ctrl-S><Esc>1");
}

/// Moves until the row under the cursor says this.
fn to_row(bench: &mut Bench<AtDesk>, key: &str, says: &str) {
    let is_there =
        |bench: &Bench<AtDesk>| bench.screen().lines().any(|row| row.contains('>') && row.contains(says));
    for _ in 0..40 {
        if is_there(bench) {
            return;
        }
        bench.keys(key);
    }
    panic!("{says} is nowhere:\n{}", bench.screen());
}
