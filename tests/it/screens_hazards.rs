//! 隐患 and the frame around it: before – keys – after.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Color;
use zhiben::ask::answer::Barred;
use zhiben::ask::query::Query;
use zhiben::desk::wire::News;
use zhiben::model::case::Role;
use zhiben::model::command::{Command, Refusal};
use zhiben::model::field::{FieldError, Fields};
use zhiben::model::hazard::deeds::Deed;
use zhiben::tui::action::keys_md;
use zhiben::tui::app::Own;
use zhiben::tui::circle::{Errand, Msg};
use zhiben::tui::drafts::Draft;
use zhiben::tui::keymap::Keymap;
use zhiben::tui::theme::{Colours, Theme};
use zhiben::tui::views::Shows;

use crate::support::at_desk::NowAndThen;
use crate::support::screen::{Bench, Fake, hazard_id};

fn bench() -> Bench<Fake> {
    at(80, 24)
}

fn at(width: u16, height: u16) -> Bench<Fake> {
    let mut bench = Bench::new(width, height, Fake::with_hazards(50));
    bench.keys("4");
    bench
}

fn submitted(bench: &Bench<Fake>) -> Vec<Command> {
    bench.outside.seen.borrow().submitted.clone()
}

#[test]
fn the_page_of_keys_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    let page = keys_md(&Keymap::default());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), page, "UPDATE_DOCS=1 writes it anew");
}

#[test]
fn the_frame_says_where_one_is() {
    let bench = bench();
    let screen = bench.screen();
    let head = screen.lines().next().unwrap();
    assert!(head.contains("[4隐患]") && head.ends_with("万安 李某 | 11-23 一"), "{screen}");
    assert_eq!(bench.status(), "隐患 50/50 · 筛选: 未闭环 · 按急重轻缓");
    assert!(bench.selected().contains("H2611-0001") && screen.contains("逾2天"), "{screen}");
}

#[test]
fn beside_how_many_are_on_line_the_name_stays() {
    for (width, head) in [
        (120, "万安 李某 | 11-23 一 | 在线3"),
        (80, "李某 | 11-23 一 | 在线3"),
        (74, "李某 | 在线3"),
        (64, "李某"),
    ] {
        let mut bench = Bench::new(width, 24, Fake::with_hazards(3));
        bench.send(Msg::News(News::Online(3)));
        let screen = bench.screen();
        assert!(screen.lines().next().unwrap().ends_with(head), "{width}\n{screen}");
    }
}

#[test]
fn a_long_refusal_is_read_whole_and_what_is_typed_stays_in_sight() {
    let text = "该企业在 2026-11-20 已登记关闭，关闭以后不能再登记新的隐患；如果确实还在营业，先在企业画面更正状态，\
                再回到这里登记，已填的内容都在，不会丢失，也不必重新录入一遍";
    for height in [24, 16] {
        let mut fake = Fake::with_hazards(3);
        fake.refuses = Some(Refusal::new(text, "按 5 到企业画面，选中这家企业按 b 变更"));
        let mut bench = Bench::new(80, height, fake);
        bench.keys("ah 后厨软管老化<Enter>");
        let screen = bench.screen().replace(['\n', ' '], "");
        assert!(screen.contains(&text.replace(' ', "")), "{}", bench.screen());
        assert!(screen.contains("选中这家企业按b变更"), "{}", bench.screen());
        assert!(screen.contains("h后厨软管老化"), "{}", bench.screen());
        bench.keys("<Left>");
        assert!(!bench.screen().contains("已登记关闭"), "{}", bench.screen());
    }
}

#[test]
fn what_is_wrong_with_a_field_is_read_whole_under_it() {
    let what = "复查日期早于整改完成日期 2026-11-20，也早于发函日期 2026-11-12；核对后改成这两天以后的日期，没有复查的先不填";
    let mut fake = Fake::with_hazards(3);
    let at = FieldError::at("done_on", "完成日期", what);
    fake.refuses = Some(Refusal::of_fields(vec![at]));
    let mut bench = Bench::new(80, 24, fake);
    bench.keys("4Gw<Ctrl-S>");
    bench.keys("11-20<Down>已更换<Ctrl-S><Left>");
    let screen = bench.screen();
    let said: String = screen.lines().map(|row| row.trim_matches([' ', '|'])).collect();
    assert!(said.replace(' ', "").contains(&what.replace(' ', "")), "{screen}");
}

