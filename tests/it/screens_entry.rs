//! 速录 at the workbench in front of a real ledger: before – keys – after.

use crate::support::at_desk::AtDesk;
use crate::support::screen::Bench;

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
    assert!(screen.contains("补全 1/20") && screen.contains("登记隐患"), "{screen}");
    bench.keys("<Shift-Tab>");
    assert!(bench.screen().contains("补全 20/20"), "{}", bench.screen());
}
