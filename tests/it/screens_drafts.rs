//! Nothing typed is lost: before – keys – after.

use ratatui::style::Modifier;
use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::desk::wire::News;
use zhiben::model::field::Fields;
use zhiben::tui::app::Own;
use zhiben::tui::circle::{Errand, Msg, Outside};
use zhiben::tui::drafts::{Draft, DraftOf};

use crate::screens_records::choose;
use crate::support::at_desk::AtDesk;
use crate::support::screen::Bench;

/// A desk that keeps drafts as the officer's file does.
struct Keeping {
    desk: AtDesk,
    kept: Vec<Draft>,
}

impl Outside for Keeping {
    fn run(&mut self, errand: Errand) -> Option<Msg> {
        match errand {
            Errand::Keep(draft) => {
                self.kept.retain(|old| old.key != draft.key);
                self.kept.push(draft);
                None
            }
            Errand::Forget(key) => {
                self.kept.retain(|old| old.key != key);
                None
            }
            errand => self.desk.run(errand),
        }
    }
}

fn shops() -> AtDesk {
    let mut desk = AtDesk::begun();
    for line in ["c 1.cy/+洛江区万安阿芬牛肉店 @张阿芬", "c 1.cy/+洛江区万安阿福面馆 @王福"]
    {
        desk.enters(line);
    }
    desk
}

fn sits(desk: AtDesk) -> Bench<Keeping> {
    Bench::new(80, 24, Keeping { desk, kept: Vec::new() })
}

/// Another day: what was kept is offered.
fn again(bench: &Bench<Keeping>) -> Bench<Keeping> {
    let (desk, kept) = (bench.outside.desk.again(), bench.outside.kept.clone());
    let own = Own { drafts: kept.clone(), ..Own::default() };
    Bench::with(80, 24, Keeping { desk, kept }, own)
}

fn titles(bench: &Bench<Keeping>) -> Vec<&str> {
    bench.outside.kept.iter().map(|draft| draft.title.as_str()).collect()
}

/// The line being typed.
fn line(bench: &Bench<Keeping>) -> String {
    let row = bench.draw().0.into_iter().rfind(|row| row.contains("| > ")).unwrap();
    row.trim_matches(['|', ' ']).trim_start_matches("> ").to_owned()
}

#[test]
fn half_typed_lines_stand_beside_one_another_and_each_goes_on() {
    let mut bench = sits(shops());
    bench.keys("ah 1/阿芬 后厨软管<Esc>");
    assert!(bench.status().contains("已存为草稿"), "{}", bench.status());
    bench.keys("a");
    assert!(bench.row_with("另有 1 份草稿").is_some(), "{}", bench.screen());
    bench.keys("i 1/阿福 未发现<Esc>");
    assert_eq!(titles(&bench), ["速录：h 1/阿芬 后厨软管", "速录：i 1/阿福 未发现"]);
    bench.keys("D");
    assert!(bench.row_with("1 速录：h 1/阿芬 后厨软管").is_some(), "{}", bench.screen());
    bench.keys("1老化<Enter>");
    assert!(bench.status().contains("已记录 H2611-0001"), "{}", bench.screen());
    assert_eq!(titles(&bench), ["速录：i 1/阿福 未发现"], "交了的不再是草稿，另一份还在");
    let mut next = again(&bench);
    next.keys("1");
    assert_eq!(line(&next), "i 1/阿福 未发现");
}

