//! Papers on one record, with all their words.

use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::model::command::Command;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};

use super::world::*;

fn slip(world: &World, id: Id) -> String {
    let text = world.text(of_record("slip", id));
    body(&text).to_owned()
}

#[test]
fn an_exhibition_of_a_thousand_is_asked_for_two_more_items() {
    let mut world = World::new();
    let one = world.enters(
        Kind::Exhibition,
        &[
            ("title", "海丝石材展"),
            ("date", "2026-12-05"),
            ("end_on", "2026-12-07"),
            ("organizer", "石材商会"),
            ("township", WANAN),
            ("place", "万安会展馆"),
            ("procedure", "备案"),
            ("filed_on", "2026-11-20"),
            ("expected", "1000"),
            ("has_plan", "是"),
            ("has_measures", "否"),
        ],
    );
    insta::assert_snapshot!(slip(&world, one), @r#"
    涉外经济技术展览会安全查验单

    名称：海丝石材展
    主办单位：石材商会
    乡镇：万安
    场地：万安会展馆
    开展日：2026-12-05
    闭展日：2026-12-07
    办理方式：备案
    审批备案机关：
    备案日：2026-11-20
    预计人数：1000
    【查验项目】
    1. 安全生产及应急预案：结果 是
    2. 安全措施落实：结果 否
    3. 安全责任落实：结果 未查验
    4. 安全工作方案（1000人以上）：结果 未查验
    5. 公安许可（1000人以上）：结果 未见许可
    预计参加人数达到1000人，应有安全工作方案，并由县级公安机关许可；许可应提前20日申请。
    还缺：安全措施落实、安全责任落实、安全工作方案、公安许可。
    备案时距开展已不足20日。
    查验结论：
    查验人：
    查验日：

    查验人：____________
    主办单位：____________
    日期：____________
    "#);
}

#[test]
fn an_applicant_on_a_list_is_told_so_on_the_slip() {
    let mut world = World::new();
    let (shop, other) = (world.food.to_string(), world.mall.to_string());
    let apply = |world: &mut World, name: &str, enterprise: &str| {
        world.enters(
            Kind::SupportApplication,
            &[
                ("date", "2026-11-20"),
                ("applicant", name),
                ("enterprise", enterprise),
                ("policy", "县域商业体系建设"),
                ("amount", "50000"),
                ("checked_on", "2026-11-23"),
                ("checked_by", "陈三"),
            ],
        )
    };
    world.enters(
        Kind::DishonestEntry,
        &[
            ("date", "2026-11-01"),
            ("list", "消防安全严重失信"),
            ("subject", "阿芬牛肉店"),
            ("enterprise", &shop),
            ("listed_by", "区消防救援大队"),
            ("basis", "洛消信〔2026〕3号"),
            ("until", "2027-11-01"),
        ],
    );
    let (hit, clean) = (apply(&mut world, "阿芬牛肉店", &shop), apply(&mut world, "好又多超市", &other));
    insta::assert_snapshot!(slip(&world, hit), @r#"
    政策支持申请信用核验单

    申请日：2026-11-20
    申请单位：阿芬牛肉店
    统一社会信用代码：
    政策项目：县域商业体系建设
    金额：50000
    【名单】
    消防安全严重失信：主体 阿芬牛肉店，列入机关 区消防救援大队，依据文号 洛消信〔2026〕3号，列入日 2026-11-01，期满日 2027-11-01
    申请单位在有效名单里，按二(二)2限制其申请财政性资金项目支持和适用财政性支持措施。
    命中名单：N2611-0001 消防安全严重失信
    核验人：陈三
    核验日：2026-11-23
    结论：
    决定日：

    核验人：____________
    股室负责人：____________
    日期：____________
    "#);
    insta::assert_snapshot!(slip(&world, clean), @r#"
    政策支持申请信用核验单

    申请日：2026-11-20
    申请单位：好又多超市
    统一社会信用代码：
    政策项目：县域商业体系建设
    金额：50000
    截至2026年11月23日，申请单位不在安全生产联合惩戒、消防安全严重失信和商务黑名单的有效名单里。
    命中名单：
    核验人：陈三
    核验日：2026-11-23
    结论：
    决定日：

    核验人：____________
    股室负责人：____________
    日期：____________
    "#);
}

#[test]
fn whoever_is_listed_by_the_code_in_the_register_is_told_so_on_the_slip_and_in_the_morning() {
    let mut world = World::new();
    let code = "91350504MA2XYF9K3N";
    let shop = world.food;
    world.at.submits(Command::Amend {
        id: shop,
        seen: 0,
        fields: Fields::of([("uscc", code)]),
        effective_on: "2026-11-20".parse().unwrap(),
        why: "补证照".into(),
    });
    world.enters(
        Kind::DishonestEntry,
        &[
            ("date", "2026-11-01"),
            ("list", "消防安全严重失信"),
            ("subject", "阿芬牛肉店"),
            ("uscc", code),
            ("listed_by", "区消防救援大队"),
            ("basis", "洛消信〔2026〕3号"),
            ("until", "2027-11-01"),
        ],
    );
    let shop = shop.to_string();
    let one = world.enters(
        Kind::SupportApplication,
        &[
            ("date", "2026-11-20"),
            ("applicant", "阿芬牛肉店"),
            ("enterprise", &shop),
            ("policy", "县域商业体系建设"),
            ("checked_on", "2026-11-23"),
            ("checked_by", "陈三"),
        ],
    );
    assert!(slip(&world, one).contains("申请单位在有效名单里"), "{}", slip(&world, one));
    let day = "2026-11-23".parse().unwrap();
    let Answer::Today(page) = world.at.desk.ask(&Query::Today { day, unit: String::new() }) else { panic!() };
    let line = page.lines.iter().find(|line| line.id == one).unwrap();
    assert_eq!((line.alert.as_str(), line.text.contains("消防安全严重失信")), ("A15", true), "{line:?}");
}

#[test]
fn a_licence_review_lists_its_items() {
    let mut world = World::new();
    let shop = world.fuel.to_string();
    let one = world.enters(
        Kind::LicenseReview,
        &[
            ("date", "2026-11-18"),
            ("kind", "成品油零售经营"),
            ("applicant", "顺达加油站"),
            ("enterprise", &shop),
            ("township", WANAN),
            ("has_rules", "是"),
            ("has_conditions", "否"),
            ("has_plan", "是"),
            ("has_training", "是"),
            ("findings", "油气回收装置待检"),
            ("opinion", "补正"),
            ("reviewer", "陈三"),
        ],
    );
    insta::assert_snapshot!(slip(&world, one), @r#"
    行政许可安全初审单

    受理日：2026-11-18
    许可类型：成品油零售经营
    申请人：顺达加油站
    企业：洛江区万安顺达加油站
    乡镇：万安
    【查验项目】
    1. 安全制度和责任人：结果 是
    2. 安全条件和设施：结果 否
    3. 应急预案：结果 是
    4. 人员培训和资质：结果 是
    审查情况：油气回收装置待检
    审查意见：补正
    审查人：陈三
    办结日：

    审查人：____________
    股室负责人：____________
    日期：____________
    "#);
}

#[test]
fn a_letter_hands_over_what_is_in_it() {
    let mut world = World::new();
    let shop = world.food;
    let one = world.hazard(
        shop,
        WANAN,
        Id::NONE,
        &[
            ("description", "自建房外墙开裂"),
            ("track", "移交"),
            ("department", "zj"),
            ("basis", "房屋安全属住建"),
            ("interim", "围挡并停用"),
        ],
    );
    let letter = world.enters(
        Kind::Transfer,
        &[
            ("department", "zj"),
            ("letter_no", "洛商函〔2026〕7号"),
            ("sent_on", "2026-11-20"),
            ("channel", "函"),
            ("basis", "房屋安全属住建"),
            ("hazards", &one.to_string()),
        ],
    );
    insta::assert_snapshot!(slip(&world, letter), @r#"
    关于移交安全生产问题隐患的函

    洛商函〔2026〕7号
    洛江区住房和城乡建设局：
    按《全区商务系统安全生产治本攻坚三年行动方案（2024—2026年）》（泉洛商务〔2024〕19号）二(五)8、三(四)，现将排查中发现、属贵单位职责的问题隐患1项移交贵单位（依据：房屋安全属住建）。请依法处理，并将签收和处理结果反馈我单位。
    【移交隐患清单】
    1. H2611-0001：企业 洛江区万安阿芬牛肉店，地址 后埔1号，隐患描述 自建房外墙开裂，等级 一般，发现日期 2026-11-10，临时防范措施 围挡并停用

    泉州市洛江区商务局
    2026年11月20日

    接收单位签收人：____________
    签收日期：____________
    "#);
    let text = world.text(wanted("transfers"));
    insta::assert_snapshot!(body(&text), @r#"
    移交登记表（2026年四季度）

    移交1项次，已签收0项次，已反馈0项次。
    【移交】
    1. H2611-0001：企业 阿芬牛肉店，隐患描述 自建房外墙开裂，接收部门 住建，函号 洛商函〔2026〕7号，发出日期 2026-11-20，催办次数 0
    "#);
}

#[test]
fn a_hazard_prints_its_notice_and_after_a_recheck_the_opinion() {
    let mut world = World::busy();
    let id: Id = "H2611-0001".parse().unwrap();
    insta::assert_snapshot!(slip(&world, id), @r#"
    隐患整改通知

    洛江区万安阿芬牛肉店：
    2026年11月10日检查发现你单位存在下列问题隐患，请按要求整改，期限2026年11月15日。整改以前落实防范措施，整改完成后告知我单位复查。
    编号：H2611-0001
    部位：后厨
    隐患描述：后厨软管老化
    类别：消防
    等级：一般
    判定依据：
    整改措施：
    临时防范措施：
    整改责任单位：洛江区万安阿芬牛肉店
    整改责任人：张三
    整改期限：2026-11-15
    督促责任人：李明
    本通知为行业指导意见，不是行政执法文书。

    检查人：____________
    被检单位签收人：____________
    日期：____________
    "#);
    world.acts(id, Deed::ReportDone, &[("done_on", "2026-11-20"), ("how", "已更换金属软管")]);
    world.acts(id, Deed::PassRecheck, &[("on", "2026-11-23"), ("by", "陈三、李明"), ("opinion", "符合要求")]);
    let text = world.text(of_record("slip", id));
    let from = text.find("整改情况").unwrap();
    assert_eq!(text.lines().next(), Some("隐患整改复查意见"));
    insta::assert_snapshot!(body(&text[from..]), @r#"
    整改情况：2026年11月20日完成。已更换金属软管
    【复查】
    2026-11-23：复查人 陈三、李明，结果 合格，意见 符合要求
    本通知为行业指导意见，不是行政执法文书。

    检查人：____________
    被检单位签收人：____________
    日期：____________
    "#);
    let why = report_at(&world.at.desk, of_record("major", id)).unwrap_err();
    assert_eq!(why, "H2611-0001 不是重大隐患，没有专报；整改通知用 report slip");
}

#[test]
fn a_major_hazard_is_told_with_its_five_points_and_its_course() {
    let mut world = World::new();
    let shop = world.mall;
    let one = world.hazard(
        shop,
        HESHI,
        Id::NONE,
        &[
            ("description", "疏散楼梯间堆放可燃物"),
            ("level", "重大"),
            ("criterion", "清单第3项"),
            ("interim", "专人值守"),
            ("due", "2026-12-10"),
            ("rectifier", "王五"),
            ("measures", "清理并加装门禁"),
        ],
    );
    let text = world.text(of_record("major", one));
    insta::assert_snapshot!(body(&text), @r#"
    重大事故隐患专报

    一、隐患情况
    编号：H2611-0001
    状态：整改中
    乡镇：河市
    企业：洛江区河市好又多超市
    行业：商场超市
    发现日期：2026-11-12
    来源：乡镇检查
    发现人：李明
    部位：
    隐患描述：疏散楼梯间堆放可燃物
    类别：消防
    判定依据：清单第3项
    成因：

    二、治理方案（五落实）
    整改责任单位：洛江区河市好又多超市
    整改责任人：王五
    整改措施：清理并加装门禁
    整改资金：
    整改期限：2026-12-10
    应急预案：
    临时防范措施：专人值守
    督促责任人：李明
    五落实还缺：资金、预案。

    三、督办和移交
    没有挂牌督办。

    四、进展
    【经过】
    2026-11-23 08:31：经办 李明，事项 登记：发现日期 2026-11-12；来源 乡镇检查；乡镇 河市；企业 洛江区河市好又多超市 E2611-0003；行业 商场超市；隐患描述 疏散楼梯间堆放可燃物；类别 消防；等级 重大；判定依据 清单第3项；发现人 李明；路径 限期整改；整改责任单位 洛江区河市好又多超市；整改责任人 王五；督促责任人 李明；整改措施 清理并加装门禁；临时防范措施 专人值守；整改期限 2026-12-10

    填报人：____________
    分管领导：____________
    日期：____________
    "#);
}

#[test]
fn a_visit_and_a_month_plan_print_what_was_found_and_what_was_done() {
    let world = World::busy();
    insta::assert_snapshot!(slip(&world, "I2611-0001".parse().unwrap()), @r#"
    安全生产检查记录表

    编号：I2611-0001
    日期：2026-11-10
    企业：洛江区万安阿芬牛肉店
    行业：餐饮燃气
    地址：后埔1号
    主要负责人：张三
    方式：日常
    检查单位：
    带队人：
    检查人：李明、陈三
    联合单位：
    第三方：
    专项整治：
    结论：发现
    备注：
    【发现的问题隐患】
    1. H2611-0001：部位 后厨，隐患描述 后厨软管老化，等级 一般，路径 限期整改，期限 2026-11-15，状态 整改中
    2. H2611-0002：隐患描述 灭火器过期，等级 一般，路径 限期整改，期限 2026-11-15，状态 待复查

    检查人：____________
    被检单位签字人：____________
    日期：____________
    "#);
    insta::assert_snapshot!(slip(&world, "P2611-0001".parse().unwrap()), @r#"
    万安2026年11月检查计划表

    乡镇：万安
    月份：2026-11
    报送日：2026-11-03
    审阅：
    备注：
    计划2家，已检1家。
    【计划和兑现】
    1. 洛江区万安阿芬牛肉店：计划日期 2026-11-10，结果 已检，检查日期 2026-11-10
    2. 洛江区万安顺达加油站：计划日期 2026-11-20

    制表人：____________
    分管负责人：____________
    日期：____________
    "#);
}

#[test]
fn a_roll_has_a_place_to_sign_and_the_register_says_who_lacks_training() {
    let mut world = World::new();
    let person = |world: &mut World, name: &str| {
        world.enters(
            Kind::Person,
            &[
                ("name", name),
                ("unit", WANAN),
                ("post", "干事"),
                ("role", "乡镇经办"),
                ("since", "2025-03-01"),
            ],
        )
    };
    let (one, _) = (person(&mut world, "赵一"), person(&mut world, "钱二"));
    let session = world.enters(
        Kind::Training,
        &[
            ("date", "2026-11-09"),
            ("topic", "业务培训"),
            ("kind", "乡镇人员"),
            ("by", "JU"),
            ("place", "三楼会议室"),
        ],
    );
    let (session_id, one) = (session.to_string(), one.to_string());
    world.enters(
        Kind::Attendance,
        &[("training", &session_id), ("person", &one), ("name", "赵一"), ("score", "合格")],
    );
    insta::assert_snapshot!(slip(&world, session), @r#"
    培训名册：业务培训

    日期：2026-11-09
    主题：业务培训
    类型：乡镇人员
    主办单位：区商务局
    行业：
    讲师：
    地点：三楼会议室
    课时：
    人次：
    【到场】
    1. 赵一：单位 万安，考核 合格
    "#);
    let text = world.text(of_township("staff", WANAN));
    insta::assert_snapshot!(body(&text), @r#"
    乡镇人员培训覆盖名册

    【乡镇人员培训】
    万安：在岗 2，已训 1，未训 1，率 50%
    全区：在岗 2，已训 1，未训 1，率 50%
    【名册】
    1. 万安：姓名 赵一，职务 干事，到岗日期 2025-03-01，是否已训 已训，最近培训 2026-11-09，主题 业务培训
    2. 万安：姓名 钱二，职务 干事，到岗日期 2025-03-01，是否已训 未训
    "#);
}

#[test]
fn four_entries_are_counted_and_listed() {
    let mut world = World::new();
    world.enters(
        Kind::Evidence,
        &[
            ("sort", "four_entry"),
            ("date", "2026-11-02"),
            ("unit", "LT"),
            ("title", "商品储备管理办法"),
            ("variant", "政策"),
            ("has_clause", "是"),
            ("red_line", "不得占用消防通道存放"),
            ("reviewed_on", "2026-11-02"),
        ],
    );
    let text = world.text(wanted("four-entry"));
    insta::assert_snapshot!(body(&text), @r#"
    “四进”工作梳理表

    共1项，已梳理1项，已提升0项，含安全要求1项。
    【四进事项】
    1. 政策：名称 商品储备管理办法，责任单位 商贸流通股，含安全要求 是，安全红线 不得占用消防通道存放，梳理日 2026-11-02
    "#);
}

#[test]
fn an_enterprise_is_told_whole_with_its_papers_and_the_day_they_end() {
    let mut world = World::busy();
    let food = world.food.to_string();
    let bare = world.text(of_record("enterprise", world.mall));
    assert!(bare.contains("六、证照和其他记录\n没有证照和其他记录。"), "{bare}");
    for paper in [
        [("kind", "其他"), ("number", "PW-1"), ("date", "2025-01-01"), ("until", "2026-12-02")],
        [("kind", "食品经营"), ("number", "SP-1"), ("date", "2024-01-02"), ("until", "")],
    ] {
        let fields: Vec<_> = paper.into_iter().chain([("enterprise", food.as_str())]).collect();
        world.enters(Kind::Licence, &fields);
    }
    let text = world.text(of_record("enterprise", world.food));
    insta::assert_snapshot!(body(&text), @r#"
    洛江区万安阿芬牛肉店 一企一档

    一、基本情况
    企业名称：洛江区万安阿芬牛肉店
    主体类型：企业
    乡镇：万安
    村居：后埔
    地址：后埔1号
    行业：餐饮燃气
    主要负责人：张三
    联系电话：138****1234
    纳管日：2024-06-01

    二、隐患
    共发现隐患2条，已销号0条，闭环率0%。
    【隐患】
    H2611-0001：企业 阿芬牛肉店，隐患描述 后厨软管老化，等级 一般，状态 整改中，发现日期 2026-11-10，期限 2026-11-15，逾期天数 8
    H2611-0002：企业 阿芬牛肉店，隐患描述 灭火器过期，等级 一般，状态 待复查，发现日期 2026-11-10，期限 2026-11-15

    三、检查、自查和演练
    【检查】
    2026-11-10：方式 日常，检查人 李明、陈三，结论 发现，被检单位签字人 张三
    没有自查记录。
    没有演练记录。

    四、培训
    没有参加培训的记录。

    五、执法、事故、失信和其他
    没有执法、事故等记录。
    没有列入失信名单的记录。
    没有许可审查记录。

    六、证照和其他记录
    【检查计划条目】
    2026-11 检查计划：计划日期 2026-11-10，结果 已检，检查 2026-11-10 检查，兑现日 2026-11-10
    【证照】
    食品经营：证号 SP-1，发证日 2024-01-02，有效期至 长期
    其他：证号 PW-1，发证日 2025-01-01，有效期至 2026-12-02

    七、义务
    没有它自己的义务。
    "#);
}

#[test]
fn a_township_is_told_whole() {
    let world = World::busy();
    let text = world.text(of_township("township", HESHI));
    insta::assert_snapshot!(body(&text), @r#"
    河市镇一乡镇一档

    一、基本情况
    【在营企业】
    餐饮燃气：在营企业 0，重点企业 0
    成品油流通：在营企业 0，重点企业 0
    报废机动车回收拆解：在营企业 0，重点企业 0
    再生资源回收：在营企业 0，重点企业 0
    商场超市：在营企业 1，重点企业 0
    大型商业综合体：在营企业 0，重点企业 0
    非星级酒店（宾馆）：在营企业 0，重点企业 0
    合计：在营企业 1，重点企业 0
    没有登记人员。
    【乡镇人员培训】
    河市：在岗 0，已训 0，未训 0，率 -
    全区：在岗 0，已训 0，未训 0，率 -

    二、制度与方案
    没有登记实施方案、年度目标、机制文件和会议。

    三、计划、检查和自查
    【检查覆盖（2026年）】
    河市：餐饮 -，成品油 -，报废车 -，再生资源 -，商超 1/1，综合体 -，非星酒店 -，合计 1/1
    全区：餐饮 1/1，成品油 0/1，报废车 -，再生资源 -，商超 1/1，综合体 -，非星酒店 -，合计 2/3
    【计划与兑现（2026年）】
    河市：1月 未录，2月 未录，3月 未录，4月 未录，5月 未录，6月 未录，7月 未录，8月 未录，9月 未录，10月 未录，11月 欠，12月 未
    全区：1月 未录，2月 未录，3月 未录，4月 未录，5月 未录，6月 未录，7月 未录，8月 未录，9月 未录，10月 未录，11月 欠1/6，12月 未

    四、逐年工作量
    【工作量】
    检查企业家次：2024年 0，2025年 0，2026年 1，合计 1
    出动人次：2024年 0，2025年 0，2026年 3，合计 3
    联合检查次：2024年 0，2025年 0，2026年 1，合计 1
    发现隐患：2024年 0，2025年 0，2026年 1，合计 1
    其中重大隐患：2024年 0，2025年 0，2026年 0，合计 0
    整改（含以前发现的）：2024年 0，2025年 0，2026年 0，合计 0
    销号：2024年 0，2025年 0，2026年 0，合计 0
    移交：2024年 0，2025年 0，2026年 0，合计 0
    移交已签收：2024年 0，2025年 0，2026年 0，合计 0
    培训场次：2024年 0，2025年 0，2026年 0，合计 0
    培训人次：2024年 0，2025年 0，2026年 0，合计 0
    演练场次：2024年 0，2025年 0，2026年 1，合计 1
    演练人次：2024年 0，2025年 0，2026年 35，合计 35
    宣传次：2024年 0，2025年 0，2026年 0，合计 0
    提示信息条：2024年 0，2025年 0，2026年 0，合计 0
    自查企业数：2024年 0，2025年 0，2026年 0，合计 0

    五、隐患
    【隐患（2026年）】
    河市：发现 1，整改 0，移交 0，在办 1，逾期 0，重大在账 0，闭环率 0%
    全区：发现 3，整改 1，移交 0，在办 3，逾期 1，重大在账 0，闭环率 0%
    【未闭环隐患】
    H2611-0003：企业 好又多超市，隐患描述 货架占用疏散通道，等级 一般，状态 整改中，发现日期 2026-11-12，期限 2026-12-05

    六、培训、演练和宣传
    本期没有培训记录。
    【演练】
    2026-11-05：企业 洛江区河市好又多超市，类型 疏散逃生，参加人数 35
    本期没有宣传和提示信息记录。

    七、督导
    【半年督导】
    河市：24上半年 未录，24下半年 未录，25上半年 未录，25下半年 未录，26上半年 未录，26下半年 待
    全区：24上半年 未录，24下半年 未录，25上半年 未录，25下半年 未录，26上半年 未录，26下半年 1/6

    八、欠账和难点问题
    【欠账】
    三(二) 月度检查计划（OR-01，2026年11月）（文件规定）：期限 2026-11-04
    没有登记未解决的难点问题。
    "#);
}
