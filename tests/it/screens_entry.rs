//! 速录 at the workbench in front of a real ledger: before – keys – after.

use crate::support::at_desk::{AtDesk, NowAndThen};
use crate::support::screen::{Bench, hazard_id};
use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::calendar::Day;
use zhiben::desk::wire::News;
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::id::{Id, Kind};
use zhiben::tui::circle::Msg;

#[test]
fn what_was_typed_while_the_owner_was_away_is_read_before_it_is_recorded() {
    let mut desk = AtDesk::begun();
    desk.enters("c 1.cy/+洛江区万安阿芬牛肉店 @张阿芬");
    let mut bench = Bench::new(80, 24, NowAndThen::of(desk));
    bench.keys("ah 1.cy/阿芬 后厨");
    bench.outside.is_away.set(true);
    bench.keys("燃气软管老化");
    assert!(bench.status().contains("没有在听"), "{}", bench.screen());
    bench.outside.is_away.set(false);
    bench.keys("<Enter>");
    assert!(!bench.status().contains("已记录"), "only shown how it is understood\n{}", bench.screen());
    assert!(bench.row_with("后厨燃气软管老化").is_some(), "{}", bench.screen());
    bench.keys("<Enter>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    bench.keys("<Esc>4");
    assert!(bench.row_with("后厨燃气软管老化").is_some(), "{}", bench.screen());
}

#[test]
fn a_line_of_a_block_mended_while_the_owner_was_away_is_read_before_it_is_recorded() {
    let mut desk = AtDesk::begun();
    desk.enters("c 1.cy/+洛江区万安阿芬牛肉店 @张阿芬");
    let mut bench = Bench::new(80, 24, NowAndThen::of(desk));
    bench.keys("a").send(Msg::Paste("h 1/阿芬 灭火器过期 +3\nh 1/阿芬 通道堵塞".into()));
    bench.keys("i").outside.is_away.set(true);
    bench.keys("0<Enter>");
    assert!(bench.row_with("还没有说完").is_some(), "{}", bench.screen());
    bench.outside.is_away.set(false);
    bench.keys("<Enter>");
    assert!(!bench.status().contains("已记录"), "{}", bench.screen());
    assert!(bench.row_with("1 h 1/阿芬 灭火器过期 +30").is_some(), "{}", bench.screen());
    bench.send(Msg::News(News::Lost)).keys("<Enter><Esc>4");
    assert!(bench.row_with("灭火器过期").is_some_and(|row| row.contains("12-23")), "{}", bench.screen());
}

#[test]
fn of_several_with_one_running_number_the_palette_asks_which() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期");
    desk.comes_to("2026-12-01");
    desk.enters("h 2.cy/+洛江区双阳阿强面馆 通道堵塞");
    let mut bench = desk.bench(80, 24);
    bench.keys(":#1<Enter>");
    let key = ["1", "2"].into_iter().find(|key| {
        let choice = bench.row_with(&format!(" {key} H2611-0001 "));
        choice.is_some_and(|row| row.contains("阿芬牛肉店 灭火器过期"))
    });
    bench.keys(key.unwrap_or_else(|| panic!("{}", bench.screen())));
    assert!(bench.status().starts_with("隐患 H2611-0001"), "{}", bench.status());
}

#[test]
fn money_with_its_sign_is_money_in_a_form_too() {
    let mut desk = AtDesk::begun();
    let hazard = desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 后厨软管老化")[1];
    let fields = Fields::of([("funds", "$800")]);
    let (effective_on, why) = (Day::NONE, "补资金".into());
    desk.submits(Command::Amend { id: hazard, seen: 0, fields, effective_on, why });
    let Answer::Whole(whole) = desk.desk.ask(&Query::Record { id: hazard, day: Day::NONE }) else { panic!() };
    assert_eq!(whole.fields.get("funds"), "800");
}

/// Three shops of 万安 and one of 河市.
fn bench() -> Bench<AtDesk> {
    let mut desk = AtDesk::begun();
    for line in [
        "c 1.cy/+洛江区万安阿芬牛肉店 @张阿芬",
        "c 1.cy/+洛江区万安阿福面馆 @王福",
        "c 1.sc/+洛江区万安惠民超市 @李惠民",
        "c 5.cy/+洛江区河市重庆火锅店 @吴一",
    ] {
        desk.enters(line);
    }
    let mut bench = desk.bench(80, 24);
    bench.keys("a");
    bench
}

