//! What comes from outside and what is done about it: warnings, new rules, directives, issues, complaints, penalties, exhibitions,
//! licences, lists and applications.

use super::{Script, Work, day};
use crate::demo::cast::{BUREAU, SECTION, Who};
use crate::model::id::Kind;

const LEAD: Who = Who::SectionLead;
const FOREIGN: &str = "WZ";

pub fn plan(script: &mut Script) {
    warnings(script);
    rules(script);
    abroad(script);
    campaigns(script);
    to_be_done(script);
    penalties(script);
    exhibitions(script);
    licences(script);
    applications(script);
}

/// Warnings, and who passed them on within two workdays.
fn warnings(script: &mut Script) {
    let warnings = [
        (day(2024, 7, 23), "台风", "台风蓝色预警"),
        (day(2024, 9, 26), "节假日", "国庆长假安全提醒"),
        (day(2025, 1, 21), "节假日", "春节长假安全提醒"),
        (day(2025, 5, 8), "暴雨", "暴雨橙色预警"),
        (day(2025, 7, 28), "台风", "台风黄色预警"),
        (day(2025, 9, 26), "节假日", "国庆长假安全提醒"),
        (day(2026, 2, 9), "节假日", "春节长假安全提醒"),
        (day(2026, 4, 27), "典型事故", "外地商场火灾通报"),
        (day(2026, 8, 5), "高温", "高温橙色预警"),
        (day(2026, 9, 24), "节假日", "国庆长假安全提醒"),
        (day(2026, 11, 18), "典型事故", "外地餐饮店燃气爆燃通报"),
    ];
    for (n, (at, trigger, title)) in warnings.into_iter().enumerate() {
        let name = format!("warning {n}");
        let about = format!("@of {name}");
        script.on(at, Work::of(LEAD, "risk_event", BUREAU, title).with("trigger", trigger).named(name));
        let notice = |who: Who, unit: &str, people: i32| {
            let work = Work::of(who, "notice", unit, format!("转发{title}"))
                .with("variant", "风险提示")
                .with("trigger", trigger);
            work.with("about", about.clone()).with("channel", "微信群").with("audience", people.to_string())
        };
        script.on(at.plus(1), notice(Who::Section, SECTION, 320));
        for town in 0..script.towns() {
            let (after, people) = (script.between(1, 3), script.between(40, 160));
            if script.chance(86) {
                let (code, _) = script.town(town);
                script.on(at.plus(after), notice(Who::Clerk(town), &code, people));
            }
        }
    }
}

/// New rules, all but the last made known within 20 workdays (二(三)4); notices on trade.
fn rules(script: &mut Script) {
    let rules = [
        (day(2024, 8, 12), "餐饮场所燃气使用安全管理办法（演示）", "cy"),
        (day(2025, 3, 18), "报废机动车拆解安全技术规程（演示）", "bf"),
        (day(2025, 11, 6), "大型商业综合体消防管理规定（演示）", "zh"),
        (day(2026, 10, 12), "人员密集场所疏散标准（演示）", "sc"),
    ];
    for (n, (at, title, industry)) in rules.into_iter().enumerate() {
        let rule =
            Work::of(LEAD, "regulation", BUREAU, title).with("industry", industry).with("issued_on", "@-6");
        script.on(
            at,
            rule.with("in_force", "@+60")
                .with("doc_no", format!("演示〔{}〕{}号", at.year(), n + 3))
                .named(format!("rule {n}")),
        );
        if n < 3 {
            let work = Work::of(Who::Section, "publicity", SECTION, format!("{title}宣贯"))
                .with("variant", "法规宣贯");
            let work = work
                .with("about", format!("@of rule {n}"))
                .with("audience", "120")
                .with("attachment", "签到表");
            script.on(at.plus(14 + n as i32 * 9), work);
        }
    }
    for n in 0..4 {
        let work = Work::of(
            LEAD,
            "trade_notice",
            FOREIGN,
            ["进口食品安全公告", "两用物项出口公告", "机电产品召回公告", "烟花爆竹出口公告"][n],
        );
        let work = work
            .with("doc_no", format!("商务部公告〔演示〕{}号", 11 + n * 4))
            .with("clause_text", "经营者应核对安全标识");
        let told = if n == 3 { String::new() } else { format!("@shop {n} 1") };
        script.on(day(2024, 9, 5).plus(n as i32 * 210), work.with("told", told));
    }
}

