//! 隐患: every row of an old ledger comes in with its history (期初导入), in the state its words say.
//!
//! - `history`: what its columns say of the progress; [`outcome`]: where that says that its hazard stands

mod history;
pub mod outcome;

use std::collections::{HashMap, HashSet};

use super::Options;
use super::cells::{CellReader, squeezed};
use super::lines::{Line, RowHead, Table, each};
use super::premises::{Premises, Site};
use super::preview::{Duplicate, Preview, Taken};
use super::problem::Severity;
use super::register::{KnownHazard, Register};
use crate::calendar::Day;
use crate::model::command::Command;
use crate::model::field::{Fields, list};
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::id::Id;
use crate::text::similar;
use outcome::{Frame, Outcome, Told, judge};

/// Cells that go into the record as they are read.
const PLAIN: &[&str] = &[
    "class",
    "source",
    "industry",
    "location",
    "description",
    "catalog_ref",
    "level",
    "criterion",
    "origin",
    "near_public",
    "finders",
    "mode",
    "rectifier_unit",
    "rectifier",
    "watcher",
    "measures",
    "funds",
    "emergency_plan",
    "interim",
    "campaign",
    "platform_no",
    "reply_due",
    "note",
];
/// Texts as alike as this, at one enterprise on one day, are one hazard written twice.
const ALIKE: f32 = 0.8;

/// Reads every row.
pub(super) fn enter(tables: &[Table<'_>], register: &dyn Register, options: &Options, preview: &mut Preview) {
    let written =
        tables.iter().flat_map(|t| t.records()).map(|line| text_key(&line.words("description"))).collect();
    let mut entering = Entering {
        register,
        reader: CellReader::new(register.basics(), options.today),
        premises: Premises::new(register, options),
        options,
        ledger: HashMap::new(),
        numbers: None,
        rows: HashMap::new(),
        written,
        majors: HashMap::new(),
        categories: HashSet::new(),
        preview,
    };
    let (read, held) = each(tables, |line, head| entering.row(line, head));
    preview.count(read, held);
}

struct Entering<'a> {
    register: &'a dyn Register,
    reader: CellReader<'a>,
    premises: Premises<'a>,
    options: &'a Options,
    /// Hazards of the ledger by enterprise; taken out once a row is found to be one of them.
    ledger: HashMap<Id, Vec<KnownHazard>>,
    /// Every hazard of the ledger with its enterprise, by number; gathered for the first row that carries one.
    numbers: Option<HashMap<Id, (Id, KnownHazard)>>,
    /// Rows of this table: enterprise, day, words and place → number.
    rows: HashMap<(String, Day, String), u32>,
    /// The words of every row: a hazard of the ledger that is written so is not taken for another one.
    written: HashSet<String>,
    /// Catalog items by words and industry.
    majors: HashMap<(String, String), Vec<String>>,
    /// Unknown categories already spoken of.
    categories: HashSet<String>,
    preview: &'a mut Preview,
}

