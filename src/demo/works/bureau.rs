//! What the bureau and its sections do: the 专班, mechanisms, 四进, meetings, guidance, reports, good practice, measures.

use super::{Script, Work, day};
use crate::calendar::PeriodKind;
use crate::demo::cast::{BUREAU, SECTION, Who};

const FOREIGN: &str = "WZ";
const LEAD: Who = Who::SectionLead;

pub fn plan(script: &mut Script) {
    begin(script);
    mechanisms(script);
    four_entries(script);
    measures(script);
    associations(script);
    for period in script.periods(PeriodKind::Quarter) {
        quarter(script, period);
    }
    for period in script.periods(PeriodKind::Half) {
        half(script, period);
    }
    for period in script.periods(PeriodKind::Year) {
        year(script, period.start().year());
    }
}

fn begin(script: &mut Script) {
    let members = [Who::Leader, Who::SectionLead, Who::Section].map(|who| script.name(who)).join("、");
    let group = Work::of(LEAD, "work_group", BUREAU, "商贸行业治本攻坚工作专班").with("members", members);
    let group = group.with("responsible", script.name(Who::Leader)).with("doc_no", "泉洛商务〔2024〕21号");
    script.on(day(2024, 5, 16), group);
    let meeting =
        Work::of(LEAD, "meeting", BUREAU, "全区商贸行业治本攻坚动员部署会").with("variant", "专题动员");
    let meeting =
        meeting.with("chair", script.name(Who::Leader)).with("is_principal", "是").with("headcount", "64");
    script.on(day(2024, 5, 22), meeting.with("attachment", "会议纪要"));
    let parties = [
        ("专业机构", "闽安消防技术服务中心（演示）", "消防设施检测和复查技术支持"),
        ("社会力量", "洛江蓝盾志愿服务队（演示）", "安全生产月宣传"),
        ("行业协会", "洛江餐饮行业协会（演示）", "会员互查"),
    ];
    for (n, (variant, title, scope)) in parties.into_iter().enumerate() {
        let work = Work::of(LEAD, "third_party", BUREAU, title).with("variant", variant).with("scope", scope);
        let proof = if n == 1 { "" } else { "服务协议" };
        let at = day(2024, 7, 8).plus(n as i32 * 40);
        script.on(at, work.with("start_on", "@today").with("end_on", "2026-12-31").with("attachment", proof));
    }
    let projects = [
        ("监测预警", "大型综合体电气火灾监测接入", "实施中"),
        ("瓶改管", "万安餐饮街瓶改管", "已完成"),
        ("气改电", "马甲小餐饮气改电", "实施中"),
        ("装备更新", "加油站油气回收装置更新", "计划"),
        ("数字化", "商贸隐患台账数字化", "实施中"),
    ];
    for (n, (variant, title, stage)) in projects.into_iter().enumerate() {
        let work = Work::of(LEAD, "tech_project", SECTION, title)
            .with("variant", variant)
            .with("quantity", (n * 7 + 3).to_string());
        script.on(day(2024, 9, 3).plus(n as i32 * 90), work.with("stage", stage).with("attachment", "方案"));
    }
}

/// Begun in 2024, in use in 2025, the whole of it in 2026 — all but one.
fn mechanisms(script: &mut Script) {
    for (n, variant) in ["联合督导", "排查整治", "督促指导", "自查自改"].into_iter().enumerate()
    {
        let work =
            Work::of(LEAD, "mechanism", BUREAU, format!("商贸行业{variant}机制")).with("variant", variant);
        let work = work
            .with("stage", "初步建立")
            .with("partners", "消防、住建、城管、市监")
            .with("doc_no", format!("泉洛商务〔2024〕{}号", 33 + n));
        let work = work.later(350, LEAD, &[("stage", "常态化")]);
        let work = if n < 3 { work.later(690, LEAD, &[("stage", "格局形成")]) } else { work };
        script.on(day(2024, 10, 14).plus(n as i32 * 6), work);
    }
}

