//! The columns of the list of records.

use crate::ask::answer::RecordLine;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::Column;

type Cell = (std::borrow::Cow<'static, str>, ratatui::style::Style);

/// A column of plain words.
const fn column(
    title: &'static str,
    cells: u16,
    share: u16,
    cell: fn(&RecordLine, &Theme) -> Cell,
) -> Column<RecordLine> {
    Column { title, cells, share, from: 0, cell }
}

/// 编号, 日期, 类别, 单位, 对象, 内容: all of them beside the chooser in 80 columns; what is over goes to the last two.
pub const COLUMNS: &[Column<RecordLine>] = &[
    column("编号", 10, 0, |line, theme| (line.id.to_string().into(), theme.faint)),
    column("日期", 10, 0, |line, theme| (line.date.to_string().into(), theme.plain)),
    column("类别", 8, 0, |line, theme| (line.kind.clone().into(), theme.plain)),
    column("单位", 6, 0, |line, theme| (line.unit.clone().into(), theme.plain)),
    column("对象", 12, 2, |line, theme| (line.subject.clone().into(), theme.plain)),
    column("内容", 12, 3, |line, theme| (line.text.clone().into(), theme.plain)),
];

/// The line as text to paste.
pub fn plain(line: &RecordLine) -> String {
    let (id, date) = (line.id.to_string(), line.date.to_string());
    let parts = [&id, &date, &line.kind, &line.unit, &line.subject, &line.text];
    let filled: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    filled.join(" ") + "\n"
}
