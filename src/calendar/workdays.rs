//! Which days are workdays, from weekends, holidays and make-up days (调休). The days off are data: they are announced
//! once a year and an office may replace them.
//!
//! The notice itself counts in calendar spans only; every limit in workdays is 局内约定.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use super::{Day, Hint, understand_date};

/// A day that differs from its weekday: a row of `data/holidays.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    pub day: Day,
    /// The holiday it belongs to, "春节".
    pub name: String,
    /// 休, else 班 (a make-up day).
    pub off: bool,
    /// The announcement.
    pub source: String,
}

/// A stretch of days off around a named holiday, weekends that touch it included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    pub name: String,
    pub first: Day,
    pub last: Day,
}

/// What is wrong in one row of a calendar file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("日历第{line}行: {why}")]
pub struct CalendarError {
    /// Line of the file, the head is line 1.
    pub line: u64,
    pub why: String,
}

/// Days off and make-up workdays that the program brings along, for a new ledger.
pub const HOLIDAYS: &str = include_str!("../data/holidays.csv");

/// [`HOLIDAYS`], read.
pub fn shipped_calendar() -> Vec<CalendarDay> {
    parse_calendar(HOLIDAYS).unwrap_or_default()
}

/// The columns of a calendar by any of their heads; where none is written they stand in this order.
const COLUMNS: [[&str; 2]; 4] = [["date", "日期"], ["name", "名称"], ["off", "休"], ["source", "依据"]];

/// Reads rows `date,name,off,source` (日期,名称,休,依据) under a head; `off` is `1`/`0` or `休`/`班`. A first line that
/// begins with a digit is a row, not a head. All bad rows are reported together.
pub fn parse_calendar(text: &str) -> Result<Vec<CalendarDay>, Vec<CalendarError>> {
    let mut rows = BTreeMap::new();
    let mut errors = Vec::new();
    let mut places = [0, 1, 2, 3];
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new();
    let mut reader =
        reader.trim(csv::Trim::All).flexible(true).has_headers(false).from_reader(text.as_bytes());
    for (at, record) in reader.records().enumerate() {
        let written = record.as_ref().ok().and_then(csv::StringRecord::position).map(csv::Position::line);
        let line = written.unwrap_or(at as u64 + 1);
        let read = match record {
            // Spreadsheets leave rows of commas behind.
            Ok(record) if record.iter().all(str::is_empty) => continue,
            Ok(record) if at == 0 && !begins_with_digit(record.get(0).unwrap_or_default()) => {
                places = places_of(&record);
                continue;
            }
            Ok(record) => read_row(&record, places),
            Err(error) => Err(error.to_string()),
        };
        match read {
            Err(why) => errors.push(CalendarError { line, why }),
            Ok(row) => {
                if let Some(earlier) = rows.insert(row.day, row) {
                    errors.push(CalendarError { line, why: format!("{} 写了两次", earlier.day) });
                }
            }
        }
    }
    if errors.is_empty() { Ok(rows.into_values().collect()) } else { Err(errors) }
}

