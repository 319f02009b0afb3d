//! Month plans and inspections: every industry of every township each month, with the gaps that happen.

use super::cast::{SECTION, Who};
use super::diary::{After, Agenda, Diary, Task};
use super::premises::{Premises, amend, weighted};
use super::{World, duties, findings, life};
use crate::calendar::{Day, Period, PeriodKind, Workdays};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// How many visits and hazards a day has, so that the whole comes to what was asked for, as evenly with few as with many.
pub struct Pace {
    /// Hazards of the whole sample.
    hazards: u32,
    /// Those found until now.
    found: u32,
    /// Weights of all workdays, and of those until today, today's included.
    weight: u32,
    passed: u32,
    /// Visits of a month in every township.
    monthly: Vec<u32>,
    /// Where each township and industry has come to in its round.
    rounds: Vec<usize>,
    /// Hazards that the visits of today still have to find.
    today: u32,
    /// Visits that today still has.
    visits: u32,
}

/// The last weeks, when everybody is out for the year-end campaign, and how much more is found then.
const CAMPAIGN: (i32, u32) = (45, 3);
/// Hazards an inspection finds at most on average.
const FOUND_AT_MOST: u32 = 2;
/// Of a hundred items of a plan, so many more visits are made without one.
const UNPLANNED: u32 = 12;

impl Pace {
    pub fn new(hazards: u32, premises: &[Premises], workdays: &Workdays, start: Day, end: Day) -> Pace {
        let days = (0..=start.days_until(end)).map(|n| start.plus(n)).filter(|day| workdays.is_workday(*day));
        let weight = days.map(|day| weight_of_day(day, end)).sum();
        let months = Period::between(PeriodKind::Month, start, end).count() as u32;
        let towns = premises.iter().map(|one| one.town + 1).max().unwrap_or(1);
        let share = |town| premises.iter().filter(|one| one.town == town).count() as u32;
        let monthly = |town| {
            let industries = INDUSTRIES
                .iter()
                .filter(|code| premises.iter().any(|one| one.town == town && one.industry == **code));
            let by_hazards = u64::from(hazards) * u64::from(share(town))
                / (u64::from(months) * u64::from(FOUND_AT_MOST) * premises.len().max(1) as u64);
            (industries.count() as u32 * 5 / 4).max(by_hazards as u32)
        };
        Pace {
            hazards,
            found: 0,
            weight,
            passed: 0,
            monthly: (0..towns).map(monthly).collect(),
            rounds: Vec::new(),
            today: 0,
            visits: 0,
        }
    }

    /// A workday of so many visits begins: whatever is due until its evening and was not found yet is found on it.
    fn begin(&mut self, weight: u32, visits: u32) {
        self.passed += weight;
        let due = u64::from(self.hazards) * u64::from(self.passed) / u64::from(self.weight.max(1));
        self.today = (due as u32).saturating_sub(self.found);
        self.visits = visits;
    }

    /// How many of today's hazards the next visit finds.
    fn take(&mut self, spread: u32) -> u32 {
        let fair = share(self.today, spread, self.visits.max(1) * 100);
        let found = if self.visits <= 1 { self.today } else { fair.min(self.today) };
        self.visits = self.visits.saturating_sub(1);
        self.today -= found;
        self.found += found;
        found
    }
}

fn weight_of_day(day: Day, end: Day) -> u32 {
    let (days, weight) = CAMPAIGN;
    if day.days_until(end) <= days { weight } else { 1 }
}

/// `part` of `whole` of the number, rounded up.
fn share(number: u32, part: u32, whole: u32) -> u32 {
    (u64::from(number) * u64::from(part)).div_ceil(u64::from(whole.max(1))) as u32
}

const INDUSTRIES: [&str; 7] = ["cy", "cp", "bf", "zs", "sc", "zh", "jd"];

/// Files the plans whose day has come, and goes out.
pub fn of_day(world: &mut World, today: Day, diary: &mut Diary) {
    for town in 0..world.visits.monthly.len() {
        if filing_day(world, town, today) == today {
            plan(world, town, today, diary);
        }
    }
    let (planned, others): (Vec<Task>, Vec<Task>) =
        world.agenda.take(today).into_iter().partition(|task| matches!(task, Task::Visit(..)));
    others.into_iter().for_each(|task| world.agenda.put(today, task));
    let mut visits: Vec<(usize, Id)> = planned
        .into_iter()
        .filter_map(|task| match task {
            Task::Visit(premises, item) => Some((premises, item)),
            _ => None,
        })
        .collect();
    let unplanned = unplanned(world, today, visits.len() as u32);
    visits.extend(unplanned.into_iter().map(|premises| (premises, Id::NONE)));
    visits.retain(|(premises, _)| world.premises[*premises].is_open(today));
    world.visits.begin(weight_of_day(today, world.end), visits.len() as u32);
    for (premises, item) in visits {
        visit(world, today, premises, item, diary);
    }
}