#[test]
fn the_line_of_keys_holds_only_what_works_on_the_selected_row() {
    let mut bench = bench();
    assert!(bench.selected().contains("待复查"));
    let line = bench.key_line();
    assert!(line.contains("r复查") && !line.contains("w完成") && line.contains("a速录"), "{line}");
    bench.keys("jj");
    assert!(bench.selected().contains("整改中"));
    let line = bench.key_line();
    assert!(line.contains("w完成") && line.contains("e延期") && !line.contains("r复查"), "{line}");
}

#[test]
fn a_letter_that_the_row_forbids_says_why_and_what_can_be_done() {
    let mut bench = bench();
    bench.keys("w");
    assert!(bench.status().ends_with("待复查的不能办“完成” (可办 r复查 b备注 d更多)"), "{}", bench.status());
    bench.keys("<Enter>e");
    assert!(bench.status().ends_with("待复查的不能办“延期” (可办 r复查 b备注 d更多)"), "{}", bench.status());
}

#[test]
fn of_marked_rows_only_what_all_of_them_allow_is_offered() {
    let mut bench = bench();
    bench.keys(" j ");
    let line = bench.key_line();
    assert!(!line.contains("r复查") && !line.contains("w完成") && line.contains("b备注"), "{line}");
    bench.keys("w");
    assert!(
        bench.status().ends_with("标记的里有待复查的，不能一起办“完成” (Space 取消标记)"),
        "{}",
        bench.status()
    );
}

#[test]
fn what_the_role_or_the_record_forbids_is_told_apart_from_the_state() {
    let mut bench = bench();
    bench.outside.roles = vec![Role::Township];
    let barred =
        |deed| Barred { deed, why: "已有延期申请待审批".into(), hint: "等审批后再办".into() };
    bench.outside.barred = [Deed::AskExtension, Deed::DecideExtension, Deed::ConfirmDue].map(barred).into();
    bench.keys("<F5>jj");
    assert!(!bench.key_line().contains("y移交"), "{}", bench.key_line());
    bench.keys("y");
    assert!(
        bench.status().contains("您的角色不能办“移交” (可办 w完成 e延期 b备注 d更多)"),
        "{}",
        bench.status()
    );
    bench.keys("e");
    assert!(bench.status().ends_with("已有延期申请待审批 (等审批后再办)"), "{}", bench.status());
}

#[test]
fn every_size_draws_whole_rows_and_a_small_window_says_so() {
    for (width, height) in [(60, 16), (79, 19), (80, 24), (109, 30), (110, 30), (120, 40), (200, 60)] {
        let mut bench = at(width, height);
        bench.draw();
        for overlay in ["?", ":", "a", "f", "o", "'", "d", "<Enter>", "L"] {
            bench.keys(overlay).draw();
            bench.keys("<Esc>");
        }
    }
    for (width, height) in [(0, 0), (1, 1), (20, 5), (59, 24), (80, 15)] {
        at(width, height).draw();
    }
    assert!(at(40, 10).screen().contains("窗口太小\n现在 40x10\n至少 60x16\n80x24 起好用\n"));
}

#[test]
fn from_110_columns_on_the_record_stands_beside_the_list() {
    assert!(!bench().screen().contains("经过"));
    let mut wide = at(120, 40);
    wide.keys("j");
    assert!(
        wide.screen().contains("H2611-0002 隐患 移交") || wide.screen().contains("H2611-0002 隐患 待移交")
    );
    assert!(wide.screen().contains("2026-11-20 08:31 李某 登记"));
}

#[test]
fn moving_asks_nothing_while_the_rows_are_in_hand() {
    let mut bench = bench();
    let asked = bench.outside.seen.borrow().asked.len();
    bench.keys("jjjj<Down>k");
    assert!(bench.selected().contains("H2611-0005"));
    assert_eq!(bench.outside.seen.borrow().asked.len(), asked);
    bench.keys("G");
    assert!(bench.selected().contains("H2611-0050"));
    bench.keys("g");
    assert!(bench.selected().contains("H2611-0001"));
}

