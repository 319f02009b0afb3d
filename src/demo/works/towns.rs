//! What every township does: its plan and goals once and by the year, publicity, notices and meetings by the quarter — with gaps.

use super::{Script, Work, day};
use crate::calendar::{Day, Period, PeriodKind};
use crate::demo::cast::{SECTION, Who};

/// Ways to be seen in public places (二(七)10), with what is written there.
const PUBLIC: &[(&str, &str, &str)] = &[
    ("横幅", "商业街消防安全横幅", "商业街"),
    ("大屏", "广场大屏滚动播放逃生常识", "文化广场"),
    ("标语", "农贸市场用电安全标语", "农贸市场"),
    ("挂图", "餐饮店后厨燃气安全挂图", "各村宣传栏"),
];
/// Quarters of a hundred in which each is done.
const DONE: [u32; 5] = [91, 78, 90, 84, 88];

pub fn plan(script: &mut Script) {
    for town in 0..script.towns() {
        once(script, town);
        for period in script.periods(PeriodKind::Quarter) {
            quarter(script, town, period);
        }
        for period in script.periods(PeriodKind::Year) {
            year(script, town, period.start().year());
        }
    }
}

/// 实施方案, 专题动员, 专班: one township late, one without the list of names.
fn once(script: &mut Script, town: usize) {
    let (code, short) = script.town(town);
    let (who, head) = (Who::Clerk(town), Who::TownHead(town));
    let late = if town == 4 { 70 } else { 0 };
    let begun = day(2024, 5, 27).plus(town as i32 * 3 + late);
    let plan = Work::of(who, "township_plan", &code, format!("{short}商贸行业治本攻坚三年行动实施方案"));
    script.on(
        begun,
        plan.with("doc_no", format!("{short}政〔2024〕{}号", 30 + town))
            .with("division", "企业办牵头，各村配合"),
    );
    let chair = script.name(head);
    let meeting =
        Work::of(who, "meeting", &code, format!("{short}治本攻坚专题动员会")).with("variant", "专题动员");
    let meeting = meeting
        .with("chair", chair)
        .with("is_principal", "是")
        .with("headcount", "36")
        .with("attachment", "签到表");
    script.on(begun.plus(6), meeting);
    if town != 5 {
        let members =
            format!("{}、{}、{}", script.name(head), script.name(who), script.name(Who::Mate(town)));
        let group = Work::of(who, "work_group", &code, format!("{short}工作专班")).with("members", members);
        script.on(begun.plus(8), group.with("doc_no", format!("{short}政〔2024〕{}号", 40 + town)));
    }
    let mechanism =
        Work::of(who, "mechanism", &code, format!("{short}排查整治联动机制")).with("variant", "排查整治");
    let mechanism =
        mechanism.with("stage", "初步建立").with("doc_no", format!("{short}安〔2024〕{}号", 12 + town));
    script.on(day(2024, 11, 5).plus(town as i32 * 4), mechanism.later(360, who, &[("stage", "常态化")]));
}

fn year(script: &mut Script, town: usize, year: i32) {
    let (code, short) = script.town(town);
    let who = Who::Clerk(town);
    if (year, town) != (2026, 3) {
        let goal = Work::of(who, "year_goal", &code, format!("{short}{year}年度目标"))
            .with("year", year.to_string());
        let goal = goal.with("goals", "较大及以上事故为零；重大隐患动态清零；检查行业全覆盖");
        script.on(day(year, 1, 20).plus(town as i32).max(day(2024, 6, 20)), goal);
    }
    if (year, town) != (2025, 2) {
        let month = Work::of(who, "publicity", &code, format!("{short}安全生产月宣传咨询日"))
            .with("variant", "安全生产月");
        let count = script.between(120, 600).to_string();
        let photographs = script.photographs();
        script.on(
            day(year, 6, 4).plus(town as i32 * 3),
            month.with("audience", count).with("attachment", photographs),
        );
    }
    for (variant, title) in [("标准宣贯", "安全生产标准化宣贯"), ("小微标准宣贯", "小微企业安全标准宣贯")]
    {
        if script.chance(80) {
            let at = day(year, 8, 1).plus(script.between(0, 90));
            let work = Work::of(who, "publicity", &code, format!("{short}{title}")).with("variant", variant);
            script.on(at, work.with("audience", "45").with("attachment", "签到表"));
        }
    }
}

fn quarter(script: &mut Script, town: usize, period: Period) {
    let (code, short) = script.town(town);
    let who = Who::Clerk(town);
    let turn = period.start().month() as usize / 3 + town + period.start().year() as usize;
    let done = DONE.map(|percent| script.chance(percent));
    if done[0] {
        let (variant, title, place) = PUBLIC.get(turn % PUBLIC.len()).copied().unwrap_or_default();
        for _ in 0..script.world.size.enterprises.div_ceil(400).clamp(1, 4) {
            let (at, count, photographs) =
                (script.within(period), script.between(2, 24), script.photographs());
            let work = Work::of(who, "publicity", &code, title)
                .with("variant", variant)
                .with("place", format!("{short}{place}"));
            script.on(at, work.with("quantity", count.to_string()).with("attachment", photographs));
        }
    }
    if done[1] {
        let at = script.within(period);
        let work = Work::of(who, "publicity", &code, "商贸场所火灾典型案例").with("variant", "典型案例");
        script.on(at, work.with("media", "微信群").with("audience", "180").with("attachment", "推送截图"));
    }
    if done[2] {
        let (at, count) = (script.within(period), script.between(30, 160).to_string());
        let title = notice_of(at);
        let work =
            Work::of(who, "notice", &code, title).with("variant", "风险提示").with("channel", "微信群");
        script.on(
            at,
            work.with("trigger", "季节")
                .with("audience", count)
                .with("text", format!("{title}，请各店对照自查。")),
        );
    }
    if done[3] {
        let (at, chair) = (script.within(period), script.name(Who::TownHead(town)));
        let work = Work::of(who, "meeting", &code, format!("{short}听取商贸安全工作汇报"))
            .with("variant", "听取汇报");
        let work = work.with("chair", chair).with("is_principal", "是").with("headcount", "12");
        script.on(at, work.with("decisions", "逾期隐患由分管领导包案").with("attachment", "会议纪要"));
    }
    if done[4] {
        let at = script.within(period);
        let variant =
            ["座谈交流", "会议调研", "现场指导", "工作提醒"].get(turn % 4).copied().unwrap_or_default();
        let work = Work::of(Who::Section, "guidance", SECTION, format!("指导{short}台账和检查计划"))
            .with("variant", variant);
        script.on(
            at,
            work.with("target", code).with("result", "已当场整理，下月复看").with("attachment", "记录表"),
        );
    }
}

fn notice_of(day: Day) -> &'static str {
    match day.month() {
        1..=3 => "冬春火灾防控提示",
        4..=6 => "汛期用电安全提示",
        7..=9 => "高温天气燃气用气提示",
        _ => "岁末年初安全经营提示",
    }
}
