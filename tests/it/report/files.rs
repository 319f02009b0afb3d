//! The files of a report, opened again: they hold its words and numbers, and nothing is lost between the forms.

use std::fs;
use std::path::PathBuf;

use docx_rs::{DocumentChild, TableCellContent, TableChild, TableRowChild, read_docx};
use zhiben::ask::report::{Block, Cell, Head, Report, Table};
use zhiben::exchange::report::{Format, markdown, text, write};
use zhiben::exchange::table::{Cell as Read, read_table};

use super::world::*;

/// A report with one block of each kind, and a number that does not agree.
fn sample() -> Report {
    let mut report = World::busy().report(of_township("supervision", WANAN));
    report.blocks.push(Block::Fields(vec![("备注".into(), "甲|乙\n*丙*".into())]));
    report.blocks.push(Block::Table(Table {
        title: "统计[一]/表".into(),
        heads: vec![
            Head::plain("序号"),
            Head::plain("乡镇"),
            Head { group: "一般隐患".into(), label: "发现".into() },
            Head { group: "一般隐患".into(), label: "日期".into() },
        ],
        rows: vec![vec![
            Cell::Number(1),
            "万安".into(),
            Cell::Number(3),
            Cell::Day("2026-11-10".parse().unwrap()),
        ]],
    }));
    report.faults.push("万安 2026年 发现：台账 3，矩阵 M10 2".into());
    report
}

fn written(report: &Report, name: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    write(&path, Format::of(&path).unwrap(), report).unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing but the file itself");
    (dir, path)
}

/// Words of every paragraph outside tables, and the cells of every table, in order.
fn opened(path: &PathBuf) -> (Vec<String>, Vec<Vec<Vec<String>>>) {
    let docx = read_docx(&fs::read(path).unwrap()).unwrap();
    let (mut words, mut tables) = (Vec::new(), Vec::new());
    for child in docx.document.children {
        match child {
            DocumentChild::Paragraph(paragraph) => words.push(paragraph.raw_text()),
            DocumentChild::Table(table) => {
                let rows = table.rows.into_iter().map(|TableChild::TableRow(row)| {
                    let cells = row.cells.into_iter().map(|TableRowChild::TableCell(cell)| {
                        let parts = cell.children.into_iter().map(|part| match part {
                            TableCellContent::Paragraph(paragraph) => paragraph.raw_text(),
                            other => panic!("{other:?}"),
                        });
                        parts.collect::<String>()
                    });
                    cells.collect::<Vec<_>>()
                });
                tables.push(rows.collect());
            }
            _ => {}
        }
    }
    (words, tables)
}

#[test]
fn a_docx_holds_every_word_of_the_report_and_lies_across_when_it_is_wide() {
    let report = sample();
    let (_dir, path) = written(&report, "督导.docx");
    let (words, tables) = opened(&path);
    assert_eq!(words[0], report.title);
    let mut of_report = Vec::new();
    for block in &report.blocks {
        match block {
            Block::Heading(text) => assert!(words.contains(text), "{text}"),
            Block::Paragraph(text) => {
                text.lines().for_each(|line| assert!(words.iter().any(|word| word == line), "{line}"));
            }
            Block::Signatures(labels) => {
                labels.iter().for_each(|label| assert!(words.iter().any(|word| word.starts_with(label))));
            }
            Block::Fields(fields) => {
                let cells = fields.iter().map(|(label, text)| vec![label.clone(), text.clone()]);
                of_report.push(cells.collect::<Vec<_>>());
            }
            Block::Table(table) => {
                assert!(words.contains(&table.title), "{}", table.title);
                let heads: Vec<String> = table.heads.iter().map(Head::words).collect();
                let rows = table.rows.iter().map(|row| row.iter().map(Cell::words).collect());
                of_report.push(std::iter::once(heads).chain(rows).collect());
            }
        }
    }
    assert_eq!(tables, of_report);
    let last: Vec<&String> = words.iter().rev().take(2).collect();
    assert_eq!(
        last,
        [&report.caliber.line(), &"【自检不符】万安 2026年 发现：台账 3，矩阵 M10 2".to_owned()]
    );
}

#[test]
fn a_form_too_wide_for_paper_stands_on_its_side() {
    let report = World::busy().report(wanted("monthly"));
    let (_dir, path) = written(&report, "月报.docx");
    let (_, tables) = opened(&path);
    let heads = &tables[0][0];
    assert_eq!(heads[..3], ["乡镇", "万安", "双阳"].map(String::from));
    let row = |name: &str| tables[0].iter().find(|row| row[0] == name).unwrap().join(" ");
    assert_eq!(row("检查企业家次"), "检查企业家次 1 0 0 0 1 0 0 2");
    assert_eq!(row("一般隐患 发现"), "一般隐患 发现 2 0 0 0 1 0 0 3");
    assert_eq!(tables[0].len(), 1 + 32);
}

#[test]
fn a_workbook_holds_the_words_and_a_sheet_for_each_table() {
    let report = sample();
    let (_dir, path) = written(&report, "督导.xlsx");
    let sheets = read_table(&path).unwrap();
    let tables: Vec<&Table> =
        report.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect();
    assert_eq!(sheets.len(), tables.len() + 1);
    assert_eq!((sheets[0].name.as_str(), sheets.last().unwrap().name.as_str()), ("正文", "统计 一  表"));
    let words: Vec<String> =
        sheets[0].rows.iter().flat_map(|row| row.iter().map(Read::words)).filter(|w| !w.is_empty()).collect();
    for line in ["一、基本情况", "督导发现：计划兑现偏慢", "督导组组长", "见表“统计 一  表”"]
    {
        assert!(words.iter().any(|word| word == line), "{line}: {words:?}");
    }
    for (sheet, table) in sheets[1..].iter().zip(tables) {
        let heads: Vec<String> = table.heads.iter().map(Head::words).collect();
        assert_eq!(sheet.rows[0].iter().map(Read::words).collect::<Vec<_>>(), heads, "{}", sheet.name);
        for (n, row) in table.rows.iter().enumerate() {
            for (at, cell) in row.iter().enumerate() {
                match cell {
                    Cell::Number(number) => {
                        assert_eq!(*sheet.cell(n + 1, at), Read::Number((*number).into()))
                    }
                    Cell::Day(day) if !day.is_none() => assert_eq!(*sheet.cell(n + 1, at), Read::Day(*day)),
                    cell => assert_eq!(sheet.cell(n + 1, at).words(), cell.words()),
                }
            }
        }
        let said = sheet.rows.last().unwrap()[0].words();
        assert_eq!(said, format!("【自检不符】{}；{}", report.faults[0], report.caliber.line()));
    }
}

#[test]
fn numbers_that_do_not_agree_are_told_in_every_form() {
    let report = sample();
    let said = "【自检不符】万安 2026年 发现：台账 3，矩阵 M10 2";
    assert!(text(&report).lines().any(|line| line == said));
    assert!(markdown(&report).lines().any(|line| line == format!("> {said}")));
    let table = "**统计[一]/表**\n\n| 序号 | 乡镇 | 一般隐患 发现 | 一般隐患 日期 |\n|---|---|---|---|\n| 1 | 万安 | 3 | 2026-11-10 |\n";
    assert!(markdown(&report).contains(table), "{}", markdown(&report));
    assert!(markdown(&report).contains("- 备注：甲\\|乙<br>\\*丙\\*"));
    assert!(text(&report).contains("1. 万安：一般隐患（发现 3，日期 2026-11-10）\n"));
}