/// Where each of [`COLUMNS`] stands under these heads: by its name, else in its usual place.
fn places_of(heads: &csv::StringRecord) -> [usize; 4] {
    let place = |names: &[&str; 2]| heads.iter().position(|head| names.contains(&head));
    let mut usual = 0..COLUMNS.len();
    COLUMNS.each_ref().map(|names| {
        let own = usual.next().unwrap_or_default();
        place(names).unwrap_or(own)
    })
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// One row; everything that is wrong with it.
fn read_row(record: &csv::StringRecord, places: [usize; 4]) -> Result<CalendarDay, String> {
    let [date, name, off, source] = places.map(|at| record.get(at).unwrap_or_default());
    let day = read_day(date).ok_or_else(|| format!("“{date}”不是日期，写成 2026-10-01"));
    let off = match off {
        "1" | "休" => Ok(true),
        "0" | "班" => Ok(false),
        other => Err(format!("“{other}”不是休或班，写 1（休）或 0（班）")),
    };
    match (day, off) {
        (Ok(day), Ok(off)) => Ok(CalendarDay { day, name: name.to_owned(), off, source: source.to_owned() }),
        (day, off) => Err(day.err().into_iter().chain(off.err()).collect::<Vec<_>>().join("；")),
    }
}

/// A day written in full: `2026-10-01`, and `2026/10/1`, as spreadsheets write it back.
fn read_day(text: &str) -> Option<Day> {
    if !begins_with_digit(text) {
        return None;
    }
    understand_date(text, &Hint::found(Day::LAST)).ok().filter(|loose| !loose.assumed).map(|loose| loose.day)
}

/// One announcement over the days known before: the years that it has are its own from now on, all others stay. Of a year of which
/// it has days in December alone (元旦 of the next one begins in it) nothing but those days changes.
pub fn calendar_laid_over(before: Vec<CalendarDay>, new: Vec<CalendarDay>) -> Vec<CalendarDay> {
    let own: BTreeSet<i32> =
        new.iter().filter(|row| row.day.month() < 12).map(|row| row.day.year()).collect();
    let kept = before.into_iter().filter(|row| !own.contains(&row.day.year()));
    let rows: BTreeMap<Day, CalendarDay> = kept.chain(new).map(|row| (row.day, row)).collect();
    rows.into_values().collect()
}

/// The days as a file that [`parse_calendar`] reads.
///
/// # Errors
/// None that memory does not give.
pub fn calendar_text(rows: &[CalendarDay]) -> io::Result<String> {
    let mut text = Vec::new();
    let mut to = csv::Writer::from_writer(&mut text);
    to.write_record(COLUMNS.map(|[head, _]| head))?;
    for CalendarDay { day, name, off, source } in rows {
        let off = if *off { "1" } else { "0" };
        to.write_record([&*day.to_string(), name, off, source])?;
    }
    to.flush()?;
    drop(to);
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Counts workdays. In years without any row it goes by Monday to Friday and says so ([`Workdays::is_guess`]).
#[derive(Clone)]
pub struct Workdays {
    rows: BTreeMap<Day, CalendarDay>,
    /// Workdays from the first day there is up to and including each day: every question is a look-up in here.
    up_to: Vec<u16>,
    /// Every workday in order.
    workdays: Vec<Day>,
}

impl Workdays {
    pub fn new(rows: impl IntoIterator<Item = CalendarDay>) -> Workdays {
        let rows: BTreeMap<Day, CalendarDay> = rows.into_iter().map(|row| (row.day, row)).collect();
        let mut workdays = Vec::new();
        let up_to = (0..=u16::MAX)
            .map(|number| {
                let day = Day(number);
                let off = rows.get(&day).map_or(day.weekday_index() >= 5, |row| row.off);
                if !off && !day.is_none() {
                    workdays.push(day);
                }
                workdays.len() as u16
            })
            .collect();
        Workdays { rows, up_to, workdays }
    }

    pub fn is_workday(&self, day: Day) -> bool {
        !day.is_none() && self.count(day) > self.count(Day(day.0 - 1))
    }

    /// The `n`-th workday after `day`, before it when `n` is negative; `day` itself does not count (民法典 201).
    /// 0 gives `day` back. No date stays no date.
    pub fn add(&self, day: Day, n: i32) -> Day {
        if day.is_none() || n == 0 {
            return day;
        }
        let before = if n > 0 { self.count(day) } else { self.count(Day(day.0 - 1)) + 1 };
        let wanted = i32::from(before).saturating_add(n);
        match usize::try_from(wanted - 1) {
            Ok(at) => self.workdays.get(at).copied().unwrap_or(Day::LAST),
            Err(_) => Day::FIRST,
        }
    }

    /// Workdays from `a` to `b`, `a` not counted, negative when `b` lies before: `add(a, between(a, b)) == b` wherever `b`
    /// is a workday. Both must be dates.
    pub fn between(&self, a: Day, b: Day) -> i32 {
        if b >= a {
            return i32::from(self.count(b)) - i32::from(self.count(a));
        }
        let before = |day: Day| i32::from(self.count(Day(day.0.saturating_sub(1))));
        before(b) - before(a)
    }

    /// The day itself when it is a workday, else the next one: where a last day on a holiday moves to (民法典 203).
    /// Which duties move is a property of the rule; 年底前 and 每月 do not.
    pub fn on_or_after(&self, day: Day) -> Day {
        if day.is_none() || self.is_workday(day) { day } else { self.add(day, 1) }
    }

    /// The `n`-th workday (from 1) of a month, "当月第3个工作日".
    pub fn nth_of_month(&self, year: i32, month: u32, n: i32) -> Option<Day> {
        Some(self.add(Day::ymd(year, month, 1)?.plus(-1), n))
    }

    /// The last day whose workdays are announced; [`Day::NONE`] without any rows.
    pub fn known_until(&self) -> Day {
        let last = self.rows.last_key_value().and_then(|(day, _)| Day::ymd(day.year(), 12, 31));
        last.unwrap_or(Day::NONE)
    }

    /// The years whose days are announced, in order.
    pub fn known_years(&self) -> Vec<i32> {
        let years: BTreeSet<i32> = self.rows.keys().map(|day| day.year()).collect();
        years.into_iter().collect()
    }

    /// Whether this day lies in a year without announced days, so that Monday to Friday is all there is to go by.
    pub fn is_guess(&self, day: Day) -> bool {
        let january = Day::ymd(day.year(), 1, 1).unwrap_or(Day::FIRST);
        let december = Day::ymd(day.year(), 12, 31).unwrap_or(Day::LAST);
        self.rows.range(january..=december).next().is_none()
    }

    /// The row of a day that differs from its weekday.
    pub fn row(&self, day: Day) -> Option<&CalendarDay> {
        self.rows.get(&day)
    }

    /// The holidays that begin within `from..=to`, in order.
    pub fn holidays(&self, from: Day, to: Day) -> Vec<Holiday> {
        let mut found: Vec<Holiday> = Vec::new();
        for row in self.rows.values().filter(|row| row.off) {
            if found.last().is_some_and(|holiday| row.day <= holiday.last) {
                continue;
            }
            let first = self.add(row.day, -1).plus(1);
            found.push(Holiday { name: row.name.clone(), first, last: self.add(row.day, 1).plus(-1) });
        }
        found.retain(|holiday| from <= holiday.first && holiday.first <= to);
        found
    }

    fn count(&self, day: Day) -> u16 {
        self.up_to.get(usize::from(day.0)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::from_date(text.parse().unwrap()).unwrap()
    }

    fn calendar() -> &'static Workdays {
        static CALENDAR: LazyLock<Workdays> = LazyLock::new(|| Workdays::new(shipped_calendar()));
        &CALENDAR
    }

    #[test]
    fn spring_festival_2026_is_off_and_its_two_saturdays_are_worked() {
        let calendar = calendar();
        for off in ["2026-02-15", "2026-02-16", "2026-02-23", "2026-03-01"] {
            assert!(!calendar.is_workday(day(off)), "{off}");
        }
        for on in ["2026-02-14", "2026-02-28", "2026-02-24"] {
            assert!(calendar.is_workday(day(on)), "{on}");
        }
        assert_eq!(calendar.row(day("2026-02-16")).map(|row| row.name.as_str()), Some("春节"));
    }

    #[test]
    fn three_workdays_across_the_national_holiday() {
        let calendar = calendar();
        assert_eq!(calendar.add(day("2026-09-30"), 3), day("2026-10-10"));
        assert_eq!(calendar.add(day("2026-10-10"), -3), day("2026-09-30"));
        assert_eq!(calendar.add(day("2026-10-03"), 0), day("2026-10-03"));
        assert_eq!(calendar.between(day("2026-09-30"), day("2026-10-10")), 3);
        assert_eq!(calendar.between(day("2026-10-10"), day("2026-09-30")), -3);
        assert_eq!(calendar.between(day("2026-10-01"), day("2026-10-07")), 0);
    }

    #[test]
    fn the_third_workday_of_a_month_skips_its_holidays() {
        let calendar = calendar();
        assert_eq!(calendar.nth_of_month(2026, 11, 3), Some(day("2026-11-04")));
        assert_eq!(calendar.nth_of_month(2026, 10, 1), Some(day("2026-10-08")));
        assert_eq!(calendar.nth_of_month(2026, 13, 1), None);
    }

    #[test]
    fn a_last_day_on_a_holiday_moves_on() {
        let calendar = calendar();
        assert_eq!(calendar.on_or_after(day("2026-10-03")), day("2026-10-08"));
        assert_eq!(calendar.on_or_after(day("2026-10-09")), day("2026-10-09"));
    }

    #[test]
    fn a_year_that_is_not_announced_goes_by_monday_to_friday_and_says_so() {
        let calendar = calendar();
        assert_eq!(calendar.known_until(), day("2026-12-31"));
        assert!(!calendar.is_guess(day("2026-12-31")) && calendar.is_guess(day("2027-01-01")));
        assert!(calendar.is_workday(day("2027-01-01")) && !calendar.is_workday(day("2027-01-02")));
        assert!(calendar.is_guess(day("2023-06-01")));
        assert_eq!(Workdays::new([]).known_until(), Day::NONE);
    }

    #[test]
    fn the_holidays_of_2026_begin_and_end_with_their_weekends() {
        let found = calendar().holidays(day("2026-01-01"), day("2026-12-31"));
        let found: Vec<_> =
            found.iter().map(|h| format!("{}{}~{}", h.name, h.first.md(), h.last.md())).collect();
        assert_eq!(
            found,
            [
                "元旦01-01~01-03",
                "春节02-15~02-23",
                "清明节04-04~04-06",
                "劳动节05-01~05-05",
                "端午节06-19~06-21",
                "中秋节09-25~09-27",
                "国庆节10-01~10-07"
            ]
        );
    }

    #[test]
    fn all_bad_rows_of_a_calendar_are_named_together() {
        let text = "date,name,off,source\n2026-10-01,国庆节,1,x\n2026-13-01,国庆节,1,x\n2026-10-02,国庆节,放,x\n2026-10-01,国庆节,0,x\n";
        let errors = parse_calendar(text).unwrap_err();
        let lines: Vec<_> = errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [3, 4, 5]);
        assert_eq!(errors[0].to_string(), "日历第3行: “2026-13-01”不是日期，写成 2026-10-01");
    }

    #[test]
    fn a_year_takes_its_own_place_and_a_december_day_of_the_year_before_only_its_day() {
        let new = "date,name,off,source\n2026-12-31,元旦,1,\"通知,二\"\n2027-01-01,元旦,休,x\n";
        let first = calendar_laid_over(shipped_calendar(), parse_calendar(new).unwrap());
        let calendar = Workdays::new(first.clone());
        assert_eq!(calendar.known_years(), [2024, 2025, 2026, 2027]);
        assert!(!calendar.is_workday(day("2026-12-31")) && !calendar.is_workday(day("2026-10-01")));
        assert_eq!(parse_calendar(&calendar_text(&first).unwrap()).unwrap(), first);
        let again = parse_calendar("2027-01-04,元旦,休,x\n").unwrap();
        let again = Workdays::new(calendar_laid_over(first, again));
        assert!(again.is_workday(day("2027-01-01")) && !again.is_workday(day("2027-01-04")));
        assert!(!again.is_workday(day("2026-12-31")));
    }

    #[test]
    fn heads_of_an_officers_own_and_rows_of_commas_do_no_harm_and_no_first_row_is_swallowed() {
        let text = "放假日期,名称,是否,依据\n2027-01-01,元旦,休,x\n,,,\n";
        let rows = parse_calendar(text).unwrap();
        assert_eq!((rows.len(), rows[0].off, rows[0].name.as_str()), (1, true, "元旦"));
        assert_eq!(parse_calendar("2027-13-01,元旦,休,x\n").unwrap_err()[0].line, 1);
    }

    #[test]
    fn no_date_stays_no_date() {
        let calendar = calendar();
        assert_eq!((calendar.add(Day::NONE, 3), calendar.on_or_after(Day::NONE)), (Day::NONE, Day::NONE));
        assert!(!calendar.is_workday(Day::NONE));
        assert_eq!((calendar.add(Day::LAST, 9), calendar.add(Day::FIRST, -9)), (Day::LAST, Day::FIRST));
    }

    proptest! {
        #[test]
        fn counting_forth_and_adding_agree(a in 8000u16..11000, b in 8000u16..11000) {
            let calendar = calendar();
            let (a, b) = (Day(a), Day(b));
            if calendar.is_workday(b) {
                prop_assert_eq!(calendar.add(a, calendar.between(a, b)), b);
            }
            let one_by_one = (a.0.min(b.0)..=a.0.max(b.0)).filter(|&d| d != a.0 && calendar.is_workday(Day(d))).count();
            prop_assert_eq!(calendar.between(a, b).unsigned_abs() as usize, one_by_one);
        }
    }
}
