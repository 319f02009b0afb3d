//! What Tab offers at the cursor: before – what is offered, and what stands there when it is taken.

use super::shops::*;
use zhiben::ask::answer::{Choice, Completion};
use zhiben::entry::{self, Context};
use zhiben::model::hazard::State;

/// A register on which 陈一 and 陈二 may be meant, and a hazard #42 of 阿芬.
fn shops() -> Shops {
    Shops::new().with_hazard(42, State::Rectifying)
}

#[track_caller]
fn offered_in(line: &str, context: &Context) -> Vec<Choice> {
    let Completion { range, choices } = entry::complete(line, line.len(), &shops(), context);
    assert!(
        choices.is_empty() || (range.1 == line.len() && line.get(range.0..).is_some()),
        "{line}: {range:?}"
    );
    choices
}

#[track_caller]
fn values(line: &str) -> Vec<String> {
    let shops = shops();
    offered_in(line, &shops.context()).into_iter().map(|choice| choice.value).collect()
}

#[track_caller]
fn texts(line: &str) -> Vec<String> {
    let shops = shops();
    offered_in(line, &shops.context()).into_iter().map(|choice| choice.text).collect()
}

/// The line when the only thing offered is taken.
#[track_caller]
fn taken(line: &str) -> String {
    let offered = entry::complete(line, line.len(), &shops(), &shops().context());
    let [one] = offered.choices.as_slice() else { panic!("{line}: {:#?}", offered.choices) };
    format!("{}{}", &line[..offered.range.0], one.value)
}

#[test]
fn a_verb_by_letter_character_name_and_sound() {
    for begun in ["i", "查", "检查", "jian", "jc", "Ｉ"] {
        assert_eq!(values(begun), ["i"], "{begun}");
    }
    assert_eq!(values("fuc"), ["r"]);
    assert_eq!(values("").len(), zhiben::entry::GRAMMAR.len() + 1, "每个动词和 ..");
    assert_eq!(values("y"), ["h", "x", "e", "d"], "隐患、移交、延期、演练");
    assert!(values("vv").is_empty());
    assert_eq!(values("."), [".."]);
}

#[test]
fn a_town_in_every_way_it_is_written() {
    for begun in ["河", "河市", "heshi", "hes", "he", "5", "河市镇", "５"] {
        assert_eq!(values(&format!("i {begun}")), ["河市"], "{begun}");
    }
    assert_eq!(values("i hs"), ["河市", "虹山"]);
    assert_eq!(values("i h"), ["河市", "虹山"]);
    assert_eq!(values("i ").len(), 6);
    assert_eq!(values("g m"), ["马甲"]);
    assert_eq!(values("t shangmao"), ["商贸流通股"], "培训也可由股室办");
    assert!(values("g shangmao").is_empty(), "督导的对象是乡镇");
}

#[test]
fn an_industry_behind_the_town() {
    assert_eq!(values("i 万安.c"), ["cy", "cp"]);
    assert_eq!(values("i 1.canyin"), ["cy"]);
    assert_eq!(values("i 1。餐"), ["cy"]);
    assert_eq!(values("t 罗溪.jiayou"), ["cp"]);
}

#[test]
fn an_enterprise_by_characters_full_pinyin_initials_and_polyphones() {
    for begun in ["阿芬", "af", "afen", "阿f", "牛肉"] {
        assert_eq!(taken(&format!("i 1.cy/{begun}")), "i 1.cy/洛江区万安阿芬牛肉店", "{begun}");
    }
    for begun in ["重庆", "cqhg", "zqhg", "chongqing", "zhongqing"] {
        assert_eq!(taken(&format!("i 5/{begun}")), "i 5/洛江区河市重庆火锅店", "{begun}");
    }
    assert_eq!(values("i 3/fy").len(), 3);
    assert_eq!(values("i /af"), ["洛江区万安阿芬牛肉店"], "没有写乡镇的算经办自己的");
    assert_eq!(values("i 4/wa"), ["\"洛江区马甲万安 老店\""], "名称里有空格的加引号");
}

#[test]
fn an_enterprise_of_another_place_is_put_in_by_its_number() {
    assert_eq!(values("i 1.sc/afen"), [format!("#{}", enterprise_id(2))]);
    assert_eq!(values("i 1/cqhg"), [format!("#{}", enterprise_id(7))]);
}

