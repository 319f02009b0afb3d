//! What can be done to a hazard, at the workbench in front of a real ledger: before – keys – after.

use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};

use crate::support::at_desk::AtDesk;

#[test]
fn a_major_hazard_that_cannot_pass_says_why_and_what_clears_the_way() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 液化气瓶放在地下室 !! 防范措施:已移出 判定依据:清单第3项");
    desk.enters("f #1 已移到室外");
    let mut bench = desk.bench(80, 24);
    bench.keys("4r");
    let screen = bench.screen();
    assert!(screen.contains("n 复查不合格") && screen.contains("l 五落实"), "{screen}");
    assert!(!screen.contains("r 复查合格"), "{screen}");
    assert!(bench.said().contains("重大隐患五落实尚缺：措施、资金、时限、预案"), "{}", bench.status());
    bench.keys("l<Ctrl-S>");
    assert!(bench.status().contains("五落实还缺：措施、资金、预案"), "{}", bench.status());
}

#[test]
fn a_department_is_urged_when_its_limit_has_passed_and_not_before() {
    let mut desk = AtDesk::begun();
    desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 >消防");
    desk.enters("x #1 &泉洛商函〔2026〕12号");
    let mut bench = desk.bench(80, 24);
    bench.keys("4h");
    let screen = bench.screen();
    assert!(screen.contains("q 签收") && !screen.contains("u 催办"), "{screen}");
}

#[test]
fn a_due_day_that_is_only_proposed_is_marked_in_the_list_and_in_the_record() {
    let mut desk = AtDesk::begun();
    let known = [("township", "350504001"), ("description", "灭火器过期"), ("found_on", "2026-11-10")];
    let known = Fields::of(known).with("state", "整改中").with("level", "一般");
    let shop = desk.enters("c 1.cy/+洛江区万安阿芬牛肉店 @张阿芬")[0].to_string();
    let fields = known.with("enterprise", shop);
    desk.submits(Command::Act { id: String::new(), deed: Deed::Import, fields });
    let mut bench = desk.bench(80, 24);
    bench.keys("4");
    assert!(bench.selected().trim_end().ends_with("待补"), "{}", bench.screen());
    bench.keys("<Enter>");
    let row = bench.row_with("整改期限").unwrap();
    assert!(row.contains("2026-11-17（期限待补："), "{row}");
    bench.keys("<Esc>dq<Ctrl-S>");
    assert!(bench.status().contains("已记录"), "{}", bench.screen());
    assert!(bench.selected().contains("逾6天"), "{}", bench.screen());
}

#[test]
fn who_approves_is_looked_up_in_the_register_of_the_ledger() {
    let mut desk = AtDesk::begun();
    for (name, unit, role) in [("施松年", "350504001", "乡镇经办"), ("潘月娥", "JU", "局分管领导")]
    {
        let fields = [("name", name), ("unit", unit), ("role", role), ("since", "2024-05-10")];
        desk.submits(Command::Enter { kind: Kind::Person, fields: Fields::of(fields) });
    }
    let id = *desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 =11-10 +12-12").last().unwrap();
    let shop: Id = "E2611-0001".parse().unwrap();
    for status in ["在营", "关闭"] {
        let fields = Fields::of([("status", status)]);
        let (effective_on, why) = ("2026-11-20".parse().unwrap(), "停办".into());
        desk.submits(Command::Amend { id: shop, seen: 0, fields, effective_on, why });
    }
    let gone = |approver: &str| Command::Act {
        id: id.to_string(),
        deed: Deed::SiteGone,
        fields: Fields::of([("basis", "已拆除"), ("approver", approver)]),
    };
    let refused = desk.refusal(gone("施松年"));
    assert!(refused.contains("施松年 登记为乡镇经办"), "{refused}");
    desk.submits(gone("潘月娥"));
}

#[test]
fn who_decides_about_an_extension_reads_what_was_asked_for() {
    let mut desk = AtDesk::begun();
    let id = *desk.enters("h 1.cy/+洛江区万安阿芬牛肉店 灭火器过期 =11-10 +12-12").last().unwrap();
    let asked = [("new_due", "2026-12-25"), ("reason", "配件未到"), ("interim", "专人看护")];
    desk.submits(Command::Act { id: id.to_string(), deed: Deed::AskExtension, fields: Fields::of(asked) });
    let mut bench = desk.bench(80, 24);
    bench.keys("4e");
    for words in ["由 2026-12-12 延至 2026-12-25", "理由：配件未到", "期间措施：专人看护"]
    {
        assert!(
            bench.screen().replace(['\n', ' ', '|'], "").contains(&words.replace(' ', "")),
            "{words}: {}",
            bench.screen()
        );
    }
}