fn abroad(script: &mut Script) {
    for (n, (country, stage, risk)) in
        [("印度尼西亚", "运营", "中"), ("菲律宾", "在建", "高")].into_iter().enumerate()
    {
        let work = Work::of(LEAD, "overseas_project", FOREIGN, format!("{country}商贸园项目（演示）"))
            .with("enterprise", format!("@shop {n} 0"));
        let work = work
            .with("country", country)
            .with("headcount", (18 + n * 30).to_string())
            .with("risk", risk)
            .with("stage", stage);
        script.on(day(2024, 6, 11), work.named(format!("overseas {n}")));
    }
}

fn campaigns(script: &mut Script) {
    let campaigns = [
        (day(2024, 6, 6), "经营性自建房", "经营性自建房专项整治", "zj", "已结束"),
        (day(2025, 4, 10), "城镇燃气", "城镇燃气安全专项整治", "cg", "进行中"),
        (day(2026, 10, 26), "其他", "岁末年初商贸场所攻坚", "xf", "进行中"),
    ];
    for (n, (at, variant, title, department, stage)) in campaigns.into_iter().enumerate() {
        let work =
            Work::of(LEAD, "campaign", BUREAU, title).with("variant", variant).with("department", department);
        let work = work
            .with("start_on", "@today")
            .with("end_on", "@+420")
            .with("stage", "进行中")
            .named(format!("campaign {n}"));
        script.on(at, if stage == "已结束" { work.later(400, LEAD, &[("stage", "已结束")]) } else { work });
        let meeting = Work::of(LEAD, "meeting", BUREAU, format!("{title}调度会"))
            .with("variant", "调度")
            .with("about", format!("@of campaign {n}"));
        let chair = script.name(Who::Leader);
        script.on(
            at.plus(25),
            meeting.with("chair", chair).with("headcount", "22").with("attachment", "会议纪要"),
        );
        let act = Work::of(Who::Section, "coordination", SECTION, format!("{title}协同行动"))
            .with("variant", "协同行动");
        script.on(
            at.plus(40),
            act.with("department", department)
                .with("about", format!("@of campaign {n}"))
                .with("attachment", "行动记录"),
        );
    }
}

/// Directives, issues, complaints: nearly all of them settled, the last ones under way, one late.
fn to_be_done(script: &mut Script) {
    let directives = [
        "限期销号商业街隐患",
        "核实综合体疏散通道占用",
        "督促补齐检查计划",
        "查清加油站卸油隐患",
        "落实餐饮报警器安装",
    ];
    let issues = [
        ("堵点", "餐饮街瓶改管接驳费用无人承担"),
        ("职责交叉", "冷库氨制冷监管部门不清"),
        ("难点", "小餐饮流动性大、台账难更新"),
        ("痛点", "自建房鉴定费用高"),
    ];
    let complaints =
        ["反映商场消防通道上锁", "反映餐饮店气罐放在门口", "反映废品站夜间切割", "反映超市电动车室内充电"];
    let days = |n: i32| day(2024, 6, 20).plus(n * 53);
    for n in 0..17 {
        let at = days(n);
        let is_last = n >= 16;
        let (code, _) = script.town(n as usize % script.towns());
        let work = Work::of(Who::Leader, "directive", BUREAU, directives[n as usize % directives.len()])
            .with("target", code.clone());
        let work = work.with("due", "@+15").with("text", "请乡镇牵头，一周内报结果。");
        let done = [("done_on", "@today"), ("result", "已办结，附照片")];
        let late = if n % 6 == 4 { 22 } else { 9 };
        script.on(at, if is_last { work } else { work.later(late, Who::Leader, &done) });
        let (kind, title) = issues[n as usize % issues.len()];
        if n % 2 == 0 {
            let work = Work::of(Who::Section, "issue", SECTION, title)
                .with("variant", kind)
                .with("stage", "待办")
                .with("target", code.clone());
            let solved = [
                ("stage", "已解决"),
                ("done_on", "@today"),
                ("result", "协调会明确由住建牵头，经费列入预算"),
            ];
            let work = work.with("due", "@+45").with("responsible", script.name(LEAD)).later(
                12,
                LEAD,
                &[("stage", "协调中")],
            );
            script.on(at.plus(10), if is_last { work } else { work.later(38, LEAD, &solved) });
        } else {
            let work =
                Work::of(Who::Section, "complaint", SECTION, complaints[n as usize % complaints.len()])
                    .with("variant", "12345热线");
            let answered = [("done_on", "@today"), ("result", "属实，已整改并回复")];
            script.on(at.plus(20), work.with("target", code).with("due", "@+10").later(6, LEAD, &answered));
        }
    }
}

