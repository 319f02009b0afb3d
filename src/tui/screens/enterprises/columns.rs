//! The columns of the list of enterprises.

use crate::ask::answer::EnterpriseLine;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::Column;

/// 乡镇, 企业名称, 行业, 重点, 状态, 隐患, 末次检查; the number and the principal where there is room.
pub const COLUMNS: &[Column<EnterpriseLine>] = &[
    Column {
        title: "编号",
        cells: 10,
        share: 0,
        from: 92,
        cell: |line, theme| (line.id.to_string().into(), theme.faint),
    },
    Column {
        title: "乡镇",
        cells: 6,
        share: 0,
        from: 0,
        cell: |line, theme| (line.township.clone().into(), theme.plain),
    },
    Column {
        title: "企业名称",
        cells: 20,
        share: 3,
        from: 0,
        cell: |line, theme| (line.name.clone().into(), theme.plain),
    },
    Column {
        title: "行业",
        cells: 10,
        share: 1,
        from: 0,
        cell: |line, theme| (line.industries.join("、").into(), theme.plain),
    },
    Column {
        title: "负责人",
        cells: 8,
        share: 0,
        from: 104,
        cell: |line, theme| (line.principal.clone().into(), theme.plain),
    },
    Column {
        title: "重点",
        cells: 4,
        share: 0,
        from: 0,
        cell: |line, theme| (line.key.clone().into(), theme.plain),
    },
    Column { title: "状态", cells: 6, share: 0, from: 70, cell: status },
    Column { title: "隐患", cells: 4, share: 0, from: 0, cell: hazards },
    Column {
        title: "末次检查",
        cells: 10,
        share: 0,
        from: 0,
        cell: |line, theme| (line.last_visit.to_string().into(), theme.plain),
    },
];

type Cell = (std::borrow::Cow<'static, str>, ratatui::style::Style);

fn status(line: &EnterpriseLine, theme: &Theme) -> Cell {
    let style = if line.status == "在营" { theme.plain } else { theme.warning };
    (line.status.clone().into(), style)
}

fn hazards(line: &EnterpriseLine, theme: &Theme) -> Cell {
    match line.open_hazards {
        0 => ("-".into(), theme.faint),
        open => (open.to_string().into(), theme.wrong),
    }
}

/// The line as text to paste.
pub fn plain(line: &EnterpriseLine) -> String {
    let industries = line.industries.join("、");
    let parts =
        [&line.id.to_string(), &line.township, &line.name, &industries, &line.status, &line.principal];
    let filled: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    filled.join(" ") + "\n"
}