#[test]
fn an_enterprise_without_its_town_brings_it_along() {
    assert_eq!(taken("i 阿芬"), "i 万安/洛江区万安阿芬牛肉店");
    assert_eq!(taken("h cqhg"), "h 河市/洛江区河市重庆火锅店");
    let shops = shops();
    let common = Context { common: "3 @李", ..shops.context() };
    let values: Vec<_> = offered_in("i cccs", &common).into_iter().map(|choice| choice.value).collect();
    assert_eq!(values, ["洛江区罗溪长城超市"], "共同的乡镇已经写了");
}

#[test]
fn a_hazard_by_its_number_or_its_enterprise() {
    let id = format!("#{}", hazard_id(42));
    assert_eq!(values("r #42"), [id.as_str()]);
    assert_eq!(values("r 42"), [id.as_str()]);
    assert_eq!(values("f 阿芬"), [id.as_str()]);
    assert_eq!(texts("f afen"), ["H2611-0042 后厨软管老化（整改中）洛江区万安阿芬牛肉店"]);
    assert!(values("f 惠民").is_empty(), "没有未销号的");
    let shops = shops();
    let after = Context { last: hazard_id(42), ..shops.context() };
    assert_eq!(offered_in("r ", &after)[0].value, "^");
}

#[test]
fn a_task_by_number_and_by_its_words() {
    assert_eq!(values("k T18.1"), ["T18.1"]);
    assert!(values("k 16").contains(&"T16".to_owned()));
    assert!(values("k 疏散").contains(&"T28".to_owned()), "{:?}", values("k 疏散"));
}

#[test]
fn people_departments_ways_and_items_of_the_catalog() {
    assert_eq!(values("i 1/a @陈"), ["陈一", "陈二"]);
    assert_eq!(taken("i 1/a @李、王"), "i 1/a @李、王强");
    assert_eq!(values("h 1/a 软管 >x"), ["消防"]);
    assert_eq!(values("h 1/a 软管 》消防救援"), ["消防"]);
    assert_eq!(values("h 1/a 软管 >zhujian"), ["住建"]);
    assert_eq!(values("i 1/a ~lh"), ["联合"]);
    assert_eq!(values("h 1/a 软管 ~企业"), ["企业自查"]);
    assert_eq!(values("x #42 >xf ~w"), ["微信"]);
    assert_eq!(values("h 1/a 充电 %jn-03"), ["JN-03"]);
    assert!(values("h 1/a 充电 %电动").contains(&"JN-03".to_owned()));
    assert_eq!(values("s 5/xkjyz @"), ["王建国"], "自查认登记的主要负责人");
    assert!(values("c 1/阿芬 @李").is_empty(), "业主不是本系统的人");
}

#[test]
fn days_are_offered_with_their_date_and_weekday() {
    assert_eq!(texts("h 1/阿芬 软管 =昨"), ["昨天  11-22 周日"]);
    assert_eq!(texts("h 1/阿芬 软管 =zuo"), ["昨天  11-22 周日"]);
    assert_eq!(texts("h 1/阿芬 软管 =zw"), ["周五  11-20 周五", "上周五  11-20 周五"]);
    assert_eq!(texts("h 1/阿芬 软管 =11-20"), ["11-20  11-20 周五"]);
    assert_eq!(texts("h 1/阿芬 软管 -1")[0], "-1  11-22 周日");
    assert_eq!(texts("h 1/阿芬 软管 +3")[..2], ["3  11-26 周四", "3w  11-26 周四"]);
    assert_eq!(texts("h 1/阿芬 软管 +5"), ["5  11-28 周六 休息日", "5w  11-30 周一"]);
    assert_eq!(texts("h 1/阿芬 软管 +yued"), ["月底  11-30 周一", "下月底  12-31 周四"]);
    assert_eq!(texts("h 1/阿芬 软管 +周五"), ["周五  11-27 周五", "下周五  12-04 周五"]);
    assert_eq!(values("h 1/阿芬 软管 +12-0").len(), 9);
    assert!(texts("h 1/阿芬 软管 +")[0].starts_with("3  11-26"));
    assert!(values("h 1/阿芬 软管 =明").is_empty(), "还没有到的日子不是发现日期");
}

