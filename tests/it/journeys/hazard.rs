//! A hazard from registration to 已销号 by keys alone.

use super::{Account, USUAL};

#[test]
fn a_hazard_goes_from_registration_to_closed_by_keys_and_another_person_rechecks() {
    let account = Account::begun();
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某")
        .keys("ah 1.cy/+阿芬牛肉店 后厨燃气软管老化 +3<Enter>")
        .sees("已记录")
        .keys("<Esc>4");
    seat.sees("整改中").keys("w").sees("完成情况").keys("已更换金属软管<C-s>").sees("待复查");
    seat.keys("r")
        .sees("能办的事")
        .keys("<Enter>")
        .sees("复查人")
        .keys("<Down><C-u>王某<C-s>")
        .sees("已记录");
    // Closed ones are not in the queue any more, but on their own page.
    seat.sees_no("待复查").sees("隐患 0/1").keys("q");
    assert_eq!(seat.ends(), 0);
    let shown = account.does(&["show", &only_hazard(&account)]);
    assert!(shown.contains("已销号") && shown.contains("王某"), "{shown}");
}

fn only_hazard(account: &Account) -> String {
    let log = account.does(&["log"]);
    let at = log.find('H').unwrap();
    log[at..].split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap().to_owned()
}

#[test]
fn a_line_of_the_mornings_review_is_done_by_one_key_leaves_and_the_review_is_stamped() {
    let account = Account::begun();
    account.does(&["add", "h 1.cy/+阿芬牛肉店 后厨燃气软管老化"]);
    account.does(&["add", "f #1 已更换金属软管"]);
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某").sees("待复查 1").sees("后厨燃气软管老化").sees("将欠账的格子");
    seat.keys("r").sees("能办的事").keys("<Enter>").sees("复查人").keys("<Down><C-u>王某<C-s>");
    seat.sees_no("后厨燃气软管老化").sees_no("待复查 1").keys("<F8>").sees("已复核").keys("q");
    assert_eq!(seat.ends(), 0);
    assert!(account.does(&["today"]).contains("复核已留痕"));
}
