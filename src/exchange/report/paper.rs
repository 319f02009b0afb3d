//! A docx paper in the manner of official ones: 标题 in bold, 仿宋 text, 黑体 headings, tables with thin lines, a number on every
//! page. Wide tables lie across the page.

use std::fs::File;
use std::io::{BufWriter, Error};

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, PageMargin, PageNum, PageOrientationType, Paragraph, Run,
    RunFonts, SpecialIndentType, Table as Grid, TableCell, TableRow, WidthType,
};

use super::closing;
use crate::ask::report::{Block, Cell, Head, Report, Table};
use crate::exchange::export::ExportError;

/// Sizes in half points: 二号 title, 三号 text, 五号 in tables, 小五 in wide ones and at the end.
const TITLE: usize = 44;
const TEXT: usize = 32;
const CELL: usize = 21;
const SMALL: usize = 18;
/// A4 in twentieths of a point.
const A4: (u32, u32) = (11906, 16838);
/// Tables with more columns lie across the page.
const UPRIGHT: usize = 7;
/// Tables with more columns than this do not fit there either.
const ACROSS: usize = 16;
/// Margin left and right, in twentieths of a point.
const SIDE: u32 = 1417;

pub(super) fn write(file: &mut File, report: &Report) -> Result<(), ExportError> {
    let widest = report.blocks.iter().map(|block| match block {
        Block::Table(table) => table.heads.len(),
        _ => 0,
    });
    let is_wide = widest.max().unwrap_or_default() > UPRIGHT;
    let (width, height) = if is_wide { (A4.1, A4.0) } else { A4 };
    let margin = SIDE as i32;
    let mut docx = Docx::new()
        .page_size(width, height)
        .page_margin(PageMargin::new().left(margin).right(margin).top(margin).bottom(margin))
        .default_fonts(fonts("仿宋"))
        .footer(
            Footer::new()
                .add_paragraph(Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new())),
        )
        .add_paragraph(
            Paragraph::new().align(AlignmentType::Center).add_run(run(&report.title, TITLE, "宋体").bold()),
        )
        .add_paragraph(Paragraph::new());
    if is_wide {
        docx = docx.page_orient(PageOrientationType::Landscape);
    }
    for block in &report.blocks {
        docx = add(docx, block, (width - 2 * SIDE) as usize);
    }
    docx = docx.add_paragraph(Paragraph::new());
    for line in closing(report) {
        docx = docx.add_paragraph(Paragraph::new().add_run(run(&line, SMALL, "仿宋")));
    }
    docx.build().pack(BufWriter::new(file)).map_err(|error| ExportError::Io(Error::other(error)))
}

/// `width`: what a table may take, in twentieths of a point.
fn add(docx: Docx, block: &Block, width: usize) -> Docx {
    match block {
        Block::Heading(heading) => {
            docx.add_paragraph(Paragraph::new().keep_next(true).add_run(run(heading, TEXT, "黑体")))
        }
        Block::Paragraph(words) => words.lines().fold(docx, |docx, line| {
            let indent = Some(SpecialIndentType::FirstLine(2 * TEXT as i32 * 10));
            let paragraph = Paragraph::new().indent(None, indent, None, None);
            docx.add_paragraph(paragraph.add_run(run(line, TEXT, "仿宋")))
        }),
        Block::Fields(fields) => {
            let rows = fields.iter().map(|(label, words)| {
                let cell = |words: &str, share: usize| {
                    cell(words, TEXT - 8, AlignmentType::Left).width(width * share / 10, WidthType::Dxa)
                };
                TableRow::new(vec![cell(label, 3), cell(words, 7)]).cant_split()
            });
            docx.add_table(Grid::new(rows.collect()).set_grid(vec![width * 3 / 10, width * 7 / 10]))
                .add_paragraph(Paragraph::new())
        }
        Block::Table(table) => grid(docx, table, width),
        Block::Signatures(labels) => {
            labels.iter().fold(docx.add_paragraph(Paragraph::new()), |docx, label| {
                docx.add_paragraph(Paragraph::new().add_run(run(
                    &format!("{label}：____________"),
                    TEXT,
                    "仿宋",
                )))
            })
        }
    }
}

/// A table wider than a page can hold stands on its side: a row for each of its columns.
fn turned(table: &Table) -> Option<Table> {
    let is_too_wide = table.heads.len() > ACROSS && table.rows.len() < table.heads.len();
    let (first, rest) = table.heads.split_first().filter(|_| is_too_wide)?;
    let named = |row: &Vec<Cell>| Head::plain(&row.first().map(Cell::words).unwrap_or_default());
    let of_head = |(at, head): (usize, &Head)| {
        let cells = table.rows.iter().map(|row| row.get(at + 1).cloned().unwrap_or_default());
        std::iter::once(Cell::from(head.words())).chain(cells).collect()
    };
    Some(Table {
        title: table.title.clone(),
        heads: std::iter::once(Head::plain(&first.words())).chain(table.rows.iter().map(named)).collect(),
        rows: rest.iter().enumerate().map(of_head).collect(),
    })
}

fn grid(docx: Docx, table: &Table, width: usize) -> Docx {
    let turned = turned(table);
    let table = turned.as_ref().unwrap_or(table);
    let docx = match table.title.as_str() {
        "" => docx,
        title => docx.add_paragraph(
            Paragraph::new()
                .align(AlignmentType::Center)
                .keep_next(true)
                .add_run(run(title, CELL, "黑体").bold()),
        ),
    };
    let size = if table.heads.len() > UPRIGHT { SMALL } else { CELL };
    let heads = table.heads.iter().map(|head| cell(&head.words(), size, AlignmentType::Center));
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().map(|one| cell(&one.words(), size, AlignmentType::Left));
        TableRow::new(cells.collect()).cant_split()
    });
    let rows = std::iter::once(TableRow::new(heads.collect()).cant_split()).chain(rows);
    let column = width / table.heads.len().max(1);
    let grid =
        Grid::new(rows.collect()).set_grid(vec![column; table.heads.len()]).width(width, WidthType::Dxa);
    docx.add_table(grid).add_paragraph(Paragraph::new())
}

fn cell(words: &str, size: usize, align: AlignmentType) -> TableCell {
    TableCell::new().add_paragraph(Paragraph::new().align(align).add_run(run(words, size, "仿宋")))
}

fn run(words: &str, size: usize, font: &str) -> Run {
    let mut lines = words.lines();
    let first = Run::new().size(size).fonts(fonts(font)).add_text(lines.next().unwrap_or_default());
    lines.fold(first, |run, line| run.add_break(BreakType::TextWrapping).add_text(line))
}

fn fonts(name: &str) -> RunFonts {
    RunFonts::new().east_asia(name).ascii("Times New Roman").hi_ansi("Times New Roman")
}
