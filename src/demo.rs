//! Sample data (演示数据): a plausible ledger of the six townships from the plan's first day to a day, made through the door
//! that everybody uses, with the owner's clock moved forward day by day. The same size, seed and day give the same
//! ledger. Every name is invented.
//!
//! - [`words`], [`findings`]: what names and hazards are made of
//! - [`cast`]: who works where; [`premises`]: who is checked
//! - [`works`]: publicity, notices, meetings, lists and every other sort of record
//! - [`visits`]: month plans and inspections; [`life`]: what becomes of a hazard; [`duties`]: all other evidence
//! - [`diary`]: a day's wishes, and what follows from the records they made

mod cast;
mod diary;
mod duties;
mod findings;
mod life;
mod premises;
mod visits;
mod words;
mod works;

use fastrand::Rng;

use crate::calendar::{Day, Workdays, shipped_calendar};
use crate::desk::office::begin;
use crate::desk::{Desk, SubmitError};
use crate::model::basics::{Basics, Problem};
use cast::{Cast, Who};
use diary::{After, Agenda, Diary};
use premises::Premises;

/// How large the sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Enterprises.
    pub enterprises: u32,
    /// Hazards.
    pub hazards: u32,
    /// Another seed, another ledger.
    pub seed: u64,
}

impl Size {
    /// What somebody who looks round gets.
    pub const USUAL: Size = Size { enterprises: 250, hazards: 1200, seed: 19 };
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Wishes granted.
    pub granted: u64,
    /// Wishes refused and left out, with their day; a sound sample has none.
    pub refused: Vec<String>,
}

/// Why there is no sample.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The day lies before the plan's first.
    #[error("演示数据从 {0} 起，不能做到更早的日子")]
    TooEarly(Day),
    /// The documents that come with the program are not sound.
    #[error("内置数据读不出：{0}")]
    BuiltIn(String),
    /// The disk failed.
    #[error(transparent)]
    Submit(#[from] SubmitError),
}

/// First and last day of the plan.
const SPAN: (&str, &str) = ("2024-05-10", "2026-12-31");

/// Fills an empty ledger up to `until` (at most the plan's last day). `tell` hears of every day done and of the days in all.
///
/// # Errors
/// The day lies before the plan, or the disk fails; what was recorded until then stays.
pub fn fill(desk: &Desk, size: Size, until: Day, mut tell: impl FnMut(u64, u64)) -> Result<Made, DemoError> {
    let (start, end) = (day(SPAN.0), day(SPAN.1).min(until));
    if end < start {
        return Err(DemoError::TooEarly(start));
    }
    let mut world = World::new(size, start, end)?;
    let days = i64::from(start.days_until(end)) as u64 + 1;
    let mut made = Made::default();
    for (done, today) in (0..days).map(|n| (n, start.plus(n as i32))) {
        let mut diary = Diary::of(today);
        world.live(today, &mut diary);
        diary.submit(desk, &mut world, &mut made)?;
        tell(done + 1, days);
    }
    Ok(made)
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_default()
}

/// Everything the sample knows while it grows.
struct World {
    rng: Rng,
    basics: Basics,
    workdays: Workdays,
    start: Day,
    end: Day,
    cast: Cast,
    premises: Vec<Premises>,
    agenda: Agenda,
    visits: visits::Pace,
    outbox: life::Outbox,
    ending: life::Ending,
    tallies: duties::Tallies,
    works: works::Works,
    size: Size,
    tickets: u64,
}

impl World {
    fn new(size: Size, start: Day, end: Day) -> Result<World, DemoError> {
        let basics = Basics::built_in().map_err(|problems: Vec<Problem>| {
            DemoError::BuiltIn(problems.first().map(ToString::to_string).unwrap_or_default())
        })?;
        let workdays = Workdays::new(shipped_calendar());
        let mut rng = Rng::with_seed(size.seed);
        let cast = Cast::new(&basics, &mut rng);
        let premises = premises::all(size.enterprises, &cast, start, end, &mut rng);
        let visits = visits::Pace::new(size.hazards, &premises, &workdays, start, end);
        let (agenda, outbox, tallies) =
            (Agenda::default(), life::Outbox::default(), duties::Tallies::default());
        Ok(World {
            rng,
            basics,
            workdays,
            start,
            end,
            cast,
            premises,
            agenda,
            visits,
            outbox,
            ending: life::Ending::default(),
            tallies,
            works: works::Works::new(size.seed),
            size,
            tickets: 0,
        })
    }

    /// What happens on a day.
    fn live(&mut self, today: Day, diary: &mut Diary) {
        if today == self.start {
            self.begin(diary);
        }
        premises::changes(self, today, diary);
        duties::of_day(self, today, diary);
        if self.workdays.is_workday(today) {
            visits::of_day(self, today, diary);
        }
        life::of_day(self, today, diary);
        if today == self.end {
            life::drafts(self, today, diary);
        }
    }

    /// Loads the documents, then enters who is there.
    fn begin(&mut self, diary: &mut Diary) {
        diary.wish(self.cast.officer(Who::SectionLead), begin(self.start, true), After::Nothing);
        cast::enter(self, diary);
        works::plan(self);
    }

    /// The workday itself, or the next one.
    fn workday(&self, day: Day) -> Day {
        self.workdays.on_or_after(day)
    }

    /// True so many times in a hundred.
    fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(0..100) < percent
    }

    /// A whole number between both, both included.
    fn between(&mut self, least: i32, most: i32) -> i32 {
        self.rng.i32(least..=most)
    }
}
