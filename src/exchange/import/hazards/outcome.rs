//! Where an old ledger's row says that its hazard stands. Pure: words and days in, a state and what is 推定 or 不详 out.

use crate::calendar::Day;
use crate::exchange::import::stance::{Stance, stances};
use crate::model::hazard::State;

/// The word in the due column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    Blank,
    /// 尽快
    Soon,
    /// 立行立改
    OnSpot,
    /// By this day.
    On(Day),
}

/// What a word in a column about the progress says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// 整改中, 未完成
    Open,
    /// 移交
    Handed,
    /// 已整改: reported, not rechecked.
    Fixed,
    /// 复查不合格
    Failed,
    /// 合格, 已销号
    Passed,
}

/// What the row tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// 发现日期
    pub found: Day,
    /// 一般, 重大 or empty.
    pub level: String,
    /// 期限
    pub due: Due,
    /// 完成日
    pub done: Day,
    /// What the words of all progress columns say.
    pub says: Vec<Says>,
    /// 复查日期
    pub recheck_on: Day,
    /// 销号日期
    pub closed_on: Day,
    /// A department is named to which it went.
    pub handed: bool,
    /// The words may describe a 重大 hazard: names of the catalog's items.
    pub may_be_major: Vec<String>,
}

/// What cannot change while rows are judged.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// No day of the past lies after it.
    pub today: Day,
    /// 启用日: only what was closed before it comes in closed (ruling 2).
    pub start_on: Day,
    /// Days proposed for 尽快.
    pub soon_days: i32,
}

/// What is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// State it is imported in.
    pub state: State,
    /// 等级
    pub level: String,
    /// 路径
    pub track: &'static str,
    /// 期限
    pub due: Day,
    /// 期限待补
    pub due_proposed: bool,
    /// 完成日
    pub done_on: Day,
    /// 复查日期
    pub recheck_on: Day,
    /// 销号日期
    pub closed_on: Day,
    /// 不详: keys.
    pub missing: Vec<&'static str>,
    /// 推定: keys.
    pub inferred: Vec<&'static str>,
    /// What somebody should look at: key of the column, what.
    pub doubts: Vec<(&'static str, String)>,
    /// What the ledger said and the record has no place for.
    pub remark: String,
}

/// A contradiction that holds the row: key of the column, what is wrong, what to do.
pub type Contradiction = (&'static str, String, &'static str);

/// Judges a row (domain: 期初导入).
pub fn judge(told: &Told, frame: &Frame) -> Result<Outcome, Contradiction> {
    check_days(told, frame)?;
    let says = |what: Says| told.says.contains(&what);
    let passed = says(Says::Passed);
    if passed && says(Says::Failed) {
        return Err(("recheck", "又写合格又写不合格".into(), "按最后一次复查只写一个结果"));
    }
    if passed && told.done.is_none() && says(Says::Open) {
        return Err(("done_on", "写着还没完成，又写复查合格".into(), "核对后改正其中一格"));
    }
    let done = !told.done.is_none() || says(Says::Fixed) || passed;
    let open = !done || says(Says::Failed);
    let mut outcome = Outcome { level: told.level.clone(), done_on: told.done, ..Outcome::default() };
    level(told, open, &mut outcome);
    outcome.state = match () {
        () if open && (told.handed || says(Says::Handed)) => State::TransferSent,
        () if open && told.level.is_empty() => State::Registered,
        () if open => State::Rectifying,
        () if passed => State::Closed,
        () => State::PendingRecheck,
    };
    if says(Says::Failed) {
        outcome.done_on = Day::NONE;
        outcome.remark = format!("原台账：{} 报完成，复查不合格", told.done).replace("： ", "：");
    }
    close(told, frame, &mut outcome);
    due_and_track(told, frame, &mut outcome);
    if done && !open && told.done.is_none() {
        outcome.missing.push("done_on");
    }
    Ok(outcome)
}