/// Penalties, two accidents of the lowest grade, and who came on a list for it.
fn penalties(script: &mut Script) {
    let cases = [
        ("罚款", "擅自停用消防设施", "xf"),
        ("通报", "未落实自查制度", "yj"),
        ("停产停业", "违规储存油品", "yj"),
        ("罚款", "占用疏散通道", "xf"),
    ];
    for n in 0..8 {
        let (variant, cause, department) = cases[n % cases.len()];
        let (town, at) = (n % script.towns(), day(2024, 8, 1).plus(n as i32 * 110));
        let is_grave = n == 5;
        let work = Work::of(LEAD, "enforcement", BUREAU, cause)
            .with("enterprise", format!("@shop {town} {}", n + 2))
            .with("variant", variant);
        let work = work
            .with("department", department)
            .with("cause", cause)
            .with("doc_no", format!("泉洛罚〔{}〕{}号", at.year(), 14 + n));
        let work = work
            .with("refused", if is_grave { "是" } else { "否" })
            .with("severe", if is_grave { "是" } else { "否" });
        script.on(at, work.named(format!("penalty {n}")));
    }
    for (n, (at, title)) in
        [(day(2025, 3, 12), "餐饮店灶台起火"), (day(2026, 5, 20), "仓库叉车剐蹭伤人")].into_iter().enumerate()
    {
        let (code, short) = script.town(n + 1);
        let work = Work::of(LEAD, "accident", BUREAU, format!("{short}{title}"))
            .with("grade", "一般")
            .with("target", code);
        let work = work.with("deaths", "0").with("injured", (n + 1).to_string()).with("loss", "32000");
        script.on(
            at,
            work.with("cause", "操作不当").with("result", "已处理并通报").with("attachment", "调查报告"),
        );
    }
    let list = |name: &str| {
        Work::new(LEAD, Kind::DishonestEntry).with("list", name).with("listed_by", "区消防救援大队")
    };
    let fire = list("消防安全严重失信").with("subject", "@shopname 2 4").with("enterprise", "@shop 2 4");
    script.on(
        day(2025, 6, 10),
        fire.with("basis", "泉洛消信〔2025〕2号")
            .with("cause", "拒不改正火灾隐患")
            .with("until", "2027-06-09"),
    );
    let joint = list("安全生产联合惩戒")
        .with("subject", "泉州某危化经营部（演示）")
        .with("uscc", "91350504MA00DEMO1X");
    script.on(
        day(2024, 10, 22),
        joint
            .with("listed_by", "市应急管理局")
            .with("basis", "泉应急〔2024〕77号")
            .with("until", "2025-10-21"),
    );
    let own = Work::new(LEAD, Kind::DishonestEntry)
        .with("list", "商务黑名单（探索）")
        .with("subject", "@shopname 5 7")
        .with("enterprise", "@shop 5 7");
    script.on(
        day(2026, 2, 6).plus(20),
        own.with("listed_by", "区商务局")
            .with("penalty", "@of penalty 5")
            .with("cause", "拒不整改，严重不良影响"),
    );
}

