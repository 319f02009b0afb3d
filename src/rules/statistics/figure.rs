//! What is counted: every figure, and the marks of a hazard that it is made of.

use super::Value;
use crate::calendar::Day;
use crate::model::card::HazardCard;
use crate::model::hazard::SOURCES;
use crate::rules::clock::rectify_limit;
use crate::rules::facts::Facts;
use crate::rules::matrix::{M10_COLUMNS, fixed_on, m10_marks};

/// Bits of what a hazard counts as in a span. The first are the columns of M10, in their order.
pub(super) mod mark {
    pub const FOUND: u32 = 1;
    pub const FIXED: u32 = 1 << 1;
    pub const TRANSFERRED: u32 = 1 << 2;
    pub const OPEN: u32 = 1 << 3;
    pub const OVERDUE: u32 = 1 << 4;
    pub const MAJOR: u32 = 1 << 5;
    /// Found in the span and closed since.
    pub const SETTLED: u32 = 1 << 6;
    /// 销号日 in the span.
    pub const CLOSED: u32 = 1 << 7;
    /// Put right in the span, and somebody could have been late.
    pub const LIMITED: u32 = 1 << 8;
    /// The same, by its last day.
    pub const IN_TIME: u32 = 1 << 9;
    /// Its first recheck was in the span.
    pub const RECHECKED: u32 = 1 << 10;
    /// The same, and passed.
    pub const PASSED: u32 = 1 << 11;
    /// Open for so many days, by [`super::AGES`].
    pub const AGE: [u32; 5] = [1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16];
    /// Found by the enterprise itself, by a visit, otherwise.
    pub const BY_SELF: u32 = 1 << 17;
    pub const BY_VISIT: u32 = 1 << 18;
    pub const BY_OTHERS: u32 = 1 << 19;
    /// Bits there are.
    pub const COUNT: usize = 20;
}

/// Days up to which an open hazard belongs to each span of 在办时长; the last one has no end.
pub const AGES: [i32; 4] = [7, 15, 30, 60];

/// How a figure is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Make {
    /// Hazards with this mark.
    Hazards(u32),
    /// Hazards with the first mark of those with the second; who has the first has both.
    Share(u32, u32),
    /// Days from 发现 to 销号 of those with the mark: the middle one.
    Median(u32),
    /// The same: their mean.
    Mean(u32),
    /// 检查家次
    Visits,
    /// Visits that found nothing, of all.
    ZeroShare,
    /// Hazards with the mark by people sent out (检查出动人次).
    PerHead(u32),
}

/// What a figure is shown with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// 发现 … 重大在账
    Numbers,
    /// 闭环与天数
    Closing,
    /// 在办时长
    Ages,
    /// 来源与检查
    Sources,
}

/// A figure.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Stable key, as in `--json`; of those of M10 its own.
    pub key: &'static str,
    /// 名称
    pub label: &'static str,
    /// What it is shown with.
    pub group: Group,
    pub(super) make: Make,
    /// 口径, in a sentence.
    pub how: &'static str,
}

/// A column of M10.
const fn m10(column: (&'static str, &'static str), make: Make, group: Group, how: &'static str) -> Figure {
    let (key, label) = column;
    Figure { key, label, group, make, how }
}

const fn own(key: &'static str, label: &'static str, group: Group, make: Make, how: &'static str) -> Figure {
    Figure { key, label, group, make, how }
}

