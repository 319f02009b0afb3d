//! Reports about units and periods, as they are pasted.

use zhiben::ask::answer::Answer;
use zhiben::ask::query::{EnterpriseFilter, Extract, HazardFilter, HazardOrder, Query, Window};
use zhiben::ask::report::Wanted;
use zhiben::calendar::Period;
use zhiben::exchange::report::text;
use zhiben::model::case::{Officer, Role};
use zhiben::model::command::Command;
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};

use super::world::*;

#[test]
fn a_township_is_reminded_of_what_it_owes_with_clause_period_and_who_is_missing() {
    let mut world = World::busy();
    let shop = world.food;
    world.hazard(
        shop,
        WANAN,
        Id::NONE,
        &[
            ("description", "自建房外墙开裂"),
            ("track", "移交"),
            ("department", "zj"),
            ("basis", "房屋安全属住建"),
        ],
    );
    insta::assert_snapshot!(world.text(of_township("owes", HESHI)), @r#"
    关于河市镇治本攻坚行动欠账事项的工作提醒

    河市镇企业办：
    按《全区商务系统安全生产治本攻坚三年行动方案（2024—2026年）》（泉洛商务〔2024〕19号），截至2026年11月23日，你单位尚欠文件规定的事项1格，另有局内约定的事项0格。请抓紧补办；已经办了还没有登记的，请补录。

    一、文件规定的事项
    1. 三(二) 月度检查计划（OR-01，2026年11月），期限2026-11-04

    泉州市洛江区商务局
    2026年11月23日

    口径：截至 2026-11-23；单位 河市；制表 李明；台账至 第 n 号登记；一个单位一项义务在一期内算一格；通报只计文件规定周期的义务，局内约定的另列，不计入
    "#);
    // On the last day of the month the trade nobody visited is owed as well, apart from what the notice states.
    let later = Wanted { day: "2026-12-01".parse().unwrap(), ..of_township("owes", WANAN) };
    let text = world.text(later);
    insta::assert_snapshot!(body(&text), @r#"
    关于万安街道治本攻坚行动欠账事项的工作提醒

    万安街道企业办：
    按《全区商务系统安全生产治本攻坚三年行动方案（2024—2026年）》（泉洛商务〔2024〕19号），截至2026年12月1日，你单位尚欠文件规定的事项0格，另有局内约定的事项2格。请抓紧补办；已经办了还没有登记的，请补录。

    一、局内约定的事项（不计入通报）
    1. 三(二) 检查行业全覆盖（OR-03，2026年11月），期限2026-11-30：应办2个行业，还缺1个行业：成品油流通
    2. 二(五)8 隐患及时移交（OR-22，2026年12月）：1项超过期限：发出超过期限：自建房外墙开裂（H2611-0004）

    二、临近期限的事项
    1. 三(二) 月度检查计划（OR-01，2026年12月），2026-12-03到期

    泉州市洛江区商务局
    2026年12月1日
    "#);
}

#[test]
fn everybodys_debts_stand_in_front_with_their_sum() {
    let world = World::busy();
    let text = world.text(wanted("owes"));
    insta::assert_snapshot!(body(&text), @r#"
    治本攻坚行动欠账情况通报

    按《全区商务系统安全生产治本攻坚三年行动方案（2024—2026年）》（泉洛商务〔2024〕19号），截至2026年11月23日，全区尚欠文件规定的事项5格，另有局内约定的事项0格。现将情况通报如下。
    区商务局：文件规定欠账 0，局内约定欠账 0
    万安：文件规定欠账 0，局内约定欠账 0
    双阳：文件规定欠账 1，局内约定欠账 0
    罗溪：文件规定欠账 1，局内约定欠账 0
    马甲：文件规定欠账 1，局内约定欠账 0
    河市：文件规定欠账 1，局内约定欠账 0
    虹山：文件规定欠账 1，局内约定欠账 0
    合计：文件规定欠账 5，局内约定欠账 0

    【双阳】

    一、文件规定的事项
    1. 三(二) 月度检查计划（OR-01，2026年11月），期限2026-11-04

    【罗溪】

    一、文件规定的事项
    1. 三(二) 月度检查计划（OR-01，2026年11月），期限2026-11-04

    【马甲】

    一、文件规定的事项
    1. 三(二) 月度检查计划（OR-01，2026年11月），期限2026-11-04

    【河市】

    一、文件规定的事项
    1. 三(二) 月度检查计划（OR-01，2026年11月），期限2026-11-04

    【虹山】

    一、文件规定的事项
    1. 三(二) 月度检查计划（OR-01，2026年11月），期限2026-11-04

    泉州市洛江区商务局
    2026年11月23日
    "#);
}

const FORM: &str = r#"
[[monthly]]
measure = "enterprises"
label = "在营"

[[monthly]]
measure = "visits"
label = "检查"

[[monthly]]
measure = "found_general"
group = "一般隐患"
label = "发现"

[[monthly]]
measure = "rate_general"
group = "一般隐患"
label = "整改率"

[[monthly]]
measure = "drill_people"
label = "演练人次"
"#;

#[test]
fn the_monthly_form_has_the_columns_the_office_was_sent() {
    let mut world = World::busy();
    world.at.submits(Command::Load { name: "forms.toml".into(), text: FORM.into() });
    let text = world.text(wanted("monthly"));
    insta::assert_snapshot!(body(&text), @r#"
    安全生产治本攻坚行动月度统计表（2026年11月）

    【本月 按乡镇】
    万安：在营 2，检查 1，一般隐患（发现 2，整改率 50%），演练人次 0
    双阳：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    罗溪：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    马甲：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    河市：在营 1，检查 1，一般隐患（发现 1，整改率 0%），演练人次 35
    虹山：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    局本级：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    合计：在营 3，检查 2，一般隐患（发现 3，整改率 33%），演练人次 35
    【本月 按行业】
    餐饮燃气：在营 1，检查 1，一般隐患（发现 2，整改率 50%），演练人次 0
    成品油流通：在营 1，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    报废机动车回收拆解：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    再生资源回收：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    商场超市：在营 1，检查 1，一般隐患（发现 1，整改率 0%），演练人次 35
    大型商业综合体：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    非星级酒店（宾馆）：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    未分行业：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    合计：在营 3，检查 2，一般隐患（发现 3，整改率 33%），演练人次 35
    【本年累计 按乡镇】
    万安：在营 2，检查 1，一般隐患（发现 2，整改率 50%），演练人次 0
    双阳：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    罗溪：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    马甲：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    河市：在营 1，检查 1，一般隐患（发现 1，整改率 0%），演练人次 35
    虹山：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    局本级：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    合计：在营 3，检查 2，一般隐患（发现 3，整改率 33%），演练人次 35
    【本年累计 按行业】
    餐饮燃气：在营 1，检查 1，一般隐患（发现 2，整改率 50%），演练人次 0
    成品油流通：在营 1，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    报废机动车回收拆解：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    再生资源回收：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    商场超市：在营 1，检查 1，一般隐患（发现 1，整改率 0%），演练人次 35
    大型商业综合体：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    非星级酒店（宾馆）：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    未分行业：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    合计：在营 3，检查 2，一般隐患（发现 3，整改率 33%），演练人次 35
    【三年累计 按乡镇】
    万安：在营 2，检查 1，一般隐患（发现 2，整改率 50%），演练人次 0
    双阳：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    罗溪：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    马甲：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    河市：在营 1，检查 1，一般隐患（发现 1，整改率 0%），演练人次 35
    虹山：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    局本级：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    合计：在营 3，检查 2，一般隐患（发现 3，整改率 33%），演练人次 35
    【三年累计 按行业】
    餐饮燃气：在营 1，检查 1，一般隐患（发现 2，整改率 50%），演练人次 0
    成品油流通：在营 1，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    报废机动车回收拆解：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    再生资源回收：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    商场超市：在营 1，检查 1，一般隐患（发现 1，整改率 0%），演练人次 35
    大型商业综合体：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    非星级酒店（宾馆）：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    未分行业：在营 0，检查 0，一般隐患（发现 0，整改率 -），演练人次 0
    合计：在营 3，检查 2，一般隐患（发现 3，整改率 33%），演练人次 35
    "#);
}

const FIXED: &str = r#"
[[monthly]]
measure = "found_general"
label = "发现"

[[monthly]]
measure = "fixed_general"
label = "已整改"

[[monthly]]
measure = "rate_general"
label = "整改率"

[[monthly]]
measure = "fixed"
label = "完成整改"
"#;

#[test]
fn what_was_put_right_is_of_what_was_found_in_the_span_so_that_the_rate_is_one_by_the_other() {
    let mut world = World::busy();
    world.at.submits(Command::Load { name: "forms.toml".into(), text: FIXED.into() });
    let old = world.hazard(
        world.food,
        WANAN,
        Id::NONE,
        &[("description", "线路老化"), ("found_on", "2026-10-20"), ("due", "2026-11-18")],
    );
    world.acts(old, Deed::ReportDone, &[("done_on", "2026-11-16"), ("how", "已换线")]);
    let text = world.text(wanted("monthly"));
    let wanan: Vec<&str> = text.lines().filter(|line| line.starts_with("万安")).collect();
    assert_eq!(
        wanan,
        [
            "万安：发现 2，已整改 1，整改率 50%，完成整改 2",
            "万安：发现 3，已整改 2，整改率 66%，完成整改 2",
            "万安：发现 3，已整改 2，整改率 66%，完成整改 2",
        ]
    );
    assert!(text.contains("已整改＝本期发现的隐患里截至制表日已整改的；整改率＝已整改÷发现"), "{text}");
    assert!(text.contains("完成整改按完成日期（没有的按销号日期）计，以前发现、本期整改的也在内"), "{text}");
}

#[test]
fn a_form_of_last_month_ends_with_last_month() {
    let mut world = World::busy();
    world.at.submits(Command::Load { name: "forms.toml".into(), text: FORM.into() });
    let october = Wanted { period: Some(Period::Month(2026, 10)), ..wanted("monthly") };
    let text = world.text(october);
    let totals: Vec<&str> = text.lines().filter(|line| line.starts_with("合计")).collect();
    assert_eq!(totals, ["合计：在营 3，检查 0，一般隐患（发现 0，整改率 -），演练人次 0"; 6]);
}

#[test]
fn a_supervision_report_is_written_from_the_townships_cells() {
    let world = World::busy();
    let text = world.text(of_township("supervision", WANAN));
    insta::assert_snapshot!(body(&text), @r#"
    万安街道2026下半年安全生产治本攻坚行动督导报告

    一、基本情况
    按《全区商务系统安全生产治本攻坚三年行动方案（2024—2026年）》（泉洛商务〔2024〕19号）三(二)，区商务局2026年11月16日对万安街道开展督导。
    【在营企业】
    餐饮燃气：在营企业 1，重点企业 0
    成品油流通：在营企业 1，重点企业 0
    报废机动车回收拆解：在营企业 0，重点企业 0
    再生资源回收：在营企业 0，重点企业 0
    商场超市：在营企业 0，重点企业 0
    大型商业综合体：在营企业 0，重点企业 0
    非星级酒店（宾馆）：在营企业 0，重点企业 0
    合计：在营企业 2，重点企业 0
    没有登记人员。
    【乡镇人员培训】
    万安：在岗 0，已训 0，未训 0，率 -
    全区：在岗 0，已训 0，未训 0，率 -

    二、制度与方案
    没有登记实施方案、年度目标、机制文件和会议。

    三、计划与检查覆盖
    【检查覆盖（2026下半年）】
    万安：餐饮 1/1，成品油 0/1，报废车 -，再生资源 -，商超 -，综合体 -，非星酒店 -，合计 1/2
    全区：餐饮 1/1，成品油 0/1，报废车 -，再生资源 -，商超 1/1，综合体 -，非星酒店 -，合计 2/3
    【计划与兑现（2026年）】
    万安：7月 未录，8月 未录，9月 未录，10月 未录，11月 报，12月 未
    全区：7月 未录，8月 未录，9月 未录，10月 未录，11月 欠1/6，12月 未

    四、隐患与闭环
    【隐患（2026下半年）】
    万安：发现 2，整改 1，移交 0，在办 2，逾期 1，重大在账 0，闭环率 0%
    全区：发现 3，整改 1，移交 0，在办 3，逾期 1，重大在账 0，闭环率 0%
    【未闭环隐患】
    H2611-0001：企业 阿芬牛肉店，隐患描述 后厨软管老化，等级 一般，状态 整改中，发现日期 2026-11-10，期限 2026-11-15，逾期天数 8
    H2611-0002：企业 阿芬牛肉店，隐患描述 灭火器过期，等级 一般，状态 待复查，发现日期 2026-11-10，期限 2026-11-15

    五、培训、演练和宣传
    本期没有培训记录。
    本期没有演练记录。
    本期没有宣传和提示信息记录。

    六、存在问题
    督导发现：计划兑现偏慢
    截至2026年11月23日没有欠账。

    七、痛点堵点难点
    没有登记未解决的难点问题。

    八、意见建议
    月底前补齐

    督导组组长：____________
    督导组成员：____________
    被督导单位负责人：____________
    日期：____________
    "#);
}

#[test]
fn a_quarter_counts_each_month_of_a_monthly_duty() {
    let world = World::busy();
    let text = world.text(wanted("quarterly"));
    insta::assert_snapshot!(body(&text), @r#"
    安全生产治本攻坚行动2026年四季度进展

    一、总体情况
    2026年四季度，全区商务系统检查企业2家次，出动5人次，其中联合检查1次、领导带队0次；没有登记生产安全事故。
    发现隐患3条，其中重大隐患0条；这些隐患已整改1条，整改率33%；期末在办3条、逾期1条，重大在账0条。本期移交其他部门0条，签收0条，反馈0条。
    组织培训0场0人次，演练1场35人次，宣传0次，发送提示信息0条；0家企业开展了自查。

    二、工作量
    【工作量】
    检查企业家次：本季 2，本年累计 2，三年累计 2
    出动人次：本季 5，本年累计 5，三年累计 5
    联合检查次：本季 1，本年累计 1，三年累计 1
    发现隐患：本季 3，本年累计 3，三年累计 3
    其中重大隐患：本季 0，本年累计 0，三年累计 0
    整改（含以前发现的）：本季 1，本年累计 1，三年累计 1
    销号：本季 0，本年累计 0，三年累计 0
    移交：本季 0，本年累计 0，三年累计 0
    移交已签收：本季 0，本年累计 0，三年累计 0
    培训场次：本季 0，本年累计 0，三年累计 0
    培训人次：本季 0，本年累计 0，三年累计 0
    演练场次：本季 1，本年累计 1，三年累计 1
    演练人次：本季 35，本年累计 35，三年累计 35
    宣传次：本季 0，本年累计 0，三年累计 0
    提示信息条：本季 0，本年累计 0，三年累计 0
    自查企业数：本季 0，本年累计 0，三年累计 0

    三、检查覆盖和隐患闭环
    【检查覆盖（2026年四季度）】
    万安：餐饮 1/1，成品油 0/1，报废车 -，再生资源 -，商超 -，综合体 -，非星酒店 -，合计 1/2
    双阳：餐饮 -，成品油 -，报废车 -，再生资源 -，商超 -，综合体 -，非星酒店 -，合计 -
    罗溪：餐饮 -，成品油 -，报废车 -，再生资源 -，商超 -，综合体 -，非星酒店 -，合计 -
    马甲：餐饮 -，成品油 -，报废车 -，再生资源 -，商超 -，综合体 -，非星酒店 -，合计 -
    河市：餐饮 -，成品油 -，报废车 -，再生资源 -，商超 1/1，综合体 -，非星酒店 -，合计 1/1
    虹山：餐饮 -，成品油 -，报废车 -，再生资源 -，商超 -，综合体 -，非星酒店 -，合计 -
    合计：餐饮 1/1，成品油 0/1，报废车 -，再生资源 -，商超 1/1，综合体 -，非星酒店 -，合计 2/3
    【隐患（2026年四季度）】
    万安：发现 2，整改 1，移交 0，在办 2，逾期 1，重大在账 0，闭环率 0%
    双阳：发现 0，整改 0，移交 0，在办 0，逾期 0，重大在账 0，闭环率 -
    罗溪：发现 0，整改 0，移交 0，在办 0，逾期 0，重大在账 0，闭环率 -
    马甲：发现 0，整改 0，移交 0，在办 0，逾期 0，重大在账 0，闭环率 -
    河市：发现 1，整改 0，移交 0，在办 1，逾期 0，重大在账 0，闭环率 0%
    虹山：发现 0，整改 0，移交 0，在办 0，逾期 0，重大在账 0，闭环率 -
    合计：发现 3，整改 1，移交 0，在办 3，逾期 1，重大在账 0，闭环率 0%

    四、各项义务
    【义务】
    OR-01 月度检查计划：条款 三(二)，依据 文件规定，期数 2，应办 12，已办 1，欠账格 5
    OR-03 检查行业全覆盖：条款 三(二)，依据 局内约定，期数 2，应办 6，已办 2，欠账格 0
    OR-04 半年督导乡镇：条款 三(二)，依据 文件规定，期数 1，应办 6，已办 1，欠账格 0

    五、存在问题
    截至2026-11-23，文件规定的事项欠账5格，局内约定的事项欠账0格。
    【欠账】
    OR-01 月度检查计划：依据 文件规定，欠账格 5，单位 双阳1、罗溪1、马甲1、河市1、虹山1

    六、下步工作
    2026-11-30前：检查行业全覆盖（三(二)，2026年11月）已办2/3
    2026-12-03前：月度检查计划（三(二)，2026年12月）已办0/6
    2026-12-31前：半年督导乡镇（三(二)，2026下半年）已办1/6
    "#);
}

#[test]
fn what_an_old_ledger_handed_over_on_a_day_it_does_not_tell_is_no_transfer_of_the_week() {
    let mut world = World::busy();
    let shop = world.food.to_string();
    for sent_on in ["", "2026-10-20", "2026-11-23"] {
        let fields = [
            ("enterprise", shop.as_str()),
            ("township", WANAN),
            ("description", "瓶装气软管超期"),
            ("found_on", "2026-10-10"),
            ("level", "一般"),
            ("state", "已移交"),
            ("department", "xf"),
            ("sent_on", sent_on),
        ];
        world.acts_on_new(Deed::Import, &fields);
    }
    let text = world.text(wanted("weekly"));
    assert!(text.contains("销号0条，移交1条；"), "{text}");
    assert!(text.contains("万安：检查 0，发现 0，整改 0，销号 0，移交 1，"), "{text}");
    assert!(text.contains("另有旧账移交1条没写发出日，本周导入，不计在内"), "{text}");
    // M10 counts it on the day of the import, so that it is in its totals.
    assert!(world.text(wanted("quarterly")).contains("本期移交其他部门3条"));
}

#[test]
fn a_case_in_time_is_no_debt_and_its_limit_is_its_own() {
    let mut world = World::new();
    world.at.submits(Command::Load { name: "duties.toml".into(), text: format!("{DUTIES}{RULE}") });
    for (title, on) in [("消防条例", "2026-11-01"), ("燃气条例", "2026-11-20")] {
        world.enters(
            Kind::Evidence,
            &[("sort", "regulation"), ("title", title), ("date", on), ("unit", "JU")],
        );
    }
    let text = world.text(wanted("owes"));
    let item = text.lines().find(|line| line.contains("OR-30")).unwrap();
    assert_eq!(item, "1. 二(三)4 新法规宣贯（OR-30，2026年11月）：1项超过期限：超过期限：消防条例");
    for code in ["weekly", "progress", "quarterly"] {
        let text = world.text(wanted(code));
        assert!(!text.contains("前：新法规宣贯"), "{code}: {text}");
    }
}

/// A duty on each record of a sort, without clocks.
const RULE: &str = r#"
[[duty]]
code = "OR-30"
clause = "二(三)4"
title = "新法规宣贯"
asks = "商务部相关法规标准出台后及时宣传贯彻"
subject = { of = "记录", noun = "工作记录", sort = "regulation" }
period = "逐案"
evidence = { noun = "工作记录", sort = "publicity", kinds = ["法规宣贯"] }
due = { rule = "事后第几个工作日", days = 5 }
basis = "文件规定"
owner = "局"
"#;

#[test]
fn on_an_earlier_day_a_hazard_is_listed_as_it_stood_and_a_draft_is_nobodys_open_one() {
    let mut world = World::busy();
    let shop = world.food.to_string();
    let draft =
        [("township", WANAN), ("enterprise", &shop), ("description", "线路乱接"), ("found_on", "2026-11-20")];
    world.acts_on_new(Deed::Draft, &draft);
    let (day, window) = ("2026-11-23".parse().unwrap(), Window::top(10));
    let filter = EnterpriseFilter { ids: vec![world.food], ..EnterpriseFilter::default() };
    let Answer::Enterprises(page) = world.at.desk.ask(&Query::Enterprises { filter, window, day }) else {
        panic!()
    };
    assert_eq!(page.rows[0].open_hazards, 2);

    let states = |on: &str, states: Vec<State>| {
        let filter = HazardFilter { text: "灭火器".into(), states, ..HazardFilter::default() };
        let query = Query::Hazards { filter, order: HazardOrder::Number, window, day: on.parse().unwrap() };
        let Answer::Hazards(page) = world.at.desk.ask(&query) else { panic!() };
        page.rows.iter().map(|line| line.state).collect::<Vec<_>>()
    };
    assert_eq!(states("2026-11-23", Vec::new()), [State::PendingRecheck]);
    assert_eq!(states("2026-11-12", Vec::new()), [State::Rectifying]);
    assert_eq!(states("2026-11-12", vec![State::PendingRecheck]), []);
}

#[test]
fn the_way_out_takes_what_last_month_missed_as_the_morning_does() {
    let mut world = World::busy();
    let (food, fuel) = (world.food.to_string(), world.fuel.to_string());
    world.at.submits(Command::Load {
        name: "office.toml".into(),
        text: "[settings]\nstart_on = \"2026-10-01\"\n".into(),
    });
    let plan = world.enters(Kind::InspectionPlan, &[("township", WANAN), ("month", "2026-10")]).to_string();
    world.enters(Kind::PlanItem, &[("plan", &plan), ("enterprise", &food), ("planned_on", "2026-10-20")]);
    world.enters(Kind::PlanItem, &[("plan", &plan), ("enterprise", &fuel)]);
    let text = world.text(of_township("outing", WANAN));
    assert!(
        text.contains("企业 阿芬牛肉店，地址 后埔1号，负责人电话 张三 138****1234，事由 漏检、到期、复查"),
        "{text}"
    );
}

#[test]
fn what_a_department_sent_back_and_was_sent_again_is_one_transfer_of_its_first_month() {
    let mut world = World::new();
    world.at.submits(Command::Load {
        name: "office.toml".into(),
        text: "[settings]\nstart_on = \"2026-09-01\"\n".into(),
    });
    let more = [
        ("description", "外墙开裂"),
        ("found_on", "2026-09-01"),
        ("track", "移交"),
        ("department", "zj"),
        ("basis", "房屋安全属住建"),
        ("interim", "围挡"),
    ];
    let one = world.hazard(world.food, WANAN, Id::NONE, &more);
    let send = |world: &mut World, letter: &str, on: &str| {
        let department = if on < "2026-10" { "zj" } else { "xf" };
        let letter = [("department", department), ("letter_no", letter), ("sent_on", on), ("channel", "函")];
        world.acts(one, Deed::SendLetter, &letter);
    };
    send(&mut world, "洛商函〔2026〕1号", "2026-09-02");
    world.acts(one, Deed::Return, &[("returned_on", "2026-09-10"), ("reason", "不属本部门")]);
    world.acts(one, Deed::Assign, &[("department", "xf"), ("basis", "属消防"), ("level", "一般")]);
    send(&mut world, "洛商函〔2026〕2号", "2026-11-05");
    let quarter = |period: &str| {
        let wanted = Wanted { period: period.parse().ok(), ..wanted("quarterly") };
        world.text(wanted)
    };
    assert!(quarter("2026Q3").contains("本期移交其他部门1条"), "{}", quarter("2026Q3"));
    assert!(quarter("2026Q4").contains("本期移交其他部门0条"), "{}", quarter("2026Q4"));
}

#[test]
fn what_a_township_exports_of_a_kind_is_its_own() {
    let mut world = World::busy();
    let (food, mall) = (world.food.to_string(), world.mall.to_string());
    let of_kind = |world: &World, kind: Kind, township: &str| {
        let rows = world.at.desk.extract(Extract::Of(kind), township);
        rows.map(|row| row.unwrap().id).collect::<Vec<Id>>()
    };
    for shop in [&food, &mall] {
        world.enters(
            Kind::SelfInspection,
            &[("enterprise", shop), ("date", "2026-11-18"), ("led_by", "张三"), ("is_principal", "是")],
        );
    }
    let waived = [("duty", "OR-03"), ("unit", WANAN), ("from", "2026-10-01"), ("to", "2026-12-31")];
    let waived = world
        .enters(Kind::Waiver, &[&waived[..], &[("reason", "封闭施工"), ("approved_by", "林局")]].concat());
    // 消防 is the first department, as 万安 is the first unit.
    let handed = world.hazard(
        world.mall,
        HESHI,
        Id::NONE,
        &[
            ("description", "外墙开裂"),
            ("track", "移交"),
            ("department", "xf"),
            ("basis", "依据"),
            ("interim", "围挡"),
        ],
    );
    let handed = handed.to_string();
    let letter = world.enters(
        Kind::Transfer,
        &[
            ("department", "xf"),
            ("letter_no", "洛商函〔2026〕7号"),
            ("sent_on", "2026-11-20"),
            ("channel", "函"),
            ("basis", "依据"),
            ("hazards", &handed),
        ],
    );
    let number = |kind: Kind, township: &str| of_kind(&world, kind, township).len();
    assert_eq!((number(Kind::SelfInspection, WANAN), number(Kind::SelfInspection, "")), (1, 2));
    assert_eq!((number(Kind::Drill, HESHI), number(Kind::Drill, WANAN)), (1, 0));
    assert_eq!((number(Kind::PlanItem, WANAN), number(Kind::PlanItem, HESHI)), (2, 0));
    assert_eq!((of_kind(&world, Kind::Transfer, HESHI), number(Kind::Transfer, WANAN)), (vec![letter], 0));
    assert_eq!((of_kind(&world, Kind::Waiver, ""), number(Kind::Waiver, HESHI)), (vec![waived], 0));
}

#[test]
fn the_weekly_report_the_way_out_and_the_ranking() {
    let world = World::busy();
    let text = world.text(wanted("weekly"));
    insta::assert_snapshot!(body(&text), @r#"
    全区安全生产治本攻坚行动周报

    本周检查企业0家次，出动0人次；发现隐患0条（重大0条），整改0条，销号0条，移交0条；培训0场，演练0场，宣传0次，提示信息0条，企业自查0家。截至2026-11-23，在办隐患3条，逾期1条，重大在账0条。

    一、各乡镇情况
    【本周】
    万安：检查 0，发现 0，整改 0，销号 0，移交 0，在办 2，逾期 1，重大在账 0
    双阳：检查 0，发现 0，整改 0，销号 0，移交 0，在办 0，逾期 0，重大在账 0
    罗溪：检查 0，发现 0，整改 0，销号 0，移交 0，在办 0，逾期 0，重大在账 0
    马甲：检查 0，发现 0，整改 0，销号 0，移交 0，在办 0，逾期 0，重大在账 0
    河市：检查 0，发现 0，整改 0，销号 0，移交 0，在办 1，逾期 0，重大在账 0
    虹山：检查 0，发现 0，整改 0，销号 0，移交 0，在办 0，逾期 0，重大在账 0
    合计：检查 0，发现 0，整改 0，销号 0，移交 0，在办 3，逾期 1，重大在账 0

    二、急办事项
    【逾期和重大隐患】
    H2611-0001：企业 阿芬牛肉店，隐患描述 后厨软管老化，等级 一般，状态 整改中，发现日期 2026-11-10，期限 2026-11-15，逾期天数 8

    三、下周要办
    【下周到期的隐患】
    H2611-0003：企业 好又多超市，隐患描述 货架占用疏散通道，等级 一般，状态 整改中，发现日期 2026-11-12，期限 2026-12-05
    2026-11-30前：检查行业全覆盖（万安）
    "#);
    let text = world.text(of_township("outing", WANAN));
    insta::assert_snapshot!(body(&text), @r#"
    万安出门清单 2026年11月23日（周一）

    共2家。
    【今天要去的企业】
    1. 后埔：企业 阿芬牛肉店，地址 后埔1号，负责人电话 张三 138****1234，事由 到期、复查，上次检查 2026-11-10，未闭环隐患 H2611-0001 后厨软管老化（整改中，期限 2026-11-15）；H2611-0002 灭火器过期（待复查）
    2. 塘西：企业 顺达加油站，地址 塘西1号，负责人电话 李四 138****1234，事由 漏检
    "#);
    let text = world.text(wanted("ranking"));
    insta::assert_snapshot!(body(&text), @r#"
    各乡镇工作排名表（2026年四季度）

    【排名】
    1. 万安：文件规定欠账 0，局内约定欠账 0，检查覆盖率 50%，发现隐患 2，整改率 50%，闭环率 0%，逾期 1
    2. 河市：文件规定欠账 1，局内约定欠账 0，检查覆盖率 100%，发现隐患 1，整改率 0%，闭环率 0%，逾期 0
    3. 双阳：文件规定欠账 1，局内约定欠账 0，检查覆盖率 -，发现隐患 0，整改率 -，闭环率 -，逾期 0
    4. 罗溪：文件规定欠账 1，局内约定欠账 0，检查覆盖率 -，发现隐患 0，整改率 -，闭环率 -，逾期 0
    5. 马甲：文件规定欠账 1，局内约定欠账 0，检查覆盖率 -，发现隐患 0，整改率 -，闭环率 -，逾期 0
    6. 虹山：文件规定欠账 1，局内约定欠账 0，检查覆盖率 -，发现隐患 0，整改率 -，闭环率 -，逾期 0
    "#);
}

#[test]
fn rows_of_the_plan_say_what_shows_progress_and_what_comes_next() {
    let mut world = World::busy();
    world.enters(
        Kind::Progress,
        &[("task", "T16"), ("date", "2026-11-20"), ("unit", "LT"), ("text", "已会同消防排查商超")],
    );
    let text = world.text(wanted("progress"));
    let of = |number: &str| text.lines().find(|line| line.starts_with(number)).unwrap_or_default().to_owned();
    insta::assert_snapshot!([of("16. "), of("31. ")].join("\n"), @r#"
    16. 按清单配合排查隐患：责任单位 商贸流通股，时限 持续，状态 进行中，本期进展 2026-11-20 商贸流通股：已会同消防排查商超，佐证 OR-03 2/3，下步 2026-11-30前：检查行业全覆盖
    31. 半年督导各乡镇：责任单位 商贸流通股牵头，其他成员单位按职责分工，时限 持续，状态 进行中，佐证 OR-04 1/6，下步 2026-12-31前：半年督导乡镇
    "#);
    assert_eq!(text.lines().filter(|line| line.contains("：责任单位 ")).count(), 34);
}

#[test]
fn a_draw_can_be_repeated_with_its_seed() {
    let mut world = World::new();
    let shop = world.food;
    let closed = |world: &mut World, text: &str| {
        let one = world.hazard(shop, WANAN, Id::NONE, &[("description", text), ("due", "2026-11-15")]);
        world.acts(one, Deed::ReportDone, &[("done_on", "2026-11-12"), ("how", "已改")]);
        world.acts(one, Deed::PassRecheck, &[("on", "2026-11-13"), ("by", "陈三"), ("opinion", "合格")]);
    };
    (0..12).for_each(|n| closed(&mut world, &format!("隐患{n}")));
    let draw = |world: &World, seed: u64, number: u32| {
        let wanted = Wanted { seed: Some(seed), number: Some(number), ..wanted("lookback") };
        world.text(wanted)
    };
    assert_eq!(draw(&world, 7, 3), draw(&world, 7, 3));
    insta::assert_snapshot!(body(&draw(&world, 7, 3)), @r#"
    回头看抽查名单（2026年四季度）

    2026年四季度销号的重大隐患0条全部抽查；一般隐患12条，抽取3条。随机种子 7。
    【抽查名单】
    1. H2611-0002：乡镇 万安，企业 阿芬牛肉店，隐患描述 隐患1，等级 一般，销号日期 2026-11-13
    2. H2611-0010：乡镇 万安，企业 阿芬牛肉店，隐患描述 隐患9，等级 一般，销号日期 2026-11-13
    3. H2611-0011：乡镇 万安，企业 阿芬牛肉店，隐患描述 隐患10，等级 一般，销号日期 2026-11-13

    抽取人：____________
    监督人：____________
    日期：____________
    "#);
    assert_ne!(body(&draw(&world, 8, 3)).replace("种子 8", "种子 7"), body(&draw(&world, 7, 3)));
    assert_eq!(draw(&world, 7, 50).matches("H2611-").count(), 12);
    let drawn = |text: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.split_once(". H2611-"));
        lines.map(|(_, rest)| rest.chars().take(4).collect()).collect()
    };
    let before = drawn(&draw(&world, 7, 3));
    closed(&mut world, "后来的");
    let after = drawn(&draw(&world, 7, 3));
    let gone = before.iter().filter(|one| !after.contains(one)).count();
    assert!(gone <= 1, "one more moves no other: {before:?} {after:?}");
}

#[test]
fn a_township_makes_its_own_papers_and_the_numbers_of_all() {
    let mut world = World::busy();
    let accident = [("sort", "accident"), ("title", "后厨火情"), ("date", "2026-11-10"), ("unit", WANAN)];
    let food = world.food.to_string();
    world.enters(Kind::Evidence, &[&accident[..], &[("enterprise", &food), ("grade", "一般")]].concat());
    let officer = Officer {
        name: "庄某".into(),
        unit: HESHI.into(),
        roles: vec![Role::Township],
        person: zhiben::model::id::Id::NONE,
    };
    let desk = world.at.desk.seat_of(officer);
    let refused = |wanted: Wanted| report_at(&desk, wanted).unwrap_err();
    assert_eq!(refused(of_township("owes", WANAN)), "万安的欠账通报只有本乡镇和局里能看");
    assert_eq!(refused(of_township("supervision", WANAN)), "万安的半年督导报告只有本乡镇和局里能看");
    assert_eq!(refused(of_record("enterprise", world.food)), "E2611-0001 不在您的辖区或行业内");
    // Without a township it is their own.
    let own = report_at(&desk, wanted("owes")).unwrap();
    assert_eq!(own.title, "关于河市镇治本攻坚行动欠账事项的工作提醒");
    assert_eq!(report_at(&desk, wanted("weekly")).unwrap().caliber.unit, "河市");
    // What the bureau owes about a township is not the township's to do.
    let text = |code: &str| {
        text(&report_at(&desk, Wanted { day: "2026-12-25".parse().unwrap(), ..wanted(code) }).unwrap())
    };
    assert!(!text("weekly").contains("半年督导乡镇"), "{}", text("weekly"));
    let all = world.text(Wanted { day: "2026-12-25".parse().unwrap(), ..wanted("weekly") });
    assert!(all.contains("前：半年督导乡镇（区商务局、双阳、"), "{all}");
    // Totals are everybody's, of what happened elsewhere too.
    assert!(text("three-year").contains("登记生产安全事故1起"), "{}", text("three-year"));
    let monthly = |desk| report_at(desk, wanted("monthly")).unwrap().blocks;
    assert_eq!(monthly(&desk), monthly(&world.at.desk));
}
