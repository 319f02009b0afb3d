//! An empty place becomes a ledger.

use super::{Account, USUAL};

#[test]
fn a_new_officer_begins_with_the_built_in_plan_and_stands_at_the_mornings_review() {
    let account = Account::new();
    let mut seat = account.sits(USUAL);
    seat.sees("新台账").sees("1 从内置方案和空台账开始").keys("1");
    seat.sees("开始建账").sees("启用日").keys("<C-u>2026-11-02<Enter><C-u>李某<Enter>wa<Tab>").sees("[万安]");
    seat.keys("<Enter>").sees("万安 李某").sees("台账已建好").sees("a速录");
    // The morning is the township's own from the first moment on.
    seat.sees("今日 20").sees_no("双阳").keys("q");
    assert_eq!(seat.ends(), 0);
    assert!(account.does(&["tasks"]).lines().count() >= 34);
    // The next time there is nothing to ask.
    account.sits(USUAL).sees("万安 李某").sees_no("新台账");
}

#[test]
fn a_faulty_start_day_is_said_at_its_field_and_nothing_typed_is_lost() {
    let account = Account::new();
    let mut seat = account.sits(USUAL);
    seat.sees("新台账").keys("1").sees("启用日").keys("<C-u>腊八<Enter><C-u>李某<Enter><Enter>");
    seat.sees("! ").sees("腊八").sees("李某");
}

#[test]
fn a_look_round_the_sample_data_does_not_touch_the_real_ledger() {
    let account = Account::new();
    let mut seat = account.sits(USUAL);
    seat.sees("新台账").keys("3").sees("治本 演示").sees("a速录").keys("q");
    assert_eq!(seat.ends(), 0);
    account.sits(USUAL).sees("新台账");
}

#[test]
fn what_was_filled_in_before_esc_is_there_when_the_form_is_opened_again() {
    let account = Account::new();
    let mut seat = account.sits(USUAL);
    seat.sees("新台账").keys("1").sees("启用日").keys("2026-11-02<Enter>李明生<Enter>无此镇<Esc>");
    seat.sees("已存为草稿").keys("1").sees("2026-11-02").sees("李明生").sees("无此镇");
    // Even a lost line loses nothing of it.
    seat.keys("<Esc>").sees("新台账").hang_up();
    let mut seat = account.sits(USUAL);
    seat.sees("新台账").keys("1").sees("李明生").keys("<C-s>").sees("改好再开始");
    seat.sees("开始建账")
        .sees("无此镇")
        .keys("<Down><Down><C-u>万安街<C-s>")
        .sees("没有“万安街”这个单位，可以是：万安、")
        .sees("李明生")
        .keys("<C-u>万安<C-s>")
        .sees("台账已建好")
        .sees_no("新台账")
        .keys("q");
    assert_eq!(seat.ends(), 0, "begun, it is no draft any more");
}
