//! Days counted from today, weekdays, and the ends of months, quarters and years.

use super::{Asked, Loose, Rule, certain};
use crate::calendar::{Period, PeriodKind};

/// Days that have a name, as they are counted from today.
const NAMED: &[(i32, &[&str])] = &[
    (0, &["今天", "今日", "当天", "当日"]),
    (-1, &["昨天", "昨日"]),
    (-2, &["前天", "前日"]),
    (-3, &["大前天"]),
    (1, &["明天", "明日"]),
    (2, &["后天", "后日"]),
    (3, &["大后天"]),
];

/// Behind 周, from Monday on.
const WEEKDAYS: [&[&str]; 7] =
    [&["一", "1"], &["二", "2"], &["三", "3"], &["四", "4"], &["五", "5"], &["六", "6"], &["日", "天", "7"]];

const WEEKS: &[&str] = &["周", "星期", "礼拜"];

/// What the end of which is a day.
const SPANS: &[(PeriodKind, &str)] = &[
    (PeriodKind::Quarter, "季度"),
    (PeriodKind::Quarter, "季"),
    (PeriodKind::Month, "月"),
    (PeriodKind::Year, "年"),
];

/// The usual words for days, to offer: each is read by [`super::understand_date`], which day it is depends on the hint.
pub fn date_words() -> impl Iterator<Item = String> {
    let usual = |words: &[&'static str]| words.first().copied().unwrap_or_default();
    let named = NAMED.iter().map(move |(_, words)| usual(words).to_owned());
    let weeks = ["", "上", "下"].into_iter().flat_map(move |which| {
        WEEKDAYS.iter().map(move |day| format!("{which}{}{}", usual(WEEKS), usual(day)))
    });
    named.chain(weeks).chain(["月底", "季末", "年底", "下月底"].map(str::to_owned))
}

impl Asked<'_> {
    /// A date in words, if it is one.
    pub(super) fn words(&self, plain: &str) -> Option<Loose> {
        self.named_day(plain).or_else(|| self.weekday(plain)).or_else(|| self.end_of_span(plain))
    }

    /// 昨天, 今天, 大后天.
    fn named_day(&self, plain: &str) -> Option<Loose> {
        let (away, _) = NAMED.iter().find(|(_, words)| words.contains(&plain))?;
        Some(certain(self.hint.today.plus(*away)))
    }

    /// 周五, 下周一, 上星期日. Weeks begin on Monday.
    fn weekday(&self, plain: &str) -> Option<Loose> {
        let (which, name) = WEEKS.iter().find_map(|week| plain.split_once(week))?;
        let index = WEEKDAYS.iter().position(|names| names.contains(&name))? as u16;
        if which.is_empty() {
            return Some(self.nearest_weekday(index));
        }
        let weeks = steps(which)?;
        let monday = self.hint.today.plus(-i32::from(self.hint.today.weekday_index()));
        Some(certain(monday.plus(7 * weeks + i32::from(index))))
    }

    fn nearest_weekday(&self, index: u16) -> Loose {
        let day = match self.hint.rule {
            Rule::LatestUpTo(day) => day.plus(-i32::from((day.weekday_index() + 7 - index) % 7)),
            Rule::FirstFrom(day) => day.plus(i32::from((index + 7 - day.weekday_index()) % 7)),
        };
        Loose { day, assumed: true }
    }

    /// 月底, 年底, 季末, 下月底, 2026年底, 11月底, 2026年三季度末.
    fn end_of_span(&self, plain: &str) -> Option<Loose> {
        let span = plain.strip_suffix(['底', '末'])?.replace('第', "");
        let (kind, which) = SPANS.iter().find_map(|&(kind, unit)| Some((kind, span.strip_suffix(unit)?)))?;
        if which.is_empty() {
            return self.pick(kind, |period| Some(period.end()));
        }
        if let Some(away) = steps(which) {
            let here = Period::containing(kind, self.hint.today);
            let there =
                (0..away.abs()).fold(here, |period, _| if away > 0 { period.next() } else { period.prev() });
            return Some(certain(there.end()));
        }
        if let Ok(period) = self.with_full_year(&span).parse::<Period>() {
            return Some(certain(period.end()));
        }
        self.pick(PeriodKind::Year, |year| Some(format!("{year}年{span}").parse::<Period>().ok()?.end()))
    }

    /// 今年三季度 and 26年三季度 with their year in four digits.
    fn with_full_year(&self, span: &str) -> String {
        let Some((year, rest)) = span.split_once('年') else { return span.to_owned() };
        let full = match year {
            "今" | "本" => Some(self.hint.today.year()),
            "明" => Some(self.hint.today.year() + 1),
            "去" => Some(self.hint.today.year() - 1),
            digits => self.full_year(digits),
        };
        full.map_or(span.to_owned(), |full| format!("{full}年{rest}"))
    }
}

/// 本 0, 下 1, 下下 2, 上 -1; for years 今, 明, 去.
fn steps(which: &str) -> Option<i32> {
    Some(match which.trim_end_matches('个') {
        "本" | "这" | "今" | "当" => 0,
        "下" | "明" => 1,
        "下下" => 2,
        "上" | "去" => -1,
        "上上" => -2,
        _ => return None,
    })
}
