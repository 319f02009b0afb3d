//! The quick-entry line, blocks, taking back.

use super::{Account, USUAL};

#[test]
fn a_line_is_understood_while_it_is_typed_saved_by_enter_and_taken_back() {
    let account = Account::begun();
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某").keys("ah 1.cy/+阿芬牛肉店 后厨燃气软管老化 +3");
    seat.sees("登记隐患").sees("新建（待补全） 阿芬牛肉店").sees("后厨燃气软管老化").keys("<Enter>");
    seat.sees("已记录").sees("H2").keys("<Esc>4").sees("阿芬牛肉店").sees("整改中");
    seat.keys("u").sees("已撤销").sees_no("整改中").keys("<C-r>").sees("已恢复").sees("整改中").keys("q");
    assert_eq!(seat.ends(), 0);
    assert!(account.does(&["hazards"]).contains("阿芬牛肉店"));
}

#[test]
fn an_enterprise_that_is_not_on_the_register_is_chosen_by_a_digit_and_no_word_is_lost() {
    let account = Account::begun();
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某").keys("ah 1.cy/阿芬牛肉店 后厨燃气软管老化 +3").sees("0 新建 阿芬牛肉店");
    // Enter asks which one is meant; the digit is no part of the line then.
    seat.keys("<Enter>")
        .sees("选一个")
        .keys("0")
        .sees("新建（待补全） 阿芬牛肉店")
        .sees("+3 ")
        .keys("<Enter>");
    seat.sees("已记录");
}

#[test]
fn a_pasted_block_shows_every_problem_and_is_saved_by_one_enter() {
    let account = Account::begun();
    account.does(&["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]);
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某").keys("4").sees("阿芬牛肉店");
    seat.paste("h 1.cy/阿芬牛肉店 安全出口堆物 +2\nh 1.cy/阿芬牛肉店 未装商用报警器 +3\n");
    seat.sees("安全出口堆物").sees("未装商用报警").sees("有问题 0 行").keys("<Enter>").sees("已记录");
    seat.sees("隐患 3/3").keys("q");
    assert_eq!(seat.ends(), 0);
    let listed = account.does(&["hazards"]);
    assert!(listed.contains("安全出口堆物") && listed.contains("未装商用报警器"), "{listed}");
}

#[test]
fn a_line_that_was_left_half_typed_is_there_when_one_comes_back_to_it() {
    let account = Account::begun();
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某")
        .keys("ah 1.cy/+阿芬")
        .sees("新建（待补全） 阿芬")
        .keys("<Esc>")
        .sees_no("登记隐患");
    seat.keys("q").sees("草稿").keys("y");
    assert_eq!(seat.ends(), 0);
    let mut seat = account.sits(USUAL);
    seat.sees("上次没有交完的").keys("1").sees("> h 1.cy/+阿芬").sees("新建（待补全） 阿芬");
}
