//! 企业: every row is a new enterprise, one of the register (then what differs is shown), or one that stands twice.

use std::collections::HashMap;

use super::cells::{CellReader, one_line};
use super::directory::{Directory, Entry, Found, Wanted, name_key, town_of_name};
use super::heads::columns_of;
use super::lines::{Line, Table, each};
use super::preview::{Change, Duplicate, Preview, Taken};
use super::problem::Severity;
use super::register::Register;
use super::{Options, credit_code};
use crate::ask::words::in_words;
use crate::calendar::Day;
use crate::model::basics::Basics;
use crate::model::command::Command;
use crate::model::enterprise::STUB;
use crate::model::event::{Event, Fact, Stamp};
use crate::model::field::{Fields, Spec};
use crate::model::id::Kind;
use crate::model::row::Row;
use crate::model::state::apply;

/// Reads every row.
pub(super) fn enter(tables: &[Table<'_>], register: &dyn Register, options: &Options, preview: &mut Preview) {
    let specs = columns_of(Kind::Enterprise);
    let mut entering = Entering {
        basics: register.basics(),
        reader: CellReader::new(register.basics(), options.today),
        directory: Directory::of(register),
        options,
        keys: specs.iter().map(|spec| spec.key).collect(),
        specs: &specs,
        met: HashMap::new(),
        preview,
    };
    let (read, held) = each(tables, |line, _| entering.row(line));
    preview.count(read, held);
}

struct Entering<'a> {
    basics: &'a Basics,
    reader: CellReader<'a>,
    directory: Directory<'a>,
    options: &'a Options,
    keys: Vec<&'static str>,
    specs: &'a [Spec],
    /// Row that a record of the register was met in first, by its reference.
    met: HashMap<String, u32>,
    preview: &'a mut Preview,
}