/// The workday of its month on which a township files; now and then late, once in a while not at all.
fn filing_day(world: &World, town: usize, today: Day) -> Day {
    let first = Day::ymd(today.year(), today.month(), 1).unwrap_or(today).max(world.start);
    let dice = (today.year() as usize * 12 + today.month() as usize) * 31 + town * 17;
    let is_last = first.end_of_month() >= world.end;
    let late = match dice % 100 {
        _ if is_last && town == 5 => return Day::NONE,
        0..=86 => dice as i32 % 3,
        87..=95 => 3 + dice as i32 % 4,
        _ => return Day::NONE,
    };
    world.workdays.add(first.plus(-1), late + 1)
}

fn plan(world: &mut World, town: usize, today: Day, diary: &mut Diary) {
    let last = today.end_of_month();
    let days: Vec<Day> = (1..=today.days_until(last))
        .map(|n| today.plus(n))
        .filter(|day| world.workdays.is_workday(*day))
        .collect();
    if days.is_empty() {
        return;
    }
    let inspectors = inspectors(world, town);
    let fields = Fields::default()
        .with("township", &world.cast.towns[town].code)
        .with("month", format!("{}-{:02}", today.year(), today.month()))
        .with("submitted_on", today.to_string())
        .with("reviewed_by", world.cast.name(Who::TownHead(town)));
    let mut commands = vec![Command::Enter { kind: Kind::InspectionPlan, fields }];
    let mut items = Vec::new();
    for premises in chosen(world, town, today) {
        let day = *world.rng.choice(&days).unwrap_or(&last);
        let fields = Fields::default()
            .with("plan", "$1")
            .with("enterprise", world.premises[premises].id.to_string())
            .with("industry", world.premises[premises].industry)
            .with("planned_on", day.to_string())
            .with("inspectors", &inspectors);
        commands.push(Command::Enter { kind: Kind::PlanItem, fields });
        items.push(Item::new(world, premises, day, last));
    }
    diary.wish(world.cast.officer(Who::Clerk(town)), Command::Group(commands), After::Plan(items));
}

/// Whom a plan names: one of each industry, save for a gap now and then, then on in the round.
fn chosen(world: &mut World, town: usize, today: Day) -> Vec<usize> {
    let mut chosen = Vec::new();
    for n in 0..INDUSTRIES.len() {
        if world.chance(95) {
            chosen.extend(next(world, town, n, today));
        }
    }
    let wanted = world.visits.monthly[town] as usize * 100 / (100 + UNPLANNED as usize);
    let open =
        |n: &usize| world.premises.iter().any(|one| one.town == town && one.industry == INDUSTRIES[*n]);
    let industries: Vec<usize> = (0..INDUSTRIES.len()).filter(open).collect();
    while chosen.len() < wanted && !industries.is_empty() {
        let n = *world.rng.choice(&industries).unwrap_or(&0);
        match next(world, town, n, today) {
            Some(premises) => chosen.push(premises),
            None => break,
        }
    }
    chosen
}

/// The next open enterprise of an industry, round and round.
fn next(world: &mut World, town: usize, industry: usize, today: Day) -> Option<usize> {
    let code = INDUSTRIES[industry];
    let round = town * INDUSTRIES.len() + industry;
    if world.visits.rounds.len() <= round {
        world.visits.rounds.resize(round + 1, 0);
    }
    let from = world.visits.rounds[round];
    let fits = |n: &usize| {
        let one = &world.premises[*n];
        one.town == town && one.industry == code && one.is_open(today)
    };
    let found = (from..world.premises.len()).chain(0..from.min(world.premises.len())).find(fits);
    if let Some(found) = found {
        world.visits.rounds[round] = found + 1;
    }
    found
}

/// An item of a month plan.
pub struct Item {
    premises: usize,
    planned_on: Day,
    fate: Fate,
}

/// What becomes of an item.
enum Fate {
    Visited,
    PutOff(Day),
    Dropped,
    Forgotten,
}

impl Item {
    fn new(world: &mut World, premises: usize, planned_on: Day, last: Day) -> Item {
        let later = world.workday(planned_on.plus(4));
        let fate = match world.between(0, 99) {
            92..=95 if later <= last => Fate::PutOff(later),
            96..=97 => Fate::Dropped,
            98..=99 => Fate::Forgotten,
            _ => Fate::Visited,
        };
        Item { premises, planned_on, fate }
    }