#[test]
fn down_brings_the_half_typed_line_back_from_among_the_lines_of_before() {
    let mut bench = sits(shops());
    bench.keys("ai 1/阿福<Enter>h 1/阿芬 后厨<Up>");
    assert_eq!(line(&bench), "i 1/阿福");
    assert_eq!(titles(&bench), ["速录：h 1/阿芬 后厨"], "调出来的一行不盖掉打了一半的");
    bench.keys("<Down>");
    assert_eq!(line(&bench), "h 1/阿芬 后厨");
    bench.keys("软管老化");
    assert_eq!(line(&bench), "h 1/阿芬 后厨软管老化");
    bench.keys("<Up> 安全出口<Down>");
    assert_eq!(line(&bench), "h 1/阿芬 后厨软管老化", "调出的一行改过了，也能回来");
    assert_eq!(titles(&bench), ["速录：h 1/阿芬 后厨软管老化", "速录：i 1/阿福 安全出口"]);
    bench.keys("<Up><Enter>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    assert_eq!(line(&bench), "h 1/阿芬 后厨软管老化", "调出的存了，打了一半的回来");
}

#[test]
fn a_pasted_block_left_by_esc_is_offered_again_line_by_line() {
    let mut bench = sits(shops());
    bench.keys("a").send(Msg::Paste("h 1/阿芬 灭火器过期\nh 1/无此店 软管老化\nh 1/阿福 通道堵塞".into()));
    bench.keys("<Esc>");
    assert!(bench.status().contains("已存为草稿"), "{}", bench.status());
    assert_eq!(titles(&bench), ["粘贴 3 行：h 1/阿芬 灭火器过期"]);
    let mut next = again(&bench);
    next.keys("1");
    assert!(next.screen().contains("粘贴 3 行，有问题 1 行"), "{}", next.screen());
    next.keys("<Enter>");
    assert!(next.status().contains("已记录"), "{}", next.screen());
    assert_eq!(titles(&next), ["速录：h 1/无此店 软管老化"], "没有存的一行还是草稿");
    next.keys("<Delete><Esc>");
    assert_eq!(titles(&next), [""; 0]);
}

#[test]
fn a_bad_line_of_a_block_is_mended_in_its_place() {
    let mut bench = sits(shops());
    bench.keys("a").send(Msg::Paste("h 1/阿芬 灭火器过期\nh 1/无此店 软管老化\nh 1/阿福 通道堵塞".into()));
    assert!(bench.row_with("i 改这一行").is_some(), "{}", bench.screen());
    bench.keys("ji");
    assert_eq!(line(&bench), "h 1/无此店 软管老化");
    bench.keys("<Home><Right><Right><Right><Right><Delete><Delete><Delete>阿芬");
    assert_eq!(titles(&bench), ["粘贴 3 行：h 1/阿芬 灭火器过期"]);
    let DraftOf::Line(kept) = &bench.outside.kept[0].what else { panic!("{:?}", bench.outside.kept) };
    assert!(kept.contains("h 1/阿芬 软管老化"), "改到一半的也存着：{kept}");
    bench.keys("<Enter>");
    let screen = bench.screen();
    assert!(screen.contains("粘贴 3 行，有问题 0 行") && screen.contains("2 h 1/阿芬 软管老化"), "{screen}");
    bench.keys("<Enter><Esc>4");
    assert!(bench.status().contains("隐患 3/3"), "{}", bench.screen());
}

#[test]
fn what_others_enter_while_a_line_is_mended_leaves_the_draft_as_it_is_typed() {
    let mut bench = sits(shops());
    bench.keys("a").send(Msg::Paste("h 1/阿芬 灭火器\nh 1/阿福 通道堵塞".into()));
    bench.keys("i过期").send(Msg::News(News::Changed(99)));
    let DraftOf::Line(kept) = &bench.outside.kept[0].what else { panic!("{:?}", bench.outside.kept) };
    assert!(kept.contains("h 1/阿芬 灭火器过期"), "{kept}");
}

#[test]
fn esc_over_a_line_that_is_mended_goes_back_to_the_table_with_what_was_typed() {
    let mut bench = sits(shops());
    bench.keys("a").send(Msg::Paste("h 1/阿芬 灭火器\nh 1/阿福 通道堵塞".into()));
    bench.keys("<F2>过期<Esc>");
    assert!(bench.row_with(">   1 h 1/阿芬 灭火器过期").is_some(), "{}", bench.screen());
}

#[test]
fn a_form_that_is_opened_again_goes_on_where_it_was_left() {
    let mut desk = shops();
    desk.enters("h 1/阿芬 后厨软管老化 =11-20");
    let mut bench = sits(desk);
    bench.keys("4w已更换<Esc>");
    let DraftOf::Act(_, _, typed) = &bench.outside.kept[0].what else { panic!("{:?}", bench.outside.kept) };
    assert_eq!(typed, &Fields::of([("how", "已更换")]), "没有动过的日期，改天再填就是改天的");
    bench.keys("w");
    assert!(bench.row_with("已更换").is_some(), "{}", bench.screen());
    assert!(bench.status().contains("接着上次没交完的填"), "{}", bench.status());
    assert_eq!(bench.outside.kept.len(), 1, "打开不盖掉草稿");
    bench.keys("<Ctrl-S>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    assert_eq!(titles(&bench), [""; 0]);
}

#[test]
fn what_a_field_begins_with_gives_way_to_what_is_typed_and_is_seen_to() {
    let mut desk = shops();
    desk.enters("h 1/阿芬 后厨软管老化 =11-20");
    let mut bench = sits(desk);
    bench.keys("4w<Up>");
    let reversed = |bench: &Bench<Keeping>| {
        let ((buf, cursor), y) = (bench.buffer(), bench.draw().1.unwrap().y);
        let x = cursor.unwrap().x - 1;
        buf[(x, y)].modifier.contains(Modifier::REVERSED)
    };
    assert!(bench.row_with("完成日    2026-11-23").is_some() && reversed(&bench), "{}", bench.screen());
    bench.keys("11-21");
    assert!(bench.row_with("完成日    11-21 ").is_some() && !reversed(&bench), "{}", bench.screen());
    bench.keys("<Down>已更换<Up><Left><Left>");
    assert!(bench.row_with("完成日    11-21 ").is_some(), "打过的不再整个换掉\n{}", bench.screen());
}

#[test]
fn a_new_form_asks_whether_to_go_on_or_to_fill_another() {
    let mut bench = sits(shops());
    bench.keys("5+阿明小吃<Esc>+");
    assert!(bench.row_with("1 接着填 ").is_some_and(|row| row.contains("阿明小吃")), "{}", bench.screen());
    bench.keys("2阿强超市<Esc>");
    assert_eq!(titles(&bench).len(), 2, "{:?}", titles(&bench));
    bench.keys("+2<Esc>");
    assert_eq!(titles(&bench).len(), 2, "没有打字就没有草稿");
    bench.keys("+2<Esc>+1");
    assert!(bench.row_with("阿强超市").is_some(), "{}", bench.screen());
}

#[test]
fn a_form_of_a_sort_goes_on_as_the_form_of_that_sort_with_its_must_fields() {
    let mut bench = sits(shops());
    bench.keys("6");
    choose(&mut bench, "工作记录");
    bench.keys("+1");
    assert!(bench.row_with("新宣传").is_some(), "{}", bench.screen());
    bench.keys("商业街横幅");
    let form = |bench: &Bench<Keeping>| -> Vec<String> {
        let rows = bench.draw().0.into_iter().filter(|row| row.trim_end().ends_with('|'));
        rows.filter_map(|row| row.split_once('|').map(|(_, inside)| inside.to_owned())).collect()
    };
    let mut next = again(&bench);
    next.keys("D1");
    assert!(next.row_with("新宣传").is_some(), "{}", next.screen());
    assert!(form(&next).iter().any(|row| row.contains("*类型")), "{}", next.screen());
    assert_eq!(form(&next), form(&bench), "同一张表，该填的还标着");
    next.keys("<Esc>");
    assert_eq!(next.outside.kept.len(), 1);
    assert_eq!(next.outside.kept[0].what, bench.outside.kept[0].what);
    assert_eq!(titles(&next), titles(&bench));
}

#[test]
fn a_form_about_something_known_goes_on_about_that_and_nothing_else() {
    let mut bench = sits(shops());
    bench.keys("2/OR-01<Enter>b");
    bench.keys("已报送十一月计划<Esc>");
    assert_eq!(titles(&bench).len(), 1, "{}", bench.screen());
    bench.keys("/OR-07<Enter>b");
    assert!(bench.row_with("已报送十一月计划").is_none(), "另一项任务的进展是另一份\n{}", bench.screen());
    bench.keys("<Esc>/OR-01<Enter>b");
    assert!(bench.row_with("已报送十一月计划").is_some(), "{}", bench.screen());
    let mut next = again(&bench);
    next.keys("1<Ctrl-S>");
    assert!(next.status().contains("已记录 K2611-0001"), "任务也记着\n{}", next.screen());
}

#[test]
fn a_correction_that_is_left_goes_on_and_changes_only_what_was_typed() {
    let mut bench = sits(shops());
    bench.keys("5i");
    bench.keys("<Esc>");
    assert_eq!(titles(&bench), [""; 0], "没有打字就没有草稿");
    bench.keys("i洛江区万安阿芬老店<Esc>i");
    assert!(bench.row_with("洛江区万安阿芬老店").is_some(), "{}", bench.screen());
    bench.keys("<Ctrl-S>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
}

#[test]
fn a_change_of_an_enterprise_that_is_left_is_a_change_again_with_its_day() {
    let mut bench = sits(shops());
    bench.keys("5b11-20<Enter>");
    assert!(bench.row_with("变更").is_some(), "{}", bench.screen());
    bench.keys("双阳<Esc>");
    assert!(bench.status().contains("已存为草稿"), "{}", bench.status());
    let mut next = again(&bench);
    next.keys("<Esc>5b");
    assert!(next.row_with("双阳").is_some(), "{}", next.screen());
    next.keys("<Esc>D1");
    assert!(next.row_with("双阳").is_some(), "{}", next.screen());
    next.keys("<Ctrl-S>");
    assert!(next.status().contains("已记录"), "{}", next.screen());
    let Answer::Log(log) = next.outside.desk.desk.ask(&Query::Log { limit: 1 }) else { panic!() };
    assert!(log[0].text.contains("11-20"), "{log:?}");
    assert_eq!(titles(&next), [""; 0]);
}
