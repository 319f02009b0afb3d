//! Days counted from today, weekdays, and the ends of months, quarters and years.

use super::{Asked, Loose, Rule, certain};
use crate::calendar::{Period, PeriodKind};

impl Asked<'_> {
    /// A date in words, if it is one.
    pub(super) fn words(&self, plain: &str) -> Option<Loose> {
        self.named_day(plain).or_else(|| self.weekday(plain)).or_else(|| self.end_of_span(plain))
    }

    /// 昨天, 今天, 大后天.
    fn named_day(&self, plain: &str) -> Option<Loose> {
        let away = match plain {
            "大前天" => -3,
            "前天" | "前日" => -2,
            "昨天" | "昨日" => -1,
            "今天" | "今日" | "当天" | "当日" => 0,
            "明天" | "明日" => 1,
            "后天" | "后日" => 2,
            "大后天" => 3,
            _ => return None,
        };
        Some(certain(self.hint.today.plus(away)))
    }

    /// 周五, 下周一, 上星期日. Weeks begin on Monday.
    fn weekday(&self, plain: &str) -> Option<Loose> {
        let (which, name) = ["周", "星期", "礼拜"].iter().find_map(|week| plain.split_once(week))?;
        let index = match name {
            "一" | "1" => 0,
            "二" | "2" => 1,
            "三" | "3" => 2,
            "四" | "4" => 3,
            "五" | "5" => 4,
            "六" | "6" => 5,
            "日" | "天" | "7" => 6,
            _ => return None,
        };
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
        let (kind, which) = [
            (PeriodKind::Quarter, "季度"),
            (PeriodKind::Quarter, "季"),
            (PeriodKind::Month, "月"),
            (PeriodKind::Year, "年"),
        ]
        .iter()
        .find_map(|&(kind, unit)| Some((kind, span.strip_suffix(unit)?)))?;
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
