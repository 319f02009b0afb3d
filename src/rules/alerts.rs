//! 提醒 A1 … A20 (domain §4.7): what speaks up by itself, and where. All of them are computed when 今日 is asked for; none needs a
//! daemon. Which line of 今日 belongs to which alert follows from this table, and so does docs/plan-coverage.md.

use super::review::Section;

/// Where an alert speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// In parts of 今日, as all lines there or some of them.
    In(&'static [(Section, Lines)]),
    /// In 将欠账的格子, as the cells of these duties.
    Duties(&'static [&'static str]),
    /// In 提醒, as lines of its own.
    Reminder,
    /// In a remark under 今日.
    Remark,
    /// Only to who asks for it: a list, or a remark where the record is entered.
    WhenAsked,
}

/// Which lines of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// All.
    All,
    /// Of 重大 alone.
    Major,
    /// Whose day has passed.
    Overdue,
    /// Whose day has not passed.
    InTime,
}

impl Lines {
    fn hold(self, is_major: bool, is_overdue: bool) -> bool {
        match self {
            Lines::All => true,
            Lines::Major => is_major,
            Lines::Overdue => is_overdue,
            Lines::InTime => !is_overdue,
        }
    }
}

/// 提醒
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert {
    /// `A6`
    pub code: &'static str,
    /// 名称
    pub name: &'static str,
    /// Where.
    pub speaks: Speaks,
}

const fn alert(code: &'static str, name: &'static str, speaks: Speaks) -> Alert {
    Alert { code, name, speaks }
}

/// Every alert, by number.
pub const ALERTS: &[Alert] = &[
    alert(
        "A1",
        "重大隐患登记",
        Speaks::In(&[(Section::MajorAndOverdue, Lines::InTime), (Section::Others, Lines::Major)]),
    ),
    alert(
        "A2",
        "整改到期前后",
        Speaks::In(&[
            (Section::DueSoon, Lines::All),
            (Section::MajorAndOverdue, Lines::Overdue),
            (Section::Escalated, Lines::All),
        ]),
    ),
    alert("A3", "复查超期", Speaks::In(&[(Section::ToRecheck, Lines::All)])),
    alert("A4", "移交未发、未签收、未反馈", Speaks::In(&[(Section::Transfers, Lines::All)])),
    alert("A5", "移交再次退回", Speaks::Reminder),
    alert("A6", "月度检查计划未报", Speaks::Duties(&["OR-01"])),
    alert("A7", "行业本期未检查", Speaks::Duties(&["OR-02", "OR-03"])),
    alert("A8", "半年将尽未督导", Speaks::Duties(&["OR-04"])),
    alert("A9", "季度将尽未自查", Speaks::Duties(&["OR-05"])),
    alert("A10", "重点企业未演练", Speaks::Duties(&["OR-06"])),
    alert("A11", "乡镇人员未培训", Speaks::Duties(&["OR-07"])),
    alert("A12", "阶段目标临近", Speaks::In(&[(Section::Milestones, Lines::All)])),
    alert("A13", "证照、标准化到期", Speaks::Reminder),
    alert("A14", "展会材料、许可不齐", Speaks::Reminder),
    alert("A15", "申请主体在失信名单", Speaks::Reminder),
    alert("A16", "重复隐患", Speaks::Reminder),
    alert("A17", "次年节假日未载入", Speaks::Remark),
    alert("A18", "企业久未检查", Speaks::Reminder),
    alert("A19", "检查只有一人", Speaks::WhenAsked),
    alert("A20", "零隐患检查偏多", Speaks::WhenAsked),
];

/// The alert that the cells of a duty are; empty: none of its own.
pub fn of_duty(code: &str) -> &'static str {
    let is_it = |alert: &&Alert| matches!(alert.speaks, Speaks::Duties(duties) if duties.contains(&code));
    ALERTS.iter().find(is_it).map_or("", |alert| alert.code)
}

/// The alert that a line in a part is; empty: none.
pub fn of_section(section: Section, is_major: bool, is_overdue: bool) -> &'static str {
    let is_it = |alert: &&Alert| match alert.speaks {
        Speaks::In(parts) => {
            parts.iter().any(|(part, lines)| *part == section && lines.hold(is_major, is_overdue))
        }
        _ => false,
    };
    ALERTS.iter().find(is_it).map_or("", |alert| alert.code)
}
