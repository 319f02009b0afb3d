//! The columns of the list of records.

use crate::ask::answer::RecordLine;
use crate::calendar::Day;
use crate::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::{Column, List};

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

/// From this width on there is room for the year of a day, which stands in the number too; with a day of another year it is shown
/// in any width.
const WITH_YEAR: u16 = 90;

/// What the record says of itself, without the day, which has a column of its own.
fn contents(line: &RecordLine) -> &str {
    line.text.strip_prefix(&line.date.to_string()).unwrap_or(&line.text).trim_start()
}

/// 编号, 日期, 类别 (which stands in the chooser where one kind is chosen), 单位, 对象, 内容. Every column but the last is as wide as
/// what stands in it, so that 内容 has all the rest; where the last two are too wide together, 对象 keeps half of their room.
pub fn of(list: &List<RecordLine>, is_one_kind: bool, width: u16, today: Day) -> Vec<Column<RecordLine>> {
    let widest = |title: &str, words: fn(&RecordLine) -> &str| {
        let rows = list.rows().iter().map(|line| text::width(words(line)));
        rows.chain([text::width(title)]).max().unwrap_or(0) as u16
    };
    let mut columns = vec![column("编号", 10, 0, |line, theme| (line.id.to_string().into(), theme.faint))];
    let is_of_year = |line: &RecordLine| line.date.opt().is_none_or(|day| day.year() == today.year());
    columns.push(match width < WITH_YEAR && list.rows().iter().all(is_of_year) {
        true => column("日期", 5, 0, |line, theme| (line.date.md().into(), theme.plain)),
        false => column("日期", 10, 0, |line, theme| (line.date.to_string().into(), theme.plain)),
    });
    if !is_one_kind {
        let cells = widest("类别", |line| &line.kind).min(12);
        columns.push(column("类别", cells, 0, |line, theme| (line.kind.clone().into(), theme.plain)));
    }
    let cells = widest("单位", |line| &line.unit).min(12);
    columns.push(column("单位", cells, 0, |line, theme| (line.unit.clone().into(), theme.plain)));
    let taken: u16 = columns.iter().map(|column| column.cells + 1).sum();
    let room = width.saturating_sub(taken + 2);
    let left = room.saturating_sub(widest("内容", contents) + 1);
    let cells = widest("对象", |line| &line.subject).min(left.max(room / 2)).max(4);
    columns.push(column("对象", cells, 0, |line, theme| (line.subject.clone().into(), theme.plain)));
    columns.push(column("内容", 4, 1, |line, theme| (contents(line).to_owned().into(), theme.plain)));
    columns
}

/// The line as text to paste.
pub fn plain(line: &RecordLine) -> String {
    let (id, date) = (line.id.to_string(), line.date.to_string());
    let parts = [&id, &date, &line.kind, &line.unit, &line.subject, &line.text];
    let filled: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    filled.join(" ") + "\n"
}