#[test]
fn what_others_enter_moves_neither_the_selection_nor_what_is_being_typed() {
    let mut bench = bench();
    bench.keys("jjj/软管");
    let newest = bench.outside.hazards.remove(49);
    bench.outside.hazards.insert(0, newest);
    let line = bench.draw().0.iter().position(|row| row.starts_with('>'));
    bench.send(Msg::News(News::Changed(99)));
    assert!(bench.selected().contains("H2611-0004"));
    assert!(bench.row_with("查找 软管").is_some(), "{}", bench.screen());
    assert_eq!(bench.draw().0.iter().position(|row| row.starts_with('>')), line);
}

#[test]
fn a_deed_key_opens_its_form_and_the_form_submits_the_deed() {
    let mut bench = bench();
    bench.keys("jjw");
    assert!(bench.row_with("完成情况").is_some(), "{}", bench.screen());
    bench.keys("11-20<Enter>已换金属软管<Enter>s<Enter>");
    let fields = Fields::of([("done_on", "2026-11-20"), ("how", "已换金属软管"), ("complete", "是")]);
    let wish = Command::Act { id: hazard_id(3).to_string(), deed: Deed::ReportDone, fields };
    assert_eq!(submitted(&bench), [wish]);
    assert!(bench.status().ends_with("已记录 H2611-0003"), "{}", bench.status());
    assert!(bench.row_with("完成情况").is_none());
}

#[test]
fn one_deed_is_done_to_all_marked_as_one_group() {
    let mut bench = bench();
    bench.keys("jj jj ");
    assert!(bench.status().contains("标记 2"), "{}", bench.status());
    bench.keys("w今天<Enter>已换<Ctrl-S>");
    let fields = Fields::of([("done_on", "2026-11-23"), ("how", "已换")]);
    let done =
        |n| Command::Act { id: hazard_id(n).to_string(), deed: Deed::ReportDone, fields: fields.clone() };
    assert_eq!(submitted(&bench), [Command::Group(vec![done(3), done(6)])]);
}

#[test]
fn what_must_be_filled_is_asked_for_at_its_field() {
    let mut bench = bench();
    bench.keys("jjw<Ctrl-S>");
    assert_eq!(submitted(&bench), []);
    assert!(bench.screen().matches("! 要填").count() == 2, "{}", bench.screen());
    bench.keys("13-45<Ctrl-S>");
    assert!(bench.row_with("! “13-45”").is_some(), "{}", bench.screen());
}

#[test]
fn a_refusal_stands_at_its_field_and_the_words_stay() {
    let mut bench = bench();
    bench.outside.refuses = Some(Refusal::of_fields(vec![FieldError {
        key: "done_on".into(),
        label: "完成日期".into(),
        what: "早于本轮起始日".into(),
    }]));
    bench.keys("jjw11-1<Enter>已换金属软管<Ctrl-S>");
    let screen = bench.screen();
    assert!(screen.contains("! 早于本轮起始日") && screen.contains("已换金属软管"), "{screen}");
    bench.keys("<Ctrl-U>11-20<Ctrl-S>");
    assert_eq!(submitted(&bench).len(), 1);
}

#[test]
fn a_half_filled_form_is_a_draft_and_is_offered_again() {
    let mut bench = bench();
    bench.keys("jjw11-20<Enter>已换<Esc>");
    let kept: Vec<Draft> = bench
        .outside
        .seen
        .borrow()
        .others
        .iter()
        .filter_map(|errand| match errand {
            Errand::Keep(draft) => Some(draft.clone()),
            _ => None,
        })
        .collect();
    let own = Own { drafts: vec![kept.last().unwrap().clone()], ..Own::default() };
    let mut again = Bench::with(80, 24, Fake::with_hazards(50), own);
    assert!(again.row_with("接着填").is_some(), "{}", again.screen());
    again.keys("1");
    assert!(again.row_with("已换").is_some(), "{}", again.screen());
    again.keys("<Ctrl-S>");
    assert_eq!(again.outside.seen.borrow().submitted.len(), 1);
    assert!(again.outside.seen.borrow().others.iter().any(|e| matches!(e, Errand::Forget(_))));
}