/// Every figure, in the order of the columns.
pub const FIGURES: [Figure; 24] = {
    use Group::{Ages, Closing, Numbers, Sources};
    use Make::{Hazards, Mean, Median, PerHead, Share, Visits, ZeroShare};
    let [found, fixed, transferred, open, overdue, major, rate] = M10_COLUMNS;
    [
        m10(found, Hazards(mark::FOUND), Numbers, "按发现日期计"),
        m10(fixed, Hazards(mark::FIXED), Numbers, "按完成日期计，没有完成日期的按销号日期计"),
        own("closed", "销号", Numbers, Hazards(mark::CLOSED), "按销号日期计"),
        m10(
            transferred,
            Hazards(mark::TRANSFERRED),
            Numbers,
            "按发出日期计，旧账没写发出日的按导入日计；总数里也有",
        ),
        m10(open, Hazards(mark::OPEN), Numbers, "截止日还没有销号的"),
        m10(
            overdue,
            Hazards(mark::OVERDUE),
            Numbers,
            "在办的里面，截止日已过期限的；过了期限才申请延期的仍计",
        ),
        m10(major, Hazards(mark::MAJOR), Numbers, "在办的里面，等级为重大的"),
        m10(rate, Share(mark::SETTLED, mark::FOUND), Closing, "本期发现的里面已销号的"),
        own(
            "in_time",
            "按期整改率",
            Closing,
            Share(mark::IN_TIME, mark::LIMITED),
            "本期整改的里面，期限内完成的；没有定期限的、移交部门的一般隐患不计",
        ),
        own(
            "first_pass",
            "一次复查合格率",
            Closing,
            Share(mark::PASSED, mark::RECHECKED),
            "本期第一次复查的里面，那一次就合格的；立行立改当场复核的在内",
        ),
        own(
            "median",
            "整改天数中位",
            Closing,
            Median(mark::CLOSED),
            "本期销号的，从发现到销号的天数，居中的一个",
        ),
        own("mean", "平均", Closing, Mean(mark::CLOSED), "同上，平均"),
        own("age_7", "0-7天", Ages, Hazards(mark::AGE[0]), "在办的，从发现到截止日的天数"),
        own("age_15", "8-15天", Ages, Hazards(mark::AGE[1]), ""),
        own("age_30", "16-30天", Ages, Hazards(mark::AGE[2]), ""),
        own("age_60", "31-60天", Ages, Hazards(mark::AGE[3]), ""),
        own("age_more", "60天以上", Ages, Hazards(mark::AGE[4]), ""),
        own("by_self", "企业自查", Sources, Hazards(mark::BY_SELF), "本期发现的，按来源"),
        own(
            "by_visit",
            "检查",
            Sources,
            Hazards(mark::BY_VISIT),
            "乡镇检查、局检查、联合检查、第三方、督导发现",
        ),
        own("by_others", "其他", Sources, Hazards(mark::BY_OTHERS), "举报、上级交办，没写来源的"),
        own("self_share", "自查占比", Sources, Share(mark::BY_SELF, mark::FOUND), "本期发现的里面企业自查的"),
        own("visits", "检查家次", Sources, Visits, "按检查日期计，作废的不计"),
        own("zero_share", "零隐患占比", Sources, ZeroShare, "检查里面结论不是发现隐患的"),
        own("per_head", "人均发现", Sources, PerHead(mark::BY_VISIT), "检查发现的，除以检查出动人次"),
    ]
};