#[test]
fn a_due_counts_from_the_day_of_the_event_and_an_extension_from_the_due_day() {
    assert_eq!(texts("h 1/阿芬 软管 =11-20 +3")[0], "3  11-23 周一");
    assert_eq!(texts("i 1/阿芬 =11-20 ; 软管 +3")[0], "3  11-23 周一");
    assert_eq!(texts("e #42 配件未到货 +7")[0], "7  12-07 周一");
}

#[test]
fn fields_by_name_and_what_they_may_hold() {
    assert_eq!(values("h 1/a 部"), ["部位:"]);
    assert_eq!(values("h 1/a bw"), ["部位:"]);
    assert_eq!(values("h 1/a 等级:"), ["一般", "重大"]);
    assert_eq!(values("h 1/a 软管 等级：zd"), ["重大"]);
    assert_eq!(values("h 1/a 软管 整改期限:月"), ["月底"]);
    assert_eq!(values("d 2/wanjia 配合"), ["配合部门:"]);
    assert_eq!(values("c 1/阿芬 状态:t"), ["停业"]);
    assert_eq!(values("c 1/阿芬 所属乡镇:heshi").len(), 0);
    assert_eq!(values("c 1/阿芬 乡镇:heshi"), ["河市"]);
    assert!(values("h 1/a 部位:后").is_empty());
}

#[test]
fn a_blank_lists_what_may_stand_there() {
    let all = values("h 1/阿芬 ");
    for sign in ["+", "!!", "!ok", ">", "@", "=", "%", "$", "~"] {
        assert!(all.contains(&sign.to_owned()), "{sign}: {all:?}");
    }
    assert_eq!(values("r #42 ")[..3], ["ok", "no", "部分"]);
    assert_eq!(values("r #42 不"), ["no"]);
    assert!(!values("r #42 ok ").contains(&"ok".to_owned()), "结果只说一次");
    assert_eq!(values("h 1/a !"), ["!!", "!ok"]);
    assert_eq!(values("h 1/a ！o"), ["!ok"]);
}

#[test]
fn behind_the_chain_mark_stand_hazards() {
    assert_eq!(values("i 1/阿芬 @李 ; 软管 >x"), ["消防"]);
    assert!(values("i 1/阿芬 >x").is_empty(), "检查不移交");
    assert!(values("f #42 换了 ; 软管 >x").is_empty());
}

#[test]
fn what_is_common_to_the_next_lines() {
    assert_eq!(values(".. he"), ["河市"]);
    assert_eq!(values(".. 3 @李"), ["李明"]);
    assert_eq!(values(".. 3 ~四不"), ["四不两直"]);
    assert!(values(".. 3 >x").is_empty());
}

#[test]
fn words_of_a_description_and_what_is_quoted_are_left_alone() {
    assert!(values("h 1/a 软管老化").is_empty() && values("h 1/a \\+3").is_empty());
    assert!(values("vv 1").is_empty() && values("f 没有这家").is_empty());
    assert!(values("h 1/a ，").is_empty());
}

#[test]
fn tab_replaces_only_the_piece_at_the_cursor() {
    let shops = shops();
    let line = "i 1.cy/af @李";
    let offered = entry::complete(line, "i 1.cy/af".len(), &shops, &shops.context());
    assert_eq!(&line[offered.range.0..offered.range.1], "af");
    // In the middle of a character nothing breaks.
    entry::complete("i 万安", 3, &shops, &shops.context());
}

#[test]
fn what_is_taken_is_understood() {
    let shops = Shops::new().with_hazard(42, State::Rectifying);
    for line in [
        "h 1/阿芬 软管 ",
        "i 1.cy/a",
        "d 2/wanjia ~",
        "h 1/阿芬 软管 +",
        "s 5/xk",
        "h 1/阿芬 软管 =",
        "e #42 配件 +",
    ] {
        let offered = entry::complete(line, line.len(), &shops, &shops.context());
        assert!(!offered.choices.is_empty(), "{line}");
        for choice in offered.choices {
            let line = format!("{}{}", &line[..offered.range.0], choice.value);
            let understood = shops.read(&line);
            let wrong = understood
                .errors
                .iter()
                .find(|error| ["token", "way", "township", "industry"].contains(&error.key.as_str()));
            assert_eq!(wrong, None, "{line}");
        }
    }
}