impl Entering<'_> {
    /// [`None`]: held, and it was said why.
    fn row(&mut self, line: &Line<'_>, head: RowHead<'_>) -> Option<()> {
        let (mut fields, mut whole) = line.take(PLAIN, &self.reader, self.preview);
        if !fields.has("description") && line.is_blank("description") {
            line.hold(self.preview, "description", "没有隐患描述", "补上描述；没有隐患的检查请导入检查");
            whole = false;
        }
        let found = self.found_on(line, head, &mut fields);
        let site = self.premises.site(&head.from, &self.reader, self.preview);
        let told = found.and_then(|found| self.told(line, found, &mut fields));
        let (Some(mut told), Some(site), true) = (told, site, whole) else { return None };
        let own = self.enterprise_by_number(line, told.found, fields.get("description"));
        let site = self.premises.settle(line, site, own, self.preview)?;
        self.place(&site, &mut fields);
        told.may_be_major = self.majors(&told, &fields);
        let frame = Frame {
            today: self.options.today,
            start_on: self.options.start_on,
            soon_days: self.register.basics().settings.due_days_unstated as i32,
        };
        let outcome = match judge(&told, &frame) {
            Ok(outcome) => outcome,
            Err((key, what, hint)) => {
                line.hold(self.preview, key, what, hint);
                return None;
            }
        };
        if self.is_there(line, &site, &told, &fields, &outcome)? {
            return Some(());
        }
        self.put(line, site, &told, outcome, fields);
        Some(())
    }

    /// The enterprise of the hazard whose number the row carries, whatever it is called by now. A number of another office's ledger
    /// means another hazard: day and words must agree.
    fn enterprise_by_number(&mut self, line: &Line<'_>, found: Day, text: &str) -> Option<Id> {
        let number: Id = line.words("id").parse().ok()?;
        let register = self.register;
        let numbers = self.numbers.get_or_insert_with(|| {
            let shops = register.enterprises().map(|shop| shop.id);
            let own =
                |shop| register.hazards_of(shop).into_iter().map(move |hazard| (hazard.id, (shop, hazard)));
            shops.flat_map(own).collect()
        });
        let (shop, hazard) = numbers.get(&number)?;
        (hazard.found_on == found && similar(&hazard.text, text) >= ALIKE).then_some(*shop)
    }

    fn found_on(&mut self, line: &Line<'_>, head: RowHead<'_>, fields: &mut Fields) -> Option<Day> {
        let cell = head.from.cell("found_on");
        match self.reader.past_day(cell, "发现日期", "") {
            Err(misread) => {
                line.misread(self.preview, "found_on", cell, misread);
                None
            }
            Ok(loose) => {
                fields.put("found_on", loose.day.to_string());
                note_inferred(fields, loose.assumed, "found_on");
                Some(loose.day)
            }
        }
    }

    fn place(&self, site: &Site, fields: &mut Fields) {
        fields.put("township", site.township.as_str());
        note_inferred(fields, site.town_inferred, "township");
        if !fields.has("industry") {
            fields.put("industry", list(&site.industries).next().unwrap_or_default());
        }
    }

    /// Items of the catalog that a row without a level may be.
    fn majors(&mut self, told: &Told, fields: &Fields) -> Vec<String> {
        if !told.level.is_empty() {
            return Vec::new();
        }
        let (text, industry) = (fields.get("description").to_owned(), fields.get("industry").to_owned());
        let basics = self.register.basics();
        let asked = (text, industry);
        if let Some(known) = self.majors.get(&asked) {
            return known.clone();
        }
        let about = Some(asked.1.as_str()).filter(|code| !code.is_empty());
        let items: Vec<_> =
            basics.catalog_match(&asked.0, about).into_iter().map(|item| item.code.clone()).collect();
        self.majors.insert(asked, items.clone());
        items
    }

    /// Is the row's hazard in the ledger already, or in an earlier row? [`None`]: perhaps, the row is held.
    fn is_there(
        &mut self,
        line: &Line<'_>,
        site: &Site,
        told: &Told,
        fields: &Fields,
        outcome: &Outcome,
    ) -> Option<bool> {
        let text = fields.get("description");
        let key = text_key(text);
        let known = match site.id.opt() {
            Some(id) => self.ledger.entry(id).or_insert_with(|| self.register.hazards_of(id)),
            None => &mut Vec::new(),
        };
        let number = line.words("id");
        let same = known
            .iter()
            .position(|h| h.id.to_string().eq_ignore_ascii_case(&number))
            .or_else(|| known.iter().position(|h| h.found_on == told.found && text_key(&h.text) == key));
        if let Some(at) = same {
            let hazard = known.swap_remove(at);
            self.say_there(line, text, &hazard, outcome);
            return Some(true);
        }
        let alike = known.iter().find(|h| {
            h.found_on == told.found
                && !self.written.contains(&text_key(&h.text))
                && similar(&h.text, text) >= ALIKE
        });
        if let Some(hazard) = alike {
            let what = format!("疑似重复：台账 {} 同日已有“{}”", hazard.id, hazard.text);
            self.preview.counts.alike += 1;
            line.hold(self.preview, "description", what, "若是另一条，把描述写得能区分（部位、物件）再导入");
            return None;
        }
        let row = (site.key.clone(), told.found, format!("{key}|{}", squeezed(fields.get("location"))));
        if let Some(before) = self.rows.get(&row) {
            let same_as = format!("第{before}行");
            self.preview.counts.duplicates += 1;
            self.preview.duplicates.push(Duplicate { place: line.place(), same_as, title: text.to_owned() });
            return Some(true);
        }
        self.rows.insert(row, line.number());
        Some(false)
    }

    fn say_there(&mut self, line: &Line<'_>, text: &str, hazard: &KnownHazard, outcome: &Outcome) {
        let further = |state: State| match state {
            State::Draft | State::Registered => 0,
            State::PendingRecheck => 2,
            State::Closed | State::Voided | State::Merged => 3,
            _ => 1,
        };
        if further(outcome.state) > further(hazard.state) {
            let what = format!(
                "台账已有 {}（{}），表中是{}，没有改动",
                hazard.id,
                hazard.state.name(),
                outcome.state.name()
            );
            self.preview.say(Severity::Warning, line.place(), "", what, "请在台账中办理完成、复查");
        }
        let (same_as, title) = (hazard.id.to_string(), text.to_owned());
        self.preview.counts.duplicates += 1;
        self.preview.duplicates.push(Duplicate { place: line.place(), same_as, title });
    }

    fn put(&mut self, line: &Line<'_>, site: Site, told: &Told, outcome: Outcome, mut fields: Fields) {
        for (key, what) in &outcome.doubts {
            self.preview.say(Severity::Doubt, line.place_of(key), line.words(key), what.clone(), "");
        }
        self.category(line, &mut fields);
        source(&mut fields);
        let title = fields.get("description").to_owned();
        let words = outcome.state.name().to_owned();
        record(outcome, &mut fields);
        self.preview.counts.inferred += u32::from(fields.has("inferred"));
        self.preview.counts.lacking += u32::from(fields.has("missing"));
        let reference = self.premises.reference(line, &site, self.preview);
        fields.put("enterprise", reference);
        self.preview.counts.entered += 1;
        self.preview.counts.before_plan += u32::from(told.found < self.options.plan_start);
        self.preview.taken.push(Taken { place: line.place(), title, words });
        self.preview.wishes.push(Command::Act { id: String::new(), deed: Deed::Import, fields });
    }

    fn category(&mut self, line: &Line<'_>, fields: &mut Fields) {
        let words = squeezed(&line.words("category"));
        if words.is_empty() {
            return;
        }
        let (name, known) = self.reader.category(&words);
        if !known && self.categories.insert(name.clone()) {
            let names: Vec<_> = self.register.basics().categories.iter().map(|c| c.name.as_str()).collect();
            let what = "没有这个类别，照原文录入，不计入分类统计";
            self.preview.say(
                Severity::Warning,
                line.place_of("category"),
                words,
                what,
                format!("可写 {}", names.join("、")),
            );
        }
        fields.put("category", name);
    }
}