#[test]
fn leaving_asks_only_when_a_draft_is_open_and_esc_never_leaves() {
    let mut bench = bench();
    bench.keys("<Esc><Esc><Esc>");
    assert!(!bench.app.is_left());
    bench.keys("jjw已<Esc>q");
    assert!(!bench.app.is_left() && bench.row_with("现在退出").is_some());
    bench.keys("n");
    assert!(!bench.app.is_left());
    bench.keys("qy");
    assert!(bench.app.is_left());
}

#[test]
fn a_filter_is_filled_shown_and_cleared_by_esc() {
    let mut bench = bench();
    bench.keys("f<Up>");
    assert!(bench.row_with("只看逾期").is_some(), "{}", bench.screen());
    bench.keys("<Down><Down>wa<Tab><Ctrl-S>");
    assert_eq!(bench.status(), "隐患 25/50 · 筛选: 万安 未闭环 · 按急重轻缓");
    assert!(bench.selected().contains("H2611-0001"));
    bench.keys("<Esc>");
    assert_eq!(bench.status(), "隐患 50/50 · 筛选: 未闭环 · 按急重轻缓");
}

#[test]
fn a_filter_takes_part_of_a_name_and_says_what_is_none() {
    let mut bench = bench();
    bench.keys("f<Down><Down><Down><Down>整改<Ctrl-S>");
    assert_eq!(bench.status(), "隐患 16/50 · 筛选: 未闭环 整改中 · 按急重轻缓");
    bench.keys("f<Down><Down>晋江<Down>打铁<Down><Ctrl-U>整修<Ctrl-S>");
    assert!(bench.row_with("从这些里选").is_some(), "{}", bench.screen());
    bench.keys("<Ctrl-U>整改中<Ctrl-S>");
    assert!(bench.status().contains("没有 晋江、打铁"), "{}", bench.status());
    assert_eq!(bench.keys("j").status(), "隐患 16/50 · 筛选: 未闭环 整改中 · 按急重轻缓");
}

#[test]
fn a_search_goes_from_match_to_match_and_back() {
    let mut bench = bench();
    bench.keys("/9号<Enter>");
    assert!(bench.selected().contains("H2611-0009"), "{}", bench.screen());
    bench.keys("n<F3>");
    assert!(bench.selected().contains("H2611-0029"), "{}", bench.selected());
    bench.keys("N");
    assert!(
        bench.selected().contains("H2611-0019") && bench.status().contains("第 2/5 处"),
        "{}",
        bench.status()
    );
}

#[test]
fn a_view_is_named_and_recalled() {
    let mut bench = bench();
    bench.keys("f<Down><Down>wa<Tab><Ctrl-S>m万安的<Enter><Esc>'");
    assert!(bench.row_with("万安的").is_some(), "{}", bench.screen());
    bench.keys("<End><Enter>");
    assert_eq!(bench.status(), "隐患 25/50 · 筛选: 万安 未闭环 · 按急重轻缓");
    let seen = bench.outside.seen.borrow();
    let saved = seen.others.iter().find_map(|errand| match errand {
        Errand::SaveViews(views) => Some(views.clone()),
        _ => None,
    });
    assert!(matches!(saved.unwrap()[0].shows, Shows::Hazards(..)));
}

#[test]
fn the_quick_entry_line_says_how_it_is_understood_and_saves() {
    let mut bench = bench();
    bench.keys("ah 后厨软管");
    assert!(bench.row_with("隐患       后厨软管").is_some(), "{}", bench.screen());
    let (_, cursor) = bench.draw();
    assert_eq!(cursor.map(|at| (at.x, at.y)), Some((2 + 2 + 2 + 8, 20)));
    bench.keys("<Enter>");
    assert!(bench.status().ends_with("已记录 H2611-0051"), "{}", bench.status());
    bench.keys("<Up>");
    assert!(bench.row_with("> h 后厨软管").is_some(), "{}", bench.screen());
}

