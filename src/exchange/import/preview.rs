//! What an import would do: counts, problems, changes, and the wishes, before anything is written.

use std::fmt::Write;

use serde::Serialize;

use super::problem::{self, ImportProblem, Place, Severity};
use crate::calendar::Day;
use crate::model::command::Command;
use crate::model::id::{Id, Kind};
use crate::model::row::name_of;

/// How many rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows of the table that are records.
    pub read: u32,
    /// Records that are entered.
    pub entered: u32,
    /// Rows held until mended.
    pub held: u32,
    /// Records of the register of which something is filled in or changes.
    pub changed: u32,
    /// Records of the register that say otherwise and stay as they are.
    pub differing: u32,
    /// Rows that are there already.
    pub duplicates: u32,
    /// Rows, entered or held, that may be of a record that is there already (疑似重复).
    pub alike: u32,
    /// Enterprises entered by name only (待补全).
    pub stubs: u32,
    /// Hazards found before the plan's first day (计划前遗留).
    pub before_plan: u32,
    /// Hazards of which something is 推定: a year, a level, a recheck day.
    pub inferred: u32,
    /// Hazards of which something is 不详, counted as 缺佐证.
    pub lacking: u32,
}

/// A column that is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownColumn {
    /// Name of the sheet.
    pub sheet: String,
    /// `O 天气`
    pub column: String,
    /// The first value under it.
    pub sample: String,
    /// Why.
    pub why: String,
}

/// A value that differs from the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Row of the table.
    #[serde(flatten)]
    pub place: Place,
    /// The record.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// Key of the field.
    pub key: String,
    /// 标签
    pub label: String,
    /// In the register; empty: nothing.
    pub before: String,
    /// In the table.
    pub after: String,
    /// From when it counts (变更), the day of the import; empty: it is put right as if it had always been so (更正).
    pub from: Day,
    /// Is it part of the wish? An empty field is filled; another value only with `accept_changes`.
    pub taken: bool,
}

/// A row that is there already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// Row of the table.
    #[serde(flatten)]
    pub place: Place,
    /// The record, or the row of the same table.
    pub same_as: String,
    /// What it is called.
    pub title: String,
}

/// A record that is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// Row of the table.
    #[serde(flatten)]
    pub place: Place,
    /// What it is called.
    pub title: String,
    /// State of a hazard, township of an enterprise …: in a word.
    pub words: String,
}

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preview {
    /// What is imported.
    pub kind: Kind,
    /// 中文名 of what is imported: of 工作记录 that of the sort.
    pub name: String,
    /// Name of the file.
    pub file: String,
    /// How many.
    pub counts: Counts,
    /// Columns not taken.
    pub unknown: Vec<UnknownColumn>,
    /// Values that differ from the register.
    pub changes: Vec<Change>,
    /// Rows that are there already.
    pub duplicates: Vec<Duplicate>,
    /// Records that are entered, in the order of the table.
    pub taken: Vec<Taken>,
    /// Every problem, in the order of the table.
    pub problems: Vec<ImportProblem>,
    #[serde(skip)]
    pub(super) wishes: Vec<Command>,
    #[serde(skip)]
    pub(super) all_or_nothing: bool,
}

impl Preview {
    pub(super) fn new(kind: Kind, file: &str, all_or_nothing: bool) -> Preview {
        Preview {
            kind,
            name: name_of(kind).to_owned(),
            file: file.to_owned(),
            counts: Counts::default(),
            unknown: Vec::new(),
            changes: Vec::new(),
            duplicates: Vec::new(),
            taken: Vec::new(),
            problems: Vec::new(),
            wishes: Vec::new(),
            all_or_nothing,
        }
    }

    /// A preview of a table that cannot be imported at all.
    pub fn refused(kind: Kind, file: &str, what: impl Into<String>, hint: impl Into<String>) -> Preview {
        let mut preview = Preview::new(kind, file, false);
        preview.say(Severity::Fatal, Place::default(), "", what, hint);
        preview
    }

    /// So many rows were read, so many of them held.
    pub(super) fn count(&mut self, read: u32, held: u32) {
        self.counts.read += read;
        self.counts.held += held;
    }

    pub(super) fn say(
        &mut self,
        severity: Severity,
        place: Place,
        value: impl Into<String>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let problem = ImportProblem {
            file: self.file.clone(),
            place,
            value: value.into(),
            what: what.into(),
            hint: hint.into(),
            severity,
        };
        // A cell that is read twice is wrong once.
        if !self.problems.iter().rev().take(8).any(|said| *said == problem) {
            self.problems.push(problem);
        }
    }

