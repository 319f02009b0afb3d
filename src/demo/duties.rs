//! All other evidence: self-checks, drills, supervisions, trainings, confirmations, progress, reviews — with gaps.

use std::collections::BTreeMap;

use super::World;
use super::cast::{self, BUREAU, SECTION, Who};
use super::diary::{After, Diary, Task};
use super::premises::amend;
use super::works;
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// Hazards found in each township and month (months since year 0), for the confirmations.
#[derive(Default)]
pub struct Tallies {
    found: BTreeMap<(usize, i32), u32>,
}

/// Counts a finding.
pub fn found(world: &mut World, town: usize, today: Day) {
    *world.tallies.found.entry((town, month_no(today))).or_default() += 1;
}

fn month_no(day: Day) -> i32 {
    day.year() * 12 + day.month() as i32
}

/// What is due by the calendar.
pub fn of_day(world: &mut World, today: Day, diary: &mut Diary) {
    if today > world.start {
        cast::of_day(world, today, diary);
    }
    let begins = |kind| today == world.start || Period::containing(kind, today).start() == today;
    let (quarter, half, year) =
        (begins(PeriodKind::Quarter), begins(PeriodKind::Half), begins(PeriodKind::Year));
    if quarter {
        plan_self_checks(world, today);
    }
    if year {
        plan_drills(world, today);
    }
    if half {
        plan_supervisions(world, today);
    }
    if !world.workdays.is_workday(today) {
        return;
    }
    confirmations(world, today, diary);
    trainings(world, today, diary);
    progress(world, today, diary);
    reviews(world, today, diary);
    if today == world.workday(world.start.plus(400)) {
        waiver(world, today, diary);
    }
}

/// Does what was planned for the day.
pub fn task(world: &mut World, today: Day, task: Task, diary: &mut Diary) {
    match task {
        Task::SelfCheck(premises) => self_check(world, today, premises, diary),
        Task::Drill(premises) => drill(world, today, premises, diary),
        Task::Supervise(town) => supervise(world, today, town, diary),
        Task::Reply(supervision) => {
            let fields = Fields::default()
                .with("reply", "已逐条整改，材料随附")
                .with("rechecked_on", today.to_string());
            amend(diary, world.cast.officer(Who::Section), supervision, fields, Day::NONE, "核对整改回复");
        }
        Task::Work(work) => works::enter(world, today, *work, diary),
        Task::Later(id, later) => works::later(world, today, id, &later, diary),
        Task::Step(..) | Task::Visit(..) | Task::PutOff(..) | Task::Drop(..) => {}
    }
}

/// A random workday from `from` on within the period.
fn workday_in(world: &mut World, from: Day, last: Day) -> Day {
    let span = from.days_until(last).max(0);
    let day = from.plus(world.between(0, span));
    world.workday(day).min(world.workdays.add(last.plus(1), -1))
}

fn plan_self_checks(world: &mut World, today: Day) {
    let last = Period::containing(PeriodKind::Quarter, today).end();
    for n in 0..world.premises.len() {
        let reliability = world.premises[n].reliability;
        if world.premises[n].since <= last && world.chance(reliability) {
            let day = workday_in(world, today.plus(7).min(last), last);
            world.agenda.put(day.max(today.plus(1)), Task::SelfCheck(n));
        }
    }
}

/// 企业自查: now and then led by somebody else, which does not count.
fn self_check(world: &mut World, today: Day, n: usize, diary: &mut Diary) {
    if !world.premises[n].is_open(today) {
        return;
    }
    let is_principal = world.chance(94);
    let found = world.rng.u32(0..4);
    let premises = &world.premises[n];
    let fields = Fields::default()
        .with("date", today.to_string())
        .with("enterprise", premises.id.to_string())
        .with("led_by", if is_principal { &premises.principal } else { "店长" })
        .with("is_principal", if is_principal { "是" } else { "否" })
        .with("found", found.to_string())
        .with("fixed", found.to_string())
        .with("submitted_on", today.to_string());
    let officer = world.cast.officer(Who::Clerk(premises.town));
    diary.wish(officer, Command::Enter { kind: Kind::SelfInspection, fields }, After::Nothing);
}

