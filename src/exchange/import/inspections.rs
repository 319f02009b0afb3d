//! 检查: one for every day and enterprise. A ledger of hazards says it, too: its rows of one visit are one inspection.

use std::collections::HashMap;

use super::Options;
use super::cells::{CellReader, people};
use super::lines::{Line, RowHead, Table, each};
use super::premises::Premises;
use super::preview::{Duplicate, Preview, Taken};
use super::problem::Severity;
use super::register::Register;
use crate::calendar::Day;
use crate::model::command::Command;
use crate::model::field::{Fields, list};
use crate::model::id::{Id, Kind};

/// Cells that go into the record as they are read.
const PLAIN: &[&str] = &[
    "industry",
    "mode",
    "by",
    "led_by",
    "partners",
    "third_party",
    "campaign",
    "signed_by",
    "platform_no",
    "extra",
    "note",
];

/// Reads every row.
pub(super) fn enter(tables: &[Table<'_>], register: &dyn Register, options: &Options, preview: &mut Preview) {
    let mut entering = Entering {
        register,
        reader: CellReader::new(register.basics(), options.today),
        premises: Premises::new(register, options),
        visits: HashMap::new(),
        known: HashMap::new(),
        preview,
    };
    let (read, held) = each(tables, |line, head| entering.row(line, head));
    preview.count(read, held);
}

struct Entering<'a> {
    register: &'a dyn Register,
    reader: CellReader<'a>,
    premises: Premises<'a>,
    /// Index of the wish that enters the visit, by enterprise and day.
    visits: HashMap<(String, Day), usize>,
    known: HashMap<Id, Vec<(Id, Day)>>,
    preview: &'a mut Preview,
}

impl Entering<'_> {
    /// [`None`]: held, and it was said why.
    fn row(&mut self, line: &Line<'_>, head: RowHead<'_>) -> Option<()> {
        let (mut fields, whole) = line.take(PLAIN, &self.reader, self.preview);
        let date = self.date(&head.from, line);
        let site = self.premises.site(&head.from, &self.reader, self.preview);
        let (Some(date), Some(written), true) = (date, site, whole) else { return None };
        let site = self.premises.settle(line, written, None, self.preview)?;
        let known = match site.id.opt() {
            Some(id) => self.known.entry(id).or_insert_with(|| self.register.inspections_of(id)).as_slice(),
            None => &[],
        };
        if let Some((id, _)) = known.iter().find(|(_, day)| *day == date) {
            let title = format!("{date} {}", line.words("enterprise"));
            self.preview.counts.duplicates += 1;
            self.preview.duplicates.push(Duplicate { place: line.place(), same_as: id.to_string(), title });
            return Some(());
        }
        fields.put("date", date.to_string());
        fields.put("inspectors", people(&line.words("inspectors")).join("、"));
        fields.put("finding", finding(line));
        let reference = self.premises.reference(line, &site, self.preview);
        fields.put("township", site.township.as_str());
        fields.put("enterprise", reference.as_str());
        if !fields.has("industry") {
            fields.put("industry", list(&site.industries).next().unwrap_or_default());
        }
        match self.visits.get(&(reference.clone(), date)) {
            Some(wish) => self.join(*wish, &fields),
            None => self.put(line, (reference, date), fields),
        }
        Some(())
    }

    fn date(&mut self, from: &Line<'_>, line: &Line<'_>) -> Option<Day> {
        let cell = from.cell("date");
        match self.reader.past_day(cell, "检查日期", "；还没检查的请排入计划") {
            Err(misread) => {
                line.misread(self.preview, "date", cell, misread);
                None
            }
            Ok(loose) => {
                if loose.assumed {
                    let what = format!("没有写年份，推定为 {}", loose.day);
                    self.preview.say(Severity::Note, line.place_of("date"), cell.words(), what, "");
                }
                Some(loose.day)
            }
        }
    }

    fn put(&mut self, line: &Line<'_>, visit: (String, Day), fields: Fields) {
        self.preview.counts.entered += 1;
        let title = format!("{} {}", visit.1, line.words("enterprise")).trim_end().to_owned();
        let words = fields.get("finding").to_owned();
        self.preview.taken.push(Taken { place: line.place(), title, words });
        self.visits.insert(visit, self.preview.wishes.len());
        self.preview.wishes.push(Command::Enter { kind: Kind::Inspection, fields });
    }

    /// Another row of the same visit: whoever was there was there, whatever was found was found.
    fn join(&mut self, wish: usize, more: &Fields) {
        let Some(Command::Enter { fields, .. }) = self.preview.wishes.get_mut(wish) else { return };
        let all = [fields.get("inspectors"), more.get("inspectors")].join("、");
        fields.put("inspectors", people(&all).join("、"));
        if more.get("finding") == "发现" {
            fields.put("finding", "发现");
        }
        for (key, value) in more.iter().filter(|(key, _)| PLAIN.contains(key)) {
            if !fields.has(key) {
                fields.put(key, value);
            }
        }
    }
}

/// 发现 where hazards are written or the column says so.
fn finding(line: &Line<'_>) -> &'static str {
    let nothing = |words: &str| {
        words.is_empty()
            || ["未发现", "无", "没有", "正常", "否", "/", "-"].iter().any(|word| words.starts_with(word))
    };
    let (said, found) = (line.words("finding"), line.words("description"));
    if nothing(said.trim()) && nothing(found.trim()) { "未发现" } else { "发现" }
}