    /// Problems of this weight.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &ImportProblem> {
        self.problems.iter().filter(move |problem| problem.severity == severity)
    }

    /// Nothing is entered, because the table cannot be read or because a fault holds all (`--strict`).
    pub fn is_barred(&self) -> bool {
        self.of(Severity::Fatal).next().is_some() || (self.all_or_nothing && self.counts.held > 0)
    }

    /// All that is entered, as one group that is undone together; [`None`]: nothing.
    pub fn command(&self) -> Option<Command> {
        (!self.is_barred() && !self.wishes.is_empty()).then(|| Command::Group(self.wishes.clone()))
    }

    /// The preview in plain words, every problem in it, those of one kind together.
    pub fn report(&self) -> String {
        let mut text = format!("{}　{}\n{}\n", self.file, self.name, self.summary());
        if self.all_or_nothing && self.counts.held > 0 {
            text += "要求全部无误才录入：有暂扣的行，本次一行也不录。\n";
        }
        text += &self.enterprises_first();
        for severity in Severity::ALL {
            let found: Vec<&ImportProblem> = self.of(severity).collect();
            section(&mut text, severity.name(), found.len(), &problem::in_kinds(&found), usize::MAX);
        }
        let columns: Vec<_> = self.unknown.iter().map(unknown_line).collect();
        section(&mut text, "没有用到的列", columns.len(), &columns, usize::MAX);
        let (taken, open): (Vec<_>, Vec<_>) = self.changes.iter().partition(|change| change.taken);
        for (title, changes) in [("与登记不同，未改动", open), ("补入或更改", taken)] {
            let lines: Vec<_> = changes.into_iter().map(change_line).collect();
            section(&mut text, title, lines.len(), &lines, usize::MAX);
        }
        let doubled: Vec<_> =
            self.duplicates.iter().map(|d| format!("{} {} 已有 {}", d.place, d.title, d.same_as)).collect();
        section(&mut text, "已有，不重复录入", doubled.len(), &doubled, SHOWN);
        text
    }

    /// Where most of the premises are new, the register was probably to come first.
    fn enterprises_first(&self) -> String {
        let (stubs, read) = (self.counts.stubs, self.counts.read);
        if self.kind == Kind::Enterprise || stubs == 0 || stubs * 4 < read {
            return String::new();
        }
        format!(
            "注意：有{stubs}家企业不在登记中，先按待补全新建，不计入检查覆盖。有企业台账的，先导企业再导{}：\
             zhiben import 企业 {}\n",
            self.name, self.file
        )
    }

    /// One line of counts.
    pub fn summary(&self) -> String {
        let counts = self.counts;
        let mut line = format!(
            "共{}行：可录{}，暂扣{}，已有{}",
            counts.read, counts.entered, counts.held, counts.duplicates
        );
        for (name, count) in [
            ("补入或更改", counts.changed),
            ("与登记不同未改", counts.differing),
            ("疑似重复", counts.alike),
            ("新建待补全企业", counts.stubs),
            ("计划前遗留", counts.before_plan),
            ("有推定", counts.inferred),
            ("有不详", counts.lacking),
        ] {
            if count > 0 {
                let _ = write!(line, "，{name}{count}");
            }
        }
        line
    }
}

/// Duplicates listed in the text; all of them are in the JSON.
const SHOWN: usize = 30;

fn section(text: &mut String, title: &str, count: usize, lines: &[String], most: usize) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}（{count}）");
    for line in lines.iter().take(most) {
        let _ = writeln!(text, "  {line}");
    }
    if lines.len() > most {
        let _ = writeln!(text, "  另有{}行", lines.len() - most);
    }
}

fn unknown_line(column: &UnknownColumn) -> String {
    let sheet = if column.sheet.is_empty() { String::new() } else { format!("{} ", column.sheet) };
    format!("{sheet}{}列（如“{}”）：{}", column.column, crate::text::clean(&column.sample), column.why)
}

fn change_line(change: &Change) -> String {
    let before = if change.before.is_empty() { "空" } else { &change.before };
    let from = change.from.opt().map(|day| format!("（自 {day} 起变更）")).unwrap_or_default();
    let Change { place, id, title, label, after, .. } = change;
    format!("{place} {id} {title} {label}：{before} → {after}{from}")
}