fn plan_drills(world: &mut World, today: Day) {
    let first = Day::ymd(today.year(), 4, 1).unwrap_or(today).max(today.plus(10));
    let last = Day::ymd(today.year(), 12, 10).unwrap_or(today);
    for n in 0..world.premises.len() {
        let (is_key, reliability) = (world.premises[n].is_key, world.premises[n].reliability);
        if is_key && world.chance(reliability) {
            let day = workday_in(world, first, last);
            world.agenda.put(day, Task::Drill(n));
        }
    }
}

fn drill(world: &mut World, today: Day, n: usize, diary: &mut Diary) {
    if !world.premises[n].is_open(today) {
        return;
    }
    let kind = if world.chance(84) {
        "疏散逃生"
    } else if world.chance(60) {
        "综合"
    } else {
        "灭火"
    };
    let share = world.rng.u32(55..=100);
    let premises = &world.premises[n];
    let fields = Fields::default()
        .with("date", today.to_string())
        .with("enterprise", premises.id.to_string())
        .with("kind", kind)
        .with("participants", (premises.employees * share).div_ceil(100).to_string())
        .with("partners", if premises.is_complex { "区消防救援大队" } else { "" })
        .with("rating", "达到预期");
    let officer = world.cast.officer(Who::Clerk(premises.town));
    diary.wish(officer, Command::Enter { kind: Kind::Drill, fields }, After::Nothing);
}

/// Each township once a half-year, in its second half; two came late in the running one.
fn plan_supervisions(world: &mut World, today: Day) {
    let last = Period::containing(PeriodKind::Half, today).end();
    for town in 0..world.cast.towns.len() {
        let first = last.plus(-95 + town as i32 * 9).max(today.plus(15));
        let missed = today.year() == 2025 && today.month() == 1 && town == 4;
        if !missed {
            let day = workday_in(world, first, first.plus(10).min(last));
            world.agenda.put(day, Task::Supervise(town));
        }
    }
}

fn supervise(world: &mut World, today: Day, town: usize, diary: &mut Diary) {
    let here: Vec<Id> = world
        .premises
        .iter()
        .filter(|one| one.town == town && one.is_open(today))
        .map(|one| one.id)
        .collect();
    let sampled = world.rng.choose_multiple(here, 3);
    let due = today.plus(30);
    let fields = Fields::default()
        .with("date", today.to_string())
        .with("township", &world.cast.towns[town].code)
        .with("lead", world.cast.name(Who::SectionLead))
        .with("members", world.cast.name(Who::Section))
        .with("papers", "月度检查计划、隐患台账、培训签到、移交函")
        .with("sampled", sampled.iter().map(Id::to_string).collect::<Vec<_>>().join("、"))
        .with("findings", "个别隐患复查超过约定时间；两家企业自查记录不全")
        .with("due", due.to_string())
        .with("opinion", "压实责任，补齐台账")
        .with("report_no", format!("洛商务督〔{}〕{}号", today.year(), town + 1));
    let answered = if world.chance(90) { world.workday(due.plus(-3)) } else { Day::LAST };
    let command = Command::Enter { kind: Kind::Supervision, fields };
    diary.wish(world.cast.officer(Who::SectionLead), command, After::Supervision(answered));
}

