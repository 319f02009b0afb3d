//! Everything that is no visit and no hazard: publicity, notices, meetings, mechanisms, the lists, exhibitions … A script of what
//! happens when is written on the first day, with dice of its own, and done on its days; what comes of a record later is a
//! correction of it.
//!
//! - [`towns`]: what every township does each quarter, with gaps; [`bureau`]: what the bureau does; [`events`]: what comes from
//!   outside, and what is done about it

mod bureau;
mod events;
mod towns;

use std::collections::BTreeMap;

use fastrand::Rng;

use super::World;
use super::cast::Who;
use super::diary::{After, Diary, Task};
use super::premises::{Premises, amend};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// What is remembered of it.
pub struct Works {
    rng: Rng,
    /// Numbers of records that others refer to, by a name of ours.
    made: BTreeMap<String, Id>,
}

impl Works {
    /// Dice of their own, so that visits and hazards fall as they do without them.
    pub fn new(seed: u64) -> Works {
        Works { rng: Rng::with_seed(seed.rotate_left(17) ^ 0x5f), made: BTreeMap::new() }
    }
}

/// A record to be entered on its day. A value that begins with `@` is looked up then:
///
/// `@today`, `@+20` a day from then; `@of NAME` another record; `@shop TOWN N` an open enterprise, `@shopname TOWN N` its name.
pub struct Work {
    who: Who,
    kind: Kind,
    name: String,
    fields: Fields,
    later: Vec<Later>,
}

/// What comes of a record so many days later.
pub struct Later {
    days: i32,
    who: Who,
    fields: Fields,
}

impl Work {
    fn new(who: Who, kind: Kind) -> Work {
        let fields = Fields::default().with("date", "@today");
        Work { who, kind, name: String::new(), fields, later: Vec::new() }
    }

    /// A record of a sort of 工作记录.
    fn of(who: Who, sort: &str, unit: &str, title: impl Into<String>) -> Work {
        Work::new(who, Kind::Evidence).with("sort", sort).with("unit", unit).with("title", title)
    }

    fn with(mut self, key: &str, value: impl Into<String>) -> Work {
        self.fields.put(key, value);
        self
    }

    /// Remembered by this name.
    fn named(mut self, name: impl Into<String>) -> Work {
        self.name = name.into();
        self
    }

    fn later(mut self, days: i32, who: Who, pairs: &[(&str, &str)]) -> Work {
        self.later.push(Later { days, who, fields: Fields::of(pairs.iter().copied()) });
        self
    }
}

/// What is planned, while the script is written.
struct Script<'w> {
    world: &'w mut World,
}

impl Script<'_> {
    /// On the workday, or the next one.
    fn on(&mut self, day: Day, work: Work) {
        let day = self.world.workday(day).max(self.world.start.plus(1));
        self.world.agenda.put(day, Task::Work(Box::new(work)));
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.world.works.rng.u32(0..100) < percent
    }

    fn between(&mut self, least: i32, most: i32) -> i32 {
        self.world.works.rng.i32(least..=most)
    }

    /// A day within the period.
    fn within(&mut self, period: Period) -> Day {
        let first = period.start().max(self.world.start.plus(7));
        let span = first.days_until(period.end()).max(5);
        first.plus(self.between(1, span - 4))
    }

    fn periods(&self, kind: PeriodKind) -> Vec<Period> {
        Period::between(kind, self.world.start, self.world.end).collect()
    }

    fn name(&self, who: Who) -> String {
        self.world.cast.name(who)
    }

    /// Code and short name of a township.
    fn town(&self, town: usize) -> (String, String) {
        self.world.cast.towns.get(town).map(|one| (one.code.clone(), one.short.clone())).unwrap_or_default()
    }

    fn towns(&self) -> usize {
        self.world.cast.towns.len()
    }

    /// Photographs, which now and then nobody took.
    fn photographs(&mut self) -> &'static str {
        if self.chance(85) { "微信照片3张" } else { "" }
    }
}

/// Writes the script.
pub fn plan(world: &mut World) {
    let mut script = Script { world };
    towns::plan(&mut script);
    bureau::plan(&mut script);
    events::plan(&mut script);
}

/// Enters a record of the script; one that refers to what is not there does not happen.
pub fn enter(world: &World, today: Day, work: Work, diary: &mut Diary) {
    let Some(fields) = resolved(world, today, &work.fields) else { return };
    let command = Command::Enter { kind: work.kind, fields };
    diary.wish(world.cast.officer(work.who), command, After::Work(work.name, work.later));
}

/// Remembers it, and plans what comes of it.
pub fn note(world: &mut World, today: Day, id: Id, name: String, later: Vec<Later>) {
    world.works.made.insert(name, id);
    for later in later {
        let day = world.workday(today.plus(later.days));
        world.agenda.put(day, Task::Later(id, Box::new(later)));
    }
}

/// What comes of a record.
pub fn later(world: &World, today: Day, id: Id, later: &Later, diary: &mut Diary) {
    let Some(fields) = resolved(world, today, &later.fields) else { return };
    amend(diary, world.cast.officer(later.who), id, fields, Day::NONE, "办理进展");
}

fn resolved(world: &World, today: Day, fields: &Fields) -> Option<Fields> {
    let pairs = fields.iter().map(|(key, value)| Some((key.to_owned(), value_of(world, today, value)?)));
    Some(Fields::of(pairs.collect::<Option<Vec<_>>>()?))
}

fn value_of(world: &World, today: Day, value: &str) -> Option<String> {
    let Some(asked) = value.strip_prefix('@') else { return Some(value.to_owned()) };
    let mut words = asked.split(' ');
    let word = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let number = |at: usize| rest.get(at).and_then(|word| word.parse::<usize>().ok()).unwrap_or_default();
    match word {
        "today" => Some(today.to_string()),
        "of" => world.works.made.get(&rest.join(" ")).map(Id::to_string),
        "shop" => shop(world, today, number(0), number(1)).map(|one| one.id.to_string()),
        "shopname" => shop(world, today, number(0), number(1)).map(|one| one.name().to_owned()),
        days => days.parse().ok().map(|days: i32| today.plus(days).to_string()),
    }
}

/// The n-th open enterprise of a township, counted round.
fn shop(world: &World, today: Day, town: usize, n: usize) -> Option<&Premises> {
    let open =
        || world.premises.iter().filter(|one| one.town == town && one.id.is_some() && one.is_open(today));
    let count = open().count();
    (count > 0).then(|| open().nth(n % count)).flatten()
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::ymd(year, month, day).unwrap_or_default()
}
