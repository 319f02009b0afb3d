//! How fast it goes, and where that leads: the mean of the last whole weeks, carried on to a day.

use super::work::Work;
use super::{Debts, Table};
use crate::calendar::Day;
use crate::rules::matrix::TOTAL;

/// Weeks that a pace is taken from: a month and a quarter.
pub const SPANS: [usize; 2] = [4, 13];

/// What came and went in so many weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Weeks it is the mean of.
    pub weeks: u32,
    /// New ones in all of them.
    pub came: u32,
    /// Ended ones in all of them.
    pub went: u32,
}

impl Pace {
    /// 发现 and 销号 of the last whole weeks of a table by week; [`None`]: it has not so many.
    pub fn of(table: &Table, weeks: usize) -> Option<Pace> {
        let number = |row: &str, figure| table.value(row, figure).map_or(0, |value| value.number);
        let whole: Vec<&str> =
            table.parts().map(|(head, _)| head.key.as_str()).filter(|key| is_whole(key)).collect();
        let last = whole.len().checked_sub(weeks).and_then(|from| whole.get(from..))?;
        let sum = |figure| last.iter().map(|row| number(row, figure)).sum();
        Some(Pace { weeks: weeks as u32, came: sum("found"), went: sum("closed") })
    }

    /// Of a number that was `before` so many weeks ago and is `now`: what it changed by.
    pub fn between(before: u32, now: u32, weeks: usize) -> Pace {
        Pace { weeks: weeks as u32, came: now.saturating_sub(before), went: before.saturating_sub(now) }
    }

    /// How many there will be after so many days, at this pace; never less than none.
    pub fn forecast(&self, now: u32, days: i32) -> u32 {
        let change = (i64::from(self.came) - i64::from(self.went)) * i64::from(days.max(0));
        let of = i64::from(self.weeks.max(1)) * 7;
        // Halves go away from none, so that a forecast is the same up and down.
        let rounded = (change.abs() + of / 2) / of * change.signum();
        (i64::from(now) + rounded).clamp(0, i64::from(u32::MAX)) as u32
    }

    /// New ones a week, in words.
    pub fn came_a_week(&self) -> String {
        self.a_week(self.came)
    }

    /// Ended ones a week, in words.
    pub fn went_a_week(&self) -> String {
        self.a_week(self.went)
    }

    fn a_week(&self, number: u32) -> String {
        let weeks = self.weeks.max(1);
        tenths((number * 10 + weeks / 2) / weeks)
    }
}

/// Where it leads, in sentences: at the present pace, and what is to be done instead. `before` holds the debts of so many weeks
/// ago, as far as they are known; those of the plan before are nothing to compare with.
pub fn outlook(work: &Work, weeks: &Table, now: Option<Debts>, before: &[(usize, Debts)]) -> Vec<String> {
    let open = work.units.iter().find(|unit| unit.key == TOTAL).map_or(0, |unit| unit.open);
    let (days, last) = (work.days(), work.last);
    if days < 0 {
        return vec![format!("方案已于{last}到期，在办还有 {open} 条。")];
    }
    let until = last.md_on(work.as_of);
    let paces = SPANS.iter().filter_map(|weeks_of| Pace::of(weeks, *weeks_of)).map(|pace| {
        let (came, went) = (pace.came_a_week(), pace.went_a_week());
        format!(
            "近{}周每周发现 {came}、销号 {went}，照此到 {until} 余 {} 条",
            pace.weeks,
            pace.forecast(open, days)
        )
    });
    let mut lines = vec![format!("在办 {open} 条。{}。", paces.collect::<Vec<_>>().join("；"))];
    lines.push(format!(
        "到 {until} 为零：还有 {} 个工作日，每周销 {} 条，每工作日 {} 条。",
        work.workdays,
        work.a_week(open),
        work.a_workday(open)
    ));
    let Some(now) = now else { return lines };
    let all = |debts: &Debts| debts.notice + debts.office;
    let of_this_plan = before.iter().filter(|(_, debts)| debts.as_of >= work.first);
    let paces = of_this_plan.map(|(weeks, debts)| {
        let pace = Pace::between(all(debts), all(&now), *weeks);
        let change = match (pace.came, pace.went) {
            (0, 0) => "没有增减".into(),
            (0, fewer) => format!("净减 {fewer}"),
            (more, _) => format!("净增 {more}"),
        };
        format!("近{weeks}周{change}，照此到 {until} 余 {} 格", pace.forecast(all(&now), days))
    });
    let paces: Vec<String> = paces.collect();
    let more = if paces.is_empty() { String::new() } else { format!("{}。", paces.join("；")) };
    lines.push(format!("欠账 {} 格（文件规定 {}，局内约定 {}）。{more}", all(&now), now.notice, now.office));
    lines
}

/// Is the week that ends on this day (key of its row) a whole one?
fn is_whole(key: &str) -> bool {
    key.parse::<Day>().is_ok_and(|day| day.weekday_index() == 6)
}

/// `4.5` of 45; whole numbers without a point.
pub fn tenths(number: u32) -> String {
    match number % 10 {
        0 => (number / 10).to_string(),
        rest => format!("{}.{rest}", number / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_carried_on_and_never_below_none() {
        let pace = Pace { weeks: 4, came: 26, went: 40 };
        assert_eq!((pace.came_a_week(), pace.went_a_week()), ("6.5".into(), "10".into()));
        // 3.5 a week, over five weeks and three days.
        assert_eq!(pace.forecast(100, 38), 81);
        assert_eq!((pace.forecast(5, 38), pace.forecast(5, 0), pace.forecast(5, -3)), (0, 5, 5));
        assert_eq!(Pace::between(10, 36, 13).forecast(36, 7), 38);
    }
}