/// 台账月度确认: in the first workdays of the next month, sometimes late, sometimes forgotten.
fn confirmations(world: &mut World, today: Day, diary: &mut Diary) {
    let last = Day::ymd(today.year(), today.month(), 1).unwrap_or(today).plus(-1);
    if last < world.start {
        return;
    }
    for town in 0..world.cast.towns.len() {
        let dice = (month_no(last) * 37 + town as i32 * 13) % 100;
        let nth = match dice {
            0..=84 => 1 + dice % 3,
            85..=94 => 4 + dice % 5,
            _ => continue,
        };
        if world.workdays.nth_of_month(today.year(), today.month(), nth) != Some(today) {
            continue;
        }
        let found = world.tallies.found.get(&(town, month_no(last))).copied().unwrap_or(0);
        let fields = Fields::default()
            .with("township", &world.cast.towns[town].code)
            .with("month", format!("{}-{:02}", last.year(), last.month()))
            .with("date", today.to_string())
            .with("found", found.to_string())
            .with("note", if found == 0 { "零报告" } else { "" });
        let command = Command::Enter { kind: Kind::Confirmation, fields };
        diary.wish(world.cast.officer(Who::TownHead(town)), command, After::Nothing);
    }
}

/// 年度重点: industries of each year (二(六)9).
const FOCUS: &[(i32, &[&str], &str)] = &[
    (2024, &["cy"], "餐饮燃气安全集中培训"),
    (2025, &["cp", "bf"], "成品油与报废车企业负责人培训"),
    (2026, &["zh"], "大型商业综合体消防安全培训"),
];

fn trainings(world: &mut World, today: Day, diary: &mut Diary) {
    let on = |month: u32, n: i32| world.workdays.nth_of_month(today.year(), month, n) == Some(today);
    let (staff_day, fire_day) = (on(6, 8) || on(4, 12), on(9, 10));
    let focus_day = (0..world.cast.towns.len()).find(|town| on(7 + *town as u32 % 4, 5 + *town as i32));
    if staff_day {
        staff_training(world, today, diary);
    }
    let of_year = FOCUS.iter().find(|(year, ..)| *year == today.year());
    let Some((year, industries, topic)) = of_year else { return };
    match focus_day {
        Some(town) if *year != 2026 => {
            focus_training(world, today, (*year, industries, topic), Some(town), diary)
        }
        _ if fire_day && *year == 2026 => {
            focus_training(world, today, (*year, industries, topic), None, diary)
        }
        _ => {}
    }
}

fn staff_training(world: &mut World, today: Day, diary: &mut Diary) {
    let session = Fields::default()
        .with("date", today.to_string())
        .with("topic", "乡镇企业办业务培训")
        .with("kind", "乡镇人员")
        .with("by", SECTION)
        .with("role", "组织")
        .with("hours", "6")
        .with("lecturer", world.cast.name(Who::SectionLead))
        .with("place", "区商务局会议室");
    let mut commands = vec![Command::Enter { kind: Kind::Training, fields: session }];
    for n in 0..world.cast.staff.len() {
        let there = world.chance(72);
        let person = &world.cast.staff[n];
        let active = person.id.is_some() && (person.until.is_none() || person.until >= today);
        if there && active {
            let fields = Fields::default()
                .with("training", "$1")
                .with("person", person.id.to_string())
                .with("name", &person.name)
                .with("score", "合格");
            commands.push(Command::Enter { kind: Kind::Attendance, fields });
        }
    }
    diary.wish(world.cast.officer(Who::Section), Command::Group(commands), After::Nothing);
}

