//! What stands in a row of 隐患.

use std::borrow::Cow;

use ratatui::style::Style;

use crate::ask::answer::HazardLine;
use crate::ask::hazards::DUE_OPEN;
use crate::rules::queue::Band;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::Column;

type Cell = (Cow<'static, str>, Style);

/// The columns, the most needed first to have room.
pub const COLUMNS: &[Column<HazardLine>] = &[
    Column {
        title: "编号",
        cells: 10,
        share: 0,
        from: 0,
        cell: |row, theme| (row.id.to_string().into(), theme.plain),
    },
    Column {
        title: "乡镇",
        cells: 4,
        share: 0,
        from: 0,
        cell: |row, theme| (row.township.clone().into(), theme.plain),
    },
    Column {
        title: "企业",
        cells: 10,
        share: 2,
        from: 0,
        cell: |row, theme| (row.called.clone().into(), theme.plain),
    },
    Column { title: "隐患", cells: 14, share: 4, from: 0, cell: description },
    Column {
        title: "状态",
        cells: 10,
        share: 0,
        from: 0,
        cell: |row, theme| (row.state.name().into(), theme.plain),
    },
    Column { title: "期限", cells: 8, share: 0, from: 0, cell: due },
    Column {
        title: "发现",
        cells: 5,
        share: 0,
        from: 86,
        cell: |row, theme| (row.found_on.md().into(), theme.faint),
    },
    Column {
        title: "附注",
        cells: 8,
        share: 1,
        from: 96,
        cell: |row, theme| (row.marks.join(" ").into(), theme.warning),
    },
];

/// 重大 stands before the words, so that it is never cut off.
fn description(row: &HazardLine, theme: &Theme) -> Cell {
    match row.level.as_str() {
        "重大" => (format!("[重大]{}", row.description).into(), theme.wrong),
        _ => (row.description.clone().into(), theme.plain),
    }
}

/// How long over, or the day itself; a day that is only proposed is none yet.
fn due(row: &HazardLine, theme: &Theme) -> Cell {
    match (row.overdue_days, row.band) {
        _ if row.marks.iter().any(|mark| mark == DUE_OPEN) => ("待补".into(), theme.warning),
        (0, Band::Soon | Band::MajorSoon) => (format!("{} 临", row.due.md()).into(), theme.warning),
        (0, _) => (row.due.md().into(), theme.plain),
        (days, _) => (format!("逾{days}天").into(), theme.wrong),
    }
}