impl Entering<'_> {
    /// [`None`]: held, and it was said why.
    fn row(&mut self, line: &Line<'_>) -> Option<()> {
        let (mut fields, mut whole) = line.take(&self.keys, &self.reader, self.preview);
        fields.put("name", tidy_name(fields.get("name")));
        whole &= self.name_and_town(line, &mut fields);
        self.check_code(line, &mut fields);
        if !whole {
            return None;
        }
        match self.meant(line, &fields)? {
            Some(index) => self.again(line, index, &fields),
            None => {
                self.new_one(line, fields);
                Some(())
            }
        }
    }

    fn name_and_town(&mut self, line: &Line<'_>, fields: &mut Fields) -> bool {
        if !fields.has("name") {
            line.hold(self.preview, "name", "没有企业名称", "补上名称，空行请整行删去");
            return false;
        }
        if fields.has("township") || !line.is_blank("township") {
            return true;
        }
        let Some(code) = town_of_name(self.basics, fields.get("name")) else {
            line.hold(self.preview, "township", "没有写乡镇（街道），名称里也看不出", "补上乡镇（街道）");
            return false;
        };
        let town = in_words(self.basics, crate::model::field::Shape::Unit, &code);
        fields.put("township", code);
        self.preview.say(
            Severity::Doubt,
            line.place_of("township"),
            "",
            format!("没有写乡镇，按名称推定为{town}"),
            "",
        );
        true
    }

    fn check_code(&mut self, line: &Line<'_>, fields: &mut Fields) {
        if !fields.has("uscc") {
            return;
        }
        let code = credit_code::tidy(fields.get("uscc"));
        if let Some(fault) = credit_code::fault_of(&code) {
            self.preview.say(
                Severity::Warning,
                line.place_of("uscc"),
                code.as_str(),
                fault,
                "请核对营业执照",
            );
        }
        fields.put("uscc", code);
    }

    /// The enterprise that is there already; `Some(None)`: a new one; [`None`]: nobody can tell, the row is held.
    fn meant(&mut self, line: &Line<'_>, fields: &Fields) -> Option<Option<usize>> {
        let (name, uscc) = (fields.get("name"), fields.get("uscc"));
        if let Some(index) = self.directory.with_code(uscc) {
            let entry = self.directory.entry(index)?;
            if entry.row > 0 && name_key(entry.fields.get("name")) != name_key(name) {
                let what = format!("信用代码与{}相同，名称不同", entry.title());
                line.hold(self.preview, "uscc", what, "一个代码只属于一家：改正代码，或统一名称");
                return None;
            }
            return Some(Some(index));
        }
        if let Some(index) = self.chosen(name) {
            return Some(Some(index));
        }
        let wanted =
            Wanted { name, township: fields.get("township"), uscc: "", address: fields.get("address") };
        let same_name: Vec<usize> = self.directory.named(name).to_vec();
        let found = match self.directory.find(wanted) {
            Found::One(index) => index,
            Found::Several(several) if same_name.iter().any(|i| several.contains(i)) => {
                let titles: Vec<_> =
                    several.iter().filter_map(|i| self.directory.entry(*i)).map(Entry::title).collect();
                line.hold(
                    self.preview,
                    "name",
                    format!("同名的有几家：{}", titles.join("；")),
                    "写上信用代码或与登记一致的地址",
                );
                return None;
            }
            Found::Nobody | Found::Nearly(_) | Found::Several(_) => {
                self.say_alike(line, name, fields.get("township"));
                return Some(None);
            }
        };
        let entry = self.directory.entry(found)?;
        if !are_two(&entry.fields, fields) {
            return Some(Some(found));
        }
        if entry.row == 0 && !self.elsewhere(entry, fields) {
            return Some(Some(found));
        }
        let what = format!(
            "疑似重复：与{}同名，{}，按两家录入，没有合并",
            entry.title(),
            differences(&entry.fields, fields)
        );
        self.preview.counts.alike += 1;
        self.preview.say(Severity::Doubt, line.place_of("name"), name, what, "若是同一家，请作废其中一条");
        Some(None)
    }

    /// Is one of the register surely another than the row's: another code and another address, or another town?
    fn elsewhere(&self, entry: &Entry, fields: &Fields) -> bool {
        let differs = |key: &str| differ(&entry.fields, fields, key);
        differs("township") || (differs("uscc") && differs("address"))
    }

    /// What the map file says.
    fn chosen(&self, name: &str) -> Option<usize> {
        self.directory.numbered(self.options.map.enterprises.get(name)?)
    }

    fn say_alike(&mut self, line: &Line<'_>, name: &str, township: &str) {
        let alike: Vec<_> = self.directory.alike(name, township).into_iter().map(Entry::title).collect();
        if !alike.is_empty() {
            let what = format!("疑似重复：与{}名称相近，按另一家录入", alike.join("、"));
            self.preview.counts.alike += 1;
            self.preview.say(
                Severity::Doubt,
                line.place_of("name"),
                name,
                what,
                "若是同一家，请作废其中一条",
            );
        }
    }

    fn new_one(&mut self, line: &Line<'_>, fields: Fields) {
        let wish = Command::Enter { kind: Kind::Enterprise, fields: kept(&fields, self.options) };
        self.preview.wishes.push(wish);
        self.preview.counts.entered += 1;
        self.preview.taken.push(Taken {
            place: line.place(),
            title: fields.get("name").to_owned(),
            words: in_words(self.basics, crate::model::field::Shape::Unit, fields.get("township")),
        });
        let reference = format!("${}", self.preview.wishes.len());
        self.directory.add(Entry { reference, id: Default::default(), row: line.number(), fields });
    }

    /// A row about an enterprise that is there: what it adds, what it says otherwise.
    fn again(&mut self, line: &Line<'_>, index: usize, fields: &Fields) -> Option<()> {
        let entry = self.directory.entry(index)?.clone();
        let completed = fields.clone().with("status", OPEN);
        let is_stub = entry.fields.get("status") == STUB && !fields.has("status");
        let fields = if is_stub { &completed } else { fields };
        let first = if entry.row > 0 { Some(entry.row) } else { self.met.get(&entry.reference).copied() };
        let differing: Vec<Spec> = self
            .specs
            .iter()
            .filter(|spec| fields.has(spec.key) && !same(&entry.fields, fields, spec.key))
            .copied()
            .collect();
        if let (Some(row), false) = (first, differing.is_empty()) {
            let labels: Vec<_> = differing.iter().map(|spec| spec.label).collect();
            line.hold(
                self.preview,
                "name",
                format!("第{row}行已写过这家，{}与那行不同", labels.join("、")),
                "同一家只留一行",
            );
            return None;
        }
        self.met.entry(entry.reference.clone()).or_insert(line.number());
        if differing.is_empty() {
            self.preview.counts.duplicates += 1;
            let same_as =
                if entry.row > 0 { format!("第{}行", entry.row) } else { entry.reference.clone() };
            let title = fields.get("name").to_owned();
            self.preview.duplicates.push(Duplicate { place: line.place(), same_as, title });
            return Some(());
        }
        self.change(line, &entry, fields, &differing);
        Some(())
    }

    /// What was wrong or blank is corrected; what counts an enterprise in or out and was true so far changes today, as in quick
    /// entry: the past stays as it was counted.
    fn change(&mut self, line: &Line<'_>, entry: &Entry, fields: &Fields, differing: &[Spec]) {
        let (mut corrected, mut changed) = (Fields::default(), Fields::default());
        for spec in differing {
            let before = known(&entry.fields, spec.key);
            let is_open = before.is_empty() || before == STUB;
            let taken = is_open || self.options.accept_changes;
            let is_dated = !is_open && begins_span(entry, spec.key, fields.get(spec.key));
            if taken {
                let wish = if is_dated { &mut changed } else { &mut corrected };
                wish.put(spec.key, fields.get(spec.key));
            }
            self.preview.changes.push(Change {
                place: line.place_of(spec.key),
                id: entry.id,
                title: entry.fields.get("name").to_owned(),
                key: spec.key.to_owned(),
                label: spec.label.to_owned(),
                before: in_words(self.basics, spec.shape, before),
                after: in_words(self.basics, spec.shape, fields.get(spec.key)),
                from: if is_dated { self.options.today } else { Day::NONE },
                taken,
            });
        }
        let completes = entry.fields.get("status") == STUB && corrected.has("status");
        if completes && !entry.fields.has("since") {
            corrected = kept(&corrected, self.options);
        }
        let mut is_amended = false;
        for (wish, effective_on) in [(corrected, Day::NONE), (changed, self.options.today)] {
            if wish == Fields::default() {
                continue;
            }
            is_amended = true;
            let why = format!("导入 {} 第{}行", self.options.file, line.number());
            let amend = Command::Amend { id: entry.id, seen: 0, fields: wish, effective_on, why };
            self.preview.wishes.push(amend);
        }
        let count =
            if is_amended { &mut self.preview.counts.changed } else { &mut self.preview.counts.differing };
        *count += 1;
    }
}

