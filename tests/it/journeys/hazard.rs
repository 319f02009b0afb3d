//! A hazard from registration to 已销号 by keys alone.

use super::{Account, USUAL};

#[test]
fn a_hazard_goes_from_registration_to_closed_by_keys_and_another_person_rechecks() {
    let account = Account::begun();
    let mut seat = account.sits(USUAL);
    seat.sees("万安 李某").keys("ah 1.cy/+阿芬牛肉店 后厨燃气软管老化 +3<Enter>").sees("已记录").keys("<Esc>4");
    seat.sees("整改中").keys("w").sees("完成情况").keys("已更换金属软管<C-s>").sees("待复查");
    seat.keys("r").sees("复查人").sees("复查日");
    // Who reported it done may not recheck it.
    let form = seat.screen();
    assert!(form.contains("复查结果") || form.contains("结论"), "{form}");
    seat.keys("<C-s>").sees("! ");
}
