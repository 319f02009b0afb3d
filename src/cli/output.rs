//! What goes to stdout: lines, tables (aligned for eyes, tabs for pipes), `--json`, `--csv`. Never `println!`: a closed
//! pipe is an end, not a panic.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::failure::Failure;
use crate::ask::answer::Page;
use crate::ask::query::Window;
use crate::model::id::Id;
use crate::text;

/// How a list is wanted.
#[derive(clap::Args, Debug, Clone, Copy)]
pub struct Shape {
    /// 打印 JSON（字段名稳定，日期为 2026-11-23）
    #[arg(long)]
    pub json: bool,
    /// 打印 CSV（UTF-8）
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// A column of a list: its head and what it shows of a row.
pub type Column<T> = (&'static str, fn(&T) -> String);

/// Standard output.
pub struct Out {
    to: BufWriter<Stdout>,
    for_eyes: bool,
}

/// Rows asked for at a time when a whole list is printed.
const PAGE: u16 = 10_000;

impl Out {
    /// Standard output, aligned when it is a terminal.
    pub fn new() -> Out {
        Out { to: BufWriter::new(io::stdout()), for_eyes: io::stdout().is_terminal() }
    }

    /// One line.
    pub fn line(&mut self, line: impl AsRef<str>) -> Result<(), Failure> {
        Ok(writeln!(self.to, "{}", line.as_ref())?)
    }

    /// Numbers of records, each once, at once: what is recorded must be known whatever comes after.
    pub fn ids(&mut self, ids: &[Id]) -> Result<(), Failure> {
        for (at, id) in ids.iter().enumerate() {
            if !ids.get(..at).is_some_and(|before| before.contains(id)) {
                self.line(id.to_string())?;
            }
        }
        self.flush()
    }

    /// Lines that are put together already.
    pub fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    /// What a generator made, as it is.
    pub fn bytes(&mut self, made: &[u8]) -> Result<(), Failure> {
        Ok(self.to.write_all(made)?)
    }

    /// A value as JSON.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer_pretty(&mut self.to, value).map_err(io::Error::from)?;
        Ok(writeln!(self.to)?)
    }

    /// Rows, the heads first: aligned by cells on a terminal, separated by tabs elsewhere.
    pub fn table(&mut self, rows: &[Vec<String>]) -> Result<(), Failure> {
        let columns = rows.first().map_or(0, Vec::len);
        let widest = |i: usize| {
            rows.iter().filter_map(|row| row.get(i)).map(|cell| text::width(cell)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(widest).collect();
        for row in rows {
            let line = match self.for_eyes {
                true => row
                    .iter()
                    .zip(&widths)
                    .map(|(cell, width)| text::pad(&text::clean(cell), *width))
                    .collect(),
                false => row.iter().map(|cell| text::clean(cell).into_owned()).collect::<Vec<_>>(),
            };
            writeln!(
                self.to,
                "{}",
                line.join(if self.for_eyes { "  " } else { "\t" }).trim_end_matches(' ')
            )?;
        }
        Ok(())
    }

    /// Rows, the heads first, as CSV.
    pub fn csv(&mut self, rows: &[Vec<String>]) -> Result<(), Failure> {
        let mut to = csv::Writer::from_writer(&mut self.to);
        for row in rows {
            to.write_record(row).map_err(from_csv)?;
        }
        Ok(to.flush()?)
    }

    /// A list that is at hand whole, as a table or as JSON.
    pub fn all<T: Serialize>(
        &mut self,
        rows: &[T],
        json: bool,
        columns: &[Column<T>],
    ) -> Result<(), Failure> {
        if json {
            return self.json(&rows);
        }
        let heads = columns.iter().map(|(head, _)| (*head).to_owned()).collect();
        let rows = rows.iter().map(|row| columns.iter().map(|(_, get)| get(row)).collect());
        self.table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>())
    }

    /// A list that is at hand whole, in the form that is wanted.
    pub fn whole<T: Serialize>(
        &mut self,
        shape: Shape,
        rows: &[T],
        columns: &[Column<T>],
    ) -> Result<(), Failure> {
        if !shape.csv {
            return self.all(rows, shape.json, columns);
        }
        let heads = columns.iter().map(|(head, _)| (*head).to_owned()).collect();
        let rows = rows.iter().map(|row| columns.iter().map(|(_, get)| get(row)).collect());
        self.csv(&std::iter::once(heads).chain(rows).collect::<Vec<_>>())
    }

    /// A list, page by page, at most `limit` rows of it. Gives how many rows match.
    ///
    /// Pipes get each page as it comes; for eyes the rows are held back until the widths of the columns are known.
    pub fn list<T: Serialize>(
        &mut self,
        shape: Shape,
        limit: Option<u32>,
        columns: &[Column<T>],
        mut page: impl FnMut(Window) -> Result<Page<T>, Failure>,
    ) -> Result<u32, Failure> {
        let limit = limit.unwrap_or(u32::MAX);
        let mut rows = vec![columns.iter().map(|(head, _)| (*head).to_owned()).collect::<Vec<_>>()];
        let mut done = 0;
        let matched = loop {
            let wanted = PAGE.min(u16::try_from(limit - done).unwrap_or(PAGE)).max(1);
            let got = page(Window { rank: done, ..Window::top(wanted) })?;
            let before = done.saturating_sub(got.first) as usize;
            let part: Vec<&T> = got.rows.iter().skip(before).take((limit - done) as usize).collect();
            if shape.json {
                self.json_rows(done == 0, &part)?;
            } else {
                rows.extend(part.iter().map(|row| columns.iter().map(|(_, get)| get(row)).collect()));
                if shape.csv || !self.for_eyes {
                    self.rows(shape, &std::mem::take(&mut rows))?;
                }
            }
            done += part.len() as u32;
            if part.is_empty() || done >= got.matched.min(limit) {
                break got.matched;
            }
        };
        if shape.json {
            self.to.write_all(if done == 0 { b"[]\n" } else { b"\n]\n" })?;
        }
        self.rows(shape, &rows)?;
        Ok(matched)
    }

    fn rows(&mut self, shape: Shape, rows: &[Vec<String>]) -> Result<(), Failure> {
        match shape {
            Shape { json: true, .. } => Ok(()),
            Shape { csv: true, .. } => self.csv(rows),
            _ => self.table(rows),
        }
    }

    fn json_rows<T: Serialize>(&mut self, first: bool, rows: &[&T]) -> Result<(), Failure> {
        for (i, row) in rows.iter().enumerate() {
            self.to.write_all(if first && i == 0 { b"[\n  " } else { b",\n  " })?;
            serde_json::to_writer(&mut self.to, row).map_err(io::Error::from)?;
        }
        Ok(())
    }

    /// Everything out.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.to.flush()?)
    }
}

/// A bar on stderr for what may take long; nothing is seen of it where that is no terminal, or where it is quick.
pub struct Bar(ProgressBar);

impl Bar {
    /// What is done, and in what it is counted.
    pub fn new(what: &'static str, unit: &'static str) -> Bar {
        let bar = ProgressBar::new(0).with_style(style(unit)).with_message(what);
        Bar(bar)
    }

    /// So many of so many.
    pub fn at(&self, done: u64, all: u64) {
        self.0.set_length(all);
        self.0.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style(unit: &str) -> ProgressStyle {
    ProgressStyle::with_template(&format!("{{msg}} [{{bar:30}}] {{pos}}/{{len}} {unit} {{elapsed}}"))
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}

/// A message: to stderr, where it does not mix with data. Nobody listening is no reason to fail.
pub fn note(text: impl AsRef<str>) {
    let _ = writeln!(io::stderr(), "{}", text.as_ref());
}

/// What is worth saying although nothing was refused; `place` names the line that it is about.
pub fn remark(place: &str, remarks: &[String]) {
    for remark in remarks {
        note(format!("注意：{place}{remark}"));
    }
}

fn from_csv(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::from(error),
        other => Failure::failed(format!("CSV 写不出去：{other:?}")),
    }
}