fn four_entries(script: &mut Script) {
    let items = [
        ("规划", "商贸流通业发展规划"),
        ("政策", "促消费扶持办法"),
        ("行政许可", "成品油零售经营许可"),
        ("行政许可", "报废机动车回收拆解初审"),
        ("法规标准", "餐饮服务燃气使用规范"),
        ("团体标准", "再生资源堆场管理规范"),
        ("政策", "夜间经济示范街区评选办法"),
        ("规划", "商业网点布局规划"),
    ];
    for (n, (variant, title)) in items.into_iter().enumerate() {
        let work =
            Work::of(LEAD, "four_entry", BUREAU, title).with("variant", variant).with("stage", "待梳理");
        let found = [
            ("stage", "已梳理"),
            ("reviewed_on", "@today"),
            ("has_clause", if n % 4 == 3 { "否" } else { "是" }),
            ("clause_text", if n % 4 == 3 { "" } else { "把消防、燃气安全条件列为前置要求" }),
            ("red_line", "未通过消防验收的不予支持"),
        ];
        let work = if n < 7 { work.later(90 + n as i32 * 15, LEAD, &found) } else { work };
        let raised = [("stage", "已提升"), ("improved_on", "@today")];
        let work = if n < 4 { work.later(480 + n as i32 * 40, LEAD, &raised) } else { work };
        script.on(day(2024, 7, 2).plus(n as i32 * 9), work);
    }
}

/// A few of each list: what an office really enters it imports from a table.
fn measures(script: &mut Script) {
    let lists = [("国15条", 5), ("省66项", 4), ("市75项", 4), ("区73项", 6)];
    let texts = [
        "压实企业主要负责人责任",
        "推动餐饮场所安装报警器",
        "开展大型综合体消防会商",
        "完善隐患排查奖励",
        "加强外包作业管理",
        "整治违规充电",
    ];
    for (list, count) in lists {
        for n in 0..count {
            let text = texts.get(n).copied().unwrap_or_default();
            let work = Work::of(LEAD, "measure", BUREAU, text)
                .with("variant", list)
                .with("number", (n + 1).to_string());
            let work = work
                .with("text", format!("{text}（演示）"))
                .with("stage", if n == 0 { "推进中" } else { "未落实" });
            let done = [("stage", "已落实"), ("done_on", "@today"), ("result", "已纳入年度计划并抽查")];
            let work = if n % 3 != 2 { work.later(200 + n as i32 * 60, LEAD, &done) } else { work };
            script.on(day(2024, 6, 18), work);
        }
    }
}

/// Associations, and the four things that each does by the year (二(二)3) — some of them.
fn associations(script: &mut Script) {
    let associations = [
        ("cy", "洛江餐饮行业协会（演示）"),
        ("cp", "洛江成品油流通协会（演示）"),
        ("sc", "洛江商超零售协会（演示）"),
    ];
    let actions = [
        ("自律倡议", "会员安全自律倡议书"),
        ("风险提醒", "行业风险提醒"),
        ("公益讲座", "消防公益讲座"),
        ("自查", "会员单位互查"),
    ];
    for (n, (industry, title)) in associations.into_iter().enumerate() {
        let work =
            Work::of(LEAD, "association", BUREAU, title).with("industry", industry).with("stage", "活动");
        script.on(day(2024, 5, 20), work.named(format!("association {n}")));
        for year in 2024..=2026 {
            for (at, (variant, name)) in actions.into_iter().enumerate() {
                if (n, at) == (1, 2) || (n == 2 && year == 2025 && at > 1) {
                    continue;
                }
                let work = Work::of(LEAD, "association_action", BUREAU, name).with("variant", variant);
                let work = work
                    .with("about", format!("@of association {n}"))
                    .with("headcount", "40")
                    .with("attachment", "活动照片");
                script.on(day(year, 6, 25).plus(at as i32 * 40 + n as i32 * 5), work);
            }
            let work =
                Work::of(LEAD, "guidance", SECTION, "指导协会履行安全自律职责").with("variant", "座谈交流");
            script.on(
                day(year, 9, 9).plus(n as i32),
                work.with("about", format!("@of association {n}")).with("attachment", "记录表"),
            );
        }
    }
}