#[test]
fn a_digit_picks_in_the_list_that_enter_or_down_opens() {
    let mut bench = bench();
    bench.keys("ah ?");
    assert!(bench.row_with("2 阿芳餐馆").is_some(), "{}", bench.screen());
    assert!(bench.row_with("Enter 或 ↓ 列出，按数字选").is_some(), "{}", bench.screen());
    bench.keys("<Down>2 漏气<Enter>");
    let fields = Fields::of([("description", "阿芳餐馆 漏气")]);
    assert_eq!(submitted(&bench), [Command::Act { id: String::new(), deed: Deed::Register, fields }]);
}

#[test]
fn a_line_that_is_not_understood_is_not_saved_and_not_lost() {
    let mut bench = bench();
    bench.keys("a软管<Enter>");
    assert_eq!(submitted(&bench), []);
    assert!(bench.row_with("> 软管").is_some() && bench.status().contains("先写 h"), "{}", bench.screen());
}

#[test]
fn a_pasted_block_shows_its_problems_and_goes_in_at_one_enter() {
    let mut bench = bench();
    bench.send(Msg::Paste("h 软管老化\n灭火器\nh 通道堵塞\n".into()));
    assert!(bench.row_with("粘贴 3 行，有问题 1 行").is_some(), "{}", bench.screen());
    bench.keys("<Enter>");
    assert!(matches!(submitted(&bench).as_slice(), [Command::Group(wishes)] if wishes.len() == 2));
    assert!(bench.row_with("粘贴 1 行").is_some(), "{}", bench.screen());
}

#[test]
fn undo_and_redo_are_wishes_like_others() {
    let mut bench = bench();
    bench.keys("u<Ctrl-R>");
    assert_eq!(submitted(&bench), [Command::Undo { group: None }, Command::Redo]);
}

#[test]
fn full_width_signs_are_commands_and_a_lone_character_gets_a_hint() {
    let mut bench = bench();
    bench.keys("？");
    assert!(bench.row_with("此处能用的键").is_some());
    bench.keys("<Esc>软");
    assert!(bench.status().ends_with("按 Shift 切换英文，或用功能键"), "{}", bench.status());
}

#[test]
fn the_palette_finds_by_pinyin_and_opens_records_by_number() {
    let mut bench = bench();
    bench.keys(":px<Enter>");
    assert!(bench.row_with("按发现日期").is_some(), "{}", bench.screen());
    bench.keys("<Esc>:#7<Enter>");
    assert!(bench.status().starts_with("隐患 H2611-0007"), "{}", bench.status());
    bench.keys("<Esc>:h2611-0008<Enter>");
    assert!(bench.status().starts_with("隐患 H2611-0008"), "{}", bench.status());
}

#[test]
fn the_palette_says_when_nothing_is_called_so_and_keeps_what_was_typed() {
    let mut bench = bench();
    bench.keys(":打飞机");
    let says = |bench: &Bench<Fake>, why: &str| {
        let screen = bench.screen();
        let at = screen.lines().position(|row| row.contains(why)).unwrap_or_else(|| panic!("{screen}"));
        assert!(screen.lines().nth(at + 1).unwrap().contains("Backspace 退格，Esc 返回"), "{screen}");
    };
    says(&bench, "没有叫“打飞机”的操作");
    bench.keys("<Enter>");
    assert!(
        bench.status().ends_with("没有叫“打飞机”的操作 (Backspace 退格，Esc 返回)"),
        "{}",
        bench.status()
    );
    assert!(bench.row_with(":打飞机").is_some(), "{}", bench.screen());
    bench.keys("<Backspace><Backspace><Backspace>wc");
    says(&bench, "“完成”在这里用不上");
    bench.keys("<Ctrl-U>#7");
    assert!(bench.row_with("Enter 打开 #7").is_some(), "{}", bench.screen());
    bench.keys("<Esc>");
    assert!(bench.row_with("命令 ---").is_none(), "{}", bench.screen());
}

