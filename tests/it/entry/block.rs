//! What is pasted: lines, 接龙, rows of a spreadsheet.

use super::shops::*;
use zhiben::ask::answer::Understood;
use zhiben::entry;
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};

const LINES: &str = include_str!("../../fixtures/快速录入.txt");
const ROLL: &str = include_str!("../../fixtures/微信接龙.txt");

fn overwrites(understood: &Understood) -> Vec<String> {
    understood.overwrites.iter().map(ToString::to_string).collect()
}

#[test]
fn a_morning_is_pasted_as_it_was_typed_out() {
    let pasted = Shops::new().read_block(LINES);
    assert_eq!(pasted.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let kinds: Vec<_> = pasted.iter().map(|one| one.understood.kind.unwrap()).collect();
    assert_eq!(kinds, [Kind::Inspection, Kind::Hazard, Kind::Drill, Kind::SelfInspection, Kind::Hazard]);
    let open: Vec<_> =
        pasted.iter().filter(|one| one.understood.command.is_none()).map(|one| one.number).collect();
    // 2: 陈一 or 陈二; 5: 重大 without an interim measure.
    assert_eq!(open, [2, 5], "{:#?}", pasted.iter().map(|p| errors(&p.understood)).collect::<Vec<_>>());
}

#[test]
fn common_lines_hold_for_the_lines_behind_them() {
    let pasted = Shops::new().read_block(".. 3 @李\ni cccs\n\n..\ni cccs\n");
    let last = &pasted[3];
    assert_eq!((last.number, last.understood.command.is_none()), (5, true));
    assert_eq!(
        entered(&commands(&pasted[1].understood)[0], Kind::Inspection).get("inspectors"),
        "林海、李明"
    );
}

#[test]
fn a_roll_becomes_new_enterprises_with_town_and_industry_from_their_names() {
    let pasted = Shops::new().read_block(ROLL);
    assert_eq!(pasted.len(), 12);
    let first = commands(&pasted[0].understood);
    let fields = entered(&first[0], Kind::Enterprise);
    assert_eq!(
        (fields.get("name"), fields.get("principal"), fields.get("employees")),
        ("河市闽香废品回收站", "吴建国", "16")
    );
    assert_eq!(
        (said(&pasted[0].understood, "乡镇"), fields.get("industries"), fields.get("phone")),
        ("河市".into(), "zs", "")
    );
    assert!(
        pasted[0].understood.remarks.iter().any(|r| r.contains("推定")),
        "{:?}",
        pasted[0].understood.remarks
    );
    assert!(pasted.iter().all(|one| one.understood.command.is_some()));
}

#[test]
fn a_roll_shows_what_it_would_change_and_merges_nothing_by_itself() {
    let shops = Shops::new();
    let pasted = shops.read_block("#接龙\n1、万安阿芬牛肉店 王五 18900000001 员工8人\n2、万安阿芬 王五\n3、万安阿芬牛肉店 张阿芬 18xxxxxxxx1\n4. 无名小店 张三\n5、罗溪阿福面馆 13800000002\n6、罗溪阿福面馆 13800000002");
    let Some(Command::Amend { id, fields, why, .. }) = &pasted[0].understood.command else {
        panic!("{pasted:#?}")
    };
    assert_eq!((*id, why.as_str()), (enterprise_id(2), "接龙报送"));
    assert_eq!(fields, &Fields::of([("principal", "王五"), ("employees", "8")]));
    assert_eq!(said(&pasted[0].understood, "主要负责人"), "张阿芬 → 王五");
    assert_eq!(
        overwrites(&pasted[0].understood),
        ["主要负责人 张阿芬 → 王五"],
        "员工数原来是空的，补上不算改"
    );

    assert_eq!(pasted[1].understood.command, None);
    assert_eq!(choices(&pasted[1].understood), ["洛江区万安阿芬牛肉店 万安", "新建 万安阿芬（待补全）"]);
    let same = &pasted[2].understood;
    assert_eq!(
        (same.command.as_ref(), same.remarks.as_slice()),
        (None, &["与登记一致，没有要改的".to_owned()][..])
    );
    assert_eq!(said(&pasted[3].understood, "乡镇"), "万安", "没有写乡镇的算经办自己的乡镇");
    assert_eq!(pasted[5].understood.repeats, ["与第 6 行相同"]);
}

#[test]
fn parts_of_a_roll_are_told_apart_by_commas_and_tabs_as_by_blanks() {
    let shops = Shops::new();
    let lines = [
        "3、惠民购物广场，陈新华，22630001，万安街20号，有地下室",
        "3、惠民购物广场,陈新华,22630001,万安街20号,有地下室",
        "3、惠民购物广场、陈新华、22630001、万安街20号、有地下室",
        "3、惠民购物广场\t陈新华\t22630001\t万安街20号\t有地下室",
        "3. 惠民购物广场 陈新华， 22630001 ，万安街20号 有地下室",
    ];
    let whole = Fields::of([
        ("name", "惠民购物广场"),
        ("township", "350504001"),
        ("principal", "陈新华"),
        ("phone", "22630001"),
        ("address", "万安街20号"),
        ("note", "有地下室"),
    ]);
    for line in lines {
        let pasted = shops.read_block(line);
        assert_eq!(entered(&commands(&pasted[0].understood)[0], Kind::Enterprise), &whole, "{line}");
        assert_eq!(pasted[0].understood.repeats, [""; 0], "{line}");
    }
    let bracketed = shops.read_block("1、万安顺兴（餐饮、住宿），陈新华");
    let fields = commands(&bracketed[0].understood);
    let fields = entered(&fields[0], Kind::Enterprise);
    assert_eq!((fields.get("name"), fields.get("principal")), ("万安顺兴（餐饮、住宿）", "陈新华"));
}

#[test]
fn a_name_with_digits_waits_until_somebody_takes_it() {
    let pasted =
        Shops::new().read_block("1、惠民购物广场陈新华22630001\n2、万安７天旅馆 陈新华\n3、万安旅馆 陈新华");
    let odd: Vec<_> = pasted.iter().map(|one| one.understood.repeats.join("；")).collect();
    assert!(
        odd[0].contains("名称里有数字") && odd[1].contains("名称里有数字") && odd[2].is_empty(),
        "{odd:?}"
    );
    assert!(pasted.iter().all(|one| one.understood.command.is_some()), "要取的还能取");
}

#[test]
fn a_picked_row_of_a_roll_is_understood_again() {
    let shops = Shops::new();
    for (at, shown) in [(0, "更改企业"), (1, "新登记企业")] {
        let line = "2、万安阿芬 王五";
        let open = shops.read(line);
        let line = zhiben::entry::pick(line, &open, at).unwrap();
        let picked = shops.read(&line);
        assert_eq!(said(&picked, "动作"), shown, "{line}");
        assert!(picked.command.is_some(), "{}", errors(&picked));
    }
}

#[test]
fn rows_of_a_spreadsheet_are_read_under_their_head() {
    let shops = Shops::new();
    let table = "序号\t乡镇\t企业名称\t行业\t发现日期\t隐患描述\t整改期限\t检查人\t等级\n\
                 1\t万安\t洛江区万安阿芬牛肉店\t餐饮\t11-20\t软管老化，+3 处\t12-05\t李明、王强\t一般\n\
                 2\t万安\t无此店\t餐饮\t11-20\t灭火器过期\t\t\t\n";
    let pasted = shops.read_block(table);
    let all = commands(&pasted[0].understood);
    let fields = acted(&all[0], "", Deed::Register);
    assert_eq!((fields.get("description"), fields.get("due")), ("软管老化，+3 处", "2026-12-05"));
    assert_eq!((fields.get("found_on"), fields.get("finders")), ("2026-11-20", "林海、李明、王强"));
    assert_eq!((pasted[1].number, choices(&pasted[1].understood)), (3, vec!["新建 无此店（待补全）"]));

    let shops_table = "企业名称\t所属乡镇\t主要负责人\t联系电话\t规模\n洛江区万安阿芬牛肉店\t万安\t王五\t18900000001\t微\n新店\t马甲\t张三\t\t小";
    let pasted = shops.read_block(shops_table);
    let Some(Command::Amend { fields, .. }) = &pasted[0].understood.command else { panic!("{pasted:#?}") };
    assert_eq!(fields, &Fields::of([("principal", "王五"), ("size", "微")]));
    assert_eq!(entered(&commands(&pasted[1].understood)[0], Kind::Enterprise).get("principal"), "张三");
}

#[test]
fn what_was_entered_today_already_is_told() {
    let mut shops = Shops::new().with_hazard(42, State::Rectifying);
    shops.visits.push((enterprise_id(2), today(), Id::new(Kind::Inspection, 322, 7)));
    let pasted = shops.read_block("h 1/阿芬 后厨软管老化\ni 1/阿芬 @李 ; 灭火器过期\nh 1/阿芬 灭火器过期");
    let repeats: Vec<_> = pasted.iter().map(|one| one.understood.repeats.join("；")).collect();
    let of_visit = "该企业当天已有检查 I2611-0007";
    assert_eq!(repeats, ["今天已登记过相近的隐患 H2611-0042：后厨软管老化", of_visit, ""]);
}

#[test]
fn a_new_name_that_is_on_the_register_or_nearly_so_says_which() {
    let pasted = Shops::new().read_block(
        "c 1.cy/+洛江区万安阿芬牛肉店\nc 1.cy/+万安阿芬牛肉面店\nc 1.cy/+万安阿强牛肉店\nh 1.cy/+阿芬牛肉店 灭火器过期",
    );
    let repeats: Vec<_> = pasted.iter().map(|one| one.understood.repeats.join("；")).collect();
    let shop = format!("洛江区万安阿芬牛肉店 {}", enterprise_id(2));
    let (same, near) = (format!("登记中已有 {shop}"), format!("与登记中的 {shop} 名称相近"));
    assert_eq!(repeats, [&same, &near, "", &same], "只有行当相同的不算相近");
    assert!(pasted.iter().all(|one| one.understood.command.is_some()), "要取的还能取");
}

#[test]
fn a_shop_on_the_register_is_changed_and_says_what_from_what_to() {
    let shops = Shops::new();
    for target in ["万安阿芬牛肉店", "洛江区万安阿芬牛肉店", "阿芬牛肉店", "afnr"] {
        let understood = shops.read(&format!("c 1.cy/{target} @王五"));
        assert_eq!(said(&understood, "动作"), "更改企业", "{target}");
        assert_eq!(overwrites(&understood), ["主要负责人 张阿芬 → 王五"], "{target}");
    }
}

#[test]
fn lines_that_begin_with_a_verb_may_be_numbered() {
    let shops = Shops::new();
    let pasted =
        shops.read_block("1、p 双阳 横幅 *1 甲\n2. h 1/\"阿芬\" 后厨软管老化 +3\n3）批示 马甲 限期整改 +15");
    for (one, plain) in
        pasted.iter().zip(["p 双阳 横幅 *1 甲", "h 1/\"阿芬\" 后厨软管老化 +3", "批示 马甲 限期整改 +15"])
    {
        assert_eq!(commands(&one.understood), commands(&shops.read(plain)), "{plain}");
    }
    let line = "1、h 罗溪/福源 缺灯 +3";
    let picked = entry::pick(line, &shops.read(line), 0).unwrap();
    assert!(picked.starts_with("1、h 罗溪/") && picked.ends_with(" 缺灯 +3"), "{picked}");
    let shop = shops.read("1、万安阿强小吃店 张三");
    assert_eq!(entered(&commands(&shop)[0], Kind::Enterprise).get("principal"), "张三", "接龙还是接龙");
}