/// A hazard of 阿芬 that was found on Friday and put right on Saturday; the cursor stands on it.
fn hazard_done() -> Bench<AtDesk> {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 后厨软管老化 =11-20");
    desk.enters("f #1 已更换金属软管 =11-21");
    let mut bench = desk.bench(80, 24);
    bench.keys("4");
    bench
}

#[test]
fn a_wrong_day_is_corrected_from_the_list_of_deeds() {
    let mut bench = hazard_done();
    bench.keys("d");
    assert!(bench.row_with("j 更正日期").is_some(), "{}", bench.screen());
    bench.keys("j");
    let row = bench.row_with("完成日").unwrap();
    assert!(row.contains("2026-11-21"), "{}", bench.screen());
    assert!(bench.row_with("复查日期").is_none(), "还没有复查\n{}", bench.screen());
    bench.keys("<Up><Ctrl-U>11-22<Ctrl-S>");
    assert!(bench.row_with("! 要填").is_some(), "没有写理由\n{}", bench.screen());
    bench.keys("看错日期<Ctrl-S>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    bench.keys("<Enter><End>");
    let screen = bench.screen();
    assert!(screen.contains("更正日期：完成日 2026-11-21 改为 2026-11-22"), "{screen}");
}

/// The line being typed.
fn line(bench: &Bench<AtDesk>) -> String {
    let row = bench.draw().0.into_iter().rfind(|row| row.contains("| > ")).unwrap();
    row.trim_matches(['|', ' ']).trim_start_matches("> ").to_owned()
}

#[test]
fn the_only_thing_meant_is_put_in_at_once_and_typing_goes_on() {
    let mut bench = bench();
    bench.keys("jian<Tab> heshi<Tab>/zqhg<Tab> ; 后厨软管老化 +jim<Tab>");
    assert_eq!(line(&bench), "i 河市/洛江区河市重庆火锅店 ; 后厨软管老化 +季末");
}

#[test]
fn several_are_listed_tab_goes_round_and_enter_takes() {
    let mut bench = bench();
    bench.keys("h 1/af<Tab>");
    assert_eq!(line(&bench), "h 1/洛江区万安阿福面馆");
    let screen = bench.screen();
    assert!(screen.contains("补全 1/2") && screen.contains("> 洛江区万安阿福面馆 万安"), "{screen}");
    bench.keys("<Tab>");
    assert!(bench.row_with("> 洛江区万安阿芬牛肉店 万安").is_some(), "{}", bench.screen());
    bench.keys("<Tab><Shift-Tab>");
    assert_eq!(line(&bench), "h 1/洛江区万安阿芬牛肉店", "一轮回到头，再往回");
    bench.keys("<Enter>");
    assert!(!bench.screen().contains("补全 2/2"), "{}", bench.screen());
    assert_eq!(line(&bench), "h 1/洛江区万安阿芬牛肉店", "Enter 取下，还没有存");
    bench.keys(" 灭火器过期 +<Tab>");
    assert!(bench.row_with("> 3  11-26 周四").is_some(), "{}", bench.screen());
    bench.keys("<Tab> <Enter>");
    assert!(bench.status().contains("已记录 H2611-0001"), "{}", bench.screen());
    bench.keys("<Esc>4");
    assert!(bench.row_with("灭火器过期").is_some_and(|row| row.contains("11-28")), "{}", bench.screen());
}

#[test]
fn esc_over_a_list_gives_back_what_was_typed() {
    let mut bench = bench();
    bench.keys("h 1/af<Tab><Tab><Esc>");
    assert_eq!(line(&bench), "h 1/af");
    assert!(!bench.screen().contains("补全 2/2"), "{}", bench.screen());
    bench.keys("en<Tab>");
    assert_eq!(line(&bench), "h 1/洛江区万安阿芬牛肉店", "接着打字，再补全");
}

#[test]
fn the_cursor_says_what_is_completed() {
    let mut bench = bench();
    bench.keys("h /afen 软管<Left><Left><Left><Tab>");
    assert_eq!(line(&bench), "h /洛江区万安阿芬牛肉店 软管");
}

#[test]
fn where_nothing_is_meant_the_status_says_so_and_the_line_stays() {
    let mut bench = bench();
    bench.keys("h 1/afen 软管老化<Tab>");
    assert_eq!(line(&bench), "h 1/afen 软管老化");
    assert!(bench.status().contains("没有可补全的"), "{}", bench.status());
}

#[test]
fn a_long_list_scrolls_and_leaves_the_preview_its_place() {
    let mut bench = bench();
    bench.keys("h 1/afen 软管老化 <Tab>");
    let screen = bench.screen();
    assert!(screen.contains("补全 1/24") && screen.contains("登记隐患"), "{screen}");
    bench.keys("<Shift-Tab>");
    assert!(bench.screen().contains("补全 24/24"), "{}", bench.screen());
}

/// Where a record stands.
fn state(bench: &Bench<AtDesk>, id: Id) -> String {
    match bench.outside.desk.ask(&Query::Record { id, day: Day::NONE }) {
        Answer::Whole(whole) => whole.state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_number_is_typed_to_its_end_and_means_that_hazard() {
    let mut desk = AtDesk::begun();
    desk.enters("c 1.cy/+洛江区万安阿芬牛肉店 @张阿芬");
    for n in 1..=11 {
        desk.enters(&format!("h 1/阿芬 第{n}处灭火器过期"));
        desk.enters(&format!("f #{n} 已更换"));
    }
    let mut bench = desk.bench(80, 24);
    bench.keys("ar #1");
    assert!(bench.row_with("1 合格").is_some(), "{}", bench.screen());
    bench.keys("1 ok");
    assert_eq!(line(&bench), "r #11 ok");
    bench.keys("<Enter>");
    assert_eq!([1, 11].map(|n| state(&bench, hazard_id(n))), ["待复查", "已销号"]);
}

#[test]
fn digits_of_a_day_a_count_or_a_description_answer_nothing() {
    let mut bench = bench();
    for typed in ["s 5.cy/重庆 =11-20 *2 *2", "h 1/af 软管老化 2处", "h 1/af 2处软管老化", "r #1 ok"]
    {
        bench.keys(typed);
        assert_eq!(line(&bench), typed);
        bench.keys("<Ctrl-U>");
    }
}

#[test]
fn what_is_open_is_asked_at_enter_and_typing_goes_on_at_the_end() {
    let mut bench = bench();
    bench.keys("h 1/af 软管老化 2处<Enter>");
    assert!(bench.row_with("2 洛江区万安阿芬牛肉店 万安").is_some(), "{}", bench.screen());
    bench.keys("2，已停用");
    assert_eq!(line(&bench), "h 1/洛江区万安阿芬牛肉店 软管老化 2处，已停用");
    bench.keys("<Enter>");
    assert!(bench.status().contains("已记录 H2611-0001"), "{}", bench.screen());
    bench.keys("s 5.cy/重庆 =11-20 *2<Enter>");
    assert!(bench.row_with("1 是主要负责人带队").is_some(), "{}", bench.screen());
    bench.keys("1<Enter>");
    assert!(bench.status().contains("已记录 S2611-0001"), "{}", bench.screen());
}

#[test]
fn down_on_a_line_with_nothing_open_leaves_it_as_it_is() {
    let mut bench = bench();
    bench.keys("h 1/afen 软管老化<Down>");
    assert_eq!(line(&bench), "h 1/afen 软管老化");
}

fn principal(bench: &Bench<AtDesk>, n: u32) -> String {
    let id = Id::new(Kind::Enterprise, 26 * 12 + 10, n);
    match bench.outside.desk.ask(&Query::Record { id, day: Day::NONE }) {
        Answer::Whole(whole) => whole.fields.get("principal").to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_roll_shows_what_it_would_overwrite_and_overwrites_only_what_is_taken() {
    let mut bench = bench();
    bench
        .send(Msg::Paste("#接龙\n1、万安阿芬牛肉店 王五\n2、万安阿福面馆 陈六\n3、万安阿明小吃 赵七".into()));
    let screen = bench.screen();
    assert!(screen.contains("有问题 0 行，要核对 2 行：Enter 存其余，Space 取，* 全取"), "{screen}");
    assert!(
        screen.contains("主要负责人 张阿芬 → 王五") && screen.contains("主要负责人 王福 → 陈六"),
        "{screen}"
    );
    assert!(bench.row_with(">~  1 1、万安阿芬").is_some(), "{screen}");
    bench.keys("<Enter>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    assert_eq!([1, 2, 5].map(|n| principal(&bench, n)), ["张阿芬", "王福", "赵七"], "新的存了，要改的没有动");
    bench.keys("<Enter>");
    assert!(bench.status().contains("Space"), "{}", bench.status());
    bench.keys("<Down> <Enter>");
    assert_eq!([1, 2].map(|n| principal(&bench, n)), ["张阿芬", "陈六"]);
    bench.keys("*<Enter>");
    assert_eq!(principal(&bench, 1), "王五");
    assert!(!bench.screen().contains("粘贴"), "{}", bench.screen());
}

#[test]
fn lines_that_were_entered_today_are_marked_and_wait() {
    let lines = "i 1.cy/阿芬 @李 ; 灭火器过期 +3\nh 1/阿福 软管老化 +3\n";
    let mut bench = bench();
    bench.send(Msg::Paste(lines.into())).keys("<Enter>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    bench.keys("a").send(Msg::Paste(lines.into()));
    let screen = bench.screen();
    assert!(
        bench.row_with(">=  1 i 1.cy/阿芬").is_some_and(|row| row.contains("该企业当天已有检查")),
        "{screen}"
    );
    assert!(bench.row_with("=  2 h 1/阿福").is_some_and(|row| row.contains("今天已登记过相近")), "{screen}");
    bench.keys("<Enter><Esc>4");
    assert!(bench.status().contains("隐患 2/2"), "{}", bench.screen());
}

#[test]
fn a_new_name_like_one_on_the_register_is_marked_and_waits() {
    let mut bench = bench();
    bench.send(Msg::Paste("c 1.cy/+万安阿芬牛肉面店\nc 1.cy/+万安新华书店".into()));
    let row = bench.row_with(">=  1 c 1.cy/+万安阿芬").unwrap_or_default();
    assert!(row.contains("与登记中的 洛江区万安阿芬"), "{}", bench.screen());
    assert!(bench.row_with("E2611-0001 名称相近").is_some(), "整句在下面\n{}", bench.screen());
    bench.keys("<Enter>");
    assert!(bench.status().contains("已记录 E2611-0005"), "{}", bench.screen());
    assert!(bench.row_with(">=  1 c 1.cy/+万安阿芬").is_some(), "要人取才录\n{}", bench.screen());
    bench.keys(" <Enter>");
    assert!(bench.status().contains("已记录 E2611-0006"), "{}", bench.screen());
}

#[test]
fn a_roll_that_says_what_the_register_says_has_nothing_to_save() {
    let mut bench = bench();
    bench.send(Msg::Paste("#接龙\n1、万安阿芬牛肉店 张阿芬\n2、万安阿福面馆 王福".into()));
    assert!(
        bench.row_with(">=  1 1、万安阿芬").is_some_and(|row| row.contains("与登记一致")),
        "{}",
        bench.screen()
    );
    bench.keys("<Enter>");
    assert!(bench.status().contains("都与登记一致"), "{}", bench.screen());
}

#[test]
fn a_shop_that_was_entered_by_a_line_is_not_said_to_be_out_of_business() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 +30");
    let mut bench = desk.bench(80, 24);
    bench.keys("ah 1/阿芬 软管老化");
    assert!(bench.row_with("阿芬牛肉店").is_some(), "{}", bench.screen());
    assert!(bench.row_with("不在营").is_none(), "{}", bench.screen());
}

#[test]
fn a_hazard_found_on_the_day_of_one_like_it_is_remarked_on_whenever_that_was_entered() {
    let mut at = AtDesk::begun();
    let known =
        [("name", "阿芬牛肉店"), ("township", "350504001"), ("industries", "cy"), ("principal", "张阿芬")];
    at.submits(Command::Enter { kind: Kind::Enterprise, fields: Fields::of(known) });
    let told = |at: &AtDesk, line: &str| {
        let query = Query::Understand { line: line.into(), common: String::new(), last: Id::NONE };
        let Answer::Understood(understood) = at.desk.ask(&query) else { panic!("{line}") };
        understood.repeats
    };
    at.comes_to("2026-11-24");
    let first = at.enters("h 1/阿芬 =11-20 软管老化 +15")[0];
    at.comes_to("2026-11-26");
    at.enters("h 1/阿芬 门口堆物 +15");
    assert_eq!(
        told(&at, "h 1/阿芬 =11-20 软管老化了 +15"),
        [format!("11-20 周五 已登记过相近的隐患 {first}：软管老化")]
    );
    assert!(told(&at, "h 1/阿芬 =11-21 软管老化 +15").is_empty());
    let double = at.enters("h 1/阿芬 =11-20 软管老化 +15")[0];
    at.submits(Command::Void { id: first, why: "重复".into() });
    at.submits(Command::Void { id: double, why: "重复".into() });
    assert!(told(&at, "h 1/阿芬 =11-20 软管老化 +15").is_empty(), "void ones are nobody's double");
}
