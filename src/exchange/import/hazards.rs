//! 隐患: every row of an old ledger comes in with its history (期初导入), in the state its words say.
//!
//! - [`outcome`]: where a row says that its hazard stands

pub mod outcome;

use std::collections::{HashMap, HashSet};

use super::Options;
use super::cells::{CellReader, Misread, squeezed};
use super::lines::{Line, RowHead, Table, each};
use super::premises::{Premises, Site};
use super::preview::{Duplicate, Preview, Taken};
use super::problem::Severity;
use super::register::{KnownHazard, Register};
use crate::calendar::{Day, Rule};
use crate::exchange::table::Cell;
use crate::model::command::Command;
use crate::model::field::{Fields, Shape, list};
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::id::Id;
use crate::text::similar;
use outcome::{Due, Frame, Outcome, Says, Told, judge, reading};

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
        let site = self.premises.settle(line, site, self.preview)?;
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

    /// What the columns about the progress say; [`None`] when one of them is not understood.
    fn told(&mut self, line: &Line<'_>, found: Day, fields: &mut Fields) -> Option<Told> {
        let (history, mut whole) =
            line.take(&["recheck_by", "letter_no", "how", "due_proposed"], &self.reader, self.preview);
        let due = self.due(line, found, fields);
        let mut says = Vec::new();
        let done = self.done_on(line, found, fields, &mut says);
        let mut told = Told {
            found,
            level: fields.get("level").to_owned(),
            due: due.unwrap_or(Due::Blank),
            done: done.unwrap_or(Day::NONE),
            says,
            recheck_on: Day::NONE,
            closed_on: Day::NONE,
            handed: false,
            may_be_major: Vec::new(),
        };
        whole &= due.is_some() && done.is_some();
        whole &= self.dated(line, "recheck_on", found, &mut told.recheck_on);
        whole &= self.dated(line, "closed_on", found, &mut told.closed_on);
        let mut sent_on = Day::NONE;
        whole &= self.dated(line, "sent_on", found, &mut sent_on);
        told.says.extend(reading(&squeezed(history.get("how"))));
        whole &= self.recheck(line, &mut told);
        whole &= self.department(line, &mut told, fields);
        for (key, from) in [
            ("by", "recheck_by"),
            ("letter_no", "letter_no"),
            ("how", "how"),
            ("due_proposed", "due_proposed"),
        ] {
            fields.put(key, history.get(from));
        }
        fields.put("sent_on", sent_on.to_string());
        whole.then_some(told)
    }

    fn due(&mut self, line: &Line<'_>, found: Day, fields: &mut Fields) -> Option<Due> {
        let cell = line.cell("due");
        let words = squeezed(&cell.words());
        let holds = |list: &[&str]| list.iter().any(|word| words.contains(word));
        if words.chars().all(|c| matches!(c, '/' | '-' | '—')) {
            return Some(Due::Blank);
        }
        if holds(&["立行立改", "立即", "当场", "现场", "即知即改", "即查即改", "立整立改", "马上"])
        {
            return Some(Due::OnSpot);
        }
        if holds(&["尽快", "及时", "抓紧", "尽早", "限期整改", "近期", "待定"]) {
            return Some(Due::Soon);
        }
        if let Some(day) = within(&words, found, self.register) {
            return Some(Due::On(day));
        }
        match self.reader.day(cell, Rule::FirstFrom(found)) {
            Ok(loose) => {
                note_inferred(fields, loose.assumed, "due");
                Some(Due::On(loose.day))
            }
            Err(misread) => {
                let hint = format!("{}；也可写 尽快、立行立改、7天内", misread.hint);
                line.misread(self.preview, "due", cell, Misread { hint, ..misread });
                None
            }
        }
    }

    /// The day it was done; [`Day::NONE`] where the column says that it is not, or says no day.
    fn done_on(
        &mut self,
        line: &Line<'_>,
        found: Day,
        fields: &mut Fields,
        says: &mut Vec<Says>,
    ) -> Option<Day> {
        let cell = line.cell("done_on");
        let words = squeezed(&cell.words());
        if words.chars().all(|c| matches!(c, '/' | '-' | '—')) {
            return Some(Day::NONE);
        }
        if ["立行立改", "当场", "现场"].iter().any(|word| words.contains(word)) {
            says.push(Says::Fixed);
            return Some(found);
        }
        let read = reading(&words);
        if !read.is_empty() && !matches!(cell, Cell::Day(_)) {
            says.extend(read);
            return Some(Day::NONE);
        }
        match self.reader.day(cell, Rule::FirstFrom(found)) {
            Ok(loose) => {
                note_inferred(fields, loose.assumed, "done_on");
                Some(loose.day)
            }
            Err(misread) => {
                let hint = format!("{}；没完成写 整改中", misread.hint);
                line.misread(self.preview, "done_on", cell, Misread { hint, ..misread });
                None
            }
        }
    }

    fn dated(&mut self, line: &Line<'_>, key: &'static str, found: Day, day: &mut Day) -> bool {
        if line.is_blank(key) {
            return true;
        }
        match self.reader.day(line.cell(key), Rule::FirstFrom(found)) {
            Ok(loose) => *day = loose.day,
            Err(misread) => {
                line.misread(self.preview, key, line.cell(key), misread);
                return false;
            }
        }
        true
    }

    /// What the columns of the state and of the recheck say. A state by its own name goes before every other word.
    fn recheck(&mut self, line: &Line<'_>, told: &mut Told) -> bool {
        let state = squeezed(&line.words("state"));
        match State::of_name(&state) {
            Some(State::Draft | State::Voided | State::Merged) => {
                line.hold(self.preview, "state", format!("{state}的不导入"), "删去这一行");
                return false;
            }
            Some(_) => {
                told.says = reading(&state);
                return true;
            }
            None => told.says.extend(reading(&state)),
        }
        let words = squeezed(&line.words("recheck"));
        let read = reading(&words);
        if read.is_empty() && !words.is_empty() {
            let what = "看不出复查结果，按没有复查录入";
            let hint = "可写 合格、不合格、已整改、移交消防";
            self.preview.say(Severity::Doubt, line.place_of("recheck"), words, what, hint);
        }
        told.says.extend(read);
        true
    }

    /// The department it went to, from its own column or from 移交X in another.
    fn department(&mut self, line: &Line<'_>, told: &mut Told, fields: &mut Fields) -> bool {
        let columns = ["department", "recheck", "done_on", "how"];
        let said = columns.iter().map(|key| (*key, line.words(key))).find(|(key, words)| {
            !words.is_empty() && (*key == "department" || reading(&squeezed(words)) == [Says::Handed])
        });
        let Some((key, words)) = said.filter(|(_, words)| !words.contains("商务")) else { return true };
        match self.reader.read(&Cell::Text(words), Shape::Department) {
            Ok(taken) => {
                told.handed = !taken.text.is_empty();
                fields.put("department", taken.text);
                true
            }
            Err(misread) => {
                line.misread(self.preview, key, line.cell(key), misread);
                false
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
            let what = format!("与台账 {} 疑是同一条：{}", hazard.id, hazard.text);
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

fn note_inferred(fields: &mut Fields, inferred: bool, key: &str) {
    if inferred {
        let keys: Vec<_> = list(fields.get("inferred")).chain([key]).collect();
        let keys = keys.join("、");
        fields.put("inferred", keys);
    }
}

/// By what descriptions are compared: letters and digits only.
fn text_key(text: &str) -> String {
    squeezed(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `7天内`, `3个工作日`, `一周内`: so many days after the hazard was found.
fn within(words: &str, found: Day, register: &dyn Register) -> Option<Day> {
    let bare = ["以内", "之内", "内"].iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words);
    let fixed = match bare {
        "一周" | "一星期" | "1周" => Some(7),
        "两周" | "二周" | "2周" => Some(14),
        "半个月" | "半月" => Some(15),
        "一个月" | "1个月" => Some(30),
        _ => None,
    };
    if let Some(days) = fixed {
        return Some(found.plus(days));
    }
    let end = bare.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = bare.split_at_checked(end)?;
    let days: i32 = digits.parse().ok().filter(|days| (1..=366).contains(days))?;
    match unit.trim_start_matches('个') {
        "天" => Some(found.plus(days)),
        // `8日` alone is a day of the month.
        "日" if bare != words => Some(found.plus(days)),
        "工作日" => Some(register.workdays().add(found, days)),
        _ => None,
    }
}