    /// Puts what becomes of it on its days.
    pub fn plan(self, id: Id, agenda: &mut Agenda) {
        match self.fate {
            Fate::Visited => agenda.put(self.planned_on, Task::Visit(self.premises, id)),
            Fate::PutOff(later) => {
                agenda.put(self.planned_on, Task::PutOff(self.premises, id, later));
                agenda.put(later, Task::Visit(self.premises, id));
            }
            Fate::Dropped => agenda.put(self.planned_on, Task::Drop(self.premises, id)),
            Fate::Forgotten => {}
        }
    }
}

/// Visits nobody planned: complaints, campaigns, the bureau's own.
fn unplanned(world: &mut World, today: Day, planned: u32) -> Vec<usize> {
    let month: u32 = world.visits.monthly.iter().sum();
    let percent =
        month * UNPLANNED * weight_of_day(today, world.end) / 21 + if planned == 0 { 100 } else { 0 };
    let count = percent / 100 + u32::from(world.chance(percent % 100));
    let open: Vec<usize> =
        (0..world.premises.len().min(4000)).filter(|n| world.premises[*n].is_open(today)).collect();
    (0..count).filter_map(|_| world.rng.choice(&open).copied()).collect()
}

fn visit(world: &mut World, today: Day, n: usize, item: Id, diary: &mut Diary) {
    let spread = world.rng.u32(40..170);
    let (town, industry) = (world.premises[n].town, world.premises[n].industry);
    let count = world.visits.take(spread);
    let (mode, by) = *weighted(MODES, |(mode, _)| weight_of(mode), &mut world.rng);
    let fields = Fields::default()
        .with("date", today.to_string())
        .with("township", &world.cast.towns[town].code)
        .with("enterprise", world.premises[n].id.to_string())
        .with("industry", industry)
        .with("mode", mode)
        .with("by", if by.is_empty() { &world.cast.towns[town].code } else { by })
        .with("inspectors", inspectors(world, town))
        .with("partners", if mode == "联合" { "区消防救援大队" } else { "" })
        .with("finding", if count == 0 { "未发现" } else { "发现" })
        .with("signed_by", &world.premises[n].principal)
        .with("plan_item", item.to_string());
    let mut commands = vec![Command::Enter { kind: Kind::Inspection, fields }];
    let mut hazards = Vec::new();
    let mut seen = Vec::new();
    for _ in 0..count {
        let mut finding = findings::other_than(&seen, industry, &mut world.rng);
        let mut draws = 0..12;
        while world.ending.wants(today, world.end) && !finding.is_timed() && draws.next().is_some() {
            finding = findings::other_than(&seen, industry, &mut world.rng);
        }
        seen.push(finding.text);
        let place = commands.len() + 1;
        let (wishes, steps) = life::found(world, today, town, industry, finding, place);
        hazards.push((place - 1, steps));
        commands.extend(wishes);
        duties::found(world, town, today);
    }
    diary.wish(world.cast.officer(Who::Clerk(town)), Command::Group(commands), After::Hazards(hazards));
}

const MODES: &[(&str, &str)] =
    &[("日常", ""), ("专项", ""), ("联合", SECTION), ("双随机", SECTION), ("四不两直", ""), ("第三方", "")];

fn weight_of(mode: &str) -> u32 {
    match mode {
        "日常" => 62,
        "专项" => 16,
        "联合" => 9,
        "四不两直" => 6,
        _ => 3,
    }
}

fn inspectors(world: &World, town: usize) -> String {
    format!("{}、{}", world.cast.name(Who::Clerk(town)), world.cast.name(Who::Mate(town)))
}

/// A planned thing that is no visit and no step.
pub fn task(world: &mut World, today: Day, task: Task, diary: &mut Diary) {
    match task {
        Task::PutOff(premises, item, later) => {
            let officer = world.cast.officer(Who::Clerk(world.premises[premises].town));
            let fields = Fields::default().with("outcome", "改期").with("moved_to", later.to_string());
            amend(diary, officer, item, fields.with("reason", "店主外出"), Day::NONE, "");
        }
        Task::Drop(premises, item) => {
            let officer = world.cast.officer(Who::Clerk(world.premises[premises].town));
            let fields = Fields::default().with("outcome", "取消").with("reason", "当日防汛值守，下月补检");
            amend(diary, officer, item, fields, Day::NONE, "");
        }
        other => duties::task(world, today, other, diary),
    }
}