#[test]
fn the_detail_offers_what_can_be_done_by_its_letters() {
    let mut bench = bench();
    bench.keys("jj<Enter>d");
    assert!(bench.row_with("H2611-0003 能办的事").is_some(), "{}", bench.screen());
    bench.keys("w");
    assert!(bench.row_with("完成情况").is_some(), "{}", bench.screen());
}

#[test]
fn a_new_store_asks_since_when_and_by_whom() {
    let mut fake = Fake::with_hazards(0);
    fake.start_on = zhiben::calendar::Day::NONE;
    let mut bench = Bench::new(80, 24, fake);
    assert!(bench.row_with("从内置方案和空台账开始").is_some(), "{}", bench.screen());
    bench.keys("1<Ctrl-U>2026-11-1<Down><Ctrl-U>王明<Ctrl-S>");
    let setup = zhiben::tui::effect::Setup::Fresh {
        start_on: "2026-11-01".into(),
        name: "王明".into(),
        unit: String::new(),
    };
    assert!(bench.outside.seen.borrow().others.contains(&Errand::Setup(setup)), "{}", bench.screen());
}

#[test]
fn a_copy_is_plain_text_without_borders() {
    let mut bench = bench();
    bench.keys("c");
    let seen = bench.outside.seen.borrow();
    let copied = seen.others.iter().find_map(|errand| match errand {
        Errand::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(
        copied.starts_with("H2611-0001 隐患 待复查\n后厨燃气软管老化1号") && !copied.contains('|'),
        "{copied}"
    );
}

#[test]
fn marking_all_marks_what_the_filter_holds() {
    let mut bench = bench();
    bench.keys("*");
    assert!(bench.status().contains("标记 50"), "{}", bench.status());
    bench.keys("<Esc>");
    assert!(!bench.status().contains("标记"));
    assert!(matches!(bench.outside.seen.borrow().asked.last(), Some(Query::Hazards { .. })));
}

#[test]
fn what_was_asked_while_the_owner_was_away_is_not_taken_for_what_comes_afterwards() {
    let mut bench = Bench::new(120, 40, NowAndThen::of(Fake::with_hazards(50)));
    bench.keys("4").outside.is_away.set(true);
    bench.keys("*y");
    bench.outside.is_away.set(false);
    bench.send(Msg::News(News::Lost));
    assert!(!bench.status().contains("标记"), "{}", bench.status());
    assert!(!bench.outside.outside.seen.borrow().others.iter().any(|it| matches!(it, Errand::Copy(_))));
    bench.keys("jj");
    assert!(bench.selected().contains("H2611-0003"), "{}", bench.screen());
    bench.keys("*");
    assert!(bench.status().contains("标记 50"), "{}", bench.status());
}

#[test]
fn without_colours_everything_is_still_to_be_told_apart() {
    let own = Own { theme: Some(Theme::of(Colours::Mono)), ..Own::default() };
    let mut bench = Bench::with(120, 40, Fake::with_hazards(50), own);
    bench.keys("4 j");
    let (buf, _) = bench.buffer();
    assert!(buf.content.iter().all(|cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset)));
    let screen = bench.screen();
    assert!(screen.contains("\n *H2611-0001") && screen.contains("\n> H2611-0003"), "{screen}");
    assert!(screen.contains("[4隐患]") && screen.contains("[重大]") && screen.contains("逾2天"), "{screen}");
}

#[test]
fn on_a_terminal_with_wide_ambiguous_characters_none_of_them_is_drawn() {
    let mut bench = bench();
    bench.outside.hazards[0].description = "“后厨”—软管·①".into();
    bench.send(Msg::AmbiguousWide(true)).send(Msg::News(News::Changed(9)));
    assert!(bench.selected().contains("\"后厨\"-软管*1"), "{}", bench.selected());
    bench.keys("?");
    assert!(bench.screen().chars().all(|c| !zhiben::text::is_ambiguous(c)));
}

#[test]
fn esc_and_a_key_that_come_in_one_piece_are_two_keys() {
    let mut bench = bench();
    bench.keys("?");
    bench.send(Msg::Key(KeyEvent::new(KeyCode::Char('j'), KeyModifiers::ALT)));
    assert!(bench.selected().contains("H2611-0002"), "{}", bench.screen());
}