fn check_days(told: &Told, frame: &Frame) -> Result<(), Contradiction> {
    let due = if let Due::On(day) = told.due { day } else { Day::NONE };
    let order = "核对发现日期和这一格，都写全年份";
    let days = [
        ("done_on", "完成日", told.done),
        ("recheck_on", "复查日", told.recheck_on),
        ("closed_on", "销号日", told.closed_on),
    ];
    for (key, label, day) in days.into_iter().chain([("due", "期限", due)]) {
        if !day.is_none() && day < told.found {
            return Err((key, format!("{label} {day} 早于发现日期 {}", told.found), order));
        }
    }
    for (key, label, day) in days {
        if day > frame.today {
            return Err((
                key,
                format!("{label} {day} 还没到"),
                "没有写年份的按发现日之后第一个推定；请写全年份",
            ));
        }
    }
    for (key, label, day) in days.into_iter().skip(1) {
        if !day.is_none() && day < told.done {
            return Err((key, format!("{label} {day} 早于完成日 {}", told.done), order));
        }
    }
    Ok(())
}

/// A blank level stays open while the hazard is open and counts as 一般 once it is done; 重大 by its words is said.
fn level(told: &Told, open: bool, outcome: &mut Outcome) {
    if !told.level.is_empty() {
        return;
    }
    if open {
        outcome.missing.push("level");
    } else {
        outcome.level = "一般".into();
        outcome.inferred.push("level");
    }
    if !told.may_be_major.is_empty() {
        let as_what = if open { "等级留待定性" } else { "已完成，等级按一般推定" };
        let items = told.may_be_major.join("、");
        outcome.doubts.push(("level", format!("没有写等级，描述可能属重大隐患（{items}），{as_what}")));
    }
}

/// The day it was closed; a row that cannot come in closed comes in as 待复查.
fn close(told: &Told, frame: &Frame, outcome: &mut Outcome) {
    if outcome.state != State::Closed {
        return;
    }
    let recheck_on = told.recheck_on.opt().or(told.closed_on.opt()).unwrap_or(told.done);
    let closed_on = told.closed_on.opt().unwrap_or(recheck_on);
    let start = frame.start_on.opt().unwrap_or(frame.today);
    let barred = match () {
        () if closed_on.is_none() => Some("写了合格，没有完成、复查或销号日期".to_owned()),
        () if closed_on >= start => {
            Some(format!("销号日 {closed_on} 不早于启用日 {start}，不能作为旧账销号"))
        }
        () => None,
    };
    if let Some(why) = barred {
        outcome.state = State::PendingRecheck;
        outcome.doubts.push(("recheck", format!("{why}，按待复查录入")));
        outcome.remark = format!("原台账：复查合格 {closed_on}").trim_end().to_owned();
        return;
    }
    if told.recheck_on.is_none() {
        outcome.inferred.push("on");
    }
    (outcome.recheck_on, outcome.closed_on) = (recheck_on, closed_on);
}

fn due_and_track(told: &Told, frame: &Frame, outcome: &mut Outcome) {
    let handed = outcome.state == State::TransferSent || told.handed;
    outcome.track = match outcome.state {
        State::Registered => "",
        _ if handed => "移交",
        _ => "限期整改",
    };
    match told.due {
        Due::On(day) => outcome.due = day,
        // The clock of a transfer is that of its letter.
        _ if handed => {}
        Due::OnSpot if outcome.level == "重大" => {
            outcome.due = told.found;
            outcome.doubts.push(("due", "重大隐患不能立行立改，按限期整改、期限为发现当日录入".into()));
        }
        Due::OnSpot if outcome.done_on == told.found => outcome.track = "立行立改",
        Due::OnSpot => outcome.due = told.found,
        Due::Soon | Due::Blank if matches!(outcome.state, State::Registered | State::Rectifying) => {
            outcome.due = told.found.plus(frame.soon_days);
            outcome.due_proposed = true;
        }
        Due::Soon | Due::Blank => {}
    }
    if told.due == Due::Blank && !handed {
        outcome.missing.push("due");
    }
}