/// Puts what was judged among the fields of [`Deed::Import`].
fn record(outcome: Outcome, fields: &mut Fields) {
    let days = [
        ("due", outcome.due),
        ("done_on", outcome.done_on),
        ("on", outcome.recheck_on),
        ("closed_on", outcome.closed_on),
    ];
    for (key, day) in days {
        fields.put(key, day.to_string());
    }
    // What is not rechecked has no rechecker.
    let closed = outcome.state == State::Closed;
    if !closed {
        fields.put("by", "");
    }
    let mut missing = outcome.missing;
    let wanted = [
        ("source", true),
        ("finders", true),
        ("rectifier", outcome.track != "移交"),
        ("by", closed),
        ("sent_on", outcome.track == "移交"),
    ];
    missing.extend(wanted.into_iter().filter(|(key, asked)| *asked && !fields.has(key)).map(|(key, _)| key));
    let inferred: Vec<_> = list(fields.get("inferred")).chain(outcome.inferred).collect();
    let inferred = inferred.join("、");
    fields.put("inferred", inferred);
    fields.put("missing", missing.join("、"));
    fields.put("state", outcome.state.name());
    fields.put("level", outcome.level);
    fields.put("track", outcome.track);
    let proposed = outcome.due_proposed || (fields.yes("due_proposed") && fields.has("due"));
    fields.put("due_proposed", if proposed { "是" } else { "" });
    if !outcome.remark.is_empty() {
        let note = [fields.get("note"), &outcome.remark]
            .into_iter()
            .filter(|n| !n.is_empty())
            .collect::<Vec<_>>()
            .join("；");
        fields.put("note", note);
    }
}

/// 群众举报 in the remarks is a source; a joint inspection is one, too. Otherwise the ledger does not tell.
fn source(fields: &mut Fields) {
    if fields.has("source") {
        return;
    }
    let note = squeezed(fields.get("note"));
    if note.contains("举报") || note.contains("投诉") {
        fields.put("source", "举报");
        if note.chars().count() <= "群众举报".chars().count() {
            fields.put("note", "");
        }
    } else if fields.get("mode") == "联合" {
        fields.put("source", "联合检查");
        note_inferred(fields, true, "source");
    }
}

/// By what descriptions are compared: letters and digits only.
fn text_key(text: &str) -> String {
    squeezed(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The row leaves the key open and the import closed the gap (推定).
fn note_inferred(fields: &mut Fields, inferred: bool, key: &str) {
    if inferred {
        let keys: Vec<_> = list(fields.get("inferred")).chain([key]).collect();
        let keys = keys.join("、");
        fields.put("inferred", keys);
    }
}