/// What the register says of a field: where it leaves the 状态 out, 在营.
fn known<'f>(fields: &'f Fields, key: &str) -> &'f str {
    match (key, fields.get(key)) {
        ("status", "") => OPEN,
        (_, text) => text,
    }
}

/// Does the new value count the enterprise in or out from a day on? What the fold makes of it tells.
fn begins_span(entry: &Entry, key: &'static str, value: &str) -> bool {
    let facts = [
        Fact::Entered { fields: entry.fields.clone().with("since", Day::FIRST.to_string()) },
        Fact::Amended { fields: Fields::of([(key, value.to_owned())]), effective_on: Day::FIRST.plus(1) },
    ];
    let row = facts.into_iter().fold(None, |row, fact| {
        let event = Event { id: entry.id, fact, why: String::new() };
        apply(row, &event, Stamp::default(), "")
    });
    row.as_ref().and_then(Row::enterprise).is_some_and(|enterprise| enterprise.spans.len() > 1)
}

/// 在营: what the register leaves out.
const OPEN: &str = "在营";

/// A register that is brought in holds who was there before: without 纳管日 they are counted from the plan's first day on.
pub(super) fn kept(fields: &Fields, options: &Options) -> Fields {
    let since = options.counted_from.min(options.today);
    if fields.has("since") { fields.clone() } else { fields.clone().with("since", since.to_string()) }
}

/// A name on one line; blanks between Chinese characters are padding.
pub(super) fn tidy_name(name: &str) -> String {
    let name = one_line(name);
    if name.chars().any(|c| c.is_ascii_alphabetic()) { name } else { name.replace(' ', "") }
}

/// Do two rows of the same name surely mean two enterprises?
fn are_two(a: &Fields, b: &Fields) -> bool {
    ["uscc", "township", "address"].iter().any(|key| differ(a, b, key))
}

fn differ(a: &Fields, b: &Fields, key: &str) -> bool {
    a.has(key) && b.has(key) && !same(a, b, key)
}

/// Does a row say of a field what is known?
fn same(register: &Fields, row: &Fields, key: &str) -> bool {
    super::records::same(key, known(row, key), known(register, key))
}

fn differences(a: &Fields, b: &Fields) -> String {
    let named = [("uscc", "信用代码"), ("township", "乡镇"), ("address", "地址")];
    let differing: Vec<_> =
        named.iter().filter(|(key, _)| differ(a, b, key)).map(|(_, label)| *label).collect();
    format!("{}不同", differing.join("、"))
}