fn focus_training(
    world: &mut World,
    today: Day,
    (year, industries, topic): (i32, &[&str], &str),
    town: Option<usize>,
    diary: &mut Diary,
) {
    let by = town.map_or(BUREAU, |town| &world.cast.towns[town].code).to_owned();
    let place =
        town.map_or("区行政服务中心".into(), |town| format!("{}会议室", world.cast.towns[town].short));
    let session = Fields::default()
        .with("date", today.to_string())
        .with("topic", topic)
        .with("kind", "企业负责人")
        .with("by", by)
        .with("industry", industries.first().copied().unwrap_or_default())
        .with("year_focus", year.to_string())
        .with("role", if year == 2026 { "配合" } else { "组织" })
        .with("lead_dept", if year == 2026 { "xf" } else { "" })
        .with("hours", "4")
        .with("place", place);
    let mut commands = vec![Command::Enter { kind: Kind::Training, fields: session }];
    for n in 0..world.premises.len() {
        let there = world.rng.u32(0..100) < world.premises[n].reliability;
        let one = &world.premises[n];
        if there
            && one.is_open(today)
            && industries.contains(&one.industry)
            && town.is_none_or(|town| one.town == town)
        {
            let fields = Fields::default()
                .with("training", "$1")
                .with("enterprise", one.id.to_string())
                .with("name", &one.principal)
                .with("is_principal", "是")
                .with("is_fire_lead", if one.is_complex { "是" } else { "" });
            commands.push(Command::Enter { kind: Kind::Attendance, fields });
        }
    }
    let officer = world.cast.officer(town.map_or(Who::Section, Who::Clerk));
    diary.wish(officer, Command::Group(commands), After::Nothing);
}

/// Every quarter the section notes how some rows stand; milestones are noted shortly before their day.
fn progress(world: &mut World, today: Day, diary: &mut Diary) {
    let mut notes: Vec<(String, String, Option<usize>)> = Vec::new();
    let quarter_end = Period::containing(PeriodKind::Quarter, today).end();
    let is_report_day = world.workdays.add(quarter_end.plus(1), -6) == today;
    for plan in &world.basics.plans {
        for (n, node) in plan.rows().into_iter().enumerate() {
            for (i, milestone) in node.deadline.iter().flat_map(|deadline| &deadline.milestones).enumerate() {
                let due = Day::from_date(milestone.due).unwrap_or_default();
                if world.workdays.add(due, -9) == today {
                    notes.push((node.code.clone(), format!("{}，材料已归档", milestone.text), Some(i + 1)));
                }
            }
            if is_report_day && n % 3 == quarter_end.month() as usize / 3 % 3 {
                notes.push((node.code.clone(), format!("{}：本季度按计划推进", node.title), None));
            }
        }
    }
    for (task, text, milestone) in notes {
        let fields = Fields::default()
            .with("task", task)
            .with("date", today.to_string())
            .with("unit", SECTION)
            .with("text", text)
            .with("milestone", milestone.map_or_else(String::new, |n| n.to_string()));
        let command = Command::Enter { kind: Kind::Progress, fields };
        diary.wish(world.cast.officer(Who::Section), command, After::Nothing);
    }
}

/// The stamps under the last weeks' morning reviews.
fn reviews(world: &mut World, today: Day, diary: &mut Diary) {
    if today.days_until(world.end) > 20 || today == world.end {
        return;
    }
    for town in 0..world.cast.towns.len() {
        if world.chance(80) {
            let (done, left) = (world.between(4, 18), world.between(0, 3));
            let fields = Fields::default()
                .with("date", today.to_string())
                .with("unit", &world.cast.towns[town].code)
                .with("done", done.to_string())
                .with("left", left.to_string());
            let command = Command::Enter { kind: Kind::Review, fields };
            diary.wish(world.cast.officer(Who::Clerk(town)), command, After::Nothing);
        }
    }
}

/// One enterprise that rebuilds is let off its self-checks for a while.
fn waiver(world: &mut World, today: Day, diary: &mut Diary) {
    let Some(premises) = world.premises.iter().find(|one| one.is_open(today) && one.reliability < 80) else {
        return;
    };
    let fields = Fields::default()
        .with("duty", "OR-05")
        .with("enterprise", premises.id.to_string())
        .with("from", today.to_string())
        .with("to", today.plus(180).to_string())
        .with("reason", "整体装修，停止营业")
        .with("approved_by", world.cast.name(Who::Leader));
    let command = Command::Enter { kind: Kind::Waiver, fields };
    diary.wish(world.cast.officer(Who::SectionLead), command, After::Nothing);
}