/// What a progress column's words say; several when it says several things. Nothing: the words are a description.
pub fn reading(words: &str) -> Vec<Says> {
    const OPEN: &[&str] = &[
        "整改中",
        "未完成",
        "未整改",
        "正在整改",
        "进行中",
        "待整改",
        "未落实",
        "部分整改",
        "尚未",
        "办理中",
        "待定性",
        "未改",
    ];
    const HANDED: &[&str] = &["移交", "转交", "转办", "待签收"];
    const FIXED: &[&str] =
        &["已整改", "整改完成", "已完成", "完成整改", "整改到位", "已改", "待复查", "整改完毕", "已落实"];
    const PASSED: &[&str] = &["合格", "通过", "已销号", "已闭环", "同意销号", "验收完成"];
    let exact = match words {
        "否" | "未" | "没有" | "×" => Some(Says::Open),
        "是" | "√" | "完成" | "整改" => Some(Says::Fixed),
        "销号" | "闭环" => Some(Says::Passed),
        _ => None,
    };
    if let Some(says) = exact {
        return vec![says];
    }
    let holds = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let mut says = Vec::new();
    let open = holds(OPEN);
    says.extend(open.then_some(Says::Open));
    says.extend((holds(HANDED) && !words.contains("待移交")).then_some(Says::Handed));
    says.extend((!open && holds(FIXED)).then_some(Says::Fixed));
    let results = |list: &[&str], stance| list.iter().any(|word| stances(words, word).any(|s| s == stance));
    let failed = results(PASSED, Stance::Denied);
    // 已复查 alone says that it passed; beside a result it only says when.
    let passed = results(PASSED, Stance::Meant) || (!failed && words.contains("已复查"));
    says.extend(failed.then_some(Says::Failed));
    says.extend(passed.then_some(Says::Passed));
    says
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> Day {
        Day::ymd(2026, month, day).unwrap()
    }

    fn told() -> Told {
        Told {
            found: day(3, 1),
            level: "一般".into(),
            due: Due::On(day(3, 10)),
            done: Day::NONE,
            says: Vec::new(),
            recheck_on: Day::NONE,
            closed_on: Day::NONE,
            handed: false,
            may_be_major: Vec::new(),
        }
    }

    /// State, track, due, 待补, level, 推定, 不详, number of doubts.
    fn judged(told: Told) -> String {
        let frame = Frame { today: day(11, 23), start_on: day(11, 20), soon_days: 7 };
        match judge(&told, &frame) {
            Err((key, what, _)) => format!("暂扣 {key} {what}"),
            Ok(o) => format!(
                "{} {} {}{} {} 推定[{}] 不详[{}] 存疑{}",
                o.state.name(),
                o.track,
                o.due.md(),
                if o.due_proposed { "待补" } else { "" },
                o.level,
                o.inferred.join(","),
                o.missing.join(","),
                o.doubts.len()
            ),
        }
    }

    #[test]
    fn as_soon_as_possible_proposes_a_week_and_waits_for_confirmation() {
        assert_eq!(
            judged(Told { due: Due::Soon, ..told() }),
            "整改中 限期整改 03-08待补 一般 推定[] 不详[] 存疑0"
        );
    }

    #[test]
    fn on_the_spot_is_done_that_day_or_due_that_day() {
        let on_spot = Told { due: Due::OnSpot, ..told() };
        let fixed = |done: Day| Told { done, says: vec![Says::Fixed], ..on_spot.clone() };
        assert_eq!(judged(on_spot.clone()), "整改中 限期整改 03-01 一般 推定[] 不详[] 存疑0");
        assert_eq!(judged(fixed(day(3, 1))), "待复查 立行立改  一般 推定[] 不详[] 存疑0");
        assert_eq!(judged(fixed(day(3, 9))), "待复查 限期整改 03-01 一般 推定[] 不详[] 存疑0");
        let major = Told { level: "重大".into(), ..on_spot };
        assert_eq!(judged(major), "整改中 限期整改 03-01 重大 推定[] 不详[] 存疑1");
    }

    #[test]
    fn a_blank_level_waits_for_judgement_or_counts_as_general_once_done() {
        let blank = Told { level: String::new(), ..told() };
        assert_eq!(judged(blank.clone()), "待定性  03-10  推定[] 不详[level] 存疑0");
        let done = Told { done: day(3, 9), may_be_major: vec!["SW-03".into()], ..blank };
        assert_eq!(judged(done), "待复查 限期整改 03-10 一般 推定[level] 不详[] 存疑1");
    }

    #[test]
    fn fixed_is_not_rechecked_and_passed_is_closed_on_the_day_it_was_done() {
        let done = Told { done: day(3, 9), ..told() };
        let says = |says: Says| Told { says: vec![says], ..done.clone() };
        assert_eq!(judged(says(Says::Fixed)), "待复查 限期整改 03-10 一般 推定[] 不详[] 存疑0");
        assert_eq!(judged(says(Says::Passed)), "已销号 限期整改 03-10 一般 推定[on] 不详[] 存疑0");
        let late = Told { done: day(11, 21), ..says(Says::Passed) };
        assert_eq!(judged(late), "待复查 限期整改 03-10 一般 推定[] 不详[] 存疑1");
        let undated = Told { done: Day::NONE, ..says(Says::Passed) };
        assert_eq!(judged(undated), "待复查 限期整改 03-10 一般 推定[] 不详[done_on] 存疑1");
    }

    #[test]
    fn handed_over_and_not_done_waits_for_the_department() {
        let handed = Told { handed: true, says: vec![Says::Handed, Says::Open], ..told() };
        assert_eq!(judged(handed.clone()), "待签收 移交 03-10 一般 推定[] 不详[] 存疑0");
        assert_eq!(
            judged(Told { due: Due::Soon, ..handed.clone() }),
            "待签收 移交  一般 推定[] 不详[] 存疑0"
        );
        let done = Told { done: day(3, 9), says: vec![Says::Handed], ..handed };
        assert_eq!(judged(done), "待复查 移交 03-10 一般 推定[] 不详[] 存疑0");
    }

    #[test]
    fn what_contradicts_itself_is_held() {
        assert_eq!(
            judged(Told { done: day(2, 1), ..told() }),
            "暂扣 done_on 完成日 2026-02-01 早于发现日期 2026-03-01"
        );
        assert_eq!(
            judged(Told { due: Due::On(day(2, 1)), ..told() }),
            "暂扣 due 期限 2026-02-01 早于发现日期 2026-03-01"
        );
        assert_eq!(judged(Told { done: day(12, 1), ..told() }), "暂扣 done_on 完成日 2026-12-01 还没到");
        let both = Told { says: vec![Says::Open, Says::Passed], ..told() };
        assert_eq!(judged(both), "暂扣 done_on 写着还没完成，又写复查合格");
    }

    #[test]
    fn the_words_of_ledgers_are_read_as_meant() {
        let cases: [(&str, &[Says]); 20] = [
            ("整改中", &[Says::Open]),
            ("未完成", &[Says::Open]),
            ("已整改", &[Says::Fixed]),
            ("合格", &[Says::Passed]),
            ("已复查合格", &[Says::Passed]),
            ("复查不合格", &[Says::Failed]),
            ("移交消防", &[Says::Handed]),
            ("已整改，复查合格", &[Says::Fixed, Says::Passed]),
            ("未整改到位", &[Says::Open]),
            ("否", &[Says::Open]),
            ("部门办理中", &[Says::Open]),
            ("已更换软管", &[]),
            ("2026-05-10复查未能通过", &[Says::Failed]),
            ("没有通过", &[Says::Failed]),
            ("未合格", &[Says::Failed]),
            ("未达到合格标准", &[Says::Failed]),
            ("已复查，未通过", &[Says::Failed]),
            ("不同意销号", &[Says::Failed]),
            ("待复查合格后销号", &[Says::Fixed]),
            ("一次复查不合格，二次合格", &[Says::Failed, Says::Passed]),
        ];
        for (words, says) in cases {
            assert_eq!(reading(words), says, "{words}");
        }
    }
}