fn exhibitions(script: &mut Script) {
    let shows = [
        (day(2024, 8, 20), "洛江夏季家装展销会（演示）", 600, true),
        (day(2025, 4, 8), "泉州洛江美食节（演示）", 3200, true),
        (day(2025, 9, 4), "洛江茶叶展销会（演示）", 450, true),
        (day(2026, 4, 22), "跨境电商选品会（演示）", 1500, true),
        (day(2026, 10, 30), "年货购物节（演示）", 2600, false),
    ];
    for (n, (at, title, expected, is_ready)) in shows.into_iter().enumerate() {
        let (code, short) = script.town(n % script.towns());
        let work = Work::new(LEAD, Kind::Exhibition)
            .with("title", title)
            .with("organizer", "洛江会展服务公司（演示）")
            .with("township", code);
        let work = work
            .with("date", if is_ready { "@+26" } else { "@+40" })
            .with("end_on", if is_ready { "@+28" } else { "@+43" });
        let work = work
            .with("place", format!("{short}会展场地"))
            .with("procedure", "备案")
            .with("authority", "区商务局")
            .with("filed_on", "@today");
        let work = work
            .with("expected", expected.to_string())
            .with("our_role", "安全工作指导")
            .with("has_plan", "是");
        let checked_by = format!("{}、{}", script.name(LEAD), script.name(Who::Section));
        let mut ready = vec![
            ("has_measures", "是"),
            ("has_duties", "是"),
            ("checked_by", checked_by.as_str()),
            ("checked_on", "@today"),
            ("opinion", "合格"),
        ];
        if expected >= 1000 {
            ready.extend([
                ("has_work_plan", "是"),
                ("permit_no", "泉洛公大型〔演示〕8号"),
                ("permit_level", "县级"),
                ("permit_on", "@-4"),
            ]);
        }
        script.on(at, if is_ready { work.later(20, LEAD, &ready) } else { work });
    }
}

fn licences(script: &mut Script) {
    for n in 0..6 {
        let (code, _) = script.town(n % script.towns());
        let kind = if n % 3 == 1 { "报废机动车回收拆解" } else { "成品油零售经营" };
        let work = Work::new(LEAD, Kind::LicenseReview)
            .with("kind", kind)
            .with("applicant", format!("申请人{}（演示）", n + 1))
            .with("township", code);
        let reviewer = script.name(Who::Section);
        let all = [
            ("has_rules", "是"),
            ("has_conditions", "是"),
            ("has_plan", "是"),
            ("has_training", "是"),
            ("findings", "资料齐全，现场核对一致"),
            ("opinion", "同意"),
            ("reviewer", reviewer.as_str()),
            ("done_on", "@today"),
        ];
        let at = day(2024, 7, 15).plus(n as i32 * 165);
        script.on(at, if n < 5 { work.later(12, LEAD, &all) } else { work.with("has_rules", "是") });
    }
}

/// One of them meets a list, the last waits for its check.
fn applications(script: &mut Script) {
    let policies = ["限上企业培育奖励", "促消费活动补助", "夜间经济示范补助", "商贸企业入库奖励"];
    for n in 0..8 {
        let is_hit = n == 4;
        let (town, at) = if is_hit { (2, 4) } else { (n % script.towns(), n + 1) };
        let work = Work::new(LEAD, Kind::SupportApplication)
            .with("applicant", format!("@shopname {town} {at}"))
            .with("enterprise", format!("@shop {town} {at}"));
        let work =
            work.with("policy", policies[n % policies.len()]).with("amount", ((n + 2) * 15000).to_string());
        let checker = script.name(Who::Section);
        let checked = [
            ("checked_on", "@today"),
            ("checked_by", checker.as_str()),
            ("decided_on", "@today"),
            ("hits", if is_hit { "消防安全严重失信" } else { "" }),
            ("result", if is_hit { "不通过" } else { "通过" }),
        ];
        let day = if is_hit { day(2025, 9, 16) } else { day(2024, 9, 10).plus(n as i32 * 112) };
        script.on(day, if n < 7 { work.later(5, LEAD, &checked) } else { work });
    }
}
