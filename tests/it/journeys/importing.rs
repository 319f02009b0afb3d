//! A workbook of the office becomes a ledger, and is seen on the screens.

use super::{Account, USUAL};

#[test]
fn a_workbook_is_imported_and_stands_in_the_review_the_queue_and_the_register() {
    let account = Account::new();
    account.does(&["init", "--start", "2024-05-10", "--name", "陈某"]);
    let book = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/台账样表.xlsx");
    account.does(&["import", "企业", book]);
    account.does(&["import", "隐患", book]);
    let mut seat = account.sits(USUAL);
    seat.sees("全区 陈某").sees("重大与逾期").sees("逾期");
    seat.keys("4").sees("按急重轻缓").sees("[重大]").sees("未闭环");
    seat.keys("5").sees("企业名称").keys("/阿芬<Enter>").sees("阿芬牛肉店");
    seat.keys("3").sees("欠账总表").keys("2").sees("34/34").keys("q");
    assert_eq!(seat.ends(), 0);
}