impl Figure {
    /// The figure with this key.
    pub fn of_key(key: &str) -> Option<&'static Figure> {
        FIGURES.iter().find(|figure| figure.key == key)
    }

    /// A plain number of hazards: do the rows of a table add up to its total? What stands open on a day adds up only where
    /// the rows are no spans of time.
    pub fn adds_up(&self, is_time: bool) -> bool {
        use mark::{AGE, MAJOR, OPEN, OVERDUE};
        let stock = OPEN | OVERDUE | MAJOR | AGE.iter().fold(0, |all, bit| all | bit);
        match self.make {
            Make::Hazards(bit) => !is_time || bit & stock == 0,
            Make::Visits => true,
            _ => false,
        }
    }

    /// Is it made from visits? Those tell no kind of hazard.
    pub fn needs_visits(&self) -> bool {
        matches!(self.make, Make::Visits | Make::ZeroShare | Make::PerHead(_))
    }

    /// Is it about visits, and do records stand behind it instead of hazards?
    pub fn is_of_visits(&self) -> bool {
        matches!(self.make, Make::Visits | Make::ZeroShare)
    }

    /// Rows behind a value of it.
    pub fn rows(&self, value: &Value) -> u32 {
        match self.make {
            Make::Median(_) | Make::Mean(_) => value.of,
            _ => value.number,
        }
    }

    /// How long its bar is, in a measure of the figure's own.
    pub fn size(&self, value: &Value) -> u32 {
        let by = |factor: u32| (u64::from(value.number) * u64::from(factor)).checked_div(value.of.into());
        match self.make {
            Make::Share(..) | Make::ZeroShare | Make::PerHead(_) => by(1_000).unwrap_or(0) as u32,
            _ => value.number,
        }
    }

    /// The longest bar there can be: of shares the whole.
    pub fn full_size(&self) -> Option<u32> {
        matches!(self.make, Make::Share(..) | Make::ZeroShare).then_some(1_000)
    }

    /// The marks of the hazards behind it.
    pub(super) fn bit(&self) -> u32 {
        match self.make {
            Make::Hazards(bit) | Make::Share(bit, _) | Make::PerHead(bit) => bit,
            Make::Median(bit) | Make::Mean(bit) => bit,
            Make::Visits | Make::ZeroShare => 0,
        }
    }
}

/// Says of hazards what they count as.
pub(super) struct Marker {
    /// Mark by 来源.
    sources: [u32; 256],
}

impl Marker {
    pub fn new() -> Marker {
        let mut sources = [mark::BY_OTHERS; 256];
        for (place, word) in sources.iter_mut().skip(1).zip(SOURCES) {
            *place = match *word {
                "企业自查" => mark::BY_SELF,
                "举报" | "上级交办" => mark::BY_OTHERS,
                _ => mark::BY_VISIT,
            };
        }
        Marker { sources }
    }

    /// The marks of a hazard in a span. The facts are those of the last day seen.
    pub fn marks(&self, card: &HazardCard, facts: &Facts, days: (Day, Day)) -> u32 {
        let happened = |day: Day| days.0 <= day && day <= days.1 && day <= facts.as_of;
        let of_m10 = m10_marks(card, facts, days);
        let mut marks = of_m10.iter().rev().fold(0, |marks, holds| marks << 1 | u32::from(*holds));
        let mut set = |bit: u32, holds: bool| marks |= if holds { bit } else { 0 };
        let [is_found, is_fixed, _, is_open, ..] = of_m10;
        set(mark::CLOSED, happened(card.closed_on));
        if is_fixed && let Some(limit) = rectify_limit(card).opt() {
            set(mark::LIMITED, true);
            set(mark::IN_TIME, fixed_on(card) <= limit);
        }
        if happened(card.rechecked_on) {
            set(mark::RECHECKED, true);
            set(mark::PASSED, card.passed_first);
        }
        if is_open {
            let age = card.found_on.days_until(facts.as_of);
            let at = AGES.iter().filter(|last| age > **last).count();
            set(mark::AGE.get(at).copied().unwrap_or(0), true);
        }
        if is_found {
            set(self.sources.get(usize::from(card.source)).copied().unwrap_or(0), true);
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_figures_have_the_same_key_and_every_column_of_m10_is_among_them() {
        let mut keys: Vec<_> = FIGURES.iter().map(|figure| figure.key).collect();
        assert!(M10_COLUMNS.iter().all(|(key, label)| Figure::of_key(key).unwrap().label == *label));
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), FIGURES.len());
    }

    #[test]
    fn the_first_bits_are_the_columns_of_m10() {
        let bits = M10_COLUMNS.iter().map(|(key, _)| Figure::of_key(key).unwrap().bit());
        assert!(bits.eq((0..M10_COLUMNS.len()).map(|at| 1 << at)));
    }
}