fn quarter(script: &mut Script, period: crate::calendar::Period) {
    let leader = script.name(Who::Leader);
    let label = period.label();
    for (variant, title, percent) in
        [("听取汇报", "听取商贸行业安全工作汇报", 92), ("研究问题", "研究商贸安全重点难点问题", 88)]
    {
        if script.chance(percent) {
            let at = script.within(period);
            let work = Work::of(LEAD, "meeting", BUREAU, format!("{label}{title}")).with("variant", variant);
            let work = work.with("chair", leader.clone()).with("is_principal", "是").with("headcount", "18");
            script.on(
                at,
                work.with("decisions", "逾期隐患挂账督办，经费由局统筹").with("attachment", "会议纪要"),
            );
        }
    }
    let at = script.within(period);
    let case =
        Work::of(Who::Section, "publicity", SECTION, "全国商贸场所事故典型案例").with("variant", "典型案例");
    script.on(at, case.with("media", "公众号").with("audience", "900").with("attachment", "推送截图"));
    for (n, industry, title) in [(0, "cy", "餐饮场所燃气安全提示"), (1, "sc", "商超促销人员密集提示")]
    {
        let at = period.start().plus(n * 45 + script.between(2, 12));
        let work = Work::of(Who::Section, "notice", SECTION, title)
            .with("variant", if n == 0 { "提示信息" } else { "风险提示" });
        let work = work
            .with("industry", industry)
            .with("channel", "微信群")
            .with("trigger", "季节")
            .with("audience", "260");
        if script.chance(93) {
            script.on(at, work.with("text", format!("{title}：请对照清单自查，发现问题当日处理。")));
        }
    }
    let at = script.within(period);
    let departments = [("消防", "xf"), ("住建", "zj"), ("城管", "cg"), ("市监", "sj")];
    let (short, code) = departments.get(period.start().month() as usize / 3 % 4).copied().unwrap_or_default();
    let work = Work::of(Who::Section, "coordination", SECTION, format!("与{short}部门会商商贸隐患移交"))
        .with("variant", "沟通联系");
    script.on(
        at,
        work.with("department", code).with("result", "移交函五个工作日内签收").with("attachment", "会商记录"),
    );
    let sent = Work::of(Who::Section, "report_sent", SECTION, format!("{label}商贸安全工作季报"))
        .with("variant", "季报");
    script.on(
        period.end().plus(-2),
        sent.with("scope", "区安办").with("channel", "OA").with("attachment", "报送件"),
    );
}

fn half(script: &mut Script, period: crate::calendar::Period) {
    let label = period.label();
    let sent = Work::of(Who::Section, "report_sent", SECTION, format!("{label}商贸行业治本攻坚小结"))
        .with("variant", "半年报");
    script.on(
        period.end().plus(-4),
        sent.with("scope", "市商务局、区安办")
            .with("doc_no", format!("泉洛商务报〔{}〕6号", period.start().year())),
    );
    for n in 0..2 {
        let at = script.within(period);
        if (period.start().year(), n) != (2025, 1) {
            let work =
                Work::of(LEAD, "guidance", FOREIGN, "督促境外项目落实安全责任").with("variant", "工作提醒");
            script.on(
                at.max(day(2024, 7, 20)),
                work.with("about", format!("@of overseas {n}"))
                    .with("result", "已回复整改")
                    .with("attachment", "督促函"),
            );
        }
    }
}

fn year(script: &mut Script, year: i32) {
    let month = Work::of(Who::Section, "publicity", BUREAU, format!("{year}年安全生产月启动仪式"))
        .with("variant", "安全生产月");
    script.on(
        day(year, 6, 3),
        month.with("audience", "420").with("place", "万安文化广场").with("attachment", "活动照片"),
    );
    for (n, (variant, title)) in
        [("标准宣贯", "商贸行业安全生产标准化宣贯"), ("小微标准宣贯", "小微企业标准化宣贯")]
            .into_iter()
            .enumerate()
    {
        let work = Work::of(Who::Section, "publicity", SECTION, title).with("variant", variant);
        script.on(
            day(year, 9, 15).plus(n as i32 * 20),
            work.with("audience", "150").with("attachment", "签到表"),
        );
    }
    for n in 0..2 {
        let (code, short) = script.town((year as usize + n * 3) % script.towns());
        let work = Work::of(LEAD, "commendation", BUREAU, format!("表扬{short}隐患闭环工作"))
            .with("target", code.clone());
        script.on(
            day(year, 7, 10).plus(n as i32 * 150),
            work.with("doc_no", format!("泉洛商务〔{year}〕{}号", 50 + n)),
        );
        let work = Work::of(LEAD, "good_practice", BUREAU, format!("{short}“一店一卡”自查做法"))
            .with("target", code);
        script.on(
            day(year, 11, 3).plus(n as i32 * 9),
            work.with("text", "一店一卡，店主每周打勾，村里每月收卡。").with("scope", "全区"),
        );
    }
    let sent = Work::of(Who::Section, "report_sent", SECTION, format!("{year}年商贸安全工作年报"))
        .with("variant", "年报");
    script.on(day(year, 12, 20), sent.with("scope", "市商务局").with("attachment", "报送件"));
}
